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
//! - [`check`]: the second opinion; [`statistics`]: what the rows hold; `values`: the lists that both know.
//!
//! A customer's transactions depend on the recipe and on that customer alone, but for the status, which is an
//! exact share of the rows of a block.

mod accounts;
mod behavior;
mod calendar;
pub mod check;
pub mod declared;
mod encode;
mod generator;
mod merchants;
mod payments;
mod rows;
mod schema;
pub mod statistics;
pub(crate) mod values;

pub use generator::{Accumulator, Generator, Injection, PartitionReport, TransactionsReport};
pub use rows::RowGenerator;
pub use schema::{COLUMNS, Field, SCHEMA};

use crate::plan::{PartitionSize, Rows};
use crate::recipe::{Recipe, RecipeVersion};
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
        let spending = recipe.parameters().spending;
        let weights = recipe.parameters().weights.into_iter().zip(spending.payments);
        // Payments of a thousand customers in a month, by the middle of each segment's range.
        let payments: u64 =
            weights.map(|(weight, of)| u64::from(weight) * u64::from(of.min + of.max) / 2).sum();
        let customers = ROWS * 1000 / (payments * u64::from(spending.months)).max(1);
        PartitionSize::Customers(customers.max(1) as u32)
    }

    fn accumulator(recipe: &Recipe, _: Rows) -> Accumulator {
        Accumulator::new(recipe)
    }
}
