//! A browser that remembers.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use segmint::customers::dirt::{AnswerKey, DirtReport};
use segmint::date::Date;
use segmint::link::Link;
use segmint::recipe::{Parameter, ParameterError, Parameters, Recipe, RecipeVersion};
use segmint::tables::TableId;
use segmint::transactions;
use segmint::validate::Report;

use super::files::{File, Saved};
use crate::address::Entry;
use crate::answer_key::KeyEntry;
use crate::browser::{Browser, Finished, Piece, Task};
use crate::check::{Against, Terms};
use crate::chosen::Chosen;
use crate::fingerprint::{Fingerprint, Summary};
use crate::output_format::OutputFormat;
use crate::panel::Panel;
use crate::preset::Preset;
use crate::preview::Preview;
use crate::protocol::Access;
use crate::refusal::Refusal;
use crate::shown_rows::ShownRows;

/// A browser that remembers.
pub(super) struct FakeBrowser {
    /// What the form holds.
    pub(super) form: Result<Recipe, Vec<ParameterError>>,
    pub(super) terms: Option<Terms>,
    pub(super) now: f64,
    pub(super) drawn: Option<Panel>,
    pub(super) announced: String,
    /// What was said where nobody can miss it.
    pub(super) complaints: Vec<String>,
    pub(super) bad_link: Option<String>,
    pub(super) address: String,
    /// What the reader can go back to, oldest first.
    pub(super) history: Vec<String>,
    /// What the reader was asked before a file is lost.
    pub(super) question: Option<String>,
    pub(super) format: OutputFormat,
    /// The preset that is marked.
    pub(super) preset: Option<Preset>,
    /// The table that is shown as chosen, and whether there is a choice.
    pub(super) table: (TableId, bool),
    pub(super) today: Date,
    /// Whether the first field has the focus.
    pub(super) is_form_focused: bool,
    pub(super) report: Option<Report>,
    pub(super) spending: Option<transactions::check::Report>,
    /// What else was said of it.
    pub(super) note: String,
    pub(super) dirt: Option<DirtReport>,
    pub(super) summary: Option<Summary>,
    pub(super) fingerprint: Option<Fingerprint>,
    pub(super) is_outdated: bool,
    /// The file on offer, and its name.
    pub(super) offered: Option<(Vec<u8>, String)>,
    /// Where it is stored, if it is.
    stored: Option<Saved>,
    pub(super) key: Option<Vec<u8>>,
    pub(super) key_hint: String,
    /// The faults that are listed.
    pub(super) key_entries: Vec<KeyEntry>,
    pub(super) rows: String,
    /// The faults that are marked in the rows.
    pub(super) row_faults: Vec<(Option<u32>, String)>,
    /// What the rows have in common that were brought into sight.
    pub(super) revealed: Option<String>,
    /// What is said of which rows are shown.
    pub(super) range: String,
    pub(super) row_fault: Option<String>,
    /// The table among whose rows the focus was put.
    pub(super) focused_rows: Option<TableId>,
    /// Whether the reader was asked for a file, or the storage for one, and for which run.
    pub(super) asked: Option<u32>,
    pub(super) ticks: u32,
    /// No more workers can be started.
    pub(super) is_exhausted: bool,
    work: Rc<RefCell<VecDeque<Work>>>,
    seats: Vec<Seat>,
    /// What writing workers have written.
    pub(super) written: Vec<u8>,
}

/// Something that a worker has to do.
pub(super) struct Work {
    pub(super) worker: u32,
    pub(super) task: Task<FakeBrowser>,
}

/// Where a worker sits: whether it works still.
#[derive(Clone)]
pub(super) struct Seat {
    number: u32,
    is_taken: Rc<RefCell<bool>>,
}

impl Seat {
    pub(super) fn is_taken(&self) -> bool {
        *self.is_taken.borrow()
    }
}

/// A worker; what it has to do goes with it.
pub(super) struct Worker {
    seat: Seat,
    work: Rc<RefCell<VecDeque<Work>>>,
}

impl Drop for Worker {
    fn drop(&mut self) {
        *self.seat.is_taken.borrow_mut() = false;
        self.work.borrow_mut().retain(|work| work.worker != self.seat.number);
    }
}

impl FakeBrowser {
    pub(super) fn new(today: Date) -> FakeBrowser {
        FakeBrowser {
            form: Recipe::new(Parameters::defaults(RecipeVersion::V1, today)),
            terms: Some(Terms { against: Against::Recipe, dated: true, tolerance: 50 }),
            now: 0.0,
            drawn: None,
            announced: String::new(),
            complaints: Vec::new(),
            bad_link: None,
            address: String::new(),
            history: Vec::new(),
            question: None,
            format: OutputFormat::PLAIN,
            preset: None,
            table: (TableId::Customers, false),
            today,
            is_form_focused: false,
            report: None,
            spending: None,
            note: String::new(),
            dirt: None,
            summary: None,
            fingerprint: None,
            is_outdated: false,
            offered: None,
            stored: None,
            key: None,
            key_hint: String::new(),
            key_entries: Vec::new(),
            rows: String::new(),
            row_faults: Vec::new(),
            revealed: None,
            range: String::new(),
            row_fault: None,
            focused_rows: None,
            asked: None,
            ticks: 0,
            is_exhausted: false,
            work: Rc::default(),
            seats: Vec::new(),
            written: Vec::new(),
        }
    }

    /// The thing that was asked for first.
    pub(super) fn next_work(&mut self) -> Option<Work> {
        self.work.borrow_mut().pop_front()
    }

    /// The thing that was asked for last.
    pub(super) fn last_work(&mut self) -> Option<Work> {
        self.work.borrow_mut().pop_back()
    }

    /// How much there is to do.
    pub(super) fn work_left(&self) -> usize {
        self.work.borrow().len()
    }

    pub(super) fn seat(&self, worker: u32) -> Seat {
        self.seats[worker as usize - 1].clone()
    }
}

impl Browser for FakeBrowser {
    type Buffer = Vec<u8>;
    type Blob = Vec<u8>;
    type File = File;
    type Handle = ();
    type SaveFile = Saved;
    type Worker = Worker;

    fn today(&self) -> Date {
        self.today
    }

    fn now(&self) -> f64 {
        self.now
    }

    fn allocate(bytes: u32) -> Vec<u8> {
        vec![0; bytes as usize]
    }

    fn capacity(buffer: &Vec<u8>) -> u32 {
        buffer.len() as u32
    }

    fn copy(piece: &Piece<Vec<u8>>, buffer: &mut Vec<u8>, at: u32) {
        let (at, bytes) = (at as usize, piece.bytes as usize);
        buffer[at..at + bytes].copy_from_slice(&piece.buffer[..bytes]);
    }

    fn bind(piece: &Piece<Vec<u8>>, _: &str) -> Result<Vec<u8>, Refusal> {
        Ok(piece.buffer[..piece.bytes as usize].to_vec())
    }

    fn name(file: &File) -> String {
        file.name.clone()
    }

    fn size(file: &File) -> f64 {
        file.size
    }

    fn handle(_: &Saved) {}

    fn access(file: &Saved) -> Access {
        file.access
    }

    fn keep(file: &mut Saved) {
        file.is_kept = true;
    }

    fn find_capabilities(&mut self) {}

    fn pick_file(&mut self, run: u32, _: TableId, _: OutputFormat) -> Result<(), Refusal> {
        self.asked = Some(run);
        Ok(())
    }

    fn store_file(&mut self, run: u32, _: f64) {
        self.asked = Some(run);
    }

    fn start_worker(&mut self, number: u32) -> Result<Worker, Refusal> {
        if self.is_exhausted {
            return Err(Refusal("no more threads".to_owned()));
        }
        let seat = Seat { number, is_taken: Rc::new(RefCell::new(true)) };
        self.seats.push(seat.clone());
        Ok(Worker { seat, work: Rc::clone(&self.work) })
    }

    fn post(&mut self, worker: &Worker, task: Task<FakeBrowser>) -> Result<(), Refusal> {
        self.work.borrow_mut().push_back(Work { worker: worker.seat.number, task });
        Ok(())
    }

    fn tick_later(&mut self) -> Result<(), Refusal> {
        self.ticks += 1;
        Ok(())
    }

    fn read_form(&mut self) -> Result<Recipe, Vec<ParameterError>> {
        self.form.clone()
    }

    fn write_form(&mut self, parameters: &Parameters) {
        self.form = Recipe::new(parameters.clone());
    }

    fn write_field(&mut self, parameter: Parameter, parameters: &Parameters) {
        if let Ok(recipe) = &self.form {
            let mut changed = recipe.parameters().clone();
            parameter.read(&parameter.write(parameters), &mut changed).unwrap();
            self.form = Recipe::new(changed);
        }
    }

    fn balance_shares(&mut self) {
        // Its form has no texts: it is as if they had been made to be those of the defaults.
        self.form = Recipe::new(Parameters::defaults(RecipeVersion::V1, self.today));
    }

    fn show_preset(&mut self, preset: Option<Preset>) {
        self.preset = preset;
    }

    fn read_terms(&mut self) -> Option<Terms> {
        self.terms
    }

    fn choose_recipe_terms(&mut self) {
        if let Some(terms) = &mut self.terms {
            terms.against = Against::Recipe;
        }
    }

    fn write_table(&mut self, table: TableId, is_choice: bool) {
        self.table = (table, is_choice);
    }

    fn write_format(&mut self, format: OutputFormat) {
        self.format = format;
    }

    fn write_address(&mut self, link: &Link, entry: Entry) -> Result<(), Refusal> {
        let before = std::mem::replace(&mut self.address, link.to_string());
        if entry != Entry::Same {
            self.history.push(before);
        }
        Ok(())
    }

    fn draw(&mut self, panel: &Panel) {
        if panel.download != crate::panel::Download::Ready {
            self.offered = None;
            self.stored = None;
        }
        self.drawn = Some(panel.clone());
    }

    fn announce(&mut self, text: String) -> Result<(), Refusal> {
        self.announced = text;
        Ok(())
    }

    fn complain(&mut self, title: &str, text: &str) {
        self.complaints.push(format!("{title}: {text}"));
    }

    fn tell(&mut self, title: &str, text: &str) {
        self.complaints.push(format!("{title}: {text}"));
    }

    fn ask_to_lose(&mut self, text: &str) {
        self.question = Some(text.to_owned());
    }

    fn show_bad_link(&mut self, link: &str, faults: &[String]) -> Result<(), Refusal> {
        self.bad_link = Some(format!("{link}: {}", faults.join("; ")));
        Ok(())
    }

    fn hide_notice(&mut self) {
        self.complaints.clear();
        self.bad_link = None;
    }

    fn note(&mut self, _: &str) {}

    fn show_scripts(&mut self, _: Option<&Chosen>) {}

    fn focus_form(&mut self) {
        self.is_form_focused = true;
    }

    fn reveal_file(&mut self) {}

    fn focus_file(&mut self) {}

    fn show_report(&mut self, report: &Report) -> Result<(), Refusal> {
        self.report = Some(report.clone());
        self.spending = None;
        self.is_outdated = false;
        self.dirt = None;
        Ok(())
    }

    fn show_spending(
        &mut self,
        report: &transactions::check::Report,
        note: &str,
    ) -> Result<(), Refusal> {
        self.spending = Some(report.clone());
        note.clone_into(&mut self.note);
        self.report = None;
        self.is_outdated = false;
        Ok(())
    }

    fn show_dirt(&mut self, outcome: &DirtReport) -> Result<(), Refusal> {
        self.dirt = Some(outcome.clone());
        Ok(())
    }

    fn show_summary(&mut self, summary: &Summary) {
        self.fingerprint = Some(summary.fingerprint.clone());
        self.summary = Some(summary.clone());
    }

    fn show_fingerprint(&mut self, fingerprint: &Fingerprint) {
        self.fingerprint = Some(fingerprint.clone());
    }

    fn show_nothing(&mut self, _: Option<(u64, f64)>) -> Result<(), Refusal> {
        self.report = None;
        self.spending = None;
        self.summary = None;
        self.fingerprint = None;
        Ok(())
    }

    fn outdate(&mut self) {
        self.is_outdated = self.report.is_some();
    }

    fn withhold_fit(&mut self) {}

    fn offer(&mut self, file: Finished<FakeBrowser>, name: &str) -> Result<(), Refusal> {
        let bytes = match file {
            Finished::Blob(bytes) => bytes,
            Finished::Stored(file, saved) => {
                self.stored = Some(saved);
                file.bytes.to_vec()
            }
        };
        self.offered = Some((bytes, name.to_owned()));
        Ok(())
    }

    fn withdraw(&mut self) {
        self.key = None;
    }

    fn say_of_key(&mut self, text: &str) {
        text.clone_into(&mut self.key_hint);
    }

    fn show_key(&mut self, entries: &[KeyEntry]) -> Result<(), Refusal> {
        self.key_entries = entries.to_vec();
        Ok(())
    }

    fn hand_over_key(&mut self, _: AnswerKey, key: Vec<u8>) -> Result<(), Refusal> {
        self.key = Some(key);
        Ok(())
    }

    fn show_window(&mut self, _: &Preview) {
        self.rows.clear();
    }

    fn show_rows(&mut self, preview: &Preview, rows: &ShownRows) -> Result<(), Refusal> {
        self.range = preview.range();
        self.rows = rows.rows.iter().flat_map(|row| [&row.line, "\n"]).collect();
        self.row_faults = rows.rows.iter().flat_map(|row| row.faults.clone()).collect();
        Ok(())
    }

    fn focus_rows(&mut self, table: TableId) {
        self.focused_rows = Some(table);
    }

    fn reveal_rows(&mut self, preview: &Preview) {
        self.revealed = preview.search().map(|search| search.filter().told());
    }

    fn leave_rows(&mut self) {
        self.revealed = None;
    }

    fn show_row_fault(&mut self, fault: Option<String>) {
        self.row_fault = fault;
    }
}
