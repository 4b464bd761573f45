//! The month of the day that was read last: most rows are of the same.

use crate::check::values::days_of_month;
use crate::date::Date;

/// A month of some year.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Month {
    /// `YYYY-MM-` as a number.
    text: u64,
    /// The day before its first, in days since 1970-01-01.
    before: i32,
    /// How many days it has in every year.
    days: u8,
}

impl Month {
    /// The month of a day that was read from this text: which month of the year, and which day of it.
    pub(super) fn of(text: &[u8], date: Date, (month, day): (u32, u32)) -> Month {
        let text = text.first_chunk().map_or(0, |text| u64::from_le_bytes(*text));
        let before = date.unix_days() - day.cast_signed();
        Month { text, before, days: days_of_month(month) as u8 }
    }

    /// The day that `YYYY-MM-` and two digits name, and 0 if it is one of this month; otherwise another number. 29
    /// February is none.
    #[inline]
    #[allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]
    pub(super) fn day_in(self, text: u64, digits: [u8; 2]) -> (Date, u64) {
        let [tens, ones] = digits.map(|digit| digit.wrapping_sub(b'0'));
        let day = tens.wrapping_mul(10).wrapping_add(ones);
        let is_day = (tens < 10) & (ones < 10) & (day.wrapping_sub(1) < self.days);
        (Date::from_unix_days(self.before + i32::from(day)), text ^ self.text | u64::from(!is_day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_month() {
        let text = |text: &[u8; 8]| u64::from_le_bytes(*text);
        let date: Date = "2024-02-07".parse().unwrap();
        let month = Month::of(b"2024-02-07", date, (2, 7));
        for day in 0..=99_u8 {
            let digits = [b'0' + day / 10, b'0' + day % 10];
            let (found, amiss) = month.day_in(text(b"2024-02-"), digits);
            assert_eq!(amiss == 0, (1..=28).contains(&day), "{day}");
            assert!(amiss != 0 || found.unix_days() == date.unix_days() - 7 + i32::from(day));
            assert_ne!(month.day_in(text(b"2024-03-"), digits).1, 0);
        }
        for digits in [*b"0x", *b"x0", *b"1:", *b" 7", *b"-1"] {
            assert_ne!(month.day_in(text(b"2024-02-"), digits).1, 0);
        }
        assert_ne!(Month::default().day_in(0, *b"01").1, 0);
    }
}
