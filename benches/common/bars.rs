//! The bars: how what was measured stands to the value that it is to have, and the table of all of them, which a run
//! ends with and `BENCHMARKS.md` takes over.

#![allow(dead_code, reason = "each benchmark takes what it needs")]
#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]

use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

use crate::telling::is_trial;

/// The value that something is to have.
#[derive(Clone, Copy)]
pub enum Bar {
    AtMost(f64),
    AtLeast(f64),
}

/// The lines of the table so far.
static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The head of the table.
const HEAD: &str = "| what | bar | measured | times the bar |\n| --- | ---: | ---: | ---: |";

/// Tells how a value stands to its bar: how many times it is worse, and that the bar holds if it is not.
pub fn judge(what: &str, bar: Bar, unit: &str, measured: f64) {
    let (word, value, ratio) = match bar {
        Bar::AtMost(value) => ("at most", value, measured / value),
        Bar::AtLeast(value) => ("at least", value, value / measured),
    };
    let verdict =
        if ratio > 1.0 { format!("**{ratio:.2}**") } else { format!("{ratio:.2}, holds") };
    let (value, measured) = (rounded(value), rounded(measured));
    println!("    {measured} {unit}, and is to be {word} {value}: {verdict}");
    keep(format!("| {what} | {word} {value} {unit} | {measured} {unit} | {verdict} |"));
}

/// Tells of something without a bar that others are seen beside.
pub fn beside(what: &str, unit: &str, measured: f64) {
    let measured = rounded(measured);
    println!("    {measured} {unit}: {what}");
    keep(format!("| beside: {what} | | {measured} {unit} | |"));
}

/// Tells that something is not here to be measured, and what adds it.
pub fn missing(what: &str, how: &str) {
    println!("    {what}: not here; {how} adds it");
    keep(format!("| beside: {what} | | not here; {how} adds it | |"));
}

fn keep(line: String) {
    LINES.lock().unwrap().push(line);
}

/// Prints the table of this benchmark, and leaves its lines to the one that runs after it.
pub fn tell_and_leave() {
    let lines = LINES.lock().unwrap().join("\n");
    tell(&lines);
    fs::write(left(), lines).unwrap();
}

/// Prints the table of this benchmark, behind what the one that ran before it has left.
pub fn tell_all() {
    let own = LINES.lock().unwrap().join("\n");
    let Ok(before) = fs::read_to_string(left()) else { return tell(&own) };
    let age = fs::metadata(left()).and_then(|found| found.modified()).unwrap().elapsed();
    println!("\nThe native benchmark ended {} minutes ago; its lines come first.", minutes(age));
    fs::remove_file(left()).unwrap();
    tell(&[before, own].join("\n"));
}

fn tell(lines: &str) {
    if is_trial() {
        println!("\nOn trial, with few rows and once: these numbers say nothing.");
    }
    println!("\n{HEAD}\n{}", lines.trim());
}

fn minutes<E>(age: Result<std::time::Duration, E>) -> u64 {
    age.map_or(0, |age| age.as_secs() / 60)
}

/// Where lines are left.
fn left() -> PathBuf {
    [env!("CARGO_TARGET_TMPDIR"), "bars.md"].iter().collect()
}

/// With three digits.
fn rounded(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
