//! What a format has no words for, whether it is written from lines or from columns.

use thiserror::Error;

use crate::decode::Unreadable;

/// What a format has no words for. Lines count as in the plain CSV, whose header is line 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unsayable {
    /// A row with a wrong number of fields.
    #[error(
        "line {line} has {found} fields instead of {expected}, and only CSV can hold rows with a wrong number of fields"
    )]
    Ragged {
        /// The line.
        line: u64,
        /// How many fields it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// Bytes that are no row.
    #[error("line {line} {why}")]
    Unreadable {
        /// The line.
        line: u64,
        /// Why they are none.
        why: Unreadable,
    },
    /// A value that is not of its column's type, for a format whose columns have one.
    #[error(
        "line {line}, {column}: {value:?} is no {kind}, and a Parquet column holds nothing else"
    )]
    Value {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// The beginning of the value.
        value: String,
        /// What the column holds.
        kind: &'static str,
    },
}
