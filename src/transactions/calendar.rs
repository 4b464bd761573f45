//! The periods of a recipe, and how often each of their days has payments.

use super::declared::{MONTHS, WEEKDAYS};
use crate::date::Date;
use crate::draw::{Alias, Half};
use crate::encode::Slot;
use crate::recipe::PERIOD_DAYS;

/// The periods of a recipe, in their order: the last ends the day before `as_of`.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    periods: Box<[Period]>,
    /// The first day, counted from 1970-01-01.
    pub(super) first: i32,
    /// `2026-11-23,` for every day of the window.
    pub(super) written: Box<[Slot<16>]>,
}

/// The days of a period.
#[derive(Clone, Debug)]
struct Period {
    days: Alias,
    /// How much all days up to each weigh.
    up_to: [u32; PERIOD_DAYS as usize],
}

impl Calendar {
    /// So many periods before this day.
    pub(super) fn new(as_of: Date, months: u32) -> Calendar {
        let first = as_of.minus_days(months * PERIOD_DAYS);
        let day = |day: u32| first.plus_days(day);
        let period = |period: u32| {
            let weights: Vec<u32> =
                (0..PERIOD_DAYS).map(|of| weight(day(period * PERIOD_DAYS + of))).collect();
            let mut sum = 0;
            let up_to = std::array::from_fn(|of| {
                sum += weights[of];
                sum
            });
            let weights: Vec<u64> = weights.into_iter().map(u64::from).collect();
            Period { days: Alias::new(&weights), up_to }
        };
        Calendar {
            first: first.unix_days(),
            periods: (0..months).map(period).collect(),
            written: (0..months * PERIOD_DAYS)
                .map(|of| Slot::new(&[&day(of).iso(), b","]))
                .collect(),
        }
    }

    /// A day of a period, counted from its first, of which only the last `open` count.
    #[inline]
    pub(super) fn draw(&self, period: u32, open: u32, mut half: Half) -> u32 {
        let period = &self.periods[period as usize];
        if open == PERIOD_DAYS {
            return period.days.pick(half);
        }
        let closed = (PERIOD_DAYS - open) as usize;
        let before = if closed == 0 { 0 } else { period.up_to[closed - 1] };
        let pick = before + half.take(period.up_to[PERIOD_DAYS as usize - 1] - before);
        period.up_to.iter().map(|&up_to| u32::from(pick >= up_to)).sum()
    }
}

/// How often a day has payments.
fn weight(day: Date) -> u32 {
    // 1 January 1970 was a Thursday.
    let weekday = (day.unix_days() + 3).rem_euclid(7);
    let (_, month, _) = day.civil();
    WEEKDAYS[weekday.unsigned_abs() as usize] * MONTHS[usize::from(month) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let weight = |text: &str| weight(text.parse().unwrap());
        assert_eq!(weight("2026-11-23"), 9 * 108, "a Monday in November");
        assert_eq!(weight("2026-12-26"), 16 * 115, "a Saturday in December");
        assert_eq!(weight("1900-01-01"), 9 * 90, "a Monday in January");
    }

    #[test]
    fn only_open_days_have_payments() {
        let calendar = Calendar::new("2026-11-23".parse().unwrap(), 2);
        let mut words = Stream::new(2, 1, Purpose::Transactions, 1);
        for open in 1..=PERIOD_DAYS {
            let days: Vec<u32> =
                (0..500).map(|_| calendar.draw(1, open, words.word().halves().0)).collect();
            let closed = PERIOD_DAYS - open;
            assert_eq!(days.iter().min(), Some(&closed));
            assert_eq!(days.iter().max(), Some(&(PERIOD_DAYS - 1)));
        }
    }
}
