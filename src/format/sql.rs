//! Rows as SQL: `INSERT` statements of many rows each, in the dialects of three databases.

mod name;

use std::num::NonZero;

pub use self::name::{NotATableName, TableName};
use super::{KINDS, Kind, Place, is_plain_number, quote};
use crate::columns::COLUMNS;
use crate::date::Date;
use crate::decode::Fields;
use crate::schema::ColumnKind;

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
    /// PostgreSQL.
    #[default]
    Postgres,
    /// SQLite, whose dates are text.
    Sqlite,
    /// Snowflake, whose strings have backslash escapes.
    Snowflake,
    /// DuckDB, which reads what is for PostgreSQL, but for what only psql understands.
    DuckDb,
    /// BigQuery, whose strings have backslash escapes.
    BigQuery,
}

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 5] = [
        Dialect::Postgres,
        Dialect::Sqlite,
        Dialect::Snowflake,
        Dialect::DuckDb,
        Dialect::BigQuery,
    ];

    /// The word for it in an option.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::Sqlite => "sqlite",
            Dialect::Snowflake => "snowflake",
            Dialect::DuckDb => "duckdb",
            Dialect::BigQuery => "bigquery",
        }
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

impl Dialect {
    /// Whether a backslash in a string begins an escape.
    const fn escapes(self) -> bool {
        matches!(self, Dialect::Snowflake | Dialect::BigQuery)
    }

    /// The type of a column.
    #[must_use]
    pub fn column_type(self, kind: ColumnKind) -> String {
        let word = match (self, kind) {
            (Dialect::Postgres, ColumnKind::Text) => "text",
            (Dialect::Sqlite, ColumnKind::Text | ColumnKind::Date) => "TEXT",
            (Dialect::Snowflake | Dialect::DuckDb, ColumnKind::Text) => "VARCHAR",
            (Dialect::BigQuery, ColumnKind::Text) => "STRING",
            (Dialect::Postgres, ColumnKind::Integer) => "integer",
            (Dialect::Sqlite | Dialect::DuckDb, ColumnKind::Integer) => "INTEGER",
            (Dialect::Snowflake, ColumnKind::Integer) => "NUMBER(10)",
            (Dialect::BigQuery, ColumnKind::Integer) => "INT64",
            (Dialect::Postgres, ColumnKind::Date) => "date",
            (_, ColumnKind::Date) => "DATE",
            (_, ColumnKind::Decimal { precision, scale }) => {
                let word = match self {
                    Dialect::Postgres => "numeric",
                    Dialect::Sqlite | Dialect::BigQuery => "NUMERIC",
                    Dialect::Snowflake => "NUMBER",
                    Dialect::DuckDb => "DECIMAL",
                };
                return format!("{word}({precision}, {scale})");
            }
        };
        word.to_owned()
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
    pub(super) fn row(&self, fields: &Fields<'_>, place: Place, text: &mut Vec<u8>) {
        let batch = self.batch.rows();
        if place.is_first || (place.number - 1).is_multiple_of(batch) {
            self.begin(text);
        } else {
            text.extend_from_slice(b",\n");
        }
        let mut before = b'(';
        for (value, kind) in fields.iter().zip(KINDS) {
            text.push(before);
            self.dialect.literal(value, kind, text);
            before = b',';
        }
        text.push(b')');
        if place.is_last || place.number.is_multiple_of(batch) {
            text.extend_from_slice(b";\n");
        }
    }

    fn begin(&self, text: &mut Vec<u8>) {
        let mut before = " (";
        for part in ["INSERT INTO ", &self.table.in_statement(self.dialect)] {
            text.extend_from_slice(part.as_bytes());
        }
        for name in COLUMNS {
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
    fn literal(self, value: &[u8], kind: Kind, text: &mut Vec<u8>) {
        if value.is_empty() {
            text.extend_from_slice(b"NULL");
            return;
        }
        if kind == Kind::Number && is_plain_number(value) {
            text.extend_from_slice(value);
            return;
        }
        if kind == Kind::Day && self != Dialect::Sqlite && Date::parse(value).is_ok() {
            text.extend_from_slice(b"DATE ");
        }
        if self.escapes() && value.contains(&b'\\') {
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
