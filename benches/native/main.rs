//! The native bars, each as a ratio to something measured beside it in the same run.
//!
//! `cargo bench --bench native` prints plain text. Times are the best of several runs, in turn
//! with what they are compared to, because a shared machine only ever makes things slower.
//!
//! The file is written to the folder in `SEGMINT_BENCH_DIR`, or the temporary folder: 2.5 GB.
//!
//! Its parts can be had one by one, as in `cargo bench --bench native -- cp`; `SEGMINT_BENCH_ROWS`
//! is the largest number of rows in any of them, and with few rows everything is done once, to see
//! that it works. The last thing printed is the table of all bars; a run of `cargo bench` prints it
//! once more behind the browser's.
//!
//! - `kernel`: making rows and reading them back, on one core.
//! - `transactions`: making what customers buy and reading it back, on one core.
//! - `validation`: judging a file, on one core.
//! - `process`: the whole command beside others that make the same columns.
//! - `cp`: the whole command beside `cp` of the file that it made.
//! - `nowhere`: the whole command to nowhere, with and without fingerprint.
//! - `parquet`: the whole command, as Parquet.
//! - `memory`: the most that the command takes.
//! - `scale`: what a row costs in small and in large data sets.

#![allow(missing_docs, reason = "nobody calls a benchmark")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]

mod command;
#[path = "../common/mod.rs"]
mod common;
mod others;

use std::fs::{self, File};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use segmint::columns::Columns;
use segmint::customers::{COLUMNS, Generator, SCHEMA};
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::format::parquet::{Codec, GroupEncoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Amount, Dirt, FaultKind, Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;

use common::bars::{self, Bar};
use common::telling::{self, lines, rounds, rows_or, rows_up_to, wants};
use others::idiomatic;

const SMALL: u32 = 50_000;
const LARGE: u32 = 10_000_000;
const LARGEST: u32 = 99_999_999;

/// The rows that the kernel and the validation are measured with.
const SAMPLE: u32 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // The benchmark starts itself to be measured as a whole process.
    if let [_, mode, count, path] = &arguments[..]
        && mode == "--idiomatic"
    {
        idiomatic(count.parse().unwrap(), File::create(path).unwrap());
        return;
    }
    let folder = std::env::var_os("SEGMINT_BENCH_DIR")
        .map_or_else(std::env::temp_dir, PathBuf::from)
        .join("segmint-bench");
    fs::create_dir_all(&folder).unwrap();
    let large = rows_or(LARGE);
    let parts: [(&str, &dyn Fn()); 11] = [
        ("kernel", &kernel),
        ("transactions", &transactions),
        ("dirt", &dirt),
        ("validation", &validation),
        ("formats", &formats),
        ("process", &|| {
            command::beside_others(&folder, rows_up_to(SMALL));
            command::beside_others(&folder, large);
        }),
        ("cp", &|| command::beside_cp(&folder, large)),
        ("nowhere", &|| command::to_nowhere(&folder, large)),
        ("parquet", &|| command::parquet(&folder)),
        ("memory", &|| command::memory(&folder)),
        ("scale", &command::scale_of_rows),
    ];
    parts.iter().filter(|(name, _)| wants(name)).for_each(|(_, measure)| measure());
    fs::remove_dir_all(&folder).unwrap();
    bars::tell_and_leave();
}

/// The best times of several runs of each, in turn.
fn best<const N: usize>(rounds: u32, runs: [&mut dyn FnMut(); N]) -> [Duration; N] {
    let start = Instant::now();
    common::best(|| start.elapsed(), rounds, runs)
}

fn report(what: &str, rows: u32, took: Duration, beside: &[(&str, Duration)]) {
    println!("{}", lines(what, rows, took, beside));
}

/// A whole file, held against all rules.
fn validation() {
    let start = Instant::now();
    println!("\n{}", common::validation(|| start.elapsed(), rows_up_to(SAMPLE), rounds(7)));
}

/// Every format beside the plain CSV that it is taken from.
fn formats() {
    const ROWS: Rows = Rows { first: 1, last: 100_000 };
    let start = Instant::now();
    println!("\n{}", common::formats(|| start.elapsed(), 7));
    let mut columns = Columns::of(&SCHEMA);
    columns.read::<COLUMNS>(&common::plain(ROWS));
    let snappy = GroupEncoder::new(&SCHEMA, Codec::Snappy).unwrap();
    let zstd = GroupEncoder::new(&SCHEMA, Codec::Zstd).unwrap();
    let [snappy, zstd] = best(
        7,
        [&mut || drop(black_box(snappy.encode(&columns).unwrap())), &mut || {
            drop(black_box(zstd.encode(&columns).unwrap()));
        }],
    );
    report("  Parquet, snappy", ROWS.count() as u32, snappy, &[]);
    report("  Parquet, zstd", ROWS.count() as u32, zstd, &[]);
}

/// How many nanoseconds making and reading back a row of version 1 may take.
const KERNEL_NANOSECONDS: [f64; 2] = [24.0, 60.0];

/// Generation, encoding and reading back on one core, in a recycled buffer.
fn kernel() {
    const ROWS: u32 = 100_000;
    let start = Instant::now();
    let count = rows_up_to(SAMPLE);
    let (told, made_and_read) = common::kernel(|| start.elapsed(), count, rounds(7));
    println!("{told}");
    let [plain] = best(rounds(7), [&mut || idiomatic(ROWS, std::io::sink())]);
    report("  fake, csv and serde, not read back", ROWS, plain, &[]);
    let a_row = |took: Duration, rows: u32| took.as_secs_f64() * 1e9 / f64::from(rows);
    let what = ["making rows, one core", "reading rows back, all rules and statistics, one core"];
    for ((what, took), bar) in what.into_iter().zip(made_and_read).zip(KERNEL_NANOSECONDS) {
        bars::judge(what, Bar::AtMost(bar), "ns a row", a_row(took, count));
    }
    bars::beside("making rows by fake, csv and serde, one core", "ns a row", a_row(plain, ROWS));
}

/// How many gigabytes of transactions one core is to make in a second, and to make and read back.
const TRANSACTION_GIGABYTES: [f64; 2] = [2.0, 0.9];

/// What customers buy, on one core: made, and made and read back.
fn transactions() {
    let defaults = Parameters::defaults(RecipeVersion::V2, Date::from_unix_days(20_780));
    let count = rows_up_to(4_000);
    let recipe = Recipe::new(Parameters { count, ..defaults }).unwrap();
    let data_set = DataSet::transactions(recipe).unwrap();
    let partitions = data_set.partitions(data_set.partition_size());
    let (maker, mut generator) = (data_set.generator(), data_set.generator());
    let (mut plain, mut csv, mut rows, mut bytes) = (Vec::new(), Vec::new(), 0, 0);
    let [made, read] = best(
        rounds(7),
        [
            &mut || partitions.clone().for_each(|customers| maker.write(customers, &mut plain)),
            &mut || {
                (rows, bytes) = (0, 0);
                for customers in partitions.clone() {
                    rows += generator.generate(customers, &mut csv).piece_report.rows();
                    bytes += csv.len();
                }
            },
        ],
    );
    println!("\ntransactions, one core");
    let named = ["  made", "  made and read back"].into_iter().zip([made, read]);
    for ((name, took), bar) in named.zip(TRANSACTION_GIGABYTES) {
        report(name, rows as u32, took, &[]);
        let megabytes = (bytes / 1_000_000) as u32;
        let a_second = f64::from(megabytes) / 1e3 / took.as_secs_f64();
        let what = format!("transactions, one core,{name}");
        bars::judge(&what.replace("  ", " "), Bar::AtLeast(bar), "GB/s", a_second);
    }
    command::transactions_beside_others(count);
}

/// What dirt costs on one core, beside plain rows: made and read back, one fault in a thousand rows of
/// each kind that stays plain CSV, then of all kinds, of which two need `csv-core` to read them.
fn dirt() {
    const ROWS: u32 = 500_000;
    let little = |flaw: &FaultKind| !matches!(flaw, FaultKind::Mojibake | FaultKind::RaggedRow);
    let all: Vec<FaultKind> = FaultKind::of_version(RecipeVersion::V1).collect();
    let plain: Vec<FaultKind> = all.iter().copied().filter(little).collect();
    let generators = [vec![], plain, all].map(|flaws| {
        let defaults = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
        let dirt = flaws.iter().fold(Dirt::NONE, |dirt, flaw| dirt.with(*flaw, Amount::Share(1)));
        let recipe = Recipe::new(Parameters { count: ROWS, dirt, ..defaults }).unwrap();
        (Rows::all(&recipe), Generator::new(&recipe))
    });
    let [mut none, mut some, mut every] = generators.map(|(all, mut generator)| {
        let mut csv = Vec::new();
        move || {
            all.partitions(PartitionSize::Blocks(4))
                .for_each(|rows| drop(black_box(generator.generate(rows, &mut csv))));
        }
    });
    let [none, some, every] = best(7, [&mut none, &mut some, &mut every]);
    println!("\nDirt, one core, {ROWS} rows made and read back");
    report("  none", ROWS, none, &[]);
    report("  sixteen kinds, 1.6 % of the rows", ROWS, some, &[("none", none)]);
    report("  all eighteen, 1.8 %", ROWS, every, &[("none", none)]);
}
