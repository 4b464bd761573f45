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
/// slot  ┌ 47 bits of the hash ┬ 1 ┬ position ┐    at the low bits of the hash, or the next free slot
/// ```
///
/// A text that is not there is taken for one that is with a probability of 2^-47 for each slot that is
/// looked at: once in some 10^14 rows.
#[derive(Debug)]
pub(crate) struct Index {
    slots: Box<[u64]>,
}

/// Nothing is in this slot.
const FREE: u64 = 0;

/// The bits of a slot that hold the position.
const POSITION: u64 = 0xffff;

/// The bit of every hash by which a slot that holds one differs from a free one.
const HELD: u64 = POSITION + 1;

impl Index {
    fn new<'a>(texts: impl ExactSizeIterator<Item = (&'a str, usize)>) -> Index {
        // Half of the slots at least stay free.
        let size = (2 * texts.len()).next_power_of_two();
        let mut index = Index { slots: vec![FREE; size].into_boxed_slice() };
        for (position, (text, number)) in texts.enumerate() {
            let hash = hash(text.as_bytes(), number);
            let mut at = index.place(hash);
            while index.slots[at] != FREE {
                at = index.place(at as u64 + 1);
            }
            index.slots[at] = hash & !POSITION | position as u64;
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
        let mut at = self.place(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot ^ hash <= POSITION {
                return Some((slot & POSITION) as usize);
            }
            if slot == FREE {
                return None;
            }
            at = self.place(at as u64 + 1);
        }
    }

    /// The slot that the low bits say.
    #[inline(always)]
    fn place(&self, bits: u64) -> usize {
        bits as usize & (self.slots.len() - 1)
    }
}

/// How many bytes most texts have at most.
pub(crate) const SHORT: usize = 16;

/// A hash of a text and a number: multiplications by odd numbers over words of eight bytes, of which
/// the last may overlap the one before. A short text is two words, with zeros behind it.
fn hash(text: &[u8], number: usize) -> u64 {
    if let Some(last) = text.last_chunk().filter(|_| text.len() > SHORT) {
        let words =
            text.as_chunks::<8>().0.iter().chain([last]).map(|word| u64::from_le_bytes(*word));
        mixed(words.fold(start(number) ^ text.len() as u64, |hash, word| mixed(hash) ^ word))
    } else {
        let bytes = std::array::from_fn(|at| text.get(at).copied().unwrap_or(0));
        hash_short(&bytes, text.len() as u8, number)
    }
}

/// The same of a short text, whatever stands behind it. There is no byte 0 in a text, so that its length follows from
/// its words.
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
    let [low, high] = [text as u64, (text >> 64) as u64];
    mixed(low.wrapping_mul(ODD[0]).wrapping_add(high.wrapping_mul(ODD[1])) ^ start(number))
}

/// Odd numbers without a pattern: the fractions of the golden ratio, of the square roots of 2 and of 3.
const ODD: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0x6a09_e667_f3bc_c909, 0xbb67_ae85_84ca_a73b];

/// Far apart for near numbers, so that none undoes what tells two texts apart.
#[inline(always)]
fn start(number: usize) -> u64 {
    (number as u64).wrapping_mul(ODD[2])
}

/// Every bit of the word in bits above and below it.
#[inline(always)]
fn mixed(word: u64) -> u64 {
    let product = (word ^ word >> 32).wrapping_mul(ODD[0]);
    (product ^ product >> 32) | HELD
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
