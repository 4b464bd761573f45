//! Copying a text for the reader, or helping where the browser does not allow it.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlElement, HtmlInputElement, Window};

use super::dom::{set, set_text, show};

/// Where a text is selected that the browser does not copy.
pub(super) enum Refuge {
    /// It is on the page already.
    Shown(Element),
    /// It is put into a field, in a frame that is hidden until then.
    Field { frame: HtmlElement, field: HtmlInputElement },
}

impl Refuge {
    fn select(&self, window: &Window, text: &str) {
        match self {
            Refuge::Shown(element) => {
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
pub(super) fn copy_text(
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
