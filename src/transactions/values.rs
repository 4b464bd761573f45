//! The values that columns may have, as checks and statistics know them: written out here once more on
//! purpose, because a second opinion that asked the generator would be none.

use std::sync::OnceLock;

use crate::check::values::{eight_digits, four_digits};

/// How many categories of merchants there are.
pub(crate) const CATEGORIES: usize = 10;

/// The categories of merchants.
pub(crate) const CATEGORY_NAMES: [&str; CATEGORIES] = [
    "Travel",
    "Airlines",
    "Hotels",
    "Dining",
    "Retail",
    "Entertainment",
    "Grocery",
    "Gas",
    "Healthcare",
    "Utilities",
];

/// The channels.
pub(crate) const CHANNELS: [&str; 3] = ["Online", "In-Store", "Mobile"];

/// The statuses.
pub(crate) const STATUSES: [&str; 2] = ["approved", "declined"];

/// The words that merchants' names begin with.
#[rustfmt::skip]
const WORDS: [&str; 24] = [
    "Brindlemoor", "Calderwick", "Dunmarrow", "Elmsgarth", "Fennimere", "Garrowfold", "Hollinsea", "Inverlark",
    "Juniperay", "Kestrelby", "Larkenholt", "Mossgarth", "Nettlemere", "Orrinwell", "Pellinbrook", "Quarrymead",
    "Rowanhythe", "Silverfen", "Thistlewyn", "Umberlea", "Vellamoor", "Wrenhollow", "Yarrowgate", "Zephyrine",
];

/// What merchants' names end in, by category.
const ENDS: [[&str; 3]; CATEGORIES] = [
    ["Travel", "Tours", "Cruises"],
    ["Air", "Airways", "Wings"],
    ["Hotel", "Inn", "Suites"],
    ["Kitchen", "Grill", "Cafe"],
    ["Outfitters", "Goods", "Home"],
    ["Cinemas", "Arcade", "Theatre"],
    ["Market", "Foods", "Grocers"],
    ["Fuel", "Gas", "Filling"],
    ["Pharmacy", "Clinic", "Dental"],
    ["Power", "Water", "Telecom"],
];

/// Whether a category is travel, of which High-Value Travelers have much.
pub(crate) const fn is_travel(category: usize) -> bool {
    category < 3
}

/// Whether a category is a necessity, of which Budget-Conscious have much.
pub(crate) const fn is_necessity(category: usize) -> bool {
    matches!(category, 6 | 7 | 9)
}

/// The customer that an id `TXN############` names, and the number of the transaction among theirs.
#[inline]
pub(crate) fn transaction_id(text: &[u8]) -> Option<(u32, u32)> {
    let &[b'T', b'X', b'N', ref digits @ ..] = text else { return None };
    let (customer, number) = digits.split_first_chunk::<8>()?;
    Some((eight_digits(*customer)?, four_digits(number.try_into().ok()?)?))
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAmount {
    /// No number with two digits behind the point.
    Form,
    /// Such a number, below 1.00 or with more than ten digits before the point.
    Range,
}

/// The cents of an amount as the contract writes it: two digits behind the point, no sign, no zeros before.
#[inline]
pub(crate) fn cents(text: &[u8]) -> Result<u64, NoAmount> {
    let digit = |byte: u8| u64::from(byte.wrapping_sub(b'0'));
    // Most amounts are below 1,000.
    let (dollars, rest) = match *text {
        [ones, b'.', tenths, hundredths] => ([b'0', b'0', ones], [tenths, hundredths]),
        [tens @ b'1'..=b'9', ones, b'.', tenths, hundredths] => {
            ([b'0', tens, ones], [tenths, hundredths])
        }
        [hundreds @ b'1'..=b'9', tens, ones, b'.', tenths, hundredths] => {
            ([hundreds, tens, ones], [tenths, hundredths])
        }
        _ => return other_cents(text),
    };
    let [hundreds, tens, ones] = dollars.map(digit);
    let [tenths, hundredths] = rest.map(digit);
    let cents = hundreds * 10_000 + tens * 1_000 + ones * 100 + tenths * 10 + hundredths;
    let are_digits = hundreds.max(tens).max(ones).max(tenths).max(hundredths) < 10;
    if are_digits && cents >= 100 { Ok(cents) } else { other_cents(text) }
}

/// The cents of an amount of any length, or why it is none.
fn other_cents(text: &[u8]) -> Result<u64, NoAmount> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_minus = digits.len() < text.len();
    let Some((whole, &[b'.', tenths, hundredths])) = digits.split_last_chunk::<3>() else {
        return Err(NoAmount::Form);
    };
    let mut cents = 0_u64;
    let mut is_number = !whole.is_empty() && (whole[0] != b'0' || whole.len() == 1);
    for &digit in whole.iter().chain(&[tenths, hundredths]) {
        is_number &= digit.is_ascii_digit();
        cents = cents.wrapping_mul(10).wrapping_add(u64::from(digit.wrapping_sub(b'0')));
    }
    match cents {
        _ if !is_number => Err(NoAmount::Form),
        100.. if !is_minus && whole.len() <= 10 => Ok(cents),
        _ => Err(NoAmount::Range),
    }
}

/// The position of a category in [`CATEGORY_NAMES`], which is nearly always that of the merchant.
#[inline]
pub(crate) fn category(text: &[u8], of_merchant: Option<usize>) -> Option<usize> {
    let word = Word::of(text);
    let is_home = of_merchant.is_some_and(|home| CATEGORY_WORDS[home] == word);
    if is_home { of_merchant } else { CATEGORY_WORDS.iter().position(|known| *known == word) }
}

/// 0 if a field that begins with these bytes is this category; otherwise another number.
#[inline]
pub(crate) const fn category_amiss(bytes: &[u8; 16], category: usize) -> u64 {
    /// The categories with the comma behind them, and which bits are theirs.
    static KNOWN: [(u128, u128); CATEGORIES] = {
        let mut known = [(0, 0); CATEGORIES];
        let mut at = 0;
        while at < CATEGORIES {
            let name = CATEGORY_NAMES[at].as_bytes();
            let mut byte = 0;
            while byte <= name.len() {
                let letter = if byte < name.len() { name[byte] } else { b',' };
                known[at].0 |= (letter as u128) << (8 * byte);
                known[at].1 |= 0xff << (8 * byte);
                byte += 1;
            }
            at += 1;
        }
        known
    };
    let (name, mask) = KNOWN[category];
    let differs = (u128::from_le_bytes(*bytes) ^ name) & mask;
    differs as u64 | (differs >> 64) as u64
}

/// How many bytes the name of a category has.
#[inline]
pub(crate) const fn category_len(category: usize) -> u8 {
    CATEGORY_NAMES[category].len() as u8
}

/// The position of a channel in [`CHANNELS`].
#[inline]
pub(crate) fn channel(text: &[u8]) -> Option<usize> {
    match text {
        b"Online" => Some(0),
        b"In-Store" => Some(1),
        b"Mobile" => Some(2),
        _ => None,
    }
}

/// The position of a status in [`STATUSES`].
#[inline]
pub(crate) fn status(text: &[u8]) -> Option<usize> {
    match text {
        b"approved" => Some(0),
        b"declined" => Some(1),
        _ => None,
    }
}

/// The category of a merchant.
#[inline]
pub(crate) fn merchant(name: &[u8]) -> Option<usize> {
    static MERCHANTS: OnceLock<Merchants> = OnceLock::new();
    MERCHANTS.get_or_init(Merchants::new).find(name)
}

/// A text of at most 16 bytes as numbers, which compare faster than bytes; longer ones are not all there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Word {
    len: u32,
    first: u64,
    last: u64,
}

/// The categories, to be compared.
static CATEGORY_WORDS: [Word; CATEGORIES] = {
    let mut words = [Word { len: 0, first: 0, last: 0 }; CATEGORIES];
    let mut at = 0;
    while at < CATEGORIES {
        words[at] = Word::of(CATEGORY_NAMES[at].as_bytes());
        at += 1;
    }
    words
};

impl Word {
    #[inline]
    const fn of(text: &[u8]) -> Word {
        let len = text.len() as u32;
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            return Word {
                len,
                first: u64::from_le_bytes(*first),
                last: u64::from_le_bytes(*last),
            };
        }
        if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            return Word { len, first: first as u64, last: last as u64 };
        }
        let (mut first, mut at) = (0, 0);
        while at < text.len() {
            first = first << 8 | text[at] as u64;
            at += 1;
        }
        Word { len, first, last: 0 }
    }
}

/// All merchants, to be found by the first and the last bytes of their names.
#[derive(Debug)]
struct Merchants {
    names: Box<[Merchant]>,
    /// For each place of the table the position of a name, counted from 1.
    table: Box<[u8; Merchants::PLACES]>,
}

/// A merchant. Names have 8 to 24 bytes: the first eight, the last eight, and those from the ninth on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Merchant {
    word: Word,
    middle: u64,
    category: usize,
}

impl Merchants {
    const PLACES: usize = 1024;

    fn new() -> Merchants {
        let mut names = Vec::new();
        let mut table = Box::new([0; Merchants::PLACES]);
        for (category, ends) in ENDS.iter().enumerate() {
            // As many merchants as words: the words go round, beginning seven later in each category, and so do
            // the ends.
            for at in 0..WORDS.len() {
                let name = format!("{} {}", WORDS[(at + 7 * category) % WORDS.len()], ends[at % 3]);
                let word = Word::of(name.as_bytes());
                let mut place = place(word);
                while table[place] > 0 {
                    place = (place + 1) % Merchants::PLACES;
                }
                names.push(Merchant { word, middle: middle(name.as_bytes()), category });
                table[place] = names.len() as u8;
            }
        }
        Merchants { names: names.into(), table }
    }

    #[inline]
    fn find(&self, name: &[u8]) -> Option<usize> {
        let word = Word::of(name);
        let mut place = place(word);
        loop {
            let position = usize::from(self.table[place]).checked_sub(1)?;
            let known = &self.names[position];
            if known.word == word && known.middle == middle(name) {
                return Some(known.category);
            }
            place = (place + 1) % Merchants::PLACES;
        }
    }
}

/// The ninth to the sixteenth byte of a name; of a shorter one nothing, as its ends have them all.
#[inline]
fn middle(name: &[u8]) -> u64 {
    name.get(8..16).and_then(<[u8]>::first_chunk).map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Where a name is first looked for.
#[inline]
fn place(name: Word) -> usize {
    // The golden ratio's fraction, which spreads what differs in few bits.
    let mixed = (name.first ^ name.last.rotate_left(23)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 54) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transactions::{declared, merchants};

    #[test]
    fn merchants_are_those_that_are_paid() {
        for category in 0..CATEGORIES {
            for rank in 0..declared::MERCHANTS {
                let name = merchants::name(category, rank);
                assert_eq!(merchant(name.as_bytes()), Some(category), "{name}");
            }
        }
        for name in
            ["", "Brindlemoor", "Brindlemoor Air", "Brindlemoor travel", "Brindlemoor Travel "]
        {
            assert_eq!(merchant(name.as_bytes()), None, "{name}");
        }
        assert_eq!(Merchants::new().names.len(), CATEGORIES * declared::MERCHANTS);
        let lengths = WORDS
            .iter()
            .flat_map(|word| ENDS.iter().flatten().map(|end| word.len() + 1 + end.len()));
        assert!(
            lengths.into_iter().all(|length| (8..=24).contains(&length)),
            "three numbers hold them"
        );
    }

    #[test]
    fn positions_are_those_in_the_lists() {
        type Find = fn(&[u8]) -> Option<usize>;
        let lists: [(&[&str], Find); 3] = [
            (&CATEGORY_NAMES, |text| category(text, Some(3))),
            (&CHANNELS, channel),
            (&STATUSES, status),
        ];
        for (list, find) in lists {
            for (position, value) in list.iter().enumerate() {
                assert_eq!(find(value.as_bytes()), Some(position), "{value}");
                assert_eq!(find(value.to_ascii_uppercase().as_bytes()), None);
            }
            assert_eq!(find(b""), None);
        }
        assert_eq!(CATEGORY_NAMES, declared::CATEGORY_NAMES);
    }

    #[test]
    fn ids_are_txn_and_twelve_digits() {
        assert_eq!(transaction_id(b"TXN000000420007"), Some((42, 7)));
        for text in
            ["TXN00000042007", "TXN0000004200070", "txn000000420007", "TXN00000042000x", "TXN", ""]
        {
            assert_eq!(transaction_id(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn amounts_have_two_digits_behind_the_point() {
        for number in (100..120_000).chain([123_456, 1_000_000, 99_999_999]) {
            let text = format!("{}.{:02}", number / 100, number % 100);
            assert_eq!(cents(text.as_bytes()), Ok(number), "{text}");
        }
        assert_eq!(cents(b"1234567890.12"), Ok(123_456_789_012));
        for text in ["0.99", "0.00", "-1.00", "-12.50", "12345678901.00"] {
            assert_eq!(cents(text.as_bytes()), Err(NoAmount::Range), "{text}");
        }
        for text in [
            "", "1", "1.0", "1.000", "01.00", "+1.00", ".50", "1,00", "1.0x", "a.00", "1e2.00",
            "1/.00", "x23.00", "1:3.00", "023.00", "00.50", "--1.00",
        ] {
            assert_eq!(cents(text.as_bytes()), Err(NoAmount::Form), "{text}");
        }
    }
}
