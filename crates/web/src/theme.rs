//! Light or dark: as the system has it, until the reader says otherwise. `boot.js` brings back what was said.

use web_sys::{Document, Window};

use crate::dom::{Listener, Trouble, by_id, set};

/// The mark on the document, and the name under which the browser keeps it.
const THEME: &str = "data-theme";
const KEPT: &str = "segmint-theme";

/// Hears the button that turns light to dark and back.
pub(crate) fn listen(window: &Window, document: &Document) -> Result<[Listener; 1], Trouble> {
    let (window, root) = (window.clone(), document.document_element());
    let button: web_sys::Element = by_id(document, "theme")?;
    Ok([Listener::new(&button, "click", move |_| {
        let Some(root) = &root else { return };
        let dark = window.match_media("(prefers-color-scheme: dark)");
        let is_dark = match root.get_attribute(THEME) {
            Some(theme) => theme == "dark",
            None => dark.ok().flatten().is_some_and(|dark| dark.matches()),
        };
        let theme = if is_dark { "light" } else { "dark" };
        set(root, THEME, theme);
        // Where a browser keeps nothing, it holds for this visit.
        if let Ok(Some(storage)) = window.local_storage() {
            let _ = storage.set_item(KEPT, theme);
        }
    })?])
}
