//! The reference's integration tests, by their names.

use std::fs;

use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match};

use crate::runs::{HEADER, csv, folder, generate, names};

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
        r"(?m)^  Credit limit range: \$[5-7],000 - \$(4[5-9]|50),000$",
        r"(?m)^  Average credit limit: \$[12]\d,\d{3}\.\d\d$",
        r"(?m)^  Segment Distribution: +customers +actual +target +variance$",
        r"(?m)^    High-Value Travelers +150 +15\.0% +15\.0% +0\.0%$",
        r"(?m)^    New & Growing +100 +10\.0% +10\.0% +0\.0%$",
        r"(?m)^  Card Type Distribution:",
        r"(?m)^    Premium +45 +4\.5% +4\.5% +0\.0%$",
        r"(?m)^SHA-256  [0-9a-f]{64}$",
        r"(?m)^Repeat   segmint generate-customers --recipe-version 2 --seed 42 --count 1000 --as-of 2026-11-23 --output customers.csv$",
        r"(?m)^Link     #v=2&seed=42&count=1000&as_of=2026-11-23&sha256=[0-9a-f]{64}$",
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
