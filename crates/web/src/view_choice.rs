//! The choice of what the page shows, one of the tables or a file of the reader's, and the mark by which the style
//! shows what is of the chosen table only.

use segmint::tables::TableId;
use segmint_page::wish::Mode;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

use crate::dom::{Trouble, by_id, flag, set, show};

/// The choice of what is shown.
pub(crate) struct ViewChoice {
    /// What holds the form and the results.
    desk: Element,
    views: Element,
    tables: [(TableId, HtmlInputElement); 2],
    check: HtmlInputElement,
    /// Why there is no choice of tables.
    note: HtmlElement,
    table: TableId,
    mode: Mode,
}

impl ViewChoice {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<ViewChoice, Trouble> {
        Ok(ViewChoice {
            desk: by_id(document, "desk")?,
            views: by_id(document, "views")?,
            tables: [
                (TableId::Customers, by_id(document, "view-customers")?),
                (TableId::Transactions, by_id(document, "view-transactions")?),
            ],
            check: by_id(document, "view-check")?,
            note: by_id(document, "table-note")?,
            table: TableId::default(),
            mode: Mode::Generate,
        })
    }

    /// Shows which table has been chosen, and whether there is a choice.
    pub(crate) fn show(&mut self, table: TableId, is_choice: bool) {
        set(&self.desk, "data-table", table.word());
        self.table = table;
        for (one, input) in &self.tables {
            input.set_disabled(!is_choice && *one != table);
        }
        show(&self.note, !is_choice);
        self.mark();
    }

    /// Shows whether the page is about a table or a file, and whether that can be changed now.
    pub(crate) fn turn(&mut self, mode: Mode, is_held: bool) {
        self.mode = mode;
        flag(&self.views, "inert", is_held);
        self.mark();
    }

    fn mark(&self) {
        let is_check = self.mode == Mode::Check;
        self.check.set_checked(is_check);
        for (one, input) in &self.tables {
            input.set_checked(!is_check && *one == self.table);
        }
    }
}
