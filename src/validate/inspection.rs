//! Folds the examinations of all pieces in file order, and adds what only the whole can show.

use super::criteria::Criteria;
use super::emails::Emails;
use super::examiner::{Examination, IdRun};
use super::findings::{Example, Findings};
use super::lines::Lines;
use super::mismatch::mismatches;
use super::report::Report;
use super::rules::Rule;
use crate::columns::COLUMNS;
use crate::recipe::{Segment, WHOLE, percent};
use crate::statistics::Statistics;

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
    pub(super) fn begin(&mut self, findings: Findings, first_row: Option<u64>) {
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
        let mut summary = self.statistics.summary(&self.criteria.recipe);
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

/// The ids so far.
///
/// As long as every id is one more than the one before, all are unique and nothing needs to be
/// remembered but where they began. From the first that is not, a bit for each possible id is.
#[derive(Clone, Debug, Default)]
struct Ids {
    /// The first id and how many followed it one by one.
    in_order: Option<(u32, u32)>,
    /// The last id and its row.
    last: Option<(u32, u64)>,
    seen: Option<Vec<u64>>,
    unique: u64,
}

impl Ids {
    /// Adds a run of ids of a piece of the file, before which there were `rows_before` rows.
    fn add(&mut self, run: IdRun, rows_before: u64, lines: &Lines, findings: &mut Findings) {
        let row = rows_before + u64::from(run.row);
        if let Some((last, last_row)) = self.last
            && (last.checked_add(1), last_row + 1) != (Some(run.first), row)
        {
            // Rows between that have no readable id hold their place.
            let in_step = u64::from(run.first).checked_sub(u64::from(last)) == Some(row - last_row);
            if !in_step {
                findings.add(Rule::IdSequential, || Example {
                    reason: format!("follows {}", id_text(last)),
                    ..id_example(lines.of(run.row), run.first)
                });
            }
            let in_order = self.in_order;
            self.seen.get_or_insert_with(|| bitmap(in_order));
        }
        self.last = Some((run.first + (run.rows - 1), row + u64::from(run.rows) - 1));
        let Some(seen) = &mut self.seen else {
            self.unique += u64::from(run.rows);
            self.in_order.get_or_insert((run.first, 0)).1 += run.rows;
            return;
        };
        for (id, row) in (run.first..).zip(run.row..run.row + run.rows) {
            if set(seen, id) {
                self.unique += 1;
            } else {
                findings.add(Rule::IdUnique, || id_example(lines.of(row), id));
            }
        }
    }
}

fn id_example(line: u64, id: u32) -> Example {
    Example { line, column: COLUMNS[0].to_owned(), value: id_text(id), ..Example::default() }
}

fn id_text(id: u32) -> String {
    format!("CUST{id:08}")
}

/// A bit for every id of eight digits, 12.5 MB, set for the ids of a run.
fn bitmap(run: Option<(u32, u32)>) -> Vec<u64> {
    let mut bits = vec![0; 100_000_000 / 64];
    for id in run.into_iter().flat_map(|(first, rows)| first..first + rows) {
        set(&mut bits, id);
    }
    bits
}

/// Sets the bit of `id`; returns whether it was not set before.
fn set(bits: &mut [u64], id: u32) -> bool {
    let (word, bit) = (&mut bits[id as usize / 64], 1 << (id % 64));
    let new = *word & bit == 0;
    *word |= bit;
    new
}
