//! A file on disk that is whole: its fingerprint is taken by reading it back.

use super::common::Common;
use crate::browser::{Browser, Enclosed, Task};
use crate::fingerprint::Fingerprint;
use crate::protocol::ToWorker;
use crate::refusal::Refusal;
use crate::wish::Wish;

/// Up to this many rows the fingerprint of a file on disk is taken unasked, by reading the file
/// back: hashing takes several times as long as all the rest, so it comes after it and nobody waits.
/// With a sender's fingerprint in the link it is always taken.
const UNASKED_ROWS: u64 = 10_000_000;

/// A file on disk that is whole, and how far its fingerprint is.
pub(super) struct SavedFile<B: Browser> {
    run: u32,
    file: B::File,
    step: Step,
}

enum Step {
    Unasked,
    /// Waits for a worker.
    Asked,
    /// This worker reads it.
    Reading(u32),
    Over,
}

impl<B: Browser> SavedFile<B> {
    /// The file of a run of so many rows, and what is known of its fingerprint.
    pub(super) fn new(
        run: u32,
        file: B::File,
        rows: u64,
        is_expected: bool,
    ) -> (SavedFile<B>, Fingerprint) {
        let (step, fingerprint) = if rows <= UNASKED_ROWS || is_expected {
            (Step::Asked, Fingerprint::Taking(0))
        } else {
            (Step::Unasked, Fingerprint::Untaken)
        };
        (SavedFile { run, file, step }, fingerprint)
    }

    /// Whether it is of this run.
    pub(super) fn is_of(&self, run: u32) -> bool {
        self.run == run
    }

    /// The reader wants the fingerprint.
    pub(super) fn ask(&mut self, common: &mut Common<B>) {
        if matches!(self.step, Step::Unasked) {
            self.step = Step::Asked;
            common.browser.show_fingerprint(&Fingerprint::Taking(0));
        }
    }

    /// Hands the file to a worker, if it waits for one.
    pub(super) fn feed(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        if matches!(self.step, Step::Asked) {
            let task = || Task {
                message: ToWorker::HashFile { run: self.run },
                enclosed: Some(Enclosed::File(self.file.clone())),
            };
            let worker = common.workers.give_urgent(&mut common.browser, task)?;
            self.step = worker.map_or(Step::Asked, Step::Reading);
        }
        Ok(())
    }

    /// So much of the file has been read back.
    pub(super) fn read(&self, bytes: u64, common: &mut Common<B>) {
        let percent = 100.0 * bytes as f64 / B::size(&self.file).max(1.0);
        common.browser.show_fingerprint(&Fingerprint::Taking(percent.min(99.0) as u8));
    }

    /// The file has been read back to its end.
    pub(super) fn hashed(
        &mut self,
        sha256: String,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        self.step = Step::Over;
        let fingerprint = Fingerprint::Known(sha256);
        common.browser.show_fingerprint(&fingerprint);
        let sender = common.tell_fingerprint(&fingerprint, wish);
        common.announce(format!("The fingerprint is known. {sender}"))
    }

    /// The file cannot be read back, or its reader was lost: it is said, and can be tried again.
    pub(super) fn unreadable(&mut self, why: &str, common: &mut Common<B>) -> Result<(), Refusal> {
        self.step = Step::Unasked;
        common.browser.show_fingerprint(&Fingerprint::Untaken);
        let text = format!("The file could not be read back: {why}.");
        common.panel.say(&*text);
        common.announce(text)
    }

    /// Lets go of the worker that reads it.
    pub(super) fn stop(self, common: &mut Common<B>) -> Result<(), Refusal> {
        match self.step {
            Step::Reading(worker) => common.workers.let_go(worker, &mut common.browser).map(drop),
            _ => Ok(()),
        }
    }
}
