//! Where a file comes in, and what it is to be held against. What follows is for `page` to say.

use web_sys::{Document, HtmlElement, HtmlInputElement};

use crate::dom::{Trouble, by_id, flag, set_text, show};
use segmint::recipe::WHOLE;
use segmint_page::check::{Against, Terms};
use segmint_page::form::share;
use segmint_page::wish::Mode;

/// The place where a file comes in.
pub(crate) struct Intake {
    section: HtmlElement,
    recipe: HtmlInputElement,
    dated: HtmlInputElement,
    tolerance: HtmlInputElement,
    tolerance_error: HtmlElement,
}

impl Intake {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Intake, Trouble> {
        Ok(Intake {
            section: by_id(document, "intake")?,
            recipe: by_id(document, "against-recipe")?,
            dated: by_id(document, "dated")?,
            tolerance: by_id(document, "tolerance")?,
            tolerance_error: by_id(document, "tolerance-error")?,
        })
    }

    /// Opens or closes.
    pub(crate) fn turn(&self, mode: Mode) {
        show(&self.section, mode == Mode::Check);
    }

    /// What a file is to be held against; nothing, and the fault is shown, if that is not known.
    pub(crate) fn terms(&self) -> Option<Terms> {
        let tolerance = share(&self.tolerance.value()).filter(|&share| share <= WHOLE);
        flag(&self.tolerance, "aria-invalid", tolerance.is_none());
        set_text(&self.tolerance_error, "must be 0 to 100, with one decimal at most");
        show(&self.tolerance_error, tolerance.is_none());
        let against = if self.recipe.checked() { Against::Recipe } else { Against::Defaults };
        tolerance.map(|tolerance| Terms { against, dated: self.dated.checked(), tolerance })
    }

    /// From now on a file is held against the values of the recipe.
    pub(crate) fn choose_recipe(&self) {
        self.recipe.set_checked(true);
    }
}
