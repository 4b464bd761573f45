//! What one piece of a file showed.

use serde::{Deserialize, Serialize};

use super::criteria::Criteria;
use super::emails::Emails;
use super::ids::IdRun;
use super::swallowed::Stretch;
use crate::customers::statistics::Statistics;
use crate::findings::{Findings, Lines, Rule};

/// What one piece of a file showed.
///
/// It crosses from a worker to the page with `serde`; the address hashes, eight bytes a row, travel
/// beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PieceReport {
    /// A 64-bit hash of the address of every row, 0 where there is none.
    #[serde(skip)]
    pub emails: Vec<u64>,
    pub(super) lines: Lines,
    pub(super) ids: Vec<IdRun>,
    /// Values that go over several lines, and do not look as if rows were in them.
    pub(super) stretches: Vec<Stretch>,
    /// How many rows end in CR LF or CR, and the line of the first.
    pub(super) crlf: (u64, u64),
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

impl PieceReport {
    /// A report in which no row has been read yet.
    pub(super) fn of_nothing(criteria: &Criteria) -> PieceReport {
        PieceReport {
            emails: Vec::new(),
            lines: Lines::default(),
            ids: Vec::new(),
            stretches: Vec::new(),
            crlf: (0, 0),
            findings: Findings::new(criteria.examples),
            statistics: Statistics::new(&criteria.recipe, criteria.window()),
        }
    }

    /// Whether there is an example of a row on this line that breaks `rule`.
    pub(crate) fn shows(&self, rule: Rule, line: u64) -> bool {
        self.findings.examples(rule).binary_search_by_key(&line, |example| example.line).is_ok()
    }

    /// Forgets the addresses, if so many rows of the file come before these: they are compared among the first.
    pub(crate) fn forget_emails_behind(&mut self, rows: u64) {
        if rows >= Emails::COMPARED as u64 {
            self.emails = Vec::new();
        }
    }

    /// Keeps so many examples of each finding, the first.
    pub(crate) fn shorten(&mut self, examples: u32) {
        self.findings.shorten(examples);
    }
}
