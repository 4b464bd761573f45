//! A file of either table that is checked, piece by piece.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use segmint::comparison::Comparison;
use segmint::document::{ComparisonForm, CriteriaForm, FingerprintForm, JudgedForm};
use segmint::fingerprint::Hasher;
use segmint::link::Link;
use segmint::recipe::{Parameter, RecipeVersion};
use segmint::tables::TableId;
use segmint::transactions::check::Customers;
use segmint::validate::{Criteria, CustomersDelivery, CustomersFile, Delivery, FileForm};
use serde::Serialize;

use crate::recipe::{Said, read_link};
use crate::refusal::{Wrong, refusal};
use crate::to_json;
use crate::watch::Watch;

/// How many bytes are read at once.
const PIECE: usize = 1 << 20;

/// A file to be checked.
#[derive(FromPyObject)]
pub(crate) enum Input {
    /// Its bytes.
    Bytes(PyBackedBytes),
    /// Where it is.
    Path(PathBuf),
}

impl Input {
    fn len(&self) -> PyResult<u64> {
        Ok(match self {
            Input::Bytes(bytes) => bytes.len() as u64,
            Input::Path(path) => path.metadata()?.len(),
        })
    }

    /// Gives all bytes to `take`, piece by piece.
    fn read(&self, watch: &mut Watch, mut take: impl FnMut(&[u8])) -> PyResult<()> {
        match self {
            Input::Bytes(bytes) => bytes.chunks(PIECE).try_for_each(|piece| {
                take(piece);
                watch.advance(piece.len() as u64)
            }),
            Input::Path(path) => {
                let mut file = File::open(path)?;
                let mut piece = vec![0; PIECE];
                loop {
                    let read = file.read(&mut piece)?;
                    if read == 0 {
                        return Ok(());
                    }
                    take(&piece[..read]);
                    watch.advance(read as u64)?;
                }
            }
        }
    }
}

/// Checks a file, and returns the report as JSON. It is held against a link, or against terms, each in its text form;
/// `today` is the day by the caller's clock.
#[pyfunction]
#[pyo3(signature = (data, today, link=None, terms=vec![], customers=None, progress=None))]
#[expect(clippy::needless_pass_by_value, reason = "what crosses from Python is owned")]
pub(crate) fn validate(
    py: Python<'_>,
    data: Input,
    today: &str,
    link: Option<&str>,
    terms: Vec<(String, String)>,
    customers: Option<Input>,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let link = link.map(|text| read_link(py, text)).transpose()?;
    let criteria = match &link {
        Some(link) => Criteria::of(link.recipe.clone()),
        None => criteria(py, terms)?,
    };
    let criteria = Criteria { today: today.parse().ok(), ..criteria };
    let of_customers = customers.as_ref().map_or(Ok(0), Input::len)?;
    let mut watch = Watch::new(progress, data.len()? + of_customers);
    py.detach(|| check(&data, customers.as_ref(), &criteria, link.as_ref(), &mut watch))
}

/// The defaults with these targets and ranges instead; any day, unless they say one.
fn criteria(py: Python<'_>, terms: Vec<(String, String)>) -> PyResult<Criteria> {
    // What tells a data set from others is for a link, which has all of it.
    let said = Said::of(py, terms, |parameter| {
        !parameter.is_of_transactions()
            && !matches!(
                parameter,
                Parameter::Seed | Parameter::Count | Parameter::Domains | Parameter::Dirt
            )
    })?;
    let dated = said.given.iter().any(|(parameter, _)| *parameter == Parameter::AsOf);
    // As on the command line: without a day nothing is asked that only one version has.
    let undated = Criteria::default().recipe.version();
    let version = if dated { RecipeVersion::LATEST } else { undated };
    Ok(Criteria { dated, ..Criteria::of(said.amended(py, version)?) })
}

fn check(
    data: &Input,
    beside: Option<&Input>,
    criteria: &Criteria,
    link: Option<&Link>,
    watch: &mut Watch,
) -> PyResult<String> {
    let (file, customers) = match (beside, link) {
        (Some(input), _) => {
            let mut delivery = CustomersDelivery::default();
            input.read(watch, |piece| delivery.take(piece))?;
            let (file, customers) =
                delivery.end().map_err(|fault| no_customers(&fault.to_string()))?;
            (Some(file), customers)
        }
        (None, Some(link)) => (None, Customers::of(&link.recipe)),
        (None, None) => (None, Customers::Unknown),
    };
    let mut delivery = Delivery::new(criteria, customers);
    let mut comparison = link.map(|link| Comparison::new(&link.recipe));
    let expected = link.and_then(|link| link.sha256.as_deref());
    let mut hasher = expected.map(|_| Hasher::new());
    let mut bytes = 0;
    data.read(watch, |piece| {
        bytes += piece.len() as u64;
        if let Some(comparison) = &mut comparison {
            comparison.read(piece);
        }
        if let Some(hasher) = &mut hasher {
            hasher.update(piece);
        }
        delivery.take(piece);
    })?;
    let verdict = comparison.map(Comparison::verdict);
    let sha256 = hasher.map(Hasher::finish);
    let (judged, form) = delivery.judge();
    let is_of_customers = judged.table() == TableId::Customers;
    if file.is_some() && is_of_customers && judged.unreadable().is_none() {
        let fault = "only beside a file of transactions, and this is one of customers";
        return Err(no_customers(fault));
    }
    let name = |input: &Input| match input {
        Input::Bytes(_) => None,
        Input::Path(path) => Some(path.display().to_string()),
    };
    to_json(&CheckReport {
        table: judged.table(),
        report: JudgedForm(&judged),
        file: name(data),
        bytes,
        form,
        customers: file.zip(beside).map(|(CustomersFile { rows, in_order }, beside)| {
            CustomersForm { file: name(beside), rows, in_order }
        }),
        criteria: criteria.into(),
        comparison: link.map(|link| &link.recipe).zip(verdict.as_ref()).map(ComparisonForm::of),
        fingerprint: expected.zip(sha256.as_deref()).map(FingerprintForm::of),
    })
}

/// As the command's report has it.
#[derive(Serialize)]
struct CheckReport<'a> {
    table: TableId,
    #[serde(flatten)]
    report: JudgedForm<'a>,
    /// The path, if it is not bytes.
    file: Option<String>,
    bytes: u64,
    /// Its format, compression and delimiter.
    #[serde(flatten)]
    form: FileForm,
    /// The table of customers beside which transactions were checked, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<CustomersForm>,
    criteria: CriteriaForm,
    comparison: Option<ComparisonForm<'a>>,
    fingerprint: Option<FingerprintForm<'a>>,
}

/// A table of customers beside which transactions were checked.
#[derive(Serialize)]
struct CustomersForm {
    /// The path, if it is not bytes.
    file: Option<String>,
    rows: u64,
    /// Whether it is in the order of its ids; if not, segments and accounts are not known.
    in_order: bool,
}

/// Why there can be no check beside these customers.
fn no_customers(fault: &str) -> PyErr {
    let parameter = Some("customers".to_owned());
    let message = format!("customers: {fault}");
    let wrong = Wrong { parameter, message, ..Wrong::default() };
    Python::attach(|py| refusal(py, vec![wrong]))
}
