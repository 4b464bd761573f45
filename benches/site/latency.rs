//! From the change of a parameter to a file that can be downloaded, with its report and its fingerprint.

use std::time::Duration;

use crate::browser::Engine;
use crate::page::{PLAIN, visit_in};
use crate::run::{Sink, best};
use crate::telling::{rounds, wait};

const ROWS: u32 = 50_000;
const BAR: Duration = Duration::from_millis(25);

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
            let beside = [("buffers that were ready before", ready_made), ("the bar", BAR)];
            println!("{}", wait(&format!("  workers: {workers}"), generated, &beside));
        });
    }
}
