//! What the text of a field means: ids, whole numbers, days, values that are missing.

use crate::preview_value::is_invisible;

/// The number of an id `CUST########`.
#[inline]
pub(crate) fn id_number(text: &[u8]) -> Option<u32> {
    let &[b'C', b'U', b'S', b'T', ref digits @ ..] = text else { return None };
    eight_digits(digits.try_into().ok()?)
}

/// The number that eight digits write.
#[inline]
pub(crate) fn eight_digits(text: [u8; 8]) -> Option<u32> {
    let word = u64::from_le_bytes(text) ^ ZEROS;
    (beyond_digits(word) == 0).then(|| from_pairs(pairs(word)))
}

/// Eight zeros as text.
pub(crate) const ZEROS: u64 = EVERY_BYTE * 0x30;

const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;

/// 0 if all eight bytes are the values of digits, the first digit in the lowest byte; otherwise another number.
#[inline]
pub(crate) const fn beyond_digits(word: u64) -> u64 {
    // The high half of a digit is 0, and stays 0 when 6 is added.
    (word | word.wrapping_add(EVERY_BYTE * 6)) & (EVERY_BYTE * 0xf0)
}

/// The numbers below 100 that pairs of digits write, side by side in 16 bits each.
#[inline]
pub(crate) const fn pairs(digits: u64) -> u64 {
    digits.wrapping_mul(10 * 0x100 + 1) >> 8 & 0x00ff_00ff_00ff_00ff
}

/// The number that four such pairs write.
#[inline]
pub(crate) const fn from_pairs(pairs: u64) -> u32 {
    let fours = pairs.wrapping_mul(100 * 0x1_0000 + 1) >> 16 & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000 * 0x1_0000_0000 + 1) >> 32) as u32
}

/// A whole number as the contract writes it: digits, no sign, no leading zeros, at most
/// 4,294,967,295.
#[inline]
pub(crate) fn whole_number(text: &[u8]) -> Option<u32> {
    match text {
        // Most ages.
        [tens @ b'1'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
        }
        // Most credit limits.
        [b'1'..=b'9', _, _, _] => four_digits(text.try_into().ok()?),
        [first @ .., last] if first.len() == 4 && matches!(first, [b'1'..=b'9', ..]) => {
            let first = four_digits(first.try_into().ok()?)?;
            last.is_ascii_digit().then(|| first * 10 + u32::from(last - b'0'))
        }
        _ => other_whole_number(text),
    }
}

/// The number that four digits write, in the way of [`eight_digits`].
#[inline]
pub(crate) fn four_digits(text: [u8; 4]) -> Option<u32> {
    const EVERY_BYTE: u32 = 0x0101_0101;
    let word = u32::from_le_bytes(text);
    let high_halves = (word | word.wrapping_add(EVERY_BYTE * 6)) & (EVERY_BYTE * 0xf0);
    if high_halves != EVERY_BYTE * 0x30 || word & (EVERY_BYTE * 0xf0) != EVERY_BYTE * 0x30 {
        return None;
    }
    let pairs = (word - EVERY_BYTE * 0x30).wrapping_mul(10 * 0x100 + 1) >> 8 & 0x00ff_00ff;
    Some(pairs.wrapping_mul(100 * 0x1_0000 + 1) >> 16)
}

/// A whole number of any length.
fn other_whole_number(text: &[u8]) -> Option<u32> {
    let canonical = match text {
        [] => false,
        [b'0'] => true,
        [first, ..] => *first != b'0' && text.len() <= 10,
    };
    if !canonical {
        return None;
    }
    let (number, all_digits) = text.iter().fold((0, true), |(number, all_digits), &byte| {
        let digit = byte.wrapping_sub(b'0');
        (number * 10 + u64::from(digit), all_digits && digit < 10)
    });
    u32::try_from(number).ok().filter(|_| all_digits)
}

/// How many days every year has in a month; 0 of a number that is no month. Numbers are below 128.
#[inline]
pub(crate) const fn days_of_month(month: u32) -> u32 {
    const DAYS: [u8; 128] = {
        let mut days = [0; 128];
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut month = 0;
        while month < lengths.len() {
            days[month + 1] = lengths[month];
            month += 1;
        }
        days
    };
    DAYS[(month & 127) as usize] as u32
}

/// Year, month and day of a text `YYYY-MM-DD` that the calendar has.
#[inline]
pub(crate) fn calendar_day(text: &[u8]) -> Option<(u32, u32, u32)> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = eight_digits([y1, y2, y3, y4, m1, m2, d1, d2])?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let is_day = (1..=days_of_month(month)).contains(&day) || (month, day) == (2, 29) && leap;
    is_day.then_some((year, month, day))
}

/// Whether the text stands for no value in the forms of the contract: nothing, `NULL`, `null`, and `\\N`
/// of Postgres and MySQL.
#[inline]
pub(crate) fn is_missing(text: &[u8]) -> bool {
    matches!(text, b"" | b"NULL" | b"null" | br"\N")
}

/// Whether there is no value: [`is_missing`], or nothing that shows, as spaces of any kind.
pub(crate) fn stands_for_nothing(text: &[u8]) -> bool {
    let blank = |c: char| c.is_whitespace() || c.is_control() || is_invisible(c);
    is_missing(text) || str::from_utf8(text).is_ok_and(|text| text.chars().all(blank))
}

/// What databases, spreadsheets and programs write where there is no value, beside what counts as
/// missing. `Null` and `Nan` are names of people.
pub(crate) const PLACEHOLDERS: [&str; 56] = [
    // Databases and their tools.
    "(null)",
    "(NULL)",
    "[NULL]",
    "[null]",
    "<null>",
    "<NULL>",
    "nil",
    "NIL",
    "<nil>",
    "(nil)",
    // Spreadsheets.
    "#N/A",
    "#N/A N/A",
    "#NA",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "N/A",
    "n/a",
    "N.A.",
    "n.a.",
    "NA",
    "na",
    // Python, R and JavaScript.
    "None",
    "none",
    "NONE",
    "nan",
    "NaN",
    "NAN",
    "-nan",
    "-NaN",
    "<NA>",
    "NaT",
    "1.#IND",
    "1.#QNAN",
    "-1.#IND",
    "undefined",
    "[object Object]",
    // People.
    "-",
    "--",
    "---",
    "–",
    "—",
    "?",
    "??",
    "???",
    ".",
    "...",
    "*",
    "unknown",
    "UNKNOWN",
    "missing",
    "TBD",
    "XXX",
];

/// Whether the text is one of the usual placeholders for no value.
pub(crate) fn is_placeholder(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    PLACEHOLDERS.iter().any(|known| known.as_bytes() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;

    #[test]
    fn no_value_has_many_spellings() {
        for text in
            ["", "NULL", "null", r"\N", " ", "\t", "\u{a0}", "\u{3000}\u{2009}", "\u{200b}", "\r\n"]
        {
            assert!(stands_for_nothing(text.as_bytes()), "{text:?}");
        }
        for text in ["N/A", "None", "nan", "#N/A", "-", "?", " N/A ", "<NA>"] {
            assert!(
                is_placeholder(text.as_bytes()) && !stands_for_nothing(text.as_bytes()),
                "{text}"
            );
        }
        for text in ["Null", "Nan", "Na", "Ann", "x"] {
            assert!(
                !is_placeholder(text.as_bytes()) && !stands_for_nothing(text.as_bytes()),
                "{text}"
            );
        }
    }

    #[test]
    fn ids_are_cust_and_eight_digits() {
        assert_eq!(id_number(b"CUST00000001"), Some(1));
        assert_eq!(id_number(b"CUST99999999"), Some(99_999_999));
        for text in
            ["CUST0000001", "CUST000000001", "cust00000001", "CUST0000000x", "CUST+0000001", ""]
        {
            assert_eq!(id_number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_canonical() {
        assert_eq!(whole_number(b"0"), Some(0));
        assert_eq!(whole_number(b"1000000000"), Some(1_000_000_000));
        assert_eq!(whole_number(b"4294967295"), Some(u32::MAX));
        for number in (0..12_000).chain([54_321, 99_999, 100_000, 123_456_789]) {
            assert_eq!(whole_number(number.to_string().as_bytes()), Some(number));
        }
        for text in [
            "4x", "x4", "04", "12x4", "x234", "0123", "1234x", "x2345", "01234", "12 45", "1,23",
            "12,345",
        ] {
            assert_eq!(whole_number(text.as_bytes()), None, "{text}");
        }
        for text in
            ["", "4294967296", "99999999999", "007", "00", "+5", "-5", "5.0", "5e3", " 5", "5 "]
        {
            assert_eq!(whole_number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn calendar_days_agree_with_the_calendar() {
        for year in [1899, 1900, 2000, 2023, 2024] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    let expected = text.parse::<Date>().ok().map(|_| (year, month, day));
                    assert_eq!(calendar_day(text.as_bytes()), expected, "{text}");
                }
            }
        }
        assert_eq!(calendar_day(b"2024-1-01"), None);
        assert_eq!(calendar_day(b"2024-01-0a"), None);
    }
}
