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
use crate::customers::limits::Limits;
use crate::date::Date;
use crate::encode::{ROW_BOUND, Row, Slot};
use crate::recipe::{EmailDomains, Recipe, Segment};

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
    domains: [&'static str; EmailDomains::COUNT],
    limits: Limits,
    /// `2022-12-27,` for every day of the account window.
    dates: Box<[Slot<16>]>,
    /// `Declining,gradual⏎` and the like, by [`Packed::tail`](crate::customers::segments::Packed::tail).
    tails: [Slot<32>; 16],
    /// `yahoo.com,65`, by age and domain, as far as the recipe has it.
    domain_and_age: [[Slot<16>; 4]; 128],
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub(super) fn new(recipe: &Recipe) -> Encoder {
        let parameters = recipe.parameters();
        let (first, last) = recipe.account_window();
        let domains = parameters.domains.domains();
        let mut encoder = Encoder {
            slots: Slots::get(),
            domains,
            limits: Limits::new(parameters),
            dates: (first.unix_days()..=last.unix_days())
                .map(|day| Slot::new(&[&Date::from_unix_days(day).iso(), b","]))
                .collect(),
            tails: [Slot::EMPTY; _],
            domain_and_age: [[Slot::EMPTY; _]; _],
        };
        for age in parameters.age.min..=parameters.age.max {
            let text = age.to_string();
            for (slot, domain) in encoder.domain_and_age[age as usize].iter_mut().zip(domains) {
                *slot = Slot::new(&[domain.as_bytes(), b",", text.as_bytes()]);
            }
        }
        let tails = Segment::ALL.into_iter().flat_map(|segment| {
            let declines =
                if segment == Segment::Declining { ["sudden", "gradual"] } else { [""; 2] };
            declines.map(|decline| [segment.name().as_bytes(), b",", decline.as_bytes(), b"\n"])
        });
        for (slot, tail) in encoder.tails.iter_mut().zip(tails) {
            *slot = Slot::new(&tail);
        }
        encoder
    }

    /// Writes one row at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub(super) fn write(&self, drawn: &Drawn, window: &mut [u8; ROW_BOUND]) -> usize {
        self.write_marking(drawn, window).0
    }

    /// [`write`](Encoder::write), and returns where some of the fields are, too.
    #[inline(always)]
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
        let domain = usize::from(drawn.domain);
        let end = row.len() + self.domains.get(domain).map_or(0, |domain| domain.len());
        let address = begin..end;
        row.put_slot(&self.domain_and_age[usize::from(drawn.age) % 128][domain % 4]);
        let begin = row.len() + ",AK,".len();
        row.put_slot(slots.state_and_prefix(drawn.state_and_prefix));
        row.put_slot(&slots.name(drawn.city).name);
        // The suffix, or the comma alone, goes over the comma behind the name.
        row.go_back(1);
        let suffix = CITY_SUFFIXES.get(usize::from(drawn.suffix_and_work >> 3));
        let city = begin..row.len() + suffix.map_or(0, |suffix| suffix.len());
        row.put_slot(slots.suffix_and_work(drawn.suffix_and_work));
        self.limits.put(&mut row, drawn.limit);
        row.put(self.dates[usize::from(drawn.opened)].bytes(), "YYYY-MM-DD,".len() as u8);
        row.put_slot(&self.tails[drawn.standing.tail() % self.tails.len()]);
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
        [&window[..len], self.domains[name.domain as usize].as_bytes()].concat()
    }
}

/// The number goes before the `@`.
#[inline]
fn put_again(row: &mut Row<'_>, again: u32) {
    row.go_back(1);
    row.number(again);
    row.put(b"@", 1);
}
