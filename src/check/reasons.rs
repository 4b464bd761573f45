//! Why a value is not what it should be, in words: looked for only once it is known to be wrong.

use crate::date::Date;
use crate::decode::{Unreadable, line_feeds};
use crate::number::thousands;

/// Why `text` is no whole number as the contract writes it. Nothing if it is one.
pub(crate) fn no_whole_number(text: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(text) else { return "not UTF-8" };
    let trimmed = text.trim();
    let (sign, digits) = match trimmed.strip_prefix(['+', '-']) {
        Some(digits) => (true, digits),
        None => (false, trimmed),
    };
    let only_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let decimal = |text: &str| {
        text.split_once('.').is_some_and(|(units, rest)| {
            (only_digits(units) || only_digits(rest))
                && [units, rest].iter().all(|part| part.is_empty() || only_digits(part))
        })
    };
    let is_exponent = |text: &str| {
        text.split_once(['e', 'E']).is_some_and(|(number, exponent)| {
            let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            only_digits(exponent) && (only_digits(number) || decimal(number))
        })
    };
    if trimmed.is_empty() {
        "white space only"
    } else if trimmed != text {
        "white space around it"
    } else if digits.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        "digits beyond ASCII"
    } else if is_exponent(digits) {
        "an exponent"
    } else if decimal(digits) {
        "a decimal point"
    } else if sign && only_digits(digits) {
        "a sign"
    } else if only_digits(digits) && digits.len() > 1 && digits.starts_with('0') {
        "leading zeros"
    } else if only_digits(digits) {
        "too large"
    } else if only_digits(&digits.replace([',', '_', ' ', '\'', '\u{a0}'], "")) {
        "grouped digits"
    } else {
        "not a number"
    }
}

/// Why `text` is no id.
pub(crate) fn no_id(text: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(text) else { return "not UTF-8" };
    let Some(number) = text.strip_prefix("CUST") else {
        return match text {
            _ if text.trim().starts_with("CUST") => "white space around it",
            _ if text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("cust")) => {
                "CUST in another case"
            }
            _ => "does not begin with CUST",
        };
    };
    if number.trim() != number {
        "white space around it"
    } else if number.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
        "digits beyond ASCII"
    } else if number.bytes().all(|byte| byte.is_ascii_digit()) {
        "not eight digits"
    } else {
        "more than digits after CUST"
    }
}

/// Days that stand for none in many systems, as `yyyymmdd`: the first and the last that these know.
pub(crate) const STAND_INS: [u32; 12] = [
    1900_01_01, 1901_01_01, 1904_01_01, 1970_01_01, 2099_12_31, 2100_01_01, 2199_12_31, 2999_12_31,
    3000_01_01, 9000_01_01, 9999_01_01, 9999_12_31,
];

/// Why `text` is no day of the calendar; of a form that spreadsheets write, which one.
pub(crate) fn no_day(text: &[u8]) -> String {
    let shape = |byte: &u8| if byte.is_ascii_digit() { b'0' } else { *byte };
    let shaped: Vec<u8> = text.iter().map(shape).collect();
    let reason = match &shaped[..] {
        _ if text.trim_ascii() != text => "white space around it",
        b"0000-00-00" => "no such day",
        [b'0', b'0', b'0', b'0', b'-', b'0', b'0', b'-', b'0', b'0', b'T' | b' ', ..] => {
            "a time behind the date"
        }
        b"00000000" => "YYYYMMDD instead of YYYY-MM-DD",
        b"0000/00/00" | b"0000/0/0" | b"0000/0/00" | b"0000/00/0" => {
            "YYYY/MM/DD instead of YYYY-MM-DD"
        }
        _ => {
            return numbered_day(text)
                .or_else(|| local_day(text))
                .unwrap_or("not YYYY-MM-DD".to_owned());
        }
    };
    reason.to_owned()
}

/// A spreadsheet's number of a day: days since 30 December 1899, which is right from March 1900 on.
fn numbered_day(text: &[u8]) -> Option<String> {
    let text = str::from_utf8(text).ok()?;
    let days = text.strip_suffix(".0").unwrap_or(text);
    let plain = days.bytes().all(|byte| byte.is_ascii_digit()) && (4..=6).contains(&days.len());
    let days = days.parse::<i32>().ok().filter(|_| plain)?;
    let unix = days - 25_569;
    let within = Date::EARLIEST.unix_days() + 59 < unix && unix <= Date::LATEST.unix_days();
    within.then(|| format!("a spreadsheet's number of a day, {}", Date::from_unix_days(unix)))
}

/// A date as people write it, and spreadsheets show it: which form that is.
fn local_day(text: &[u8]) -> Option<String> {
    let text = str::from_utf8(text).ok()?;
    let date = text.split_once(' ').map_or(text, |(date, _)| date);
    let separator = ['/', '.', '-'].into_iter().find(|&separator| date.contains(separator));
    let parts: Vec<&str> =
        separator.map(|separator| date.split(separator).collect()).unwrap_or_default();
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() <= 2);
    let form = match parts[..] {
        [one, other, year]
            if matches!(year.len(), 2 | 4)
                && year.parse::<u32>().is_ok()
                && number(one).and(number(other)).is_some() =>
        {
            let year = if year.len() == 4 { "YYYY" } else { "YY" };
            match (number(one)?, number(other)?, separator) {
                (_, _, Some('-')) if year == "YY" => return None,
                (_, 13.., _) => format!("M/D/{year}"),
                (_, _, Some('.')) => format!("D.M.{year}"),
                (_, _, Some('-')) => format!("D-M-{year}"),
                (13.., _, _) => format!("D/M/{year}"),
                _ => format!("M/D/{year} or D/M/{year}"),
            }
        }
        _ if text.chars().any(char::is_alphabetic) && text.chars().any(|c| c.is_ascii_digit()) => {
            "with the month's name".to_owned()
        }
        _ => return None,
    };
    Some(format!("a date as a spreadsheet shows it, {form}"))
}

/// Why `text`, which begins on this line, cannot be read as a row; over which lines it goes, if quotes
/// hold them.
pub(crate) fn unreadable(why: Unreadable, text: &[u8], line: u64) -> String {
    let lines = line_feeds(text);
    if lines == 0 {
        return why.to_string();
    }
    format!("{why}; quotes hold lines {} to {}", thousands(line), thousands(line + lines))
}

/// Why `text` is none of `known`, if it nearly is one.
pub(crate) fn nearly<'a>(
    text: &[u8],
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'static str> {
    let text = std::str::from_utf8(text).ok()?;
    known.into_iter().find_map(|value| {
        if text.trim() == value {
            Some("white space around it")
        } else if text.trim().eq_ignore_ascii_case(value) {
            Some("in another case")
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_what_is_wrong_with_them() {
        for (text, reason) in [
            ("+45", "a sign"),
            ("-45", "a sign"),
            (" 45", "white space around it"),
            ("45\t", "white space around it"),
            (" ", "white space only"),
            ("045", "leading zeros"),
            ("45.0", "a decimal point"),
            ("-4.5", "a decimal point"),
            (".5", "a decimal point"),
            ("5e4", "an exponent"),
            ("5.0E+04", "an exponent"),
            ("４５", "digits beyond ASCII"),
            ("٤٥", "digits beyond ASCII"),
            ("50,000", "grouped digits"),
            ("99999999999", "too large"),
            ("45x", "not a number"),
            ("1.2.3", "not a number"),
            (".", "not a number"),
            ("e5", "not a number"),
        ] {
            assert_eq!(no_whole_number(text.as_bytes()), reason, "{text}");
        }
        assert_eq!(no_whole_number(b"4\xff"), "not UTF-8");
    }

    #[test]
    fn ids_are_told_what_is_wrong_with_them() {
        for (text, reason) in [
            ("CUST0000001", "not eight digits"),
            ("CUST000000001", "not eight digits"),
            ("CUST", "not eight digits"),
            ("cust00000001", "CUST in another case"),
            (" CUST00000001", "white space around it"),
            ("CUST00000001 ", "white space around it"),
            ("CUST٠٠٠٠٠٠٠١", "digits beyond ASCII"),
            ("CUST0000000x", "more than digits after CUST"),
            ("17", "does not begin with CUST"),
        ] {
            assert_eq!(no_id(text.as_bytes()), reason, "{text}");
        }
    }

    #[test]
    fn dates_and_values_are_told_what_is_wrong_with_them() {
        assert_eq!(no_day(b"2023-02-30"), "no such day");
        assert_eq!(no_day(b"2023-02-03 00:00:00"), "a time behind the date");
        assert_eq!(no_day(b"2023-02-03 "), "white space around it");
        assert_eq!(no_day(b" 2023-02-03"), "white space around it");
        for (text, form) in [
            ("02/03/2023", "M/D/YYYY or D/M/YYYY"),
            ("11/15/2023", "M/D/YYYY"),
            ("15/11/2023", "D/M/YYYY"),
            ("10.10.2021", "D.M.YYYY"),
            ("1-2-2021", "D-M-YYYY"),
            ("5-Nov-23", "with the month's name"),
            ("November 5, 2023", "with the month's name"),
            ("11/5/23 0:00", "M/D/YY or D/M/YY"),
        ] {
            assert_eq!(
                no_day(text.as_bytes()),
                format!("a date as a spreadsheet shows it, {form}")
            );
        }
        assert_eq!(no_day(b"45235"), "a spreadsheet's number of a day, 2023-11-05");
        assert_eq!(no_day(b"20231105"), "YYYYMMDD instead of YYYY-MM-DD");
        assert_eq!(no_day(b"23-01-01"), "not YYYY-MM-DD");
        assert_eq!(no_day(b"soon"), "not YYYY-MM-DD");
        assert_eq!(nearly(b"premium", ["Standard", "Premium"]), Some("in another case"));
        assert_eq!(nearly(b"Premium ", ["Standard", "Premium"]), Some("white space around it"));
        assert_eq!(nearly(b"Gold", ["Standard", "Premium"]), None);
    }
}
