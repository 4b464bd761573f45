//! Looks through the rows of a data set for those that a reader wants to see. A worker does it, a part of the data set
//! at a time; which part, and what becomes of the rows, is for `search`.

use segmint::customers;
use segmint::link::Link;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Parameters, Recipe};
use segmint::table::Generate;
use segmint::tables::TableId;
use serde::{Deserialize, Serialize};

use crate::filter::{Candidate, Filter, SEGMENT};
use crate::shown_rows::{RowFault, ShownRow};
use crate::tables::TableGenerator;

/// So many blocks of customers are made at once: what is made beyond the last row that is wanted is made in vain.
const BLOCKS: PartitionSize = PartitionSize::Blocks(4);

/// A place among the rows of a data set, with nothing of how many rows come before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The customer, counted from 1.
    pub customer: u32,
    /// How many of their rows come before.
    pub row: u32,
}

/// Which rows are looked through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From here on.
    pub from: Place,
    /// How many rows there are before that, if anybody has counted.
    pub before: u64,
    /// The last customer.
    pub last: u32,
    /// How many rows are wanted: with the last of them it ends.
    pub most: u32,
}

/// A row that was wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRow {
    /// Where it is.
    pub place: Place,
    /// Its line, without the line feed.
    pub line: String,
    /// The faults in it: the position of the column, or nothing for the row as a whole, and the kind in words.
    pub faults: Vec<(Option<u32>, String)>,
}

/// What came of a part.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The rows.
    pub rows: Vec<FoundRow>,
    /// Where nobody has looked yet.
    pub next: Place,
    /// How many rows there are before that, if so many were counted.
    pub before: u64,
}

/// Looks through the rows of one data set.
pub struct RowFinder {
    generator: TableGenerator,
    /// Who has which segment, where the rows do not say it.
    segments: Option<customers::Generator>,
    filter: Filter,
    table: TableId,
}

impl RowFinder {
    /// For the rows of the table that this link names, and the filter of this text.
    ///
    /// # Errors
    /// If the recipe does not have the table, or the text is no filter of it.
    pub fn new(link: Link, filter: &str) -> Result<RowFinder, String> {
        let table = link.table;
        let filter = Filter::read(filter, table).ok_or_else(|| format!("{filter} is no filter"))?;
        let segments = filter.asks_of_customers().then(|| segments_of(&link.recipe)).transpose()?;
        let generator = TableGenerator::of(link).map_err(|error| error.to_string())?;
        Ok(RowFinder { generator, segments, filter, table })
    }

    /// Looks through a part of the rows; `csv` is memory to be used.
    pub fn look(&mut self, part: &Part, csv: &mut Vec<u8>) -> Found {
        let first = part.from.customer;
        let mut found = Found { rows: Vec::new(), next: part.from, before: part.before };
        if first > part.last {
            return found;
        }
        let all = Rows { first: first.into(), last: part.last.into() };
        for customers in all.partitions(BLOCKS) {
            let is_full = match self.table {
                TableId::Customers => self.look_at_customers(customers, part, csv, &mut found),
                TableId::Transactions => self.look_at_payments(customers, part, csv, &mut found),
            };
            if is_full {
                return found;
            }
            found.next = Place { customer: customers.last as u32 + 1, row: 0 };
        }
        found
    }

    /// Each is one row.
    fn look_at_customers(
        &self,
        customers: Rows,
        part: &Part,
        csv: &mut Vec<u8>,
        found: &mut Found,
    ) -> bool {
        let faults = self.generator.write(customers, csv);
        let text = String::from_utf8_lossy(csv);
        for (at, line) in (0..).zip(text.lines()) {
            let row = customers.first + u64::from(at);
            let place = Place { customer: row as u32, row: 0 };
            if self.filter.takes(Candidate { line, row, segment: None }) {
                found.take(place, line, &faults, at);
                if found.rows.len() >= part.most as usize {
                    found.next = Place { customer: place.customer + 1, row: 0 };
                    found.before = row;
                    return true;
                }
            }
        }
        found.before = customers.last;
        false
    }

    /// Those of one customer after the other.
    fn look_at_payments(
        &self,
        customers: Rows,
        part: &Part,
        csv: &mut Vec<u8>,
        found: &mut Found,
    ) -> bool {
        let column = customers::SCHEMA.position(SEGMENT).unwrap_or_default();
        let segments = self.segments.as_ref().map(|generator| {
            generator.write(customers, csv);
            let text = String::from_utf8_lossy(csv);
            let segment = |line: &str| line.split(',').nth(column).unwrap_or_default().to_owned();
            text.lines().map(segment).collect::<Vec<_>>()
        });
        for customer in customers.first..=customers.last {
            let at = (customer - customers.first) as usize;
            let segment = segments.as_ref().and_then(|segments| segments.get(at));
            let segment = segment.map(String::as_str);
            if segment.is_some_and(|segment| !self.filter.takes_segment(segment)) {
                continue;
            }
            let faults = self.generator.write(Rows { first: customer, last: customer }, csv);
            let text = String::from_utf8_lossy(csv);
            let customer = customer as u32;
            let skipped = if customer == part.from.customer { part.from.row } else { 0 };
            for (at, line) in (0..).zip(text.lines()).skip(skipped as usize) {
                found.before += 1;
                if self.filter.takes(Candidate { line, row: found.before, segment }) {
                    found.take(Place { customer, row: at }, line, &faults, at);
                    if found.rows.len() >= part.most as usize {
                        found.next = Place { customer, row: at + 1 };
                        return true;
                    }
                }
            }
        }
        false
    }
}

impl Found {
    fn take(&mut self, place: Place, line: &str, faults: &[RowFault], at: u32) {
        let of_row = faults.iter().filter(|fault| fault.row == at);
        let faults = of_row.map(|fault| (fault.column, fault.kind.clone())).collect();
        self.rows.push(FoundRow { place, line: line.to_owned(), faults });
    }
}

impl FoundRow {
    /// As it is shown.
    #[must_use]
    pub fn shown(&self) -> ShownRow {
        ShownRow { line: self.line.clone(), faults: self.faults.clone(), is_sought: false }
    }
}

/// Customers as they are without the faults that their own table has.
fn segments_of(recipe: &Recipe) -> Result<customers::Generator, String> {
    let dirt = recipe.parameters().dirt.of_transactions();
    let clean = Recipe::new(Parameters { dirt, ..recipe.parameters().clone() });
    let clean = clean
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok(customers::Generator::new(&clean))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::data_set::DataSet;

    use super::*;

    const CUSTOMERS: &str =
        "v=2&seed=7&count=6000&as_of=2026-11-23&dirt=unknown_state:40,ragged_row:30";
    const PAYMENTS: &str = "v=2&seed=7&count=90&as_of=2026-11-23&dirt=unknown_segment:5,unknown_channel:9&table=transactions";

    /// The lines of the file, without its header.
    fn file(link: &str) -> Vec<String> {
        let Link { recipe, table, .. } = Link::parse(link).unwrap();
        let mut csv = Vec::new();
        match table {
            TableId::Customers => {
                DataSet::customers(recipe).write(&mut csv, |_| ()).map(drop).unwrap();
            }
            TableId::Transactions => {
                let data_set = DataSet::transactions(recipe).unwrap();
                data_set.write(&mut csv, |_| ()).map(drop).unwrap();
            }
        }
        let text = String::from_utf8(csv).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    }

    /// All rows that this filter takes, so many at a time, and how often it was looked.
    fn all(link: &str, filter: &str, last: u32, most: u32) -> (Vec<FoundRow>, u32) {
        let mut finder = RowFinder::new(Link::parse(link).unwrap(), filter).unwrap();
        let (mut rows, mut looks, mut csv) = (Vec::new(), 0, Vec::new());
        let (mut from, mut before) = (Place { customer: 1, row: 0 }, 0);
        while from.customer <= last {
            let found = finder.look(&Part { from, before, last, most }, &mut csv);
            assert!(found.rows.len() <= most as usize);
            assert_ne!(found.next, from, "it goes on");
            (from, before) = (found.next, found.before);
            rows.extend(found.rows);
            looks += 1;
        }
        (rows, looks)
    }

    fn lines(rows: &[FoundRow]) -> Vec<&str> {
        rows.iter().map(|row| row.line.as_str()).collect()
    }

    #[test]
    fn exactly_the_rows_that_are_wanted_are_found_whatever_is_asked_for_at_a_time() {
        let file = file(CUSTOMERS);
        // Where it belongs: in a ragged row it may stand in another column.
        let is_wanted = |line: &&String| line.split(',').nth(11) == Some("Declining");
        let wanted: Vec<&str> = file.iter().filter(is_wanted).map(String::as_str).collect();
        assert!(wanted.len() > 500);
        for most in [20, 100_000] {
            let (found, looks) = all(CUSTOMERS, "customer_segment=Declining", 6_000, most);
            assert!(lines(&found) == wanted, "{most}");
            assert!(looks >= wanted.len() as u32 / most);
            let is_at = |row: &FoundRow| file[row.place.customer as usize - 1] == row.line;
            assert!(found.iter().all(is_at));
        }
        assert_eq!(all(CUSTOMERS, "age=1000", 6_000, 20), (Vec::new(), 1));
    }

    #[test]
    fn faults_come_with_their_rows() {
        let (found, _) = all(CUSTOMERS, "age=22-75", 6_000, 300);
        let faults: Vec<_> = found.iter().flat_map(|row| &row.faults).collect();
        assert_eq!(faults.iter().filter(|(_, kind)| kind == "unknown state").count(), 40);
        assert!(faults.iter().any(|(column, kind)| kind == "ragged row" && column.is_none()));
    }

    #[test]
    fn payments_are_found_by_what_they_are_and_by_whose_they_are() {
        let file = file(PAYMENTS);
        let online: Vec<&str> =
            file.iter().filter(|line| line.contains(",Online,")).map(String::as_str).collect();
        for most in [1_000, 7] {
            assert!(lines(&all(PAYMENTS, "channel=Online", 90, most).0) == online, "{most}");
        }
        // Also of customers whose own row has a fault there.
        let customers = self::file("v=2&seed=7&count=90&as_of=2026-11-23");
        let ids = customers.iter().filter(|line| line.contains(",Declining,"));
        let ids: Vec<&str> = ids.map(|line| &line[..12]).collect();
        let (found, _) = all(PAYMENTS, "customer_segment=Declining", 90, 100);
        let is_theirs = |row: &FoundRow| ids.contains(&&*format!("CUST{:08}", row.place.customer));
        assert!(!found.is_empty() && found.iter().all(is_theirs));
        let of_them = file.iter().filter(|line| ids.iter().any(|id| line[3..11] == id[4..]));
        assert_eq!(found.len(), of_them.count());
        let both = "customer_segment=Declining;channel=Online";
        let (found, _) = all(PAYMENTS, both, 90, 100);
        assert!(found.iter().all(|row| is_theirs(row) && row.line.contains(",Online,")));
    }

    #[test]
    fn a_line_of_the_file_is_found() {
        for (link, last) in [(CUSTOMERS, 6_000), (PAYMENTS, 90)] {
            let file = file(link);
            for line in [2, 3_333, file.len() + 1] {
                let (found, _) = all(link, &format!("line={line}"), last, 20);
                assert_eq!(lines(&found), [file[line - 2].as_str()], "{link}: {line}");
            }
        }
    }

    #[test]
    fn what_is_no_filter_finds_nothing() {
        let link = || Link::parse(CUSTOMERS).unwrap();
        assert_eq!(RowFinder::new(link(), "height=180").err().unwrap(), "height=180 is no filter");
    }
}
