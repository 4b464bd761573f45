//! Rows as Parquet, whose columns have types. A row group is encoded by itself, on whichever thread,
//! and then takes its place in the file. Native only: the library weighs more than the whole page.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::{ColumnCloseResult, ColumnWriter, get_column_writer};
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, TypePtr};
use thiserror::Error;

use super::{KINDS, Kind, Unsayable, is_plain_number};
use crate::columns::COLUMNS;
use crate::date::Date;
use crate::decode::{Entry, Fields, Layout, Reader, Unreadable};
use crate::excerpt::excerpt;
use crate::plan::Rows;

/// Blocks in a row group: 100,000 rows, near what DuckDB and Spark write. Large enough for readers
/// to be fast, small enough for every thread to have one in memory.
pub const GROUP_BLOCKS: u32 = 100;

/// Who wrote a file, in the form that parquet-mr reads (`VersionParser` in parquet-common). The version is
/// that of how rows become Parquet, not Segmint's: bytes change when they have to, not with every release.
const WRITER: &str = "segmint version 1.0.0";

/// The order of the rows: by the first column, the id, ascending, whose bytes are in the order of its
/// numbers.
const BY_ID: SortingColumn = SortingColumn { column_idx: 0, descending: false, nulls_first: false };

/// The position of the one column in which rows may have no value, the last: the decline type.
const OPTIONAL: usize = COLUMNS.len() - 1;

/// How the pages of the file are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codec {
    /// Not at all.
    None,
    /// Snappy, which every reader has.
    #[default]
    Snappy,
    /// Zstandard at its usual level.
    Zstd,
}

/// Why rows did not become a row group.
#[derive(Debug, Error)]
pub enum Fault {
    /// A row or a value that the columns do not take.
    #[error(transparent)]
    Unsayable(#[from] Unsayable),
    /// What the library says.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}

/// A row group, encoded: the bytes of each column and what is to be known of them.
#[derive(Debug)]
pub struct RowGroup(Vec<(Bytes, ColumnCloseResult)>);

/// Encodes row groups. Each thread has its own.
#[derive(Debug)]
pub struct GroupEncoder {
    schema: SchemaDescPtr,
    properties: WriterPropertiesPtr,
    reader: Reader,
    columns: Vec<Column>,
}

/// A file under construction: its bytes come in the order in which row groups are appended.
#[derive(Debug)]
pub struct ParquetFile(SerializedFileWriter<Vec<u8>>);

/// The values of a column.
#[derive(Debug)]
struct Column {
    name: &'static str,
    kind: Kind,
    /// All text of the column, one value after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Numbers, and days since 1970-01-01.
    numbers: Vec<i32>,
    /// For each row of the optional column 1 if it has a value, otherwise 0.
    present: Option<Vec<i16>>,
}

impl GroupEncoder {
    /// An encoder for a file that is compressed like this.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(codec: Codec) -> ParquetResult<GroupEncoder> {
        Ok(GroupEncoder {
            schema: Arc::new(SchemaDescriptor::new(schema()?)),
            properties: properties(codec, false),
            reader: Reader::new(Layout::contract()),
            columns: (0..COLUMNS.len()).map(Column::new).collect(),
        })
    }

    /// Encodes these rows, given as plain CSV without header.
    ///
    /// # Errors
    /// Rows and values that the columns do not take, and what the library says.
    pub fn encode(&mut self, csv: &[u8], rows: Rows) -> Result<RowGroup, Fault> {
        let GroupEncoder { schema, properties, reader, columns } = self;
        columns.iter_mut().for_each(Column::clear);
        let mut outcome = Ok(());
        reader.read(csv, true, |line, entry| {
            if outcome.is_ok() {
                // Row 1 is on line 2.
                let line = u64::from(rows.first) + 1 + line;
                outcome = gather(columns, entry, line);
            }
        });
        outcome?;
        let encoded = columns.iter_mut().enumerate().map(|(position, column)| {
            let mut bytes = TrackedWrite::new(Vec::new());
            let pages = Box::new(SerializedPageWriter::new(&mut bytes));
            let writer = get_column_writer(schema.column(position), properties.clone(), pages);
            let closed = column.write(writer)?;
            Ok((Bytes::from(bytes.into_inner()?), closed))
        });
        Ok(RowGroup(encoded.collect::<ParquetResult<_>>()?))
    }
}

fn gather(columns: &mut [Column], entry: Entry<'_>, line: u64) -> Result<(), Unsayable> {
    match entry {
        Entry::Row(fields) => gather_row(columns, &fields, line),
        Entry::Blank => Err(Unsayable::Ragged { line, found: 0 }),
        Entry::Unreadable(Unreadable::FieldCount { found, .. }, _) => {
            Err(Unsayable::Ragged { line, found })
        }
        Entry::Unreadable(why, _) => Err(Unsayable::Unreadable { line, why }),
    }
}

fn gather_row(columns: &mut [Column], fields: &Fields<'_>, line: u64) -> Result<(), Unsayable> {
    for (column, value) in columns.iter_mut().zip(fields) {
        if column.take(value).is_none() {
            let kind = match column.kind {
                _ if value.is_empty() => "value",
                Kind::Text => "text",
                Kind::Number => "whole number of 32 bits",
                Kind::Day => "day of the calendar",
            };
            return Err(Unsayable::Value {
                line,
                column: column.name,
                value: excerpt(value),
                kind,
            });
        }
    }
    Ok(())
}

impl Column {
    fn new(position: usize) -> Column {
        Column {
            name: COLUMNS[position],
            kind: KINDS[position],
            text: Vec::new(),
            ends: Vec::new(),
            numbers: Vec::new(),
            present: (position == OPTIONAL).then(Vec::new),
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.numbers.clear();
        self.present.iter_mut().for_each(Vec::clear);
    }

    /// Takes the value of the next row, if it is of the column's type.
    fn take(&mut self, value: &[u8]) -> Option<()> {
        if let Some(present) = &mut self.present {
            present.push(i16::from(!value.is_empty()));
            if value.is_empty() {
                return Some(());
            }
        }
        match self.kind {
            Kind::Text if value.is_empty() => return None,
            Kind::Text => {
                self.text.extend_from_slice(value);
                self.ends.push(self.text.len());
            }
            Kind::Number => {
                let digits = is_plain_number(value).then(|| str::from_utf8(value).ok())??;
                self.numbers.push(digits.parse().ok()?);
            }
            Kind::Day => self.numbers.push(Date::parse(value).ok()?.unix_days()),
        }
        Some(())
    }

    /// Writes all values, and closes the column.
    fn write(&mut self, writer: ColumnWriter<'_>) -> ParquetResult<ColumnCloseResult> {
        match writer {
            ColumnWriter::Int32ColumnWriter(mut writer) => {
                writer.write_batch(&self.numbers, None, None)?;
                writer.close()
            }
            ColumnWriter::ByteArrayColumnWriter(mut writer) => {
                let text = Bytes::copy_from_slice(&self.text);
                let starts = std::iter::once(&0).chain(&self.ends);
                let values: Vec<ByteArray> = starts
                    .zip(&self.ends)
                    .map(|(&start, &end)| text.slice(start..end).into())
                    .collect();
                writer.write_batch(&values, self.present.as_deref(), None)?;
                writer.close()
            }
            _ => Err(ParquetError::General(format!("{} has another type", self.name))),
        }
    }
}

impl ParquetFile {
    /// A file that is compressed like this. It says of itself that its rows are sorted by id, if they
    /// are `sorted`, as those without dirt are.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(codec: Codec, sorted: bool) -> ParquetResult<ParquetFile> {
        let properties = properties(codec, sorted);
        SerializedFileWriter::new(Vec::new(), schema()?, properties).map(ParquetFile)
    }

    /// Appends a row group, and moves all bytes that are ready to the end of `bytes`.
    ///
    /// # Errors
    /// What the library says.
    pub fn append(
        &mut self,
        RowGroup(columns): RowGroup,
        bytes: &mut Vec<u8>,
    ) -> ParquetResult<()> {
        let mut group = self.0.next_row_group()?;
        for (column, closed) in columns {
            group.append_column(&column, closed)?;
        }
        group.close()?;
        self.0.flush()?;
        bytes.append(self.0.inner_mut());
        Ok(())
    }

    /// The last bytes: where everything is.
    ///
    /// # Errors
    /// What the library says.
    pub fn finish(self) -> ParquetResult<Vec<u8>> {
        self.0.into_inner()
    }
}

fn schema() -> ParquetResult<TypePtr> {
    let column = |position: usize| {
        let kind = match KINDS[position] {
            Kind::Text => ("binary", " (STRING)"),
            Kind::Number => ("int32", ""),
            Kind::Day => ("int32", " (DATE)"),
        };
        let repetition = if position == OPTIONAL { "optional" } else { "required" };
        format!("{repetition} {} {}{};", kind.0, COLUMNS[position], kind.1)
    };
    let columns: Vec<String> = (0..COLUMNS.len()).map(column).collect();
    Ok(Arc::new(parse_message_type(&format!("message customers {{ {} }}", columns.join(" ")))?))
}

fn properties(codec: Codec, sorted: bool) -> WriterPropertiesPtr {
    let compression = match codec {
        Codec::None => Compression::UNCOMPRESSED,
        Codec::Snappy => Compression::SNAPPY,
        Codec::Zstd => Compression::ZSTD(ZstdLevel::default()),
    };
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_created_by(WRITER.to_owned())
        .set_sorting_columns(sorted.then(|| vec![BY_ID]));
    // Values that are all different make no dictionary.
    let unique = ["customer_id", "email"].into_iter();
    let properties = unique.fold(properties, |properties, column| {
        properties.set_column_dictionary_enabled(column.into(), false)
    });
    Arc::new(properties.build())
}
