//! Calendar dates as a count of days, and nothing of clocks or time zones.
//!
//! The two conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`
//! (<https://howardhinnant.github.io/date_algorithms.html>), exact for the proleptic
//! Gregorian calendar.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A day of the proleptic Gregorian calendar, in the years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i32,
}

/// The text is not a date `YYYY-MM-DD` that the calendar has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a date of the form YYYY-MM-DD that the calendar has")]
pub struct NotADate;

impl Date {
    /// The first day that an account may have been opened on.
    pub const EARLIEST: Date = Date { days: days_from_civil(1900, 1, 1) };
    /// The last day that four digits for the year can write.
    pub const LATEST: Date = Date { days: days_from_civil(9999, 12, 31) };

    /// The day `year-month-day`, if the calendar has it.
    #[must_use]
    pub const fn from_civil(year: u16, month: u8, day: u8) -> Option<Date> {
        if year > 9999 || month == 0 || month > 12 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Date { days: days_from_civil(year as i32, month as i32, day as i32) })
    }

    /// The day that is `days` after 1970-01-01.
    #[must_use]
    pub const fn from_unix_days(days: i32) -> Date {
        Date { days }
    }

    /// How many days after 1970-01-01 this is; negative before.
    #[must_use]
    pub const fn unix_days(self) -> i32 {
        self.days
    }

    /// The day `days` days earlier.
    #[must_use]
    pub const fn minus_days(self, days: u32) -> Date {
        Date { days: self.days - days.cast_signed() }
    }

    /// The day `days` days later.
    #[must_use]
    pub const fn plus_days(self, days: u32) -> Date {
        Date { days: self.days + days.cast_signed() }
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    #[allow(clippy::cast_sign_loss, reason = "years 0 to 9999, months and days are positive")]
    pub const fn civil(self) -> (u16, u8, u8) {
        let shifted = self.days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i32;
        (year as u16, month as u8, day as u8)
    }

    /// The ten characters `YYYY-MM-DD`.
    #[must_use]
    pub const fn iso(self) -> [u8; 10] {
        let (year, month, day) = self.civil();
        [
            b'0' + (year / 1000 % 10) as u8,
            b'0' + (year / 100 % 10) as u8,
            b'0' + (year / 10 % 10) as u8,
            b'0' + (year % 10) as u8,
            b'-',
            b'0' + month / 10,
            b'0' + month % 10,
            b'-',
            b'0' + day / 10,
            b'0' + day % 10,
        ]
    }

    /// Reads the ten bytes `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`NotADate`] for any other shape and for a day that the calendar does not have.
    pub fn parse(text: &[u8]) -> Result<Date, NotADate> {
        let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
            return Err(NotADate);
        };
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(NotADate);
        }
        let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|digit| digit - b'0');
        let year = u16::from(y1) * 1000 + u16::from(y2) * 100 + u16::from(y3) * 10 + u16::from(y4);
        Date::from_civil(year, m1 * 10 + m2, d1 * 10 + d2).ok_or(NotADate)
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        Date::parse(text.as_bytes())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

const fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_survives_the_round_trip() {
        let first = Date::from_civil(0, 1, 1).unwrap().unix_days();
        let mut previous = None;
        for days in first..=Date::LATEST.unix_days() {
            let date = Date::from_unix_days(days);
            let civil @ (year, month, day) = date.civil();
            assert_eq!(Date::from_civil(year, month, day), Some(date));
            assert!(previous < Some(civil));
            previous = Some(civil);
        }
        assert_eq!(previous, Some((9999, 12, 31)));
    }

    #[test]
    fn iso_text_and_display_agree() {
        for text in ["1900-01-01", "2000-02-29", "2026-11-23", "9999-12-31"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            assert_eq!(date.iso(), text.as_bytes());
        }
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-04-31",
            "2024-13-01",
            "2024-00-10",
            "2024-01-00",
            "2024-1-01",
            "24-01-01",
            "2024/01/01",
            "2024-01-011",
            " 2024-01-01",
            "",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NotADate), "{text}");
        }
    }
}
