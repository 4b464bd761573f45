//! The browser as `segmint_page` wants one: everything that the session decides is carried out from here, by the room
//! that it is for.

use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use segmint::customers::dirt::{AnswerKey, DirtReport};
use segmint::date::Date;
use segmint::link::Link;
use segmint::recipe::{Parameter, ParameterError, Parameters, Recipe};
use segmint::tables::TableId;
use segmint::transactions;
use segmint::validate::Report;
use segmint_page::address::Entry;
use segmint_page::answer_key::KeyEntry;
use segmint_page::browser::{Browser, Enclosed, Finished, Piece, Task};
use segmint_page::check::Terms;
use segmint_page::chosen::Chosen;
use segmint_page::fingerprint::{Fingerprint, Summary};
use segmint_page::output_format::OutputFormat;
use segmint_page::panel::{Download as Offer, Panel, State};
use segmint_page::preset::Preset;
use segmint_page::preview::Preview;
use segmint_page::protocol::Access;
use segmint_page::refusal::Refusal;
use segmint_page::session::Event;
use segmint_page::shown_rows::ShownRows;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File, FileSystemFileHandle, Window};

use crate::address::Address;
use crate::clock::today;
use crate::dom::{Listener, Timer, Trouble, flag, set, set_text};
use crate::download::Download;
use crate::embed::Embed;
use crate::form::Form;
use crate::intake::Intake;
use crate::loss_question::LossQuestion;
use crate::messages::TaskMessage;
use crate::notice::Notice;
use crate::output_fields::{FormatFields, LoadScripts};
use crate::presets::Presets;
use crate::preview::PreviewTable;
use crate::results::Results;
use crate::save_file::{self, SaveFile};
use crate::status_panel::StatusPanel;
use crate::view_choice::ViewChoice;
use crate::worker_handle::{TellSession, WorkerHandle};

/// How long the page must have been quiet before a result is announced.
const QUIET_MS: i32 = 900;

/// The time between two looks at whether every worker is still alive.
const TICK_MS: i32 = 1_000;

/// Where the form, the file and what is said of it stand one below the other: the style's 40rem.
const PHONE_PIXELS: f64 = 640.0;

/// The browser, and the places of the document.
pub(crate) struct WebBrowser {
    pub(crate) window: Window,
    pub(crate) address: Address,
    /// What there is in a frame only.
    pub(crate) embed: Option<Embed>,
    pub(crate) places: Places,
    pub(crate) tell: TellSession<WebBrowser>,
    pub(crate) held: Held,
}

/// The places of the document that something is read from or shown in.
pub(crate) struct Places {
    pub(crate) form: Form,
    pub(crate) presets: Presets,
    pub(crate) format: FormatFields,
    pub(crate) loss: LossQuestion,
    pub(crate) intake: Intake,
    pub(crate) scripts: LoadScripts,
    pub(crate) status: StatusPanel,
    pub(crate) results: Results,
    pub(crate) preview: PreviewTable,
    pub(crate) notice: Notice,
    pub(crate) views: ViewChoice,
}

/// What ends when it is let go.
#[derive(Default)]
pub(crate) struct Held {
    /// The file on offer.
    download: Option<Download>,
    /// Asks before the page is closed, while a file is being made or this page alone has it.
    guard: Option<Listener>,
    announcement: Option<Timer>,
    tick: Option<Timer>,
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Refusal {
        Refusal(trouble.to_string())
    }
}

impl Browser for WebBrowser {
    type Buffer = ArrayBuffer;
    type Blob = Blob;
    type File = File;
    type Handle = FileSystemFileHandle;
    type SaveFile = SaveFile;
    type Worker = WorkerHandle;

    fn today(&self) -> Date {
        today()
    }

    fn now(&self) -> f64 {
        self.window.performance().map_or(0.0, |performance| performance.now())
    }

    fn allocate(bytes: u32) -> ArrayBuffer {
        ArrayBuffer::new(bytes)
    }

    fn capacity(buffer: &ArrayBuffer) -> u32 {
        buffer.byte_length()
    }

    fn copy(piece: &Piece<ArrayBuffer>, buffer: &mut ArrayBuffer, at: u32) {
        Uint8Array::new(buffer).set(&view(piece), at);
    }

    fn bind(piece: &Piece<ArrayBuffer>, media_type: &str) -> Result<Blob, Refusal> {
        Ok(Download::blob(&view(piece), media_type)?)
    }

    fn name(file: &File) -> String {
        file.name()
    }

    fn size(file: &File) -> f64 {
        file.size()
    }

    fn handle(file: &SaveFile) -> FileSystemFileHandle {
        file.handle().clone()
    }

    fn access(file: &SaveFile) -> Access {
        file.access()
    }

    fn keep(file: &mut SaveFile) {
        file.keep();
    }

    fn find_capabilities(&mut self) {
        let tell = Rc::clone(&self.tell);
        spawn_local(async move {
            let found = save_file::capabilities().await;
            tell(Event::CapabilitiesFound(found));
        });
    }

    fn pick_file(&mut self, run: u32, table: TableId, format: OutputFormat) -> Result<(), Refusal> {
        let picked = SaveFile::pick(table, format)?;
        self.tell_of_file(run, picked);
        Ok(())
    }

    fn store_file(&mut self, run: u32, bytes: f64) {
        self.tell_of_file(run, async move { SaveFile::store(bytes).await.map(Some) });
    }

    fn start_worker(&mut self, number: u32) -> Result<WorkerHandle, Refusal> {
        Ok(WorkerHandle::start(number, &self.tell)?)
    }

    fn post(&mut self, worker: &WorkerHandle, task: Task<WebBrowser>) -> Result<(), Refusal> {
        let enclosed = task.enclosed.map(|enclosed| match enclosed {
            Enclosed::Buffer(buffer) => buffer.into(),
            Enclosed::File(file) => file.into(),
            Enclosed::Handle(handle) => handle.into(),
            Enclosed::Blob(blob) => blob.into(),
        });
        Ok(worker.post(&TaskMessage { message: task.message, enclosed })?)
    }

    fn tick_later(&mut self) -> Result<(), Refusal> {
        let tell = Rc::clone(&self.tell);
        let tick = Timer::after(TICK_MS, move || {
            // The timer owns this very closure: what takes its place comes in a later turn, not while it runs.
            let tell = Rc::clone(&tell);
            spawn_local(async move { tell(Event::Ticked) });
        })?;
        self.held.tick = Some(tick);
        Ok(())
    }

    fn read_form(&mut self) -> Result<Recipe, Vec<ParameterError>> {
        let today = self.today();
        self.places.form.read(today)
    }

    fn write_form(&mut self, parameters: &Parameters) {
        self.places.form.write(parameters);
    }

    fn write_field(&mut self, parameter: Parameter, parameters: &Parameters) {
        self.places.form.write_one(parameter, parameters);
    }

    fn balance_shares(&mut self) {
        self.places.form.balance();
    }

    fn show_preset(&mut self, preset: Option<Preset>) {
        self.places.presets.show(preset);
    }

    fn read_terms(&mut self) -> Option<Terms> {
        self.places.intake.terms()
    }

    fn choose_recipe_terms(&mut self) {
        self.places.intake.choose_recipe();
    }

    fn write_table(&mut self, table: TableId, is_choice: bool) {
        self.places.views.show(table, is_choice);
        self.places.form.show_table(table);
    }

    fn write_format(&mut self, format: OutputFormat) {
        self.places.format.write(format);
    }

    fn write_address(&mut self, link: &Link, entry: Entry) -> Result<(), Refusal> {
        let fragment = link.to_string();
        match &self.embed {
            // The history is the embedding document's, too.
            Some(embed) => embed.point_at(&fragment)?,
            None => self.address.write(&fragment, entry)?,
        }
        Ok(())
    }

    fn draw(&mut self, panel: &Panel) {
        let Places { intake, results, status, views, .. } = &mut self.places;
        intake.turn(panel.mode);
        views.turn(panel.mode, panel.holds_settings());
        results.turn(panel.mode, panel.file.as_ref());
        status.draw(panel);
        if panel.state != State::Updating
            && let Err(trouble) = self.address.let_go()
        {
            self.note(&trouble.to_string());
        }
        let guards = panel.guards_closing();
        if guards != self.held.guard.is_some() {
            let guard = |event: web_sys::Event| event.prevent_default();
            // Without the question a careless click may close the page, as in browsers that do not ask.
            let listener = || Listener::new(&self.window, "beforeunload", guard).ok();
            self.held.guard = guards.then(listener).flatten();
        }
        if panel.download != Offer::Ready && self.held.download.take().is_some() {
            let link = self.places.status.download();
            let _ = link.remove_attribute("href");
            set(link, "aria-disabled", "true");
        }
    }

    fn announce(&mut self, text: String) -> Result<(), Refusal> {
        let status = self.places.status.status().clone();
        let announcement = Timer::after(QUIET_MS, move || {
            // It is told even if it is what was told last.
            let again = status.text_content().as_deref() == Some(&text);
            set_text(&status, &format!("{text}{}", if again { "\u{a0}" } else { "" }));
        })?;
        self.held.announcement = Some(announcement);
        Ok(())
    }

    fn complain(&mut self, title: &str, text: &str) {
        self.places.notice.complain(title, text);
    }

    fn tell(&mut self, title: &str, text: &str) {
        self.places.notice.tell(title, text);
    }

    fn ask_to_lose(&mut self, text: &str) {
        self.places.loss.ask(text);
    }

    fn show_bad_link(&mut self, link: &str, faults: &[String]) -> Result<(), Refusal> {
        Ok(self.places.notice.show_link(link, faults)?)
    }

    fn hide_notice(&mut self) {
        self.places.notice.hide();
    }

    fn note(&mut self, text: &str) {
        web_sys::console::warn_1(&text.into());
    }

    fn show_scripts(&mut self, chosen: Option<&Chosen>) {
        if let Err(trouble) = self.places.scripts.show(chosen) {
            self.note(&trouble.to_string());
        }
    }

    fn focus_form(&mut self) {
        self.places.form.focus();
    }

    fn reveal_file(&mut self) {
        if is_phone(&self.window) {
            self.places.status.scroll_to_file();
        }
    }

    fn focus_file(&mut self) {
        self.places.status.focus_file();
    }

    fn show_report(&mut self, report: &Report) -> Result<(), Refusal> {
        Ok(self.places.results.show_report(report)?)
    }

    fn show_spending(
        &mut self,
        report: &transactions::check::Report,
        note: &str,
    ) -> Result<(), Refusal> {
        Ok(self.places.results.show_spending(report, note)?)
    }

    fn show_dirt(&mut self, outcome: &DirtReport) -> Result<(), Refusal> {
        Ok(self.places.results.show_dirt(outcome)?)
    }

    fn show_summary(&mut self, summary: &Summary) {
        self.places.results.show_summary(summary);
    }

    fn show_fingerprint(&mut self, fingerprint: &Fingerprint) {
        self.places.results.show_fingerprint(fingerprint);
    }

    fn show_nothing(&mut self, about: Option<(u64, f64)>) -> Result<(), Refusal> {
        Ok(self.places.results.show_nothing(about)?)
    }

    fn outdate(&mut self) {
        self.places.results.outdate();
    }

    fn withhold_fit(&mut self) {
        self.places.results.withhold_fit();
    }

    fn offer(&mut self, file: Finished<WebBrowser>, name: &str) -> Result<(), Refusal> {
        let download = match file {
            Finished::Blob(blob) => Download::of(&blob)?,
            Finished::Stored(file, save_file) => Download::of_stored(&file, save_file)?,
        };
        let link = self.places.status.download();
        link.set_href(download.url());
        link.set_download(name);
        flag(link, "aria-disabled", false);
        self.held.download = Some(download);
        Ok(())
    }

    fn withdraw(&mut self) {
        self.places.results.dirt().withdraw();
    }

    fn say_of_key(&mut self, text: &str) {
        self.places.results.dirt().say(text);
    }

    fn show_key(&mut self, entries: &[KeyEntry]) -> Result<(), Refusal> {
        Ok(self.places.results.dirt().show_key(entries)?)
    }

    fn hand_over_key(&mut self, form: AnswerKey, key: Blob) -> Result<(), Refusal> {
        Ok(self.places.results.dirt().hand_over(form, &key)?)
    }

    fn show_window(&mut self, preview: &Preview) {
        self.places.preview.show_window(preview);
    }

    fn show_rows(&mut self, preview: &Preview, rows: &ShownRows) -> Result<(), Refusal> {
        Ok(self.places.preview.show_rows(preview, rows)?)
    }

    fn focus_rows(&mut self, table: TableId) {
        self.places.preview.focus(table);
    }

    fn reveal_rows(&mut self, preview: &Preview) {
        // The history is the embedding document's, too.
        if let (Some(search), None) = (preview.search(), &self.embed)
            && let Err(trouble) = self.address.enter_filter(search.filter().text())
        {
            self.note(&trouble.to_string());
        }
        self.places.preview.reveal(preview);
    }

    fn leave_rows(&mut self) {
        self.places.preview.leave();
    }

    fn show_row_fault(&mut self, fault: Option<String>) {
        self.places.preview.show_fault(fault.as_deref());
    }
}

impl WebBrowser {
    /// Tells the session of the file of a run, once there is one.
    fn tell_of_file(
        &self,
        run: u32,
        file: impl Future<Output = Result<Option<SaveFile>, Trouble>> + 'static,
    ) {
        let tell = Rc::clone(&self.tell);
        spawn_local(async move {
            let placed = file.await.map_err(Refusal::from);
            tell(Event::Placed(run, placed));
        });
    }
}

/// Whether the window is as narrow as a phone.
pub(crate) fn is_phone(window: &Window) -> bool {
    let width = window.inner_width().ok().and_then(|width| width.as_f64());
    width.is_some_and(|width| width <= PHONE_PIXELS)
}

fn view(piece: &Piece<ArrayBuffer>) -> Uint8Array {
    Uint8Array::new_with_byte_offset_and_length(&piece.buffer, 0, piece.bytes)
}
