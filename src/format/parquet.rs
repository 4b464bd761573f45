//! Rows as Parquet, whose columns have types. A row group is encoded by itself, on whichever thread,
//! and then takes its place in the file. Native only: the library weighs more than the whole page.

mod chunk;

use std::sync::Arc;

use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::SortingColumn;
use parquet::file::properties::{WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::{SchemaDescriptor, TypePtr};
use thiserror::Error;

use self::chunk::{Chunk, compression};
use super::Unsayable;
use crate::columns::Columns;
use crate::plan::{BLOCK_ROWS, PartitionSize};
use crate::schema::{self, ColumnKind, Schema};

/// How many rows a row group has at least, where there are so many: near what DuckDB and Spark write. Large
/// enough for readers to be fast, small enough for every thread to have one in memory.
const GROUP_ROWS: u64 = 100_000;

/// Who wrote a file, in the form that parquet-mr reads (`VersionParser` in parquet-common). The version is
/// that of how rows become Parquet, not Segmint's: bytes change when they have to, not with every release.
const WRITER: &str = "segmint version 1.1.0";

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
pub struct RowGroup(Vec<Chunk>);

/// Encodes row groups of a table.
#[derive(Debug)]
pub struct GroupEncoder {
    types: SchemaDescriptor,
    codec: Codec,
}

/// A file under construction: its bytes come in the order in which row groups are appended.
#[derive(Debug)]
pub struct ParquetFile(SerializedFileWriter<Vec<u8>>);

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

impl GroupEncoder {
    /// An encoder for a file of this table that is compressed like this.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(schema: &Schema, codec: Codec) -> ParquetResult<GroupEncoder> {
        Ok(GroupEncoder { types: SchemaDescriptor::new(types(schema)?), codec })
    }

    /// Encodes these rows.
    ///
    /// # Errors
    /// Rows and values that the columns do not take, and what the library says.
    pub fn encode(&self, rows: &Columns) -> Result<RowGroup, EncodeError> {
        rows.judge()?;
        let columns = self.types.columns().iter().zip(&rows.values);
        let encoded = columns.map(|(column, values)| chunk::encode(column, self.codec, values));
        Ok(RowGroup(encoded.collect::<ParquetResult<_>>()?))
    }
}

impl ParquetFile {
    /// A file of this table that is compressed like this. It says of itself that its rows are sorted by
    /// id, if they are `sorted`, as those without dirt are.
    ///
    /// # Errors
    /// What the library says.
    pub fn new(schema: &Schema, codec: Codec, sorted: bool) -> ParquetResult<ParquetFile> {
        let properties = properties(codec, sorted);
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

fn properties(codec: Codec, sorted: bool) -> WriterPropertiesPtr {
    let properties = WriterProperties::builder()
        .set_compression(compression(codec))
        .set_created_by(WRITER.to_owned())
        .set_sorting_columns(sorted.then(|| vec![BY_ID]));
    Arc::new(properties.build())
}
