//! Copying a text for the reader, or helping where the browser does not allow it.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement, Window};

use super::dom::{set, set_text};

/// Copies `text`. `button` then carries `data-copied`; where copying is refused, `source`, which
/// shows the text, is selected instead. `status` says which.
pub(super) fn copy_text(
    window: &Window,
    text: String,
    button: &HtmlElement,
    source: &Element,
    status: &Element,
) {
    let clipboard = window.navigator().clipboard();
    let (window, button, source, status) =
        (window.clone(), button.clone(), source.clone(), status.clone());
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
        } else if let Ok(Some(selection)) = window.get_selection() {
            let _ = selection.select_all_children(&source);
            set_text(&status, "The browser does not allow copying here; the text is selected.");
        }
    });
}
