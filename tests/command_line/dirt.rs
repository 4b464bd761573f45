//! Faults and their answer key.

use std::fs;

use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match};
use serde_json::Value;

use crate::runs::{folder, generate, json, judgement, names, one_line};

const DIRT: &str = "--dirt=missing_value:12,duplicate_id:0.5pct,ragged_row:3";

#[test]
fn dirt_is_put_in_place_and_found() {
    let folder = folder();
    let assert = generate(&folder, &["--count", "2000", DIRT]).assert().success();
    let lines = [
        r"(?m)^Faults: +injected +expected +found$",
        r"(?m)^  missing_value +12 +12 +12$",
        r"(?m)^  duplicate_id +10 +30 +30$",
        r"(?m)^  ragged_row +3 +3 +3$",
        r"(?m)^✓ 25 faults injected, and exactly these found$",
        r"(?m)^✗ rows that cannot be read \(row_readable: 3 rows\)$",
        r"(?m)^Link     #v=2&seed=42&count=2000&as_of=2026-11-23&dirt=missing_value:12,duplicate_id:0.5pct,ragged_row:3&sha256=",
    ];
    lines
        .into_iter()
        .fold(assert, |assert, line| assert.stdout(is_match(line).unwrap()).stderr(is_empty()));
    assert_eq!(names(folder.path()), ["customers.csv"]);
    // The file is what its link says, and the validator does not excuse it.
    let link = "v=2&seed=42&count=2000&as_of=2026-11-23&\
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
    let (first, second) = (file("first.csv"), file("second.csv"));
    assert_eq!(without_lines(&(first + &second)), without_lines(&key));
    make(&["--answer-key", "key.ndjson", "--threads=3"]);
    assert_eq!(file("key.ndjson").lines().count(), 270);
    assert!(file("key.ndjson").lines().all(|line| line.starts_with("{\"row\":")));
}

/// A key as CSV without what depends on the file: where in it the rows stand.
fn without_lines(key: &str) -> Vec<Vec<String>> {
    let records = csv::Reader::from_reader(key.as_bytes()).into_records();
    let fields = records.map(|record| {
        let record = record.unwrap();
        let fields = record.iter().enumerate().filter(|(place, _)| *place != 1);
        fields.map(|(_, field)| field.to_owned()).collect()
    });
    fields.collect()
}

/// Every fault is where its key says, as its key says it, whatever the file looks like.
#[test]
fn an_answer_key_is_of_the_file_that_was_written() {
    const VALUES: &str = "--dirt=wrong_case:3pct,missing_value:2pct,stray_white_space:1pct";
    const ROWS: &str = "--dirt=wrong_case:3pct,missing_value:2pct,ragged_row:2pct";
    for (name, options) in [
        ("c.csv", &[ROWS][..]),
        ("c.csv", &[ROWS, "--no-header"]),
        ("c.csv", &[ROWS, "--rows=1234-3210"]),
        ("c.csv", &[ROWS, "--rows=1234-3210", "--no-header"]),
        ("c.tsv", &[ROWS, "--crlf", "--bom", "--null", "NULL"]),
        ("c.csv", &[ROWS, "--delimiter=semicolon", "--quote-all", r"--null=\N"]),
        ("c.ndjson", &[VALUES, "--rows=1234-3210"]),
        ("c.json", &[VALUES]),
        ("c.sql", &[VALUES, "--batch=70", "--rows=1234-3210"]),
        ("c.sql", &[VALUES, "--batch=1", "--create-table"]),
        ("c.sql", &[VALUES, "--batch=4000", "--create-table", "--sql-dialect=snowflake"]),
    ] {
        let folder = folder();
        let fixed = ["--count=4000", "--threads=3", "--output", name, "--answer-key=k.csv"];
        generate(&folder, &[&fixed[..], options].concat()).assert().success();
        let file = fs::read_to_string(folder.path().join(name)).unwrap();
        let lines: Vec<&str> = file.split('\n').map(|line| line.trim_end_matches('\r')).collect();
        let key = fs::read_to_string(folder.path().join("k.csv")).unwrap();
        let no_header = options.contains(&"--no-header");
        let records = csv::ReaderBuilder::new()
            .has_headers(!no_header)
            .from_reader(key.as_bytes())
            .into_records();
        let mut faults = 0;
        for record in records {
            let record = record.unwrap();
            let line = lines[record[1].parse::<usize>().unwrap() - 1];
            if record[2].is_empty() {
                assert_eq!(line, &record[5], "{name} {options:?}");
            } else if record[5].is_empty() {
                // Where the id itself is missing, the row has no other name.
                let id = format!("CUST{:08}", record[0].parse::<u32>().unwrap());
                assert!(
                    line.contains(&id) || record[2] == *"customer_id",
                    "{name} {line} {record:?}"
                );
            } else {
                assert!(line.contains(&record[5]), "{name} {options:?}: {line} has no {record:?}");
            }
            faults += 1;
        }
        assert!(faults > 90, "{name}: {faults}");
    }
}

#[test]
fn a_file_without_lines_has_faults_on_none() {
    let folder = folder();
    let options = ["--count=3000", "--dirt=wrong_case:1pct", "--output=c.parquet"];
    for (key, line) in [("k.csv", ",,"), ("k.ndjson", "\"line\":null,")] {
        generate(&folder, &[&options[..], &["--answer-key", key]].concat()).assert().success();
        let key = fs::read_to_string(folder.path().join(key)).unwrap();
        assert!(key.lines().skip(1).all(|fault| fault.contains(line)), "{key}");
    }
}

#[test]
fn an_answer_key_as_ndjson_is_json_whatever_the_file() {
    let folder = folder();
    let form = ["--quote-all", r"--null=\N", "--delimiter=tab", "--answer-key=k.ndjson"];
    let options = ["--count=3000", "--dirt=ragged_row:2pct,missing_value:1pct"];
    generate(&folder, &[&options[..], &form].concat()).assert().success();
    let key = fs::read_to_string(folder.path().join("k.ndjson")).unwrap();
    let file = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let lines: Vec<&str> = file.lines().collect();
    for fault in key.lines() {
        let fault: Value = serde_json::from_str(fault).unwrap();
        let line = lines[fault["line"].as_u64().unwrap() as usize - 1];
        let value = fault["faulty_value"].as_str().unwrap();
        let whole = fault["column"] == Value::Null;
        assert!(if whole { line == value } else { line.contains(value) }, "{fault}");
    }
}

#[test]
fn a_share_of_less_than_a_row_is_told() {
    let folder = folder();
    let dirt = "--dirt=ragged_row:0.1pct,wrong_case:1pct";
    let none = "! ragged_row: 0.1 % of 500 rows is less than one row, so no row has it\n";
    generate(&folder, &["--count=500", dirt]).assert().success().stdout(contains(none));
    for more in [&["--count=1000"][..], &["--count=5000", "--rows=1-500"]] {
        let assert = generate(&folder, &[&[dirt], more].concat()).assert().success();
        assert.stdout(contains("less than one row").not());
    }
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
