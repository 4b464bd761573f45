//! That something cannot be done, for whatever reason there is.

use thiserror::Error;

/// The browser, or something else, cannot do as asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Refusal(
    /// Why, for people.
    pub String,
);
