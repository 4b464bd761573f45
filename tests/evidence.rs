//! Evidence that rows are what their recipe describes: rules that only people have, associations, values
//! furthest off their targets, names and places; and the model card, which must tell what came out.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(clippy::cast_precision_loss, reason = "counts are small")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use common::{Record, records};
use segmint::customers::HEADER;
use segmint::customers::statistics::{Deviation, NameShare, Summary};
use segmint::data_set::DataSet;
use segmint::plan::PartitionSize;
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Span};
use segmint::table::{Accumulate, Generate};
use segmint::validate::{Criteria, Report, validate};

fn recipe(version: RecipeVersion, count: u32) -> Recipe {
    let defaults = Parameters::defaults(version, "2026-11-23".parse().unwrap());
    Recipe::new(Parameters { count, ..defaults }).unwrap()
}

fn made(recipe: &Recipe) -> (String, Report) {
    let mut csv = Vec::new();
    let written = DataSet::customers(recipe.clone()).write(&mut csv, |_| ()).unwrap();
    (String::from_utf8(csv).unwrap(), written.report.report)
}

fn judged(file: &str, criteria: &Criteria) -> Report {
    validate(file.as_bytes(), criteria, |_| ()).unwrap()
}

/// What the six pairs have by the model of version 2 with its defaults, as `docs/model.md` has them.
const DECLARED: [(&str, &str, f64); 6] = [
    ("age", "employment_status", 0.415),
    ("age", "credit_limit", 0.271),
    ("customer_segment", "credit_limit", 0.332),
    ("customer_segment", "age", 0.123),
    ("employment_status", "credit_limit", 0.164),
    ("state", "city", 0.926),
];

#[test]
fn pairs_are_associated_as_declared_and_in_version_1_not_at_all() {
    for version in RecipeVersion::ALL {
        let (_, report) = made(&recipe(version, 50_000));
        assert!(report.is_valid && report.warnings.is_empty(), "{report:?}");
        let pairs = report.statistics.associations;
        assert_eq!(pairs.len(), DECLARED.len());
        for (pair, (one, other, expected)) in pairs.iter().zip(DECLARED) {
            assert_eq!(pair.columns, [one, other]);
            // Nobody looks for places in what version 1 made.
            let is_known = version == RecipeVersion::V2 || other != "city";
            assert_eq!(pair.rows, if is_known { 50_000 } else { 0 });
            let (declared, v) = (pair.declared.unwrap(), pair.cramers_v.unwrap_or(0.0));
            let expected = if version == RecipeVersion::V1 { 0.0 } else { expected };
            assert!((declared - expected).abs() < 0.0005, "{one} with {other}: {declared:.4}");
            assert!((v - declared).abs() < 0.015, "{one} with {other}: {v:.4}");
        }
    }
}

/// Every column that is drawn is told of, and none is further off than chance brings one in a million.
#[test]
fn columns_are_off_their_targets_as_chance_has_it() {
    let even = ["age", "state", "employment_status", "credit_limit", "account_open_date"];
    let all = [
        "first_name",
        "last_name",
        "age",
        "state",
        "city",
        "employment_status",
        "credit_limit",
        "account_open_date",
    ];
    for (version, columns) in RecipeVersion::ALL.into_iter().zip([&even[..], &all[..]]) {
        let (_, report) = made(&recipe(version, 50_000));
        let told = &report.statistics.deviations;
        assert_eq!(told.iter().map(|off| &*off.column).collect::<Vec<_>>(), columns);
        for off in told {
            assert_eq!(off.rows, 50_000, "{off:?}");
            assert!(off.deviations < off.expected_deviations + 3.0, "{off:?}");
            let ratio = off.variance.abs() / off.expected_variance;
            assert!((ratio - off.deviations).abs() < 1e-6, "{off:?}");
        }
    }
}

/// Rows by a value, and the sum of their ages.
fn tallied(rows: &[Record], value: impl Fn(&Record) -> &str) -> BTreeMap<String, (u64, u64)> {
    let mut tally = BTreeMap::new();
    for row in rows {
        let (count, years) = tally.entry(value(row).to_owned()).or_insert((0, 0));
        *count += 1;
        *years += u64::from(row.age);
    }
    tally
}

fn assert_names(names: &[NameShare], tally: &BTreeMap<String, (u64, u64)>) {
    assert_eq!(names.len(), 20);
    assert!(names.is_sorted_by(|a, b| a.count >= b.count));
    let mut counts: Vec<u64> = tally.values().map(|(count, _)| *count).collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    for (name, most) in names.iter().zip(counts) {
        let (count, years) = tally[&name.name];
        assert_eq!((name.count, most), (count, count), "{}", name.name);
        assert!((name.mean_age - years as f64 / count as f64).abs() < 1e-9);
    }
}

#[test]
fn names_and_places_are_those_that_stand_most_often() {
    let (file, report) = made(&recipe(RecipeVersion::V2, 20_000));
    let (rows, statistics) = (records(&file), report.statistics);
    assert_names(&statistics.top_first_names, &tallied(&rows, |row| &row.first_name));
    assert_names(&statistics.top_last_names, &tallied(&rows, |row| &row.last_name));
    assert_eq!(statistics.places_in_their_state, 20_000);
    assert_eq!(statistics.top_places.len(), 51);
    for of_state in &statistics.top_places {
        let rows: Vec<Record> =
            rows.iter().filter(|row| row.state == of_state.state).cloned().collect();
        assert_eq!((of_state.rows, of_state.elsewhere), (rows.len() as u64, 0));
        let tally = tallied(&rows, |row| &row.city);
        let mut counts: Vec<u64> = tally.values().map(|(count, _)| *count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        for (bar, most) in of_state.top.0.iter().zip(counts) {
            assert_eq!((bar.count, most), (tally[&bar.name].0, most), "{}", bar.name);
            assert!(bar.target.is_some_and(|target| target > 0.0));
        }
    }
    // Names tell the age.
    let age = |wanted: &str| {
        let names = &statistics.top_first_names;
        names.iter().find(|name| name.name == wanted).map(|name| name.target_mean_age.unwrap())
    };
    assert!(age("Mary").unwrap() > age("Jessica").or(age("Ashley")).or(age("Joshua")).unwrap());
}

#[test]
fn partitions_have_no_influence() {
    for version in RecipeVersion::ALL {
        let data_set = DataSet::customers(recipe(version, 12_345));
        let report = |blocks| {
            let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
            let mut csv = Vec::new();
            for rows in data_set.partitions(PartitionSize::Blocks(blocks)) {
                accumulator.add(generator.generate(rows, &mut csv));
            }
            accumulator.report()
        };
        assert_eq!(report(1), report(100));
    }
}

#[test]
fn a_file_without_recipe_is_told_which_version_it_looks_like() {
    for version in RecipeVersion::ALL {
        let (file, _) = made(&recipe(version, 5_000));
        let report = judged(&file, &Criteria::default());
        assert!(report.is_valid && report.warnings.is_empty(), "{report:?}");
        assert_eq!(report.statistics.looks_like_version, Some(version.number()));
        assert!(report.statistics.associations.iter().all(|pair| pair.declared.is_none()));
        assert_eq!(report.statistics.deviations, []);
        // Version 2 has no even shares to be held against, and nobody knows the names of version 1.
        let is_first = version == RecipeVersion::V1;
        let statistics = &report.statistics;
        for bar in
            statistics.employment_distribution.0.iter().chain(&statistics.state_distribution.0)
        {
            assert_eq!(bar.target.is_some(), is_first, "{bar:?}");
        }
        for names in [&statistics.top_first_names, &statistics.top_last_names] {
            assert_eq!(names.len(), if is_first { 0 } else { 20 });
        }
    }
    let report = judged(HEADER, &Criteria::default());
    assert_eq!(report.statistics.looks_like_version, None);
}

/// The file of version 2 with the first row that is wanted edited.
fn edited(wanted: impl Fn(&Record) -> bool, column: usize, value: &str) -> (Report, u64) {
    let recipe = recipe(RecipeVersion::V2, 2_000);
    let (file, _) = made(&recipe);
    let at = records(&file).iter().position(wanted).unwrap() + 1;
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    let mut fields: Vec<&str> = lines[at].split(',').collect();
    fields[column] = value;
    lines[at] = fields.join(",");
    (judged(&(lines.join("\n") + "\n"), &Criteria::of(recipe)), at as u64 + 1)
}

/// Says which row is edited.
type Wanted<'a> = &'a dyn Fn(&Record) -> bool;

#[test]
fn what_cannot_be_true_of_a_person_is_found_and_explained() {
    let old = |row: &Record| row.age == 60 && row.customer_segment != "New & Growing";
    let young = |row: &Record| row.age == 22 && row.customer_segment != "New & Growing";
    let new = |row: &Record| row.age > 40 && row.customer_segment == "New & Growing";
    let premium = |row: &Record| {
        row.card_type == "Premium"
            && row.age > 34
            && row.age < 45
            && row.employment_status == "Employed"
    };
    let californian = |row: &Record| row.state == "CA";
    let cases: [(Wanted, usize, &str, &str, &str); 8] = [
        (&californian, 6, "Fargo", "city_in_state", "a place of ND, not of CA"),
        (&californian, 6, "Atlantis", "city_in_state", "none of CA"),
        (&young, 10, "2021-12-31", "account_of_adult", "not of age before 2022-01-01 at 22"),
        (&old, 10, "2021-11-23", "account_window", "not within 2021-11-24 to 2024-11-23"),
        (&old, 10, "2026-07-01", "account_window", "not within 2021-11-24 to 2024-11-23"),
        (&new, 10, "2023-07-01", "new_account_window", "not within 2026-06-01 to 2026-08-15"),
        (&new, 10, "2026-08-16", "new_account_window", "not within 2026-06-01 to 2026-08-15"),
        (&premium, 9, "27000", "premium_limit", "the median of such customers is $28,000"),
    ];
    for (wanted, column, value, rule, reason) in cases {
        let (report, line) = edited(wanted, column, value);
        let [finding] = &report.errors[..] else { panic!("{rule}: {:?}", report.errors) };
        assert_eq!((finding.rule.id(), finding.rows), (rule, 1));
        let example = &finding.examples[0];
        assert_eq!((example.line, &*example.value, &*example.reason), (line, value, reason));
    }
    for (wanted, column, value) in [
        (&old as Wanted, 10, "2021-11-24"),
        (&young, 10, "2022-01-01"),
        (&new, 10, "2026-06-01"),
        (&premium, 9, "28000"),
    ] {
        let (report, _) = edited(wanted, column, value);
        assert!(report.is_valid, "{value}: {:?}", report.errors);
    }
}

#[test]
fn another_age_of_new_accounts_is_found_out() {
    let recipe = recipe(RecipeVersion::V2, 5_000);
    let (file, _) = made(&recipe);
    let new_account_age = Span::new(1, 30);
    let other = Parameters { new_account_age, ..recipe.parameters().clone() };
    let report = judged(&file, &Criteria::of(Recipe::new(other).unwrap()));
    let [mismatch] = &report.mismatches[..] else { panic!("{:?}", report.mismatches) };
    assert_eq!((&*mismatch.parameter, &*mismatch.recipe), ("new_account_age", "1-30"));
    assert_eq!(mismatch.file, "1-175");
}

/// The part of the model card that is written by what comes out.
fn card() -> String {
    // Of version 1 as of a file of which nothing is known, which is looked through for names and places.
    let (even, _) = made(&recipe(RecipeVersion::V1, 300_000));
    let first = judged(&even, &Criteria::default()).statistics;
    let statistics = [first, made(&recipe(RecipeVersion::V2, 300_000)).1.statistics];
    let mut card = String::new();
    write_pairs(&mut card, &statistics);
    write_deviations(&mut card, &statistics[1]);
    write_employment(&mut card, &statistics);
    write_names(&mut card, &statistics[1]);
    card
}

fn write_pairs(card: &mut String, [first, second]: &[Summary; 2]) {
    *card += "| pair | declared | version 2 | version 1 |\n| --- | --- | --- | --- |\n";
    for (one, two) in first.associations.iter().zip(&second.associations) {
        let [declared, made, even] =
            [two.declared, two.cramers_v, one.cramers_v].map(|v| v.unwrap_or(0.0));
        let columns = two.columns.join(", ");
        writeln!(card, "| {columns} | {declared:.3} | {made:.3} | {even:.3} |").unwrap();
    }
}

fn write_deviations(card: &mut String, statistics: &Summary) {
    *card += "\n| column | values | furthest off | target | version 2 | off by | by chance |\n\
              | --- | --- | --- | --- | --- | --- | --- |\n";
    for off in &statistics.deviations {
        let Deviation { column, values, value, percent, target_percent, .. } = off;
        writeln!(
            card,
            "| `{column}` | {values} | {value} | {target_percent:.2} % | {percent:.2} % | {:.1} σ | {:.1} σ |",
            off.deviations, off.expected_deviations
        )
        .unwrap();
    }
}

fn write_employment(card: &mut String, [first, second]: &[Summary; 2]) {
    *card += "\n| employment | target | version 2 | version 1 |\n| --- | --- | --- | --- |\n";
    let bars = first.employment_distribution.0.iter().zip(&second.employment_distribution.0);
    for (one, two) in bars {
        let target = two.target.unwrap();
        writeln!(
            card,
            "| {} | {target:.1} % | {:.1} % | {:.1} % |",
            two.name, two.percent, one.percent
        )
        .unwrap();
    }
}

fn write_names(card: &mut String, second: &Summary) {
    *card += "\n| first name | share: target | version 2 | mean age: target | version 2 |\n\
              | --- | --- | --- | --- | --- |\n";
    for name in &second.top_first_names {
        let (share, age) = (name.target_percent.unwrap(), name.target_mean_age.unwrap());
        writeln!(
            card,
            "| {} | {share:.2} % | {:.2} % | {age:.1} | {:.1} |",
            name.name, name.percent, name.mean_age
        )
        .unwrap();
    }
}

/// With `SEGMINT_WRITE_CARD=1` the card is written.
#[test]
fn the_model_card_tells_what_came_out() {
    const BEGIN: &str = "<!-- measured: 300,000 customers, seed 42, as of 2026-11-23 -->\n\n";
    const END: &str = "\n<!-- end of what was measured -->\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/model.md");
    let text = fs::read_to_string(path).unwrap();
    let begin = text.find(BEGIN).unwrap() + BEGIN.len();
    let end = text.find(END).unwrap();
    let card = card();
    if std::env::var_os("SEGMINT_WRITE_CARD").is_some() {
        fs::write(path, format!("{}{card}{}", &text[..begin], &text[end..])).unwrap();
    } else {
        assert_eq!(text[begin..end], card, "SEGMINT_WRITE_CARD=1 writes it");
    }
}
