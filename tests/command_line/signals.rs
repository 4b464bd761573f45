//! Runs that are stopped, and readers that leave.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process;

use predicates::prelude::*;
use predicates::str::contains;

use crate::runs::{HEADER, folder, names, one_line, spawn};

#[test]
fn a_reader_that_leaves_is_told() {
    let mut child = spawn(&folder(), &["--count", "99999999", "--quiet", "--output", "-"]);
    let mut line = String::new();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    assert_eq!(line.trim_end(), HEADER);
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(one_line().and(contains("standard output: Broken pipe")).eval(&told), "{told}");
}

/// Waits until the child has begun a file in `folder`, or ended without one.
fn begun(child: &mut process::Child, folder: &Path) -> Option<PathBuf> {
    while child.try_wait().unwrap().is_none() {
        if let Some(name) = names(folder).pop() {
            return Some(folder.join(name));
        }
    }
    None
}

fn stopped_by(signal: &str) {
    let folder = folder();
    let mut child = spawn(&folder, &["--count", "99999999", "--quiet"]);
    let part = begun(&mut child, folder.path()).unwrap();
    assert!(part.is_file());
    assert!(!folder.path().join("customers.csv").exists());
    let id = child.id().to_string();
    assert!(process::Command::new("kill").args([signal, &id]).status().unwrap().success());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{told}");
    assert!(one_line().and(contains("interrupted, no file was written")).eval(&told), "{told}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn an_interrupt_leaves_no_file() {
    stopped_by("-INT");
}

#[test]
fn a_request_to_end_leaves_no_file() {
    stopped_by("-TERM");
}
