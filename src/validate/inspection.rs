//! Folds the examinations of all chunks in file order, and adds what only the whole can show.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use super::examiner::{Examination, IdRun};
use super::findings::Findings;
use super::report::Report;
use super::rules::Rule;
use crate::columns::COLUMNS;
use crate::recipe::{Recipe, Segment, WHOLE};
use crate::statistics::Statistics;

/// How far a segment's share may be off its target before it is worth a warning, in percentage
/// points: the reference's tolerance.
const TOLERANCE: f64 = 5.0;

/// A whole file under inspection.
#[derive(Clone, Debug)]
pub struct Inspection {
    recipe: Recipe,
    findings: Findings,
    statistics: Statistics,
    ids: Ids,
    emails: Emails,
}

impl Inspection {
    /// How many rows are compared for addresses that repeat: the hashes of so many fit in 16 MB.
    /// The addresses of further rows are not compared, and the report says so.
    pub const EMAILS_COMPARED: usize = 1_000_000;

    /// An inspection of a data set of `recipe`, or of a range of its rows.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Inspection {
        Inspection {
            recipe: recipe.clone(),
            findings: Findings::default(),
            statistics: Statistics::new(recipe),
            ids: Ids::default(),
            emails: Emails::default(),
        }
    }

    /// Adds the next chunk.
    pub fn absorb(&mut self, examination: Examination) {
        let Examination { emails, first_line, ids, findings, statistics } = examination;
        self.findings.merge(findings);
        self.statistics.merge(&statistics);
        for run in ids {
            self.ids.add(run, &mut self.findings);
        }
        self.emails.add(&emails, first_line, &mut self.findings);
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> Report {
        let mut findings = self.findings.clone();
        let mut summary = self.statistics.summary(&self.recipe);
        summary.unique_customer_ids = self.ids.unique;
        summary.emails_compared = self.emails.compared;
        let shares = self.recipe.parameters().weights.into_iter().zip(Segment::ALL);
        for ((weight, segment), bar) in shares.zip(&summary.segment_distribution.0) {
            let target = f64::from(weight) * 100.0 / f64::from(WHOLE);
            if self.statistics.rows > 0 && (bar.percent - target).abs() > TOLERANCE {
                let value =
                    format!("{}: {:.1} % instead of {target} %", segment.name(), bar.percent);
                findings.add(Rule::SegmentShare, 0, "customer_segment", value.as_bytes());
            }
        }
        Report::new(&findings, summary)
    }
}

/// The ids so far.
///
/// As long as every id is one more than the one before, all are unique and nothing needs to be
/// remembered but where they began. From the first that is not, a bit for each possible id is.
#[derive(Clone, Debug, Default)]
struct Ids {
    /// The first id and how many followed it one by one.
    in_order: Option<IdRun>,
    /// The last id and its line.
    last: Option<(u32, u64)>,
    seen: Option<Vec<u64>>,
    unique: u64,
}

impl Ids {
    fn add(&mut self, run: IdRun, findings: &mut Findings) {
        if let Some((last, line)) = self.last
            && (last.checked_add(1), line + 1) != (Some(run.first), run.line)
        {
            // Rows between that have no readable id hold their place.
            let in_step =
                u64::from(run.first).checked_sub(u64::from(last)) == Some(run.line - line);
            if !in_step {
                let id = id_text(run.first);
                findings.add(Rule::IdSequential, run.line, COLUMNS[0], id.as_bytes());
            }
            let in_order = self.in_order;
            self.seen.get_or_insert_with(|| bitmap(in_order));
        }
        self.last = Some((run.first + run.rows - 1, run.line + u64::from(run.rows) - 1));
        let Some(seen) = &mut self.seen else {
            self.unique += u64::from(run.rows);
            self.in_order.get_or_insert(IdRun { rows: 0, ..run }).rows += run.rows;
            return;
        };
        for (id, line) in (run.first..run.first + run.rows).zip(run.line..) {
            if set(seen, id) {
                self.unique += 1;
            } else {
                findings.add(Rule::IdUnique, line, COLUMNS[0], id_text(id).as_bytes());
            }
        }
    }
}

fn id_text(id: u32) -> String {
    format!("CUST{id:08}")
}

/// A bit for every id of eight digits, 12.5 MB, set for the ids of a run.
fn bitmap(run: Option<IdRun>) -> Vec<u64> {
    let mut bits = vec![0; 100_000_000 / 64];
    for id in run.into_iter().flat_map(|run| run.first..run.first + run.rows) {
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

/// The addresses so far, by their hashes.
#[derive(Clone, Debug, Default)]
struct Emails {
    seen: HashSet<u64, BuildHasherDefault<Hashed>>,
    compared: u64,
}

impl Emails {
    fn add(&mut self, hashes: &[u64], first_line: u64, findings: &mut Findings) {
        let room = Inspection::EMAILS_COMPARED - self.compared as usize;
        let hashes = &hashes[..hashes.len().min(room)];
        self.compared += hashes.len() as u64;
        self.seen.reserve(hashes.len());
        for (&hash, line) in hashes.iter().zip(first_line..) {
            if hash != 0 && !self.seen.insert(hash) {
                findings.add(Rule::EmailUnique, line, COLUMNS[3], b"");
            }
        }
    }
}

/// Hands on what is a hash already.
#[derive(Clone, Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only hashes of 64 bits are looked up")
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
