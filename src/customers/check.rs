//! A second opinion on the bytes of customers. It knows the criteria and the bytes it reads; nothing of
//! how rows are generated may come in here.
//!
//! A [`Checker`] reads a piece of a file and returns a [`PieceReport`]: what can be said of
//! these rows alone. `expected` passes the rows that are within all `bounds`, in a few instructions; what is amiss with
//! the others `row` finds out and the `piece` tells. A [`FileCheck`] folds the reports of all pieces in file order, adds
//! what only the whole can show (ids and addresses that repeat, shares), and gives the [`Report`].

mod address;
mod bounds;
mod checker;
mod criteria;
mod emails;
mod expected;
mod file_check;
mod ids;
mod mismatch;
mod names;
mod opened;
mod people;
mod piece;
mod piece_report;
mod row;
mod standing;
mod swallowed;

pub use checker::Checker;
pub use criteria::Criteria;
pub use file_check::FileCheck;
pub use piece_report::PieceReport;

use super::statistics::Summary;

/// What was found out about a file of customers.
pub type Report = crate::findings::Report<Summary>;
