//! Segmint mints segmented synthetic customers: a data set is a pure function of its recipe, the
//! same bytes natively and in WebAssembly.
//!
//! This is the map of the rooms. Data travels one way:
//!
//! ```text
//! recipe ──► plan ──► generate ──► encode ──► bytes ──► decode ──► validate ──► report
//!   ▲                    ▲                                            │
//!  link                 draw                                      statistics
//! ```
//!
//! - [`recipe`]: every parameter with its default, its limits and its text form; [`link`]: a
//!   recipe as the fragment of a link.
//! - [`plan`]: a recipe's rows as blocks and chunks.
//! - [`draw`]: the only door to randomness. [`generate`]: what a row holds. [`encode`]: how it is
//!   written. [`dirt`]: which rows are spoiled, how, and what must be found of it.
//! - [`decode`]: bytes back into fields. [`validate`]: the second opinion, which knows the criteria
//!   and the bytes and nothing else, be they ours or a stranger's; [`statistics`]: what the rows
//!   hold; `columns`: the values that both of them know.
//! - [`mod@format`]: the same rows in other formats, taken from the bytes that were read back.
//! - [`loader`]: scripts that load a data set into databases and data frames.
//! - [`mint`]: a chunk's whole way through these rooms; [`comparison`]: whether a file is a recipe's
//!   data set; [`fingerprint`]: the SHA-256 of a file.
//! - [`share`]: a link as other texts carry it.
//! - [`date`]: days of the calendar; [`number`], `excerpt`, `sheet` and [`shell`]: numbers, values, tables
//!   and commands for people to read.
//!
//! - [`document`]: what reports tell programs, in one form for all of them.
//!
//! All of these are pure: no clock, no I/O, nothing of JavaScript. Around them:
//!
//! - `cli`: the command line; with the feature `cli`, which is on unless it is left out.
//!
//! The edges are crates of their own, in `crates/`: `web` is the page and its workers, `module` the main of both,
//! `js` what JavaScript may call, `bundle` finishes a build of the site.

#[cfg(feature = "cli")]
pub mod cli;
mod columns;
pub mod comparison;
pub mod date;
pub mod decode;
pub mod dirt;
pub mod document;
pub mod draw;
pub mod encode;
mod excerpt;
pub mod fingerprint;
pub mod format;
pub mod generate;
pub mod link;
pub mod loader;
pub mod mint;
pub mod number;
pub mod plan;
pub mod recipe;
pub mod share;
mod sheet;
pub mod shell;
pub mod statistics;
pub mod validate;
