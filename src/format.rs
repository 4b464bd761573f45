//! How a data set is written: the same rows in every format. What is written is taken from the plain
//! CSV that was read back and judged, chunk by chunk, so that every format holds the rows that the
//! report describes, and any range of them can be made anywhere. Nothing in here makes rows, judges
//! them, or knows where bytes go.

mod csv;
mod json;
#[cfg(feature = "parquet")]
pub mod parquet;
mod sql;

pub use self::csv::{CsvForm, Delimiter, Null};
pub use self::sql::{Batch, Dialect, NotATableName, SqlForm, TableName};

use thiserror::Error;

use crate::decode::{COLUMNS, Entry, Fields, Layout, Reader, Unreadable};
use crate::mint::HEADER;
use crate::plan::Rows;

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

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// A day of the calendar.
    Day,
}

/// What the values of each column are.
const KINDS: [Kind; COLUMNS] = {
    let mut kinds = [Kind::Text; COLUMNS];
    kinds[4] = Kind::Number;
    kinds[9] = Kind::Number;
    kinds[10] = Kind::Day;
    kinds
};

/// What a format has no words for. Lines count as in the plain CSV, whose header is line 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unsayable {
    /// A row with a wrong number of fields.
    #[error(
        "line {line} has {found} fields instead of {COLUMNS}, and only CSV can hold rows with a wrong number of fields"
    )]
    Ragged {
        /// The line.
        line: u64,
        /// How many fields it has.
        found: usize,
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

    /// The options of the command line for what is not as usual in this format.
    #[must_use]
    pub fn options(&self) -> Vec<String> {
        match self {
            Format::Csv(form) => form.options(),
            Format::Ndjson | Format::Json => Vec::new(),
            Format::Sql(form) => form.options(),
        }
    }
}

/// Writes the chunks of one file in its format.
#[derive(Debug)]
pub struct Transcoder {
    format: Format,
    /// The rows of the whole file.
    file: Rows,
    /// Whether a CSV begins with its header.
    header: bool,
    reader: Reader,
    text: Vec<u8>,
}

/// Where in its file a row stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its number in the data set.
    number: u32,
    /// Whether it is the first of the file.
    is_first: bool,
    /// Whether it is the last of the file.
    is_last: bool,
}

impl Transcoder {
    /// For a file of this format with these rows; if it is a CSV, with a header or without.
    #[must_use]
    pub fn new(format: Format, file: Rows, header: bool) -> Transcoder {
        let reader = Reader::new(Layout::contract());
        Transcoder { format, file, header, reader, text: Vec::new() }
    }

    /// What these rows are in the file, given their plain CSV without header: the bytes of all
    /// chunks one after the other are the file.
    ///
    /// # Errors
    /// Rows that the format has no words for.
    pub fn transcode<'a>(&'a mut self, csv: &'a [u8], rows: Rows) -> Result<&'a [u8], Unsayable> {
        let Transcoder { format, file, header, reader, text } = self;
        let opens = rows.first == file.first;
        text.clear();
        if format.is_plain() {
            if !(opens && *header) {
                return Ok(csv);
            }
            text.extend_from_slice(HEADER.as_bytes());
            text.extend_from_slice(csv);
            return Ok(text);
        }
        if opens {
            format.open(*header, text);
        }
        let mut outcome = Ok(());
        let mut number = rows.first;
        reader.read(csv, true, |line, entry| {
            let (is_first, is_last) = (number == file.first, number == file.last);
            let place = Place { number, is_first, is_last };
            number += 1;
            if outcome.is_ok() {
                // Row 1 is on line 2.
                let line = u64::from(rows.first) + 1 + line;
                outcome = format.entry(entry, place, line, text);
            }
        });
        outcome?;
        if rows.last == file.last {
            format.close(text);
        }
        Ok(text)
    }
}

impl Format {
    /// What comes before the first row.
    fn open(&self, header: bool, text: &mut Vec<u8>) {
        match self {
            Format::Csv(form) if header => form.open(text),
            Format::Csv(_) | Format::Ndjson => {}
            Format::Json => text.extend_from_slice(b"[\n"),
            Format::Sql(_) => text.extend_from_slice(b"BEGIN;\n"),
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

    fn entry(
        &self,
        entry: Entry<'_>,
        place: Place,
        line: u64,
        text: &mut Vec<u8>,
    ) -> Result<(), Unsayable> {
        match (entry, self) {
            (Entry::Row(fields), _) => self.row(&fields, place, text),
            (Entry::Blank, Format::Csv(form)) => form.row([], text),
            (Entry::Unreadable(Unreadable::FieldCount { .. }, row), Format::Csv(form)) => {
                form.ragged_row(row, text);
            }
            (Entry::Blank, _) => return Err(Unsayable::Ragged { line, found: 0 }),
            (Entry::Unreadable(Unreadable::FieldCount { found, .. }, _), _) => {
                return Err(Unsayable::Ragged { line, found });
            }
            (Entry::Unreadable(why, _), _) => return Err(Unsayable::Unreadable { line, why }),
        }
        Ok(())
    }

    fn row(&self, fields: &Fields<'_>, place: Place, text: &mut Vec<u8>) {
        match self {
            Format::Csv(form) => form.row(fields.iter().copied(), text),
            Format::Ndjson => {
                json::object(fields, text);
                text.push(b'\n');
            }
            Format::Json => {
                if !place.is_first {
                    text.extend_from_slice(b",\n");
                }
                json::object(fields, text);
            }
            Format::Sql(form) => form.row(fields, place, text),
        }
    }
}

/// Whether a value is a whole number as JSON and SQL write one: no sign but a minus, no zeros before
/// it, and so few digits that JavaScript does not round it.
fn is_plain_number(value: &[u8]) -> bool {
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
