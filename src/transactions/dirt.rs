//! Labelled dirt of transactions: which customers of a recipe have a fault in one of theirs, what stands there then,
//! and what a validation must find of it. Clean rows come in as bytes; how they were made stays outside.
//!
//! A customer has one fault at most, so that no fault hides another. `draws` say who has which, `values` are
//! what stands there, and a [`Tally`] counts what was injected and what is found of it.

mod draws;
mod tally;
mod values;

pub(super) use draws::{Draw, Spoiler};
pub use tally::Tally;

use super::schema::Field;
use crate::dirt::Injected;
use crate::findings::Rule;
use crate::recipe::FaultKind;

/// A fault in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injection {
    /// The row, counted from 1 in what was made together: how many rows come before a partition is not known when
    /// it is made.
    pub row: u64,
    /// The kind.
    pub flaw: FaultKind,
    /// The column.
    pub column: Field,
}

impl Injection {
    /// The same, behind so many rows.
    #[must_use]
    pub const fn behind(self, rows: u64) -> Injection {
        Injection { row: self.row + rows, ..self }
    }
}

impl Injected for Injection {
    fn row(&self) -> u64 {
        self.row
    }

    fn kind(&self) -> FaultKind {
        self.flaw
    }

    fn column(&self) -> Option<&'static str> {
        Some(self.column.name())
    }

    fn rules(&self) -> &'static [Rule] {
        match self.flaw {
            FaultKind::OrphanTransaction => &[Rule::CustomerExists],
            FaultKind::DuplicateTransactionId => &[Rule::TransactionIdUnique],
            FaultKind::TransactionIdOfAnother => &[Rule::TransactionOwner],
            FaultKind::FutureTransaction => &[Rule::TransactionWindow],
            FaultKind::AmountNotPositive => &[Rule::AmountRange],
            FaultKind::AmountOfThreeDecimals => &[Rule::AmountFormat],
            FaultKind::UnknownCategory => &[Rule::CategoryKnown],
            FaultKind::MerchantOfAnotherCategory => &[Rule::MerchantOfCategory],
            FaultKind::UnknownChannel => &[Rule::ChannelKnown],
            FaultKind::TransactionOutOfOrder => &[Rule::TransactionOrder],
            FaultKind::TransactionBeforeOpening => &[Rule::TransactionAfterOpening],
            // Of customers.
            _ => &[],
        }
    }
}
