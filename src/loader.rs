//! What loads a data set where people need it: for each database and data frame library a script with
//! types, constraints and the statement that reads the plain CSV. Text from a recipe, and nothing that
//! runs; what the values must be is what validation asks of them.

mod python;
mod sql;

use crate::columns::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::format::TableName;
use crate::recipe::{Recipe, Segment};
use crate::shell;

/// Where rows are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Snowflake, by a stage.
    Snowflake,
    /// `PostgreSQL`, by `psql`.
    Postgres,
    /// `SQLite`, by `sqlite3`.
    Sqlite,
    /// `DuckDB`.
    DuckDb,
    /// `BigQuery`, by `bq`.
    BigQuery,
    /// A data frame of pandas.
    Pandas,
    /// A data frame of Polars.
    Polars,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 7] = [
        Target::Snowflake,
        Target::Postgres,
        Target::Sqlite,
        Target::DuckDb,
        Target::BigQuery,
        Target::Pandas,
        Target::Polars,
    ];

    /// The word for it in a command and on the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Target::Snowflake => "snowflake",
            Target::Postgres => "postgres",
            Target::Sqlite => "sqlite",
            Target::DuckDb => "duckdb",
            Target::BigQuery => "bigquery",
            Target::Pandas => "pandas",
            Target::Polars => "polars",
        }
    }
}

/// What is loaded, and into which table.
#[derive(Clone, Debug)]
pub struct Kit {
    /// The recipe of the data set.
    pub recipe: Recipe,
    /// The table. A data frame has none.
    pub table: TableName,
    /// The path of the plain CSV, perhaps compressed with gzip and named `.gz`.
    pub file: String,
}

impl Kit {
    /// The script for a target. It loads everything or stops with an error.
    #[must_use]
    pub fn script(&self, target: Target) -> String {
        match target {
            Target::Snowflake => self.snowflake(),
            Target::Postgres => self.postgres(),
            Target::Sqlite => self.sqlite(),
            Target::DuckDb => self.duckdb(),
            Target::BigQuery => self.bigquery(),
            Target::Pandas => self.pandas(),
            Target::Polars => self.polars(),
        }
    }

    /// The first lines: what makes the file, and what runs the script.
    fn opening(&self, mark: &str, run: &str) -> String {
        let command = shell::generation(self.recipe.parameters());
        let file = shell::word(&self.file);
        format!(
            "{mark} The file: {command} --output {file}\n{mark} Run this by {run}, in the folder of the file.\n"
        )
    }

    /// Whether the file is compressed.
    fn is_gzipped(&self) -> bool {
        self.file.to_ascii_lowercase().ends_with(".gz")
    }

    /// The segments that may have Premium cards.
    fn premium_segments(&self) -> Vec<&'static str> {
        let shares = self.recipe.parameters().premium.into_iter().zip(Segment::ALL);
        shares.filter(|(share, _)| *share > 0).map(|(_, segment)| segment.name()).collect()
    }
}

/// The values that a column may have, if there is a list of them.
fn choices(column: &str) -> Option<Vec<&'static str>> {
    match column {
        "state" => Some(STATES.to_vec()),
        "employment_status" => Some(EMPLOYMENTS.to_vec()),
        "card_type" => Some(CARDS.to_vec()),
        "customer_segment" => Some(Segment::ALL.map(Segment::name).to_vec()),
        "decline_type" => Some(DECLINES.to_vec()),
        _ => None,
    }
}

/// Values in quotes with commas between them, on several lines if there are many.
fn listed(values: &[&str], mark: char, indent: &str) -> String {
    const A_LINE: usize = 17;
    let quoted = |line: &[&str]| {
        line.iter().map(|value| format!("{mark}{value}{mark}")).collect::<Vec<_>>().join(", ")
    };
    let lines: Vec<String> = values.chunks(A_LINE).map(quoted).collect();
    let list = lines.join(&format!(",\n{indent}"));
    if lines.len() > 1 { format!("\n{indent}{list}") } else { list }
}
