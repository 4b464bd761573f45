//! The words that customers are made of. They ship packed and become slots that the encoder stores
//! whole when somebody first asks.
//!
//! Names and cities come from the `fake` crate's English tables, used as vocabulary only: the
//! order of a table is part of the contract, so the crate is pinned and `tests/golden.rs` holds a
//! digest of every table.

use std::sync::OnceLock;

use fake::locales::{Data, EN};

use crate::encode::Slot;
use crate::facts::texts;

/// The first names.
pub const FIRST_NAMES: &[&str] = EN::NAME_FIRST_NAME;
/// The last names.
pub const LAST_NAMES: &[&str] = EN::NAME_LAST_NAME;
/// What a city's name may begin with.
pub const CITY_PREFIXES: &[&str] = EN::ADDRESS_CITY_PREFIX;
/// What a city's name may end with.
pub const CITY_SUFFIXES: &[&str] = EN::ADDRESS_CITY_SUFFIX;
/// The 50 states.
pub const STATES: &[&str] = EN::ADDRESS_STATE_ABBR;
/// The 51st entry of the column `state`, after [`STATES`].
pub const DISTRICT: &str = "DC";
/// The employment statuses, in the order of the contract.
pub const EMPLOYMENTS: [&str; 4] = ["Employed", "Self-Employed", "Retired", "Unemployed"];

/// How many choices there are for each word.
pub(crate) mod choices {
    pub(crate) const FIRST_NAMES: u32 = super::FIRST_NAMES.len() as u32;
    pub(crate) const LAST_NAMES: u32 = super::LAST_NAMES.len() as u32;
    pub(crate) const CITY_PREFIXES: u32 = super::CITY_PREFIXES.len() as u32;
    pub(crate) const CITY_SUFFIXES: u32 = super::CITY_SUFFIXES.len() as u32;
    pub(crate) const STATES: u32 = super::STATES.len() as u32 + 1;
    pub(crate) const EMPLOYMENTS: u32 = super::EMPLOYMENTS.len() as u32;
}

/// Writes the words of a table to the beginning of `packed`, as far as there is room, in the form that
/// [`texts`] reads: what a word shares with the one before, and the rest. Returns how long that is.
const fn pack(table: &[&str], packed: &mut [u8]) -> usize {
    let mut length = 0;
    let mut before: &[u8] = b"";
    let mut at = 0;
    while at < table.len() {
        let word = table[at].as_bytes();
        let mut shared = 0;
        while shared < word.len() && shared < before.len() && word[shared] == before[shared] {
            shared += 1;
        }
        assert!(shared < b' ' as usize, "a byte below a space says how much is shared");
        let mut from = shared;
        if length < packed.len() {
            packed[length] = shared as u8;
        }
        length += 1;
        while from < word.len() {
            if length < packed.len() {
                packed[length] = word[from];
            }
            (from, length) = (from + 1, length + 1);
        }
        before = word;
        at += 1;
    }
    length
}

/// The words of a constant table. They ship packed: as constant slots they would weigh three times as
/// much.
macro_rules! words {
    ($table:expr) => {{
        const LENGTH: usize = pack($table, &mut []);
        static PACKED: [u8; LENGTH] = {
            let mut packed = [0; LENGTH];
            pack($table, &mut packed);
            packed
        };
        texts(&PACKED)
    }};
}

/// The words as the encoder stores them: neighbours together, where all combinations are few, each with its separators.
/// In arrays, whose length and place the encoder need not load, and of lengths that spare it to ask whether a position
/// lies within.
#[derive(Debug)]
pub(super) struct Slots {
    /// The first names, and behind them the last.
    names: [NameSlots; 4096],
    /// `,AK,North `, by state and prefix, with a city without prefix as the last.
    state_and_prefix: [[Slot<16>; CITY_PREFIXES.len() + 1]; 64],
    /// `ville,Self-Employed,Premium,`, by suffix, with a city without suffix as the last, and employment with card.
    suffix_and_work: [[Slot<32>; 2 * EMPLOYMENTS.len()]; 32],
}

/// How a name is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct NameSlots {
    /// `Danielle,` and `O'Connell,`
    pub(super) name: Slot<16>,
    /// As an address has it: `danielle.` as a first name and `oconnell@` as a last.
    pub(super) mailbox: Slot<16>,
}

impl Slots {
    /// The slots, made by the first who asks.
    pub(super) fn get() -> &'static Slots {
        static SLOTS: OnceLock<Slots> = OnceLock::new();
        SLOTS.get_or_init(Slots::new)
    }

    /// How a name is written, by its position among the first names, and behind them the last.
    #[inline]
    pub(super) fn name(&self, position: u16) -> &NameSlots {
        &self.names[usize::from(position) % self.names.len()]
    }

    /// How a first name is written.
    #[inline]
    pub(super) fn first_name(&self, position: u32) -> &NameSlots {
        &self.names[position as usize % self.names.len()]
    }

    /// How a last name is written.
    #[inline]
    pub(super) fn last_name(&self, position: u32) -> &NameSlots {
        self.first_name(choices::FIRST_NAMES + position)
    }

    /// `,AK,North `, by the state and, in the lowest three bits, the prefix.
    #[inline]
    pub(super) fn state_and_prefix(&self, position: u16) -> &Slot<16> {
        let all = self.state_and_prefix.as_flattened();
        &all[usize::from(position) % all.len()]
    }

    /// `ville,Self-Employed,Premium,`, by the suffix, in two bits the employment, and in the lowest the card.
    #[inline]
    pub(super) fn suffix_and_work(&self, position: u8) -> &Slot<32> {
        &self.suffix_and_work.as_flattened()[usize::from(position)]
    }

    #[cold]
    #[expect(clippy::large_stack_arrays, reason = "150 KB, once; the smallest stack is 1 MB")]
    fn new() -> Slots {
        let mut slots = Slots {
            names: [NameSlots { name: Slot::EMPTY, mailbox: Slot::EMPTY }; _],
            state_and_prefix: [[Slot::EMPTY; _]; _],
            suffix_and_work: [[Slot::EMPTY; _]; _],
        };
        let names = words!(FIRST_NAMES)
            .map(|name| (name, b"."))
            .chain(words!(LAST_NAMES).map(|name| (name, b"@")));
        for (slots, (name, separator)) in slots.names.iter_mut().zip(names) {
            *slots = NameSlots {
                name: Slot::new(&[name.as_bytes(), b","]),
                mailbox: Slot::new(&[&letters(&name), separator]),
            };
        }
        for (slots, state) in
            slots.state_and_prefix.iter_mut().zip(STATES.iter().chain(&[DISTRICT]))
        {
            for (slot, prefix) in slots.iter_mut().zip(CITY_PREFIXES) {
                *slot = Slot::new(&[b",", state.as_bytes(), b",", prefix.as_bytes(), b" "]);
            }
            slots[CITY_PREFIXES.len()] = Slot::new(&[b",", state.as_bytes(), b","]);
        }
        for (slots, suffix) in
            slots.suffix_and_work.iter_mut().zip(CITY_SUFFIXES.iter().chain(&[""]))
        {
            let works = EMPLOYMENTS
                .iter()
                .flat_map(|work| ["Standard", "Premium"].map(|card| (work, card)));
            for (slot, (work, card)) in slots.iter_mut().zip(works) {
                *slot = Slot::new(&[
                    suffix.as_bytes(),
                    b",",
                    work.as_bytes(),
                    b",",
                    card.as_bytes(),
                    b",",
                ]);
            }
        }
        slots
    }
}

/// A name as the local part of an address has it: lower-case ASCII letters and digits only.
fn letters(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
