//! The search for rows that a filter takes, a page of them at a time: where each page begins, what has been found of
//! the one that is looked at, and how far the data set has been looked through. A worker looks through a small part at
//! each order, so that anything else that the reader chooses comes soon; after so many rows in vain they are asked.

use segmint::number::thousands;
use segmint::tables::TableId;

use crate::chosen::Chosen;
use crate::filter::Filter;
use crate::protocol::ToWorker;
use crate::row_finder::{Found, FoundRow, Part, Place};
use crate::shown_rows::ShownRows;

/// About so many rows are looked through at an order: some hundredths of a second.
const ORDER_ROWS: u64 = 40_000;

/// About so many rows are looked through for a page before the reader is asked: a second or two.
const UNASKED_ROWS: u64 = 2_000_000;

/// The search for rows that a filter takes.
#[derive(Debug)]
pub struct Search {
    filter: Filter,
    table: TableId,
    customers: u32,
    /// How many rows a customer has, about.
    rows_a_customer: u64,
    /// How many rows are on a page.
    shown: usize,
    /// Where each page begins that has been looked at; the last is the one that is.
    pages: Vec<Place>,
    /// The rows of this page, and one more if there is another page.
    found: Vec<FoundRow>,
    /// Where nobody has looked yet, and how many rows there are before.
    next: Place,
    before: u64,
    /// The last customer to be looked at before the reader is asked.
    unasked: u32,
    /// Whether an order is to be given.
    is_wanted: bool,
    /// Whether there is something new to be shown.
    is_news: bool,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchState {
    /// Rows are being looked for.
    Looking,
    /// The page is full.
    Full,
    /// The reader is asked whether to look further.
    Paused,
    /// The data set has been looked through.
    Over,
}

impl Search {
    /// For the rows of this data set that a filter takes, so many on a page.
    #[must_use]
    pub fn new(filter: Filter, chosen: &Chosen, shown: u32) -> Search {
        let customers = chosen.customers();
        let mut search = Search {
            filter,
            table: chosen.table(),
            customers,
            rows_a_customer: (chosen.rows() / u64::from(customers)).max(1),
            shown: shown as usize,
            pages: Vec::new(),
            found: Vec::new(),
            next: Place { customer: 1, row: 0 },
            before: 0,
            unasked: 0,
            is_wanted: false,
            is_news: false,
        };
        search.begin_page(Place { customer: 1, row: 0 });
        search
    }

    /// What is searched for.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> SearchState {
        if self.has_more() {
            SearchState::Full
        } else if self.next.customer > self.customers {
            SearchState::Over
        } else if self.next.customer > self.unasked {
            SearchState::Paused
        } else {
            SearchState::Looking
        }
    }

    /// The order for what is to be looked through next, in the data set of this link.
    #[must_use]
    pub fn order(&self, link: String) -> Option<ToWorker> {
        let part = Part {
            from: self.next,
            before: self.before,
            last: self.after(ORDER_ROWS).min(self.unasked),
            most: (self.shown + 1 - self.found.len()) as u32,
        };
        let filter = self.filter.text().to_owned();
        self.is_wanted.then_some(ToWorker::Find { link, filter, part })
    }

    /// Notes that the order has been given.
    pub fn ordered(&mut self) {
        self.is_wanted = false;
    }

    /// Notes that the order was lost.
    pub fn ask_again(&mut self) {
        self.is_wanted = true;
    }

    /// Takes what has been found, if it is of the order that was given last; whether the search rests then.
    pub fn take_found(&mut self, filter: &str, from: Place, found: Found) -> bool {
        if filter != self.filter.text() || from != self.next || self.is_wanted {
            return false;
        }
        self.found.extend(found.rows);
        (self.next, self.before) = (found.next, found.before);
        self.is_news = true;
        self.is_wanted = self.state() == SearchState::Looking;
        !self.is_wanted
    }

    /// The rows of the page as far as they have been found, if there is something new in them.
    pub fn take_news(&mut self, has_choice: bool) -> Option<ShownRows> {
        let rows = self.found.iter().take(self.shown).map(FoundRow::shown).collect();
        let news = ShownRows { table: self.table, rows, has_choice };
        std::mem::take(&mut self.is_news).then_some(news)
    }

    /// Turns to the next page, if there is one.
    pub fn go_on(&mut self) {
        if self.has_more()
            && let Some(row) = self.found.pop()
        {
            self.begin_page(row.place);
        }
    }

    /// Turns to the page before, if there is one.
    pub fn go_back(&mut self) {
        self.pages.pop();
        let start = self.pages.pop().unwrap_or(Place { customer: 1, row: 0 });
        self.begin_page(start);
    }

    /// Looks further than the reader had allowed.
    pub fn look_further(&mut self) {
        if self.state() == SearchState::Paused {
            self.unasked = self.after(UNASKED_ROWS);
            self.is_wanted = true;
        }
    }

    /// Whether one can turn back, and on.
    #[must_use]
    pub fn ways(&self) -> (bool, bool) {
        (self.pages.len() > 1, self.has_more())
    }

    /// What is shown of which customers, in words.
    #[must_use]
    pub fn range(&self) -> String {
        let before = (self.pages.len() - 1) * self.shown;
        let shown = self.found.len().min(self.shown);
        let numbers = match (before + 1, before + shown) {
            (1, 0) => "no matching row".to_owned(),
            (first, last) if first > last => "no more matching rows".to_owned(),
            (first, last) if first == last => format!("matching row {}", thousands(last as u64)),
            (first, last) => {
                let [first, last] = [first as u64, last as u64].map(thousands);
                format!("matching rows {first}\u{2013}{last}")
            }
        };
        let all = thousands(self.customers);
        let searched = thousands(self.next.customer.saturating_sub(1));
        match self.state() {
            SearchState::Over => format!("{numbers}; searched all {all} customers"),
            SearchState::Looking => {
                format!("searching: {numbers}, {searched} of {all} customers so far")
            }
            _ => format!("{numbers}; searched {searched} of {all} customers so far"),
        }
    }

    fn has_more(&self) -> bool {
        self.found.len() > self.shown
    }

    fn begin_page(&mut self, start: Place) {
        self.pages.push(start);
        self.found.clear();
        self.next = start;
        // A filter that counts lines takes one row alone, which is on the first page.
        self.before = 0;
        self.unasked = self.after(UNASKED_ROWS);
        self.is_wanted = true;
    }

    /// The customer with whom so many rows end.
    fn after(&self, rows: u64) -> u32 {
        let customers = (rows / self.rows_a_customer).max(1);
        let last = u64::from(self.next.customer) + customers - 1;
        last.min(self.customers.into()) as u32
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, Recipe, RecipeVersion};

    use super::*;

    fn search(customers: u32, filter: &str, table: TableId) -> Search {
        let as_of = "2026-11-23".parse().unwrap();
        let parameters =
            Parameters { count: customers, ..Parameters::defaults(RecipeVersion::V2, as_of) };
        let chosen = Chosen::new(Recipe::new(parameters).unwrap(), table).unwrap();
        Search::new(Filter::read(filter, table).unwrap(), &chosen, 3)
    }

    /// What a worker would do, if the rows of these customers were wanted; whether the search rests then.
    fn look(search: &mut Search, wanted: impl Fn(u32) -> bool) -> bool {
        let Some(ToWorker::Find { part, filter, .. }) = search.order("link".to_owned()) else {
            unreachable!("nothing is to be looked for");
        };
        search.ordered();
        assert_eq!(search.order("link".to_owned()), None, "one order at a time");
        let mut found = Found { rows: Vec::new(), next: part.from, before: 0 };
        for customer in part.from.customer..=part.last {
            found.next = Place { customer: customer + 1, row: 0 };
            if wanted(customer) {
                let place = Place { customer, row: 0 };
                let (line, faults) = (customer.to_string(), Vec::new());
                found.rows.push(FoundRow { place, line, faults });
                if found.rows.len() == part.most as usize {
                    break;
                }
            }
        }
        search.take_found(&filter, part.from, found)
    }

    fn lines(search: &mut Search) -> Vec<String> {
        search.take_news(true).unwrap().rows.into_iter().map(|row| row.line).collect()
    }

    #[test]
    fn pages_follow_each_other_both_ways() {
        let mut search = search(100, "state=CA", TableId::Customers);
        let tenth = |customer: u32| customer.is_multiple_of(20);
        assert_eq!(search.range(), "searching: no matching row, 0 of 100 customers so far");
        assert!(look(&mut search, tenth));
        assert_eq!(lines(&mut search), ["20", "40", "60"]);
        assert_eq!(search.take_news(true), None, "it is shown once");
        assert_eq!((search.state(), search.ways()), (SearchState::Full, (false, true)));
        assert_eq!(search.range(), "matching rows 1\u{2013}3; searched 80 of 100 customers so far");
        search.go_on();
        assert!(look(&mut search, tenth));
        assert_eq!(lines(&mut search), ["80", "100"]);
        assert_eq!((search.state(), search.ways()), (SearchState::Over, (true, false)));
        assert_eq!(search.range(), "matching rows 4\u{2013}5; searched all 100 customers");
        search.go_on();
        assert_eq!(search.order("link".to_owned()), None, "there is no other page");
        search.go_back();
        assert!(look(&mut search, tenth));
        assert_eq!((lines(&mut search).len(), search.ways()), (3, (false, true)));
    }

    #[test]
    fn a_rare_value_is_looked_for_a_part_at_a_time_and_no_further_than_is_allowed() {
        let mut search = search(99_999_999, "state=CA", TableId::Customers);
        let mut orders = 1;
        while !look(&mut search, |customer| customer == 7 || customer == 3_000_000) {
            orders += 1;
            assert_eq!(lines(&mut search), ["7"]);
        }
        assert_eq!((orders, search.state()), (50, SearchState::Paused));
        assert_eq!(search.order("link".to_owned()), None);
        assert_eq!(
            search.range(),
            "matching row 1; searched 2,000,000 of 99,999,999 customers so far"
        );
        search.look_further();
        while !look(&mut search, |customer| customer == 3_000_000) {}
        assert_eq!(
            (lines(&mut search), search.state()),
            (vec!["7".to_owned(), "3000000".to_owned()], SearchState::Paused)
        );
        assert_eq!(search.next.customer, 4_000_001);
    }

    #[test]
    fn of_transactions_fewer_customers_are_looked_at() {
        let mut search = search(50_000, "status=declined", TableId::Transactions);
        let Some(ToWorker::Find { part, .. }) = search.order("link".to_owned()) else {
            unreachable!("something is to be looked for");
        };
        assert!((50..100).contains(&part.last), "{}", part.last);
        while !look(&mut search, |_| false) {}
        assert_eq!(search.state(), SearchState::Paused);
        assert!((2_000..6_000).contains(&search.next.customer), "{}", search.next.customer);
    }

    #[test]
    fn what_comes_too_late_is_not_taken() {
        let mut search = search(100, "state=CA", TableId::Customers);
        search.ordered();
        let found =
            |customer| Found { rows: Vec::new(), next: Place { customer, row: 0 }, before: 0 };
        let start = Place { customer: 1, row: 0 };
        assert!(!search.take_found("state=TX", start, found(101)));
        assert!(!search.take_found("state=CA", Place { customer: 2, row: 0 }, found(101)));
        assert_eq!(search.state(), SearchState::Looking);
        search.ask_again();
        assert!(search.order("link".to_owned()).is_some());
        search.ordered();
        assert!(search.take_found("state=CA", start, found(101)));
        assert_eq!(search.range(), "no matching row; searched all 100 customers");
    }
}
