//! How close the rows are to what the recipe describes: pairs of columns, columns beside their targets,
//! places and names. Made into rows only while a reader has it open.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Document, Element, HtmlDetailsElement, HtmlElement, HtmlSelectElement};

use crate::dom::{Listener, Template, Trouble, by_id, children, set, set_text, show, within};
use segmint::customers::statistics::{StatePlaces, Summary};
use segmint_page::evidence::{self, Pair};
use segmint_page::words;

/// The view.
pub(crate) struct Evidence {
    shelf: Rc<Shelf>,
    _listeners: [Listener; 2],
}

/// Its places in the document, and what is to be seen there.
struct Shelf {
    details: HtmlDetailsElement,
    pairs: Element,
    pair: Template,
    deviations: Element,
    deviation: Template,
    state: HtmlSelectElement,
    states: Template,
    residents: Element,
    places: Element,
    place: Template,
    /// What is of places and names, which not all rows have that the facts know.
    of_places: HtmlElement,
    of_names: HtmlElement,
    names: [Element; 2],
    name: Template,
    shown: RefCell<Option<Summary>>,
}

impl Evidence {
    /// Finds the places in the document.
    pub(crate) fn find(document: &Document) -> Result<Evidence, Trouble> {
        let body = |id| within(&by_id::<Element>(document, id)?, "tbody");
        let template = |id| Template::by_id(document, id);
        let shelf = Rc::new(Shelf {
            details: by_id(document, "evidence")?,
            pairs: body("pairs")?,
            pair: template("breakdown-row")?,
            deviations: body("deviations")?,
            deviation: template("deviation-row")?,
            state: by_id(document, "places-state")?,
            states: template("state-option")?,
            residents: by_id(document, "places-rows")?,
            places: body("places")?,
            place: template("place-row")?,
            of_places: by_id(document, "of-places")?,
            of_names: by_id(document, "of-names")?,
            names: [body("first-names")?, body("last-names")?],
            name: template("name-row")?,
            shown: RefCell::new(None),
        });
        let filling = |fill: fn(&Shelf) -> Result<(), Trouble>| {
            let shelf = Rc::clone(&shelf);
            move |_| {
                if let Err(trouble) = fill(&shelf) {
                    web_sys::console::error_1(&trouble.to_string().into());
                }
            }
        };
        let listeners = [
            Listener::new(&shelf.details, "toggle", filling(Shelf::fill))?,
            Listener::new(&shelf.state, "change", filling(Shelf::fill_places))?,
        ];
        Ok(Evidence { shelf, _listeners: listeners })
    }

    /// Shows what these statistics say.
    pub(crate) fn show(&self, statistics: &Summary) -> Result<(), Trouble> {
        self.shelf.shown.replace(Some(statistics.clone()));
        self.shelf.fill()
    }

    /// Takes everything away.
    pub(crate) fn clear(&self) -> Result<(), Trouble> {
        self.shelf.shown.replace(None);
        self.shelf.fill()
    }
}

impl Shelf {
    fn fill(&self) -> Result<(), Trouble> {
        if !self.details.open() {
            return Ok(());
        }
        let shown = self.shown.borrow();
        let (pairs, deviations) = match &*shown {
            Some(statistics) => (
                statistics.associations.iter().map(Pair::of).collect(),
                evidence::deviations(statistics),
            ),
            None => (Vec::new(), Vec::new()),
        };
        self.fill_pairs(&pairs)?;
        fill(&self.deviations, &self.deviation, &deviations)?;
        for (body, of) in self.names.iter().zip([0, 1]) {
            let names = shown.as_ref().map_or(&[][..], |statistics| {
                [&*statistics.top_first_names, &*statistics.top_last_names][of]
            });
            fill(body, &self.name, &names.iter().map(evidence::name).collect::<Vec<_>>())?;
        }
        let is_known = |names: fn(&Summary) -> bool| shown.as_ref().is_some_and(names);
        show(&self.of_places, is_known(|statistics| !statistics.top_places.is_empty()));
        show(&self.of_names, is_known(|statistics| !statistics.top_first_names.is_empty()));
        self.fill_states(shown.as_ref().map_or(&[], |statistics| &statistics.top_places))
    }

    /// A bar for each pair on one scale, with a mark where the recipe declares it.
    fn fill_pairs(&self, pairs: &[Pair]) -> Result<(), Trouble> {
        self.pair.fit(&self.pairs, pairs.len() as u32)?;
        for (row, pair) in children(&self.pairs).zip(pairs) {
            let cells: Vec<Element> = children(&row).collect();
            if let [columns, _, actual, declared] = cells.as_slice() {
                let [actual_text, declared_text] = pair.texts();
                set_text(columns, &pair.columns);
                set_text(actual, &actual_text);
                set_text(declared, &declared_text);
            }
            let scaled = |strength: f64| words::fixed(100.0 * strength.clamp(0.0, 1.0), 2);
            set(
                &within::<Element>(&row, ".actual")?,
                "width",
                &scaled(pair.actual.unwrap_or_default()),
            );
            let mark: Element = within(&row, ".target")?;
            let place = scaled(pair.declared.unwrap_or_default());
            set(&mark, "x1", &place);
            set(&mark, "x2", &place);
            set(&mark, "visibility", if pair.declared.is_some() { "visible" } else { "hidden" });
        }
        Ok(())
    }

    /// The states to choose from; the choice stays if it can, and is the fullest before there is one.
    fn fill_states(&self, states: &[StatePlaces]) -> Result<(), Trouble> {
        let chosen = self.state.value();
        self.states.fit(&self.state, states.len() as u32)?;
        for (option, places) in children(&self.state).zip(states) {
            set_text(&option, &places.state);
        }
        let stays = states.iter().any(|places| places.state == chosen);
        if let Some(state) = Some(&*chosen).filter(|_| stays).or(evidence::fullest(states)) {
            self.state.set_value(state);
        }
        self.fill_places_of(states)
    }

    fn fill_places(&self) -> Result<(), Trouble> {
        let shown = self.shown.borrow();
        self.fill_places_of(shown.as_ref().map_or(&[], |statistics| &statistics.top_places))
    }

    fn fill_places_of(&self, states: &[StatePlaces]) -> Result<(), Trouble> {
        let chosen = self.state.value();
        let of_state = states.iter().find(|places| places.state == chosen);
        set_text(&self.residents, &of_state.map(evidence::residents).unwrap_or_default());
        fill(&self.places, &self.place, &of_state.map(evidence::places).unwrap_or_default())
    }
}

/// Makes the body hold a row for each, a cell for each text.
fn fill<const N: usize>(
    body: &Element,
    template: &Template,
    rows: &[[String; N]],
) -> Result<(), Trouble> {
    template.fit(body, rows.len() as u32)?;
    for (row, texts) in children(body).zip(rows) {
        children(&row).zip(texts).for_each(|(cell, text)| set_text(&cell, text));
    }
    Ok(())
}
