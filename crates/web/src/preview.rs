//! The rows for a reader's eye. Which rows they are is for `segmint_page::preview`.

use segmint::plan::Rows;
use segmint_page::preview::Preview;
use web_sys::{Document, Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use crate::dom::{Template, Trouble, by_id, children, flag, set_text, show, within};

/// The table of rows, and what moves through them.
pub(crate) struct PreviewTable {
    table: Element,
    body: Element,
    row: Template,
    range: Element,
    goto: HtmlInputElement,
    goto_error: HtmlElement,
    previous: HtmlButtonElement,
    next: HtmlButtonElement,
}

impl PreviewTable {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<PreviewTable, Trouble> {
        let table: Element = by_id(document, "preview")?;
        Ok(PreviewTable {
            body: within(&table, "tbody")?,
            table,
            row: Template::by_id(document, "preview-row")?,
            range: by_id(document, "preview-range")?,
            goto: by_id(document, "goto-row")?,
            goto_error: by_id(document, "goto-error")?,
            previous: by_id(document, "previous")?,
            next: by_id(document, "next")?,
        })
    }

    /// The row that the reader typed.
    pub(crate) fn typed(&self) -> String {
        self.goto.value()
    }

    /// Says that there is no such row, or nothing of that kind.
    pub(crate) fn show_fault(&self, fault: Option<&str>) {
        if let Some(fault) = fault {
            set_text(&self.goto_error, fault);
        }
        show(&self.goto_error, fault.is_some());
        flag(&self.goto, "aria-invalid", fault.is_some());
    }

    /// Shows which rows are on their way; what is shown of them is of another recipe or place.
    pub(crate) fn show_window(&self, preview: &Preview) {
        flag(&self.table, "aria-busy", true);
        if preview.has_recipe() {
            set_text(&self.range, &preview.range());
            let (back, on) = preview.ways();
            self.previous.set_disabled(!back);
            self.next.set_disabled(!on);
        }
    }

    /// Shows these rows, in lines; one of them may be the one that was sought.
    pub(crate) fn show_rows(
        &self,
        rows: Rows,
        lines: &str,
        sought: Option<u32>,
    ) -> Result<(), Trouble> {
        self.row.fit(&self.body, rows.count() as u32)?;
        for ((row, line), number) in children(&self.body).zip(lines.lines()).zip(rows.first..) {
            flag(&row, "data-sought", sought.map(u64::from) == Some(number));
            // Rows that were generated have no quotes: every comma parts two fields. Ragged ones may have too few.
            let values = line.split(',').chain(std::iter::repeat(""));
            children(&row).zip(values).for_each(|(cell, value)| set_text(&cell, value));
        }
        flag(&self.table, "aria-busy", false);
        Ok(())
    }
}
