//! Where a file says something else than what it was held against, as a table. What is made of it is
//! for `page` to say.

use web_sys::{Document, Element, HtmlButtonElement, HtmlElement};

use super::dom::{Template, Trouble, by_id, children, set_text, show};
use segmint::validate::Mismatch;

/// The table of what differs.
pub(super) struct Mismatches {
    section: HtmlElement,
    body: Element,
    row: Template,
    fit: HtmlButtonElement,
}

impl Mismatches {
    /// Finds the places in the document.
    pub(super) fn find(document: &Document) -> Result<Mismatches, Trouble> {
        Ok(Mismatches {
            section: by_id(document, "mismatches")?,
            body: by_id(document, "mismatches-body")?,
            row: Template::by_id(document, "chart-row")?,
            fit: by_id(document, "fit")?,
        })
    }

    /// Shows what differs, if anything does.
    pub(super) fn show(&self, mismatches: &[Mismatch]) -> Result<(), Trouble> {
        self.row.fit(&self.body, mismatches.len() as u32)?;
        for (row, mismatch) in children(&self.body).zip(mismatches) {
            let Mismatch { parameter, recipe, file } = mismatch;
            let texts = [&parameter.replace('_', " "), recipe, file];
            children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, text));
        }
        self.fit.set_disabled(false);
        show(&self.section, !mismatches.is_empty());
        Ok(())
    }

    /// There is no recipe to put it into, or what is shown is no longer true.
    pub(super) fn withhold(&self) {
        self.fit.set_disabled(true);
    }
}
