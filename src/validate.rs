//! Whole files of any form and size, brought or fetched: what stands before the rows, piece by piece, the
//! report. What is checked of a row is for the table to say.
//!
//! [`validate`] reads a file of customers to its end, [`judge_any`] one of any table, and [`Delivery`] takes one that is brought rather than fetched.
//! [`CustomersDelivery`] takes the customers beside whom transactions are checked.

mod columns;
mod customers;
mod delivery;
mod form;
mod head;
mod json;
mod judged;
mod opening;
mod reading;

pub use crate::customers::check::{Checker, Criteria, FileCheck, PieceReport, Report};
pub use crate::findings::{
    Example, Finding, Listing, ListingEntry, ListingKey, Mismatch, Rule, Severity,
};
pub use customers::{CustomersDelivery, CustomersFile, NoCustomers};
pub use delivery::Delivery;
pub use form::{Compression, FileForm, FileFormat};
pub use judged::Judged;
pub(crate) use opening::Opening;
pub use reading::{judge, judge_any, validate, validate_with};
#[cfg(feature = "cli")]
pub(crate) use {head::FileLayout, reading::Reading};
