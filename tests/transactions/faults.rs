//! Labelled dirt of transactions, and what is found of it.

use std::collections::{BTreeMap, BTreeSet};

use segmint::data_set::DataSet;
use segmint::dirt::Injected;
use segmint::findings::Rule;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Amount, Dirt, FaultKind, Limit, Parameters, Recipe, Spending};
use segmint::table::{Accumulate, Generate};
use segmint::transactions::dirt::Injection;

use super::{parameters, recipe};

fn kinds() -> impl Iterator<Item = FaultKind> {
    FaultKind::ALL.into_iter().filter(|flaw| flaw.is_of_transactions())
}

fn dirty(count: u32, dirt: Dirt) -> Recipe {
    let spending = Spending { months: 7, ..Spending::DEFAULT };
    recipe(Parameters { dirt, spending, ..parameters(count, 42) })
}

/// A fault as it was noted: what stood there, and what stands there.
type Noted = (Injection, String, String);

/// The rows, with the faults that were noted in them.
fn spoiled(recipe: &Recipe, rows: Rows) -> (String, Vec<Noted>) {
    let data_set = DataSet::transactions(recipe.clone()).unwrap();
    let (mut csv, mut noted) = (Vec::new(), Vec::new());
    data_set.generator().write_noting(rows, &mut csv, &mut |injection, clean, faulty| {
        let [clean, faulty] = [clean, faulty].map(|text| String::from_utf8(text.to_vec()).unwrap());
        noted.push((*injection, clean, faulty));
    });
    (String::from_utf8(csv).unwrap(), noted)
}

#[test]
fn every_kind_breaks_its_rule_and_is_found() {
    let mut broken = BTreeSet::new();
    for flaw in kinds() {
        let faults = if flaw == FaultKind::TransactionBeforeOpening { 90 } else { 400 };
        let recipe = dirty(1_000, Dirt::NONE.with(flaw, Amount::Rows(faults)));
        let data_set = DataSet::transactions(recipe).unwrap();
        let written = data_set.write(std::io::sink(), |_| ()).unwrap().report;
        let [kind] = &written.outcome.kinds[..] else { panic!("{:?}", written.outcome) };
        assert_eq!((kind.kind, kind.injected), (flaw, u64::from(faults)));
        assert!(written.outcome.is_exact(), "{:?} {:?}", written.outcome, written.report.errors);
        let rules: Vec<Rule> = written.report.findings().map(|finding| finding.rule).collect();
        assert_eq!(rules.len(), 1, "{flaw}: {rules:?}");
        broken.extend(rules);
    }
    assert_eq!(broken.len(), kinds().count(), "each kind has a rule of its own");
}

#[test]
fn faults_are_where_they_are_noted_and_nowhere_else() {
    let dirt = kinds().fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Share(15)));
    let recipe = dirty(2_000, dirt);
    let (clean, none) = spoiled(&dirty(2_000, Dirt::NONE), Rows::all(&recipe));
    let (faulty, noted) = spoiled(&recipe, Rows::all(&recipe));
    assert!(none.is_empty());
    let mut counts: BTreeMap<FaultKind, u32> = BTreeMap::new();
    let mut expected: Vec<String> = clean.lines().map(str::to_owned).collect();
    for (injection, was, is) in &noted {
        *counts.entry(injection.flaw).or_default() += 1;
        let row = &mut expected[injection.row as usize - 1];
        let column = injection.column.position();
        let mut fields: Vec<&str> = row.split(',').collect();
        assert_eq!(fields[column], was);
        fields[column] = is;
        *row = fields.join(",");
    }
    assert!(
        counts.values().all(|&count| count == 30) && counts.len() == kinds().count(),
        "{counts:?}"
    );
    assert!(faulty.lines().eq(expected.iter().map(String::as_str)));
    // Faults of customers are nothing to transactions, and the other way round.
    let customers = dirty(2_000, Dirt::NONE.with(FaultKind::RaggedRow, Amount::Share(100)));
    assert!(spoiled(&customers, Rows::all(&recipe)).0 == clean);
    let rows = |recipe: &Recipe| {
        let mut csv = Vec::new();
        segmint::customers::Generator::new(recipe).write(Rows::all(recipe), &mut csv);
        csv
    };
    assert!(rows(&recipe) == rows(&dirty(2_000, Dirt::NONE)));
}

#[test]
fn ranges_have_the_faults_of_the_whole() {
    let dirt = kinds().fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Rows(20)));
    let recipe = dirty(2_345, dirt);
    let whole = spoiled(&recipe, Rows::all(&recipe));
    for size in [PartitionSize::Customers(77), PartitionSize::Blocks(2)] {
        let (mut text, mut noted) = (String::new(), Vec::new());
        for rows in Rows::all(&recipe).partitions(size) {
            let before = text.lines().count() as u64;
            let (more, faults) = spoiled(&recipe, rows);
            text += &more;
            noted
                .extend(faults.into_iter().map(|(fault, was, is)| (fault.behind(before), was, is)));
        }
        assert!((text, noted) == whole, "{size:?}");
    }
    let dirty: Vec<Rows> = DataSet::transactions(recipe.clone())
        .unwrap()
        .generator()
        .dirty_blocks(Rows::all(&recipe))
        .collect();
    assert!(!dirty.is_empty());
    let mut rows_with_faults = whole.1.iter().map(|(injection, ..)| injection.row());
    assert!(rows_with_faults.all(|row| row > 0));
}

#[test]
fn where_there_is_no_room_a_customer_stays_clean_and_it_is_told() {
    // One payment a customer: none has an earlier id, or an earlier day.
    let spending = Spending {
        months: 1,
        payments: [segmint::recipe::Span::new(1, 1); 5],
        ..Spending::DEFAULT
    };
    for flaw in [FaultKind::DuplicateTransactionId, FaultKind::TransactionOutOfOrder] {
        let dirt = Dirt::NONE.with(flaw, Amount::Rows(10));
        let recipe = recipe(Parameters { dirt, spending, ..parameters(100, 1) });
        let data_set = DataSet::transactions(recipe).unwrap();
        let report = data_set.write(std::io::sink(), |_| ()).unwrap().report;
        assert_eq!(report.outcome.injected(), 0);
        assert!(report.outcome.is_exact() && report.report.is_valid);
    }
}

#[test]
fn limits_are_told() {
    let limit = |dirt| {
        let parameters = Parameters { dirt, ..parameters(1_000, 1) };
        Recipe::new(parameters).err().map(|faults| faults[0].limit)
    };
    let flaw = FaultKind::TransactionBeforeOpening;
    let of = |faults| limit(Dirt::NONE.with(flaw, Amount::Rows(faults)));
    assert_eq!(of(99), None);
    let room = Limit::DirtRoomOfKind { flaw, rows: 1000, faults: 100, room: 99 };
    assert_eq!(of(100), Some(room));
    assert!(room.to_string().ends_with("of New & Growing"), "{room}");
    // Each table has room of its own.
    let full = Dirt::NONE
        .with(FaultKind::RaggedRow, Amount::Rows(999))
        .with(FaultKind::UnknownChannel, Amount::Rows(999));
    assert_eq!(limit(full), None);
}

#[test]
fn the_report_of_partitions_is_that_of_the_whole() {
    let dirt = kinds().fold(Dirt::NONE, |dirt, flaw| dirt.with(flaw, Amount::Share(8)));
    let data_set = DataSet::transactions(dirty(1_100, dirt)).unwrap();
    let whole = data_set.write(std::io::sink(), |_| ()).unwrap().report;
    assert!(whole.outcome.is_exact() && !whole.report.is_valid);
    let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
    let mut csv = Vec::new();
    for rows in data_set.partitions(PartitionSize::Customers(33)) {
        accumulator.add(generator.generate(rows, &mut csv));
    }
    assert_eq!(accumulator.report(), whole);
}
