//! Distributions as pictures, each with the same numbers as a table for whoever asks for it.
//! Which distributions there are is for `results` to know.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlDetailsElement, MouseEvent};

use crate::dom::{Listener, Template, Trouble, children, set, set_text, svg, within};
use segmint::number::thousands;
use segmint::statistics::Distribution;
use segmint_page::pictures::{self, Picture};
use segmint_page::words;

/// Where a picture says which rows are asked for by a click: `age=34`.
const FILTER: &str = "data-filter";

/// A histogram: one column for each value, side by side, in one layer or several. The one under the pointer is told.
pub(crate) struct Histogram {
    picture: Element,
    layers: Vec<Element>,
    caption: Element,
    axis: Element,
    table: Option<Numbers>,
    drawn: Rc<RefCell<Picture>>,
    _pointer: [Listener; 2],
}

impl Histogram {
    /// The histogram whose `<figure>` has this id.
    pub(crate) fn find(document: &Document, id: &str) -> Result<Histogram, Trouble> {
        let figure: Element = crate::dom::by_id(document, id)?;
        let (picture, caption): (Element, Element) =
            (within(&figure, "svg")?, within(&figure, "figcaption small")?);
        let drawn = Rc::new(RefCell::new(Picture::empty()));
        let over = {
            let (drawn, picture, caption) = (Rc::clone(&drawn), picture.clone(), caption.clone());
            move |event: Event| {
                let Ok(pointer) = event.dyn_into::<MouseEvent>() else { return };
                let frame = picture.get_bounding_client_rect();
                let place = (f64::from(pointer.client_x()) - frame.left()) / frame.width();
                let drawn = drawn.borrow();
                let Some(bar) = drawn.under(place) else { return };
                set_text(&caption, &pictures::spoken(bar));
                if !drawn.column.is_empty() {
                    set(&picture, FILTER, &format!("{}={}", drawn.column, bar.name));
                }
            }
        };
        let left = {
            let (drawn, picture, caption) = (Rc::clone(&drawn), picture.clone(), caption.clone());
            move |_| {
                set_text(&caption, &drawn.borrow().told);
                let _ = picture.remove_attribute(FILTER);
            }
        };
        let has_table = figure.query_selector("details")?.is_some();
        Ok(Histogram {
            layers: children(&picture).collect(),
            axis: within(&figure, ".axis")?,
            table: has_table.then(|| Numbers::find(document, &figure)).transpose()?,
            _pointer: [
                Listener::new(&picture, "pointermove", over)?,
                Listener::new(&picture, "pointerleave", left)?,
            ],
            picture,
            caption,
            drawn,
        })
    }

    /// Draws the picture, and keeps the numbers for whoever asks for them as a table.
    pub(crate) fn draw(&self, picture: Picture, numbers: &Distribution) -> Result<(), Trouble> {
        let all = picture.layers.iter().map(String::as_str).chain(std::iter::repeat(""));
        self.layers.iter().zip(all).for_each(|(layer, path)| set(layer, "d", path));
        for (label, end) in children(&self.axis).zip(&picture.ends) {
            set_text(&label, end);
        }
        set_text(&self.caption, &picture.told);
        set(&self.picture, "aria-label", &picture.described);
        self.drawn.replace(picture);
        self.table.as_ref().map_or(Ok(()), |table| table.keep(numbers))
    }

    /// Takes everything away.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw(Picture::empty(), &Distribution(Vec::new()))
    }
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
            set(&group, FILTER, &format!("state={state}"));
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
            table: Numbers::find(document, &figure)?,
        })
    }

    /// Draws the distribution.
    pub(crate) fn draw(&self, title: &str, distribution: &Distribution) -> Result<(), Trouble> {
        let bars = &distribution.0;
        let highest = bars.iter().map(|bar| bar.percent).fold(f64::MIN_POSITIVE, f64::max);
        for (group, (state, _, _)) in children(&self.picture).zip(TILES) {
            let bar = bars.iter().find(|bar| bar.name == state);
            let shade = bar.map_or(0.0, |bar| bar.percent / highest);
            let mut parts = children(&group);
            if let (Some(tip), Some(tile)) = (parts.next(), parts.next()) {
                set_text(&tip, &bar.map(pictures::spoken).unwrap_or_default());
                set(&tile, "fill-opacity", &words::fixed(0.06 + 0.44 * shade, 3));
            }
        }
        set_text(&self.caption, &pictures::peak(bars));
        set(&self.picture, "aria-label", &pictures::description(title, bars));
        self.table.keep(distribution)
    }

    /// Takes everything away but the map.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.draw("", &Distribution(Vec::new()))
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
}

impl Numbers {
    fn find(document: &Document, figure: &Element) -> Result<Numbers, Trouble> {
        let ledger = Rc::new(Ledger {
            details: within(figure, "details")?,
            body: within(figure, "tbody")?,
            row: Template::by_id(document, "chart-row")?,
            distribution: RefCell::new(Distribution(Vec::new())),
        });
        let opened = Rc::clone(&ledger);
        let open = Listener::new(&ledger.details, "toggle", move |_| {
            if let Err(trouble) = opened.fill() {
                web_sys::console::error_1(&trouble.to_string().into());
            }
        })?;
        Ok(Numbers { ledger, _open: open })
    }

    fn keep(&self, distribution: &Distribution) -> Result<(), Trouble> {
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
            let texts = [bar.name.clone(), thousands(bar.count), words::share(bar.percent)];
            children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, &text));
        }
        Ok(())
    }
}
