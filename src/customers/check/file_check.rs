//! Folds the reports of all pieces in file order, and adds what only the whole can show.

use super::Report;
use super::criteria::Criteria;
use super::emails::Emails;
use super::ids::{Gap, Ids};
use super::mismatch::mismatches;
use super::piece_report::PieceReport;
use super::swallowed::Stretch;
use crate::check;
use crate::customers::statistics::Statistics;
use crate::findings::{Example, Findings, Rule};
use crate::number::thousands;
use crate::recipe::{Segment, WHOLE, percent};

/// A whole file under check.
#[derive(Clone, Debug)]
pub struct FileCheck {
    criteria: Criteria,
    findings: Findings,
    /// The line of a file's first row, which has to be there.
    first_row: Option<u64>,
    statistics: Statistics,
    ids: Ids,
    emails: Emails,
    /// The last value so far that goes over several lines, its row counted in the file.
    stretch: Option<(u64, Stretch)>,
    /// How many rows end in CR LF or CR, and the line of the first.
    crlf: (u64, u64),
}

/// How many lines a sheet of Excel has.
const SHEET_LINES: u64 = 1_048_576;

impl FileCheck {
    /// How many rows are compared for addresses that repeat: what is known of so many fits in
    /// 16 MB. The addresses of further rows are not compared, and the report says so.
    pub const EMAILS_COMPARED: usize = Emails::COMPARED;

    /// A check of a file, or of some rows of one.
    #[must_use]
    pub fn new(criteria: &Criteria) -> FileCheck {
        let PieceReport { findings, statistics, .. } = PieceReport::of_nothing(criteria);
        FileCheck {
            criteria: criteria.clone(),
            findings,
            first_row: None,
            statistics,
            ids: Ids::default(),
            emails: Emails::default(),
            stretch: None,
            crlf: (0, 0),
        }
    }

    /// Adds the next piece.
    pub fn absorb(&mut self, piece_report: PieceReport) {
        let PieceReport { emails, lines, ids, stretches, crlf, findings, statistics } =
            piece_report;
        self.findings.merge(findings);
        let rows_before = self.statistics.rows;
        self.statistics.merge(&statistics);
        if self.crlf.0 == 0 {
            self.crlf.1 = crlf.1;
        }
        self.crlf.0 += crlf.0;
        let mut stretches = stretches.into_iter().peekable();
        for run in ids {
            let gap = self.ids.add(run, rows_before, &lines, &mut self.findings);
            while let Some(stretch) = stretches.next_if(|stretch| stretch.row < run.row) {
                self.stretch = Some((rows_before + u64::from(stretch.row), stretch));
            }
            if let Some(gap) = gap {
                self.judge_gap(gap);
            }
        }
        if let Some(stretch) = stretches.last() {
            self.stretch = Some((rows_before + u64::from(stretch.row), stretch));
        }
        self.emails.add(&emails, &lines);
    }

    /// Ids are missing: where a value goes over several lines just before, rows are within it.
    fn judge_gap(&mut self, Gap { last_row, row, missing }: Gap) {
        let near = |(at, _): &(u64, Stretch)| (last_row..row).contains(at);
        let Some((_, Stretch { first, last, .. })) = self.stretch.filter(near) else { return };
        self.findings.add(Rule::RowsSwallowed, || Example {
            line: first,
            reason: format!(
                "a value goes from line {} to line {}, and {} id{} missing behind it",
                thousands(first),
                thousands(last),
                thousands(missing),
                if missing == 1 { " is" } else { "s are" },
            ),
            ..Example::default()
        });
        self.findings.sort(Rule::RowsSwallowed);
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
        self.judge_lines(&mut findings);
        let mut summary = self.statistics.summary(&self.criteria.recipe, self.criteria.is_given());
        summary.unique_customer_ids = self.ids.unique;
        summary.emails_compared = self.emails.compared();
        summary.emails_all_compared = summary.emails_compared == self.statistics.rows;
        self.emails.judge(&mut findings);
        self.judge_shares(&mut findings);
        let mismatches = mismatches(&self.criteria.recipe, &findings, &self.statistics);
        Report::new(&findings, mismatches, summary)
    }

    /// What is wrong with the lines of a file as a whole, if this is one.
    fn judge_lines(&self, findings: &mut Findings) {
        check::judge_carriage_returns(findings, self.crlf);
        let lines = self.statistics.rows + 1;
        let expected = self.criteria.dated
            && u64::from(self.criteria.recipe.parameters().count) == self.statistics.rows;
        if self.first_row.is_some() && lines == SHEET_LINES && !expected {
            findings.add(Rule::RowsCut, || Example {
                reason: format!("{} lines, the header among them", thousands(lines)),
                ..Example::default()
            });
        }
    }

    /// Holds each segment's share against its target, in whole numbers.
    fn judge_shares(&self, findings: &mut Findings) {
        let Statistics { rows, segments, .. } = &self.statistics;
        let (known, rows) = (segments.iter().sum::<u64>(), u128::from(*rows));
        if known == 0 {
            return;
        }
        let weights = self.criteria.recipe.parameters().weights;
        for ((segment, weight), &count) in Segment::ALL.into_iter().zip(weights).zip(segments) {
            let (actual, target) =
                (u128::from(count) * u128::from(WHOLE), rows * u128::from(weight));
            let off = actual.abs_diff(target);
            // Nobody can be nearer than within one row.
            let is_nearest = off < u128::from(WHOLE);
            if !is_nearest && off > rows * u128::from(self.criteria.tolerance) {
                findings.add(Rule::SegmentShare, || Example {
                    column: "customer_segment".to_owned(),
                    value: segment.name().to_owned(),
                    reason: format!(
                        "{} % instead of {} %",
                        percent(((actual + rows / 2) / rows) as u32),
                        percent(weight.into()),
                    ),
                    ..Example::default()
                });
            }
        }
    }
}
