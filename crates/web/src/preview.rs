//! The rows for a reader's eye. Which rows they are is for `segmint_page::preview`.

use std::cell::{Cell, RefCell};

use segmint::recipe::Segment;
use segmint::tables::TableId;
use segmint_page::preview::Preview;
use segmint_page::search::SearchState;
use segmint_page::shown_rows::{ShownRow, ShownRows, told};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use crate::dom::{Listener, Template, Trouble, by_id, children, flag, set, set_text, show, within};
use crate::pick;

/// What an element in the rows says when it is pointed at.
const NOTE: &str = "data-note";

/// The tables of rows, and what moves through them.
pub(crate) struct PreviewTable {
    customers: Body,
    transactions: Body,
    range: Element,
    goto: HtmlInputElement,
    goto_error: HtmlElement,
    previous: HtmlButtonElement,
    next: HtmlButtonElement,
    section: Element,
    title: HtmlElement,
    /// The way back to all rows.
    all: HtmlElement,
    filter: Element,
    further: HtmlElement,
    /// What the reader pressed to come to the rows that are shown.
    origin: RefCell<Option<Element>>,
    /// What stands beside a value that has a fault.
    mark: Template,
    /// What is said of what is pointed at, and in which table that is.
    note: Element,
    noted: Cell<TableId>,
    _notes: [Listener; 3],
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
        let mark = Template::by_id(document, "fault-mark")?;
        for table in [("preview", TableId::Customers), ("purchases", TableId::Transactions)] {
            describe_columns(document, table)?;
        }
        Ok(PreviewTable {
            mark,
            note: by_id(document, "rows-told")?,
            noted: Cell::default(),
            origin: RefCell::default(),
            _notes: notes(document)?,
            customers: Body::find(document, "preview", "preview-row")?,
            transactions: Body::find(document, "purchases", "purchase-row")?,
            range: by_id(document, "preview-range")?,
            goto: by_id(document, "goto-row")?,
            goto_error: by_id(document, "goto-error")?,
            previous: by_id(document, "previous")?,
            next: by_id(document, "next")?,
            section: by_id(document, "rows")?,
            title: by_id(document, "rows-title")?,
            all: by_id(document, "rows-all")?,
            filter: by_id(document, "rows-filter")?,
            further: by_id(document, "rows-further")?,
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

    /// Brings the rows into sight, with the focus on the way back to all of them, or on the heading.
    pub(crate) fn reveal(&self, preview: &Preview) {
        self.section.scroll_into_view();
        let _ = if preview.search().is_some() { self.all.focus() } else { self.title.focus() };
    }

    /// Notes what the reader pressed to come to rows.
    pub(crate) fn come_from(&self, origin: Element) {
        self.origin.replace(Some(origin));
    }

    /// Whether the reader is at the rows and came to them from elsewhere.
    pub(crate) fn has_origin(&self) -> bool {
        let is_here = self.section.query_selector(":focus").is_ok_and(|focused| focused.is_some());
        is_here && self.origin.borrow().is_some()
    }

    /// Puts the focus back on what the reader came from, or on the heading of the rows.
    pub(crate) fn leave(&self) {
        match self.origin.take().filter(|origin| origin.is_connected()) {
            Some(origin) => pick::focus(&origin),
            None => drop(self.title.focus()),
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
        let table = preview.table();
        if self.noted.replace(table) != table {
            // A column of the one table is none of the other.
            set_text(&self.note, "");
        }
        flag(&self.body(table).table, "aria-busy", true);
        if preview.has_recipe() {
            self.show_range(preview);
        }
    }

    /// Shows the rows that are looked at.
    pub(crate) fn show_rows(&self, preview: &Preview, rows: &ShownRows) -> Result<(), Trouble> {
        let ShownRows { table, rows: shown, has_choice } = rows;
        let Body { table: frame, rows, row } = self.body(*table);
        row.fit(rows, shown.len() as u32)?;
        for (row, shown) in children(rows).zip(shown) {
            flag(&row, "data-sought", shown.is_sought);
            self.fill(&row, shown, *has_choice)?;
        }
        flag(frame, "aria-busy", false);
        self.show_range(preview);
        Ok(())
    }

    /// Writes the values of a row into its cells, each with a mark if it has a fault.
    fn fill(&self, row: &Element, shown: &ShownRow, has_choice: bool) -> Result<(), Trouble> {
        for ((cell, value), column) in children(row).zip(shown.values()).zip(0..) {
            if let Some(mark) = cell.query_selector(".fault")? {
                mark.remove();
            }
            match cell.first_element_child() {
                Some(button) => {
                    set_text(&button, value);
                    flag(&button, "disabled", !has_choice);
                }
                None => set_text(&cell, value),
            }
            let segment = Segment::ALL.into_iter().position(|segment| segment.name() == value);
            match segment {
                Some(segment) => set(&cell, "data-segment", &segment.to_string()),
                None => drop(cell.remove_attribute("data-segment")),
            }
            let fault = shown.fault(column);
            flag(&cell, "data-fault", fault.is_some());
            if let Some(kind) = fault {
                let mark = self.mark.copy()?;
                let told = format!("Fault injected here: {kind}");
                set_text(&within(&mark, ".unseen")?, &told);
                set(&mark, NOTE, &told);
                cell.append_child(&mark)?;
            }
        }
        Ok(())
    }

    fn show_range(&self, preview: &Preview) {
        set_text(&self.range, &preview.range());
        let (back, on) = preview.ways();
        let search = preview.search();
        set_text(&self.filter, &search.map(|search| search.filter().told()).unwrap_or_default());
        show(&self.all, search.is_some());
        let is_paused = search.is_some_and(|search| search.state() == SearchState::Paused);
        show(&self.further, is_paused);
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

/// Has each heading know what its column says.
fn describe_columns(document: &Document, (id, table): (&str, TableId)) -> Result<(), Trouble> {
    let heads: Element = within(&by_id::<Element>(document, id)?, "thead tr")?;
    for (head, column) in children(&heads).zip(table.schema().columns) {
        set(&within::<Element>(&head, "button")?, NOTE, &told(column));
    }
    Ok(())
}

/// What a column or a mark says is written above the table while it is pointed at, or has the focus, or was pressed,
/// which is how a finger points.
fn notes(document: &Document) -> Result<[Listener; 3], Trouble> {
    let rows: Element = by_id(document, "rows")?;
    let place: Element = by_id(document, "rows-told")?;
    let listen = |name| {
        let place = place.clone();
        Listener::new(&rows, name, move |happened| {
            let target = happened.target().and_then(|target| target.dyn_into::<Element>().ok());
            let noted =
                target.and_then(|target| target.closest(&format!("[{NOTE}]")).ok().flatten());
            if let Some(note) = noted.and_then(|noted| noted.get_attribute(NOTE)) {
                set_text(&place, &note);
            }
        })
    };
    Ok([listen("pointerover")?, listen("focusin")?, listen("click")?])
}

impl Body {
    fn find(document: &Document, table: &str, row: &str) -> Result<Body, Trouble> {
        let table: Element = by_id(document, table)?;
        let rows = within(&table, "tbody")?;
        Ok(Body { table, rows, row: Template::by_id(document, row)? })
    }
}
