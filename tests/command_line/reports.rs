//! What is told of a run, for people and for programs.

use std::fs;

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match};
use serde_json::Value;

use crate::runs::{folder, generate, json, names, sha256};

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
    let limits = || text.lines().skip(1).map(|line| line.split(',').nth(9).unwrap().parse::<u32>());
    assert_eq!(statistics["credit_limit_min"], limits().map(Result::unwrap).min().unwrap());
    assert_eq!(statistics["credit_limit_max"], limits().map(Result::unwrap).max().unwrap());
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
    let hex = sha256(&bytes);
    assert_eq!(report["sha256"], hex);
    assert_eq!(report["bytes"], bytes.len());
    assert_eq!(report["output"], "customers.csv");
    assert_eq!(report["rows"], serde_json::json!({ "first": 1, "last": 3000 }));
    assert_eq!(
        report["link"],
        format!("v=2&seed=42&count=3000&as_of=2026-11-23&premium=30,12.5,0,0,0&sha256={hex}")
    );
    let recipe = &report["recipe"];
    assert_eq!(recipe["version"], 2);
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
    let hex = sha256(&bytes);
    assert_eq!(report["sha256"], hex);
    assert_eq!(report["statistics"]["total_customers"], 500);
    assert_eq!(report["link"], "v=2&seed=42&count=3000&as_of=2026-11-23");
    let (_, headless) = json(&["--count", "3000", "--no-header"]);
    assert_eq!(headless["link"], "v=2&seed=42&count=3000&as_of=2026-11-23");
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

#[cfg(unix)]
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
fn shares_add_up() {
    let folder = folder();
    let options = ["--count", "1003", "--weights", "33.3,33.3,33.4,0,0"];
    let assert = generate(&folder, &options).assert().success();
    let report = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let tables: Vec<&str> = report.split("Distribution:").skip(1).collect();
    assert_eq!(tables.len(), 4);
    for (table, whole) in tables.iter().zip([1000, 1000, 1000, 0]) {
        let lines = table.lines().skip(1).take_while(|line| line.starts_with("    "));
        let shares = lines.map(|line| {
            let share = line.split_whitespace().find(|word| word.ends_with('%')).unwrap();
            share.replace(['.', '%'], "").parse::<u32>().unwrap()
        });
        assert_eq!(shares.sum::<u32>(), whole, "{table}");
    }
}

/// What cannot be told has a dash, as on the page: with one age, nothing depends on it.
#[test]
fn what_cannot_be_associated_has_a_dash() {
    let folder = folder();
    generate(&folder, &["--count", "1000", "--age", "18-18"])
        .assert()
        .success()
        .stdout(contains("    age, credit_limit                             –     0.000\n"));
}
