//! Rows that are as they should be, which nearly all are: read from left to right without asking why something is amiss.
//! A row of which any value is not as expected goes on to the checks that can tell.
//!
//! What is amiss is collected as numbers that are 0 if nothing is, because a question whose answer varies from row to
//! row costs a processor more than ten that are answered for nothing.

#![allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]

use super::desk::Desk;
use crate::check::lexicon::{Lexicon, LineEnds};
use crate::check::values::{ZEROS, beyond_digits, from_pairs, pairs};
use crate::date::Date;
use crate::decode::lanes::Lanes;
use crate::decode::{Record, TakeRows, Window};
use crate::transactions::schema::COLUMNS;
use crate::transactions::values::{category_amiss, category_len, merchant};

/// Channel and status with what ends the line: two texts for each channel, in their order.
macro_rules! channels {
    ($end:literal) => {
        Lexicon::new(&[
            concat!("Online,approved", $end),
            concat!("Online,declined", $end),
            concat!("In-Store,approved", $end),
            concat!("In-Store,declined", $end),
            concat!("Mobile,approved", $end),
            concat!("Mobile,declined", $end),
        ])
    };
}

/// Those of most files, and those of files that come from Windows.
static CHANNELS: LineEnds = LineEnds { lf: channels!("\n"), crlf: channels!("\r\n") };

/// The values of a row that is as expected.
#[derive(Clone, Copy, Debug)]
struct Expected {
    /// How many bytes the row has.
    len: u8,
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
    fn expected(&mut self, _: u64, window: Window<'_>) -> usize {
        let Some(values) = self.desk.expected(window) else { return 0 };
        self.desk.count(&values);
        values.len.into()
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
    /// The values of the row at the beginning of the window, if it is the next of the customer who passes and all is as
    /// expected. Every byte of the row is looked at, and none of them is a quote or, but at its end,
    /// a control.
    #[inline]
    fn expected(&self, window: Window<'_>) -> Option<Expected> {
        let passing = self.passing.as_deref()?;
        // `TXN000000010001,CUST00000001,2026-11-23,`
        let nth = (u64::from(window.half_word(11)) << 32) ^ (ZEROS & !0xffff_ffff);
        let ids = u64::from(window.half_word(0) << 8 ^ u32::from_le_bytes(*b"\0TXN"))
            | window.word(3) ^ passing.digits
            | beyond_digits(nth)
            | u64::from(window.byte(15) ^ b',')
            | u64::from(window.half_word(16) ^ u32::from_le_bytes(*b"CUST"))
            | window.word(20) ^ passing.digits
            | u64::from(window.byte(28) ^ b',');
        if ids != 0 {
            return None;
        }
        let nth = from_pairs(pairs(nth));

        let [tens, ones, comma, _] = window.half_word(37).to_le_bytes();
        let (date, no_day) = self.month.day_in(window.word(29), [tens, ones]);
        let first = self.bounds.as_ref().map_or(Date::EARLIEST, |bounds| bounds.first);
        let opened = passing.account.opened.unwrap_or(Date::EARLIEST);
        let is_well = (nth > passing.last_number)
            & (date >= first)
            & (date <= self.last_day)
            & (date >= opened)
            & (date >= passing.last_date)
            & (comma == b',');
        if no_day | u64::from(!is_well) != 0 {
            return None;
        }

        let (cents, len, no_amount) = amount(window, 40);
        let at = 40 + len + 1;
        let (name, no_comma) = text(window, at);
        let category = merchant(name)?;
        let at = at.wrapping_add(name.len() as u8 + 1);
        let no_category = category_amiss(window.bytes(at), category);
        let at = at.wrapping_add(category_len(category) + 1);
        let channel = CHANNELS.find(window.bytes(at));
        if no_amount | no_comma | no_category | channel.amiss != 0 {
            return None;
        }
        let len = at.wrapping_add(channel.len);
        let (channel, status) = (channel.position / 2, channel.position % 2);
        Some(Expected { len, nth, date, cents, category, channel, status })
    }

    /// Counts a row that is as expected.
    #[inline]
    fn count(&mut self, values: &Expected) {
        let Expected { len: _, nth, date, cents, category, channel, status } = *values;
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

/// A text of less than 32 bytes in this place, and 0 if a comma stands behind it; or another number.
#[inline]
fn text(window: Window<'_>, at: u8) -> (&[u8], u64) {
    let [first, second]: [&[u8; 16]; 2] = [window.bytes(at), window.bytes(at.wrapping_add(16))];
    let commas = |bytes| Lanes::new(bytes).equal(b',').bits();
    let commas = commas(first) | commas(second) << 16;
    let len = commas.trailing_zeros() as u8 & 31;
    (window.text((at, len)), u64::from(commas == 0))
}

/// The cents of an amount of one to five dollar digits, how many bytes it has, and 0 if a comma stands behind it; or
/// another number.
#[inline]
fn amount(window: Window<'_>, at: u8) -> (u64, u8, u64) {
    const CENTS: u64 = 0xffff << 48;
    const POINT: u64 = 0xff << 40;
    const DOLLARS: u64 = (1 << 40) - 1;
    let text = window.word(at);
    // What is no digit first is the point, and two digits stand behind it.
    let dollars = (beyond_digits(text ^ ZEROS).trailing_zeros() / 8) as u8;
    let len = (dollars + 3) & 15;
    // The last digit comes to the highest byte, and zeros before the first.
    let right = (text ^ ZEROS) << (64_u8.wrapping_sub(len.wrapping_mul(8)) & 63);
    // Dollars close the gap that the point leaves.
    let digits = right & CENTS | (right & DOLLARS) << 8;
    let point = (right ^ u64::from(b'.' ^ b'0') << 40) & POINT;
    let is_odd = !(4..=8).contains(&len) | (text as u8 == b'0') | (window.byte(at + len) != b',');
    let odd = beyond_digits(digits) | point | u64::from(is_odd);
    (u64::from(from_pairs(pairs(digits))), len, odd)
}
