//! How a data set is written: the same rows in every format. What is written is taken from the plain
//! CSV that was read back and judged, chunk by chunk, so that every format holds the rows that the
//! report describes, and any range of them can be made anywhere. Formats whose columns have types take the same rows
//! as [`columns`](crate::columns), which tests hold against the CSV. Nothing in here makes rows, judges
//! them, or knows where bytes go.

#[cfg(feature = "arrow")]
pub mod arrow;
mod csv;
mod json;
#[cfg(feature = "parquet")]
pub mod parquet;
mod sql;
mod written;

pub use self::csv::{CsvForm, Delimiter, Null};
pub use self::sql::{Batch, Dialect, NotATableName, SqlForm, TableName};

use thiserror::Error;

use crate::decode::{Layout, Reader, Record, Unreadable};
use crate::plan::Rows;
use crate::schema::{ColumnKind, Schema};

/// A text format, with everything that decides its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV; in its default form exactly what the encoder writes.
    Csv(CsvForm),
    /// A JSON object on each line.
    Ndjson,
    /// One JSON array of objects.
    Json,
    /// SQL: `INSERT` statements in a transaction.
    Sql(SqlForm),
}

/// What a format has no words for. Lines count as in the plain CSV, whose header is line 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unsayable {
    /// A row with a wrong number of fields.
    #[error(
        "line {line} has {found} fields instead of {expected}, and only CSV can hold rows with a wrong number of fields"
    )]
    Ragged {
        /// The line.
        line: u64,
        /// How many fields it has.
        found: usize,
        /// How many columns there are.
        expected: usize,
    },
    /// Bytes that are no row.
    #[error("line {line} {why}")]
    Unreadable {
        /// The line.
        line: u64,
        /// Why they are none.
        why: Unreadable,
    },
    /// A value that is not of its column's type, for a format whose columns have one.
    #[error(
        "line {line}, {column}: {value:?} is no {kind}, and a Parquet column holds nothing else"
    )]
    Value {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// The beginning of the value.
        value: String,
        /// What the column holds.
        kind: &'static str,
    },
}

impl Format {
    /// CSV as the encoder writes it.
    pub const PLAIN: Format = Format::Csv(CsvForm::PLAIN);

    /// Whether this is CSV as the encoder writes it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Format::PLAIN
    }

    /// The word for it in an option, and what the names of its files end in.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Format::Csv(_) => "csv",
            Format::Ndjson => "ndjson",
            Format::Json => "json",
            Format::Sql(_) => "sql",
        }
    }

    /// The options of the command line for what is not as usual for such a table in this format.
    #[must_use]
    pub fn options(&self, schema: &Schema) -> Vec<String> {
        match self {
            Format::Csv(form) => form.options(),
            Format::Ndjson | Format::Json => Vec::new(),
            Format::Sql(form) => form.options(schema),
        }
    }
}

/// How the rows of a file stand to its customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowLayout {
    /// One row for each customer.
    OneEach,
    /// Any number of rows for each customer. How many come before a partition is not known when it is
    /// written, so statements of SQL end with it.
    AnyNumber {
        /// The first customer of the file who has a row, if anybody has.
        first: Option<u64>,
    },
}

/// Writes the partitions of one file of a table with `N` columns in its format.
#[derive(Debug)]
pub struct Transcoder<const N: usize> {
    format: Format,
    schema: &'static Schema,
    /// The customers of the whole file.
    file: Rows,
    layout: RowLayout,
    /// Whether a CSV begins with its header.
    header: bool,
    reader: Reader<N>,
    text: Vec<u8>,
}

/// Where in its file a row stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its number in the data set, or in its partition if nobody knows that.
    number: u64,
    /// Whether it is the first of the file.
    is_first: bool,
    /// Whether it is known to be the last of the file.
    is_last: bool,
}

impl Place {
    /// Of a row in a file of these customers; it is so far, from 0 on, in the partition of these.
    const fn of(layout: RowLayout, file: Rows, partition: Rows, at: u64) -> Place {
        match layout {
            RowLayout::OneEach => {
                let number = partition.first + at;
                Place { number, is_first: number == file.first, is_last: number == file.last }
            }
            RowLayout::AnyNumber { first } => {
                let opens = matches!(first, Some(customer) if partition.contains(customer));
                Place { number: at + 1, is_first: opens && at == 0, is_last: false }
            }
        }
    }
}

impl<const N: usize> Transcoder<N> {
    /// For a file of this format with the rows of these customers, one for each; if it is a CSV, with a
    /// header or without.
    #[must_use]
    pub fn new(format: Format, schema: &'static Schema, file: Rows, header: bool) -> Transcoder<N> {
        let reader = Reader::new(Layout::contract());
        let layout = RowLayout::OneEach;
        Transcoder { format, schema, file, layout, header, reader, text: Vec::new() }
    }

    /// The same for rows that stand otherwise to the customers.
    #[must_use]
    pub fn with_layout(self, layout: RowLayout) -> Transcoder<N> {
        Transcoder { layout, ..self }
    }

    /// What the rows of these customers are in the file, given their plain CSV without header: the bytes of
    /// all chunks one after the other are the file.
    ///
    /// # Errors
    /// Rows that the format has no words for.
    pub fn transcode<'a>(&'a mut self, csv: &'a [u8], rows: Rows) -> Result<&'a [u8], Unsayable> {
        let Transcoder { format, schema, file, layout, header, reader, text } = self;
        let opens = rows.first == file.first;
        text.clear();
        if format.is_plain() {
            if !(opens && *header) {
                return Ok(csv);
            }
            text.extend_from_slice(schema.header().as_bytes());
            text.extend_from_slice(csv);
            return Ok(text);
        }
        if opens {
            format.open(schema, *header, text);
        }
        let mut outcome = Ok(());
        let mut count = 0;
        reader.read(csv, true, |line, record| {
            let place = Place::of(*layout, *file, rows, count);
            count += 1;
            if outcome.is_ok() {
                // Row 1 is on line 2.
                let line = rows.first + 1 + line;
                outcome = format.record(schema, record, place, line, text);
            }
        });
        outcome?;
        if *layout != RowLayout::OneEach {
            format.end_partition(count, text);
        }
        if rows.last == file.last {
            format.close(text);
        }
        Ok(text)
    }
}

impl Format {
    /// What comes before the first row.
    fn open(&self, schema: &Schema, header: bool, text: &mut Vec<u8>) {
        match self {
            Format::Csv(form) if header => form.open(schema, text),
            Format::Csv(_) | Format::Ndjson => {}
            Format::Json => text.extend_from_slice(b"[\n"),
            Format::Sql(form) => form.open(schema, text),
        }
    }

    /// What comes after the last of so many rows of a partition, if nothing is begun that the next goes on with.
    fn end_partition(&self, rows: u64, text: &mut Vec<u8>) {
        if let Format::Sql(form) = self
            && !rows.is_multiple_of(form.rows_in_statement())
        {
            text.extend_from_slice(b";\n");
        }
    }

    /// What comes after the last row.
    fn close(&self, text: &mut Vec<u8>) {
        match self {
            Format::Csv(_) | Format::Ndjson => {}
            Format::Json => text.extend_from_slice(b"\n]\n"),
            Format::Sql(_) => text.extend_from_slice(b"COMMIT;\n"),
        }
    }

    fn record<const N: usize>(
        &self,
        schema: &Schema,
        record: Record<'_, N>,
        place: Place,
        line: u64,
        text: &mut Vec<u8>,
    ) -> Result<(), Unsayable> {
        match (record, self) {
            (Record::Row(fields), _) => self.row(schema, &fields, place, text),
            (Record::Blank, Format::Csv(form)) => form.row([], text),
            (Record::Unreadable(Unreadable::FieldCount { .. }, row), Format::Csv(form)) => {
                form.ragged_row(row, text);
            }
            (Record::Blank, _) => return Err(Unsayable::Ragged { line, found: 0, expected: N }),
            (Record::Unreadable(Unreadable::FieldCount { found, .. }, _), _) => {
                return Err(Unsayable::Ragged { line, found, expected: N });
            }
            (Record::Unreadable(why, _), _) => return Err(Unsayable::Unreadable { line, why }),
        }
        Ok(())
    }

    fn row(&self, schema: &Schema, fields: &[&[u8]], place: Place, text: &mut Vec<u8>) {
        match self {
            Format::Csv(form) => form.row(fields.iter().copied(), text),
            Format::Ndjson => {
                json::object(schema, fields, text);
                text.push(b'\n');
            }
            Format::Json => {
                if !place.is_first {
                    text.extend_from_slice(b",\n");
                }
                json::object(schema, fields, text);
            }
            Format::Sql(form) => form.row(schema, fields, place, text),
        }
    }
}

/// Whether a value of such a column is a number as JSON and SQL write one.
fn is_number(kind: ColumnKind, value: &[u8]) -> bool {
    match kind {
        ColumnKind::Integer => is_plain_number(value),
        ColumnKind::Decimal { scale, .. } => unscaled(value, scale).is_some(),
        ColumnKind::Text | ColumnKind::Date => false,
    }
}

/// A decimal number with exactly so many digits behind the point, without the point: `12.50` as 1250.
pub(crate) fn unscaled(value: &[u8], scale: u8) -> Option<i64> {
    let point = value.len().checked_sub(usize::from(scale) + 1)?;
    let (whole, fraction) = (&value[..point], value[point..].strip_prefix(b".")?);
    let is_decimal = is_plain_number(whole) && fraction.iter().all(u8::is_ascii_digit);
    let digits =
        is_decimal.then(|| [whole, fraction].concat()).filter(|digits| digits.len() <= 18)?;
    str::from_utf8(&digits).ok()?.parse().ok()
}

/// Whether a value is a whole number as JSON and SQL write one: no sign but a minus, no zeros before
/// it, and so few digits that JavaScript does not round it.
pub(crate) fn is_plain_number(value: &[u8]) -> bool {
    let digits = value.strip_prefix(b"-").unwrap_or(value);
    let is_short = (1..=15).contains(&digits.len());
    is_short && digits.iter().all(u8::is_ascii_digit) && (digits[0] != b'0' || value == b"0")
}

/// Appends `value` between quotes, with those in it doubled, as CSV and SQL have it.
fn quote(value: &[u8], mark: u8, text: &mut Vec<u8>) {
    text.push(mark);
    for part in value.split_inclusive(|&byte| byte == mark) {
        text.extend_from_slice(part);
        if part.ends_with(&[mark]) {
            text.push(mark);
        }
    }
    text.push(mark);
}
