//! The promise of stable bytes: digests of recipe version 1, the same natively and as WebAssembly
//! in a browser. A digest that changes is a fault of the change, never of the test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use segmint::customers::dirt::AnswerKey;
use segmint::customers::v1::vocabulary::{
    CITY_PREFIXES, CITY_SUFFIXES, FIRST_NAMES, LAST_NAMES, STATES,
};
use segmint::customers::{COLUMNS, Generator, HEADER, SCHEMA};
use segmint::fingerprint::Hasher;
use segmint::format::{Batch, CsvForm, Delimiter, Dialect, Format, Null, SqlForm, Transcoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{
    Amount, Dirt, EmailDomains, FaultKind, Parameters, Recipe, RecipeVersion, Span, Spending,
};
use segmint::table::Generate;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

fn defaults() -> Parameters {
    Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap())
}

/// Every parameter away from its default, but no dirt.
fn nothing_as_usual() -> Parameters {
    Parameters {
        version: RecipeVersion::V1,
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
        new_account_age: Span::new(100, 175),
        domains: EmailDomains::Example,
        spending: Spending::DEFAULT,
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
        "CUST00000001,Nelle,Schamberger,nelle.schamberger@gmail.com,45,LA,Port Coralie,Retired,\
         Premium,49000,2023-05-05,High-Value Travelers,\n\
         CUST00000002,Ollie,Jones,ollie.jones@yahoo.com,30,WI,Weimannmouth,Retired,\
         Standard,28000,2022-12-31,High-Value Travelers,\n\
         CUST00000003,Irma,O'Conner,irma.oconner@yahoo.com,38,MO,Beattybury,Employed,\
         Standard,43000,2022-07-04,Budget-Conscious,\n"
    );
}

#[test]
fn the_defaults() {
    assert_eq!(
        fingerprint(defaults(), None),
        "1ab6b291480384fb04920e27c6a1267cb22ff028a77503ced884486e470cc49e"
    );
}

#[test]
fn a_single_row() {
    assert_eq!(
        fingerprint(Parameters { count: 1, ..defaults() }, None),
        "d26bf463463e6c0daa4df5ceb81a4dae632ec78d776b2a2fe8aba53c11c13e3a"
    );
}

#[test]
fn seed_zero() {
    assert_eq!(
        fingerprint(Parameters { count: 2_500, seed: 0, ..defaults() }, None),
        "391b2fb533446a7ae6f443e3159fd77ba9a4f4c03a47933a4dc6fd66dd07ac92"
    );
}

#[test]
fn every_parameter_changed() {
    assert_eq!(
        fingerprint(nothing_as_usual(), None),
        "93dc07b94f2474175007cc3dd4c1824199f2d44b7e61763a4f4cf290ee396693"
    );
}

#[test]
fn the_end_of_the_largest_data_set() {
    let rows = Rows { first: 99_998_001, last: 99_999_999 };
    assert_eq!(
        fingerprint(Parameters { count: 99_999_999, ..defaults() }, Some(rows)),
        "22ae9a49bc71344dd1cf4fbe5e0b8a83b6ed314156753040da7cd92376b2770d"
    );
}

#[test]
fn where_the_names_begin_again() {
    let rows = Rows { first: 4_275_001, last: 4_277_000 };
    assert_eq!(
        fingerprint(Parameters { count: 5_000_000, ..defaults() }, Some(rows)),
        "a278fa62f57353b15b287c18c5e2d6cd34dd7fade3df0ddf928282b1d0365020"
    );
}

/// Five rows of a thousand with each kind of fault, and a last block of 345 rows.
fn a_little_of_everything() -> Parameters {
    let dirt = FaultKind::of_customers(RecipeVersion::V1)
        .fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Share(5)));
    Parameters { count: 12_345, dirt, ..defaults() }
}

/// Numbers of rows, and of every kind that there is when no parameter is as usual.
fn numbers_of_faults() -> Parameters {
    let usual = nothing_as_usual();
    let without = [FaultKind::CreditLimitOffStep, FaultKind::MisplacedPremium];
    let kinds = FaultKind::of_customers(RecipeVersion::V1).filter(|flaw| !without.contains(flaw));
    let dirt = kinds
        .zip(1..)
        .fold(Dirt::NONE, |dirt, (flaw, rows)| dirt.with(flaw, Amount::Rows(rows * rows)));
    Parameters { dirt, ..usual }
}

#[test]
fn shares_of_dirt() {
    assert_eq!(
        fingerprint(a_little_of_everything(), None),
        "71e362036ddd2712e96ec25c5380d80d51a79c0ccb000ee8bc66a8a3c2a3fe44"
    );
}

#[test]
fn numbers_of_dirty_rows() {
    assert_eq!(
        fingerprint(numbers_of_faults(), None),
        "da7b0af24e1340ff51df25b76e76ffb40683e23221a5917d2e8d9bfd74aa2f00"
    );
}

#[test]
fn dirt_at_the_end_of_the_largest_data_set() {
    let rows = Rows { first: 99_998_001, last: 99_999_999 };
    let parameters = Parameters { count: 99_999_999, ..a_little_of_everything() };
    assert_eq!(
        fingerprint(parameters, Some(rows)),
        "49298f4773906627c2c64a6b32e826e0e5fa0daeed3f75cd3a52b014674bbb6d"
    );
}

#[test]
fn answer_keys() {
    let recipe = Recipe::new(a_little_of_everything()).unwrap();
    let digest = |form: AnswerKey| {
        let (mut key, mut rows) = (form.header().into_bytes(), Vec::new());
        Generator::new(&recipe).write_noting(
            Rows::all(&recipe),
            &mut rows,
            &mut |fault, clean, faulty| {
                form.write(fault, clean, faulty, &mut key);
            },
        );
        let mut hasher = Hasher::new();
        hasher.update(&key);
        hasher.finish()
    };
    assert_eq!(
        digest(AnswerKey::Csv),
        "bf13c64c4a7a9ba8f70476404bc2fa5e78547a6c007e58e438561f310b297630"
    );
    assert_eq!(
        digest(AnswerKey::Ndjson),
        "82546264839a88152ef02001d06e8bf51500750c00e8083c91710d18d37d80cc"
    );
}

#[test]
fn vocabulary() {
    let digest = |table: &[&str]| {
        let mut hasher = Hasher::new();
        hasher.update(table.join("\n").as_bytes());
        hasher.finish()
    };
    assert_eq!(
        digest(FIRST_NAMES),
        "b1dc755bc8ed02c2b05f08bd45beabc24585b24cafcfb7bbe2da3e8880af9a61"
    );
    assert_eq!(
        digest(LAST_NAMES),
        "dd8249908f251ec76bab60e79b54b2fc249c203dc318cb3854d37f17a6db3a16"
    );
    assert_eq!(
        digest(CITY_PREFIXES),
        "f942117976a36d9253ec309e8c1a2258c6502028df7cde490c9e4d399871f2fd"
    );
    assert_eq!(
        digest(CITY_SUFFIXES),
        "a9e2b0160ed7a359e8d15dd434211e85445fcdb0b9a4ed9bb55ee49b706a4db6"
    );
    assert_eq!(digest(STATES), "cfb190d4f14c2474f7220a75e11d32078b1ed64b6d3a5efafc36365ecaafcbc1");
}

/// The fingerprint of the first rows of the defaults, in this format.
fn fingerprint_in(format: Format) -> String {
    let recipe = Recipe::new(Parameters { count: 12_345, ..defaults() }).unwrap();
    let (generator, mut hasher, mut chunk) = (Generator::new(&recipe), Hasher::new(), Vec::new());
    let mut transcoder = Transcoder::<COLUMNS>::new(format, &SCHEMA, Rows::all(&recipe), true);
    for rows in Rows::all(&recipe).partitions(PartitionSize::Blocks(10)) {
        generator.write(rows, &mut chunk);
        hasher.update(transcoder.transcode(&chunk, rows).unwrap());
    }
    hasher.finish()
}

#[test]
fn plain_csv_as_a_format() {
    let parameters = Parameters { count: 12_345, ..defaults() };
    assert_eq!(fingerprint_in(Format::PLAIN), fingerprint(parameters, None));
}

#[test]
fn csv_for_excel() {
    let form = CsvForm { bom: true, crlf: true, delimiter: Delimiter::Semicolon, ..CsvForm::PLAIN };
    assert_eq!(
        fingerprint_in(Format::Csv(form)),
        "a760c0449acabbf41769179746a51a0745c4d48d478ac6e0bda516feeb2dc2ea"
    );
}

#[test]
fn csv_in_quotes_with_null() {
    let form = CsvForm { quote_all: true, null: Null::Word, ..CsvForm::PLAIN };
    assert_eq!(
        fingerprint_in(Format::Csv(form)),
        "fad26e29a786947d052656d16215d708f74c083f94e7e97c766e4c975e9a748e"
    );
}

#[test]
fn ndjson() {
    assert_eq!(
        fingerprint_in(Format::Ndjson),
        "f82b30afff887fbff70582d267ad02545e3a3593b4b51708391fa9f44548376e"
    );
}

#[test]
fn json() {
    assert_eq!(
        fingerprint_in(Format::Json),
        "c95ef362e88b90ca1bef7bbb3c909342e309bf5f7e76e0580691196f4a41bb72"
    );
}

#[test]
fn sql() {
    let sql = |dialect| {
        let batch = Batch::new(500).unwrap();
        fingerprint_in(Format::Sql(SqlForm { dialect, batch, ..SqlForm::default() }))
    };
    assert_eq!(
        sql(Dialect::Postgres),
        "a7543bfa6f010560802e87127479efbe893c5881a803ab032907dde7d905e657"
    );
    assert_eq!(sql(Dialect::Snowflake), sql(Dialect::Postgres), "there is nothing to escape");
    assert_eq!(
        sql(Dialect::Sqlite),
        "b805aa359bf658eaf12c9a9812154b50488328ac68c9b4819be3822fb929a1ea"
    );
}
