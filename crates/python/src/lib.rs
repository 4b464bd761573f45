//! What Python may call: a recipe judged, its tables as Arrow streams and as files, a file checked. What people import
//! is Python, in `python/segmint`; here is what it stands on.
//!
//! - `recipe`: what is asked for, as a link or as parameters; `asked` once it is judged. `refusal`: what is wrong with it.
//! - `stream`: a table as an Arrow stream. `generation`: a table as a file, and the report on it.
//! - `check`: the report on a file. `watch`: progress, and whether somebody wants it to end.

mod asked;
mod check;
mod generation;
mod recipe;
mod refusal;
mod stream;
mod watch;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use serde::Serialize;

/// The native half of the package `segmint`.
#[pymodule]
mod _segmint {
    #[pymodule_export]
    use super::check::validate;
    #[pymodule_export]
    use super::recipe::Recipe;
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}

/// A document as the text of JSON, which Python makes its own values of.
fn to_json(document: &impl Serialize) -> PyResult<String> {
    serde_json::to_string(document).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}
