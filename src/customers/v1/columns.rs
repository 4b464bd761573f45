//! Customers of recipe version 1, column by column: what was drawn, as positions in lists and as numbers. Ids,
//! addresses and the names of cities, which are put together from parts, are taken from the row as the encoder
//! wrote it.

use super::Customer;
use super::encode::Places;
use super::rows::City;
use super::vocabulary::{EMPLOYMENTS, Slots};
use crate::columns::{Columns, List, Listed, Texts, Values};
use crate::customers::segments::Standing;
use crate::customers::{COLUMNS, SCHEMA};
use crate::encode::Slot;
use crate::recipe::Segment;

/// How many bytes an id has.
const ID: usize = "CUST00000001".len();

/// No customers.
pub(super) fn empty() -> Columns {
    let slots = Slots::get();
    let (first, last) = slots.name.split_at(City::LAST_NAMES as usize);
    let texts = |slots: &[Slot<16>]| List::new(slots.iter().map(without_comma));
    let values = vec![
        Values::Texts(Texts::default()),
        Values::listed(texts(first)),
        Values::listed(texts(last)),
        Values::Texts(Texts::default()),
        Values::Whole(Vec::new()),
        Values::listed(texts(&slots.state)),
        Values::listed(List::default()),
        Values::listed(List::new(EMPLOYMENTS)),
        Values::listed(List::new(["Standard", "Premium"])),
        Values::Whole(Vec::new()),
        Values::Whole(Vec::new()),
        Values::listed(List::new(Segment::ALL.map(Segment::name))),
        Values::listed(List::new(["sudden", "gradual"])),
    ];
    Columns::new(&SCHEMA, values)
}

fn without_comma(slot: &Slot<16>) -> &[u8] {
    let text = &slot.bytes()[..usize::from(slot.len())];
    text.strip_suffix(b",").unwrap_or(text)
}

/// Adds a customer whose account was opened on this day, counted from 1970-01-01; `row` is how it was written, with
/// its address and its city in these places.
#[inline]
pub(super) fn push(
    columns: &mut Columns,
    customer: &Customer,
    opened: i32,
    (row, places): (&[u8], &Places),
) {
    let Standing { segment, premium, gradual } = customer.standing;
    let decline_type = match Segment::ALL[segment] {
        Segment::Declining => u32::from(gradual),
        _ => Listed::NONE,
    };
    let [
        Values::Texts(ids),
        Values::Listed(first_names),
        Values::Listed(last_names),
        Values::Texts(addresses),
        Values::Whole(ages),
        Values::Listed(states),
        Values::Listed(cities),
        Values::Listed(employments),
        Values::Listed(cards),
        Values::Whole(limits),
        Values::Whole(dates),
        Values::Listed(segments),
        Values::Listed(decline_types),
    ] = &mut columns.values[..]
    else {
        unreachable!("these are the columns that `empty` has: {COLUMNS}");
    };
    ids.push(&row[..ID]);
    first_names.push(customer.name.first);
    last_names.push(customer.name.last);
    addresses.push(&row[places.address.clone()]);
    ages.push(customer.age.cast_signed());
    states.push(customer.state);
    cities.push_text(&row[places.city.clone()]);
    employments.push(customer.employment);
    cards.push(premium.into());
    limits.push(customer.credit_limit.cast_signed());
    dates.push(opened);
    segments.push(segment as u32);
    decline_types.push(decline_type);
    columns.count_row();
}
