//! Folds the examinations of all pieces in file order, and adds what only the whole can show.

use super::Report;
use super::criteria::Criteria;
use super::emails::Emails;
use super::examiner::Examination;
use super::ids::Ids;
use super::mismatch::mismatches;
use crate::customers::statistics::Statistics;
use crate::findings::{Example, Findings, Rule};
use crate::recipe::{Segment, WHOLE, percent};

/// A whole file under inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    criteria: Criteria,
    findings: Findings,
    /// The line of a file's first row, which has to be there.
    first_row: Option<u64>,
    statistics: Statistics,
    ids: Ids,
    emails: Emails,
}

impl Inspection {
    /// How many rows are compared for addresses that repeat: what is known of so many fits in
    /// 16 MB. The addresses of further rows are not compared, and the report says so.
    pub const EMAILS_COMPARED: usize = Emails::COMPARED;

    /// An inspection of a file, or of some rows of one.
    #[must_use]
    pub fn new(criteria: &Criteria) -> Inspection {
        let Examination { findings, statistics, .. } = Examination::of_nothing(criteria);
        Inspection {
            criteria: criteria.clone(),
            findings,
            first_row: None,
            statistics,
            ids: Ids::default(),
            emails: Emails::default(),
        }
    }

    /// Adds the next piece.
    pub fn absorb(&mut self, examination: Examination) {
        let Examination { emails, lines, ids, findings, statistics } = examination;
        self.findings.merge(findings);
        let rows_before = self.statistics.rows;
        self.statistics.merge(&statistics);
        for run in ids {
            self.ids.add(run, rows_before, &lines, &mut self.findings);
        }
        self.emails.add(&emails, &lines);
    }

    /// Adds what was found before the first row, and on which line that should stand.
    pub(crate) fn begin(&mut self, findings: Findings, first_row: Option<u64>) {
        self.findings.merge(findings);
        self.first_row = first_row;
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut findings = self.findings.clone();
        if let Some(line) = self.first_row.filter(|_| self.statistics.rows == 0) {
            findings.add(Rule::RowsPresent, || Example { line, ..Example::default() });
        }
        let mut summary = self.statistics.summary(&self.criteria.recipe, self.criteria.is_given());
        summary.unique_customer_ids = self.ids.unique;
        summary.emails_compared = self.emails.compared();
        self.emails.judge(&mut findings);
        self.judge_shares(&mut findings);
        let mismatches = mismatches(&self.criteria.recipe, &findings, &self.statistics);
        Report::new(&findings, mismatches, summary)
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
