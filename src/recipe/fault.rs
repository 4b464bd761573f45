//! What can be wrong with a parameter, said so that a person knows what to change.

use thiserror::Error;

use super::Parameter;
use crate::number::thousands;

/// A parameter that cannot be: which one, what was given, and the limit that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{parameter} = {value:?}: {limit}")]
pub struct Fault {
    /// The parameter.
    pub parameter: Parameter,
    /// The value as it was given, or as a recipe writes it.
    pub value: String,
    /// What it had to keep.
    pub limit: Limit,
}

/// The limits that a parameter can break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Limit {
    /// A number out of its range.
    #[error("must be between {} and {}", thousands(*min), thousands(*max))]
    Between {
        /// The smallest value allowed.
        min: u32,
        /// The largest value allowed.
        max: u32,
    },
    /// A range whose ends are the wrong way round.
    #[error("the smaller end must come first")]
    MinAboveMax,
    /// A share out of its range.
    #[error("each share must be between 0 % and 100 %")]
    Percentage,
    /// Segment weights that do not make a whole.
    #[error("must add up to exactly 100 %, these add up to {} %", percent(*sum))]
    SumIsWhole {
        /// What they add up to, per mille.
        sum: u32,
    },
    /// A step that does not lead from the smallest credit limit to the largest.
    #[error("must divide the distance from the smallest to the largest credit limit, {}", thousands(*span))]
    DividesSpan {
        /// The distance, in dollars.
        span: u32,
    },
    /// A reference date that puts accounts outside the years that the file can hold.
    #[error("account dates must stay within the years 1900 to 9999")]
    AccountYears,
    /// Text that is not a whole number.
    #[error("must be a whole number, digits only")]
    WholeNumber,
    /// Text that is not a whole number of 64 bits.
    #[error("must be a whole number from 0 to 18,446,744,073,709,551,615, digits only")]
    Seed,
    /// Text that is not a day of the calendar.
    #[error("must be a date that exists, written YYYY-MM-DD")]
    Date,
    /// Text that is not a percentage.
    #[error("must be a percentage with at most one decimal, as in 12.5")]
    PercentText,
    /// Text that is not one percentage for each segment.
    #[error(
        "must be five percentages with commas between them, one for each segment, as in 15,40,25,10,10"
    )]
    FivePercents,
    /// Text that is not a range.
    #[error("must be a range of whole numbers, as in 22-75")]
    Range,
    /// A word that names no choice of domains.
    #[error(
        "must be free (gmail.com, yahoo.com, hotmail.com) or example (example.com, example.net, example.org)"
    )]
    Domains,
}

/// Per mille as a percentage: `125` as `12.5`, `120` as `12`.
#[must_use]
pub(crate) fn percent(per_mille: u32) -> String {
    match (per_mille / 10, per_mille % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}
