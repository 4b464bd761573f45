//! The words that customers are made of. They ship packed and become slots that the encoder stores
//! whole when somebody first asks.
//!
//! Names and cities come from the `fake` crate's English tables, used as vocabulary only: the
//! order of a table is part of the contract, so the crate is pinned and `tests/golden.rs` holds a
//! digest of every table.

use std::sync::OnceLock;

use fake::locales::{Data, EN};

use crate::customers::slot::Slot;
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

/// The words as the encoder stores them, each with its separator behind it.
#[derive(Debug)]
pub(super) struct Slots {
    /// `Danielle,`, and behind the first names the last: `O'Connell,`.
    pub(super) name: Box<[Slot<16>]>,
    /// `danielle.`
    pub(super) first_mailbox: Box<[Slot<16>]>,
    /// `oconnell`
    pub(super) last_mailbox: Box<[Slot<16>]>,
    /// `North `, and last a city without prefix.
    pub(super) city_prefix: Box<[Slot<16>]>,
    /// `ville,`, and last a city without suffix.
    pub(super) city_suffix: Box<[Slot<16>]>,
    /// `AK,`
    pub(super) state: Box<[Slot<16>]>,
    /// `Self-Employed,`
    pub(super) employment: [Slot<16>; EMPLOYMENTS.len()],
    /// `65,` for every age below 121.
    pub(super) age: Box<[Slot<16>]>,
}

impl Slots {
    /// The slots, made by the first who asks.
    pub(super) fn get() -> &'static Slots {
        static SLOTS: OnceLock<Slots> = OnceLock::new();
        SLOTS.get_or_init(Slots::new)
    }

    #[cold]
    fn new() -> Slots {
        let first: Vec<String> = words!(FIRST_NAMES).collect();
        let last: Vec<String> = words!(LAST_NAMES).collect();
        Slots {
            name: first.iter().chain(&last).map(|name| field(name)).collect(),
            first_mailbox: first.iter().map(|name| Slot::new(&[&mailbox(name), b"."])).collect(),
            last_mailbox: last.iter().map(|name| Slot::new(&[&mailbox(name)])).collect(),
            city_prefix: words!(CITY_PREFIXES)
                .map(|prefix| Slot::new(&[prefix.as_bytes(), b" "]))
                .chain([Slot::new(&[])])
                .collect(),
            city_suffix: words!(CITY_SUFFIXES)
                .map(|suffix| field(&suffix))
                .chain([field("")])
                .collect(),
            state: words!(STATES).map(|state| field(&state)).chain([field(DISTRICT)]).collect(),
            employment: EMPLOYMENTS.map(field),
            age: (0..=Recipe::AGES.max).map(|age| field(&age.to_string())).collect(),
        }
    }
}

/// A word that is a field of its own.
fn field(word: &str) -> Slot<16> {
    Slot::new(&[word.as_bytes(), b","])
}

/// A name as the local part of an address has it: lower-case ASCII letters and digits only.
fn mailbox(name: &str) -> Vec<u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
