//! The command line from outside: what a person or a script sees of it. What the rows hold is
//! tested with the core.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match, starts_with};
use segmint::fingerprint::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A fixed day: tests see the same bytes tomorrow.
const AS_OF: [&str; 2] = ["--as-of", "2026-11-23"];

const HEADER: &str = "customer_id,first_name,last_name,email,age,state,city,employment_status,\
                      card_type,credit_limit,account_open_date,customer_segment,decline_type";

/// `segmint generate-customers` with these options, in a folder of its own.
fn generate(folder: &TempDir, options: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).arg("generate-customers").args(AS_OF).args(options);
    command
}

/// The same for `std`, which can do more with a running process.
fn spawn(folder: &TempDir, options: &[&str]) -> process::Child {
    process::Command::new(cargo_bin!("segmint"))
        .current_dir(folder)
        .arg("generate-customers")
        .args(AS_OF)
        .args(options)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The CSV that these options write to standard output.
fn csv(options: &[&str]) -> String {
    let assert = generate(&folder(), options).args(["--output", "-"]).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// The names of all that lies in a folder, hidden files too.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// One line for people, from us.
fn one_line() -> impl Predicate<str> {
    is_match(r"\Asegmint: [^\n]+\n\z").unwrap()
}

// The reference's integration tests, by their names.

#[test]
fn test_cli_generates_valid_file() {
    let folder = folder();
    generate(&folder, &["--count", "1000"])
        .assert()
        .success()
        .stdout(contains("✓ Validation passed"));
    assert_eq!(names(folder.path()), ["customers.csv"]);
    let text = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    assert_eq!(text.lines().count(), 1001);
}

#[test]
fn test_cli_with_custom_output_path() {
    let folder = folder();
    generate(&folder, &["--count", "100", "--output", "deep/down/test customers.csv"])
        .assert()
        .success()
        .stdout(contains("Successfully saved to deep/down/test customers.csv"))
        .stdout(contains("--output 'deep/down/test customers.csv'"));
    assert_eq!(names(folder.path()), ["deep"]);
    assert_eq!(names(&folder.path().join("deep/down")), ["test customers.csv"]);
}

#[test]
fn test_cli_different_seeds_produce_different_data() {
    let (one, other) =
        (csv(&["--count", "100", "--seed", "42"]), csv(&["--count", "100", "--seed", "123"]));
    let differing = one.lines().zip(other.lines()).filter(|(one, other)| one != other).count();
    assert_eq!(differing, 100);
}

#[test]
fn test_cli_same_seed_produces_identical_data() {
    let options = ["--count", "5000", "--seed", "18446744073709551615"];
    assert_eq!(csv(&options), csv(&options));
}

#[test]
fn test_cli_large_customer_count() {
    let folder = folder();
    generate(&folder, &["--count", "10000"])
        .assert()
        .success()
        .stdout(contains("Total customers: 10,000\n").and(contains("Unique IDs: 10,000\n")));
}

#[test]
fn test_cli_output_includes_statistics() {
    let folder = folder();
    let all = [
        r"(?m)^Generating 1,000 customers with seed 42 as of 2026-11-23\.\.\.$",
        r"(?m)^✓ Generated 1,000 customer records, 1\d\d,\d{3} bytes, in \d+\.\d\d s$",
        r"(?m)^Statistics:$",
        r"(?m)^  Credit limit range: \$5,000 - \$50,000$",
        r"(?m)^  Average credit limit: \$2\d,\d{3}\.\d\d$",
        r"(?m)^  Segment Distribution: +customers +actual +target +variance$",
        r"(?m)^    High-Value Travelers +150 +15\.0% +15\.0% +0\.0%$",
        r"(?m)^    New & Growing +100 +10\.0% +10\.0% +0\.0%$",
        r"(?m)^  Card Type Distribution:",
        r"(?m)^    Premium +45 +4\.5% +4\.5% +0\.0%$",
        r"(?m)^SHA-256  [0-9a-f]{64}$",
        r"(?m)^Repeat   segmint generate-customers --seed 42 --count 1000 --as-of 2026-11-23 --output customers.csv$",
        r"(?m)^Link     #v=1&seed=42&count=1000&as_of=2026-11-23&sha256=[0-9a-f]{64}$",
    ];
    let mut assert = generate(&folder, &["--count", "1000"]).assert().success().stderr(is_empty());
    for pattern in all {
        assert = assert.stdout(is_match(pattern).unwrap());
    }
}

#[test]
fn test_csv_file_has_correct_structure() {
    let text = csv(&["--count", "1000"]);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(HEADER));
    for (line, number) in lines.zip(1..) {
        assert!(line.starts_with(&format!("CUST{number:08},")), "{line}");
        assert_eq!(line.split(',').count(), 13, "{line}");
    }
    assert!(text.ends_with('\n') && !text.contains('\r'));
}

// Where the bytes go.

#[test]
fn standard_output_carries_the_csv_and_standard_error_the_report() {
    let folder = folder();
    generate(&folder, &["--count", "10", "--output", "-"])
        .assert()
        .success()
        .stdout(starts_with(HEADER).and(contains("Statistics").not()))
        .stderr(contains("Total customers: 10\n").and(contains("written to standard output")));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn ranges_made_apart_concatenate_to_the_whole() {
    let rows =
        |range: &str, more: &[&str]| csv(&[&["--count", "7500", "--rows", range], more].concat());
    let parts = [
        rows("1-999", &[]),
        rows("1000-1000", &["--no-header"]),
        rows("1001-6999", &["--no-header"]),
        rows("7000-7500", &["--no-header"]),
    ];
    assert_eq!(parts.concat(), csv(&["--count", "7500"]));
}

#[test]
fn threads_do_not_change_the_bytes() {
    let with = |threads| csv(&["--count", "34567", "--threads", threads]);
    let one = with("1");
    assert_eq!(one.lines().count(), 34568);
    for threads in ["2", "3", "16"] {
        assert!(one == with(threads), "{threads} threads");
    }
}

#[test]
fn every_parameter_reaches_the_rows() {
    let plain = csv(&["--count", "2000"]);
    for option in [
        "--seed=7",
        "--as-of=2020-02-29",
        "--weights=20,20,20,20,20",
        "--premium=30,0.5,0,0,0",
        "--gradual=50",
        "--age=30-40",
        "--credit-limit=0-9000",
        "--credit-limit-step=5000",
        "--opened=0-1",
        "--domains=example",
    ] {
        let mut command = cargo_bin_cmd!("segmint");
        let base = if option.starts_with("--as-of") { vec![] } else { AS_OF.to_vec() };
        let fixed = ["generate-customers", "--count", "2000", "--output", "-", option];
        let assert = command.args(fixed).args(base).assert().success();
        assert!(assert.get_output().stdout != plain.as_bytes(), "{option}");
    }
}

const DIRT: &str = "--dirt=missing_value:12,duplicate_id:0.5pct,ragged_row:3";

#[test]
fn dirt_is_put_in_place_and_found() {
    let folder = folder();
    let assert = generate(&folder, &["--count", "2000", DIRT]).assert().success();
    let lines = [
        r"(?m)^Dirt: +injected +to find +found$",
        r"(?m)^  missing_value +12 +12 +12$",
        r"(?m)^  duplicate_id +10 +30 +30$",
        r"(?m)^  ragged_row +3 +3 +3$",
        r"(?m)^✓ 25 faults injected, exactly these found$",
        r"(?m)^✗ rows that cannot be read \(row_readable: 3 rows\)$",
        r"(?m)^Link     #v=1&seed=42&count=2000&as_of=2026-11-23&dirt=missing_value:12,duplicate_id:0.5pct,ragged_row:3&sha256=",
    ];
    lines
        .into_iter()
        .fold(assert, |assert, line| assert.stdout(is_match(line).unwrap()).stderr(is_empty()));
    assert_eq!(names(folder.path()), ["customers.csv"]);
    // The file is what its link says, and the validator does not excuse it.
    let link = "v=1&seed=42&count=2000&as_of=2026-11-23&\
                dirt=missing_value:12,duplicate_id:0.5pct,ragged_row:3";
    let judged = judgement(&folder, &["customers.csv", "--link", link]);
    assert_eq!(judged["is_valid"], false);
    assert_eq!(judged["comparison"]["identical"], true);
}

#[test]
fn the_answer_key_lies_beside_the_file() {
    let folder = folder();
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let options = ["--count", "9000", "--dirt=wrong_case:2pct,ragged_row:1pct"];
    let make = |more: &[&str]| generate(&folder, &[&options[..], more].concat()).assert().success();
    make(&["--answer-key", "keys/key.csv", "--threads=1"])
        .stdout(contains("✓ Answer key saved to keys/key.csv\n"))
        .stdout(contains("--output customers.csv --answer-key keys/key.csv\n"));
    let key = file("keys/key.csv");
    assert_eq!(key.lines().next(), Some("row,line,column,kind,original_value,faulty_value,rules"));
    assert_eq!(key.lines().count(), 1 + 270);
    let customers = file("customers.csv");
    let lines: Vec<&str> = customers.lines().collect();
    for record in csv::Reader::from_reader(key.as_bytes()).records() {
        let record = record.unwrap();
        let line = lines[record[1].parse::<usize>().unwrap() - 1];
        let whole = record[2].is_empty();
        assert!(if whole { line == &record[5] } else { line.split(',').any(|v| v == &record[5]) });
    }
    // Rows and threads have no influence, and parts concatenate.
    make(&["--answer-key", "first.csv", "--rows=1-3456", "--threads=3"]);
    make(&["--answer-key", "second.csv", "--rows=3457-9000", "--no-header", "--threads=3"]);
    assert_eq!(file("first.csv") + &file("second.csv"), key);
    make(&["--answer-key", "key.ndjson", "--threads=3"]);
    assert_eq!(file("key.ndjson").lines().count(), 270);
    assert!(file("key.ndjson").lines().all(|line| line.starts_with("{\"row\":")));
}

#[test]
fn an_answer_key_that_cannot_be_is_told() {
    let folder = folder();
    for (key, message) in [
        ("key.txt", "--answer-key key.txt: the name must end in .csv or .ndjson"),
        ("customers.csv", "--answer-key customers.csv: the file itself goes there"),
    ] {
        let options = ["--count=10", "--answer-key", key];
        generate(&folder, &options).assert().code(2).stderr(one_line().and(contains(message)));
    }
    fs::create_dir(folder.path().join("key.csv")).unwrap();
    generate(&folder, &["--count=10", "--answer-key=key.csv"])
        .assert()
        .code(1)
        .stderr(one_line().and(contains("cannot write key.csv: ")));
    assert_eq!(names(folder.path()), ["key.csv"]);
}

#[test]
fn dirt_is_in_the_document_for_programs() {
    let (_, report) = json(&["--count", "2000", DIRT]);
    assert_eq!(report["is_valid"], false);
    assert_eq!(report["recipe"]["dirt"], "missing_value:12,duplicate_id:0.5pct,ragged_row:3");
    assert_eq!(report["dirt"]["exact"], true);
    assert_eq!(report["dirt"]["strays"], 0);
    assert_eq!(report["answer_key"], Value::Null);
    assert_eq!(
        report["dirt"]["kinds"][1],
        serde_json::json!({ "kind": "duplicate_id", "injected": 10, "expected": 30, "found": 30 })
    );
    let (_, report) = json(&["--count", "20"]);
    assert_eq!((&report["recipe"]["dirt"], &report["dirt"]), (&"none".into(), &Value::Null));
}

#[test]
fn without_a_day_the_report_spells_out_today() {
    let folder = folder();
    cargo_bin_cmd!("segmint")
        .current_dir(&folder)
        .args(["generate-customers", "--count", "1"])
        .assert()
        .success()
        .stdout(is_match(r"Repeat .* --as-of 2\d{3}-\d\d-\d\d ").unwrap());
}

// Reports.

/// The file's bytes, and the report on it.
fn json(options: &[&str]) -> (Vec<u8>, Value) {
    let folder = folder();
    let assert = generate(&folder, options).args(["--report", "json"]).assert().success();
    let bytes = fs::read(folder.path().join("customers.csv")).unwrap();
    (bytes, serde_json::from_slice(&assert.get_output().stdout).unwrap())
}

#[test]
fn the_json_report_describes_the_file() {
    let (bytes, report) = json(&["--count", "3000", "--premium", "30,12.5,0,0,0"]);
    let text = String::from_utf8(bytes.clone()).unwrap();
    let holding =
        |field: &str| text.lines().filter(|line| line.split(',').any(|it| it == field)).count();
    assert_eq!(report["is_valid"], true);
    assert_eq!(report["errors"], Value::Array(vec![]));
    assert_eq!(report["warnings"], Value::Array(vec![]));
    let statistics = &report["statistics"];
    assert_eq!(statistics["total_customers"], text.lines().count() - 1);
    assert_eq!(statistics["unique_customer_ids"], 3000);
    assert_eq!(statistics["credit_limit_min"], 5000);
    assert_eq!(statistics["credit_limit_max"], 50000);
    assert!(statistics["credit_limit_avg"].as_f64().is_some());
    for (distribution, value) in [
        ("segment_distribution", "Declining"),
        ("card_type_distribution", "Premium"),
        ("employment_distribution", "Retired"),
        ("decline_type_distribution", "sudden"),
        ("state_distribution", "CA"),
        ("age_distribution", "37"),
    ] {
        assert_eq!(statistics[distribution][value]["count"], holding(value), "{value}");
    }
    let hex = hex(&Sha256::digest(&bytes));
    assert_eq!(report["sha256"], hex);
    assert_eq!(report["bytes"], bytes.len());
    assert_eq!(report["output"], "customers.csv");
    assert_eq!(report["rows"], serde_json::json!({ "first": 1, "last": 3000 }));
    assert_eq!(
        report["link"],
        format!("v=1&seed=42&count=3000&as_of=2026-11-23&premium=30,12.5,0,0,0&sha256={hex}")
    );
    let recipe = &report["recipe"];
    assert_eq!(recipe["version"], 1);
    assert_eq!(recipe["seed"], "42");
    assert_eq!(recipe["count"], 3000);
    assert_eq!(recipe["as_of"], "2026-11-23");
    assert_eq!(recipe["weights"]["High-Value Travelers"], 15.0);
    assert_eq!(recipe["premium"]["Stable Mid-Spenders"], 12.5);
    assert_eq!(recipe["age"], serde_json::json!({ "min": 22, "max": 75 }));
}

#[test]
fn the_fingerprint_of_a_range_is_its_own_and_not_the_links() {
    let (bytes, report) = json(&["--count", "3000", "--rows", "1001-1500", "--no-header"]);
    let hex = hex(&Sha256::digest(&bytes));
    assert_eq!(report["sha256"], hex);
    assert_eq!(report["statistics"]["total_customers"], 500);
    assert_eq!(report["link"], "v=1&seed=42&count=3000&as_of=2026-11-23");
    let (_, headless) = json(&["--count", "3000", "--no-header"]);
    assert_eq!(headless["link"], "v=1&seed=42&count=3000&as_of=2026-11-23");
}

#[test]
fn the_fingerprint_can_be_left_out() {
    let (_, report) = json(&["--count", "10", "--no-fingerprint"]);
    assert_eq!(report["sha256"], Value::Null);
    let folder = folder();
    generate(&folder, &["--count", "10", "--no-fingerprint"])
        .assert()
        .success()
        .stdout(contains("SHA-256").not());
}

#[test]
fn quiet_says_nothing() {
    let folder = folder();
    generate(&folder, &["--count", "10", "--quiet"])
        .assert()
        .success()
        .stdout(is_empty())
        .stderr(is_empty());
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[test]
fn there_is_no_colour_in_a_pipe() {
    let folder = folder();
    generate(&folder, &["--count", "10"]).assert().success().stdout(contains("\u{1b}").not());
    generate(&folder, &["--count", "0"]).assert().failure().stderr(contains("\u{1b}").not());
    // So that the above could fail:
    generate(&folder, &["--count", "10"])
        .env("CLICOLOR_FORCE", "1")
        .env_remove("NO_COLOR")
        .assert()
        .success()
        .stdout(contains("\u{1b}["));
}

// Failures: one clear line, a non-zero exit, nothing left behind.

#[test]
fn a_bad_option_is_told_with_its_value_and_its_limit() {
    for (option, limit) in [
        ("--count=0", r#"--count "0": must be between 1 and 99,999,999"#),
        ("--count=100000000", r#"--count "100000000": must be between 1 and 99,999,999"#),
        ("--count=ten", r#"--count "ten": must be a whole number"#),
        (
            "--seed=-1",
            r#"--seed "-1": must be a whole number from 0 to 18,446,744,073,709,551,615"#,
        ),
        (
            "--weights=15,40,25,10,11",
            r#"--weights "15,40,25,10,11": must add up to exactly 100 %, these add up to 101 %"#,
        ),
        ("--weights=100", r#"--weights "100": must be five percentages"#),
        (
            "--premium=101,0,0,0,0",
            r#"--premium "101,0,0,0,0": each share must be between 0 % and 100 %"#,
        ),
        ("--gradual=0.55", r#"--gradual "0.55": must be a percentage with at most one decimal"#),
        ("--age=75-22", r#"--age "75-22": the smaller end must come first"#),
        ("--age=17-75", r#"--age "17-75": must be between 18 and 120"#),
        (
            "--credit-limit=0-1000001000",
            r#"--credit-limit "0-1000001000": must be between 0 and 1,000,000,000"#,
        ),
        (
            "--credit-limit-step=7",
            r#"--credit-limit-step "7": must divide the distance from the smallest to the largest credit limit, 45,000"#,
        ),
        ("--opened=0-101", r#"--opened "0-101": must be between 0 and 100"#),
        ("--domains=gmail.com", r#"--domains "gmail.com": must be free"#),
        ("--dirt=holes:1", r#"--dirt "holes:1": must name kinds of these: missing_value, "#),
        ("--dirt=ragged_row:50000", r#"--dirt "ragged_row:50000": a block of 1,000 rows would"#),
        ("--rows=0-5", r#"--rows "0-5": must be a range within 1-50000"#),
        ("--rows=9-5", r#"--rows "9-5": must be a range within 1-50000"#),
        ("--rows=1-50001", r#"--rows "1-50001": must be a range within 1-50000"#),
        ("--rows=+1-5", r#"--rows "+1-5": must be a range within 1-50000"#),
        ("--threads=0", "'0' for '--threads <N>': must be a whole number from 1 to 1,024"),
        ("--report=xml", "'xml' for '--report <FORM>'; [possible values: text, json]"),
        ("--cuont=5", "'--cuont' found; tip: a similar argument exists: '--count'"),
    ] {
        let folder = folder();
        generate(&folder, &[option])
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(limit)));
        assert!(names(folder.path()).is_empty(), "{option}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_told() {
    cargo_bin_cmd!("segmint")
        .args(["generate-customers", "--as-of", "2026-02-29"])
        .assert()
        .code(2)
        .stderr(one_line().and(contains(r#"--as-of "2026-02-29": must be a date that exists"#)));
}

#[test]
fn several_bad_options_are_told_at_once() {
    generate(&folder(), &["--count", "0", "--age", "1-2"])
        .assert()
        .code(2)
        .stderr(is_match(r"\Asegmint: --count [^\n]+\nsegmint: --age [^\n]+\n\z").unwrap());
}

#[test]
fn a_folder_is_no_place_for_the_file() {
    let folder = folder();
    for place in [".", "..", "new/"] {
        generate(&folder, &["--output", place])
            .assert()
            .code(1)
            .stderr(one_line().and(contains(place).and(contains("is a directory"))));
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_file_is_no_place_for_a_folder() {
    let folder = folder();
    fs::write(folder.path().join("file"), "mine").unwrap();
    generate(&folder, &["--output", "file/below/customers.csv"])
        .assert()
        .code(1)
        .stderr(one_line().and(contains("cannot write file/below/customers.csv")));
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn a_read_only_file_stays() {
    let folder = folder();
    let path = folder.path().join("customers.csv");
    fs::write(&path, "mine").unwrap();
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    generate(&folder, &[]).assert().code(1).stderr(one_line().and(contains("read-only")));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[test]
fn a_finished_file_replaces_the_old_one() {
    let folder = folder();
    let path = folder.path().join("customers.csv");
    fs::write(&path, "old").unwrap();
    generate(&folder, &["--count", "3"]).assert().success();
    assert!(fs::read_to_string(&path).unwrap().starts_with(HEADER));
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_new_file_has_the_permissions_that_the_mask_allows() {
        let folder = folder();
        let mode =
            |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        fs::write(folder.path().join("ordinary"), "").unwrap();
        generate(&folder, &["--count", "1"]).assert().success();
        assert_eq!(mode("customers.csv"), mode("ordinary"));
    }

    #[test]
    fn a_replaced_file_keeps_its_permissions_and_its_links() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("real.csv"), "old").unwrap();
        fs::set_permissions(path("real.csv"), PermissionsExt::from_mode(0o640)).unwrap();
        symlink("real.csv", path("customers.csv")).unwrap();
        generate(&folder, &["--count", "1"]).assert().success();
        assert!(path("customers.csv").is_symlink());
        assert!(fs::read_to_string(path("real.csv")).unwrap().starts_with(HEADER));
        assert_eq!(fs::metadata(path("real.csv")).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn the_printed_command_makes_the_same_bytes() {
        let folder = folder();
        let name = "it's mine.csv";
        let options = ["--count", "3000", "--weights", "12.5,37.5,0,50,0", "--age", "30-40"];
        let part = ["--rows", "500-1500", "--no-header", "--output", name];
        let assert = generate(&folder, &[&options[..], &part].concat()).assert().success();
        let report = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
        let line = report.lines().find_map(|line| line.strip_prefix("Repeat   segmint "));
        let first = fs::read(folder.path().join(name)).unwrap();
        fs::remove_file(folder.path().join(name)).unwrap();
        Command::new("sh")
            .current_dir(&folder)
            .args(["-c", &format!("\"$0\" {}", line.unwrap())])
            .arg(cargo_bin!("segmint"))
            .assert()
            .success();
        assert!(fs::read(folder.path().join(name)).unwrap() == first);
    }

    #[test]
    fn a_device_is_written_as_it_is() {
        let folder = folder();
        generate(&folder, &["--count", "10", "--output", "/dev/null"]).assert().success();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_device_is_told() {
        generate(&folder(), &["--output", "/dev/full"])
            .assert()
            .code(1)
            .stderr(one_line().and(contains("cannot write /dev/full: No space left on device")));
    }

    /// A disk that is full in the middle of the file, played by a limit on the size of files.
    #[test]
    fn a_file_that_cannot_be_finished_leaves_the_old_one_and_nothing_else() {
        let folder = folder();
        let old = folder.path().join("customers.csv");
        fs::write(&old, "old").unwrap();
        for output in ["customers.csv", "new/customers.csv"] {
            Command::new("sh")
                .current_dir(&folder)
                .args(["-c", r#"trap "" XFSZ; ulimit -f 100; exec "$0" "$@""#])
                .arg(cargo_bin!("segmint"))
                .args(["generate-customers", "--output", output])
                .assert()
                .code(1)
                .stderr(one_line().and(contains(format!("cannot write {output}: File too large"))));
            assert_eq!(fs::read(&old).unwrap(), b"old");
            assert_eq!(names(folder.path()), ["customers.csv"]);
        }
    }

    #[test]
    fn a_reader_that_leaves_is_told() {
        let mut child = spawn(&folder(), &["--count", "99999999", "--quiet", "--output", "-"]);
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), HEADER);
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(one_line().and(contains("standard output: Broken pipe")).eval(&told), "{told}");
    }

    /// Waits until the child has begun a file in `folder`, or ended without one.
    fn begun(child: &mut process::Child, folder: &Path) -> Option<PathBuf> {
        while child.try_wait().unwrap().is_none() {
            if let Some(name) = names(folder).pop() {
                return Some(folder.join(name));
            }
        }
        None
    }

    fn stopped_by(signal: &str) {
        let folder = folder();
        let mut child = spawn(&folder, &["--count", "99999999", "--quiet"]);
        let part = begun(&mut child, folder.path()).unwrap();
        assert!(part.is_file());
        assert!(!folder.path().join("customers.csv").exists());
        let id = child.id().to_string();
        assert!(process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(130), "{told}");
        assert!(one_line().and(contains("interrupted, no file was written")).eval(&told), "{told}");
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn an_interrupt_leaves_no_file() {
        stopped_by("-INT");
    }

    #[test]
    fn a_request_to_end_leaves_no_file() {
        stopped_by("-TERM");
    }
}

/// `segmint validate` with these arguments, in this folder.
fn validate(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).arg("validate").args(arguments);
    command
}

/// A folder with a data set of 3,000 customers, `customers.csv`.
fn folder_with_customers() -> TempDir {
    let folder = folder();
    generate(&folder, &["--count", "3000", "--quiet"]).assert().success();
    folder
}

/// The same file with one field edited, `edited.csv`; the header is line 1.
fn edit(folder: &TempDir, line: usize, column: usize, value: &str) {
    let text = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut fields: Vec<&str> = lines[line - 1].split(',').collect();
    fields[column] = value;
    lines[line - 1] = fields.join(",");
    fs::write(folder.path().join("edited.csv"), lines.join("\n") + "\n").unwrap();
}

fn judgement(folder: &TempDir, arguments: &[&str]) -> Value {
    let output = validate(folder, arguments).args(["--report", "json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_valid_file_is_exit_code_0() {
    let folder = folder_with_customers();
    validate(&folder, &["customers.csv"])
        .assert()
        .success()
        .stderr(is_empty())
        .stdout(starts_with("Validating customers.csv against the defaults...\n"))
        .stdout(contains("✓ Read 3,000 customer records, "))
        .stdout(contains("  Total customers: 3,000\n"))
        .stdout(contains("✓ Validation passed\n"));
    validate(&folder, &["customers.csv", "--quiet"]).assert().success().stdout(is_empty());
}

#[test]
fn an_invalid_file_is_exit_code_1() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, " 44");
    validate(&folder, &["edited.csv"])
        .assert()
        .code(1)
        .stderr(is_empty())
        .stdout(contains("(age_range: 1 row)\n    line 7, age: \" 44\" (white space around it)\n"))
        .stdout(contains("✗ Validation failed\n"));
    validate(&folder, &["edited.csv", "--quiet"])
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr("segmint: edited.csv breaks 1 rule\n");
}

#[test]
fn a_file_that_cannot_be_read_is_exit_code_2() {
    let folder = folder();
    for (arguments, words) in [
        (&["none.csv"][..], "segmint: cannot read none.csv: "),
        (&["."], "segmint: cannot read .: "),
        (&[], "the following required arguments were not provided: <FILE>"),
        (&["-", "--tolerance", "100.1"], "must be 0 to 100 percentage points"),
        (&["-", "--examples", "1001"], "1001 is not in 0..=1000"),
        (&["-", "--age", "9-200"], "--age \"9-200\": must be between 18 and 120"),
        (
            &["-", "--seed", "42"],
            "to compare the file with a data set, give --count, --as-of as well, or a --link",
        ),
        (&["-", "--identical"], "give --seed, --count, --as-of as well, or a --link"),
        (&["-", "--link", "v=9"], "--link: recipe version \"9\" is not known here"),
        (
            &["-", "--link", "v=1", "--age", "20-30", "--seed", "1"],
            "--link says the whole recipe, so it cannot be given together with --seed, --age",
        ),
    ] {
        validate(&folder, arguments).assert().code(2).stdout(is_empty()).stderr(contains(words));
    }
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = folder_with_customers();
    let text = fs::read(folder.path().join("customers.csv")).unwrap();
    let piped = validate(&folder, &["-", "--report", "json"]).write_stdin(text).output().unwrap();
    let piped: Value = serde_json::from_slice(&piped.stdout).unwrap();
    let mut named = judgement(&folder, &["customers.csv"]);
    assert_eq!((&piped["file"], &named["file"]), (&"-".into(), &"customers.csv".into()));
    named["file"] = "-".into();
    assert_eq!(piped, named);
    validate(&folder, &["-"])
        .write_stdin("")
        .assert()
        .code(1)
        .stdout(contains("line 1 (the file is empty)"));
}

#[test]
fn the_judgement_is_a_document_for_programs() {
    let folder = folder_with_customers();
    edit(&folder, 9, 8, "Gold");
    let document = judgement(&folder, &["edited.csv", "--tolerance", "2.5"]);
    assert_eq!(document["is_valid"], false);
    let error = &document["errors"][0];
    assert_eq!((&error["rule"], &error["rows"]), (&"card_known".into(), &1.into()));
    let example =
        serde_json::json!({ "line": 9, "column": "card_type", "value": "Gold", "reason": "" });
    assert_eq!(error["examples"], serde_json::json!([example]));
    assert_eq!(document["warnings"], serde_json::json!([]));
    assert_eq!(document["statistics"]["total_customers"], 3000);
    assert_eq!(document["criteria"]["as_of"], Value::Null);
    assert_eq!(document["criteria"]["tolerance"], 2.5);
    assert_eq!(document["criteria"]["weights"]["Declining"], 10.0);
    assert_eq!((&document["comparison"], &document["fingerprint"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_recipe_gives_dates_a_window() {
    let folder = folder_with_customers();
    validate(&folder, &["customers.csv", "--as-of", "2026-11-23"]).assert().success();
    validate(&folder, &["customers.csv", "--as-of", "2030-01-01"])
        .assert()
        .code(1)
        .stdout(contains("(account_window: 3,000 rows)"))
        .stdout(contains("  opened              2-5                     5-9\n"))
        .stdout(contains("  segmint validate customers.csv --as-of 2030-01-01 --opened 5-9\n"));
    validate(&folder, &["customers.csv", "--as-of", "2030-01-01", "--opened", "5-9"])
        .assert()
        .success();
}

#[test]
fn a_whole_recipe_is_compared_byte_by_byte() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let recipe = ["--seed", "42", "--count", "3000", "--as-of", "2026-11-23"];
    let link = "#v=1&seed=42&count=3000&as_of=2026-11-23";
    let with = |file: &'static str| [&[file][..], &recipe].concat();
    validate(&folder, &with("customers.csv"))
        .assert()
        .success()
        .stdout(contains(format!("✓ Byte for byte the data set of {link}\n")));
    validate(&folder, &with("edited.csv")).assert().success().stdout(contains(format!(
        "! Not the data set of {link}\n    row 6 (line 7) is the first that differs, age is \"44\" instead of "
    )));
    validate(&folder, &["customers.csv", "--link", "#v=1&seed=7&count=3000&as_of=2026-11-23"])
        .assert()
        .success()
        .stdout(contains("    row 1 (line 2) is the first that differs, first_name is "));
    let document = judgement(&folder, &["edited.csv", "--link", link]);
    assert_eq!(document["comparison"]["identical"], false);
    assert_eq!(document["comparison"]["difference"]["kind"], "value");
    assert_eq!(document["comparison"]["difference"]["row"], 6);
    let document = judgement(&folder, &["customers.csv", "--link", &link[1..]]);
    assert_eq!(document["comparison"]["identical"], true);
}

#[test]
fn a_file_that_must_be_the_data_set_is_exit_code_1_if_it_is_not() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let sha256 = hex(&Sha256::digest(fs::read(folder.path().join("customers.csv")).unwrap()));
    let link = "#v=1&seed=42&count=3000&as_of=2026-11-23".to_owned();
    let (right, wrong) =
        (format!("{link}&sha256={sha256}"), format!("{link}&sha256={}", "0".repeat(64)));
    for (file, link, words) in [
        ("customers.csv", &link, vec![]),
        ("customers.csv", &right, vec![]),
        ("customers.csv", &wrong, vec!["customers.csv is not the sender's file"]),
        ("edited.csv", &link, vec!["edited.csv is not the data set of the recipe"]),
        (
            "edited.csv",
            &right,
            vec![
                "edited.csv is not the data set of the recipe",
                "edited.csv is not the sender's file",
            ],
        ),
    ] {
        let told: String = words.iter().flat_map(|words| ["segmint: ", words, "\n"]).collect();
        validate(&folder, &[file, "--link", link, "--identical", "--quiet"])
            .assert()
            .code(i32::from(!words.is_empty()))
            .stderr(told);
    }
    validate(&folder, &["customers.csv", "--link", &wrong])
        .assert()
        .success()
        .stdout(contains("The recipe makes exactly this file"));
}

#[test]
fn a_reader_that_has_seen_enough_does_not_change_the_verdict() {
    let folder = folder_with_customers();
    let mut command = process::Command::new(cargo_bin!("segmint"));
    command.current_dir(&folder).args(["validate", "customers.csv"]);
    let mut running = command.stdout(Stdio::piped()).spawn().unwrap();
    drop(running.stdout.take());
    assert_eq!(running.wait().unwrap().code(), Some(0));
}

#[test]
fn a_link_with_a_fingerprint_knows_the_senders_file() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let sha256 = hex(&Sha256::digest(fs::read(folder.path().join("customers.csv")).unwrap()));
    let link = format!(
        "https://example.org/segmint/#v=1&seed=42&count=3000&as_of=2026-11-23&sha256={sha256}"
    );
    validate(&folder, &["customers.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains(format!("✓ Identical to the sender's file: SHA-256 {sha256}\n")));
    validate(&folder, &["edited.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains("! NOT the sender's file\n"));
    // What is no CSV is read to its end all the same.
    fs::write(folder.path().join("zip.csv"), [b"PK\x03\x04".to_vec(), vec![0; 2_000_000]].concat())
        .unwrap();
    let document = judgement(&folder, &["zip.csv", "--link", &link]);
    assert_eq!(document["bytes"], 2_000_004);
    assert_eq!(document["fingerprint"]["identical"], false);
}

#[test]
fn the_judgement_does_not_depend_on_threads() {
    let folder = folder();
    generate(&folder, &["--count", "40000", "--quiet"]).assert().success();
    let path = folder.path().join("customers.csv");
    let text = fs::read_to_string(&path).unwrap();
    // Quotes in the middle, so that pieces are taken both ways, and faults all over.
    let lines = text.lines().enumerate().map(|(place, line)| match place {
        place if place > 0 && place % 7_001 == 0 => line.replace(",Standard,", ",Gold,") + "\n",
        15_000..15_100 => format!("\"{}\n\"{}\n", &line[..12], &line[12..]),
        20_000 => "x".repeat(200_000) + "\n",
        _ => line.to_owned() + "\n",
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    let one = judgement(&folder, &["customers.csv", "--threads", "1", "--examples", "200"]);
    assert_eq!(one["errors"].as_array().map(Vec::len), Some(3));
    for threads in ["2", "5"] {
        let many = ["customers.csv", "--threads", threads, "--examples", "200"];
        assert_eq!(judgement(&folder, &many), one);
    }
}

/// `segmint` with these arguments and nothing else, in a folder of its own.
fn segmint(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).args(arguments);
    command
}

/// What the command prints.
fn printed(arguments: &[&str]) -> String {
    let assert = segmint(&folder(), arguments).assert().success().stderr(is_empty());
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

#[test]
fn a_link_makes_the_same_bytes() {
    let options = ["--count", "2500", "--seed", "7", "--weights", "20,20,20,20,20"];
    let expected = csv(&options);
    let link = printed(&[&["link"], &AS_OF[..], &options].concat());
    assert_eq!(link, "#v=1&seed=7&count=2500&as_of=2026-11-23&weights=20,20,20,20,20\n");
    let whole = format!("https://example.org/segmint/{}", link.trim_end());
    let escaped = whole.replace('&', "&amp;").replace('=', "%3D").replace("as_of", "as_\nof");
    for link in [link.trim_end(), &link[1..], &whole, &format!("<{escaped}>.")] {
        let made = printed(&["generate-customers", "--link", link, "--output", "-", "--quiet"]);
        assert!(made == expected, "{link}");
    }
}

#[test]
fn a_link_stands_alone_and_is_understood_as_a_whole() {
    let folder = folder();
    for command in ["generate-customers", "link"] {
        for (options, words) in [
            (
                &["--link", "v=1", "--age", "20-30", "--seed", "1"][..],
                "--link says the whole recipe, so it cannot be given together with --seed, --age",
            ),
            (&["--link", "#v=9&seed=1&count=1&as_of=2026-11-23"], "--link: recipe version \"9\""),
            (
                &["--link", "#v=1&seed=1&count=1&as_of=2026-11-23&colour=red"],
                "--link: unknown parameter \"colour\"",
            ),
        ] {
            segmint(&folder, &[&[command], options].concat())
                .assert()
                .code(2)
                .stdout(is_empty())
                .stderr(one_line().and(contains(words)));
        }
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_link_with_a_fingerprint_is_checked_before_the_file_takes_its_place() {
    let folder = folder();
    let link = printed(&["link", "--count", "1000", "--as-of", "2026-11-23", "--sha256"]);
    let link = link.trim_end();
    let sha256 = hex(&Sha256::digest(csv(&["--count", "1000"])));
    assert!(link.ends_with(&format!("&sha256={sha256}")), "{link}");
    segmint(&folder, &["generate-customers", "--link", link])
        .assert()
        .success()
        .stdout(contains(format!("✓ Identical to the sender's file: SHA-256 {sha256}\n")))
        .stdout(contains("Successfully saved to customers.csv"));
    fs::write(folder.path().join("customers.csv"), "what was there").unwrap();

    let wrong = link.replace("seed=42", "seed=43");
    let words = format!("NOT the sender's customers: the link says SHA-256 {sha256}, they have ");
    segmint(&folder, &["generate-customers", "--link", &wrong])
        .assert()
        .code(1)
        .stdout(contains("! NOT the sender's file\n").and(contains("Successfully").not()))
        .stderr(one_line().and(contains(&words)).and(contains("customers.csv was not written.")));
    let kept = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    assert_eq!(kept, "what was there");
    segmint(&folder, &["generate-customers", "--link", &wrong, "--quiet", "--output", "-"])
        .assert()
        .code(1)
        .stderr(one_line().and(contains(&words)).and(contains("Do not use what went to")));
    segmint(&folder, &["link", "--link", &wrong, "--sha256"])
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr(one_line().and(contains(&words)).and(contains("No link was printed.")));

    for (link, identical) in [(link, true), (&wrong, false)] {
        let arguments = ["generate-customers", "--link", link, "--report", "json"];
        let output = segmint(&folder, &arguments).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["fingerprint"]["identical"], identical);
        assert_eq!(document["fingerprint"]["expected"], sha256);
        assert_eq!(document["fingerprint"]["sha256"], document["sha256"]);
    }
}

#[test]
fn a_fingerprint_that_cannot_be_checked_is_told() {
    let folder = folder();
    let link = format!("#v=1&seed=42&count=2000&as_of=2026-11-23&sha256={}", "0".repeat(64));
    segmint(&folder, &["generate-customers", "--link", &link, "--no-fingerprint"])
        .assert()
        .code(2)
        .stderr(one_line().and(contains("together with --no-fingerprint")));
    for part in [&["--rows", "1-1000"][..], &["--no-header"]] {
        segmint(&folder, &[&["generate-customers", "--link", &link], part].concat())
            .assert()
            .success()
            .stdout(contains("! Not compared with the sender's file, of which this is a part\n"));
    }
}

#[test]
fn a_link_is_printed_for_other_texts() {
    let link = "#v=1&seed=42&count=1000&as_of=2026-11-23";
    let page = "https://example.org/segmint/";
    let print = |options: &[&str]| printed(&[&["link", "--link", link], options].concat());
    assert_eq!(print(&["--base", page]), format!("{page}{link}\n"));
    assert_eq!(
        print(&["--base", page, "--form", "markdown"]),
        format!("[1,000 synthetic customers, seed 42]({page}{link})\n")
    );
    let frame = print(&["--base", page, "--form", "embed"]);
    assert!(frame.starts_with(&format!("<iframe src=\"{page}?embed#v=1&amp;seed=42")), "{frame}");
    // As it came, and as Segmint writes it.
    let marked = "<v=1&amp;count=1000&seed=42\n&as_of=2026-11-23&age=22-75>.";
    assert_eq!(printed(&["link", "--link", marked]), format!("{link}\n"));
    let known = format!("{link}&sha256={}", "0".repeat(64));
    assert_eq!(printed(&["link", "--link", &known]), format!("{known}\n"), "is taken on trust");

    for (options, words) in [
        (&["--form", "markdown"][..], "--base"),
        (&["--base", "https://example.org/#x"], "must be an address without a fragment"),
        (&["--count", "0"], "--count \"0\": must be between 1 and"),
    ] {
        segmint(&folder(), &[&["link"], options].concat())
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(contains(words));
    }
}

#[test]
fn the_links_of_the_help_are_links() {
    for command in ["generate-customers", "link", "validate"] {
        let help = printed(&[command, "--help"]);
        let mut links = 0;
        for (at, _) in help.match_indices("--link '") {
            let link = help[at + 8..].split('\'').next().unwrap();
            assert!(printed(&["link", "--link", link]).starts_with("#v=1&"), "{link}");
            links += 1;
        }
        assert!(links > 0, "{command}");
    }
}
