//! Who a row is: first name, last name and mail domain, never the same three twice.

use super::NUMBER;
use super::vocabulary::choices;
use crate::draw::Permutation;
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
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// One permutation of all combinations for each time that they are used up.
    cycles: Vec<Combinations>,
}

/// Shuffles all combinations: first names on one side, last names and domains on the other.
type Combinations =
    Permutation<{ choices::FIRST_NAMES }, { choices::LAST_NAMES * EmailDomains::COUNT as u32 }>;

/// How many combinations there are: 4,275,954.
const COMBINATIONS: u32 = Combinations::PAIRS;

impl Names {
    pub(super) fn new(seed: u64) -> Names {
        let cycles = Recipe::COUNTS.max.div_ceil(COMBINATIONS);
        Names { cycles: (0..cycles).map(|cycle| Permutation::new(NUMBER, seed, cycle)).collect() }
    }

    /// The name of the row at `index`, counted from 0.
    #[inline]
    pub(super) fn name(&self, index: u32) -> Name {
        let cycle = index / COMBINATIONS;
        let (first, rest) = self.cycles[cycle as usize].pair(index % COMBINATIONS);
        Name {
            first,
            last: rest / EmailDomains::COUNT as u32,
            domain: rest % EmailDomains::COUNT as u32,
            again: if cycle == 0 { 0 } else { cycle + 1 },
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
}
