//! The whole command as a process, beside others and beside `cp` of what it makes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use segmint::number::thousands;

use crate::common::bars::{Bar, beside, judge, missing};
use crate::common::telling::{lines, rounds, rows_or, rows_up_to};
use crate::others::{self, ADD_DUCKDB, ADD_TPCHGEN, LINEITEMS, gigabytes_a_second};
use crate::{LARGE, LARGEST, best, report};

const SEGMINT: &str = env!("CARGO_BIN_EXE_segmint");

/// How many times what `cp` takes a validated file with its fingerprint may take.
const TIMES_CP: Bar = Bar::AtMost(1.5);

/// Gigabytes a second to nowhere, validated, with fingerprint.
const NOWHERE: Bar = Bar::AtLeast(1.7);

/// Millions of rows of Parquet a second.
const PARQUET: Bar = Bar::AtLeast(4.0);

/// Mebibytes of memory, whatever the count.
const MEMORY: Bar = Bar::AtMost(64.0);

/// Beside others that make the same columns.
pub(crate) fn beside_others(folder: &Path, count: u32) {
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
    let names =
        ["fake, csv and serde, one core, no validation", "DuckDB, all cores, no validation"];
    let duckdb = others::duckdb(&other, count, runs);
    let found = [Some(plain), duckdb];
    let times: Vec<_> =
        names.into_iter().zip(found).filter_map(|(name, took)| Some((name, took?))).collect();
    report("  with fingerprint", count, with, &times);
    report("  without", count, without, &times);
    let rate = |took: Duration| f64::from(count) / took.as_secs_f64() / 1e6;
    let unit = "million rows a second";
    beside(
        &format!("the command, {} rows to a file, with fingerprint", thousands(count)),
        unit,
        rate(with),
    );
    for (name, took) in names.into_iter().zip(found) {
        match took {
            Some(took) => {
                beside(&format!("{name}, {} rows to a file", thousands(count)), unit, rate(took));
            }
            None => missing(name, ADD_DUCKDB),
        }
    }
    fs::remove_file(&path).unwrap();
    fs::remove_file(&other).unwrap();
}

/// To a file, beside `cp` of the file that it made.
pub(crate) fn beside_cp(folder: &Path, count: u32) {
    let (made, copied) = (folder.join("customers.csv"), folder.join("copy.csv"));
    segmint(&made, count, &["--no-fingerprint"]);
    let original = folder.join("original.csv");
    fs::rename(&made, &original).unwrap();
    let anew = |options: &[&str]| {
        segmint(&made, count, options);
        fs::remove_file(&made).unwrap();
    };
    let [with, without, cp] = best(
        rounds(5),
        [&mut || anew(&[]), &mut || anew(&["--no-fingerprint"]), &mut || {
            run(Command::new("cp").arg(&original).arg(&copied));
            fs::remove_file(&copied).unwrap();
        }],
    );
    println!("\nCommand, {count} rows to a file, validated, file removed again");
    let times = [("cp of the file", cp)];
    report("  without fingerprint", count, without, &times);
    report("  with fingerprint", count, with, &times);
    let ratio = with.as_secs_f64() / cp.as_secs_f64();
    let what = format!("command, {} rows to a file, validated, with fingerprint", thousands(count));
    judge(&what, TIMES_CP, "times `cp`", ratio);
    fs::remove_file(&original).unwrap();
}

/// To nowhere, with and without fingerprint.
pub(crate) fn to_nowhere(folder: &Path, count: u32) {
    let path = folder.join("customers.csv");
    segmint(&path, count, &["--no-fingerprint"]);
    let megabytes = (fs::metadata(&path).unwrap().len() / 1_000_000) as u32;
    fs::remove_file(&path).unwrap();
    let nowhere = Path::new("-");
    let [with, without] = best(
        rounds(5),
        [&mut || segmint(nowhere, count, &[]), &mut || {
            segmint(nowhere, count, &["--no-fingerprint"]);
        }],
    );
    println!("\nCommand, {count} rows to nowhere, validated");
    report("  without fingerprint", count, without, &[]);
    report("  with fingerprint", count, with, &[("without", without)]);
    let rate = |took: Duration| f64::from(megabytes) / 1e3 / took.as_secs_f64();
    let what =
        format!("command, {} rows to nowhere, validated, with fingerprint", thousands(count));
    judge(&what, NOWHERE, "GB/s", rate(with));
    let name = "tpchgen-cli, line items into a pipe, all cores, not validated";
    let mut command = others::lineitem("csv", scale(count));
    let command = command.arg("--stdout");
    match (0..rounds(3)).filter_map(|_| gigabytes_a_second(command)).reduce(f64::max) {
        Some(rate) => beside(name, "GB/s", rate),
        None => missing(name, ADD_TPCHGEN),
    }
}

/// As Parquet.
pub(crate) fn parquet(folder: &Path) {
    let count = rows_up_to(3_000_000);
    let path = folder.join("customers.parquet");
    let [took] = best(rounds(5), [&mut || segmint(&path, count, &["--no-fingerprint"])]);
    fs::remove_file(&path).unwrap();
    println!("\nCommand, {count} rows as Parquet, validated, without fingerprint");
    report("  segmint", count, took, &[]);
    let rate = |rows: u32, took: Duration| f64::from(rows) / took.as_secs_f64() / 1e6;
    let unit = "million rows a second";
    judge(
        &format!("command, Parquet, {} rows to a file", thousands(count)),
        PARQUET,
        unit,
        rate(count, took),
    );
    let name = "tpchgen-cli, line items as Parquet, all cores, not validated";
    let mut command = others::lineitem("parquet", scale(count));
    command.arg("--output-dir").arg(folder).stdout(Stdio::null()).stderr(Stdio::null());
    if command.status().is_ok_and(|status| status.success()) {
        let [took] = best(rounds(3), [&mut || run(&mut command)]);
        let rows = if scale(count) == "1" { LINEITEMS } else { LINEITEMS / 100 };
        beside(name, unit, rate(rows, took));
    } else {
        missing(name, ADD_TPCHGEN);
    }
}

/// A scale for so many rows, as `tpchgen-cli` takes it: 1 unless this is a trial.
fn scale(rows: u32) -> &'static str {
    if rows < 3_000_000 { "0.01" } else { "1" }
}

/// The most memory that the process takes, in small and in large files.
pub(crate) fn memory(folder: &Path) {
    println!("\nMemory of the command, to a file, with fingerprint");
    let path = folder.join("customers.csv");
    let most = rows_or(LARGE);
    for count in [100_000, 1_000_000, LARGE].into_iter().filter(|&count| count <= most) {
        let child = command(&path, count, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mebibytes = f64::from(most_kibibytes(child.unwrap())) / 1024.0;
        println!("  {count} rows: {mebibytes:.1} MiB at most");
        if count == most {
            judge(
                &format!("memory of the command, {} rows to a file", thousands(count)),
                MEMORY,
                "MiB",
                mebibytes,
            );
        }
        fs::remove_file(&path).unwrap();
    }
}

/// The most memory that a process has had in its system, as seen until it ended.
fn most_kibibytes(mut child: Child) -> u32 {
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = kibibytes.map_or(most, |now: u32| most.max(now));
        thread::sleep(Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success(), "the command failed");
    most
}

/// What a row costs, written to nowhere.
pub(crate) fn scale_of_rows() {
    println!("\nCommand to nowhere, validated, with statistics, without fingerprint");
    let powers = [10_000, 100_000, 1_000_000, 10_000_000, LARGEST];
    let most = rows_or(LARGEST);
    for rows in powers.into_iter().filter(|&rows| rows <= most) {
        let runs = rounds(if rows > LARGE { 1 } else { 5 });
        let [took] = best(runs, [&mut || segmint(Path::new("-"), rows, &["--no-fingerprint"])]);
        println!("{}", lines(&format!("  {rows} rows"), rows, took, &[]));
    }
}

/// The command on one thread, made and read back, beside `tpchgen-cli`, which makes the facts of a warehouse and does
/// not read them back; both into a pipe.
pub(crate) fn transactions_beside_others(customers: u32) {
    let text = (customers * 5).to_string();
    let options =
        ["--no-fingerprint", "--quiet", "--threads", "1", "--output", "-", "--count", &text];
    let mut ours = Command::new(SEGMINT);
    ours.arg("generate-transactions").args(options);
    let mut theirs = others::lineitem("csv", if customers < 1_000 { "0.01" } else { "1" });
    theirs.args(["--num-threads", "1", "--stdout"]);
    println!("  The command on one thread, into a pipe");
    let all = [
        ("the command, transactions into a pipe, one thread, read back", ours),
        ("tpchgen-cli, line items into a pipe, one thread, not read back", theirs),
    ];
    for (name, mut command) in all {
        match (0..rounds(3)).filter_map(|_| gigabytes_a_second(&mut command)).reduce(f64::max) {
            Some(rate) => beside(name, "GB/s", rate),
            None => missing(name, ADD_TPCHGEN),
        }
    }
}

fn segmint(path: &Path, count: u32, options: &[&str]) {
    run(&mut command(path, count, options));
}

fn command(path: &Path, count: u32, options: &[&str]) -> Command {
    let mut command = Command::new(SEGMINT);
    command.args(["generate-customers", "--count", &count.to_string(), "--output"]);
    command.arg(path).args(options);
    command
}

#[track_caller]
fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?} failed");
}
