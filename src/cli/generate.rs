//! The command that makes customers: an order in, a file and a report out.

use std::io::Write;
use std::process::ExitCode;

use super::assembly::{Assembled, assemble};
use super::error::Error;
use super::json;
use super::options::Form;
use super::order::Order;
use super::output::{Destination, Output};
use super::press::Failure;
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
    match receipt.report.errors.len() {
        0 => Ok(ExitCode::SUCCESS),
        rules => Err(Error::Invalid { rules, destination: order.destination.clone() }),
    }
}

/// Makes the rows and puts them in their place, if they keep the rules.
fn mint(order: &Order) -> Result<Receipt, Error> {
    let failed = |source| Error::Write { destination: order.destination.clone(), source };
    let seen = order.report.is_some() && !order.destination.is_terminal();
    let progress = Progress::of_customers(order.rows.count(), seen);
    let output = Output::open(&order.destination).map_err(failed)?;
    let assembled = assemble(order, output, &progress);
    let Assembled { output, report, sha256 } = assembled.map_err(|failure| match failure {
        Failure::Unsayable(unsayable) => Error::Unsayable(unsayable),
        Failure::Write(source) => failed(source),
    })?;
    let bytes = if report.is_valid { output.finish().map_err(failed)? } else { output.bytes() };
    Ok(Receipt { report, sha256, bytes, took: progress.end() })
}

/// Prints a part of the report beside the data, never among it.
fn print(order: &Order, text: &str) -> Result<(), Error> {
    let printed = match order.destination {
        Destination::Stdout => anstream::stderr().write_all(text.as_bytes()),
        Destination::Path(_) => anstream::stdout().write_all(text.as_bytes()),
    };
    printed.map_err(Error::Report)
}
