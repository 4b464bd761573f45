//! The browser's bars: the built site in headless Chromium, each beside something measured in the same run.
//!
//! It needs what `./scripts/test` installs, and the site, which `trunk build --release` builds:
//!
//! ```text
//! CHROMEDRIVER=chromedriver cargo bench --bench site
//! ```
//!
//! Its parts can be had one by one, as in `cargo bench --bench site -- sinks`; `SEGMINT_BENCH_ROWS` is the
//! largest number of rows in any of them, and with few rows everything is done once, to see that it works. The last
//! thing printed is the table of all bars; in a run of `cargo bench` those of the native benchmark come first.
//!
//! - `latency`: from the change of a parameter to a file with its report and fingerprint.
//! - `sinks`: many rows into memory and into files, beside buffers that were ready before.
//! - `memory`: of the page and its workers, while a long run of each table goes to a file.
//! - `arrival`: from the address of the page to the first data set on the screen, in parts, and the site's weight.
//! - `scale`: what a row costs in small and in large data sets.

#![allow(missing_docs, reason = "nobody calls a benchmark")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark that cannot go on should say where"
)]

mod arrival;
#[path = "../common/bars.rs"]
mod bars;
#[path = "../../tests/site/browser.rs"]
#[allow(dead_code, reason = "the tests need all of it")]
mod browser;
#[path = "../../tests/site/instruments.rs"]
mod instruments;
mod latency;
mod memory;
#[path = "../../tests/site/page.rs"]
#[allow(dead_code, reason = "the tests need all of it")]
mod page;
mod run;
mod scale;
#[path = "../../tests/site/server.rs"]
#[allow(dead_code, reason = "the tests need all of it")]
mod server;
mod sinks;
#[path = "../common/telling.rs"]
mod telling;

/// A part of this benchmark: its name, and what it does.
const PARTS: [(&str, fn()); 5] = [
    ("latency", latency::measure),
    ("sinks", sinks::measure),
    ("memory", memory::measure),
    ("arrival", arrival::measure),
    ("scale", scale::measure),
];

fn main() {
    PARTS.iter().filter(|(name, _)| telling::wants(name)).for_each(|(_, measure)| measure());
    bars::tell_all();
}
