//! Customers of recipe version 1, column by column: what was drawn, as positions in lists and as numbers. Ids,
//! addresses and the names of cities, which are put together from parts, are taken from the row as the encoder
//! wrote it.

use super::encode::Places;
use super::rows::Drawn;
use super::vocabulary::{DISTRICT, EMPLOYMENTS, FIRST_NAMES, LAST_NAMES, STATES};
use crate::columns::{Columns, List, Listed, Texts, Values};
use crate::customers::segments::Standing;
use crate::customers::{COLUMNS, SCHEMA};
use crate::recipe::Segment;

/// How many bytes an id has.
const ID: usize = "CUST00000001".len();

/// No customers.
pub(super) fn empty() -> Columns {
    let values = vec![
        Values::Texts(Texts::default()),
        Values::listed(List::new(FIRST_NAMES)),
        Values::listed(List::new(LAST_NAMES)),
        Values::Texts(Texts::default()),
        Values::Whole(Vec::new()),
        Values::listed(List::new(STATES.iter().chain(&[DISTRICT]))),
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

/// Adds a customer of this credit limit whose account was opened on this day, counted from 1970-01-01; `row` is how it
/// was written, with its address and its city in these places.
#[inline]
pub(super) fn push(
    columns: &mut Columns,
    customer: &Drawn,
    (limit, opened): (u32, i32),
    (row, places): (&[u8], &Places),
) {
    let Standing { segment, premium, gradual } = customer.standing.standing();
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
    first_names.push(customer.first.into());
    last_names.push(customer.last.into());
    addresses.push(&row[places.address.clone()]);
    ages.push(customer.age.into());
    states.push(customer.state());
    cities.push_text(&row[places.city.clone()]);
    employments.push(customer.employment());
    cards.push(premium.into());
    limits.push(limit.cast_signed());
    dates.push(opened);
    segments.push(segment as u32);
    decline_types.push(decline_type);
    columns.count_row();
}
