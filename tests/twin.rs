//! The slow, obvious twin of the encoder: every row written field by field with `format!` and a
//! CSV library must equal what the kernel wrote.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use common::{customers, defaults, rows_of};
use segmint::customers::v1::vocabulary::{
    CITY_PREFIXES, CITY_SUFFIXES, DISTRICT, EMPLOYMENTS, FIRST_NAMES, LAST_NAMES, STATES,
};
use segmint::customers::v1::{City, Customer, RowGenerator};
use segmint::plan::Rows;
use segmint::recipe::{EmailDomains, Parameters, Recipe, Segment, Span};

fn fields(customer: &Customer, recipe: &Recipe) -> [String; 13] {
    let parameters = recipe.parameters();
    let first = FIRST_NAMES[customer.name.first as usize];
    let last = LAST_NAMES[customer.name.last as usize];
    let again = match customer.name.again {
        0 => String::new(),
        again => again.to_string(),
    };
    let mailbox = |name: &str| {
        name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect::<String>()
    };
    let domain = parameters.domains.domains()[customer.name.domain as usize];
    let segment = Segment::ALL[customer.standing.segment];
    let decline = match (segment, customer.standing.gradual) {
        (Segment::Declining, true) => "gradual",
        (Segment::Declining, false) => "sudden",
        _ => "",
    };
    [
        format!("CUST{:08}", customer.number),
        first.to_owned(),
        last.to_owned(),
        format!("{}.{}{again}@{domain}", mailbox(first), mailbox(last)),
        customer.age.to_string(),
        STATES.get(customer.state as usize).unwrap_or(&DISTRICT).to_string(),
        city(customer.city),
        EMPLOYMENTS[customer.employment as usize].to_owned(),
        if customer.standing.premium { "Premium" } else { "Standard" }.to_owned(),
        customer.credit_limit.to_string(),
        recipe.account_window().0.plus_days(customer.opened).to_string(),
        segment.name().to_owned(),
        decline.to_owned(),
    ]
}

fn city(City { prefix, name, suffix }: City) -> String {
    let prefix = CITY_PREFIXES.get(prefix as usize).map(|prefix| format!("{prefix} "));
    let name = match name.checked_sub(City::LAST_NAMES) {
        Some(last) => LAST_NAMES[last as usize],
        None => FIRST_NAMES[name as usize],
    };
    let suffix = CITY_SUFFIXES.get(suffix as usize).unwrap_or(&"");
    format!("{}{name}{suffix}", prefix.unwrap_or_default())
}

fn twin(recipe: &Recipe, rows: Rows) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for block in rows.blocks() {
        RowGenerator::new(recipe).block(block, |customer| {
            if (rows.first..=rows.last).contains(&u64::from(customer.number)) {
                writer.write_record(fields(customer, recipe)).unwrap();
            }
        });
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn the_kernel_equals_its_twin() {
    let wide = Recipe::new(Parameters {
        count: 20_000,
        premium: [1000, 500, 250, 125, 1],
        age: Span::new(18, 120),
        credit_limit: Span::new(0, 1_000_000_000),
        credit_limit_step: 1,
        opened: Span::new(0, 100),
        domains: EmailDomains::Example,
        ..defaults()
    })
    .unwrap();
    for recipe in [customers(20_000, 42), customers(3_456, 7), wide] {
        let rows = Rows::all(&recipe);
        assert_eq!(rows_of(&recipe, rows, 3), twin(&recipe, rows));
    }
}

#[test]
fn it_does_so_where_addresses_carry_numbers() {
    let recipe = customers(99_999_999, 42);
    for first in [4_275_000, 50_000_000, 99_998_500] {
        let rows = Rows { first, last: first + 1_499 };
        let text = rows_of(&recipe, rows, 1);
        assert_eq!(text, twin(&recipe, rows));
        let number = rows.last / 4_275_954 + 1;
        assert!(text.contains(&format!("{number}@")), "no number {number} in {text}");
    }
}

#[test]
fn every_fixed_credit_limit_and_age_is_written_as_it_is() {
    for limit in [0, 7, 10, 99_999_999, 100_000_000, 1_000_000_000] {
        for age in [18, 99, 100, 120] {
            let recipe = Recipe::new(Parameters {
                count: 10,
                credit_limit: Span::new(limit, limit),
                age: Span::new(age, age),
                ..defaults()
            })
            .unwrap();
            let rows = Rows::all(&recipe);
            assert_eq!(rows_of(&recipe, rows, 1), twin(&recipe, rows));
        }
    }
}
