//! How the page goes from a recipe to a file.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Page, Stage};
use crate::number::thousands;
use crate::recipe::Recipe;
use crate::validate::Report;
use crate::web::desk::State;
use crate::web::dom::Trouble;
use crate::web::events::Event;
use crate::web::file::File;
use crate::web::place::Spot;
use crate::web::protocol::Parcel;
use crate::web::results::{Fingerprint, Outcome};
use crate::web::run::{LIVE_ROWS, Minted, Run, Yield};
use crate::web::sink::{Sink, Writer};
use crate::web::words;

/// Said of a data set whose file is too large to be kept.
const NO_FILE: &str = "No file was kept; the command below writes it.";

/// A run that is over but for its file or its fingerprint.
pub(super) struct Closing {
    run: u32,
    rows: u64,
    bytes: u64,
    report: Report,
    outlet: Outlet,
}

/// What still is to come of a run that is over.
enum Outlet {
    /// The fingerprint of a file in memory.
    Memory(File),
    /// A file on disk.
    Disk(Box<Writer>),
}

impl Closing {
    /// The worker that writes the file, if there is one.
    pub(super) fn writer(&mut self) -> Option<&mut Writer> {
        match &mut self.outlet {
            Outlet::Memory(_) => None,
            Outlet::Disk(writer) => Some(writer),
        }
    }
}

impl Page {
    /// Makes the file anew in the form that the reader wants.
    pub(super) fn repack(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.packaging = self.packaging_fields.read();
        self.abandon()?;
        self.answer()
    }

    /// Mints, or waits for the reader's word if that takes a while.
    pub(super) fn mint_or_wait(&mut self, recipe: Recipe) -> Result<(), Trouble> {
        self.desk.show_command_text(&self.packaging.command(&recipe));
        if recipe.parameters().count > LIVE_ROWS {
            self.wait_for_reader(&recipe)
        } else {
            self.begin(recipe, Sink::Memory(Vec::new()), State::Updating)
        }
    }

    pub(super) fn wait_for_reader(&mut self, recipe: &Recipe) -> Result<(), Trouble> {
        let count = recipe.parameters().count;
        let bytes = f64::from(count) * self.packaging.bytes_a_row();
        self.results.show_nothing(Some((u64::from(count), bytes)))?;
        self.offer_mint(recipe);
        self.enter(State::Idle);
        let customers = words::counted(u64::from(count), "customer");
        self.announce(format!("{customers}, not minted yet: the Mint button starts."))?;
        self.feed()
    }

    /// Mints a large data set at its reader's word, which a browser takes for leave to ask for a
    /// file.
    pub(super) fn mint_asked(&mut self) -> Result<(), Trouble> {
        let (Stage::Waiting, Ok(recipe), Some(offers)) =
            (&self.stage, self.recipe.clone(), self.offers)
        else {
            return Ok(());
        };
        self.changed = self.now();
        self.notice.hide();
        match offers.spot(&recipe, self.packaging) {
            Spot::Picked => self.pick_place(),
            Spot::Stored { needed, .. } => self.make_place(needed),
            Spot::Memory => self.begin_large(recipe, Sink::Memory(Vec::new())),
            Spot::Nowhere { .. } => self.begin_large(recipe, Sink::Nothing),
        }
    }

    /// Begins a run that its reader can watch.
    pub(super) fn begin_large(&mut self, recipe: Recipe, sink: Sink) -> Result<(), Trouble> {
        self.desk.say("");
        self.announce("Minting.".to_owned())?;
        self.begin(recipe, sink, State::Running)
    }

    fn begin(&mut self, recipe: Recipe, sink: Sink, state: State) -> Result<(), Trouble> {
        let number = self.next_run()?;
        let run = Run::new(number, recipe, self.packaging, sink, self.pool.size());
        self.stage = Stage::Running(Box::new(run));
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
            Stage::Running(run) if run.number() == number => run.take_back(chunk, minted)?,
            _ => return Ok(()),
        }
        self.go_on()
    }

    /// Finishes a run that is over, or shows how far it is.
    pub(super) fn go_on(&mut self) -> Result<(), Trouble> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Running(run) if run.is_over() => {
                let number = run.number();
                self.finish(number, run.finish())
            }
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
        Yield { recipe, report, sink, bytes }: Yield,
    ) -> Result<(), Trouble> {
        let rows = u64::from(recipe.parameters().count);
        self.results.show_report(&report)?;
        let outlet = match sink {
            Sink::Nothing => {
                self.show_outcome(rows, bytes, &report, Fingerprint::Absent);
                return self.settle(None, NO_FILE);
            }
            Sink::Memory(parts) => {
                let file = File::of(&parts, self.packaging.kind())?;
                // While the browser hashes, the report is put on the page.
                let (tell, sha256) = (Rc::clone(&self.tell), self.inkpad.fingerprint(parts)?);
                spawn_local(async move { tell(Event::Fingerprinted(run, sha256.await)) });
                Outlet::Memory(file)
            }
            Sink::File(mut writer) => {
                if !report.is_valid {
                    let broken = words::broken(&report);
                    return Err(Trouble::Refused(format!("The rows have {broken}: not saved.")));
                }
                self.desk.say("Closing the file.");
                writer.close()?;
                Outlet::Disk(writer)
            }
        };
        self.stage = Stage::Closing(Box::new(Closing { run, rows, bytes, report, outlet }));
        Ok(())
    }

    /// The fingerprint of the file in memory has come.
    pub(super) fn close(
        &mut self,
        run: u32,
        sha256: Result<String, Trouble>,
    ) -> Result<(), Trouble> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Closing(closing) if closing.run == run => {
                let Closing { rows, bytes, report, outlet, .. } = *closing;
                let Outlet::Memory(file) = outlet else { return Ok(()) };
                self.show_outcome(rows, bytes, &report, Fingerprint::Known(sha256?));
                self.settle(Some(file), "")
            }
            stage => {
                self.stage = stage;
                Ok(())
            }
        }
    }

    /// The worker that writes the file has said something.
    pub(super) fn hear_writer(&mut self, parcel: Parcel) -> Result<(), Trouble> {
        let Some(writer) = self.writer() else { return Ok(()) };
        if let Some(saved) = writer.hear(parcel)? { self.saved(&saved) } else { self.go_on() }
    }

    /// The file is on disk, and whole.
    fn saved(&mut self, saved: &web_sys::File) -> Result<(), Trouble> {
        let Stage::Closing(closing) = std::mem::replace(&mut self.stage, Stage::Waiting) else {
            return Ok(());
        };
        let Closing { run, rows, bytes, report, outlet } = *closing;
        let Outlet::Disk(writer) = outlet else { return Ok(()) };
        let place = writer.into_place();
        let fingerprint = self.read_back(run, saved, rows);
        self.show_outcome(rows, bytes, &report, fingerprint);
        if place.is_stored() {
            self.settle(
                Some(File::of_stored(saved, place)?),
                "The file is in this browser\u{2019}s storage until this page is closed or the \
                recipe changes: download it before.",
            )?;
        } else {
            self.settle(None, &format!("Saved as {}.", saved.name()))?;
        }
        self.feed()
    }

    fn show_outcome(&mut self, rows: u64, bytes: u64, report: &Report, fingerprint: Fingerprint) {
        let milliseconds = self.now() - self.changed;
        let expected = self.expected.as_deref();
        let verdict = self.desk.compare(expected, &fingerprint, false, self.packaging);
        self.sha256 = fingerprint.sha256().map(str::to_owned);
        self.desk.offer_fingerprint(self.sha256.is_some());
        let outcome = Outcome { rows, bytes: bytes as f64, milliseconds, fingerprint };
        self.results.show_outcome(&outcome, report.is_valid);
        let seed = self.recipe.as_ref().map_or(0, |recipe| recipe.parameters().seed);
        self.news = format!(
            "{} minted with seed {seed}, {}. {}",
            words::counted(rows, "customer"),
            words::validity(report),
            verdict.unwrap_or_default(),
        );
    }

    /// What is on the page is of the recipe, and so is the file that is on offer.
    fn settle(&mut self, file: Option<File>, hint: &str) -> Result<(), Trouble> {
        self.unlock();
        self.stage = Stage::Settled;
        self.desk.say(hint);
        self.enter(State::Fresh);
        self.desk.offer_file(file.as_ref(), self.packaging);
        self.file = file;
        let news = std::mem::take(&mut self.news);
        self.announce(format!("{news} {hint}"))
    }

    fn show_progress(&mut self) {
        let Stage::Running(run) = &mut self.stage else { return };
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
