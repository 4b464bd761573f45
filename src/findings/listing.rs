//! The findings of a report as a list: an entry for each example, sorted by any column, written as
//! CSV that a spreadsheet can open without harm. Nothing of how a list looks.

use std::cmp::Ordering;

use csv_core::Writer;

use super::report::{Finding, Report};
use crate::csv_line::write_line;

/// The findings of a report, one entry for each example.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing(pub Vec<ListingEntry>);

/// An example of a finding, with what is true of the finding as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListingEntry {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The identifier of the rule.
    pub rule: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// How many rows break the rule.
    pub rows: u64,
    /// The line; nothing for what is true of the whole file.
    pub line: Option<u64>,
    /// The column, or nothing where the row as a whole is meant.
    pub column: String,
    /// The value, shortened and made printable.
    pub value: String,
    /// What is wrong with it, where the rule does not say so much.
    pub reason: String,
}

/// What a listing can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListingKey {
    /// Errors before warnings.
    Severity,
    /// The identifier of the rule.
    Rule,
    /// How many rows break the rule.
    Rows,
    /// The line.
    Line,
    /// The column.
    Column,
    /// The value.
    Value,
    /// What is wrong with it.
    Reason,
}

impl ListingKey {
    /// Every key, in the order of a listing's columns.
    pub const ALL: [ListingKey; 7] = [
        ListingKey::Severity,
        ListingKey::Rule,
        ListingKey::Rows,
        ListingKey::Line,
        ListingKey::Column,
        ListingKey::Value,
        ListingKey::Reason,
    ];
}

/// The head of the CSV.
const HEADER: [&str; 8] =
    ["severity", "rule", "message", "rows", "line", "column", "value", "reason"];

impl Listing {
    /// The findings of a report, in its order: errors, then warnings.
    #[must_use]
    pub fn of<S>(report: &Report<S>) -> Listing {
        let errors = report.errors.iter().map(|finding| ("error", finding));
        let warnings = report.warnings.iter().map(|finding| ("warning", finding));
        Listing(
            errors.chain(warnings).flat_map(|(severity, finding)| of(severity, finding)).collect(),
        )
    }

    /// The same entries in the order of `key`, or in the reverse; where it does not tell two
    /// apart, they keep their order.
    #[must_use]
    pub fn sorted(&self, key: ListingKey, reversed: bool) -> Listing {
        let mut entries = self.0.clone();
        entries.sort_by(|one, other| {
            let order = compare(key, one, other);
            if reversed { order.reverse() } else { order }
        });
        Listing(entries)
    }

    /// As CSV (RFC 4180, lines that end in LF). A field that a spreadsheet would take for a formula
    /// begins with an apostrophe.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let (mut csv, writer) = (Vec::new(), Writer::new());
        write_line(&mut csv, &writer, &HEADER);
        for entry in &self.0 {
            let line = entry.line.map(|line| line.to_string()).unwrap_or_default();
            let fields = [
                entry.severity,
                entry.rule,
                entry.message.as_str(),
                &entry.rows.to_string(),
                &line,
                &entry.column,
                &entry.value,
                &entry.reason,
            ];
            write_line(&mut csv, &writer, &fields);
        }
        String::from_utf8_lossy(&csv).into_owned()
    }
}

/// An entry for each example; one all the same if there is none.
fn of(severity: &'static str, finding: &Finding) -> Vec<ListingEntry> {
    let whole = ListingEntry {
        severity,
        rule: finding.rule.id(),
        message: finding.message.clone(),
        rows: finding.rows,
        ..ListingEntry::default()
    };
    if finding.examples.is_empty() {
        return vec![whole];
    }
    let entries = finding.examples.iter().map(|example| ListingEntry {
        line: (example.line > 0).then_some(example.line),
        column: example.column.clone(),
        value: example.value.clone(),
        reason: example.reason.clone(),
        ..whole.clone()
    });
    entries.collect()
}

fn compare(key: ListingKey, one: &ListingEntry, other: &ListingEntry) -> Ordering {
    match key {
        ListingKey::Severity => one.severity.cmp(other.severity),
        ListingKey::Rule => one.rule.cmp(other.rule),
        ListingKey::Rows => one.rows.cmp(&other.rows),
        ListingKey::Line => one.line.cmp(&other.line),
        ListingKey::Column => one.column.cmp(&other.column),
        ListingKey::Value => compare_values(&one.value, &other.value),
        ListingKey::Reason => one.reason.cmp(&other.reason),
    }
}

/// Whole numbers as numbers, and before all other text.
fn compare_values(one: &str, other: &str) -> Ordering {
    let number = |text: &str| text.parse::<i64>();
    match (number(one), number(other)) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::check::Criteria;
    use crate::validate::validate;

    const HEADER_LINE: &str = crate::customers::HEADER;

    fn listing(rows: &[&str]) -> Listing {
        let file = HEADER_LINE.to_owned() + &rows.concat();
        let report = validate(file.as_bytes(), &Criteria::default(), |_| ()).unwrap();
        Listing::of(&report)
    }

    fn entry(rows: u64, line: Option<u64>, value: &str) -> ListingEntry {
        ListingEntry { rows, line, value: value.to_owned(), ..ListingEntry::default() }
    }

    #[test]
    fn every_example_has_its_entry() {
        let Listing(entries) = listing(&[
            "CUST00000001,A,B,a@b.co,17,CA,X,Employed,Standard,5000,2020-01-01,Declining,gradual\n",
            "CUST00000002,A,B,b@b.co,99,XX,X,Employed,Standard,5000,2020-01-01,Declining,gradual\n",
        ]);
        let ages: Vec<_> = entries.iter().filter(|entry| entry.rule == "age_range").collect();
        assert_eq!(ages.len(), 2);
        assert_eq!((ages[0].rows, ages[0].line, &ages[0].value[..]), (2, Some(2), "17"));
        assert_eq!((ages[1].severity, ages[1].line, &ages[1].value[..]), ("error", Some(3), "99"));
        let share = entries.iter().find(|entry| entry.rule == "segment_share").unwrap();
        assert_eq!((share.severity, share.line), ("warning", None));
    }

    #[test]
    fn numbers_sort_as_numbers_and_equals_keep_their_order() {
        let listing = Listing(vec![
            entry(10, Some(100), "b"),
            entry(9, Some(20), "10"),
            entry(10, None, "9"),
            entry(9, Some(3), "a"),
        ]);
        let order = |key, reversed| -> Vec<usize> {
            let Listing(sorted) = listing.sorted(key, reversed);
            let place = |entry| listing.0.iter().position(|other| other == entry).unwrap();
            sorted.iter().map(place).collect()
        };
        assert_eq!(order(ListingKey::Rows, false), [1, 3, 0, 2]);
        assert_eq!(order(ListingKey::Rows, true), [0, 2, 1, 3]);
        assert_eq!(order(ListingKey::Line, false), [2, 3, 1, 0]);
        assert_eq!(order(ListingKey::Value, false), [2, 1, 3, 0]);
        assert_eq!(order(ListingKey::Reason, true), [0, 1, 2, 3]);
    }

    #[test]
    fn the_csv_reads_back_and_holds_no_formula() {
        let wild = ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "a,b", "say \"x\"", "two\nlines", ""];
        let listing = Listing(wild.map(|value| entry(1, Some(2), value)).to_vec());
        let text = listing.to_csv();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap(), &HEADER[..]);
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        let values: Vec<&str> = records.iter().map(|record| &record[6]).collect();
        assert_eq!(
            values,
            ["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", "a,b", "say \"x\"", "two\nlines", ""]
        );
        assert!(text.contains("\"say \"\"x\"\"\"") && text.contains("\"a,b\""), "{text}");
    }

    #[test]
    fn a_list_of_nothing_is_a_header() {
        assert_eq!(Listing::default().to_csv(), HEADER.join(",") + "\n");
    }
}
