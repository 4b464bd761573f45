//! Rows that are not in their place: which of the file's are somewhere in the data set, and which of the
//! data set's somewhere in the file. Memory is bounded; beyond it the answer is yes or no.

use super::Difference;

/// How many rows of each side are remembered, in 24 bytes each.
const REMEMBERED: usize = 1_000_000;

/// How many of the file's are remembered with what there is to say of them.
const TOLD: usize = 1_000;

/// Rows of both sides that are not beside each other.
#[derive(Default)]
pub(super) struct Strays {
    found: Side,
    missing: Side,
    /// What there is to say of the first of the file's.
    told: Vec<Difference>,
}

/// The rows of one side: how many, the sum of their digests, and the digests of the first.
#[derive(Default)]
struct Side {
    count: u64,
    sum: u128,
    /// Digest, place among the strays or row of the data set, line of the file.
    rows: Vec<(u64, u64, u64)>,
}

/// What came of them.
pub(super) struct Outcome {
    /// How many rows only are in another place.
    pub(super) moved: u64,
    /// How many rows of the data set are not in the file; the first, and the line where it should be.
    pub(super) missing: u64,
    pub(super) first_missing: Option<(u64, u64)>,
    /// How many rows of the file are not in the data set, and the first.
    pub(super) new: u64,
    pub(super) first_new: Option<Difference>,
    /// Whether these numbers are exact, and not the least that it can be.
    pub(super) is_exact: bool,
}

impl Side {
    fn add(&mut self, digest: u64, place: u64, line: u64) {
        self.count += 1;
        // Sums of digests are the same in any order.
        let spread = u128::from(digest).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        self.sum = self.sum.wrapping_add(spread ^ (spread >> 61));
        if self.rows.len() < REMEMBERED {
            self.rows.push((digest, place, line));
        }
    }
}

impl Strays {
    /// A row of the file.
    pub(super) fn found(&mut self, digest: u64, difference: Difference) {
        self.found.add(digest, self.found.count, difference.line);
        if self.told.len() < TOLD {
            self.told.push(difference);
        }
    }

    /// A row of the data set, which should have been on this line.
    pub(super) fn missing(&mut self, digest: u64, row: u64, line: u64) {
        self.missing.add(digest, row, line);
    }

    /// How many rows of the file there are.
    pub(super) fn count(&self) -> u64 {
        self.found.count
    }

    /// Finds those that are on both sides.
    pub(super) fn settle(&mut self) -> Outcome {
        let (found, missing) = (&mut self.found, &mut self.missing);
        let is_exact = found.count.max(missing.count) <= REMEMBERED as u64;
        if !is_exact && found.count == missing.count && found.sum == missing.sum {
            let moved = found.count;
            return Outcome { moved, ..Outcome::of_nothing() };
        }
        found.rows.sort_unstable();
        missing.rows.sort_unstable();
        let (mut new, mut gone, mut moved) = (Vec::new(), Vec::new(), 0);
        let mut others = missing.rows.iter().peekable();
        for row in &found.rows {
            while let Some(other) = others.next_if(|other| other.0 < row.0) {
                gone.push(other);
            }
            if others.next_if(|other| other.0 == row.0).is_some() {
                moved += 1;
            } else {
                new.push(row);
            }
        }
        gone.extend(others);
        let first = new.iter().min_by_key(|row| row.1);
        let first_missing = gone.iter().min_by_key(|row| row.1).map(|row| (row.1, row.2));
        if !is_exact {
            // What is beyond memory may be on the other side: the difference in numbers is certain.
            return Outcome {
                moved,
                missing: missing.count.saturating_sub(found.count),
                new: found.count.saturating_sub(missing.count).max(1),
                first_new: self.told.first().cloned(),
                first_missing: None,
                is_exact,
            };
        }
        Outcome {
            moved,
            missing: gone.len() as u64,
            first_missing,
            new: new.len() as u64,
            first_new: first.map(|row| {
                let told = usize::try_from(row.1).ok().and_then(|place| self.told.get(place));
                told.cloned().unwrap_or(Difference { line: row.2, ..Difference::default() })
            }),
            is_exact,
        }
    }
}

impl Outcome {
    const fn of_nothing() -> Outcome {
        Outcome {
            moved: 0,
            missing: 0,
            first_missing: None,
            new: 0,
            first_new: None,
            is_exact: true,
        }
    }
}

/// A 64-bit hash of a row, which does not tell how no value is written.
pub(super) fn digest(fields: &[&[u8]]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for field in fields {
        let field = if matches!(*field, b"NULL" | b"null" | br"\N") { b"" } else { *field };
        for &byte in field.iter().chain(b",") {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash ^ (hash >> 32)
}
