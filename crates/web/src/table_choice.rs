//! The choice of a table, and the mark by which the style shows what is of the chosen one only.

use segmint::tables::TableId;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement};

use crate::dom::{Trouble, by_id, set, show};

/// The choice of a table.
pub(crate) struct TableChoice {
    /// What holds the form and the results.
    desk: Element,
    inputs: [(TableId, HtmlInputElement); 2],
    /// Why there is no choice.
    note: HtmlElement,
}

impl TableChoice {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<TableChoice, Trouble> {
        Ok(TableChoice {
            desk: by_id(document, "desk")?,
            inputs: [
                (TableId::Customers, by_id(document, "table-customers")?),
                (TableId::Transactions, by_id(document, "table-transactions")?),
            ],
            note: by_id(document, "table-note")?,
        })
    }

    /// Shows which table has been chosen, and whether there is a choice.
    pub(crate) fn show(&self, table: TableId, is_choice: bool) {
        set(&self.desk, "data-table", table.word());
        for (one, input) in &self.inputs {
            input.set_checked(*one == table);
            input.set_disabled(!is_choice && *one != table);
        }
        show(&self.note, !is_choice);
    }
}
