//! The second opinion on transactions.

use segmint::data_set::DataSet;
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Parameters, Spending};
use segmint::table::{Accumulate, Generate};

use super::{parameters, recipe, spending};

#[test]
fn what_is_made_is_valid_in_any_partitions() {
    let data_set = DataSet::transactions(recipe(parameters(1_500, 42))).unwrap();
    let mut csv = Vec::new();
    let written = data_set.write(&mut csv, |_| ()).unwrap();
    let report = written.report.report;
    assert_eq!(report.errors, []);
    assert_eq!(report.warnings, []);
    assert_eq!(report.statistics.total_customers, 1_500);
    assert_eq!(report.statistics.total_transactions, csv.split(|&b| b == b'\n').count() as u64 - 2);
    let matrix = report.statistics.matrix.clone().unwrap();
    assert!(matrix.found_again_percent >= 99.5, "{matrix:?}");
    for size in [PartitionSize::Customers(7), PartitionSize::Blocks(1)] {
        let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
        let mut all = data_set.header().into_bytes();
        let mut csv = Vec::new();
        for rows in data_set.partitions(size) {
            accumulator.add(generator.generate(rows, &mut csv));
            all.extend_from_slice(&csv);
        }
        assert_eq!(accumulator.report().report, report, "{size:?}");
    }
}

#[test]
fn what_extreme_recipes_make_is_valid() {
    let default = Spending::DEFAULT;
    for (count, own) in [
        (300, Spending { overlap: 1000, ..default }),
        (300, Spending { overlap: 333, growth: 1000, ..default }),
        (200, Spending { months: 1, ..default }),
        (100, Spending { months: 60, growth: 0, declined: 1000, ..default }),
    ] {
        let data_set = DataSet::transactions(spending(count, own)).unwrap();
        let report = data_set.write(std::io::sink(), |_| ()).unwrap().report.report;
        assert_eq!(report.errors, [], "{own:?}");
        assert_eq!(report.warnings, [], "{own:?}");
        assert_eq!(report.statistics.matrix.is_some(), own.months >= 6);
    }
    // Accounts that were opened yesterday.
    let young = Parameters { opened: segmint::recipe::Span::new(0, 1), ..parameters(500, 1) };
    let data_set =
        DataSet::transactions(recipe(young)).unwrap().range(Rows { first: 3, last: 400 });
    let report = data_set.write(std::io::sink(), |_| ()).unwrap().report.report;
    assert_eq!(report.errors, []);
}
