//! Distributions as pictures, each with the same numbers as a table for whoever asks for it.
//! Which distributions there are is for `results` to know.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlDetailsElement, MouseEvent};

use crate::dom::{Listener, Template, Trouble, children, set, set_text, svg, within};
use crate::pick;
use crate::results::name;
use segmint::number::thousands;
use segmint::statistics::{Bar, Distribution};
use segmint_page::words;

/// Up to so many columns stand apart.
const MOST_APART: usize = 60;

/// A histogram: one column for each value, side by side. The one under the pointer is told.
pub(crate) struct Histogram {
    picture: Element,
    columns: Element,
    caption: Element,
    axis: Element,
    table: Numbers,
    _pointer: [Listener; 3],
}

impl Histogram {
    /// The histogram of a column, whose `<figure>` has this id.
    pub(crate) fn find(
        document: &Document,
        id: &str,
        column: &'static str,
    ) -> Result<Histogram, Trouble> {
        let figure: Element = crate::dom::by_id(document, id)?;
        let (picture, caption): (Element, Element) =
            (within(&figure, "svg")?, within(&figure, "figcaption small")?);
        let table = Numbers::find(document, &figure, column)?;
        let tell = |say: fn(&[Bar], f64) -> String| {
            let (ledger, picture, caption) =
                (Rc::clone(&table.ledger), picture.clone(), caption.clone());
            move |event: Event| {
                let Ok(pointer) = event.dyn_into::<MouseEvent>() else { return };
                let frame = picture.get_bounding_client_rect();
                let place = (f64::from(pointer.client_x()) - frame.left()) / frame.width();
                let bars = &ledger.distribution.borrow().0;
                set_text(&caption, &say(bars, place));
                let bar = column_at(bars, place).and_then(|bar| ledger.filter(bar));
                match bar {
                    Some(filter) => set(&picture, "data-filter", &filter),
                    None => drop(picture.remove_attribute("data-filter")),
                }
            }
        };
        Ok(Histogram {
            columns: within(&picture, "path")?,
            axis: within(&figure, ".axis")?,
            _pointer: [
                Listener::new(&picture, "pointermove", tell(under))?,
                // A finger moves nowhere before it presses.
                Listener::new(&picture, "pointerdown", tell(under))?,
                Listener::new(&picture, "pointerleave", tell(|bars, _| peak(bars)))?,
            ],
            picture,
            caption,
            table,
        })
    }

    /// Draws the distribution.
    pub(crate) fn draw(
        &self,
        title: &str,
        distribution: &Distribution,
        is_offered: bool,
    ) -> Result<(), Trouble> {
        let bars = &distribution.0;
        set(&self.columns, "d", &outline(bars));
        let ends = [bars.first(), bars.get(bars.len() / 2), bars.last()];
        for (label, bar) in children(&self.axis).zip(ends) {
            set_text(&label, bar.map(|bar| bar.name.as_str()).unwrap_or_default());
        }
        set_text(&self.caption, &peak(bars));
        set(&self.picture, "aria-label", &description(title, bars));
        self.table.keep(distribution, is_offered)
    }

    /// Takes everything away.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw("", &Distribution(Vec::new()), false)
    }
}

/// All columns as one path in a square of 100: one call to the browser instead of hundreds.
fn outline(bars: &[Bar]) -> String {
    let step = 100.0 / bars.len().max(1) as f64;
    // Many columns overlap a little instead, or the seams between them would show.
    let gap = if bars.len() > MOST_APART { -0.1 * step } else { 0.14 * step };
    let highest = highest(bars);
    let mut path = String::with_capacity(32 * bars.len());
    for (place, bar) in bars.iter().enumerate() {
        let (left, top) = (place as f64 * step + gap / 2.0, 100.0 - 100.0 * bar.percent / highest);
        let [left, top, width] = [left, top, step - gap].map(|length| words::fixed(length, 2));
        path.extend(["M", &left, " 100V", &top, "h", &width, "V100Z"]);
    }
    path
}

/// What stands at this place, 0 being the left end and 1 the right.
fn under(bars: &[Bar], place: f64) -> String {
    column_at(bars, place).map(spoken).unwrap_or_default()
}

fn column_at(bars: &[Bar], place: f64) -> Option<&Bar> {
    bars.get((place * bars.len() as f64).max(0.0) as usize)
}

/// The states as tiles, about where they lie on the map; the darker, the more rows.
pub(crate) struct TileMap {
    picture: Element,
    caption: Element,
    table: Numbers,
}

/// The side of a tile and the gap, in the picture's units.
const TILE: u32 = 24;

/// Column and row of every state: the tile grid that news rooms use for the United States.
const TILES: [(&str, u32, u32); 51] = [
    ("AK", 0, 0),
    ("ME", 10, 0),
    ("VT", 9, 1),
    ("NH", 10, 1),
    ("WA", 0, 2),
    ("ID", 1, 2),
    ("MT", 2, 2),
    ("ND", 3, 2),
    ("MN", 4, 2),
    ("IL", 5, 2),
    ("WI", 6, 2),
    ("MI", 7, 2),
    ("NY", 8, 2),
    ("RI", 9, 2),
    ("MA", 10, 2),
    ("OR", 0, 3),
    ("NV", 1, 3),
    ("WY", 2, 3),
    ("SD", 3, 3),
    ("IA", 4, 3),
    ("IN", 5, 3),
    ("OH", 6, 3),
    ("PA", 7, 3),
    ("NJ", 8, 3),
    ("CT", 9, 3),
    ("CA", 0, 4),
    ("UT", 1, 4),
    ("CO", 2, 4),
    ("NE", 3, 4),
    ("MO", 4, 4),
    ("KY", 5, 4),
    ("WV", 6, 4),
    ("VA", 7, 4),
    ("MD", 8, 4),
    ("DE", 9, 4),
    ("AZ", 1, 5),
    ("NM", 2, 5),
    ("KS", 3, 5),
    ("AR", 4, 5),
    ("TN", 5, 5),
    ("NC", 6, 5),
    ("SC", 7, 5),
    ("DC", 8, 5),
    ("OK", 3, 6),
    ("LA", 4, 6),
    ("MS", 5, 6),
    ("AL", 6, 6),
    ("GA", 7, 6),
    ("HI", 0, 7),
    ("TX", 3, 7),
    ("FL", 8, 7),
];

impl TileMap {
    /// The map whose `<figure>` has this id, with its tiles laid out.
    pub(crate) fn find(document: &Document, id: &str) -> Result<TileMap, Trouble> {
        let figure: Element = crate::dom::by_id(document, id)?;
        let picture: Element = within(&figure, "svg")?;
        for (state, column, row) in TILES {
            let group = svg(document, "g")?;
            let (tip, tile, name) =
                (svg(document, "title")?, svg(document, "rect")?, svg(document, "text")?);
            set(&group, "transform", &format!("translate({} {})", column * TILE, row * TILE));
            set(&tile, "width", &(TILE - 2).to_string());
            set(&tile, "height", &(TILE - 2).to_string());
            set(&tile, "rx", "3");
            set(&tile, "fill-opacity", "0.08");
            set(&name, "x", &(TILE / 2 - 1).to_string());
            set(&name, "y", "14.5");
            set_text(&name, state);
            group.append_with_node_3(&tip, &tile, &name)?;
            picture.append_child(&group)?;
        }
        Ok(TileMap {
            picture,
            caption: within(&figure, "figcaption small")?,
            table: Numbers::find(document, &figure, "state")?,
        })
    }

    /// Draws the distribution.
    pub(crate) fn draw(
        &self,
        title: &str,
        distribution: &Distribution,
        is_offered: bool,
    ) -> Result<(), Trouble> {
        let bars = &distribution.0;
        let highest = highest(bars);
        self.table.ledger.is_offered.set(is_offered);
        for (group, (state, _, _)) in children(&self.picture).zip(TILES) {
            let bar = bars.iter().find(|bar| bar.name == state);
            let shade = bar.map_or(0.0, |bar| bar.percent / highest);
            let filter = bar.and_then(|bar| self.table.ledger.filter(bar));
            // One of them is where Tab comes to; the arrow keys lead to the others.
            if filter.is_some() && !group.has_attribute("tabindex") {
                set(&group, "tabindex", if state == TILES[0].0 { "0" } else { "-1" });
            }
            pick::offer(&group, filter.as_deref());
            let mut parts = children(&group);
            if let (Some(tip), Some(tile)) = (parts.next(), parts.next()) {
                set_text(&tip, &bar.map(spoken).unwrap_or_default());
                set(&tile, "fill-opacity", &words::fixed(0.06 + 0.44 * shade, 3));
            }
        }
        set_text(&self.caption, &peak(bars));
        set(&self.picture, "aria-label", &description(title, bars));
        self.table.keep(distribution, is_offered)
    }

    /// Takes everything away but the map.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw("", &Distribution(Vec::new()), false)
    }
}

/// The numbers behind a picture, made into rows only while a reader has the table open.
struct Numbers {
    ledger: Rc<Ledger>,
    _open: Listener,
}

struct Ledger {
    details: HtmlDetailsElement,
    body: Element,
    row: Template,
    distribution: RefCell<Distribution>,
    /// The column whose values these are.
    column: &'static str,
    /// Whether their rows can be looked at.
    is_offered: Cell<bool>,
}

impl Numbers {
    fn find(
        document: &Document,
        figure: &Element,
        column: &'static str,
    ) -> Result<Numbers, Trouble> {
        let ledger = Rc::new(Ledger {
            details: within(figure, "details")?,
            body: within(figure, "tbody")?,
            row: Template::by_id(document, "bar-row")?,
            distribution: RefCell::new(Distribution(Vec::new())),
            column,
            is_offered: Cell::new(false),
        });
        let opened = Rc::clone(&ledger);
        let open = Listener::new(&ledger.details, "toggle", move |_| {
            if let Err(trouble) = opened.fill() {
                web_sys::console::error_1(&trouble.to_string().into());
            }
        })?;
        Ok(Numbers { ledger, _open: open })
    }

    fn keep(&self, distribution: &Distribution, is_offered: bool) -> Result<(), Trouble> {
        self.ledger.is_offered.set(is_offered);
        self.ledger.distribution.replace(distribution.clone());
        self.ledger.fill()
    }
}

impl Ledger {
    /// The filter that takes the rows of a bar, if there are any to be looked at.
    fn filter(&self, bar: &Bar) -> Option<String> {
        let is_offered = self.is_offered.get() && bar.count > 0;
        is_offered.then(|| format!("{}={}", self.column, bar.name))
    }

    fn fill(&self) -> Result<(), Trouble> {
        if !self.details.open() {
            return Ok(());
        }
        let bars = &self.distribution.borrow().0;
        self.row.fit(&self.body, bars.len() as u32)?;
        for (row, bar) in children(&self.body).zip(bars) {
            name(&row, &bar.name, self.filter(bar).as_deref())?;
            let texts = [thousands(bar.count), words::share(bar.percent)];
            children(&row).skip(1).zip(texts).for_each(|(cell, text)| set_text(&cell, &text));
        }
        Ok(())
    }
}

/// The largest share, never zero, so that it can be divided by.
fn highest(bars: &[Bar]) -> f64 {
    bars.iter().map(|bar| bar.percent).fold(f64::MIN_POSITIVE, f64::max)
}

fn spoken(bar: &Bar) -> String {
    format!("{}: {}, {}", bar.name, words::counted(bar.count, "row"), words::share(bar.percent))
}

fn peak(bars: &[Bar]) -> String {
    let most = bars.iter().max_by(|one, other| one.percent.total_cmp(&other.percent));
    let most = most.filter(|bar| bar.count > 0);
    most.map(|bar| format!("most: {}, {}", bar.name, words::share(bar.percent))).unwrap_or_default()
}

fn description(title: &str, bars: &[Bar]) -> String {
    match (bars.first(), bars.last()) {
        (Some(first), Some(last)) => {
            format!("{title}: {} bars, {} to {}; {}", bars.len(), first.name, last.name, peak(bars))
        }
        _ => "No rows yet".to_owned(),
    }
}
