//! How all this works, in a few words, before everything else until it is closed.

use web_sys::{Document, Element, HtmlDialogElement};

use crate::dom::{Listener, Trouble, by_id};

/// Hears the buttons that open and close it.
pub(crate) fn listen(document: &Document) -> Result<[Listener; 2], Trouble> {
    let dialog: HtmlDialogElement = by_id(document, "guide")?;
    let [help, close]: [Element; 2] = [by_id(document, "help")?, by_id(document, "guide-close")?];
    let opened = dialog.clone();
    Ok([
        Listener::new(&help, "click", move |_| {
            let _ = opened.show_modal();
        })?,
        Listener::new(&close, "click", move |_| dialog.close())?,
    ])
}
