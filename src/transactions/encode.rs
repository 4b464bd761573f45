//! Transactions -> CSV bytes, field by field as one store each.

use super::calendar::Calendar;
use super::declared::{CHANNEL_NAMES, STATUS_NAMES};
use super::merchants::Merchants;
use super::payments::Payment;
use crate::encode::{ROW_BOUND, Row, Slot, eight_digits};

/// Writes transactions.
#[derive(Debug)]
pub(super) struct Encoder {
    merchants: &'static Merchants,
    /// `.05,` for every number of cents.
    cents: [Slot<8>; 100],
    /// `In-Store,approved⏎`, by channel and status.
    tails: [[Slot<24>; STATUS_NAMES.len()]; CHANNEL_NAMES.len()],
}

/// What the rows of a customer have in common.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    /// `TXN00000001`
    id: [u8; 16],
    /// `,CUST00000001,`
    customer: [u8; 16],
}

impl Owner {
    /// The customer with this number, counted from 1.
    pub(super) fn new(number: u32) -> Owner {
        let digits = eight_digits(number).to_le_bytes();
        let mut owner = Owner {
            id: *b"TXN\0\0\0\0\0\0\0\0\0\0\0\0\0",
            customer: *b",CUST\0\0\0\0\0\0\0\0,\0\0",
        };
        owner.id[3..11].copy_from_slice(&digits);
        owner.customer[5..13].copy_from_slice(&digits);
        owner
    }
}

impl Encoder {
    pub(super) fn new() -> Encoder {
        let tail = |channel: &str, status: &str| {
            Slot::new(&[channel.as_bytes(), b",", status.as_bytes(), b"\n"])
        };
        Encoder {
            merchants: Merchants::get(),
            cents: std::array::from_fn(|cents| Slot::new(&[format!(".{cents:02},").as_bytes()])),
            tails: CHANNEL_NAMES.map(|channel| STATUS_NAMES.map(|status| tail(channel, status))),
        }
    }

    /// Writes one row at the beginning of `window` and returns its length.
    ///
    /// What stands behind the row in the window is overwritten too.
    #[inline]
    pub(super) fn write(
        &self,
        (owner, count): (&Owner, u32),
        (calendar, day): (&Calendar, u32),
        payment: &Payment,
        declined: bool,
        window: &mut [u8; ROW_BOUND],
    ) -> usize {
        let mut row = Row::new(window);
        row.put(&owner.id, 11);
        // The last four of eight digits are in the high bytes.
        row.put(&(eight_digits(count) >> 32).to_le_bytes(), 4);
        row.put(&owner.customer, 14);
        row.put_slot(&calendar.written[day as usize]);
        row.long_number(payment.cents / 100);
        row.put_slot(&self.cents[(payment.cents % 100) as usize]);
        row.put_slot(&self.merchants.written[usize::from(payment.merchant)]);
        row.put_slot(&self.tails[usize::from(payment.channel)][usize::from(declined)]);
        row.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest of every field, together, and room for the last store to reach beyond.
    #[test]
    fn no_row_is_longer_than_its_bound() {
        let longest = Merchants::get().written.iter().map(|slot| usize::from(slot.len())).max();
        let row = "TXN000000010001,CUST00000001,2026-11-23,9999999999.99,".len()
            + longest.unwrap()
            + "In-Store,approved\n".len();
        assert!(row + 40 <= ROW_BOUND, "{row}");
    }
}
