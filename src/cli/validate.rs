//! The command that judges a file: an inquiry in, a report out.

use std::io::{self, Write};
use std::process::ExitCode;

use super::error::Error;
use super::examination::{Answer, examine};
use super::input::Input;
use super::inquiry::Inquiry;
use super::json;
use super::options::Form;
use super::progress::Progress;
use super::stderr;
use super::text;
use crate::comparison::Verdict;

/// Answers an inquiry. The exit code is 0 for a valid file, and 1 for one that is not, or not the
/// file that it was asked to be.
///
/// # Errors
/// When the file cannot be read, or nobody takes the report.
pub(super) fn validate(inquiry: &Inquiry) -> Result<ExitCode, Error> {
    let failed = |source| Error::Read { file: inquiry.source.clone(), source };
    let input = Input::open(&inquiry.source).map_err(failed)?;
    if inquiry.report == Some(Form::Text) {
        print(&text::validating(inquiry))?;
    }
    let progress = Progress::of_bytes(input.length, inquiry.report.is_some());
    let answer = examine(inquiry, input.bytes, &progress).map_err(failed)?;
    let took = progress.end();
    match inquiry.report {
        Some(Form::Text) => print(&text::validated(inquiry, &answer, took))?,
        Some(Form::Json) => print(&json::validated(inquiry, &answer)?)?,
        None => {}
    }
    let failures = failures(inquiry, &answer);
    if inquiry.report.is_none() {
        for failure in &failures {
            stderr::tell(failure);
        }
    }
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the file was asked to be and is not.
fn failures(inquiry: &Inquiry, answer: &Answer) -> Vec<String> {
    let Inquiry { source, identical, sha256, .. } = inquiry;
    let rules = answer.report.errors.len();
    let plural = if rules == 1 { "" } else { "s" };
    let invalid = (rules > 0).then(|| format!("{source} breaks {rules} rule{plural}"));
    let differs = *identical && answer.verdict != Some(Verdict::Identical);
    let differs = differs.then(|| format!("{source} is not the data set of the recipe"));
    let foreign = *identical && *sha256 != answer.sha256;
    let foreign = foreign.then(|| format!("{source} is not the sender's file"));
    [invalid, differs, foreign].into_iter().flatten().collect()
}

/// Prints a part of the report. A reader that has seen enough does not change the verdict.
fn print(text: &str) -> Result<(), Error> {
    let printed = anstream::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
    match printed {
        Err(broken) if broken.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(Error::Report),
    }
}
