//! The page: it brings together the session, which decides, and the browser, which carries out; and it does what
//! concerns nobody but the window, such as to copy a text.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use segmint_page::example;
use segmint_page::preview::Move;
use segmint_page::session::{Event, Session};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, File, HtmlElement, Window};

use crate::address::Address;
use crate::browser::{self, Held, Places, WebBrowser};
use crate::dom::{Listener, Timer, Trouble, window};
use crate::embed::{self, Embed, View};
use crate::events::{Copy, Happening, Tell, listen, listen_for_files};
use crate::form::Form;
use crate::guide;
use crate::intake::Intake;
use crate::loss_question::LossQuestion;
use crate::notice::Notice;
use crate::output_fields::{FormatFields, LoadScripts};
use crate::presets::Presets;
use crate::preview::PreviewTable;
use crate::results::Results;
use crate::save_file;
use crate::share_menu::{Refuge, copy_text};
use crate::status_panel::StatusPanel;
use crate::theme;
use crate::view_choice::ViewChoice;
use crate::worker_handle::workers;

/// How many rows the page shows at once.
const PAGE_ROWS: u32 = 20;

/// How many rows the lean view shows at once.
const EMBED_ROWS: u32 = 5;

/// How many rows a phone shows at once, where each is a card.
const PHONE_ROWS: u32 = 3;

/// How long a copy button says that it has copied.
const COPIED_MS: i32 = 1_600;

/// Opens the page in this window; in a frame, as soon as it is seen.
pub(crate) fn open(window: &Window) {
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
    let document = window().ok().and_then(|window| window.document());
    match document.map(|document| Notice::find(&document)) {
        Some(Ok(notice)) => notice.complain(title, text),
        _ => web_sys::console::error_2(&title.into(), &text.into()),
    }
}

/// The page, and what is to happen to it.
#[derive(Default)]
struct EventLoop {
    page: RefCell<Option<Page>>,
    waiting: RefCell<VecDeque<Happening>>,
}

impl EventLoop {
    /// One thing happens at a time: what comes while the page is at something waits until that is done.
    fn tell(&self, happening: Happening) {
        self.waiting.borrow_mut().push_back(happening);
        let Ok(mut page) = self.page.try_borrow_mut() else { return };
        while let Some(page) = &mut *page {
            let Some(happening) = self.waiting.borrow_mut().pop_front() else { return };
            page.on(happening);
        }
    }
}

struct Page {
    session: Session<WebBrowser>,
    /// The button that says that it has copied, and when it stops.
    copied: Option<(HtmlElement, Timer)>,
    _listeners: Vec<Listener>,
}

impl Page {
    fn open(window: &Window, document: &Document, embed: Option<Embed>) -> Result<(), Trouble> {
        // The page lives in the listeners that it holds itself: as long as the document.
        let events: Rc<EventLoop> = Rc::default();
        let tell: Tell = {
            let events = Rc::clone(&events);
            Rc::new(move |happening| events.tell(happening))
        };
        let mut listeners = listen(window, document, &tell)?;
        if embed.is_none() {
            listeners.extend(listen_for_files(window, document, &tell)?);
        }
        listeners.extend(theme::listen(window, document)?);
        listeners.extend(guide::listen(document)?);
        let rows = match embed {
            Some(_) => EMBED_ROWS,
            None if browser::is_phone(window) => PHONE_ROWS,
            None => PAGE_ROWS,
        };
        let browser = WebBrowser {
            window: window.clone(),
            address: Address::of(window),
            embed,
            places: Places {
                form: Form::find(document)?,
                presets: Presets::find(document)?,
                format: FormatFields::find(document, window)?,
                loss: LossQuestion::find(document)?,
                intake: Intake::find(document)?,
                scripts: LoadScripts::find(document)?,
                status: StatusPanel::find(document)?,
                results: Results::find(document)?,
                preview: PreviewTable::find(document)?,
                notice: Notice::find(document)?,
                views: ViewChoice::find(document)?,
            },
            tell: {
                let tell = Rc::clone(&tell);
                Rc::new(move |event| tell(Happening::Session(event)))
            },
            held: Held::default(),
        };
        let session = Session::open(browser, workers(), rows)
            .map_err(|refusal| Trouble::Refused(refusal.to_string()))?;
        let page = Page { session, copied: None, _listeners: listeners };
        *events.page.borrow_mut() = Some(page);
        tell(Happening::AddressChanged);
        spawn_local(async {
            if let Err(trouble) = save_file::tidy().await {
                web_sys::console::warn_1(&trouble.to_string().into());
            }
        });
        Ok(())
    }

    fn on(&mut self, happening: Happening) {
        if let Err(trouble) = self.react(happening) {
            complain("Segmint is in trouble", &trouble.to_string());
        }
    }

    fn react(&mut self, happening: Happening) -> Result<(), Trouble> {
        match happening {
            Happening::Session(event) => self.session.on(event),
            Happening::SeedAsked => {
                // 32 of the 64 bits: a seed that can be read aloud.
                let mut bytes = [0; 4];
                getrandom::fill(&mut bytes).map_err(|error| Trouble::Refused(error.to_string()))?;
                let seed = u32::from_le_bytes(bytes).into();
                self.session.on(Event::SeedProposed(seed));
            }
            Happening::AddressChanged => {
                let address = self.read_address()?;
                self.session.on(Event::AddressChanged(address));
            }
            Happening::FormatTouched => {
                let format = self.session.browser().places.format.read();
                self.session.on(Event::FormatChosen(format));
            }
            Happening::RowAsked => {
                let typed = self.session.browser().places.preview.typed();
                self.session.on(Event::Moved(Move::To(typed)));
            }
            Happening::KeyTurned => {
                if self.session.browser().places.results.dirt().is_open() {
                    self.session.on(Event::KeyOpened);
                }
            }
            Happening::RowsChosen(filter, origin) => {
                self.session.browser().places.preview.come_from(origin);
                self.session.on(Event::RowsWanted(filter));
            }
            Happening::RowsLeft => self.leave_rows()?,
            Happening::Travelled => {
                let filter = self.session.browser().address.filter()?;
                match filter {
                    Some(filter) if self.session.filter() != Some(&filter) => {
                        self.session.on(Event::RowsWanted(filter));
                    }
                    None if self.session.filter().is_some() => {
                        self.session.on(Event::AllRowsWanted);
                    }
                    _ => {}
                }
            }
            Happening::ScriptAsked => self.session.browser().places.scripts.turn()?,
            Happening::CopyAsked(what) => self.copy(what)?,
            Happening::LossAnswered(lose) => {
                self.session.browser().places.loss.close();
                self.session.on(Event::LossAnswered(lose));
            }
            Happening::ExampleAsked => {
                let file = example_file()?;
                self.session.on(Event::FileCame(file, 1));
            }
            Happening::ShareTurned => self.session.browser().places.status.share.turn(),
            Happening::ShareShut => self.session.browser().places.status.share.shut(),
            Happening::ShareLeft => self.session.browser().places.status.share.leave(),
        }
        Ok(())
    }

    /// Out of the rows that a filter takes: by way of the history, if they are an entry of it.
    fn leave_rows(&mut self) -> Result<(), Trouble> {
        let is_filtered = self.session.filter().is_some();
        let WebBrowser { address, places, .. } = self.session.browser();
        if is_filtered && address.filter()?.is_some() {
            return address.go_back();
        }
        if is_filtered {
            self.session.on(Event::AllRowsWanted);
        } else if places.preview.has_origin() {
            places.preview.leave();
        }
        Ok(())
    }

    fn read_address(&mut self) -> Result<String, Trouble> {
        let WebBrowser { address, embed, .. } = self.session.browser();
        address.yield_to_reader();
        if let Some(embed) = embed {
            embed.point_at(&address.fragment()?)?;
        }
        address.whole()
    }

    fn copy(&mut self, what: Copy) -> Result<(), Trouble> {
        let shared = match what {
            Copy::Shared(shared) => {
                let page = self.session.browser().address.shared()?;
                let Some(text) = self.session.shared(shared, &page) else { return Ok(()) };
                text
            }
            _ => String::new(),
        };
        let fingerprint = self.session.panel().sha256.clone();
        let WebBrowser { window, places: Places { status, scripts, .. }, .. } =
            self.session.browser();
        let (text, button, refuge) = match what {
            Copy::Command => {
                let command = &status.copied.command;
                let text = command.text_content().unwrap_or_default();
                (text, &status.copied.copy_command, Refuge::Shown(command.clone()))
            }
            Copy::Fingerprint => {
                let text = fingerprint.unwrap_or_default();
                let refuge = Refuge::Shown(status.copied.sha256.clone());
                (text, &*status.copied.copy_sha256, refuge)
            }
            Copy::Script => {
                let text = scripts.script.text_content().unwrap_or_default();
                (text, &scripts.copy, Refuge::Shown(scripts.script.clone()))
            }
            Copy::Shared(item) => (shared, status.share.item(item), status.share.refuge()),
        };
        copy_text(window, text, button, status.status(), refuge);
        let button = button.clone();
        self.mark_copied(button)
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
}

/// A small file that is not what it should be.
fn example_file() -> Result<File, Trouble> {
    let csv = Uint8Array::from(&*example::csv());
    Ok(File::new_with_u8_array_sequence(&Array::of1(&csv), example::NAME)?)
}
