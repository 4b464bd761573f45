//! The rows for a reader's eye. Which rows they are is for `segmint_page::preview`.

use segmint::tables::TableId;
use segmint_page::preview::Preview;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use crate::dom::{Template, Trouble, by_id, children, flag, set_text, show, within};

/// The tables of rows, and what moves through them.
pub(crate) struct PreviewTable {
    customers: Body,
    transactions: Body,
    range: Element,
    goto: HtmlInputElement,
    goto_error: HtmlElement,
    previous: HtmlButtonElement,
    next: HtmlButtonElement,
}

/// The rows of one table.
struct Body {
    table: Element,
    rows: Element,
    row: Template,
}

impl PreviewTable {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<PreviewTable, Trouble> {
        Ok(PreviewTable {
            customers: Body::find(document, "preview", "preview-row")?,
            transactions: Body::find(document, "purchases", "purchase-row")?,
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

    /// Brings the rows into sight, with the focus on the one that was sought, or on the first.
    pub(crate) fn focus(&self, table: TableId) {
        let rows = &self.body(table).rows;
        let find = |selector| rows.query_selector(selector).ok().flatten();
        let row = find("[data-sought] .customer").or_else(|| find(".customer"));
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            let _ = row.focus();
        }
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
        flag(&self.body(preview.table()).table, "aria-busy", true);
        if preview.has_recipe() {
            self.show_range(preview);
        }
    }

    /// Shows the rows that are looked at, in lines; one of them may be the one that was sought.
    pub(crate) fn show_rows(&self, preview: &Preview, lines: &str) -> Result<(), Trouble> {
        let table = preview.table();
        let Body { table: frame, rows, row } = self.body(table);
        let (first, count) = match table {
            TableId::Customers => (Some(preview.rows().first), preview.rows().count()),
            TableId::Transactions => (None, lines.lines().count() as u64),
        };
        row.fit(rows, count as u32)?;
        for ((row, line), at) in children(rows).zip(lines.lines()).zip(0..) {
            let number = first.map(|first| first + at);
            let sought = preview.sought().map(u64::from);
            flag(&row, "data-sought", number.is_some() && number == sought);
            // Rows that were generated have no quotes: every comma parts two fields. Ragged ones may have too few.
            let values = line.split(',').chain(std::iter::repeat(""));
            for (cell, value) in children(&row).zip(values) {
                match cell.first_element_child() {
                    Some(button) => {
                        set_text(&button, value);
                        flag(&button, "disabled", !preview.has_choice());
                    }
                    None => set_text(&cell, value),
                }
            }
        }
        flag(frame, "aria-busy", false);
        self.show_range(preview);
        Ok(())
    }

    fn show_range(&self, preview: &Preview) {
        set_text(&self.range, &preview.range());
        let (back, on) = preview.ways();
        self.previous.set_disabled(!back);
        self.next.set_disabled(!on);
    }

    fn body(&self, table: TableId) -> &Body {
        match table {
            TableId::Customers => &self.customers,
            TableId::Transactions => &self.transactions,
        }
    }
}

impl Body {
    fn find(document: &Document, table: &str, row: &str) -> Result<Body, Trouble> {
        let table: Element = by_id(document, table)?;
        let rows = within(&table, "tbody")?;
        Ok(Body { table, rows, row: Template::by_id(document, row)? })
    }
}
