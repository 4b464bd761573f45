//! Every format holds the rows of the plain CSV, as libraries of others read it, however the file is
//! cut into chunks; what a format has no words for is an error that says where; and the command line
//! makes each by its options or by the name of the file.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::fs;
use std::io::Read;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use common::{Record, customers, defaults, file_of, records_of, rows_of};
use predicates::str::contains;
use proptest::prelude::*;
use segmint::columns::Columns;
use segmint::customers::{COLUMNS, SCHEMA};
use segmint::fingerprint::Hasher;
use segmint::format::parquet::{Codec, EncodeError, GroupEncoder, ParquetFile};
use segmint::format::{
    Batch, CsvForm, Delimiter, Dialect, Format, Null, SqlForm, TableName, Transcoder, Unsayable,
};
use segmint::plan::{PartitionSize, Rows};
use segmint::recipe::{EmailDomains, Parameters, Recipe, Span};
use serde_json::Value;
use tempfile::TempDir;

/// Both formats of every kind that differ most.
fn formats() -> Vec<Format> {
    let csv = |bom, crlf, delimiter, quote_all, null| {
        Format::Csv(CsvForm { bom, crlf, delimiter, quote_all, null })
    };
    let sql = |dialect, table: &str, batch| {
        let (table, batch) = (table.parse().unwrap(), Batch::new(batch).unwrap());
        Format::Sql(SqlForm { dialect, table, batch, create_table: false })
    };
    vec![
        Format::PLAIN,
        csv(true, true, Delimiter::Semicolon, false, Null::Empty),
        csv(false, false, Delimiter::Tab, true, Null::Word),
        csv(false, true, Delimiter::Pipe, true, Null::Backslash),
        Format::Ndjson,
        Format::Json,
        sql(Dialect::Postgres, "customers", 1_000),
        sql(Dialect::Sqlite, "a.b.c", 1),
        sql(Dialect::Snowflake, "_1", 777),
    ]
}

/// A file of these rows, transcoded in chunks of so many blocks.
fn transcoded(format: &Format, recipe: &Recipe, file: Rows, blocks: u32) -> String {
    let mut transcoder = Transcoder::<COLUMNS>::new(format.clone(), &SCHEMA, file, true);
    let mut text = Vec::new();
    for rows in file.partitions(PartitionSize::Blocks(blocks)) {
        let csv = rows_of(recipe, rows, blocks);
        text.extend_from_slice(transcoder.transcode(csv.as_bytes(), rows).unwrap());
    }
    String::from_utf8(text).unwrap()
}

/// These rows of customers, given as plain CSV.
fn columns(csv: &str, rows: Rows) -> Columns {
    let mut columns = Columns::of(&SCHEMA);
    columns.clear(rows.first + 1);
    columns.read::<COLUMNS>(csv.as_bytes());
    columns
}

fn sha256(bytes: &[u8]) -> String {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finish()
}

fn whole(format: &Format, recipe: &Recipe) -> String {
    transcoded(format, recipe, Rows::all(recipe), 25)
}

#[test]
fn the_plain_form_is_the_file_as_it_was() {
    let recipe = customers(2_345, 42);
    assert_eq!(whole(&Format::PLAIN, &recipe), file_of(&recipe));
    let mut bare = Transcoder::<COLUMNS>::new(Format::PLAIN, &SCHEMA, Rows::all(&recipe), false);
    let rows = rows_of(&recipe, Rows::all(&recipe), 3);
    assert_eq!(bare.transcode(rows.as_bytes(), Rows::all(&recipe)), Ok(rows.as_bytes()));
}

#[test]
fn every_form_of_csv_is_read_back_as_the_same_rows() {
    let recipe = customers(2_345, 7);
    let expected = records_of(&recipe);
    for format in formats() {
        let Format::Csv(form) = format else { continue };
        let text = whole(&format, &recipe);
        assert_eq!(text.starts_with('\u{feff}'), form.bom);
        let ends = text.matches("\r\n").count();
        assert_eq!(ends, if form.crlf { 2_346 } else { 0 });
        assert_eq!(text.matches('\n').count(), 2_346);
        if form.quote_all {
            let values =
                2_346 * 13 - expected.iter().filter(|row| row.decline_type.is_empty()).count();
            assert_eq!(text.matches('"').count(), 2 * values, "no value is in quotes");
        }
        let mut reader =
            csv::ReaderBuilder::new().delimiter(form.delimiter.byte()).from_reader(text.as_bytes());
        let read: Vec<Record> = reader
            .deserialize::<Record>()
            .map(Result::unwrap)
            .map(|mut record| {
                if record.decline_type == form.null.text() {
                    record.decline_type.clear();
                }
                record
            })
            .collect();
        assert_eq!(read, expected, "{form:?}");
    }
}

#[test]
fn json_is_read_back_as_the_same_rows_with_typed_values() {
    let recipe = customers(1_234, 7);
    let expected: Vec<Value> = records_of(&recipe)
        .into_iter()
        .map(|record| {
            serde_json::json!({
                "customer_id": record.customer_id,
                "first_name": record.first_name,
                "last_name": record.last_name,
                "email": record.email,
                "age": record.age,
                "state": record.state,
                "city": record.city,
                "employment_status": record.employment_status,
                "card_type": record.card_type,
                "credit_limit": record.credit_limit,
                "account_open_date": record.account_open_date,
                "customer_segment": record.customer_segment,
                "decline_type": Some(record.decline_type).filter(|text| !text.is_empty()),
            })
        })
        .collect();
    let lines = whole(&Format::Ndjson, &recipe);
    let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, expected);
    let array: Vec<Value> = serde_json::from_str(&whole(&Format::Json, &recipe)).unwrap();
    assert_eq!(array, expected);
}

#[test]
fn three_rows_of_sql_for_the_eye() {
    let columns = "customer_id, first_name, last_name, email, age, state, city, employment_status, \
                   card_type, credit_limit, account_open_date, customer_segment, decline_type";
    let form = |dialect| SqlForm {
        dialect,
        table: "staging.customers".parse().unwrap(),
        batch: Batch::new(2).unwrap(),
        create_table: false,
    };
    let postgres = format!(
        "BEGIN;\n\
         INSERT INTO staging.customers ({columns}) VALUES\n\
         ('CUST00000001','Nelle','Schamberger','nelle.schamberger@gmail.com',45,'LA','Port Coralie',\
         'Retired','Premium',49000,DATE '2023-05-05','High-Value Travelers',NULL),\n\
         ('CUST00000002','Ollie','Jones','ollie.jones@yahoo.com',30,'WI','Weimannmouth',\
         'Retired','Standard',28000,DATE '2022-12-31','High-Value Travelers',NULL);\n\
         INSERT INTO staging.customers ({columns}) VALUES\n\
         ('CUST00000003','Irma','O''Conner','irma.oconner@yahoo.com',38,'MO','Beattybury',\
         'Employed','Standard',43000,DATE '2022-07-04','Budget-Conscious',NULL);\n\
         COMMIT;\n"
    );
    let recipe = customers(50_000, 42);
    let rows = Rows { first: 1, last: 3 };
    let sql = |dialect| transcoded(&Format::Sql(form(dialect)), &recipe, rows, 1);
    assert_eq!(sql(Dialect::Postgres), postgres);
    assert_eq!(sql(Dialect::Snowflake), postgres);
    assert_eq!(sql(Dialect::Sqlite), postgres.replace("DATE '", "'"));
}

#[test]
fn parquet_is_read_back_as_the_same_rows_in_typed_columns() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    let recipe = customers(2_345, 7);
    for codec in [Codec::None, Codec::Snappy, Codec::Zstd] {
        let encoder = GroupEncoder::new(&SCHEMA, codec).unwrap();
        let mut file = ParquetFile::new(&SCHEMA, codec, true).unwrap();
        let mut bytes = Vec::new();
        for rows in Rows::all(&recipe).partitions(PartitionSize::Blocks(1)) {
            let group = encoder.encode(&columns(&rows_of(&recipe, rows, 1), rows)).unwrap();
            file.append(group, &mut bytes).unwrap();
        }
        bytes.extend(file.finish().unwrap());
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        assert_eq!(reader.num_row_groups(), 3);
        // As parquet-mr reads it: application, " version ", version.
        let about = reader.metadata();
        assert_eq!(about.file_metadata().created_by(), Some("segmint version 1.1.0"));
        for group in about.row_groups() {
            let by = group.sorting_columns().map(Vec::as_slice);
            let by = by.map(|by| by.iter().map(|by| (by.column_idx, by.descending)).collect());
            assert_eq!(by, Some(vec![(0, false)]));
        }
        let text = |field: &Field| match field {
            Field::Str(text) => text.clone(),
            Field::Int(number) => number.to_string(),
            Field::Date(days) => segmint::date::Date::from_unix_days(*days).to_string(),
            Field::Null => String::new(),
            other => panic!("{other:?}"),
        };
        let kinds = |field: &Field| match field {
            Field::Str(_) | Field::Null => 't',
            Field::Int(_) => 'n',
            Field::Date(_) => 'd',
            other => panic!("{other:?}"),
        };
        let mut lines = String::new();
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let fields: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
            assert_eq!(
                fields.iter().map(|field| kinds(field)).collect::<String>(),
                "ttttnttttndtt"
            );
            lines.push_str(&fields.iter().map(|field| text(field)).collect::<Vec<_>>().join(","));
            lines.push('\n');
        }
        assert_eq!(lines, rows_of(&recipe, Rows::all(&recipe), 1), "{codec:?}");
    }
}

#[test]
fn parquet_does_not_say_of_rows_with_dirt_that_they_are_sorted() {
    use parquet::file::reader::{FileReader, SerializedFileReader};

    for (dirt, sorted) in [("none", true), ("duplicate_id:1pct", false)] {
        let (bytes, _) = made(&["--format", "parquet", "--dirt", dirt], "customers.parquet");
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        for group in reader.metadata().row_groups() {
            assert_eq!(group.sorting_columns().is_some(), sorted, "{dirt}");
        }
    }
}

/// A row with this in place of the age, the date and the last name.
fn row(last_name: &str, age: &str, day: &str) -> String {
    format!(
        "CUST00000007,Ann,{last_name},a@example.com,{age},CA,Ahood,Retired,Standard,5000,{day},Declining,sudden\n"
    )
}

const SEVENTH: Rows = Rows { first: 7, last: 7 };

fn transcode(format: Format, csv: &str) -> Result<String, Unsayable> {
    let mut transcoder = Transcoder::<COLUMNS>::new(format, &SCHEMA, SEVENTH, false);
    let text = transcoder.transcode(csv.as_bytes(), SEVENTH)?;
    Ok(String::from_utf8(text.to_vec()).unwrap())
}

fn csv(delimiter: Delimiter, null: Null) -> Format {
    Format::Csv(CsvForm { delimiter, null, ..CsvForm::PLAIN })
}

fn sql(dialect: Dialect) -> Format {
    Format::Sql(SqlForm { dialect, ..SqlForm::default() })
}

#[test]
fn values_of_another_type_are_text_in_json_and_sql() {
    for (age, in_json, in_sql) in [
        ("44", "44", "44"),
        ("0", "0", "0"),
        ("-44", "-44", "-44"),
        ("123456789012345", "123456789012345", "123456789012345"),
        ("1234567890123456", "\"1234567890123456\"", "'1234567890123456'"),
        ("044", "\"044\"", "'044'"),
        ("-0", "\"-0\"", "'-0'"),
        ("-", "\"-\"", "'-'"),
        ("4.4", "\"4.4\"", "'4.4'"),
        (" 44", "\" 44\"", "' 44'"),
        ("forty", "\"forty\"", "'forty'"),
        ("", "null", "NULL"),
    ] {
        let line = row("Lee", age, "2024-01-31");
        let json = transcode(Format::Ndjson, &line).unwrap();
        assert!(json.contains(&format!("\"age\":{in_json},")), "{json}");
        assert!(serde_json::from_str::<Value>(&json).is_ok(), "{json}");
        let sql = transcode(sql(Dialect::Postgres), &line).unwrap();
        assert!(sql.contains(&format!("'a@example.com',{in_sql},'CA'")), "{sql}");
    }
    for (day, postgres, sqlite) in [
        ("2024-02-29", "DATE '2024-02-29'", "'2024-02-29'"),
        ("2023-02-29", "'2023-02-29'", "'2023-02-29'"),
        ("31.12.2024", "'31.12.2024'", "'31.12.2024'"),
    ] {
        let line = row("Lee", "44", day);
        for (dialect, day) in [(Dialect::Postgres, postgres), (Dialect::Sqlite, sqlite)] {
            let sql = transcode(sql(dialect), &line).unwrap();
            assert!(sql.contains(&format!("5000,{day},'Declining'")), "{sql}");
        }
    }
}

#[test]
fn text_is_escaped_as_each_format_wants_it() {
    let name = "\"O'Neil, \"\"Q\"\";\t|\\\n\u{1}é\"";
    let value = "O'Neil, \"Q\";\t|\\\n\u{1}é";
    let line = row(name, "44", "2024-01-31");
    let json: Value = serde_json::from_str(&transcode(Format::Ndjson, &line).unwrap()).unwrap();
    assert_eq!(json["last_name"], value);
    for delimiter in Delimiter::ALL {
        let text = transcode(csv(delimiter, Null::Word), &line).unwrap();
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(delimiter.byte())
            .from_reader(text.as_bytes());
        assert_eq!(&reader.records().next().unwrap().unwrap()[2], value);
    }
    let sql = |dialect| transcode(sql(dialect), &line).unwrap();
    let literal = |text: &str| format!("'Ann','{text}','a@example.com'");
    assert!(sql(Dialect::Postgres).contains(&literal("O''Neil, \"Q\";\t|\\\n\u{1}é")));
    assert!(sql(Dialect::Sqlite).contains(&literal("O''Neil, \"Q\";\t|\\\n\u{1}é")));
    assert!(sql(Dialect::Snowflake).contains(&literal("O''Neil, \"Q\";\t|\\\\\n\u{1}é")));
}

#[test]
fn what_reads_like_no_value_is_in_quotes() {
    let line = row("NULL", "44", "2024-01-31");
    let text = transcode(csv(Delimiter::Comma, Null::Word), &line).unwrap();
    assert_eq!(text, row("\"NULL\"", "44", "2024-01-31"));
    let text = transcode(csv(Delimiter::Comma, Null::Backslash), &line).unwrap();
    assert_eq!(text, line);
    let none = row("", "44", "2024-01-31");
    let text = transcode(csv(Delimiter::Comma, Null::Word), &none).unwrap();
    assert_eq!(text, row("NULL", "44", "2024-01-31"));
}

#[test]
fn only_csv_holds_rows_with_a_wrong_number_of_fields() {
    for (line, found) in [("a,\"b;\",,d\n", 4), ("\n", 0), (&"x,".repeat(13), 14)] {
        let parted: Vec<&str> = match found {
            4 => vec!["a", "\"b;\"", "", "d"],
            0 => vec![],
            _ => vec!["x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", "x", ""],
        };
        let semicolons = csv(Delimiter::Semicolon, Null::Empty);
        // A last line without its end would be cut off, which a chunk never is.
        let line = format!("{}\n", line.trim_end_matches('\n'));
        assert_eq!(transcode(semicolons, &line), Ok(parted.join(";") + "\n"));
        assert_eq!(transcode(Format::PLAIN, &line), Ok(line.clone()));
        for format in [Format::Ndjson, Format::Json, sql(Dialect::Postgres)] {
            let refused = transcode(format, &line).unwrap_err();
            assert_eq!(refused, Unsayable::Ragged { line: 8, found, expected: COLUMNS });
            assert!(refused.to_string().contains("only CSV can hold rows with a wrong number"));
        }
        let group =
            GroupEncoder::new(&SCHEMA, Codec::Snappy).unwrap().encode(&columns(&line, SEVENTH));
        assert!(
            matches!(group, Err(EncodeError::Unsayable(Unsayable::Ragged { line: 8, found: same, .. })) if same == found)
        );
    }
}

#[test]
fn parquet_names_the_value_that_is_of_another_type() {
    for (line, told) in [
        (row("Lee", "44", "2023-02-29"), "line 8, account_open_date: \"2023-02-29\" is no day"),
        (row("Lee", "4e1", "2024-01-31"), "line 8, age: \"4e1\" is no whole number"),
        (row("Lee", "2147483648", "2024-01-31"), "line 8, age: \"2147483648\" is no whole number"),
        (row("", "44", "2024-01-31"), "line 8, last_name: \"\" is no value"),
    ] {
        let group =
            GroupEncoder::new(&SCHEMA, Codec::Snappy).unwrap().encode(&columns(&line, SEVENTH));
        let refused = group.unwrap_err().to_string();
        assert!(refused.starts_with(told), "{refused}");
    }
}

#[test]
fn names_of_tables_are_plain() {
    for name in ["customers", "_1", "a.b.c", "Staging.Customers2"] {
        assert_eq!(name.parse::<TableName>().unwrap().as_str(), name);
    }
    let long = "x".repeat(64);
    for name in ["", "1st", "a b", "a;b", "a.", ".a", "a.b.c.d", "\"a\"", "kunden-ü", &long] {
        assert!(name.parse::<TableName>().is_err(), "{name}");
    }
    assert_eq!([0, 10_001].map(Batch::new), [None, None]);
    assert_eq!(Batch::new(10_000).map(Batch::rows), Some(10_000));
}

fn any_recipe() -> impl Strategy<Value = Recipe> {
    let (count, seed) = (1..6_000u32, any::<u64>());
    let premium = proptest::array::uniform5(0..=1000u16);
    (count, seed, premium, 0..=100u32).prop_map(|(count, seed, premium, opened)| {
        Recipe::new(Parameters {
            count,
            seed,
            premium,
            age: Span::new(18, 120),
            credit_limit: Span::new(0, 1_000_000_000),
            credit_limit_step: 1,
            opened: Span::new(0, opened),
            domains: EmailDomains::Example,
            ..defaults()
        })
        .unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn chunks_do_not_show(recipe in any_recipe(), one in 1..7u32, other in 1..7u32, cut in any::<prop::sample::Index>()) {
        let count = recipe.parameters().count;
        let first = cut.index(count as usize) as u64 + 1;
        for format in formats() {
            for file in [Rows::all(&recipe), Rows { first, last: count.into() }] {
                let text = transcoded(&format, &recipe, file, one);
                prop_assert!(text == transcoded(&format, &recipe, file, other), "{:?}", format);
                let ends = if matches!(format, Format::Json) { "]\n" } else { "\n" };
                prop_assert!(text.ends_with(ends));
            }
        }
    }
}

// The command line.

/// `segmint generate-customers` with these options, in a folder of its own.
fn generate(folder: &TempDir, options: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("segmint");
    command.current_dir(folder).args([
        "generate-customers",
        "--recipe-version",
        "1",
        "--as-of",
        "2026-11-23",
    ]);
    let other_count = options.contains(&"--count");
    command.args(if other_count { &[][..] } else { &["--count", "20000"] }).args(options);
    command
}

/// The file that these options make under this name, and its report.
fn made(options: &[&str], name: &str) -> (Vec<u8>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let run = generate(&folder, options).args(["--report", "json"]).assert().success();
    let report = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let names: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names, [name]);
    (fs::read(folder.path().join(name)).unwrap(), report)
}

#[test]
fn the_name_of_the_file_says_its_format() {
    let recipe = customers(20_000, 42);
    for (format, names) in [
        (Format::PLAIN, ["a.csv", "a.CSV", "customers", "json"]),
        (Format::Ndjson, ["a.ndjson", "a.jsonl", "a.b.ndjson", "A.JSONL"]),
        (Format::Json, ["a.json", "a.JSON", "a.csv.json", ".x.json"]),
        (Format::Sql(SqlForm::default()), ["a.sql", "a.Sql", "a.json.sql", "sql.sql"]),
    ] {
        let expected = whole(&format, &recipe);
        for name in names {
            let (bytes, report) = made(&["--output", name], name);
            assert!(bytes == expected.as_bytes(), "{name}");
            assert_eq!(report["format"], format.word());
            assert_eq!(report["compression"], "none");
            assert_eq!(report["bytes"], bytes.len());
            assert_eq!(report["sha256"], sha256(&bytes));
        }
    }
}

#[test]
fn a_format_gives_the_file_its_name() {
    for (options, name) in [
        (vec![], "customers.csv"),
        (vec!["--format", "ndjson"], "customers.ndjson"),
        (vec!["--format", "json", "--compress", "gzip"], "customers.json.gz"),
        (vec!["--format", "sql", "--compress", "zstd"], "customers.sql.zst"),
        (vec!["--format", "parquet"], "customers.parquet"),
        (vec!["--format", "parquet", "--compress", "zstd"], "customers.parquet"),
    ] {
        made(&options, name);
    }
}

#[test]
fn a_link_carries_the_fingerprint_of_the_plain_csv_only() {
    for (options, is_plain) in [
        (vec!["--output", "a.csv"], true),
        (vec!["--output", "a.csv.gz", "--compress", "none"], true),
        (vec!["--output", "a.csv", "--crlf"], false),
        (vec!["--output", "a.csv", "--null", "NULL"], false),
        (vec!["--output", "a.csv.gz"], false),
        (vec!["--output", "a.ndjson"], false),
        (vec!["--output", "a.parquet"], false),
    ] {
        let (bytes, report) = made(&options, options[1]);
        assert_eq!(report["sha256"], sha256(&bytes), "{options:?}");
        let link = report["link"].as_str().unwrap();
        assert_eq!(link.contains("sha256="), is_plain, "{options:?}: {link}");
        let folder = tempfile::tempdir().unwrap();
        let told = generate(&folder, &options).assert().success();
        let told = String::from_utf8(told.get_output().stdout.clone()).unwrap();
        assert!(told.contains(&format!("SHA-256  {}\n", sha256(&bytes))));
        assert_eq!(told.contains("of this file; a link carries that of the plain CSV"), !is_plain);
    }
}

#[test]
fn the_command_that_repeats_a_run_names_the_format() {
    for (options, words) in [
        (vec!["--output", "a.csv"], ""),
        (vec!["--output", "a.json"], ""),
        (vec!["--output", "a.json", "--format", "csv"], "--format csv "),
        (vec!["--output", "a.csv.gz"], ""),
        (vec!["--output", "a.csv.gz", "--compress", "none"], "--compress none "),
        (vec!["--output", "a.parquet", "--compress", "zstd"], "--compress zstd "),
        (vec!["--output", "a.parquet", "--compress", "none"], "--compress none "),
        (
            vec![
                "--output",
                "a",
                "--delimiter",
                ";",
                "--bom",
                "--crlf",
                "--quote-all",
                "--null",
                r"\N",
            ],
            r"--bom --crlf --quote-all --delimiter semicolon --null '\N' ",
        ),
        (
            vec!["--output", "a.sql", "--sql-dialect", "sqlite", "--table", "a.b", "--batch", "7"],
            "--sql-dialect sqlite --table a.b --batch 7 ",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let told = generate(&folder, &options).assert().success();
        let told = String::from_utf8(told.get_output().stdout.clone()).unwrap();
        let repeat = format!(
            "Repeat   segmint generate-customers --recipe-version 1 --seed 42 --count 20000 --as-of 2026-11-23 {words}--output {}\n",
            options[1]
        );
        assert!(told.contains(&repeat), "{told}");
        let first = fs::read(folder.path().join(options[1])).unwrap();
        let path = Path::new(env!("CARGO_BIN_EXE_segmint")).parent().unwrap();
        let (_, command) = repeat.trim_end().split_once("   ").unwrap();
        let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).env("PATH", path).current_dir(&folder).assert().success();
        assert!(fs::read(folder.path().join(options[1])).unwrap() == first, "{options:?}");
    }
}

#[test]
fn options_of_another_format_are_refused() {
    for (options, told) in [
        (vec!["--format", "json", "--crlf"], "--crlf is for csv, and the file is json"),
        (vec!["--format", "sql", "--null", "NULL"], "--null is for csv, and the file is sql"),
        (vec!["--table", "x"], "--table is for sql, and the file is csv"),
        (
            vec!["--output", "a.parquet", "--batch", "5"],
            "--batch is for sql, and the file is parquet",
        ),
        (
            vec!["--format", "ndjson", "--no-header"],
            "--no-header is for csv, and the file is ndjson",
        ),
        (
            vec!["--compress", "snappy"],
            "--compress snappy: text can be compressed with gzip or zstd",
        ),
        (
            vec!["--output", "a.parquet.gz"],
            "--compress gzip: Parquet can be compressed with snappy or zstd",
        ),
        (vec!["--format", "sql", "--table", "a b"], "must be a name of letters"),
        (vec!["--format", "sql", "--batch", "0"], "must be a whole number from 1 to 10,000"),
        (vec!["--delimiter", "x"], "must be comma, semicolon, tab or pipe"),
        (vec!["--null", "none"], "must be NULL"),
        (vec!["--format", "xml"], "xml"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        generate(&folder, &options).assert().code(2).stderr(contains(told)).stdout("");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}

#[test]
fn threads_do_not_show_in_any_file() {
    let digest = |name: &str, options: &[&str], threads: &str| {
        let options = [&["--output", name, "--threads", threads], options].concat();
        sha256(&made(&options, name).0)
    };
    for (name, options) in [
        ("a.csv", &["--delimiter", "tab"][..]),
        ("a.json", &[]),
        ("a.sql.gz", &[]),
        ("a.csv.zst", &["--count", "300000"]),
        ("a.parquet", &["--count", "250000"]),
        ("a.parquet", &["--rows", "1500-240000", "--count", "250000", "--compress", "zstd"]),
    ] {
        let alone = digest(name, options, "1");
        for threads in ["2", "5"] {
            assert_eq!(digest(name, options, threads), alone, "{name} {options:?}");
        }
    }
}

#[test]
fn parquet_keeps_its_bytes_for_as_long_as_its_library() {
    let digest = |options: &[&str]| sha256(&made(options, "customers.parquet").0);
    assert_eq!(
        digest(&["--format", "parquet"]),
        "64f33d4150547e9d53a76ce366f9696a3ff1609417b48c36c962700ef4ab85d1"
    );
    assert_eq!(
        digest(&["--format", "parquet", "--compress", "none"]),
        "fd8f7c49d905d59ed73096ae90d7401898d17003cfb24596280ff3c7a286da8f"
    );
}

#[test]
fn a_gzip_file_is_one_member_and_a_zstd_file_one_frame() {
    let recipe = customers(20_000, 42);
    let (gzip, _) = made(&["--output", "customers.csv.gz"], "customers.csv.gz");
    // Reads one member, and leaves what comes after it.
    let (mut text, mut rest) = (String::new(), &gzip[..]);
    flate2::bufread::GzDecoder::new(&mut rest).read_to_string(&mut text).unwrap();
    assert_eq!(rest, b"");
    assert!(text == file_of(&recipe));
    assert!(gzip.len() * 3 < text.len(), "{}", gzip.len());

    let (zstd, _) = made(&["--output", "customers.csv.zst"], "customers.csv.zst");
    text.clear();
    let mut rest = &zstd[..];
    let decoder = zstd::stream::read::Decoder::with_buffer(&mut rest).unwrap();
    decoder.single_frame().read_to_string(&mut text).unwrap();
    assert_eq!(rest, b"");
    assert!(text == file_of(&recipe));
    assert!(zstd.len() * 3 < text.len(), "{}", zstd.len());
}
