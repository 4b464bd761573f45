//! A file of transactions with any edits, checked whole and brought in pieces, beside the customers of its recipe and
//! beside none: always the same report, and one that can be true.
//!
//! The input: what is done (a byte); how many bytes come at a time (two bytes); edits until it ends, each a place (two
//! bytes), how many bytes go (a byte), how many come (a byte), and these.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use segmint::comparison::{Comparison, Verdict};
use segmint::customers::check::Criteria;
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::findings::Rule;
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Spending};
use segmint::transactions::check::Customers;
use segmint::validate::{Delivery, Judged, judge_any};
use segmint_fuzz::Input;

/// A recipe with few transactions, and its file.
static MADE: LazyLock<(Recipe, Vec<u8>)> = LazyLock::new(|| {
    let defaults = Parameters::defaults(RecipeVersion::V2, Date::from_unix_days(20_780));
    let spending = Spending { months: 1, ..Spending::DEFAULT };
    let recipe = Recipe::new(Parameters { count: 3, spending, ..defaults }).unwrap();
    let mut file = Vec::new();
    DataSet::transactions(recipe.clone()).unwrap().write(&mut file, |_| ()).unwrap();
    (recipe, file)
});

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    let form = input.byte();
    let (recipe, clean) = &*MADE;
    let mut file = clean.clone();
    let piece = input.below(usize::MAX).max(1);
    for _ in 0..16 {
        if !input.0.is_empty() {
            edit(&mut file, &mut input);
        }
    }
    let criteria = Criteria { dated: form & 1 == 0, ..Criteria::of(recipe.clone()) };
    let customers = || if form & 2 == 0 { Customers::of(recipe) } else { Customers::Unknown };

    let (whole, told) = judge_any(&file[..], &criteria, customers(), |_| ()).unwrap();
    let mut delivery = Delivery::new(&criteria, customers());
    file.chunks(piece).for_each(|piece| delivery.take(piece));
    assert_eq!(delivery.judge(), (whole.clone(), told));
    if let Judged::Transactions(report) = &whole {
        let statistics = &report.statistics;
        assert!(statistics.total_customers <= statistics.total_transactions);
        for finding in report.findings() {
            assert!(finding.rows > 0 && finding.examples.len() as u64 <= finding.rows);
            let of_file = matches!(finding.rule, Rule::FileWhole | Rule::RowsCut);
            assert!(of_file || finding.examples.iter().all(|example| example.line > 0));
        }
    }

    let mut comparison = Comparison::new(recipe);
    file.chunks(piece).for_each(|piece| comparison.read(piece));
    let is_identical = comparison.verdict() == Verdict::Identical;
    assert_eq!(is_identical, file == *clean);
    if is_identical {
        assert!(whole.is_valid());
    }
});

/// Does one edit.
fn edit(file: &mut Vec<u8>, input: &mut Input<'_>) {
    let at = input.below(1 << 16).min(file.len());
    let end = (at + usize::from(input.byte())).min(file.len());
    let more = usize::from(input.byte() % 64);
    drop(file.splice(at..end, input.bytes(more).iter().copied()));
}
