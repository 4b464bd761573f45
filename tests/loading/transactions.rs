//! Both tables of a recipe, joined by their key: loaded by the scripts of the command line, refused where a row is of
//! nobody or breaks a rule, and asked for the segments by the script that the documentation has.

use std::fs;
use std::process::Output;

use segmint::data_set::DataSet;
use segmint::link::Link;
use segmint::transactions::{SCHEMA, Transactions};
use tempfile::TempDir;

use super::databases::{Database, DuckDb, databases};
use super::faults::{Fault, HEADER, NOBODY, ROWS, transaction_faults};
use super::{LIBRARIES, folder, python, run, segmint, succeed};

/// The script of the documentation, which is the same for every database.
const SEGMENTS: &str = include_str!("../../docs/examples/segments.sql");

/// Few customers, every one of whom behaves half like one of another segment, so that not every segment is found
/// again; new ones may be older than the six months of their rule. The latest transaction is on a leap day.
#[rustfmt::skip]
const RECIPE: [&str; 8] = [
    "--count", "80", "--as-of", "2024-03-01", "--overlap", "100", "--new-account-age", "100-240",
];

/// Makes both files of a recipe.
fn make(folder: &TempDir, options: &[&str]) {
    segmint(folder, &[&["generate", "--quiet", "--no-fingerprint"], options].concat());
}

fn read(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("transactions.csv")).unwrap()
}

/// The kit's script for a table of a recipe.
fn script(target: &str, of: &str, options: &[&str]) -> String {
    segmint(&folder(), &[&["loader", target, "--of", of], options].concat())
}

/// Loads both tables of a recipe.
fn load(database: &dyn Database, options: &[&str]) {
    for of in ["customers", "transactions"] {
        succeed(&mut database.client(), &script(database.word(), of, options));
    }
}

/// Every row as the line that the file has for it, in the file's order.
fn lines(database: &dyn Database) -> String {
    let fields = SCHEMA.names().map(|name| match (name, database.word()) {
        // A number there has no more digits than it needs.
        ("transaction_amount", "sqlite") => format!("printf('%.2f', {name})"),
        _ => format!("CAST({name} AS VARCHAR)"),
    });
    let fields: Vec<String> = fields.collect();
    let query = format!("SELECT {} FROM transactions", fields.join(" || ',' || "));
    SCHEMA.header() + &database.query(&format!("{query} ORDER BY transaction_id"))
}

/// A line of what the script prints: the segment given, how many customers each segment is found of, and of how many
/// of a hundred the one that was given is.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    given: String,
    found: Vec<u32>,
    percent: f64,
}

/// What the script prints.
fn segments(database: &dyn Database) -> Vec<Line> {
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('|').collect();
        let [given, found @ .., percent] = &fields[..] else { panic!("{line}") };
        Line {
            given: (*given).to_owned(),
            found: found.iter().map(|count| count.parse().unwrap()).collect(),
            percent: percent.parse().unwrap(),
        }
    };
    database.query(SEGMENTS).lines().map(line).collect()
}

#[test]
fn every_database_holds_both_tables_and_finds_the_same_segments() {
    let folder = folder();
    make(&folder, &RECIPE);
    let csv = read(&folder);
    let found = databases(&folder).map(|database| {
        load(&*database, &RECIPE);
        assert!(lines(&*database) == csv, "{} holds other rows", database.word());
        segments(&*database)
    });
    println!("{:#?}", found[0]);
    assert_eq!(found[0], found[1]);
    assert_eq!(found[0], found[2]);
    let given: Vec<&str> = found[0].iter().map(|line| &*line.given).collect();
    assert_eq!(
        given,
        [
            "High-Value Travelers",
            "Stable Mid-Spenders",
            "Budget-Conscious",
            "Declining",
            "New & Growing",
            "all"
        ]
    );
    let all = &found[0][5];
    assert_eq!(all.found.iter().sum::<u32>(), 80);
    assert!(all.percent > 20.0 && all.percent < 80.0, "{all:?}");
}

/// The numbers of days and months that the script counts, against the calendar that a database brings.
#[test]
fn days_and_months_are_those_of_the_calendar() {
    let folder = folder();
    let database = DuckDb { folder: &folder };
    for as_of in
        ["2024-03-01", "2024-02-29", "2023-03-01", "2025-01-01", "2100-03-01", "2001-02-15"]
    {
        let options = ["--count", "60", "--as-of", as_of, "--overlap", "100"];
        let options = [&options[..], &["--new-account-age", "100-240"]].concat();
        make(&folder, &options);
        load(&database, &options);
        let ours = "SELECT 'ours', today, this_month, min(days_ago), max(days_ago), max(months_ago) FROM payments, reference GROUP BY ALL";
        let (with, _) = SEGMENTS.split_once("\nSELECT\n    line AS given").unwrap();
        let told = database.query(&format!("{with}\n{ours}"));
        let theirs = format!(
            "SELECT min(DATE '{as_of}' - transaction_date), max(DATE '{as_of}' - transaction_date), \
             max(12 * (year(DATE '{as_of}') - year(transaction_date)) + month(DATE '{as_of}') - month(transaction_date)) \
             FROM transactions"
        );
        let theirs = database.query(&theirs);
        let numbers = |line: &str| -> Vec<f64> {
            line.trim().split('|').filter_map(|field| field.parse().ok()).collect()
        };
        assert_eq!(numbers(&told)[2..], numbers(&theirs), "{as_of}: {told} {theirs}");
        database.query("DROP TABLE transactions");
        database.query("DROP TABLE customers");
    }
}

/// A recipe whose rows are soon loaded.
const FEW: [&str; 6] = ["--count", "30", "--as-of", "2026-11-23", "--months", "4"];

#[test]
fn every_database_refuses_transactions_of_nobody_and_what_breaks_a_rule() {
    let folder = folder();
    make(&folder, &FEW);
    let csv = read(&folder);
    for database in databases(&folder) {
        let word = database.word();
        succeed(&mut database.client(), &script(word, "customers", &FEW));
        let script = script(word, "transactions", &FEW);
        for Fault { name, file, .. } in transaction_faults(&csv) {
            fs::write(folder.path().join("transactions.csv"), &file).unwrap();
            let Output { status, stderr, .. } = run(&mut database.client(), &script);
            assert!(!status.success(), "{word} took {name}");
            let complaint = String::from_utf8_lossy(&stderr).to_lowercase();
            assert!(name != NOBODY || complaint.contains("foreign key"), "{word}: {complaint}");
            let left = run(&mut database.client(), "SELECT * FROM transactions;");
            assert!(!left.status.success(), "{word} kept some of {name}");
        }
        fs::write(folder.path().join("transactions.csv"), &csv).unwrap();
        succeed(&mut database.client(), &script);
    }
}

#[test]
fn the_customers_may_have_another_name_and_place() {
    let folder = folder();
    make(&folder, &FEW);
    let with = |options: &[&'static str]| [&FEW[..], options].concat();
    for database in databases(&folder) {
        let word = database.word();
        database.make_schema("other");
        succeed(
            &mut database.client(),
            &script(word, "customers", &with(&["--table", "other.clients"])),
        );
        let table = ["--table", "other.purchases", "--customers", "other.clients"];
        succeed(&mut database.client(), &script(word, "transactions", &with(&table)));
        let count = database.query("SELECT count(*) FROM other.purchases");
        assert_eq!(count.trim().parse(), Ok(read(&folder).lines().count() - 1), "{word}");
        // Without a name they are looked for beside the transactions, and there are none.
        let table = ["--table", "other.more"];
        let output = run(&mut database.client(), &script(word, "transactions", &with(&table)));
        assert!(!output.status.success(), "{word}");
    }
}

#[test]
fn data_frames_hold_both_tables_and_refuse_what_breaks_a_rule() {
    let folder = folder();
    make(&folder, &FEW);
    let csv = read(&folder);
    for library in LIBRARIES {
        let customers = script(library, "customers", &FEW);
        let alone = script(library, "transactions", &FEW);
        let known = [&FEW[..], &["--customers", "customers"]].concat();
        let both = customers + &script(library, "transactions", &known);
        let write = match library {
            "pandas" => {
                "transactions.to_csv('out.csv', index=False, float_format='%.2f', lineterminator='\\n', date_format='%Y-%m-%d')"
            }
            _ => "transactions.write_csv('out.csv')",
        };
        for script in [&alone, &both] {
            succeed(&mut python(&folder), &format!("{script}{write}\n"));
            let written = fs::read_to_string(folder.path().join("out.csv")).unwrap();
            assert!(written == csv, "{library} holds other rows");
        }
        for Fault { name, file, .. } in transaction_faults(&csv) {
            fs::write(folder.path().join("transactions.csv"), &file).unwrap();
            let output = run(&mut python(&folder), &both);
            assert!(!output.status.success(), "{library} took {name}");
        }
        // Nobody is named who would know.
        let Fault { name, file, .. } = transaction_faults(&csv).swap_remove(0);
        assert_eq!(name, NOBODY);
        fs::write(folder.path().join("transactions.csv"), &file).unwrap();
        succeed(&mut python(&folder), &alone);
        fs::write(folder.path().join("transactions.csv"), &csv).unwrap();
    }
}

#[test]
fn faults_on_purpose_are_refused_by_the_strict_script_and_loaded_as_text() {
    let folder = folder();
    let dirt = "orphan_transaction:3,duplicate_transaction_id:3,amount_of_three_decimals:3,unknown_channel:3";
    let dirty = [&FEW[..], &["--dirt", dirt]].concat();
    let link = segmint(&folder, &[&["link"], &dirty[..]].concat());
    let recipe = Link::parse(link.trim()).unwrap().recipe;
    let file = fs::File::create(folder.path().join("transactions.csv")).unwrap();
    DataSet::<Transactions>::new(recipe).unwrap().write(file, |_| ()).unwrap();
    segmint(&folder, &[&["generate-customers", "--quiet"], &FEW[..4]].concat());
    let csv = read(&folder);
    let mut expected: Vec<&str> = csv.lines().collect();
    expected.sort_unstable();
    for database in databases(&folder) {
        let word = database.word();
        succeed(&mut database.client(), &script(word, "customers", &FEW));
        let strict = run(&mut database.client(), &script(word, "transactions", &FEW));
        assert!(!strict.status.success(), "{word}");
        succeed(&mut database.client(), &script(word, "transactions", &dirty));
        let fields: Vec<&str> = SCHEMA.names().collect();
        let query = format!("SELECT {} FROM transactions", fields.join(" || ',' || "));
        let loaded = SCHEMA.header() + &database.query(&query);
        let mut loaded: Vec<&str> = loaded.lines().collect();
        loaded.sort_unstable();
        assert!(loaded == expected, "{word} holds other rows");
    }
    for library in LIBRARIES {
        let strict = run(&mut python(&folder), &script(library, "transactions", &FEW));
        assert!(!strict.status.success(), "{library}");
        let tell = "print(len(transactions), transactions['fields_beyond'].count())\n";
        let text = script(library, "transactions", &dirty);
        let told = succeed(&mut python(&folder), &format!("{text}{tell}"));
        assert_eq!(told, format!("{} 0\n", csv.lines().count() - 1), "{library}");
    }
}

#[test]
fn warehouses_refuse_transactions_of_nobody_and_what_breaks_a_rule() {
    let folder = folder();
    make(&folder, &FEW);
    let csv = read(&folder);
    for target in ["snowflake", "bigquery"] {
        let mut load = super::warehouse(&folder, target);
        for of in ["customers", "transactions"] {
            fs::write(folder.path().join(format!("{of}.script")), script(target, of, &FEW))
                .unwrap();
            load.arg(of);
        }
        let mut load = |file: &str| {
            fs::write(folder.path().join("transactions.csv"), file).unwrap();
            run(&mut load, "")
        };
        let Output { stdout, stderr, .. } = load(&csv);
        let rows = (csv.lines().count() - 1).to_string();
        let complaint = String::from_utf8_lossy(&stderr);
        assert_eq!(String::from_utf8_lossy(&stdout), rows, "{target}: {complaint}");
        for Fault { name, file, rule } in transaction_faults(&csv) {
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

/// All that the defaults make, 27 million rows in 2.4 GB, which go with their folder.
#[test]
fn the_segments_of_50000_customers_are_found_again() {
    let folder = folder();
    let options = ["--as-of", "2026-11-23"];
    make(&folder, &options);
    let database = DuckDb { folder: &folder };
    succeed(&mut database.client(), &script("duckdb", "customers", &options));
    // Read where they are: keys of so many rows take longer than all that is asked here.
    database.query("CREATE VIEW transactions AS FROM read_csv('transactions.csv')");
    let lines = segments(&database);
    println!("{lines:#?}");
    let all = lines.last().unwrap();
    assert_eq!(all.found.iter().sum::<u32>(), 50_000);
    assert!(all.percent >= 99.5, "{all:?}");
    let diagonal: u32 = lines.iter().take(5).enumerate().map(|(at, line)| line.found[at]).sum();
    assert!(diagonal >= 49_750, "{lines:#?}");
}
