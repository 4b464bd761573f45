//! The command line: options in, a file and a report out. Native only.
//!
//! The way through the house: `options` are what was typed, an `order` is what is asked for, the
//! `assembly` line makes it through its `turnstile`s into an `output`, with `progress` on the way,
//! and `text` or `json` tells of it. What can go wrong is an `error`. The data itself is made and
//! judged by the core; nothing in here knows what a row looks like.

mod assembly;
mod error;
mod json;
mod options;
mod order;
mod output;
mod progress;
mod text;
mod turnstile;

use std::env;
use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use assembly::{Assembled, assemble};
use error::Error;
use options::{Form, Options};
use order::Order;
use output::{Destination, Output};
use progress::Progress;

use crate::link::Link;
use crate::validate::Report;

/// Carries out the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    let carried_out = Options::read(env::args_os())
        .map_err(Error::from)
        .and_then(Order::from_options)
        .and_then(|order| generate(&order));
    match carried_out {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

/// What a run made, for the report.
struct Receipt {
    report: Report,
    sha256: Option<String>,
    bytes: u64,
    took: Duration,
}

impl Receipt {
    /// The link to the data set; with the fingerprint, if the file is the whole data set's.
    fn link(&self, order: &Order) -> String {
        let sha256 = self.sha256.clone().filter(|_| order.is_whole());
        Link { recipe: order.recipe.clone(), sha256 }.to_string()
    }
}

fn generate(order: &Order) -> Result<(), Error> {
    if order.report == Some(Form::Text) {
        print(order, &text::opening(order))?;
    }
    let receipt = mint(order)?;
    match order.report {
        Some(Form::Text) => print(order, &text::report(order, &receipt))?,
        Some(Form::Json) => print(order, &json::report(order, &receipt)?)?,
        None => {}
    }
    match receipt.report.errors.len() {
        0 => Ok(()),
        rules => Err(Error::Invalid { rules, destination: order.destination.clone() }),
    }
}

/// Makes the rows and puts them in their place, if they keep the rules.
fn mint(order: &Order) -> Result<Receipt, Error> {
    let failed = |source| Error::Write { destination: order.destination.clone(), source };
    let progress = Progress::begin(order);
    let output = Output::open(&order.destination).map_err(failed)?;
    let Assembled { output, report, sha256 } =
        assemble(order, output, &progress).map_err(failed)?;
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
