//! Names and places that the facts know, found by how they are written: for checks and statistics, which
//! read bytes. Generation never comes in here.

use std::sync::OnceLock;

use super::values;
use crate::facts::Facts;

/// The names and places of the facts.
#[derive(Debug)]
pub(crate) struct Known {
    /// Given names, by their position among [`Facts::given_names`].
    pub(crate) first_names: Index,
    /// Surnames, by their position among [`Facts::surnames`].
    pub(crate) last_names: Index,
    /// Places with the position of their state in [`values::STATES`], by their position among
    /// [`Facts::places`].
    pub(crate) places: Index,
}

impl Known {
    /// The names and places, indexed by the first who asks.
    pub(crate) fn get() -> &'static Known {
        static KNOWN: OnceLock<Known> = OnceLock::new();
        KNOWN.get_or_init(|| {
            let facts = Facts::get();
            let first_names = facts.given_names.iter().map(|given| (&*given.name, 0));
            let last_names = facts.surnames.iter().map(|surname| (&*surname.name, 0));
            let states = state_positions(facts);
            let places = facts.places.iter().map(|place| (&*place.name, states[place.state]));
            Known {
                first_names: Index::new(first_names),
                last_names: Index::new(last_names),
                places: Index::new(places),
            }
        })
    }
}

/// For every state of the facts its position in [`values::STATES`].
pub(crate) fn state_positions(facts: &Facts) -> Vec<usize> {
    let position = |code: &[u8; 2]| match values::state(code) {
        Some(position) => position,
        None => unreachable!("the facts are of the 50 states and DC"),
    };
    facts.states.iter().map(|state| position(&state.code)).collect()
}

/// Texts, each with a number that is part of it, by their hash.
///
/// ```text
/// slot  ┌ 48 bits of the hash ┬ position ┐    at the low bits of the hash, or the next free slot
/// ```
///
/// A text that is not there is taken for one that is with a probability of 2^-48 for each slot that is
/// looked at: once in some 10^14 rows.
#[derive(Debug)]
pub(crate) struct Index {
    slots: Box<[u64]>,
    mask: u64,
}

/// Nothing is in this slot.
const FREE: u64 = u64::MAX;

/// The bits of a slot that hold the position.
const POSITION: u64 = 0xffff;

impl Index {
    fn new<'a>(texts: impl ExactSizeIterator<Item = (&'a str, usize)>) -> Index {
        // Half of the slots at least stay free.
        let size = (2 * texts.len()).next_power_of_two();
        let mut index = Index { slots: vec![FREE; size].into_boxed_slice(), mask: size as u64 - 1 };
        for (position, (text, number)) in texts.enumerate() {
            let hash = hash(text.as_bytes(), number);
            let mut at = hash & index.mask;
            while index.slots[at as usize] != FREE {
                at = (at + 1) & index.mask;
            }
            index.slots[at as usize] = hash & !POSITION | position as u64;
        }
        index
    }

    /// The position of a text with its number.
    #[inline]
    pub(crate) fn find(&self, text: &[u8], number: usize) -> Option<usize> {
        self.position(hash(text, number))
    }

    /// The position of the text that these bytes begin with, of this length and with its number.
    #[inline(always)]
    pub(crate) fn find_short(&self, bytes: &[u8; SHORT], len: u8, number: usize) -> Option<usize> {
        self.position(hash_short(bytes, len, number))
    }

    #[inline(always)]
    fn position(&self, hash: u64) -> Option<usize> {
        let mut at = hash & self.mask;
        loop {
            let slot = self.slots[at as usize];
            if slot == FREE {
                return None;
            }
            if (slot ^ hash) & !POSITION == 0 {
                return Some((slot & POSITION) as usize);
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// How many bytes most texts have at most.
pub(crate) const SHORT: usize = 16;

/// A hash of a text and a number: multiplications by the golden ratio over words of eight bytes, of which
/// the last may overlap the one before. A short text is two words, with zeros behind it.
fn hash(text: &[u8], number: usize) -> u64 {
    if let Some(last) = text.last_chunk().filter(|_| text.len() > SHORT) {
        let words = text.as_chunks::<8>().0.iter().chain([last]);
        let hash = words.fold(seed(text.len() as u64, number), |hash, word| {
            mixed(hash, u64::from_le_bytes(*word))
        });
        mixed(hash, 0)
    } else {
        let bytes = std::array::from_fn(|at| text.get(at).copied().unwrap_or(0));
        hash_short(&bytes, text.len() as u8, number)
    }
}

/// The same of a short text, whatever stands behind it.
#[inline(always)]
fn hash_short(bytes: &[u8; SHORT], len: u8, number: usize) -> u64 {
    /// By length, the bytes that are the text's.
    static MASKS: [u128; SHORT + 1] = {
        let mut masks = [0; SHORT + 1];
        let mut len = 1;
        while len <= SHORT {
            masks[len] = masks[len - 1] << 8 | 0xff;
            len += 1;
        }
        masks
    };
    let text = u128::from_le_bytes(*bytes) & MASKS[usize::from(len).min(SHORT)];
    let hash = mixed(seed(len.into(), number), text as u64);
    mixed(mixed(hash, (text >> 64) as u64), 0)
}

/// Far apart for near numbers, so that none undoes what tells two texts apart.
#[inline(always)]
fn seed(len: u64, number: usize) -> u64 {
    mixed(len, number as u64)
}

#[inline(always)]
fn mixed(hash: u64, word: u64) -> u64 {
    let product = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_known_is_found_and_nothing_else() {
        let (facts, known) = (Facts::get(), Known::get());
        for (position, given) in facts.given_names.iter().enumerate() {
            assert_eq!(known.first_names.find(given.name.as_bytes(), 0), Some(position));
            assert_eq!(known.last_names.find(format!("{} ", given.name).as_bytes(), 0), None);
        }
        let behind = *b", Smith, a@b.c, ";
        for (position, given) in facts.given_names.iter().enumerate() {
            let name = given.name.as_bytes();
            if name.len() <= SHORT {
                let bytes = std::array::from_fn(|at| name.get(at).copied().unwrap_or(behind[at]));
                let len = name.len() as u8;
                assert_eq!(known.first_names.find_short(&bytes, len, 0), Some(position));
            }
        }
        for (position, surname) in facts.surnames.iter().enumerate() {
            assert_eq!(known.last_names.find(surname.name.as_bytes(), 0), Some(position));
            let lower = surname.name.to_ascii_lowercase();
            assert_eq!(known.last_names.find(lower.as_bytes(), 0), None);
        }
        let states = state_positions(facts);
        let of: std::collections::BTreeSet<(&str, usize)> =
            facts.places.iter().map(|place| (&*place.name, states[place.state])).collect();
        for (position, place) in facts.places.iter().enumerate() {
            assert_eq!(
                known.places.find(place.name.as_bytes(), states[place.state]),
                Some(position)
            );
            for state in 0..values::STATES.len() {
                let found = known.places.find(place.name.as_bytes(), state).is_some();
                assert_eq!(found, of.contains(&(&*place.name, state)), "{}", place.name);
            }
        }
        assert_eq!(known.places.find(b"", 0), None);
    }
}
