//! What the labelled dirt of every table shares: how many customers of a block get which fault, the answer key, and
//! what came of it. Where a fault lies in a row, and what stands there, is for the table to say.

mod key;
mod quotas;
mod report;

pub use key::AnswerKey;
pub(crate) use quotas::{Quota, Quotas};
pub use report::{DirtReport, FaultCount};

use crate::findings::Rule;
use crate::recipe::FaultKind;

/// A fault that a row was given, as an answer key has it.
pub trait Injected {
    /// The row, counted from 1.
    fn row(&self) -> u64;

    /// The kind.
    fn kind(&self) -> FaultKind;

    /// The name of the column; nothing where the row as a whole is meant.
    fn column(&self) -> Option<&'static str>;

    /// The rules that it breaks.
    fn rules(&self) -> &'static [Rule];

    /// The line of the plain CSV, whose header is line 1.
    fn line(&self) -> u64 {
        self.row() + 1
    }
}
