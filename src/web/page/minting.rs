//! How the page goes from a recipe to a file.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Page, Stage};
use crate::mint::HEADER;
use crate::number::thousands;
use crate::recipe::Recipe;
use crate::validate::Report;
use crate::web::desk::State;
use crate::web::dom::Trouble;
use crate::web::events::Event;
use crate::web::file::File;
use crate::web::results::Outcome;
use crate::web::run::{LIVE_ROWS, Minted, Run, Yield};
use crate::web::words;

/// Said of a data set whose file is too large to be kept.
const NO_FILE: &str = "No file was kept; the command below writes it.";

/// A run that is over but for its fingerprint.
pub(super) struct Closing {
    run: u32,
    rows: u64,
    bytes: u64,
    file: Option<File>,
    report: Report,
}

impl Page {
    /// Mints, or waits for the reader's word if that takes a while.
    pub(super) fn mint_or_wait(&mut self, recipe: Recipe) -> Result<(), Trouble> {
        self.desk.show_command(&recipe);
        let count = recipe.parameters().count;
        if count > LIVE_ROWS {
            self.wait_for_reader(count)
        } else {
            self.begin(recipe, State::Updating)
        }
    }

    pub(super) fn wait_for_reader(&mut self, count: u32) -> Result<(), Trouble> {
        self.results.show_nothing(Some(u64::from(count)))?;
        self.desk.offer_mint(count);
        self.enter(State::Idle);
        let customers = words::counted(u64::from(count), "customer");
        self.announce(format!("{customers}, not minted yet: the Mint button starts."))?;
        self.feed()
    }

    pub(super) fn mint_asked(&mut self) -> Result<(), Trouble> {
        match (&self.stage, self.recipe.clone()) {
            (Stage::Waiting, Ok(recipe)) => {
                self.changed = self.now();
                self.desk.say("");
                self.announce("Minting.".to_owned())?;
                self.begin(recipe, State::Running)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, recipe: Recipe, state: State) -> Result<(), Trouble> {
        let run = self.next_run()?;
        self.stage = Stage::Running(Box::new(Run::new(run, recipe)));
        self.enter(state);
        self.desk.show_progress(0.0);
        self.feed()
    }

    pub(super) fn take_back(
        &mut self,
        number: u32,
        chunk: u32,
        minted: Minted,
    ) -> Result<(), Trouble> {
        match &mut self.stage {
            // A chunk of another run is of another recipe.
            Stage::Running(run) if run.number() == number => run.take_back(chunk, minted),
            _ => return Ok(()),
        }
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Running(run) if run.is_over() => self.finish(number, run.finish()),
            stage => {
                self.stage = stage;
                self.show_progress();
                Ok(())
            }
        }
    }

    fn finish(
        &mut self,
        run: u32,
        Yield { recipe, report, parts, bytes }: Yield,
    ) -> Result<(), Trouble> {
        let kept = Run::keeps(&recipe);
        let closing = Closing {
            run,
            rows: u64::from(recipe.parameters().count),
            bytes: bytes + HEADER.len() as u64,
            file: kept.then(|| File::of(&parts)).transpose()?,
            report,
        };
        if kept {
            // While the browser hashes, the report is put on the page.
            let (tell, sha256) = (Rc::clone(&self.tell), self.inkpad.fingerprint(parts)?);
            spawn_local(async move { tell(Event::Fingerprinted(run, sha256.await)) });
        }
        self.results.show_report(&closing.report)?;
        self.stage = Stage::Closing(Box::new(closing));
        if kept { Ok(()) } else { self.settle(None) }
    }

    pub(super) fn close(
        &mut self,
        run: u32,
        sha256: Result<String, Trouble>,
    ) -> Result<(), Trouble> {
        match &self.stage {
            Stage::Closing(closing) if closing.run == run => self.settle(Some(sha256?)),
            _ => Ok(()),
        }
    }

    fn settle(&mut self, sha256: Option<String>) -> Result<(), Trouble> {
        let Stage::Closing(closing) = std::mem::replace(&mut self.stage, Stage::Settled) else {
            return Ok(());
        };
        let Closing { rows, bytes, file, report, .. } = *closing;
        let milliseconds = self.now() - self.changed;
        let verdict = self.desk.compare(self.expected.as_deref(), sha256.as_deref(), false);
        self.desk.offer_file(file.as_ref());
        let bytes = bytes as f64;
        let outcome = Outcome { rows, bytes, milliseconds, sha256: sha256.clone() };
        self.results.show_outcome(&outcome, report.is_valid);
        self.desk.say(if file.is_some() { "" } else { NO_FILE });
        self.file = file;
        self.sha256 = sha256;
        self.enter(State::Fresh);
        let seed = self.recipe.as_ref().map_or(0, |recipe| recipe.parameters().seed);
        self.announce(format!(
            "{} minted with seed {seed}, {}. {}",
            words::counted(rows, "customer"),
            words::validity(&report),
            verdict.unwrap_or_default(),
        ))
    }

    fn show_progress(&self) {
        let Stage::Running(run) = &self.stage else { return };
        let count = run.recipe().parameters().count;
        if count <= LIVE_ROWS {
            return;
        }
        let rows = run.progress().rows as f64;
        let seconds = (self.now() - self.changed) / 1e3;
        let share = rows / f64::from(count);
        let pace = rows / seconds.max(f64::EPSILON);
        let left = (f64::from(count) - rows) / pace.max(f64::EPSILON);
        self.desk.show_progress(share);
        self.desk.say(&format!(
            "{} % \u{b7} {} rows/s \u{b7} about {} left",
            words::fixed((100.0 * share).floor(), 0),
            thousands((pace / 1e4).round() as u64 * 10_000),
            words::countdown(left),
        ));
    }
}
