//! How the reader wants the file: the fields for its format, and the scripts that load it. What each format is is for
//! `segmint_page::output_format`.

use js_sys::Reflect;
use segmint::loader::Target;
use segmint_page::chosen::Chosen;
use segmint_page::load_script::LoadScript;
use segmint_page::output_format::OutputFormat;
use web_sys::{
    Document, Element, HtmlAnchorElement, HtmlElement, HtmlInputElement, HtmlSelectElement, Window,
};

use crate::dom::{Trouble, by_id, flag, set_text, show};
use crate::download::Download;

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
    /// Of what there is a script, and all that it takes.
    loaded: Option<(Chosen, LoadScript)>,
    /// The script that is shown.
    pub(crate) script: Element,
    /// The button that copies it.
    pub(crate) copy: HtmlElement,
    /// The link that saves it, and the file.
    save: HtmlAnchorElement,
    file: Option<Download>,
    /// The command that runs it.
    run: Element,
}

impl LoadScripts {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<LoadScripts, Trouble> {
        Ok(LoadScripts {
            target: by_id(document, "target")?,
            loaded: None,
            script: by_id(document, "script")?,
            copy: by_id(document, "copy-script")?,
            save: by_id(document, "save-script")?,
            file: None,
            run: by_id(document, "run-script")?,
        })
    }

    /// Shows the script for this data set, or for none nothing.
    pub(crate) fn show(&mut self, chosen: Option<&Chosen>) -> Result<(), Trouble> {
        if self.loaded.as_ref().map(|(loaded, _)| loaded) != chosen {
            let script = |chosen: &Chosen| LoadScript::of(chosen).ok();
            self.loaded = chosen.and_then(|chosen| script(chosen).map(|one| (chosen.clone(), one)));
        }
        self.turn()
    }

    /// Shows the script for the target that the reader has chosen, and how it is run.
    pub(crate) fn turn(&mut self) -> Result<(), Trouble> {
        let word = self.target.value();
        let target = Target::ALL.into_iter().find(|target| target.word() == word);
        let script = self.loaded.as_ref().zip(target).map(|((_, script), target)| (script, target));
        let text = script.map(|(script, target)| script.text(target));
        let run = script.map(|(script, target)| script.run_command(target));
        let name = script.and_then(|(script, target)| script.file_name(target));
        flag(&self.copy, "disabled", text.is_none());
        show(&self.save, name.is_some());
        self.save.set_download(&name.unwrap_or_default());
        let file = text.as_deref().map(|text| Download::of_text(text, "text/plain")).transpose()?;
        self.save.set_href(file.as_ref().map_or("", Download::url));
        self.file = file;
        set_text(&self.run, &run.unwrap_or_default());
        set_text(&self.script, &text.unwrap_or_default());
        Ok(())
    }
}
