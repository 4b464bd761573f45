//! Many rows into memory and into files, beside the same workers shipping buffers that were ready before into the
//! same kind of sink.

use segmint::number::thousands;

use crate::bars::{Bar, judge};
use crate::browser::Engine;
use crate::instruments::{NO_PICKER, NO_STORAGE, PICKER};
use crate::page::visit_in;
use crate::run::{Sink, best, link};
use crate::telling::{lines, rounds, rows_or, rows_up_to};

const ROWS: u32 = 10_000_000;

/// What the page keeps in memory at most.
const MEMORY_ROWS: u32 = 3_000_000;

/// Of the throughput of buffers that were ready before, with two workers.
const MEMORY_BAR: Bar = Bar::AtLeast(0.35);
const STORAGE_BAR: Bar = Bar::AtLeast(1.0);

/// Measures every sink with one worker and with two.
pub(crate) fn measure() {
    let rows = rows_or(ROWS);
    let memory = format!("{NO_PICKER}{NO_STORAGE}");
    one("memory", Sink::Memory, &memory, rows_up_to(MEMORY_ROWS));
    one("a file that is picked, as a stream", Sink::Stream, PICKER, rows);
    one("a file in this site's storage, in place", Sink::InPlace, NO_PICKER, rows);
}

fn one(name: &str, sink: Sink, instruments: &str, rows: u32) {
    println!("\nIn the browser, {rows} rows into {name}, validated, with report");
    for workers in [1, 2] {
        let address = format!("?workers={workers}{}", link(rows, 0));
        visit_in(Engine::Chromium, &address, instruments, |page| {
            let mut seed = 0;
            let [generated, ready_made] = best(
                rounds(3),
                [
                    &mut || {
                        seed += 1;
                        page.generate(rows, seed)
                    },
                    &mut || page.ship_ready_made(workers, rows, sink),
                ],
            );
            let beside = [("buffers that were ready before", ready_made)];
            let what = format!("  workers: {workers}, {generated:.2?}");
            println!("{}", lines(&what, rows, generated, &beside));
            let share = ready_made.as_secs_f64() / generated.as_secs_f64();
            println!("    {share:6.2} of the throughput of buffers that were ready before");
            let bar = match sink {
                Sink::Memory => Some(MEMORY_BAR),
                Sink::InPlace => Some(STORAGE_BAR),
                Sink::Stream => None,
            };
            if let (Some(bar), 2) = (bar, workers) {
                let what = format!(
                    "browser, {} rows into {name}, beside ready-made buffers",
                    thousands(rows)
                );
                judge(&what, bar, "of their throughput", share);
            }
        });
    }
}
