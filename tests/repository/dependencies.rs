//! The licences of all crates in the lock files, and which of them come in two versions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::output;

/// The workspaces, each with a lock file.
const WORKSPACES: [&str; 2] = ["Cargo.toml", "tests/fuzz/Cargo.toml"];

/// Licences that ask for nothing but to be named, if that: what is built from such crates may go on
/// under ours.
const PERMISSIVE: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "MIT",
    "NCSA",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates of other licences, and why they may be used.
const EXCEPTIONS: [(&str, &str, &str); 4] = [
    ("cssparser", "MPL-2.0", IN_THE_BUNDLER),
    ("cssparser-macros", "MPL-2.0", IN_THE_BUNDLER),
    ("dtoa-short", "MPL-2.0", IN_THE_BUNDLER),
    ("selectors", "MPL-2.0", IN_THE_BUNDLER),
];

const IN_THE_BUNDLER: &str =
    "reads the page while the site is built; nothing of it is in what is built";

/// Crates that come in several versions, and which dependency holds the older ones. They cost time to
/// build, so each is here by choice.
const SEVERAL: [(&str, &str); 4] = [
    ("embedded-io", "postcard, which implements its traits of two versions and uses neither here"),
    (
        "getrandom",
        "ahash and const-random, both by parquet; the newest is ours, for the page's seeds",
    ),
    ("r-efi", "getrandom on UEFI, where nothing of this runs"),
    ("syn", "derive macros of others, in builds alone"),
];

/// The crates of a workspace that others made.
fn crates(workspace: &str) -> Vec<Value> {
    let cargo = env!("CARGO");
    let options = ["--offline", "--locked", "--format-version", "1", "--manifest-path", workspace];
    let metadata = output(cargo, &[&["metadata"], &options[..]].concat());
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let foreign: Vec<Value> = packages.filter(|one| !one["source"].is_null()).cloned().collect();
    assert!(foreign.len() > 40, "{workspace} has {} dependencies", foreign.len());
    foreign
}

fn name(package: &Value) -> &str {
    package["name"].as_str().unwrap()
}

/// Whether a licence expression of SPDX, or one in the older form with slashes, can be met with
/// licences that `allowed` knows.
fn is_met(expression: &str, allowed: &impl Fn(&str) -> bool) -> bool {
    let expression = expression.trim();
    if let Some(parts) = parts(expression, &[" OR ", "/"]) {
        return parts.iter().any(|part| is_met(part, allowed));
    }
    if let Some(parts) = parts(expression, &[" AND "]) {
        return parts.iter().all(|part| is_met(part, allowed));
    }
    let inner = expression.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    inner.map_or_else(|| allowed(expression), |inner| is_met(inner, allowed))
}

/// What stands between these words, outside of parentheses; nothing if there is none of them.
fn parts<'a>(expression: &'a str, words: &[&str]) -> Option<Vec<&'a str>> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0_usize, 0_usize);
    for (at, letter) in expression.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let word = words.iter().find(|word| expression[at..].starts_with(**word));
        if let (0, Some(word)) = (depth, word) {
            parts.push(&expression[begin..at]);
            begin = at + word.len();
        }
    }
    (!parts.is_empty()).then(|| {
        parts.push(&expression[begin..]);
        parts
    })
}

#[test]
fn every_dependency_has_a_licence_that_suits_ours() {
    let mut excepted = BTreeSet::new();
    for workspace in WORKSPACES {
        for package in crates(workspace) {
            let name = name(&package);
            let licence = package["license"].as_str().unwrap_or_default();
            if is_met(licence, &|licence| PERMISSIVE.contains(&licence)) {
                continue;
            }
            let known = EXCEPTIONS.iter().any(|(one, its, _)| (*one, *its) == (name, licence));
            assert!(known, "{name} of {workspace} has the licence {licence:?}");
            excepted.insert(name.to_owned());
        }
    }
    for (name, ..) in EXCEPTIONS {
        assert!(excepted.contains(name), "{name} needs no exception any more");
    }
}

#[test]
fn no_crate_comes_in_two_versions_unasked() {
    let mut several = BTreeSet::new();
    for workspace in WORKSPACES {
        let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in crates(workspace) {
            let version = package["version"].as_str().unwrap().to_owned();
            versions.entry(name(&package).to_owned()).or_default().insert(version);
        }
        for (name, versions) in versions.into_iter().filter(|(_, versions)| versions.len() > 1) {
            let known = SEVERAL.iter().any(|(one, _)| *one == name);
            assert!(known, "{workspace} has {name} in the versions {versions:?}");
            several.insert(name);
        }
    }
    for (name, _) in SEVERAL {
        assert!(several.contains(name), "{name} comes in one version now");
    }
}

#[test]
fn licence_expressions_are_read_as_they_are_meant() {
    let allowed = |licence: &str| ["MIT", "Zlib"].contains(&licence);
    for met in ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "MIT AND Zlib", "(GPL-3.0 OR MIT) AND Zlib"]
    {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "MIT WITH x",
        "(GPL-3.0 OR MIT) AND BSD-3-Clause",
        "MITx",
    ] {
        assert!(!is_met(not, &allowed), "{not}");
    }
}
