//! The rules of the contract: what each is called, how grave it is, and what it says.

use serde::{Deserialize, Serialize};

/// A rule that rows keep or break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rule {
    /// Thirteen readable fields.
    RowReadable,
    /// A value in every column but `decline_type`.
    RequiredValue,
    /// `CUST` and eight digits.
    IdFormat,
    /// No id twice.
    IdUnique,
    /// Each id one more than the one before.
    IdSequential,
    /// The form of a mail address.
    EmailFormat,
    /// No address twice.
    EmailUnique,
    /// A whole number of years within the recipe's range.
    AgeRange,
    /// One of the 50 states or DC.
    StateKnown,
    /// One of the four employment statuses.
    EmploymentKnown,
    /// Standard or Premium.
    CardKnown,
    /// A whole number of dollars within the recipe's range.
    CreditLimitRange,
    /// A whole number of steps above the smallest credit limit.
    CreditLimitStep,
    /// A day that the calendar has, as `YYYY-MM-DD`.
    AccountDate,
    /// Within the recipe's window.
    AccountWindow,
    /// One of the five segments.
    SegmentKnown,
    /// Premium cards only in segments whose Premium share is above zero.
    PremiumAllowed,
    /// `gradual`, `sudden` or nothing.
    DeclineKnown,
    /// A decline type for Declining, and only there.
    DeclineOnlyForDeclining,
    /// Each segment's share near its target.
    SegmentShare,
}

/// How grave it is to break a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The data are not valid.
    Error,
    /// The data are valid, and somebody should look.
    Warning,
}

impl Rule {
    /// All rules, in the order in which a report names them.
    pub const ALL: [Rule; 20] = [
        Rule::RowReadable,
        Rule::RequiredValue,
        Rule::IdFormat,
        Rule::IdUnique,
        Rule::IdSequential,
        Rule::EmailFormat,
        Rule::EmailUnique,
        Rule::AgeRange,
        Rule::StateKnown,
        Rule::EmploymentKnown,
        Rule::CardKnown,
        Rule::CreditLimitRange,
        Rule::CreditLimitStep,
        Rule::AccountDate,
        Rule::AccountWindow,
        Rule::SegmentKnown,
        Rule::PremiumAllowed,
        Rule::DeclineKnown,
        Rule::DeclineOnlyForDeclining,
        Rule::SegmentShare,
    ];

    /// The identifier, for programs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Rule::RowReadable => "row_readable",
            Rule::RequiredValue => "required_value",
            Rule::IdFormat => "id_format",
            Rule::IdUnique => "id_unique",
            Rule::IdSequential => "id_sequential",
            Rule::EmailFormat => "email_format",
            Rule::EmailUnique => "email_unique",
            Rule::AgeRange => "age_range",
            Rule::StateKnown => "state_known",
            Rule::EmploymentKnown => "employment_known",
            Rule::CardKnown => "card_known",
            Rule::CreditLimitRange => "credit_limit_range",
            Rule::CreditLimitStep => "credit_limit_step",
            Rule::AccountDate => "account_date",
            Rule::AccountWindow => "account_window",
            Rule::SegmentKnown => "segment_known",
            Rule::PremiumAllowed => "premium_allowed",
            Rule::DeclineKnown => "decline_known",
            Rule::DeclineOnlyForDeclining => "decline_only_for_declining",
            Rule::SegmentShare => "segment_share",
        }
    }

    /// How grave it is to break this rule.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Rule::IdSequential | Rule::EmailUnique | Rule::SegmentShare => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What is wrong with the rows that break this rule, for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Rule::RowReadable => "rows that cannot be read",
            Rule::RequiredValue => "missing values in required columns",
            Rule::IdFormat => "ids that are not CUST and eight digits",
            Rule::IdUnique => "ids that stand in an earlier row too",
            Rule::IdSequential => "ids that are not one more than the id before",
            Rule::EmailFormat => "addresses that are not of the form name@domain.tld",
            Rule::EmailUnique => "addresses that stand in an earlier row too",
            Rule::AgeRange => "ages that are no whole number within the range",
            Rule::StateKnown => "states that are neither one of the 50 nor DC",
            Rule::EmploymentKnown => "unknown employment statuses",
            Rule::CardKnown => "card types other than Standard and Premium",
            Rule::CreditLimitRange => "credit limits that are no whole number within the range",
            Rule::CreditLimitStep => "credit limits that are not a multiple of the step",
            Rule::AccountDate => "account dates that are no day of the calendar as YYYY-MM-DD",
            Rule::AccountWindow => "account dates outside the window",
            Rule::SegmentKnown => "unknown segments",
            Rule::PremiumAllowed => "Premium cards in segments that have none",
            Rule::DeclineKnown => "decline types other than gradual and sudden",
            Rule::DeclineOnlyForDeclining => {
                "decline types missing for Declining, or set for another segment"
            }
            Rule::SegmentShare => "segments whose share is more than 5 points off its target",
        }
    }
}
