//! Names of files and tables, spellings of NULL, and rows with faults: what a script meets where it is
//! used.

use std::fs;
use std::process::Output;

use segmint::format::Dialect;
use tempfile::TempDir;

use super::databases::{Database, databases};
use super::{
    COLUMNS, LIBRARIES, assert_holds, folder, lines, make, make_csv, python, run, script, sha256,
    succeed,
};

/// Names that a program could take for something else.
const NAMES: [&str; 7] = [
    "customers[1].csv",
    "c*?.csv",
    "{source}.csv",
    "a\nb.csv",
    "-x.csv",
    "|x.csv",
    "it's \"new\".csv.gz",
];

/// Loads with this script, and leaves no table behind.
#[track_caller]
fn assert_loads(database: &dyn Database, script: &str, digest: &str, what: &str) {
    let Output { status, stderr, .. } = run(&mut database.client(), script);
    let complaint = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{} with {what:?}: {complaint}", database.word());
    assert_holds(database, digest);
    database.query("DROP TABLE customers");
}

/// What a script of a data frame loads, as a CSV.
#[track_caller]
fn frame(folder: &TempDir, library: &str, script: &str, what: &str) -> Vec<u8> {
    let write = match library {
        "pandas" => {
            "customers.to_csv('out.csv', index=False, lineterminator='\\n', date_format='%Y-%m-%d')"
        }
        _ => "customers.write_csv('out.csv')",
    };
    let Output { status, stderr, .. } = run(&mut python(folder), &format!("{script}{write}\n"));
    let complaint = String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{library} with {what:?}: {complaint}");
    let written = fs::read(folder.path().join("out.csv")).unwrap();
    fs::remove_file(folder.path().join("out.csv")).unwrap();
    written
}

#[test]
fn names_of_files_are_names() {
    let folder = folder();
    let digest = make_csv(&folder);
    make(&folder, &["--output", "made.csv.gz"]);
    // What a pattern would find.
    for other in ["customers1.csv", "cab.csv"] {
        fs::write(folder.path().join(other), "customer_id\n").unwrap();
    }
    let databases = databases(&folder);
    for name in NAMES {
        let made = if name.ends_with("gz") { "made.csv.gz" } else { "customers.csv" };
        fs::copy(folder.path().join(made), folder.path().join(name)).unwrap();
        let file = format!("--file={name}");
        for database in &databases {
            assert_loads(&**database, &script(database.word(), &[&file]), &digest, name);
        }
        for library in LIBRARIES {
            let written = frame(&folder, library, &script(library, &[&file]), name);
            assert_eq!(sha256(&written), digest, "{library} with {name:?}");
        }
    }
}

#[test]
fn names_of_tables_are_names() {
    let folder = folder();
    let digest = make_csv(&folder);
    for database in databases(&folder) {
        let dialect = dialect(&*database);
        // The last is what a name of the script's own would be cut down to.
        let long = format!("import_{}", "x".repeat(56));
        for table in ["customers_csv", "import_customers", "check_x", "Order", "user", &long] {
            succeed(&mut database.client(), &script(database.word(), &["--table", table]));
            let name = dialect.identifier(table);
            let query = lines().replace("FROM customers", &format!("FROM {name}"));
            let loaded = COLUMNS.join(",") + "\n" + &database.query(&query);
            assert_eq!(sha256(loaded.as_bytes()), digest, "{table} in {}", database.word());
        }
    }
}

fn dialect(database: &dyn Database) -> Dialect {
    Dialect::ALL.into_iter().find(|dialect| dialect.word() == database.word()).unwrap()
}

#[test]
fn every_word_that_a_database_reserves_is_quoted() {
    let folder = folder();
    for database in databases(&folder) {
        let words = match database.word() {
            "postgres" => "SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'",
            "duckdb" => {
                "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
            }
            // Its shell does not list them.
            _ => continue,
        };
        let words = database.query(words);
        assert!(words.lines().count() > 80, "{words}");
        for word in words.lines() {
            let name = dialect(&*database).identifier(word);
            assert_eq!(name, format!("\"{word}\""), "in {}", database.word());
        }
    }
}

#[test]
fn every_spelling_of_no_value_that_we_write_is_read() {
    let folder = folder();
    let digest = make_csv(&folder);
    let databases = databases(&folder);
    for options in [&["--null", "NULL"][..], &["--null", r"\N"], &["--quote-all"], &["--crlf"]] {
        make(&folder, options);
        let what = options.join(" ");
        for database in &databases {
            assert_loads(&**database, &script(database.word(), &[]), &digest, &what);
        }
        for library in LIBRARIES {
            let written = frame(&folder, library, &script(library, &[]), &what);
            assert_eq!(sha256(&written), digest, "{library} with {what}");
        }
    }
}

#[test]
fn a_word_for_no_value_is_no_name() {
    let folder = folder();
    make_csv(&folder);
    let csv = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let databases = databases(&folder);
    for word in ["null", r"\N", "\"\""] {
        let line = csv.lines().nth(700).unwrap();
        let mut fields: Vec<&str> = line.split(',').collect();
        fields[1] = word;
        let file = csv.replacen(line, &fields.join(","), 1);
        fs::write(folder.path().join("customers.csv"), file).unwrap();
        for database in &databases {
            let output = run(&mut database.client(), &script(database.word(), &[]));
            assert!(!output.status.success(), "{} took {word}", database.word());
        }
        for library in LIBRARIES {
            let output = run(&mut python(&folder), &script(library, &[]));
            assert!(!output.status.success(), "{library} took {word}");
        }
    }
}

/// Every kind of fault, and rows with a field too few and too many.
const DIRT: [&str; 2] = [
    "--dirt",
    "missing_value:1pct,impossible_date:1pct,stray_white_space:1pct,mojibake:1pct,ragged_row:1pct",
];

#[test]
fn rows_with_faults_are_refused_by_the_strict_script_and_loaded_as_text() {
    let folder = folder();
    make(&folder, &DIRT);
    let csv = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    let many = csv.lines().filter(|line| line.split(',').count() != 13).count();
    assert!(many > 10, "{many} rows with another number of fields");
    let half = csv.lines().take(10_000).collect::<Vec<_>>().join("\n") + "\n";
    let other = csv.replacen("customer_id", "id", 1);
    // A field that is not there is NULL, and an empty one is not.
    let fields = [&COLUMNS[1..], &["fields_beyond"]].concat();
    let fields: Vec<String> =
        fields.iter().map(|column| format!("coalesce(',' || {column}, '')")).collect();
    let query = format!("SELECT customer_id || {} FROM customers", fields.join(" || "));
    let mut expected: Vec<&str> = csv.lines().skip(1).collect();
    expected.sort_unstable();
    for database in databases(&folder) {
        let (strict, text) = (script(database.word(), &[]), script(database.word(), &DIRT));
        assert!(!run(&mut database.client(), &strict).status.success(), "{}", database.word());
        for wrong in [&half, &other] {
            fs::write(folder.path().join("customers.csv"), wrong).unwrap();
            assert!(!run(&mut database.client(), &text).status.success(), "{}", database.word());
        }
        fs::write(folder.path().join("customers.csv"), &csv).unwrap();
        succeed(&mut database.client(), &text);
        let loaded = database.query(&query);
        let mut loaded: Vec<&str> = loaded.lines().collect();
        loaded.sort_unstable();
        let other = loaded.iter().zip(&expected).find(|(loaded, expected)| loaded != expected);
        assert!(
            loaded.len() == expected.len() && other.is_none(),
            "{}: {other:?}",
            database.word()
        );
    }
    for library in LIBRARIES {
        assert!(!run(&mut python(&folder), &script(library, &[])).status.success(), "{library}");
        let text = script(library, &DIRT);
        for wrong in [&half, &other] {
            fs::write(folder.path().join("customers.csv"), wrong).unwrap();
            assert!(!run(&mut python(&folder), &text).status.success(), "{library}");
        }
        fs::write(folder.path().join("customers.csv"), &csv).unwrap();
        let tell = match library {
            "pandas" => {
                "rows = customers.astype(object).where(customers.notna(), None).values.tolist()"
            }
            _ => "rows = customers.rows()",
        };
        let print = "print('\\n'.join(','.join(field for field in row if field is not None) for row in rows))";
        let loaded = succeed(&mut python(&folder), &format!("{text}{tell}\n{print}\n"));
        assert!(loaded.lines().eq(csv.lines().skip(1)), "{library}");
    }
}
