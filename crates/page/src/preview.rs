//! The window on the rows: which are looked at, and whether they are on their way. Nothing of how they are drawn.

use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::Parameter;
use segmint::tables::TableId;

use crate::chosen::Chosen;
use crate::filter::Filter;
use crate::protocol::ToWorker;
use crate::row_finder::{Found, Place};
use crate::search::Search;
use crate::shown_rows::{RowFault, ShownRows};

/// How the reader moves through the rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the row, or the customer, that they typed.
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
    table: TableId,
    /// The first customer, who has one row in their own table and many of transactions, which are shown of one
    /// customer at a time.
    first: u32,
    /// How many of that customer's transactions are before the window.
    before: u32,
    /// How many that customer has, once they have come.
    purchases: Option<u32>,
    /// The row that the reader went to, to be told from its neighbours.
    sought: Option<u32>,
    /// Whether the reader comes from a row of the other table.
    is_arriving: bool,
    count: u32,
    /// Whether the recipe has another table.
    has_choice: bool,
    /// The recipe, if there is one.
    link: Option<String>,
    /// What has been asked for and has not been handed to a worker.
    wanted: bool,
    /// Rows that have come and wait for the page to be drawn with all the rest.
    held: Option<Lines>,
    /// The search for certain rows, if the reader wants no others.
    search: Option<Search>,
    /// The data set, if there is one, for another search.
    chosen: Option<Chosen>,
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
    /// The faults in them.
    pub faults: Vec<RowFault>,
}

impl Preview {
    /// A window of so many rows on nothing yet.
    #[must_use]
    pub fn new(shown: u32) -> Preview {
        Preview {
            shown,
            table: TableId::default(),
            first: 1,
            before: 0,
            purchases: None,
            sought: None,
            is_arriving: false,
            count: 1,
            has_choice: false,
            link: None,
            wanted: false,
            held: None,
            search: None,
            chosen: None,
        }
    }

    /// Looks at another data set, at the same place as far as it goes.
    pub fn look_at(&mut self, chosen: &Chosen) {
        self.count = chosen.customers();
        self.table = chosen.table();
        self.has_choice = TableId::Transactions.judge(chosen.recipe()).is_ok();
        self.link = Some(chosen.link().to_string());
        self.go_to(self.first.min(self.last_first()));
        // Another data set of the same table has such rows, too, unless the reader has come for somebody.
        let filter = self.search.take().map(|search| search.filter().clone());
        let filter = filter.filter(|filter| !self.is_arriving && filter.is_of(self.table));
        self.chosen = Some(chosen.clone());
        if let Some(filter) = filter {
            self.show_only(filter);
        }
    }

    /// Looks at those rows alone that this filter takes.
    pub fn show_only(&mut self, filter: Filter) {
        let search = |chosen| Search::new(filter, chosen, self.shown);
        self.search = self.chosen.as_ref().map(search);
        self.wanted = false;
    }

    /// Looks at all rows again.
    pub fn show_all(&mut self) {
        if self.search.take().is_some() {
            self.wanted = true;
        }
    }

    /// The search for certain rows, if the reader wants no others.
    #[must_use]
    pub fn search(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// Looks further for them.
    pub fn look_further(&mut self) {
        if let Some(search) = &mut self.search {
            search.look_further();
        }
    }

    /// Takes rows that have been found in the data set of this link; whether the search rests then.
    pub fn take_found(&mut self, link: &str, filter: &str, from: Place, found: Found) -> bool {
        let search = self.search.as_mut().filter(|_| self.link.as_deref() == Some(link));
        search.is_some_and(|search| search.take_found(filter, from, found))
    }

    /// Is to look at this customer as soon as there is another data set to look at.
    pub fn seek(&mut self, customer: u32) {
        self.first = customer;
        self.sought = Some(customer);
        self.is_arriving = true;
    }

    /// Whether the reader comes from a row of the other table; once.
    pub fn arrives(&mut self) -> bool {
        std::mem::take(&mut self.is_arriving)
    }

    /// Looks at nothing: there is no recipe.
    pub fn look_away(&mut self) {
        self.link = None;
        self.chosen = None;
        self.wanted = false;
    }

    /// Moves the window.
    ///
    /// # Errors
    /// What the row that the reader typed must be.
    pub fn go(&mut self, to: &Move) -> Result<(), String> {
        match (to, &mut self.search) {
            (Move::Back, Some(search)) => search.go_back(),
            (Move::On, Some(search)) => search.go_on(),
            _ => self.move_window(to)?,
        }
        Ok(())
    }

    fn move_window(&mut self, to: &Move) -> Result<(), String> {
        match to {
            Move::To(typed) => {
                let row = Parameter::Count.number(typed).ok().and_then(|row| row.parse().ok());
                let row = row.filter(|row| (1..=self.count).contains(row));
                let Some(row) = row else {
                    let thing = match self.table {
                        TableId::Customers => "row",
                        TableId::Transactions => "customer",
                    };
                    return Err(format!("must be a {thing} from 1 to {}", thousands(self.count)));
                };
                self.search = None;
                self.sought = Some(row);
                self.go_to(row.min(self.last_first()));
            }
            Move::Back if self.before > 0 => self.turn_to(self.before.saturating_sub(self.shown)),
            Move::On if self.has_more() => self.turn_to(self.before + self.shown),
            Move::Back => self.go_to(self.first.saturating_sub(self.step()).max(1)),
            Move::On => self.go_to(self.first.saturating_add(self.step()).min(self.last_first())),
        }
        Ok(())
    }

    /// The order for the rows that are to be shown, once for each move.
    #[must_use]
    pub fn order(&self) -> Option<ToWorker> {
        let link = self.link.clone()?;
        match &self.search {
            Some(search) => search.order(link),
            None => self.wanted.then(|| ToWorker::Show { link, rows: self.rows() }),
        }
    }

    /// Notes that the order has been given.
    pub fn ordered(&mut self) {
        match &mut self.search {
            Some(search) => search.ordered(),
            None => self.wanted = false,
        }
    }

    /// Notes that an order was lost.
    pub fn ask_again(&mut self) {
        match &mut self.search {
            Some(search) => search.ask_again(),
            None => self.wanted = true,
        }
    }

    /// Keeps these lines until they are to be shown.
    pub fn hold(&mut self, lines: Lines) {
        self.held = Some(lines);
    }

    /// What of the lines that were kept is in the window, unless the reader has moved on since they were asked for.
    pub fn take(&mut self) -> Option<ShownRows> {
        if let Some(search) = &mut self.search {
            self.held = None;
            return search.take_news(self.has_choice);
        }
        let Lines { link, rows, csv, faults } = self.held.take()?;
        if Some(&link) != self.link.as_ref() || rows != self.rows() {
            return None;
        }
        let mut shown = ShownRows::of(&csv, &faults, self.table, self.has_choice);
        match self.table {
            TableId::Customers => {
                let sought = self.sought.and_then(|row| u64::from(row).checked_sub(rows.first));
                let row = sought.and_then(|at| shown.rows.get_mut(at as usize));
                if let Some(row) = row {
                    row.is_sought = true;
                }
            }
            TableId::Transactions => {
                self.purchases = Some(shown.rows.len() as u32);
                let all = std::mem::take(&mut shown.rows).into_iter();
                let window = all.skip(self.before as usize).take(self.shown as usize);
                shown.rows = window.collect();
            }
        }
        Some(shown)
    }

    /// The table that is looked at.
    #[must_use]
    pub fn table(&self) -> TableId {
        self.table
    }

    /// The customers that are looked at.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let last = self.first.saturating_add(self.step() - 1).min(self.count);
        Rows { first: self.first.into(), last: last.into() }
    }

    /// The rows that are looked at, in words.
    #[must_use]
    pub fn range(&self) -> String {
        if let Some(search) = &self.search {
            return search.range();
        }
        let Rows { first, last } = self.rows();
        let count = u64::from(self.count);
        let [first, last, count] = [first, last, count].map(thousands);
        match (self.table, self.purchases) {
            (TableId::Customers, _) => format!("{first}\u{2013}{last} of {count}"),
            (TableId::Transactions, None) => format!("customer {first} of {count}"),
            (TableId::Transactions, Some(0)) => {
                format!("customer {first} of {count} bought nothing")
            }
            (TableId::Transactions, Some(all)) => {
                let last = self.before.saturating_add(self.shown).min(all);
                let [from, to, all] = [self.before + 1, last, all].map(thousands);
                format!("customer {first} of {count}: {from}\u{2013}{to} of {all}")
            }
        }
    }

    /// The row that the reader went to.
    #[must_use]
    pub fn sought(&self) -> Option<u32> {
        self.sought
    }

    /// Whether its customers can be looked at in another table.
    #[must_use]
    pub fn has_choice(&self) -> bool {
        self.has_choice
    }

    /// Whether there is a recipe.
    #[must_use]
    pub fn has_recipe(&self) -> bool {
        self.link.is_some()
    }

    /// Whether the window can go back, and on.
    #[must_use]
    pub fn ways(&self) -> (bool, bool) {
        if let Some(search) = &self.search {
            return search.ways();
        }
        let is_last = self.rows().last >= self.count.into();
        (self.first > 1 || self.before > 0, !is_last || self.has_more())
    }

    fn go_to(&mut self, row: u32) {
        self.first = row;
        self.purchases = None;
        self.turn_to(0);
    }

    /// Turns to another page of the customer's transactions.
    fn turn_to(&mut self, before: u32) {
        self.before = before;
        self.wanted = true;
    }

    /// Whether the customer has transactions behind the window.
    fn has_more(&self) -> bool {
        self.purchases.is_some_and(|purchases| purchases > self.before.saturating_add(self.shown))
    }

    /// How many customers there are in a window.
    fn step(&self) -> u32 {
        match self.table {
            TableId::Customers => self.shown,
            TableId::Transactions => 1,
        }
    }

    /// The first customer of the last window.
    fn last_first(&self) -> u32 {
        self.count.saturating_sub(self.step() - 1).max(1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, Recipe, RecipeVersion};

    use super::*;

    fn chosen(count: u32, table: TableId) -> Chosen {
        let as_of = "2026-11-23".parse().unwrap();
        let parameters = Parameters { count, ..Parameters::defaults(RecipeVersion::V2, as_of) };
        Chosen::new(Recipe::new(parameters).unwrap(), table).unwrap()
    }

    fn on(count: u32) -> Preview {
        let mut preview = Preview::new(20);
        preview.look_at(&chosen(count, TableId::Customers));
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
        let lines = || Lines {
            link: link.clone(),
            rows,
            csv: "a\nb\n".to_owned(),
            faults: vec![RowFault { row: 1, column: Some(5), kind: "unknown state".to_owned() }],
        };
        preview.go(&Move::To("2".to_owned())).unwrap();
        preview.go(&Move::To("1".to_owned())).unwrap();
        preview.hold(lines());
        let shown = preview.take().unwrap().rows;
        assert_eq!((&*shown[0].line, shown[0].is_sought, shown[0].fault(5)), ("a", true, None));
        assert_eq!((shown[1].is_sought, shown[1].fault(5)), (false, Some("unknown state")));
        preview.ordered();
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

    #[test]
    fn transactions_are_shown_of_one_customer_at_a_time() {
        let mut preview = Preview::new(20);
        preview.seek(7);
        preview.look_at(&chosen(8, TableId::Transactions));
        assert_eq!((preview.rows(), preview.range()), (rows(7, 7), "customer 7 of 8".to_owned()));
        let come = |preview: &mut Preview, count: usize| {
            let Some(ToWorker::Show { link, rows }) = preview.order() else { unreachable!() };
            assert!(link.ends_with("&table=transactions"));
            let rows_of: Vec<String> = (1..=count).map(|row| row.to_string()).collect();
            let csv = rows_of.join("\n") + if count > 0 { "\n" } else { "" };
            let faults = vec![RowFault { row: 40, column: Some(2), kind: "late".to_owned() }];
            preview.hold(Lines { link, rows, csv, faults });
            let rows = preview.take().unwrap().rows;
            assert!(rows.iter().all(|row| row.fault(2).is_some() == (row.line == "41")));
            rows.into_iter().map(|row| row.line).collect::<Vec<_>>().join(" ")
        };
        assert!(come(&mut preview, 45).ends_with(" 20"));
        assert_eq!(preview.range(), "customer 7 of 8: 1\u{2013}20 of 45");
        preview.go(&Move::On).unwrap();
        preview.go(&Move::On).unwrap();
        assert_eq!(come(&mut preview, 45), "41 42 43 44 45");
        assert_eq!(preview.range(), "customer 7 of 8: 41\u{2013}45 of 45");
        preview.go(&Move::On).unwrap();
        assert_eq!((preview.rows(), preview.ways()), (rows(8, 8), (true, false)));
        assert_eq!(come(&mut preview, 0), "");
        assert_eq!(preview.range(), "customer 8 of 8 bought nothing");
        preview.go(&Move::Back).unwrap();
        assert_eq!(preview.rows(), rows(7, 7));
        let told = preview.go(&Move::To("9".to_owned())).unwrap_err();
        assert_eq!(told, "must be a customer from 1 to 8");
        // Their own row, among the last twenty.
        preview.look_at(&chosen(50, TableId::Customers));
        assert_eq!((preview.rows(), preview.sought()), (rows(7, 26), Some(7)));
    }
}
