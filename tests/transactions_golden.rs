//! The promise of stable bytes for transactions, the same natively and as WebAssembly in a browser. Frozen by the
//! first release that carries them; until then a digest moves on purpose only.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use segmint::data_set::DataSet;
use segmint::fingerprint::Hasher;
use segmint::format::{Format, RowLayout, SqlForm, TableName, Transcoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Shares, Span, Spending};
use segmint::table::Generate;
use segmint::transactions::{COLUMNS, RowGenerator, SCHEMA};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::{wasm_bindgen_test as test, wasm_bindgen_test_configure};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test_configure!(run_in_browser);

fn defaults(count: u32) -> Parameters {
    Parameters { count, ..Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap()) }
}

/// Every parameter away from its default, and accounts of all ages.
fn nothing_as_usual() -> Parameters {
    Parameters {
        seed: u64::MAX,
        as_of: "2024-02-29".parse().unwrap(),
        weights: [200; 5],
        gradual: 500,
        age: Span::new(18, 120),
        opened: Span::new(0, 3),
        new_account_age: Span::new(1, 365),
        spending: Spending {
            months: 60,
            payments: [1, 2, 3, 50, 166].map(|least| Span::new(least, 166)),
            dollars: [700, 1_000_000, 800, 900, 5_000].map(|least| Span::new(least, 1_000_000)),
            declined: 333,
            gradual_decline: Shares::new(&[1000, 900, 800, 700, 600, 500, 400, 350, 300]),
            sudden_decline: Shares::new(&[500]),
            growth: 1000,
            overlap: 500,
        },
        ..defaults(1_050)
    }
}

/// The fingerprint of a file with header and the transactions of these customers.
fn fingerprint(parameters: Parameters, customers: Rows, size: PartitionSize) -> String {
    let generator = RowGenerator::new(&Recipe::new(parameters).unwrap()).unwrap();
    let mut hasher = Hasher::new();
    hasher.update(SCHEMA.header().as_bytes());
    let mut csv = Vec::new();
    for customers in customers.partitions(size) {
        generator.write(customers, &mut csv);
        hasher.update(&csv);
    }
    hasher.finish()
}

#[test]
fn three_rows_for_the_eye() {
    let mut csv = Vec::new();
    let recipe = Recipe::new(defaults(50_000)).unwrap();
    RowGenerator::new(&recipe).unwrap().write(Rows { first: 1, last: 1 }, &mut csv);
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(
        csv.lines().take(3).collect::<Vec<_>>(),
        [
            "TXN000000010001,CUST00000001,2025-06-01,288.14,Mossgarth Cruises,Travel,Online,approved",
            "TXN000000010002,CUST00000001,2025-06-02,126.14,Kestrelby Market,Grocery,In-Store,approved",
            "TXN000000010003,CUST00000001,2025-06-02,95.58,Dunmarrow Cinemas,Entertainment,Online,approved",
        ]
    );
}

#[test]
fn the_defaults() {
    let first = Rows { first: 1, last: 1_200 };
    for size in
        [PartitionSize::Customers(18), PartitionSize::Customers(333), PartitionSize::Blocks(2)]
    {
        assert_eq!(
            fingerprint(defaults(50_000), first, size),
            "ffbb74e323f78f53d575884d580af9a213981b41d2b08fecfd385e4aa0c96b18"
        );
    }
    let last = Rows { first: 49_990, last: 50_000 };
    assert_eq!(
        fingerprint(defaults(50_000), last, PartitionSize::Blocks(1)),
        "2c3aa79ff1ebc676cdcd30668c97ffd0c388ef2c9f79aa6252616a9314324145"
    );
}

#[test]
fn far_behind_in_the_largest() {
    let last = Rows { first: 99_999_990, last: 99_999_999 };
    assert_eq!(
        fingerprint(defaults(99_999_999), last, PartitionSize::Blocks(1)),
        "d2316339f10309aef96e8f8f1cc917d3920d78b411a2e5f78406bb1c9637ea75"
    );
}

#[test]
fn every_parameter_away_from_its_default() {
    let customers = Rows { first: 951, last: 1_050 };
    assert_eq!(
        fingerprint(nothing_as_usual(), customers, PartitionSize::Customers(7)),
        "a59fa463125c6ddfb770f6cf23ff7a0d84ce803b1c1c8efcad3c8d977395e649"
    );
}

/// The fingerprint of a whole file in a format, whose statements end with their partitions.
fn fingerprint_in(format: Format) -> String {
    let data_set = DataSet::transactions(Recipe::new(defaults(1_050)).unwrap()).unwrap();
    let layout = RowLayout::AnyNumber { first: Some(1) };
    let mut transcoder =
        Transcoder::<COLUMNS>::new(format, &SCHEMA, data_set.rows(), true).with_layout(layout);
    let generator = data_set.generator();
    let mut hasher = Hasher::new();
    let mut csv = Vec::new();
    for customers in data_set.partitions(data_set.partition_size()) {
        generator.write(customers, &mut csv);
        hasher.update(transcoder.transcode(&csv, customers).unwrap());
    }
    hasher.finish()
}

#[test]
fn other_text_formats_keep_their_bytes() {
    let sql = SqlForm { table: TableName::of(&SCHEMA), ..SqlForm::default() };
    for (format, sha256) in [
        (Format::PLAIN, "9b13ecbdfb000e80e6772dd016ee32050cc642b2c8e13e0b37d9cd3b8c40e4d0"),
        (Format::Ndjson, "25b24c4af4113c135c9171a3bf351439e50e16fa09f694025bb702f90846167d"),
        (Format::Json, "e8d9aed9fa9c33ac6e2121a8310efc3b694af5794ab579dafd4e534d9167d838"),
        (Format::Sql(sql), "46e51bf3a841a9127846310ffe3b844cfeb9186e9bab058b220c1ee39c1b0d38"),
    ] {
        assert_eq!(fingerprint_in(format.clone()), sha256, "{format:?}");
    }
}
