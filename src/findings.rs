//! What a check finds, whichever table is checked: rules, examples, the report and its list. Nothing in
//! here reads a row.

mod broken;
mod lines;
mod listing;
mod mismatch;
mod report;
mod rules;

pub use broken::{Example, Findings};
pub use lines::Lines;
pub use listing::{Listing, ListingEntry, ListingKey};
pub use mismatch::Mismatch;
pub use report::{Finding, Report};
pub use rules::{Rule, Severity};
