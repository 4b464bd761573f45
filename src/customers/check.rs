//! A second opinion on the bytes of customers. It knows the criteria and the bytes it reads; nothing of
//! how rows are generated may come in here.
//!
//! An [`Examiner`] reads a piece of a file and returns an [`Examination`]: what can be said of
//! these rows alone. An [`Inspection`] folds the examinations of all pieces in file order, adds
//! what only the whole can show (ids and addresses that repeat, shares), and gives the [`Report`].

mod address;
mod criteria;
mod emails;
mod examiner;
mod ids;
mod inspection;
mod mismatch;
mod names;
mod oddities;
mod people;
mod reasons;
mod swallowed;
mod values;

pub use criteria::Criteria;
pub use examiner::{Examination, Examiner};
pub use inspection::Inspection;

use super::statistics::Summary;

/// What was found out about a file of customers.
pub type Report = crate::findings::Report<Summary>;
