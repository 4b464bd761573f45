//! What generating and checking both stand on: the browser, the workers, and the panel.

use crate::browser::Browser;
use crate::fingerprint::{Fingerprint, SenderVerdict};
use crate::panel::{Panel, State};
use crate::plain_sha256::PlainSha256;
use crate::refusal::Refusal;
use crate::wish::Wish;
use crate::words;
use crate::workers::Workers;

/// What generating and checking both stand on.
pub(super) struct Common<B: Browser> {
    pub(super) browser: B,
    pub(super) workers: Workers<B>,
    pub(super) panel: Panel,
    /// How many runs there have been.
    runs: u32,
    /// When the reader last changed something, for the time that it takes to answer.
    changed: f64,
}

impl<B: Browser> Common<B> {
    pub(super) fn new(browser: B) -> Common<B> {
        Common { browser, workers: Workers::none(), panel: Panel::new(), runs: 0, changed: 0.0 }
    }

    /// A number that no other run of this page has, for a run that workers can do.
    pub(super) fn next_run(&mut self) -> Result<u32, Refusal> {
        if self.workers.size() == 0 {
            return Err(Refusal("no worker could be started".to_owned()));
        }
        self.runs += 1;
        Ok(self.runs)
    }

    /// The run that counts: whatever comes of another one comes too late.
    pub(super) fn run(&self) -> u32 {
        self.runs
    }

    /// Notes that the reader has changed something.
    pub(super) fn note_change(&mut self) {
        self.changed = self.browser.now();
    }

    /// How many milliseconds ago the reader last changed something.
    pub(super) fn waited(&self) -> f64 {
        self.browser.now() - self.changed
    }

    /// Says something to those who see the page and to those who hear it, in this state.
    pub(super) fn say(&mut self, state: State, text: &str) -> Result<(), Refusal> {
        self.panel.say(text);
        self.panel.enter(state);
        self.announce(text)
    }

    pub(super) fn announce(&mut self, text: impl Into<String>) -> Result<(), Refusal> {
        self.browser.announce(text.into())
    }

    /// Says what is known of the fingerprint of a generated file, and how it compares with the sender's, if there is
    /// one: that is returned in words, too.
    pub(super) fn tell_fingerprint(&mut self, fingerprint: &Fingerprint, wish: &Wish) -> String {
        let format = wish.format;
        self.panel.sha256 = fingerprint.sha256().map(str::to_owned);
        self.panel.plain_sha256 = PlainSha256::of_generated(fingerprint.sha256(), format);
        self.panel.sender = (wish.expected.as_ref())
            .map(|expected| SenderVerdict::of(expected, fingerprint, format));
        let text = self.panel.sender.as_ref().map(|sender| sender.text.clone());
        text.unwrap_or_default()
    }

    /// Shows how far a run has come: how many of how many, and the pace in its own words.
    pub(super) fn show_progress(&mut self, done: f64, all: f64, pace: impl Fn(f64) -> String) {
        // Nothing is done in less than a millisecond.
        let seconds = (self.waited() / 1e3).max(1e-3);
        let share = (done / all.max(1.0)).min(1.0);
        let a_second = done / seconds;
        let left = (all - done).max(0.0) / a_second.max(f64::EPSILON);
        self.panel.progress = share;
        self.panel.say(format!(
            "{} % \u{b7} {}/s \u{b7} about {} left",
            words::fixed((100.0 * share).floor(), 0),
            pace(a_second),
            words::countdown(left),
        ));
    }
}
