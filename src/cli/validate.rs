//! The command that judges a file: an inquiry in, a report out.

use std::io::{self, Write};
use std::process::ExitCode;

use super::error::{self, Error};
use super::examination::{Answer, examine};
use super::input::Input;
use super::inquiry::Inquiry;
use super::json;
use super::options::Form;
use super::progress::Progress;
use super::text;

/// Answers an inquiry. The exit code is 0 for a valid file and 1 for one that is not.
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
    let Answer { report, .. } = answer;
    if report.is_valid {
        return Ok(ExitCode::SUCCESS);
    }
    if inquiry.report.is_none() {
        let rules = report.errors.len();
        error::tell(&format!("{} breaks {rules} of the rules", inquiry.source));
    }
    Ok(ExitCode::FAILURE)
}

fn print(text: &str) -> Result<(), Error> {
    let printed = anstream::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush());
    printed.map_err(Error::Report)
}
