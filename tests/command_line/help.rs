//! The help, the completions and the manual pages, which are made of the same definitions.

use predicates::prelude::*;
use predicates::str::{contains, starts_with};

use crate::runs::{folder, segmint};

const COMMANDS: [&str; 8] = [
    "generate-customers",
    "generate-transactions",
    "generate",
    "link",
    "loader",
    "validate",
    "completions",
    "man",
];

fn printed(columns: &str, arguments: &[&str]) -> String {
    let folder = folder();
    let assert = segmint(&folder, arguments).env("COLUMNS", columns).assert().success();
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

#[test]
fn the_help_fits_the_terminal() {
    let mut pages = vec![vec!["--help"]];
    pages.extend(COMMANDS.map(|command| vec![command, "--help"]));
    for (columns, most) in [("80", 80), ("100", 100), ("300", 100)] {
        for page in &pages {
            let help = printed(columns, page);
            let long: Vec<&str> = help
                .lines()
                .filter(|line| {
                    line.trim_start().chars().any(|c| c == ' ') && line.chars().count() > most
                })
                .collect();
            assert!(long.is_empty(), "{page:?} at {columns}: {long:#?}");
            // An example is a command, so no line of it is broken.
            let (_, examples) = help.split_once("Examples:\n").unwrap_or_default();
            for line in examples.lines().take_while(|line| !line.is_empty()) {
                assert!(line.starts_with("  "), "{page:?} at {columns}: {line}");
            }
        }
    }
}

#[test]
fn newcomers_words_are_explained() {
    let help = printed("80", &["--help"]);
    for word in ["recipe", "segment", "fault", "fingerprint"] {
        assert!(help.contains(&format!("\n  {word:<11}  ")), "{word}: {help}");
    }
    for page in COMMANDS {
        let help = printed("80", &[page, "--help"]).to_lowercase();
        for word in [" mint ", " mints ", "examine"] {
            assert!(!help.contains(word), "{page}: {word}");
        }
    }
}

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed("80", &["completions", shell]);
        for word in ["segmint", "generate-customers", "as-of", "sql-dialect"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let folder = folder();
    segmint(&folder, &["completions", "csh"]).assert().code(2).stderr(contains("bash"));
}

#[cfg(unix)]
#[test]
fn bash_reads_its_completions() {
    let folder = folder();
    let script = printed("80", &["completions", "bash"]);
    std::fs::write(folder.path().join("segmint.bash"), script).unwrap();
    let ask = "source ./segmint.bash && COMP_WORDS=(segmint generate-customers --as) COMP_CWORD=2 && \
               _segmint segmint --as generate-customers && echo \"${COMPREPLY[@]}\"";
    let answer = std::process::Command::new("bash")
        .args(["-c", ask])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&answer.stdout).trim(), "--as-of", "{answer:?}");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = folder();
    segmint(&folder, &["man"])
        .assert()
        .success()
        .stdout(contains(".TH segmint 1").and(contains("generate\\-customers")));
    for command in COMMANDS {
        let page = printed("80", &["man", command]);
        assert!(page.contains(&format!(".TH segmint-{command} 1")), "{page}");
    }
    segmint(&folder, &["man", "generate-customers"])
        .assert()
        .success()
        .stdout(starts_with(".ie").and(contains("\\-\\-credit\\-limit\\-step")));
}
