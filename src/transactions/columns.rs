//! Transactions, column by column: what was drawn, as positions in lists and as numbers. Only ids are taken from the
//! row as the encoder wrote it.

use super::declared::{CATEGORY_NAMES, CHANNEL_NAMES, MERCHANTS, STATUS_NAMES};
use super::merchants;
use super::payments::Payment;
use super::{COLUMNS, SCHEMA};
use crate::columns::{Columns, List, Texts, Values};

/// How many bytes the id of a transaction has.
const ID: usize = "TXN000000010001".len();

/// How many bytes the id of a customer has.
const CUSTOMER: usize = "CUST00000001".len();

/// What happens to rows beside being written as CSV.
pub(super) trait Beside {
    /// The rows that follow are those of a customer, of whom one is written like this.
    fn payment(&mut self, row: &[u8], day: i32, payment: &Payment, declined: bool);

    /// How many rows there are so far.
    fn rows(&self) -> usize;

    /// In place of the rows from this one on, counted from 0, come those of this CSV.
    fn replace(&mut self, from: usize, csv: &[u8]);
}

/// Nothing.
impl Beside for () {
    #[inline]
    fn payment(&mut self, _: &[u8], _: i32, _: &Payment, _: bool) {}

    fn rows(&self) -> usize {
        0
    }

    fn replace(&mut self, _: usize, _: &[u8]) {}
}

/// They are kept in columns, too.
impl Beside for Columns {
    #[inline]
    fn payment(&mut self, row: &[u8], day: i32, payment: &Payment, declined: bool) {
        let [
            Values::Texts(ids),
            Values::Listed(customers),
            Values::Whole(dates),
            Values::Decimal(amounts),
            Values::Listed(merchants),
            Values::Listed(categories),
            Values::Listed(channels),
            Values::Listed(statuses),
        ] = &mut self.values[..]
        else {
            unreachable!("these are the columns that `empty` has: {COLUMNS}");
        };
        ids.push(&row[..ID]);
        customers.push_next(&row[ID + 1..][..CUSTOMER]);
        dates.push(day);
        // Less than 10^12.
        amounts.push(payment.cents.cast_signed());
        merchants.push(payment.merchant.into());
        categories.push(u32::from(payment.merchant) / MERCHANTS as u32);
        channels.push(payment.channel.into());
        statuses.push(declined.into());
        self.count_row();
    }

    fn rows(&self) -> usize {
        Columns::rows(self)
    }

    fn replace(&mut self, from: usize, csv: &[u8]) {
        self.truncate(from);
        self.read::<COLUMNS>(csv);
    }
}

/// No transactions.
pub(super) fn empty() -> Columns {
    let names = (0..CATEGORY_NAMES.len())
        .flat_map(|category| (0..MERCHANTS).map(move |rank| merchants::name(category, rank)));
    let values = vec![
        Values::Texts(Texts::default()),
        Values::listed(List::default()),
        Values::Whole(Vec::new()),
        Values::Decimal(Vec::new()),
        Values::listed(List::new(names)),
        Values::listed(List::new(CATEGORY_NAMES)),
        Values::listed(List::new(CHANNEL_NAMES)),
        Values::listed(List::new(STATUS_NAMES)),
    ];
    Columns::new(&SCHEMA, values)
}
