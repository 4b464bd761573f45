//! The memory of the page and its workers, which are threads of one process, while a long run goes to a file.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

use segmint::number::thousands;
use segmint::tables::TableId;

use crate::bars::{Bar, judge};
use crate::browser::Engine;
use crate::instruments::NO_PICKER;
use crate::page::{Page, visit_in};
use crate::run::link_of;
use crate::telling::rows_or;

const ROWS: u32 = 20_000_000;

/// Of one in so many customers transactions are written: some 550 of each, which take as long.
const ONE_IN: u32 = 200;

/// Mebibytes, whatever the count.
const BAR: Bar = Bar::AtMost(250.0);

/// The parts of a run, in percent, up to whose end the most is told.
const PARTS: [f64; 4] = [10.0, 25.0, 50.0, 100.0];

/// Measures runs of both tables into this site's storage.
pub(crate) fn measure() {
    let rows = rows_or(ROWS);
    let what = format!("memory of the page, {} rows into this site's storage", thousands(rows));
    judge(&what, BAR, "MiB", f64::from(most(TableId::Customers, rows).0));
    let (most, heading) = most(TableId::Transactions, rows / ONE_IN);
    judge(&format!("the same, {heading}"), BAR, "MiB", f64::from(most));
}

/// The most that the page has while the rows of so many customers in this table go to a file, and what the page says
/// that it has written.
fn most(table: TableId, customers: u32) -> (u32, String) {
    let many = thousands(customers);
    let of = match table {
        TableId::Customers => String::new(),
        TableId::Transactions => "transactions of ".to_owned(),
    };
    println!("\nMemory of page and workers, {of}{many} customers into this site's storage");
    let (mut most, mut heading) = (0, String::new());
    visit_in(Engine::Chromium, &link_of(table, customers, 0), NO_PICKER, |page| {
        page.look_at_table(table, customers, 1);
        println!("  before: {} MiB", mebibytes());
        page.browser.click("#generate");
        let mut parts = PARTS.iter().peekable();
        while let Some(&&part) = parts.peek() {
            most = most.max(mebibytes());
            let percent = percent(page);
            if percent >= part {
                println!("  up to {part} %: {most} MiB at most");
                parts.next();
            }
            thread::sleep(Duration::from_millis(100));
        }
        heading = page.text("#summary-rows");
    });
    (most, heading)
}

/// How far the page is, in percent.
fn percent(page: &Page) -> f64 {
    let script = "
        const { state } = document.querySelector('#results').dataset;
        if (state === 'fresh') return 100;
        if (state === 'failed') return null;
        const progress = document.querySelector('#progress');
        return 99.9 * progress.value / progress.max;";
    page.browser.run(script, &[]).as_f64().expect("a run that does not fail")
}

/// The memory of the renderer of the page, its share of what it has in common with others (`Pss`): of all
/// renderers that this process started, the largest. A browser keeps another at hand, for the next page.
fn mebibytes() -> u32 {
    let renderers =
        descendants(std::process::id()).into_iter().filter(|&process| is_renderer(process));
    renderers.map(|process| kibibytes(process) / 1024).max().expect("a renderer")
}

fn is_renderer(process: u32) -> bool {
    let command = fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default();
    command.contains("--type=renderer")
}

/// Zero if it has just ended.
fn kibibytes(process: u32) -> u32 {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.map_or(0, |line| line.trim().trim_end_matches(" kB").parse().expect("a number"))
}

/// Every process that has this one above it.
fn descendants(process: u32) -> Vec<u32> {
    let parents: BTreeMap<u32, u32> = fs::read_dir("/proc")
        .expect("a system with /proc")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|process| Some((process, parent(process)?)))
        .collect();
    let is_above = |&&below: &&u32| {
        std::iter::successors(Some(below), |process| parents.get(process).copied())
            .skip(1)
            .any(|above| above == process)
    };
    parents.keys().filter(is_above).copied().collect()
}

/// The parent of a process: the second field behind its name, which may hold anything.
fn parent(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    status.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}
