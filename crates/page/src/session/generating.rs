//! From a recipe to a file: whether it is generated at once or waits for its reader, where its bytes go, and what
//! becomes of the file.

mod asked;
mod progress;

use segmint::plan::Rows;

use super::closing::{Closing, Made, NO_FILE, STORED};
use super::common::Common;
use super::saved::SavedFile;
use crate::browser::{Answer, Browser, Enclosed, Finished, Piece};
use crate::buffer_pool::BufferPool;
use crate::chosen::Chosen;
use crate::fingerprint::Fingerprint;
use crate::output_format::OutputFormat;
use crate::panel::{Download, State};
use crate::protocol::Access;
use crate::refusal::Refusal;
use crate::run::{Chunk, QUICK_ROWS, Run, RunResult};
use crate::save_target::Capabilities;
use crate::sink::{FileWriter, Memory, Sink};
use crate::wish::{Mode, Wish};

/// How far the data set of the recipe is.
enum Stage<B: Browser> {
    /// Nothing is under way: the recipe waits for its reader, or there is none.
    Waiting,
    /// A place for the file of a run is being found.
    Placing(u32),
    /// A run is under way.
    Running(Box<Run<B>>),
    /// A run is over but for its file or its fingerprint.
    Closing(Box<Closing<B>>),
    /// The results are those of the recipe.
    Settled,
}

/// From a recipe to a file.
pub(super) struct Generating<B: Browser> {
    stage: Stage<B>,
    /// What this browser lets the page do with files, as far as it is known.
    capabilities: Option<Capabilities>,
    /// The file on disk.
    saved: Option<SavedFile<B>>,
    /// Buffers of earlier runs.
    buffers: BufferPool<B>,
}

impl<B: Browser> Generating<B> {
    pub(super) fn new() -> Generating<B> {
        Generating {
            stage: Stage::Waiting,
            capabilities: None,
            saved: None,
            buffers: BufferPool::default(),
        }
    }

    /// Generates, or waits for the reader's word if that takes a while; until then a part is shown, if there is one.
    pub(super) fn begin_or_wait(
        &mut self,
        chosen: &Chosen,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let (table, parameters) = (chosen.table(), chosen.recipe().parameters());
        common.panel.show_command(wish.format.command(table, parameters));
        common.panel.format_note = wish.format.note(table);
        if chosen.is_live() {
            let (all, sink) = (Rows::all(chosen.recipe()), self.memory(chosen, wish.format));
            self.begin(chosen, all, wish.format, sink, State::Updating, common)
        } else if let Some(part) = chosen.part() {
            let plain = OutputFormat::PLAIN;
            self.begin(chosen, part, plain, Sink::Nothing, State::Updating, common)
        } else {
            self.wait(chosen, wish.format, common)
        }
    }

    /// Waits for the reader's word.
    fn wait(
        &mut self,
        chosen: &Chosen,
        format: OutputFormat,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        common.browser.show_nothing(Some((chosen.rows(), chosen.bytes(format))))?;
        self.offer(chosen, format, common);
        common.panel.enter(State::Idle);
        let amount = chosen.amount();
        common.announce(format!("{amount}, not generated yet: press Generate to start."))
    }

    /// Offers to generate, and says where the file goes, as soon as that is known.
    fn offer(&self, chosen: &Chosen, format: OutputFormat, common: &mut Common<B>) {
        let target = self.capabilities.map(|known| known.target(chosen, format));
        common.panel.offer_generate(chosen, target);
        // Room comes and goes.
        common.browser.find_capabilities();
    }

    /// Offers to generate once more what could not be, if it is large enough for that to be asked.
    pub(super) fn offered_again(&self, wish: &Wish, common: &mut Common<B>) -> bool {
        match &wish.chosen {
            Ok(chosen) if wish.mode == Mode::Generate && !chosen.is_live() => {
                self.offer(chosen, wish.format, common);
                true
            }
            _ => false,
        }
    }

    /// What the browser lets the page do with files is known.
    pub(super) fn know(&mut self, known: Capabilities, wish: &Wish, common: &mut Common<B>) {
        self.capabilities = Some(known);
        if let (Stage::Waiting, Mode::Generate, Ok(chosen)) = (&self.stage, wish.mode, &wish.chosen)
            && !chosen.is_live()
        {
            common.panel.offer_generate(chosen, Some(known.target(chosen, wish.format)));
        }
    }

    fn begin(
        &mut self,
        chosen: &Chosen,
        customers: Rows,
        format: OutputFormat,
        sink: Sink<B>,
        state: State,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let (number, workers) = (common.next_run()?, common.workers.size());
        let run = Run::new(number, chosen.clone(), customers, format, sink, workers)?;
        self.stage = Stage::Running(Box::new(run));
        common.panel.enter(state);
        common.panel.progress = 0.0;
        Ok(())
    }

    /// Hands out what is to be done.
    pub(super) fn feed(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        let Common { browser, workers, .. } = common;
        match &mut self.stage {
            Stage::Running(run) => {
                let most = run.at_a_time();
                workers.give(browser, most, || run.next_task())
            }
            Stage::Closing(closing) => closing.feed(common),
            _ => Ok(()),
        }
    }

    /// Hands the file on disk to a worker, if it waits for one.
    pub(super) fn feed_saved(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        self.saved.as_mut().map_or(Ok(()), |saved| saved.feed(common))
    }

    /// A chunk has come back; one of another run is of another recipe.
    pub(super) fn take_back(
        &mut self,
        run: u32,
        number: u32,
        chunk: Chunk<B>,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        match &mut self.stage {
            Stage::Running(running) if running.number() == run => {
                running.take_back(number, chunk, &mut common.browser)?;
            }
            _ => return Ok(()),
        }
        self.go_on(wish, common)
    }

    /// Has a chunk made again that was lost with its worker, if it is of the run that counts.
    pub(super) fn make_again(
        &mut self,
        run: u32,
        (chunk, rows): (u32, Rows),
        was_at_work: bool,
        why: &str,
    ) -> Result<(), Refusal> {
        match &mut self.stage {
            Stage::Running(running) if running.number() == run => {
                running.make_again(chunk, rows, was_at_work, why)
            }
            _ => Ok(()),
        }
    }

    /// The format has no words for a row. While a run starts by itself that is like a fault in the form: for the
    /// reader to mend. Whether anything is to be abandoned for it.
    pub(super) fn cannot_say(&self, run: u32, message: &str) -> Result<bool, Refusal> {
        match &self.stage {
            Stage::Running(running) if running.number() == run => {
                running.is_live().then_some(true).ok_or_else(|| Refusal(message.to_owned()))
            }
            _ => Ok(false),
        }
    }

    /// Finishes a run that is over, or shows how far it is.
    fn go_on(&mut self, wish: &Wish, common: &mut Common<B>) -> Result<(), Refusal> {
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Running(run) if run.is_over() => {
                let number = run.number();
                self.finish(number, run.finish(), wish, common)
            }
            stage => {
                self.stage = stage;
                self.show_progress(common);
                Ok(())
            }
        }
    }

    fn finish(
        &mut self,
        run: u32,
        RunResult { chosen, customers, accumulator, sink, bytes }: RunResult<B>,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let is_whole = customers == Rows::all(chosen.recipe());
        let made = || {
            let report = accumulator.report();
            let rows = report.rows(customers.count());
            let part = (!is_whole).then(|| chosen.told_part(customers, wish.format));
            Made { run, rows, bytes, report, part }
        };
        let closing = match sink {
            Sink::Nothing if !is_whole => {
                let made = made();
                made.show(common)?;
                let news = made.show_summary(Fingerprint::Unmade, wish, common);
                common.panel.enter(State::Fresh);
                self.offer(&chosen, wish.format, common);
                return common.announce(format!("{news} Generate makes the whole table."));
            }
            Sink::Nothing => {
                let made = made();
                made.show(common)?;
                let news = made.show_summary(Fingerprint::Absent, wish, common);
                return self.settle(Download::Hidden, NO_FILE, &news, common);
            }
            Sink::Memory(memory) => {
                let (whole, buffers) = memory.into_whole();
                self.buffers = buffers;
                Closing::in_memory(run, made, whole, common)?
            }
            Sink::File(writer) => {
                let made = made();
                made.show(common)?;
                Closing::on_disk(made, writer, common)?
            }
        };
        self.stage = Stage::Closing(Box::new(closing));
        Ok(())
    }

    /// A place in memory for the bytes of a run, in the buffers of earlier ones.
    fn memory(&mut self, chosen: &Chosen, format: OutputFormat) -> Sink<B> {
        let about = chosen.bytes(format) as u32;
        Sink::Memory(Memory::new(std::mem::take(&mut self.buffers), about))
    }

    /// A fingerprint has come: of the file in memory, or of one on disk that is read back.
    pub(super) fn hashed(
        &mut self,
        run: u32,
        sha256: String,
        enclosed: Option<Enclosed<B>>,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        if let Some(saved) = self.saved.as_mut().filter(|saved| saved.is_of(run)) {
            return saved.hashed(sha256, wish, common);
        }
        let buffer = enclosed.and_then(Enclosed::into_buffer);
        match (std::mem::replace(&mut self.stage, Stage::Waiting), buffer) {
            (Stage::Closing(closing), Some(buffer)) if closing.is_in_memory(run) => {
                let made = closing.into_made();
                let whole = Piece { buffer, bytes: made.bytes as u32 };
                // Not while the fingerprint is taken: what a browser does to keep a file takes more than a processor.
                let blob = B::bind(&whole, wish.format.media_type())?;
                self.buffers.put_whole(whole.buffer);
                made.show(common)?;
                let news = made.show_summary(Fingerprint::Known(sha256), wish, common);
                common.browser.offer(Finished::Blob(blob), &wish.format.file_name(wish.table))?;
                self.settle(Download::Ready, "", &news, common)?;
                // One that takes no time is made again at once.
                common.panel.is_losable = wish.chosen().is_some_and(|chosen| !chosen.is_live());
                Ok(())
            }
            (stage, buffer) => {
                self.stage = stage;
                if let Some(buffer) = buffer {
                    self.buffers.put_whole(buffer);
                }
                Ok(())
            }
        }
    }

    /// Whether this worker writes the file of the run that counts.
    pub(super) fn is_writer(&mut self, worker: u32) -> bool {
        self.writer().is_some_and(|writer| writer.number() == worker)
    }

    fn writer(&mut self) -> Option<&mut FileWriter<B>> {
        match &mut self.stage {
            Stage::Running(run) => run.sink().writer(),
            Stage::Closing(closing) => closing.writer(),
            _ => None,
        }
    }

    /// The worker that writes the file has said something.
    pub(super) fn hear_writer(
        &mut self,
        answer: Answer<B>,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let Some(writer) = self.writer() else { return Ok(()) };
        match writer.hear(answer, &mut common.browser)? {
            Some(file) => self.save(file, wish, common),
            None => self.go_on(wish, common),
        }
    }

    /// The file is on disk, and whole.
    fn save(&mut self, file: B::File, wish: &Wish, common: &mut Common<B>) -> Result<(), Refusal> {
        let Stage::Closing(closing) = std::mem::replace(&mut self.stage, Stage::Waiting) else {
            return Ok(());
        };
        let Some((made, save_file)) = closing.into_disk() else { return Ok(()) };
        let is_expected = wish.expected.is_some();
        let (saved, fingerprint) = SavedFile::new(made.run, file.clone(), made.rows, is_expected);
        self.saved = Some(saved);
        let news = made.show_summary(fingerprint, wish, common);
        if matches!(B::access(&save_file), Access::InPlace { .. }) {
            common
                .browser
                .offer(Finished::Stored(file, save_file), &wish.format.file_name(wish.table))?;
            self.settle(Download::Ready, STORED, &news, common)?;
            common.panel.is_losable = true;
            Ok(())
        } else {
            let hint = format!("Saved as {}.", B::name(&file));
            self.settle(Download::Hidden, &hint, &news, common)
        }
    }

    /// What is on the page is of the recipe, and so is the file that is on offer.
    fn settle(
        &mut self,
        download: Download,
        hint: &str,
        news: &str,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        self.stage = Stage::Settled;
        if std::mem::take(&mut common.panel.is_locked) {
            // A file that was not taken may be now.
            common.browser.hide_notice();
        }
        common.panel.say(hint);
        common.panel.enter(State::Fresh);
        common.panel.download = download;
        common.announce(format!("{news} {hint}"))
    }

    /// The file on disk, if this is its run.
    pub(super) fn saved(&mut self, run: u32) -> Option<&mut SavedFile<B>> {
        self.saved.as_mut().filter(|saved| saved.is_of(run))
    }

    /// The reader wants the fingerprint of the file on disk.
    pub(super) fn hash_asked(&mut self, common: &mut Common<B>) {
        if let Some(saved) = &mut self.saved {
            saved.ask(common);
        }
    }

    /// Whether the results are those of the recipe.
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.stage, Stage::Settled)
    }

    /// Whether a run is under way, or over but for its file.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Running(_) | Stage::Closing(_))
    }

    /// Whether a fingerprint is being taken of what this run left in memory.
    pub(super) fn is_hashing(&self, run: u32) -> bool {
        matches!(&self.stage, Stage::Closing(closing) if closing.is_in_memory(run))
    }

    /// Whether a run is under way that is over before anybody looks.
    pub(super) fn is_quick(&self) -> bool {
        match &self.stage {
            Stage::Running(run) => run.is_quick(),
            Stage::Closing(closing) => closing.rows() <= QUICK_ROWS.into(),
            _ => false,
        }
    }

    /// Gives up whatever is under way; nothing of it will count.
    pub(super) fn abandon(&mut self, common: &mut Common<B>) -> Result<(), Refusal> {
        let stage = std::mem::replace(&mut self.stage, Stage::Waiting);
        if let Stage::Running(run) = stage
            && let Sink::Memory(memory) = run.into_sink()
        {
            self.buffers = memory.into_buffers();
        }
        self.saved.take().map_or(Ok(()), |saved| saved.stop(common))
    }
}
