//! The loader kit as text: what its scripts say of a recipe. That databases understand them is tested
//! in `tests/loading`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use common::defaults;
use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;
use segmint::customers::SCHEMA;
use segmint::link::Link;
use segmint::loader::{Kit, Load, Rule, Target};
use segmint::plan::Rows;
use segmint::recipe::{
    Amount, Dirt, EmailDomains, FaultKind, Parameters, Recipe, RecipeVersion, Span,
};
use segmint::schema::{Column, ColumnKind, Schema};
use segmint::tables::TableId;
use segmint::transactions::RowGenerator;

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
    kit_of(TableId::Customers, recipe, "sales.customers", file)
}

fn kit_of(of: TableId, recipe: Recipe, table: &str, file: &str) -> Kit {
    let mut kit = Kit::new(of, recipe).unwrap();
    kit.table = table.parse().unwrap();
    file.clone_into(&mut kit.file);
    kit
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
        (Target::Sqlite, r#".import "it's \"new\".csv" import_customers"#),
        (Target::DuckDb, r#"read_csv('it''s "new".csv', "#),
        (Target::Snowflake, r#"PUT 'file://it\'s "new".csv' @"#),
        (Target::BigQuery, r#" 'it'\''s "new".csv'"#),
        (Target::Pandas, r#""it's \"new\".csv","#),
        (Target::Polars, r#""it's \"new\".csv","#),
    ] {
        let script = script(target, r#"it's "new".csv"#);
        assert!(script.contains(words), "{words}: {script}");
    }
    let packed = script(Target::Postgres, "it's.csv.gz");
    assert!(packed.contains(r"FROM PROGRAM 'gunzip < ''it''\''''s.csv.gz''' WITH"), "{packed}");
    assert!(script(Target::Sqlite, "a b.csv.gz").contains(r#" "|gunzip < 'a b.csv.gz'" "#));
}

#[test]
fn no_name_of_a_file_is_a_pattern_an_option_a_command_or_a_blank() {
    let script = |target, file| kit(recipe(), file).script(target);
    for target in Target::ALL {
        // A bar would be a command, and a hyphen an option.
        for file in ["-x.csv", "|x.csv"] {
            let script = script(target, file);
            let is_named = script.contains(&format!("./{file}"));
            assert!(is_named || target == Target::S3, "{target:?}: {script}");
            assert!(!script.contains(&format!("\"{file}")), "{target:?}: {script}");
            assert!(!script.contains(&format!(" {file}")), "{target:?}: {script}");
        }
        // What fills a blank has no blanks.
        let filled = script(target, "{source}{word}.csv");
        assert!(filled.contains("{source}{word}.csv"), "{target:?}: {filled}");
        // Every line is what it is without the line feed.
        let lines = script(target, "a.csv").lines().count();
        let broken = script(target, "a\nDROP TABLE x;.csv");
        let may_break = matches!(target, Target::DuckDb | Target::BigQuery | Target::S3);
        assert!(may_break || broken.lines().count() == lines, "{target:?}: {broken}");
        let comment = broken.lines().next().unwrap();
        assert!(target == Target::S3 || comment.ends_with(r"$'a\nDROP TABLE x;.csv'"), "{comment}");
    }
    assert!(script(Target::DuckDb, "c[1]*?.csv").contains("'c[[]1][*][?].csv'"));
    assert!(script(Target::Polars, "c[1].csv").contains("\"c[1].csv\", glob=False"));
}

#[test]
fn every_script_says_what_it_needs_and_compares_header_and_rows_first() {
    let header = SCHEMA.header();
    for target in CHECKING {
        for dirt in [Dirt::NONE, Dirt::NONE.with(FaultKind::RaggedRow, Amount::Rows(3))] {
            let recipe = Recipe::new(Parameters { dirt, ..recipe().parameters().clone() }).unwrap();
            let script = kit(recipe, "customers.csv").script(target);
            let needs = match target {
                Target::Snowflake => "also by snow sql: snowsql -f load_customers.sql",
                Target::Postgres => "with PostgreSQL 9.5 or newer",
                Target::Sqlite => "with SQLite 3.20 or newer",
                Target::DuckDb => "with DuckDB 1.0 or newer",
                Target::Pandas => "with pandas 1.1 or newer",
                Target::Polars => "with Polars 1.0 or newer",
                _ => "runs bq",
            };
            let head: Vec<&str> = script.lines().take(3).collect();
            assert!(head.join(" ").contains(needs), "{target:?}: {head:?}");
            for newer in ["HEADER match", "--skip 1", "STRICT", "date_format", "infer_schema=False"]
            {
                assert!(!script.contains(newer), "{newer} for {target:?}");
            }
            let named = match target {
                Target::Pandas | Target::Polars => "','.join(",
                Target::BigQuery => "customer_id = 'customer_id' AND first_name = 'first_name'",
                _ => header.trim_end(),
            };
            let compared = script.find(named).unwrap();
            let rows =
                script.find("recipe 1000").or_else(|| script.find("the 1000 rows of its recipe"));
            let rows = rows.or_else(|| script.find("recipe 1 and 1000"));
            assert!(rows.is_some(), "{target:?}: {script}");
            if let Some(created) = script.find("CREATE TABLE sales.customers") {
                assert!(compared < created, "{target:?}: {script}");
            }
        }
    }
}

#[test]
fn a_recipe_with_faults_gets_text_and_is_told_why() {
    let dirt = Dirt::NONE.with(FaultKind::MissingValue, Amount::Rows(3));
    let recipe = Recipe::new(Parameters { dirt, ..recipe().parameters().clone() }).unwrap();
    for target in CHECKING {
        let script = kit(recipe.clone(), "customers.csv").script(target);
        assert!(script.contains("a table with types and constraints must refuse"), "{target:?}");
        assert!(script.contains("fields_beyond"), "{target:?}: {script}");
        for strict in ["NOT NULL", "CHECK (age", "INTEGER NOT", "int32", "pl.Int32"] {
            assert!(!script.contains(strict), "{strict} for {target:?}: {script}");
        }
    }
}

#[test]
fn reserved_words_are_quoted_as_each_database_does_it() {
    for (target, table) in [
        (Target::Postgres, "CREATE TABLE \"order\" ("),
        (Target::Sqlite, "CREATE TABLE main.\"Order\" ("),
        (Target::DuckDb, "CREATE TABLE \"Order\" ("),
        (Target::Snowflake, "CREATE TABLE \"ORDER\" ("),
        (Target::BigQuery, "CREATE TABLE segmint.`Order` ("),
    ] {
        let kit = kit_of(TableId::Customers, recipe(), "Order", "customers.csv");
        let script = kit.script(target);
        assert!(script.contains(table), "{table}: {script}");
    }
}

#[test]
fn new_accounts_of_version_2_are_within_the_bounds() {
    let day = |text: &str| text.parse().unwrap();
    let parameters = Parameters::defaults(RecipeVersion::V2, day("2026-11-23"));
    let opened = Span::new(0, 0);
    let recipe = Recipe::new(Parameters { opened, ..parameters }).unwrap();
    // New ones were opened 100 to 175 days before, and the youngest up to the reference date.
    let script = kit(recipe, "customers.csv").script(Target::Postgres);
    assert!(script.contains("BETWEEN DATE '2026-06-01' AND DATE '2026-11-23')"), "{script}");
}

/// A table of three columns, one of them a decimal number and one a reserved word.
const TOY: Schema = Schema {
    table: "payments",
    columns: &[
        Column::new("payment_id", ColumnKind::Text, "TXN and four digits").unique(),
        Column::new("amount", ColumnKind::Decimal { precision: 12, scale: 2 }, "dollars"),
        Column::new("order", ColumnKind::Date, "when it was ordered").nullable(),
    ],
};

#[test]
fn another_table_needs_no_other_loader() {
    let load = Load {
        schema: &TOY,
        rules: vec![
            Rule::Id { column: "payment_id", prefix: "TXN", digits: 4 },
            Rule::Range { column: "amount", min: 1, max: 900, step: 1 },
        ],
        reference: None,
        rows: 12,
        is_faulty: false,
        command: "make-payments".to_owned(),
        table: "payments".parse().unwrap(),
        file: "payments.csv".to_owned(),
    };
    for (target, words) in [
        (
            Target::Postgres,
            &[
                "payment_id text NOT NULL PRIMARY KEY CHECK (payment_id ~ '^TXN[0-9]{4}$'),\n",
                "amount     numeric(12, 2) NOT NULL CHECK (amount BETWEEN 1 AND 900),\n",
                "\"order\"    date\n",
                "CAST(CASE WHEN amount NOT LIKE '%.___%' THEN amount END AS numeric(12, 2)) AS amount,\n",
                "the file does not begin with the header payment_id,amount,order'",
            ][..],
        ),
        (
            Target::Sqlite,
            &[
                "amount     NUMERIC(12, 2) NOT NULL CHECK (typeof(amount) IN ('integer', 'real', 'null'))",
                "\"order\"    TEXT CHECK (\"order\" IS date(\"order\", '+0 days'))\n",
                "CREATE TEMP TABLE import_payments (payment_id, amount, \"order\");",
            ],
        ),
        (
            Target::DuckDb,
            &[
                "SELECT * REPLACE (CASE WHEN amount NOT LIKE '%.___%' THEN amount END AS amount)",
                "'amount': 'VARCHAR',\n",
                "amount     DECIMAL(12, 2) NOT NULL",
                "\"order\"    DATE\n",
                "'order': 'DATE'\n",
            ],
        ),
        (
            Target::Snowflake,
            &[
                "amount     NUMBER(12, 2) NOT NULL,\n",
                "PRIMARY KEY (payment_id)\n",
                "COUNT_IF(amount IS NULL OR NOT (amount BETWEEN 1 AND 900)) AS amount,\n",
                "SELECT payment_id, amount, \"ORDER\"\n",
            ],
        ),
        (
            Target::BigQuery,
            &[
                "`order`    DATE,\n",
                "PRIMARY KEY (payment_id) NOT ENFORCED\n",
                "payment_id:STRING,amount:STRING,order:STRING\n",
                " segmint.import_payments payments.csv ",
            ],
        ),
        (
            Target::Pandas,
            &[
                "payments = pd.read_csv(",
                "\"amount\": \"float64\",",
                "payments[\"order\"] = pd.to_datetime(payments[\"order\"], format=\"%Y-%m-%d\")",
            ],
        ),
        (
            Target::Polars,
            &["payments = pl.read_csv(", "\"amount\": pl.Decimal(12, 2),", "\"order\": pl.Date,"],
        ),
        (Target::S3, &["make-payments --output - | aws s3 cp - s3://bucket/payments/payments.csv"]),
    ] {
        let script = load.script(target);
        for words in words {
            assert!(script.contains(words), "{words} for {target:?}: {script}");
        }
        assert!(!script.contains("customer"), "{target:?}: {script}");
    }
}

#[test]
fn bigquery_has_a_dataset() {
    for (table, dataset, place) in [
        ("customers", "segmint", "segmint.customers"),
        ("sales.customers", "sales", "sales.customers"),
        ("shop.sales.customers", "shop:sales", "shop:sales.customers"),
    ] {
        let kit = kit_of(TableId::Customers, recipe(), table, "customers.csv");
        let script = kit.script(Target::BigQuery);
        assert!(script.contains(&format!("bq mk --dataset --force {dataset}\n")), "{script}");
        assert!(
            script.contains(&format!(
                " {} customers.csv ",
                place.replace("customers", "import_customers")
            )),
            "{script}"
        );
    }
}

#[test]
fn the_command_prints_the_script_of_a_link_or_of_options() {
    let link = format!("#{}", Link::from(recipe()));
    let kit = Kit::new(TableId::Customers, recipe()).unwrap();
    #[rustfmt::skip]
    let options = [
        "--recipe-version", "1", "--as-of", "2026-11-23", "--count", "1000", "--premium", "0,12.5,0,0,50", "--age", "18-99",
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
    assert!(
        command
            .starts_with("segmint generate-customers --recipe-version 1 --seed 42 --count 1000 "),
        "{command}"
    );
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

/// What loads the transactions of 30 customers.
fn transactions(dirt: Dirt) -> Kit {
    let as_of = "2026-11-23".parse().unwrap();
    let defaults = Parameters::defaults(RecipeVersion::V2, as_of);
    let recipe = Recipe::new(Parameters { count: 30, dirt, ..defaults }).unwrap();
    Kit::new(TableId::Transactions, recipe).unwrap()
}

#[test]
fn transactions_have_rules_a_key_to_their_customers_and_an_exact_number_of_rows() {
    let mut kit = transactions(Dirt::NONE);
    let link = "v=2&seed=42&count=30&as_of=2026-11-23&table=transactions";
    let recipe = Link::parse(link).unwrap().recipe;
    let mut csv = Vec::new();
    let rows = RowGenerator::new(&recipe).unwrap().write(Rows::all(&recipe), &mut csv);
    for target in CHECKING {
        let script = kit.script(target);
        let is_frame = matches!(target, Target::Pandas | Target::Polars);
        let key = match target {
            Target::Postgres => {
                "ALTER TABLE transactions ADD FOREIGN KEY (customer_id) REFERENCES customers (customer_id);\nCOMMIT;"
            }
            Target::Sqlite | Target::DuckDb => " REFERENCES customers (customer_id),\n",
            Target::Snowflake => "FOREIGN KEY (customer_id) REFERENCES customers (customer_id)\n",
            Target::BigQuery => {
                "FOREIGN KEY (customer_id) REFERENCES segmint.customers (customer_id) NOT ENFORCED\n"
            }
            _ => "\"transaction_amount\"",
        };
        // 18 months of 30 days before 2026-11-23.
        let [first, last] = ["2025-06-01", "2026-11-22"];
        let command = "segmint generate-transactions --recipe-version 2 --seed 42 --count 30 --as-of 2026-11-23 --output transactions.csv\n";
        let count = format!("{rows}");
        for words in
            [key, first, last, command, "TXN[0-9]{12}", "CUST[0-9]{8}", &count, "id_of_customer"]
        {
            // Where patterns have no numbers of digits, these are written out.
            let is_written_out = target == Target::Sqlite && words.contains("[0-9]{");
            assert!(is_written_out || script.contains(words), "{words} for {target:?}: {script}");
        }
        assert!(!script.contains("PRAGMA foreign_keys") || target == Target::Sqlite);
        assert!(!(is_frame && script.contains("customer_id_known")), "{target:?}: {script}");
    }
    assert!(kit.script(Target::Sqlite).contains("\nPRAGMA foreign_keys = ON;\nBEGIN;\n"));
    kit.customers = Some("sales.clients".parse().unwrap());
    for (target, words) in [
        (Target::Postgres, "REFERENCES sales.clients (customer_id)"),
        (Target::Sqlite, "REFERENCES clients (customer_id)"),
        (Target::BigQuery, "NOT IN (SELECT customer_id FROM sales.clients)) AS customer_id_known"),
        (
            Target::Snowflake,
            "FROM typed_transactions WHERE customer_id NOT IN (SELECT customer_id FROM sales.clients)",
        ),
        (Target::Pandas, "transactions[\"customer_id\"].isin(clients[\"customer_id\"])"),
        (Target::Polars, "pl.col(\"customer_id\").is_in(clients[\"customer_id\"].to_list())"),
    ] {
        let script = kit.script(target);
        assert!(script.contains(words), "{words}: {script}");
    }
    // Customers are looked for where the transactions go.
    (kit.customers, kit.table) = (None, "sales.buys".parse().unwrap());
    assert!(kit.script(Target::Postgres).contains("REFERENCES sales.customers (customer_id)"));
}

#[test]
fn only_faults_of_their_own_make_transactions_text() {
    let of = |flaw| Dirt::NONE.with(flaw, Amount::Rows(3));
    let own = transactions(of(FaultKind::OrphanTransaction)).script(Target::Postgres);
    assert!(own.contains("fields_beyond") && !own.contains("REFERENCES"), "{own}");
    // Their customers are text then, and have no key.
    let others = transactions(of(FaultKind::MalformedId)).script(Target::Postgres);
    assert!(
        others.contains("numeric(12, 2) NOT NULL") && !others.contains("REFERENCES"),
        "{others}"
    );
    let customers = Recipe::new(Parameters {
        dirt: of(FaultKind::OrphanTransaction),
        ..Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap())
    });
    let customers = Kit::new(TableId::Customers, customers.unwrap()).unwrap();
    assert!(customers.script(Target::Postgres).contains("integer NOT NULL"));
}

#[test]
fn the_command_loads_the_table_that_is_named() {
    let script = transactions(Dirt::NONE).script(Target::Postgres);
    let link = "#v=2&seed=42&count=30&as_of=2026-11-23";
    let named = format!("{link}&table=transactions");
    let options = ["--count", "30", "--as-of", "2026-11-23", "--of", "transactions"];
    for recipe in [&["--link", link, "--of", "transactions"][..], &["--link", &named], &options] {
        loader(&[&["postgres"], recipe].concat()).assert().success().stdout(script.clone());
    }
    let customers = loader(&["postgres", "--link", &named, "--of", "customers"]).assert().success();
    customers.stdout(contains("CREATE TABLE customers ("));
    let shorter = loader(&[&["pandas", "--months", "3"], &options[..]].concat()).assert().success();
    // 3 months of 30 days.
    shorter.stdout(contains("--months 3 ").and(contains("2026-08-25")));
    for (options, told) in [
        (
            &["--of", "transactions", "--recipe-version", "1"][..],
            "transactions need recipe version 2",
        ),
        (&["--of", "visits"], "must be customers or transactions"),
        (&["--customers", "clients"], "--customers is for transactions"),
    ] {
        let refused = loader(&[&["postgres"], options].concat()).assert().code(2).stdout("");
        refused.stderr(contains(told));
    }
}
