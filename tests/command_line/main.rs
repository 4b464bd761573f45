//! The command line from outside: what a person or a script sees of it. What the rows hold is
//! tested with the core.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod beside;
mod dirt;
mod forms;
mod help;
mod hints;
mod links;
mod names;
mod options;
mod output;
mod reference;
mod reports;
mod rows;
mod runs;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod streams;
mod transactions;
mod validate;
mod version;
