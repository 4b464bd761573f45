//! The share menu: what can be taken from it, and how it opens and closes. What a text says is for
//! `segmint::share` to say, how it is copied for `clipboard`.

use web_sys::{Document, HtmlButtonElement, HtmlElement, HtmlInputElement};

use super::clipboard::Refuge;
use super::dom::{Trouble, by_id, set, show};

/// What carries the link to somebody else.
#[derive(Clone, Copy)]
pub(super) enum Carrier {
    /// Nothing but the link.
    Link,
    /// The link with the fingerprint of the file.
    Proof,
    /// A link in Markdown.
    Markdown,
    /// A frame in HTML.
    Embed,
    /// The command that makes the same file.
    Command,
}

/// The share menu.
pub(super) struct Share {
    button: HtmlButtonElement,
    menu: HtmlElement,
    link: HtmlElement,
    proof: HtmlButtonElement,
    markdown: HtmlElement,
    embed: HtmlElement,
    command: HtmlElement,
    refuge: HtmlElement,
    text: HtmlInputElement,
}

impl Share {
    pub(super) fn find(document: &Document) -> Result<Share, Trouble> {
        Ok(Share {
            button: by_id(document, "share")?,
            menu: by_id(document, "share-menu")?,
            link: by_id(document, "share-link")?,
            proof: by_id(document, "share-proof")?,
            markdown: by_id(document, "share-markdown")?,
            embed: by_id(document, "share-embed")?,
            command: by_id(document, "share-command")?,
            refuge: by_id(document, "share-refuge")?,
            text: by_id(document, "share-text")?,
        })
    }

    /// Opens the menu, or closes it.
    pub(super) fn turn(&self) {
        self.open(self.menu.hidden());
    }

    /// Closes the menu and goes back to its button.
    pub(super) fn leave(&self) {
        self.open(false);
        let _ = self.button.focus();
    }

    fn open(&self, open: bool) {
        set(&self.button, "aria-expanded", if open { "true" } else { "false" });
        show(&self.menu, open);
        show(&self.refuge, false);
    }

    /// There is a recipe to share, or there is none.
    pub(super) fn offer(&self, offered: bool) {
        self.button.set_disabled(!offered);
        if !offered {
            self.open(false);
        }
    }

    /// The fingerprint of the recipe's file is known, or it is not.
    pub(super) fn offer_proof(&self, known: bool) {
        self.proof.set_disabled(!known);
    }

    /// Shows the menu's button where there is something to share.
    pub(super) fn show(&self, shown: bool) {
        show(&self.button, shown);
        if !shown {
            self.open(false);
        }
    }

    /// What the reader presses for this.
    pub(super) fn item(&self, carrier: Carrier) -> &HtmlElement {
        match carrier {
            Carrier::Link => &self.link,
            Carrier::Proof => &self.proof,
            Carrier::Markdown => &self.markdown,
            Carrier::Embed => &self.embed,
            Carrier::Command => &self.command,
        }
    }

    /// Where a text goes that the browser does not copy; hidden until then.
    pub(super) fn refuge(&self) -> Refuge {
        show(&self.refuge, false);
        Refuge::Field { frame: self.refuge.clone(), field: self.text.clone() }
    }
}
