//! Rows that stand for something: a name that can be pressed to see whose rows they are, its number, its share and a bar;
//! and a table of such rows, for the values of one column.

use segmint::number::thousands;
use segmint::statistics::{Bar, Distribution};
use segmint_page::words::{self, NONE};
use web_sys::{Document, Element};

use crate::dom::{Template, Trouble, by_id, children, set, set_text, within};
use crate::pick;

/// Names a row, and has its name stand for the rows that a filter takes.
pub(crate) fn name(row: &Element, name: &str, filter: Option<&str>) -> Result<(), Trouble> {
    let button: Element = within(row, ".pick")?;
    set_text(&button, name);
    pick::offer(&button, filter);
    Ok(())
}

/// Says below the name of a segment what its customers are like.
pub(crate) fn describe(row: &Element, segment: &str) -> Result<(), Trouble> {
    let place: Element = within(row, "th small")?;
    set_text(&place, words::segment(segment));
    Ok(())
}

/// A few values as a table whose rows hold their own bars.
pub(crate) struct Breakdown {
    column: &'static str,
    body: Element,
    row: Template,
}

impl Breakdown {
    /// The table with this id, of the values of a column.
    pub(crate) fn find(
        document: &Document,
        id: &str,
        column: &'static str,
    ) -> Result<Breakdown, Trouble> {
        let table: Element = by_id(document, id)?;
        Ok(Breakdown {
            column,
            body: within(&table, "tbody")?,
            row: Template::by_id(document, "breakdown-row")?,
        })
    }

    /// Shows the distribution; whether its rows can be looked at.
    pub(crate) fn show(
        &self,
        distribution: &Distribution,
        is_offered: bool,
    ) -> Result<(), Trouble> {
        let bars = &distribution.0;
        self.row.fit(&self.body, bars.len() as u32)?;
        let shares = shares(bars);
        for ((row, bar), told) in children(&self.body).zip(bars).zip(&shares) {
            ensure_parts(&row, &self.row)?;
            let cells: Vec<Element> = children(&row).collect();
            let filter = format!("{}={}", self.column, bar.name);
            name(&row, &bar.name, Some(&*filter).filter(|_| is_offered && bar.count > 0))?;
            if let [_, _, rows, share] = cells.as_slice() {
                set_text(rows, &thousands(bar.count));
                set_text(share, told);
            }
            draw_bar(&row, bar, 100.0)?;
        }
        Ok(())
    }

    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        for row in children(&self.body) {
            let cells: Vec<Element> = children(&row).collect();
            cells.iter().skip(2).for_each(|cell| set_text(cell, NONE));
            clear_bar(&row)?;
        }
        Ok(())
    }
}

/// The shares of these values, so that they add up.
pub(crate) fn shares(bars: &[Bar]) -> Vec<String> {
    words::shares(&bars.iter().map(|bar| bar.percent).collect::<Vec<_>>())
}

/// A row that stood in the document before anything was generated has neither picture nor button yet.
pub(crate) fn ensure_parts(row: &Element, template: &Template) -> Result<(), Trouble> {
    if row.query_selector(".pick")?.is_none() {
        let fresh = template.copy()?;
        row.replace_children_with_node_0();
        while let Some(cell) = fresh.first_element_child() {
            row.append_child(&cell)?;
        }
    }
    Ok(())
}

fn draw_bar(row: &Element, bar: &Bar, widest: f64) -> Result<(), Trouble> {
    let scaled = |percent: f64| words::fixed((100.0 * percent / widest).clamp(0.0, 100.0), 2);
    set(&within::<Element>(row, ".actual")?, "width", &scaled(bar.percent));
    let mark: Element = within(row, ".target")?;
    match bar.target {
        Some(target) => {
            let place = scaled(target);
            set(&mark, "x1", &place);
            set(&mark, "x2", &place);
            set(&mark, "visibility", "visible");
        }
        None => set(&mark, "visibility", "hidden"),
    }
    Ok(())
}

fn clear_bar(row: &Element) -> Result<(), Trouble> {
    if let Some(actual) = row.query_selector(".actual")? {
        set(&actual, "width", "0");
    }
    if let Some(target) = row.query_selector(".target")? {
        set(&target, "visibility", "hidden");
    }
    Ok(())
}
