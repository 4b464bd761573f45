//! The window on the rows: which are looked at, and whether they are on their way. Nothing of how they are drawn.

use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::{Parameter, Recipe};

use crate::protocol::ToWorker;

/// How the reader moves through the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the row that they typed.
    To(String),
    /// One window back.
    Back,
    /// One window on.
    On,
}

/// The window on the rows.
#[derive(Debug)]
pub struct Preview {
    /// How many rows are shown at once.
    shown: u32,
    first: u32,
    /// The row that the reader went to, to be told from its neighbours.
    sought: Option<u32>,
    count: u32,
    /// The recipe, if there is one.
    link: Option<String>,
    /// What has been asked for and has not been handed to a worker.
    wanted: bool,
    /// Rows that have come and wait for the page to be drawn with all the rest.
    held: Option<Lines>,
}

/// Rows as lines, and which those are.
#[derive(Debug, PartialEq, Eq)]
pub struct Lines {
    /// The recipe.
    pub link: String,
    /// The rows.
    pub rows: Rows,
    /// Their lines.
    pub csv: String,
}

impl Preview {
    /// A window of so many rows on nothing yet.
    #[must_use]
    pub fn new(shown: u32) -> Preview {
        Preview { shown, first: 1, sought: None, count: 1, link: None, wanted: false, held: None }
    }

    /// Looks at another recipe, at the same place as far as it goes.
    pub fn look_at(&mut self, recipe: &Recipe) {
        self.count = recipe.parameters().count;
        self.link = Some(Link::from(recipe.clone()).to_string());
        self.go_to(self.first.min(self.last_first()));
    }

    /// Looks at nothing: there is no recipe.
    pub fn look_away(&mut self) {
        self.link = None;
        self.wanted = false;
    }

    /// Moves the window.
    ///
    /// # Errors
    /// What the row that the reader typed must be.
    pub fn go(&mut self, to: &Move) -> Result<(), String> {
        match to {
            Move::To(typed) => {
                let row = Parameter::Count.number(typed).ok().and_then(|row| row.parse().ok());
                let row = row.filter(|row| (1..=self.count).contains(row));
                let Some(row) = row else {
                    return Err(format!("must be a row from 1 to {}", thousands(self.count)));
                };
                self.sought = Some(row);
                self.go_to(row.min(self.last_first()));
            }
            Move::Back => self.go_to(self.first.saturating_sub(self.shown).max(1)),
            Move::On => self.go_to(self.first.saturating_add(self.shown).min(self.last_first())),
        }
        Ok(())
    }

    /// The order for the rows that are to be shown, once for each move.
    #[must_use]
    pub fn order(&self) -> Option<ToWorker> {
        let link = self.link.clone().filter(|_| self.wanted)?;
        Some(ToWorker::Show { link, rows: self.rows() })
    }

    /// Notes that the order has been given.
    pub fn ordered(&mut self) {
        self.wanted = false;
    }

    /// Notes that the order was lost.
    pub fn ask_again(&mut self) {
        self.wanted = true;
    }

    /// Keeps these lines until they are to be shown.
    pub fn hold(&mut self, lines: Lines) {
        self.held = Some(lines);
    }

    /// The lines that were kept, unless the reader has moved on since they were asked for.
    pub fn take(&mut self) -> Option<Lines> {
        let lines = self.held.take()?;
        (Some(&lines.link) == self.link.as_ref() && lines.rows == self.rows()).then_some(lines)
    }

    /// The rows that are looked at.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let last = self.first.saturating_add(self.shown - 1).min(self.count);
        Rows { first: self.first.into(), last: last.into() }
    }

    /// The rows that are looked at, in words.
    #[must_use]
    pub fn range(&self) -> String {
        let Rows { first, last } = self.rows();
        let count = u64::from(self.count);
        let [first, last, count] = [first, last, count].map(thousands);
        format!("{first}\u{2013}{last} of {count}")
    }

    /// The row that the reader went to.
    #[must_use]
    pub fn sought(&self) -> Option<u32> {
        self.sought
    }

    /// Whether there is a recipe.
    #[must_use]
    pub fn has_recipe(&self) -> bool {
        self.link.is_some()
    }

    /// Whether the window can go back, and on.
    #[must_use]
    pub fn ways(&self) -> (bool, bool) {
        (self.first > 1, self.rows().last < self.count.into())
    }

    fn go_to(&mut self, row: u32) {
        self.first = row;
        self.wanted = true;
    }

    /// The first row of the last window.
    fn last_first(&self) -> u32 {
        self.count.saturating_sub(self.shown - 1).max(1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, RecipeVersion};

    use super::*;

    fn on(count: u32) -> Preview {
        let parameters = Parameters {
            count,
            ..Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap())
        };
        let mut preview = Preview::new(20);
        preview.look_at(&Recipe::new(parameters).unwrap());
        preview
    }

    fn rows(first: u64, last: u64) -> Rows {
        Rows { first, last }
    }

    #[test]
    fn the_window_stays_within_the_data_set() {
        let mut preview = on(50);
        assert_eq!((preview.rows(), preview.ways()), (rows(1, 20), (false, true)));
        preview.go(&Move::On).unwrap();
        assert_eq!((preview.rows(), preview.ways()), (rows(21, 40), (true, true)));
        preview.go(&Move::On).unwrap();
        assert_eq!((preview.rows(), preview.ways()), (rows(31, 50), (true, false)));
        assert_eq!(preview.range(), "31\u{2013}50 of 50");
        preview.go(&Move::Back).unwrap();
        preview.go(&Move::Back).unwrap();
        assert_eq!(preview.rows(), rows(1, 20));
        assert_eq!(on(7).rows(), rows(1, 7));
    }

    #[test]
    fn a_typed_row_is_found_or_refused() {
        let mut preview = on(99_999_999);
        preview.go(&Move::To(" 73,204,511 ".to_owned())).unwrap();
        assert_eq!((preview.rows().first, preview.sought()), (73_204_511, Some(73_204_511)));
        for typed in ["", "0", "100000000", "+5", "-5", "1.5", "x"] {
            let told = preview.go(&Move::To(typed.to_owned())).unwrap_err();
            assert_eq!(told, "must be a row from 1 to 99,999,999");
        }
        preview.go(&Move::To("99999999".to_owned())).unwrap();
        assert_eq!(preview.rows(), rows(99_999_980, 99_999_999));
    }

    #[test]
    fn rows_are_asked_for_once_and_shown_only_where_they_belong() {
        let mut preview = on(50);
        let Some(ToWorker::Show { link, rows }) = preview.order() else { unreachable!() };
        preview.ordered();
        assert_eq!(preview.order(), None);
        let lines = || Lines { link: link.clone(), rows, csv: "a\n".to_owned() };
        preview.hold(lines());
        assert_eq!(preview.take(), Some(lines()));
        assert_eq!(preview.take(), None);
        preview.hold(lines());
        preview.go(&Move::On).unwrap();
        assert_eq!(preview.take(), None);
        preview.ordered();
        preview.ask_again();
        assert!(preview.order().is_some());
        preview.look_away();
        assert!(preview.order().is_none() && !preview.has_recipe());
    }
}
