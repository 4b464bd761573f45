//! What was injected into some rows, and what a validation of them must find: no more, no less.

use serde::{Deserialize, Serialize};

use super::Injection;
use crate::plan::Rows;
use crate::recipe::Flaw;
use crate::validate::{Inspection, Report, Rule};

/// Counts of what was injected and of what must be found, of rows that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    rows: Rows,
    /// Of each kind.
    injected: Vec<u64>,
    /// Of each rule; of addresses that stand twice none yet.
    expected: Vec<u64>,
    /// The rows with the address of another of these.
    emails: Vec<u32>,
    ids: Sequence,
    /// The ids and addresses of rows before these that rows of these have: none from a block's start on.
    #[serde(skip)]
    borrowed: Vec<(Flaw, u32)>,
    /// The row after the last that was noted.
    next: u32,
}

/// What came of what was injected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How many rows got which fault, of the kinds that there are.
    pub injected: Vec<(Flaw, u64)>,
    /// What had to be found and what was, of each rule that has either.
    pub findings: Vec<Found>,
}

impl Outcome {
    /// How many rows got a fault.
    #[must_use]
    pub fn faults(&self) -> u64 {
        self.injected.iter().map(|(_, rows)| rows).sum()
    }

    /// The rules that were broken more or less often than they had to be.
    pub fn astray(&self) -> impl Iterator<Item = &Found> {
        self.findings.iter().filter(|found| found.expected != found.found)
    }

    /// Whether exactly what was injected was found.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.astray().next().is_none()
    }
}

/// How often a rule is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The rule.
    pub rule: Rule,
    /// How often it had to be.
    pub expected: u64,
    /// How often it is.
    pub found: u64,
}

impl Tally {
    /// A tally of these rows, in which no fault has been noted yet.
    #[must_use]
    pub fn new(rows: Rows) -> Tally {
        Tally {
            rows,
            injected: vec![0; Flaw::COUNT],
            expected: vec![0; Rule::ALL.len()],
            emails: Vec::new(),
            ids: Sequence::default(),
            borrowed: Vec::new(),
            next: rows.first,
        }
    }

    /// A tally of none of these rows yet, which others follow.
    #[must_use]
    pub fn before(rows: Rows) -> Tally {
        Tally::new(Rows { last: rows.first - 1, ..rows })
    }

    /// Notes the next fault, in the order of the rows.
    pub fn note(&mut self, injection: &Injection) {
        self.pass(injection.row);
        self.next = injection.row + 1;
        self.injected[injection.flaw as usize] += 1;
        let source = injection.source.unwrap_or(injection.row);
        match injection.flaw {
            Flaw::DuplicateId => {
                self.expected[Rule::IdUnique as usize] += u64::from(self.repeats(injection));
                self.ids.add(injection.row - source);
            }
            Flaw::DuplicateEmail => {
                if self.repeats(injection) {
                    self.emails.push(injection.row);
                }
            }
            _ => {
                for rule in injection.rules() {
                    self.expected[*rule as usize] += 1;
                }
            }
        }
        if injection.flaw != Flaw::DuplicateId && !injection.hides_the_id() {
            self.ids.add(0);
        }
    }

    /// Whether the id or address stands in an earlier one of these rows. The row that it is from may
    /// lie before them; then the first to have it repeats nothing.
    fn repeats(&mut self, injection: &Injection) -> bool {
        let Some(source) = injection.source.filter(|source| *source < self.rows.first) else {
            return true;
        };
        let borrowed = (injection.flaw, source);
        let again = self.borrowed.contains(&borrowed);
        self.borrowed.push(borrowed);
        again
    }

    /// Takes the rows up to `row`, and without it, for clean.
    fn pass(&mut self, row: u32) {
        if self.next < row {
            self.ids.add(0);
        }
    }

    /// Adds the tally of the rows that follow; all faults of both must have been noted.
    pub fn append(&mut self, mut later: Tally) {
        self.pass(self.rows.last + 1);
        later.pass(later.rows.last + 1);
        add_all(&mut self.injected, &later.injected);
        add_all(&mut self.expected, &later.expected);
        self.emails.append(&mut later.emails);
        self.ids.append(later.ids);
        self.rows.last = later.rows.last;
        self.next = later.rows.last + 1;
    }

    /// Holds what was found in these rows against what was injected.
    ///
    /// The shares of the segments are not looked at: they say something about a file, and whatever
    /// hides many segments may change them.
    #[must_use]
    pub fn outcome(mut self, report: &Report) -> Outcome {
        self.pass(self.rows.last + 1);
        let compared = |row: &u32| (row - self.rows.first) < Inspection::EMAILS_COMPARED as u32;
        let repeated = self.emails.iter().copied().filter(|row| compared(row)).count();
        self.expected[Rule::EmailUnique as usize] = repeated as u64;
        self.expected[Rule::IdSequential as usize] = self.ids.steps;
        let of = |rule| report.findings().find(|finding| finding.rule == rule);
        let found = |(rule, expected)| {
            let found = of(rule).map_or(0, |finding| finding.rows);
            Found { rule, expected, found }
        };
        let rules = Rule::ALL.into_iter().zip(self.expected);
        let findings = rules.filter(|(rule, _)| *rule != Rule::SegmentShare).map(found);
        let findings: Vec<Found> =
            findings.filter(|found| found.expected > 0 || found.found > 0).collect();
        let injected = Flaw::ALL.into_iter().zip(self.injected).filter(|(_, rows)| *rows > 0);
        Outcome { injected: injected.collect(), findings }
    }
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
