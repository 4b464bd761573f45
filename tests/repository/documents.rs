//! Documents: links that lead somewhere, a first page that is short, rows that are real, and one version number.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::output;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn documents() -> Vec<PathBuf> {
    let listed = output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let files = listed.split_terminator('\0').map(Path::new);
    let documents = files.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    documents.map(|path| root().join(path)).filter(|path| path.exists()).collect()
}

/// The targets of links in Markdown, without those to other sites.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let targets = targets.map(|target| target.split(['#', ' ']).next().unwrap_or_default());
    targets.filter(|target| !target.is_empty() && !target.contains(':')).collect()
}

#[test]
fn links_lead_to_files() {
    let mut seen = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let folder = document.parent().unwrap();
        for link in links(&text) {
            assert!(folder.join(link).exists(), "{}: {link}", document.display());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn the_first_page_is_short_and_shows_real_rows() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.lines().count() <= 150, "what is long belongs into docs");
    let (_, rows) = readme.split_once("```text\n").unwrap();
    let (rows, _) = rows.split_once("```").unwrap();
    let command = "segmint generate-customers --count 20 --as-of 2026-11-23 --output - --quiet\n";
    assert!(readme.contains(command));
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    assert_eq!(output(env!("CARGO_BIN_EXE_segmint"), &words), rows);
}

#[test]
fn the_npm_package_has_the_version_of_the_program() {
    let package = fs::read_to_string(root().join("crates/js/package.json")).unwrap();
    let package: Value = serde_json::from_str(&package).unwrap();
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    let files: Vec<&str> =
        package["files"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let script = fs::read_to_string(root().join("crates/js/segmint.js")).unwrap();
    assert!(script.contains("./glue.js") && files.contains(&"glue.js"), "{files:?}");
}

#[test]
fn a_release_takes_the_manual_page_of_every_command() {
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    let (_, named) = workflow.split_once("for command in ").unwrap();
    let (named, _) = named.split_once(';').unwrap();
    let known = output(env!("CARGO_BIN_EXE_segmint"), &["--help"]);
    let (_, known) = known.split_once("Commands:\n").unwrap();
    let (known, _) = known.split_once("\n\n").unwrap();
    let commands = known.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert_eq!(named.split(' ').collect::<Vec<_>>(), commands);
}
