//! The thirteen columns of the table of customers, in the order of the contract.

use crate::schema::ColumnKind::{Date, Integer, Text};
use crate::schema::{Column, Schema};

/// How many columns there are.
pub const COLUMNS: usize = 13;

/// The table of customers.
pub const SCHEMA: Schema = Schema {
    table: "customers",
    columns: &[
        Column::new("customer_id", Text, "CUST and the row number in eight digits").unique(),
        Column::new("first_name", Text, "given name"),
        Column::new("last_name", Text, "family name"),
        Column::new("email", Text, "mail address").unique(),
        Column::new("age", Integer, "age in years"),
        Column::new("state", Text, "one of the 50 states or DC, as two letters"),
        Column::new("city", Text, "city"),
        Column::new("employment_status", Text, "Employed, Self-Employed, Retired or Unemployed"),
        Column::new("card_type", Text, "Standard or Premium"),
        Column::new("credit_limit", Integer, "credit limit in dollars"),
        Column::new("account_open_date", Date, "day on which the account was opened"),
        Column::new("customer_segment", Text, "one of the five segments"),
        Column::new("decline_type", Text, "gradual or sudden, for Declining only").nullable(),
    ],
};

/// The header line with its line feed: line 1 of the file.
pub const HEADER: &str = "customer_id,first_name,last_name,email,age,state,city,employment_status,\
card_type,credit_limit,account_open_date,customer_segment,decline_type\n";

/// A column by its place in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `customer_id`.
    Id,
    /// `first_name`.
    FirstName,
    /// `last_name`.
    LastName,
    /// `email`.
    Email,
    /// `age`.
    Age,
    /// `state`.
    State,
    /// `city`.
    City,
    /// `employment_status`.
    Employment,
    /// `card_type`.
    Card,
    /// `credit_limit`.
    CreditLimit,
    /// `account_open_date`.
    Opened,
    /// `customer_segment`.
    Segment,
    /// `decline_type`.
    DeclineType,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_fields_are_those_of_the_schema() {
        assert_eq!(SCHEMA.header(), HEADER);
        assert_eq!(SCHEMA.columns.len(), COLUMNS);
        assert_eq!(SCHEMA.position(Field::DeclineType.name()), Some(12));
        assert_eq!(SCHEMA.position(Field::Opened.name()), Some(Field::Opened.position()));
    }
}
