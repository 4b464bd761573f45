//! In what a file may differ from the data set without one of its rows being another.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::validate::{Compression, FileForm, FileFormat};

/// A way to write the same rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Packed with gzip.
    Gzip,
    /// Packed with Zstandard.
    Zstd,
    /// JSON, an array or an object on each line.
    Json,
    /// Parquet.
    Parquet,
    /// A byte order mark before the header.
    ByteOrderMark,
    /// Lines that end in CR LF or CR.
    CarriageReturns,
    /// No line feed at the end.
    NoLineFeed,
    /// Values in quotes.
    Quotes,
    /// Other delimiters than commas.
    Delimiter,
    /// Words for no value.
    Nulls,
    /// Blank lines.
    BlankLines,
    /// The columns in another order.
    ColumnOrder,
    /// Columns that the data set does not have.
    ExtraColumns,
    /// The rows in another order.
    RowOrder,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::Gzip => "packed with gzip",
            Form::Zstd => "packed with zstd",
            Form::Json => "as JSON",
            Form::Parquet => "as Parquet",
            Form::ByteOrderMark => "with a byte order mark",
            Form::CarriageReturns => "with lines that end in CR LF or CR",
            Form::NoLineFeed => "without a line feed at the end",
            Form::Quotes => "with values in quotes",
            Form::Delimiter => "with another delimiter",
            Form::Nulls => "with a word for no value",
            Form::BlankLines => "with blank lines",
            Form::ColumnOrder => "with the columns in another order",
            Form::ExtraColumns => "with more columns",
            Form::RowOrder => "with the rows in another order",
        })
    }
}

/// All of these that a file has.
#[derive(Debug, Default)]
pub(super) struct Forms(Vec<Form>);

impl Forms {
    pub(super) fn note(&mut self, form: Form) {
        if !self.0.contains(&form) {
            self.0.push(form);
        }
    }

    /// What the file as a whole is.
    pub(super) fn note_file(&mut self, FileForm { format, compression, .. }: FileForm) {
        match compression {
            Compression::None => {}
            Compression::Gzip => self.note(Form::Gzip),
            Compression::Zstd => self.note(Form::Zstd),
        }
        match format {
            FileFormat::Csv => {}
            FileFormat::Json | FileFormat::Ndjson => self.note(Form::Json),
            FileFormat::Parquet => self.note(Form::Parquet),
        }
    }

    /// In the order of [`Form`].
    pub(super) fn list(&self) -> Vec<Form> {
        let mut list = self.0.clone();
        list.sort_unstable_by_key(|form| *form as u8);
        list
    }
}
