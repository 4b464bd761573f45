//! What a row costs in small and in large data sets, with as many workers as the machine has threads.

use crate::browser::Engine;
use crate::instruments::NO_PICKER;
use crate::page::visit_in;
use crate::run::{best, link};
use crate::telling::{lines, rounds, rows_or};

const ROWS: u32 = 99_999_999;

/// Up to here the page generates by itself, into memory.
const LIVE_ROWS: u32 = 1_000_000;

/// Measures every power of ten.
pub(crate) fn measure() {
    let most = rows_or(ROWS);
    println!("\nWhat a row costs in the browser, validated, with report");
    let powers = [10_000, 100_000, 1_000_000, 10_000_000, ROWS];
    for rows in powers.into_iter().filter(|&rows| rows <= most) {
        if rows <= LIVE_ROWS {
            in_memory(rows);
        } else {
            in_a_file(rows);
        }
    }
}

fn in_memory(rows: u32) {
    visit_in(Engine::Chromium, &link(rows, 0), "", |page| {
        page.settle();
        let mut seed = 0;
        let [took] = best(
            rounds(7),
            [&mut || {
                seed += 1;
                page.change_seed(seed)
            }],
        );
        let what = format!("  {rows} rows in memory with fingerprint, {took:.1?}");
        println!("{}", lines(&what, rows, took, &[]));
    });
}

fn in_a_file(rows: u32) {
    visit_in(Engine::Chromium, &link(rows, 0), NO_PICKER, |page| {
        let mut seed = 0;
        let runs = rounds(if rows == ROWS { 1 } else { 3 });
        let [took] = best(
            runs,
            [&mut || {
                seed += 1;
                page.generate(rows, seed)
            }],
        );
        let what = format!("  {rows} rows in a file, {took:.2?}");
        println!("{}", lines(&what, rows, took, &[]));
    });
}
