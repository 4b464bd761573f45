//! A second opinion on the bytes of transactions, beside those of their customers. It knows the criteria and the
//! bytes it reads; nothing of how rows are generated may come in here.
//!
//! A [`Checker`] reads a file in its order, piece by piece, with all that is at hand on its `desk`: `row` holds each row
//! against the rules that it can break, unless `expected` has seen that it breaks none, and `whole_customer` the one who is
//! `passing` against the `bounds` of the segment, once all of the rows have passed. [`Customers`] say who that is. A
//! [`FileCheck`] folds what came of the pieces, and gives the [`Report`].

mod bounds;
mod checker;
mod customers;
mod desk;
mod expected;
mod file_check;
mod month;
mod passing;
mod row;
mod whole_customer;

pub(crate) use bounds::Targets;
pub use checker::{Checker, PieceReport};
pub use customers::{Account, CustomerIds, Customers, FileCustomers, RecipeCustomers};
pub use file_check::FileCheck;

use super::statistics::Summary;

/// What was found out about a file of transactions.
pub type Report = crate::findings::Report<Summary>;
