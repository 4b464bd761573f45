//! A file of either table that is checked, piece by piece.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use segmint::date::Date;
use segmint::document::CheckForm;
use segmint::inspection::Inspection;
use segmint::link::Link;
use segmint::recipe::{Parameter, RecipeVersion};
use segmint::validate::{Criteria, CustomersDelivery};

use crate::recipe::{Said, amended, pairs, read_link};
use crate::refusal::refusal;
use crate::to_js;

/// What a file is held against.
#[wasm_bindgen]
pub struct CheckTerms {
    criteria: Criteria,
    /// The data set that it may be, byte for byte, and the SHA-256 of the sender's file.
    link: Option<Link>,
}

#[wasm_bindgen]
impl CheckTerms {
    /// The recipe of a link: a whole address, or what stands behind its `#`.
    ///
    /// # Errors
    /// What is wrong with it, as a list.
    #[wasm_bindgen(js_name = ofLink)]
    pub fn of_link(text: &str) -> Result<CheckTerms, JsValue> {
        let link = read_link(text)?;
        let criteria = Criteria { today: today(), ..Criteria::of(link.recipe.clone()) };
        Ok(CheckTerms { criteria, link: Some(link) })
    }

    /// The defaults with these targets and ranges instead; any day, unless they say one.
    ///
    /// # Errors
    /// What is wrong with them, as a list.
    #[wasm_bindgen(js_name = ofParameters)]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned")]
    pub fn of_parameters(keys: Vec<String>, texts: Vec<String>) -> Result<CheckTerms, JsValue> {
        // What tells a data set from others is for a link, which has all of it.
        let is_term = |parameter: &Parameter| {
            !parameter.is_of_transactions()
                && !matches!(
                    parameter,
                    Parameter::Seed | Parameter::Count | Parameter::Domains | Parameter::Dirt
                )
        };
        let said = pairs(&keys, &texts, |key| Parameter::from_key(key).filter(is_term))?;
        let Said { version, given } = said;
        let dated = given.iter().any(|(parameter, _)| *parameter == Parameter::AsOf);
        // As on the command line: without a day nothing is asked that only one version has.
        let undated = Criteria::default().recipe.version();
        let version = version.unwrap_or(if dated { RecipeVersion::LATEST } else { undated });
        Ok(CheckTerms {
            criteria: Criteria { dated, today: today(), ..Criteria::of(amended(version, &given)?) },
            link: None,
        })
    }
}

/// A file of customers that is being read, beside which transactions are to be checked.
#[wasm_bindgen]
#[derive(Default)]
pub struct CustomersReading(CustomersDelivery);

#[wasm_bindgen]
impl CustomersReading {
    /// Nothing has been brought yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> CustomersReading {
        CustomersReading::default()
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.take(bytes);
    }
}

/// A file that is being checked.
#[wasm_bindgen]
pub struct Check(Inspection);

#[wasm_bindgen]
impl Check {
    /// Nothing has been brought yet. Transactions are checked beside the customers of this file, which has come
    /// to its end, or those of the link.
    ///
    /// # Errors
    /// If the file is no whole table of customers with ids, as a list.
    #[wasm_bindgen(constructor)]
    pub fn new(terms: CheckTerms, customers: Option<CustomersReading>) -> Result<Check, JsValue> {
        let CheckTerms { criteria, link } = terms;
        let customers = customers.map(|CustomersReading(brought)| brought);
        let inspection = Inspection::new(criteria, link, customers);
        Ok(Check(inspection.map_err(|fault| refusal([&fault]))?))
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.take(bytes);
    }

    /// What is known of the file, which has come to its end, as the command line's report has it, but for where the
    /// file came from.
    ///
    /// # Errors
    /// If it is one of customers and was to be checked beside others, as a list; if JavaScript has no place for it.
    pub fn report(self) -> Result<JsValue, JsValue> {
        let inspected = self.0.end().map_err(|fault| refusal([&fault]))?;
        to_js(&CheckForm::from(&inspected))
    }
}

/// The day where this runs, by its own clock; nothing if the calendar does not have it.
fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}
