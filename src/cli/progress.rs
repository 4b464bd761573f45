//! The progress bar: on a terminal only, and only if the run is long enough to wonder.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::number::thousands;
use crate::tables::TableId;

/// How long a run takes before its progress is worth a line.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the run has come.
pub(super) struct ProgressDisplay {
    bar: ProgressBar,
    template: &'static str,
    begun: Instant,
    /// Whether the bar is on the screen, or never will be.
    settled: AtomicBool,
    /// Rows and bytes so far, where they are told.
    rows: AtomicU64,
    bytes: AtomicU64,
}

impl ProgressDisplay {
    /// The making of a table for so many customers, which begins now. It is `seen` if anybody looks.
    pub(super) fn of_table(table: TableId, customers: u64, seen: bool) -> ProgressDisplay {
        match table {
            TableId::Customers => ProgressDisplay::of_customers(customers, seen),
            TableId::Transactions => ProgressDisplay::of_transactions(customers, seen),
        }
    }

    /// The making of so many customers, which begins now. It is `seen` if anybody looks.
    pub(super) fn of_customers(customers: u64, seen: bool) -> ProgressDisplay {
        const TEMPLATE: &str =
            "{bar:32.green} {percent:>3}%  {human_pos} of {human_len} customers, {eta} left";
        ProgressDisplay::begin(Some(customers), TEMPLATE, seen)
    }

    /// The making of what so many customers buy, which begins now. It is `seen` if anybody looks.
    fn of_transactions(customers: u64, seen: bool) -> ProgressDisplay {
        const TEMPLATE: &str =
            "{bar:32.green} {percent:>3}%  {human_pos} of {human_len} customers, {msg}, {eta} left";
        ProgressDisplay::begin(Some(customers), TEMPLATE, seen)
    }

    /// The reading of so many bytes, if it is known how many.
    pub(super) fn of_bytes(bytes: Option<u64>, seen: bool) -> ProgressDisplay {
        const TEMPLATE: &str =
            "{bar:32.green} {percent:>3}%  {decimal_bytes} of {decimal_total_bytes}, {eta} left";
        const ENDLESS: &str = "{spinner:.green} {decimal_bytes}, {decimal_bytes_per_sec}";
        ProgressDisplay::begin(bytes, if bytes.is_some() { TEMPLATE } else { ENDLESS }, seen)
    }

    fn begin(length: Option<u64>, template: &'static str, seen: bool) -> ProgressDisplay {
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden());
        ProgressDisplay {
            bar,
            template,
            begun: Instant::now(),
            settled: AtomicBool::new(!seen),
            rows: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// The rows of so many more customers are done, and have so many bytes.
    pub(super) fn advance_by_rows(&self, customers: u64, rows: u64, bytes: u64) {
        let rows = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{} rows, {}", thousands(rows), DecimalBytes(bytes)));
        }
        self.advance(customers);
    }

    /// So many more are done.
    pub(super) fn advance(&self, more: u64) {
        self.bar.inc(more);
        if self.begun.elapsed() > PATIENCE && !self.settled.swap(true, Ordering::Relaxed) {
            self.bar.set_style(style(self.template));
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

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
