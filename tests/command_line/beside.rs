//! A file of transactions that is checked, beside its customers.

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;
use tempfile::TempDir;

use crate::runs::{AS_OF, folder, segmint, validate};

const LINK: &str = "v=2&seed=42&count=120&as_of=2026-11-23";

/// A folder with both tables of a recipe.
fn both() -> TempDir {
    let folder = folder();
    for (command, file) in
        [("generate-customers", "customers.csv"), ("generate-transactions", "transactions.csv")]
    {
        let arguments = [command, "--link", LINK, "--quiet", "--output", file];
        segmint(&folder, &arguments).assert().success();
    }
    folder
}

fn read(folder: &TempDir, file: &str) -> String {
    fs::read_to_string(folder.path().join(file)).unwrap()
}

fn write(folder: &TempDir, file: &str, text: &str) {
    fs::write(folder.path().join(file), text).unwrap();
}

#[test]
fn transactions_are_known_by_their_header() {
    let folder = both();
    let alone = "  The customers were not checked: give their file with --customers";
    validate(&folder, &["transactions.csv"])
        .assert()
        .success()
        .stdout(contains("transactions of 120 customers, "))
        .stdout(contains("✓ Validation passed"))
        .stdout(contains(alone));
    validate(&folder, &["transactions.csv", "--link", LINK])
        .assert()
        .success()
        .stdout(contains("  Checked with 120 customers of the recipe\n"))
        .stdout(contains("100.0% of customers are found as what they are\n"));
    validate(&folder, &["transactions.csv", "--customers", "customers.csv"])
        .assert()
        .success()
        .stdout(contains("  Checked with 120 customers of customers.csv\n"));
}

#[test]
fn references_are_checked_against_a_file_of_customers() {
    let folder = both();
    let customers = read(&folder, "customers.csv");
    let without: String = customers
        .lines()
        .filter(|line| !line.starts_with("CUST00000007"))
        .map(|line| line.to_owned() + "\n")
        .collect();
    write(&folder, "fewer.csv", &without);
    let orphans = contains("✗ transactions of customers who do not exist (customer_exists: ");
    validate(&folder, &["transactions.csv", "--customers", "fewer.csv"])
        .assert()
        .code(1)
        .stdout(orphans.clone().and(contains("\"CUST00000007\"")));
    // In another order, who exists is known all the same, and it is said that no more is.
    let mut lines: Vec<&str> = customers.lines().collect();
    lines[1..].reverse();
    write(&folder, "turned.csv", &(lines.join("\n") + "\n"));
    validate(&folder, &["transactions.csv", "--customers", "turned.csv"])
        .assert()
        .success()
        .stdout(contains("! They are not in the order of their ids"));
    // An account that was opened later than the file says.
    let mut rows: Vec<Vec<String>> =
        customers.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    rows[1][10] = "2026-11-01".to_owned();
    let young: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    write(&folder, "young.csv", &(young.join("\n") + "\n"));
    validate(&folder, &["transactions.csv", "--customers", "young.csv"])
        .assert()
        .code(1)
        .stdout(contains("(transaction_after_opening: "));
}

#[test]
fn the_document_says_beside_whom() {
    let folder = both();
    let arguments = ["transactions.csv", "--customers", "customers.csv", "--report", "json"];
    let assert = validate(&folder, &arguments).assert().success();
    let report: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(report["table"], "transactions");
    assert_eq!(report["is_valid"], true);
    assert_eq!(report["customers"]["rows"], 120);
    assert_eq!(report["customers"]["in_order"], true);
    assert_eq!(report["statistics"]["total_customers"], 120);
    let arguments = [&["transactions.csv", "--report", "json"], &AS_OF[..]].concat();
    let assert = validate(&folder, &arguments).assert().success();
    let report: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert!(report.get("customers").is_none());
}

#[test]
fn what_is_no_table_of_customers_is_told() {
    let folder = both();
    let options = ["generate-customers", "--link", LINK, "--quiet", "--output", "cut.csv.gz"];
    segmint(&folder, &options).assert().success();
    let whole = fs::read(folder.path().join("cut.csv.gz")).unwrap();
    fs::write(folder.path().join("cut.csv.gz"), &whole[..whole.len() - 100]).unwrap();
    write(&folder, "again.csv", &read(&folder, "transactions.csv"));
    write(&folder, "other.csv", &read(&folder, "customers.csv"));
    for (file, customers, words) in [
        ("transactions.csv", "cut.csv.gz", "cut.csv.gz: "),
        ("transactions.csv", "none.csv", "--customers none.csv: there is no such file"),
        ("transactions.csv", "again.csv", "cannot read again.csv: not a table of customers"),
        ("transactions.csv", "transactions.csv", "cannot be both the transactions and their"),
        ("customers.csv", "again.csv", "cannot read again.csv: not a table of customers"),
        ("other.csv", "customers.csv", "and other.csv is one of customers"),
    ] {
        validate(&folder, &[file, "--customers", customers])
            .assert()
            .code(2)
            .stderr(contains(words));
    }
}

#[test]
fn customers_without_transactions_are_counted() {
    let folder = both();
    let few: String = read(&folder, "transactions.csv")
        .lines()
        .take(2_001)
        .map(|line| line.to_owned() + "\n")
        .collect();
    write(&folder, "few.csv", &few);
    for beside in [&["--customers", "customers.csv"], &["--link", LINK]] {
        validate(&folder, &[&["few.csv"], &beside[..]].concat()).assert().stdout(
            predicates::str::is_match(r"Checked with 120 customers of .*; 11\d of them have no")
                .unwrap(),
        );
    }
}

#[test]
fn a_fingerprint_of_the_other_table_is_not_compared() {
    let folder = both();
    let link = format!("{LINK}&sha256={}", "0".repeat(64));
    validate(&folder, &["transactions.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains(
            "! The SHA-256 in the link is that of the customers, and these are transactions: not compared\n",
        ))
        .stdout(contains("✓ Byte for byte the data set of #v=2&seed=42&count=120&as_of=2026-11-23&table=transactions\n"));
    let link = format!("{LINK}&table=transactions&sha256={}", "0".repeat(64));
    validate(&folder, &["transactions.csv", "--link", &link, "--identical"])
        .assert()
        .code(1)
        .stdout(contains("NOT the sender's file"));
}

#[test]
fn version_1_and_defaults_are_told() {
    let folder = both();
    validate(&folder, &["transactions.csv", "--link", "v=1&seed=42&count=120&as_of=2026-11-23"])
        .assert()
        .code(2)
        .stderr("segmint: transactions need recipe version 2, this is a recipe of version 1\n");
    let options = ["transactions.csv", "--customers", "customers.csv", "--as-of", "2026-10-01"];
    validate(&folder, &options).assert().code(1).stdout(contains(
        "  Months, payments and dollars were checked against the defaults; give a --link",
    ));
}
