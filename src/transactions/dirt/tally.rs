//! What was injected into some transactions, and what a validation must find and does find of it: no more, no less.

use serde::{Deserialize, Serialize};

use super::Injection;
use crate::dirt::{DirtReport, FaultCount, Injected};
use crate::recipe::FaultKind;
use crate::transactions::check::{PieceReport, Report};

/// Counts of what was injected and of what was found of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows with each kind of fault.
    injected: Vec<u64>,
    /// How many of these were found, on their line and under their rule.
    found: Vec<u64>,
}

impl Tally {
    /// Nothing was injected.
    #[must_use]
    pub fn nothing() -> Tally {
        Tally { injected: vec![0; FaultKind::COUNT], found: vec![0; FaultKind::COUNT] }
    }

    /// The tally of rows with these faults, and of what was found in them. The report must have kept all its
    /// examples.
    #[must_use]
    pub fn of(injections: &[Injection], piece_report: &PieceReport) -> Tally {
        let mut tally = Tally::nothing();
        for injection in injections {
            let is_found =
                injection.rules().iter().all(|&rule| piece_report.shows(rule, injection.line()));
            tally.injected[injection.flaw as usize] += 1;
            tally.found[injection.flaw as usize] += u64::from(is_found);
        }
        tally
    }

    /// Adds the tally of other rows.
    pub fn append(&mut self, other: &Tally) {
        for (mine, others) in
            [(&mut self.injected, &other.injected), (&mut self.found, &other.found)]
        {
            mine.iter_mut().zip(others).for_each(|(count, more)| *count += more);
        }
    }

    /// Holds what was found in all these rows against what was injected.
    #[must_use]
    pub fn outcome(&self, report: &Report) -> DirtReport {
        let all: u64 = report.findings().map(|finding| finding.rows).sum();
        let count = |kind: FaultKind| {
            let (injected, found) = (self.injected[kind as usize], self.found[kind as usize]);
            FaultCount { kind, injected, expected: injected, found }
        };
        DirtReport {
            strays: all - self.found.iter().sum::<u64>(),
            kinds: FaultKind::ALL.map(count).into_iter().filter(|kind| kind.injected > 0).collect(),
        }
    }
}
