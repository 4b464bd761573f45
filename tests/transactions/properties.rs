//! What holds of every recipe: order, ids, windows, sums, counts, ranges, prefixes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use segmint::plan::Rows;
use segmint::recipe::{
    PERIOD_DAYS, Parameters, Recipe, RecipeVersion, Segment, Shares, Span, Spending,
};
use segmint::transactions::{RowGenerator, declared};

use super::{Customer, Row, as_of, csv, customers, parameters, recipe, rows, spending};

fn span(from: u32, to: u32) -> impl Strategy<Value = Span> {
    (from..=to, from..=to).prop_map(|(a, b)| Span::new(a.min(b), a.max(b)))
}

prop_compose! {
    /// Any way of spending that leaves every payment a dollar.
    fn any_spending()(
        months in 1..=60_u32,
        payments in prop::array::uniform5(prop_oneof![span(1, 3), span(1, 166)]),
        dollars in prop::array::uniform5(prop_oneof![span(500, 2_000), span(500, 1_000_000)]),
        declined in 0..=1000_u16,
        gradual in prop::collection::vec(400..=1000_u16, 1..=12),
        sudden in prop::collection::vec(400..=1000_u16, 1..=12),
        growth in 0..=1000_u16,
        overlap in 0..=1000_u16,
    ) -> Spending {
        Spending {
            months, payments, dollars, declined, growth, overlap,
            gradual_decline: Shares::new(&gradual), sudden_decline: Shares::new(&sudden),
        }
    }
}

prop_compose! {
    pub(super) fn any_recipe()(
        spending in any_spending(), count in 1..30_u32, seed: u64,
        opened in span(0, 3), new_account_age in span(1, 365), age in span(18, 60),
    ) -> Recipe {
        let defaults = parameters(count, seed);
        recipe(Parameters { spending, opened, new_account_age, age, ..defaults })
    }
}

/// The period of a row, counted back from the last, and the day in it.
fn period(row: &Row) -> (u32, u32) {
    let ago = as_of().unix_days().abs_diff(row.date.unix_days());
    ((ago - 1) / PERIOD_DAYS, PERIOD_DAYS - 1 - (ago - 1) % PERIOD_DAYS)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn rows_keep_the_contract(recipe in any_recipe()) {
        let spending = recipe.parameters().spending;
        let first = as_of().minus_days(spending.months * PERIOD_DAYS);
        let rows = rows(&recipe);
        for (number, customer) in &customers(&recipe) {
            let rows = rows.get(number).map_or(&[][..], |rows| rows);
            prop_assert_eq!(rows.is_empty(), customer.opened >= as_of());
            for (row, count) in rows.iter().zip(1..) {
                prop_assert_eq!(&row.id, &format!("TXN{number:08}{count:04}"));
                prop_assert!(row.date >= first && row.date < as_of() && row.date >= customer.opened);
                prop_assert!(row.cents >= 100);
            }
            prop_assert!(rows.is_sorted_by_key(|row| row.date));
            periods_keep_their_ranges(&spending, *customer, rows)?;
        }
    }

    #[test]
    fn ranges_make_the_whole(recipe in any_recipe(), cut in 1..29_u64) {
        let all = Rows::all(&recipe);
        let cut = cut.min(all.last);
        let first = csv(&recipe, Rows { first: 1, last: cut });
        let rest = if cut < all.last {
            csv(&recipe, Rows { first: cut + 1, last: all.last })
        } else {
            String::new()
        };
        prop_assert_eq!(first + &rest, csv(&recipe, all));
    }

    #[test]
    fn counts_depend_on_payments_alone(recipe in any_recipe(), growth in 0..=1000_u16) {
        let parameters = recipe.parameters().clone();
        let other = Spending { growth, overlap: 0, declined: 0, ..parameters.spending };
        let other = super::recipe(Parameters { spending: other, ..parameters });
        let counts = |recipe| -> BTreeMap<u32, usize> {
            rows(recipe).into_iter().map(|(number, rows)| (number, rows.len())).collect()
        };
        prop_assert_eq!(counts(&recipe), counts(&other));
    }
}

/// Dollars and payments of each period are within those of the segment, or of it and another.
fn periods_keep_their_ranges(
    spending: &Spending,
    customer: Customer,
    rows: &[Row],
) -> Result<(), TestCaseError> {
    let mut of_period: BTreeMap<u32, (u32, u64)> = BTreeMap::new();
    for row in rows {
        let (count, cents) = of_period.entry(period(row).0).or_default();
        *count += 1;
        *cents += row.cents;
    }
    let segment = customer.segment as usize;
    let age = as_of().unix_days().abs_diff(customer.opened.unix_days());
    for (before_last, (count, cents)) in of_period {
        let open = PERIOD_DAYS.min(age - before_last * PERIOD_DAYS);
        let payments = spending.payments[segment];
        let of_open_days = |payments: u32| (payments * open / PERIOD_DAYS).max(1);
        prop_assert!((of_open_days(payments.min)..=of_open_days(payments.max)).contains(&count));
        // A period's cents are rounded down three times, and every payment has a dollar.
        let (least, greatest) = dollars(spending, customer, before_last);
        let of_open_days = 100.0 * f64::from(open) / f64::from(PERIOD_DAYS);
        prop_assert!(cents as f64 >= least * of_open_days * 0.94 - 3.0, "{} {}", cents, least);
        let dollar_each = f64::from(count) * 100.0;
        let most = (greatest * of_open_days * 1.06).max(dollar_each);
        prop_assert!(cents as f64 <= most, "{} {}", cents, most);
    }
    Ok(())
}

/// The least and the greatest dollars of a full period.
fn dollars(spending: &Spending, customer: Customer, before_last: u32) -> (f64, f64) {
    let shaped = |segment: Segment| {
        let range = spending.dollars[segment as usize];
        let shape = match segment {
            Segment::Declining if customer.gradual => spending.gradual_decline,
            Segment::Declining => spending.sudden_decline,
            _ => Shares::new(&[]),
        };
        let mut factor = f64::from(shape.before_last(before_last)) / 1000.0;
        if segment == Segment::NewAndGrowing {
            let age = as_of().unix_days().abs_diff(customer.opened.unix_days());
            let first = if customer.segment == segment { (age - 1) / PERIOD_DAYS } else { 5 };
            let grown = first.saturating_sub(before_last).cast_signed();
            factor = (1.0 + f64::from(spending.growth) / 1000.0).powi(grown);
        }
        (f64::from(range.min) * factor, f64::from(range.max) * factor)
    };
    let own = shaped(customer.segment);
    if spending.overlap == 0 {
        return own;
    }
    Segment::ALL.into_iter().map(shaped).fold(own, |a, b| (a.0.min(b.0), a.1.max(b.1)))
}

#[test]
fn more_customers_keep_the_rows_of_fewer() {
    let [few, many] = [2_500, 4_001].map(|count| recipe(parameters(count, 7)));
    let rows = Rows { first: 1, last: 2_000 };
    assert_eq!(csv(&few, rows), csv(&many, rows));
}

#[test]
fn declined_is_an_exact_share_of_every_block() {
    for declined in [0, 1, 30, 333, 999, 1000] {
        let recipe = spending(1_000, Spending { declined, months: 2, ..Spending::DEFAULT });
        let rows: Vec<Row> = rows(&recipe).into_values().flatten().collect();
        let found = rows.iter().filter(|row| row.declined).count() as u64;
        let exact = rows.len() as u64 * u64::from(declined) / 1000;
        assert!(found.abs_diff(exact) <= 1, "{found} of {exact}");
    }
}

#[test]
fn the_number_of_rows_is_told_before() {
    for (count, months, seed) in [(999, 18, 42), (40_000, 3, 1), (40_000, 3, 2)] {
        let recipe = recipe(Parameters {
            spending: Spending { months, ..Spending::DEFAULT },
            ..parameters(count, seed)
        });
        let generator = RowGenerator::new(&recipe).unwrap();
        let mut csv = Vec::new();
        let blocks = Rows::all(&recipe).partitions(segmint::plan::PartitionSize::Blocks(1));
        let rows: u64 = blocks.map(|block| generator.write(block, &mut csv)).sum();
        let told = generator.estimate();
        assert!(told.abs_diff(rows) * 100 <= rows, "{told} of {rows}");
    }
}

#[test]
fn version_1_has_no_transactions() {
    let recipe = recipe(Parameters::defaults(RecipeVersion::V1, as_of()));
    let error = RowGenerator::new(&recipe).unwrap_err();
    assert_eq!((error.since, error.version), (RecipeVersion::V2, RecipeVersion::V1));
    assert_eq!(
        error.to_string(),
        "transactions need recipe version 2, this is a recipe of version 1"
    );
}

/// The shares of dollars of each segment are those that are declared, and every category is met.
#[test]
fn dollars_go_where_the_segment_says() {
    let recipe = recipe(parameters(1_000, 42));
    let (customers, rows) = (customers(&recipe), rows(&recipe));
    let mut merchants: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (number, rows) in &rows {
        let segment = customers[number].segment as usize;
        let part = declared::PART_CATEGORIES[declared::OWN_PART[segment]];
        let part: Vec<&str> = part.iter().map(|&of| declared::CATEGORY_NAMES[of]).collect();
        let cents = |rows: &mut dyn Iterator<Item = &Row>| rows.map(|row| row.cents).sum::<u64>();
        let share =
            cents(&mut rows.iter().filter(|row| row.is_of(&part))) * 1000 / cents(&mut rows.iter());
        let range = declared::OWN_SHARE[segment];
        assert!(
            (u64::from(range.min) - 10..=u64::from(range.max) + 10).contains(&share),
            "{share}"
        );
        for row in rows {
            merchants.entry(&row.category).or_default().insert(&row.merchant);
        }
    }
    assert_eq!(rows.len(), 1_000);
    assert_eq!(merchants.len(), declared::CATEGORIES);
    let of_one: usize = merchants.values().map(BTreeSet::len).sum();
    assert_eq!(merchants.values().flatten().collect::<BTreeSet<_>>().len(), of_one);
}

/// Channels are those that a category has.
#[test]
fn channels_fit_their_category() {
    let recipe = recipe(parameters(200, 42));
    for row in rows(&recipe).values().flatten() {
        let category =
            declared::CATEGORY_NAMES.iter().position(|name| *name == row.category).unwrap();
        let (online, store) = declared::CHANNELS[category];
        let possible = match &*row.channel {
            "Online" => online > 0,
            "In-Store" => store > 0,
            "Mobile" => online + store < 100,
            other => panic!("{other}"),
        };
        assert!(possible, "{row:?}");
    }
}
