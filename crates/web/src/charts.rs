//! Distributions as pictures, each with the same numbers as a table for whoever asks for it.
//! Which distributions there are is for `results` to know.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlDetailsElement, KeyboardEvent, MouseEvent};

use crate::breakdown::name;
use crate::dom::{Listener, Template, Trouble, children, set, set_text, svg, within};
use crate::pick;
use segmint::number::thousands;
use segmint::statistics::{Bar, Distribution};
use segmint_page::pictures::{self, Picture};
use segmint_page::words;

/// What a picture has only while its columns can be chosen.
const SLIDER: [&str; 6] = [
    "tabindex",
    "aria-valuemin",
    "aria-valuemax",
    "aria-valuenow",
    "aria-valuetext",
    "data-filter",
];

/// A histogram: one column for each value, side by side, in one layer or several. The one under the pointer, or that
/// the arrow keys have come to, is told, and can be chosen to see its rows.
pub(crate) struct Histogram {
    layers: Vec<Element>,
    axis: Element,
    table: Option<Numbers>,
    bars: Rc<Bars>,
    _listeners: [Listener; 5],
}

/// The columns of a histogram, and which of them is pointed at.
struct Bars {
    picture: Element,
    caption: Element,
    drawn: RefCell<Picture>,
    /// Stands round the column that is pointed at.
    frame: Element,
    /// Whether the rows can be looked at.
    is_offered: Cell<bool>,
    /// The one that the arrow keys have come to.
    place: Cell<usize>,
}

impl Histogram {
    /// The histogram whose `<figure>` has this id.
    pub(crate) fn find(document: &Document, id: &str) -> Result<Histogram, Trouble> {
        let figure: Element = crate::dom::by_id(document, id)?;
        let picture: Element = within(&figure, "svg")?;
        let layers = children(&picture).collect();
        let frame = svg(document, "path")?;
        set(&frame, "class", "frame");
        picture.append_child(&frame)?;
        let bars = Rc::new(Bars {
            picture: picture.clone(),
            caption: within(&figure, "figcaption small")?,
            drawn: RefCell::new(Picture::empty()),
            frame: frame.clone(),
            is_offered: Cell::new(false),
            place: Cell::new(0),
        });
        let over = |bars: &Rc<Bars>| {
            let bars = Rc::clone(bars);
            move |event: Event| {
                if let Ok(pointer) = event.dyn_into::<MouseEvent>() {
                    bars.follow(&pointer);
                }
            }
        };
        let (left, pressed, focused) = (Rc::clone(&bars), Rc::clone(&bars), Rc::clone(&bars));
        let has_table = figure.query_selector("details")?.is_some();
        Ok(Histogram {
            layers,
            axis: within(&figure, ".axis")?,
            table: has_table.then(|| Numbers::find(document, &figure)).transpose()?,
            _listeners: [
                Listener::new(&picture, "pointermove", over(&bars))?,
                // A finger moves nowhere before it presses.
                Listener::new(&picture, "pointerdown", over(&bars))?,
                Listener::new(&picture, "pointerleave", move |_| left.leave())?,
                Listener::new(&picture, "focus", move |_| focused.hint())?,
                Listener::new(&picture, "keydown", move |event| {
                    let steps = event.dyn_ref::<KeyboardEvent>().map_or(0, steps);
                    if steps != 0 && pressed.step(steps) {
                        event.prevent_default();
                    }
                })?,
            ],
            bars,
        })
    }

    /// Draws the picture, and keeps the numbers for whoever asks for them as a table; whether the rows can be looked
    /// at.
    pub(crate) fn draw(
        &self,
        picture: Picture,
        numbers: &Distribution,
        is_offered: bool,
    ) -> Result<(), Trouble> {
        let all = picture.layers.iter().map(String::as_str).chain(std::iter::repeat(""));
        self.layers.iter().zip(all).for_each(|(layer, path)| set(layer, "d", path));
        for (label, end) in children(&self.axis).zip(&picture.ends) {
            set_text(&label, end);
        }
        let column = picture.column;
        let is_offered = is_offered && !column.is_empty() && !picture.columns.0.is_empty();
        self.bars.show(picture, is_offered);
        self.table.as_ref().map_or(Ok(()), |table| table.keep(numbers, column, is_offered))
    }

    /// Takes everything away.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw(Picture::empty(), &Distribution(Vec::new()), false)
    }
}

/// How many columns on a key leads.
fn steps(key: &KeyboardEvent) -> isize {
    match key.key().as_str() {
        "ArrowRight" | "ArrowUp" => 1,
        "ArrowLeft" | "ArrowDown" => -1,
        "PageUp" => 10,
        "PageDown" => -10,
        _ => 0,
    }
}

impl Bars {
    fn show(&self, drawn: Picture, is_offered: bool) {
        set_text(&self.caption, &drawn.told);
        set(&self.picture, "aria-label", &drawn.described);
        self.is_offered.set(is_offered);
        self.place.set(self.place.get().min(drawn.columns.0.len().saturating_sub(1)));
        if is_offered {
            // Its value is the column that can be chosen.
            set(&self.picture, "role", "slider");
            set(&self.picture, "tabindex", "0");
            set(&self.picture, "aria-valuemin", "1");
            set(&self.picture, "aria-valuemax", &drawn.columns.0.len().to_string());
            self.point_at(&drawn, self.place.get());
            set_text(&self.caption, &drawn.told);
        } else {
            set(&self.picture, "role", "img");
            for name in SLIDER {
                let _ = self.picture.remove_attribute(name);
            }
        }
        self.drawn.replace(drawn);
    }

    /// Points at a column: it is told, and is what a click or Enter chooses.
    fn point_at(&self, drawn: &Picture, place: usize) {
        let Some(bar) = drawn.columns.0.get(place) else { return };
        self.place.set(place);
        let told = pictures::spoken(bar);
        set_text(&self.caption, &told);
        set(&self.frame, "d", &pictures::frame(drawn.columns.0.len(), place));
        if self.is_offered.get() {
            set(&self.picture, "aria-valuenow", &(place + 1).to_string());
            set(&self.picture, "aria-valuetext", &told);
            let filter = format!("{}={}", drawn.column, bar.name);
            pick::point(&self.picture, Some(&*filter).filter(|_| bar.count > 0));
        }
    }

    fn follow(&self, pointer: &MouseEvent) {
        let frame = self.picture.get_bounding_client_rect();
        let place = (f64::from(pointer.client_x()) - frame.left()) / frame.width();
        let drawn = self.drawn.borrow();
        if let Some(place) = drawn.under(place) {
            self.point_at(&drawn, place);
        }
    }

    /// Says which keys do what, to who comes with the keyboard.
    fn hint(&self) {
        if self.is_offered.get() && self.picture.matches(":focus-visible").unwrap_or(false) {
            set_text(&self.caption, "\u{2190} \u{2192} choose a bar, Enter shows its rows");
        }
    }

    fn leave(&self) {
        set_text(&self.caption, &self.drawn.borrow().told);
    }

    /// Goes so many columns on, if they can be chosen.
    fn step(&self, steps: isize) -> bool {
        let drawn = self.drawn.borrow();
        let last = drawn.columns.0.len().saturating_sub(1);
        self.point_at(&drawn, self.place.get().saturating_add_signed(steps).min(last));
        self.is_offered.get()
    }
}

/// The states as tiles, about where they lie on the map; the darker, the more rows.
pub(crate) struct TileMap {
    picture: Element,
    tiles: Vec<Tile>,
    caption: Element,
    table: Numbers,
}

/// A state among the tiles.
struct Tile {
    state: &'static str,
    group: Element,
    tip: Element,
    square: Element,
    /// Whether its rows can be looked at: what stays as it is is not said again.
    is_offered: Cell<bool>,
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
        let mut tiles = Vec::with_capacity(TILES.len());
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
            tiles.push(Tile { state, group, tip, square: tile, is_offered: Cell::new(false) });
        }
        Ok(TileMap {
            picture,
            tiles,
            caption: within(&figure, "figcaption small")?,
            table: Numbers::find(document, &figure)?,
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
        let highest = bars.iter().map(|bar| bar.percent).fold(f64::MIN_POSITIVE, f64::max);
        for tile in &self.tiles {
            let bar = bars.iter().find(|bar| bar.name == tile.state);
            tile.draw(bar, highest, is_offered);
        }
        pick::let_in(&self.picture);
        set_text(&self.caption, &pictures::peak(bars));
        set(&self.picture, "aria-label", &pictures::description(title, bars));
        self.table.keep(distribution, "state", is_offered)
    }

    /// Takes everything away but the map.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw("", &Distribution(Vec::new()), false)
    }
}

impl Tile {
    /// Draws what is known of the state, beside the highest share of any.
    fn draw(&self, bar: Option<&Bar>, highest: f64, is_offered: bool) {
        let is_offered = is_offered && bar.is_some_and(|bar| bar.count > 0);
        if self.is_offered.replace(is_offered) != is_offered {
            let filter = is_offered.then(|| format!("state={}", self.state));
            pick::offer(&self.group, filter.as_deref());
        }
        set_text(&self.tip, &bar.map(pictures::spoken).unwrap_or_default());
        let shade = bar.map_or(0.0, |bar| bar.percent / highest);
        set(&self.square, "fill-opacity", &words::fixed(0.06 + 0.44 * shade, 3));
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
    /// The column whose values these are, if their rows can be looked at.
    column: Cell<Option<&'static str>>,
}

impl Numbers {
    fn find(document: &Document, figure: &Element) -> Result<Numbers, Trouble> {
        let ledger = Rc::new(Ledger {
            details: within(figure, "details")?,
            body: within(figure, "tbody")?,
            row: Template::by_id(document, "bar-row")?,
            distribution: RefCell::new(Distribution(Vec::new())),
            column: Cell::new(None),
        });
        let opened = Rc::clone(&ledger);
        let open = Listener::new(&ledger.details, "toggle", move |_| {
            if let Err(trouble) = opened.fill() {
                web_sys::console::error_1(&trouble.to_string().into());
            }
        })?;
        Ok(Numbers { ledger, _open: open })
    }

    fn keep(
        &self,
        distribution: &Distribution,
        column: &'static str,
        is_offered: bool,
    ) -> Result<(), Trouble> {
        self.ledger.column.set(is_offered.then_some(column));
        self.ledger.distribution.replace(distribution.clone());
        self.ledger.fill()
    }
}

impl Ledger {
    fn fill(&self) -> Result<(), Trouble> {
        if !self.details.open() {
            return Ok(());
        }
        let bars = &self.distribution.borrow().0;
        self.row.fit(&self.body, bars.len() as u32)?;
        for (row, bar) in children(&self.body).zip(bars) {
            let column = self.column.get().filter(|_| bar.count > 0);
            let filter = column.map(|column| format!("{column}={}", bar.name));
            name(&row, &bar.name, filter.as_deref())?;
            let texts = [thousands(bar.count), words::share(bar.percent)];
            children(&row).skip(1).zip(texts).for_each(|(cell, text)| set_text(&cell, &text));
        }
        Ok(())
    }
}
