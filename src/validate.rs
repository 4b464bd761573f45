//! A second opinion on the bytes: rules, findings, the report. It knows the criteria and the bytes
//! it reads; nothing of `generate` and `encode` may come in here.
//!
//! An [`Examiner`] reads a piece of a file and returns an [`Examination`]: what can be said of
//! these rows alone. An [`Inspection`] folds the examinations of all pieces in file order, adds
//! what only the whole can show (ids and addresses that repeat, shares), and gives the [`Report`].
//! [`validate`] does all this for a file of any form and size, and [`Delivery`] for one that is
//! brought rather than fetched. A [`Listing`] has what was found as
//! a list.

mod address;
mod criteria;
mod delivery;
mod emails;
mod examiner;
mod findings;
mod head;
mod inspection;
mod lines;
mod listing;
mod mismatch;
mod reading;
mod reasons;
mod report;
mod rules;
mod values;

pub use criteria::Criteria;
pub use delivery::Delivery;
pub use examiner::{Examination, Examiner};
pub use findings::Example;
pub use inspection::Inspection;
pub use listing::{Entry, Key, Listing};
pub use mismatch::Mismatch;
#[cfg(feature = "cli")]
pub(crate) use reading::Reading;
pub use reading::{validate, validate_with};
pub use report::{Finding, Report};
pub use rules::{Rule, Severity};
