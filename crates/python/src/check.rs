//! A file of either table that is checked, piece by piece.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use segmint::document::{CheckForm, CustomersForm, FilePlace};
use segmint::inspection::Inspection;
use segmint::link::Link;
use segmint::recipe::{Parameter, RecipeVersion};
use segmint::validate::{Criteria, CustomersDelivery, NoCustomers};

use crate::recipe::{Said, read_link};
use crate::refusal::refuse;
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

    fn place(&self) -> FilePlace {
        match self {
            Input::Bytes(_) => FilePlace::Memory,
            Input::Path(path) => FilePlace::Path(path.display().to_string()),
        }
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
    py.detach(|| check(&data, customers.as_ref(), criteria, link, &mut watch))
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
    criteria: Criteria,
    link: Option<Link>,
    watch: &mut Watch,
) -> PyResult<String> {
    let refused = |fault: NoCustomers| Python::attach(|py| refuse(py, [&fault]));
    let mut customers = beside.map(|_| CustomersDelivery::default());
    if let Some((input, customers)) = beside.zip(customers.as_mut()) {
        input.read(watch, |piece| customers.take(piece))?;
    }
    let mut inspection = Inspection::new(criteria, link, customers).map_err(refused)?;
    data.read(watch, |piece| inspection.take(piece))?;
    let inspected = inspection.end().map_err(refused)?;
    let form = CheckForm::from(&inspected);
    to_json(&CheckForm {
        file: data.place(),
        customers: (form.customers.zip(beside))
            .map(|(form, beside)| CustomersForm { file: beside.place(), ..form }),
        ..form
    })
}
