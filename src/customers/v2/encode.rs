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
use super::address::{Choice, initials};
use super::declared::EMPLOYMENTS;
use super::names::Person;
use super::tables::{Tables, Written};
use super::{Drawn, Name};
use crate::customers::fields::Fields;
use crate::encode::{ROW_BOUND, Row, Slot};
use crate::recipe::Recipe;

/// Writes the customers of one recipe.
///
/// No row is longer than 188 bytes, see the test; the last store may reach 32 bytes past the end.
/// So [`ROW_BOUND`] bounds both.
#[derive(Clone, Debug)]
pub struct Encoder {
    tables: &'static Tables,
    /// `Self-Employed,Premium,`, by employment and card.
    work: [Slot<24>; 2 * EMPLOYMENTS.len()],
    fields: Fields,
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Encoder {
        let mut work = [Slot::EMPTY; _];
        let works =
            EMPLOYMENTS.iter().flat_map(|work| ["Standard", "Premium"].map(|card| (work, card)));
        for (slot, (work, card)) in work.iter_mut().zip(works) {
            *slot = Slot::new(&[work.as_bytes(), b",", card.as_bytes(), b","]);
        }
        let fields = Fields::new(recipe.parameters(), Windows::new(recipe).all());
        Encoder { tables: Tables::get(), work, fields }
    }

    /// Writes one row of these people at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub(super) fn write(&self, drawn: &Drawn, window: &mut [u8; ROW_BOUND]) -> usize {
        self.write_marking(drawn, window).0
    }

    /// [`write`](Encoder::write), and returns where the address is, too.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub(super) fn write_marking(
        &self,
        drawn: &Drawn,
        window: &mut [u8; ROW_BOUND],
    ) -> (usize, Range<usize>) {
        let (mut row, Person { first, last, repeat, .. }) = (Row::new(window), drawn.person);
        let (first, last) = (self.tables.first_name(first), self.tables.last_name(last));
        row.customer_id(drawn.digits);
        row.put_slot(&first.name);
        row.put_slot(&last.name);
        let begin = row.len();
        put_mailbox(&mut row, [first, last], repeat, drawn.form);
        let domain = drawn.form.domain();
        let address = begin..row.len() + self.fields.domain(domain).len();
        self.fields.put_domain_and_age(&mut row, domain, drawn.age);
        row.put_slot(self.tables.place(drawn.place));
        row.put_slot(&self.work[usize::from(drawn.work) % self.work.len()]);
        self.fields.put_limit(&mut row, drawn.limit);
        self.fields.put_date(&mut row, drawn.opened);
        self.fields.put_tail(&mut row, drawn.standing);
        (row.len(), address)
    }

    /// The address of a customer of this name, as it stands in the row.
    #[must_use]
    pub fn email(&self, name: Name) -> Vec<u8> {
        let mut window = [0; ROW_BOUND];
        let mut row = Row::new(&mut window);
        let form = Choice::of(name.form);
        let first = self.tables.first_name(name.first as u16);
        let last = self.tables.last_name(name.last as u16);
        put_mailbox(&mut row, [first, last], name.repeat as u16, form);
        let len = row.len();
        [&window[..len], self.fields.domain(form.domain()).as_bytes()].concat()
    }
}

/// The address up to its domain.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
fn put_mailbox(row: &mut Row<'_>, [first, last]: [&Written; 2], repeat: u16, form: Choice) {
    let separator = form.separator();
    row.put_slot(&first.word);
    row.put(&[separator], 1);
    if repeat > 0 {
        put_initials(row, repeat.into(), separator);
    }
    row.put_slot(&last.word);
    let (bytes, len) = form.number_and_at();
    row.put(&bytes.to_le_bytes(), len);
}

/// Few names stand twice in a block.
#[inline]
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
            + "120".len()
            + longest(tables.place.iter().copied())
            + "Self-Employed,Standard,".len()
            + "1000000000,2026-11-23,High-Value Travelers,\n".len();
        assert_eq!(row, 188);
        assert!(row + 32 <= ROW_BOUND);
    }
}
