//! Numbers as people write and read them: one rule for options, fields of a form and links.
//!
//! - Segmint writes `1,234,567` and `12.5`, so a comma between groups of exactly three digits parts
//!   thousands in a whole number. Spaces of any kind, `_` and apostrophes do the same.
//! - A dot is a decimal mark and nothing else. `1.000` is no whole number: it may be one or a
//!   thousand. Nor is `0,500`, which is a half where the comma is for decimals.
//! - A share has one decimal at most, behind a dot or a comma: `12.5`, `12,5`, with `%` or without.
//!   It has no thousands, so its comma has one meaning only.
//! - Nothing else is left out or guessed: `1,5` and `50,00` are no whole numbers, nor is `50k`.

use std::cmp::Reverse;

/// Between groups of three digits, beside white space.
const GROUPING: [char; 4] = [',', '_', '\'', '\u{2019}'];

/// `1234567` as `1,234,567`.
#[must_use]
pub fn thousands(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number below 2^53 with so many decimals, three at the most, to the nearest and halves away from zero. Exact, as
/// JavaScript's `toFixed` is; Rust's own formatting of floats would bring 20 kB for it.
#[must_use]
pub fn fixed(number: f64, decimals: u32) -> String {
    let bits = number.to_bits();
    let (exponent, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let unit = 10_u64.pow(decimals);
    // The number is this, by the unit, times 2 to the power of `exponent - 1075`.
    let scaled = (fraction | (1 << 52)) * unit;
    let units = match exponent {
        1075 => scaled,
        // Of what is shown nothing is as large as 2^53.
        1076.. => u64::MAX,
        1012.. => {
            let below = 1075 - exponent;
            (scaled >> below) + ((scaled >> (below - 1)) & 1)
        }
        // Too small to be seen.
        _ => 0,
    };
    let sign = if number.is_sign_negative() { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{units}"),
        _ => format!("{sign}{}.{:02$}", units / unit, units % unit, decimals as usize),
    }
}

/// A whole number as people write it, if the type can hold it; see [`digits`].
#[cfg(feature = "cli")]
pub(crate) fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    digits(text)?.parse().ok()
}

/// The digits of a whole number, without what parts its thousands; nothing if the text is none. A
/// sign is none: `str::parse` would let one through.
pub(crate) fn digits(text: &str) -> Option<String> {
    let text = text.trim();
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(mark) = text.chars().find(|character| !character.is_ascii_digit()) else {
        return (!text.is_empty()).then(|| text.to_owned());
    };
    if !(GROUPING.contains(&mark) || mark.is_whitespace()) {
        return None;
    }
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0') && is_digits(first);
    let are_groups = groups.clone().all(|group| group.len() == 3 && is_digits(group));
    (is_first && are_groups).then(|| text.replace(mark, ""))
}

/// The digits of an amount of dollars: a whole number, perhaps with `$` before or behind it.
pub(crate) fn dollars(text: &str) -> Option<String> {
    let text = text.trim();
    digits(text.strip_prefix('$').or_else(|| text.strip_suffix('$')).unwrap_or(text))
}

/// Units and tenths of a share in percent, perhaps with `%` or `pct` behind it; nothing if the text
/// is none, or has more decimals.
pub(crate) fn units_and_tenths(text: &str) -> Option<(&str, u16)> {
    let text = text.trim();
    let text = text.strip_suffix('%').or_else(|| text.strip_suffix("pct")).unwrap_or(text);
    let text = text.trim_end();
    let (units, tenths) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let tenth = tenths.parse().ok().filter(|_| tenths.len() == 1 && is_digits(tenths))?;
    (!units.is_empty() && is_digits(units)).then_some((units, tenth))
}

/// A decimal number with exactly so many digits behind the point, without the point: `12.50` as 1250.
pub(crate) fn unscaled(value: &[u8], scale: u8) -> Option<i64> {
    let point = value.len().checked_sub(usize::from(scale) + 1)?;
    let (whole, fraction) = (&value[..point], value[point..].strip_prefix(b".")?);
    let is_decimal = is_plain_number(whole) && fraction.iter().all(u8::is_ascii_digit);
    let digits =
        is_decimal.then(|| [whole, fraction].concat()).filter(|digits| digits.len() <= 18)?;
    str::from_utf8(&digits).ok()?.parse().ok()
}

/// Whether a value is a whole number as JSON and SQL write one: no sign but a minus, no zeros before
/// it, and so few digits that JavaScript does not round it.
pub(crate) fn is_plain_number(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    let is_short = (1..=15).contains(&digits.len());
    is_short && digits.iter().all(u8::is_ascii_digit) && (digits[0] != b'0' || value == b"0")
}

/// The positions of these numbers, from the largest number to the smallest, and those of equal ones in
/// their order.
///
/// The one place where positions are sorted: every sort of another type or order is two kilobytes of
/// code.
pub(crate) fn descending(numbers: impl IntoIterator<Item = u64>) -> Vec<usize> {
    let mut order: Vec<(Reverse<u64>, usize)> =
        numbers.into_iter().enumerate().map(|(at, number)| (Reverse(number), at)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, at)| at).collect()
}

/// The first so many of [`descending`], without sorting the others.
pub(crate) fn largest(most: usize, numbers: impl IntoIterator<Item = u64>) -> Vec<usize> {
    let mut largest: Vec<(u64, usize)> = Vec::with_capacity(most + 1);
    for (at, number) in numbers.into_iter().enumerate() {
        if largest.len() < most || largest.last().is_some_and(|&(last, _)| last < number) {
            let place = largest.partition_point(|&(other, _)| other >= number);
            largest.insert(place, (number, at));
            largest.truncate(most);
        }
    }
    largest.into_iter().map(|(_, at)| at).collect()
}

/// Percentages in tenths, for people to see together: rounded so that those of a whole add up to exactly
/// 1,000, which each alone would not. All are rounded down, and those with the largest remainders up, in
/// order where these are equal.
#[expect(clippy::cast_sign_loss, reason = "no share is below zero")]
#[must_use]
pub fn tenths(percents: &[f64]) -> Vec<u32> {
    let exact: Vec<f64> = percents.iter().map(|percent| percent * 10.0).collect();
    let mut tenths: Vec<u32> = exact.iter().map(|exact| exact.floor() as u32).collect();
    let together = exact.iter().sum::<f64>().round() as u32;
    let missing = together.saturating_sub(tenths.iter().sum());
    // Of numbers that are not below zero the bits are in the order of the numbers.
    let by_remainder = descending(exact.iter().map(|exact| (exact - exact.floor()).to_bits()));
    for place in by_remainder.into_iter().take(missing as usize) {
        tenths[place] += 1;
    }
    tenths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_are_the_first_in_descending_order() {
        let numbers = [3, 9, 0, 9, 4, 4, 9, 1, 7];
        for most in 0..=numbers.len() + 1 {
            let all = descending(numbers);
            assert_eq!(largest(most, numbers), all[..most.min(all.len())], "{most}");
        }
    }

    #[test]
    fn decimals_are_those_of_the_exact_number() {
        for (number, decimals, text) in [
            (0.0, 0, "0"),
            (0.5, 0, "1"),
            (2.5, 0, "3"),
            (1.45, 1, "1.4"),
            (8.345, 2, "8.35"),
            (1.005, 2, "1.00"),
            (0.000_000_1, 3, "0.000"),
            (5e-324, 2, "0.00"),
            (99.995, 2, "100.00"),
            (12_345_678.9, 2, "12345678.90"),
            (9_007_199_254_740_991.0, 0, "9007199254740991"),
            (-0.25, 1, "-0.3"),
        ] {
            assert_eq!(fixed(number, decimals), text, "{number} with {decimals}");
        }
        // Rust's own formatting is exact, too, and rounds halves to even: none of these is one.
        for number in (1..2_000_u32).map(|number| f64::from(number) / 7.0) {
            assert_eq!(fixed(number, 3), format!("{number:.3}"));
        }
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        let numbers = [0, 12, 123, 1_234, 123_456, 1_234_567, u64::MAX];
        assert_eq!(
            numbers.map(thousands),
            ["0", "12", "123", "1,234", "123,456", "1,234,567", "18,446,744,073,709,551,615"]
        );
    }

    #[test]
    fn whole_numbers_are_read_as_people_write_them() {
        for (text, read) in [
            ("0", "0"),
            ("007", "007"),
            (" 42 ", "42"),
            ("1,500", "1500"),
            ("18,446,744,073,709,551,615", "18446744073709551615"),
            ("1 000", "1000"),
            ("50\u{a0}000", "50000"),
            ("50\u{202f}000", "50000"),
            ("1\u{2009}000\u{2009}000", "1000000"),
            ("1_000", "1000"),
            ("1'000", "1000"),
            ("1\u{2019}000", "1000"),
            ("\u{a0}7\u{202f}", "7"),
        ] {
            assert_eq!(digits(text).as_deref(), Some(read), "{text:?}");
        }
        for text in [
            "",
            " ",
            "1,5",
            "50,00",
            "1.5",
            "1.000",
            "1.000.000",
            "0,500",
            "1,0000",
            "1,000,00",
            "1,,000",
            ",000",
            "1,",
            "1 00",
            "4 2",
            "1,000 000",
            "1000,000",
            "1, 000",
            "$500",
            "-1",
            "+1",
            "1e3",
            "50k",
            "0x10",
            "\u{664}\u{662}",
            "1\u{a0}5",
            "NaN",
        ] {
            assert_eq!(digits(text), None, "{text:?}");
        }
    }

    #[test]
    fn dollars_may_have_their_sign() {
        for text in ["500", "$500", "$ 500", "500 $", " 500$ "] {
            assert_eq!(dollars(text).as_deref(), Some("500"), "{text:?}");
        }
        assert_eq!(dollars("$50,000").as_deref(), Some("50000"));
        for text in ["$", "$$5", "$5$", "$5.00", "5$0", "\u{20ac}5"] {
            assert_eq!(dollars(text), None, "{text:?}");
        }
    }

    #[test]
    fn shares_have_one_decimal_behind_a_dot_or_a_comma() {
        for (text, read) in [
            ("0", ("0", 0)),
            ("12.5", ("12", 5)),
            ("12,5", ("12", 5)),
            ("0,5 %", ("0", 5)),
            ("0.5%", ("0", 5)),
            ("0.5pct", ("0", 5)),
            ("100\u{a0}%", ("100", 0)),
            (" 7,0\u{202f}% ", ("7", 0)),
        ] {
            assert_eq!(units_and_tenths(text), Some(read), "{text:?}");
        }
        for text in [
            "", "%", ".5", ",5", "5.", "5,", "0.05", "1,500", "1.000", "-1", "+1", "1 5", "5%%",
            "5 % %",
        ] {
            assert_eq!(units_and_tenths(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_shares_of_a_whole_add_up_to_it() {
        let of = |parts: &[u32], whole: u32| {
            let percents = parts.iter().map(|&part| f64::from(part) * 100.0 / f64::from(whole));
            tenths(&percents.collect::<Vec<_>>())
        };
        assert_eq!(of(&[1, 1, 1], 3), [334, 333, 333]);
        // Each alone would be 16.7, all together 100.2.
        assert_eq!(of(&[2, 2, 2, 2, 2, 2], 12), [167, 167, 167, 167, 166, 166]);
        assert_eq!(of(&[1_505, 8_495], 10_000), [151, 849]);
        assert_eq!(of(&[1_996, 2_996, 5_008], 10_000), [200, 299, 501]);
        assert_eq!(of(&[0, 7], 7), [0, 1000]);
        assert_eq!(of(&[1, 1], 3), [334, 333], "a part of a whole");
        assert_eq!(tenths(&[0.0, 0.0]), [0, 0]);
        assert!(tenths(&[]).is_empty());
    }
}
