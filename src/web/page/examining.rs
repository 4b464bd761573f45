//! How the page goes from a file of the reader's to what is said of it.

use web_sys::File;

use super::{Page, Stage};
use crate::comparison::Verdict;
use crate::link::Link;
use crate::recipe::Parameter;
use crate::validate::Report;
use crate::web::desk::{Mode, State};
use crate::web::dom::Trouble;
use crate::web::examination::{Examination, Subject, command, told};
use crate::web::protocol::Order;
use crate::web::results::Outcome;
use crate::web::words;

/// Up to this size a file is examined again by itself whenever its reader changes something.
const LIVE_BYTES: f64 = 130e6;

impl Page {
    /// Turns to minting, or to examining. Nothing of the one is ever shown as the other's.
    pub(super) fn turn(&mut self, mode: Mode) -> Result<(), Trouble> {
        self.changed = self.now();
        if mode == self.mode {
            return Ok(());
        }
        self.abandon()?;
        self.mode = mode;
        self.intake.turn(mode);
        self.results.turn(mode);
        self.desk.turn(mode, self.subject.as_ref());
        self.results.show_nothing(None)?;
        self.desk.withhold_command();
        self.answer()
    }

    /// A file has come: from now on everything is about it.
    pub(super) fn receive(&mut self, file: File) -> Result<(), Trouble> {
        self.changed = self.now();
        self.abandon()?;
        self.subject = Some(Subject::new(file));
        self.mode = Mode::Examine;
        self.intake.turn(self.mode);
        self.results.turn(self.mode);
        self.desk.turn(self.mode, self.subject.as_ref());
        self.results.show_nothing(None)?;
        if self.recipe.is_err() { self.answer() } else { self.examine(State::Updating) }
    }

    /// The file is held against something else.
    pub(super) fn terms_changed(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.abandon()?;
        self.answer()
    }

    /// The reader wants the file examined that waits.
    pub(super) fn again_asked(&mut self) -> Result<(), Trouble> {
        if !matches!(self.stage, Stage::Waiting) {
            return Ok(());
        }
        self.changed = self.now();
        if self.recipe.is_err() { self.answer() } else { self.examine(State::Running) }
    }

    /// Examines the file, or waits for the reader's word if that takes a while.
    pub(super) fn examine_or_wait(&mut self) -> Result<(), Trouble> {
        match &self.subject {
            Some(subject) if subject.bytes() > LIVE_BYTES && self.show_terms() => {
                self.wait_to_examine("Files of this size wait for you.")
            }
            _ => self.examine(State::Updating),
        }
    }

    /// Shows nothing of the file but that it can be examined.
    pub(super) fn wait_to_examine(&mut self, why: &str) -> Result<(), Trouble> {
        self.results.show_nothing(None)?;
        self.show_terms();
        self.desk.offer_again();
        self.desk.say(why);
        self.enter(State::Idle);
        Ok(())
    }

    /// Begins to read the file, in this state until more is known.
    fn examine(&mut self, state: State) -> Result<(), Trouble> {
        let terms = self.intake.terms();
        let (Some(subject), Ok(recipe)) = (self.subject.clone(), self.recipe.clone()) else {
            self.enter(State::Idle);
            return Ok(());
        };
        let Some(terms) = terms else {
            self.results.outdate();
            self.desk.withhold_command();
            self.desk.say("Fix the marked field to examine the file.");
            self.enter(State::Stale);
            return Ok(());
        };
        self.show_terms();
        let run = self.next_run()?;
        let order = Order::Examine {
            run,
            link: Link::from(recipe).to_string(),
            terms,
            fingerprint: self.expected.is_some(),
        };
        self.announce(format!("Examining {}.", subject.name()))?;
        self.stage = Stage::Examining(Box::new(Examination::new(run, &subject, order)));
        self.enter(state);
        self.desk.show_progress(0.0);
        self.feed()
    }

    /// Shows the command that examines the file likewise. `false` if the terms have a fault.
    fn show_terms(&self) -> bool {
        let (Some(subject), Ok(recipe), Some(terms)) =
            (&self.subject, &self.recipe, self.intake.terms())
        else {
            return false;
        };
        let link = Link { recipe: recipe.clone(), sha256: self.expected.clone() };
        self.desk.show_command_text(&command(&subject.name(), &link, terms));
        true
    }

    /// So much of the file has been read: what takes long enough for this to be told shows it.
    pub(super) fn read_on(&mut self, run: u32, bytes: u64) -> Result<(), Trouble> {
        let Stage::Examining(examination) = &mut self.stage else { return Ok(()) };
        if examination.run != run {
            return Ok(());
        }
        let first = !std::mem::replace(&mut examination.is_told, true);
        let (read, size) = (bytes as f64, examination.bytes);
        if first {
            self.results.show_nothing(None)?;
            self.enter(State::Running);
        }
        let seconds = (self.now() - self.changed) / 1e3;
        let share = (read / size.max(1.0)).min(1.0);
        let pace = read / seconds.max(f64::EPSILON);
        self.desk.show_progress(share);
        self.desk.say(&format!(
            "{} % \u{b7} {}/s \u{b7} about {} left",
            words::fixed((100.0 * share).floor(), 0),
            words::size(pace),
            words::countdown((size - read).max(0.0) / pace.max(f64::EPSILON)),
        ));
        Ok(())
    }

    pub(super) fn examined(
        &mut self,
        run: u32,
        report: &Report,
        verdict: &Verdict,
        sha256: Option<String>,
    ) -> Result<(), Trouble> {
        let Some(subject) = self.conclude(run) else { return Ok(()) };
        self.stage = Stage::Settled;
        self.results.show_report(report)?;
        let outcome = Outcome {
            rows: report.statistics.total_customers,
            bytes: subject.bytes(),
            milliseconds: self.now() - self.changed,
            sha256: sha256.clone(),
        };
        self.results.show_outcome(&outcome, report.is_valid);
        let sender = self.desk.compare(self.expected.as_deref(), sha256.as_deref());
        self.desk.offer_fingerprint(sha256.is_some());
        self.sha256 = sha256;
        let comparison = told(verdict);
        self.desk.show_comparison(*verdict == Verdict::Identical, &comparison);
        self.fitting.clone_from(&report.mismatches);
        self.desk.say("");
        self.enter(State::Fresh);
        self.announce(format!(
            "{}: {}, {}. {comparison} {}",
            subject.name(),
            words::counted(outcome.rows, "row"),
            words::validity(report),
            sender.unwrap_or_default(),
        ))
    }

    pub(super) fn unreadable(&mut self, run: u32, message: &str) -> Result<(), Trouble> {
        let Some(subject) = self.conclude(run) else { return Ok(()) };
        self.results.show_nothing(None)?;
        let text = format!("{} could not be read: {message}.", subject.name());
        self.desk.offer_again();
        self.desk.say(&text);
        self.enter(State::Failed);
        self.announce(text)
    }

    /// The file whose examination has ended, if it is not one of earlier.
    fn conclude(&mut self, run: u32) -> Option<Subject> {
        match &self.stage {
            Stage::Examining(examination) if examination.run == run => {
                self.stage = Stage::Waiting;
                self.subject.clone()
            }
            _ => None,
        }
    }

    /// Writes what would fit the file into the recipe, and holds the file against that.
    pub(super) fn fit_recipe(&mut self) -> Result<(), Trouble> {
        let Ok(recipe) = &self.recipe else { return Ok(()) };
        let mut parameters = recipe.parameters().clone();
        for mismatch in &self.fitting {
            if let Some(parameter) = Parameter::from_key(&mismatch.parameter) {
                parameter
                    .read(&mismatch.file, &mut parameters)
                    .map_err(|fault| Trouble::Refused(fault.to_string()))?;
            }
        }
        if self.fitting.is_empty() {
            return Ok(());
        }
        self.form.write(&parameters);
        self.intake.choose_recipe();
        self.announce(format!(
            "{} put into the recipe.",
            words::counted(self.fitting.len() as u64, "value")
        ))?;
        self.read_form()
    }
}
