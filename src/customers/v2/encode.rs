//! Customers of recipe version 2 -> CSV bytes, as the encoder of version 1 writes them: every field
//! is one store of a whole padded slot, and the next store covers the padding.
//!
//! ```text
//! CUST00000001,Diane,··········O'Connell,······diane···········.·······oconnell········7·······@example.com,···
//!              └ 16 bytes ────┘└ the next store begins where the text of the last one ends
//! ```
//!
//! The obvious twin that this must equal is in `tests/people_twin.rs`.

use std::ops::Range;

use super::accounts::Windows;
use super::address::{SEPARATORS, initials};
use super::declared::EMPLOYMENTS;
use super::tables::Tables;
use super::{Customer, Name};
use crate::customers::limits::Limits;
use crate::customers::segments::Standing;
use crate::date::Date;
use crate::encode::{ROW_BOUND, Row, Slot, eight_digits};
use crate::recipe::{EmailDomains, Recipe, SEGMENTS, Segment};

/// Writes the customers of one recipe.
///
/// No row is longer than 188 bytes, see the test; the last store may reach 32 bytes past the end.
/// So [`ROW_BOUND`] bounds both.
#[derive(Clone, Debug)]
pub struct Encoder {
    tables: &'static Tables,
    /// `@example.com,`
    domains: [Slot<16>; EmailDomains::COUNT],
    /// `65,` for every age up to the oldest.
    ages: Box<[Slot<8>]>,
    /// `Self-Employed,Standard,` and `Self-Employed,Premium,`, by employment.
    cards: [[Slot<24>; 2]; EMPLOYMENTS.len()],
    limits: Limits,
    /// `2022-12-27,` for every day on which an account may have been opened.
    dates: Box<[Slot<16>]>,
    /// `Declining,sudden⏎` and `Declining,gradual⏎` and the like, by segment.
    tails: [[Slot<32>; 2]; SEGMENTS],
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Encoder {
        let parameters = recipe.parameters();
        let (first, last) = Windows::new(recipe).all();
        let age = |age: u32| Slot::new(&[age.to_string().as_bytes(), b","]);
        let date = |day| Slot::new(&[&Date::from_unix_days(day).iso(), b","]);
        let card = |employment: &str| {
            ["Standard", "Premium"]
                .map(|card| Slot::new(&[employment.as_bytes(), b",", card.as_bytes(), b","]))
        };
        let tail = |segment: Segment| {
            let declines = match segment {
                Segment::Declining => ["sudden", "gradual"],
                _ => [""; 2],
            };
            declines.map(|decline| {
                Slot::new(&[segment.name().as_bytes(), b",", decline.as_bytes(), b"\n"])
            })
        };
        Encoder {
            tables: Tables::get(),
            domains: parameters
                .domains
                .domains()
                .map(|domain| Slot::new(&[b"@", domain.as_bytes(), b","])),
            ages: (0..=parameters.age.max).map(age).collect(),
            cards: EMPLOYMENTS.map(card),
            limits: Limits::new(parameters),
            dates: (first.unix_days()..=last.unix_days()).map(date).collect(),
            tails: Segment::ALL.map(tail),
        }
    }

    /// Writes one row at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub fn write(&self, customer: &Customer, window: &mut [u8; ROW_BOUND]) -> usize {
        self.write_marking(customer, window).0
    }

    /// [`write`](Encoder::write), and returns where the address is, too.
    #[inline]
    pub(super) fn write_marking(
        &self,
        customer: &Customer,
        window: &mut [u8; ROW_BOUND],
    ) -> (usize, Range<usize>) {
        let mut row = Row::new(window);
        let name = customer.name;
        row.customer_id(eight_digits(customer.number));
        row.put_slot(&self.tables.first[name.first as usize].name);
        row.put_slot(&self.tables.last[name.last as usize].name);
        let begin = row.len();
        self.put_address(&mut row, name);
        let address = begin..row.len() - 1;
        row.put_slot(&self.ages[customer.age as usize]);
        row.put_slot(&self.tables.place[customer.place as usize]);
        let Standing { segment, premium, gradual } = customer.standing;
        row.put_slot(&self.cards[customer.employment as usize][usize::from(premium)]);
        self.limits.put(&mut row, customer.limit_steps);
        row.put_slot(&self.dates[customer.opened as usize]);
        row.put_slot(&self.tails[segment][usize::from(gradual)]);
        (row.len(), address)
    }

    /// The address of a customer of this name, as it stands in the row.
    #[must_use]
    pub fn email(&self, name: Name) -> Vec<u8> {
        let mut window = [0; ROW_BOUND];
        let mut row = Row::new(&mut window);
        self.put_address(&mut row, name);
        // Without the comma.
        let len = row.len() - 1;
        window[..len].to_vec()
    }

    /// The address with the comma behind it.
    #[inline]
    fn put_address(&self, row: &mut Row<'_>, name: Name) {
        let form = name.form;
        let separator = SEPARATORS[form.separator as usize];
        row.put_slot(&self.tables.first[name.first as usize].word);
        row.put(&[separator], 1);
        if name.repeat > 0 {
            put_initials(row, name.repeat, separator);
        }
        row.put_slot(&self.tables.last[name.last as usize].word);
        // All digits but the last so many are zeros, in the low bytes.
        let digits = eight_digits(form.number) >> (56 - 8 * u32::from(form.digits)) >> 8;
        row.put(&digits.to_le_bytes(), form.digits);
        row.put_slot(&self.domains[form.domain as usize]);
    }
}

/// Few names stand twice in a block.
#[cold]
fn put_initials(row: &mut Row<'_>, repeat: u32, separator: u8) {
    let (letters, len) = initials(repeat);
    row.put(&letters, len);
    row.put(&[separator], 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest of every field, together, and room for the last store to reach beyond.
    #[test]
    fn no_row_is_longer_than_its_bound() {
        fn longest<const SIZE: usize>(slots: impl Iterator<Item = Slot<SIZE>>) -> usize {
            slots.map(|slot| usize::from(slot.len())).max().unwrap()
        }
        let tables = Tables::get();
        let (first, last) = (|| tables.first.iter(), || tables.last.iter());
        let address = longest(first().map(|name| name.word))
            + ".abc.".len()
            + longest(last().map(|name| name.word))
            + "12345@hotmail.com,".len();
        let row = "CUST00000001,".len()
            + longest(first().map(|name| name.name))
            + longest(last().map(|name| name.name))
            + address
            + "120,".len()
            + longest(tables.place.iter().copied())
            + "Self-Employed,Standard,".len()
            + "1000000000,2026-11-23,High-Value Travelers,\n".len();
        assert_eq!(row, 188);
        assert!(row + 32 <= ROW_BOUND);
    }
}
