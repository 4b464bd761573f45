//! What holds of version 2 for every recipe, and where its parameters are at their extremes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::people::{NEW, block_of, defaults, records_of, rows_of, with};
use common::recipes::{recipe, spending};
use common::tables::{PLACES, table};
use common::{Record, records};
use proptest::prelude::*;
use segmint::customers::HEADER;
use segmint::customers::v2::declared::{LIMIT_GROUPS, limit_median};
use segmint::customers::v2::{Encoder, RowGenerator};
use segmint::date::Date;
use segmint::plan::BLOCK_ROWS;
use segmint::recipe::{Parameters, Recipe, Segment, Span};

/// How old new accounts may be asked to be.
fn new_account_age() -> impl Strategy<Value = Span> {
    let days = Recipe::NEW_ACCOUNT_AGES.min..=Recipe::NEW_ACCOUNT_AGES.max;
    (days.clone(), days).prop_map(|(a, b)| Span::new(a.min(b), a.max(b)))
}

fn position(list: &[&str], value: &str) -> usize {
    list.iter().position(|entry| *entry == value).unwrap()
}

/// Every rule that a row must keep, spelled out once more.
fn assert_coherent(parameters: &Parameters, new: Span, row: &Record, places: &BTreeSet<String>) {
    let as_of = parameters.as_of;
    assert!(parameters.age.contains(row.age), "{row:?}");
    assert!(places.contains(&format!("{},{}", row.state, row.city)), "{row:?}");

    let opened: Date = row.account_open_date.parse().unwrap();
    let adult = Date::from_civil(as_of.civil().0 + 18 - row.age as u16, 1, 1).unwrap();
    let ago = if row.customer_segment == "New & Growing" {
        new
    } else {
        Span::new(parameters.opened.min * 365, parameters.opened.max * 365)
    };
    let last = as_of.minus_days(ago.min);
    assert!(opened >= adult && opened >= as_of.minus_days(ago.max), "{row:?}");
    assert!(opened <= if last < adult { as_of } else { last }, "{row:?}");

    let Span { min, max } = parameters.credit_limit;
    let step = parameters.credit_limit_step;
    assert!(parameters.credit_limit.contains(row.credit_limit), "{row:?}");
    assert!((row.credit_limit - min).is_multiple_of(step), "{row:?}");
    if row.card_type == "Premium" {
        let segment = position(&Segment::ALL.map(Segment::name), &row.customer_segment);
        let statuses = ["Employed", "Self-Employed", "Retired", "Unemployed"];
        let status = position(&statuses, &row.employment_status);
        let median = u64::from(limit_median(LIMIT_GROUPS.of(row.age), segment, status));
        let steps = (median * u64::from((max - min) / step) + 500_000) / 1_000_000;
        assert!(row.credit_limit >= min + steps as u32 * step, "{row:?}");
    }
}

fn places() -> BTreeSet<String> {
    table(PLACES).into_iter().map(|[state, name, _]| format!("{state},{name}")).collect()
}

/// The form of an address: two words or three, one separator, a number, a domain.
fn assert_address(parameters: &Parameters, row: &Record) {
    let (local, domain) = row.email.split_once('@').unwrap();
    assert!(parameters.domains.domains().contains(&domain), "{row:?}");
    let separator = local.chars().find(|letter| "._-".contains(*letter)).unwrap();
    let parts: Vec<&str> =
        local.trim_end_matches(|c: char| c.is_ascii_digit()).split(separator).collect();
    let word = |name: &str| name.to_lowercase().replace('\'', "");
    assert!(parts.len() == 2 || parts.len() == 3, "{row:?}");
    assert_eq!(
        (parts[0], parts[parts.len() - 1]),
        (&*word(&row.first_name), &*word(&row.last_name))
    );
    assert!(parts.concat().bytes().all(|byte| byte.is_ascii_lowercase()), "{row:?}");
}

proptest! {
    // Fixed by the number of cases alone: the same recipes on every run.
    #![proptest_config(ProptestConfig {
        cases: 96,
        failure_persistence: None,
        rng_seed: prop::test_runner::RngSeed::Fixed(2),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_row_could_be(recipe in recipe(), new in new_account_age()) {
        let places = places();
        let parameters = recipe.parameters();
        let rows = records_of(&recipe, new);
        prop_assert_eq!(rows.len(), parameters.count as usize);
        for (number, row) in (1..).zip(&rows) {
            prop_assert_eq!(&row.customer_id, &format!("CUST{number:08}"));
            assert_coherent(parameters, new, row, &places);
            assert_address(parameters, row);
        }
        let addresses: BTreeSet<&String> = rows.iter().map(|row| &row.email).collect();
        prop_assert_eq!(addresses.len(), rows.len());
    }

    #[test]
    fn customers_do_not_depend_on_what_they_buy(recipe in recipe(), spending in spending()) {
        let newer = with(&recipe, NEW);
        let other = Recipe::new(Parameters { spending, ..newer.parameters().clone() }).unwrap();
        prop_assert_eq!(rows_of(&newer, NEW), rows_of(&other, NEW));
    }

    /// Segments, cards and decline types are those of version 1: as many, though others.
    #[test]
    fn quotas_are_exact(recipe in recipe(), new in new_account_age()) {
        let count = |rows: Vec<Record>| {
            let mut counts = BTreeMap::<(String, String, String), u32>::new();
            for row in rows {
                *counts.entry((row.customer_segment, row.card_type, row.decline_type)).or_default() += 1;
            }
            let sum = |key: fn(&(String, String, String)) -> String| {
                let mut sums = BTreeMap::<String, u32>::new();
                for (all, rows) in &counts {
                    *sums.entry(key(all)).or_default() += rows;
                }
                sums
            };
            (sum(|(segment, card, _)| format!("{segment} {card}")), sum(|(.., decline)| decline.clone()))
        };
        prop_assert_eq!(count(records_of(&recipe, new)), count(common::records_of(&recipe)));
    }

    #[test]
    fn a_larger_count_keeps_the_smaller_data_set(recipe in recipe(), more in 1..3000_u32) {
        let parameters = recipe.parameters().clone();
        let full = (parameters.count / BLOCK_ROWS * BLOCK_ROWS) as usize;
        let larger = Recipe::new(Parameters { count: parameters.count + more, ..parameters }).unwrap();
        let (small, large) = (rows_of(&recipe, NEW), rows_of(&larger, NEW));
        prop_assert!(small.lines().take(full).eq(large.lines().take(full)));
    }

    #[test]
    fn any_block_and_any_address_can_be_made_alone(recipe in recipe(), row in any::<u32>()) {
        let count = recipe.parameters().count;
        let row = 1 + row % count;
        let rows = rows_of(&recipe, NEW);
        let block = (row - 1) / BLOCK_ROWS;
        let alone = block_of(&recipe, NEW, block);
        let expected = rows.lines().skip((block * BLOCK_ROWS) as usize).take(BLOCK_ROWS as usize);
        prop_assert!(alone.lines().eq(expected));
        let recipe = with(&recipe, NEW);
        let (generator, encoder) = (RowGenerator::new(&recipe), Encoder::new(&recipe));
        let email = encoder.email(generator.people(block).name(row));
        let line = rows.lines().nth(row as usize - 1).unwrap();
        prop_assert_eq!(String::from_utf8(email).unwrap(), line.split(',').nth(3).unwrap());
    }

    /// Ranges move their own columns only; but the age moves names, employment, limits and dates.
    #[test]
    fn a_range_changes_its_own_column_only(recipe in recipe(), new in new_account_age()) {
        let other = Recipe::new(Parameters {
            credit_limit: Span::new(7, 7),
            opened: Span::new(1, 1),
            ..recipe.parameters().clone()
        }).unwrap();
        for (mut a, b) in records_of(&recipe, NEW).into_iter().zip(records_of(&other, new)) {
            a.credit_limit = 7;
            a.account_open_date.clone_from(&b.account_open_date);
            prop_assert_eq!(a, b);
        }
    }

    #[test]
    fn no_field_needs_quotes_or_begins_like_a_formula(recipe in recipe()) {
        for line in rows_of(&recipe, NEW).lines() {
            let fields: Vec<&str> = line.split(',').collect();
            prop_assert_eq!(fields.len(), 13);
            for field in fields {
                prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
            }
            prop_assert!(!line.contains('"') && line.is_ascii());
        }
    }
}

fn assert_all_coherent(parameters: Parameters, new: Span) -> Vec<Record> {
    let (recipe, places) = (Recipe::new(parameters).unwrap(), places());
    let rows = records_of(&recipe, new);
    for row in &rows {
        assert_coherent(recipe.parameters(), new, row, &places);
        assert_address(recipe.parameters(), row);
    }
    let addresses: BTreeSet<&String> = rows.iter().map(|row| &row.email).collect();
    assert_eq!(addresses.len(), rows.len());
    rows
}

#[test]
fn every_segment_can_be_all_there_is() {
    for segment in 0..5 {
        let mut weights = [0; 5];
        weights[segment] = 1000;
        for premium in [0, 1000] {
            let parameters =
                Parameters { count: 2_001, weights, premium: [premium; 5], ..defaults() };
            for row in assert_all_coherent(parameters, NEW) {
                assert_eq!(row.customer_segment, Segment::ALL[segment].name());
                assert_eq!(row.card_type == "Premium", premium > 0);
            }
        }
    }
}

#[test]
fn the_youngest_and_the_oldest_are_coherent_on_every_day() {
    for as_of in
        ["1901-01-01", "1950-01-01", "1950-07-15", "2100-01-01", "2100-12-31", "9999-12-31"]
    {
        let as_of: Date = as_of.parse().unwrap();
        for age in [Span::new(18, 19), Span::new(18, 18), Span::new(110, 120), Span::new(120, 120)]
        {
            let opened = if as_of.civil().0 < 1950 { Span::new(0, 0) } else { Span::new(2, 5) };
            for new in [NEW, Span::new(1, 1), Span::new(365, 365)] {
                assert_all_coherent(
                    Parameters { count: 1_500, as_of, age, opened, ..defaults() },
                    new,
                );
            }
        }
    }
}

/// Who turns 18 this year cannot have opened an account two years ago.
#[test]
fn who_came_of_age_this_year_opened_an_account_since() {
    let parameters = Parameters { count: 3_000, age: Span::new(18, 18), ..defaults() };
    for row in assert_all_coherent(parameters.clone(), NEW) {
        assert!(row.account_open_date.starts_with("2026-"), "{row:?}");
    }
    let as_of = "2026-01-01".parse().unwrap();
    for row in assert_all_coherent(Parameters { as_of, ..parameters }, NEW) {
        assert_eq!(row.account_open_date, "2026-01-01");
    }
}

#[test]
fn ranges_of_one_value_and_one_step_are_kept() {
    for (limit, step) in [((7, 7), 1), ((0, 0), 1), ((1_000_000_000, 1_000_000_000), 3)] {
        let rows = assert_all_coherent(
            Parameters {
                count: 1_000,
                credit_limit: Span::new(limit.0, limit.1),
                credit_limit_step: step,
                age: Span::new(40, 40),
                opened: Span::new(3, 3),
                ..defaults()
            },
            Span::new(9, 9),
        );
        let others = rows.iter().filter(|row| row.customer_segment != "New & Growing");
        let days: BTreeSet<&String> = others.map(|row| &row.account_open_date).collect();
        assert_eq!(days.len(), 1);
        assert!(rows.iter().all(|row| row.credit_limit == limit.0 && row.age == 40));
    }
    // A step as large as the range: two limits, and both occur.
    let parameters = Parameters {
        count: 5_000,
        credit_limit: Span::new(100, 1_100),
        credit_limit_step: 1_000,
        ..defaults()
    };
    let rows = assert_all_coherent(parameters, NEW);
    let limits: BTreeSet<u32> = rows.iter().map(|row| row.credit_limit).collect();
    assert_eq!(limits, BTreeSet::from([100, 1_100]));
}

#[test]
fn every_count_has_its_rows() {
    for count in [1, 7, 999, 1_000, 1_001] {
        let rows = assert_all_coherent(Parameters { count, ..defaults() }, NEW);
        assert_eq!(rows.len(), count as usize);
    }
    let recipe = Recipe::new(Parameters { count: 99_999_999, ..defaults() }).unwrap();
    let last = block_of(&recipe, NEW, 99_999);
    assert_eq!(last.lines().count(), 999);
    assert!(last.lines().last().unwrap().starts_with("CUST99999999,"));
}

/// One age in one decade makes names repeat; still no address does, in any tier of blocks.
#[test]
fn addresses_stay_unique_over_tiers_of_blocks() {
    let parameters = Parameters { count: 99_999_999, age: Span::new(120, 120), ..defaults() };
    let recipe = Recipe::new(parameters).unwrap();
    let mut addresses = BTreeSet::new();
    let mut with_initials = 0;
    for block in
        (0..120).chain(880..930).chain(8_980..9_020).chain(89_980..90_020).chain(99_960..100_000)
    {
        for row in records(&(HEADER.to_owned() + &block_of(&recipe, NEW, block))) {
            with_initials += u32::from(row.email.matches(['.', '_', '-']).count() > 2);
            assert!(addresses.insert(row.email), "{}", row.customer_id);
        }
    }
    assert!(addresses.len() > 289_000 && with_initials > 100, "{with_initials}");
}
