//! Standard output and standard error: data and reports apart, readers that leave, streams that are
//! closed.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{self, Stdio};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use predicates::prelude::*;
use predicates::str::{contains, is_empty, starts_with};
use tempfile::TempDir;

use crate::runs::{HEADER, csv, folder, folder_with_customers, names, one_line, spawn};

/// `segmint` with the words behind it, as a shell understands them.
fn shell(folder: &TempDir, words: &str) -> Command {
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", &format!("\"$0\" {words}")]).arg(cargo_bin!("segmint"));
    command
}

const GENERATE: &str = "generate-customers --as-of 2026-11-23 --count 2000";

#[test]
fn a_path_to_standard_output_is_standard_output() {
    let folder = folder();
    for output in ["-", "/dev/stdout", "/dev/fd/1"] {
        shell(&folder, &format!("{GENERATE} --output {output}"))
            .assert()
            .success()
            .stdout(csv(&["--count", "2000"]))
            .stderr(contains("✓ Successfully written to standard output\n"))
            .stderr(contains(" --output -\n"));
    }
    // Whatever is written there goes into one file, which has to hold the rows alone.
    for words in ["--output /dev/stdout > one.csv", "--output one.csv > one.csv"] {
        shell(&folder, &format!("{GENERATE} {words}")).assert().success().stderr(contains("Seg"));
        assert!(
            fs::read_to_string(folder.path().join("one.csv")).unwrap() == csv(&["--count", "2000"])
        );
    }
}

#[test]
fn a_closed_standard_output_is_told() {
    let folder = folder();
    for words in [&format!("{GENERATE} --output - >&-"), "link --count 5 >&-", "loader sqlite >&-"]
    {
        shell(&folder, words).assert().code(1).stderr(contains("closed"));
    }
    // Thrown away, and into a file, are something else.
    shell(&folder, &format!("{GENERATE} --quiet --output - > /dev/null")).assert().success();
    shell(&folder, &format!("{GENERATE} >&-")).assert().success();
    assert_eq!(names(folder.path()), ["customers.csv"]);
}

#[test]
fn a_reader_that_leaves_is_none_of_our_failures() {
    for options in [
        &["--output=-", "--quiet"][..],
        &["--output=-"],
        &["--output=/dev/stdout"],
        &["--output=-", "--format=json"],
        &["--output=-", "--compress=gzip", "--report=json"],
    ] {
        let options = [&["--count=99999999"], options].concat();
        let mut child = spawn(&folder(), &options);
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        assert!(!reader.fill_buf().unwrap().is_empty());
        drop(reader);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(141), "{options:?}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{options:?}");
    }
}

#[test]
fn a_report_that_nobody_reads_does_not_keep_the_file_back() {
    for report in ["text", "json"] {
        let folder = folder();
        let mut child = spawn(&folder, &["--count", "60000", "--report", report]);
        drop(child.stdout.take());
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""));
        assert_eq!(names(folder.path()), ["customers.csv"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_printed_is_told_and_the_file_is_there() {
    let folder = folder();
    shell(&folder, &format!("{GENERATE} > /dev/full"))
        .assert()
        .code(1)
        .stderr(one_line().and(contains("cannot print the report: No space left")));
    assert_eq!(names(folder.path()), ["customers.csv"]);
    let text = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    assert!(starts_with(HEADER).eval(&text));
}

#[test]
fn a_report_does_not_go_into_the_file_that_it_is_about() {
    let folder = folder_with_customers();
    let path = folder.path().join("customers.csv");
    let before = fs::read(&path).unwrap();
    for words in
        ["validate customers.csv >> customers.csv", "validate - < customers.csv >> ./customers.csv"]
    {
        shell(&folder, words)
            .assert()
            .code(2)
            .stderr(one_line().and(contains("is also where the report goes")));
        assert!(fs::read(&path).unwrap() == before);
    }
    shell(&folder, "validate customers.csv --quiet >> customers.csv").assert().success();
    shell(&folder, "validate customers.csv >> report.txt").assert().success();
    assert!(fs::read(&path).unwrap() == before);
}

#[test]
fn what_is_printed_to_a_reader_that_has_left_is_not_told() {
    let folder = folder_with_customers();
    for (words, codes) in [
        (&["validate", "customers.csv"][..], [0, 0]),
        (&["link", "--count", "5"], [141, 0]),
        (&["loader", "postgres"], [141, 0]),
        (&["generate-customers", "--help"], [0, 0]),
    ] {
        let mut command = process::Command::new(cargo_bin!("segmint"));
        command.current_dir(&folder).args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.spawn().unwrap();
        drop(running.stdout.take());
        let output = running.wait_with_output().unwrap();
        assert!(codes.map(Some).contains(&output.status.code()), "{words:?}: {:?}", output.status);
        assert!(is_empty().eval(&*String::from_utf8(output.stderr).unwrap()), "{words:?}");
    }
}
