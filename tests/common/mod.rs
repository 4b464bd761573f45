//! What several test files share: recipes, data sets, the columns of a file.

#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

pub mod chance;
pub mod people;
pub mod recipes;
pub mod tables;

use segmint::customers::HEADER;
use segmint::data_set::DataSet;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::table::{Accumulate, Generate};
use segmint::validate::Report;

/// The defaults as of a day that never changes.
pub fn defaults() -> Parameters {
    Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap())
}

/// The defaults with another count and seed.
pub fn customers(count: u32, seed: u64) -> Recipe {
    Recipe::new(Parameters { count, seed, ..defaults() }).unwrap()
}

/// These rows as text, without header, in partitions of so many blocks.
pub fn rows_of(recipe: &Recipe, rows: Rows, blocks: u32) -> String {
    let data_set = DataSet::customers(recipe.clone()).range(rows);
    let generator = data_set.generator();
    let (mut all, mut partition) = (Vec::new(), Vec::new());
    for rows in data_set.partitions(PartitionSize::Blocks(blocks)) {
        generator.write(rows, &mut partition);
        all.extend_from_slice(&partition);
    }
    String::from_utf8(all).unwrap()
}

/// The whole file.
pub fn file_of(recipe: &Recipe) -> String {
    HEADER.to_owned() + &rows_of(recipe, Rows::all(recipe), 25)
}

/// The report on the whole data set.
pub fn report_of(recipe: &Recipe) -> Report {
    let data_set = DataSet::customers(recipe.clone());
    let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
    for rows in data_set.partitions(PartitionSize::Blocks(25)) {
        accumulator.add(generator.generate(rows, &mut Vec::new()));
    }
    accumulator.report().report
}

/// A row by the names of its columns, read by a CSV library.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Record {
    pub customer_id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub age: u32,
    pub state: String,
    pub city: String,
    pub employment_status: String,
    pub card_type: String,
    pub credit_limit: u32,
    pub account_open_date: String,
    pub customer_segment: String,
    pub decline_type: String,
}

/// The rows of a file with header.
pub fn records(file: &str) -> Vec<Record> {
    csv::Reader::from_reader(file.as_bytes()).deserialize().map(Result::unwrap).collect()
}

/// The rows of a recipe.
pub fn records_of(recipe: &Recipe) -> Vec<Record> {
    records(&file_of(recipe))
}
