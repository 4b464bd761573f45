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
use super::rows::{City, Customer};
use super::vocabulary::{EMPLOYMENTS, Slots};
use crate::customers::limits::Limits;
use crate::customers::segments::Standing;
use crate::date::Date;
use crate::encode::{ROW_BOUND, Row, Slot};
use crate::recipe::{EmailDomains, Recipe, SEGMENTS, Segment};

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

/// Where in a row some of its fields are.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) address: Range<usize>,
    pub(super) city: Range<usize>,
}

/// Writes the customers of one recipe.
#[derive(Clone, Debug)]
pub struct Encoder {
    slots: &'static Slots,
    /// `@yahoo.com,`
    domains: [Slot<16>; EmailDomains::COUNT],
    /// `Self-Employed,Standard,` and `Self-Employed,Premium,`, by employment.
    cards: [[Slot<24>; 2]; EMPLOYMENTS.len()],
    limits: Limits,
    /// `2022-12-27,` for every day of the account window.
    dates: Vec<[u8; 16]>,
}

impl Encoder {
    /// An encoder for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Encoder {
        let parameters = recipe.parameters();
        let (first, last) = recipe.account_window();
        Encoder {
            slots: Slots::get(),
            domains: parameters
                .domains
                .domains()
                .map(|domain| Slot::new(&[b"@", domain.as_bytes(), b","])),
            cards: EMPLOYMENTS.map(|employment| {
                ["Standard", "Premium"]
                    .map(|card| Slot::new(&[employment.as_bytes(), b",", card.as_bytes(), b","]))
            }),
            limits: Limits::new(parameters),
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
        self.write_marking(customer, window).0
    }

    /// [`write`](Encoder::write), and returns where some of the fields are, too.
    #[inline]
    pub(super) fn write_marking(
        &self,
        customer: &Customer,
        window: &mut [u8; ROW_BOUND],
    ) -> (usize, Places) {
        let mut row = Row::new(window);
        let (name, slots) = (customer.name, self.slots);
        row.customer_id(customer.number);
        row.put_slot(&slots.name[name.first as usize]);
        row.put_slot(&slots.name[(City::LAST_NAMES + name.last) as usize]);
        let begin = row.len();
        self.put_email(&mut row, name);
        let address = begin..row.len() - 1;
        row.put_slot(&slots.age[customer.age as usize]);
        row.put_slot(&slots.state[customer.state as usize]);
        let begin = row.len();
        self.put_city(&mut row, customer.city);
        let city = begin..row.len() - 1;
        let Standing { segment, premium, gradual } = customer.standing;
        row.put_slot(&self.cards[customer.employment as usize][usize::from(premium)]);
        self.limits.put(&mut row, customer.credit_limit);
        row.put(&self.dates[customer.opened as usize], "YYYY-MM-DD,".len() as u8);
        let tail = &TAILS[segment][usize::from(gradual)];
        row.put(&tail.text, tail.len);
        (row.len(), Places { address, city })
    }

    /// The address of a customer of this name, as it stands in the row.
    #[must_use]
    pub fn email(&self, name: Name) -> Vec<u8> {
        let mut window = [0; ROW_BOUND];
        let mut row = Row::new(&mut window);
        self.put_email(&mut row, name);
        // Without the comma.
        let len = row.len() - 1;
        window[..len].to_vec()
    }

    #[inline]
    fn put_email(&self, row: &mut Row<'_>, name: Name) {
        row.put_slot(&self.slots.first_mailbox[name.first as usize]);
        row.put_slot(&self.slots.last_mailbox[name.last as usize]);
        if name.again > 0 {
            row.number(name.again);
        }
        row.put_slot(&self.domains[name.domain as usize]);
    }

    #[inline]
    fn put_city(&self, row: &mut Row<'_>, City { prefix, name, suffix }: City) {
        row.put_slot(&self.slots.city_prefix[prefix as usize]);
        row.put_slot(&self.slots.name[name as usize]);
        // The suffix, or the comma alone, goes over the comma behind the name.
        row.go_back(1);
        row.put_slot(&self.slots.city_suffix[suffix as usize]);
    }
}

/// `text` with zeros behind it.
fn padded(text: &[u8]) -> [u8; 16] {
    std::array::from_fn(|at| text.get(at).copied().unwrap_or(0))
}
