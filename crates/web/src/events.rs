//! Everything that can happen in the window, and where it is heard. What follows from it is for
//! `segmint_page::session` to decide.

use std::rc::Rc;

use segmint::customers::dirt::AnswerKey;
use segmint::tables::TableId;
use segmint_page::preset::Preset;
use segmint_page::preview::Move;
use segmint_page::session::Event;
use segmint_page::share::Shared;
use segmint_page::wish::Mode;
use wasm_bindgen::JsCast;
use web_sys::{
    DataTransfer, Document, DragEvent, Element, HtmlElement, HtmlInputElement, KeyboardEvent, Node,
    Window,
};

use crate::browser::WebBrowser;
use crate::dom::{Listener, Trouble, by_id, flag};
use crate::pick;

/// Marks the page while a file is held over it.
const HELD: &str = "data-held";

/// Everything that can happen in the window.
#[allow(clippy::large_enum_variant, reason = "there is one at a time, and it moves once")]
pub(crate) enum Happening {
    /// What the session decides about.
    Session(Event<WebBrowser>),
    /// The reader wants a fresh seed.
    SeedAsked,
    /// The reader changed the fragment of the address, or followed a link to it.
    AddressChanged,
    /// The reader wants the file in another form.
    FormatTouched,
    /// The reader wants to see the row that they typed.
    RowAsked,
    /// The reader opens the list of the answer key's first faults, or closes it.
    KeyTurned,
    /// The reader pressed this to see the rows that this filter takes.
    RowsChosen(String, Element),
    /// The reader wants to be out of the rows that a filter takes, or of those that they were brought to.
    RowsLeft,
    /// The reader went back or on in the history.
    Travelled,
    /// The reader wants the script for another target.
    ScriptAsked,
    /// The reader wants a text in the clipboard.
    CopyAsked(Copy),
    /// The reader has no file, and wants to see what becomes of one.
    ExampleAsked,
    /// The reader opens the share menu, or closes it.
    ShareTurned,
    /// The reader has turned to something beside the share menu.
    ShareShut,
    /// The reader has said whether a file may be lost.
    LossAnswered(bool),
    /// The reader wants to be out of the share menu.
    ShareLeft,
}

/// What can be copied.
#[derive(Clone, Copy)]
pub(crate) enum Copy {
    Command,
    Fingerprint,
    Shared(Shared),
    Script,
}

/// Tells the page what happened.
pub(crate) type Tell = Rc<dyn Fn(Happening)>;

/// Hears everything that the reader does but for files, for as long as the listeners live.
pub(crate) fn listen(
    window: &Window,
    document: &Document,
    tell: &Tell,
) -> Result<Vec<Listener>, Trouble> {
    let on = |id: &str, name: &'static str, happening: fn() -> Happening| {
        let tell = Rc::clone(tell);
        let target: Element = by_id(document, id)?;
        Listener::new(&target, name, move |happened| {
            if name == "submit" {
                happened.prevent_default();
            }
            tell(happening());
        })
    };
    let address = Rc::clone(tell);
    let travelled = Rc::clone(tell);
    Ok(vec![
        on("recipe", "input", || Happening::Session(Event::Edited))?,
        on("recipe", "submit", || Happening::Session(Event::Edited))?,
        on("balance", "click", || Happening::Session(Event::BalanceAsked))?,
        on("new-seed", "click", || Happening::SeedAsked)?,
        on("dirt-some", "click", || Happening::Session(Event::DirtAsked(true)))?,
        on("dirt-none", "click", || Happening::Session(Event::DirtAsked(false)))?,
        on("key-csv", "click", || Happening::Session(Event::KeyAsked(AnswerKey::Csv)))?,
        on("key-ndjson", "click", || Happening::Session(Event::KeyAsked(AnswerKey::Ndjson)))?,
        on("key-fold", "toggle", || Happening::KeyTurned)?,
        on("start-over", "click", || Happening::Session(Event::StartedOver))?,
        on("view-customers", "change", || {
            Happening::Session(Event::TableChosen(TableId::Customers))
        })?,
        on("view-transactions", "change", || {
            Happening::Session(Event::TableChosen(TableId::Transactions))
        })?,
        crossing(document, tell)?,
        on("packaging", "change", || Happening::FormatTouched)?,
        on("target", "change", || Happening::ScriptAsked)?,
        on("fewer", "click", || Happening::Session(Event::FewerAsked))?,
        on("generate", "click", || Happening::Session(Event::GenerateAsked))?,
        on("cancel", "click", || Happening::Session(Event::Cancelled))?,
        on("view-check", "change", || Happening::Session(Event::Turned(Mode::Check)))?,
        on("terms", "input", || Happening::Session(Event::TermsChanged))?,
        on("terms", "submit", || Happening::Session(Event::TermsChanged))?,
        on("example", "click", || Happening::ExampleAsked)?,
        on("again", "click", || Happening::Session(Event::CheckAsked))?,
        on("fit", "click", || Happening::Session(Event::FitAsked))?,
        on("goto-form", "submit", || Happening::RowAsked)?,
        on("rows-all", "click", || Happening::RowsLeft)?,
        on("rows-further", "click", || Happening::Session(Event::MoreWanted))?,
        on("previous", "click", || Happening::Session(Event::Moved(Move::Back)))?,
        on("next", "click", || Happening::Session(Event::Moved(Move::On)))?,
        on("copy-command", "click", || Happening::CopyAsked(Copy::Command))?,
        on("copy-script", "click", || Happening::CopyAsked(Copy::Script))?,
        on("copy-sha256", "click", || Happening::CopyAsked(Copy::Fingerprint))?,
        on("take-sha256", "click", || Happening::Session(Event::FingerprintAsked))?,
        on("share", "click", || Happening::ShareTurned)?,
        on("share-link", "click", || Happening::CopyAsked(Copy::Shared(Shared::Link)))?,
        on("share-proof", "click", || {
            Happening::CopyAsked(Copy::Shared(Shared::LinkWithFingerprint))
        })?,
        on("share-markdown", "click", || Happening::CopyAsked(Copy::Shared(Shared::Markdown)))?,
        on("share-embed", "click", || Happening::CopyAsked(Copy::Shared(Shared::Frame)))?,
        on("share-command", "click", || Happening::CopyAsked(Copy::Shared(Shared::Command)))?,
        on("loss-keep", "click", || Happening::LossAnswered(false))?,
        on("loss-lose", "click", || Happening::LossAnswered(true))?,
        on("loss", "cancel", || Happening::LossAnswered(false))?,
        escaped(document, tell, "share")?,
        escaped(document, tell, "share-menu")?,
        pressed_beside(document, tell)?,
        preset_pressed(document, tell)?,
        picked_by_pointer(document, tell)?,
        picked_by_key(document, tell)?,
        Listener::new(window, "popstate", move |_| travelled(Happening::Travelled))?,
        Listener::new(window, "hashchange", move |_| address(Happening::AddressChanged))?,
        left_by_key(document, tell)?,
        jumping(document)?,
    ])
}

/// The reader presses Escape, and nothing that is open takes it for itself.
fn left_by_key(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    Listener::new(document, "keydown", move |happened| {
        let is_escape =
            happened.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape");
        let target = happened.target().and_then(|target| target.dyn_into::<Element>().ok());
        let others = "dialog, select, #share, #share-menu";
        let is_others =
            target.is_some_and(|target| target.closest(others).ok().flatten().is_some());
        if is_escape && !is_others {
            tell(Happening::RowsLeft);
        }
    })
}

/// The reader presses one of the settings that are set with one press.
fn preset_pressed(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let frame: Element = by_id(document, "presets")?;
    Listener::new(&frame, "click", move |happened| {
        let target = happened.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("[data-preset]").ok().flatten());
        let word = button.and_then(|button| button.get_attribute("data-preset"));
        if let Some(preset) = word.and_then(|word| Preset::from_word(&word)) {
            tell(Happening::Session(Event::PresetChosen(preset)));
        }
    })
}

/// The reader presses something in the results that stands for rows.
fn picked_by_pointer(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let results: Element = by_id(document, "results")?;
    Listener::new(&results, "click", move |happened| {
        if let Some(element) = pick::target(&happened) {
            choose(element, &tell);
        }
    })
}

/// The reader does the same by key, or goes from one to the next.
fn picked_by_key(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let results: Element = by_id(document, "results")?;
    Listener::new(&results, "keydown", move |happened| {
        let Some(key) = happened.dyn_ref::<KeyboardEvent>() else { return };
        let Some(element) = pick::target(&happened) else { return };
        match key.key().as_str() {
            // A button makes a click of them.
            "Enter" | " " if element.tag_name() != "BUTTON" => {
                happened.prevent_default();
                choose(element, &tell);
            }
            "ArrowRight" | "ArrowDown" if pick::rove(&element, 1) => happened.prevent_default(),
            "ArrowLeft" | "ArrowUp" if pick::rove(&element, -1) => happened.prevent_default(),
            _ => {}
        }
    })
}

fn choose(element: Element, tell: &Tell) {
    if let Some(filter) = pick::filter(&element) {
        tell(Happening::RowsChosen(filter, element));
    }
}

/// The reader follows a link to another place of the page. The fragment is the recipe's: it is left alone, and the
/// place gets the focus, opened if it was closed.
fn jumping(document: &Document) -> Result<Listener, Trouble> {
    let page = document.clone();
    Listener::new(document, "click", move |happened| {
        let target = happened.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#']").ok().flatten());
        let Some(id) = link.and_then(|link| link.get_attribute("href")) else { return };
        happened.prevent_default();
        let Ok(place) = by_id::<HtmlElement>(&page, id.trim_start_matches('#')) else { return };
        if let Some(fold) = place.closest("details").ok().flatten() {
            flag(&fold, "open", true);
        }
        place.scroll_into_view();
        let _ = place.focus();
    })
}

/// Hears of the files that the reader brings, for as long as the listeners live.
pub(crate) fn listen_for_files(
    window: &Window,
    document: &Document,
    tell: &Tell,
) -> Result<[Listener; 5], Trouble> {
    Ok([
        chosen(document, tell)?,
        choosing(document)?,
        dropped(window, document, tell)?,
        dragged(window, document, "dragover", true)?,
        dragged(window, document, "dragleave", false)?,
    ])
}

/// The reader presses a customer's id among the rows.
fn crossing(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let rows: Element = by_id(document, "rows")?;
    Listener::new(&rows, "click", move |happened| {
        let pressed = happened.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = pressed.and_then(|pressed| pressed.closest(".customer").ok().flatten());
        let id = button.and_then(|button| button.text_content());
        let customer = id.and_then(|id| id.strip_prefix("CUST")?.parse().ok());
        if let Some(customer) = customer {
            tell(Happening::Session(Event::CustomerAsked(customer)));
        }
    })
}

/// The reader presses Escape in the share menu or on its button.
fn escaped(document: &Document, tell: &Tell, id: &str) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let target: Element = by_id(document, id)?;
    Listener::new(&target, "keydown", move |happened| {
        if happened.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
            tell(Happening::ShareLeft);
        }
    })
}

/// The reader presses something else than the share menu and its button.
fn pressed_beside(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let menu: HtmlElement = by_id(document, "share-menu")?;
    let button: Element = by_id(document, "share")?;
    Listener::new(document, "pointerdown", move |happened| {
        let target = happened.target().and_then(|target| target.dyn_into::<Node>().ok());
        let is_within = menu.contains(target.as_ref()) || button.contains(target.as_ref());
        if !menu.hidden() && !is_within {
            tell(Happening::ShareShut);
        }
    })
}

/// A file that comes through the field for it.
fn chosen(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let field: HtmlInputElement = by_id(document, "file")?;
    Listener::new(&field.clone(), "change", move |_| {
        let file = field.files().and_then(|files| files.get(0));
        // An empty field tells even when the same file is chosen again.
        field.set_value("");
        if let Some(file) = file {
            tell(Happening::Session(Event::FileCame(file, 1)));
        }
    })
}

/// The reader wants to choose a file, and may be far from the field for it.
fn choosing(document: &Document) -> Result<Listener, Trouble> {
    let field: HtmlInputElement = by_id(document, "file")?;
    let choose: Element = by_id(document, "choose")?;
    Listener::new(&choose, "click", move |_| {
        let _ = field.focus();
        field.click();
    })
}

/// A file that is dropped, wherever on the page.
fn dropped(window: &Window, document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let desk: Element = by_id(document, "desk")?;
    Listener::new(window, "drop", move |happened| {
        let Some(cargo) = cargo(&happened) else { return };
        let Some(files) = cargo.files() else { return };
        let Some(file) = files.get(0) else { return };
        happened.prevent_default();
        flag(&desk, HELD, false);
        tell(Happening::Session(Event::FileCame(file, files.length())));
    })
}

/// A file that is held over the page, or taken away again: the page shows that it would take it.
fn dragged(
    window: &Window,
    document: &Document,
    name: &'static str,
    over: bool,
) -> Result<Listener, Trouble> {
    let desk: Element = by_id(document, "desk")?;
    Listener::new(window, name, move |happened| {
        let Some(cargo) = cargo(&happened) else { return };
        let holds_files = cargo.types().iter().any(|kind| kind == "Files");
        if over && holds_files {
            happened.prevent_default();
        }
        // Leaving an element for another one is not leaving the page.
        let left =
            happened.dyn_ref::<DragEvent>().is_some_and(|drag| drag.related_target().is_none());
        if holds_files && (over || left) {
            flag(&desk, HELD, over);
        }
    })
}

fn cargo(happened: &web_sys::Event) -> Option<DataTransfer> {
    happened.dyn_ref::<DragEvent>()?.data_transfer()
}
