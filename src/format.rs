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

pub use crate::unsayable::Unsayable;

use std::mem;

use crate::decode::{Layout, Reader, Record, Unreadable};
use crate::number::{is_plain_number, unscaled};
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
        Ok(if self.fill(csv, rows)? { &self.text } else { csv })
    }

    /// [`transcode`](Self::transcode), in place of the CSV.
    ///
    /// # Errors
    /// Rows that the format has no words for.
    pub fn transcode_in_place(&mut self, csv: &mut Vec<u8>, rows: Rows) -> Result<(), Unsayable> {
        if self.fill(csv, rows)? {
            mem::swap(csv, &mut self.text);
        }
        Ok(())
    }

    /// Fills `text` with what these rows are in the file, unless that is the CSV itself. Returns whether it did.
    fn fill(&mut self, csv: &[u8], rows: Rows) -> Result<bool, Unsayable> {
        let Transcoder { format, schema, file, layout, header, reader, text } = self;
        let opens = rows.first == file.first;
        text.clear();
        if format.is_plain() {
            let has_header = opens && *header;
            if has_header {
                text.extend_from_slice(schema.header().as_bytes());
                text.extend_from_slice(csv);
            }
            return Ok(has_header);
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
        Ok(true)
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
