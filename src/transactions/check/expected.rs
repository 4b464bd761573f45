//! Rows that are as they should be, which nearly all are: read without asking why something is amiss. A row of which
//! any value is not as expected goes on to the checks that can tell.
//!
//! What is amiss is collected as numbers that are 0 if nothing is, because a question whose answer varies from row to
//! row costs a processor more than ten that are answered for nothing.

#![allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]

use super::checker::Desk;
use crate::check::lexicon::Lexicon;
use crate::check::values::{ZEROS, beyond_digits, from_pairs, pairs};
use crate::date::Date;
use crate::decode::{self, Record, TakeRows};
use crate::transactions::schema::{COLUMNS, Field};
use crate::transactions::values::{category_amiss, merchant};

/// A row of the plain form.
type PlainRow<'a> = decode::PlainRow<'a, COLUMNS>;

/// Channel and status: two texts for each channel, in their order.
static CHANNELS: Lexicon = Lexicon::new(&[
    "Online,approved\n",
    "Online,declined\n",
    "In-Store,approved\n",
    "In-Store,declined\n",
    "Mobile,approved\n",
    "Mobile,declined\n",
]);

/// The values of a row that is as expected.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// Which transaction of the customer who passes.
    nth: u32,
    date: Date,
    cents: u64,
    category: usize,
    channel: usize,
    status: usize,
}

/// Takes the rows of a piece.
pub(super) struct Piece<'a> {
    pub(super) desk: &'a mut Desk,
    pub(super) first_line: u64,
}

impl TakeRows<COLUMNS> for Piece<'_> {
    #[inline]
    fn plain(&mut self, lines: u64, row: &PlainRow<'_>) {
        self.desk.line = self.first_line + lines;
        match self.desk.expected(row) {
            Some(values) => self.desk.count(&values),
            None => self.desk.row(&row.fields()),
        }
    }

    #[inline]
    fn record(&mut self, lines: u64, record: Record<'_, COLUMNS>) {
        self.desk.line = self.first_line + lines;
        match record {
            Record::Row(fields) => self.desk.row(&fields),
            Record::Unreadable(why, text) => self.desk.unreadable(why, text),
            Record::Blank => self.desk.blank(),
        }
    }
}

impl Desk {
    /// The values of the row, if it is the next of the customer who passes and all is as expected.
    #[inline]
    fn expected(&self, row: &PlainRow<'_>) -> Option<Expected> {
        let passing = self.passing.as_deref()?;
        let begin = |field: Field| row.begin(field.position());
        // `TXN000000010001,CUST00000001,`
        let nth = (u64::from(row.half_word(11)) << 32) ^ (ZEROS & !0xffff_ffff);
        let ids = u64::from(row.half_word(0) << 8 ^ u32::from_le_bytes(*b"\0TXN"))
            | row.word(3) ^ passing.digits
            | beyond_digits(nth)
            | u64::from(begin(Field::Customer) != 16)
            | u64::from(row.half_word(16) ^ u32::from_le_bytes(*b"CUST"))
            | row.word(20) ^ passing.digits
            | u64::from(begin(Field::Date) != 29);
        if ids != 0 {
            return None;
        }
        let nth = from_pairs(pairs(nth));

        let (text, day) = (row.word(29), row.half_word(37).to_le_bytes());
        let (date, no_day) = self.month.day_in(text, [day[0], day[1]]);
        let first = self.bounds.as_ref().map_or(Date::EARLIEST, |bounds| bounds.first);
        let opened = passing.account.opened.unwrap_or(Date::EARLIEST);
        let is_well = (nth > passing.last_number)
            & (date >= first)
            & (date <= self.last_day)
            & (date >= opened)
            & (date >= passing.last_date);
        if no_day | u64::from(begin(Field::Amount) != 40) | u64::from(!is_well) != 0 {
            return None;
        }

        let (cents, no_amount) = amount(row);
        let category = merchant(row.field(Field::Merchant.position()))?;
        let no_category = category_amiss(row.bytes(begin(Field::Category)), category);
        let (at, no_channel) = CHANNELS.find(row.bytes(begin(Field::Channel)));
        let (channel, status) = (at / 2, at % 2);
        let is_well = no_amount | no_category | no_channel == 0;
        is_well.then_some(Expected { nth, date, cents, category, channel, status })
    }

    /// Counts a row that is as expected.
    #[inline]
    fn count(&mut self, values: &Expected) {
        let Expected { nth, date, cents, category, channel, status } = *values;
        self.statistics.rows += 1;
        self.statistics.channels[channel] += 1;
        self.statistics.statuses[status] += 1;
        self.statistics.day(date);
        self.statistics.amount(cents);
        if let Some(passing) = self.passing.as_deref_mut() {
            passing.see(nth);
            passing.last_number = nth;
            passing.last_date = date;
            let first = self.bounds.as_ref().map(|bounds| bounds.first);
            passing.spend(date, cents, Some(category), first);
        }
    }
}

/// The cents of an amount of one to five dollar digits, and 0; or another number.
#[inline]
fn amount(row: &PlainRow<'_>) -> (u64, u64) {
    const CENTS: u64 = 0xffff << 48;
    const POINT: u64 = 0xff << 40;
    const DOLLARS: u64 = (1 << 40) - 1;
    let begin = row.begin(Field::Amount.position());
    let (text, len) = (row.word(begin), row.len(Field::Amount.position()));
    // The last digit comes to the highest byte, and zeros before the first.
    let right = (text ^ ZEROS) << (64_u8.wrapping_sub(len.wrapping_mul(8)) & 63);
    // Dollars close the gap that the point leaves.
    let digits = right & CENTS | (right & DOLLARS) << 8;
    let point = (right ^ u64::from(b'.' ^ b'0') << 40) & POINT;
    let is_odd = !(4..=8).contains(&len) | (text as u8 == b'0');
    (u64::from(from_pairs(pairs(digits))), beyond_digits(digits) | point | u64::from(is_odd))
}
