//! The customer whose rows pass, and what they come to.

use super::customers::Account;
use crate::date::Date;
use crate::recipe::{PERIOD_DAYS, Segment, Spending};
use crate::transactions::statistics::Cell;
use crate::transactions::values::{CATEGORIES, is_necessity, is_travel};

/// The most periods that a recipe has.
const MOST_PERIODS: usize = Spending::MONTHS.max as usize;

/// Numbers of transactions, one bit each.
const WORDS: usize = 10_000_usize.div_ceil(64);

/// A customer some of whose rows have passed.
#[derive(Clone, Debug)]
pub(super) struct Passing {
    pub(super) number: u32,
    /// The id, as it is written.
    pub(super) id: String,
    /// Its eight digits, the first in the lowest byte.
    pub(super) digits: u64,
    pub(super) account: Account,
    /// The line of the first row.
    pub(super) line: u64,
    /// Whether a row broke a rule, so that nothing is asked of them all.
    pub(super) is_faulty: bool,
    pub(super) last_date: Date,
    pub(super) last_number: u32,
    /// The numbers that were there.
    seen: [u64; WORDS],
    /// How many there were.
    pub(super) numbers: u32,
    pub(super) spent: Spent,
}

/// What somebody's rows come to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spent {
    /// The first day; the last of all if there is none.
    first: Date,
    pub(super) periods: [Cell; MOST_PERIODS],
    /// By category; those of none that is known behind them.
    pub(super) categories: [Cell; CATEGORIES + 1],
}

impl Passing {
    pub(super) fn new(number: u32, account: Account, line: u64) -> Passing {
        let id = format!("CUST{number:08}");
        let digits = id.as_bytes().last_chunk().map_or(0, |digits| u64::from_le_bytes(*digits));
        Passing {
            number,
            id,
            digits,
            account,
            line,
            is_faulty: false,
            last_date: Date::EARLIEST,
            last_number: 0,
            seen: [0; WORDS],
            numbers: 0,
            spent: Spent {
                first: Date::LATEST,
                periods: [Cell::default(); MOST_PERIODS],
                categories: [Cell::default(); CATEGORIES + 1],
            },
        }
    }

    /// Notes the number of a transaction; whether it was not there before.
    #[inline]
    pub(super) fn see(&mut self, number: u32) -> bool {
        let (word, bit) = (&mut self.seen[number as usize / 64], 1 << (number % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        self.numbers += u32::from(is_new);
        is_new
    }

    /// Adds a payment; of a window that begins with `first`, if there is one.
    #[inline]
    pub(super) fn spend(
        &mut self,
        date: Date,
        cents: u64,
        category: Option<usize>,
        first: Option<Date>,
    ) {
        let spent = &mut self.spent;
        spent.first = spent.first.min(date);
        spent.categories[category.unwrap_or(CATEGORIES)].add(Cell { rows: 1, cents });
        if let Some(first) = first {
            let day = date.unix_days() - first.unix_days();
            let period = day.unsigned_abs() as usize / PERIOD_DAYS as usize;
            if let Some(period) = spent.periods.get_mut(period) {
                period.add(Cell { rows: 1, cents });
            }
        }
    }
}

impl Spent {
    /// The segment that the rows show, by five rules in their order; the reference's.
    pub(super) fn segment(&self, periods: usize, as_of: Date) -> Segment {
        let sum = |periods: std::ops::Range<usize>| -> u64 {
            self.periods[periods].iter().map(|period| period.cents).sum()
        };
        // 90 days are three periods.
        let (last, prior) = (sum(periods - 3..periods), sum(periods - 6..periods - 3));
        let months = |date: Date| {
            let (year, month, _) = date.civil();
            u32::from(year) * 12 + u32::from(month)
        };
        let months_since_first = months(as_of).saturating_sub(months(self.first));
        let dollars = |dollars: u64| dollars * 100;
        let all: u64 = self.categories.iter().map(|paid| paid.cents).sum();
        let of = |is_one: fn(usize) -> bool| -> u64 {
            let paid = self.categories.iter().enumerate();
            paid.filter(|(category, _)| is_one(*category)).map(|(_, paid)| paid.cents).sum()
        };
        if last >= 3 * dollars(5_000) && of(is_travel) * 4 >= all {
            Segment::HighValueTravelers
        } else if prior >= dollars(2_000) && last * 10 <= prior * 7 {
            Segment::Declining
        } else if months_since_first <= 6 && prior > 0 && last * 2 >= prior * 3 {
            Segment::NewAndGrowing
        } else if last < 3 * dollars(1_500) && of(is_necessity) * 5 >= all * 3 {
            Segment::BudgetConscious
        } else {
            Segment::StableMidSpenders
        }
    }
}
