//! Settings that people need, as buttons. What they set is for `segmint_page::preset` to say.

use segmint_page::preset::Preset;
use web_sys::{Document, Element};

use crate::dom::{Trouble, by_id, set, within};

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
