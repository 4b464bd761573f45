//! What loads a data set where people need it: for each database and data frame library a script with
//! types, constraints and the statement that reads the plain CSV. The scripts stand beside this file
//! as what they are, SQL and Python, with blanks that are filled from a recipe; nothing in here runs
//! them. What the values must be is what validation asks of them.

use crate::customers::values::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::format::TableName;
use crate::recipe::{Recipe, Segment, Span};
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
    /// A bucket of an object store that speaks S3, by Amazon's client.
    S3,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 8] = [
        Target::Snowflake,
        Target::Postgres,
        Target::Sqlite,
        Target::DuckDb,
        Target::BigQuery,
        Target::Pandas,
        Target::Polars,
        Target::S3,
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
            Target::S3 => "s3",
        }
    }

    /// The script, with blanks in braces.
    const fn blank_script(self) -> &'static str {
        match self {
            Target::Snowflake => include_str!("loader/snowflake.sql"),
            Target::Postgres => include_str!("loader/postgres.sql"),
            Target::Sqlite => include_str!("loader/sqlite.sql"),
            Target::DuckDb => include_str!("loader/duckdb.sql"),
            Target::BigQuery => include_str!("loader/bigquery.sh"),
            Target::Pandas => include_str!("loader/pandas.py"),
            Target::Polars => include_str!("loader/polars.py"),
            Target::S3 => include_str!("loader/s3.sh"),
        }
    }

    /// What stands around text.
    const fn quotation_mark(self) -> &'static str {
        match self {
            Target::Pandas | Target::Polars => "\"",
            _ => "'",
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
        let parameters = self.recipe.parameters();
        let (ages, limits) = (parameters.age, parameters.credit_limit);
        let (first, last) = self.recipe.account_window();
        let listed = |values: &[&str]| listed(values, target.quotation_mark());
        let (dataset, table, place) = self.table(target);
        let numbers = |Span { min, max }: Span| [min, max].map(|number| number.to_string());
        let ([age_min, age_max], [limit_min, limit_max]) = (numbers(ages), numbers(limits));
        let blanks = [
            ("{command}", shell::generation(parameters)),
            ("{age_min}", age_min),
            ("{age_max}", age_max),
            ("{limit_min}", limit_min),
            ("{limit_max}", limit_max),
            ("{step}", parameters.credit_limit_step.to_string()),
            ("{first}", first.to_string()),
            ("{last}", last.to_string()),
            ("{states}", listed(&STATES)),
            ("{employments}", listed(&EMPLOYMENTS)),
            ("{cards}", listed(&CARDS)),
            ("{segments}", listed(&Segment::ALL.map(Segment::name))),
            ("{declines}", listed(&DECLINES)),
            ("{premium}", self.premium(target)),
            ("{dataset}", dataset),
            ("{table}", table),
            ("{place}", place),
            ("{compress}", if self.is_gzipped() { " --compress gzip" } else { "" }.to_owned()),
            // The names of files come last, because they may hold anything.
            ("{word}", shell::word(&self.file).into_owned()),
            ("{source}", self.source(target)),
        ];
        let script = target.blank_script().to_owned();
        blanks.iter().fold(script, |script, (blank, filling)| script.replace(blank, filling))
    }

    /// What else may be true of a row whose card is Premium: nothing, if no segment has such cards.
    fn premium(&self, target: Target) -> String {
        let shares = self.recipe.parameters().premium.into_iter().zip(Segment::ALL);
        let segments: Vec<&str> =
            shares.filter(|(share, _)| *share > 0).map(|(_, segment)| segment.name()).collect();
        let (before, after) = match target {
            _ if segments.is_empty() => return String::new(),
            Target::Pandas => (" | customers[\"customer_segment\"].isin([", "])"),
            Target::Polars => (" | pl.col(\"customer_segment\").is_in([", "])"),
            _ => (" OR customer_segment IN (", ")"),
        };
        format!("{before}{}{after}", listed(&segments, target.quotation_mark()))
    }

    /// The table's dataset, its name in SQL, and its name for `bq`: a table of `BigQuery` is in a
    /// dataset, and a project has a colon behind it.
    fn table(&self, target: Target) -> (String, String, String) {
        let name = self.table.as_str();
        let table = match target {
            Target::BigQuery if !name.contains('.') => format!("segmint.{name}"),
            _ => name.to_owned(),
        };
        let place = match table.matches('.').count() {
            2 => table.replacen('.', ":", 1),
            _ => table.clone(),
        };
        let dataset = place.rsplit_once('.').map_or("", |(dataset, _)| dataset);
        (dataset.to_owned(), table, place)
    }

    /// Where the target finds the file, as it writes that.
    fn source(&self, target: Target) -> String {
        let file = &self.file;
        let unpacked = || format!("gunzip < {}", shell::word(file));
        let sql = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let escaped =
            |text: &str| format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""));
        match target {
            Target::Postgres if self.is_gzipped() => format!("PROGRAM {}", sql(&unpacked())),
            Target::Postgres | Target::DuckDb => sql(file),
            Target::Sqlite if self.is_gzipped() => escaped(&format!("|{}", unpacked())),
            // A name that begins with a bar would be a command.
            Target::Sqlite if file.starts_with('|') => escaped(&format!("./{file}")),
            Target::Sqlite | Target::Pandas | Target::Polars => escaped(file),
            Target::Snowflake => file.replace('\\', r"\\").replace('\'', r"\'"),
            Target::BigQuery => shell::word(file).into_owned(),
            Target::S3 => {
                let name = file.rsplit('/').next().unwrap_or(file);
                shell::word(&format!("s3://bucket/customers/{name}")).into_owned()
            }
        }
    }

    /// Whether the file is compressed.
    fn is_gzipped(&self) -> bool {
        self.file.to_ascii_lowercase().ends_with(".gz")
    }
}

/// Values in quotation marks with commas between them, on several lines if there are many.
fn listed(values: &[&str], mark: &str) -> String {
    const A_LINE: usize = 17;
    let mut list = String::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            list += ",";
        }
        list += match (place % A_LINE, values.len() > A_LINE) {
            (0, true) => "\n        ",
            _ if place > 0 => " ",
            _ => "",
        };
        list += mark;
        list += value;
        list += mark;
    }
    list
}
