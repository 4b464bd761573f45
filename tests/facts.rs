//! The facts that ship are what `cargo run --package facts` makes of the tables in `data`, and what
//! they unpack to is what stands there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use common::tables::{GIVEN_NAMES, PLACES, STATES, SURNAMES, table};
use segmint::facts::Facts;

#[test]
fn what_ships_is_what_the_script_makes() {
    let made = facts::packed("data").unwrap();
    let shipped = std::fs::read("src/facts/facts.bin").unwrap();
    assert!(made == shipped, "data has changed: run `cargo run --package facts`");
}

/// Seven leading bits are kept: 0.8 % off at most, small numbers exact, zero zero.
fn is_near(unpacked: u32, counted: u32) -> bool {
    let off = u64::from(unpacked.abs_diff(counted));
    off * 128 <= u64::from(counted) && (counted >= 128 || off == 0)
}

#[test]
fn every_number_is_near_the_one_that_was_counted() {
    let facts = Facts::get();
    let mut births = 0;
    for [name, sex, counted @ ..] in table::<11>(GIVEN_NAMES) {
        let at = facts.given_names.binary_search_by(|given| given.name.cmp(&name)).unwrap();
        let unpacked = facts.given_names[at].births[usize::from(sex == "M")];
        for (unpacked, counted) in unpacked.into_iter().zip(counted) {
            let counted = counted.parse().unwrap();
            assert!(is_near(unpacked, counted), "{name}: {unpacked} for {counted}");
            births += u32::from(unpacked > 0);
        }
    }
    // Nobody is born who is not in the table.
    let all = facts.given_names.iter().flat_map(|given| given.births.iter().flatten());
    assert_eq!(all.filter(|births| **births > 0).count() as u32, births);

    for [name, counted] in table(SURNAMES) {
        let at = facts.surnames.binary_search_by(|surname| surname.name.cmp(&name)).unwrap();
        assert!(is_near(facts.surnames[at].people, counted.parse().unwrap()), "{name}");
    }
    let codes = table(STATES).into_iter().map(|[code, people]| (code, people.parse().unwrap()));
    let code = |code: [u8; 2]| String::from_utf8(code.to_vec()).unwrap();
    let unpacked = facts.states.iter().map(|state| (code(state.code), state.people));
    assert!(codes.eq(unpacked));
    for [state, name, counted] in table(PLACES) {
        let is_it = |place: &&segmint::facts::Place| {
            place.name == name && code(facts.states[place.state].code) == state
        };
        let found: Vec<_> = facts.places.iter().filter(is_it).collect();
        assert_eq!(found.len(), 1, "{name}, {state}");
        assert!(is_near(found[0].people, counted.parse().unwrap()), "{name}, {state}");
    }
}

#[test]
fn ages_employment_and_spread_are_exact() {
    let facts = Facts::get();
    let ages = table(common::tables::AGES);
    let people: Vec<u32> = ages.iter().map(|[_, people]| people.parse().unwrap()).collect();
    assert_eq!(facts.ages, people);
    for ([age, shares @ ..], unpacked) in
        table::<5>(common::tables::EMPLOYMENT).into_iter().zip(&facts.employment)
    {
        assert_eq!(shares.map(|share| share.parse::<u32>().unwrap()), *unpacked, "{age}");
    }
    // Of a distribution whose logarithm is normal, median, quartiles and the middle of 95 %, by the
    // tables of the normal one; a point is half a part away.
    for (part, z) in [(256, -0.674_49), (512, 0.0), (768, 0.674_49), (26, -1.954), (998, 1.954)] {
        let point = f64::from(facts.spread[part]) / 65_536.0;
        assert!((point.ln() / 0.45 - z).abs() < 0.02, "{part}: {point}");
    }
}
