//! The columns that generators fill straight from their rows hold what the CSV holds: the batches of both tables, of
//! every version, whole and of ranges, with faults and without, against the CSV as a library of others parses it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int32Type};
use arrow_array::{Array, RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, DataType};
use segmint::customers::{self, Customers};
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::format::Unsayable;
use segmint::format::arrow::Batches;
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::recipe::Recipe;
use segmint::table::Table;
use segmint::transactions::{self, Transactions};

/// Values and whether there is one, row by row.
type Row = Vec<Option<String>>;

fn recipe(version: u8, count: u32, more: &str) -> Recipe {
    let link = format!("v={version}&seed=7&count={count}&as_of=2026-11-23{more}");
    Link::read(&link).unwrap().recipe
}

/// The rows of a CSV. No value of ours is an empty text, so nothing stands for none.
fn parsed<T: Table>(data_set: &DataSet<T>) -> Vec<Row> {
    let mut csv = Vec::new();
    data_set.write(&mut csv, |_| ()).unwrap();
    let value = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut reader = csv::Reader::from_reader(&csv[..]);
    assert!(reader.headers().unwrap().iter().eq(T::SCHEMA.names()));
    reader.records().map(|row| row.unwrap().iter().map(value).collect()).collect()
}

/// The rows of a batch, each value as CSV writes it.
fn told(batch: &RecordBatch) -> Vec<Row> {
    let value = |array: &dyn Array, row: usize| {
        array.is_valid(row).then(|| match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
            DataType::Int32 => array.as_primitive::<Int32Type>().value(row).to_string(),
            DataType::Date32 => {
                Date::from_unix_days(array.as_primitive::<Date32Type>().value(row)).to_string()
            }
            DataType::Decimal128(12, 2) => {
                let cents = array.as_primitive::<Decimal128Type>().value(row);
                format!("{}.{:02}", cents / 100, cents % 100)
            }
            other => panic!("{other}"),
        })
    };
    let row = |row| batch.columns().iter().map(|array| value(array, row)).collect();
    (0..batch.num_rows()).map(row).collect()
}

/// How many rows each batch has, which all together must hold what the CSV holds.
#[track_caller]
fn judged<T: Table + 'static>(data_set: &DataSet<T>) -> Vec<usize> {
    let batches: Vec<RecordBatch> = Batches::new(data_set).map(Result::unwrap).collect();
    let rows: Vec<Row> = batches.iter().flat_map(told).collect();
    let expected = parsed(data_set);
    for (row, (found, expected)) in rows.iter().zip(&expected).enumerate() {
        assert_eq!(found, expected, "row {row}");
    }
    assert_eq!(rows.len(), expected.len());
    batches.iter().map(RecordBatch::num_rows).collect()
}

#[test]
fn batches_hold_the_rows_of_the_csv() {
    for version in [1, 2] {
        let data_set = DataSet::customers(recipe(version, 23_456, ""));
        assert_eq!(judged(&data_set), [10_000, 10_000, 3_456]);
        let range = data_set.range(Rows { first: 997, last: 12_001 });
        assert_eq!(judged(&range), [9_004, 2_001]);
    }
    let payments = DataSet::transactions(recipe(2, 120, "")).unwrap();
    let sizes = judged(&payments);
    assert!(sizes.len() > 3 && sizes.iter().all(|rows| (1..20_000).contains(rows)), "{sizes:?}");
    judged(&payments.range(Rows { first: 17, last: 61 }));
}

#[test]
fn odd_recipes_are_no_exception() {
    let odd =
        "&age=18-120&credit_limit=0-1000000000&credit_limit_step=1&domains=example&gradual=50";
    for version in [1, 2] {
        judged(&DataSet::customers(recipe(version, 2_500, odd)));
    }
    // Accounts that were opened on the last day have nothing to pay yet.
    let none = recipe(2, 60, "&weights=100,0,0,0,0&opened=0-0");
    assert_eq!(judged(&DataSet::transactions(none).unwrap()), [0; 0]);
    let dear =
        recipe(2, 40, "&dollars=900000-1000000,1600-4500,300-1200,1000-4000,300-1200&months=6");
    judged(&DataSet::transactions(dear).unwrap());
}

#[test]
fn faults_are_in_the_batches_too() {
    let dirt =
        "&dirt=wrong_case:5pct,duplicate_id:20,duplicate_email:20,mojibake:3pct,unknown_state:1pct";
    for version in [1, 2] {
        judged(&DataSet::customers(recipe(version, 12_345, dirt)));
    }
    let dirt = "&dirt=orphan_transaction:9,duplicate_transaction_id:12,transaction_out_of_order:20";
    judged(&DataSet::transactions(recipe(2, 150, dirt)).unwrap());
}

#[test]
fn a_value_that_no_column_takes_is_an_error_that_says_where() {
    let data_set = DataSet::customers(recipe(2, 20_000, "&dirt=missing_value:30"));
    let mut errors = Batches::new(&data_set).filter_map(Result::err);
    let Some(ArrowError::ExternalError(error)) = errors.next() else {
        panic!("no error");
    };
    let Some(Unsayable::Value { line, column, value, .. }) = error.downcast_ref() else {
        panic!("{error}");
    };
    let mut csv = Vec::new();
    data_set.write(&mut csv, |_| ()).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let row: Vec<&str> = csv.lines().nth(*line as usize - 1).unwrap().split(',').collect();
    assert_eq!(row[Customers::SCHEMA.position(column).unwrap()], value);
    assert!(errors.next().is_none());
}

#[test]
fn the_schema_is_that_of_the_table() {
    let told = |reader: &dyn RecordBatchReader| -> Vec<(String, String, bool)> {
        let schema = reader.schema();
        let fields = schema.fields().iter();
        let told = fields.map(|field| {
            (field.name().clone(), field.data_type().to_string(), field.is_nullable())
        });
        told.collect()
    };
    let data_set = DataSet::customers(recipe(2, 1, ""));
    let fields = told(&Batches::<Customers>::new(&data_set));
    assert_eq!(fields.len(), customers::COLUMNS);
    for (name, kind, is_nullable) in fields {
        let expected = match name.as_str() {
            "age" | "credit_limit" => "Int32",
            "account_open_date" => "Date32",
            _ => "Utf8",
        };
        assert_eq!((kind.as_str(), is_nullable), (expected, name == "decline_type"), "{name}");
    }
    let data_set = DataSet::transactions(recipe(2, 1, "")).unwrap();
    let fields = told(&Batches::<Transactions>::new(&data_set));
    assert_eq!(fields.len(), transactions::COLUMNS);
    for (name, kind, is_nullable) in fields {
        let expected = match name.as_str() {
            "transaction_date" => "Date32",
            "transaction_amount" => "Decimal128(12, 2)",
            _ => "Utf8",
        };
        assert_eq!((kind.as_str(), is_nullable), (expected, false), "{name}");
    }
}
