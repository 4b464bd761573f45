//! A file of either table that is checked, piece by piece.

use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use segmint::comparison::Comparison;
use segmint::date::Date;
use segmint::document::{ComparisonForm, CriteriaForm, FingerprintForm, JudgedForm};
use segmint::fingerprint::Hasher;
use segmint::link::Link;
use segmint::recipe::{Parameter, RecipeVersion};
use segmint::tables::TableId;
use segmint::transactions::check::Customers;
use segmint::validate::{Criteria, CustomersDelivery, CustomersFile, Delivery, FileForm};

use crate::recipe::{Said, amended, pairs, read_link};
use crate::refusal::{Wrong, list};
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
pub struct Check {
    terms: CheckTerms,
    /// The file of customers, if one was brought.
    customers: Option<CustomersFile>,
    delivery: Delivery,
    comparison: Option<Comparison>,
    hasher: Option<Hasher>,
    bytes: u64,
}

#[wasm_bindgen]
impl Check {
    /// Nothing has been brought yet. Transactions are checked beside the customers of this file, which has come
    /// to its end, or those of the link.
    ///
    /// # Errors
    /// If the file is no whole table of customers with ids, as a list.
    #[wasm_bindgen(constructor)]
    pub fn new(terms: CheckTerms, customers: Option<CustomersReading>) -> Result<Check, JsValue> {
        let link = terms.link.as_ref();
        let (file, customers) = match (customers, link) {
            (Some(CustomersReading(brought)), _) => {
                let (file, customers) =
                    brought.end().map_err(|fault| no_customers(&fault.to_string()))?;
                (Some(file), customers)
            }
            (None, Some(link)) => (None, Customers::of(&link.recipe)),
            (None, None) => (None, Customers::Unknown),
        };
        Ok(Check {
            delivery: Delivery::new(&terms.criteria, customers),
            customers: file,
            comparison: link.map(|link| Comparison::new(&link.recipe)),
            hasher: link.and_then(|link| link.sha256.as_ref()).map(|_| Hasher::new()),
            bytes: 0,
            terms,
        })
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if let Some(comparison) = &mut self.comparison {
            comparison.read(bytes);
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.delivery.take(bytes);
    }

    /// What is known of the file, which has come to its end.
    ///
    /// # Errors
    /// If it is one of customers and was to be checked beside others, as a list; if JavaScript has no place for it.
    pub fn report(self) -> Result<JsValue, JsValue> {
        let Check { terms, customers, delivery, comparison, hasher, bytes } = self;
        let CheckTerms { criteria, link } = terms;
        let verdict = comparison.map(Comparison::verdict);
        let sha256 = hasher.map(Hasher::finish);
        let link = link.as_ref();
        let expected = link.and_then(|link| link.sha256.as_deref());
        let (judged, form) = delivery.judge();
        let is_of_customers = judged.table() == TableId::Customers;
        if customers.is_some() && is_of_customers && judged.unreadable().is_none() {
            let fault = "only beside a file of transactions, and this is one of customers";
            return Err(no_customers(fault));
        }
        to_js(&CheckReport {
            table: judged.table(),
            report: JudgedForm(&judged),
            form,
            bytes,
            customers: customers
                .map(|CustomersFile { rows, in_order }| CustomersForm { rows, in_order }),
            criteria: (&criteria).into(),
            comparison: link.map(|link| &link.recipe).zip(verdict.as_ref()).map(ComparisonForm::of),
            fingerprint: expected.zip(sha256.as_deref()).map(FingerprintForm::of),
        })
    }
}

/// As the command line's report has it, but for where the file came from.
#[derive(Serialize)]
struct CheckReport<'a> {
    table: TableId,
    #[serde(flatten)]
    report: JudgedForm<'a>,
    bytes: u64,
    /// Its format, compression and delimiter.
    #[serde(flatten)]
    form: FileForm,
    /// The table of customers beside which transactions were checked, if one was brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<CustomersForm>,
    criteria: CriteriaForm,
    comparison: Option<ComparisonForm<'a>>,
    fingerprint: Option<FingerprintForm<'a>>,
}

/// A table of customers beside which transactions were checked.
#[derive(Serialize)]
struct CustomersForm {
    rows: u64,
    /// Whether it is in the order of its ids; if not, segments and accounts are not known.
    in_order: bool,
}

/// Why there can be no check beside these customers.
fn no_customers(fault: &str) -> JsValue {
    let message = format!("customers: {fault}");
    list(&[Wrong { parameter: Some("customers".to_owned()), value: None, limit: None, message }])
}

/// The day where this runs, by its own clock; nothing if the calendar does not have it.
fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}
