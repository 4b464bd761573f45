//! A second opinion on the bytes: rules, findings, the report. It knows the recipe and the bytes
//! it reads; nothing of `generate` and `encode` may come in here.
//!
//! An [`Examiner`] reads a chunk and returns an [`Examination`]: what can be said of these rows
//! alone. An [`Inspection`] folds the examinations of all chunks in file order, adds what only the
//! whole can show (ids and addresses that repeat, shares), and gives the [`Report`].

mod address;
mod examiner;
mod findings;
mod inspection;
mod report;
mod rules;

pub use examiner::{Examination, Examiner};
pub use findings::Example;
pub use inspection::Inspection;
pub use report::{Finding, Report};
pub use rules::{Rule, Severity};
