//! The slow twin: transactions made in the most obvious way, from the tables that are declared, which the fast ones
//! must equal byte for byte.

use std::fmt::Write;

use proptest::prelude::*;
use segmint::draw::{Alias, Indexed, Purpose, Stream};
use segmint::facts::Facts;
use segmint::plan::Rows;
use segmint::recipe::{PERIOD_DAYS, Recipe, SEGMENTS, Segment};
use segmint::transactions::declared::{
    CATEGORY_AMOUNTS, CATEGORY_NAMES, CATEGORY_WEIGHTS, CHANNEL_NAMES, CHANNELS, GROWTH_PERIODS,
    MERCHANT_KINDS, MERCHANT_WORDS, MERCHANTS, MONTHS, OWN_PART, OWN_SHARE, PART_AMOUNTS,
    PART_CATEGORIES, SECOND_PART, UTILITIES, WEEKDAYS,
};

use super::properties::any_recipe;
use super::{Customer, csv, customers, parameters, recipe};

/// A payment before it is written.
struct Payment {
    category: usize,
    rank: usize,
    day: u32,
    weight: u64,
    channel: usize,
    cents: u64,
}

/// All transactions of a recipe, of which every block's are counted from its first customer.
fn obvious(recipe: &Recipe) -> String {
    let mut csv = String::new();
    let mut row_of_block = 0;
    let mut members = [0_u64; SEGMENTS];
    for (number, customer) in customers(recipe) {
        if number % 1000 == 1 {
            row_of_block = 0;
        }
        let member = &mut members[customer.segment as usize];
        let overlap = u64::from(recipe.parameters().spending.overlap);
        let blended = (*member + 1) * overlap / 1000 > *member * overlap / 1000;
        *member += 1;
        customer_rows(recipe, number, customer, blended, &mut row_of_block, &mut csv);
    }
    csv
}

fn popularity() -> Alias {
    Alias::new(&(0..MERCHANTS as u64).map(|rank| 1_000_000 / (rank + 2)).collect::<Vec<_>>())
}

#[allow(clippy::too_many_lines, reason = "one way from top to bottom, as the contract goes")]
fn customer_rows(
    recipe: &Recipe,
    number: u32,
    customer: Customer,
    blended: bool,
    row_of_block: &mut u64,
    csv: &mut String,
) {
    let parameters = recipe.parameters();
    let spending = parameters.spending;
    let months = spending.months;
    let segment = customer.segment as usize;
    let first = parameters.as_of.minus_days(months * PERIOD_DAYS);
    let mut words = Stream::new(2, parameters.seed, Purpose::Transactions, number);

    // How many payments.
    let range = spending.payments[segment];
    let own = range.min + words.word().take(range.max - range.min + 1);
    let mut full = Vec::new();
    let mut word = words.word();
    for period in 0..months {
        if period > 0 && period % 12 == 0 {
            word = words.word();
        }
        full.push(
            (i64::from(own) + i64::from(word.take(5)) - 2)
                .clamp(range.min.into(), range.max.into()),
        );
    }

    // What is drawn of the customer.
    let mut word = words.word();
    let (level, share) = (u64::from(word.take(1 << 20)), word.take(1000));
    let mut word = words.word();
    let bills = [word.take(PERIOD_DAYS), word.take(PERIOD_DAYS)];
    let other = word.take(4) as usize;
    let other = (0..SEGMENTS).filter(|&kind| kind != segment).nth(other).unwrap();
    let favorites: Vec<[usize; 3]> = CATEGORY_NAMES
        .iter()
        .map(|_| {
            let ((one, two), (three, _)) = (words.word().halves(), words.word().halves());
            [one, two, three].map(|half| popularity().pick(half) as usize)
        })
        .collect();

    // How many dollars.
    let cents = |kind: usize, before_last: u32| {
        let range = spending.dollars[kind];
        let width = u64::from(range.max - range.min) * 100;
        let level = u64::from(range.min) * 100 + width * level / ((1 << 20) - 1);
        let shares =
            if customer.gradual { spending.gradual_decline } else { spending.sudden_decline };
        match Segment::ALL[kind] {
            Segment::Declining => level * u64::from(shares.before_last(before_last)) / 1000,
            Segment::NewAndGrowing => {
                let age = parameters.as_of.unix_days() - customer.opened.unix_days();
                let begin = match u32::try_from(age) {
                    Ok(age @ 1..) if kind == segment => (age - 1) / PERIOD_DAYS,
                    _ => GROWTH_PERIODS,
                };
                let mut factor = 1_u64 << 20;
                for _ in before_last..begin {
                    factor = factor * u64::from(1000 + spending.growth) / 1000;
                }
                (level * factor) >> 20
            }
            _ => level,
        }
    };
    let mut of_periods = Vec::new();
    let mut word = words.word();
    for period in 0..months {
        if period > 0 && period % 6 == 0 {
            word = words.word();
        }
        let noise = 940 + u64::from(word.take(121));
        let before_last = months - 1 - period;
        let mut dollars = cents(segment, before_last);
        if blended {
            dollars = u64::midpoint(dollars, cents(other, before_last));
        }
        let begin = first.plus_days(period * PERIOD_DAYS);
        let closed = (customer.opened.unix_days() - begin.unix_days()).clamp(0, 30).unsigned_abs();
        let open = PERIOD_DAYS - closed;
        let payments = match full[period as usize].unsigned_abs() * u64::from(open) / 30 {
            0 if open > 0 => 1,
            payments => payments,
        };
        let dollars = dollars * noise / 1000 * u64::from(open) / 30;
        of_periods.push((payments, open, dollars.max(payments * 100)));
    }

    // The three parts.
    let parts = |kind: usize| {
        let range = OWN_SHARE[kind];
        let own = range.min + (range.max - range.min) * share / 999;
        let (second, of_rest) = SECOND_PART[kind];
        let mut parts = [0; 3];
        parts[OWN_PART[kind]] = own;
        parts[second] = (1000 - own) * of_rest / 1000;
        parts[2] = 1000 - parts[0] - parts[1];
        parts
    };
    let mut shares = parts(segment);
    if blended {
        let theirs = parts(other);
        shares = [0, 1, 2].map(|part| u32::midpoint(shares[part], theirs[part]));
        shares[2] = 1000 - shares[0] - shares[1];
    }

    let mut count = 0;
    for (period, (payments, open, cents)) in (0..).zip(of_periods) {
        let begin = first.plus_days(period * PERIOD_DAYS);
        let mut made: Vec<Payment> = Vec::new();
        let counts = counts(payments, OWN_PART[segment], shares);
        let (mut cents_left, mut payments_left) = (cents, payments);
        for part in 0..3 {
            let of_part = counts[part];
            if of_part == 0 {
                continue;
            }
            payments_left -= of_part;
            let asked = cents * u64::from(shares[part]) / 1000;
            let of_part_cents = if payments_left == 0 {
                cents_left
            } else {
                asked.max(of_part * 100).min(cents_left - payments_left * 100)
            };
            cents_left -= of_part_cents;
            let bill = if part == 1 {
                [0, 0, 1, 1].get(of_part as usize).copied().unwrap_or(2)
            } else {
                0
            };
            let mut drawn: Vec<Payment> = (0..of_part)
                .map(|at| {
                    let (category, rank, day, mut amount);
                    if at < bill {
                        category = UTILITIES;
                        rank = favorites[UTILITIES][at as usize];
                        day = 30 - open + bills[at as usize] % open;
                        amount = words.word().halves().1;
                    } else {
                        let (of_day, of_category) = words.word().halves();
                        let (mut of_merchant, of_amount) = words.word().halves();
                        day = day_of(begin, open, of_day);
                        let weights = PART_CATEGORIES[part].iter().map(|&of| CATEGORY_WEIGHTS[of]);
                        let pick = Alias::new(&weights.collect::<Vec<_>>()).pick(of_category);
                        category = PART_CATEGORIES[part][pick as usize];
                        rank = match of_merchant.take(8) {
                            0..=2 => favorites[category][0],
                            3..=4 => favorites[category][1],
                            5 => favorites[category][2],
                            _ => popularity().pick(of_merchant) as usize,
                        };
                        amount = of_amount;
                    }
                    let spread = Facts::get().spread[amount.take(1024) as usize] >> 10;
                    let weight = u64::from(CATEGORY_AMOUNTS[category] * spread);
                    let (online, store) = CHANNELS[category];
                    let channel = match amount.take(100) {
                        hundredth if hundredth < online => 0,
                        hundredth if hundredth < online + store => 1,
                        _ => 2,
                    };
                    Payment { category, rank, day, weight, channel, cents: 0 }
                })
                .collect();
            let rest = of_part_cents - of_part * 100;
            let weights: u64 = drawn.iter().map(|payment| payment.weight).sum();
            let mut sum = 0;
            let mut given = 0;
            let last = drawn.len() - 1;
            for (at, payment) in drawn.iter_mut().enumerate() {
                sum += payment.weight;
                let a_weight = (rest << 20) / weights;
                let up_to = if at == last { rest } else { (sum * a_weight) >> 20 };
                payment.cents = 100 + up_to - given;
                given = up_to;
            }
            made.extend(drawn);
        }
        made.sort_by_key(|payment| payment.day);
        for payment in made {
            count += 1;
            let date = begin.plus_days(payment.day);
            let word = MERCHANT_WORDS[(payment.rank + payment.category * 7) % MERCHANTS];
            let kind = MERCHANT_KINDS[payment.category][payment.rank % 3];
            let status =
                if is_declined(recipe, number, *row_of_block) { "declined" } else { "approved" };
            *row_of_block += 1;
            writeln!(
                csv,
                "TXN{number:08}{count:04},CUST{number:08},{date},{}.{:02},{word} {kind},{},{},{status}",
                payment.cents / 100,
                payment.cents % 100,
                CATEGORY_NAMES[payment.category],
                CHANNEL_NAMES[payment.channel],
            )
            .unwrap();
        }
    }
}

fn counts(payments: u64, own: usize, shares: [u32; 3]) -> [u64; 3] {
    let mut counts = [0; 3];
    match payments {
        0 => {}
        1 => counts[own] = 1,
        2 => {
            counts[own] = 1;
            counts[2] = 1;
        }
        _ => {
            let weight = [0, 1, 2].map(|part| u64::from(shares[part] * 65 / PART_AMOUNTS[part]));
            let all: u64 = weight.iter().sum();
            counts[0] = (payments * weight[0] / all).clamp(1, payments - 2);
            counts[1] = (payments * weight[1] / all).clamp(1, payments - counts[0] - 1);
            counts[2] = payments - counts[0] - counts[1];
        }
    }
    counts
}

/// A day of the period, by the weights of its open days.
fn day_of(begin: segmint::date::Date, open: u32, mut half: segmint::draw::Half) -> u32 {
    let weight = |day: u32| {
        let date = begin.plus_days(day);
        let weekday = (date.unix_days() + 3).rem_euclid(7).unsigned_abs() as usize;
        WEEKDAYS[weekday] * MONTHS[usize::from(date.civil().1) - 1]
    };
    if open == PERIOD_DAYS {
        let weights: Vec<u64> = (0..PERIOD_DAYS).map(|day| weight(day).into()).collect();
        return Alias::new(&weights).pick(half);
    }
    let days = PERIOD_DAYS - open..PERIOD_DAYS;
    let mut pick = half.take(days.clone().map(weight).sum());
    for day in days {
        if pick < weight(day) {
            return day;
        }
        pick -= weight(day);
    }
    unreachable!("a pick is below the sum of all weights")
}

/// Of the rows in which the running floor of the share is the same, one is declined.
fn is_declined(recipe: &Recipe, number: u32, row: u64) -> bool {
    let share = u64::from(recipe.parameters().spending.declined);
    if share == 0 {
        return false;
    }
    let stretch = row * share / 1000;
    let rows: Vec<u64> = (row.saturating_sub(1000)..=row + 1000)
        .filter(|row| row * share / 1000 == stretch)
        .collect();
    let block = (number - 1) / 1000;
    let place = Indexed::new(2, recipe.parameters().seed, Purpose::Declined, block)
        .word(stretch)
        .take(rows.len() as u32);
    rows[place as usize] == row
}

/// The first lines that are not those of the twin.
fn difference(recipe: &Recipe) -> Option<(String, String)> {
    let (fast, slow) = (csv(recipe, Rows::all(recipe)), obvious(recipe));
    let end = "the end".to_owned();
    let lines = |csv: &str| csv.lines().map(str::to_owned).chain([end.clone()]).collect::<Vec<_>>();
    lines(&fast).into_iter().zip(lines(&slow)).find(|(fast, slow)| fast != slow)
}

#[test]
fn the_defaults_are_those_of_the_twin() {
    assert_eq!(difference(&recipe(parameters(120, 42))), None);
}

#[test]
fn a_second_block_is_that_of_the_twin() {
    let defaults = parameters(1_010, 7);
    let spending = segmint::recipe::Spending { months: 2, overlap: 333, ..defaults.spending };
    let recipe = recipe(segmint::recipe::Parameters { spending, ..defaults });
    assert_eq!(difference(&recipe), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_recipe_is_that_of_the_twin(recipe in any_recipe()) {
        prop_assert_eq!(difference(&recipe), None);
    }
}
