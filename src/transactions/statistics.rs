//! What transactions hold: counts and cents that merge exactly, and their summary for people.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

mod summary;

use serde::{Deserialize, Serialize};

pub use self::summary::{AmountRange, Matrix, Month, SegmentSpending, Share, Summary};
use super::values::{CATEGORIES, CHANNELS, STATUSES};
use crate::customers::check::Criteria;
use crate::date::Date;
use crate::recipe::SEGMENTS;
use crate::statistics::add_all;

/// Of customers of no known segment, what they spend is counted behind the segments'.
const ANY_SEGMENT: usize = SEGMENTS + 1;

/// From how many dollars on each class of amounts is, in cents; the last has no end.
const CLASSES: [u64; 11] =
    [100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];

/// The class of an amount.
///
/// No two classes begin between a power of two and the next, so of the amounts of as many bits some are of one class
/// and the others of the next.
#[inline]
const fn class_of(cents: u64) -> usize {
    const BITS: usize = 1 + u64::BITS as usize;
    /// By number of bits the class of the smallest amount, and the largest amount of that class.
    const OF_BITS: [(usize, u64); BITS] = {
        let mut of_bits = [(0, u64::MAX); BITS];
        let (mut bits, mut class) = (1, 0);
        while bits < BITS {
            let least = 1 << (bits - 1);
            while class + 1 < CLASSES.len() && CLASSES[class + 1] <= least {
                class += 1;
            }
            let most = if class + 1 < CLASSES.len() { CLASSES[class + 1] - 1 } else { u64::MAX };
            assert!(class + 2 >= CLASSES.len() || CLASSES[class + 2] / 2 >= least);
            of_bits[bits] = (class, most);
            bits += 1;
        }
        of_bits
    };
    let (class, most) = OF_BITS[(u64::BITS - cents.leading_zeros()) as usize];
    class + (cents > most) as usize
}

/// Rows and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cell {
    pub(crate) rows: u64,
    pub(crate) cents: u64,
}

impl Cell {
    pub(crate) fn add(&mut self, other: Cell) {
        self.rows += other.rows;
        self.cents += other.cents;
    }
}

/// What a segment's customers spend in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PeriodCell {
    /// Those with a payment in it.
    customers: u64,
    spent: Cell,
}

/// Counts of some rows of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Statistics {
    /// How many rows there are, readable or not.
    pub(crate) rows: u64,
    /// How many customers have passed.
    pub(crate) customers: u64,
    /// By period and segment; none without a known day.
    periods: Vec<[PeriodCell; SEGMENTS]>,
    /// By category and segment.
    categories: [[Cell; ANY_SEGMENT]; CATEGORIES],
    pub(crate) channels: [u64; CHANNELS.len()],
    pub(crate) statuses: [u64; STATUSES.len()],
    /// From Monday on.
    pub(crate) weekdays: [u64; 7],
    amounts: [u64; CLASSES.len()],
    /// How many amounts, what they come to; the smallest and the largest, the wrong way round if there are none.
    spent: Cell,
    range: (u64, u64),
    /// Customers by the segment they have, and by the one that the five rules find.
    pub(crate) matrix: [[u64; SEGMENTS]; SEGMENTS],
}

impl Statistics {
    /// Of no rows yet of a file that is held against these criteria.
    pub(crate) fn of(criteria: &Criteria) -> Statistics {
        let months = criteria.recipe.parameters().spending.months;
        Statistics::nothing(if criteria.dated { months as usize } else { 0 })
    }

    fn nothing(months: usize) -> Statistics {
        Statistics {
            rows: 0,
            customers: 0,
            periods: vec![[PeriodCell::default(); SEGMENTS]; months],
            categories: [[Cell::default(); ANY_SEGMENT]; CATEGORIES],
            channels: [0; CHANNELS.len()],
            statuses: [0; STATUSES.len()],
            weekdays: [0; 7],
            amounts: [0; CLASSES.len()],
            spent: Cell::default(),
            range: (u64::MAX, 0),
            matrix: [[0; SEGMENTS]; SEGMENTS],
        }
    }

    /// What there is, and nothing is left.
    pub(crate) fn take(&mut self) -> Statistics {
        let nothing = Statistics::nothing(self.periods.len());
        std::mem::replace(self, nothing)
    }

    /// Counts a day.
    #[inline]
    pub(crate) fn day(&mut self, date: Date) {
        // 1 January 1970 was a Thursday; whole weeks keep days before it from being negative.
        const WEEKS: i32 = 7 * 200_000;
        let weekday = (date.unix_days() + 3 + WEEKS).cast_unsigned() % 7;
        self.weekdays[weekday as usize] += 1;
    }

    /// Counts an amount.
    #[inline]
    pub(crate) fn amount(&mut self, cents: u64) {
        self.amounts[class_of(cents)] += 1;
        self.spent.add(Cell { rows: 1, cents });
        self.range = (self.range.0.min(cents), self.range.1.max(cents));
    }

    /// Counts what somebody of a segment, or of none that is known, paid in a category.
    pub(crate) fn category(&mut self, category: usize, segment: Option<usize>, paid: Cell) {
        self.categories[category][segment.unwrap_or(SEGMENTS)].add(paid);
    }

    /// Counts what somebody of a segment spent in each period.
    pub(crate) fn periods(&mut self, segment: usize, periods: &[Cell]) {
        for (period, spent) in self.periods.iter_mut().zip(periods) {
            let period = &mut period[segment];
            period.customers += u64::from(spent.rows > 0);
            period.spent.add(*spent);
        }
    }

    /// Adds those of other rows.
    pub(crate) fn merge(&mut self, other: &Statistics) {
        self.rows += other.rows;
        self.customers += other.customers;
        for (mine, others) in self.periods.iter_mut().zip(&other.periods) {
            for (mine, other) in mine.iter_mut().zip(others) {
                mine.customers += other.customers;
                mine.spent.add(other.spent);
            }
        }
        for (mine, others) in self.categories.iter_mut().zip(&other.categories) {
            for (mine, other) in mine.iter_mut().zip(others) {
                mine.add(*other);
            }
        }
        add_all(&mut self.channels, &other.channels);
        add_all(&mut self.statuses, &other.statuses);
        add_all(&mut self.weekdays, &other.weekdays);
        add_all(&mut self.amounts, &other.amounts);
        self.spent.add(other.spent);
        let (least, most) = other.range;
        self.range = (self.range.0.min(least), self.range.1.max(most));
        for (mine, others) in self.matrix.iter_mut().zip(&other.matrix) {
            add_all(mine, others);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_of_the_class_that_they_reach() {
        let borders = CLASSES.iter().flat_map(|&from| [from - 1, from, from + 1]);
        for cents in (0..5_000).chain(borders).chain([1_000_000, 999_999_999_999, u64::MAX]) {
            let class = CLASSES[1..].iter().filter(|&&from| cents >= from).count();
            assert_eq!(class_of(cents), class, "{cents}");
        }
    }
}
