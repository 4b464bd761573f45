//! What is wrong with what was asked for, as JavaScript gets it.

use segmint::document::{Fault, FaultForm};
use wasm_bindgen::JsValue;

use crate::to_js;

/// The name of the version, as in reports.
pub(crate) const VERSION: &str = "version";

/// Faults for the caller.
pub(crate) fn refusal<'a, F: Fault + 'a>(faults: impl IntoIterator<Item = &'a F>) -> JsValue {
    list(&faults.into_iter().map(|fault| fault.form(VERSION)).collect::<Vec<_>>())
}

/// The list as the caller gets it.
pub(crate) fn list(faults: &[FaultForm]) -> JsValue {
    to_js(&faults).unwrap_or_else(|error| error)
}
