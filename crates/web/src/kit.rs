//! The scripts that load the data set, for the target that the reader chooses.

use web_sys::{Document, Element, HtmlElement, HtmlSelectElement};

use super::dom::{Trouble, by_id, flag, set_text};
use segmint::format::TableName;
use segmint::loader::{Kit, Target};
use segmint::recipe::Recipe;

/// The place for the script.
pub(super) struct KitSheet {
    target: HtmlSelectElement,
    pub(super) script: Element,
    pub(super) copy: HtmlElement,
}

impl KitSheet {
    /// Finds the places in the document.
    pub(super) fn find(document: &Document) -> Result<KitSheet, Trouble> {
        Ok(KitSheet {
            target: by_id(document, "target")?,
            script: by_id(document, "script")?,
            copy: by_id(document, "copy-script")?,
        })
    }

    /// Shows the script for this recipe, or for none nothing.
    pub(super) fn show(&self, recipe: Option<&Recipe>) {
        let word = self.target.value();
        let target = Target::ALL.into_iter().find(|target| target.word() == word);
        let script = recipe.zip(target).map(|(recipe, target)| {
            let file = "customers.csv".to_owned();
            Kit { recipe: recipe.clone(), table: TableName::default(), file }.script(target)
        });
        flag(&self.copy, "disabled", script.is_none());
        set_text(&self.script, &script.unwrap_or_default());
    }
}
