//! Which mail addresses stand in more than one row, told by their hashes.

use std::collections::BTreeMap;

use crate::customers::schema::Field;
use crate::findings::{Example, Findings, Lines, Rule};
use crate::number::thousands;

/// The addresses of the first rows of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Emails {
    /// For every row the hash of its address, or 0.
    hashes: Vec<u64>,
    lines: Lines,
}

/// A row whose address stands in an earlier row, and the first such row.
type Repeat = (u32, u32);

impl Emails {
    /// How many rows are compared.
    pub(super) const COMPARED: usize = 1_000_000;

    /// Adds the addresses of the next rows, as far as they are compared.
    pub(super) fn add(&mut self, hashes: &[u64], lines: &Lines) {
        let room = Emails::COMPARED - self.hashes.len();
        if room > 0 {
            self.lines.append(self.hashes.len() as u32, lines);
            self.hashes.extend_from_slice(&hashes[..hashes.len().min(room)]);
        }
    }

    /// How many rows have been compared.
    pub(super) fn compared(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// Adds a finding for every row whose address stands in an earlier one.
    pub(super) fn judge(&self, findings: &mut Findings) {
        for (row, first) in repeats(&self.hashes) {
            findings.add(Rule::EmailUnique, || Example {
                line: self.lines.of(row),
                column: Field::Email.name().to_owned(),
                reason: format!("the address of line {}", thousands(self.lines.of(first))),
                ..Example::default()
            });
        }
    }
}

/// The rows whose hash stands in an earlier row, in order; 0 is nobody's.
///
/// A table of all hashes would miss the cache with every one of them. Most hashes are the only ones
/// of their kind, and a bit each, in far less memory, shows that of nearly all; of the few others
/// there is a table.
fn repeats(hashes: &[u64]) -> Vec<Repeat> {
    let mut seen = Bits::for_many(hashes.len());
    let doubtful = hashes.iter().filter(|&&hash| hash != 0 && !seen.set(hash));
    let mut firsts: BTreeMap<u64, Option<u32>> = doubtful.map(|&hash| (hash, None)).collect();
    let mut asked = Bits::for_many(hashes.len());
    for hash in firsts.keys() {
        asked.set(hash.rotate_left(32));
    }
    let repeat = |(row, hash): (u32, &u64)| {
        let first = asked.get(hash.rotate_left(32)).then(|| firsts.get_mut(hash)).flatten()?;
        let earlier = first.replace(first.unwrap_or(row))?;
        Some((row, earlier))
    };
    (0..).zip(hashes).filter_map(repeat).collect()
}

/// A bit for each of many numbers, which some share.
struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// Sixteen bits for each of so many numbers, so that one in sixteen at most shares its bit with
    /// an earlier one.
    fn for_many(numbers: usize) -> Bits {
        Bits { words: vec![0; (numbers / 4).next_power_of_two()] }
    }

    fn place(&self, number: u64) -> (usize, u64) {
        ((number >> 6) as usize & (self.words.len() - 1), 1 << (number & 63))
    }

    /// Sets the bit of `number`; returns whether it was not set before.
    fn set(&mut self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        let new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        new
    }

    fn get(&self, number: u64) -> bool {
        let (word, bit) = self.place(number);
        self.words[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Checker, Criteria};
    use super::*;

    /// The same in the plainest words.
    fn plain_repeats(hashes: &[u64]) -> Vec<Repeat> {
        let mut firsts = BTreeMap::new();
        let mut repeats = Vec::new();
        for (row, &hash) in (0..).zip(hashes).filter(|(_, hash)| **hash != 0) {
            let first = *firsts.entry(hash).or_insert(row);
            if first != row {
                repeats.push((row, first));
            }
        }
        repeats
    }

    #[test]
    fn what_is_not_compared_may_be_forgotten() {
        let row = b"CUST00000001,Ann,Lee,ann.lee@example.com,30,CA,Fresno,Retired,Standard,5000,2023-11-23,Declining,sudden\n";
        let report = || Checker::new(&Criteria::default()).check(row, 2);
        for (before, kept) in [(0, 1), (Emails::COMPARED - 1, 1), (Emails::COMPARED, 0)] {
            let mut report = report();
            report.forget_emails_behind(before as u64);
            assert_eq!(report.emails.len(), kept);
            let mut emails = Emails { hashes: vec![0; before], lines: Lines::default() };
            emails.add(&report.emails, &report.lines);
            assert_eq!(emails.compared(), (before + 1).min(Emails::COMPARED) as u64);
        }
    }

    #[test]
    fn repeats_are_found_among_hashes_of_every_kind() {
        let mix = |number: u64| {
            let product = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            product ^ (product >> 29)
        };
        for rows in [0, 1, 2, 3, 100, 5_000] {
            let kinds: [Vec<u64>; 6] = [
                (0..rows).collect(),
                (0..rows).map(mix).collect(),
                (0..rows).map(|row| mix(row % 97)).collect(),
                (0..rows).map(|row| mix(row / 2)).collect(),
                vec![7; rows as usize],
                // All in the same few bits.
                (0..rows).map(|row| row << 32 & 0x3f_ffff_0000_0000).collect(),
            ];
            for hashes in kinds {
                assert_eq!(repeats(&hashes), plain_repeats(&hashes), "{rows} rows");
            }
        }
    }
}
