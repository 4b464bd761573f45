//! Which faults were put in and what was found of them, as a table, and the answer key as a file. What is
//! asked of a worker is for `page` to say.

use web_sys::{Blob, Document, Element, HtmlAnchorElement, HtmlDetailsElement, HtmlElement};

use crate::breakdown::name;
use crate::dom::{Template, Trouble, by_id, children, flag, set, set_text, show};
use crate::download::Download;
use segmint::customers::dirt::{AnswerKey, DirtReport, FaultCount};
use segmint::number::thousands;
use segmint_page::answer_key::KeyEntry;
use segmint_page::words;

/// The table of faults, and their key.
pub(crate) struct DirtTable {
    section: HtmlElement,
    verdict: Element,
    fold: HtmlDetailsElement,
    body: Element,
    row: Template,
    buttons: [HtmlElement; 2],
    hint: Element,
    link: HtmlAnchorElement,
    key: Option<Download>,
    /// The first faults of the key.
    list: HtmlDetailsElement,
    entries: Element,
    entry: Template,
    /// Why duplicate ids are found more often than they were put in.
    repeats: HtmlElement,
}

impl DirtTable {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<DirtTable, Trouble> {
        Ok(DirtTable {
            section: by_id(document, "harvest")?,
            verdict: by_id(document, "harvest-verdict")?,
            fold: by_id(document, "harvest-fold")?,
            body: by_id(document, "harvest-body")?,
            row: Template::by_id(document, "harvest-row")?,
            buttons: [by_id(document, "key-csv")?, by_id(document, "key-ndjson")?],
            hint: by_id(document, "key-hint")?,
            link: by_id(document, "key")?,
            key: None,
            list: by_id(document, "key-fold")?,
            entries: by_id(document, "key-body")?,
            entry: Template::by_id(document, "key-row")?,
            repeats: by_id(document, "harvest-repeats")?,
        })
    }

    /// Shows what came of the faults, if there are any.
    pub(crate) fn show(&self, outcome: &DirtReport) -> Result<(), Trouble> {
        set_text(&self.verdict, &words::dirt_verdict(outcome));
        // What is as it should be takes one line.
        self.fold.set_open(!outcome.is_exact());
        self.row.fit(&self.body, outcome.kinds.len() as u32)?;
        for (row, harvest) in children(&self.body).zip(&outcome.kinds) {
            let FaultCount { kind, injected, expected, found } = *harvest;
            let numbers = [injected, expected, found].map(thousands);
            let name = kind.id().replace('_', " ");
            let texts = std::iter::once(name).chain(numbers);
            children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, &text));
        }
        let is_repeated = |count: &FaultCount| count.expected != count.injected;
        show(&self.repeats, outcome.kinds.iter().any(is_repeated));
        self.buttons.iter().for_each(|button| flag(button, "disabled", false));
        set_text(&self.hint, "A line for each fault: row, column, what would be there, what is.");
        show(&self.section, !outcome.kinds.is_empty());
        Ok(())
    }

    /// Whether the list of the key's first faults is open.
    pub(crate) fn is_open(&self) -> bool {
        self.list.open()
    }

    /// Shows the first faults of the key, each with the way to its row.
    pub(crate) fn show_key(&self, entries: &[KeyEntry]) -> Result<(), Trouble> {
        self.entry.fit(&self.entries, entries.len() as u32)?;
        for (row, entry) in children(&self.entries).zip(entries) {
            let line = thousands(entry.line);
            name(&row, &line, Some(&format!("line={}", entry.line)))?;
            let texts = [&entry.kind, &entry.column, &entry.clean, &entry.faulty];
            for (cell, text) in children(&row).skip(1).zip(texts) {
                set_text(&cell.first_element_child().unwrap_or(cell), text);
            }
        }
        Ok(())
    }

    /// There are no faults to tell of.
    pub(crate) fn hide(&mut self) {
        self.key = None;
        self.list.set_open(false);
        show(&self.section, false);
    }

    /// What is shown is no longer true, and there is no key.
    pub(crate) fn withdraw(&mut self) {
        self.key = None;
        self.list.set_open(false);
        self.buttons.iter().for_each(|button| flag(button, "disabled", true));
    }

    /// Says how it stands with the key.
    pub(crate) fn say(&self, text: &str) {
        set_text(&self.hint, text);
    }

    /// Hands the key to the reader, as a download.
    pub(crate) fn hand_over(&mut self, form: AnswerKey, key: &Blob) -> Result<(), Trouble> {
        let download = Download::of(key)?;
        self.link.set_href(download.url());
        set(&self.link, "download", &format!("answer-key.{}", form.extension()));
        self.link.click();
        self.key = Some(download);
        self.say(&format!("{} downloaded.", words::size(key.size())));
        Ok(())
    }
}
