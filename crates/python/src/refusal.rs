//! What is wrong with what was asked for, as Python gets it.

use pyo3::prelude::*;
use segmint::link::LinkError;
use segmint::recipe::ParameterError;
use segmint::table::NotInVersion;

/// The name of the argument that says which version is meant.
pub(crate) const VERSION: &str = "recipe_version";

/// What is wrong with what was asked for.
#[derive(Debug, Default)]
pub(crate) struct Wrong {
    /// The name of the parameter, if it has to do with one.
    pub(crate) parameter: Option<String>,
    /// What was given for it.
    pub(crate) value: Option<String>,
    /// What it had to keep.
    pub(crate) limit: Option<String>,
    /// All of it in a sentence.
    pub(crate) message: String,
}

impl From<&ParameterError> for Wrong {
    fn from(fault: &ParameterError) -> Wrong {
        Wrong {
            parameter: Some(fault.parameter.key().to_owned()),
            value: Some(fault.value.clone()),
            limit: Some(fault.limit.to_string()),
            message: fault.to_string(),
        }
    }
}

impl From<&NotInVersion> for Wrong {
    fn from(fault: &NotInVersion) -> Wrong {
        Wrong {
            parameter: Some("table".to_owned()),
            value: Some(fault.table.to_owned()),
            limit: Some(format!("needs recipe version {}", fault.since)),
            message: fault.to_string(),
        }
    }
}

impl From<&LinkError> for Wrong {
    fn from(fault: &LinkError) -> Wrong {
        let message = fault.to_string();
        let (parameter, value) = match fault {
            LinkError::Parameter(fault) => return fault.into(),
            LinkError::Table(fault) => return fault.into(),
            LinkError::UnknownKey(key) | LinkError::Repeated(key) => (Some(key.clone()), None),
            LinkError::Missing(key) => (Some((*key).to_owned()), None),
            LinkError::UnknownVersion(text) => (Some(VERSION.to_owned()), Some(text.clone())),
            LinkError::UnknownTable(word) => (Some("table".to_owned()), Some(word.clone())),
            LinkError::Fingerprint(text) => (Some("sha256".to_owned()), Some(text.clone())),
            LinkError::TooLong(_) | LinkError::NotAPair(_) => (None, None),
        };
        Wrong { parameter, value, limit: None, message }
    }
}

/// The exception that says all of this, of the first fault as its attributes and of all in its list.
pub(crate) fn refusal(py: Python<'_>, wrong: Vec<Wrong>) -> PyErr {
    let faults: Vec<_> = wrong
        .into_iter()
        .map(|Wrong { parameter, value, limit, message }| (parameter, value, limit, message))
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
pub(crate) fn refuse<'a, Fault: 'a>(
    py: Python<'_>,
    faults: impl IntoIterator<Item = &'a Fault>,
) -> PyErr
where
    Wrong: From<&'a Fault>,
{
    refusal(py, faults.into_iter().map(Wrong::from).collect())
}
