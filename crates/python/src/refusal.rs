//! What is wrong with what was asked for, as Python gets it.

use pyo3::prelude::*;
use segmint::document::{Fault, FaultForm};

/// The name of the argument that says which version is meant.
pub(crate) const VERSION: &str = "recipe_version";

/// The exception that says all of this, of the first fault as its attributes and of all in its list.
pub(crate) fn refusal(py: Python<'_>, faults: Vec<FaultForm>) -> PyErr {
    let faults: Vec<_> = faults
        .into_iter()
        .map(|FaultForm { parameter, value, limit, message }| (parameter, value, limit, message))
        .collect();
    let raised = py
        .import("segmint._errors")
        .and_then(|module| module.getattr("SegmintError")?.call1((faults,)));
    match raised {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// [`refusal`] of any kind of faults.
pub(crate) fn refuse<'a, F: Fault + 'a>(
    py: Python<'_>,
    faults: impl IntoIterator<Item = &'a F>,
) -> PyErr {
    refusal(py, faults.into_iter().map(|fault| fault.form(VERSION)).collect())
}
