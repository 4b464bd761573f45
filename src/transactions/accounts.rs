//! What has to be known of the customers of a block to make their transactions.

use crate::customers::v2::{Customer, RowGenerator};
use crate::date::Date;
use crate::plan::BLOCK_ROWS;
use crate::recipe::{PERIOD_DAYS, Recipe, SEGMENTS, WHOLE};

/// A customer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Account {
    /// The customer, counted from 1.
    pub(super) number: u32,
    /// Position in [`Segment::ALL`](crate::recipe::Segment::ALL).
    pub(super) segment: usize,
    /// Whether a decline is gradual.
    pub(super) gradual: bool,
    /// Whether the customer behaves half like one of another segment.
    pub(super) blended: bool,
    /// How many periods before the last the account was opened, and on how many days it was open in that one;
    /// nothing if it was opened after the last.
    pub(super) opened: Option<Opened>,
}

/// When an account was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opened {
    /// How many periods before the last.
    pub(super) before_last: u32,
    /// On how many days of that period it was open, 1 to [`PERIOD_DAYS`].
    pub(super) days: u32,
}

impl Opened {
    /// An account opened on this day, if the last period has a day for it.
    fn of(opened: Date, as_of: Date) -> Option<Opened> {
        let age = u32::try_from(as_of.unix_days() - opened.unix_days()).ok()?;
        let before_last = age.checked_sub(1)? / PERIOD_DAYS;
        Some(Opened { before_last, days: age - before_last * PERIOD_DAYS })
    }
}

/// Draws the accounts of one recipe.
#[derive(Clone, Debug)]
pub(super) struct Accounts {
    rows: RowGenerator,
    as_of: Date,
    weights: [u16; SEGMENTS],
    overlap: u16,
}

impl Accounts {
    /// The accounts of `recipe`.
    pub(super) fn new(recipe: &Recipe) -> Accounts {
        let parameters = recipe.parameters();
        Accounts {
            rows: RowGenerator::new(recipe),
            as_of: parameters.as_of,
            weights: parameters.weights,
            overlap: parameters.spending.overlap,
        }
    }

    /// The accounts of a block, counted from 0.
    pub(super) fn block(&self, block: u32) -> Vec<Account> {
        // Blocks before this one hold exactly their share of every segment.
        let mut before = self.weights.map(|weight| u64::from(block) * u64::from(weight));
        let mut accounts = Vec::with_capacity(BLOCK_ROWS as usize);
        self.rows.block(block, |customer: &Customer| {
            let segment = customer.standing.segment;
            let share = |rows: u64| rows * u64::from(self.overlap) / u64::from(WHOLE);
            let blended = share(before[segment] + 1) > share(before[segment]);
            before[segment] += 1;
            accounts.push(Account {
                number: customer.number,
                segment,
                gradual: customer.standing.gradual,
                blended,
                opened: Opened::of(self.rows.opened(customer), self.as_of),
            });
        });
        accounts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_counted_back_from_the_day_before() {
        let as_of: Date = "2026-11-23".parse().unwrap();
        let opened = |days: u32| {
            let Opened { before_last, days } = Opened::of(as_of.minus_days(days), as_of)?;
            Some((before_last, days))
        };
        assert_eq!([0, 1, 30, 31].map(opened), [None, Some((0, 1)), Some((0, 30)), Some((1, 1))]);
        assert_eq!([100, 175].map(opened), [Some((3, 10)), Some((5, 25))]);
        assert_eq!(Opened::of(as_of.plus_days(1), as_of), None);
    }
}
