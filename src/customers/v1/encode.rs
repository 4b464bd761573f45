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

use std::ops::Range;

use super::names::Name;
use super::rows::Drawn;
use super::vocabulary::{CITY_SUFFIXES, Slots};
use crate::customers::fields::Fields;
use crate::encode::{ROW_BOUND, Row};
use crate::recipe::Recipe;

/// Where in a row some of its fields are.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) address: Range<usize>,
    pub(super) city: Range<usize>,
}

/// Writes the customers of one recipe.
#[derive(Debug)]
pub(super) struct Encoder {
    slots: &'static Slots,
    fields: Fields,
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub(super) fn new(recipe: &Recipe) -> Encoder {
        let fields = Fields::new(recipe.parameters(), recipe.account_window());
        Encoder { slots: Slots::get(), fields }
    }

    /// Writes one row at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub(super) fn write(&self, drawn: &Drawn, window: &mut [u8; ROW_BOUND]) -> usize {
        self.write_marking(drawn, window).0
    }

    /// [`write`](Encoder::write), and returns where some of the fields are, too.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    pub(super) fn write_marking(
        &self,
        drawn: &Drawn,
        window: &mut [u8; ROW_BOUND],
    ) -> (usize, Places) {
        let (mut row, slots) = (Row::new(window), self.slots);
        row.customer_id(drawn.digits);
        let first = slots.first_name(drawn.first.into());
        row.put_slot(&first.name);
        let last = slots.last_name(drawn.last.into());
        row.put_slot(&last.name);
        let begin = row.len();
        row.put_slot(&first.mailbox);
        row.put_slot(&last.mailbox);
        if drawn.again > 0 {
            put_again(&mut row, drawn.again.into());
        }
        let address = begin..row.len() + self.fields.domain(drawn.domain).len();
        self.fields.put_domain_and_age(&mut row, drawn.domain, drawn.age);
        let begin = row.len() + ",AK,".len();
        row.put_slot(slots.state_and_prefix(drawn.state_and_prefix));
        row.put_slot(&slots.name(drawn.city).name);
        // The suffix, or the comma alone, goes over the comma behind the name.
        row.go_back(1);
        let suffix = CITY_SUFFIXES.get(usize::from(drawn.suffix_and_work >> 3));
        let city = begin..row.len() + suffix.map_or(0, |suffix| suffix.len());
        row.put_slot(slots.suffix_and_work(drawn.suffix_and_work));
        self.fields.put_limit(&mut row, drawn.limit);
        self.fields.put_date(&mut row, drawn.opened);
        self.fields.put_tail(&mut row, drawn.standing);
        (row.len(), Places { address, city })
    }

    /// The address of a customer of this name, as it stands in the row.
    #[must_use]
    pub(super) fn email(&self, name: Name) -> Vec<u8> {
        let mut window = [0; ROW_BOUND];
        let mut row = Row::new(&mut window);
        row.put_slot(&self.slots.first_name(name.first).mailbox);
        row.put_slot(&self.slots.last_name(name.last).mailbox);
        if name.again > 0 {
            put_again(&mut row, name.again);
        }
        let len = row.len();
        [&window[..len], self.fields.domain(name.domain as u8).as_bytes()].concat()
    }
}

/// The number goes before the `@`.
#[inline]
fn put_again(row: &mut Row<'_>, again: u32) {
    row.go_back(1);
    row.number(again);
    row.put(b"@", 1);
}
