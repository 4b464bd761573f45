//! The page: the one place that knows every event and decides what follows. How things are
//! minted, shown, read or written is for the other rooms.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlElement, Window};

use super::address::Address;
use super::clipboard::copy_text;
use super::desk::{Desk, State};
use super::dom::{Listener, Timer, Trouble, by_id, set_text, window};
use super::file::{File, Inkpad};
use super::form::Form;
use super::notice::Notice;
use super::pool::{Letter, Pool};
use super::preview::Preview;
use super::protocol::{Parcel, Reply};
use super::results::{Outcome, Results};
use super::run::{LIVE_ROWS, Minted, Run, Yield};
use super::words;
use crate::date::Date;
use crate::link::Link;
use crate::mint::HEADER;
use crate::number::thousands;
use crate::plan::Rows;
use crate::recipe::{Parameter, Parameters, Recipe};
use crate::validate::Report;

/// How long the page must have been quiet before a result is announced.
const QUIET_MS: i32 = 900;

/// How long a copy button says that it has copied.
const COPIED_MS: i32 = 1_600;

/// Everything that can happen to the page.
enum Event {
    /// The reader changed a field.
    Edited,
    /// The reader wants a fresh seed.
    SeedAsked,
    /// The reader changed the fragment of the address, or followed a link to it.
    AddressChanged,
    /// The reader gives up a link that was not understood.
    StartedOver,
    /// The reader wants a large data set minted.
    MintAsked,
    /// The reader wants no more of it.
    Cancelled,
    /// The reader moves through the rows.
    Moved(Move),
    /// The reader wants a text in the clipboard.
    CopyAsked(Copy),
    /// A worker wrote.
    Letter(u32, Letter),
    /// The fingerprint of a run's file is known.
    Fingerprinted(u32, Result<String, Trouble>),
    /// The page has been quiet for a while.
    Quiet,
}

#[derive(Clone, Copy)]
enum Move {
    To,
    Back,
    On,
}

#[derive(Clone, Copy)]
enum Copy {
    Command,
    Fingerprint,
}

/// Tells the page what happened.
type Tell = Rc<dyn Fn(Event)>;

/// Opens the page in this window.
pub(super) fn open(window: &Window) {
    std::panic::set_hook(Box::new(|panic| complain("Segmint broke", &panic.to_string())));
    if let Err(trouble) = Page::open(window) {
        complain("Segmint could not start", &trouble.to_string());
    }
}

/// Says what went wrong where nobody can miss it.
fn complain(title: &str, text: &str) {
    web_sys::console::error_2(&title.into(), &text.into());
    let document = window().ok().and_then(|window| window.document());
    if let Some(Ok(notice)) = document.map(|document| Notice::find(&document)) {
        notice.tell(title, &format!("{text}. Reloading the page may help."));
    }
}

/// What the page is about at the moment.
enum Stage {
    /// Nothing is under way: the recipe waits for its reader, or there is none.
    Waiting,
    /// A run is under way.
    Running(Box<Run>),
    /// A run is over but for its fingerprint.
    Closing(Box<Closing>),
    /// The results are those of the recipe.
    Settled,
}

/// A run that is over but for its fingerprint.
struct Closing {
    run: u32,
    rows: u64,
    bytes: u64,
    file: Option<File>,
    report: Report,
}

struct Page {
    tell: Tell,
    window: Window,
    form: Form,
    address: Address,
    pool: Pool,
    results: Results,
    preview: Preview,
    notice: Notice,
    desk: Desk,
    today: Date,
    recipe: Option<Recipe>,
    /// The fingerprint of the sender's file, if the link carries one.
    expected: Option<String>,
    stage: Stage,
    /// The file on offer.
    file: Option<File>,
    sha256: Option<String>,
    inkpad: Inkpad,
    runs: u32,
    /// When the reader last changed something, for the time that it takes to answer.
    changed: f64,
    announcement: Option<(String, Timer)>,
    copied: Option<Timer>,
    _listeners: Vec<Listener>,
}

impl Page {
    fn open(window: &Window) -> Result<(), Trouble> {
        let document = window
            .document()
            .ok_or(Trouble::Missing { kind: "document", place: "the window".to_owned() })?;
        // The page lives in the listeners that it holds itself: as long as the document.
        let place: Rc<OnceCell<RefCell<Page>>> = Rc::new(OnceCell::new());
        let tell: Tell = {
            let place = Rc::clone(&place);
            Rc::new(move |event| {
                if let Some(page) = place.get() {
                    page.borrow_mut().on(event);
                }
            })
        };
        let letters = Rc::clone(&tell);
        let pool = Pool::hire(
            window,
            Rc::new(move |worker, letter| letters(Event::Letter(worker, letter))),
        )?;
        let today = today();
        let page = Page {
            _listeners: listen(window, &document, &tell)?,
            tell,
            window: window.clone(),
            form: Form::find(&document)?,
            address: Address::of(window),
            pool,
            results: Results::find(&document)?,
            preview: Preview::find(&document)?,
            notice: Notice::find(&document)?,
            desk: Desk::find(&document)?,
            today,
            recipe: None,
            expected: None,
            stage: Stage::Waiting,
            file: None,
            sha256: None,
            inkpad: Inkpad::default(),
            runs: 0,
            changed: 0.0,
            announcement: None,
            copied: None,
        };
        let page = place.get_or_init(|| RefCell::new(page));
        page.borrow_mut().on(Event::AddressChanged);
        Ok(())
    }

    fn on(&mut self, event: Event) {
        if let Err(trouble) = self.react(event) {
            self.fail(&trouble.to_string());
        }
    }

    fn react(&mut self, event: Event) -> Result<(), Trouble> {
        match event {
            Event::Edited => self.read_form(),
            Event::SeedAsked => self.propose_seed(),
            Event::AddressChanged => self.read_address(),
            Event::StartedOver => self.start_over(),
            Event::MintAsked => self.mint_asked(),
            Event::Cancelled => self.cancel(),
            Event::Moved(how) => self.move_preview(how),
            Event::CopyAsked(what) => self.copy(what),
            Event::Letter(worker, letter) => self.read_letter(worker, letter),
            Event::Fingerprinted(run, sha256) => self.close(run, sha256),
            Event::Quiet => {
                if let Some((text, _)) = self.announcement.take() {
                    set_text(&self.desk.status, &text);
                }
                Ok(())
            }
        }
    }

    // From the reader to a recipe.

    fn read_address(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.address.yield_to_reader();
        let fragment = self.address.fragment()?;
        if fragment.is_empty() {
            return self.start_over();
        }
        match Link::parse(&fragment) {
            Ok(Link { recipe, sha256 }) => {
                self.form.write(recipe.parameters());
                self.take_up(recipe, sha256)
            }
            Err(faults) => {
                self.abandon();
                self.recipe = None;
                self.form.write(&Parameters::defaults(self.today));
                self.preview.look_away();
                self.results.show_nothing(None)?;
                self.desk.withhold_command();
                self.desk.say("Nothing is minted from a link that is not understood.");
                self.announce("This link is not understood; nothing is minted.".to_owned())?;
                self.enter(State::Idle);
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                self.notice.show_link(&fragment, &faults)
            }
        }
    }

    fn start_over(&mut self) -> Result<(), Trouble> {
        let parameters = Parameters::defaults(self.today);
        self.form.write(&parameters);
        self.read_form()
    }

    fn propose_seed(&mut self) -> Result<(), Trouble> {
        // 32 of the 64 bits: a seed that can be read aloud.
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|error| Trouble::Refused(error.to_string()))?;
        let mut parameters = Parameters::defaults(self.today);
        parameters.seed = u64::from(u32::from_le_bytes(bytes));
        self.form.write_one(Parameter::Seed, &parameters);
        self.read_form()
    }

    fn read_form(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.notice.hide();
        match self.form.read(self.today) {
            Ok(recipe) => self.take_up(recipe, None),
            Err(faults) => {
                self.abandon();
                self.recipe = None;
                self.preview.look_away();
                self.results.outdate();
                self.desk.withhold_command();
                self.desk.say("Fix the marked fields to mint again.");
                self.enter(State::Stale);
                let named =
                    faults.iter().map(|fault| format!("{}: {}", fault.parameter, fault.limit));
                self.announce(named.collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// Makes this recipe the page's.
    fn take_up(&mut self, recipe: Recipe, expected: Option<String>) -> Result<(), Trouble> {
        self.abandon();
        self.notice.hide();
        let link = Link { recipe: recipe.clone(), sha256: expected.clone() };
        self.address.replace(&link.to_string())?;
        self.expected = expected;
        self.desk.show_command(&recipe);
        self.preview.look_at(&recipe);
        self.recipe = Some(recipe.clone());
        let count = recipe.parameters().count;
        if count > LIVE_ROWS {
            self.wait_for_reader(count)
        } else {
            self.begin(recipe, State::Updating)
        }
    }

    fn wait_for_reader(&mut self, count: u32) -> Result<(), Trouble> {
        self.results.show_nothing(Some(u64::from(count)))?;
        self.desk.offer_mint(count);
        self.enter(State::Idle);
        let customers = words::counted(u64::from(count), "customer");
        self.announce(format!("{customers}, not minted yet: the Mint button starts."))?;
        self.feed()
    }

    // From a recipe to a file.

    fn mint_asked(&mut self) -> Result<(), Trouble> {
        match (&self.stage, self.recipe.clone()) {
            (Stage::Waiting, Some(recipe)) => {
                self.changed = self.now();
                self.desk.say("");
                self.announce("Minting.".to_owned())?;
                self.begin(recipe, State::Running)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, recipe: Recipe, state: State) -> Result<(), Trouble> {
        if self.pool.size() == 0 {
            return Err(Trouble::Refused("no worker could be started".to_owned()));
        }
        self.runs += 1;
        self.stage = Stage::Running(Box::new(Run::new(self.runs, recipe)));
        self.enter(state);
        self.desk.show_progress(0.0);
        self.feed()
    }

    /// Hands out what is to be done: first what a reader waits for to see.
    fn feed(&mut self) -> Result<(), Trouble> {
        if let Some(order) = self.preview.order()
            && self.pool.give_urgent(&order)?
        {
            self.preview.ordered();
        }
        match &mut self.stage {
            Stage::Running(run) => self.pool.give(&mut **run),
            _ => Ok(()),
        }
    }

    fn read_letter(&mut self, worker: u32, letter: Letter) -> Result<(), Trouble> {
        let Parcel { reply, csv } = match letter {
            Letter::Parcel(parcel) => *parcel,
            Letter::Lost(message) => return self.lose(worker, &message),
        };
        match reply {
            Reply::Ready => self.pool.welcome(worker),
            Reply::Minted { run, chunk, rows, bytes, examination } => {
                self.pool.credit(worker);
                self.take_back(run, chunk, Minted { rows, bytes, examination, csv })?;
            }
            Reply::Shown { link, rows, csv } => {
                self.pool.credit(worker);
                self.preview.show(&link, rows, &csv)?;
            }
            Reply::Failed { message } => return self.lose(worker, &message),
        }
        self.feed()
    }

    fn take_back(&mut self, number: u32, chunk: u32, minted: Minted) -> Result<(), Trouble> {
        match &mut self.stage {
            // A chunk of another run is of another recipe.
            Stage::Running(run) if run.number() == number => run.take_back(chunk, minted),
            _ => return Ok(()),
        }
        match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Running(run) if run.is_over() => self.finish(number, run.finish()),
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
        Yield { recipe, report, parts, bytes }: Yield,
    ) -> Result<(), Trouble> {
        let kept = Run::keeps(&recipe);
        let closing = Closing {
            run,
            rows: u64::from(recipe.parameters().count),
            bytes: bytes + HEADER.len() as u64,
            file: kept.then(|| File::of(&parts)).transpose()?,
            report,
        };
        if kept {
            // While the browser hashes, the report is put on the page.
            let (tell, sha256) = (Rc::clone(&self.tell), self.inkpad.fingerprint(parts)?);
            spawn_local(async move { tell(Event::Fingerprinted(run, sha256.await)) });
        }
        self.results.show_report(&closing.report)?;
        self.stage = Stage::Closing(Box::new(closing));
        if kept { Ok(()) } else { self.settle(None) }
    }

    fn close(&mut self, run: u32, sha256: Result<String, Trouble>) -> Result<(), Trouble> {
        match &self.stage {
            Stage::Closing(closing) if closing.run == run => self.settle(Some(sha256?)),
            _ => Ok(()),
        }
    }

    fn settle(&mut self, sha256: Option<String>) -> Result<(), Trouble> {
        let Stage::Closing(closing) = std::mem::replace(&mut self.stage, Stage::Settled) else {
            return Ok(());
        };
        let Closing { rows, bytes, file, report, .. } = *closing;
        let milliseconds = self.now() - self.changed;
        let verdict = self.desk.compare(self.expected.as_deref(), sha256.as_deref());
        self.desk.offer_file(file.as_ref());
        let outcome = Outcome { rows, bytes, milliseconds, sha256: sha256.clone() };
        self.results.show_outcome(&outcome, report.is_valid);
        self.desk.say(if file.is_some() { "" } else { NO_FILE });
        self.file = file;
        self.sha256 = sha256;
        self.enter(State::Fresh);
        let errors = words::counted(report.errors.len() as u64, "error");
        let warnings = words::counted(report.warnings.len() as u64, "warning");
        let validity = if report.is_valid { "valid" } else { "not valid" };
        let seed = self.recipe.as_ref().map(|recipe| recipe.parameters().seed).unwrap_or_default();
        self.announce(format!(
            "{} minted with seed {seed}, {validity}, {errors}, {warnings}. {}",
            words::counted(rows, "customer"),
            verdict.unwrap_or_default(),
        ))
    }

    /// Gives up whatever is under way; nothing of it will count.
    fn abandon(&mut self) {
        self.stage = Stage::Waiting;
        self.expected = None;
        self.sha256 = None;
        self.file = None;
        self.desk.withdraw();
    }

    fn cancel(&mut self) -> Result<(), Trouble> {
        let Some(recipe) = self.recipe.clone() else { return Ok(()) };
        if matches!(self.stage, Stage::Running(_) | Stage::Closing(_)) {
            // The link's fingerprint is still to be compared if the reader mints after all.
            let expected = self.expected.clone();
            self.abandon();
            self.expected = expected;
            self.wait_for_reader(recipe.parameters().count)?;
            self.announce("Cancelled.".to_owned())?;
        }
        Ok(())
    }

    fn lose(&mut self, worker: u32, message: &str) -> Result<(), Trouble> {
        self.pool.let_go(worker)?;
        Err(Trouble::Refused(message.to_owned()))
    }

    fn fail(&mut self, message: &str) {
        self.abandon();
        self.enter(State::Failed);
        self.desk.say("The last run failed; change a field to try again.");
        complain("Minting failed", message);
    }

    // What the page says of itself.

    fn enter(&mut self, state: State) {
        self.desk.enter(state);
    }

    fn show_progress(&self) {
        let Stage::Running(run) = &self.stage else { return };
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
            "{:.0} % \u{b7} {} rows/s \u{b7} about {} left",
            (100.0 * share).floor(),
            thousands((pace / 1e4).round() as u64 * 10_000),
            words::countdown(left),
        ));
    }

    fn announce(&mut self, text: String) -> Result<(), Trouble> {
        let tell = Rc::clone(&self.tell);
        self.announcement =
            Some((text, Timer::after(QUIET_MS, move || tell_later(&tell, Event::Quiet))?));
        Ok(())
    }

    fn move_preview(&mut self, how: Move) -> Result<(), Trouble> {
        if self.recipe.is_none() {
            return Ok(());
        }
        match how {
            Move::To => self.preview.go_to_typed(),
            Move::Back => self.preview.go_back(),
            Move::On => self.preview.go_on(),
        }
        let Rows { first, last } = self.preview.rows();
        self.announce(format!("Rows {} to {}.", thousands(first), thousands(last)))?;
        self.feed()
    }

    fn copy(&mut self, what: Copy) -> Result<(), Trouble> {
        let (button, source) = match what {
            Copy::Command => (&self.desk.copy_command, &self.desk.command),
            Copy::Fingerprint => (&*self.desk.copy_sha256, &self.desk.sha256),
        };
        let text = match what {
            Copy::Command => source.text_content(),
            Copy::Fingerprint => self.sha256.clone(),
        };
        copy_text(&self.window, text.unwrap_or_default(), button, source, &self.desk.status);
        let button = button.clone();
        self.copied = Some(Timer::after(COPIED_MS, move || {
            let _ = button.remove_attribute("data-copied");
        })?);
        Ok(())
    }

    fn now(&self) -> f64 {
        self.window.performance().map_or(0.0, |performance| performance.now())
    }
}

/// Said of a data set whose file is too large to be kept.
const NO_FILE: &str = "No file was kept; the command below writes it.";

/// A timer's own closure must not be dropped while it runs, and the page drops timers.
fn tell_later(tell: &Tell, event: Event) {
    let tell = Rc::clone(tell);
    spawn_local(async move { tell(event) });
}

fn today() -> Date {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    let date = u16::try_from(year).ok().zip(u8::try_from(month).ok()).zip(u8::try_from(day).ok());
    let date = date.and_then(|((year, month), day)| Date::from_civil(year, month, day));
    // A clock beyond the year 9999 gets the last day there is.
    date.unwrap_or(Date::LATEST)
}

fn listen(window: &Window, document: &Document, tell: &Tell) -> Result<Vec<Listener>, Trouble> {
    let on = |id: &str, name: &'static str, event: fn() -> Event| {
        let tell = Rc::clone(tell);
        let target: Element = by_id(document, id)?;
        Listener::new(&target, name, move |happened| {
            if name == "submit" {
                happened.prevent_default();
            }
            tell(event());
        })
    };
    let address = Rc::clone(tell);
    let skip: Element = by_id(document, "skip")?;
    let results: HtmlElement = by_id(document, "results")?;
    Ok(vec![
        on("recipe", "input", || Event::Edited)?,
        on("recipe", "submit", || Event::Edited)?,
        on("new-seed", "click", || Event::SeedAsked)?,
        on("start-over", "click", || Event::StartedOver)?,
        on("mint", "click", || Event::MintAsked)?,
        on("cancel", "click", || Event::Cancelled)?,
        on("goto-form", "submit", || Event::Moved(Move::To))?,
        on("previous", "click", || Event::Moved(Move::Back))?,
        on("next", "click", || Event::Moved(Move::On))?,
        on("copy-command", "click", || Event::CopyAsked(Copy::Command))?,
        on("copy-sha256", "click", || Event::CopyAsked(Copy::Fingerprint))?,
        Listener::new(window, "hashchange", move |_| address(Event::AddressChanged))?,
        Listener::new(&skip, "click", move |happened| {
            // The fragment is the recipe's: this link moves the focus and leaves it alone.
            happened.prevent_default();
            let _ = results.focus();
        })?,
    ])
}
