//! What the page wants of a browser: things that only it can look into, and the few things that only it can do.
//! `crates/web` is the one that people use; the tests have one that remembers.

use segmint::customers::dirt::{AnswerKey, DirtReport};
use segmint::date::Date;
use segmint::link::Link;
use segmint::recipe::{Parameter, ParameterError, Parameters, Recipe};
use segmint::tables::TableId;
use segmint::transactions;
use segmint::validate::Report;

use crate::address::Entry;
use crate::answer_key::KeyEntry;
use crate::check::Terms;
use crate::chosen::Chosen;
use crate::fingerprint::{Fingerprint, Summary};
use crate::output_format::OutputFormat;
use crate::panel::Panel;
use crate::preset::Preset;
use crate::preview::Preview;
use crate::protocol::{Access, FromWorker, ToWorker};
use crate::refusal::Refusal;
use crate::shown_rows::ShownRows;
use crate::tables::ChunkReport;

/// So many bytes at the beginning of a buffer.
#[derive(Debug)]
pub struct Piece<Buffer> {
    /// The buffer.
    pub buffer: Buffer,
    /// How many of its bytes.
    pub bytes: u32,
}

/// What goes with a message between page and worker, for it is not for bytes.
pub enum Enclosed<B: Browser + ?Sized> {
    /// A buffer, which changes hands without a copy.
    Buffer(B::Buffer),
    /// A file to be read.
    File(B::File),
    /// A file to be written.
    Handle(B::Handle),
    /// Bytes that the browser keeps.
    Blob(B::Blob),
}

impl<B: Browser + ?Sized> Enclosed<B> {
    /// The buffer, if it is one.
    #[must_use]
    pub fn into_buffer(self) -> Option<B::Buffer> {
        match self {
            Enclosed::Buffer(buffer) => Some(buffer),
            _ => None,
        }
    }
}

/// A message to a worker, and what goes with it.
pub struct Task<B: Browser + ?Sized> {
    /// What is to be done.
    pub message: ToWorker,
    /// What it is to be done with.
    pub enclosed: Option<Enclosed<B>>,
}

/// A message from a worker, and what goes with it.
pub struct Answer<B: Browser + ?Sized> {
    /// What has been done.
    pub message: FromWorker,
    /// What came of it.
    pub enclosed: Option<Enclosed<B>>,
    /// What is known of rows that were generated.
    pub generated: Option<ChunkReport>,
}

/// A file that is whole and can be downloaded.
pub enum Finished<B: Browser + ?Sized> {
    /// In memory.
    Blob(B::Blob),
    /// In this site's storage, where it stays for as long as its place is kept.
    Stored(B::File, B::SaveFile),
}

/// A browser.
pub trait Browser {
    /// Bytes in memory that can be handed to a worker.
    type Buffer;
    /// Bytes that the browser keeps, in memory or on disk.
    type Blob;
    /// A file that can be read.
    type File: Clone;
    /// What a worker needs to write to a file.
    type Handle;
    /// A file on disk that is being made. Dropped before it is [kept](Browser::keep), it goes away.
    type SaveFile;
    /// A worker. Dropped, it stops at once.
    type Worker;

    /// The day that it is now, where the reader is.
    fn today(&self) -> Date;
    /// The time, in milliseconds from some moment on.
    fn now(&self) -> f64;

    /// A buffer of so many bytes.
    fn allocate(bytes: u32) -> Self::Buffer;
    /// How many bytes a buffer has.
    fn capacity(buffer: &Self::Buffer) -> u32;
    /// Copies a piece to this place in a buffer, which has room for it.
    fn copy(piece: &Piece<Self::Buffer>, buffer: &mut Self::Buffer, at: u32);
    /// Has the browser keep a piece as a file of this media type.
    ///
    /// # Errors
    /// If the browser has no room for it.
    fn bind(piece: &Piece<Self::Buffer>, media_type: &str) -> Result<Self::Blob, Refusal>;

    /// The name of a file, without a path.
    fn name(file: &Self::File) -> String;
    /// The size of a file in bytes.
    fn size(file: &Self::File) -> f64;

    /// What a worker needs to write to this file.
    fn handle(file: &Self::SaveFile) -> Self::Handle;
    /// How it writes.
    fn access(file: &Self::SaveFile) -> Access;
    /// Notes that a file is whole.
    fn keep(file: &mut Self::SaveFile);
    /// Finds out what the browser lets this page do with files, and tells the session.
    fn find_capabilities(&mut self);
    /// Asks the reader for a file, and tells the session.
    ///
    /// # Errors
    /// If the reader may not be asked.
    fn pick_file(&mut self, run: u32, table: TableId, format: OutputFormat) -> Result<(), Refusal>;
    /// Makes a file in this site's storage for so many bytes, and tells the session.
    fn store_file(&mut self, run: u32, bytes: f64);

    /// Starts a worker, which says when it is ready.
    ///
    /// # Errors
    /// If the browser refuses.
    fn start_worker(&mut self, number: u32) -> Result<Self::Worker, Refusal>;
    /// Posts to a worker.
    ///
    /// # Errors
    /// If the message cannot be posted.
    fn post(&mut self, worker: &Self::Worker, task: Task<Self>) -> Result<(), Refusal>;
    /// Tells the session in a while that time has passed; once.
    ///
    /// # Errors
    /// If the browser has no timers.
    fn tick_later(&mut self) -> Result<(), Refusal>;

    /// Reads the fields of the recipe, and shows beside them what is wrong.
    ///
    /// # Errors
    /// What is wrong.
    fn read_form(&mut self) -> Result<Recipe, Vec<ParameterError>>;
    /// Writes all fields of the recipe.
    fn write_form(&mut self, parameters: &Parameters);
    /// Writes the field of one parameter.
    fn write_field(&mut self, parameter: Parameter, parameters: &Parameters);
    /// Writes shares that add up into the fields of the segments' shares, if those that are there can be read.
    fn balance_shares(&mut self);
    /// Shows which preset the settings are, if they are one.
    fn show_preset(&mut self, preset: Option<Preset>);
    /// Reads what a file is to be held against; nothing, and the fault is shown, if that is not known.
    fn read_terms(&mut self) -> Option<Terms>;
    /// Chooses the values of the recipe for a file to be held against.
    fn choose_recipe_terms(&mut self);
    /// Shows which table has been chosen, and whether there is a choice.
    fn write_table(&mut self, table: TableId, is_choice: bool);
    /// Writes the fields for the format.
    fn write_format(&mut self, format: OutputFormat);
    /// Writes a link where others find it: into the address, or onto the way out of a frame.
    ///
    /// # Errors
    /// If the browser refuses.
    fn write_address(&mut self, link: &Link, entry: Entry) -> Result<(), Refusal>;

    /// Shows what can be done and how it stands. What has not changed costs nothing.
    fn draw(&mut self, panel: &Panel);
    /// Has a text heard once the page has been quiet for a moment.
    ///
    /// # Errors
    /// If the browser has no timers.
    fn announce(&mut self, text: String) -> Result<(), Refusal>;
    /// Says what went wrong where nobody can miss it.
    fn complain(&mut self, title: &str, text: &str);
    /// Says that a link is not understood, and why.
    ///
    /// # Errors
    /// If the page has no place for it.
    fn show_bad_link(&mut self, link: &str, faults: &[String]) -> Result<(), Refusal>;
    /// Says what did not happen, and why, where nobody can miss it.
    fn tell(&mut self, title: &str, text: &str);
    /// Asks the reader whether a file may be lost, of which this is said, and tells the session.
    fn ask_to_lose(&mut self, text: &str);
    /// Takes back what was said where nobody could miss it.
    fn hide_notice(&mut self);
    /// Notes in the console what only matters to whoever looks there.
    fn note(&mut self, text: &str);
    /// Shows the scripts that load this data set, or for none nothing.
    fn show_scripts(&mut self, chosen: Option<&Chosen>);
    /// Puts the focus on the first field of the recipe, for what had it goes away.
    fn focus_form(&mut self);
    /// Brings the name of the reader's file into sight where it would be out of it.
    fn reveal_file(&mut self);
    /// Puts the focus on the name of the reader's file, for what had it goes away.
    fn focus_file(&mut self);

    /// Shows a report.
    ///
    /// # Errors
    /// If the page has no place for it.
    fn show_report(&mut self, report: &Report) -> Result<(), Refusal>;
    /// Shows a report on transactions, and what else there is to say of it.
    ///
    /// # Errors
    /// If the page has no place for it.
    fn show_spending(
        &mut self,
        report: &transactions::check::Report,
        note: &str,
    ) -> Result<(), Refusal>;
    /// Shows what came of the faults that were injected.
    ///
    /// # Errors
    /// If the page has no place for it.
    fn show_dirt(&mut self, outcome: &DirtReport) -> Result<(), Refusal>;
    /// Shows the line that says it all.
    fn show_summary(&mut self, summary: &Summary);
    /// Shows what is known of the fingerprint.
    fn show_fingerprint(&mut self, fingerprint: &Fingerprint);
    /// Shows that nothing is known yet: how many rows, and about how many bytes they will be, if that is known.
    ///
    /// # Errors
    /// If the page has no place for it.
    fn show_nothing(&mut self, about: Option<(u64, f64)>) -> Result<(), Refusal>;
    /// Takes back what was said of the rows: they are those of an older recipe.
    fn outdate(&mut self);
    /// The values of the file cannot be put into the recipe.
    fn withhold_fit(&mut self);

    /// Offers a finished file as a download, under this name.
    ///
    /// # Errors
    /// If the browser refuses.
    fn offer(&mut self, file: Finished<Self>, name: &str) -> Result<(), Refusal>;
    /// Lets go of the file on offer, and of the answer key.
    fn withdraw(&mut self);
    /// Says how it stands with the answer key.
    fn say_of_key(&mut self, text: &str);
    /// Shows the first faults of the answer key.
    ///
    /// # Errors
    /// If the page has no place for them.
    fn show_key(&mut self, entries: &[KeyEntry]) -> Result<(), Refusal>;
    /// Hands an answer key over, as a download.
    ///
    /// # Errors
    /// If the browser refuses.
    fn hand_over_key(&mut self, form: AnswerKey, key: Self::Blob) -> Result<(), Refusal>;

    /// Shows which rows are looked at; they are on their way.
    fn show_window(&mut self, preview: &Preview);
    /// Shows the rows that are looked at.
    ///
    /// # Errors
    /// If the page has no place for them.
    fn show_rows(&mut self, preview: &Preview, rows: &ShownRows) -> Result<(), Refusal>;
    /// Brings the rows of this table into sight and puts the focus on the one that was sought, or on the first: what had it went
    /// away with the other table.
    fn focus_rows(&mut self, table: TableId);
    /// Brings the rows into sight, with the focus on the way back to all rows, or on the heading if all are shown.
    fn reveal_rows(&mut self, preview: &Preview);
    /// Puts the focus back on what was pressed to see certain rows, or on the heading of all rows.
    fn leave_rows(&mut self);
    /// Says that there is no such row; nothing takes that back.
    fn show_row_fault(&mut self, fault: Option<String>);
}
