//! What the name of a file says, and what stands in it.

use std::fs;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use predicates::prelude::*;
use predicates::str::{contains, is_empty};

use crate::runs::{AS_OF, csv, folder, generate, names, one_line, segmint};

#[test]
fn a_name_that_ends_in_no_known_format_is_refused() {
    let folder = folder();
    for (name, ending) in [
        ("customers.xlsx", "\".xlsx\""),
        ("customers.csv.bz2", "\".bz2\""),
        ("customers.db", "\".db\""),
        ("customers.txt", "\".txt\""),
        ("customers.csv.zip", "\".zip\""),
        ("customers.xlsx.gz", "\".xlsx.gz\""),
        ("customers.PARQUET.XZ", "\".xz\""),
        ("new/customers.feather", "\".feather\""),
        ("customers.", "\".\""),
    ] {
        let known = ".csv, .tsv, .ndjson, .jsonl, .json and .sql, each with .gz or .zst behind it or not, \
                     and .parquet";
        generate(&folder, &["--count", "5", "--output", name])
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains(ending)).and(contains(known)));
    }
    // The format is said, the compression is not.
    generate(&folder, &["--count=5", "--format=csv", "--output=customers.csv.bz2"])
        .assert()
        .code(2)
        .stderr(one_line().and(contains("\".bz2\"")));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_name_says_how_the_file_is_written() {
    let folder = folder();
    let plain = csv(&["--count", "5"]);
    let file = |name: &str, more: &[&str]| {
        let options = [&["--count", "5", "--output", name][..], more].concat();
        generate(&folder, &options).assert().success();
        fs::read_to_string(folder.path().join(name)).unwrap()
    };
    let tabs = plain.replace(',', "\t");
    assert_eq!(file("customers.tsv", &[]), tabs);
    assert_eq!(file("CUSTOMERS.TSV", &[]), tabs);
    assert_eq!(file("comma.tsv", &["--delimiter", "comma"]), plain);
    assert_eq!(file("no-ending", &[]), plain);
    assert_eq!(file(".hidden", &[]), plain);
    assert_eq!(file("customers.txt", &["--format", "csv"]), plain);
    assert_eq!(file("customers.bz2", &["--format", "csv", "--compress", "none"]), plain);
    assert!(file("customers.jsonl", &[]).starts_with("{\"customer_id\""));
}

#[cfg(unix)]
#[test]
fn the_printed_command_makes_a_file_of_any_name_again() {
    let folder = folder();
    for (name, more) in [
        ("customers.tsv", &[][..]),
        ("comma.tsv", &["--delimiter", "comma"]),
        ("semicolon.tsv.gz", &["--delimiter", ";", "--crlf"]),
        ("customers.txt", &["--format", "json"]),
        ("customers.sql", &["--create-table", "--sql-dialect", "duckdb", "--table", "a.b"]),
        ("customers.bz2", &["--format", "csv", "--compress", "gzip"]),
        ("\u{1b}[31mred's 50%\\.csv", &[]),
        ("-1.csv", &[]),
        ("-x.csv", &["--answer-key=-key.csv"]),
        ("\u{202e}vsc.csv", &[]),
    ] {
        let output = format!("--output={name}");
        let options = [&["--count", "50", &output][..], more].concat();
        let assert = generate(&folder, &options).assert().success();
        let report = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
        assert!(!report.contains(['\u{1b}', '\u{202e}']), "{report:?}");
        let line = report.lines().find_map(|line| line.strip_prefix("Repeat   segmint ")).unwrap();
        let first = fs::read(folder.path().join(name)).unwrap();
        fs::remove_file(folder.path().join(name)).unwrap();
        let mut shell = Command::new("sh");
        shell.current_dir(&folder).args(["-c", &format!("\"$0\" {line}")]);
        shell.arg(cargo_bin!("segmint")).assert().success();
        assert!(fs::read(folder.path().join(name)).unwrap() == first, "{line}");
    }
}

#[test]
fn a_terminal_obeys_no_name_and_no_value() {
    let folder = folder();
    let escape = "\u{1b}[31m\u{9b}1m\u{7}";
    let name = format!("{escape}.csv");
    let arguments =
        |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    for words in [
        vec!["validate".to_owned(), name.clone()],
        arguments(&["generate-customers", "--output", &format!("{escape}.xlsx")]),
        arguments(&["generate-customers", "--output", &format!("no/{escape}/")]),
        arguments(&["generate-customers", "--answer-key", &format!("{escape}.txt")]),
        arguments(&["generate-customers", "--count", escape]),
        arguments(&["generate-customers", "--rows", escape]),
        arguments(&["generate-customers", "--table", escape]),
        arguments(&["generate-customers", &format!("--{escape}")]),
        arguments(&["link", "--link", &format!("#v=1&{escape}=5")]),
        arguments(&["validate", escape, escape]),
    ] {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_safe = contains('\u{1b}').or(contains('\u{9b}')).or(contains('\u{7}')).not();
        segmint(&folder, &words).assert().failure().stderr(is_safe);
    }
}

#[test]
fn an_answer_key_is_never_put_in_the_place_of_its_data() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("inner")).unwrap();
    fs::write(at("there.csv"), "mine").unwrap();
    let mut pairs = vec![
        ("k.csv", "./k.csv"),
        ("./k.csv", "k.csv"),
        ("k.csv", "inner/../k.csv"),
        ("new/k.csv", "new/../new/k.csv"),
        ("there.csv", "inner/.././there.csv"),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("there.csv", at("link.csv")).unwrap();
        symlink("../k.csv", at("inner/dangling.csv")).unwrap();
        symlink("inner", at("folder")).unwrap();
        fs::hard_link(at("there.csv"), at("hard.csv")).unwrap();
        pairs.extend([
            ("there.csv", "link.csv"),
            ("link.csv", "there.csv"),
            ("there.csv", "hard.csv"),
            ("k.csv", "inner/dangling.csv"),
            ("inner/x.csv", "folder/x.csv"),
        ]);
    }
    for (output, key) in pairs {
        let all = names(folder.path());
        generate(&folder, &["--count=10", "--output", output, "--answer-key", key])
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(one_line().and(contains("the file itself goes there")));
        assert_eq!(names(folder.path()), all);
        assert_eq!(fs::read_to_string(at("there.csv")).unwrap(), "mine");
    }
    #[cfg(unix)]
    {
        // A link to a place where there is nothing yet leads there, and stays.
        generate(&folder, &["--count=10", "--output", "folder/dangling.csv"]).assert().success();
        assert!(at("inner/dangling.csv").is_symlink() && at("k.csv").is_file());
        let words = format!(
            "\"$0\" generate-customers {} --count 10 --output - --answer-key k.csv > k.csv",
            AS_OF.join(" ")
        );
        let mut shell = Command::new("sh");
        shell.current_dir(&folder).args(["-c", &words]).arg(cargo_bin!("segmint"));
        shell.assert().code(2).stderr(contains("the file itself goes there"));
    }
}
