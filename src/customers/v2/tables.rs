//! The facts as weights to draw by and as texts to write, the same for every recipe. Made once,
//! when a generator is first asked for.

use std::sync::OnceLock;

use crate::draw::Alias;
use crate::encode::Slot;
use crate::facts::{DECADES, Facts, GivenName};

/// What is drawn from, and how it is written.
#[derive(Debug)]
pub(super) struct Tables {
    /// First names by decade of birth, as many women as men.
    pub(super) first_names: [Alias; DECADES],
    /// Surnames.
    pub(super) surnames: Alias,
    /// Places: states by their population, and within each its places by theirs.
    pub(super) places: Alias,
    /// Employment by age from 18 to 100.
    pub(super) employment: Box<[Alias]>,
    /// How first names are written.
    pub(super) first: Box<[Written]>,
    /// How surnames are written.
    pub(super) last: Box<[Written]>,
    /// `,CA,Los Angeles,`
    pub(super) place: Box<[Slot<40>]>,
}

/// A name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    /// `O'Connell,`
    pub(super) name: Slot<16>,
    /// `oconnell`, as an address has it: its letters, in lower case.
    pub(super) word: Slot<16>,
}

impl Tables {
    /// The tables, made by the first who asks.
    pub(super) fn get() -> &'static Tables {
        static TABLES: OnceLock<Tables> = OnceLock::new();
        TABLES.get_or_init(|| Tables::new(Facts::get()))
    }

    /// How a first name is written.
    #[inline]
    pub(super) fn first_name(&self, position: u16) -> &Written {
        &self.first[usize::from(position)]
    }

    /// How a surname is written.
    #[inline]
    pub(super) fn last_name(&self, position: u16) -> &Written {
        &self.last[usize::from(position)]
    }

    /// How state and place are written, with a comma before and behind them.
    #[inline]
    pub(super) fn place(&self, position: u16) -> &Slot<40> {
        &self.place[usize::from(position)]
    }

    fn new(facts: &Facts) -> Tables {
        let people: Vec<u64> = facts.surnames.iter().map(|name| u64::from(name.people)).collect();
        let employment = |shares: &[u32; 4]| Alias::new(&shares.map(u64::from));
        let written = |name: &String| Written {
            name: Slot::new(&[name.as_bytes(), b","]),
            word: Slot::new(&[&letters(name)]),
        };
        let place = |name: &str, state: usize| {
            Slot::new(&[b",", &facts.states[state].code, b",", name.as_bytes(), b","])
        };
        Tables {
            first_names: std::array::from_fn(|decade| first_names(&facts.given_names, decade)),
            surnames: Alias::new(&people),
            places: places(facts),
            employment: facts.employment.iter().map(employment).collect(),
            first: facts.given_names.iter().map(|given| written(&given.name)).collect(),
            last: facts.surnames.iter().map(|surname| written(&surname.name)).collect(),
            place: facts.places.iter().map(|place_| place(&place_.name, place_.state)).collect(),
        }
    }
}

/// The letters of a name, in lower case.
fn letters(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

/// The first names of a decade: each sex's births as a share of all its births, so multiplied by
/// those of the other.
fn first_names(names: &[GivenName], decade: usize) -> Alias {
    let births = |name: &GivenName, sex: usize| u64::from(name.births[sex][decade]);
    let all = [0, 1].map(|sex| names.iter().map(|name| births(name, sex)).sum::<u64>());
    let weight = |name| births(name, 0) * all[1] + births(name, 1) * all[0];
    Alias::new(&names.iter().map(weight).collect::<Vec<_>>())
}

/// All places: the population of the state, divided among its places by theirs, in units of 2^-20
/// of a person.
fn places(facts: &Facts) -> Alias {
    let mut in_state = vec![0_u64; facts.states.len()];
    for place in &facts.places {
        in_state[place.state] += u64::from(place.people);
    }
    let weights = facts.places.iter().map(|place| {
        let of_state =
            (u128::from(facts.states[place.state].people) * u128::from(place.people)) << 20;
        (of_state / u128::from(in_state[place.state])) as u64
    });
    Alias::new(&weights.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Positions stand for letters in an address, so no two names may have the same.
    #[test]
    fn letters_tell_names_apart() {
        let facts = Facts::get();
        let first: Vec<&String> = facts.given_names.iter().map(|given| &given.name).collect();
        let last: Vec<&String> = facts.surnames.iter().map(|surname| &surname.name).collect();
        for names in [first, last] {
            let words: BTreeSet<Vec<u8>> = names.iter().map(|name| letters(name)).collect();
            assert_eq!(words.len(), names.len());
            assert!(words.iter().all(|word| !word.is_empty()));
            assert!(u16::try_from(names.len()).is_ok());
        }
    }

    /// What stands in a field of its own needs no quotes and is no formula.
    #[test]
    fn names_are_harmless_fields() {
        let facts = Facts::get();
        let names = facts.given_names.iter().map(|given| &given.name);
        let names = names.chain(facts.surnames.iter().map(|surname| &surname.name));
        for name in names.chain(facts.places.iter().map(|place| &place.name)) {
            assert!(name.starts_with(|first: char| first.is_ascii_uppercase()), "{name}");
            let harmless = |letter: char| letter.is_ascii_alphabetic() || " '-.".contains(letter);
            assert!(name.chars().all(harmless), "{name}");
        }
    }
}
