//! The command line: options in, a file and a report out. Native only.
//!
//! `options` are what was typed. From there three ways lead through the house:
//!
//! - `generate`: an `order` is what is asked for, and a `packing` in which format; the `assembly` line
//!   makes it through its `turnstile`s and a `press` into an `output`, and a `receipt` says what came
//!   of it.
//! - `link`: a recipe is printed as the link to it.
//! - `loader` prints what loads that file somewhere.
//! - `validate`: an `inquiry` is what is asked, an `examination` reads the `input` and answers.
//!
//! They show their `progress`, and `text` or `json` tells of what came out. What can go wrong is an
//! `error`, and is told on `stderr`. The data itself is made and judged by the core; nothing in
//! here knows what a row looks like.

mod assembly;
mod error;
mod examination;
mod generate;
mod input;
mod inquiry;
mod json;
mod link;
mod loader;
mod options;
mod order;
mod output;
mod packing;
mod press;
mod progress;
mod receipt;
mod stderr;
mod text;
mod turnstile;
mod validate;

use std::process::{self, ExitCode};
use std::{env, panic};

use error::Error;
use inquiry::Inquiry;
use options::Request;
use order::Order;

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
    match Request::read(env::args_os())? {
        Request::Generate(options) => generate::generate(&Order::from_options(options)?),
        Request::Link(options) => link::print(&options),
        Request::Loader(options) => loader::print(options),
        Request::Validate(options) => validate::validate(&Inquiry::from_options(options)?),
    }
}
