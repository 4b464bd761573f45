//! Rows as SQL: `INSERT` statements of many rows each, in the dialects of three databases.

use std::fmt;
use std::num::NonZero;
use std::str::FromStr;

use thiserror::Error;

use super::{Place, is_number, quote};
use crate::date::Date;
use crate::schema::{ColumnKind, Schema};

/// Which `INSERT` statements are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SqlForm {
    /// For which database.
    pub dialect: Dialect,
    /// Into which table.
    pub table: TableName,
    /// How many rows in a statement.
    pub batch: Batch,
}

/// The database that reads the statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL, and DuckDB, which reads the same.
    #[default]
    Postgres,
    /// SQLite, whose dates are text.
    Sqlite,
    /// Snowflake, whose strings have backslash escapes.
    Snowflake,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 3] = [Dialect::Postgres, Dialect::Sqlite, Dialect::Snowflake];

    /// The word for it in an option.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
            Dialect::Snowflake => "snowflake",
        }
    }
}

/// The name of a table as every database reads it without quotes: up to three parts with dots
/// between them, each a letter or `_` and then letters, digits and `_`, 63 characters at most (what
/// Postgres keeps of a name).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName(String);

/// The text is no [`TableName`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "must be a name of letters, digits and _ that begins with no digit, up to 63 characters, perhaps with a schema and a database before it, as in staging.customers"
)]
pub struct NotATableName;

impl TableName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for TableName {
    fn default() -> TableName {
        TableName("customers".to_owned())
    }
}

impl FromStr for TableName {
    type Err = NotATableName;

    fn from_str(text: &str) -> Result<TableName, NotATableName> {
        let is_name = |part: &str| {
            (1..=63).contains(&part.len())
                && !part.starts_with(|first: char| first.is_ascii_digit())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        let fits = text.split('.').all(is_name) && text.split('.').count() <= 3;
        fits.then(|| TableName(text.to_owned())).ok_or(NotATableName)
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How many rows a statement inserts. Statements begin at the same rows of the data set whichever
/// part of it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch(NonZero<u32>);

impl Batch {
    /// The most rows in a statement. Snowflake takes 1 MB, which is about 4,000.
    pub const MOST: u32 = 10_000;

    /// So many rows, if that is 1 to [`Batch::MOST`].
    #[must_use]
    pub fn new(rows: u32) -> Option<Batch> {
        NonZero::new(rows).filter(|rows| rows.get() <= Batch::MOST).map(Batch)
    }

    /// How many rows.
    #[must_use]
    pub const fn rows(self) -> u32 {
        self.0.get()
    }
}

impl Default for Batch {
    /// 1,000 rows: 190 KB.
    fn default() -> Batch {
        const ROWS: NonZero<u32> = NonZero::new(1_000).unwrap();
        Batch(ROWS)
    }
}

impl SqlForm {
    /// The options of the command line for what is not as usual.
    pub(super) fn options(&self) -> Vec<String> {
        let SqlForm { dialect, table, batch } = self;
        let usual = SqlForm::default();
        let mut options = Vec::new();
        if *dialect != usual.dialect {
            options.push(format!("--sql-dialect {}", dialect.word()));
        }
        if *table != usual.table {
            options.push(format!("--table {table}"));
        }
        if *batch != usual.batch {
            options.push(format!("--batch {}", batch.rows()));
        }
        options
    }

    /// Appends a row, and what begins and ends its statement.
    pub(super) fn row(&self, schema: &Schema, fields: &[&[u8]], place: Place, text: &mut Vec<u8>) {
        let batch = u64::from(self.batch.rows());
        if place.is_first || (place.number - 1).is_multiple_of(batch) {
            self.begin(schema, text);
        } else {
            text.extend_from_slice(b",\n");
        }
        let mut before = b'(';
        for (value, column) in fields.iter().zip(schema.columns) {
            text.push(before);
            self.dialect.literal(value, column.kind, text);
            before = b',';
        }
        text.push(b')');
        if place.is_last || place.number.is_multiple_of(batch) {
            text.extend_from_slice(b";\n");
        }
    }

    fn begin(&self, schema: &Schema, text: &mut Vec<u8>) {
        let mut before = " (";
        for part in ["INSERT INTO ", self.table.as_str()] {
            text.extend_from_slice(part.as_bytes());
        }
        for name in schema.names() {
            text.extend_from_slice(before.as_bytes());
            text.extend_from_slice(name.as_bytes());
            before = ", ";
        }
        text.extend_from_slice(b") VALUES\n");
    }
}

impl Dialect {
    /// Appends a value. One that is not of its column's type is written as text, and the database
    /// says what it thinks of it.
    fn literal(self, value: &[u8], kind: ColumnKind, text: &mut Vec<u8>) {
        if value.is_empty() {
            text.extend_from_slice(b"NULL");
            return;
        }
        if is_number(kind, value) {
            text.extend_from_slice(value);
            return;
        }
        if kind == ColumnKind::Date && self != Dialect::Sqlite && Date::parse(value).is_ok() {
            text.extend_from_slice(b"DATE ");
        }
        if self == Dialect::Snowflake && value.contains(&b'\\') {
            let doubled: Vec<u8> = value
                .iter()
                .flat_map(|&byte| std::iter::repeat_n(byte, if byte == b'\\' { 2 } else { 1 }))
                .collect();
            quote(&doubled, b'\'', text);
        } else {
            quote(value, b'\'', text);
        }
    }
}
