//! Figures of transactions, none of which has a public source: declared, so that behaviour gives the
//! segments back and looks like life. Each is part of recipe version 2.

use crate::recipe::{SEGMENTS, Span, Spending};

/// How many categories of merchants there are.
pub const CATEGORIES: usize = 10;

/// The categories of merchants, in the order of the contract.
pub const CATEGORY_NAMES: [&str; CATEGORIES] = [
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

/// The position of Utilities, which are paid once a period and merchant.
pub const UTILITIES: usize = 9;

/// How many parts a period's dollars are divided into.
pub const PARTS: usize = 3;

/// Travel, necessities and all else: the categories of each part.
pub const PART_CATEGORIES: [&[usize]; PARTS] = [&[0, 1, 2], &[6, 7, 9], &[3, 4, 5, 8]];

/// The part that tells a segment, by segment.
pub const OWN_PART: [usize; SEGMENTS] = [0, 1, 1, 1, 1];

/// The share of dollars in that part, per mille, by segment.
pub const OWN_SHARE: [Span; SEGMENTS] = [
    Span::new(350, 600),
    Span::new(250, 450),
    Span::new(650, 850),
    Span::new(250, 450),
    Span::new(250, 450),
];

/// The part that gets a share of what is left, by segment, and that share, per mille; the third part gets the rest.
pub const SECOND_PART: [(usize, u32); SEGMENTS] =
    [(1, 300), (0, 200), (0, 150), (0, 200), (0, 200)];

/// How often each category is paid in its part, relative to the others there. Utilities have a number of
/// payments of their own.
pub const CATEGORY_WEIGHTS: [u64; CATEGORIES] = [5, 3, 4, 8, 8, 5, 10, 6, 3, 0];

/// How large a payment of a category is, relative to those of others.
pub const CATEGORY_AMOUNTS: [u32; CATEGORIES] = [12, 16, 11, 4, 5, 4, 5, 4, 7, 9];

/// How large a payment of a part is on the average, relative to those of the others.
pub const PART_AMOUNTS: [u32; PARTS] = [13, 5, 5];

/// How often a payment is made online and in a store, per cent; the rest is paid by phone.
pub const CHANNELS: [(u32, u32); CATEGORIES] = [
    (70, 10),
    (80, 0),
    (60, 25),
    (15, 65),
    (45, 40),
    (50, 35),
    (10, 75),
    (0, 85),
    (30, 60),
    (65, 0),
];

/// The names of the channels.
pub const CHANNEL_NAMES: [&str; 3] = ["Online", "In-Store", "Mobile"];

/// The names of the statuses.
pub const STATUS_NAMES: [&str; 2] = ["approved", "declined"];

/// How far a period's dollars are off the level, at most, per mille.
pub const NOISE: u32 = Spending::NOISE as u32;

/// How far a period's payments are off the customer's own number, at most.
pub const PAYMENTS_OFF: u32 = 2;

/// Of a customer of another segment who behaves half like New & Growing, growth is counted from so many
/// periods before the last.
pub const GROWTH_PERIODS: u32 = 5;

/// How often each day of the week has payments, relative to the others, from Monday on.
pub const WEEKDAYS: [u32; 7] = [9, 9, 10, 11, 14, 16, 12];

/// How often each month has payments, relative to the others, from January on. It moves days within a period, not
/// dollars between periods.
pub const MONTHS: [u32; 12] = [90, 92, 98, 98, 101, 101, 103, 102, 96, 100, 108, 115];

/// Of so many payments in a category, those up to each of [`FAVORITES`] are to one of the customer's favourites.
pub const FAVORITES_OF: u32 = 8;

/// Up to which of [`FAVORITES_OF`] payments they are to the first, the second and the third favourite; the rest is
/// to any merchant.
pub const FAVORITES: [u32; 3] = [3, 5, 6];

/// How many merchants each category has.
pub const MERCHANTS: usize = 24;

/// The beginnings of merchants' names: invented words.
pub const MERCHANT_WORDS: [&str; MERCHANTS] = [
    "Brindlemoor",
    "Calderwick",
    "Dunmarrow",
    "Elmsgarth",
    "Fennimere",
    "Garrowfold",
    "Hollinsea",
    "Inverlark",
    "Juniperay",
    "Kestrelby",
    "Larkenholt",
    "Mossgarth",
    "Nettlemere",
    "Orrinwell",
    "Pellinbrook",
    "Quarrymead",
    "Rowanhythe",
    "Silverfen",
    "Thistlewyn",
    "Umberlea",
    "Vellamoor",
    "Wrenhollow",
    "Yarrowgate",
    "Zephyrine",
];

/// The ends of merchants' names, by category. No end is in two of them.
pub const MERCHANT_KINDS: [[&str; 3]; CATEGORIES] = [
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
