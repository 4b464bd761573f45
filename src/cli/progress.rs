//! The progress bar: on a terminal only, and only if the run is long enough to wonder.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::order::Order;

/// How long a run takes before its progress is worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the run has come.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    /// Whether the bar is on the screen, or never will be.
    settled: AtomicBool,
}

impl Progress {
    /// The progress of `order`, which begins now.
    pub(super) fn begin(order: &Order) -> Progress {
        let rows = u64::from(order.rows.count());
        let bar = ProgressBar::with_draw_target(Some(rows), ProgressDrawTarget::hidden());
        let unwanted = order.report.is_none() || order.destination.is_terminal();
        Progress { bar, begun: Instant::now(), settled: AtomicBool::new(unwanted) }
    }

    /// So many more rows are done.
    pub(super) fn advance(&self, rows: u32) {
        self.bar.inc(rows.into());
        if self.begun.elapsed() > PATIENCE && !self.settled.swap(true, Ordering::Relaxed) {
            self.bar.set_style(style());
            // Draws nothing where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Takes the bar off the screen. Returns how long the run took.
    pub(super) fn end(self) -> Duration {
        self.bar.finish_and_clear();
        self.begun.elapsed()
    }
}

fn style() -> ProgressStyle {
    const TEMPLATE: &str =
        "{bar:32.green} {percent:>3}%  {human_pos} of {human_len} customers, {eta} left";
    ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar())
}
