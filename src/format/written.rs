//! Where a row of the data set stands in a file of some format, and how a value is written there: what
//! an answer key says of it.

use std::borrow::Cow;

use super::Format;
use crate::decode::line_feeds;
use crate::plan::Rows;
use crate::schema::Schema;

impl Format {
    /// The line of a file, counted from 1, on which a row of the data set stands. The file holds the
    /// rows `file`; if it is a CSV, with a header or without.
    #[must_use]
    pub fn line(&self, schema: &Schema, row: u64, file: Rows, header: bool) -> u64 {
        let before = match self {
            Format::Csv(_) => u64::from(header),
            Format::Ndjson => 0,
            // The bracket.
            Format::Json => 1,
            // What begins the transaction, and each statement up to that of the row.
            Format::Sql(form) => {
                let mut opening = Vec::new();
                form.open(schema, &mut opening);
                let statement = |row: u64| (row - 1) / form.rows_in_statement();
                line_feeds(&opening) + statement(row) - statement(file.first) + 1
            }
        };
        before + row - file.first + 1
    }

    /// What stands in the file for a value of the plain CSV, or for a whole row of it: of a row in CSV
    /// the line, of a value in CSV what stands for none, and otherwise the value, without the quotes
    /// that a format may put around it.
    #[must_use]
    pub fn written<'a>(&self, plain: &'a [u8], is_row: bool) -> Cow<'a, [u8]> {
        match self {
            Format::Csv(form) if is_row => {
                let mut row = Vec::new();
                form.ragged_row(plain, &mut row);
                row.truncate(row.len() - if form.crlf { 2 } else { 1 });
                Cow::Owned(row)
            }
            Format::Csv(form) if plain.is_empty() => Cow::Borrowed(form.null.text().as_bytes()),
            _ => Cow::Borrowed(plain),
        }
    }
}
