//! The customer whose rows pass: what they come to, and what they show together once all have passed.

use super::bounds::{Bounds, Range};
use super::checker::Desk;
use super::customers::Account;
use crate::date::Date;
use crate::findings::{Example, Rule};
use crate::number::thousands;
use crate::recipe::{PERIOD_DAYS, Segment, Spending};
use crate::transactions::statistics::Cell;
use crate::transactions::values::{CATEGORIES, is_necessity, is_travel};

/// The most periods that a recipe has.
const MOST_PERIODS: usize = Spending::MONTHS.max as usize;

/// Numbers of transactions, one bit each.
const WORDS: usize = 10_000_usize.div_ceil(64);

/// From how many periods on the five rules can be asked.
pub(crate) const MONTHS_TO_TELL: usize = 6;

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
    line: u64,
    /// Whether a row broke a rule, so that nothing is asked of them all.
    pub(super) is_faulty: bool,
    pub(super) last_date: Date,
    pub(super) last_number: u32,
    /// The numbers that were there.
    seen: [u64; WORDS],
    /// How many there were.
    numbers: u32,
    spent: Spent,
}

/// What somebody's rows come to.
#[derive(Clone, Copy, Debug)]
struct Spent {
    /// The first day; the last of all if there is none.
    first: Date,
    periods: [Cell; MOST_PERIODS],
    /// By category; those of none that is known behind them.
    categories: [Cell; CATEGORIES + 1],
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

impl Desk {
    /// Holds a customer who has passed against what the rows should show together.
    pub(super) fn judge(&mut self, passing: &Passing) {
        let account = &passing.account;
        let segment = account.segment.map(usize::from);
        self.statistics.customers += 1;
        for (category, paid) in passing.spent.categories[..CATEGORIES].iter().enumerate() {
            self.statistics.category(category, segment, *paid);
        }
        if !passing.is_faulty && passing.numbers != passing.last_number {
            let [missing, all] =
                [passing.last_number - passing.numbers, passing.last_number].map(u64::from);
            self.whole(passing, Rule::TransactionsComplete, || {
                format!("{} missing of {}", thousands(missing), thousands(all))
            });
        }
        let Some(segment) = segment else { return };
        let Some(bounds) = self.bounds.take() else { return };
        let months = bounds.months();
        let periods = &passing.spent.periods[..months];
        self.statistics.periods(segment, periods);
        if months >= MONTHS_TO_TELL {
            let found = passing.spent.segment(months, bounds.window().1.plus_days(1));
            self.statistics.matrix[segment][found as usize] += 1;
        }
        if !passing.is_faulty && account.opened.is_some() {
            self.judge_periods(passing, &bounds, segment);
        }
        self.bounds = Some(bounds);
    }

    /// Holds the payments and the dollars of every period against those of the segment.
    fn judge_periods(&mut self, passing: &Passing, bounds: &Bounds, segment: usize) {
        let (mut payments, mut dollars) = (None, None);
        for (period, cell) in passing.spent.periods[..bounds.months()].iter().enumerate() {
            let may = bounds.of_period(segment, &passing.account, period);
            // Every payment has a dollar.
            let least = cell.rows * 100;
            let cents = (may.cents.0.max(least), may.cents.1.max(least));
            let is_within = |(least, most): Range, number| least <= number && number <= most;
            if !is_within(may.payments, cell.rows) {
                payments.get_or_insert((period, cell.rows, may.payments));
            } else if !is_within(cents, cell.cents) {
                dollars.get_or_insert((period, cell.cents, cents));
            }
        }
        let name = Segment::ALL[segment].name();
        if let Some((period, rows, (least, most))) = payments {
            self.whole(passing, Rule::PeriodPayments, || {
                let [rows, least, most] = [rows, least, most].map(thousands);
                format!("{rows} in month {} instead of {least} to {most}, as {name}", period + 1)
            });
        }
        if let Some((period, cents, (least, most))) = dollars {
            self.whole(passing, Rule::PeriodDollars, || {
                let [cents, least, most] = [cents, least, most].map(dollars_and_cents);
                format!("{cents} in month {} instead of {least} to {most}, as {name}", period + 1)
            });
        }
    }

    /// All rows of a customer together break a rule.
    fn whole(&mut self, passing: &Passing, rule: Rule, reason: impl FnOnce() -> String) {
        self.findings.add(rule, || Example {
            line: passing.line,
            column: String::new(),
            value: format!("CUST{:08}", passing.number),
            reason: reason(),
        });
    }
}

fn dollars_and_cents(cents: u64) -> String {
    format!("${}.{:02}", thousands(cents / 100), cents % 100)
}

impl Spent {
    /// The segment that the rows show, by five rules in their order; the reference's.
    fn segment(&self, periods: usize, as_of: Date) -> Segment {
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
