//! The table of transactions, held against what the contract says of it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(clippy::cast_precision_loss, reason = "all cents of a customer are far below 2^53")]

mod checks;
mod faults;
mod files;
mod properties;
mod rules;
mod twin;

use std::collections::BTreeMap;

use segmint::customers::v2::RowGenerator;
use segmint::date::Date;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Segment, Spending};
use segmint::transactions::{COLUMNS, RowGenerator as Transactions};

/// A row, as a reader has it who knows nothing of how it was made.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    customer: u32,
    date: Date,
    cents: u64,
    merchant: String,
    category: String,
    channel: String,
    declined: bool,
}

impl Row {
    fn read(line: &str) -> Row {
        let fields: Vec<&str> = line.split(',').collect();
        let fields: [&str; COLUMNS] = fields.try_into().unwrap();
        let [id, customer, date, amount, merchant, category, channel, status] = fields;
        let (dollars, cents) = amount.split_once('.').unwrap();
        assert!(cents.len() == 2 && !dollars.starts_with('0'), "{amount}");
        Row {
            id: id.to_owned(),
            customer: customer
                .strip_prefix("CUST")
                .filter(|n| n.len() == 8)
                .unwrap()
                .parse()
                .unwrap(),
            date: date.parse().unwrap(),
            cents: dollars.parse::<u64>().unwrap() * 100 + cents.parse::<u64>().unwrap(),
            merchant: merchant.to_owned(),
            category: category.to_owned(),
            channel: channel.to_owned(),
            declined: match status {
                "declined" => true,
                "approved" => false,
                other => panic!("{other}"),
            },
        }
    }

    fn is_of(&self, categories: &[&str]) -> bool {
        categories.contains(&&*self.category)
    }
}

const TRAVEL: [&str; 3] = ["Travel", "Airlines", "Hotels"];
const NECESSITIES: [&str; 3] = ["Grocery", "Gas", "Utilities"];

fn as_of() -> Date {
    "2026-11-23".parse().unwrap()
}

fn parameters(count: u32, seed: u64) -> Parameters {
    Parameters { count, seed, ..Parameters::defaults(RecipeVersion::V2, as_of()) }
}

fn recipe(parameters: Parameters) -> Recipe {
    Recipe::new(parameters).unwrap()
}

fn spending(count: u32, spending: Spending) -> Recipe {
    recipe(Parameters { spending, ..parameters(count, 42) })
}

fn csv(recipe: &Recipe, rows: Rows) -> String {
    let mut csv = Vec::new();
    let count = Transactions::new(recipe).unwrap().write(rows, &mut csv);
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().count() as u64, count);
    csv
}

/// All rows of each customer who has any.
fn rows(recipe: &Recipe) -> BTreeMap<u32, Vec<Row>> {
    let mut rows: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for row in csv(recipe, Rows::all(recipe)).lines().map(Row::read) {
        rows.entry(row.customer).or_default().push(row);
    }
    rows
}

/// What the table of customers says of each.
#[derive(Clone, Copy, Debug)]
struct Customer {
    segment: Segment,
    gradual: bool,
    opened: Date,
}

fn customers(recipe: &Recipe) -> BTreeMap<u32, Customer> {
    let generator = RowGenerator::new(recipe);
    let mut customers = BTreeMap::new();
    for block in Rows::all(recipe).blocks() {
        generator.block(block, |customer| {
            let segment = Segment::ALL[customer.standing.segment];
            let opened = generator.opened(customer);
            let gradual = customer.standing.gradual;
            customers.insert(customer.number, Customer { segment, gradual, opened });
        });
    }
    customers
}
