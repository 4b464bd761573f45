//! What the rows of transactions keep, for a recipe, and whose they are.

use super::rule::{Reference, Rule};
use crate::customers;
use crate::format::TableName;
use crate::recipe::{PERIOD_DAYS, Recipe};
use crate::transactions::values::{CATEGORY_NAMES, CHANNELS, STATUSES};

/// The rules of a recipe without faults.
pub(super) fn rules(recipe: &Recipe) -> Vec<Rule> {
    let parameters = recipe.parameters();
    let as_of = parameters.as_of;
    vec![
        Rule::Id { column: "transaction_id", prefix: "TXN", digits: 12 },
        Rule::Id { column: "customer_id", prefix: "CUST", digits: 8 },
        Rule::Window {
            column: "transaction_date",
            first: as_of.minus_days(parameters.spending.months * PERIOD_DAYS),
            last: as_of.minus_days(1),
        },
        Rule::AtLeast { column: "transaction_amount", min: 1 },
        Rule::Filled { column: "merchant_name" },
        Rule::OneOf { column: "merchant_category", values: CATEGORY_NAMES.to_vec() },
        Rule::OneOf { column: "channel", values: CHANNELS.to_vec() },
        Rule::OneOf { column: "status", values: STATUSES.to_vec() },
        Rule::SameLetters {
            name: "id_of_customer",
            length: 8,
            column: "transaction_id",
            after: "TXN".len(),
            other: "customer_id",
            other_after: "CUST".len(),
        },
    ]
}

/// The customers whom they are of, in a table of this name.
pub(super) const fn reference(table: Option<TableName>) -> Reference {
    Reference { column: "customer_id", schema: &customers::SCHEMA, key: "customer_id", table }
}
