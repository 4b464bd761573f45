//! Customers of recipe version 2, column by column: what was drawn, as positions in lists and as numbers. Only ids
//! and addresses are taken from the row as the encoder wrote it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::Drawn;
use super::declared::EMPLOYMENTS;
use crate::columns::{Columns, List, Listed, Texts, Values};
use crate::customers::segments::Standing;
use crate::customers::{COLUMNS, SCHEMA};
use crate::facts::Facts;
use crate::recipe::Segment;

/// How many bytes an id has.
const ID: usize = "CUST00000001".len();

/// The texts that customers share.
struct Lists {
    first_names: List,
    last_names: List,
    states: List,
    cities: List,
    /// Of each place, the positions of its state and its city.
    places: Box<[(u32, u32)]>,
}

impl Lists {
    /// The lists, made by the first who asks.
    fn get() -> &'static Lists {
        static LISTS: OnceLock<Lists> = OnceLock::new();
        LISTS.get_or_init(|| {
            let facts = Facts::get();
            let mut positions: BTreeMap<&str, u32> = BTreeMap::new();
            let mut cities = Vec::new();
            let places = facts.places.iter().map(|place| {
                // Cities of one name are in many states.
                let city = *positions.entry(&place.name).or_insert_with(|| {
                    cities.push(&place.name);
                    cities.len() as u32 - 1
                });
                (place.state as u32, city)
            });
            let places = places.collect();
            Lists {
                first_names: List::new(facts.given_names.iter().map(|given| &given.name)),
                last_names: List::new(facts.surnames.iter().map(|surname| &surname.name)),
                states: List::new(facts.states.iter().map(|state| state.code)),
                cities: List::new(cities),
                places,
            }
        })
    }
}

/// No customers.
pub(super) fn empty() -> Columns {
    let lists = Lists::get();
    let values = vec![
        Values::Texts(Texts::default()),
        Values::listed(lists.first_names.clone()),
        Values::listed(lists.last_names.clone()),
        Values::Texts(Texts::default()),
        Values::Whole(Vec::new()),
        Values::listed(lists.states.clone()),
        Values::listed(lists.cities.clone()),
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
/// was written, with its address in this place.
#[inline]
pub(super) fn push(
    columns: &mut Columns,
    customer: &Drawn,
    (limit, opened): (u32, i32),
    (row, address): (&[u8], Range<usize>),
) {
    let lists = Lists::get();
    let (state, city) = lists.places[usize::from(customer.place)];
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
    first_names.push(customer.person.first.into());
    last_names.push(customer.person.last.into());
    ids.push(&row[..ID]);
    addresses.push(&row[address]);
    ages.push(customer.age.into());
    states.push(state);
    cities.push(city);
    employments.push(customer.employment());
    cards.push(premium.into());
    limits.push(limit.cast_signed());
    dates.push(opened);
    segments.push(segment as u32);
    decline_types.push(decline_type);
    columns.count_row();
}
