//! Runs that are stopped.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};

use assert_cmd::cargo::cargo_bin;
use predicates::prelude::*;
use predicates::str::contains;

use crate::runs::{folder, generate, names, one_line, spawn};

/// Waits until the child has begun a file in `folder`, or ended without one.
fn begun(child: &mut process::Child, folder: &Path) -> Option<PathBuf> {
    while child.try_wait().unwrap().is_none() {
        if let Some(name) = names(folder).pop() {
            return Some(folder.join(name));
        }
    }
    None
}

fn stop(child: &process::Child, signal: &str) {
    let id = child.id().to_string();
    assert!(process::Command::new("kill").args([signal, &id]).status().unwrap().success());
}

fn stopped_by(signal: &str, code: i32) {
    let folder = folder();
    let mut child = spawn(&folder, &["--count", "99999999", "--quiet"]);
    let part = begun(&mut child, folder.path()).unwrap();
    assert!(part.is_file());
    assert!(!folder.path().join("customers.csv").exists());
    stop(&child, signal);
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(code), "{told}");
    assert!(one_line().and(contains("interrupted, no file was written")).eval(&told), "{told}");
    assert!(names(folder.path()).is_empty());
}

#[test]
fn an_interrupt_leaves_no_file() {
    stopped_by("-INT", 130);
}

#[test]
fn a_request_to_end_leaves_no_file() {
    stopped_by("-TERM", 143);
}

#[test]
fn a_hang_up_leaves_no_file() {
    stopped_by("-HUP", 129);
}

/// Two files, and the folder that was made for them.
#[test]
fn an_interrupt_leaves_nothing_of_both_tables() {
    let folder = folder();
    let mut command = process::Command::new(cargo_bin!("segmint"));
    command.current_dir(&folder).args(["generate", "--output=out", "--count=99999999", "--quiet"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let out = begun(&mut child, folder.path()).unwrap();
    while names(&out).len() < 2 {
        assert_eq!(child.try_wait().unwrap(), None);
    }
    stop(&child, "-INT");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(names(folder.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_that_is_not_to_hear_of_a_hang_up_goes_on() {
    let folder = folder();
    let mut command = process::Command::new("sh");
    command.current_dir(&folder).args(["-c", r#"trap "" HUP; exec "$0" "$@""#]);
    command.arg(cargo_bin!("segmint")).args(["generate-customers", "--count=99999999", "--quiet"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    begun(&mut child, folder.path()).unwrap();
    stop(&child, "-HUP");
    stop(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(143));
}

#[test]
fn what_a_killed_run_leaves_is_cleared_by_the_next() {
    let folder = folder();
    let mut killed = spawn(&folder, &["--count", "99999999", "--quiet"]);
    let left = begun(&mut killed, folder.path()).unwrap();
    let mut other = spawn(&folder, &["--count", "99999999", "--quiet", "--output", "other.csv"]);
    while names(folder.path()).len() < 2 {
        assert_eq!(other.try_wait().unwrap(), None);
    }
    stop(&killed, "-KILL");
    assert_eq!(killed.wait().unwrap().code(), None);
    assert!(left.exists());
    generate(&folder, &["--count", "3", "--output", "mine.csv"]).assert().success();
    assert!(!left.exists());
    let names_now = names(folder.path());
    assert_eq!(names_now.len(), 2, "what another run works at stays: {names_now:?}");
    stop(&other, "-TERM");
    assert_eq!(other.wait().unwrap().code(), Some(143));
    assert_eq!(names(folder.path()), ["mine.csv"]);
}
