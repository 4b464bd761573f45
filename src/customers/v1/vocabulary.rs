//! The words that customers are made of. They ship as text and become slots that the encoder stores
//! whole when somebody first asks.
//!
//! Names and cities come from the `fake` crate's English tables, used as vocabulary only: the
//! order of a table is part of the contract, so the crate is pinned and `tests/golden.rs` holds a
//! digest of every table.

use std::sync::OnceLock;

use fake::locales::{Data, EN};

use crate::customers::slot::Slot;
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

/// How many bytes [`lines`] makes of a table.
const fn length(table: &[&str]) -> usize {
    let (mut at, mut length) = (0, 0);
    while at < table.len() {
        length += table[at].len() + 1;
        at += 1;
    }
    length
}

/// The words of a table, each with a line feed behind it.
const fn lines<const LENGTH: usize>(table: &[&str]) -> [u8; LENGTH] {
    let mut lines = [b'\n'; LENGTH];
    let (mut at, mut to) = (0, 0);
    while at < table.len() {
        let word = table[at].as_bytes();
        let (_, rest) = lines.split_at_mut(to);
        rest.split_at_mut(word.len()).0.copy_from_slice(word);
        to += word.len() + 1;
        at += 1;
    }
    lines
}

/// The words of a constant table as an iterator over their bytes. Only their text ships: a table of
/// places and lengths would weigh as much again, and the padding of slots twice as much.
macro_rules! words {
    ($table:expr) => {{
        static LINES: [u8; length($table)] = lines($table);
        LINES.split(|&byte| byte == b'\n').take($table.len())
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
        let (first, last) = (words!(FIRST_NAMES), words!(LAST_NAMES));
        let field = |word: &[u8]| Slot::new(&[word, b","]);
        let prefixes = words!(CITY_PREFIXES).map(|word| Slot::new(&[word, b" "]));
        Slots {
            name: first.clone().chain(last.clone()).map(field).collect(),
            first_mailbox: first.map(|name| Slot::new(&[&mailbox(name), b"."])).collect(),
            last_mailbox: last.map(|name| Slot::new(&[&mailbox(name)])).collect(),
            city_prefix: prefixes.chain([Slot::new(&[])]).collect(),
            city_suffix: words!(CITY_SUFFIXES).chain([&b""[..]]).map(field).collect(),
            state: words!(STATES).chain([DISTRICT.as_bytes()]).map(field).collect(),
            employment: EMPLOYMENTS.map(|status| field(status.as_bytes())),
            age: (0..=Recipe::AGES.max).map(|age| field(age.to_string().as_bytes())).collect(),
        }
    }
}

/// A name as the local part of an address has it: lower-case ASCII letters and digits only.
fn mailbox(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}
