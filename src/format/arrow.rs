//! Rows as Arrow record batches, for those who compute with them: straight from the columns in which generators keep
//! what they drew. Plain types, which everybody takes: `Utf8`, `Int32`, `Date32` and `Decimal128`.

use std::num::NonZero;
use std::sync::Arc;

use arrow_array::{
    ArrayRef, Date32Array, Decimal128Array, Int32Array, RecordBatch, RecordBatchReader, StringArray,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use thiserror::Error;

use super::Unsayable;
use crate::columns::{Columns, Listed, PADDING, Texts, Values};
use crate::data_set::DataSet;
use crate::plan::{BLOCK_ROWS, PartitionSize, Rows};
use crate::schema::{Column, ColumnKind, Schema};
use crate::table::{Generate, Table};

/// About how many rows a batch has: enough for whoever computes with them, and they stay in a core's cache.
const BATCH_ROWS: u64 = 10_000;

/// Why rows did not become a batch.
#[derive(Debug, Error)]
pub enum BatchError {
    /// A row or a value that the columns do not take.
    #[error(transparent)]
    Unsayable(#[from] Unsayable),
    /// What the library says.
    #[error(transparent)]
    Arrow(#[from] ArrowError),
}

/// The schema of a table's batches.
#[must_use]
pub fn schema(table: &Schema) -> SchemaRef {
    let field = |column: &Column| {
        let kind = match column.kind {
            ColumnKind::Text => DataType::Utf8,
            ColumnKind::Integer => DataType::Int32,
            ColumnKind::Decimal { precision, scale } => {
                DataType::Decimal128(precision, scale.cast_signed())
            }
            ColumnKind::Date => DataType::Date32,
        };
        Field::new(column.name, kind, column.is_nullable)
    };
    Arc::new(arrow_schema::Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

/// These rows as a batch.
///
/// # Errors
/// Rows and values that the columns do not take, and what the library says.
pub fn batch(schema: &SchemaRef, rows: &Columns) -> Result<RecordBatch, BatchError> {
    rows.judge()?;
    let columns = rows.values.iter().zip(rows.schema().columns);
    let arrays = columns.map(|(values, column)| array(values, column));
    Ok(RecordBatch::try_new(schema.clone(), arrays.collect::<Result<_, _>>()?)?)
}

fn array(values: &Values, column: &Column) -> Result<ArrayRef, ArrowError> {
    Ok(match values {
        Values::Texts(texts) => Arc::new(texts_array(texts)?),
        Values::Listed(listed) => Arc::new(listed_array(listed)?),
        Values::Whole(numbers) if column.kind == ColumnKind::Date => {
            Arc::new(Date32Array::from(numbers.clone()))
        }
        Values::Whole(numbers) => Arc::new(Int32Array::from(numbers.clone())),
        Values::Decimal(numbers) => {
            let ColumnKind::Decimal { precision, scale } = column.kind else {
                unreachable!("{} keeps no decimal numbers", column.name);
            };
            let wide = Decimal128Array::from_iter_values(numbers.iter().map(|&cents| cents.into()));
            Arc::new(wide.with_precision_and_scale(precision, scale.cast_signed())?)
        }
    })
}

fn texts_array(Texts { bytes, ends }: &Texts) -> Result<StringArray, ArrowError> {
    let offsets = std::iter::once(0).chain(ends.iter().map(|end| end.cast_signed()));
    string_array(bytes.clone(), offsets.collect(), None)
}

fn listed_array(Listed { list, positions }: &Listed) -> Result<StringArray, ArrowError> {
    let mut bytes = vec![0; positions.len() * 8 + PADDING];
    let mut end = 0;
    let mut offsets = Vec::with_capacity(positions.len() + 1);
    offsets.push(0);
    for &position in positions {
        if position != Listed::NONE {
            if bytes.len() < end + PADDING {
                bytes.resize(bytes.len() * 2, 0);
            }
            if let (Some((padded, len)), Some(room)) =
                (list.padded(position), bytes[end..].first_chunk_mut())
            {
                *room = *padded;
                end += len;
            } else {
                bytes.truncate(end);
                bytes.extend_from_slice(list.get(position));
                end = bytes.len();
                bytes.resize(end + PADDING, 0);
            }
        }
        offsets.push((end as u32).cast_signed());
    }
    bytes.truncate(end);
    let is_there = |&position: &u32| position != Listed::NONE;
    let nulls = (!positions.iter().all(is_there)).then(|| positions.iter().map(is_there).collect());
    string_array(bytes, offsets, nulls)
}

/// Texts that end at these places.
fn string_array(
    bytes: Vec<u8>,
    offsets: Vec<i32>,
    nulls: Option<NullBuffer>,
) -> Result<StringArray, ArrowError> {
    let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
    StringArray::try_new(offsets, Buffer::from_vec(bytes), nulls)
}

/// The batches of a data set, in order, each made when it is asked for. They end with the first error.
///
/// ```
/// use segmint::data_set::DataSet;
/// use segmint::format::arrow::Batches;
/// use segmint::link::Link;
///
/// let recipe = Link::read("v=2&seed=42&count=25000&as_of=2026-11-23").unwrap().recipe;
/// let batches = Batches::new(&DataSet::customers(recipe));
/// let rows: Vec<usize> = batches.map(|batch| batch.unwrap().num_rows()).collect();
/// assert_eq!(rows, [10_000, 10_000, 5_000]);
/// ```
pub struct Batches<T: Table> {
    schema: SchemaRef,
    generator: T::Generator,
    partitions: Box<dyn Iterator<Item = Rows> + Send>,
    csv: Vec<u8>,
    columns: Columns,
}

impl<T: Table + 'static> Batches<T> {
    /// All batches of this data set.
    #[must_use]
    pub fn new(data_set: &DataSet<T>) -> Batches<T> {
        let generator = data_set.generator();
        let partitions = data_set.partitions(batch_size(T::rows_of_block(data_set.recipe())));
        Batches {
            schema: schema(T::SCHEMA),
            columns: generator.columns(),
            generator,
            partitions: Box::new(partitions),
            csv: Vec::new(),
        }
    }
}

/// How large the partitions are that become batches, of a table with about so many rows in a block.
fn batch_size(rows_of_block: u64) -> PartitionSize {
    let batches = rows_of_block / BATCH_ROWS;
    if batches == 0 {
        return PartitionSize::Blocks((BATCH_ROWS / rows_of_block.max(1)).max(1) as u32);
    }
    PartitionSize::Customers(u64::from(BLOCK_ROWS).div_ceil(batches) as u32)
}

impl<T: Table> Batches<T> {
    /// Only one of so many partitions, counted from 0: that many of these together are all batches.
    #[must_use]
    pub fn share(self, number: usize, of: NonZero<usize>) -> Batches<T>
    where
        T: 'static,
    {
        Batches { partitions: Box::new(self.partitions.skip(number).step_by(of.get())), ..self }
    }

    /// The batch of the next partition, also if none of its customers has a row.
    ///
    /// # Errors
    /// Rows and values that the columns do not take, and what the library says; nothing comes after that.
    pub fn next_partition(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        let rows = self.partitions.next()?;
        let Batches { schema, generator, csv, columns, .. } = self;
        columns.clear(rows.first + 1);
        generator.write_columns(rows, csv, columns, &mut |_, _, _| ());
        let made = batch(schema, columns).map_err(|error| match error {
            BatchError::Arrow(error) => error,
            BatchError::Unsayable(error) => ArrowError::ExternalError(Box::new(error)),
        });
        if made.is_err() {
            self.partitions = Box::new(std::iter::empty());
        }
        Some(made)
    }
}

impl<T: Table> Iterator for Batches<T> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        loop {
            match self.next_partition()? {
                Ok(batch) if batch.num_rows() == 0 => {}
                made => return Some(made),
            }
        }
    }
}

impl<T: Table> RecordBatchReader for Batches<T> {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}
