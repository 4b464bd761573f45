//! The reference's five rules give the segments back.

use segmint::recipe::{Recipe, Segment, Spending};

use super::{NECESSITIES, Row, TRAVEL, as_of, customers, rows, spending};

/// The segment of someone with these transactions, by the rules in their order.
fn found(rows: &[Row]) -> Segment {
    let dollars = |rows: &mut dyn Iterator<Item = &Row>| {
        rows.map(|row| row.cents).sum::<u64>() as f64 / 100.0
    };
    let between = |from: u32, to: u32| {
        let window = as_of().minus_days(from)..as_of().minus_days(to);
        dollars(&mut rows.iter().filter(|row| window.contains(&row.date)))
    };
    let (last, prior) = (between(90, 0), between(180, 90));
    let share = |categories: &[&str]| {
        let of = dollars(&mut rows.iter().filter(|row| row.is_of(categories)));
        of / dollars(&mut rows.iter())
    };
    let change = if prior > 0.0 { (last - prior) / prior } else { 0.0 };
    let (year, month, _) = as_of().civil();
    let (first_year, first_month, _) = rows[0].date.civil();
    let months = (i32::from(year) * 12 + i32::from(month))
        - (i32::from(first_year) * 12 + i32::from(first_month));
    if last / 3.0 >= 5_000.0 && share(&TRAVEL) >= 0.25 {
        Segment::HighValueTravelers
    } else if prior >= 2_000.0 && change <= -0.3 {
        Segment::Declining
    } else if months <= 6 && prior > 0.0 && change >= 0.5 {
        Segment::NewAndGrowing
    } else if last / 3.0 < 1_500.0 && share(&NECESSITIES) >= 0.6 {
        Segment::BudgetConscious
    } else {
        Segment::StableMidSpenders
    }
}

/// Of how many customers, per mille, the segment is found.
fn found_again(recipe: &Recipe) -> u64 {
    let (customers, rows) = (customers(recipe), rows(recipe));
    let again = customers.iter().filter(|(number, customer)| {
        rows.get(number).is_some_and(|rows| found(rows) == customer.segment)
    });
    again.count() as u64 * 1000 / customers.len() as u64
}

#[test]
fn the_segments_are_found_again() {
    for seed in [1, 42, 20_261_123] {
        let recipe = super::recipe(super::parameters(4_000, seed));
        let found = found_again(&recipe);
        assert!(found >= 995, "{found} per mille with seed {seed}");
    }
}

#[test]
fn overlap_blends_the_segments() {
    let found = |overlap| found_again(&spending(2_000, Spending { overlap, ..Spending::DEFAULT }));
    let [none, half, all] = [0, 500, 1000].map(found);
    println!("found again, per mille: {none} without overlap, {half} at 50 %, {all} at 100 %");
    assert!(none > half + 100 && half > all + 100, "{none}, {half}, {all}");
}
