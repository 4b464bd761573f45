//! The share menu: what can be taken from it, and how it opens and closes; and how a text is copied for the reader.
//! What a text says is for `segmint_page::share`.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlButtonElement, HtmlElement, HtmlInputElement, Window};

use crate::dom::{Trouble, by_id, set, set_text, show};
use segmint_page::share::Shared;

/// Where a text is selected that the browser does not copy.
pub(crate) enum Refuge {
    /// It is on the page already, or the beginning of it is, which makes room for the whole.
    Shown(Element),
    /// It is put into a field, in a frame that is hidden until then.
    Field { frame: HtmlElement, field: HtmlInputElement },
}

impl Refuge {
    fn select(&self, window: &Window, text: &str) {
        match self {
            Refuge::Shown(element) => {
                set_text(element, text);
                if let Ok(Some(selection)) = window.get_selection() {
                    let _ = selection.select_all_children(element);
                }
            }
            Refuge::Field { frame, field } => {
                field.set_value(text);
                show(frame, true);
                let _ = field.focus();
                field.select();
            }
        }
    }
}

/// Copies `text`. `button` then carries `data-copied`; where copying is refused, the text is
/// selected in its `refuge` instead. `status` says which.
pub(crate) fn copy_text(
    window: &Window,
    text: String,
    button: &HtmlElement,
    status: &Element,
    refuge: Refuge,
) {
    let clipboard = window.navigator().clipboard();
    let (window, button, status) = (window.clone(), button.clone(), status.clone());
    // What is said again is heard again only if something else was there in between.
    set_text(&status, "");
    spawn_local(async move {
        // Pages from an insecure origin have no clipboard.
        let copied = if clipboard.is_undefined() {
            false
        } else {
            JsFuture::from(clipboard.write_text(&text)).await.is_ok()
        };
        if copied {
            set(&button, "data-copied", "true");
            set_text(&status, "Copied.");
        } else {
            refuge.select(&window, &text);
            set_text(&status, "The browser does not allow copying here; the text is selected.");
        }
    });
}

/// The share menu.
pub(crate) struct ShareMenu {
    button: HtmlButtonElement,
    menu: HtmlElement,
    link: HtmlElement,
    with_fingerprint: HtmlButtonElement,
    markdown: HtmlElement,
    frame: HtmlElement,
    command: HtmlElement,
    refuge: HtmlElement,
    text: HtmlInputElement,
}

impl ShareMenu {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<ShareMenu, Trouble> {
        Ok(ShareMenu {
            button: by_id(document, "share")?,
            menu: by_id(document, "share-menu")?,
            link: by_id(document, "share-link")?,
            with_fingerprint: by_id(document, "share-proof")?,
            markdown: by_id(document, "share-markdown")?,
            frame: by_id(document, "share-embed")?,
            command: by_id(document, "share-command")?,
            refuge: by_id(document, "share-refuge")?,
            text: by_id(document, "share-text")?,
        })
    }

    /// Opens the menu, or closes it.
    pub(crate) fn turn(&self) {
        self.open(self.menu.hidden());
    }

    /// Closes the menu.
    pub(crate) fn shut(&self) {
        self.open(false);
    }

    /// Closes the menu and goes back to its button.
    pub(crate) fn leave(&self) {
        self.open(false);
        let _ = self.button.focus();
    }

    fn open(&self, open: bool) {
        set(&self.button, "aria-expanded", if open { "true" } else { "false" });
        show(&self.menu, open);
        show(&self.refuge, false);
    }

    /// There is a recipe to share, or there is none.
    pub(crate) fn offer(&self, offered: bool) {
        self.button.set_disabled(!offered);
        if !offered {
            self.open(false);
        }
    }

    /// The fingerprint of the recipe's file is known, or it is not.
    pub(crate) fn offer_fingerprint(&self, known: bool) {
        self.with_fingerprint.set_disabled(!known);
    }

    /// Shows the menu's button where there is something to share.
    pub(crate) fn show(&self, shown: bool) {
        show(&self.button, shown);
        if !shown {
            self.open(false);
        }
    }

    /// What the reader presses for this.
    pub(crate) fn item(&self, shared: Shared) -> &HtmlElement {
        match shared {
            Shared::Link => &self.link,
            Shared::LinkWithFingerprint => &self.with_fingerprint,
            Shared::Markdown => &self.markdown,
            Shared::Frame => &self.frame,
            Shared::Command => &self.command,
        }
    }

    /// Where a text goes that the browser does not copy; hidden until then.
    pub(crate) fn refuge(&self) -> Refuge {
        show(&self.refuge, false);
        Refuge::Field { frame: self.refuge.clone(), field: self.text.clone() }
    }
}
