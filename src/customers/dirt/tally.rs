//! What was injected into some rows, and what a validation must find and does find of it: no more,
//! no less.

use serde::{Deserialize, Serialize};

use super::Injection;
use crate::customers::check::{FileCheck, PieceReport, Report};
use crate::dirt::{DirtReport, FaultCount};
use crate::findings::Rule;
use crate::plan::Rows;
use crate::recipe::FaultKind;

/// Counts of what was injected and of what was found of it, of rows that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    rows: Rows,
    /// Rows with each kind of fault.
    injected: Vec<u64>,
    /// How many of these were found in the row itself, on its line and under its rule.
    found: Vec<u64>,
    /// How many ids stand in an earlier one of these rows.
    ids: u64,
    /// The rows whose address does.
    emails: Vec<u64>,
    sequence: Sequence,
}

/// The rules that are broken by one row only in the light of others.
const OF_SEVERAL_ROWS: [Rule; 4] =
    [Rule::IdUnique, Rule::IdSequential, Rule::EmailUnique, Rule::SegmentShare];

impl Tally {
    /// The tally of rows with these faults, in their order, and of what was found in them. The
    /// report must have kept all its examples.
    #[must_use]
    pub fn of(rows: Rows, injections: &[Injection], piece_report: &PieceReport) -> Tally {
        let mut tally = Tally::before(rows);
        tally.rows = rows;
        // What lies before these rows can be had more than once.
        let mut borrowed = Vec::new();
        let mut next = rows.first;
        for injection in injections {
            let Injection { row, flaw, source, .. } = *injection;
            tally.injected[flaw as usize] += 1;
            let is_found = injection.rules().iter().all(|&rule| {
                OF_SEVERAL_ROWS.contains(&rule) || piece_report.shows(rule, injection.line())
            });
            tally.found[flaw as usize] += u64::from(is_found);
            if row > next {
                tally.sequence.add(0);
            }
            next = row + 1;
            if !injection.hides_the_id() {
                let is_id = flaw == FaultKind::DuplicateId;
                tally
                    .sequence
                    .add(source.filter(|_| is_id).map_or(0, |source| (row - source) as u32));
            }
            let Some(source) = source else { continue };
            let is_here = source >= rows.first || borrowed.contains(&(flaw, source));
            borrowed.push((flaw, source));
            match flaw {
                FaultKind::DuplicateId => tally.ids += u64::from(is_here),
                _ if is_here => tally.emails.push(row),
                _ => {}
            }
        }
        if next <= rows.last {
            tally.sequence.add(0);
        }
        tally
    }

    /// A tally of none of these rows yet.
    #[must_use]
    pub fn before(rows: Rows) -> Tally {
        Tally {
            rows: Rows { last: rows.first - 1, ..rows },
            injected: vec![0; FaultKind::COUNT],
            found: vec![0; FaultKind::COUNT],
            ids: 0,
            emails: Vec::new(),
            sequence: Sequence::default(),
        }
    }

    /// Adds the tally of the rows that follow, from the beginning of a block on.
    ///
    /// Of rows whose address repeats, only those are kept that are compared, so that memory does not grow
    /// with the count.
    pub fn append(&mut self, mut later: Tally) {
        self.rows.last = later.rows.last;
        later.emails.retain(|row| is_compared(*row, self.rows));
        add_all(&mut self.injected, &later.injected);
        add_all(&mut self.found, &later.found);
        self.ids += later.ids;
        self.emails.append(&mut later.emails);
        self.sequence.append(later.sequence);
    }

    /// Holds what was found in all these rows against what was injected.
    ///
    /// The shares of the segments are not looked at: they say something about a file, and faults that
    /// hide many segments change them.
    #[must_use]
    pub fn outcome(&self, report: &Report) -> DirtReport {
        let rows = |rule| {
            let finding = report.findings().find(|finding| finding.rule == rule);
            finding.map_or(0, |finding| finding.rows)
        };
        let harvest = |kind: FaultKind| {
            let (injected, found) = (self.injected[kind as usize], self.found[kind as usize]);
            let (expected, found) = match kind {
                FaultKind::DuplicateId => (
                    self.ids + self.sequence.steps,
                    rows(Rule::IdUnique) + rows(Rule::IdSequential),
                ),
                FaultKind::DuplicateEmail => (
                    self.emails.iter().filter(|row| is_compared(**row, self.rows)).count() as u64,
                    rows(Rule::EmailUnique),
                ),
                _ => (injected, found),
            };
            FaultCount { kind, injected, expected, found }
        };
        let of_one_row = Rule::ALL.into_iter().filter(|rule| !OF_SEVERAL_ROWS.contains(rule));
        let kinds = FaultKind::ALL.map(harvest);
        let explained: u64 = FaultKind::ALL
            .into_iter()
            .filter(|flaw| !matches!(flaw, FaultKind::DuplicateId | FaultKind::DuplicateEmail))
            .map(|flaw| self.found[flaw as usize])
            .sum();
        DirtReport {
            strays: of_one_row.map(rows).sum::<u64>() - explained,
            kinds: kinds.into_iter().filter(|kind| kind.injected > 0 || kind.found > 0).collect(),
        }
    }
}

/// Whether the address of a row is among those that are compared, of all in `rows`.
const fn is_compared(row: u64, rows: Rows) -> bool {
    row - rows.first < FileCheck::EMAILS_COMPARED as u64
}

/// How the ids of rows follow each other, as far as they can be read: by how much each lies behind
/// its row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sequence {
    /// The first and the last.
    ends: Option<(u32, u32)>,
    /// How often the next is another.
    steps: u64,
}

impl Sequence {
    fn add(&mut self, behind: u32) {
        self.append(Sequence { ends: Some((behind, behind)), steps: 0 });
    }

    fn append(&mut self, later: Sequence) {
        self.steps += later.steps;
        self.ends = match (self.ends, later.ends) {
            (Some((first, last)), Some((next, end))) => {
                self.steps += u64::from(last != next);
                Some((first, end))
            }
            (ends, None) | (None, ends) => ends,
        };
    }
}

fn add_all(counts: &mut [u64], others: &[u64]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_beyond_those_compared_take_no_memory() {
        let first = 1_001;
        let mut tally = Tally::before(Rows { first, last: 3_000_000 });
        let compared = FileCheck::EMAILS_COMPARED as u64;
        let rows = [first, first + compared - 1, first + compared, first + 2 * compared];
        for row in rows {
            let part = Tally::before(Rows { first: row, last: row });
            tally.append(Tally { rows: Rows { first: row, last: row }, emails: vec![row], ..part });
        }
        assert_eq!(tally.emails, rows[..2]);
        assert_eq!(tally.rows, Rows { first, last: rows[3] });
    }
}
