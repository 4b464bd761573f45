//! The kinds of faults that rows can be given: what each is called, and which rows can have it.

use std::fmt;

use serde::Serialize;

use super::RecipeVersion;

/// A kind of fault that a row can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// No value where one has to be: nothing, `NULL` or `null`.
    MissingValue,
    /// The id of an earlier row.
    DuplicateId,
    /// An id that is not `CUST` and eight digits.
    MalformedId,
    /// An address that is not `name@domain.tld`.
    MalformedEmail,
    /// The address of an earlier row.
    DuplicateEmail,
    /// A credit limit below or above the recipe's range.
    CreditLimitOutOfRange,
    /// A credit limit within the range, between two steps.
    CreditLimitOffStep,
    /// An age below or above the recipe's range.
    AgeOutOfRange,
    /// Two letters that are neither one of the 50 states nor DC.
    UnknownState,
    /// A segment that is none of the five.
    UnknownSegment,
    /// A Premium card in a segment whose Premium share is zero.
    MisplacedPremium,
    /// No decline type for Declining, or one for another segment.
    MisplacedDeclineType,
    /// A day that no calendar has.
    ImpossibleDate,
    /// A day before or after the recipe's window.
    DateOutOfWindow,
    /// Spaces around a value.
    StrayWhiteSpace,
    /// A value in lower or upper case.
    WrongCase,
    /// A value in which one letter was written in one encoding and read in another.
    Mojibake,
    /// A row with too few fields, or one too many.
    RaggedRow,
    /// A place of other states than the row's; from version 2 on.
    CityOfAnotherState,
    /// A day before the year of turning 18; from version 2 on.
    AccountBeforeAdult,
    /// For a Standard card in New & Growing, a day before or after the window of new accounts; from
    /// version 2 on.
    MisdatedNewAccount,
    /// For a Premium card, a credit limit below its median; from version 2 on.
    PremiumBelowMedian,
    /// A customer who does not exist. Of transactions.
    OrphanTransaction,
    /// The id of an earlier transaction of the customer. Of transactions.
    DuplicateTransactionId,
    /// An id that names another customer. Of transactions.
    TransactionIdOfAnother,
    /// A day after the recipe's months. Of transactions.
    FutureTransaction,
    /// An amount of nothing, or below it. Of transactions.
    AmountNotPositive,
    /// An amount with three digits behind the point. Of transactions.
    AmountOfThreeDecimals,
    /// A category that is none of the ten. Of transactions.
    UnknownCategory,
    /// A merchant of another category than the row's. Of transactions.
    MerchantOfAnotherCategory,
    /// A channel that is none of the three. Of transactions.
    UnknownChannel,
    /// A day before that of the row before. Of transactions.
    TransactionOutOfOrder,
    /// Of New & Growing, a day before the account was opened. Of transactions.
    TransactionBeforeOpening,
}

impl FaultKind {
    /// How many kinds there are.
    pub const COUNT: usize = 33;

    /// All kinds, in the order in which a recipe names them.
    pub const ALL: [FaultKind; FaultKind::COUNT] = [
        FaultKind::MissingValue,
        FaultKind::DuplicateId,
        FaultKind::MalformedId,
        FaultKind::MalformedEmail,
        FaultKind::DuplicateEmail,
        FaultKind::CreditLimitOutOfRange,
        FaultKind::CreditLimitOffStep,
        FaultKind::AgeOutOfRange,
        FaultKind::UnknownState,
        FaultKind::UnknownSegment,
        FaultKind::MisplacedPremium,
        FaultKind::MisplacedDeclineType,
        FaultKind::ImpossibleDate,
        FaultKind::DateOutOfWindow,
        FaultKind::StrayWhiteSpace,
        FaultKind::WrongCase,
        FaultKind::Mojibake,
        FaultKind::RaggedRow,
        FaultKind::CityOfAnotherState,
        FaultKind::AccountBeforeAdult,
        FaultKind::MisdatedNewAccount,
        FaultKind::PremiumBelowMedian,
        FaultKind::OrphanTransaction,
        FaultKind::DuplicateTransactionId,
        FaultKind::TransactionIdOfAnother,
        FaultKind::FutureTransaction,
        FaultKind::AmountNotPositive,
        FaultKind::AmountOfThreeDecimals,
        FaultKind::UnknownCategory,
        FaultKind::MerchantOfAnotherCategory,
        FaultKind::UnknownChannel,
        FaultKind::TransactionOutOfOrder,
        FaultKind::TransactionBeforeOpening,
    ];

    /// The version of the recipe from which on rows can have it.
    #[must_use]
    pub const fn since(self) -> RecipeVersion {
        match self {
            FaultKind::CityOfAnotherState
            | FaultKind::AccountBeforeAdult
            | FaultKind::MisdatedNewAccount
            | FaultKind::PremiumBelowMedian => RecipeVersion::V2,
            _ if self.is_of_transactions() => RecipeVersion::V2,
            _ => RecipeVersion::V1,
        }
    }

    /// Whether it is a fault of transactions, and not of customers.
    #[must_use]
    pub const fn is_of_transactions(self) -> bool {
        self as usize > FaultKind::PremiumBelowMedian as usize
    }

    /// The kinds that customers of a version can have, in the order of [`ALL`](FaultKind::ALL).
    pub fn of_customers(version: RecipeVersion) -> impl Iterator<Item = FaultKind> + Clone {
        FaultKind::of_version(version).filter(|flaw| !flaw.is_of_transactions())
    }

    /// The kinds that rows of a version can have, in the order of [`ALL`](FaultKind::ALL).
    pub fn of_version(version: RecipeVersion) -> impl Iterator<Item = FaultKind> + Clone {
        FaultKind::ALL.into_iter().filter(move |flaw| flaw.since() <= version)
    }

    /// The identifier, in a recipe and in an answer key.
    #[must_use]
    pub const fn id(self) -> &'static str {
        IDS[self as usize]
    }

    /// The kind with this identifier.
    #[must_use]
    pub fn from_id(id: &str) -> Option<FaultKind> {
        FaultKind::ALL.into_iter().find(|flaw| flaw.id() == id)
    }
}

/// The identifiers, in the order of the kinds.
const IDS: [&str; FaultKind::COUNT] = [
    "missing_value",
    "duplicate_id",
    "malformed_id",
    "malformed_email",
    "duplicate_email",
    "credit_limit_out_of_range",
    "credit_limit_off_step",
    "age_out_of_range",
    "unknown_state",
    "unknown_segment",
    "misplaced_premium",
    "misplaced_decline_type",
    "impossible_date",
    "date_out_of_window",
    "stray_white_space",
    "wrong_case",
    "mojibake",
    "ragged_row",
    "city_of_another_state",
    "account_before_adult",
    "misdated_new_account",
    "premium_below_median",
    "orphan_transaction",
    "duplicate_transaction_id",
    "transaction_id_of_another",
    "future_transaction",
    "amount_not_positive",
    "amount_of_three_decimals",
    "unknown_category",
    "merchant_of_another_category",
    "unknown_channel",
    "transaction_out_of_order",
    "transaction_before_opening",
];

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
