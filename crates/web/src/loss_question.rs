//! The question that stands before everything else when a finished file would be lost. When it is asked is for the
//! session to say.

use web_sys::{Document, Element, HtmlDialogElement};

use crate::dom::{Trouble, by_id, set_text};

/// The question whether a file may be lost.
pub(crate) struct LossQuestion {
    dialog: HtmlDialogElement,
    text: Element,
}

impl LossQuestion {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<LossQuestion, Trouble> {
        Ok(LossQuestion { dialog: by_id(document, "loss")?, text: by_id(document, "loss-text")? })
    }

    /// Asks, with these words for what would be lost.
    pub(crate) fn ask(&self, text: &str) {
        set_text(&self.text, text);
        // One that is open already asks again.
        if !self.dialog.open() {
            let _ = self.dialog.show_modal();
        }
    }

    /// It has been answered.
    pub(crate) fn close(&self) {
        self.dialog.close();
    }
}
