//! The native bars, each as a ratio to something measured beside it in the same run.
//!
//! `cargo bench --bench native` prints plain text. Times are the best of several runs, in turn
//! with what they are compared to, because a shared machine only ever makes things slower.
//!
//! The file is written to the folder in `SEGMINT_BENCH_DIR`, or the temporary folder: 2.5 GB.
//!
//! Its parts can be had one by one, as in `cargo bench --bench native -- cp`; `SEGMINT_BENCH_ROWS`
//! is the largest number of rows in any of them, and with few rows everything is done once, to see
//! that it works.
//!
//! - `kernel`: making rows and reading them back, on one core.
//! - `transactions`: making what customers buy and reading it back, on one core.
//! - `validation`: judging a file, on one core.
//! - `process`: the whole command beside others that make the same columns.
//! - `cp`: the whole command beside `cp` of the file that it made.
//! - `scale`: what a row costs in small and in large data sets.

#![allow(missing_docs, reason = "nobody calls a benchmark")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on should say where")]

mod common;

use std::fs::{self, File};
use std::hint::black_box;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fake::Fake;
use fake::faker::address::en::{CityName, StateAbbr};
use fake::faker::internet::en::FreeEmail;
use fake::faker::name::en::{FirstName, LastName};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use segmint::columns::Columns;
use segmint::customers::{COLUMNS, Generator, SCHEMA};
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::format::parquet::{Codec, GroupEncoder};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{Amount, Dirt, FaultKind, Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;
use serde::Serialize;

use common::telling::{lines, rounds, rows_or, rows_up_to, wants};

const SEGMINT: &str = env!("CARGO_BIN_EXE_segmint");
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
    let parts: [(&str, &dyn Fn()); 8] = [
        ("kernel", &kernel),
        ("transactions", &transactions),
        ("dirt", &dirt),
        ("validation", &validation),
        ("formats", &formats),
        ("process", &|| {
            whole_process(&folder, rows_up_to(SMALL));
            whole_process(&folder, large);
        }),
        ("cp", &|| beside_cp(&folder, large)),
        ("scale", &scale),
    ];
    parts.iter().filter(|(name, _)| wants(name)).for_each(|(_, measure)| measure());
    fs::remove_dir_all(&folder).unwrap();
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

/// Generation, encoding and reading back on one core, in a recycled buffer.
fn kernel() {
    const ROWS: u32 = 100_000;
    let start = Instant::now();
    println!("{}", common::kernel(|| start.elapsed(), rows_up_to(SAMPLE), rounds(7)));
    let [plain] = best(rounds(7), [&mut || idiomatic(ROWS, std::io::sink())]);
    report("  fake, csv and serde, not read back", ROWS, plain, &[]);
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
        println!("    {a_second:.2} GB/s, {:.2} of the bar", a_second / bar);
    }
    transactions_beside_others(count);
}

/// The whole command on one thread, made and read back, beside `tpchgen-cli`, which makes the facts of a warehouse and
/// does not read them back; both into a pipe.
fn transactions_beside_others(customers: u32) {
    let text = (customers * 5).to_string();
    let options =
        ["--no-fingerprint", "--quiet", "--threads", "1", "--output", "-", "--count", &text];
    let mut ours = Command::new(SEGMINT);
    ours.arg("generate-transactions").args(options);
    let mut lineitem = Command::new("tpchgen-cli");
    let scale = if customers < 1_000 { "0.01" } else { "1" };
    lineitem.args(["csv", "-s", scale, "--tables", "lineitem", "--num-threads", "1", "--stdout"]);
    println!("  The command on one thread, into a pipe");
    let all = [("segmint, read back", ours), ("tpchgen-cli, lineitem, not read back", lineitem)];
    for (name, mut command) in all {
        let fastest =
            (0..rounds(3)).filter_map(|_| gigabytes_a_second(&mut command)).reduce(f64::max);
        match fastest {
            Some(rate) => println!("    {rate:.2} GB/s  {name}"),
            None => println!("    {name}: not here; `pip install tpchgen-cli` adds it"),
        }
    }
}

/// How fast a command writes, if there is such a command.
fn gigabytes_a_second(command: &mut Command) -> Option<f64> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut output = child.stdout.take().unwrap();
    let (mut room, mut megabytes, mut bytes) = (vec![0; 1 << 20], 0, 0);
    loop {
        let read = output.read(&mut room).unwrap();
        bytes += read;
        megabytes += (bytes / 1_000_000) as u32;
        bytes %= 1_000_000;
        if read == 0 {
            break;
        }
    }
    assert!(child.wait().unwrap().success(), "{command:?} failed");
    Some(f64::from(megabytes) / 1e3 / start.elapsed().as_secs_f64())
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

/// The command as a whole process, beside others that make the same columns.
fn whole_process(folder: &Path, count: u32) {
    let path = folder.join("customers.csv");
    let other = folder.join("other.csv");
    let this = std::env::current_exe().unwrap();
    let text = count.to_string();
    let runs = rounds(if count > 1_000_000 { 1 } else { 7 });
    let mut baseline = || {
        run(Command::new(&this).arg("--idiomatic").arg(&text).arg(&other));
    };
    let [plain] = best(runs, [&mut baseline]);
    let [with, without] = best(
        rounds(runs.max(3)),
        [&mut || segmint(&path, count, &[]), &mut || segmint(&path, count, &["--no-fingerprint"])],
    );
    println!("\nCommand, {count} rows to a file, validated, with statistics");
    let mut beside = vec![("fake, csv and serde, one core, no validation", plain)];
    let duckdb = duckdb(&other, count, runs);
    beside.extend(duckdb.map(|took| ("DuckDB, all cores, no validation", took)));
    report("  with fingerprint", count, with, &beside);
    report("  without", count, without, &beside);
    if duckdb.is_none() {
        println!("    DuckDB is not here; `pip install duckdb` adds it");
    }
    fs::remove_file(&path).unwrap();
    fs::remove_file(&other).unwrap();
}

/// The command beside `cp` of the file that it made.
fn beside_cp(folder: &Path, count: u32) {
    let (made, copied) = (folder.join("customers.csv"), folder.join("copy.csv"));
    segmint(&made, count, &["--no-fingerprint"]);
    let original = folder.join("original.csv");
    fs::rename(&made, &original).unwrap();
    let [command, cp] = best(
        rounds(5),
        [
            &mut || {
                segmint(&made, count, &["--no-fingerprint"]);
                fs::remove_file(&made).unwrap();
            },
            &mut || {
                run(Command::new("cp").arg(&original).arg(&copied));
                fs::remove_file(&copied).unwrap();
            },
        ],
    );
    println!("\nCommand, {count} rows to a file without fingerprint, file removed again");
    report("  segmint", count, command, &[("cp of the file", cp)]);
}

/// What a row costs, written to nowhere.
fn scale() {
    println!("\nCommand to nowhere, validated, with statistics, without fingerprint");
    let powers = [10_000, 100_000, 1_000_000, 10_000_000, LARGEST];
    let most = rows_or(LARGEST);
    for rows in powers.into_iter().filter(|&rows| rows <= most) {
        let runs = rounds(if rows > LARGE { 1 } else { 5 });
        let [took] = best(runs, [&mut || segmint(Path::new("-"), rows, &["--no-fingerprint"])]);
        report(&format!("  {rows} rows"), rows, took, &[]);
    }
}

fn segmint(path: &Path, count: u32, options: &[&str]) {
    run(Command::new(SEGMINT)
        .args(["generate-customers", "--count", &count.to_string(), "--output"])
        .arg(path)
        .args(options));
}

#[track_caller]
fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?} failed");
}

/// The columns as DuckDB makes them in one statement, without names that fit together.
fn duckdb(path: &Path, count: u32, rounds: u32) -> Option<Duration> {
    let script = format!(
        "import duckdb\n\
         duckdb.sql(\"\"\"COPY (SELECT 'CUST' || lpad((i + 1)::VARCHAR, 8, '0') AS customer_id,\n\
         'First' || (random() * 3000)::INT AS first_name, 'Last' || (random() * 470)::INT AS last_name,\n\
         'first' || (random() * 3000)::INT || '.last' || i || '@gmail.com' AS email,\n\
         22 + (random() * 53)::INT AS age, 'CA' AS state, 'City' || (random() * 3000)::INT AS city,\n\
         'Employed' AS employment_status, 'Standard' AS card_type,\n\
         5000 + (random() * 45)::INT * 1000 AS credit_limit,\n\
         DATE '2021-11-24' + (random() * 1095)::INT AS account_open_date,\n\
         'Stable Mid-Spenders' AS customer_segment, NULL AS decline_type\n\
         FROM range({count}) t(i)) TO '{}' (HEADER)\"\"\")",
        path.display()
    );
    let mut command = Command::new("python3");
    command.args(["-c", &script]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut once = || {
        let start = Instant::now();
        let done = command.status().is_ok_and(|status| status.success());
        done.then(|| start.elapsed())
    };
    let first = once()?;
    (1..rounds).filter_map(|_| once()).chain([first]).min()
}

/// The columns as `serde` writes them.
#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the contract names the columns")]
struct Customer {
    customer_id: String,
    first_name: String,
    last_name: String,
    email: String,
    age: u32,
    state: String,
    city: String,
    employment_status: &'static str,
    card_type: &'static str,
    credit_limit: u32,
    account_open_date: String,
    customer_segment: &'static str,
    decline_type: Option<&'static str>,
}

/// How one writes such a generator with well-known crates: values from `fake`, a struct per row,
/// `csv` and `serde`.
#[allow(clippy::disallowed_methods, reason = "no promise of stable bytes is made here")]
fn idiomatic(count: u32, sink: impl Write) {
    const SEGMENTS: [&str; 5] = [
        "High-Value Travelers",
        "Stable Mid-Spenders",
        "Budget-Conscious",
        "Declining",
        "New & Growing",
    ];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
    let mut writer = csv::Writer::from_writer(sink);
    let first_day = Date::from_unix_days(18_955);
    for number in 1..=count {
        let segment = SEGMENTS[rng.random_range(0..5)];
        writer
            .serialize(Customer {
                customer_id: format!("CUST{number:08}"),
                first_name: FirstName().fake_with_rng(&mut rng),
                last_name: LastName().fake_with_rng(&mut rng),
                email: FreeEmail().fake_with_rng(&mut rng),
                age: rng.random_range(22..=75),
                state: StateAbbr().fake_with_rng(&mut rng),
                city: CityName().fake_with_rng(&mut rng),
                employment_status: ["Employed", "Self-Employed", "Retired", "Unemployed"]
                    [rng.random_range(0..4)],
                card_type: if rng.random_bool(0.3) { "Premium" } else { "Standard" },
                credit_limit: rng.random_range(5..=50) * 1000,
                account_open_date: first_day.plus_days(rng.random_range(0..1096)).to_string(),
                customer_segment: segment,
                decline_type: (segment == "Declining").then_some("gradual"),
            })
            .unwrap();
    }
    writer.flush().unwrap();
}
