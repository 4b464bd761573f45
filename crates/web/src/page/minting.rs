//! How the page goes from a recipe to a file.

use web_sys::Blob;

use super::{Page, Stage};
use crate::desk::State;
use crate::dom::Trouble;
use crate::file::File;
use crate::harvest;
use crate::memory::Memory;
use crate::place::Spot;
use crate::pool::Pool;
use crate::protocol::{Errand, Order, Parcel};
use crate::results::{Fingerprint, Outcome, Validity};
use crate::run::{LIVE_ROWS, Minted, QUICK_ROWS, Run, Yield};
use crate::sink::{Sink, Writer};
use crate::words;
use segmint::customers::dirt::{self, AnswerKey};
use segmint::link::Link;
use segmint::number::thousands;
use segmint::recipe::Recipe;
use segmint::validate::Report;

/// Said of a data set whose file is too large to be kept.
const NO_FILE: &str = "No file was kept; the command below writes it.";

/// A run that is over but for its file or its fingerprint.
pub(super) struct Closing {
    run: u32,
    rows: u64,
    bytes: u64,
    report: Report,
    harvest: dirt::Outcome,
    outlet: Outlet,
}

/// What still is to come of a run that is over.
enum Outlet {
    /// The fingerprint of a file in memory, which may still wait for a worker.
    Memory { blob: Blob, errand: Option<Errand> },
    /// A file on disk.
    Disk(Box<Writer>),
}

impl Closing {
    /// The worker that writes the file, if there is one.
    pub(super) fn writer(&mut self) -> Option<&mut Writer> {
        match &mut self.outlet {
            Outlet::Memory { .. } => None,
            Outlet::Disk(writer) => Some(writer),
        }
    }

    /// Whether this is of the run with this number.
    pub(super) fn is_of(&self, run: u32) -> bool {
        self.run == run
    }

    /// Has the fingerprint taken, if that waits for a worker and one is ready.
    pub(super) fn give(&mut self, pool: &mut Pool) -> Result<(), Trouble> {
        if let Outlet::Memory { errand: waiting, .. } = &mut self.outlet
            && let Some(errand) = waiting
            && pool.give_urgent(errand)?.is_some()
        {
            *waiting = None;
        }
        Ok(())
    }
}

impl Page {
    /// Makes the file anew in the form that the reader wants.
    pub(super) fn repack(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.packaging = self.packaging_fields.read();
        self.notice.hide();
        self.abandon()?;
        self.answer()
    }

    /// Mints, or waits for the reader's word if that takes a while.
    pub(super) fn mint_or_wait(&mut self, recipe: Recipe) -> Result<(), Trouble> {
        self.desk.show_command_text(&self.packaging.command(&recipe));
        if recipe.parameters().count > LIVE_ROWS {
            self.wait_for_reader(&recipe)
        } else {
            let memory = self.memory();
            self.begin(recipe, memory, State::Updating)
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
            Spot::Memory => {
                let memory = self.memory();
                self.begin_large(recipe, memory)
            }
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

    /// The format has no words for a row. While a run starts by itself that is like a fault in the form: for the
    /// reader to mend.
    pub(super) fn cannot_say(&mut self, number: u32, message: String) -> Result<(), Trouble> {
        match &self.stage {
            Stage::Running(run) if run.number() == number => {
                if run.recipe().parameters().count > LIVE_ROWS {
                    return Err(Trouble::Refused(message));
                }
            }
            _ => return Ok(()),
        }
        self.abandon()?;
        self.results.outdate();
        let text = format!(
            "This format cannot hold these rows: {message}. Choose CSV, or change the dirt."
        );
        self.desk.say(&text);
        self.enter(State::Stale);
        self.announce(text)
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
        Yield { recipe, report, outcome: harvest, sink, bytes }: Yield,
    ) -> Result<(), Trouble> {
        let rows = u64::from(recipe.parameters().count);
        let outlet = match sink {
            Sink::Nothing => {
                self.show(&report, &harvest)?;
                self.show_outcome(rows, bytes, (&report, &harvest), Fingerprint::Absent);
                return self.settle(None, NO_FILE);
            }
            // The report comes with the fingerprint: the page is drawn once, and not in the meantime.
            Sink::Memory(memory) => self.offer_memory(run, memory)?,
            Sink::File(mut writer) => {
                self.show(&report, &harvest)?;
                if !harvest.is_exact() {
                    let broken = words::broken(&report);
                    return Err(Trouble::Refused(format!("The rows have {broken}: not saved.")));
                }
                self.desk.say("Closing the file.");
                writer.close()?;
                Outlet::Disk(writer)
            }
        };
        self.stage =
            Stage::Closing(Box::new(Closing { run, rows, bytes, report, harvest, outlet }));
        Ok(())
    }

    /// Makes a file of what is in memory, while a worker takes its fingerprint.
    fn offer_memory(&mut self, run: u32, mut memory: Memory) -> Result<Outlet, Trouble> {
        let (whole, bytes) = memory.whole();
        let errand = Errand::with(Order::Digest { run, bytes }, whole);
        let worker = self.pool.give_urgent(&errand)?;
        let blob = File::bytes(memory.parts(), self.packaging.kind())?;
        self.stock = memory.into_stock();
        Ok(Outlet::Memory { blob, errand: worker.is_none().then_some(errand) })
    }

    /// A place in memory for the bytes of a run, in the buffers of earlier ones.
    fn memory(&mut self) -> Sink {
        Sink::Memory(Memory::new(std::mem::take(&mut self.stock)))
    }

    /// Keeps the buffers of a run that is given up.
    pub(super) fn keep_buffers(&mut self, sink: Sink) {
        if let Sink::Memory(memory) = sink {
            self.stock = memory.into_stock();
        }
    }

    /// The fingerprint of the file in memory has come.
    pub(super) fn close(&mut self, run: u32, sha256: String) -> Result<(), Trouble> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Closing(closing) if closing.run == run => {
                let Closing { rows, bytes, report, harvest, outlet, .. } = *closing;
                let Outlet::Memory { blob, .. } = outlet else { return Ok(()) };
                self.show(&report, &harvest)?;
                self.show_outcome(rows, bytes, (&report, &harvest), Fingerprint::Known(sha256));
                self.settle(Some(File::of(&blob)?), "")
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
        let Closing { run, rows, bytes, report, harvest, outlet } = *closing;
        let Outlet::Disk(writer) = outlet else { return Ok(()) };
        let place = writer.into_place();
        let fingerprint = self.read_back(run, saved, rows);
        self.show_outcome(rows, bytes, (&report, &harvest), fingerprint);
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

    /// Puts what the rows showed on the page.
    fn show(&mut self, report: &Report, harvest: &dirt::Outcome) -> Result<(), Trouble> {
        self.results.show_report(report)?;
        self.results.show_harvest(harvest)
    }

    fn show_outcome(
        &mut self,
        rows: u64,
        bytes: u64,
        (report, harvest): (&Report, &dirt::Outcome),
        fingerprint: Fingerprint,
    ) {
        let milliseconds = self.now() - self.changed;
        let expected = self.expected.as_deref();
        let verdict = self.desk.compare(expected, &fingerprint, false, self.packaging);
        self.sha256 = fingerprint.sha256().map(str::to_owned);
        self.desk.offer_fingerprint(self.sha256.is_some());
        let outcome = Outcome { rows, bytes: bytes as f64, milliseconds, fingerprint };
        let dirty = harvest.injected() > 0 && harvest.is_exact();
        let validity = if dirty { Validity::Dirty } else { Validity::of(report) };
        self.results.show_outcome(&outcome, validity);
        let seed = self.recipe.as_ref().map_or(0, |recipe| recipe.parameters().seed);
        let result = if dirty {
            format!(". {}", harvest::verdict(harvest))
        } else {
            format!(", {}.", words::validity(report))
        };
        self.news = format!(
            "{} minted with seed {seed}{result} {}",
            words::counted(rows, "customer"),
            verdict.unwrap_or_default(),
        );
    }

    /// Has the answer key written by a worker: it takes no longer than the data set did.
    pub(super) fn key_asked(&mut self, form: AnswerKey) -> Result<(), Trouble> {
        let (Stage::Settled, Ok(recipe)) = (&self.stage, self.recipe.clone()) else {
            return Ok(());
        };
        let link = Link::from(recipe).to_string();
        let order = Order::Key { run: self.runs, link, form };
        let is_given = self.pool.give_urgent(&Errand::bare(order))?.is_some();
        let text = if is_given { "Being written." } else { "No worker is free; try again." };
        self.results.harvests().say(text);
        self.announce(text.to_owned())
    }

    /// An answer key has been written.
    pub(super) fn keyed(&mut self, run: u32, form: AnswerKey, key: &Blob) -> Result<(), Trouble> {
        if run != self.runs || !matches!(self.stage, Stage::Settled) {
            return Ok(());
        }
        self.results.harvests().hand_over(form, key)?;
        self.announce("The answer key is downloaded.".to_owned())
    }

    /// What is on the page is of the recipe, and so is the file that is on offer.
    fn settle(&mut self, file: Option<File>, hint: &str) -> Result<(), Trouble> {
        self.unlock();
        self.preview.show()?;
        self.stage = Stage::Settled;
        self.desk.say(hint);
        self.enter(State::Fresh);
        self.desk.offer_file(file.as_ref(), self.packaging);
        self.file = file;
        let news = std::mem::take(&mut self.news);
        self.announce(format!("{news} {hint}"))
    }

    /// Whether a run is under way that is over before anybody looks.
    pub(super) fn is_quick(&self) -> bool {
        let rows = match &self.stage {
            Stage::Running(run) => run.recipe().parameters().count.into(),
            Stage::Closing(closing) => closing.rows,
            _ => return false,
        };
        rows <= QUICK_ROWS.into()
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
