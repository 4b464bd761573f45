//! Where a file comes in, and what it is to be held against. What follows is for `page` to say.

use web_sys::{Document, HtmlElement, HtmlInputElement};

use super::desk::Mode;
use super::dom::{Trouble, by_id, flag, set_text, show};
use super::form::share;
use super::protocol::{Against, Terms};
use segmint::recipe::WHOLE;

/// The place where a file comes in.
pub(super) struct Intake {
    section: HtmlElement,
    minting: HtmlInputElement,
    examining: HtmlInputElement,
    recipe: HtmlInputElement,
    dated: HtmlInputElement,
    tolerance: HtmlInputElement,
    tolerance_error: HtmlElement,
}

impl Intake {
    /// Finds the places in the document.
    pub(super) fn find(document: &Document) -> Result<Intake, Trouble> {
        Ok(Intake {
            section: by_id(document, "intake")?,
            minting: by_id(document, "mode-mint")?,
            examining: by_id(document, "mode-examine")?,
            recipe: by_id(document, "against-recipe")?,
            dated: by_id(document, "dated")?,
            tolerance: by_id(document, "tolerance")?,
            tolerance_error: by_id(document, "tolerance-error")?,
        })
    }

    /// Opens or closes.
    pub(super) fn turn(&self, mode: Mode) {
        self.minting.set_checked(mode == Mode::Mint);
        self.examining.set_checked(mode == Mode::Examine);
        show(&self.section, mode == Mode::Examine);
    }

    /// What a file is to be held against; nothing, and the fault is shown, if that is not known.
    pub(super) fn terms(&self) -> Option<Terms> {
        let tolerance = share(&self.tolerance.value()).filter(|&share| share <= WHOLE);
        flag(&self.tolerance, "aria-invalid", tolerance.is_none());
        set_text(&self.tolerance_error, "must be 0 to 100, with one decimal at most");
        show(&self.tolerance_error, tolerance.is_none());
        let against = if self.recipe.checked() { Against::Recipe } else { Against::Defaults };
        tolerance.map(|tolerance| Terms { against, dated: self.dated.checked(), tolerance })
    }

    /// From now on a file is held against the values of the recipe.
    pub(super) fn choose_recipe(&self) {
        self.recipe.set_checked(true);
    }
}
