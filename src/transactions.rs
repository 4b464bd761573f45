//! The table of transactions: what the customers of recipe version 2 buy. It joins the table of customers by
//! `customer_id`, and behaviour in it gives the segments back.
//!
//! ```text
//! customers ──► accounts ──► behavior ──► payments ──► encode ──► bytes
//!  of a block                dollars and    day, merchant,
//!                            payments of    amount
//!                            each period
//! ```
//!
//! - `schema`: the columns. `declared`: the figures that no source gives. `merchants`: who is paid.
//! - `accounts`: what has to be known of the customers of a block. `calendar`: periods and their days.
//! - `behavior`: how a customer spends; `payments`: a period's dollars as payments; `encode`: how one is written.
//! - `rows`: any range of customers, made alone; `generator`: a partition's whole way, made and read back.
//! - [`dirt`]: which customers have a fault in a transaction, and what must be found of it.
//! - [`check`]: the second opinion; [`statistics`]: what the rows hold; `values`: the lists that both know.
//!
//! A customer's transactions depend on the recipe and on that customer alone, but for the status, which is an
//! exact share of the rows of a block.

mod accounts;
mod behavior;
mod calendar;
pub mod check;
mod columns;
pub mod declared;
pub mod dirt;
mod encode;
mod generator;
mod merchants;
mod payments;
mod rows;
mod schema;
pub mod statistics;
pub(crate) mod values;

pub use generator::{Accumulator, Generator, PartitionReport, TransactionsReport};
pub use rows::RowGenerator;
pub use schema::{COLUMNS, Field, SCHEMA};

use crate::plan::{BLOCK_ROWS, PartitionSize, Rows};
use crate::recipe::{PERIOD_DAYS, Recipe, RecipeVersion, Segment, Span};
use crate::schema::Schema;
use crate::table::Table;

/// The table of transactions.
#[derive(Clone, Copy, Debug)]
pub struct Transactions;

impl Table for Transactions {
    const SCHEMA: &'static Schema = &SCHEMA;
    const SINCE: RecipeVersion = RecipeVersion::V2;

    type Generator = Generator;
    type Accumulator = Accumulator;

    fn generator(recipe: &Recipe) -> Generator {
        match Generator::new(recipe) {
            Ok(generator) => generator,
            Err(error) => {
                unreachable!("a data set of transactions is of a recipe that has them: {error}")
            }
        }
    }

    /// Customers of some 10,000 rows: most of a megabyte.
    fn partition_size(recipe: &Recipe) -> PartitionSize {
        const ROWS: u64 = 10_000;
        let customers = ROWS * u64::from(BLOCK_ROWS) / Transactions::rows_of_block(recipe).max(1);
        PartitionSize::Customers(customers.max(1) as u32)
    }

    /// By the middle of each segment's range, as if all were customers in every month but those of New & Growing.
    fn rows_of_block(recipe: &Recipe) -> u64 {
        let parameters = recipe.parameters();
        let twice = |Span { min, max }| u64::from(min) + u64::from(max);
        let days = u64::from(parameters.spending.months * PERIOD_DAYS);
        let rows =
            Segment::ALL.into_iter().zip(parameters.weights).zip(parameters.spending.payments);
        let rows = rows.map(|((segment, weight), payments)| {
            let days = match segment {
                Segment::NewAndGrowing => days.min(twice(parameters.new_account_age) / 2),
                _ => days,
            };
            u64::from(weight) * twice(payments) * days / u64::from(2 * PERIOD_DAYS)
        });
        rows.sum()
    }

    fn accumulator(recipe: &Recipe, _: Rows) -> Accumulator {
        Accumulator::new(recipe)
    }
}
