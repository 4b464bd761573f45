//! From the change of a parameter to a file that can be downloaded, with its report and its fingerprint.

use crate::bars::{Bar, judge};
use crate::browser::Engine;
use crate::page::{PLAIN, visit_in};
use crate::run::{Sink, best};
use crate::telling::{rounds, wait};

const ROWS: u32 = 50_000;

/// Milliseconds, with two workers.
const BAR: Bar = Bar::AtMost(16.0);

/// Measures with one worker and with two.
pub(crate) fn measure() {
    println!(
        "\nIn the browser, {ROWS} rows in memory, from a change of the seed to report and fingerprint"
    );
    for workers in [1, 2] {
        visit_in(Engine::Chromium, &format!("?workers={workers}{PLAIN}"), "", |page| {
            page.settle();
            let mut seed = 0;
            let [generated, ready_made] = best(
                rounds(25),
                [
                    &mut || {
                        seed += 1;
                        page.change_seed(seed)
                    },
                    &mut || page.ship_ready_made(workers, ROWS, Sink::Memory),
                ],
            );
            let beside = [("buffers that were ready before", ready_made)];
            println!("{}", wait(&format!("  workers: {workers}"), generated, &beside));
            if workers == 2 {
                let what = "browser, 50,000 rows, from a change to file, report and fingerprint";
                judge(what, BAR, "ms", generated.as_secs_f64() * 1e3);
            }
        });
    }
}
