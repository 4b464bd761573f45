//! A run of the page, and of buffers that were ready before, with the time that each took by the page's clock.

use std::thread;
use std::time::Duration;

use segmint::tables::TableId;
use serde_json::{Value, json};

use crate::page::{PLAIN, Page};

/// The bytes of a row, on average.
const ROW_BYTES: u32 = 128;

/// Up to so many rows the fingerprint of a file is taken unasked.
const UNASKED_ROWS: u32 = 10_000_000;

/// Does what the script says, and notes how long it takes from there until the results are fresh.
const NOTE_TIME: &str = "
    const results = document.querySelector('#results');
    window.took = undefined;
    const start = performance.now();
    new MutationObserver((_, observer) => {
        const { state } = results.dataset;
        if (state !== 'fresh' && state !== 'failed') return;
        observer.disconnect();
        window.took = state === 'fresh' ? performance.now() - start : state;
    }).observe(results, { attributeFilter: ['data-state'] });
";

/// Where a file goes, in the words of `ready_made.js`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sink {
    Memory,
    Stream,
    InPlace,
}

impl Sink {
    const fn word(self) -> &'static str {
        match self {
            Sink::Memory => "memory",
            Sink::Stream => "stream",
            Sink::InPlace => "in place",
        }
    }
}

/// The fragment of a data set of so many rows.
pub(crate) fn link(rows: u32, seed: u32) -> String {
    PLAIN.replace("50000", &rows.to_string()).replace("=42", &format!("={seed}"))
}

/// The fragment of this table of a data set of so many customers.
pub(crate) fn link_of(table: TableId, customers: u32, seed: u32) -> String {
    let link = link(customers, seed);
    match table {
        TableId::Customers => link,
        TableId::Transactions => format!("{}&table=transactions", link.replace("v=1", "v=2")),
    }
}

/// The rows of a chunk of a data set of so many rows, as the page cuts it.
fn chunk_rows(rows: u32) -> u32 {
    match rows {
        0..=100_000 => 5_000,
        100_001..=1_000_000 => 25_000,
        _ => 16_000,
    }
}

impl Page {
    /// Has a data set minted that the page generates by itself, by changing its seed.
    pub(crate) fn change_seed(&self, seed: u32) -> Duration {
        let change = "
            const field = document.querySelector('#seed');
            field.value = arguments[0];
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.time(change, &[&seed.to_string()])
    }

    /// Goes to a large data set, and waits until its reader can have it minted.
    pub(crate) fn look_at(&self, rows: u32, seed: u32) {
        self.look_at_table(TableId::Customers, rows, seed);
    }

    /// Goes to a table of a large data set, and waits until its reader can have it generated.
    pub(crate) fn look_at_table(&self, table: TableId, customers: u32, seed: u32) {
        let link = link_of(table, customers, seed);
        self.browser.run("location.hash = arguments[0]", &[&link]);
        let ready = "return document.querySelector('#seed').value === arguments[0]
            && document.querySelector('#generate').checkVisibility()
            && !document.querySelector('#generate').disabled";
        self.wait("it offers to generate", || {
            // The file before is not wanted any more.
            if self.shows("#loss") {
                self.browser.click("#loss-lose");
            }
            self.browser.run(ready, &[&seed.to_string()]) == json!(true)
        });
    }

    /// Has that data set minted into a file, and waits until that has been read back for its fingerprint, which
    /// nobody waits for, so that it does not get into the way of what is measured next.
    pub(crate) fn generate(&self, rows: u32, seed: u32) -> Duration {
        self.look_at(rows, seed);
        let took = self.time("document.querySelector('#generate').click();", &[]);
        if rows <= UNASKED_ROWS {
            self.wait("it has been read back", || self.fingerprint().len() == 64);
        }
        took
    }

    /// Ships buffers that were ready before, as many bytes as these rows have.
    pub(crate) fn ship_ready_made(&self, workers: u32, rows: u32, sink: Sink) -> Duration {
        let chunk = chunk_rows(rows);
        let (chunks, bytes) = (rows.div_ceil(chunk), chunk * ROW_BYTES);
        let [workers, chunks, bytes] = [workers, chunks, bytes].map(|number| number.to_string());
        let arguments = [&*workers, &*chunks, &*bytes, sink.word()];
        duration(&self.browser.run(include_str!("ready_made.js"), &arguments))
    }

    fn time(&self, script: &str, arguments: &[&str]) -> Duration {
        self.browser.run(&format!("{NOTE_TIME}{script}"), arguments);
        loop {
            // Seldom, and not at once: to ask takes the page's time, too.
            thread::sleep(Duration::from_millis(150));
            let took = self.browser.run("return window.took ?? null", &[]);
            if !took.is_null() {
                return duration(&took);
            }
        }
    }
}

/// A time in milliseconds by the page's clock.
pub(crate) fn duration(milliseconds: &Value) -> Duration {
    let milliseconds = milliseconds.as_f64();
    Duration::from_secs_f64(milliseconds.expect("a run that came to its end") / 1e3)
}

/// The best times of several rounds of each, in turn, because a shared machine only ever makes things slower.
pub(crate) fn best<const N: usize>(
    rounds: u32,
    mut runs: [&mut dyn FnMut() -> Duration; N],
) -> [Duration; N] {
    let mut best = [Duration::MAX; N];
    for _ in 0..rounds {
        for (best, run) in best.iter_mut().zip(&mut runs) {
            *best = run().min(*best);
        }
    }
    best
}
