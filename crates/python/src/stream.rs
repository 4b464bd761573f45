//! A table as an Arrow stream by the `PyCapsule` interface, which pyarrow, Polars, DuckDB and pandas take as it is.
//! Batches are made ahead, by turns on several threads; nothing of it needs Python's lock.

use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{ArrowError, SchemaRef};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use segmint::data_set::DataSet;
use segmint::format::arrow::{self, Batches};
use segmint::table::Table;
use segmint::tables::TableId;

use crate::asked::Asked;
use crate::refusal::refuse;

/// How many threads make batches where nobody says another number: more than these, no reader keeps up with.
const THREADS: usize = 4;

/// What a thread hands over: a batch, or nothing when it has come to its end.
type Turn = Option<Result<RecordBatch, ArrowError>>;

/// The rows that are asked for, made by so many threads, or as many as there are processors.
pub(crate) fn rows<'py>(
    py: Python<'py>,
    asked: &Asked<'_>,
    threads: Option<NonZero<usize>>,
) -> PyResult<Bound<'py, PyCapsule>> {
    let recipe = asked.recipe.clone();
    let threads = threads.unwrap_or_else(|| {
        let processors = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
        processors.min(const { NonZero::new(THREADS).unwrap() })
    });
    let reader: Box<dyn RecordBatchReader + Send> = match asked.table {
        TableId::Customers => {
            Box::new(Ahead::new(DataSet::customers(recipe).range(asked.rows), threads))
        }
        TableId::Transactions => {
            let data_set = DataSet::transactions(recipe).map_err(|fault| refuse(py, [&fault]))?;
            Box::new(Ahead::new(data_set.range(asked.rows), threads))
        }
    };
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
}

/// The schema of a table.
pub(crate) fn schema(py: Python<'_>, table: TableId) -> PyResult<Bound<'_, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(arrow::schema(table.schema()).as_ref())
        .map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    PyCapsule::new_with_value(py, schema, c"arrow_schema")
}

/// Batches that are made ahead of whoever reads them. Threads take turns, so that their order is that of the rows; they
/// begin with the first read, and end when nobody reads any more.
struct Ahead<T> {
    data_set: DataSet<T>,
    threads: NonZero<usize>,
    state: State,
}

enum State {
    Waiting,
    /// What the threads hand over, and whose turn it is.
    Reading(Vec<Receiver<Turn>>, usize),
    Ended,
}

impl<T> Ahead<T> {
    fn new(data_set: DataSet<T>, threads: NonZero<usize>) -> Ahead<T> {
        Ahead { data_set, threads, state: State::Waiting }
    }
}

impl<T: Table<Generator: Send> + Send + 'static> Ahead<T> {
    fn start(&self) -> io::Result<Vec<Receiver<Turn>>> {
        let start = |number| {
            let (hand_over, receiver) = sync_channel(1);
            let mut batches = Batches::new(&self.data_set).share(number, self.threads);
            let work = move || {
                loop {
                    let turn = batches.next_partition();
                    let is_end = turn.is_none();
                    // An error says that nobody reads any more.
                    if hand_over.send(turn).is_err() || is_end {
                        return;
                    }
                }
            };
            thread::Builder::new().name("segmint".to_owned()).spawn(work)?;
            Ok(receiver)
        };
        (0..self.threads.get()).map(start).collect()
    }
}

impl<T: Table<Generator: Send> + Send + 'static> Iterator for Ahead<T> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Result<RecordBatch, ArrowError>> {
        if matches!(self.state, State::Waiting) {
            match self.start() {
                Ok(receivers) => self.state = State::Reading(receivers, 0),
                Err(error) => {
                    self.state = State::Ended;
                    return Some(Err(ArrowError::ExternalError(Box::new(error))));
                }
            }
        }
        loop {
            let State::Reading(receivers, turn) = &mut self.state else { return None };
            let handed = receivers[*turn].recv();
            *turn = (*turn + 1) % receivers.len();
            match handed {
                // Customers may have no rows.
                Ok(Some(Ok(batch))) if batch.num_rows() == 0 => {}
                Ok(Some(Ok(batch))) => return Some(Ok(batch)),
                Ok(end) => {
                    self.state = State::Ended;
                    return end;
                }
                // Without a word about its end a thread has broken.
                Err(broken) => {
                    self.state = State::Ended;
                    return Some(Err(ArrowError::ExternalError(Box::new(broken))));
                }
            }
        }
    }
}

impl<T: Table<Generator: Send> + Send + 'static> RecordBatchReader for Ahead<T> {
    fn schema(&self) -> SchemaRef {
        arrow::schema(T::SCHEMA)
    }
}
