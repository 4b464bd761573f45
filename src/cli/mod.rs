//! The command line: options in, a file and a report out. Native only.
//!
//! `options` are what was typed, and `recipe` is the recipe that they give. From there five ways lead
//! through the house:
//!
//! - `generate`: a `generate_request` says what to make, and an `output_format` as what; the `pipeline`
//!   makes it, whichever of the `tables` it is, on threads along an `assembly_line`, through an `encoding` into an `output`, which is a
//!   `part_file` until it is whole, even if there is an `interrupt`. What was `made` of it may then take its place, or may not.
//! - `link` prints a recipe as the link to it.
//! - `loader` prints what loads that file somewhere.
//! - `manual` prints the completions for a shell and the manual pages.
//! - `validate`: a `validate_request` says what to ask of a file; `check` reads the `input` and answers, on threads whose
//!   answers are `ordered`, beside a `customers_file` if one is named.
//!
//! They show their `progress`, and `text` or, of a file, `judgement` (with `evidence` of customers and `spending` of transactions), in its `style` and with the same `figures`, or
//! `json` tells of what came out. What can go wrong is an
//! `error`, and is told on the `console`. Where paths lead, `place` knows. The data itself is made and checked by the core; nothing in
//! here knows what a row looks like.

mod assembly_line;
mod check;
mod console;
mod customers_file;
mod encoding;
mod error;
mod evidence;
mod figures;
mod generate;
mod generate_request;
mod input;
mod interrupt;
mod json;
mod judgement;
mod link;
mod loader;
mod made;
mod manual;
mod options;
mod ordered;
mod output;
mod output_format;
mod part_file;
mod pipeline;
mod place;
mod progress;
mod recipe;
mod spending;
mod style;
mod tables;
mod text;
mod unpacked;
mod validate;
mod validate_request;

use std::process::{self, ExitCode};
use std::{env, panic};

use error::Error;
use generate_request::GenerateRequest;
use options::Command;
use validate_request::ValidateRequest;

/// Carries out the command that the process was started with.
#[must_use]
pub fn run() -> ExitCode {
    // Threads wait for each other, so one that breaks must not leave the others waiting.
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |broken| {
        tell(broken);
        process::abort();
    }));
    carry_out().unwrap_or_else(|error| error.report())
}

fn carry_out() -> Result<ExitCode, Error> {
    match Command::read(env::args_os())? {
        Command::GenerateCustomers(options) => {
            generate::generate(&[GenerateRequest::of_customers(options)?])
        }
        Command::GenerateTransactions(options) => {
            generate::generate(&[GenerateRequest::of_transactions(options)?])
        }
        Command::Generate(options) => generate::generate(&GenerateRequest::of_both(&options)?),
        Command::Link(options) => link::print(&options),
        Command::Loader(options) => loader::print(options),
        Command::Completions(options) => manual::print_completions(&options),
        Command::Man(options) => manual::print_page(&options),
        Command::Validate(options) => validate::validate(&ValidateRequest::from_options(options)?),
    }
}
