//! The command that makes customers: an order in, a file and a report out.

use std::io::Write;
use std::process::ExitCode;

use super::assembly::{Assembled, assemble};
use super::error::Error;
use super::json;
use super::options::Form;
use super::order::Order;
use super::output::{Destination, Output};
use super::progress::Progress;
use super::receipt::Receipt;
use super::text;

/// Carries out an order.
///
/// # Errors
/// When no file, or not the whole file, was made.
pub(super) fn generate(order: &Order) -> Result<ExitCode, Error> {
    if order.report == Some(Form::Text) {
        print(order, &text::generating(order))?;
    }
    let receipt = mint(order)?;
    match order.report {
        Some(Form::Text) => print(order, &text::generated(order, &receipt))?,
        Some(Form::Json) => print(order, &json::generated(order, &receipt)?)?,
        None => {}
    }
    let destination = order.destination.clone();
    match (receipt.outcome.astray(), receipt.fingerprints(order)) {
        (0, Some((expected, sha256))) if expected != sha256 => Err(Error::Foreign {
            expected: expected.to_owned(),
            sha256: sha256.to_owned(),
            destination: Some(destination),
        }),
        (0, _) => Ok(ExitCode::SUCCESS),
        (findings, _) => Err(Error::Invalid { findings, destination }),
    }
}

/// Makes the rows and puts them in their place, if they break rules where they were to and nowhere else, and are the
/// sender's.
fn mint(order: &Order) -> Result<Receipt, Error> {
    let failed = |failure| order.not_written(failure);
    let seen = order.report.is_some() && !order.destination.is_terminal();
    let progress = Progress::of_customers(order.rows.count(), seen);
    let output = Output::open(&order.destination).map_err(failed)?;
    let key = match &order.key {
        Some(key) => {
            Some(Output::open(&key.destination).map_err(|failure| key.not_written(failure))?)
        }
        None => None,
    };
    let Assembled { output, key, report, outcome, sha256 } =
        assemble(order, output, key, &progress)?;
    let (bytes, took) = (output.bytes(), progress.end());
    let receipt = Receipt { report, outcome, sha256, bytes, took };
    if receipt.takes_place(order) {
        // First the key: where the file is, its key is.
        if let (Some(asked), Some(key)) = (&order.key, key) {
            key.finish().map_err(|failure| asked.not_written(failure))?;
        }
        output.finish().map_err(failed)?;
    }
    Ok(receipt)
}

/// Prints a part of the report beside the data, never among it.
fn print(order: &Order, text: &str) -> Result<(), Error> {
    let printed = match order.destination {
        Destination::Stdout => anstream::stderr().write_all(text.as_bytes()),
        Destination::Path(_) => anstream::stdout().write_all(text.as_bytes()),
    };
    printed.map_err(Error::Report)
}
