//! From a file of the reader's to what is said of it: what it is held against, whether it is checked at once or waits
//! for its reader, and what came of it.

use segmint::comparison::Verdict;
use segmint::link::Link;
use segmint::recipe::{Parameter, Parameters};
use segmint::tables::TableId;
use segmint::validate::{FileForm, Judged, Mismatch};

use super::common::Common;
use crate::browser::{Browser, Enclosed, Task};
use crate::check::{FileCard, Terms, command};
use crate::fingerprint::{Fingerprint, Summary, Validity};
use crate::likeness::{self, Model};
use crate::panel::State;
use crate::protocol::ToWorker;
use crate::refusal::Refusal;
use crate::wish::Wish;
use crate::words;

/// Up to this size a file is checked again by itself whenever its reader changes something.
const LIVE_BYTES: f64 = 130e6;

/// From a file of the reader's to what is said of it.
pub(super) struct Checking<B: Browser> {
    /// The file that the reader wants checked.
    file: Option<B::File>,
    reading: Option<Reading>,
    /// What would fit the file.
    fitting: Vec<Mismatch>,
}

/// One reading of a file, from its beginning to its end.
struct Reading {
    run: u32,
    /// What the file is held against.
    terms: Terms,
    /// Whether the reader has been told how far it has come.
    is_told: bool,
    step: Step,
}

enum Step {
    /// This waits for a worker.
    Waiting(ToWorker),
    /// This worker reads.
    Given(u32),
}

/// What has been found out of a file.
pub(super) struct Found {
    pub(super) judged: Judged,
    /// In what form it came.
    pub(super) form: FileForm,
    /// How it compares with the recipe's data set, if there is a recipe.
    pub(super) verdict: Option<Verdict>,
    /// The fingerprint, if it was wanted.
    pub(super) sha256: Option<String>,
}

impl<B: Browser> Checking<B> {
    pub(super) fn new() -> Checking<B> {
        Checking { file: None, reading: None, fitting: Vec::new() }
    }

    /// From now on everything is about this file, the first of so many.
    pub(super) fn receive(&mut self, file: B::File, dropped: u32, common: &mut Common<B>) {
        common.panel.file = Some(FileCard { name: B::name(&file), dropped, form: None });
        self.file = Some(file);
    }

    /// Checks the file, or waits for the reader's word if that takes a while.
    pub(super) fn begin_or_wait(
        &mut self,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let is_large = self.file.as_ref().is_some_and(|file| B::size(file) > LIVE_BYTES);
        if !is_large {
            return self.begin(State::Updating, wish, common);
        }
        if Self::terms(wish, common)?.is_none() {
            return Ok(());
        }
        self.wait("This file is large: press Check.", wish, common)
    }

    /// Shows nothing of the file but that it can be checked.
    pub(super) fn wait(
        &self,
        why: &str,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        common.browser.show_nothing(None)?;
        if let Some(terms) = common.browser.read_terms() {
            self.show_command(terms, wish, common);
        }
        common.panel.again = true;
        common.say(State::Idle, why)
    }

    /// The reader wants the file checked that waits.
    pub(super) fn begin_asked(
        &mut self,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        if self.reading.is_some() {
            return Ok(());
        }
        common.note_change();
        self.begin(State::Running, wish, common)
    }

    /// Begins to read the file, in this state until more is known.
    pub(super) fn begin(
        &mut self,
        state: State,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let Some(file) = &self.file else {
            common.panel.enter(State::Idle);
            return common.announce("Choose a file to check.");
        };
        let name = B::name(file);
        let Some(terms) = Self::terms(wish, common)? else { return Ok(()) };
        self.show_command(terms, wish, common);
        let run = common.next_run()?;
        let order = ToWorker::Check {
            run,
            link: wish.recipe().map(|recipe| Link::from(recipe.clone()).to_string()),
            terms,
            fingerprint: wish.expected.is_some(),
        };
        common.announce(format!("Checking {name}."))?;
        self.reading = Some(Reading { run, terms, is_told: false, step: Step::Waiting(order) });
        common.panel.enter(state);
        common.panel.progress = 0.0;
        Ok(())
    }

    /// Hands the file to a worker, if it waits for one and one is ready.
    pub(super) fn feed(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        if let (Some(reading), Some(file)) = (&mut self.reading, &self.file)
            && let Step::Waiting(order) = &reading.step
        {
            let (message, file) = (order.clone(), file.clone());
            let task = || Task { message, enclosed: Some(Enclosed::File(file)) };
            if let Some(worker) = common.workers.give_urgent(&mut common.browser, task)? {
                reading.step = Step::Given(worker);
            }
        }
        Ok(())
    }

    /// What the file is to be held against; nothing, and it is said why, if that is not known.
    fn terms(wish: &Wish, common: &mut Common<B>) -> Result<Option<Terms>, Refusal> {
        let terms = common.browser.read_terms();
        let hindrance = match (terms, &wish.chosen) {
            (None, _) => Some("Fix the marked field to check the file."),
            (Some(terms), Err(obstacle)) if terms.need_recipe() => {
                common.browser.outdate();
                common.panel.withhold_command();
                let text = common.panel.refuse(*obstacle);
                common.announce(text)?;
                return Ok(None);
            }
            (Some(terms), Ok(chosen)) if terms.criteria(Some(chosen.recipe())).is_none() => Some(
                "The defaults have no account dates so early: choose \u{201c}on any day\u{201d}.",
            ),
            _ => None,
        };
        let Some(why) = hindrance else { return Ok(terms) };
        common.browser.outdate();
        common.panel.withhold_command();
        common.say(State::Stale, why)?;
        Ok(None)
    }

    /// Shows the command that checks the file likewise.
    pub(super) fn show_command(&self, terms: Terms, wish: &Wish, common: &mut Common<B>) {
        if let Some(file) = &self.file {
            common.panel.show_command(command(&B::name(file), wish, terms));
        }
    }

    /// So much of the file has been read: what takes long enough for this to be told shows it.
    pub(super) fn read(
        &mut self,
        run: u32,
        bytes: u64,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let (Some(reading), Some(file)) = (&mut self.reading, &self.file) else { return Ok(()) };
        if reading.run != run {
            return Ok(());
        }
        if !std::mem::replace(&mut reading.is_told, true) {
            common.browser.show_nothing(None)?;
            common.panel.enter(State::Running);
        }
        common.show_progress(bytes as f64, B::size(file), words::size);
        Ok(())
    }

    /// The file has been read to its end, if this is not one of earlier. Returns which table it is of.
    pub(super) fn found(
        &mut self,
        run: u32,
        Found { judged, form, verdict, sha256 }: Found,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<Option<TableId>, Refusal> {
        let Some((file, terms)) = self.conclude(run) else { return Ok(None) };
        let (rows, broken) = match &judged {
            Judged::Customers(report) => {
                common.browser.show_report(report)?;
                (report.statistics.total_customers, words::rules_broken(report))
            }
            Judged::Transactions(report) => {
                common.browser.show_spending(report, terms.told_customers())?;
                (report.statistics.total_transactions, words::rules_broken(report))
            }
        };
        let unreadable = judged.unreadable().map(str::to_owned);
        let (heading, part) = match &unreadable {
            Some(why) => headline(why),
            None => (words::counted(rows, "row"), None),
        };
        let table = unreadable.is_none().then_some(judged.table());
        let is_valid = judged.is_valid();
        // What is no data set at all is not held against one, nor what is quite another against settings that nobody
        // sent or chose for it.
        let is_asked = terms.are_whole() || Model::of(wish) != Model::Settings;
        let verdict = verdict
            .filter(|verdict| table.is_some() && (is_asked || likeness::is_close(verdict, rows)));
        let comparison =
            likeness::compare(wish, verdict.as_ref(), sha256.as_deref(), judged.table());
        let likeness = comparison.as_ref().and_then(|comparison| comparison.likeness);
        let validity = match likeness {
            Some((model, likeness)) => Validity::Compared { is_valid, model, likeness },
            None => Validity::of(is_valid),
        };
        let summary = Summary {
            heading: heading.clone(),
            part,
            bytes: B::size(&file),
            milliseconds: common.waited(),
            validity,
            goes_on: false,
            fingerprint: sha256.clone().map_or(Fingerprint::Absent, Fingerprint::Known),
        };
        common.browser.show_summary(&summary);
        if let Some(card) = &mut common.panel.file {
            card.form = unreadable.is_none().then_some(form);
        }
        common.panel.sha256 = sha256;
        let heard = comparison.as_ref().map(|comparison| comparison.text.clone());
        common.panel.comparison = comparison;
        if wish.chosen.is_err() {
            common.browser.withhold_fit();
        }
        common.panel.say("");
        common.panel.enter(State::Fresh);
        common.announce(format!(
            "{}: {}, {}. {}",
            B::name(&file),
            unreadable.clone().unwrap_or(heading),
            words::validity(is_valid, broken),
            heard.unwrap_or_default(),
        ))?;
        self.fitting = match judged {
            Judged::Customers(report) => report.mismatches,
            Judged::Transactions(_) => Vec::new(),
        };
        Ok(table)
    }

    /// The file could not be read to its end.
    pub(super) fn unreadable(
        &mut self,
        run: u32,
        message: &str,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let Some((file, _)) = self.conclude(run) else { return Ok(()) };
        common.browser.show_nothing(None)?;
        let name = B::name(&file);
        let text =
            format!("{name} could not be read: {message}. If it has changed, choose it again.");
        common.panel.choose = true;
        common.say(State::Failed, &text)
    }

    /// The file whose reading has ended and what it was held against, if it is not one of earlier.
    fn conclude(&mut self, run: u32) -> Option<(B::File, Terms)> {
        let Reading { terms, .. } = self.reading.take_if(|reading| reading.run == run)?;
        Some((self.file.clone()?, terms))
    }

    /// The parameters that fit the file, taken from the recipe where it says nothing of them, and how many are the
    /// file's; nothing if there is no recipe or nothing differs.
    pub(super) fn fitted(&self, wish: &Wish) -> Result<Option<(Parameters, u64)>, Refusal> {
        let Some(recipe) = wish.recipe().filter(|_| !self.fitting.is_empty()) else {
            return Ok(None);
        };
        let mut parameters = recipe.parameters().clone();
        for mismatch in &self.fitting {
            if let Some(parameter) = Parameter::from_key(&mismatch.parameter) {
                parameter
                    .read(&mismatch.file, &mut parameters)
                    .map_err(|fault| Refusal(fault.to_string()))?;
            }
        }
        Ok(Some((parameters, self.fitting.len() as u64)))
    }

    /// Whether a file is being read.
    pub(super) fn is_busy(&self) -> bool {
        self.reading.is_some()
    }

    /// Gives up whatever is under way; nothing of it will count.
    pub(super) fn abandon(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        self.fitting.clear();
        match self.reading.take() {
            // It would go on reading to the end of the file.
            Some(Reading { step: Step::Given(worker), .. }) => {
                common.workers.let_go(worker, &mut common.browser).map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// Why a file cannot be read, as a heading and what else there is to say.
fn headline(why: &str) -> (String, Option<String>) {
    let (heading, rest) = match why.split_once(": ") {
        Some((heading, rest)) => (heading, Some(rest.to_owned())),
        None => (why, None),
    };
    let mut letters = heading.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    (first.into_iter().chain(letters).collect(), rest)
}
