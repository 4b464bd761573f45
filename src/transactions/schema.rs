//! The eight columns of the table of transactions, in the order of the contract.

use crate::schema::ColumnKind::{self, Decimal, Text};
use crate::schema::{Column, Schema};

/// How many columns there are.
pub const COLUMNS: usize = 8;

/// The table of transactions, in the order of customers, days and ids.
pub const SCHEMA: Schema = Schema {
    table: "transactions",
    columns: &[
        Column::new(
            "transaction_id",
            Text,
            "TXN, the customer's eight digits, and four that count the customer's transactions",
        )
        .unique(),
        Column::new("customer_id", Text, "the customer who paid, as in the table of customers"),
        Column::new("transaction_date", ColumnKind::Date, "day of the payment"),
        Column::new(
            "transaction_amount",
            Decimal { precision: 12, scale: 2 },
            "dollars and cents, at least 1.00",
        ),
        Column::new("merchant_name", Text, "who was paid; no merchant exists"),
        Column::new("merchant_category", Text, "one of the ten categories of merchants"),
        Column::new("channel", Text, "Online, In-Store or Mobile"),
        Column::new("status", Text, "approved or declined"),
    ],
};

/// A column by its place in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `transaction_id`.
    Id,
    /// `customer_id`.
    Customer,
    /// `transaction_date`.
    Date,
    /// `transaction_amount`.
    Amount,
    /// `merchant_name`.
    Merchant,
    /// `merchant_category`.
    Category,
    /// `channel`.
    Channel,
    /// `status`.
    Status,
}

impl Field {
    /// The position in a row, counted from 0.
    #[must_use]
    pub const fn position(self) -> usize {
        self as usize
    }

    /// The name in the header.
    #[must_use]
    pub const fn name(self) -> &'static str {
        SCHEMA.columns[self as usize].name
    }
}
