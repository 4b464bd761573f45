//! The loader kit as text: what its scripts say of a recipe. That databases understand them is tested
//! in `tests/loading`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use common::defaults;
use predicates::str::contains;
use segmint::link::Link;
use segmint::loader::{Kit, Target};
use segmint::recipe::{EmailDomains, Parameters, Recipe, Span};

/// The targets that check what they load.
const CHECKING: [Target; 7] = [
    Target::Snowflake,
    Target::Postgres,
    Target::Sqlite,
    Target::DuckDb,
    Target::BigQuery,
    Target::Pandas,
    Target::Polars,
];

fn recipe() -> Recipe {
    Recipe::new(Parameters {
        count: 1_000,
        premium: [0, 125, 0, 0, 500],
        age: Span::new(18, 99),
        credit_limit: Span::new(1_500, 99_000),
        credit_limit_step: 500,
        opened: Span::new(0, 7),
        domains: EmailDomains::Example,
        ..defaults()
    })
    .unwrap()
}

fn kit(recipe: Recipe, file: &str) -> Kit {
    Kit { recipe, table: "sales.customers".parse().unwrap(), file: file.to_owned() }
}

fn loader(options: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.arg("loader").args(options);
    command
}

#[test]
fn every_script_holds_the_bounds_of_the_recipe() {
    let kit = kit(recipe(), "customers.csv");
    for target in CHECKING {
        let script = kit.script(target);
        let is_frame = matches!(target, Target::Pandas | Target::Polars);
        let [ages, limits] = if is_frame {
            ["(18, 99)", "(1500, 99000)"]
        } else {
            ["BETWEEN 18 AND 99", "BETWEEN 1500 AND 99000"]
        };
        let step = match target {
            _ if is_frame => "- 1500) % 500 == 0",
            Target::BigQuery => "- 1500, 500) = 0",
            _ => "- 1500) % 500 = 0",
        };
        let premium = if is_frame {
            r#"(["Stable Mid-Spenders", "New & Growing"])"#
        } else {
            "IN ('Stable Mid-Spenders', 'New & Growing')"
        };
        // 7 years of 365 days before 2026-11-23.
        let [first, last] = ["2019-11-25", "2026-11-23"];
        let command = "segmint generate-customers --recipe-version 1 --seed 42 --count 1000 --as-of 2026-11-23 ";
        let output = " --output customers.csv\n";
        for words in [ages, limits, step, premium, first, last, command, output] {
            assert!(script.contains(words), "{words} for {target:?}: {script}");
        }
        assert_eq!(script.contains("sales.customers"), !is_frame, "{target:?}");
    }
}

#[test]
fn without_premium_shares_no_card_is_premium() {
    let none = Recipe::new(Parameters { premium: [0; 5], ..defaults() }).unwrap();
    for target in CHECKING {
        let script = kit(none.clone(), "customers.csv").script(target);
        let line = script.lines().find(|line| line.contains("premium_allowed"));
        // In Snowflake the keys are constraints of the table, and conditions are in the query.
        let line = line.unwrap();
        assert!(line.contains("card_type") && !line.contains("segment"), "{target:?}: {line}");
    }
}

#[test]
fn names_of_files_stay_one_word() {
    let script = |target, file| kit(recipe(), file).script(target);
    for (target, words) in [
        (Target::Postgres, r#"FROM 'it''s "new".csv' WITH"#),
        (Target::Sqlite, r#".import --csv --skip 1 "it's \"new\".csv" "#),
        (Target::DuckDb, r#"read_csv('it''s "new".csv', "#),
        (Target::Snowflake, r#"PUT 'file://it\'s "new".csv' @"#),
        (Target::BigQuery, r#" 'it'\''s "new".csv'"#),
        (Target::Pandas, r#""it's \"new\".csv","#),
        (Target::Polars, r#""it's \"new\".csv","#),
    ] {
        let script = script(target, r#"it's "new".csv"#);
        assert!(script.contains(words), "{words}: {script}");
    }
    // A bar would be a command.
    assert!(script(Target::Sqlite, "|rm").contains(r#" "./|rm" "#));
    let packed = script(Target::Postgres, "it's.csv.gz");
    assert!(packed.contains(r"FROM PROGRAM 'gunzip < ''it''\''''s.csv.gz''' WITH"), "{packed}");
    assert!(script(Target::Sqlite, "a b.csv.gz").contains(r#" "|gunzip < 'a b.csv.gz'" "#));
}

#[test]
fn bigquery_has_a_dataset() {
    for (table, dataset, place) in [
        ("customers", "segmint", "segmint.customers"),
        ("sales.customers", "sales", "sales.customers"),
        ("shop.sales.customers", "shop:sales", "shop:sales.customers"),
    ] {
        let kit = Kit { table: table.parse().unwrap(), ..kit(recipe(), "customers.csv") };
        let script = kit.script(Target::BigQuery);
        assert!(script.contains(&format!("bq mk --dataset --force {dataset}\n")), "{script}");
        assert!(script.contains(&format!(" --null_marker='' {place} customers.csv\n")), "{script}");
    }
}

#[test]
fn the_command_prints_the_script_of_a_link_or_of_options() {
    let link = format!("#{}", Link::from(recipe()));
    let kit = Kit { table: "customers".parse().unwrap(), ..kit(recipe(), "customers.csv") };
    #[rustfmt::skip]
    let options = [
        "--as-of", "2026-11-23", "--count", "1000", "--premium", "0,12.5,0,0,50", "--age", "18-99",
        "--credit-limit", "1500-99000", "--credit-limit-step", "500", "--opened", "0-7",
        "--domains", "example",
    ];
    for target in Target::ALL {
        let script = kit.script(target);
        loader(&[target.word(), "--link", &link]).assert().success().stdout(script.clone());
        loader(&[&[target.word()][..], &options].concat()).assert().success().stdout(script);
    }
}

#[test]
fn a_bucket_is_fed_by_a_stream() {
    let script = |file| kit(recipe(), file).script(Target::S3);
    let lines = script("data/customers.csv");
    let command = lines.lines().last().unwrap();
    assert!(command.starts_with("segmint generate-customers --recipe-version 1 --seed 42 --count 1000 "), "{command}");
    let end = " --output - | aws s3 cp - s3://bucket/customers/customers.csv";
    assert!(command.ends_with(end), "{command}");
    let packed = " --compress gzip --output - | aws s3 cp - 's3://bucket/customers/a b.csv.gz'\n";
    assert!(script("a b.csv.gz").ends_with(packed));
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (options, told) in [
        (
            &["oracle"][..],
            "one of snowflake, postgres, sqlite, duckdb, bigquery, pandas, polars, s3",
        ),
        (&["postgres", "--table", "a b"], "must be a name of letters"),
        (&["postgres", "--age", "17-20"], "--age"),
        (&["postgres", "--link", "v=9"], "--link"),
        (&["postgres", "--link", "v=1", "--age", "20-30"], "cannot be given together with --age"),
    ] {
        loader(options).assert().code(2).stdout("").stderr(contains(told));
    }
}
