//! Which rows are made, and that nothing else changes them.

use assert_cmd::cargo::cargo_bin_cmd;

use crate::runs::{AS_OF, csv};

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
        "--domains=free",
        "--new-account-age=1-2",
        "--recipe-version=1",
    ] {
        let mut command = cargo_bin_cmd!("segmint");
        let base = if option.starts_with("--as-of") { vec![] } else { AS_OF.to_vec() };
        let fixed = ["generate-customers", "--count", "2000", "--output", "-", option];
        let assert = command.args(fixed).args(base).assert().success();
        assert!(assert.get_output().stdout != plain.as_bytes(), "{option}");
    }
}
