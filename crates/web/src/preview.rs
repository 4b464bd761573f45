//! The rows for a reader's eye: a window on the data set that can be moved to any place in it.
//! The rows come from a worker as lines; nothing is minted here.

use web_sys::{Document, Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

use super::dom::{Template, Trouble, by_id, children, flag, set_text, show, within};
use super::protocol::Order;
use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::Recipe;

/// The window on the rows.
pub(super) struct Preview {
    table: Element,
    body: Element,
    row: Template,
    range: Element,
    goto: HtmlInputElement,
    goto_error: HtmlElement,
    previous: HtmlButtonElement,
    next: HtmlButtonElement,
    /// How many rows are shown at once.
    shown: u32,
    first: u32,
    /// The row that the reader went to, to be told from its neighbours.
    sought: Option<u32>,
    count: u32,
    link: String,
    /// What has been asked for and has not been handed to a worker.
    wanted: bool,
    /// Rows that have come and wait for the page to be drawn with all the rest.
    held: Option<Lines>,
}

/// Rows as lines, and which those are.
pub(super) struct Lines {
    /// The recipe.
    pub(super) link: String,
    /// The rows.
    pub(super) rows: Rows,
    /// Their lines.
    pub(super) csv: String,
}

impl Preview {
    /// Finds the places in the document, for so many rows at once.
    pub(super) fn find(document: &Document, shown: u32) -> Result<Preview, Trouble> {
        let table: Element = by_id(document, "preview")?;
        Ok(Preview {
            body: within(&table, "tbody")?,
            table,
            row: Template::by_id(document, "preview-row")?,
            range: by_id(document, "preview-range")?,
            goto: by_id(document, "goto-row")?,
            goto_error: by_id(document, "goto-error")?,
            previous: by_id(document, "previous")?,
            next: by_id(document, "next")?,
            shown,
            first: 1,
            sought: None,
            count: 1,
            link: String::new(),
            wanted: false,
            held: None,
        })
    }

    /// Looks at another recipe, at the same place as far as it goes.
    pub(super) fn look_at(&mut self, recipe: &Recipe) {
        self.count = recipe.parameters().count;
        self.link = Link::from(recipe.clone()).to_string();
        self.first = self.first.min(self.last_first());
        self.ask();
    }

    /// Looks at nothing: there is no recipe.
    pub(super) fn look_away(&mut self) {
        self.wanted = false;
        flag(&self.table, "aria-busy", true);
    }

    /// Moves to the row that the reader typed.
    pub(super) fn go_to_typed(&mut self) {
        let typed = self.goto.value().trim().replace(',', "");
        let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
        match typed.parse::<u32>() {
            Ok(row) if digits && (1..=self.count).contains(&row) => {
                self.sought = Some(row);
                self.go_to(row.min(self.last_first()));
            }
            _ => {
                let last = thousands(self.count);
                set_text(&self.goto_error, &format!("must be a row from 1 to {last}"));
                show(&self.goto_error, true);
                flag(&self.goto, "aria-invalid", true);
            }
        }
    }

    /// Moves one window back.
    pub(super) fn go_back(&mut self) {
        self.go_to(self.first.saturating_sub(self.shown).max(1));
    }

    /// Moves one window on.
    pub(super) fn go_on(&mut self) {
        self.go_to((self.first + self.shown).min(self.last_first()));
    }

    /// The order for the rows that are to be shown, once for each move.
    pub(super) fn order(&self) -> Option<Order> {
        self.wanted.then(|| Order::Show { link: self.link.clone(), rows: self.rows() })
    }

    /// Notes that the order has been given.
    pub(super) fn ordered(&mut self) {
        self.wanted = false;
    }

    /// Notes that the order was lost.
    pub(super) fn ask_again(&mut self) {
        self.wanted = true;
    }

    /// Keeps these lines until they are to be [shown](Preview::show).
    pub(super) fn hold(&mut self, lines: Lines) {
        self.held = Some(lines);
    }

    /// Shows the lines that were kept, unless the reader has moved on since they were asked for.
    pub(super) fn show(&mut self) -> Result<(), Trouble> {
        let Some(Lines { link, rows, csv }) = self.held.take() else { return Ok(()) };
        if link != self.link || rows != self.rows() {
            return Ok(());
        }
        self.row.fit(&self.body, rows.count() as u32)?;
        for ((row, line), number) in children(&self.body).zip(csv.lines()).zip(rows.first..) {
            flag(&row, "data-sought", self.sought.map(u64::from) == Some(number));
            // Minted rows have no quotes: every comma parts two fields. Ragged ones may have too few.
            let values = line.split(',').chain(std::iter::repeat(""));
            children(&row).zip(values).for_each(|(cell, value)| set_text(&cell, value));
        }
        flag(&self.table, "aria-busy", false);
        Ok(())
    }

    fn go_to(&mut self, row: u32) {
        self.first = row;
        show(&self.goto_error, false);
        flag(&self.goto, "aria-invalid", false);
        self.ask();
    }

    fn ask(&mut self) {
        self.wanted = true;
        flag(&self.table, "aria-busy", true);
        let Rows { first, last } = self.rows();
        self.next.set_disabled(last == self.count.into());
        let [first, last, count] =
            [first, last, self.count.into()].map(|number: u64| thousands(number));
        set_text(&self.range, &format!("{first}\u{2013}{last} of {count}"));
        self.previous.set_disabled(self.first == 1);
    }

    /// The rows that are looked at.
    pub(super) fn rows(&self) -> Rows {
        let last = self.first.saturating_add(self.shown - 1).min(self.count);
        Rows { first: self.first.into(), last: last.into() }
    }

    /// The first row of the last window.
    fn last_first(&self) -> u32 {
        self.count.saturating_sub(self.shown - 1).max(1)
    }
}
