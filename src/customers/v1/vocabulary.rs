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
use crate::recipe::Recipe;

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

/// The words as the encoder stores them, each with its separator behind it. In arrays, whose length and
/// place the encoder need not load.
#[derive(Debug)]
pub(super) struct Slots {
    /// `Danielle,`, and behind the first names the last: `O'Connell,`.
    pub(super) name: [Slot<16>; FIRST_NAMES.len() + LAST_NAMES.len()],
    /// `danielle.`
    pub(super) first_mailbox: [Slot<16>; FIRST_NAMES.len()],
    /// `oconnell`
    pub(super) last_mailbox: [Slot<16>; LAST_NAMES.len()],
    /// `North `, and last a city without prefix.
    pub(super) city_prefix: [Slot<16>; CITY_PREFIXES.len() + 1],
    /// `ville,`, and last a city without suffix.
    pub(super) city_suffix: [Slot<16>; CITY_SUFFIXES.len() + 1],
    /// `AK,`
    pub(super) state: [Slot<16>; STATES.len() + 1],
    /// `65,` for every age below 121.
    pub(super) age: [Slot<16>; Recipe::AGES.max as usize + 1],
}

impl Slots {
    /// The slots, made by the first who asks.
    pub(super) fn get() -> &'static Slots {
        static SLOTS: OnceLock<Slots> = OnceLock::new();
        SLOTS.get_or_init(Slots::new)
    }

    #[cold]
    #[expect(clippy::large_stack_arrays, reason = "110 KB, once; the smallest stack is 1 MB")]
    fn new() -> Slots {
        let mut slots = Slots {
            name: [Slot::EMPTY; _],
            first_mailbox: [Slot::EMPTY; _],
            last_mailbox: [Slot::EMPTY; _],
            city_prefix: [Slot::EMPTY; _],
            city_suffix: [Slot::EMPTY; _],
            state: [Slot::EMPTY; _],
            age: [Slot::EMPTY; _],
        };
        let (first, last) = slots.name.split_at_mut(FIRST_NAMES.len());
        let first = first.iter_mut().zip(&mut slots.first_mailbox);
        for ((slot, mailbox), name) in first.zip(words!(FIRST_NAMES)) {
            *slot = field(&name);
            *mailbox = Slot::new(&[&letters(&name), b"."]);
        }
        let last = last.iter_mut().zip(&mut slots.last_mailbox);
        for ((slot, mailbox), name) in last.zip(words!(LAST_NAMES)) {
            *slot = field(&name);
            *mailbox = Slot::new(&[&letters(&name)]);
        }
        // What is last of the cities' stays empty: no prefix.
        for (slot, prefix) in slots.city_prefix.iter_mut().zip(CITY_PREFIXES) {
            *slot = Slot::new(&[prefix.as_bytes(), b" "]);
        }
        for (slot, suffix) in slots.city_suffix.iter_mut().zip(CITY_SUFFIXES.iter().chain(&[""])) {
            *slot = field(suffix);
        }
        for (slot, state) in slots.state.iter_mut().zip(STATES.iter().chain(&[DISTRICT])) {
            *slot = field(state);
        }
        for (slot, age) in slots.age.iter_mut().zip(0_u32..) {
            *slot = field(&age.to_string());
        }
        slots
    }
}

/// A word that is a field of its own.
fn field(word: &str) -> Slot<16> {
    Slot::new(&[word.as_bytes(), b","])
}

/// A name as the local part of an address has it: lower-case ASCII letters and digits only.
fn letters(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
