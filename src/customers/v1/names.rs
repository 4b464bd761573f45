//! Who a row is: first name, last name and mail domain, never the same three twice.

use std::sync::{Arc, Mutex, PoisonError};

use wide::u16x8;

use super::NUMBER;
use super::vocabulary::choices;
use crate::draw::{Permutation, Rounds};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{EmailDomains, Recipe};

/// A name and the domain of its address, as positions in their tables.
///
/// Within a data set no two rows share all four: that is what makes the addresses unique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Position among the first names.
    pub first: u32,
    /// Position among the last names.
    pub last: u32,
    /// Position among the recipe's domains.
    pub domain: u32,
    /// The number after the last name in the address, once every combination is in use: 0 for
    /// none, then 2, 3 and so on.
    pub again: u32,
}

/// The bijection from rows to names.
#[derive(Debug)]
pub(super) struct Names {
    /// One permutation of all combinations for each time that they are used up.
    cycles: Vec<Combinations>,
    current: Mutex<Current>,
}

/// Shuffles all combinations: first names on one side, last names and domains on the other.
type Combinations = Permutation<{ choices::FIRST_NAMES }, SECONDS>;

/// How many pairs of a last name and a domain there are.
const SECONDS: u32 = choices::LAST_NAMES * DOMAINS;

/// How many domains there are.
const DOMAINS: u32 = EmailDomains::COUNT as u32;

/// How many combinations there are: 4,275,954.
const COMBINATIONS: u32 = Combinations::PAIRS;

/// After how many blocks the rounds of a cycle are written out: as many as that takes instructions for.
const PATIENCE: u32 = 3;

/// The cycle that names were last asked of.
#[derive(Debug, Default)]
struct Current {
    cycle: u32,
    /// How many blocks before that.
    blocks: u32,
    rounds: Option<Arc<WrittenOut>>,
}

/// The rounds of a cycle.
type WrittenOut = Rounds<{ choices::FIRST_NAMES }, SECONDS>;

impl Names {
    pub(super) fn new(seed: u64) -> Names {
        let cycles = Recipe::COUNTS.max.div_ceil(COMBINATIONS);
        Names {
            cycles: (0..cycles).map(|cycle| Permutation::new(NUMBER, seed, cycle)).collect(),
            current: Mutex::default(),
        }
    }

    /// The name of the row at `index`, counted from 0.
    #[inline]
    pub(super) fn name(&self, index: u32) -> Name {
        let cycle = index / COMBINATIONS;
        let (first, second) = self.cycles[cycle as usize].pair(index % COMBINATIONS);
        let (last, domain) = (second / DOMAINS, second % DOMAINS);
        Name { first, last, domain, again: again(cycle) }
    }

    /// The names of a block, counted from 0.
    pub(super) fn block(&self, block: u32) -> BlockNames<'_> {
        let begin = block * BLOCK_ROWS;
        let cycle = begin / COMBINATIONS;
        let whole = (begin + BLOCK_ROWS - 1) / COMBINATIONS == cycle;
        BlockNames { names: self, cycle, rounds: if whole { self.rounds(cycle) } else { None } }
    }

    /// The rounds of a cycle written out, if enough of its blocks were asked for.
    fn rounds(&self, cycle: u32) -> Option<Arc<WrittenOut>> {
        // Nothing that could panic happens under the lock.
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if current.cycle != cycle {
            *current = Current { cycle, ..Current::default() };
        }
        current.blocks += 1;
        if current.blocks > PATIENCE && current.rounds.is_none() {
            current.rounds = Some(self.cycles[cycle as usize].rounds().into());
        }
        current.rounds.clone()
    }
}

/// How many names are looked up side by side.
const LANES: usize = 8;

/// The number in the addresses of a cycle, counted from 0.
const fn again(cycle: u32) -> u32 {
    if cycle == 0 { 0 } else { cycle + 1 }
}

/// The names of a block.
#[derive(Debug)]
pub(super) struct BlockNames<'a> {
    names: &'a Names,
    /// The cycle of the first.
    cycle: u32,
    /// Its rounds, if all are of that cycle.
    rounds: Option<Arc<WrittenOut>>,
}

impl BlockNames<'_> {
    /// Calls `each` with the place of a row in `places` and its name, for the rows of the block from `index` on, counted
    /// from 0 over the whole data set.
    #[inline]
    pub(super) fn fill<T>(&self, places: &mut [T], index: u32, mut put: impl FnMut(&mut T, Name)) {
        let Some(rounds) = &self.rounds else {
            for (place, index) in places.iter_mut().zip(index..) {
                put(place, self.names.name(index));
            }
            return;
        };
        let (again, indices) = (again(self.cycle), (index % COMBINATIONS..).step_by(LANES));
        for (places, index) in places.chunks_mut(LANES).zip(indices) {
            let (firsts, seconds) = rounds.pairs(index);
            // A third: the reciprocal is exact for all numbers of 16 bits.
            let lasts: u16x8 = seconds.mul_keep_high(u16x8::splat(0xaaab)) >> 1;
            let domains = seconds - (lasts + lasts + lasts);
            let (firsts, lasts, domains) =
                (firsts.to_array(), lasts.to_array(), domains.to_array());
            for (place, at) in places.iter_mut().zip(0..LANES) {
                let (first, last, domain) =
                    (firsts[at].into(), lasts[at].into(), domains[at].into());
                put(place, Name { first, last, domain, again });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::vocabulary::{FIRST_NAMES, LAST_NAMES};
    use super::*;

    /// Unique combinations make unique addresses only if no two words share a mailbox and none
    /// brings in a dot or a digit that could be read as another word's.
    #[test]
    fn mailboxes_tell_names_apart() {
        for table in [FIRST_NAMES, LAST_NAMES] {
            let mailboxes: BTreeSet<String> = table
                .iter()
                .map(|name| {
                    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
                    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
                })
                .collect();
            assert_eq!(mailboxes.len(), table.len());
            assert!(mailboxes.iter().flat_map(|name| name.bytes()).all(|b| b.is_ascii_lowercase()));
        }
    }

    #[test]
    fn a_whole_cycle_and_the_start_of_the_next_never_repeat() {
        let names = Names::new(42);
        let mut seen = vec![false; COMBINATIONS as usize];
        for index in 0..COMBINATIONS {
            let Name { first, last, domain, again } = names.name(index);
            let place = ((first * choices::LAST_NAMES + last) * 3 + domain) as usize;
            assert!(!std::mem::replace(&mut seen[place], true));
            assert_eq!(again, 0);
        }
        assert_eq!(names.name(COMBINATIONS).again, 2);
        assert_eq!(names.name(Recipe::COUNTS.max - 1).again, 24);
        let same = (0..1000)
            .filter(|&row| Name { again: 0, ..names.name(COMBINATIONS + row) } == names.name(row));
        assert_eq!(same.count(), 0);
    }

    /// Block by block as one by one, before and after the rounds are written out, over the end of a cycle, and where
    /// the block is not full.
    #[test]
    fn names_of_blocks_are_those_of_their_rows() {
        let names = Names::new(42);
        let blocks = [0, 1, 2, 3, 4, 4275, 4276, 4277, 4278, 4279, 4280, 4281, 4, 5, 99_999];
        for (block, rows) in
            blocks.into_iter().zip([1000, 1000, 999, 1000, 1, 17].into_iter().cycle())
        {
            let mut filled = vec![Name::default(); rows];
            let begin = block * BLOCK_ROWS;
            names.block(block).fill(&mut filled, begin, |place, name| *place = name);
            let expected = (begin..).take(rows).map(|index| names.name(index));
            assert!(filled.into_iter().eq(expected), "block {block}");
        }
        assert!(names.rounds(1).is_none());
    }
}
