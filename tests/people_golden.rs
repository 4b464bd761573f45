//! The promise of stable bytes for recipe version 2, the same natively and as WebAssembly in a
//! browser. Frozen by the first release that carries it; until then a digest moves on purpose only.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use segmint::customers::dirt::AnswerKey;
use segmint::customers::{Generator, HEADER};
use segmint::fingerprint::Hasher;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{
    Amount, Dirt, EmailDomains, FaultKind, Parameters, Recipe, RecipeVersion, SEGMENTS, Shares,
    Span, Spending,
};
use segmint::table::Generate;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

fn defaults() -> Parameters {
    Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap())
}

/// Another way of spending, which changes no customer.
fn spending() -> Spending {
    Spending {
        months: 60,
        payments: [Span::new(1, 166); SEGMENTS],
        dollars: [Span::new(2_000, 1_000_000); SEGMENTS],
        declined: 1,
        gradual_decline: Shares::new(&[1000, 100]),
        sudden_decline: Shares::new(&[100]),
        growth: 1000,
        overlap: 1000,
    }
}

/// Every parameter away from its default.
fn nothing_as_usual() -> Parameters {
    Parameters {
        version: RecipeVersion::V2,
        count: 12_345,
        seed: u64::MAX,
        as_of: "2024-02-29".parse().unwrap(),
        weights: [125, 375, 1, 498, 1],
        premium: [1000, 1, 500, 333, 999],
        gradual: 5,
        age: Span::new(18, 120),
        credit_limit: Span::new(0, 1_000_000_000),
        credit_limit_step: 1,
        opened: Span::new(0, 100),
        new_account_age: Span::new(1, 365),
        domains: EmailDomains::Free,
        spending: spending(),
        dirt: Dirt::NONE,
    }
}

/// The fingerprint of a file with header and these rows.
fn fingerprint(parameters: Parameters, rows: Option<Rows>) -> String {
    let recipe = Recipe::new(parameters).unwrap();
    let (generator, mut hasher, mut chunk) = (Generator::new(&recipe), Hasher::new(), Vec::new());
    hasher.update(HEADER.as_bytes());
    for rows in rows.unwrap_or(Rows::all(&recipe)).partitions(PartitionSize::Blocks(10)) {
        generator.write(rows, &mut chunk);
        hasher.update(&chunk);
    }
    hasher.finish()
}

#[test]
fn three_rows_for_the_eye() {
    let recipe = Recipe::new(defaults()).unwrap();
    let mut rows = Vec::new();
    Generator::new(&recipe).write(Rows { first: 1, last: 3 }, &mut rows);
    assert_eq!(
        String::from_utf8(rows).unwrap(),
        "\
CUST00000001,James,Smith,james_smith@example.org,62,OH,Cleveland Heights,Unemployed,Standard,16000,2023-08-06,Stable Mid-Spenders,
CUST00000002,Michael,Flood,michael_flood@example.net,70,CA,Fontana,Employed,Standard,13000,2022-05-12,Budget-Conscious,
CUST00000003,Kelly,Ortiz,kelly.ortiz@example.com,44,OR,Portland,Employed,Standard,11000,2022-11-30,Budget-Conscious,
"
    );
}

#[test]
fn the_defaults() {
    assert_eq!(
        fingerprint(defaults(), None),
        "ce8b4601dfff9c6cb353fd4547fb7307abb20ab8332f1cb42fb9defd26f8a841"
    );
}

#[test]
fn every_parameter_away_from_its_default() {
    assert_eq!(
        fingerprint(nothing_as_usual(), None),
        "95ba75b34e2aea50939b681ded8035cc17da53300a24b4361f5ffdf868c77f27"
    );
}

#[test]
fn a_million_customers() {
    let parameters = Parameters { count: 1_000_000, seed: 7, ..defaults() };
    assert_eq!(
        fingerprint(parameters, None),
        "fecc25d847dd1f9caf8dab38a873a6009e5eff18165a7697cdff2d5b9e5b7658"
    );
}

#[test]
fn the_last_rows_there_can_be() {
    let parameters = Parameters { count: 99_999_999, ..defaults() };
    let rows = Rows { first: 99_990_001, last: 99_999_999 };
    assert_eq!(
        fingerprint(parameters, Some(rows)),
        "0e91824e67c30c218a6b16113a6f8fc875e75efb20512d0776524b4c28e048d8"
    );
}

#[test]
fn the_youngest_in_the_future() {
    let parameters = Parameters {
        as_of: "2100-01-01".parse().unwrap(),
        age: Span::new(18, 19),
        weights: [0, 0, 0, 0, 1000],
        new_account_age: Span::new(365, 365),
        ..defaults()
    };
    assert_eq!(
        fingerprint(parameters, None),
        "79d5e1eb7aec81b91c00ac6b4cd4b5c32544398a89ed13e1685ed52f4ccfbbd6"
    );
}

#[test]
fn the_oldest_in_the_past() {
    let parameters = Parameters {
        as_of: "1900-12-31".parse().unwrap(),
        age: Span::new(110, 120),
        opened: Span::new(0, 0),
        credit_limit: Span::new(500, 500),
        credit_limit_step: 1,
        ..defaults()
    };
    assert_eq!(
        fingerprint(parameters, None),
        "345f2d2a30f8d7d21d6f749fb6985d1e6441a02ebbbe54bb2a00b7412358271d"
    );
}

/// Five rows of a thousand with each kind of fault, and a last block of 345 rows.
fn a_little_of_everything() -> Parameters {
    let kinds = FaultKind::of_customers(RecipeVersion::V2);
    let dirt = kinds.fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Share(5)));
    Parameters { count: 12_345, dirt, ..defaults() }
}

#[test]
fn shares_of_dirt() {
    assert_eq!(
        fingerprint(a_little_of_everything(), None),
        "59c810eee0dcdafe51d21598de0eaf2f4d30b61e7c71f0479516225fccb14144"
    );
}

/// Numbers of rows, and of every kind that there is when no parameter is as usual.
#[test]
fn numbers_of_dirty_rows() {
    let usual = nothing_as_usual();
    let without =
        [FaultKind::CreditLimitOffStep, FaultKind::MisplacedPremium, FaultKind::MisdatedNewAccount];
    let kinds = FaultKind::of_customers(RecipeVersion::V2).filter(|flaw| !without.contains(flaw));
    let dirt = kinds
        .zip(1..)
        .fold(Dirt::NONE, |dirt, (flaw, rows)| dirt.with(flaw, Amount::Rows(rows * rows)));
    assert_eq!(
        fingerprint(Parameters { dirt, ..usual }, None),
        "8e7451ec2814ce75483accc7cb08f4557eda241fc2c0d2cf1ce8399707f90d51"
    );
}

#[test]
fn an_answer_key() {
    let recipe = Recipe::new(a_little_of_everything()).unwrap();
    let (form, mut rows) = (AnswerKey::Csv, Vec::new());
    let mut key = form.header().into_bytes();
    Generator::new(&recipe).write_noting(
        Rows::all(&recipe),
        &mut rows,
        &mut |fault, clean, faulty| {
            form.write(fault, clean, faulty, &mut key);
        },
    );
    let mut hasher = Hasher::new();
    hasher.update(&key);
    assert_eq!(hasher.finish(), "c856a67d572390679cbf47d46696dcdd1a56b3e3a0f911298a78830183372cf7");
}
