//! Ids across the rows of a whole file: which follow each other, which stand there twice.

use serde::{Deserialize, Serialize};

use crate::check::values::ZEROS;
use crate::customers::schema::Field;
use crate::findings::{Example, Findings, Lines, Rule};

/// Rows that follow each other, on lines that follow each other, with ids that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IdRun {
    /// The first row, counted from 0 in its piece.
    pub(super) row: u32,
    /// Its id's number.
    pub(super) first: u32,
    /// How many rows.
    pub(super) rows: u32,
}

/// What stands in no id.
pub(super) const NO_DIGITS: u64 = 0;

/// The eight digits of an id, the first in the lowest byte, or [`NO_DIGITS`] if it has more.
pub(super) fn digits_of(id: u32) -> u64 {
    if id > 99_999_999 {
        return NO_DIGITS;
    }
    let digit = |place: u32| u64::from(id / 10_u32.pow(7 - place) % 10) << (8 * place);
    ZEROS | (0..8).map(digit).sum::<u64>()
}

/// The ids so far.
///
/// As long as every id is one more than the one before, all are unique and nothing needs to be
/// remembered but where they began. From the first that is not, a bit for each possible id is.
#[derive(Clone, Debug, Default)]
pub(super) struct Ids {
    /// The first id and how many followed it one by one.
    in_order: Option<(u32, u32)>,
    /// The last id and its row.
    last: Option<(u32, u64)>,
    seen: Option<Vec<u64>>,
    pub(super) unique: u64,
}

/// A place where ids are missing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    /// The rows before and behind it, counted from 0 in the file.
    pub(super) last_row: u64,
    pub(super) row: u64,
    /// How many.
    pub(super) missing: u32,
}

impl Ids {
    /// Adds a run of ids of a piece of the file, before which there were `rows_before` rows. Returns the
    /// gap before it, if ids are missing there.
    pub(super) fn add(
        &mut self,
        run: IdRun,
        rows_before: u64,
        lines: &Lines,
        findings: &mut Findings,
    ) -> Option<Gap> {
        let mut gap = None;
        let row = rows_before + u64::from(run.row);
        if let Some((last, last_row)) = self.last
            && (last.checked_add(1), last_row + 1) != (Some(run.first), row)
        {
            // Rows between that have no readable id hold their place.
            let in_step = u64::from(run.first).checked_sub(u64::from(last)) == Some(row - last_row);
            if !in_step {
                let missing =
                    i64::from(run.first) - i64::from(last) - (row - last_row).cast_signed();
                gap = u32::try_from(missing).ok().map(|missing| Gap { last_row, row, missing });
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
            return gap;
        };
        for (id, row) in (run.first..).zip(run.row..run.row + run.rows) {
            if set(seen, id) {
                self.unique += 1;
            } else {
                findings.add(Rule::IdUnique, || id_example(lines.of(row), id));
            }
        }
        gap
    }
}

fn id_example(line: u64, id: u32) -> Example {
    Example { line, column: Field::Id.name().to_owned(), value: id_text(id), ..Example::default() }
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
