//! The commands that make what customers buy, and both tables.

use std::fs;
use std::io::Read;

use assert_cmd::Command;
use assert_cmd::cargo::{cargo_bin, cargo_bin_cmd};
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use segmint::data_set::DataSet;
use segmint::link::Link;
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::transactions::SCHEMA;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::runs::{AS_OF, csv, folder, names, one_line, printed, segmint, sha256};

/// A row by its eight columns.
type Row = Vec<String>;

/// `segmint generate-transactions` as of the fixed day, in this folder.
fn generate(folder: &TempDir, options: &[&str]) -> Command {
    segmint(folder, &[&["generate-transactions"], &AS_OF[..], options].concat())
}

/// The file that these options write to standard output.
fn made(options: &[&str]) -> Vec<u8> {
    let folder = folder();
    let mut command = generate(&folder, &[&["--quiet", "--output", "-"], options].concat());
    command.assert().success().stderr(is_empty()).get_output().stdout.clone()
}

/// The report on such a file.
fn report(options: &[&str]) -> Value {
    let assert = generate(&folder(), &[&["--report", "json"], options].concat()).assert().success();
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

fn recipe(count: u32) -> Recipe {
    let defaults = Parameters::defaults(RecipeVersion::V2, AS_OF[1].parse().unwrap());
    Recipe::new(Parameters { count, ..defaults }).unwrap()
}

/// What the library makes of the defaults with so many customers.
fn expected(count: u32) -> Vec<u8> {
    let mut csv = Vec::new();
    DataSet::transactions(recipe(count)).unwrap().write(&mut csv, |_| ()).unwrap();
    csv
}

fn rows(csv: &[u8]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The rows of JSON objects.
fn objects(objects: impl IntoIterator<Item = Value>) -> Vec<Row> {
    let value = |object: &Value, name: &str| match &object[name] {
        Value::String(text) => text.clone(),
        // Cents that are zero are not written again.
        Value::Number(number) => format!("{:.2}", number.as_f64().unwrap()),
        other => panic!("{name}: {other}"),
    };
    let row = |object: Value| SCHEMA.names().map(|name| value(&object, name)).collect();
    objects.into_iter().map(row).collect()
}

/// The rows of `INSERT` statements, and how many rows each statement has.
fn inserted(sql: &str) -> (Vec<Row>, Vec<usize>) {
    let (mut rows, mut statements): (Vec<Row>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut is_open = false;
    for line in sql.lines() {
        if line.starts_with("INSERT INTO ") {
            assert!(!is_open, "{line}");
            statements.push(0);
            is_open = true;
            continue;
        }
        let Some(row) = line.strip_prefix('(') else { continue };
        assert!(is_open, "{line}");
        *statements.last_mut().unwrap() += 1;
        is_open = row.ends_with("),");
        let fields = row.trim_end_matches([',', ';']).trim_end_matches(')').replace("DATE ", "");
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.has_headers(false).quote(b'\'').from_reader(fields.as_bytes());
        rows.extend(
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Row>()),
        );
    }
    assert!(!is_open);
    (rows, statements)
}

#[test]
fn the_file_is_the_librarys_whatever_the_threads() {
    let expected = expected(60);
    for threads in ["1", "2", "5"] {
        assert!(made(&["--count", "60", "--threads", threads]) == expected, "{threads} threads");
    }
    let folder = folder();
    generate(&folder, &["--count", "60"]).assert().success();
    assert_eq!(names(folder.path()), ["transactions.csv"]);
    assert!(fs::read(folder.path().join("transactions.csv")).unwrap() == expected);
}

#[test]
fn ranges_of_customers_concatenate_to_the_whole() {
    for format in ["csv", "ndjson"] {
        let part = |range: &str, more: &[&str]| {
            let options =
                ["--count", "1100", "--months", "2", "--format", format, "--customers", range];
            made(&[&options, more].concat())
        };
        let headless: &[&str] = if format == "csv" { &["--no-header"] } else { &[] };
        let parts = [
            part("1-5", &[]),
            part("6-6", headless),
            part("7-1,001", headless),
            part("1002-1100", headless),
        ];
        let whole = made(&["--count", "1100", "--months", "2", "--format", format]);
        assert!(parts.concat() == whole, "{format}");
    }
}

#[test]
fn every_format_holds_the_same_rows() {
    let rows_in = |options: &[&str]| made(&[&["--count", "60"], options].concat());
    let expected = rows(&expected(60));
    assert!(expected.len() > 30_000, "more than one partition");

    let mut text = String::new();
    flate2::read::GzDecoder::new(&rows_in(&["--compress", "gzip"])[..])
        .read_to_string(&mut text)
        .unwrap();
    assert!(rows(text.as_bytes()) == expected, "gzip");
    let unpacked = zstd::stream::decode_all(&rows_in(&["--compress", "zstd"])[..]).unwrap();
    assert!(rows(&unpacked) == expected, "zstd");
    let excel = rows_in(&["--bom", "--crlf", "--delimiter", "semicolon", "--quote-all"]);
    let excel = excel.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let excel: Vec<Row> = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(excel)
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    assert!(excel == expected, "for Excel");

    let lines = String::from_utf8(rows_in(&["--format", "ndjson"])).unwrap();
    let lines = lines.lines().map(|line| serde_json::from_str(line).unwrap());
    assert!(objects(lines) == expected, "NDJSON");
    let array: Vec<Value> = serde_json::from_slice(&rows_in(&["--format", "json"])).unwrap();
    assert!(objects(array) == expected, "JSON");
    let sql = String::from_utf8(rows_in(&["--format", "sql", "--batch", "700"])).unwrap();
    assert!(
        sql.starts_with("BEGIN;\nINSERT INTO transactions (transaction_id, ")
            && sql.ends_with(");\nCOMMIT;\n")
    );
    let (inserted, statements) = inserted(&sql);
    assert!(inserted == expected, "SQL");
    assert!(statements.iter().all(|rows| (1..=700).contains(rows)), "{statements:?}");
}

#[test]
fn the_table_is_created_with_its_types() {
    let options =
        ["--count", "1", "--format", "sql", "--create-table", "--table", "staging.payments"];
    let sql = String::from_utf8(made(&options)).unwrap();
    let definition = "CREATE TABLE staging.payments (\n    transaction_id text NOT NULL PRIMARY KEY,\n    \
                      customer_id text NOT NULL,\n    transaction_date date NOT NULL,\n    \
                      transaction_amount numeric(12, 2) NOT NULL,\n";
    assert!(sql.contains(definition), "{sql:.800}");
    assert!(sql.contains("\nINSERT INTO staging.payments (transaction_id, "));
}

#[test]
fn parquet_has_types_and_large_row_groups() {
    use parquet::basic::{ConvertedType, LogicalType};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let options = ["--count", "450", "--format", "parquet"];
    let file = made(&options);
    assert!(file == made(&[&options[..], &["--threads", "3"]].concat()), "threads");
    let file = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
    let groups = file.metadata().row_groups();
    let sizes: Vec<i64> =
        groups.iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).collect();
    assert!(
        sizes.len() > 1 && sizes[..sizes.len() - 1].iter().all(|rows| *rows > 100_000),
        "{sizes:?}"
    );
    assert!(groups.iter().all(|group| group.sorting_columns().is_some()));
    let columns = file.metadata().file_metadata().schema_descr().columns().to_vec();
    assert_eq!(columns[2].logical_type_ref(), Some(&LogicalType::Date));
    assert_eq!(columns[3].converted_type(), ConvertedType::DECIMAL);
    assert_eq!((columns[3].type_precision(), columns[3].type_scale()), (12, 2));
    let text = |field: &Field| match field {
        Field::Str(text) => text.clone(),
        other => other.to_string(),
    };
    let found = file.get_row_iter(None).unwrap().map(|row| {
        let row = row.unwrap();
        row.get_column_iter()
            .map(|(name, field)| match name.as_str() {
                "transaction_date" => other_day(&text(field)),
                _ => text(field),
            })
            .collect::<Row>()
    });
    assert!(found.eq(rows(&expected(450))));
}

/// `2026-11-23`, of what the library writes for a day.
fn other_day(text: &str) -> String {
    text.chars().take(10).collect()
}

/// Accounts opened on the day itself have nothing to pay yet, and partitions may be without any row.
#[test]
fn files_of_customers_who_buy_nothing_are_whole() {
    for (count, weights, has_rows) in
        [("1000", "99.9,0,0,0,0.1", true), ("60", "100,0,0,0,0", false)]
    {
        let rare = ["--count", count, "--opened", "0-0", "--weights", weights];
        let of =
            |format: &str| made(&[&rare[..], &["--format", format, "--threads", "3"]].concat());
        let expected = rows(&of("csv"));
        assert_eq!(!expected.is_empty(), has_rows);
        let array: Vec<Value> = serde_json::from_slice(&of("json")).unwrap();
        assert!(objects(array) == expected);
        assert!(inserted(&String::from_utf8(of("sql")).unwrap()).0 == expected);
        assert!(of("parquet").ends_with(b"PAR1"));
    }
}

#[test]
fn the_fingerprint_in_a_link_is_of_the_table_that_it_names() {
    let base = ["link", "--count", "60", AS_OF[0], AS_OF[1], "--table"];
    let plain = "#v=2&seed=42&count=60&as_of=2026-11-23";
    let sha = sha256(expected(60));
    let link = printed(&[&base[..], &["transactions", "--sha256"]].concat());
    assert_eq!(link, format!("{plain}&table=transactions&sha256={sha}\n"));
    let customers = printed(&[&base[..], &["customers", "--sha256"]].concat());
    assert_eq!(customers, format!("{plain}&sha256={}\n", sha256(csv(&["--count", "60"]))));
    // As it came, and with its other table.
    let table = |more: &[&str]| {
        let named = format!("{plain}&table=transactions");
        printed(&[&["link", "--link", &named], more].concat())
    };
    assert_eq!(table(&[]), format!("{plain}&table=transactions\n"));
    assert_eq!(table(&["--sha256"]), link);
    assert_eq!(table(&["--table", "customers"]), format!("{plain}\n"));

    let folder = folder();
    let with = |link: &str, more: &[&str]| {
        let command = ["generate-transactions", "--link", link.trim_end()];
        segmint(&folder, &[&command, more].concat())
    };
    with(&link, &[])
        .assert()
        .success()
        .stdout(contains(format!("✓ Identical to the sender's file: SHA-256 {sha}\n")));
    fs::remove_file(folder.path().join("transactions.csv")).unwrap();
    let forged = format!("{plain}&table=transactions&sha256={}", "0".repeat(64));
    with(&forged, &[])
        .assert()
        .code(1)
        .stdout(contains("! NOT the sender's file\n"))
        .stderr(one_line().and(contains("these are NOT the sender's transactions")));
    // A part is not compared, and a link without a fingerprint is that of both tables.
    with(&link, &["--customers", "1-3", "--output", "part.csv"])
        .assert()
        .success()
        .stdout(contains("Not compared with the sender's file, of which this is a part"));
    assert!(
        printed(&["generate-transactions", "--quiet", "--output", "-", "--link", plain]).as_bytes()
            == expected(60)
    );
    let named = format!("{plain}&table=transactions");
    let made = printed(&["generate-customers", "--quiet", "--output", "-", "--link", &named]);
    assert!(made == csv(&["--count", "60"]));
    assert_eq!(names(folder.path()), ["part.csv"]);
}

#[test]
fn a_fingerprint_of_the_other_table_is_told() {
    let sha = "0".repeat(64);
    let of = |table: &str| format!("#v=2&seed=42&count=60&as_of=2026-11-23{table}&sha256={sha}");
    for (command, link, said, made) in [
        ("generate-transactions", of(""), "customers", "transactions"),
        ("generate-customers", of("&table=transactions"), "transactions", "customers"),
    ] {
        let folder = folder();
        let words = format!("--link says the SHA-256 of {said}, and this makes {made}");
        segmint(&folder, &[command, "--link", &link])
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(words)));
        assert!(names(folder.path()).is_empty());
    }
    segmint(&folder(), &["link", "--link", &of(""), "--table", "transactions"]).assert().code(2);
}

#[test]
fn the_report_says_what_customers_buy() {
    let folder = folder();
    let assert = generate(&folder, &["--count", "1000"]).assert().success();
    let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let file = fs::read(folder.path().join("transactions.csv")).unwrap();
    let lines = rows(&file).len();
    let grouped = |number: usize| segmint::number::thousands(number as u64);
    assert!(text.starts_with("Generating about 5"), "{text}");
    let made = format!(
        "✓ Generated {} transactions of 1,000 customers, {} bytes, in ",
        grouped(lines),
        grouped(file.len())
    );
    for words in [
        &*made,
        "  Total transactions: ",
        "  Customers with transactions: 1,000\n",
        "  Spending by Segment:        transactions    share             dollars    share\n",
        "  Dollars a Customer:         2026-05-27  2026-06-26  2026-07-26  2026-08-25  2026-09-24  2026-10-24\n",
        "      target                    8,800.00    8,800.00",
        "  Dollars by Category:        High-Value",
        "  Channel Distribution:     transactions   actual\n",
        "  Status Distribution:      transactions   actual\n",
        "    High-Value Travelers             150           0           0           0           0\n",
        "    100.0% of customers are found as what they are\n",
        "✓ Validation passed",
        "✓ Successfully saved to transactions.csv\n",
        &format!("SHA-256  {}\n", sha256(&file)),
        "Repeat   segmint generate-transactions --recipe-version 2 --seed 42 --count 1000 --as-of 2026-11-23 \
         --output transactions.csv\n",
        "Link     #v=2&seed=42&count=1000&as_of=2026-11-23&table=transactions&sha256=",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
}

#[cfg(unix)]
#[test]
fn the_printed_command_makes_the_same_bytes() {
    let folder = folder();
    let options = ["--count", "60", "--months", "7", "--overlap", "12.5", "--domains", "free"];
    let part = ["--customers", "5-50", "--output", "it's.sql", "--batch", "9"];
    let assert = generate(&folder, &[&options[..], &part].concat()).assert().success();
    let report = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let line = report.lines().find_map(|line| line.strip_prefix("Repeat   segmint ")).unwrap();
    assert!(!line.contains("--table"), "{line}");
    let first = fs::read(folder.path().join("it's.sql")).unwrap();
    fs::remove_file(folder.path().join("it's.sql")).unwrap();
    Command::new("sh")
        .current_dir(&folder)
        .args(["-c", &format!("\"$0\" {line}")])
        .arg(cargo_bin!("segmint"))
        .assert()
        .success();
    assert!(fs::read(folder.path().join("it's.sql")).unwrap() == first);
}

#[test]
fn the_json_report_describes_the_file() {
    let document =
        report(&["--count", "60", "--customers", "1-30", "--declined", "50", "--growth", "0"]);
    let file = made(&["--count", "60", "--customers", "1-30", "--declined", "50", "--growth", "0"]);
    assert_eq!(document["is_valid"], true);
    assert_eq!(document["errors"], json!([]));
    assert_eq!(document["warnings"], json!([]));
    let statistics = &document["statistics"];
    assert_eq!(statistics["total_transactions"], rows(&file).len());
    assert_eq!(statistics["total_customers"], 30);
    let declined = rows(&file).iter().filter(|row| row[7] == "declined").count();
    assert_eq!(statistics["statuses"]["declined"]["count"], declined);
    assert_eq!(statistics["segments"].as_array().unwrap().len(), 5);
    assert_eq!(document["customers"], json!({ "first": 1, "last": 30 }));
    assert!(document.get("rows").is_none());
    assert_eq!(
        (&document["output"], &document["format"]),
        (&json!("transactions.csv"), &json!("csv"))
    );
    assert_eq!(document["header"], true);
    assert_eq!(document["bytes"], file.len());
    assert_eq!(document["sha256"], sha256(&file));
    assert_eq!(
        document["link"],
        "v=2&seed=42&count=60&as_of=2026-11-23&declined=50&growth=0&table=transactions"
    );
    assert_eq!(document["dirt"], Value::Null);
    let recipe = &document["recipe"];
    assert_eq!((&recipe["version"], &recipe["seed"]), (&json!(2), &json!("42")));
    assert_eq!((&recipe["months"], &recipe["declined"]), (&json!(18), &json!(50.0)));
    assert_eq!((&recipe["growth"], &recipe["overlap"]), (&json!(0.0), &json!(0.0)));
    assert_eq!(recipe["payments"]["Declining"], json!({ "min": 20, "max": 40 }));
    assert_eq!(recipe["dollars"]["Budget-Conscious"], json!({ "min": 300, "max": 1200 }));
    assert_eq!(recipe["gradual_decline"], json!([90.0, 80.0, 70.0, 60.0, 50.0, 40.0]));
    assert_eq!(recipe["sudden_decline"], json!([40.0, 40.0]));
}

#[test]
fn what_cannot_be_is_told_before_anything_is_written() {
    let folder = folder();
    for (options, words) in [
        (
            &["--recipe-version", "1"][..],
            "transactions need recipe version 2, this is a recipe of version 1",
        ),
        (&["--link", "#v=1&seed=1&count=1&as_of=2026-11-23"], "transactions need recipe version 2"),
        (
            &["--months", "60", "--payments", "40-80,20-40,15-30,20-40,25-200"],
            "New & Growing could make 12,000 payments in all months together, a customer can make 9,999",
        ),
        (
            &["--gradual-decline", "90,1"],
            "Declining could have only $9.40 in a month for 40 payments, each needs at least $1.00",
        ),
        (
            &["--count", "50", "--customers", "7-51"],
            "--customers \"7-51\": must be a range within 1-50, the customers of the data set, smaller end first",
        ),
        (&["--customers", "9-7"], "--customers \"9-7\": must be a range within 1-50000"),
        (&["--rows", "1-2"], "unexpected argument '--rows'"),
        (&["--format", "json", "--no-header"], "--no-header is for csv, and the file is json"),
        (&["--output", "t.xlsx"], "no format ends in \".xlsx\""),
    ] {
        let day = if options[0] == "--link" { &[][..] } else { &AS_OF[..] };
        segmint(&folder, &[&["generate-transactions"], day, options].concat())
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(words)));
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn faults_of_customers_are_told_to_be_elsewhere() {
    let folder = folder();
    generate(&folder, &["--count", "60", "--dirt", "missing_value:3"]).assert().success().stdout(
        contains("Not in transactions, because they are faults of customers: missing_value.\n"),
    );
    assert!(fs::read(folder.path().join("transactions.csv")).unwrap() == expected(60));
}

#[test]
fn both_tables_come_into_a_folder() {
    let folder = folder();
    let both = |options: &[&str]| {
        segmint(&folder, &[&["generate", "--count", "60"], &AS_OF[..], options].concat())
    };
    both(&["--output", "a/b"])
        .assert()
        .success()
        .stdout(starts_with(
            "Generating 60 customers with seed 42 as of 2026-11-23...\nGenerating about ",
        ))
        .stdout(contains("\n\na/b/customers.csv\n✓ Generated 60 customer records"))
        .stdout(contains("\n\na/b/transactions.csv\n✓ Generated "))
        .stdout(contains("✓ Successfully saved to a/b/customers.csv\n"))
        .stdout(contains("✓ Successfully saved to a/b/transactions.csv\n"));
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("a/b/customers.csv") == csv(&["--count", "60"]).as_bytes());
    assert!(read("a/b/transactions.csv") == expected(60));

    let assert =
        both(&["--output", "c", "--compress", "gzip", "--format", "ndjson", "--report", "json"])
            .assert()
            .success();
    let document: Value = serde_json::from_slice(&assert.get_output().stdout).unwrap();
    assert_eq!(names(&folder.path().join("c")), ["customers.ndjson.gz", "transactions.ndjson.gz"]);
    for table in ["customers", "transactions"] {
        let name = format!("c/{table}.ndjson.gz");
        assert_eq!(document[table]["sha256"], sha256(read(&name)), "{table}");
        assert_eq!(document[table]["output"], name);
    }
    assert_eq!(document["customers"]["rows"], document["transactions"]["customers"]);
    // Here, if no folder is said.
    both(&["--quiet"]).assert().success().stdout(is_empty());
    assert_eq!(names(folder.path()), ["a", "c", "customers.csv", "transactions.csv"]);
}

#[test]
fn both_tables_or_none_are_in_place() {
    let forged = |table: &str| {
        format!("#v=2&seed=42&count=60&as_of=2026-11-23{table}&sha256={}", "0".repeat(64))
    };
    for (link, words) in [
        (forged(""), "these are NOT the sender's customers"),
        (forged("&table=transactions"), "these are NOT the sender's transactions"),
    ] {
        let folder = folder();
        let mut command = segmint(&folder, &["generate", "--link", &link, "--output", "out"]);
        command
            .assert()
            .code(1)
            .stdout(contains("Successfully").not())
            .stderr(one_line().and(contains(words)));
        assert!(
            !folder.path().join("out").exists() || names(&folder.path().join("out")).is_empty()
        );
    }
    // Where one cannot be written, the other is not begun.
    let folder = folder();
    fs::create_dir_all(folder.path().join("transactions.csv")).unwrap();
    segmint(&folder, &["generate", "--count", "60"])
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr(one_line().and(contains("cannot write ./transactions.csv")));
    assert_eq!(names(folder.path()), ["transactions.csv"]);
    for (options, words) in [
        (&["--output", "-"][..], "must be a folder"),
        (&["--format", "sql", "--table", "x"], "--table names one table"),
        (&["--recipe-version", "1"], "transactions need recipe version 2"),
    ] {
        segmint(&folder, &[&["generate"], options].concat())
            .assert()
            .code(2)
            .stderr(one_line().and(contains(words)));
    }
    assert_eq!(names(folder.path()), ["transactions.csv"]);
}

#[test]
fn a_link_to_transactions_is_read_back() {
    let link = printed(&["link", "--table", "transactions", "--count", "7", AS_OF[0], AS_OF[1]]);
    let read = Link::read(link.trim_end()).unwrap();
    assert_eq!(read.recipe, recipe(7));
    cargo_bin_cmd!("segmint")
        .args(["link", "--table", "visits"])
        .assert()
        .code(2)
        .stderr(contains("must be customers or transactions"));
    cargo_bin_cmd!("segmint")
        .args(["link", "--table", "transactions", "--recipe-version", "1"])
        .assert()
        .code(2)
        .stderr(contains("transactions need recipe version 2"));
}

#[test]
fn faults_are_in_their_lines_and_in_the_answer_key() {
    let folder = folder();
    let dirt = "--dirt=orphan_transaction:40,amount_of_three_decimals:5pct,ragged_row:7";
    let options = ["--count", "400", "--months", "6", dirt];
    let make = |more: &[&str]| generate(&folder, &[&options[..], more].concat()).assert().success();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    make(&["--answer-key", "key.csv", "--threads=1"])
        .stdout(contains("✓ 60 faults injected, and exactly these found\n"))
        .stdout(contains("(customer_exists: 40 rows)"))
        .stdout(contains("--output transactions.csv --answer-key key.csv\n"));
    let (file, key) = (read("transactions.csv"), read("key.csv"));
    let lines: Vec<&str> = file.lines().collect();
    let mut kinds = std::collections::BTreeMap::<String, u32>::new();
    for record in csv::Reader::from_reader(key.as_bytes()).records() {
        let record = record.unwrap();
        assert_eq!(record[0].parse::<u32>().unwrap() + 1, record[1].parse::<u32>().unwrap());
        let line = lines[record[1].parse::<usize>().unwrap() - 1];
        assert!(line.split(',').any(|value| value == &record[5]), "{line}");
        assert_ne!(record[4], record[5]);
        *kinds.entry(record[3].to_owned()).or_default() += 1;
    }
    let counts: Vec<(&str, u32)> = kinds.iter().map(|(kind, count)| (&**kind, *count)).collect();
    assert_eq!(counts, [("amount_of_three_decimals", 20), ("orphan_transaction", 40)]);
    // Threads have no influence, and the rows of other formats are the same.
    make(&[
        "--answer-key",
        "again.csv",
        "--threads=5",
        "--output",
        "again.csv.txt",
        "--format=csv",
    ]);
    assert!(read("again.csv") == key && read("again.csv.txt") == file);
    make(&["--answer-key", "key.ndjson", "--output", "rows.ndjson"]);
    let rows: Vec<Value> =
        read("rows.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in read("key.ndjson").lines() {
        let fault: Value = serde_json::from_str(line).unwrap();
        let row = &rows[fault["line"].as_u64().unwrap() as usize - 1];
        assert_eq!(row[fault["column"].as_str().unwrap()], fault["faulty_value"]);
    }
    // What was not asked of transactions is not in them, and the document says what was found.
    let report = report(&options);
    assert_eq!(report["dirt"]["exact"], true);
    assert_eq!(report["dirt"]["kinds"].as_array().unwrap().len(), 2);
}

#[test]
fn faults_without_room_are_told() {
    let one = "1-1,1-1,1-1,1-1,1-1";
    let options =
        ["--count=50", "--months=1", "--payments", one, "--dirt=duplicate_transaction_id:3"];
    generate(&folder(), &options).assert().success().stdout(contains(
        "! duplicate_transaction_id: only 0 of 3: no other customer has a row that could have it\n",
    ));
}
