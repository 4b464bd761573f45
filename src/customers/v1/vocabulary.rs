//! The words that customers are made of, as constant slots that the encoder stores whole.
//!
//! Names and cities come from the `fake` crate's English tables, used as vocabulary only: the
//! order of a table is part of the contract, so the crate is pinned and `tests/golden.rs` holds a
//! digest of every table.

use fake::locales::{Data, EN};

use crate::recipe::Recipe;

/// A short text with its separator behind it, padded to sixteen bytes, the length in the last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot([u8; 16]);

impl Slot {
    /// The two texts one after the other; together at most fifteen bytes.
    const fn new(text: &str, separator: &str) -> Slot {
        let mut slot = [0; 16];
        let (text, separator) = (text.as_bytes(), separator.as_bytes());
        let mut at = 0;
        while at < text.len() {
            slot[at] = text[at];
            at += 1;
        }
        while at < text.len() + separator.len() {
            slot[at] = separator[at - text.len()];
            at += 1;
        }
        assert!(at < 16);
        slot[15] = at as u8;
        Slot(slot)
    }

    /// The text as the local part of an address has it: lower-case ASCII letters and digits only.
    const fn mailbox(text: &str, separator: &str) -> Slot {
        let text = text.as_bytes();
        let mut slot = [0; 16];
        let (mut from, mut to) = (0, 0);
        while from < text.len() {
            if text[from].is_ascii_alphanumeric() {
                slot[to] = text[from].to_ascii_lowercase();
                to += 1;
            }
            from += 1;
        }
        slot[15] = to as u8;
        if separator.is_empty() {
            return Slot(slot);
        }
        slot[to] = separator.as_bytes()[0];
        slot[15] += 1;
        Slot(slot)
    }

    /// All sixteen bytes, of which [`len`](Slot::len) count.
    #[inline]
    pub(crate) const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The length of text and separator together, at most 15.
    #[inline]
    pub(crate) const fn len(&self) -> u8 {
        self.0[15]
    }
}

/// A slot for every entry of a table, made when the crate is compiled.
macro_rules! slots {
    ($table:expr, $slot:path, $separator:literal) => {{
        const TABLE: &[&str] = $table;
        let mut slots = [Slot([0; 16]); TABLE.len()];
        let mut at = 0;
        while at < TABLE.len() {
            slots[at] = $slot(TABLE[at], $separator);
            at += 1;
        }
        slots
    }};
}

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

/// Two tables as one.
const fn joined<const N: usize>(tables: [&[Slot]; 2]) -> [Slot; N] {
    let mut all = [Slot([0; 16]); N];
    let (mut table, mut to) = (0, 0);
    while table < tables.len() {
        let mut from = 0;
        while from < tables[table].len() {
            all[to] = tables[table][from];
            (from, to) = (from + 1, to + 1);
        }
        table += 1;
    }
    all
}

/// `Danielle,`, and behind the first names the last: `O'Connell,`.
pub(crate) static NAME: [Slot; FIRST_NAMES.len() + LAST_NAMES.len()] =
    joined([&slots!(FIRST_NAMES, Slot::new, ","), &slots!(LAST_NAMES, Slot::new, ",")]);
/// `danielle.`
pub(crate) static FIRST_MAILBOX: [Slot; FIRST_NAMES.len()] =
    slots!(FIRST_NAMES, Slot::mailbox, ".");
/// `oconnell`
pub(crate) static LAST_MAILBOX: [Slot; LAST_NAMES.len()] = slots!(LAST_NAMES, Slot::mailbox, "");
/// `North `, and last a city without prefix.
pub(crate) static CITY_PREFIX: [Slot; CITY_PREFIXES.len() + 1] =
    joined([&slots!(CITY_PREFIXES, Slot::new, " "), &[Slot::new("", "")]]);
/// `ville,`, and last a city without suffix.
pub(crate) static CITY_SUFFIX: [Slot; CITY_SUFFIXES.len() + 1] =
    joined([&slots!(CITY_SUFFIXES, Slot::new, ","), &[Slot::new("", ",")]]);
/// `AK,`
pub(crate) static STATE: [Slot; choices::STATES as usize] =
    joined([&slots!(STATES, Slot::new, ","), &[Slot::new(DISTRICT, ",")]]);
/// `Self-Employed,`
pub(crate) static EMPLOYMENT: [Slot; EMPLOYMENTS.len()] = slots!(&EMPLOYMENTS, Slot::new, ",");
/// `65,` for every age below 121.
pub(crate) static AGE: [Slot; Recipe::AGES.max as usize + 1] = {
    let mut slots = [Slot([0; 16]); Recipe::AGES.max as usize + 1];
    let mut age = 0;
    while age < slots.len() {
        let digits =
            [b'0' + (age / 100) as u8, b'0' + (age / 10 % 10) as u8, b'0' + (age % 10) as u8];
        let leading = (age < 100) as usize + (age < 10) as usize;
        let (_, text) = digits.split_at(leading);
        slots[age] = match str::from_utf8(text) {
            Ok(text) => Slot::new(text, ","),
            Err(_) => panic!("digits are ASCII"),
        };
        age += 1;
    }
    slots
};
