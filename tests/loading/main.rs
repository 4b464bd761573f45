//! The loader kit for real: its own scripts load the command line's files into databases and data
//! frames, every row is compared, and what breaks the contract is refused; and its stream into an
//! object store.
//!
//! These tests need databases, and Python with what `./scripts/test` prepares for it, so Cargo.toml
//! keeps them out of a plain `cargo test`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod databases;
mod faults;
mod files;
mod transactions;
mod upload;

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use segmint::fingerprint::Hasher;
use serde_json::Value;
use tempfile::TempDir;

use databases::{Database, databases};
use faults::{Fault, HEADER, ROWS, faults, other_files};

/// The columns of the contract.
const COLUMNS: [&str; 13] = [
    "customer_id",
    "first_name",
    "last_name",
    "email",
    "age",
    "state",
    "city",
    "employment_status",
    "card_type",
    "credit_limit",
    "account_open_date",
    "customer_segment",
    "decline_type",
];

/// A recipe whose every constraint is another one than by default.
#[rustfmt::skip]
const RECIPE: [&str; 14] = [
    "--count", "20000", "--as-of", "2025-02-28", "--premium", "0,12.5,0,0,50", "--age", "18-99",
    "--credit-limit", "1500-99000", "--credit-limit-step", "500", "--opened", "0-7",
];

/// Libraries of data frames, in the word of the kit.
const LIBRARIES: [&str; 2] = ["pandas", "polars"];

/// A folder that Postgres, which runs as another user, can look into.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    #[cfg(unix)]
    fs::set_permissions(&folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    folder
}

/// What the command line prints.
#[track_caller]
fn segmint(folder: &TempDir, arguments: &[&str]) -> String {
    succeed(Command::new(env!("CARGO_BIN_EXE_segmint")).current_dir(folder).args(arguments), "")
}

/// Makes a file of the recipe.
#[track_caller]
fn make(folder: &TempDir, options: &[&str]) {
    segmint(folder, &[&["generate-customers", "--quiet"], &RECIPE[..], options].concat());
}

/// Makes the plain CSV. Returns its digest, as the command line tells it.
fn make_csv(folder: &TempDir) -> String {
    let arguments = [&["generate-customers", "--report", "json"], &RECIPE[..]].concat();
    let report: Value = serde_json::from_str(&segmint(folder, &arguments)).unwrap();
    report["sha256"].as_str().unwrap().to_owned()
}

/// The kit's script for the recipe.
fn script(target: &str, options: &[&str]) -> String {
    segmint(&folder(), &[&["loader", target], &RECIPE[..], options].concat())
}

/// Python with its libraries, in this folder.
fn python(folder: &TempDir) -> Command {
    let python = std::env::var_os("SEGMINT_PYTHON");
    let mut python =
        Command::new(python.expect("SEGMINT_PYTHON names the Python that ./scripts/test prepares"));
    python.current_dir(folder);
    python
}

/// Runs a command, which reads this.
fn run(command: &mut Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    // One that stops early does not read to the end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// What a command prints that reads this, and succeeds.
#[track_caller]
fn succeed(command: &mut Command, input: &str) -> String {
    let Output { status, stdout, stderr } = run(command, input);
    let complaint = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{command:?}: {status}: {complaint}");
    String::from_utf8(stdout).unwrap()
}

fn sha256(bytes: &[u8]) -> String {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finish()
}

/// Every row of the table as the line that the file has for it, in the file's order. The same in every
/// database.
fn lines() -> String {
    let fields = COLUMNS.map(|column| format!("coalesce(CAST({column} AS VARCHAR), '')"));
    format!("SELECT {} FROM customers ORDER BY customer_id", fields.join(" || ',' || "))
}

#[track_caller]
fn assert_holds(database: &dyn Database, digest: &str) {
    assert_eq!(database.query("SELECT count(*) FROM customers"), "20000\n");
    let table = COLUMNS.join(",") + "\n" + &database.query(&lines());
    assert_eq!(sha256(table.as_bytes()), digest, "the table is not the file");
    // Text without characters would be the same line.
    assert_eq!(database.query("SELECT count(*) FROM customers WHERE decline_type = ''"), "0\n");
}

#[test]
fn every_database_holds_exactly_the_rows_of_the_file() {
    let folder = folder();
    let digest = make_csv(&folder);
    for (database, types) in databases(&folder).iter().zip([
        "text,text,text,text,integer,text,text,text,text,integer,date,text,text\n",
        "text,text,text,text,integer,text,text,text,text,integer,text,text,text\n",
        "VARCHAR,VARCHAR,VARCHAR,VARCHAR,INTEGER,VARCHAR,VARCHAR,VARCHAR,VARCHAR,INTEGER,DATE,VARCHAR,VARCHAR\n",
    ]) {
        succeed(&mut database.client(), &script(database.word(), &[]));
        assert_holds(&**database, &digest);
        assert_eq!(database.types(), types);
    }
}

#[test]
fn compressed_files_and_other_tables_are_loaded_too() {
    let folder = folder();
    let digest = make_csv(&folder);
    make(&folder, &["--output", "it's \"new\".csv.gz"]);
    for database in databases(&folder) {
        let options = ["--file", "it's \"new\".csv.gz", "--table", "other.customers"];
        let script = script(database.word(), &options);
        database.make_schema("other");
        succeed(&mut database.client(), &script);
        assert_eq!(database.query("SELECT count(*) FROM other.customers"), "20000\n");
        let table = database.query(&lines().replace("FROM customers", "FROM other.customers"));
        assert_eq!(sha256((COLUMNS.join(",") + "\n" + &table).as_bytes()), digest);
    }
}

#[test]
fn every_database_refuses_what_breaks_the_contract() {
    let folder = folder();
    make_csv(&folder);
    let csv = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    for database in databases(&folder) {
        let script = script(database.word(), &[]);
        for fault in faults(&csv).into_iter().chain(other_files(&csv)) {
            fs::write(folder.path().join("customers.csv"), &fault.file).unwrap();
            let output = run(&mut database.client(), &script);
            let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
            if database.word() == "sqlite" && fault.name == "a field too many" {
                // The shell leaves it out, and says so.
                assert!(complaint.contains("expected 13 columns but found 14"), "{complaint}");
                database.query("DROP TABLE customers");
                continue;
            }
            assert!(!output.status.success(), "{} took {}", database.word(), fault.name);
            assert!(!complaint.is_empty(), "{} said nothing of {}", database.word(), fault.name);
            let left = run(&mut database.client(), "SELECT * FROM customers;");
            assert!(!left.status.success(), "{} kept some of {}", database.word(), fault.name);
        }
        fs::write(folder.path().join("customers.csv"), &csv).unwrap();
        succeed(&mut database.client(), &script);
    }
}

#[test]
fn insert_statements_fill_the_table_that_they_create() {
    let folder = folder();
    let digest = make_csv(&folder);
    for database in databases(&folder) {
        let dialect = ["--sql-dialect", database.word(), "--batch", "777", "--create-table"];
        make(&folder, &[&["--format", "sql"], &dialect[..]].concat());
        let sql = fs::read_to_string(folder.path().join("customers.sql")).unwrap();
        succeed(&mut database.client(), &sql);
        assert_holds(&*database, &digest);
        // Now there is a table already.
        let output = run(&mut database.client_that_goes_on(), &sql);
        if database.word() == "postgres" {
            let complaint = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(3), "{complaint}");
            assert_eq!(complaint.matches("ERROR").count(), 1, "{complaint}");
        }
        assert_holds(&*database, &digest);
    }
}

#[test]
fn data_frames_hold_exactly_the_rows_of_the_file() {
    let folder = folder();
    let digest = make_csv(&folder);
    for (library, write, types) in [
        (
            "pandas",
            "customers.to_csv('out.csv', index=False, lineterminator='\\n', date_format='%Y-%m-%d')",
            "str(customers.dtypes[column])",
        ),
        ("polars", "customers.write_csv('out.csv')", "str(customers.schema[column].base_type())"),
    ] {
        let script = script(library, &[]);
        let tell = format!("print(*[{types} for column in customers.columns])");
        let told = succeed(&mut python(&folder), &format!("{script}{write}\n{tell}\n"));
        let written = fs::read(folder.path().join("out.csv")).unwrap();
        assert_eq!(sha256(&written), digest, "{library}");
        let types: Vec<&str> = told.split_whitespace().collect();
        let number = |position: usize| types[position].to_ascii_lowercase();
        assert_eq!([number(4), number(9)], ["int32", "int32"], "{told}");
        assert!(types[10].starts_with("Date") || types[10].starts_with("datetime64"), "{told}");
    }
}

#[test]
fn data_frames_refuse_what_breaks_the_contract() {
    let folder = folder();
    make_csv(&folder);
    let csv = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    for library in LIBRARIES {
        let script = script(library, &[]);
        for fault in faults(&csv).into_iter().chain(other_files(&csv)) {
            // Both libraries take a field that is not there for one that is empty.
            if fault.name == "a field too few" {
                continue;
            }
            fs::write(folder.path().join("customers.csv"), &fault.file).unwrap();
            let output = run(&mut python(&folder), &script);
            assert!(!output.status.success(), "{library} took {}", fault.name);
        }
        fs::write(folder.path().join("customers.csv"), &csv).unwrap();
        succeed(&mut python(&folder), &script);
    }
}

/// What other programs make of a file: the plain CSV again.
#[test]
fn every_format_is_read_by_others_as_the_same_rows() {
    let folder = folder();
    let digest = make_csv(&folder);
    let duckdb = |source: &str| {
        format!(
            "import duckdb\n\
             duckdb.sql(\"\"\"COPY (FROM {source} ORDER BY customer_id) TO 'out.csv' \
             (HEADER, QUOTE '\"', ESCAPE '\"')\"\"\")\n"
        )
    };
    let polars = |source: &str| format!("import polars as pl\npl.{source}.write_csv('out.csv')\n");
    let pandas = |source: &str| {
        format!(
            "import pandas as pd\npd.{source}.to_csv('out.csv', index=False, lineterminator='\\n')\n"
        )
    };
    for (options, program) in [
        (&["--output", "a.csv.gz"][..], duckdb("read_csv('a.csv.gz', all_varchar = true)")),
        (&["--output", "a.csv.zst"], duckdb("read_csv('a.csv.zst', all_varchar = true)")),
        (
            &["--output", "a.csv.gz"],
            pandas("read_csv('a.csv.gz', dtype=str, keep_default_na=False)"),
        ),
        (&["--output", "a.csv.gz"], polars("read_csv('a.csv.gz', infer_schema=False)")),
        (&["--output", "a.csv.zst"], polars("read_csv('a.csv.zst', infer_schema=False)")),
        (&["--output", "a.ndjson"], duckdb("read_json('a.ndjson', format = 'newline_delimited')")),
        (&["--output", "a.ndjson"], polars("read_ndjson('a.ndjson')")),
        (&["--output", "a.json"], duckdb("read_json('a.json', format = 'array')")),
        (&["--output", "a.json"], polars("read_json('a.json')")),
        (&["--output", "a.parquet"], duckdb("'a.parquet'")),
        (&["--output", "a.parquet", "--compress", "zstd"], duckdb("'a.parquet'")),
        (&["--output", "a.parquet", "--compress", "none"], polars("read_parquet('a.parquet')")),
        (
            &["--output", "a.csv", "--bom", "--crlf", "--delimiter", ";"],
            duckdb("read_csv('a.csv', all_varchar = true, delim = ';')"),
        ),
        (
            &["--output", "a.csv", "--bom", "--crlf", "--delimiter", ";"],
            pandas("read_csv('a.csv', dtype=str, keep_default_na=False, sep=';')"),
        ),
        (
            &["--output", "a.csv", "--quote-all", "--null", "NULL", "--delimiter", "tab"],
            duckdb("read_csv('a.csv', all_varchar = true, delim = '\t', nullstr = 'NULL')"),
        ),
        (
            &["--output", "a.csv", "--null", r"\N", "--delimiter", "pipe"],
            polars(r"read_csv('a.csv', infer_schema=False, separator='|', null_values='\\N')"),
        ),
    ] {
        make(&folder, options);
        succeed(&mut python(&folder), &program);
        let written = fs::read(folder.path().join("out.csv")).unwrap();
        assert_eq!(sha256(&written), digest, "{options:?} by {program}");
        fs::remove_file(folder.path().join("out.csv")).unwrap();
    }
}

#[test]
fn gzip_is_read_by_gunzip_and_python() {
    let folder = folder();
    let digest = make_csv(&folder);
    make(&folder, &["--output", "a.csv.gz"]);
    let program = "import gzip\nprint(gzip.open('a.csv.gz').read().decode(), end='')\n";
    let mut gunzip = Command::new("gunzip");
    gunzip.args(["--to-stdout", "a.csv.gz"]).current_dir(&folder);
    for text in [succeed(&mut gunzip, ""), succeed(&mut python(&folder), program)] {
        assert_eq!(sha256(text.as_bytes()), digest);
    }
}

/// Warehouses cannot be run here. Their scripts, one for each table that is named behind these arguments, are translated
/// by a parser of their dialects, statement by statement, and put to DuckDB; only what fetches the file is done in
/// another way.
fn warehouse(folder: &TempDir, target: &str) -> Command {
    const LOAD: &str = r#"
import duckdb, re, sqlglot, sys
dialect, tables = sys.argv[1], sys.argv[2:]
con = duckdb.connect()
con.execute("CREATE SCHEMA segmint")
for name in tables:
    script = open(f'{name}.script').read()
    if dialect == 'bigquery':
        assert re.search(rf'^bq load .* segmint\.import_{name} {name}\.csv ', script, re.M)
        header = re.search(r'^    ([a-z_]+:STRING.*)$', script, re.M).group(1).replace(':STRING', '').split(',')
        script = ''.join(re.findall(r"<<'SQL'\n(.*?)SQL\n", script, re.S))
    place = 'segmint.' if dialect == 'bigquery' else ''
    staged = f'{place}import_{name}'
    def stage():
        width = len(con.execute(f"DESCRIBE {staged}").fetchall())
        columns = ', '.join(f"'c{at}': 'VARCHAR'" for at in range(width))
        con.execute(f"""INSERT INTO {staged} SELECT * FROM read_csv('{name}.csv', auto_detect = false, header = false,
            delim = ',', quote = '"', nullstr = '', columns = {{{columns}}})""")
    if dialect == 'bigquery':
        con.execute(f"CREATE TABLE {staged} ({','.join(f'{column} VARCHAR' for column in header)})")
        stage()
    for one in sqlglot.parse(script, read=dialect):
        kind = type(one).__name__
        if kind == 'Copy':
            stage()
        if kind in ('Copy', 'Put') or one.args.get('kind') == 'STAGE':
            continue
        for call in list(one.find_all(sqlglot.exp.Anonymous)):
            if call.name.upper() == 'TO_JSON_STRING':
                call.replace(sqlglot.parse_one("CAST(broken AS VARCHAR)"))
        # What nobody enforces here is left out.
        sql = one.sql(dialect='duckdb')
        sql = re.sub(r",\s*(PRIMARY KEY|UNIQUE) \([a-z_]+\)( NOT ENFORCED)?", "", sql)
        sql = re.sub(r",\s*FOREIGN KEY \([a-z_]+\) REFERENCES [a-z_.]+ \([a-z_]+\)( NOT ENFORCED)?", "", sql)
        con.execute(sql)
    # What is temporary goes with the session.
    for (temporary,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        con.execute(f"DROP TABLE temp.{temporary}")
print(con.execute(f"SELECT count(*) FROM {place}{name}").fetchone()[0], end='')
"#;
    fs::write(folder.path().join("load.py"), LOAD).unwrap();
    let mut command = python(folder);
    command.args(["load.py", target]);
    command
}

#[test]
fn scripts_for_warehouses_are_understood_and_refuse_every_fault() {
    let folder = folder();
    make_csv(&folder);
    let csv = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    for target in ["snowflake", "bigquery"] {
        fs::write(folder.path().join("customers.script"), script(target, &[])).unwrap();
        let load = |file: &str| {
            fs::write(folder.path().join("customers.csv"), file).unwrap();
            run(warehouse(&folder, target).arg("customers"), "")
        };
        let Output { stdout, stderr, .. } = load(&csv);
        assert_eq!(stdout, b"20000", "{target}: {}", String::from_utf8_lossy(&stderr));
        for Fault { name, file, rule, .. } in faults(&csv).into_iter().chain(other_files(&csv)) {
            let Output { status, stderr, .. } = load(&file);
            let complaint = String::from_utf8_lossy(&stderr);
            assert!(!status.success(), "{target} took {name}");
            let told = match rule {
                Some(HEADER | ROWS) => "the file ",
                Some(_) => "break",
                None => "",
            };
            assert!(complaint.contains(told), "{target}, {name}: {complaint}");
        }
    }
}
