//! The file in every form that the page offers, and the scripts that load it.

use std::io::Read;
use std::process::Command;

use flate2::read::MultiGzDecoder;
use serde_json::json;

use crate::browser::Engine;
use crate::instruments::{NO_PICKER, PICKER};
use crate::page::{PLAIN, Page, visit, visit_in};
use crate::saving::told_by_command_line;
use crate::{CHANGED, assert_same, command_line, sha256, succeed};

/// Every form, in the order of the select: the name of the file, and what asks for it on the command
/// line.
const FORMS: [(&str, &[&str]); 11] = [
    ("customers.csv", &[]),
    ("customers.csv", &["--bom", "--crlf"]),
    ("customers.csv", &["--bom", "--crlf", "--delimiter", "semicolon"]),
    ("customers.ndjson", &["--format", "ndjson"]),
    ("customers.json", &["--format", "json"]),
    ("customers.sql", &["--format", "sql"]),
    ("customers.sql", &["--format", "sql", "--create-table"]),
    ("customers.sql", &["--format", "sql", "--sql-dialect", "sqlite"]),
    ("customers.sql", &["--format", "sql", "--sql-dialect", "sqlite", "--create-table"]),
    ("customers.sql", &["--format", "sql", "--sql-dialect", "snowflake"]),
    ("customers.sql", &["--format", "sql", "--sql-dialect", "snowflake", "--create-table"]),
];

const NDJSON: usize = 3;
const POSTGRES: usize = 5;

impl Page {
    /// Chooses an option by its position.
    pub(crate) fn pick_option(&self, selector: &str, position: usize) {
        let choose = "const select = document.querySelector(arguments[0]);
            select.selectedIndex = arguments[1];
            select.dispatchEvent(new Event('change', { bubbles: true }))";
        self.browser.run(choose, &[selector, &position.to_string()]);
    }
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    MultiGzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

#[test]
fn every_form_of_the_file_is_that_of_the_command_line() {
    visit(CHANGED, |page| {
        page.settle();
        let offered = "return document.querySelectorAll('#format option').length";
        assert_eq!(page.browser.run(offered, &[]), json!(FORMS.len()));
        for (position, (name, options)) in FORMS.into_iter().enumerate() {
            page.pick_option("#format", position);
            page.settle();
            let expected = command_line(CHANGED, &[options, &["--output", "-"]].concat());
            assert_same(&page.downloaded("#download", name), &expected);
            assert_eq!(page.fingerprint(), sha256(&expected), "{options:?}");
            let command = page.text("#command");
            assert!(command.ends_with(&options.join(" ")), "{options:?}: {command}");
            let is_sql = options.contains(&"sql");
            let note = page.text("#packaging-note");
            assert_eq!(note.contains("customers.sql"), is_sql, "how it is run: {note}");
            assert_eq!(page.link(), CHANGED, "a form is no part of the recipe");
        }
    });
}

#[test]
fn gzip_holds_the_same_file() {
    for engine in Engine::asked() {
        visit_in(engine, CHANGED, "", |page| {
            page.settle();
            page.pick_option("#format", NDJSON);
            page.browser.click("#gzip");
            page.settle();
            let file = page.downloaded("#download", "customers.ndjson.gz");
            assert_eq!(page.fingerprint(), sha256(&file));
            let expected = command_line(CHANGED, &["--format", "ndjson", "--output", "-"]);
            assert_same(&gunzip(&file), &expected);
            assert!(page.text("#command").ends_with(" --format ndjson --compress gzip"));
            // Once more without: what was under way before counts no more.
            page.browser.click("#gzip");
            page.settle();
            assert_same(&page.downloaded("#download", "customers.ndjson"), &expected);
        });
    }
}

#[test]
fn another_form_is_not_held_against_the_fingerprint_of_the_link() {
    let sent = sha256(&command_line(PLAIN, &["--output", "-"]));
    visit(&format!("{PLAIN}&sha256={sent}"), |page| {
        page.settle();
        assert!(page.text("#verdict").contains("Identical"), "{}", page.text("#verdict"));
        page.pick_option("#format", NDJSON);
        page.settle();
        let verdict = page.text("#verdict");
        assert!(verdict.contains("Not compared") && verdict.contains("plain CSV"), "{verdict}");
        page.pick_option("#format", 0);
        page.settle();
        assert!(page.text("#verdict").contains("Identical"), "{}", page.text("#verdict"));
    });
}

#[test]
fn a_large_data_set_streams_in_another_form() {
    let link = PLAIN.replace("50000", "1200000");
    let expected = told_by_command_line(&link, &["--format", "sql"]);
    visit_in(Engine::Chromium, &link, PICKER, |page| {
        page.wait_for_offer("You choose the file");
        page.pick_option("#format", POSTGRES);
        page.wait_for_offer("You choose the file");
        assert!(page.text("#summary").contains("192"), "{}", page.text("#summary"));
        page.generate();
        page.settle();
        page.wait("it has been read back", || page.fingerprint() == expected);
    });
}

#[test]
fn a_large_data_set_streams_compressed() {
    let link = PLAIN.replace("50000", "1200000");
    let expected = told_by_command_line(&link, &[]);
    for engine in Engine::asked() {
        visit_in(engine, &link, NO_PICKER, |page| {
            page.wait_for_offer("storage");
            page.browser.click("#gzip");
            page.wait_for_offer("storage");
            page.generate();
            page.settle();
            let file = page.downloaded("#download", "customers.csv.gz");
            assert_eq!(sha256(&gunzip(&file)), expected);
            page.wait("it has been read back", || page.fingerprint() == sha256(&file));
        });
    }
}

#[test]
fn the_scripts_that_load_it_are_those_of_the_command_line() {
    visit(CHANGED, |page| {
        page.settle();
        let words = "return [...document.querySelectorAll('#target option')].map(one => one.value)";
        let words: Vec<String> = serde_json::from_value(page.browser.run(words, &[])).unwrap();
        assert_eq!(words.len(), 8);
        for (position, word) in words.iter().enumerate() {
            page.pick_option("#target", position);
            let mut command = Command::new(env!("CARGO_BIN_EXE_segmint"));
            let script =
                succeed(command.args(["loader", word, "--link", CHANGED]).output().unwrap());
            let script = String::from_utf8(script).unwrap();
            assert_eq!(page.text("#script").trim(), script.trim(), "{word}");
            let run = page.text("#run-script");
            assert!(run.contains("load_customers."), "{word}: {run}");
            let name = run.rsplit(' ').next().unwrap_or_default();
            let named = "return document.querySelector('#save-script').download";
            assert_eq!(page.string(named, &[]), name);
            // What a shell or Python runs a browser keeps only if its reader says so.
            if name.ends_with(".sql") {
                assert_same(&page.downloaded("#save-script", name), script.as_bytes());
            }
        }
        page.pick_option("#target", 1);
        page.browser.click("#copy-script");
        page.wait("the script is on the clipboard", || {
            page.clipboard().contains("\\copy import_customers")
        });
        page.fill("#age-min", "30");
        page.wait("it follows the recipe", || page.text("#script").contains("BETWEEN 30 AND"));
        page.fill("#age-min", "300");
        page.wait("without a recipe there is none", || page.text("#script").is_empty());
        assert!(!page.shows("#save-script") && page.text("#run-script").is_empty());
    });
}

#[test]
fn a_format_that_cannot_hold_the_rows_says_so_and_another_one_can() {
    let dirty = format!("{PLAIN}&dirt=ragged_row:5");
    visit(&dirty, |page| {
        page.settle();
        page.pick_option("#format", NDJSON);
        page.wait("it is told", || page.state() == "stale");
        let hint = page.text("#hint");
        assert!(hint.contains("fields instead of 13") && hint.contains("Choose CSV"), "{hint}");
        let offered = "return document.querySelector('#download').hasAttribute('href')";
        assert_eq!(page.browser.run(offered, &[]), json!(false));
        page.pick_option("#format", 0);
        page.settle();
        assert_same(&page.download(), &command_line(&dirty, &["--output", "-"]));
        assert!(!page.shows("#notice"));
    });
}
