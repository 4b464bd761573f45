//! What the rows of a customer show together, once all have passed.

use super::bounds::{Bounds, Range};
use super::desk::Desk;
use super::passing::Passing;
use crate::findings::{Example, Rule};
use crate::number::thousands;
use crate::recipe::Segment;
use crate::transactions::values::CATEGORIES;

/// From how many periods on the five rules can be asked.
const MONTHS_TO_TELL: usize = 6;

impl Desk {
    /// The whole of the last customer has passed.
    pub(super) fn pass(&mut self) {
        if let Some(passing) = self.passing.take() {
            self.judge(&passing);
        }
    }

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
