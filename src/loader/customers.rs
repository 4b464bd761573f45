//! What the rows of customers keep, for a recipe.

use super::rule::Rule;
use crate::customers::values::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::customers::windows;
use crate::recipe::{Recipe, Segment};

/// The rules of a recipe without faults.
pub(super) fn rules(recipe: &Recipe) -> Vec<Rule> {
    let parameters = recipe.parameters();
    let (first, last) = windows::all(recipe);
    let (age, limit) = (parameters.age, parameters.credit_limit);
    let premium = parameters.premium.into_iter().zip(Segment::ALL);
    let premium = premium.filter(|(share, _)| *share > 0).map(|(_, segment)| segment.name());
    vec![
        Rule::Id { column: "customer_id", prefix: "CUST", digits: 8 },
        Rule::Filled { column: "first_name" },
        Rule::Filled { column: "last_name" },
        Rule::Mail { column: "email" },
        Rule::Range { column: "age", min: age.min, max: age.max, step: 1 },
        Rule::OneOf { column: "state", values: STATES.to_vec() },
        Rule::Filled { column: "city" },
        Rule::OneOf { column: "employment_status", values: EMPLOYMENTS.to_vec() },
        Rule::OneOf { column: "card_type", values: CARDS.to_vec() },
        Rule::Range {
            column: "credit_limit",
            min: limit.min,
            max: limit.max,
            step: parameters.credit_limit_step,
        },
        Rule::Window { column: "account_open_date", first, last },
        Rule::OneOf {
            column: "customer_segment",
            values: Segment::ALL.map(Segment::name).to_vec(),
        },
        Rule::OneOf { column: "decline_type", values: DECLINES.to_vec() },
        Rule::OnlyWith {
            name: "premium_allowed",
            column: "card_type",
            value: "Premium",
            other: "customer_segment",
            among: premium.collect(),
        },
        Rule::ExactlyWith {
            name: "decline_only_for_declining",
            column: "decline_type",
            other: "customer_segment",
            value: "Declining",
        },
    ]
}
