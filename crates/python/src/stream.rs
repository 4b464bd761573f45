//! A table as an Arrow stream by the `PyCapsule` interface, which pyarrow, Polars, DuckDB and pandas take as it is.

use arrow_array::RecordBatchReader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use segmint::customers::Customers;
use segmint::data_set::DataSet;
use segmint::format::arrow::{self, Batches};
use segmint::tables::TableId;
use segmint::transactions::Transactions;

use crate::recipe::Asked;
use crate::refusal::refuse;

/// The rows that are asked for, each batch made when the one who reads asks for it. Nothing of it needs Python's
/// lock.
pub(crate) fn rows<'py>(py: Python<'py>, asked: &Asked<'_>) -> PyResult<Bound<'py, PyCapsule>> {
    let recipe = asked.recipe.clone();
    let reader: Box<dyn RecordBatchReader + Send> = match asked.table {
        TableId::Customers => {
            Box::new(Batches::<Customers>::new(&DataSet::customers(recipe).range(asked.rows)))
        }
        TableId::Transactions => {
            let data_set = DataSet::transactions(recipe).map_err(|fault| refuse(py, [&fault]))?;
            Box::new(Batches::<Transactions>::new(&data_set.range(asked.rows)))
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
