//! Whole files of any form and size, brought or fetched: what stands before the rows, piece by piece, the
//! report. What is checked of a row is for the table to say.
//!
//! [`validate`] reads a file to its end, and [`Delivery`] takes one that is brought rather than fetched.

mod columns;
mod delivery;
mod head;
mod json;
mod opening;
mod reading;

pub use crate::customers::check::{Checker, Criteria, FileCheck, PieceReport, Report};
pub use crate::findings::{
    Example, Finding, Listing, ListingEntry, ListingKey, Mismatch, Rule, Severity,
};
pub use delivery::Delivery;
pub(crate) use opening::Opening;
pub use opening::{Compression, FileForm, FileFormat};
#[cfg(feature = "cli")]
pub(crate) use reading::Reading;
pub use reading::{judge, validate, validate_with};
