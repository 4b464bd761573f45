//! Folds what came of the pieces in the order of the file.

use super::Report;
use super::checker::PieceReport;
use crate::check;
use crate::customers::check::Criteria;
use crate::findings::{Example, Findings, Rule};
use crate::table::{NotInVersion, Table};
use crate::transactions::statistics::Statistics;
use crate::transactions::{SCHEMA, Transactions};

/// A whole file under check.
#[derive(Clone, Debug)]
pub struct FileCheck {
    criteria: Criteria,
    findings: Findings,
    /// The line of a file's first row, which has to be there.
    first_row: Option<u64>,
    statistics: Statistics,
    /// How many rows end in CR LF or CR, and the line of the first.
    crlf: (u64, u64),
}

impl FileCheck {
    /// A check of a file, or of some rows of one.
    #[must_use]
    pub fn new(criteria: &Criteria) -> FileCheck {
        FileCheck {
            criteria: criteria.clone(),
            findings: Findings::new(criteria.examples),
            first_row: None,
            statistics: Statistics::of(criteria),
            crlf: (0, 0),
        }
    }

    /// How many rows there have been.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.statistics.rows
    }

    /// Adds the next piece.
    pub fn absorb(&mut self, piece: PieceReport) {
        self.findings.merge(piece.findings);
        self.statistics.merge(&piece.statistics);
        let (rows, line) = piece.crlf;
        if self.crlf.0 == 0 {
            self.crlf.1 = line;
        }
        self.crlf.0 += rows;
    }

    /// Adds what was found before the first row, and on which line that should stand.
    pub(crate) fn begin(&mut self, findings: Findings, first_row: Option<u64>) {
        self.findings.merge(findings);
        self.first_row = first_row;
    }

    /// Adds what is wrong with the file as a whole.
    pub(crate) fn note(&mut self, rule: Rule, reason: &str) {
        self.findings.add(rule, || Example { reason: reason.to_owned(), ..Example::default() });
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut findings = self.findings.clone();
        if let Some(line) = self.first_row.filter(|_| self.statistics.rows == 0) {
            findings.add(Rule::RowsPresent, || Example { line, ..Example::default() });
        }
        if self.criteria.dated
            && let Err(why) =
                NotInVersion::judge(&SCHEMA, Transactions::SINCE, &self.criteria.recipe)
        {
            findings.add(Rule::FileReadable, || Example {
                reason: why.to_string(),
                ..Example::default()
            });
        }
        check::judge_carriage_returns(&mut findings, self.crlf);
        Report::new(&findings, Vec::new(), self.statistics.summary(&self.criteria))
    }
}
