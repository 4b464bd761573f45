//! Would a bad kernel be caught? Chi-square tests of every uniform column, of the independence of
//! columns, of neighbouring rows and of order, on fixed seeds, so that they never flake.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use common::chance::{assert_independent, assert_uniform};
use common::customers;
use segmint::customers::v1::{City, Customer, RowGenerator};
use segmint::plan::{BLOCK_ROWS, Rows};

const ROWS: u32 = 300_000;
const SEEDS: [u64; 4] = [0, 1, 42, 0x8000_0000_0000_0000];

/// A column as a number below its number of values.
struct Column {
    name: &'static str,
    values: usize,
    of: fn(&Customer) -> usize,
}

/// How many of the columns are drawn, uniformly over their values.
const DRAWN: usize = 9;

const COLUMNS: [Column; 10] = [
    Column { name: "first name", values: 3007, of: |row| row.name.first as usize },
    Column { name: "last name", values: 474, of: |row| row.name.last as usize },
    Column { name: "domain", values: 3, of: |row| row.name.domain as usize },
    Column { name: "age", values: 54, of: |row| row.age as usize - 22 },
    Column { name: "state", values: 51, of: |row| row.state as usize },
    Column { name: "city shape", values: 4, of: city_shape },
    Column { name: "employment", values: 4, of: |row| row.employment as usize },
    Column {
        name: "credit limit",
        values: 46,
        of: |row| (row.credit_limit as usize - 5000) / 1000,
    },
    Column { name: "account day", values: 1096, of: |row| row.opened as usize },
    // Where in its block the row stands: not drawn, but nothing may depend on it.
    Column { name: "fortieth", values: 40, of: |row| (row.number as usize - 1) % 1000 / 25 },
];

fn city_shape(row: &Customer) -> usize {
    let City { prefix, name, suffix } = row.city;
    match (prefix == City::NO_PREFIX, suffix == City::NO_SUFFIX, name >= City::LAST_NAMES) {
        (false, false, false) => 0,
        (false, true, false) => 1,
        (true, false, false) => 2,
        (true, false, true) => 3,
        _ => panic!("no city has the form of {:?}", row.city),
    }
}

fn drawn(seed: u64) -> Vec<Customer> {
    let recipe = customers(ROWS, seed);
    let generator = RowGenerator::new(&recipe);
    let mut rows = Vec::new();
    for block in Rows::all(&recipe).blocks() {
        generator.block(block, |customer| rows.push(*customer));
    }
    rows
}

/// So many classes that the table of pairs has enough rows in each cell.
fn class(column: &Column, value: usize, classes: usize) -> usize {
    value * classes / column.values
}

fn classes(column: &Column) -> usize {
    column.values.min(40)
}

#[test]
fn every_column_is_uniform() {
    for seed in SEEDS {
        let rows = drawn(seed);
        for column in &COLUMNS[..DRAWN] {
            assert_uniform(column.name, seed, column.values, rows.iter().map(column.of));
        }
    }
}

#[test]
fn cities_use_every_word_alike() {
    for seed in SEEDS {
        let rows = drawn(seed);
        let cities = || rows.iter().map(|row| row.city);
        let prefixes = cities().map(|city| city.prefix).filter(|&at| at != City::NO_PREFIX);
        assert_uniform("city prefix", seed, 7, prefixes.map(|at| at as usize));
        let suffixes = cities().map(|city| city.suffix).filter(|&at| at != City::NO_SUFFIX);
        assert_uniform("city suffix", seed, 19, suffixes.map(|at| at as usize));
        let first = cities().map(|city| city.name).filter(|&at| at < City::LAST_NAMES);
        assert_uniform("city first name", seed, 3007, first.map(|at| at as usize));
        let last = cities().filter_map(|city| city.name.checked_sub(City::LAST_NAMES));
        assert_uniform("city last name", seed, 474, last.map(|at| at as usize));
    }
}

#[test]
fn columns_are_independent_of_each_other() {
    for seed in SEEDS {
        let rows = drawn(seed);
        for (at, a) in COLUMNS.iter().enumerate() {
            for b in &COLUMNS[at + 1..] {
                let sizes = (classes(a), classes(b));
                let pairs = rows
                    .iter()
                    .map(|row| (class(a, (a.of)(row), sizes.0), class(b, (b.of)(row), sizes.1)));
                let what = format!("{} against {}", a.name, b.name);
                assert_independent(&what, seed, sizes, pairs);
            }
        }
    }
}

#[test]
fn rows_are_independent_of_rows_before_them() {
    // Neighbours, the same place in the next block, and the distances at which the halves of the
    // name permutation repeat.
    for distance in [1, 2, 1000, 1422, 3007] {
        for seed in SEEDS {
            let rows = drawn(seed);
            for column in &COLUMNS[..DRAWN] {
                let size = classes(column);
                let of = |row: &Customer| class(column, (column.of)(row), size);
                let pairs = rows.iter().zip(&rows[distance..]).map(|(a, b)| (of(a), of(b)));
                let what = format!("{} and {distance} rows on", column.name);
                assert_independent(&what, seed, (size, size), pairs);
            }
        }
    }
}

#[test]
fn neighbouring_seeds_have_nothing_in_common() {
    for (a, b) in [(0, 1), (1, 2), (41, 42), (42, 42 + (1 << 32))] {
        let (left, right) = (drawn(a), drawn(b));
        for column in &COLUMNS[..DRAWN] {
            let size = classes(column);
            let of = |row: &Customer| class(column, (column.of)(row), size);
            let pairs = left.iter().zip(&right).map(|(a, b)| (of(a), of(b)));
            assert_independent(&format!("{} and seed {b}", column.name), a, (size, size), pairs);
        }
    }
}

/// Segments have exact quotas, so their counts are no question of chance; where in a block they
/// stand is.
#[test]
fn the_order_within_blocks_is_by_chance() {
    for seed in SEEDS {
        let rows = drawn(seed);
        let places = |row: &Customer| ((row.number - 1) % BLOCK_ROWS) as usize;
        let pairs = rows.iter().map(|row| (places(row) / 25, row.standing.segment));
        assert_independent("place against segment", seed, (40, 5), pairs);
        let premium = rows.iter().filter(|row| row.standing.premium).map(places);
        assert_uniform("place of Premium cards", seed, 40, premium.map(|place| place / 25));
        let declining = || rows.iter().filter(|row| row.standing.segment == 3);
        let gradual = declining().filter(|row| row.standing.gradual).map(places);
        assert_uniform("place of gradual decline", seed, 40, gradual.map(|place| place / 25));
        for column in &COLUMNS[..DRAWN] {
            let size = classes(column);
            let pairs = rows
                .iter()
                .map(|row| (class(column, (column.of)(row), size), row.standing.segment));
            let what = format!("{} against segment", column.name);
            assert_independent(&what, seed, (size, 5), pairs);
        }
    }
}

/// The tests above must be able to fail.
#[test]
#[should_panic(expected = "standard deviations off")]
fn a_generator_with_a_memory_is_caught() {
    let mut state = 1_u32;
    let values = (0..ROWS).map(|_| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        (state >> 3) as usize % 40
    });
    let values: Vec<usize> = values.collect();
    let pairs = values.iter().zip(&values[1000..]).map(|(a, b)| (*a, *b));
    assert_independent("low bits of a linear generator", 1, (40, 40), pairs);
}

#[test]
#[should_panic(expected = "standard deviations off")]
fn a_bias_of_one_in_a_hundred_is_caught() {
    let rows = drawn(42);
    let skewed =
        rows.iter().map(|row| if row.number % 100 == 0 { 0 } else { row.age as usize - 22 });
    assert_uniform("age with a bias", 42, 54, skewed);
}
