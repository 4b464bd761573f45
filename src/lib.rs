//! Segmint generates segmented synthetic customers: a data set is a pure function of its recipe, the
//! same bytes natively and in WebAssembly.
//!
//! [`data_set`] is the front door; it has examples to copy. This is the map of the rooms behind it. Data
//! travels one way:
//!
//! ```text
//! link ──► recipe ──► plan ──► customers ──► bytes ──► decode ──► customers ──► findings
//!                                generate    │                     check       report
//!                                  ▲         ▼                       │
//!                                draw      format               statistics
//! ```
//!
//! What determines a data set:
//! - [`recipe`]: every parameter with its default, its limits and its text form, by version; [`link`]: a
//!   recipe as the fragment of a link; [`share`]: a link as other texts carry it.
//! - [`plan`]: a recipe's customers as blocks and partitions. [`draw`]: the only door to randomness.
//!
//! What is in it:
//! - [`facts`]: what public bodies counted, packed. [`schema`]: what a table looks like from outside; [`table`]: what a table has to bring;
//!   [`tables`]: which there are.
//! - [`customers`]: one table, whole: its schema, its rows by version of the recipe, its checks, statistics
//!   and faults. [`transactions`]: the table that joins it, what customers buy. `encode`: how rows of every table are
//!   written.
//!
//! What is read and told:
//! - [`decode`]: CSV bytes into fields, whatever they mean. [`findings`]: rules, examples, the report.
//!   [`statistics`]: counts that merge. `check` and [`dirt`]: what checks and faults of every table share.
//! - [`validate`]: whole files, ours or a stranger's, of any size; [`comparison`]: whether a file is a
//!   recipe's data set; [`fingerprint`]: the SHA-256 of a file; [`inspection`]: all three in one pass.
//!
//! What leaves:
//! - [`data_set`]: partitions made and read back, on any number of threads, folded into one report.
//! - [`mod@format`]: the same rows in other formats, taken from the bytes that were read back; or, where columns have
//!   types, from [`columns`], which generators fill straight from their rows.
//!   [`loader`]: scripts that load them into databases and data frames.
//! - [`document`]: what reports tell programs, in one form for all of them.
//! - [`date`]: days of the calendar; [`number`], `preview_value`, `csv_line` and [`shell`]: numbers, values, tables
//!   and commands for people to read. `steps`: numbers on the steps of a range.
//!
//! All of these are pure: no clock, no I/O, nothing of JavaScript. Around them:
//!
//! - `cli`: the command line; with the feature `cli`, which is on unless it is left out.
//!
//! The edges are crates of their own, in `crates/`: `page` is the page's logic without a browser, `web` carries it
//! out, `module` is the one WebAssembly module of page and workers, `js` what JavaScript may call, `python` what Python may call, `bundle` finishes a
//! build of the site, `facts` packs the tables in `data`, `instructions` counts what a row costs the processor.

mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod columns;
pub mod comparison;
mod csv_line;
pub mod customers;
pub mod data_set;
pub mod date;
pub mod decode;
pub mod dirt;
pub mod document;
pub mod draw;
mod encode;
pub mod facts;
pub mod findings;
pub mod fingerprint;
pub mod format;
pub mod inspection;
pub mod link;
pub mod loader;
pub mod number;
pub mod plan;
mod preview_value;
pub mod recipe;
pub mod schema;
pub mod share;
pub mod shell;
pub mod statistics;
mod steps;
pub mod table;
pub mod tables;
pub mod transactions;
mod unsayable;
pub mod validate;
