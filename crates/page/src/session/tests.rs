//! The page without a browser: one that remembers what it was told, and workers that do what they are told when the
//! test says so, with the core that the real ones have.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod browser;
mod checking;
mod files;
mod generating;
mod losing;
mod memory;
mod presets;
mod rows;
mod transactions;
mod workers;

use segmint::customers::dirt::AnswerKey;

use segmint::date::Date;
use segmint::plan::Rows;
use segmint::recipe::RecipeVersion;
use segmint::tables::TableId;

use self::browser::{FakeBrowser, Seat, Work};
use super::*;
use crate::output_format::OutputFormat;
use crate::preview::Move;
use crate::save_target::Capabilities;

/// A page on a certain day that has read its address, with two workers that are ready.
struct Page(Session<FakeBrowser>);

const LINK: &str = "v=1&seed=7&count=2000&as_of=2026-11-23";

/// Everything that a browser may let a page do.
const PICKER: Capabilities = Capabilities { picker: true, free: Some(1e12) };

fn today() -> Date {
    "2026-11-23".parse().unwrap()
}

fn parameters(count: u32) -> Parameters {
    Parameters { count, ..Parameters::defaults(RecipeVersion::V1, today()) }
}

impl Page {
    /// With this fragment in its address.
    fn open(fragment: &str) -> Page {
        let mut page = Page(Session::open(FakeBrowser::new(today()), 2, 20).unwrap());
        page.0.on(Event::AddressChanged(fragment.to_owned()));
        for worker in [1, 2] {
            page.answer(worker, FromWorker::Ready, None);
        }
        page
    }

    /// That waits for its reader, because so many rows take a while.
    fn large(count: u32, known: Capabilities) -> Page {
        let mut page = Page::open(&format!("v=1&seed=7&count={count}&as_of=2026-11-23"));
        page.0.on(Event::CapabilitiesFound(known));
        page
    }

    fn answer(
        &mut self,
        worker: u32,
        message: FromWorker,
        enclosed: Option<Enclosed<FakeBrowser>>,
    ) {
        self.0.on(Event::Heard(worker, Answer { message, enclosed, generated: None }));
    }

    /// Has the reader fill the form in like this.
    fn edit(&mut self, parameters: Parameters) {
        self.0.browser().form = Recipe::new(parameters);
        self.0.on(Event::Edited);
    }

    /// Has the workers do what they have to do, until they have nothing to do, and returns how much that was.
    fn work(&mut self) -> usize {
        let mut done = 0;
        while self.work_once() {
            done += 1;
        }
        done
    }

    /// Has the worker that was told first do one thing, if there is any.
    fn work_once(&mut self) -> bool {
        let Some(Work { worker, task }) = self.0.browser().next_work() else { return false };
        let answer = workers::carry_out(self.0.browser(), worker, task);
        self.0.on(Event::Heard(worker, answer));
        true
    }

    fn seat(&mut self, worker: u32) -> Seat {
        self.0.browser().seat(worker)
    }

    fn state(&self) -> State {
        self.0.panel().state
    }

    /// What the page has said to those who hear it, last.
    fn said(&mut self) -> String {
        self.0.browser().announced.clone()
    }
}
