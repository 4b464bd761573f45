//! Labelled dirt: what the validator finds in a file is what was injected, no more and no less, and
//! everything else is as it would be without.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::recipes::dirty_recipe;
use common::{defaults, rows_of};
use proptest::prelude::*;
use segmint::customers::Field;
use segmint::customers::dirt::{AnswerKey, DirtReport, Injection, Tally};
use segmint::customers::{Generator, HEADER};
use segmint::plan::{BLOCK_ROWS, PartitionSize, Rows};
use segmint::recipe::{Amount, Dirt, FaultKind, Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;
use segmint::validate::{Checker, Criteria, FileCheck, Report, Rule, validate};

/// A fault with what stands there without it and with it.
type Noted = (Injection, String, String);

/// These rows in chunks of so many blocks, and their faults.
fn spoiled(recipe: &Recipe, rows: Rows, blocks: u32) -> (String, Vec<Noted>) {
    let generator = Generator::new(recipe);
    let (mut all, mut chunk, mut noted) = (Vec::new(), Vec::new(), Vec::new());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for rows in rows.partitions(PartitionSize::Blocks(blocks)) {
        generator.write_noting(rows, &mut chunk, &mut |injection, clean, faulty| {
            noted.push((*injection, text(clean), text(faulty)));
        });
        all.extend_from_slice(&chunk);
    }
    (String::from_utf8(all).unwrap(), noted)
}

/// What was read back from these rows, and how that compares with what was injected.
fn read_back(recipe: &Recipe, rows: Rows, blocks: u32) -> (Report, DirtReport) {
    let mut file_check = FileCheck::new(&Criteria::of(recipe.clone()));
    let (mut generator, mut tally, mut chunk) =
        (Generator::new(recipe), Tally::before(rows), Vec::new());
    for rows in rows.partitions(PartitionSize::Blocks(blocks)) {
        let minted = generator.generate(rows, &mut chunk);
        file_check.absorb(minted.piece_report);
        tally.append(minted.tally);
    }
    let report = file_check.report();
    let outcome = tally.outcome(&report);
    (report, outcome)
}

fn without_dirt(recipe: &Recipe) -> Recipe {
    Recipe::new(Parameters { dirt: Dirt::NONE, ..recipe.parameters().clone() }).unwrap()
}

fn with_dirt(count: u32, dirt: Dirt) -> Recipe {
    Recipe::new(Parameters { count, dirt, ..defaults() }).unwrap()
}

/// The defaults of a version with this dirt.
fn dirty(version: RecipeVersion, count: u32, dirt: Dirt) -> Recipe {
    let as_of = defaults().as_of;
    Recipe::new(Parameters { count, dirt, ..Parameters::defaults(version, as_of) }).unwrap()
}

/// How many rows of a data set get a fault.
fn rows_with(amount: Amount, count: u32) -> u32 {
    match amount {
        Amount::Rows(rows) => rows,
        Amount::Share(share) => {
            let (full, few) = (count / BLOCK_ROWS, count % BLOCK_ROWS);
            full * u32::from(share) + few * u32::from(share) / 1000
        }
    }
}

/// A place where a rule is broken: line, column, value.
type Place = (u64, String, String);

/// Every place in the file where a row breaks a rule.
fn found(file: &str, recipe: &Recipe) -> BTreeMap<Rule, Vec<Place>> {
    let criteria = Criteria { examples: u32::MAX, ..Criteria::of(recipe.clone()) };
    let report = validate(file.as_bytes(), &criteria, |_| ()).unwrap();
    let rules = report.findings().filter(|finding| finding.rule != Rule::SegmentShare);
    let places = rules.map(|finding| {
        assert_eq!(finding.rows, finding.examples.len() as u64);
        let examples = finding.examples.iter();
        let places = examples.map(|place| (place.line, place.column.clone(), place.value.clone()));
        (finding.rule, places.collect())
    });
    places.collect()
}

/// Every place where the key says that a rule is broken.
fn foretold(file: &str, noted: &[Noted]) -> BTreeMap<Rule, Vec<Place>> {
    let mut places: BTreeMap<Rule, Vec<Place>> = BTreeMap::new();
    for (injection, _, faulty) in noted {
        let column = injection.column.map_or("", |column| column.name()).to_owned();
        for rule in injection.rules().iter().filter(|rule| **rule != Rule::IdSequential) {
            let value = if *rule == Rule::EmailUnique { String::new() } else { shortened(faulty) };
            places.entry(*rule).or_default().push((injection.line(), column.clone(), value));
        }
    }
    let out_of_sequence = out_of_sequence(file);
    if !out_of_sequence.is_empty() {
        places.insert(Rule::IdSequential, out_of_sequence);
    }
    places
}

fn shortened(value: &str) -> String {
    let mut shown: String = value.chars().take(60).collect();
    if value.chars().count() > 60 {
        shown.push('…');
    }
    shown
}

/// The ids that do not lie as far behind the last readable one as their rows do.
fn out_of_sequence(file: &str) -> Vec<Place> {
    let mut places = Vec::new();
    let mut last: Option<(i64, i64)> = None;
    for (line, text) in (1..).zip(file.lines()).skip(1) {
        let fields: Vec<&str> = text.split(',').collect();
        let digits = fields[0].strip_prefix("CUST").filter(|digits| digits.len() == 8);
        let id = digits.and_then(|digits| digits.parse::<i64>().ok());
        let Some(id) = id.filter(|_| fields.len() == 13) else { continue };
        if last.is_some_and(|(before, at)| id - before != line - at) {
            places.push((line.cast_unsigned(), "customer_id".to_owned(), fields[0].to_owned()));
        }
        last = Some((id, line));
    }
    places
}

/// Somebody of 108 in 1999 turned 18 in 1909: ten years before that there are no dates.
#[test]
fn an_account_under_age_is_no_impossible_date() {
    let link = "v=2&seed=4389534871030851442&count=990&as_of=1999-12-08&weights=0,0,0,100,0&premium=0,0,0,100,0&gradual=0\
        &age=104-108&credit_limit=0-2&credit_limit_step=2&opened=0-0&new_account_age=1-1&domains=free\
        &dirt=age_out_of_range:3.9pct,account_before_adult:56";
    let recipe = segmint::link::Link::read(link).unwrap().recipe;
    let (rows, noted) = spoiled(&recipe, Rows::all(&recipe), 3);
    let file = HEADER.to_owned() + &rows;
    assert_eq!(noted.len(), 38 + 56);
    assert_eq!(found(&file, &recipe), foretold(&file, &noted));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_was_injected(recipe in dirty_recipe()) {
        let (rows, noted) = spoiled(&recipe, Rows::all(&recipe), 3);
        let file = HEADER.to_owned() + &rows;
        prop_assert_eq!(found(&file, &recipe), foretold(&file, &noted));
    }

    #[test]
    fn counts_are_exact(recipe in dirty_recipe()) {
        let Parameters { count, dirt, .. } = recipe.parameters();
        let (report, outcome) = read_back(&recipe, Rows::all(&recipe), 2);
        let customers = dirt.of_customers();
        let asked = customers.amounts().map(|(flaw, amount)| (flaw, u64::from(rows_with(amount, *count))));
        let asked: Vec<_> = asked.filter(|(_, rows)| *rows > 0).collect();
        let injected: Vec<_> = outcome.kinds.iter().map(|kind| (kind.kind, kind.injected)).collect();
        prop_assert_eq!(injected, asked);
        prop_assert!(outcome.is_exact(), "{:?} {:?}", outcome, report);
        let faults: BTreeSet<u64> =
            spoiled(&recipe, Rows::all(&recipe), 2).1.iter().map(|(fault, ..)| fault.row).collect();
        prop_assert_eq!(faults.len() as u64, outcome.injected());
        prop_assert!(faults.iter().all(|row| row % u64::from(BLOCK_ROWS) != 1));
    }

    #[test]
    fn all_other_values_stay(recipe in dirty_recipe()) {
        let (rows, noted) = spoiled(&recipe, Rows::all(&recipe), 2);
        let clean = rows_of(&without_dirt(&recipe), Rows::all(&recipe), 2);
        let mut expected: Vec<String> = clean.lines().map(str::to_owned).collect();
        for (Injection { row, column, .. }, value, faulty) in &noted {
            prop_assert_ne!(value, faulty);
            let line = &mut expected[*row as usize - 1];
            let Some(column) = column else {
                prop_assert_eq!(&*line, value);
                line.clone_from(faulty);
                continue;
            };
            let mut fields: Vec<&str> = line.split(',').collect();
            prop_assert_eq!(fields[*column as usize], value);
            fields[*column as usize] = faulty;
            *line = fields.join(",");
        }
        let lines: Vec<&str> = rows.lines().collect();
        prop_assert_eq!(lines, expected);
    }

    #[test]
    fn chunks_and_ranges_have_no_influence(
        recipe in dirty_recipe(), blocks in 1..5_u32, a in any::<u32>(), b in any::<u32>(),
    ) {
        let count = recipe.parameters().count;
        let (a, b) = (1 + a % count, 1 + b % count);
        let range = Rows { first: a.min(b).into(), last: a.max(b).into() };
        let (whole, noted) = spoiled(&recipe, Rows::all(&recipe), u32::MAX);
        let (rows, faults) = spoiled(&recipe, range, blocks);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        prop_assert_eq!(rows, lines[range.first as usize - 1..range.last as usize].concat());
        let within = |(fault, ..): &&Noted| range.first <= fault.row && fault.row <= range.last;
        let expected: Vec<Noted> = noted.iter().filter(within).cloned().collect();
        prop_assert_eq!(faults, expected);
        // What a range repeats may lie before it; the tally knows.
        let (report, outcome) = read_back(&recipe, range, blocks);
        prop_assert!(outcome.is_exact(), "{:?} {:?}", outcome, report);
    }

    #[test]
    fn a_larger_count_keeps_the_faults_that_are_shares(recipe in dirty_recipe(), more in 1..3000_u32) {
        let customers = recipe.parameters().dirt.of_customers();
        let shares = customers.amounts().filter(|(_, amount)| matches!(amount, Amount::Share(_)));
        let dirt = shares.fold(Dirt::NONE, |dirt, (flaw, amount)| dirt.with(flaw, amount));
        let count = recipe.parameters().count;
        let of = |count| {
            Recipe::new(Parameters { count, dirt: dirt.clone(), ..recipe.parameters().clone() })
        };
        let full = count / BLOCK_ROWS * BLOCK_ROWS;
        // The larger may have a last block without room.
        if let (Ok(smaller), Ok(larger), 1..) = (of(count), of(count + more), full) {
            let rows = Rows { first: 1, last: full.into() };
            prop_assert_eq!(spoiled(&smaller, rows, 1), spoiled(&larger, rows, 1));
        }
    }

    #[test]
    fn no_value_is_a_formula_or_needs_quotes(recipe in dirty_recipe()) {
        let (rows, _) = spoiled(&recipe, Rows::all(&recipe), 1);
        for field in rows.split([',', '\n']) {
            prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", field);
        }
        prop_assert!(!rows.contains(['"', '\r', '\0']));
    }
}

/// The answer key in this form.
fn key(form: AnswerKey, noted: &[Noted]) -> String {
    let mut key = form.header().into_bytes();
    for (injection, clean, faulty) in noted {
        form.write(injection, clean.as_bytes(), faulty.as_bytes(), &mut key);
    }
    String::from_utf8(key).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn keys_are_read_back(recipe in dirty_recipe()) {
        let (_, noted) = spoiled(&recipe, Rows::all(&recipe), 2);
        let csv = key(AnswerKey::Csv, &noted);
        let records: Vec<Vec<String>> =
            csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect();
        let ndjson = key(AnswerKey::Ndjson, &noted);
        let objects: Vec<serde_json::Value> =
            ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        prop_assert_eq!((records.len(), objects.len()), (noted.len(), noted.len()));
        for ((record, object), (fault, clean, faulty)) in records.iter().zip(objects).zip(&noted) {
            let rules: Vec<&str> = fault.rules().iter().map(|rule| rule.id()).collect();
            let column = fault.column.map(Field::name);
            let texts = [&fault.row.to_string(), &fault.line().to_string(), column.unwrap_or(""),
                fault.flaw.id(), clean, faulty, &rules.join(" ")];
            prop_assert_eq!(record, &texts);
            prop_assert_eq!(object, serde_json::json!({
                "row": fault.row, "line": fault.line(), "column": column, "kind": fault.flaw.id(),
                "original_value": clean, "faulty_value": faulty, "rules": rules,
            }));
        }
        for field in records.iter().flatten() {
            prop_assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']), "{}", field);
        }
    }
}

/// The rules that no single row breaks.
const OF_THE_FILE: [Rule; 13] = [
    Rule::FileReadable,
    Rule::HeaderColumns,
    Rule::HeaderKnown,
    Rule::HeaderOrder,
    Rule::ByteOrderMark,
    Rule::LineEnds,
    Rule::RowsPresent,
    Rule::BlankLine,
    Rule::SegmentShare,
    Rule::FileWhole,
    Rule::HeaderNames,
    Rule::Delimiter,
    Rule::RowsCut,
];

/// The rules of what people and other programs leave in files, of which no kind of dirt is made.
const OF_OTHERS: [Rule; 10] = [
    Rule::RowsSwallowed,
    Rule::ValueSprawling,
    Rule::ValuePlaceholder,
    Rule::NameControl,
    Rule::NameDigits,
    Rule::NameMarkup,
    Rule::NameFormula,
    Rule::NameSpace,
    Rule::NameMojibake,
    Rule::AccountPlausible,
];

/// The rules that version 1 does not have.
const OF_PEOPLE: [Rule; 4] =
    [Rule::CityInState, Rule::PremiumLimit, Rule::AccountOfAdult, Rule::NewAccountWindow];

#[test]
fn every_kind_breaks_its_rules_and_every_rule_has_its_kind() {
    let mut paired = [BTreeSet::new(), BTreeSet::new()];
    for (version, paired) in RecipeVersion::ALL.into_iter().zip(&mut paired) {
        for flaw in FaultKind::of_customers(version) {
            // As many Premium cards as there are, but for one in a block.
            let faults = if flaw == FaultKind::PremiumBelowMedian { 220 } else { 495 };
            let recipe = dirty(version, 5_000, Dirt::NONE.with(flaw, Amount::Rows(faults)));
            let (rows, noted) = spoiled(&recipe, Rows::all(&recipe), 2);
            assert_eq!(noted.len(), faults as usize, "{flaw}");
            let broken: BTreeSet<Rule> =
                found(&(HEADER.to_owned() + &rows), &recipe).into_keys().collect();
            let named: BTreeSet<Rule> =
                noted.iter().flat_map(|(fault, ..)| fault.rules()).copied().collect();
            assert_eq!(broken, named, "{flaw}");
            assert!(noted.iter().all(|(fault, ..)| !fault.rules().is_empty()), "{flaw}");
            paired.extend(broken);
        }
    }
    let is_of_rows = |rule: &Rule| !OF_THE_FILE.contains(rule) && !OF_OTHERS.contains(rule);
    let of_rows =
        || Rule::ALL.into_iter().filter(|rule| !rule.is_of_transactions()).filter(is_of_rows);
    let [first, second] = paired;
    assert_eq!(second, of_rows().collect());
    assert_eq!(first, of_rows().filter(|rule| !OF_PEOPLE.contains(rule)).collect());
}

#[test]
fn what_is_repeated_stands_in_an_earlier_row_of_the_block() {
    let dirt = Dirt::NONE
        .with(FaultKind::DuplicateId, Amount::Share(300))
        .with(FaultKind::DuplicateEmail, Amount::Share(300));
    let recipe = with_dirt(3_000, dirt);
    let (rows, noted) = spoiled(&recipe, Rows::all(&recipe), 1);
    let lines: Vec<&str> = rows.lines().collect();
    let faulty: BTreeSet<u64> = noted.iter().map(|(fault, ..)| fault.row).collect();
    for (fault, _, value) in &noted {
        let (source, column) = (fault.source.unwrap(), fault.column.unwrap());
        assert!(source < fault.row && !faulty.contains(&source));
        assert_eq!((source - 1) / u64::from(BLOCK_ROWS), (fault.row - 1) / u64::from(BLOCK_ROWS));
        assert_eq!(lines[source as usize - 1].split(',').nth(column as usize), Some(&value[..]));
    }
}

#[test]
fn addresses_are_only_expected_twice_where_they_are_compared() {
    let dirt = Dirt::NONE.with(FaultKind::DuplicateEmail, Amount::Share(2));
    let recipe = with_dirt(1_010_000, dirt);
    for first in [1, 501] {
        let rows = Rows { first, last: 1_010_000 };
        let (_, outcome) = read_back(&recipe, rows, 7);
        assert!(outcome.is_exact(), "{outcome:?}");
        assert!(outcome.injected() > outcome.kinds[0].found && outcome.kinds[0].found > 1_900);
    }
}

/// Every row of a block but the first has the same chance: in each tenth of the blocks' rows there
/// are as many faults as chance would have it, within five standard deviations.
#[test]
fn faults_lie_anywhere_in_a_block() {
    let dirt = Dirt::NONE
        .with(FaultKind::UnknownState, Amount::Share(10))
        .with(FaultKind::MisplacedPremium, Amount::Share(10));
    lie_anywhere(
        &with_dirt(500_000, dirt.clone()),
        &[FaultKind::UnknownState, FaultKind::MisplacedPremium],
    );
    let dirt = dirt
        .with(FaultKind::MisdatedNewAccount, Amount::Share(10))
        .with(FaultKind::PremiumBelowMedian, Amount::Share(10));
    let kinds = [
        FaultKind::UnknownState,
        FaultKind::MisplacedPremium,
        FaultKind::MisdatedNewAccount,
        FaultKind::PremiumBelowMedian,
    ];
    lie_anywhere(&dirty(RecipeVersion::V2, 500_000, dirt), &kinds);
}

fn lie_anywhere(recipe: &Recipe, kinds: &[FaultKind]) {
    for &flaw in kinds {
        let (_, noted) = spoiled(recipe, Rows::all(recipe), 50);
        let places = noted.iter().filter(|(fault, ..)| fault.flaw == flaw);
        let mut tenths = [0_f64; 10];
        for (fault, ..) in places {
            tenths[((fault.row - 1) % u64::from(BLOCK_ROWS) / 100) as usize] += 1.0;
        }
        for (tenth, faults) in (0..).zip(tenths) {
            let share = if tenth == 0 { 99.0 } else { 100.0 } / 999.0;
            let expected = 5_000.0 * share;
            assert!(
                (faults - expected).abs() < 5.0 * (expected * (1.0 - share)).sqrt(),
                "{tenths:?}"
            );
        }
    }
}

/// The outcome for rows with these faults if others are noted.
fn outcome_if_noted(recipe: &Recipe, noted: &[Injection]) -> DirtReport {
    let (all, criteria) = (Rows::all(recipe), Criteria::of(recipe.clone()));
    let (rows, _) = spoiled(recipe, all, 1);
    let every = Criteria { examples: u32::MAX, ..criteria.clone() };
    let piece_report = Checker::new(&every).check(rows.as_bytes(), 2);
    let mut tally = Tally::before(all);
    tally.append(Tally::of(all, noted, &piece_report));
    let mut file_check = FileCheck::new(&criteria);
    file_check.absorb(piece_report);
    tally.outcome(&file_check.report())
}

#[test]
fn what_is_found_too_much_or_not_at_all_is_told() {
    RecipeVersion::ALL.into_iter().for_each(what_is_amiss_is_told);
}

fn what_is_amiss_is_told(version: RecipeVersion) {
    let all = FaultKind::of_customers(version);
    let dirt = all.fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Rows(5)));
    let recipe = dirty(version, 2_000, dirt);
    let (_, noted) = spoiled(&recipe, Rows::all(&recipe), 1);
    let noted: Vec<Injection> = noted.into_iter().map(|(fault, ..)| fault).collect();
    assert!(outcome_if_noted(&recipe, &noted).is_exact());
    for at in 0..noted.len() {
        let mut fewer = noted.clone();
        let fault = fewer.remove(at);
        let outcome = outcome_if_noted(&recipe, &fewer);
        assert!(!outcome.is_exact(), "{fault:?}");
        let repeats = matches!(fault.flaw, FaultKind::DuplicateId | FaultKind::DuplicateEmail);
        assert_eq!(outcome.strays, u64::from(!repeats), "{fault:?}");
        let moved: Vec<Injection> =
            (fewer.iter().copied()).chain([Injection { row: 1_999, ..fault }]).collect();
        if noted.iter().all(|other| other.row < 1_999) {
            let outcome = outcome_if_noted(&recipe, &moved);
            let kind = outcome.kinds.iter().find(|kind| kind.kind == fault.flaw).unwrap();
            assert!(repeats || kind.found == 4 && kind.expected == 5, "{fault:?}");
        }
    }
}
