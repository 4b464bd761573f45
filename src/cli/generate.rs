//! The commands that make tables: a request for each in, a file and a report for each out.

use std::process::ExitCode;

use super::console::{self, Stream};
use super::error::Error;
use super::generate_request::GenerateRequest;
use super::json;
use super::made::Made;
use super::options::ReportForm;
use super::output::{Destination, Output};
use super::pipeline::{self, Files};
use super::progress::ProgressDisplay;
use super::text;

/// Carries out requests that are reported in one way. The files come first: a report that cannot be printed is
/// told, and changes nothing of them. None of them takes its place before all can.
///
/// # Errors
/// When not all files, or not the whole of one, were made, or the report could not be printed.
pub(super) fn generate(requests: &[GenerateRequest]) -> Result<ExitCode, Error> {
    let is_printed = requests.iter().any(|request| request.destination == Destination::Stdout);
    let stream = if is_printed { Stream::Stderr } else { Stream::Stdout };
    let form = requests.first().and_then(|request| request.report);
    let mut text = String::new();
    let mut printed = Ok(());
    let files = requests.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let (mut made, mut waiting) = (Vec::new(), Vec::new());
    for (request, files) in requests.iter().zip(files) {
        if form == Some(ReportForm::Text) {
            text.push_str(&text::generating(request));
            // Beside data that somebody may take a part of, nothing is told before they are all taken.
            if stream == Stream::Stdout {
                printed = printed.and(console::report(stream, &std::mem::take(&mut text)));
            }
        }
        let seen = request.report.is_some() && !request.destination.is_terminal();
        let progress = ProgressDisplay::of_table(request.table, request.rows.count(), seen);
        let (files, generated) = pipeline::run(request, files, progress)?;
        waiting.push(files);
        made.push(Made { request, generated, is_in_place: false });
    }
    if made.iter().all(|made| made.generated.takes_place(made.request)) {
        for (made, files) in made.iter_mut().zip(waiting) {
            put_in_place(made.request, files)?;
            made.is_in_place = true;
        }
    } else {
        // The first made the folder, so it goes last.
        waiting.into_iter().rev().for_each(drop);
    }
    match form {
        Some(ReportForm::Text) => {
            for each in &made {
                // One report is known by the only file; of two, each says which it is about.
                if made.len() > 1 {
                    text.push_str(&text::heading(each.request));
                }
                text.push_str(&text::generated(each));
            }
        }
        Some(ReportForm::Json) => text = json::generated(&made)?,
        None => {}
    }
    printed = printed.and(console::report(stream, &text));
    match made.iter().find_map(Made::fault) {
        Some(fault) => Err(fault),
        None => printed.map(|()| ExitCode::SUCCESS).map_err(Error::Report),
    }
}

/// Opens what a request is written to.
fn open(request: &GenerateRequest) -> Result<Files, Error> {
    let output =
        Output::open(&request.destination).map_err(|failure| request.not_written(failure))?;
    let key = request
        .answer_key
        .as_ref()
        .map(|key| Output::open(&key.destination).map_err(|failure| key.not_written(failure)));
    Ok(Files { output, key: key.transpose()? })
}

/// Puts what was made in its place.
fn put_in_place(request: &GenerateRequest, Files { output, key }: Files) -> Result<(), Error> {
    // First the key: where the file is, its key is.
    if let (Some(asked), Some(key)) = (&request.answer_key, key) {
        key.finish().map_err(|failure| asked.not_written(failure))?;
    }
    output.finish().map_err(|failure| request.not_written(failure))?;
    Ok(())
}
