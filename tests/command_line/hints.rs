//! What a person is told who knows other programs, or takes one kind of value for another.

use predicates::prelude::*;
use predicates::str::{contains, is_empty};

use crate::runs::{folder, names, one_line, segmint};

#[test]
fn what_was_probably_meant_is_told() {
    let folder = folder();
    for (arguments, words) in [
        ("generate-customers --rows 5", "how many customers there are is --count 5"),
        ("generate-customers --row 5", "how many customers there are is --count"),
        ("generate-customers --n 5", "tip: how many customers there are is --count"),
        ("generate-customers --amount 5", "tip: how many customers there are is --count"),
        ("generate --rows 5", "tip: how many customers there are is --count"),
        ("generate --customers 5", "tip: how many customers there are is --count"),
        ("generate-transactions --rows 5", "--customers 1-1000; how many"),
        ("generate-transactions --customers 5", "how many customers there are is --count 5"),
        ("generate-transactions --customers c.csv", "the file is for segmint validate"),
        ("generate-customers --of transactions", "generate-transactions make one table each"),
        ("generate-customers --output-format json", "tip: the format is --format"),
        ("generate-customers --format tsv", "--delimiter tab"),
        ("generate-customers --date 2026-01-01", "tip: the reference date is --as-of"),
        ("generate-customers --state CA", "tip: it cannot be chosen"),
        ("generate-customers --months 6", "tip: this is about transactions"),
        ("generate --output x.csv", "must be a folder, because there are two files"),
        ("generate --output x.ndjson.gz", "named like a file"),
        ("validate a.csv --format json", "--report json"),
        ("loader postgres --customers 1-5", "the name of a table here"),
        ("loader postgres --of transactions --customers c.csv", "the name of a table here"),
        ("loader sqlite --table transactions", "for transactions, say --of transactions"),
        ("loader sqlite --table shop.Transactions", "this loads customers"),
        (
            "loader sqlite --file data/transactions.csv.gz",
            "for transactions, say --of transactions",
        ),
        ("loader sqlite --of transactions --table customers", "say another name"),
        (
            "loader sqlite --of transactions --table a.x --customers a.x",
            "the customers, which are in the table of that name",
        ),
        ("generate-customers --table transactions", "use segmint generate-transactions"),
        (
            "generate-transactions --format sql --table shop.customers",
            "this makes transactions: for customers, use segmint generate-customers",
        ),
        ("validate a.csv --of transactions", "seen by its header"),
        ("mint", "did you mean 'generate-customers'?"),
        ("man nothing", "there is no command"),
    ] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        segmint(&folder, &arguments)
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(words)));
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_name_of_the_other_table_is_taken_from_who_says_which_table_is_meant() {
    let folder = folder();
    for (options, words) in [
        ("--of transactions --table transactions", "CREATE TABLE main.transactions"),
        ("--of customers --table transactions", "CREATE TABLE main.transactions"),
        ("--of transactions --table customers --customers c", "CREATE TABLE main.customers"),
        ("--table transactions_of_may", "CREATE TABLE main.transactions_of_may"),
        ("--file transactions_with.customers.csv", ".import \"transactions_with.customers.csv\""),
        (
            "--link #v=2&seed=42&count=5&as_of=2026-01-01&table=transactions --file transactions.csv",
            "TXN",
        ),
    ] {
        let arguments = ["loader", "sqlite"].into_iter().chain(options.split(' '));
        let arguments: Vec<&str> = arguments.collect();
        segmint(&folder, &arguments).assert().success().stdout(contains(words)).stderr(is_empty());
    }
}

#[test]
fn customers_of_a_check_are_a_file() {
    let folder = folder();
    segmint(&folder, &["generate-transactions", "--count", "2", "--output", "t.csv"])
        .assert()
        .success();
    segmint(&folder, &["validate", "t.csv", "--customers", "1-5"])
        .assert()
        .code(2)
        .stderr(one_line().and(contains("--customers 1-5: there is no such file")));
}

#[test]
fn a_folder_that_is_named_like_a_file_is_taken_if_it_is_there() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("x.csv")).unwrap();
    segmint(&folder, &["generate", "--count", "2", "--output", "x.csv"]).assert().success();
    assert_eq!(names(&folder.path().join("x.csv")), ["customers.csv", "transactions.csv"]);
}

#[test]
fn a_loader_says_what_faults_cost() {
    let folder = folder();
    let loader = |options: &[&str]| {
        segmint(&folder, &[&["loader", "sqlite", "--count", "50"], options].concat())
    };
    loader(&[]).assert().success().stderr(is_empty());
    loader(&["--dirt", "missing_value:2"])
        .assert()
        .success()
        .stderr(one_line().and(contains("loads all columns as text")));
    loader(&["--of", "transactions", "--dirt", "missing_value:2"])
        .assert()
        .success()
        .stderr(one_line().and(contains("no foreign key")));
}

#[test]
fn of_few_rows_no_more_is_told_than_they_can_tell() {
    let folder = folder();
    let report = |count: &str| {
        let options = ["generate-customers", "--count", count, "--no-fingerprint"];
        let assert = segmint(&folder, &options).assert().success();
        String::from_utf8(assert.get_output().stdout.clone()).unwrap()
    };
    let few = report("20");
    assert!(few.contains("too few rows to tell"), "{few}");
    let many = report("50000");
    assert!(!many.contains("too few rows to tell"), "{many}");
}
