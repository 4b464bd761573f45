//! The page: the one place that knows every event and decides what follows. How things are
//! minted, shown, read or written is for the other rooms.

mod examining;
mod minting;
mod saving;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, HtmlElement, Window};

use super::address::Address;
use super::clipboard::{Refuge, copy_text};
use super::desk::{Desk, Mode, State};
use super::dom::{Listener, Timer, Trouble, window};
use super::embed::{self, Embed, View};
use super::events::{Copy, Event, Move, Tell, listen, listen_for_files};
use super::examination::{Examination, Subject};
use super::file::File;
use super::form::Form;
use super::hand::Letter;
use super::intake::Intake;
use super::kit::KitSheet;
use super::memory::Stock;
use super::notice::Notice;
use super::packaging::{Packaging, PackagingFields};
use super::place::Offers;
use super::pool::Pool;
use super::preview::{Lines, Preview};
use super::protocol::{Errand, Order, Parcel, Reply};
use super::results::Results;
use super::run::{Minted, Run};
use super::share::Carrier;
use segmint::date::Date;
use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::{Parameter, Parameters, Recipe, RecipeVersion};
use segmint::share;
use segmint::validate::Mismatch;

use minting::Closing;
use saving::Saved;

/// How long the page must have been quiet before a result is announced.
const QUIET_MS: i32 = 900;

/// The time between two looks at whether every worker is still alive.
const TICK_MS: i32 = 1_000;

/// How many rows the page shows at once.
const PAGE_ROWS: u32 = 20;

/// How many rows the lean view shows at once.
const EMBED_ROWS: u32 = 5;

/// How long a copy button says that it has copied.
const COPIED_MS: i32 = 1_600;

/// Opens the page in this window; in a frame, as soon as it is seen.
pub(super) fn open(window: &Window) {
    std::panic::set_hook(Box::new(|panic| complain("Segmint broke", &panic.to_string())));
    must_start(open_view(window));
}

fn open_view(window: &Window) -> Result<(), Trouble> {
    let missing = |kind| Trouble::Missing { kind, place: "the window".to_owned() };
    let document = window.document().ok_or(missing("document"))?;
    let root = document.document_element().ok_or(missing("root"))?;
    match View::of(&root) {
        View::Page => Page::open(window, &document, None),
        View::Embed => {
            embed::tell_height(window, &root)?;
            let window = window.clone();
            embed::when_seen(&root, move || {
                let embed = Embed::find(&window, &document);
                must_start(embed.and_then(|embed| Page::open(&window, &document, Some(embed))));
            })
        }
    }
}

fn must_start(started: Result<(), Trouble>) {
    if let Err(trouble) = started {
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
    /// A place for the file of a run is being found.
    Placing(u32),
    /// A run is under way.
    Running(Box<Run>),
    /// A run is over but for its file or its fingerprint.
    Closing(Box<Closing>),
    /// A file is being examined.
    Examining(Box<Examination>),
    /// The results are those of the recipe, or of the file.
    Settled,
}

/// Why there is no recipe.
#[derive(Clone, Copy)]
enum Obstacle {
    /// The form has faults.
    Faults,
    /// The link is not understood.
    Link,
}

struct Page {
    tell: Tell,
    window: Window,
    form: Form,
    packaging_fields: PackagingFields,
    kit: KitSheet,
    intake: Intake,
    address: Address,
    /// What there is in a frame only.
    embed: Option<Embed>,
    pool: Pool,
    results: Results,
    preview: Preview,
    notice: Notice,
    desk: Desk,
    today: Date,
    recipe: Result<Recipe, Obstacle>,
    /// The fingerprint of the sender's file, if the link carries one.
    expected: Option<String>,
    /// The form in which the file is wanted.
    packaging: Packaging,
    mode: Mode,
    stage: Stage,
    /// The file that the reader wants examined.
    subject: Option<Subject>,
    /// What would fit that file.
    fitting: Vec<Mismatch>,
    /// What this browser lets the page do with files, as far as it is known.
    offers: Option<Offers>,
    /// The minted file on offer.
    file: Option<File>,
    /// The minted file on disk.
    saved: Option<Saved>,
    /// Asks before the page is closed, while a file is being made.
    guard: Option<Listener>,
    /// What is to be said of the run when it is settled.
    news: String,
    sha256: Option<String>,
    /// Buffers of earlier runs.
    stock: Stock,
    runs: u32,
    /// When the reader last changed something, for the time that it takes to answer.
    changed: f64,
    announcement: Option<(String, Timer)>,
    /// The button that says that it has copied, and when it stops.
    copied: Option<(HtmlElement, Timer)>,
    watch: Option<Timer>,
    _listeners: Vec<Listener>,
}

impl Page {
    fn open(window: &Window, document: &Document, embed: Option<Embed>) -> Result<(), Trouble> {
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
        let mut listeners = listen(window, document, &tell)?;
        if embed.is_none() {
            listeners.extend(listen_for_files(window, document, &tell)?);
        }
        let rows = if embed.is_none() { PAGE_ROWS } else { EMBED_ROWS };
        let today = today();
        let page = Page {
            _listeners: listeners,
            tell,
            window: window.clone(),
            form: Form::find(document)?,
            packaging: Packaging::PLAIN,
            packaging_fields: PackagingFields::find(document, window)?,
            kit: KitSheet::find(document)?,
            address: Address::of(window),
            embed,
            pool,
            results: Results::find(document)?,
            preview: Preview::find(document, rows)?,
            notice: Notice::find(document)?,
            desk: Desk::find(document)?,
            today,
            recipe: Err(Obstacle::Faults),
            mode: Mode::Mint,
            subject: None,
            fitting: Vec::new(),
            intake: Intake::find(document)?,
            expected: None,
            stage: Stage::Waiting,
            offers: None,
            file: None,
            saved: None,
            guard: None,
            news: String::new(),
            sha256: None,
            stock: Stock::default(),
            runs: 0,
            changed: 0.0,
            announcement: None,
            copied: None,
            watch: None,
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
            Event::Repacked => self.repack(),
            Event::TargetChosen => {
                self.kit.show(self.recipe.as_ref().ok());
                Ok(())
            }
            Event::MintAsked => self.mint_asked(),
            Event::DirtAsked(some) => self.soil(some),
            Event::KeyAsked(form) => self.key_asked(form),
            Event::Cancelled => self.cancel(),
            Event::Turned(mode) => self.turn(mode),
            Event::FileCame(file, dropped) => self.receive(file, dropped),
            Event::TermsChanged => self.terms_changed(),
            Event::AgainAsked => self.again_asked(),
            Event::FitAsked => self.fit_recipe(),
            Event::Moved(how) => self.move_preview(how),
            Event::CopyAsked(what) => self.copy(what),
            Event::ShareTurned => {
                self.desk.share.turn();
                Ok(())
            }
            Event::ShareLeft => {
                self.desk.share.leave();
                Ok(())
            }
            Event::Letter(worker, letter) => self.read_letter(worker, letter),
            Event::OffersFound(offers) => {
                self.offers_found(offers);
                Ok(())
            }
            Event::Placed(run, place) => self.placed(run, place),
            Event::FingerprintAsked => self.fingerprint_asked(),
            Event::Ticked => self.tick(),
            Event::Quiet => {
                if let Some((text, _)) = self.announcement.take() {
                    self.desk.tell(&text);
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
        if let Some(embed) = &self.embed {
            embed.point_at(&fragment)?;
        }
        if fragment.is_empty() {
            return self.start_over();
        }
        match Link::read(&fragment) {
            Ok(Link { recipe, sha256 }) => {
                self.form.write(recipe.parameters());
                self.take_up(recipe, sha256)
            }
            Err(faults) => {
                self.abandon()?;
                self.forget_recipe(Obstacle::Link);
                self.form.write(&Parameters::defaults(RecipeVersion::LATEST, self.today));
                self.results.show_nothing(None)?;
                self.answer()?;
                self.announce("This link is not understood; nothing is done with it.".to_owned())?;
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                self.notice.show_link(&fragment, &faults)
            }
        }
    }

    fn start_over(&mut self) -> Result<(), Trouble> {
        let parameters = Parameters::defaults(RecipeVersion::LATEST, self.today);
        self.form.write(&parameters);
        self.read_form()
    }

    fn propose_seed(&mut self) -> Result<(), Trouble> {
        // 32 of the 64 bits: a seed that can be read aloud.
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|error| Trouble::Refused(error.to_string()))?;
        let mut parameters = Parameters::defaults(RecipeVersion::LATEST, self.today);
        parameters.seed = u64::from(u32::from_le_bytes(bytes));
        self.form.write_one(Parameter::Seed, &parameters);
        self.read_form()
    }

    /// Puts a little of all dirt into the form, or takes all out.
    fn soil(&mut self, some: bool) -> Result<(), Trouble> {
        self.form
            .write_one(Parameter::Dirt, &Parameters::defaults(RecipeVersion::LATEST, self.today));
        if let (true, Ok(clean)) = (some, self.form.read(self.today)) {
            self.form.sprinkle(clean.parameters());
        }
        self.read_form()
    }

    fn read_form(&mut self) -> Result<(), Trouble> {
        self.changed = self.now();
        self.notice.hide();
        match self.form.read(self.today) {
            Ok(recipe) => self.take_up(recipe, None),
            Err(faults) => {
                self.abandon()?;
                self.forget_recipe(Obstacle::Faults);
                if self.mode == Mode::Mint {
                    self.results.outdate();
                }
                self.answer()?;
                let named =
                    faults.iter().map(|fault| format!("{}: {}", fault.parameter, fault.limit));
                self.announce(named.collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// Makes this recipe the page's.
    fn take_up(&mut self, recipe: Recipe, expected: Option<String>) -> Result<(), Trouble> {
        self.abandon()?;
        self.notice.hide();
        let link = Link { recipe: recipe.clone(), sha256: expected.clone() };
        match &self.embed {
            // The history is the embedding document's, too.
            Some(embed) => embed.point_at(&link.to_string())?,
            None => self.address.replace(&link.to_string())?,
        }
        self.expected = expected;
        self.preview.look_at(&recipe);
        self.kit.show(Some(&recipe));
        self.recipe = Ok(recipe);
        self.answer()
    }

    /// Does what the reader has turned to with the recipe that there is.
    fn answer(&mut self) -> Result<(), Trouble> {
        match (self.mode, self.recipe.clone()) {
            (Mode::Mint, Ok(recipe)) => self.mint_or_wait(recipe),
            (Mode::Mint, Err(obstacle)) => self.refuse(obstacle),
            (Mode::Examine, _) => self.examine_or_wait(),
        }
    }

    fn forget_recipe(&mut self, obstacle: Obstacle) {
        self.recipe = Err(obstacle);
        self.expected = None;
        self.preview.look_away();
        self.kit.show(None);
        self.desk.withhold_command();
    }

    /// Says why nothing is done.
    fn refuse(&mut self, obstacle: Obstacle) -> Result<(), Trouble> {
        let (text, state) = match (obstacle, self.mode) {
            (Obstacle::Faults, Mode::Mint) => {
                ("Fix the marked fields to mint again.", State::Stale)
            }
            (Obstacle::Faults, Mode::Examine) => {
                ("Fix the marked fields to examine the file.", State::Stale)
            }
            (Obstacle::Link, Mode::Mint) => {
                ("Nothing is minted from a link that is not understood.", State::Idle)
            }
            (Obstacle::Link, Mode::Examine) => {
                ("The link is not understood, so there is no recipe to check against.", State::Idle)
            }
        };
        self.desk.say(text);
        self.enter(state);
        self.announce(text.to_owned())
    }

    // From and to the workers.

    /// Hands out what is to be done. What a reader wants to see of the rows comes behind what a worker
    /// has already: a few milliseconds later, and the page is drawn once instead of twice.
    fn feed(&mut self) -> Result<(), Trouble> {
        match &mut self.stage {
            Stage::Running(run) => {
                let orders = run.orders();
                self.pool.give(&mut **run, orders)?;
            }
            Stage::Examining(examination) => examination.give(&mut self.pool)?,
            Stage::Closing(closing) => closing.give(&mut self.pool)?,
            _ => {}
        }
        if self.mode == Mode::Mint
            && let Some(order) = self.preview.order()
            && self.pool.give_urgent(&Errand::bare(order))?.is_some()
        {
            self.preview.ordered();
        }
        self.give_saved()?;
        if self.watch.is_none() && self.pool.is_expected() {
            let tell = Rc::clone(&self.tell);
            self.watch = Some(Timer::after(TICK_MS, move || tell_later(&tell, Event::Ticked))?);
        }
        Ok(())
    }

    /// Looks whether every worker is still alive that should be at work.
    fn tick(&mut self) -> Result<(), Trouble> {
        self.watch = None;
        match self.pool.tick() {
            Some(worker) => self.lose(worker, "it fell silent"),
            None => self.feed(),
        }
    }

    fn read_letter(&mut self, worker: u32, letter: Letter) -> Result<(), Trouble> {
        let parcel = match letter {
            Letter::Parcel(parcel) => *parcel,
            Letter::Lost(message) => return self.lose(worker, &message),
        };
        if self.writer().is_some_and(|writer| writer.number() == worker) {
            self.hear_writer(parcel)?;
            return self.feed();
        }
        let Parcel { reply, enclosed, minted } = parcel;
        match reply {
            Reply::Ready => self.pool.welcome(worker),
            Reply::Minted { run, chunk, rows, bytes } => {
                self.pool.credit(worker);
                let buffer = enclosed.map(JsCast::unchecked_into);
                let reading = minted.ok_or(Trouble::Refused("rows came unread".to_owned()))?;
                self.take_back(run, chunk, Minted { rows, bytes, reading, buffer })?;
            }
            Reply::Unsayable { run: number, message } => {
                self.pool.credit(worker);
                self.cannot_say(number, message)?;
            }
            Reply::Shown { link, rows, csv } => {
                self.pool.credit(worker);
                self.preview.hold(Lines { link, rows, csv });
                // A quick run shows them with all the rest.
                if !self.is_quick() {
                    self.preview.show()?;
                }
            }
            Reply::Read { run, bytes } => {
                self.read_on(run, bytes)?;
                self.read_back_on(run, bytes);
            }
            Reply::Examined { run, report, verdict, sha256 } => {
                self.pool.credit(worker);
                self.examined(run, &report, verdict.as_ref(), sha256)?;
            }
            Reply::Keyed { run, form } => {
                self.pool.credit(worker);
                if let Some(key) = enclosed.and_then(|key| key.dyn_into().ok()) {
                    self.keyed(run, form, &key)?;
                }
            }
            Reply::Fingerprinted { run, sha256 } => {
                self.pool.credit(worker);
                if let Some(buffer) = enclosed {
                    self.stock.put_whole(buffer.unchecked_into());
                }
                self.has_read_back(run, &sha256)?;
                self.close(run, sha256)?;
            }
            Reply::Unreadable { run, message } => {
                self.pool.credit(worker);
                if !self.could_not_read_back(run, &message)? {
                    self.unreadable(run, &message)?;
                }
            }
            // What a worker still says that wrote a file of a run that has been given up.
            Reply::Opened | Reply::Written | Reply::Saved | Reply::Unwritable { .. } => {}
            Reply::Failed { message } => return self.lose(worker, &message),
        }
        self.feed()
    }

    /// A number that no other run of this page has, for a run that workers can do.
    fn next_run(&mut self) -> Result<u32, Trouble> {
        if self.pool.size() == 0 {
            return Err(Trouble::Refused("no worker could be started".to_owned()));
        }
        self.runs += 1;
        Ok(self.runs)
    }

    /// Gives up whatever is under way; nothing of it will count.
    fn abandon(&mut self) -> Result<(), Trouble> {
        let stage = std::mem::replace(&mut self.stage, Stage::Waiting);
        self.unlock();
        self.forget_saved()?;
        self.sha256 = None;
        self.file = None;
        self.fitting.clear();
        self.desk.withdraw();
        self.results.harvests().withdraw();
        match stage {
            Stage::Running(run) => {
                self.keep_buffers(run.into_sink());
                Ok(())
            }
            // It would go on reading to the end of the file.
            Stage::Examining(examination) => examination.stop(&mut self.pool),
            _ => Ok(()),
        }
    }

    fn cancel(&mut self) -> Result<(), Trouble> {
        match self.stage {
            Stage::Running(_) | Stage::Closing(_) => {
                self.abandon()?;
                if let Ok(recipe) = self.recipe.clone() {
                    self.wait_for_reader(&recipe)?;
                }
            }
            Stage::Examining(_) => {
                self.abandon()?;
                self.wait_to_examine("Cancelled.")?;
            }
            Stage::Waiting | Stage::Placing(_) | Stage::Settled => return Ok(()),
        }
        self.announce("Cancelled.".to_owned())
    }

    /// A worker is lost: what it had to do is done by another, once.
    fn lose(&mut self, worker: u32, why: &str) -> Result<(), Trouble> {
        if self.writer().is_some_and(|writer| writer.number() == worker) {
            return Err(Trouble::Refused(format!("The worker that wrote the file stopped: {why}")));
        }
        web_sys::console::warn_1(&format!("worker {worker} is lost: {why}").into());
        let orders = self.pool.let_go(worker)?;
        if self.pool.size() == 0 {
            return Err(Trouble::Refused(format!("No worker could be started: {why}")));
        }
        for (place, order) in orders.into_iter().enumerate() {
            let was_at_work = place == 0;
            match (order, &mut self.stage) {
                (Order::Mint { run: number, chunk, rows, .. }, Stage::Running(run))
                    if run.number() == number =>
                {
                    run.make_again(chunk, rows, was_at_work, why)?;
                }
                (Order::Fingerprint { run }, _) => {
                    self.could_not_read_back(run, why)?;
                }
                (Order::Digest { run, .. }, Stage::Closing(closing)) if closing.is_of(run) => {
                    return Err(Trouble::Refused(why.to_owned()));
                }
                (Order::Key { .. }, _) => {
                    self.results.harvests().say(&format!("The key could not be written: {why}."));
                }
                // Of a run that has been given up.
                (Order::Mint { .. } | Order::Digest { .. }, _) => {}
                (Order::Show { .. }, _) if !was_at_work => self.preview.ask_again(),
                _ => return Err(Trouble::Refused(why.to_owned())),
            }
        }
        self.feed()
    }

    fn fail(&mut self, message: &str) {
        let (title, advice) = match self.mode {
            Mode::Mint => ("Minting failed", "The last run failed; change a field to try again."),
            Mode::Examine => ("Examining failed", "The last run failed."),
        };
        if let Err(trouble) = self.abandon() {
            complain(title, &trouble.to_string());
        }
        if self.mode == Mode::Examine {
            // What is on the page may be of other terms.
            if let Err(trouble) = self.results.show_nothing(None) {
                complain(title, &trouble.to_string());
            }
            self.desk.offer_again();
        }
        if !self.offered_again() {
            self.desk.say(advice);
        }
        self.enter(State::Failed);
        if let Err(trouble) = self.announce(advice.to_owned()) {
            complain(title, &trouble.to_string());
        }
        complain(title, message);
    }

    // What the page says of itself.

    fn enter(&mut self, state: State) {
        self.desk.enter(state);
    }

    fn announce(&mut self, text: String) -> Result<(), Trouble> {
        let tell = Rc::clone(&self.tell);
        self.announcement =
            Some((text, Timer::after(QUIET_MS, move || tell_later(&tell, Event::Quiet))?));
        Ok(())
    }

    fn move_preview(&mut self, how: Move) -> Result<(), Trouble> {
        if self.recipe.is_err() {
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
        let Desk { status, share, command, sha256, .. } = &self.desk;
        let (text, button, refuge) = match what {
            Copy::Command => {
                let text = command.text_content().unwrap_or_default();
                (text, &self.desk.copy_command, Refuge::Shown(command.clone()))
            }
            Copy::Fingerprint => {
                let text = self.sha256.clone().unwrap_or_default();
                (text, &*self.desk.copy_sha256, Refuge::Shown(sha256.clone()))
            }
            Copy::Script => {
                let text = self.kit.script.text_content().unwrap_or_default();
                (text, &self.kit.copy, Refuge::Shown(self.kit.script.clone()))
            }
            Copy::Shared(carrier) => {
                let Some(text) = self.shared(carrier)? else { return Ok(()) };
                (text, share.item(carrier), share.refuge())
            }
        };
        copy_text(&self.window, text, button, status, refuge);
        self.mark_copied(button.clone())
    }

    /// What the share menu gives to others, if there is a recipe.
    fn shared(&self, carrier: Carrier) -> Result<Option<String>, Trouble> {
        let Ok(recipe) = self.recipe.clone() else { return Ok(None) };
        let (page, link) = (self.address.page()?, Link::from(recipe));
        Ok(Some(match carrier {
            Carrier::Link => share::address(&page, &link),
            Carrier::Proof => share::address(&page, &Link { sha256: self.sha256.clone(), ..link }),
            Carrier::Markdown => share::markdown(&page, &link),
            Carrier::Embed => share::frame(&page, &link),
            Carrier::Command => self.desk.command.text_content().unwrap_or_default(),
        }))
    }

    /// Ends the mark of what was copied before, and that of this button after a while.
    fn mark_copied(&mut self, button: HtmlElement) -> Result<(), Trouble> {
        let unmark = |button: &HtmlElement| button.remove_attribute("data-copied");
        if let Some((before, _)) = self.copied.take() {
            unmark(&before)?;
        }
        let marked = button.clone();
        let timer = Timer::after(COPIED_MS, move || {
            let _ = unmark(&marked);
        })?;
        self.copied = Some((button, timer));
        Ok(())
    }

    fn now(&self) -> f64 {
        self.window.performance().map_or(0.0, |performance| performance.now())
    }
}

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
