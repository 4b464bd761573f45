//! How a benchmark tells what it measured, and how large it is to be.

#![allow(dead_code, reason = "each benchmark takes what it needs")]
#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]
#![allow(clippy::cast_precision_loss, reason = "times for people")]

use std::time::Duration;

/// What a time means for so many rows, and what it is beside other times: lines to be printed.
pub fn lines(what: &str, rows: u32, took: Duration, beside: &[(&str, Duration)]) -> String {
    let a_row = |took: Duration| took.as_nanos() as f64 / f64::from(rows);
    let rate = f64::from(rows) / took.as_secs_f64() / 1e6;
    let first = format!("{what}: {:.1} ns a row, {rate:.2} million rows a second", a_row(took));
    beside.iter().fold(first, |lines, (name, other)| {
        let ratio = took.as_secs_f64() / other.as_secs_f64();
        format!("{lines}\n    {ratio:6.2} times {name} ({:.1} ns a row)", a_row(*other))
    })
}

/// A time, and what it is beside other times: lines to be printed.
pub fn wait(what: &str, took: Duration, beside: &[(&str, Duration)]) -> String {
    beside.iter().fold(format!("{what}: {took:.1?}"), |lines, (name, other)| {
        let ratio = took.as_secs_f64() / other.as_secs_f64();
        format!("{lines}\n    {ratio:6.2} times {name} ({other:.1?})")
    })
}

/// With fewer rows than this a benchmark is on trial.
const TRIAL_ROWS: u32 = 10_000_000;

/// The largest number of rows that is asked for, in `SEGMINT_BENCH_ROWS`.
fn asked() -> Option<u32> {
    std::env::var("SEGMINT_BENCH_ROWS").ok().map(|rows| rows.parse().unwrap())
}

/// So many rows, or as many as are asked for.
pub fn rows_or(rows: u32) -> u32 {
    asked().unwrap_or(rows)
}

/// So many rows, or fewer if no more are asked for.
pub fn rows_up_to(rows: u32) -> u32 {
    rows_or(rows).min(rows)
}

/// Whether everything is done once, with few rows, to see that it works.
pub fn is_trial() -> bool {
    rows_or(TRIAL_ROWS) < TRIAL_ROWS
}

/// So many rounds, or one in a trial.
pub fn rounds(rounds: u32) -> u32 {
    if is_trial() { 1 } else { rounds }
}

/// Whether this part of the benchmark is asked for: by name on the command line, where no name
/// asks for all.
pub fn wants(part: &str) -> bool {
    let names = || std::env::args().skip(1).filter(|argument| !argument.starts_with('-'));
    names().next().is_none() || names().any(|name| name == part)
}
