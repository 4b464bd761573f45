//! The command that judges a file: a request in, a report out.

use std::io;
use std::process::ExitCode;

use super::check::{Checked, check};
use super::console::{self, Stream};
use super::customers_file::CustomersFile;
use super::error::Error;
use super::input::Input;
use super::options::ReportForm;
use super::progress::ProgressDisplay;
use super::validate_request::ValidateRequest;
use super::{json, judgement};
use crate::comparison::Verdict;
use crate::tables::TableId;

/// Carries out a request. The exit code is 0 for a valid file, and 1 for one that is not, or not the
/// file that it was asked to be.
///
/// # Errors
/// When the file cannot be read, or nobody takes the report.
pub(super) fn validate(request: &ValidateRequest) -> Result<ExitCode, Error> {
    if request.report.is_some() && request.source.is_output() {
        return Err(Error::ReportInPlace(request.source.clone()));
    }
    let failed = |source| Error::Read { file: request.source.clone(), source };
    let (customers, beside) = match &request.customers {
        Some(file) if *file == request.source => return Err(Error::BesideItself(file.clone())),
        Some(file) => {
            let read = CustomersFile::read(file);
            let (customers, beside) = read.map_err(|source| match source.kind() {
                io::ErrorKind::NotFound => Error::NoCustomersFile(file.clone()),
                _ => Error::Read { file: file.clone(), source },
            })?;
            (Some((file, customers)), Some(beside))
        }
        None => (None, None),
    };
    let input = Input::open(&request.source).map_err(failed)?;
    if request.report == Some(ReportForm::Text) {
        print(&judgement::validating(request))?;
    }
    let progress = ProgressDisplay::of_bytes(input.length, request.report.is_some());
    let checked = check(request, beside, input.bytes, input.file, &progress).map_err(failed)?;
    let took = progress.end();
    let is_transactions = checked.report.table() == TableId::Transactions;
    if request.customers.is_some() && !is_transactions && checked.report.unreadable().is_none() {
        return Err(Error::NothingBeside(request.source.clone()));
    }
    if is_transactions && request.criteria.dated {
        TableId::Transactions.judge(&request.criteria.recipe)?;
    }
    let customers = customers
        .map(|(file, customers)| {
            customers.finish().map_err(|source| Error::Read { file: file.clone(), source })
        })
        .transpose()?;
    let checked = Checked { customers, ..checked };
    match request.report {
        Some(ReportForm::Text) => print(&judgement::validated(request, &checked, took))?,
        Some(ReportForm::Json) => print(&json::validated(request, &checked)?)?,
        None => {}
    }
    let failures = failures(request, &checked);
    if request.report.is_none() {
        for failure in &failures {
            console::tell(failure);
        }
    }
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the file was asked to be and is not.
fn failures(request: &ValidateRequest, checked: &Checked) -> Vec<String> {
    let ValidateRequest { source, identical, sha256, .. } = request;
    let rules = checked.report.errors().len();
    let plural = if rules == 1 { "" } else { "s" };
    let invalid = (rules > 0).then(|| match checked.report.unreadable() {
        Some(why) => format!("{source} cannot be read as a table: {why}"),
        None => format!("{source} breaks {rules} rule{plural}"),
    });
    let differs = *identical && checked.verdict != Some(Verdict::Identical);
    let differs = differs.then(|| format!("{source} is not the data set of the recipe"));
    let foreign = *identical && *sha256 != checked.sha256;
    let foreign = foreign.then(|| format!("{source} is not the sender's file"));
    [invalid, differs, foreign].into_iter().flatten().collect()
}

/// Prints a part of the report. A reader that has seen enough does not change the verdict.
fn print(text: &str) -> Result<(), Error> {
    console::report(Stream::Stdout, text).map_err(Error::Report)
}
