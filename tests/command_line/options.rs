//! Options that make no sense: one clear line, a non-zero exit, nothing left behind.

use assert_cmd::cargo::cargo_bin_cmd;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, is_match};

use crate::runs::{csv, folder, generate, names, one_line};

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
        ("--count=1,5", r#"--count "1,5": must be a whole number"#),
        ("--count=50,00", r#"--count "50,00": must be a whole number"#),
        ("--count=1.000", r#"--count "1.000": must be a whole number"#),
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
fn a_value_that_begins_with_a_minus_sign_is_told_by_its_option() {
    for (option, value, words) in [
        ("--opened", "-1-5", r#"--opened "-1-5": must be a range of whole numbers, as in 22-75"#),
        ("--age", "-22-75", r#"--age "-22-75": must be a range"#),
        ("--credit-limit", "-5", r#"--credit-limit "-5": must be a range"#),
        ("--count", "-5", r#"--count "-5": must be a whole number"#),
        ("--seed", "-1", r#"--seed "-1": must be a whole number"#),
        ("--weights", "-1,2,3,4,5", r#"--weights "-1,2,3,4,5": must be a percentage"#),
        ("--rows", "-1-5", r#"--rows "-1-5": must be a range within"#),
        ("--threads", "-1", "must be a whole number from 1 to 1,024"),
        ("--batch", "-1", "must be a whole number from 1 to 10,000"),
    ] {
        generate(&folder(), &[option, value])
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(words)));
    }
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let plain = csv(&["--count=2000", "--gradual=12.5", "--credit-limit=5000-20000"]);
    let people =
        ["--count=2,000", "--gradual=12,5 %", "--credit-limit=$5,000 - $20,000", "--seed= 42"];
    assert!(csv(&people) == plain);
    assert!(csv(&["--count=2\u{a0}000", "--gradual=12,5", "--credit-limit=5_000-20'000"]) == plain);
    let rows = csv(&["--count=2,000", "--rows=1,001-2\u{202f}000", "--threads=1"]);
    assert_eq!(rows.lines().count(), 1001);
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
