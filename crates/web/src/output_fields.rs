//! How the reader wants the file: the fields for its format, and the scripts that load it. What each format is is for
//! `segmint_page::output_format`.

use js_sys::Reflect;
use segmint::format::TableName;
use segmint::loader::{Kit, Target};
use segmint::recipe::Recipe;
use segmint_page::output_format::OutputFormat;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement, Window};

use crate::dom::{Trouble, by_id, flag, set_text};

/// The fields for the format.
pub(crate) struct FormatFields {
    format: HtmlSelectElement,
    gzip: HtmlInputElement,
}

impl FormatFields {
    /// Finds the fields in the document. A browser that cannot compress offers it to nobody.
    pub(crate) fn find(document: &Document, window: &Window) -> Result<FormatFields, Trouble> {
        let gzip: HtmlInputElement = by_id(document, "gzip")?;
        gzip.set_disabled(!Reflect::has(window, &"CompressionStream".into())?);
        Ok(FormatFields { format: by_id(document, "format")?, gzip })
    }

    /// What the reader wants.
    pub(crate) fn read(&self) -> OutputFormat {
        let choice = self.format.selected_index().try_into().unwrap_or_default();
        OutputFormat { choice, gzip: self.gzip.checked() }
    }

    /// Shows what the reader wanted before.
    pub(crate) fn write(&self, format: OutputFormat) {
        self.format.set_selected_index(format.choice.into());
        self.gzip.set_checked(format.gzip);
    }
}

/// The script that loads the data set, for the target that the reader chooses.
pub(crate) struct LoadScripts {
    target: HtmlSelectElement,
    /// The script that is shown.
    pub(crate) script: Element,
    /// The button that copies it.
    pub(crate) copy: HtmlElement,
}

impl LoadScripts {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<LoadScripts, Trouble> {
        Ok(LoadScripts {
            target: by_id(document, "target")?,
            script: by_id(document, "script")?,
            copy: by_id(document, "copy-script")?,
        })
    }

    /// Shows the script for this recipe, or for none nothing.
    pub(crate) fn show(&self, recipe: Option<&Recipe>) {
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
