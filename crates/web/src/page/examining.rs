//! How the page goes from a file of the reader's to what is said of it.

use web_sys::File;

use super::{Page, Stage};
use crate::desk::{Mode, State};
use crate::dom::Trouble;
use crate::examination::{Examination, Subject, command, told};
use crate::packaging::Packaging;
use crate::protocol::{Order, Terms};
use crate::results::{Fingerprint, Outcome, Validity};
use crate::words;
use segmint::comparison::Verdict;
use segmint::link::Link;
use segmint::recipe::Parameter;
use segmint::validate::{Report, Rule};

/// Where the form, the file and what is said of it stand one below the other: the style's 40rem.
const PHONE_PIXELS: f64 = 640.0;

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
        self.results.turn(mode, self.subject.as_ref());
        self.desk.turn(mode, self.subject.as_ref());
        self.results.show_nothing(None)?;
        self.desk.withhold_command();
        self.answer()
    }

    /// A file has come: from now on everything is about it.
    pub(super) fn receive(&mut self, file: File, dropped: u32) -> Result<(), Trouble> {
        if self.guard.is_some() {
            return self.announce("A file is being made: cancel that first.".to_owned());
        }
        self.changed = self.now();
        self.abandon()?;
        self.subject = Some(Subject::new(file, dropped));
        self.mode = Mode::Examine;
        self.intake.turn(self.mode);
        self.results.turn(self.mode, self.subject.as_ref());
        self.desk.turn(self.mode, self.subject.as_ref());
        self.results.show_nothing(None)?;
        self.desk.withhold_command();
        let width = self.window.inner_width().ok().and_then(|width| width.as_f64());
        if width.is_some_and(|width| width <= PHONE_PIXELS) {
            self.desk.scroll_to_subject();
        }
        self.examine(State::Updating)
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
        self.examine(State::Running)
    }

    /// Examines the file, or waits for the reader's word if that takes a while.
    pub(super) fn examine_or_wait(&mut self) -> Result<(), Trouble> {
        let is_large = self.subject.as_ref().is_some_and(|subject| subject.bytes() > LIVE_BYTES);
        if is_large && self.terms()?.is_none() {
            return Ok(());
        }
        if is_large {
            self.wait_to_examine("This file is large: press Examine.")
        } else {
            self.examine(State::Updating)
        }
    }

    /// Shows nothing of the file but that it can be examined.
    pub(super) fn wait_to_examine(&mut self, why: &str) -> Result<(), Trouble> {
        self.results.show_nothing(None)?;
        if let Some(terms) = self.intake.terms() {
            self.show_terms(terms);
        }
        self.desk.offer_again();
        self.desk.say(why);
        self.enter(State::Idle);
        self.announce(why.to_owned())
    }

    /// Begins to read the file, in this state until more is known.
    fn examine(&mut self, state: State) -> Result<(), Trouble> {
        let Some(subject) = self.subject.clone() else {
            self.enter(State::Idle);
            return self.announce("Choose a file to examine.".to_owned());
        };
        let Some(terms) = self.terms()? else { return Ok(()) };
        self.show_terms(terms);
        let run = self.next_run()?;
        let order = Order::Examine {
            run,
            link: self.recipe.as_ref().ok().map(|recipe| Link::from(recipe.clone()).to_string()),
            terms,
            fingerprint: self.expected.is_some(),
        };
        self.announce(format!("Examining {}.", subject.name()))?;
        self.stage = Stage::Examining(Box::new(Examination::new(run, &subject, order)));
        self.enter(state);
        self.desk.show_progress(0.0);
        self.feed()
    }

    /// What the file is to be held against; nothing, and it is said why, if that is not known.
    fn terms(&mut self) -> Result<Option<Terms>, Trouble> {
        let terms = self.intake.terms();
        let hindrance = match (terms, &self.recipe) {
            (None, _) => Some("Fix the marked field to examine the file."),
            (Some(terms), Err(obstacle)) if terms.need_recipe() => {
                let obstacle = *obstacle;
                self.results.outdate();
                self.desk.withhold_command();
                self.refuse(obstacle)?;
                return Ok(None);
            }
            (Some(terms), Ok(recipe)) if terms.criteria(Some(recipe)).is_none() => {
                Some("The defaults have no account dates so early: choose any day.")
            }
            _ => None,
        };
        let Some(why) = hindrance else { return Ok(terms) };
        self.results.outdate();
        self.desk.withhold_command();
        self.desk.say(why);
        self.enter(State::Stale);
        self.announce(why.to_owned())?;
        Ok(None)
    }

    /// Shows the command that examines the file likewise.
    fn show_terms(&self, terms: Terms) {
        let Some(subject) = &self.subject else { return };
        let recipe = self.recipe.as_ref().ok();
        let command = command(&subject.name(), recipe, self.expected.as_deref(), terms);
        self.desk.show_command_text(&command);
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
        verdict: Option<&Verdict>,
        sha256: Option<String>,
    ) -> Result<(), Trouble> {
        let Some(subject) = self.conclude(run) else { return Ok(()) };
        self.stage = Stage::Settled;
        self.results.show_report(report)?;
        let outcome = Outcome {
            rows: report.statistics.total_customers,
            bytes: subject.bytes(),
            milliseconds: self.now() - self.changed,
            fingerprint: sha256.clone().map_or(Fingerprint::Absent, Fingerprint::Known),
        };
        self.results.show_outcome(&outcome, Validity::of(report));
        let is_recipes = verdict == Some(&Verdict::Identical);
        let (expected, plain) = (self.expected.as_deref(), Packaging::PLAIN);
        let sender = self.desk.compare(expected, &outcome.fingerprint, is_recipes, plain);
        self.desk.offer_fingerprint(sha256.is_some());
        self.sha256 = sha256;
        // What is no data set at all is not held against one.
        let is_readable = report.errors.iter().all(|error| error.rule != Rule::FileReadable);
        let comparison = verdict.filter(|_| is_readable).map(told);
        if let Some(comparison) = &comparison {
            self.desk.show_comparison(is_recipes, comparison);
        }
        if self.recipe.is_err() {
            self.results.withhold_fit();
        }
        self.fitting.clone_from(&report.mismatches);
        self.desk.say("");
        self.enter(State::Fresh);
        self.announce(format!(
            "{}: {}, {}. {} {}",
            subject.name(),
            words::counted(outcome.rows, "row"),
            words::validity(report),
            comparison
                .map(|comparison| format!("Same as the recipe? {comparison}"))
                .unwrap_or_default(),
            sender.unwrap_or_default(),
        ))
    }

    pub(super) fn unreadable(&mut self, run: u32, message: &str) -> Result<(), Trouble> {
        let Some(subject) = self.conclude(run) else { return Ok(()) };
        self.results.show_nothing(None)?;
        let text = format!(
            "{} could not be read: {message}. If it has changed, choose it again.",
            subject.name()
        );
        self.desk.offer_choice();
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
        // The button goes away with what it was for.
        self.desk.focus_subject();
        self.announce(format!(
            "{} put into the recipe.",
            words::counted(self.fitting.len() as u64, "value")
        ))?;
        self.read_form()
    }
}
