//! The command that makes customers: a request in, a file and a report out.

use std::process::ExitCode;

use super::console::{self, Stream};
use super::error::Error;
use super::generate_request::GenerateRequest;
use super::json;
use super::options::ReportForm;
use super::output::{Destination, Output};
use super::pipeline::{self, Files, Generated};
use super::progress::ProgressDisplay;
use super::text;

/// Carries out a request. The file comes first: a report that cannot be printed is told, and changes
/// nothing of it.
///
/// # Errors
/// When no file, or not the whole file, was made, or the report could not be printed.
pub(super) fn generate(request: &GenerateRequest) -> Result<ExitCode, Error> {
    let stream = match request.destination {
        Destination::Stdout => Stream::Stderr,
        Destination::Path(_) => Stream::Stdout,
    };
    let mut text = String::new();
    let mut printed = Ok(());
    if request.report == Some(ReportForm::Text) {
        text = text::generating(request);
        // Beside data that somebody may take a part of, nothing is told before they are all taken.
        if stream == Stream::Stdout {
            printed = console::report(stream, &std::mem::take(&mut text));
        }
    }
    let generated = make(request)?;
    match request.report {
        Some(ReportForm::Text) => text.push_str(&text::generated(request, &generated)),
        Some(ReportForm::Json) => text = json::generated(request, &generated)?,
        None => {}
    }
    printed = printed.and(console::report(stream, &text));
    let destination = request.destination.clone();
    match (generated.outcome.astray(), generated.fingerprints(request)) {
        (0, Some((expected, sha256))) if expected != sha256 => Err(Error::Foreign {
            expected: expected.to_owned(),
            sha256: sha256.to_owned(),
            destination: Some(destination),
        }),
        (0, _) => printed.map(|()| ExitCode::SUCCESS).map_err(Error::Report),
        (findings, _) => Err(Error::Invalid { findings, destination }),
    }
}

/// Makes the rows and puts them in their place, if they break rules where they were to and nowhere else, and are the
/// sender's.
fn make(request: &GenerateRequest) -> Result<Generated, Error> {
    let failed = |failure| request.not_written(failure);
    let seen = request.report.is_some() && !request.destination.is_terminal();
    let progress = ProgressDisplay::of_customers(request.rows.count(), seen);
    let output = Output::open(&request.destination).map_err(failed)?;
    let key = match &request.answer_key {
        Some(key) => {
            Some(Output::open(&key.destination).map_err(|failure| key.not_written(failure))?)
        }
        None => None,
    };
    let (Files { output, key }, generated) =
        pipeline::run(request, Files { output, key }, progress)?;
    if generated.takes_place(request) {
        // First the key: where the file is, its key is.
        if let (Some(asked), Some(key)) = (&request.answer_key, key) {
            key.finish().map_err(|failure| asked.not_written(failure))?;
        }
        output.finish().map_err(failed)?;
    }
    Ok(generated)
}
