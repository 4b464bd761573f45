//! Everything that can happen to the page, and where it is heard. What follows from it is for
//! `page` to decide.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{
    DataTransfer, Document, DragEvent, Element, File, HtmlElement, HtmlInputElement, KeyboardEvent,
    Window,
};

use super::desk::Mode;
use super::dom::{Listener, Trouble, by_id, flag};
use super::hand::Letter;
use super::place::{Offers, Place};
use super::share::Carrier;
use segmint::customers::dirt::AnswerKey;

/// Marks the page while a file is held over it.
const HELD: &str = "data-held";

/// Everything that can happen to the page.
pub(super) enum Event {
    /// The reader changed a field.
    Edited,
    /// The reader wants a fresh seed.
    SeedAsked,
    /// The reader changed the fragment of the address, or followed a link to it.
    AddressChanged,
    /// The reader gives up a link that was not understood.
    StartedOver,
    /// The reader wants the file in another form.
    Repacked,
    /// The reader wants the script for another target.
    TargetChosen,
    /// The reader wants a large data set minted.
    MintAsked,
    /// A little of all dirt is wanted, or none.
    DirtAsked(bool),
    /// The reader wants the answer key.
    KeyAsked(AnswerKey),
    /// The reader wants no more of it.
    Cancelled,
    /// The reader moves through the rows.
    Moved(Move),
    /// The reader wants a text in the clipboard.
    CopyAsked(Copy),
    /// The reader opens the share menu, or closes it.
    ShareTurned,
    /// The reader wants to be out of the share menu.
    ShareLeft,
    /// The reader turns to minting, or to examining a file.
    Turned(Mode),
    /// The reader chose a file, or dropped so many, of which this is the first.
    FileCame(File, u32),
    /// The reader changed what the file is held against.
    TermsChanged,
    /// The reader wants the file examined again.
    AgainAsked,
    /// The reader wants the values of the file in the recipe.
    FitAsked,
    /// A worker wrote.
    Letter(u32, Letter),
    /// What this browser lets the page do with files is known.
    OffersFound(Offers),
    /// There is a place for the file of a run, or its reader wants none.
    Placed(u32, Result<Option<Place>, Trouble>),
    /// The reader wants the fingerprint of a large file.
    FingerprintAsked,
    /// A while has passed in which a worker should have said something.
    Ticked,
    /// The page has been quiet for a while.
    Quiet,
}

#[derive(Clone, Copy)]
pub(super) enum Move {
    To,
    Back,
    On,
}

#[derive(Clone, Copy)]
pub(super) enum Copy {
    Command,
    Fingerprint,
    Shared(Carrier),
    Script,
}

/// Tells the page what happened.
pub(super) type Tell = Rc<dyn Fn(Event)>;

/// Hears everything that the reader does but for files, for as long as the listeners live.
pub(super) fn listen(
    window: &Window,
    document: &Document,
    tell: &Tell,
) -> Result<Vec<Listener>, Trouble> {
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
        on("dirt-some", "click", || Event::DirtAsked(true))?,
        on("dirt-none", "click", || Event::DirtAsked(false))?,
        on("key-csv", "click", || Event::KeyAsked(AnswerKey::Csv))?,
        on("key-ndjson", "click", || Event::KeyAsked(AnswerKey::Ndjson))?,
        on("start-over", "click", || Event::StartedOver)?,
        on("packaging", "change", || Event::Repacked)?,
        on("target", "change", || Event::TargetChosen)?,
        on("mint", "click", || Event::MintAsked)?,
        on("cancel", "click", || Event::Cancelled)?,
        on("mode-mint", "change", || Event::Turned(Mode::Mint))?,
        on("mode-examine", "change", || Event::Turned(Mode::Examine))?,
        on("terms", "input", || Event::TermsChanged)?,
        on("terms", "submit", || Event::TermsChanged)?,
        on("again", "click", || Event::AgainAsked)?,
        on("fit", "click", || Event::FitAsked)?,
        on("goto-form", "submit", || Event::Moved(Move::To))?,
        on("previous", "click", || Event::Moved(Move::Back))?,
        on("next", "click", || Event::Moved(Move::On))?,
        on("copy-command", "click", || Event::CopyAsked(Copy::Command))?,
        on("copy-script", "click", || Event::CopyAsked(Copy::Script))?,
        on("copy-sha256", "click", || Event::CopyAsked(Copy::Fingerprint))?,
        on("take-sha256", "click", || Event::FingerprintAsked)?,
        on("share", "click", || Event::ShareTurned)?,
        on("share-link", "click", || Event::CopyAsked(Copy::Shared(Carrier::Link)))?,
        on("share-proof", "click", || Event::CopyAsked(Copy::Shared(Carrier::Proof)))?,
        on("share-markdown", "click", || Event::CopyAsked(Copy::Shared(Carrier::Markdown)))?,
        on("share-embed", "click", || Event::CopyAsked(Copy::Shared(Carrier::Embed)))?,
        on("share-command", "click", || Event::CopyAsked(Copy::Shared(Carrier::Command)))?,
        escaped(document, tell, "share")?,
        escaped(document, tell, "share-menu")?,
        Listener::new(window, "hashchange", move |_| address(Event::AddressChanged))?,
        Listener::new(&skip, "click", move |happened| {
            // The fragment is the recipe's: this link moves the focus and leaves it alone.
            happened.prevent_default();
            let _ = results.focus();
        })?,
    ])
}

/// Hears of the files that the reader brings, for as long as the listeners live.
pub(super) fn listen_for_files(
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

/// The reader presses Escape in the share menu or on its button.
fn escaped(document: &Document, tell: &Tell, id: &str) -> Result<Listener, Trouble> {
    let tell = Rc::clone(tell);
    let target: Element = by_id(document, id)?;
    Listener::new(&target, "keydown", move |happened| {
        if happened.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape") {
            tell(Event::ShareLeft);
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
            tell(Event::FileCame(file, 1));
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
        tell(Event::FileCame(file, files.length()));
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
