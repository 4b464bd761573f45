//! What is wrong with what was asked for, as JavaScript gets it.

use segmint::document::FaultForm;
use segmint::link::LinkError;
use segmint::recipe::ParameterError;
use segmint::validate::NoCustomers;
use wasm_bindgen::JsValue;

use crate::to_js;

/// The name of the version, as in reports.
pub(crate) const VERSION: &str = "version";

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

impl Fault for NoCustomers {
    fn form(&self) -> FaultForm {
        self.into()
    }
}

/// Faults for the caller.
pub(crate) fn refusal<'a, F: Fault + 'a>(faults: impl IntoIterator<Item = &'a F>) -> JsValue {
    list(&faults.into_iter().map(Fault::form).collect::<Vec<_>>())
}

/// The list as the caller gets it.
pub(crate) fn list(faults: &[FaultForm]) -> JsValue {
    to_js(&faults).unwrap_or_else(|error| error)
}
