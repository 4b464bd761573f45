//! The rules of the contract: what each is called, how grave it is, and what it says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A rule that rows keep or break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Text in UTF-8 whose first line is a header, with commas between the columns.
    FileReadable,
    /// Each of the thirteen columns, once.
    HeaderColumns,
    /// No other columns.
    HeaderKnown,
    /// The columns in the order of the contract.
    HeaderOrder,
    /// No byte order mark.
    ByteOrderMark,
    /// Lines that end in a line feed alone.
    LineEnds,
    /// At least one row.
    RowsPresent,
    /// No line without anything on it.
    BlankLine,
    /// As many fields as the header has, in text that can be read.
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
    /// A place of the state, from version 2 of the recipe on.
    CityInState,
    /// One of the four employment statuses.
    EmploymentKnown,
    /// Standard or Premium.
    CardKnown,
    /// A whole number of dollars within the recipe's range.
    CreditLimitRange,
    /// A whole number of steps above the smallest credit limit.
    CreditLimitStep,
    /// Of a Premium card at or above the step of its median, from version 2 of the recipe on.
    PremiumLimit,
    /// A day that the calendar has, as `YYYY-MM-DD`.
    AccountDate,
    /// Within the recipe's window.
    AccountWindow,
    /// Not before the year of turning 18, from version 2 of the recipe on.
    AccountOfAdult,
    /// Of customers of New & Growing within the window of new accounts, from version 2 on.
    NewAccountWindow,
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
    pub const ALL: [Rule; 32] = [
        Rule::FileReadable,
        Rule::HeaderColumns,
        Rule::HeaderKnown,
        Rule::HeaderOrder,
        Rule::ByteOrderMark,
        Rule::LineEnds,
        Rule::RowsPresent,
        Rule::BlankLine,
        Rule::RowReadable,
        Rule::RequiredValue,
        Rule::IdFormat,
        Rule::IdUnique,
        Rule::IdSequential,
        Rule::EmailFormat,
        Rule::EmailUnique,
        Rule::AgeRange,
        Rule::StateKnown,
        Rule::CityInState,
        Rule::EmploymentKnown,
        Rule::CardKnown,
        Rule::CreditLimitRange,
        Rule::CreditLimitStep,
        Rule::PremiumLimit,
        Rule::AccountDate,
        Rule::AccountWindow,
        Rule::AccountOfAdult,
        Rule::NewAccountWindow,
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
            Rule::FileReadable => "file_readable",
            Rule::HeaderColumns => "header_columns",
            Rule::HeaderKnown => "header_known",
            Rule::HeaderOrder => "header_order",
            Rule::ByteOrderMark => "byte_order_mark",
            Rule::LineEnds => "line_ends",
            Rule::RowsPresent => "rows_present",
            Rule::BlankLine => "blank_line",
            Rule::RowReadable => "row_readable",
            Rule::RequiredValue => "required_value",
            Rule::IdFormat => "id_format",
            Rule::IdUnique => "id_unique",
            Rule::IdSequential => "id_sequential",
            Rule::EmailFormat => "email_format",
            Rule::EmailUnique => "email_unique",
            Rule::AgeRange => "age_range",
            Rule::StateKnown => "state_known",
            Rule::CityInState => "city_in_state",
            Rule::EmploymentKnown => "employment_known",
            Rule::CardKnown => "card_known",
            Rule::CreditLimitRange => "credit_limit_range",
            Rule::CreditLimitStep => "credit_limit_step",
            Rule::PremiumLimit => "premium_limit",
            Rule::AccountDate => "account_date",
            Rule::AccountWindow => "account_window",
            Rule::AccountOfAdult => "account_of_adult",
            Rule::NewAccountWindow => "new_account_window",
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
            Rule::HeaderKnown
            | Rule::HeaderOrder
            | Rule::ByteOrderMark
            | Rule::LineEnds
            | Rule::BlankLine
            | Rule::IdSequential
            | Rule::EmailUnique
            | Rule::SegmentShare => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// Whether the recipe decides what breaks this rule, so that another recipe could be what is
    /// meant.
    #[must_use]
    pub const fn depends_on_recipe(self) -> bool {
        matches!(
            self,
            Rule::AgeRange
                | Rule::CreditLimitRange
                | Rule::CreditLimitStep
                | Rule::AccountWindow
                | Rule::NewAccountWindow
                | Rule::PremiumAllowed
                | Rule::SegmentShare
        )
    }

    /// What a finding counts: the singular of the word.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Rule::FileReadable | Rule::ByteOrderMark | Rule::LineEnds | Rule::RowsPresent => "file",
            Rule::HeaderColumns | Rule::HeaderKnown | Rule::HeaderOrder => "column",
            Rule::BlankLine => "line",
            Rule::RequiredValue => "value",
            Rule::SegmentShare => "segment",
            _ => "row",
        }
    }

    /// What is wrong with the rows that break this rule, for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Rule::FileReadable => "the file cannot be read as a CSV of customers",
            Rule::HeaderColumns => "columns that are missing or stand there twice",
            Rule::HeaderKnown => "columns that the contract does not have, which are not checked",
            Rule::HeaderOrder => "columns in another order, which loaders that count would mix up",
            Rule::ByteOrderMark => "a byte order mark, which some readers take for text",
            Rule::LineEnds => "lines that end in CR LF instead of LF",
            Rule::RowsPresent => "no rows under the header",
            Rule::BlankLine => "blank lines, which some loaders take for rows",
            Rule::RowReadable => "rows that cannot be read",
            Rule::RequiredValue => "missing values in required columns",
            Rule::IdFormat => "ids that are not CUST and eight digits",
            Rule::IdUnique => "ids that stand in an earlier row too",
            Rule::IdSequential => "ids that are not one more than the id before",
            Rule::EmailFormat => "addresses that are not of the form name@domain.tld",
            Rule::EmailUnique => "addresses that stand in an earlier row too",
            Rule::AgeRange => "ages that are no whole number within the range",
            Rule::StateKnown => "states that are neither one of the 50 nor DC",
            Rule::CityInState => "cities that are no place of their state",
            Rule::EmploymentKnown => "unknown employment statuses",
            Rule::CardKnown => "card types other than Standard and Premium",
            Rule::CreditLimitRange => "credit limits that are no whole number within the range",
            Rule::CreditLimitStep => "credit limits that are not a multiple of the step",
            Rule::AccountDate => "account dates that are no day of the calendar as YYYY-MM-DD",
            Rule::PremiumLimit => {
                "credit limits of Premium cards below the median of such customers"
            }
            Rule::AccountWindow => "account dates outside the window",
            Rule::AccountOfAdult => "accounts opened before the year of turning 18",
            Rule::NewAccountWindow => {
                "accounts of New & Growing outside the window of new accounts"
            }
            Rule::SegmentKnown => "unknown segments",
            Rule::PremiumAllowed => "Premium cards in segments that have none",
            Rule::DeclineKnown => "decline types other than gradual and sudden",
            Rule::DeclineOnlyForDeclining => {
                "decline types missing for Declining, or set for another segment"
            }
            Rule::SegmentShare => {
                "segments whose share is further off its target than the tolerance"
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_listed_once_and_known_by_its_identifier() {
        for (position, rule) in Rule::ALL.into_iter().enumerate() {
            assert_eq!(rule as usize, position);
            let camel: String =
                rule.id().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert_eq!(camel, format!("{rule:?}"));
        }
    }
}
