//! Rows as SQL: `INSERT` statements of many rows each, in the dialects of five databases.

mod name;

use std::num::NonZero;

pub use self::name::{NotATableName, TableName};
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
    /// Whether the table is created first. What is for `psql` then also stops it at the first error.
    pub create_table: bool,
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
    /// The most rows in a statement.
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
    /// The most rows in a statement, whatever is asked for. Snowflake and BigQuery refuse one of more than
    /// 1 MB (10^6 bytes are safe), and no row of customers takes more than 230 bytes, of transactions fewer.
    #[must_use]
    pub const fn most_rows(self) -> u32 {
        match self {
            Dialect::Snowflake | Dialect::BigQuery => 4_000,
            Dialect::Postgres | Dialect::Sqlite | Dialect::DuckDb => Batch::MOST,
        }
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
    pub(super) fn options(&self, schema: &Schema) -> Vec<String> {
        let SqlForm { dialect, table, batch, create_table } = self;
        let usual = SqlForm { table: TableName::of(schema), ..SqlForm::default() };
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
        if *create_table {
            options.push("--create-table".to_owned());
        }
        options
    }

    /// Appends what comes before the first row.
    pub(super) fn open(&self, schema: &Schema, text: &mut Vec<u8>) {
        // These two end a transaction at a statement that defines.
        let apart = matches!(self.dialect, Dialect::Snowflake | Dialect::BigQuery);
        if self.create_table && self.dialect == Dialect::Postgres {
            text.extend_from_slice(b"\\set ON_ERROR_STOP on\n");
        }
        if self.create_table && apart {
            self.definition(schema, text);
        }
        text.extend_from_slice(b"BEGIN;\n");
        if self.create_table && !apart {
            self.definition(schema, text);
        }
    }

    /// Appends the statement that creates the table: types, keys, and what may not be missing.
    fn definition(&self, schema: &Schema, text: &mut Vec<u8>) {
        let mut is_first = true;
        let mut lines = Vec::new();
        for column in schema.columns {
            let name = self.dialect.identifier(column.name);
            let mut line = format!("{name} {}", self.dialect.column_type(column.kind));
            if !column.is_nullable {
                line += " NOT NULL";
            }
            if column.is_unique {
                line += match (self.dialect, is_first) {
                    (Dialect::BigQuery, true) => " PRIMARY KEY NOT ENFORCED",
                    // There is no UNIQUE.
                    (Dialect::BigQuery, false) => "",
                    (_, true) => " PRIMARY KEY",
                    (_, false) => " UNIQUE",
                };
                is_first = false;
            }
            lines.push(line);
        }
        let table = self.table.in_statement(self.dialect);
        let statement = format!("CREATE TABLE {table} (\n    {}\n);\n", lines.join(",\n    "));
        text.extend_from_slice(statement.as_bytes());
    }

    /// How many rows a full statement inserts.
    pub(super) fn rows_in_statement(&self) -> u64 {
        self.batch.rows().min(self.dialect.most_rows()).into()
    }

    /// Appends a row, and what begins and ends its statement.
    pub(super) fn row(&self, schema: &Schema, fields: &[&[u8]], place: Place, text: &mut Vec<u8>) {
        let batch = self.rows_in_statement();
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
        for part in ["INSERT INTO ", &self.table.in_statement(self.dialect)] {
            text.extend_from_slice(part.as_bytes());
        }
        for name in schema.names() {
            text.extend_from_slice(before.as_bytes());
            text.extend_from_slice(self.dialect.identifier(name).as_bytes());
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
        if self == Dialect::BigQuery {
            text.push(b'\'');
            for &byte in value {
                if matches!(byte, b'\'' | b'\\') {
                    text.push(b'\\');
                }
                text.push(byte);
            }
            text.push(b'\'');
        } else if self == Dialect::Snowflake && value.contains(&b'\\') {
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
