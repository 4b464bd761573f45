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

use super::{Unsayable, is_plain_number, unscaled};
use crate::date::Date;
use crate::decode::{Layout, Reader, Record, Unreadable};
use crate::plan::{BLOCK_ROWS, PartitionSize, Rows};
use crate::preview_value::preview_value;
use crate::schema::{self, ColumnKind, Schema};

/// How many rows a row group has at least, where there are so many: near what DuckDB and Spark write. Large
/// enough for readers to be fast, small enough for every thread to have one in memory.
const GROUP_ROWS: u64 = 100_000;

/// Who wrote a file, in the form that parquet-mr reads (`VersionParser` in parquet-common). The version is
/// that of how rows become Parquet, not Segmint's: bytes change when they have to, not with every release.
const WRITER: &str = "segmint version 1.0.0";

/// The order of the rows: by the first column, the id, ascending, whose bytes are in the order of its
/// numbers.
const BY_ID: SortingColumn = SortingColumn { column_idx: 0, descending: false, nulls_first: false };

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
pub enum EncodeError {
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

/// Encodes row groups of a table with `N` columns. Each thread has its own.
#[derive(Debug)]
pub struct GroupEncoder<const N: usize> {
    types: SchemaDescPtr,
    properties: WriterPropertiesPtr,
    reader: Reader<N>,
    columns: Vec<Values>,
}

/// A file under construction: its bytes come in the order in which row groups are appended.
#[derive(Debug)]
pub struct ParquetFile(SerializedFileWriter<Vec<u8>>);

/// The values of a column.
#[derive(Debug)]
struct Values {
    column: schema::Column,
    /// All text of the column, one value after the other, and where each ends.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Numbers, and days since 1970-01-01.
    numbers: Vec<i32>,
    /// Decimal numbers without their point.
    decimals: Vec<i64>,
    /// For each row of the optional column 1 if it has a value, otherwise 0.
    present: Option<Vec<i16>>,
}

/// How large the partitions are that become row groups, of a table with about so many rows in a block.
#[must_use]
pub fn group_size(rows_of_block: u64) -> PartitionSize {
    let groups = rows_of_block / GROUP_ROWS;
    if groups == 0 {
        let blocks = GROUP_ROWS.div_ceil(rows_of_block.max(1));
        return PartitionSize::Blocks(blocks as u32);
    }
    // As even as they can be.
    PartitionSize::Customers(u64::from(BLOCK_ROWS).div_ceil(groups) as u32)
}

impl<const N: usize> GroupEncoder<N> {
    /// An encoder for a file of this table that is compressed like this.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(schema: &Schema, codec: Codec) -> ParquetResult<GroupEncoder<N>> {
        Ok(GroupEncoder {
            types: Arc::new(SchemaDescriptor::new(types(schema)?)),
            properties: properties(schema, codec, false),
            reader: Reader::new(Layout::contract()),
            columns: schema.columns.iter().map(Values::new).collect(),
        })
    }

    /// Encodes these rows, given as plain CSV without header.
    ///
    /// # Errors
    /// Rows and values that the columns do not take, and what the library says.
    pub fn encode(&mut self, csv: &[u8], rows: Rows) -> Result<RowGroup, EncodeError> {
        let GroupEncoder { types, properties, reader, columns } = self;
        columns.iter_mut().for_each(Values::clear);
        let mut outcome = Ok(());
        reader.read(csv, true, |line, record| {
            if outcome.is_ok() {
                // Row 1 is on line 2.
                let line = rows.first + 1 + line;
                outcome = gather(columns, record, line);
            }
        });
        outcome?;
        let encoded = columns.iter_mut().enumerate().map(|(position, column)| {
            let mut bytes = TrackedWrite::new(Vec::new());
            let pages = Box::new(SerializedPageWriter::new(&mut bytes));
            let writer = get_column_writer(types.column(position), properties.clone(), pages);
            let closed = column.write(writer)?;
            Ok((Bytes::from(bytes.into_inner()?), closed))
        });
        Ok(RowGroup(encoded.collect::<ParquetResult<_>>()?))
    }
}

fn gather<const N: usize>(
    columns: &mut [Values],
    record: Record<'_, N>,
    line: u64,
) -> Result<(), Unsayable> {
    match record {
        Record::Row(fields) => gather_row(columns, &fields, line),
        Record::Blank => Err(Unsayable::Ragged { line, found: 0, expected: N }),
        Record::Unreadable(Unreadable::FieldCount { found, .. }, _) => {
            Err(Unsayable::Ragged { line, found, expected: N })
        }
        Record::Unreadable(why, _) => Err(Unsayable::Unreadable { line, why }),
    }
}

fn gather_row(columns: &mut [Values], fields: &[&[u8]], line: u64) -> Result<(), Unsayable> {
    for (column, value) in columns.iter_mut().zip(fields) {
        if column.take(value).is_none() {
            let kind = match column.column.kind {
                _ if value.is_empty() => "value",
                ColumnKind::Text => "text",
                ColumnKind::Integer => "whole number of 32 bits",
                ColumnKind::Decimal { .. } => "decimal number",
                ColumnKind::Date => "day of the calendar",
            };
            return Err(Unsayable::Value {
                line,
                column: column.column.name,
                value: preview_value(value),
                kind,
            });
        }
    }
    Ok(())
}

impl Values {
    fn new(column: &schema::Column) -> Values {
        Values {
            column: *column,
            text: Vec::new(),
            ends: Vec::new(),
            numbers: Vec::new(),
            decimals: Vec::new(),
            present: column.is_nullable.then(Vec::new),
        }
    }

    fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.numbers.clear();
        self.decimals.clear();
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
        match self.column.kind {
            ColumnKind::Text if value.is_empty() => return None,
            ColumnKind::Text => {
                self.text.extend_from_slice(value);
                self.ends.push(self.text.len());
            }
            ColumnKind::Integer => {
                let digits = is_plain_number(value).then(|| str::from_utf8(value).ok())??;
                self.numbers.push(digits.parse().ok()?);
            }
            ColumnKind::Decimal { scale, .. } => self.decimals.push(unscaled(value, scale)?),
            ColumnKind::Date => self.numbers.push(Date::parse(value).ok()?.unix_days()),
        }
        Some(())
    }

    /// Writes all values, and closes the column.
    fn write(&mut self, writer: ColumnWriter<'_>) -> ParquetResult<ColumnCloseResult> {
        match writer {
            ColumnWriter::Int32ColumnWriter(mut writer) => {
                writer.write_batch(&self.numbers, self.present.as_deref(), None)?;
                writer.close()
            }
            ColumnWriter::Int64ColumnWriter(mut writer) => {
                writer.write_batch(&self.decimals, self.present.as_deref(), None)?;
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
            _ => Err(ParquetError::General(format!("{} has another type", self.column.name))),
        }
    }
}

impl ParquetFile {
    /// A file of this table that is compressed like this. It says of itself that its rows are sorted by
    /// id, if they are `sorted`, as those without dirt are.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(schema: &Schema, codec: Codec, sorted: bool) -> ParquetResult<ParquetFile> {
        let properties = properties(schema, codec, sorted);
        SerializedFileWriter::new(Vec::new(), types(schema)?, properties).map(ParquetFile)
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

fn types(schema: &Schema) -> ParquetResult<TypePtr> {
    let column = |column: &schema::Column| {
        let (physical, logical) = match column.kind {
            ColumnKind::Text => ("binary", " (STRING)".to_owned()),
            ColumnKind::Integer => ("int32", String::new()),
            ColumnKind::Decimal { precision, scale } => {
                ("int64", format!(" (DECIMAL({precision},{scale}))"))
            }
            ColumnKind::Date => ("int32", " (DATE)".to_owned()),
        };
        let repetition = if column.is_nullable { "optional" } else { "required" };
        format!("{repetition} {physical} {}{logical};", column.name)
    };
    let columns: Vec<String> = schema.columns.iter().map(column).collect();
    let message = format!("message {} {{ {} }}", schema.table, columns.join(" "));
    Ok(Arc::new(parse_message_type(&message)?))
}

fn properties(schema: &Schema, codec: Codec, sorted: bool) -> WriterPropertiesPtr {
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
    let unique = schema.columns.iter().filter(|column| column.is_unique);
    let properties = unique.fold(properties, |properties, column| {
        properties.set_column_dictionary_enabled(column.name.into(), false)
    });
    Arc::new(properties.build())
}
