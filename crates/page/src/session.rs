//! The page as a machine: everything that can happen to it, and what follows. It owns the one who carries that out.
//! How rows are made, shown, read or written is for the other rooms.

mod answer_key;
mod checking;
mod closing;
mod common;
mod event;
mod generating;
mod losing;
mod reading;
mod rows;
mod saved;
#[cfg(test)]
mod tests;

use segmint::recipe::{Parameter, Parameters, Recipe};

use crate::address::Entry;
use crate::browser::{Answer, Browser, Enclosed, Task};
use crate::likeness;
use crate::panel::{Panel, State};
use crate::preview::{Lines, Preview};
use crate::protocol::{FromWorker, ToWorker};
use crate::refusal::Refusal;
use crate::run::Chunk;
use crate::share::Shared;
use crate::wish::{Mode, Wish};
use crate::words;

pub use event::Event;

use checking::{Checking, Found};
use common::Common;
use generating::Generating;

/// The page.
pub struct Session<B: Browser> {
    wish: Wish,
    /// The settings that were a recipe last.
    settings: Option<Parameters>,
    common: Common<B>,
    generating: Generating<B>,
    checking: Checking<B>,
    preview: Preview,
    /// Whether a tick is on its way.
    is_ticking: bool,
    /// What waits until the reader has said whether a file may be lost for it.
    asked: Option<Event<B>>,
}

impl<B: Browser> Session<B> {
    /// The page, with so many workers, that shows so many rows at once.
    ///
    /// # Errors
    /// If the browser starts no workers.
    pub fn open(browser: B, workers: u32, shown_rows: u32) -> Result<Session<B>, Refusal> {
        let mut common = Common::new(browser);
        common.workers.start(workers, &mut common.browser)?;
        Ok(Session {
            wish: Wish::none(),
            settings: None,
            common,
            generating: Generating::new(),
            checking: Checking::new(),
            preview: Preview::new(shown_rows),
            is_ticking: false,
            asked: None,
        })
    }

    /// The one who carries out what follows.
    pub fn browser(&mut self) -> &mut B {
        &mut self.common.browser
    }

    /// What can be done, and how it stands.
    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.common.panel
    }

    /// The recipe, if there is one.
    #[must_use]
    pub fn recipe(&self) -> Option<&Recipe> {
        self.wish.recipe()
    }

    /// What carries the data set to somebody else, from a page at this address; nothing without a recipe.
    #[must_use]
    pub fn shared(&self, shared: Shared, page: &str) -> Option<String> {
        let Panel { plain_sha256, command, .. } = self.panel();
        let chosen = self.wish.chosen();
        chosen.map(|chosen| shared.text(page, chosen, plain_sha256.as_ref(), command))
    }

    /// Does what follows from this.
    pub fn on(&mut self, event: Event<B>) {
        let reacted = match self.unless_lost(event) {
            Ok(event) => event.map_or(Ok(()), |event| self.react(event)),
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = reacted.and_then(|()| self.feed()) {
            self.fail(refusal);
        }
        let is_check = self.wish.mode == Mode::Check;
        self.common.panel.promise = is_check.then(|| likeness::promise(&self.wish)).flatten();
        self.common.browser.draw(&self.common.panel);
    }

    fn react(&mut self, event: Event<B>) -> Result<(), Refusal> {
        let Session { wish, common, generating, checking, .. } = self;
        match event {
            Event::Edited => self.read_form_into(Entry::Typed),
            Event::PresetChosen(preset) => self.choose_preset(preset),
            Event::BalanceAsked => {
                self.common.browser.balance_shares();
                self.read_form()
            }
            Event::SeedProposed(seed) => {
                let parameters = Parameters { seed, ..self.defaults() };
                self.common.browser.write_field(Parameter::Seed, &parameters);
                self.read_form()
            }
            Event::AddressChanged(address) => self.read_address(&address),
            Event::StartedOver => {
                self.start_over(Entry::New)?;
                // The button goes away with what it was for.
                self.common.browser.focus_form();
                Ok(())
            }
            Event::TableChosen(table) => self.choose_table(table),
            Event::CustomerAsked(customer) => self.cross(customer),
            Event::FormatChosen(format) => {
                wish.format = format;
                common.browser.hide_notice();
                self.answer_anew()
            }
            Event::FewerAsked => self.take_fewer(),
            Event::GenerateAsked => generating.begin_asked(wish, common),
            Event::DirtAsked(some) => self.change_dirt(some),
            Event::KeyAsked(form) => match wish.chosen() {
                Some(chosen) if generating.is_settled() => answer_key::ask(form, chosen, common),
                _ => Ok(()),
            },
            Event::KeyOpened => match wish.chosen() {
                Some(chosen) if generating.is_settled() => answer_key::list(chosen, common),
                _ => Ok(()),
            },
            Event::Cancelled => self.cancel(),
            Event::Moved(to) => self.move_preview(&to),
            Event::RowsWanted(filter) => self.show_only(&filter),
            Event::AllRowsWanted => self.show_all(),
            Event::MoreWanted => {
                self.look_further();
                Ok(())
            }
            Event::Turned(mode) => self.turn(mode),
            Event::FileCame(file, dropped) => self.receive(file, dropped),
            Event::TermsChanged => self.answer_anew(),
            Event::CheckAsked if wish.mode == Mode::Check => checking.begin_asked(wish, common),
            // An answer is heard before it comes here.
            Event::CheckAsked | Event::LossAnswered(_) => Ok(()),
            Event::FitAsked => self.fit_recipe(),
            Event::Heard(worker, answer) if generating.is_writer(worker) => {
                generating.hear_writer(answer, wish, common)
            }
            Event::Heard(worker, answer) => self.hear(worker, answer),
            Event::Lost(worker, why) => self.lose(worker, &why),
            Event::CapabilitiesFound(known) => {
                generating.know(known, wish, common);
                Ok(())
            }
            Event::Placed(run, file) => generating.place(run, file, wish, common),
            Event::FingerprintAsked => {
                generating.hash_asked(common);
                Ok(())
            }
            Event::Ticked => self.tick(),
        }
    }

    /// Does what the reader has turned to with the recipe that there is.
    fn answer(&mut self) -> Result<(), Refusal> {
        let Session { wish, common, generating, checking, .. } = self;
        match (wish.mode, &wish.chosen) {
            (Mode::Generate, Ok(chosen)) => generating.begin_or_wait(chosen, wish, common),
            (Mode::Generate, Err(obstacle)) => {
                let text = common.panel.refuse(*obstacle);
                common.announce(text)
            }
            (Mode::Check, _) => checking.begin_or_wait(wish, common),
        }
    }

    /// Gives up what is under way, and answers.
    fn answer_anew(&mut self) -> Result<(), Refusal> {
        self.common.note_change();
        self.abandon()?;
        self.answer()
    }

    /// Turns to generating, or to checking. Nothing of the one is ever shown as the other's.
    fn turn(&mut self, mode: Mode) -> Result<(), Refusal> {
        self.common.note_change();
        if mode == self.wish.mode {
            return Ok(());
        }
        self.abandon()?;
        self.show_mode(mode)?;
        self.answer()
    }

    /// A file has come: from now on everything is about it.
    fn receive(&mut self, file: B::File, dropped: u32) -> Result<(), Refusal> {
        if self.common.panel.is_locked {
            let text = "A file is being made: cancel that first, or wait until it is done.";
            self.common.browser.tell("This file was not taken", text);
            return self.common.announce(text);
        }
        self.common.note_change();
        self.abandon()?;
        self.checking.receive(file, dropped, &mut self.common);
        self.show_mode(Mode::Check)?;
        self.common.browser.reveal_file();
        self.checking.begin(State::Updating, &self.wish, &mut self.common)
    }

    fn show_mode(&mut self, mode: Mode) -> Result<(), Refusal> {
        self.wish.mode = mode;
        self.common.panel.mode = mode;
        // What is shown of a report is in the words of the mode.
        self.common.browser.draw(&self.common.panel);
        self.common.browser.show_nothing(None)?;
        self.common.panel.withhold_command();
        Ok(())
    }

    /// Writes what would fit the file into the recipe, and holds the file against that.
    fn fit_recipe(&mut self) -> Result<(), Refusal> {
        let Some((parameters, values)) = self.checking.fitted(&self.wish)? else { return Ok(()) };
        let browser = &mut self.common.browser;
        browser.write_form(&parameters);
        browser.choose_recipe_terms();
        // The button goes away with what it was for.
        browser.focus_file();
        self.common
            .announce(format!("{} put into the settings.", words::counted(values, "value")))?;
        self.read_form()
    }

    // From and to the workers.

    /// Hands out what is to be done. What a reader wants to see of the rows comes behind what a worker
    /// has already: a few milliseconds later, and the page is drawn once instead of twice.
    fn feed(&mut self) -> Result<(), Refusal> {
        let Session { common, generating, checking, preview, .. } = self;
        generating.feed(common)?;
        checking.feed(common)?;
        if self.wish.mode == Mode::Generate
            && let Some(message) = preview.order()
        {
            let task = || Task { message, enclosed: None };
            if common.workers.give_urgent(&mut common.browser, task)?.is_some() {
                preview.ordered();
            }
        }
        generating.feed_saved(common)?;
        // A quick run shows them with all the rest.
        if !generating.is_quick()
            && let Some(rows) = preview.take()
        {
            common.browser.show_rows(preview, &rows)?;
            if preview.arrives() {
                common.browser.focus_rows(preview.table());
            }
        }
        if !self.is_ticking && common.workers.is_expected() {
            common.browser.tick_later()?;
            self.is_ticking = true;
        }
        Ok(())
    }

    /// Looks whether every worker is still alive that should be at work.
    fn tick(&mut self) -> Result<(), Refusal> {
        self.is_ticking = false;
        match self.common.workers.tick() {
            Some(worker) => self.lose(worker, "it fell silent"),
            None => self.generating.show_so_far(&mut self.common),
        }
    }

    /// A worker has answered.
    fn hear(&mut self, worker: u32, answer: Answer<B>) -> Result<(), Refusal> {
        let Session { wish, common, generating, checking, preview, .. } = self;
        let Answer { message, enclosed, generated } = answer;
        if message.ends_order() {
            common.workers.credit(worker);
        }
        match (message, enclosed) {
            (FromWorker::Ready, _) => {
                common.workers.welcome(worker);
                Ok(())
            }
            (FromWorker::Read { run, bytes }, _) => {
                if let Some(saved) = generating.saved(run) {
                    saved.read(bytes, common);
                }
                checking.read(run, bytes, common)
            }
            (FromWorker::Generated { run, chunk, customers, bytes }, enclosed) => {
                let buffer = enclosed.and_then(Enclosed::into_buffer);
                let generated = generated.ok_or(Refusal("rows came unread".to_owned()))?;
                let back = Chunk { customers, bytes, generated, buffer };
                generating.take_back(run, chunk, back, wish, common)
            }
            (FromWorker::Unsayable { run, message }, _) => self.cannot_say(run, &message),
            (FromWorker::Shown { link, rows, csv, faults }, _) => {
                preview.hold(Lines { link, rows, csv, faults });
                Ok(())
            }
            (FromWorker::Found { link, filter, from, found }, _) => {
                self.take_found(&link, &filter, from, found)
            }
            (FromWorker::Checked { run, judged, form, verdict, sha256 }, _) => {
                let found = Found { judged, form, verdict, sha256 };
                let table = checking.found(run, found, wish, common)?;
                self.follow_file(table)
            }
            (FromWorker::AnswerKey { run, form }, Some(Enclosed::Blob(key)))
                if generating.is_settled() =>
            {
                answer_key::hand_over(run, form, key, common)
            }
            (FromWorker::FirstFaults { run, entries }, _) if generating.is_settled() => {
                answer_key::show(run, &entries, common)
            }
            (FromWorker::Hashed { run, sha256 }, enclosed) => {
                generating.hashed(run, sha256, enclosed, wish, common)
            }
            (FromWorker::Unreadable { run, message }, _) => match generating.saved(run) {
                Some(saved) => saved.unreadable(&message, common),
                None => checking.unreadable(run, &message, common),
            },
            (FromWorker::Failed { message }, _) => self.lose(worker, &message),
            // A key that comes too late, and what a worker still says that wrote a file of a run that has been
            // given up.
            _ => Ok(()),
        }
    }

    /// The format has no words for a row of a run.
    fn cannot_say(&mut self, run: u32, message: &str) -> Result<(), Refusal> {
        if !self.generating.cannot_say(run, message)? {
            return Ok(());
        }
        self.abandon()?;
        self.common.browser.outdate();
        let text =
            format!("This format cannot hold these rows: {message}. Choose CSV, or other faults.");
        self.common.say(State::Stale, &text)
    }

    /// A worker is lost: what it had to do is done by another, once.
    fn lose(&mut self, worker: u32, why: &str) -> Result<(), Refusal> {
        let Session { common, generating, preview, .. } = self;
        if generating.is_writer(worker) {
            return Err(Refusal(format!("The worker that wrote the file stopped: {why}")));
        }
        common.browser.note(&format!("worker {worker} is lost: {why}"));
        let orders = common.workers.let_go(worker, &mut common.browser)?;
        if common.workers.size() == 0 {
            return Err(Refusal(format!("No worker could be started: {why}")));
        }
        for (place, order) in orders.into_iter().enumerate() {
            let was_at_work = place == 0;
            match order {
                ToWorker::Generate { run, chunk, rows, .. } => {
                    generating.make_again(run, (chunk, rows), was_at_work, why)?;
                }
                ToWorker::HashFile { run } => {
                    if let Some(saved) = generating.saved(run) {
                        saved.unreadable(why, common)?;
                    }
                }
                ToWorker::HashBuffer { run, .. } if !generating.is_hashing(run) => {}
                ToWorker::AnswerKey { .. } | ToWorker::FirstFaults { .. } => {
                    common.browser.say_of_key(&format!("The key could not be written: {why}."));
                }
                ToWorker::Show { .. } | ToWorker::Find { .. } if !was_at_work => {
                    preview.ask_again();
                }
                _ => return Err(Refusal(why.to_owned())),
            }
        }
        Ok(())
    }

    /// Gives up whatever is under way; nothing of it will count.
    fn abandon(&mut self) -> Result<(), Refusal> {
        self.common.panel.is_locked = false;
        self.common.panel.withdraw();
        self.common.browser.withdraw();
        self.generating.abandon(&mut self.common)?;
        self.checking.abandon(&mut self.common)
    }

    fn cancel(&mut self) -> Result<(), Refusal> {
        if self.generating.is_busy() {
            self.abandon()?;
            if let Ok(chosen) = &self.wish.chosen {
                self.generating.begin_or_wait(chosen, &self.wish, &mut self.common)?;
            }
        } else if self.checking.is_busy() {
            self.abandon()?;
            self.checking.wait("Cancelled.", &self.wish, &mut self.common)?;
        } else {
            return Ok(());
        }
        self.common.announce("Cancelled.")
    }

    fn fail(&mut self, refusal: Refusal) {
        let (title, advice) = self.wish.mode.failure();
        let mut failed = vec![self.abandon()];
        if self.wish.mode == Mode::Check {
            // What is on the page may be of other terms.
            failed.push(self.common.browser.show_nothing(None));
            self.common.panel.again = true;
        }
        if !self.generating.offered_again(&self.wish, &mut self.common) {
            self.common.panel.say(advice);
        }
        self.common.panel.enter(State::Failed);
        failed.extend([self.common.announce(advice), Err(refusal)]);
        for refusal in failed.into_iter().filter_map(Result::err) {
            self.common.browser.complain(title, &refusal.to_string());
        }
    }
}
