//! What must hold for every recipe, tried on recipes by chance.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;
#[path = "common/damage.rs"]
mod damage;

use std::collections::BTreeSet;

use common::recipes::{recipe, recipe_of_any_version};
use common::{defaults, file_of, records_of, report_of, rows_of};
use damage::{damaged, injuries, wrapping};
use proptest::option;
use proptest::prelude::*;
use segmint::customers::Generator;
use segmint::link::{Link, mend};
use segmint::plan::{BLOCK_ROWS, PartitionSize, Rows};
use segmint::recipe::{Parameter, Parameters, Recipe, Segment, Span};
use segmint::table::Generate;
use segmint::tables::TableId;
use segmint::validate::{Criteria, FileCheck};

/// Texts of what links and their damages are made of.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        "[a-z0-9%&#=;,.\\\\\n\r >-]{1,3}",
        "(v|seed|count|as_of|age|sha256|credit_limit(_step)?)",
        "(=1|=42|=50000|=2026-11-23|=20-30|=\n|=3D|%25|%3D|%26|%2523|%0A|&amp;|&#38;|:~:|\u{ad})",
    ];
    proptest::collection::vec(scrap, 0..30).prop_map(|scraps| scraps.concat())
}

/// Whether `part` is within one of `share` per mille of `whole`.
fn within_one(part: usize, whole: usize, share: u16) -> bool {
    (part * 1000).abs_diff(whole * usize::from(share)) < 1000
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn minted_is_valid(recipe in recipe()) {
        let report = report_of(&recipe);
        prop_assert!(report.is_valid, "{:?}", report.errors);
        prop_assert_eq!(report.warnings, vec![]);
        prop_assert_eq!(report.statistics.total_customers, u64::from(recipe.parameters().count));
        prop_assert_eq!(report.statistics.unique_customer_ids, report.statistics.total_customers);
    }

    #[test]
    fn quotas_are_within_one_at_the_end_of_every_block_and_of_the_file(recipe in recipe()) {
        let parameters = recipe.parameters();
        let rows = records_of(&recipe);
        let ends = (0..rows.len()).step_by(BLOCK_ROWS as usize).skip(1).chain([rows.len()]);
        for end in ends {
            for (at, segment) in Segment::ALL.into_iter().enumerate() {
                let of = || rows[..end].iter().filter(|row| row.customer_segment == segment.name());
                let in_segment = of().count();
                prop_assert!(within_one(in_segment, end, parameters.weights[at]));
                let premium = of().filter(|row| row.card_type == "Premium").count();
                prop_assert!(within_one(premium, in_segment, parameters.premium[at]));
                let gradual = of().filter(|row| row.decline_type == "gradual").count();
                let sudden = of().filter(|row| row.decline_type == "sudden").count();
                if segment == Segment::Declining {
                    prop_assert!(within_one(gradual, in_segment, parameters.gradual));
                    prop_assert_eq!(gradual + sudden, in_segment);
                } else {
                    prop_assert_eq!(gradual + sudden, 0);
                }
            }
        }
    }

    #[test]
    fn full_blocks_hold_the_weights_exactly(recipe in recipe()) {
        let rows = records_of(&recipe);
        for block in rows.chunks_exact(BLOCK_ROWS as usize) {
            for (segment, weight) in Segment::ALL.into_iter().zip(recipe.parameters().weights) {
                let in_segment = block.iter().filter(|row| row.customer_segment == segment.name());
                prop_assert_eq!(in_segment.count(), usize::from(weight));
            }
        }
    }

    #[test]
    fn every_value_is_within_its_range(recipe in recipe()) {
        let parameters = recipe.parameters();
        let (first, last) = recipe.account_window();
        let domains = parameters.domains.domains();
        for (number, row) in (1..).zip(records_of(&recipe)) {
            prop_assert_eq!(&row.customer_id, &format!("CUST{number:08}"));
            prop_assert!(parameters.age.contains(row.age));
            prop_assert!(parameters.credit_limit.contains(row.credit_limit));
            let above = row.credit_limit - parameters.credit_limit.min;
            prop_assert!(above.is_multiple_of(parameters.credit_limit_step));
            let opened = row.account_open_date.parse().unwrap();
            prop_assert!(first <= opened && opened <= last);
            prop_assert!(domains.contains(&row.email.split_once('@').unwrap().1));
        }
    }

    #[test]
    fn addresses_are_unique(recipe in recipe()) {
        let rows = records_of(&recipe);
        let addresses: BTreeSet<_> = rows.iter().map(|row| &row.email).collect();
        prop_assert_eq!(addresses.len(), rows.len());
    }

    #[test]
    fn a_larger_count_keeps_the_smaller_data_set(recipe in recipe(), more in 1..3000_u32) {
        let count = recipe.parameters().count;
        let larger =
            Recipe::new(Parameters { count: count + more, ..recipe.parameters().clone() }).unwrap();
        let full = count / BLOCK_ROWS * BLOCK_ROWS;
        if full > 0 {
            let rows = Rows { first: 1, last: full.into() };
            prop_assert_eq!(rows_of(&recipe, rows, 1), rows_of(&larger, rows, 1));
        }
        // What is not a quota stays even in the last partial block.
        let drawn = |recipe: &Recipe| -> Vec<_> {
            let row = |mut row: common::Record| {
                row.customer_segment.clear();
                row.card_type.clear();
                row.decline_type.clear();
                row
            };
            records_of(recipe).into_iter().map(row).collect()
        };
        let larger = drawn(&larger);
        prop_assert_eq!(&drawn(&recipe)[..], &larger[..count as usize]);
    }

    #[test]
    fn chunks_have_no_influence(recipe in recipe(), blocks in 1..6_u32) {
        let all = Rows::all(&recipe);
        let whole = rows_of(&recipe, all, u32::MAX);
        prop_assert_eq!(rows_of(&recipe, all, blocks), &whole[..]);
        // Out of order, from one mint with a buffer that held other rows.
        let generator = Generator::new(&recipe);
        let mut chunk = Vec::new();
        let mut chunks: Vec<(u64, Vec<u8>)> = all.partitions(PartitionSize::Blocks(blocks)).collect::<Vec<_>>().into_iter().rev()
            .map(|rows| { generator.write(rows, &mut chunk); (rows.first, chunk.clone()) })
            .collect();
        chunks.sort();
        let bytes: Vec<u8> = chunks.into_iter().flat_map(|(_, bytes)| bytes).collect();
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), whole);
    }

    #[test]
    fn any_range_of_rows_can_be_made_alone(recipe in recipe(), a in any::<u32>(), b in any::<u32>()) {
        let count = recipe.parameters().count;
        let (a, b) = (1 + a % count, 1 + b % count);
        let rows = Rows { first: a.min(b).into(), last: a.max(b).into() };
        let whole = rows_of(&recipe, Rows::all(&recipe), 1);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        let expected = lines[rows.first as usize - 1..rows.last as usize].concat();
        prop_assert_eq!(rows_of(&recipe, rows, 1), expected);
    }

    #[test]
    fn reports_do_not_depend_on_chunks(recipe in recipe(), blocks in 1..4_u32) {
        let mut file_check = FileCheck::new(&Criteria::of(recipe.clone()));
        let mut generator = Generator::new(&recipe);
        let mut chunk = Vec::new();
        for rows in Rows::all(&recipe).partitions(PartitionSize::Blocks(blocks)) {
            file_check.absorb(generator.generate(rows, &mut chunk).piece_report);
        }
        prop_assert_eq!(file_check.report(), report_of(&recipe));
    }

    #[test]
    fn a_parameter_changes_its_own_column_only(recipe in recipe()) {
        let before = records_of(&recipe);
        let other = Recipe::new(Parameters {
            age: Span::new(18, 18),
            credit_limit: Span::new(7, 7),
            opened: Span::new(1, 1),
            ..recipe.parameters().clone()
        }).unwrap();
        for (mut a, b) in before.into_iter().zip(records_of(&other)) {
            a.age = 18;
            a.credit_limit = 7;
            a.account_open_date.clone_from(&b.account_open_date);
            prop_assert_eq!(a, b);
        }
    }

    #[test]
    fn any_text_of_a_parameter_is_a_value_or_a_fault(
        text in prop_oneof!["[0-9.,a-z-]{0,20}", "([0-9]{1,3}-[0-9]{1,3}[,;]){4}[0-9]{1,3}-[0-9]{1,3}", "[0-9]{1,2}([,;][0-9]{1,2}){0,13}"],
    ) {
        for parameter in Parameter::ALL {
            let mut parameters = defaults();
            match parameter.read(&text, &mut parameters) {
                Ok(()) => {
                    let written = parameter.write(&parameters);
                    let mut again = defaults();
                    prop_assert_eq!(parameter.read(&written, &mut again), Ok(()));
                    prop_assert_eq!(parameters, again);
                }
                Err(fault) => {
                    prop_assert_eq!(fault.parameter, parameter);
                    prop_assert_eq!(fault.value, &text[..]);
                    prop_assert_eq!(parameters, defaults());
                }
            }
        }
    }

    #[test]
    fn no_field_begins_like_a_formula(recipe in recipe()) {
        let file = file_of(&recipe);
        for field in file.split([',', '\n']) {
            prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
        }
        prop_assert!(!file.contains('"'));
    }
}

/// A link to one of the tables that the recipe has.
fn link(recipe: Recipe, is_of_transactions: bool, sha256: Option<String>) -> Link {
    let has = TableId::Transactions.judge(&recipe).is_ok();
    let table = if is_of_transactions && has { TableId::Transactions } else { TableId::Customers };
    Link { recipe, table, sha256 }
}

proptest! {
    // Cheap beside those that mint.
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn links_are_read_back(
        recipe in recipe_of_any_version(),
        is_of_transactions: bool,
        sha256 in option::of("[0-9a-f]{64}"),
    ) {
        let link = link(recipe, is_of_transactions, sha256);
        prop_assert_eq!(mend(&link.to_string()), link.to_string());
        prop_assert_eq!(Link::parse(&link.to_string()), Ok(link.clone()));
        prop_assert_eq!(Link::read(&link.to_string()), Ok(link));
    }

    #[test]
    fn a_damaged_link_is_still_the_same(
        recipe in recipe_of_any_version(),
        is_of_transactions: bool,
        sha256 in option::of("[0-9a-f]{64}"),
        wrapping in wrapping(),
        injuries in injuries(),
    ) {
        let link = link(recipe, is_of_transactions, sha256);
        let text = damaged(&link.to_string(), wrapping, &injuries);
        prop_assert_eq!(Link::read(&text), Ok(link), "{:?}", text);
    }

    #[test]
    fn any_text_is_a_link_or_a_fault(text in prop_oneof![".*", scraps()]) {
        for read in [Link::parse, Link::read] {
            match read(&text) {
                Ok(link) => prop_assert_eq!(Link::parse(&link.to_string()), Ok(link)),
                Err(faults) => prop_assert!(!faults.is_empty()),
            }
        }
        let mended = mend(&text);
        prop_assert_eq!(mend(&mended), mended.clone(), "mended twice");
        if text.len() <= 4096 {
            prop_assert_eq!(Link::read(&text), Link::parse(&mended));
        }
    }
}

#[test]
fn addresses_stay_unique_beyond_all_combinations() {
    let recipe = common::customers(99_999_999, 42);
    let mut addresses = BTreeSet::new();
    for start in [1, 4_275_001, 8_551_001, 99_997_001] {
        let rows = Rows { first: start, last: start + 2_499 };
        for row in
            common::records(&(segmint::customers::HEADER.to_owned() + &rows_of(&recipe, rows, 1)))
        {
            assert!(addresses.insert(row.email));
        }
    }
}
