//! Customers -> CSV bytes. The hot kernel: it knows text, not chance.
//!
//! A row is written left to right into a window of the buffer. Every field is one store of a whole
//! padded slot, its separator included; then the position moves on by the true length, and the
//! next store covers the padding:
//!
//! ```text
//! CUST00000001,Danielle,······Johnson,·······danielle.······johnson········@yahoo.com,·····65,
//!              └ 16 bytes ──┘└ the next store begins where the text of the last one ends
//! ```
//!
//! Nothing but the row's number and the credit limit is formatted at run time. The obvious twin
//! that this must equal is in `tests/twin.rs`.

use super::names::Name;
use super::rows::{City, Customer};
use super::vocabulary::{
    AGE, CITY_PREFIX, CITY_SUFFIX, EMPLOYMENT, FIRST_MAILBOX, LAST_MAILBOX, NAME, STATE, Slot,
};
use crate::customers::ROW_BOUND;
use crate::customers::segments::Standing;
use crate::date::Date;
use crate::recipe::{EmailDomains, Recipe, SEGMENTS, Segment};

/// The text of a card type with its separator.
const CARDS: [[u8; 16]; 2] = [*b"Standard,\0\0\0\0\0\0\0", *b"Premium,\0\0\0\0\0\0\0\0"];
const CARD_LENGTHS: [u8; 2] = ["Standard,".len() as u8, "Premium,".len() as u8];

/// The end of a row, padded, and its length.
#[derive(Clone, Copy, Debug)]
struct Tail {
    text: [u8; 32],
    len: u8,
}

impl Tail {
    const fn new(segment: Segment, decline_type: &str) -> Tail {
        let parts = [segment.name().as_bytes(), b",", decline_type.as_bytes(), b"\n"];
        let mut tail = Tail { text: [0; 32], len: 0 };
        let mut part = 0;
        while part < parts.len() {
            let mut at = 0;
            while at < parts[part].len() {
                tail.text[tail.len as usize] = parts[part][at];
                tail.len += 1;
                at += 1;
            }
            part += 1;
        }
        tail
    }
}

/// `Declining,gradual⏎` and the like: for every segment, with `gradual` false and true.
static TAILS: [[Tail; 2]; SEGMENTS] = {
    let mut tails = [[Tail { text: [0; 32], len: 0 }; 2]; SEGMENTS];
    let mut at = 0;
    while at < SEGMENTS {
        let segment = Segment::ALL[at];
        tails[at] = match segment {
            Segment::Declining => [Tail::new(segment, "sudden"), Tail::new(segment, "gradual")],
            _ => [Tail::new(segment, ""); 2],
        };
        at += 1;
    }
    tails
};

/// Writes the customers of one recipe.
#[derive(Clone, Debug)]
pub struct Encoder {
    domains: Domains,
    /// `2022-12-27,` for every day of the account window.
    dates: Vec<[u8; 16]>,
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Encoder {
        let (first, last) = recipe.account_window();
        Encoder {
            domains: recipe.parameters().domains.domains().map(|domain| {
                let text = format!("@{domain},");
                (padded(text.as_bytes()), text.len() as u8)
            }),
            dates: (first.unix_days()..=last.unix_days())
                .map(|day| {
                    let mut text = padded(&Date::from_unix_days(day).iso());
                    text[10] = b',';
                    text
                })
                .collect(),
        }
    }

    /// Writes one row at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub fn write(&self, customer: &Customer, window: &mut [u8; ROW_BOUND]) -> usize {
        let mut row = Row { window, at: 0 };
        let name = customer.name;
        row.put(b"CUST\0\0\0\0", 4);
        row.put(&eight_digits(customer.number).to_le_bytes(), 8);
        row.put(b",", 1);
        row.slot(&NAME[name.first as usize]);
        row.slot(&NAME[(City::LAST_NAMES + name.last) as usize]);
        row.email(name, &self.domains);
        row.slot(&AGE[customer.age as usize]);
        row.slot(&STATE[customer.state as usize]);
        row.city(customer.city);
        row.slot(&EMPLOYMENT[customer.employment as usize]);
        let Standing { segment, premium, gradual } = customer.standing;
        row.put(&CARDS[usize::from(premium)], CARD_LENGTHS[usize::from(premium)]);
        row.number(customer.credit_limit);
        row.put(b",", 1);
        row.put(&self.dates[customer.opened as usize], "YYYY-MM-DD,".len() as u8);
        let tail = &TAILS[segment][usize::from(gradual)];
        row.put(&tail.text, tail.len);
        usize::from(row.at)
    }

    /// The address of a customer of this name, as it stands in the row.
    #[must_use]
    pub fn email(&self, name: Name) -> Vec<u8> {
        let mut window = [0; ROW_BOUND];
        let mut row = Row { window: &mut window, at: 0 };
        row.email(name, &self.domains);
        // Without the comma.
        let len = usize::from(row.at) - 1;
        window[..len].to_vec()
    }
}

/// The domains of a recipe, each as `@yahoo.com,` and its length.
type Domains = [([u8; 16], u8); EmailDomains::COUNT];

/// `text` with zeros behind it.
fn padded(text: &[u8]) -> [u8; 16] {
    std::array::from_fn(|at| text.get(at).copied().unwrap_or(0))
}

/// A row under construction.
struct Row<'a> {
    window: &'a mut [u8; ROW_BOUND],
    /// Where the next field begins. A byte, so that it cannot point outside the window.
    at: u8,
}

impl Row<'_> {
    /// Stores `bytes`, of which the first `len` count.
    #[inline]
    fn put<const N: usize>(&mut self, bytes: &[u8; N], len: u8) {
        self.window[usize::from(self.at)..][..N].copy_from_slice(bytes);
        self.at += len;
    }

    #[inline]
    fn slot(&mut self, slot: &Slot) {
        self.put(slot.bytes(), slot.len());
    }

    #[inline]
    fn email(&mut self, name: Name, domains: &Domains) {
        self.slot(&FIRST_MAILBOX[name.first as usize]);
        self.slot(&LAST_MAILBOX[name.last as usize]);
        if name.again > 0 {
            self.number(name.again);
        }
        let (domain, len) = &domains[name.domain as usize];
        self.put(domain, *len);
    }

    #[inline]
    fn city(&mut self, City { prefix, name, suffix }: City) {
        self.slot(&CITY_PREFIX[prefix as usize]);
        self.slot(&NAME[name as usize]);
        // The suffix, or the comma alone, goes over the comma behind the name.
        self.at -= 1;
        self.slot(&CITY_SUFFIX[suffix as usize]);
    }

    /// A number up to ten digits, without leading zeros.
    #[inline]
    fn number(&mut self, number: u32) {
        let (high, low) = (number / 100_000_000, number % 100_000_000);
        let mut digits = eight_digits(low);
        let mut len = 8;
        if high == 0 {
            // Leading zeros are the low bytes; a zero keeps its last digit.
            let zeros = (digits & 0x000f_0f0f_0f0f_0f0f | 1 << 56).trailing_zeros() / 8;
            digits >>= zeros * 8;
            len -= zeros as u8;
        } else {
            self.number(high);
        }
        self.put(&digits.to_le_bytes(), len);
    }
}

/// The eight decimal digits of a number below 100,000,000 as text, the first in the lowest byte.
///
/// Divides by 10,000, then both halves by 100, then all four quarters by 10, side by side in one
/// word; the multipliers are the rounded reciprocals 2^20 / 100 and 2^10 / 10.
#[inline]
const fn eight_digits(number: u32) -> u64 {
    let pair = (number / 10_000) as u64 | ((number % 10_000) as u64) << 32;
    let hundreds = ((pair * 10_486) >> 20) & 0x0000_007f_0000_007f;
    let quarters = hundreds | (pair - hundreds * 100) << 16;
    let tens = ((quarters * 103) >> 10) & 0x000f_000f_000f_000f;
    (tens | (quarters - tens * 10) << 8) + 0x3030_3030_3030_3030
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_are_the_decimal_form() {
        let samples = (0..100_000_000).step_by(997).chain(99_999_000..=99_999_999).chain(0..10_001);
        for number in samples {
            assert_eq!(eight_digits(number).to_le_bytes(), format!("{number:08}").as_bytes());
        }
    }

    #[test]
    fn numbers_have_no_leading_zeros() {
        for number in
            [0, 1, 9, 10, 99, 100, 5_000, 99_999_999, 100_000_000, 1_000_000_000, u32::MAX]
        {
            let mut window = [0; ROW_BOUND];
            let mut row = Row { window: &mut window, at: 0 };
            row.number(number);
            let len = usize::from(row.at);
            assert_eq!(window[..len], *number.to_string().as_bytes());
        }
    }
}
