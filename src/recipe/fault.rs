//! What can be wrong with a parameter, said so that a person knows what to change.

use thiserror::Error;

use super::{FaultKind, Parameter, RecipeVersion, Segment, Shares, Spending};
use crate::number::thousands;

/// A parameter that cannot be: which one, what was given, and the limit that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{parameter} = {value:?}: {limit}")]
pub struct ParameterError {
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
    /// A parameter that the version does not know.
    #[error("needs recipe version {0}")]
    SinceVersion(RecipeVersion),
    /// Text that is not a whole number.
    #[error("must be a whole number, as in 50000 or 50,000")]
    WholeNumber,
    /// Text that is not a whole number of 64 bits.
    #[error("must be a whole number from 0 to 18,446,744,073,709,551,615")]
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
    /// Text that is not one range for each segment.
    #[error(
        "must be five ranges with commas between them, one for each segment, as in 40-80,20-40,15-30,20-40,25-50"
    )]
    FiveRanges,
    /// Text that is not a short list of percentages.
    #[error(
        "must be 1 to {} percentages with commas between them, one for each of the last months, as in 90,80,70",
        Shares::MOST
    )]
    PercentList,
    /// More payments than the ids of a customer's transactions can count.
    #[error(
        "{} could make {} in all months together, a customer can make {}",
        segment.name(),
        counted(*payments, "payment"),
        thousands(Spending::MOST_PAYMENTS)
    )]
    TooManyPayments {
        /// The first segment that could.
        segment: Segment,
        /// How many it could make.
        payments: u32,
    },
    /// Fewer dollars than payments in a month.
    #[error(
        "{} could have only ${}.{:02} in a month for {}, each needs at least $1.00",
        segment.name(),
        thousands(*cents / 100),
        *cents % 100,
        counted(*payments, "payment")
    )]
    TooFewDollars {
        /// The first segment that could.
        segment: Segment,
        /// How many cents it could have.
        cents: u32,
        /// How many payments it could make of them.
        payments: u32,
    },
    /// A word that names no choice of domains.
    #[error(
        "must be free (gmail.com, yahoo.com, hotmail.com) or example (example.com, example.net, example.org)"
    )]
    Domains,
    /// Text that is not dirt.
    #[error(
        "must be kinds of faults with how many rows get each, as in missing_value:120,duplicate_id:0.5pct, or none"
    )]
    DirtText,
    /// A kind of fault that there is not.
    #[error("must name kinds of these: {}", FaultKind::ALL.map(FaultKind::id).join(", "))]
    DirtKind,
    /// A kind of fault that stands twice.
    #[error("must name each kind once, {flaw} stands twice")]
    DirtTwice {
        /// The kind.
        flaw: FaultKind,
    },
    /// Text that is not an amount of rows.
    #[error(
        "how many rows must be a whole number, or a percentage with at most one decimal, as in 0.5pct"
    )]
    DirtAmount,
    /// More rows with a fault than there are rows.
    #[error("{flaw} can be in {} rows at most, there are no more", thousands(*most))]
    DirtRows {
        /// The kind.
        flaw: FaultKind,
        /// How many rows there are.
        most: u32,
    },
    /// More faults than there is room for.
    #[error(
        "a block of {} would hold up to {} and has room for {}: a row has one at most, and the first none",
        counted(*rows, "row"),
        counted(*faults, "fault"),
        thousands(*room)
    )]
    DirtRoom {
        /// How many rows the block has.
        rows: u32,
        /// How many faults it may be asked to hold.
        faults: u32,
        /// How many it can hold.
        room: u32,
    },
    /// Credit limits between two steps where there are no two steps or nothing is between them.
    #[error("credit_limit_off_step needs credit limits of at least two steps, which are 2 or more")]
    NoOffStep,
    /// Misplaced Premium cards where every segment may have them.
    #[error("misplaced_premium needs a segment without Premium cards")]
    NoMisplacedPremium,
    /// A kind of fault that the version does not know.
    #[error("{flaw} needs recipe version {version}")]
    DirtSinceVersion {
        /// The kind.
        flaw: FaultKind,
        /// The first version that knows it.
        version: RecipeVersion,
    },
    /// Dates beyond a window that lasts until the end of the calendar.
    #[error("date_out_of_window and misdated_new_account need a reference date before 9999-12-31")]
    NoDayBeyond,
    /// Accounts opened under age where somebody was of age before dates begin.
    #[error(
        "account_before_adult needs customers who were under 18 on 1 January 1900 or later: the oldest may be {oldest}"
    )]
    NoDayBeforeAdult {
        /// The oldest age with which there is such a day.
        oldest: u32,
    },
    /// Credit limits below a median where there may be no step below it.
    #[error("premium_below_median needs credit limits of at least {} steps", thousands(*steps))]
    NoStepBelowMedian {
        /// How many steps there must be.
        steps: u32,
    },
    /// More faults of a kind than there are rows that can have it.
    #[error(
        "a block of {} would hold up to {} of {flaw} and has room for {}, {}",
        counted(*rows, "row"),
        counted(*faults, "fault"),
        thousands(*room),
        whose(*flaw)
    )]
    DirtRoomOfKind {
        /// The kind.
        flaw: FaultKind,
        /// How many rows the block has.
        rows: u32,
        /// How many faults it may be asked to hold.
        faults: u32,
        /// How many it can hold.
        room: u32,
    },
}

/// Which rows can have a kind of fault that not all can have.
const fn whose(flaw: FaultKind) -> &'static str {
    match flaw {
        FaultKind::MisdatedNewAccount => "of Standard cards in New & Growing",
        FaultKind::PremiumBelowMedian => "of Premium cards",
        FaultKind::TransactionBeforeOpening => "of New & Growing",
        _ => "in segments without Premium cards",
    }
}

fn counted(number: u32, noun: &str) -> String {
    format!("{} {noun}{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// Per mille as a percentage: `125` as `12.5`, `120` as `12`.
#[must_use]
pub fn percent(per_mille: u32) -> String {
    match (per_mille / 10, per_mille % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}
