//! What is wrong with what was asked for, as JavaScript gets it.

use serde::Serialize;
use wasm_bindgen::JsValue;

use segmint::link::LinkError;
use segmint::recipe::ParameterError;

use crate::recipe::VERSION_KEYS;
use crate::to_js;

/// The name of the option, and of the key of links, that says which table is meant.
const TABLE: &str = "table";

/// What is wrong with what was asked for.
#[derive(Serialize)]
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

impl From<&LinkError> for Wrong {
    fn from(fault: &LinkError) -> Wrong {
        let (mut value, mut limit) = (None, None);
        let parameter = match fault {
            LinkError::Parameter(fault) => return fault.into(),
            LinkError::UnknownKey(key) | LinkError::Repeated(key) => Some(key.clone()),
            LinkError::Missing(key) => Some((*key).to_owned()),
            LinkError::UnknownVersion(_) => Some(VERSION_KEYS[0].to_owned()),
            LinkError::UnknownTable(word) => {
                value = Some(word.clone());
                Some(TABLE.to_owned())
            }
            LinkError::Table(fault) => {
                value = Some(fault.table.to_owned());
                limit = Some(format!("needs recipe version {}", fault.since));
                Some(TABLE.to_owned())
            }
            _ => None,
        };
        Wrong { parameter, value, limit, message: fault.to_string() }
    }
}

/// Faults for the caller.
pub(crate) fn refusal<'a, ParameterError>(faults: &'a [ParameterError]) -> JsValue
where
    Wrong: From<&'a ParameterError>,
{
    list(&faults.iter().map(Wrong::from).collect::<Vec<_>>())
}

/// The list as the caller gets it.
pub(crate) fn list(wrong: &[Wrong]) -> JsValue {
    to_js(&wrong).unwrap_or_else(|error| error)
}
