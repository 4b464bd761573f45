//! Rows as SQL: the table that they need, and statements as long as a database takes them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use assert_cmd::cargo::cargo_bin_cmd;
use predicates::str::contains;

fn sql(options: &[&str]) -> String {
    let recipe = ["generate-customers", "--as-of", "2026-11-23", "--seed", "7"];
    let output = ["--format", "sql", "--quiet", "--output", "-"];
    let arguments = [&recipe, &output[..], options].concat();
    let output = cargo_bin_cmd!("segmint").args(arguments).assert().success().get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_table_is_created_where_that_is_asked_for() {
    let types = |text, number, day, key, unique| {
        let needed = |name, kind| format!("    {name} {kind} NOT NULL");
        [
            needed("customer_id", text) + key,
            needed("first_name", text),
            needed("last_name", text),
            needed("email", text) + unique,
            needed("age", number),
            needed("state", text),
            needed("city", text),
            needed("employment_status", text),
            needed("card_type", text),
            needed("credit_limit", number),
            needed("account_open_date", day),
            needed("customer_segment", text),
            format!("    decline_type {text}"),
        ]
        .join(",\n")
    };
    let (key, unique) = (" PRIMARY KEY", " UNIQUE");
    for (dialect, table, before, columns, after) in [
        (
            "postgres",
            "\"order\"",
            "\\set ON_ERROR_STOP on\nBEGIN;\n",
            types("text", "integer", "date", key, unique),
            "",
        ),
        ("sqlite", "\"Order\"", "BEGIN;\n", types("TEXT", "INTEGER", "TEXT", key, unique), ""),
        ("duckdb", "\"Order\"", "BEGIN;\n", types("VARCHAR", "INTEGER", "DATE", key, unique), ""),
        (
            "snowflake",
            "\"ORDER\"",
            "",
            types("VARCHAR", "NUMBER(10)", "DATE", key, unique),
            "BEGIN;\n",
        ),
        (
            "bigquery",
            "`Order`",
            "",
            types("STRING", "INT64", "DATE", " PRIMARY KEY NOT ENFORCED", ""),
            "BEGIN;\n",
        ),
    ] {
        let options = ["--count", "3", "--sql-dialect", dialect, "--table", "Order"];
        let plain = sql(&options);
        let begin = format!("BEGIN;\nINSERT INTO {table} (customer_id, ");
        assert!(plain.starts_with(&begin), "{dialect}: {plain}");
        let created = sql(&[&options[..], &["--create-table"]].concat());
        let rows = plain.strip_prefix("BEGIN;\n").unwrap();
        let expected = format!("{before}CREATE TABLE {table} (\n{columns}\n);\n{after}{rows}");
        assert_eq!(created, expected, "{dialect}");
    }
}

#[test]
fn no_statement_is_longer_than_its_database_takes() {
    for dialect in ["snowflake", "bigquery"] {
        let text = sql(&["--count", "9000", "--sql-dialect", dialect, "--batch", "4000"]);
        let statements: Vec<&str> = text.split_inclusive(";\n").collect();
        // Three of rows, and the transaction.
        assert_eq!(statements.len(), 5, "{dialect}");
        let longest = statements.iter().map(|statement| statement.len()).max().unwrap();
        assert!(longest < 1_000_000, "{dialect}: {longest} bytes");
        // The longest row that there can be: every field of the plain CSV at its longest takes 185 bytes.
        let quotes = 2 * 11 + "DATE ".len() + "(),\n".len() + "O'O'".len();
        assert!(4_000 * (185 + quotes) + 1_000 < 1_000_000);
        cargo_bin_cmd!("segmint")
            .args(["generate-customers", "--format", "sql", "--output", "-"])
            .args(["--sql-dialect", dialect, "--batch", "4001"])
            .assert()
            .code(2)
            .stdout("")
            .stderr(contains("has 4000 rows at most"));
    }
}
