//! Labelled dirt on the page, end to end: asked for in the form, carried by the link, injected and found, and
//! told by the same answer key as on the command line.

use std::fs;
use std::process::Command;

use crate::page::{PLAIN, visit};

/// The answer key that the command writes of a recipe, as a file of this name.
fn key_by_command_line(dirt: &str, name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_segmint"))
        .current_dir(&folder)
        .args([
            "generate-customers",
            "--recipe-version",
            "1",
            "--as-of",
            "2026-11-23",
            "--quiet",
            "--dirt",
            dirt,
        ])
        .args(["--answer-key", name])
        .status()
        .unwrap();
    assert!(done.success());
    fs::read(folder.path().join(name)).unwrap()
}

#[test]
fn dirt_is_injected_and_found_and_has_a_key() {
    visit(PLAIN, |page| {
        page.settle();
        assert!(!page.shows("#harvest"), "without dirt there is nothing to tell");
        page.browser.run("document.querySelector('#faults').open = true", &[]);
        page.fill("#dirt-missing_value", "120");
        page.fill("#dirt-duplicate_id", "0.5 %");
        page.fill("#dirt-ragged_row", "1,000");
        let dirt = "missing_value:120,duplicate_id:0.5pct,ragged_row:1000";
        page.settle_on(&format!("{PLAIN}&dirt={dirt}"));
        assert!(page.text("#harvest-verdict").contains("1,370 faults put in, exactly these found"));
        assert!(page.text("#summary-validity").contains("exactly the faults asked for"));
        page.browser.click("#harvest-fold summary");
        let rows = page.table("#harvest table");
        assert_eq!(rows[0][1..], ["120", "120", "120"]);
        assert_eq!((&rows[1][1][..], &rows[1][2]), ("250", &rows[1][3]));
        assert_eq!(rows[2][1..], ["1,000", "1,000", "1,000"]);
        assert!(page.text("#command").contains(&format!("--dirt {dirt}")));
        for (button, name) in [("#key-csv", "answer-key.csv"), ("#key-ndjson", "answer-key.ndjson")]
        {
            let key = page.downloaded(button, name);
            assert!(key == key_by_command_line(dirt, name), "{name}");
        }
    });
}

#[test]
fn a_fault_that_cannot_be_is_told_and_a_little_of_everything_can() {
    visit(PLAIN, |page| {
        page.settle();
        page.browser.run("document.querySelector('#faults').open = true", &[]);
        page.fill("#dirt-mojibake", "much");
        page.wait("the fault shows", || page.shows("#dirt-error"));
        page.fill("#dirt-mojibake", "99999");
        page.wait("its limit shows", || page.text("#dirt-error").contains("50,000 rows at most"));
        page.browser.click("#dirt-some");
        page.wait("there is a little of everything", || page.link().contains("mojibake:0.1pct"));
        page.settle();
        assert!(page.text("#harvest-verdict").contains("900 faults put in, exactly these found"));
        assert_eq!(page.table("#harvest table").len(), 18);
        page.browser.click("#dirt-none");
        page.settle_on(PLAIN);
        assert!(!page.shows("#harvest") && !page.shows("#dirt-error"));
    });
}
