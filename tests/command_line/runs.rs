//! Runs of the command, and the files that they leave.

use std::fs;
use std::path::Path;
use std::process::{self, Stdio};

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::{is_empty, is_match};
use segmint::fingerprint::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A fixed day: tests see the same bytes tomorrow.
pub(crate) const AS_OF: [&str; 2] = ["--as-of", "2026-11-23"];

pub(crate) const HEADER: &str = "customer_id,first_name,last_name,email,age,state,city,employment_status,\
                      card_type,credit_limit,account_open_date,customer_segment,decline_type";

/// `segmint generate-customers` with these options, in a folder of its own.
pub(crate) fn generate(folder: &TempDir, options: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).arg("generate-customers").args(AS_OF).args(options);
    command
}

/// The same for `std`, which can do more with a running process.
pub(crate) fn spawn(folder: &TempDir, options: &[&str]) -> process::Child {
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

pub(crate) fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The CSV that these options write to standard output.
pub(crate) fn csv(options: &[&str]) -> String {
    let assert = generate(&folder(), options).args(["--output", "-"]).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// The names of all that lies in a folder, hidden files too.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    names
}

/// One line for people, from us.
pub(crate) fn one_line() -> impl Predicate<str> {
    is_match(r"\Asegmint: [^\n]+\n\z").unwrap()
}

/// The file's bytes, and the report on it.
pub(crate) fn json(options: &[&str]) -> (Vec<u8>, Value) {
    let folder = folder();
    let assert = generate(&folder, options).args(["--report", "json"]).assert().success();
    let bytes = fs::read(folder.path().join("customers.csv")).unwrap();
    (bytes, serde_json::from_slice(&assert.get_output().stdout).unwrap())
}

/// `segmint` with these arguments and nothing else, in a folder of its own.
pub(crate) fn segmint(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).args(arguments);
    command
}

/// What the command prints.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let assert = segmint(&folder(), arguments).assert().success().stderr(is_empty());
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// `segmint validate` with these arguments, in this folder.
pub(crate) fn validate(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).arg("validate").args(arguments);
    command
}

/// A folder with a data set of 3,000 customers, `customers.csv`.
pub(crate) fn folder_with_customers() -> TempDir {
    let folder = folder();
    generate(&folder, &["--count", "3000", "--quiet"]).assert().success();
    folder
}

/// The same file with one field edited, `edited.csv`; the header is line 1.
pub(crate) fn edit(folder: &TempDir, line: usize, column: usize, value: &str) {
    let text = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut fields: Vec<&str> = lines[line - 1].split(',').collect();
    fields[column] = value;
    lines[line - 1] = fields.join(",");
    fs::write(folder.path().join("edited.csv"), lines.join("\n") + "\n").unwrap();
}

pub(crate) fn judgement(folder: &TempDir, arguments: &[&str]) -> Value {
    let output = validate(folder, arguments).args(["--report", "json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The SHA-256 of these bytes, as `sha256sum` prints it.
pub(crate) fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}
