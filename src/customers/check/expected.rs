//! Rows that are as they should be, which nearly all are: read from left to right without asking why something is amiss,
//! nor hardly anything at all. A row of which any value is not as expected goes on to the checks that can tell.
//!
//! What is amiss is collected as numbers that are 0 if nothing is, because a question whose answer varies from row to
//! row costs a processor more than ten that are answered for nothing.

#![allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]

use super::address::Address;
use super::bounds::Bounds;
use super::ids::{NO_DIGITS, digits_of};
use super::names::is_common;
use super::piece::Piece;
use crate::check::lexicon::{Lexicon, LineEnds};
use crate::check::values::{ZEROS, beyond_digits, days_of_month, from_pairs, pairs};
use crate::customers::known::{Index, Known, SHORT};
use crate::customers::schema::COLUMNS;
use crate::customers::statistics::{Counted, KnownTexts, Month, STANDINGS};
use crate::customers::values::state_of;
use crate::decode::lanes::Lanes;
use crate::decode::{Record, TakeRows, Window};

/// Where a text begins in a window, and how many bytes it has.
type Place = (u8, u8);

/// The values of a row that is as expected.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// How many bytes the row has.
    len: u8,
    /// The hash of the address.
    email: u64,
    counted: Counted,
    month: Month,
    /// Nothing where names are not looked for.
    known: KnownTexts,
}

/// What is known of the names and the city in these places of a window, if they are looked for.
#[inline(always)]
fn known_texts(
    known: Option<&Known>,
    window: Window<'_>,
    [first_name, last_name, city]: [Place; 3],
    state: usize,
) -> KnownTexts {
    let Some(known) = known else { return KnownTexts::default() };
    let find = |index: &Index, (begin, len): Place, number| {
        if usize::from(len) > SHORT {
            return index.find(window.text((begin, len)), number);
        }
        index.find_short(window.bytes(begin), len, number)
    };
    KnownTexts {
        state: Some(state),
        place: find(&known.places, city, state),
        first_name: find(&known.first_names, first_name, 0),
        last_name: find(&known.last_names, last_name, 0),
    }
}

/// One in the last of eight digits.
const ONE: u64 = 1 << 56;

/// Employment and card: two texts for each status, in their order.
static EMPLOYMENTS: Lexicon = Lexicon::new(&[
    "Employed,Standard,",
    "Employed,Premium,",
    "Self-Employed,Standard,",
    "Self-Employed,Premium,",
    "Retired,Standard,",
    "Retired,Premium,",
    "Unemployed,Standard,",
    "Unemployed,Premium,",
]);

/// Segment and decline type with what ends the line, in the order of [`STANDINGS`].
macro_rules! standings {
    ($end:literal) => {
        Lexicon::new(&[
            concat!("High-Value Travelers,", $end),
            concat!("Stable Mid-Spenders,", $end),
            concat!("Budget-Conscious,", $end),
            concat!("Declining,gradual", $end),
            concat!("New & Growing,", $end),
            concat!("Declining,sudden", $end),
        ])
    };
}

/// Those of most files, and those of files that come from Windows.
static SEGMENTS: LineEnds = LineEnds { lf: standings!("\n"), crlf: standings!("\r\n") };

/// The bytes of `YYYY-MM-` that are hyphens.
const HYPHENS: u64 = 0xff00_00ff_0000_0000;

/// How many bytes a name or a city has at most that is read here.
const MOST: usize = 32;

/// Nothing that is read here goes beyond the places that a byte names: id, names, address, age and state, city,
/// employment and card, limit, day, segment and decline type.
const _: () = assert!(
    13 + 2 * (MOST + 1) + Address::MOST_IN_WINDOW + 1 + 6 + MOST + 1 + 24 + 9 + 11 + 24 <= 255
);

impl Bounds {
    /// The values of the row at the beginning of the window, if its id ends in these eight digits and all is as
    /// expected. Every byte of the row is looked at, and none of them is a quote or, but at its end,
    /// a control.
    ///
    /// Asked a few times on the way, so that not everything has to be kept until the end.
    #[inline]
    fn expected(&self, window: Window<'_>, digits: u64) -> Option<Expected> {
        let id = u64::from(window.half_word(0) ^ u32::from_le_bytes(*b"CUST"))
            | window.word(4) ^ digits
            | u64::from(window.byte(12) ^ b',')
            | u64::from(digits == NO_DIGITS);
        if id != 0 {
            return None;
        }
        let (mut first_name, odd_first) = name(window, 13);
        let (mut last_name, odd_last) = name(window, behind(first_name));
        if odd_first | odd_last != 0 {
            first_name = common(window, 13)?;
            last_name = common(window, behind(first_name))?;
        }

        let at = behind(last_name);
        let (email, len) = Address::of_window(window, at)?;
        let at = behind((at, len));
        let (age, state, no_age) = self.age_and_state(window.word(at));
        let (mut city, odd_city) = city(window, at.wrapping_add(6));
        if odd_city != 0 {
            city = common(window, city.0)?;
        }
        if no_age != 0 {
            return None;
        }
        let state = state?;
        let known = known_texts(self.known, window, [first_name, last_name, city], state);

        let at = behind(city);
        let employment = EMPLOYMENTS.find(window.bytes(at));
        let at = at.wrapping_add(employment.len);
        let (limit_len, steps, no_limit) = self.limit_at(window, at);
        let at = behind((at, limit_len));
        let (opened, month, no_day) = self.day_at(window, at);
        let at = behind((at, 10));
        let standing = SEGMENTS.find(window.bytes(at));
        let (segment, _) = STANDINGS[standing.position];
        let card = employment.position % 2;
        let is_allowed = (card == 0) | self.premium_allowed[segment];
        let amiss = employment.amiss | no_limit | no_day | standing.amiss | u64::from(!is_allowed);
        if amiss != 0 {
            return None;
        }
        let counted = Counted {
            age,
            state,
            employment: employment.position / 2,
            card,
            steps,
            standing: standing.position,
        };
        // A row that breaks what only people keep goes on to those who can say why.
        if let Some(people) = &self.people
            && (known.place.is_none() || !people.is_kept(&counted, opened))
        {
            return None;
        }
        Some(Expected { len: at.wrapping_add(standing.len), email, counted, month, known })
    }

    /// An age of two digits within the range, a state, and 0; or another number. The text is `37,CA,`.
    #[inline]
    fn age_and_state(&self, text: u64) -> (u32, Option<usize>, u64) {
        const COMMAS: u64 = 0xff00_00ff_0000;
        let [tens, ones, _, first, second, ..] = text.to_le_bytes();
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        let age = u32::from(tens) * 10 + u32::from(ones);
        let is_within = (tens.wrapping_sub(1) < 9) & (ones < 10) & self.age.contains(age);
        let no_commas = (text ^ u64::from_le_bytes(*b"  ,  ,  ")) & COMMAS;
        (age, state_of(first, second), no_commas | u64::from(!is_within))
    }

    /// How long a credit limit of at most eight digits is, how many steps it is above the smallest, and 0 if it is on a
    /// step of the range; or another number.
    #[inline]
    fn limit_at(&self, window: Window<'_>, at: u8) -> (u8, u32, u64) {
        let text = window.word(at);
        // All behind the first that is no digit may be taken for none.
        let len = (beyond_digits(text ^ ZEROS).trailing_zeros() / 8) as u8;
        // Zeros come before a number of less than eight digits, and what stands behind it goes.
        let digits = (text ^ ZEROS) << (64_u8.wrapping_sub(len.wrapping_mul(8)) & 63);
        let steps = self.steps.of(from_pairs(pairs(digits)));
        let is_odd = (len == 0)
            | (text as u8 == b'0')
            | (steps > self.steps.all())
            | (window.byte(at.wrapping_add(len)) != b',');
        (len, steps, u64::from(is_odd))
    }

    /// A day within the window as `yyyymmdd`, its month, and 0; or another number.
    #[inline]
    fn day_at(&self, window: Window<'_>, at: u8) -> (u32, Month, u64) {
        let (text, rest) = (window.word(at), window.half_word(at.wrapping_add(8)));
        let day = u64::from(rest as u16);
        let digits = (text & 0xffff_ffff | (text >> 8) & 0xffff_0000_0000 | day << 48) ^ ZEROS;
        let pairs = pairs(digits);
        let pair = |at: u32| (pairs >> (at * 16)) as u32 & 0xff;
        let (year, month, day) = (pair(0) * 100 + pair(1), pair(2), pair(3));
        let compact = from_pairs(pairs);
        // 29 February is left to others, and so is the turn of a year where it may stand for no day.
        let is_day = day.wrapping_sub(1) < days_of_month(month);
        let is_turn = matches!((month, day), (1, 1) | (12, 31));
        let is_well = is_day & self.window.contains(compact) & (self.dated | !is_turn);
        let odd = beyond_digits(digits)
            | (text ^ u64::from_le_bytes(*b"    -  -")) & HYPHENS
            | u64::from((rest >> 16) as u8 ^ b',')
            | u64::from(!is_well);
        (compact, Month::new(year, month), odd)
    }
}

impl TakeRows<COLUMNS> for Piece<'_> {
    #[inline]
    fn expected(&mut self, lines: u64, window: Window<'_>) -> usize {
        let Some(values) = self.bounds.expected(window, self.next_id) else { return 0 };
        self.line = self.first_line + lines;
        self.count(values);
        values.len.into()
    }

    #[inline]
    fn record(&mut self, lines: u64, record: Record<'_, COLUMNS>) {
        self.line = self.first_line + lines;
        match record {
            Record::Row(fields) => self.row(&fields),
            Record::Unreadable(why, text) => self.unreadable(why, text),
            Record::Blank => self.blank(),
        }
    }
}

impl Piece<'_> {
    /// Counts a row that is as expected.
    #[inline]
    fn count(&mut self, values: Expected) {
        self.report.lines.note(self.row, self.line);
        if let Some(run) = self.report.ids.last_mut() {
            run.rows += 1;
            self.next_id = if self.next_id >> 56 < u64::from(b'9') {
                self.next_id + ONE
            } else {
                digits_of(run.first + run.rows)
            };
        }
        self.report.emails.push(values.email);
        self.tally.add(&values.counted);
        self.report.statistics.opened(values.month);
        if self.bounds.known.is_some() {
            self.report.statistics.known(&values.known, values.counted.age);
        }
        self.row += 1;
    }
}

/// The place behind a text and its separator.
#[inline]
const fn behind((at, len): Place) -> u8 {
    at.wrapping_add(len).wrapping_add(1)
}

/// A name of 2 to 16 letters, a large one and then a small one first, with a comma behind it, and 0; another number for
/// everything else, and for what stands for no name.
#[inline]
fn name(window: Window<'_>, at: u8) -> (Place, u64) {
    let letters = Lanes::new(window.bytes(at)).letters().bits();
    let len = (!letters).trailing_zeros() as u8;
    let head = window.half_word(at);
    let odd = odd_head(head)
        | u64::from(window.byte(at.wrapping_add(len)) ^ b',')
        // `None`, `NaN`, `NaT`, and names that begin so.
        | u64::from((head == u32::from_le_bytes(*b"None")) | (head & 0x20_ffff == u32::from_le_bytes(*b"Na\0\0")));
    ((at, len), odd)
}

/// A city of up to 32 letters and spaces between them, begun like a name, with a comma behind it, and 0; another number
/// for everything else.
#[inline]
fn city(window: Window<'_>, at: u8) -> (Place, u64) {
    let [first, second]: [&[u8; 16]; 2] = [window.bytes(at), window.bytes(at.wrapping_add(16))];
    let [first, second] = [first, second].map(Lanes::new);
    let known = |lanes: Lanes| (lanes.letters() | lanes.equal(b' ')).bits();
    let known = known(first) | known(second) << 16;
    let len = (!known).trailing_zeros() as u8;
    let head = window.half_word(at);
    let behind = window.half_word(at.wrapping_add(len).wrapping_sub(1)) as u16;
    let odd = odd_head(head)
        | u64::from(behind >> 8 ^ u16::from(b','))
        | u64::from(behind as u8 == b' ')
        | u64::from(head == u32::from_le_bytes(*b"None"));
    ((at, len), odd)
}

/// A name or a city of the common form.
#[cold]
fn common(window: Window<'_>, at: u8) -> Option<Place> {
    let text = window.field(at, MOST)?;
    is_common(text).then_some((at, text.len() as u8))
}

/// 0 if the first two bytes are a large letter and a small one, as far as they are letters.
#[inline]
const fn odd_head(head: u32) -> u64 {
    (head & 0x6020 ^ 0x6000) as u64
}
