//! Do customers of version 2 follow the facts in `data` and the figures that are declared? Chi-square
//! tests on fixed seeds, so that they never flake, against the tables as they are counted: that what
//! ships is rounded must not show.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

mod common;

use std::collections::BTreeMap;

use common::chance::{
    assert_independent, assert_uniform, assert_weighted, cramers_v, table_of_pairs,
};
use common::people::defaults;
use common::tables::{AGES, EMPLOYMENT, GIVEN_NAMES, PLACES, STATES, SURNAMES, table};
use segmint::customers::v2::{Customer, RowGenerator};
use segmint::facts::Facts;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe, Span};

const ROWS: u32 = 300_000;
const SEEDS: [u64; 4] = [0, 1, 42, 0x8000_0000_0000_0000];

/// In the tests, as in the links: as of the day that the fixtures have.
const YEAR: u32 = 2026;

fn drawn_of(parameters: Parameters) -> Vec<Customer> {
    let recipe = Recipe::new(parameters).unwrap();
    let generator = RowGenerator::new(&recipe);
    let mut rows = Vec::new();
    for block in Rows::all(&recipe).blocks() {
        generator.block(block, |customer| rows.push(*customer));
    }
    rows
}

fn drawn(seed: u64) -> Vec<Customer> {
    drawn_of(Parameters { count: ROWS, seed, ..defaults() })
}

/// People of all ages that a recipe can ask for.
fn of_all_ages(seed: u64) -> Vec<Customer> {
    drawn_of(Parameters { count: ROWS, seed, age: Span::new(18, 120), ..defaults() })
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

/// The weights of names in the order of `names`, by a table of name and count.
fn in_order<'a>(
    names: impl Iterator<Item = &'a String>,
    counts: &BTreeMap<String, f64>,
) -> Vec<f64> {
    names.map(|name| counts[name]).collect()
}

#[test]
fn states_have_customers_as_they_have_people() {
    let facts = Facts::get();
    let people: Vec<f64> = table(STATES).iter().map(|[_, people]| number(people)).collect();
    for seed in SEEDS {
        let rows = drawn(seed);
        let states = rows.iter().map(|row| facts.places[row.place as usize].state);
        assert_weighted("states", seed, &people, states);
    }
}

#[test]
fn places_have_customers_as_they_have_people() {
    let facts = Facts::get();
    let codes: Vec<String> = table(STATES).into_iter().map(|[code, _]| code).collect();
    let mut people = vec![0.0; facts.places.len()];
    for [code, name, counted] in table(PLACES) {
        let is_it =
            |place: &segmint::facts::Place| place.name == name && codes[place.state] == code;
        people[facts.places.iter().position(is_it).unwrap()] = number(&counted);
    }
    for seed in SEEDS {
        let rows = drawn(seed);
        for (state, code) in codes.iter().enumerate() {
            let of_state = |place: usize| facts.places[place].state == state;
            let weights: Vec<f64> = (0..people.len())
                .map(|place| if of_state(place) { people[place] } else { 0.0 })
                .collect();
            let places = rows.iter().map(|row| row.place as usize).filter(|&at| of_state(at));
            assert_weighted(code, seed, &weights, places);
        }
    }
}

#[test]
fn surnames_are_as_frequent_as_they_are_counted() {
    let counts =
        table(SURNAMES).into_iter().map(|[name, people]| (name, number(&people))).collect();
    let people = in_order(Facts::get().surnames.iter().map(|surname| &surname.name), &counts);
    for seed in SEEDS {
        let rows = drawn(seed);
        assert_weighted("surnames", seed, &people, rows.iter().map(|row| row.name.last as usize));
    }
}

/// Also that no name is given in a decade in which nobody was born with it.
#[test]
fn first_names_are_those_of_the_decade_of_birth() {
    let given = table::<11>(GIVEN_NAMES);
    let decades: Vec<Vec<f64>> = (0..9)
        .map(|decade| {
            let births = |row: &[String; 11]| number(&row[2 + decade]);
            let total =
                |sex: &str| given.iter().filter(|row| row[1] == sex).map(births).sum::<f64>();
            let totals = [total("F"), total("M")];
            let mut counts = BTreeMap::new();
            for row in &given {
                *counts.entry(row[0].clone()).or_insert(0.0) +=
                    births(row) / totals[usize::from(row[1] == "M")];
            }
            in_order(Facts::get().given_names.iter().map(|given| &given.name), &counts)
        })
        .collect();
    for seed in SEEDS {
        let rows = of_all_ages(seed);
        for (decade, weights) in decades.iter().enumerate() {
            let born = |row: &&Customer| {
                ((YEAR - row.age).clamp(1920, 2009) - 1920) as usize / 10 == decade
            };
            let names = rows.iter().filter(born).map(|row| row.name.first as usize);
            assert!(names.clone().count() > 50);
            assert_weighted(&format!("decade {decade}"), seed, weights, names);
        }
    }
}

/// Women and men one to one, whatever the decade.
#[test]
fn there_are_as_many_women_as_men() {
    // Names that hardly anybody of the other sex has.
    let women = |at: u32| {
        let [women, men] =
            Facts::get().given_names[at as usize].births.map(|births| births.iter().sum::<u32>());
        (women / 100 > men).then_some(0).or((men / 100 > women).then_some(1))
    };
    for seed in SEEDS {
        let rows = drawn(seed);
        let known: Vec<usize> = rows.iter().filter_map(|row| women(row.name.first)).collect();
        let share = known.iter().filter(|&&sex| sex == 0).count() as f64 / known.len() as f64;
        assert!(known.len() > 200_000 && (0.48..0.52).contains(&share), "{share}");
    }
}

/// How many people there are of an age from 18 to 120.
fn people_of_age() -> Vec<f64> {
    let mut people: Vec<u32> =
        table(AGES).into_iter().map(|[_, people]| people.parse().unwrap()).collect();
    while people.len() < 103 {
        people.push((people[people.len() - 1] / 2).max(1));
    }
    people.into_iter().map(f64::from).collect()
}

const TILT: [(u32, [f64; 5]); 5] = [
    (18, [0.5, 0.9, 1.1, 0.8, 2.2]),
    (26, [0.8, 1.0, 1.1, 0.9, 1.6]),
    (35, [1.3, 1.0, 1.0, 1.0, 0.7]),
    (51, [1.3, 1.0, 0.95, 1.15, 0.35]),
    (66, [0.7, 1.0, 0.95, 1.1, 0.35]),
];

/// What stands for the last group that begins at this age or before.
fn of_group<T: Copy>(groups: &[(u32, T)], age: u32) -> T {
    groups.iter().rev().find(|(begin, _)| *begin <= age).unwrap().1
}

/// The weight of each age of a segment.
fn tilted(segment: usize, ages: Span) -> Vec<f64> {
    let people = people_of_age();
    (ages.min..=ages.max)
        .map(|age| people[age as usize - 18] * of_group(&TILT, age)[segment])
        .collect()
}

#[test]
fn ages_are_those_of_the_people_tilted_by_segment() {
    for (ages, draw) in
        [(Span::new(22, 75), drawn as fn(u64) -> Vec<Customer>), (Span::new(18, 120), of_all_ages)]
    {
        for seed in SEEDS {
            let rows = draw(seed);
            for segment in 0..5 {
                let rows = rows.iter().filter(|row| row.standing.segment == segment);
                let ages_drawn = rows.map(|row| (row.age - ages.min) as usize);
                let what = format!("ages of segment {segment}");
                assert_weighted(&what, seed, &tilted(segment, ages), ages_drawn);
            }
        }
    }
}

/// Per mille of each status at each age from 18 to 100.
fn employment() -> Vec<[f64; 4]> {
    let shares = table::<5>(EMPLOYMENT).into_iter();
    shares.map(|[_, shares @ ..]| shares.map(|share| number(&share))).collect()
}

#[test]
fn employment_is_that_of_the_age() {
    let employment = employment();
    for seed in SEEDS {
        let rows = of_all_ages(seed);
        for age in 18..=120_u32 {
            let rows = rows.iter().filter(|row| row.age == age);
            let statuses = rows.map(|row| row.employment as usize);
            let weights = employment[age.min(100) as usize - 18];
            assert_weighted(&format!("employment at {age}"), seed, &weights, statuses);
        }
    }
}

const BASE: [(u32, f64); 7] =
    [(18, 0.10), (25, 0.18), (30, 0.26), (35, 0.33), (45, 0.38), (55, 0.40), (65, 0.38)];
const OF_SEGMENT: [f64; 5] = [1.55, 1.0, 0.55, 0.9, 0.6];
const OF_EMPLOYMENT: [f64; 4] = [1.0, 1.05, 0.95, 0.5];

fn median(age: u32, segment: usize, employment: usize) -> f64 {
    of_group(&BASE, age) * OF_SEGMENT[segment] * OF_EMPLOYMENT[employment]
}

/// The factors e^(0.45 z) of a standard or a Premium card of this median.
fn factors(median: f64, premium: bool) -> Vec<f64> {
    let all = Facts::get().spread.iter().map(|&point| f64::from(point) / 65_536.0);
    let above = all.filter(|factor| !premium || *factor > 1.0);
    above.filter(|factor| median * factor <= 1.0 + 1e-12).collect()
}

/// In a range so wide that every limit tells which point of the spread it is.
#[test]
fn credit_limits_spread_evenly_and_none_is_beyond_the_range() {
    const WIDE: f64 = 1_000_000_000.0;
    for seed in SEEDS {
        let rows = drawn_of(Parameters {
            count: ROWS,
            seed,
            premium: [300; 5],
            credit_limit: Span::new(0, 1_000_000_000),
            credit_limit_step: 1,
            ..defaults()
        });
        for premium in [false, true] {
            let mut sixteenths = Vec::new();
            for row in rows.iter().filter(|row| row.standing.premium == premium) {
                let median = median(row.age, row.standing.segment, row.employment as usize);
                let factor = f64::from(row.credit_limit) / (WIDE * median);
                let factors = factors(median, premium);
                let point = factors.partition_point(|point| *point < factor - 1e-6);
                let near = factors.get(point).is_some_and(|near| (near - factor).abs() < 1e-6);
                assert!(near, "{row:?}: {factor} is no point of the spread");
                // Only where no sixteenth has a point more than another.
                if factors.len().is_multiple_of(16) {
                    sixteenths.push(point * 16 / factors.len());
                }
            }
            assert!(sixteenths.len() > 20_000);
            assert_uniform("spread of limits", seed, 16, sixteenths.into_iter());
        }
    }
}

/// By segment, with the default parameters, within one step; `docs/model.md` tells them.
#[test]
fn the_medians_of_limits_come_to_what_is_declared() {
    for seed in SEEDS {
        let rows = drawn(seed);
        let medians = [0, 1, 2, 3, 4].map(|segment| {
            let of_segment = rows.iter().filter(|row| row.standing.segment == segment);
            let mut limits: Vec<u32> = of_segment.map(|row| row.credit_limit).collect();
            limits.sort_unstable();
            limits[limits.len() / 2]
        });
        for (median, declared) in
            medians.into_iter().zip([31_000_u32, 20_000, 13_000, 18_000, 11_500])
        {
            assert!(declared.abs_diff(median) <= 1_000, "{medians:?}, seed {seed}");
        }
    }
}

#[test]
fn accounts_are_opened_evenly_over_their_windows() {
    for seed in SEEDS {
        // Nobody here came of age within a window.
        let rows = drawn_of(Parameters { count: ROWS, seed, age: Span::new(25, 75), ..defaults() });
        let first = rows.iter().map(|row| row.opened).min().unwrap();
        let (new, others): (Vec<&Customer>, Vec<&Customer>) =
            rows.iter().partition(|row| row.standing.segment == 4);
        let others = others.iter().map(|row| (row.opened - first) as usize);
        assert_uniform("account day", seed, 1096, others);
        let begin = 1825 - 175;
        let new = new.iter().map(|row| (row.opened - first) as usize - begin);
        assert_uniform("day of new accounts", seed, 76, new);
    }
}

#[test]
fn forms_of_addresses_are_used_alike() {
    for seed in SEEDS {
        let rows = drawn(seed);
        for digits in 0..3 {
            let of_tier = rows.iter().map(|row| row.name.form).filter(|form| form.digits == digits);
            let least = [0, 1, 10][usize::from(digits)];
            let forms =
                of_tier.map(|form| (form.number - least) * 9 + form.domain * 3 + form.separator);
            let sizes = [9, 81, 810];
            assert_uniform("forms", seed, sizes[usize::from(digits)], forms.map(|f| f as usize));
        }
    }
}

/// A column as a number below so many values.
struct Column {
    name: &'static str,
    values: usize,
    of: fn(&Customer) -> usize,
}

const SEGMENT: Column = Column { name: "segment", values: 5, of: |row| row.standing.segment };
const EMPLOYED: Column =
    Column { name: "employment", values: 4, of: |row| row.employment as usize };
/// In the groups that limits have.
const AGE: Column = Column { name: "age", values: 7, of: |row| group_of(row.age) };
/// In tenths of the range.
const LIMIT: Column = Column {
    name: "credit limit",
    values: 10,
    of: |row| tenth((f64::from(row.credit_limit) - 5_000.0) / 45_000.0),
};
/// In fortieths of the list.
const FIRST_NAME: Column =
    Column { name: "first name", values: 40, of: |row| row.name.first as usize * 40 / 1396 };
const LAST_NAME: Column =
    Column { name: "last name", values: 40, of: |row| row.name.last as usize * 40 / 3000 };
const PLACE: Column =
    Column { name: "place", values: 40, of: |row| row.place as usize * 40 / 4253 };
const CARD: Column =
    Column { name: "card", values: 2, of: |row| usize::from(row.standing.premium) };

fn group_of(age: u32) -> usize {
    BASE.iter().filter(|(begin, _)| *begin <= age).count() - 1
}

#[allow(clippy::cast_sign_loss, reason = "no limit is below the range")]
fn tenth(position: f64) -> usize {
    // Limits are on the step: a small part of it keeps those on a border on their side.
    ((position * 10.0 + 1e-9) as usize).min(9)
}

#[test]
fn what_is_not_declared_to_depend_does_not() {
    let pairs = [
        (&LAST_NAME, &SEGMENT),
        (&LAST_NAME, &FIRST_NAME),
        (&LAST_NAME, &AGE),
        (&LAST_NAME, &LIMIT),
        (&LAST_NAME, &PLACE),
        (&PLACE, &SEGMENT),
        (&PLACE, &AGE),
        (&PLACE, &FIRST_NAME),
        (&PLACE, &EMPLOYED),
        (&PLACE, &LIMIT),
    ];
    for seed in SEEDS {
        let rows = drawn(seed);
        for (a, b) in pairs {
            let what = format!("{} against {}", a.name, b.name);
            let values = rows.iter().map(|row| ((a.of)(row), (b.of)(row)));
            assert_independent(&what, seed, (a.values, b.values), values);
        }
        // Segment, name and employment depend on each other by the age alone.
        for age in [24, 30, 38, 44, 52, 61, 70] {
            let of_age = || rows.iter().filter(|row| row.age == age);
            let names = of_age().map(|row| ((FIRST_NAME.of)(row), row.standing.segment));
            assert_independent(&format!("names at {age}"), seed, (40, 5), names);
            let statuses =
                of_age().map(|row| (usize::from(row.employment == 0), row.standing.segment));
            assert_independent(&format!("employment at {age}"), seed, (2, 5), statuses);
            let both = of_age().map(|row| ((FIRST_NAME.of)(row), usize::from(row.employment == 0)));
            assert_independent(&format!("both at {age}"), seed, (40, 2), both);
        }
        // Within a segment a Premium card says nothing but that the limit is high.
        let travelers = || rows.iter().filter(|row| row.standing.segment == 0);
        for b in [&AGE, &PLACE, &FIRST_NAME] {
            let values = travelers().map(|row| ((CARD.of)(row), (b.of)(row)));
            let what = format!("card against {}", b.name);
            assert_independent(&what, seed, (2, b.values), values);
        }
    }
}

#[test]
fn rows_are_independent_of_rows_before_them() {
    for distance in [1, 2, 1000] {
        for seed in SEEDS {
            let rows = drawn(seed);
            for column in [&FIRST_NAME, &LAST_NAME, &PLACE, &AGE, &EMPLOYED, &LIMIT] {
                let pairs = rows.iter().zip(&rows[distance..]);
                let values = pairs.map(|(a, b)| ((column.of)(a), (column.of)(b)));
                let what = format!("{} and {distance} rows on", column.name);
                assert_independent(&what, seed, (column.values, column.values), values);
            }
        }
    }
}

/// The pairs that depend on each other, and how strongly by Cramér's V as the model has it with the
/// default parameters; `docs/model.md` tells them.
const DECLARED: [(&Column, &Column, f64); 5] = [
    (&AGE, &EMPLOYED, 0.415),
    (&AGE, &LIMIT, 0.271),
    (&SEGMENT, &LIMIT, 0.332),
    (&SEGMENT, &AGE, 0.123),
    (&EMPLOYED, &LIMIT, 0.164),
];

/// A customer of whom only what depends on each other is known, and how probable it is.
fn model() -> Vec<([usize; 4], f64)> {
    const WEIGHTS: [f64; 5] = [0.15, 0.4, 0.25, 0.1, 0.1];
    let (employment, ages) = (employment(), Span::new(22, 75));
    let mut cells = BTreeMap::<[usize; 4], f64>::new();
    for (segment, share_of_all) in WEIGHTS.into_iter().enumerate() {
        let tilted = tilted(segment, ages);
        let all: f64 = tilted.iter().sum();
        for (age, weight) in (ages.min..).zip(tilted) {
            let shares = employment[age as usize - 18];
            for (status, share_of_age) in shares.into_iter().enumerate() {
                let chance = share_of_all * weight / all * share_of_age / 1000.0;
                let median = median(age, segment, status);
                let premium = if segment == 0 { 0.3 } else { 0.0 };
                for (share, card) in [(1.0 - premium, false), (premium, true)] {
                    let factors = factors(median, card);
                    for factor in &factors {
                        let position = (median * factor * 45.0).round() / 45.0;
                        let cell = [segment, group_of(age), status, tenth(position)];
                        *cells.entry(cell).or_default() += chance * share / factors.len() as f64;
                    }
                }
            }
        }
    }
    cells.into_iter().collect()
}

#[test]
fn pairs_are_as_strongly_associated_as_declared() {
    let model = model();
    let position = |column: &Column| match column.name {
        "segment" => 0,
        "age" => 1,
        "employment" => 2,
        _ => 3,
    };
    for (a, b, declared) in DECLARED {
        let sizes = (a.values, b.values);
        let mut table = vec![0.0; a.values * b.values];
        for (cell, chance) in &model {
            table[cell[position(a)] * b.values + cell[position(b)]] += chance;
        }
        let exact = cramers_v(sizes, &table);
        let what = format!("{} with {}", a.name, b.name);
        assert!((exact - declared).abs() < 0.0005, "{what}: {exact:.4} by the model");
        for seed in SEEDS {
            let rows = drawn(seed);
            let pairs = rows.iter().map(|row| ((a.of)(row), (b.of)(row)));
            let observed = cramers_v(sizes, &table_of_pairs(sizes, pairs));
            assert!((observed - declared).abs() < 0.01, "{what}, seed {seed}: {observed:.4}");
        }
    }
}

/// A city says its state, but for names that several states have.
#[test]
fn cities_are_those_of_their_states() {
    /// Cramér's V of state and name; `docs/model.md` tells it.
    const DECLARED: f64 = 0.926;
    let facts = Facts::get();
    // Places are sorted by name.
    let mut names: Vec<&str> = facts.places.iter().map(|place| &*place.name).collect();
    names.dedup();
    let pair =
        |place: &segmint::facts::Place| (place.state, names.binary_search(&&*place.name).unwrap());
    let sizes = (facts.states.len(), names.len());
    let mut in_state = vec![0.0; facts.states.len()];
    for place in &facts.places {
        in_state[place.state] += f64::from(place.people);
    }
    let mut table = vec![0.0; sizes.0 * sizes.1];
    for place in &facts.places {
        let (state, name) = pair(place);
        table[state * sizes.1 + name] +=
            f64::from(facts.states[state].people) * f64::from(place.people) / in_state[state];
    }
    let exact = cramers_v(sizes, &table);
    assert!((exact - DECLARED).abs() < 0.0005, "{exact:.4} by the model");
    for seed in SEEDS {
        let rows = drawn(seed);
        let pairs = rows.iter().map(|row| pair(&facts.places[row.place as usize]));
        let observed = cramers_v(sizes, &table_of_pairs(sizes, pairs));
        assert!((observed - DECLARED).abs() < 0.01, "seed {seed}: {observed:.4}");
    }
}
