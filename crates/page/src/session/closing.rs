//! A run that is over but for its file or its fingerprint.

use segmint::number::thousands;

use super::common::Common;
use crate::browser::{Browser, Enclosed, Piece, Task};
use crate::chosen::Chosen;
use crate::fingerprint::{Fingerprint, Summary};
use crate::protocol::ToWorker;
use crate::refusal::Refusal;
use crate::sink::FileWriter;
use crate::tables::TableReport;
use crate::wish::Wish;
use crate::words;

/// Said of a data set whose file is too large to be kept.
pub(super) const NO_FILE: &str = "No file was kept; the command below writes it.";

/// Said of a file that is in this site's storage.
pub(super) const STORED: &str = "The file is in this browser\u{2019}s storage. Download it now: closing the page or \
    changing anything deletes it.";

/// What a run has made.
pub(super) struct Made {
    pub(super) run: u32,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) report: TableReport,
    /// Of which part of the table the rows are, if they are not all there is.
    pub(super) part: Option<String>,
}

/// A run that is over but for its file or its fingerprint.
pub(super) struct Closing<B: Browser> {
    made: Made,
    outlet: Outlet<B>,
}

/// What still is to come of a run that is over.
enum Outlet<B: Browser> {
    /// The fingerprint of a file in memory, which waits for a worker or is with one.
    Memory { unhashed: Option<Piece<B::Buffer>> },
    /// A file on disk.
    Disk(Box<FileWriter<B>>),
}

impl Made {
    /// Puts what the rows showed on the page.
    pub(super) fn show<B: Browser>(&self, common: &mut Common<B>) -> Result<(), Refusal> {
        match &self.report {
            TableReport::Customers(known) => {
                common.browser.show_report(&known.report)?;
            }
            TableReport::Transactions(known) => {
                common.browser.show_spending(&known.report, "")?;
            }
        }
        common.browser.show_dirt(self.report.outcome())?;
        if self.part.is_some() {
            // It counts the rows of the whole table.
            common.browser.withdraw();
            common.browser.say_of_key("The answer key comes with the whole table.");
        }
        Ok(())
    }

    /// Shows the line that says it all; what of it is news is returned.
    pub(super) fn show_summary<B: Browser>(
        &self,
        fingerprint: Fingerprint,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> String {
        let Made { rows, bytes, report, part, .. } = self;
        let thing = wish.chosen().map_or("row", Chosen::thing);
        let sender = common.tell_fingerprint(&fingerprint, wish);
        let outcome = report.outcome();
        let dirty = (outcome.injected() > 0 && outcome.is_exact()).then_some(outcome);
        let summary = Summary {
            heading: match (part, wish.chosen()) {
                (Some(_), Some(chosen)) => format!("{} of {}", thousands(*rows), chosen.amount()),
                _ => words::counted(*rows, thing),
            },
            part: part.clone(),
            bytes: *bytes as f64,
            milliseconds: common.waited(),
            validity: report.validity(),
            goes_on: false,
            fingerprint,
        };
        common.browser.show_summary(&summary);
        let seed = wish.recipe().map_or(0, |recipe| recipe.parameters().seed);
        let result = match dirty {
            Some(outcome) => format!(". {}", words::dirt_verdict(outcome)),
            None => format!(", {}.", words::validity(report.is_valid(), report.broken())),
        };
        let part = part.as_ref().map(|part| format!(" {part}")).unwrap_or_default();
        let made = words::counted(*rows, thing);
        format!("{made} generated with seed {seed}{result} {sender}{part}")
    }
}

impl<B: Browser> Closing<B> {
    /// Has a worker take the fingerprint of a file in memory, and shows the report meanwhile.
    pub(super) fn in_memory(
        run: u32,
        made: impl FnOnce() -> Made,
        whole: Piece<B::Buffer>,
        common: &mut Common<B>,
    ) -> Result<Closing<B>, Refusal> {
        let mut unhashed = Some(whole);
        hash(run, &mut unhashed, common)?;
        let made = made();
        Ok(Closing { made, outlet: Outlet::Memory { unhashed } })
    }

    /// Has the file closed that this worker writes.
    pub(super) fn on_disk(
        made: Made,
        mut writer: Box<FileWriter<B>>,
        common: &mut Common<B>,
    ) -> Result<Closing<B>, Refusal> {
        if !made.report.is_exact() {
            let broken = words::broken(made.report.broken());
            return Err(Refusal(format!("The rows have {broken}: not saved.")));
        }
        common.panel.say("Closing the file.");
        writer.close(&mut common.browser)?;
        Ok(Closing { made, outlet: Outlet::Disk(writer) })
    }

    /// How many rows it is of.
    pub(super) fn rows(&self) -> u64 {
        self.made.rows
    }

    /// Whether it is of this run, and its file in memory.
    pub(super) fn is_in_memory(&self, run: u32) -> bool {
        self.made.run == run && matches!(self.outlet, Outlet::Memory { .. })
    }

    /// The worker that writes the file, if there is one.
    pub(super) fn writer(&mut self) -> Option<&mut FileWriter<B>> {
        match &mut self.outlet {
            Outlet::Memory { .. } => None,
            Outlet::Disk(writer) => Some(writer),
        }
    }

    /// Has the fingerprint taken, if that waits for a worker and one is ready.
    pub(super) fn feed(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        match &mut self.outlet {
            Outlet::Memory { unhashed } => hash(self.made.run, unhashed, common),
            Outlet::Disk(_) => Ok(()),
        }
    }

    /// What was made.
    pub(super) fn into_made(self) -> Made {
        self.made
    }

    /// What was made, and its file, if it is on disk. The worker that wrote it is let go.
    pub(super) fn into_disk(self) -> Option<(Made, B::SaveFile)> {
        match self.outlet {
            Outlet::Memory { .. } => None,
            Outlet::Disk(writer) => Some((self.made, writer.into_file())),
        }
    }
}

/// Has the fingerprint of a whole taken, if there is one and a worker is ready.
fn hash<B: Browser>(
    run: u32,
    whole: &mut Option<Piece<B::Buffer>>,
    common: &mut Common<B>,
) -> Result<(), Refusal> {
    let Some(Piece { buffer, bytes }) = whole.take() else { return Ok(()) };
    let mut buffer = Some(buffer);
    common.workers.give_urgent(&mut common.browser, || Task {
        message: ToWorker::HashBuffer { run, bytes },
        enclosed: buffer.take().map(Enclosed::Buffer),
    })?;
    *whole = buffer.map(|buffer| Piece { buffer, bytes });
    Ok(())
}
