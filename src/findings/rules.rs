//! The rules of the contract: what each is called, how grave it is, and what it says.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A rule that rows keep or break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Text in UTF-8 whose first line is a header, or rows in another form that is known.
    FileReadable,
    /// All of the file can be read: nothing packed is damaged or cut off.
    FileWhole,
    /// Each of the thirteen columns, once.
    HeaderColumns,
    /// No other columns.
    HeaderKnown,
    /// The names of the contract, in its case.
    HeaderNames,
    /// The columns in the order of the contract.
    HeaderOrder,
    /// Commas between the columns.
    Delimiter,
    /// No byte order mark.
    ByteOrderMark,
    /// Lines that end in a line feed alone.
    LineEnds,
    /// At least one row.
    RowsPresent,
    /// Not exactly as many lines as a sheet of Excel has.
    RowsCut,
    /// No line without anything on it.
    BlankLine,
    /// As many fields as the header has, in text that can be read.
    RowReadable,
    /// No value that holds rows.
    RowsSwallowed,
    /// No value over several lines, as long as a row or with as many separators.
    ValueSprawling,
    /// A value in every column but `decline_type`.
    RequiredValue,
    /// No words that stand for no value.
    ValuePlaceholder,
    /// Names and cities without control characters and invisible ones.
    NameControl,
    /// Names and cities without digits.
    NameDigits,
    /// Names and cities without tags and entities of HTML.
    NameMarkup,
    /// Names and cities that no spreadsheet takes for a formula.
    NameFormula,
    /// Names and cities with one space between words and none around them.
    NameSpace,
    /// Names and cities in their own encoding.
    NameMojibake,
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
    /// Neither a day that stands for none nor one to come, where no window says more.
    AccountPlausible,
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
    /// `TXN` and twelve digits.
    TransactionIdFormat,
    /// No id of a transaction twice.
    TransactionIdUnique,
    /// An id that names the customer of its row.
    TransactionOwner,
    /// A customer that the table of customers has.
    CustomerExists,
    /// Rows in the order of customers, days and ids.
    TransactionOrder,
    /// Transactions of a customer that are numbered without a gap.
    TransactionsComplete,
    /// A day that the calendar has, as `YYYY-MM-DD`.
    TransactionDate,
    /// A day within the recipe's months, or none that is still to come.
    TransactionWindow,
    /// Not before the account was opened.
    TransactionAfterOpening,
    /// Dollars and cents with two digits behind the point.
    AmountFormat,
    /// At least 1.00, and at most ten digits before the point.
    AmountRange,
    /// One of the merchants.
    MerchantKnown,
    /// One of the ten categories.
    CategoryKnown,
    /// The category that the merchant is of.
    MerchantOfCategory,
    /// Online, In-Store or Mobile.
    ChannelKnown,
    /// Approved or declined.
    StatusKnown,
    /// As many payments in each month as the segment makes.
    PeriodPayments,
    /// As many dollars in each month as the segment spends.
    PeriodDollars,
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
    pub const ALL: [Rule; 64] = [
        Rule::FileReadable,
        Rule::FileWhole,
        Rule::HeaderColumns,
        Rule::HeaderKnown,
        Rule::HeaderNames,
        Rule::HeaderOrder,
        Rule::Delimiter,
        Rule::ByteOrderMark,
        Rule::LineEnds,
        Rule::RowsPresent,
        Rule::RowsCut,
        Rule::BlankLine,
        Rule::RowReadable,
        Rule::RowsSwallowed,
        Rule::ValueSprawling,
        Rule::RequiredValue,
        Rule::ValuePlaceholder,
        Rule::NameControl,
        Rule::NameDigits,
        Rule::NameMarkup,
        Rule::NameFormula,
        Rule::NameSpace,
        Rule::NameMojibake,
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
        Rule::AccountPlausible,
        Rule::SegmentKnown,
        Rule::PremiumAllowed,
        Rule::DeclineKnown,
        Rule::DeclineOnlyForDeclining,
        Rule::SegmentShare,
        Rule::TransactionIdFormat,
        Rule::TransactionIdUnique,
        Rule::TransactionOwner,
        Rule::CustomerExists,
        Rule::TransactionOrder,
        Rule::TransactionsComplete,
        Rule::TransactionDate,
        Rule::TransactionWindow,
        Rule::TransactionAfterOpening,
        Rule::AmountFormat,
        Rule::AmountRange,
        Rule::MerchantKnown,
        Rule::CategoryKnown,
        Rule::MerchantOfCategory,
        Rule::ChannelKnown,
        Rule::StatusKnown,
        Rule::PeriodPayments,
        Rule::PeriodDollars,
    ];

    /// Whether only transactions can break this rule.
    #[must_use]
    pub const fn is_of_transactions(self) -> bool {
        self as usize > Rule::SegmentShare as usize
    }

    /// The identifier, for programs.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Rule::FileReadable => "file_readable",
            Rule::FileWhole => "file_whole",
            Rule::HeaderColumns => "header_columns",
            Rule::HeaderKnown => "header_known",
            Rule::HeaderNames => "header_names",
            Rule::HeaderOrder => "header_order",
            Rule::Delimiter => "delimiter",
            Rule::ByteOrderMark => "byte_order_mark",
            Rule::LineEnds => "line_ends",
            Rule::RowsPresent => "rows_present",
            Rule::RowsCut => "rows_cut",
            Rule::BlankLine => "blank_line",
            Rule::RowReadable => "row_readable",
            Rule::RowsSwallowed => "rows_swallowed",
            Rule::ValueSprawling => "value_sprawling",
            Rule::RequiredValue => "required_value",
            Rule::ValuePlaceholder => "value_placeholder",
            Rule::NameControl => "name_control",
            Rule::NameDigits => "name_digits",
            Rule::NameMarkup => "name_markup",
            Rule::NameFormula => "name_formula",
            Rule::NameSpace => "name_space",
            Rule::NameMojibake => "name_mojibake",
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
            Rule::AccountPlausible => "account_plausible",
            Rule::SegmentKnown => "segment_known",
            Rule::PremiumAllowed => "premium_allowed",
            Rule::DeclineKnown => "decline_known",
            Rule::DeclineOnlyForDeclining => "decline_only_for_declining",
            Rule::SegmentShare => "segment_share",
            Rule::TransactionIdFormat => "transaction_id_format",
            Rule::TransactionIdUnique => "transaction_id_unique",
            Rule::TransactionOwner => "transaction_owner",
            Rule::CustomerExists => "customer_exists",
            Rule::TransactionOrder => "transaction_order",
            Rule::TransactionsComplete => "transactions_complete",
            Rule::TransactionDate => "transaction_date",
            Rule::TransactionWindow => "transaction_window",
            Rule::TransactionAfterOpening => "transaction_after_opening",
            Rule::AmountFormat => "amount_format",
            Rule::AmountRange => "amount_range",
            Rule::MerchantKnown => "merchant_known",
            Rule::CategoryKnown => "category_known",
            Rule::MerchantOfCategory => "merchant_of_category",
            Rule::ChannelKnown => "channel_known",
            Rule::StatusKnown => "status_known",
            Rule::PeriodPayments => "period_payments",
            Rule::PeriodDollars => "period_dollars",
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
            | Rule::SegmentShare
            | Rule::HeaderNames
            | Rule::Delimiter
            | Rule::ValueSprawling
            | Rule::ValuePlaceholder
            | Rule::NameControl
            | Rule::NameDigits
            | Rule::NameMarkup
            | Rule::NameFormula
            | Rule::NameSpace
            | Rule::NameMojibake
            | Rule::AccountPlausible
            | Rule::TransactionsComplete
            | Rule::RowsCut => Severity::Warning,
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
                | Rule::TransactionWindow
                | Rule::PeriodPayments
                | Rule::PeriodDollars
        )
    }

    /// What a finding counts: the singular of the word.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Rule::FileReadable
            | Rule::FileWhole
            | Rule::Delimiter
            | Rule::ByteOrderMark
            | Rule::LineEnds
            | Rule::RowsPresent
            | Rule::RowsCut => "file",
            Rule::HeaderColumns | Rule::HeaderKnown | Rule::HeaderNames | Rule::HeaderOrder => {
                "column"
            }
            Rule::BlankLine => "line",
            Rule::RequiredValue
            | Rule::RowsSwallowed
            | Rule::ValueSprawling
            | Rule::ValuePlaceholder
            | Rule::NameControl
            | Rule::NameDigits
            | Rule::NameMarkup
            | Rule::NameFormula
            | Rule::NameSpace
            | Rule::NameMojibake => "value",
            Rule::SegmentShare => "segment",
            Rule::TransactionsComplete | Rule::PeriodPayments | Rule::PeriodDollars => "customer",
            _ => "row",
        }
    }

    /// What is wrong with the rows that break this rule, for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Rule::FileReadable => "the file cannot be read as a table of customers or transactions",
            Rule::FileWhole => "the file breaks off, or is damaged",
            Rule::HeaderColumns => "columns that are missing or duplicate",
            Rule::HeaderKnown => "columns that the contract does not have, which are not checked",
            Rule::HeaderNames => "columns whose names are written in another case",
            Rule::HeaderOrder => "columns in another order, which loaders that count would mix up",
            Rule::Delimiter => "columns that are not separated by commas",
            Rule::ByteOrderMark => "a byte order mark, which some readers take for text",
            Rule::LineEnds => "lines that end in CR LF or CR instead of LF",
            Rule::RowsPresent => "no rows under the header",
            Rule::RowsCut => {
                "as many lines as a sheet of Excel has, which cuts off all that follow"
            }
            Rule::BlankLine => "blank lines, which some loaders take for rows",
            Rule::RowReadable => "rows that cannot be read",
            Rule::RowsSwallowed => "quotes that have swallowed rows",
            Rule::ValueSprawling => {
                "values with line ends, with as many separators as a row, or far too long"
            }
            Rule::RequiredValue => "missing values in required columns",
            Rule::ValuePlaceholder => "placeholders for no value, which readers take for text",
            Rule::NameControl => "names or cities with control or invisible characters",
            Rule::NameDigits => "names or cities with digits",
            Rule::NameMarkup => "names or cities with markup",
            Rule::NameFormula => "names or cities that a spreadsheet takes for a formula",
            Rule::NameSpace => "names or cities with stray white space",
            Rule::NameMojibake => {
                "names or cities that were read in another encoding than they were written in"
            }
            Rule::IdFormat => "ids that are not CUST and eight digits",
            Rule::IdUnique => "duplicate ids, which are in an earlier row too",
            Rule::IdSequential => "ids that are not one more than the id before",
            Rule::EmailFormat => "addresses that are not of the form name@domain.tld",
            Rule::EmailUnique => "duplicate addresses, which are in an earlier row too",
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
            Rule::AccountPlausible => {
                "account dates that stand for no day in many systems, or are still to come"
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
            Rule::TransactionIdFormat => "ids of transactions that are not TXN and twelve digits",
            Rule::TransactionIdUnique => {
                "duplicate ids of transactions, which are in an earlier row too"
            }
            Rule::TransactionOwner => "ids of transactions that name another customer",
            Rule::CustomerExists => "transactions of customers who do not exist",
            Rule::TransactionOrder => {
                "rows not in the order of customers, days and ids (one misplaced row can make many count)"
            }
            Rule::TransactionsComplete => "customers between whose transactions some are missing",
            Rule::TransactionDate => {
                "dates of transactions that are no day of the calendar as YYYY-MM-DD"
            }
            Rule::TransactionWindow => "dates of transactions outside the window",
            Rule::TransactionAfterOpening => "transactions before the account was opened",
            Rule::AmountFormat => "amounts that are no number with two digits behind the point",
            Rule::AmountRange => "amounts below 1.00 or too large",
            Rule::MerchantKnown => "unknown merchants",
            Rule::CategoryKnown => "unknown categories",
            Rule::MerchantOfCategory => "merchants of another category",
            Rule::ChannelKnown => "channels other than Online, In-Store and Mobile",
            Rule::StatusKnown => "statuses other than approved and declined",
            Rule::PeriodPayments => {
                "customers who make more or fewer payments in a month than their segment"
            }
            Rule::PeriodDollars => "customers who spend more or less in a month than their segment",
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
