//! Rows that are as they should be, which nearly all are: read without asking why something is amiss, nor hardly
//! anything at all. A row of which any value is not as expected goes on to the checks that can tell.
//!
//! What is amiss is collected as numbers that are 0 if nothing is, because a question whose answer varies from row to
//! row costs a processor more than ten that are answered for nothing.

#![allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]

use super::address::Address;
use super::checker::{Bounds, Piece};
use super::names::are_common;
use super::people::Row;
use crate::check::lexicon::Lexicon;
use crate::check::values::{ZEROS, beyond_digits, days_of_month, from_pairs, pairs};
use crate::customers::schema::{COLUMNS, Field};
use crate::customers::statistics::Month;
use crate::customers::values::state_of;
use crate::decode::lanes::Lanes;
use crate::decode::{self, Record, TakeRows};

/// A row of the plain form.
pub(super) type PlainRow<'a> = decode::PlainRow<'a, COLUMNS>;

/// The values of a row that is as expected, in the words of [`Row`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected {
    /// The hash of the address.
    pub(super) email: u64,
    pub(super) age: u32,
    pub(super) state: usize,
    pub(super) employment: usize,
    pub(super) card: usize,
    pub(super) limit: u32,
    pub(super) steps: u32,
    pub(super) opened: u32,
    pub(super) month: Month,
    pub(super) segment: usize,
    pub(super) decline: Option<usize>,
}

impl Expected {
    /// What is known of the row.
    #[inline]
    pub(super) fn row(&self) -> Row {
        Row {
            age: Some(self.age),
            state: Some(self.state),
            employment: Some(self.employment),
            card: Some(self.card),
            steps: Some(self.steps),
            opened: Some(self.opened),
            segment: Some(self.segment),
        }
    }
}

/// What stands in no id.
pub(super) const NO_DIGITS: u64 = 0;

/// One in the last of eight digits.
const ONE: u64 = 1 << 56;

/// The eight digits of an id, the first in the lowest byte, or [`NO_DIGITS`] if it has more.
pub(super) fn digits_of(id: u32) -> u64 {
    if id > 99_999_999 {
        return NO_DIGITS;
    }
    let digit = |place: u32| u64::from(id / 10_u32.pow(7 - place) % 10) << (8 * place);
    ZEROS | (0..8).map(digit).sum::<u64>()
}

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

/// Segment and decline type.
static SEGMENTS: Lexicon = Lexicon::new(&[
    "High-Value Travelers,\n",
    "Stable Mid-Spenders,\n",
    "Budget-Conscious,\n",
    "Declining,gradual\n",
    "New & Growing,\n",
    "Declining,sudden\n",
]);

/// The segment and the decline type of each text.
const STANDINGS: [(usize, Option<usize>); 6] =
    [(0, None), (1, None), (2, None), (3, Some(0)), (4, None), (3, Some(1))];

/// The bytes of `YYYY-MM-` that are hyphens.
const HYPHENS: u64 = 0xff00_00ff_0000_0000;

impl Bounds {
    /// The values of the row, if its id ends in these eight digits and all is as expected.
    ///
    /// Asked a few times on the way, so that not everything has to be kept until the end.
    #[inline]
    pub(super) fn expected(&self, row: &PlainRow<'_>, digits: u64) -> Option<Expected> {
        let begin = |field: Field| row.begin(field.position());
        let id = u64::from(row.half_word(0) ^ u32::from_le_bytes(*b"CUST"))
            | row.word(4) ^ digits
            | u64::from(begin(Field::FirstName) != 13);
        if id != 0 {
            return None;
        }
        let names =
            odd_name(row, Field::FirstName) | odd_name(row, Field::LastName) | odd_city(row);
        if names != 0 && !are_common(row) {
            return None;
        }
        let email = Address::of_field(row, Field::Email.position());
        if !email.is_whole {
            return None;
        }
        let (age, no_age) = self.age_of(row);
        let [one, other, _, _] = row.half_word(begin(Field::State)).to_le_bytes();
        let state = state_of(one, other);
        let no_state = row.len(Field::State.position()) != 2;
        if no_age | u64::from(no_state) != 0 {
            return None;
        }
        let (limit, steps, no_limit) = self.limit_of(row);
        let (opened, month, no_day) = self.day_of(row);
        if no_limit | no_day != 0 {
            return None;
        }
        let (standing, no_employment) = EMPLOYMENTS.find(row.bytes(begin(Field::Employment)));
        let (at, no_segment) = SEGMENTS.find(row.bytes(begin(Field::Segment)));
        let (employment, card) = (standing / 2, standing % 2);
        let (segment, decline) = STANDINGS[at];
        let is_allowed = (card == 0) | self.premium_allowed[segment];
        if no_employment | no_segment | u64::from(!is_allowed) != 0 {
            return None;
        }
        Some(Expected {
            email: email.hash,
            age,
            state: state?,
            employment,
            card,
            limit,
            steps,
            opened,
            month,
            segment,
            decline,
        })
    }

    /// An age of two digits within the range, and 0; or another number.
    #[inline]
    fn age_of(&self, row: &PlainRow<'_>) -> (u32, u64) {
        let [tens, ones, _, _] = row.half_word(row.begin(Field::Age.position())).to_le_bytes();
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        let age = u32::from(tens) * 10 + u32::from(ones);
        let is_within = (tens.wrapping_sub(1) < 9) & (ones < 10) & self.age.contains(age);
        (age, u64::from(!is_within) | u64::from(row.len(Field::Age.position()) != 2))
    }

    /// A credit limit of at most eight digits on a step of the range, how many steps above the smallest, and 0; or
    /// another number.
    #[inline]
    fn limit_of(&self, row: &PlainRow<'_>) -> (u32, u32, u64) {
        let len = row.len(Field::CreditLimit.position());
        let text = row.word(row.begin(Field::CreditLimit.position()));
        // Zeros come before a number of less than eight digits, and what stands behind it goes.
        let digits = (text ^ ZEROS) << (64_u8.wrapping_sub(len.wrapping_mul(8)) & 63);
        let limit = from_pairs(pairs(digits));
        let steps = self.steps.of(limit);
        let is_odd = (len > 8) | (text as u8 == b'0') | (steps > self.steps.all());
        (limit, steps, beyond_digits(digits) | u64::from(is_odd))
    }

    /// A day within the window as `yyyymmdd`, its month, and 0; or another number.
    #[inline]
    fn day_of(&self, row: &PlainRow<'_>) -> (u32, Month, u64) {
        let begin = row.begin(Field::Opened.position());
        let (text, day) = (row.word(begin), u64::from(row.half_word(begin.wrapping_add(8)) as u16));
        let digits = (text & 0xffff_ffff | (text >> 8) & 0xffff_0000_0000 | day << 48) ^ ZEROS;
        let pairs = pairs(digits);
        let pair = |at: u32| (pairs >> (at * 16)) as u32 & 0xff;
        let (year, month, day) = (pair(0) * 100 + pair(1), pair(2), pair(3));
        let compact = from_pairs(pairs);
        // 29 February is left to others, and so is the turn of a year where it may stand for no day.
        let is_day = day.wrapping_sub(1) < days_of_month(month);
        let is_turn = (compact % 10_000 == 1_01) | (compact % 10_000 == 12_31);
        let is_well = is_day & self.window.contains(compact) & (self.dated | !is_turn);
        let odd = beyond_digits(digits)
            | (text ^ u64::from_le_bytes(*b"    -  -")) & HYPHENS
            | u64::from(row.len(Field::Opened.position()) != 10)
            | u64::from(!is_well);
        (compact, Month::new(year, month), odd)
    }
}

impl TakeRows<COLUMNS> for Piece<'_> {
    #[inline]
    fn plain(&mut self, lines: u64, row: &PlainRow<'_>) {
        self.line = self.first_line + lines;
        match self.bounds.expected(row, self.next_id) {
            Some(values) => self.expected(row, &values),
            None => self.row(&row.fields()),
        }
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
    fn expected(&mut self, row: &PlainRow<'_>, values: &Expected) {
        self.count_row();
        if let Some(run) = self.report.ids.last_mut() {
            run.rows += 1;
            self.next_id = if self.next_id >> 56 < u64::from(b'9') {
                self.next_id + ONE
            } else {
                digits_of(run.first + run.rows)
            };
        }
        self.report.emails.push(values.email);
        let statistics = &mut self.report.statistics;
        statistics.age(values.age);
        statistics.states[values.state] += 1;
        statistics.employments[values.employment] += 1;
        statistics.credit_limit(values.limit);
        statistics.credit_limit_steps(values.steps);
        statistics.opened(values.month);
        statistics.standing(values.segment, values.card, values.decline);
        self.people(row, &values.row());
        self.row += 1;
    }
}

/// 0 for a name of 2 to 15 letters, a large one and then a small one first; another number for everything else, and
/// for what stands for no name.
#[inline]
fn odd_name(row: &PlainRow<'_>, field: Field) -> u64 {
    let begin = row.begin(field.position());
    let letters = Lanes::new(row.bytes(begin)).letters().bits();
    let head = row.half_word(begin);
    odd_head(head)
        // The comma behind a name is the first that is no letter.
        | u64::from((!letters).trailing_zeros() ^ u32::from(row.len(field.position())))
        // `None`, `NaN`, `NaT`, and names that begin so.
        | u64::from((head == u32::from_le_bytes(*b"None")) | (head & 0x20_ffff == u32::from_le_bytes(*b"Na\0\0")))
}

/// 0 for a city of up to 31 letters and spaces between them, begun like a name; another number for everything else.
#[inline]
fn odd_city(row: &PlainRow<'_>) -> u64 {
    let begin = row.begin(Field::City.position());
    let [first, second]: [&[u8; 16]; 2] = [row.bytes(begin), row.bytes(begin.wrapping_add(16))];
    let [first, second] = [first, second].map(Lanes::new);
    let known = |lanes: Lanes| (lanes.letters() | lanes.equal(b' ')).bits();
    let known = known(first) | known(second) << 16;
    let len = row.len(Field::City.position());
    let head = row.half_word(begin);
    let last = row.half_word(begin.wrapping_add(len).wrapping_sub(1)) as u8;
    odd_head(head)
        | u64::from((!known).trailing_zeros() ^ u32::from(len))
        | u64::from(last == b' ')
        | u64::from(head == u32::from_le_bytes(*b"None"))
}

/// 0 if the first two bytes are a large letter and a small one, as far as they are letters.
#[inline]
const fn odd_head(head: u32) -> u64 {
    (head & 0x6020 ^ 0x6000) as u64
}
