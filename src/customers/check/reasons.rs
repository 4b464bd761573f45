//! Why a value is not what it should be, in words: looked for only once it is known to be wrong.

/// Why `text` is no whole number as the contract writes it. Nothing if it is one.
pub(super) fn no_whole_number(text: &[u8]) -> &'static str {
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
pub(super) fn no_id(text: &[u8]) -> &'static str {
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

/// Why `text` is no day of the calendar.
pub(super) fn no_day(text: &[u8]) -> &'static str {
    let shape = |byte: &u8| if byte.is_ascii_digit() { b'0' } else { *byte };
    let shaped: Vec<u8> = text.iter().map(shape).collect();
    match &shaped[..] {
        _ if text.trim_ascii() != text => "white space around it",
        b"0000-00-00" => "no such day",
        [b'0', b'0', b'0', b'0', b'-', b'0', b'0', b'-', b'0', b'0', b'T' | b' ', ..] => {
            "a time behind the date"
        }
        _ => "not YYYY-MM-DD",
    }
}

/// Why `text` is none of `known`, if it nearly is one.
pub(super) fn nearly<'a>(
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
        assert_eq!(no_day(b"02/03/2023"), "not YYYY-MM-DD");
        assert_eq!(nearly(b"premium", ["Standard", "Premium"]), Some("in another case"));
        assert_eq!(nearly(b"Premium ", ["Standard", "Premium"]), Some("white space around it"));
        assert_eq!(nearly(b"Gold", ["Standard", "Premium"]), None);
    }
}
