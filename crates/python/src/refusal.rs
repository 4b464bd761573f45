//! What is wrong with what was asked for, as Python gets it.

use pyo3::prelude::*;
use segmint::document::FaultForm;
use segmint::link::LinkError;
use segmint::recipe::ParameterError;
use segmint::table::NotInVersion;
use segmint::validate::NoCustomers;

/// The name of the argument that says which version is meant.
pub(crate) const VERSION: &str = "recipe_version";

/// Something that can be wrong with what was asked for.
pub(crate) trait Fault {
    /// What the caller is told of it.
    fn form(&self) -> FaultForm;
}

impl Fault for LinkError {
    fn form(&self) -> FaultForm {
        FaultForm::of_link(self, VERSION)
    }
}

impl Fault for ParameterError {
    fn form(&self) -> FaultForm {
        self.into()
    }
}

impl Fault for NotInVersion {
    fn form(&self) -> FaultForm {
        self.into()
    }
}

impl Fault for NoCustomers {
    fn form(&self) -> FaultForm {
        self.into()
    }
}

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
    refusal(py, faults.into_iter().map(Fault::form).collect())
}
