//! Settings that people need, as buttons. What they set is for `segmint_page::preset` to say.

use std::rc::Rc;

use segmint_page::preset::Preset;
use segmint_page::session::Event;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};

use crate::dom::{Listener, Trouble, by_id, set, within};
use crate::events::{Happening, Tell};

/// The buttons.
pub(crate) struct Presets(Vec<(Preset, Element)>);

impl Presets {
    /// Finds the buttons in the document.
    pub(crate) fn find(document: &Document) -> Result<Presets, Trouble> {
        let frame: Element = by_id(document, "presets")?;
        let button = |preset: Preset| {
            let selector = format!("[data-preset={}]", preset.word());
            within(&frame, &selector).map(|button| (preset, button))
        };
        Ok(Presets(Preset::ALL.into_iter().map(button).collect::<Result<_, _>>()?))
    }

    /// Marks the one whose settings there are, if there is one.
    pub(crate) fn show(&self, chosen: Option<Preset>) {
        for (preset, button) in &self.0 {
            let is_pressed = chosen == Some(*preset);
            set(button, "aria-pressed", if is_pressed { "true" } else { "false" });
        }
    }
}

/// The reader presses one of them.
pub(crate) fn listen(document: &Document, tell: &Tell) -> Result<Listener, Trouble> {
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
