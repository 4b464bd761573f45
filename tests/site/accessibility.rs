//! What axe-core (<https://github.com/dequelabs/axe-core>) faults in the page, in every view of it, light and dark:
//! nothing. What an engine cannot judge, such as whether the keyboard reaches everything, is tested elsewhere.

use std::{env, fs};

use serde_json::{Value, json};

use crate::checking::{Files, with_other_name};
use crate::page::{PLAIN, Page, visit};

/// A name, an address, and how one comes to the view from there.
type View = (&'static str, &'static str, fn(&Page));

const VIEWS: &[View] = &[
    ("fresh", PLAIN, Page::settle),
    ("with everything open", PLAIN, |page| {
        page.settle();
        let open =
            "for (const section of document.querySelectorAll('details')) section.open = true";
        page.browser.run(open, &[]);
    }),
    ("sharing", PLAIN, |page| {
        page.settle();
        page.browser.click("#share");
        page.browser.run("navigator.clipboard.writeText = () => Promise.reject()", &[]);
        page.browser.click("#share-link");
        page.wait("the text is shown", || page.shows("#share-refuge"));
    }),
    ("another data set than the sender's", FOREIGN, Page::settle),
    ("a faulty form", PLAIN, |page| {
        page.settle();
        for (field, wrong) in
            [("#count", "0"), ("#seed", "many"), ("#weights-0", "16"), ("#age-min", "80")]
        {
            page.fill(field, wrong);
        }
        page.wait("the faults show", || page.shows("#age-error") && page.state() == "stale");
    }),
    ("a link that is not understood", "#v=9&colour=red", |page| {
        page.wait("the notice shows", || page.shows("#notice"));
    }),
    ("with dirt", DIRTY, Page::settle),
    ("in a frame", FRAMED, |page| {
        page.settle();
        // The ground is that of the document around the frame; the engine takes it for white, even in the dark.
        page.browser.run("document.documentElement.style.background = 'Canvas'", &[]);
    }),
    ("transactions", SPENT, Page::settle),
    ("transactions with everything open", SPENT, |page| {
        page.settle();
        let open =
            "for (const section of document.querySelectorAll('details')) section.open = true";
        page.browser.run(open, &[]);
    }),
    ("transactions in a frame", SPENT_FRAMED, |page| {
        page.settle();
        page.browser.run("document.documentElement.style.background = 'Canvas'", &[]);
    }),
    ("a large data set that waits", LARGE, |page| {
        page.wait("it waits", || page.state() == "idle" && page.shows("#generate"));
    }),
    ("asked before a file is lost", PLAIN, |page| {
        page.settle();
        page.browser.run("document.querySelector('#loss').showModal()", &[]);
    }),
    ("no file to check yet", PLAIN, |page| {
        page.settle();
        page.browser.click("#view-check");
        page.wait("a file can come", || page.shows("#intake"));
    }),
    ("a filter in place", SPENT, |page| {
        page.settle();
        page.browser.click("#spenders_table .pick");
        page.wait("its rows show", || page.shows("#rows-all"));
    }),
    ("the answer key open", DIRTY, |page| {
        page.settle();
        page.browser.click("#key-fold summary");
        page.wait("it is listed", || page.table("#key-table").len() == 10);
    }),
    ("a changed file of a sender", FOREIGN, |page| {
        page.settle();
        let files = Files::new();
        let made = super::made_by_command_line(FOREIGN.split("&sha256").next().expect("a link"));
        page.check(&files.write("theirs.csv", &with_other_name(&made, 16)));
        assert!(page.text("#summary-validity").ends_with("first difference in line 17"));
    }),
    ("findings", PLAIN, |page| {
        page.settle();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("findings.csv");
        let rows = super::command_line(PLAIN, &["--rows", "1-200", "--output", "-"]);
        let text = String::from_utf8(rows).unwrap();
        fs::write(&file, text.replace(",Standard,", ",Gold,") + "CUST00000001,x\n").unwrap();
        page.browser.click("#view-check");
        page.browser.upload("#file", &file);
        page.wait("the findings show", || page.state() == "fresh" && page.shows("#findings-table"));
    }),
];

const FOREIGN: &str = "#v=1&seed=42&count=1000&as_of=2026-11-23\
    &sha256=0000000000000000000000000000000000000000000000000000000000000000";
const DIRTY: &str = "#v=1&seed=42&count=1000&as_of=2026-11-23&dirt=missing_value:5,mojibake:5";
const FRAMED: &str = "?embed#v=1&seed=42&count=1000&as_of=2026-11-23";
const SPENT: &str = "#v=2&seed=42&count=50000&as_of=2026-11-23&table=transactions";
const SPENT_FRAMED: &str = "?embed#v=2&seed=42&count=50000&as_of=2026-11-23&table=transactions";
const LARGE: &str = "#v=1&seed=42&count=2000000&as_of=2026-11-23";

#[test]
fn an_engine_finds_nothing_to_fault() {
    let faults: Vec<String> = VIEWS
        .iter()
        .flat_map(|(name, address, reach)| {
            let mut faults = Vec::new();
            visit(address, |page| {
                reach(page);
                for scheme in ["light", "dark"] {
                    let found = faults_in(page, scheme);
                    faults.extend(
                        found.into_iter().map(|fault| format!("{name}, {scheme}: {fault}")),
                    );
                }
            });
            faults
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_engine_finds_what_is_wrong() {
    visit(PLAIN, |page| {
        page.settle();
        let harm = "document.querySelector('label[for=count]').remove();
            document.querySelector('#hint').textContent = 'hardly to be seen';
            document.querySelector('#hint').style.color = '#eee'";
        page.browser.run(harm, &[]);
        let faults = faults_in(page, "light").join("\n");
        assert!(faults.contains("label at #count:"), "{faults}");
        assert!(faults.contains("color-contrast at #hint:"), "{faults}");
    });
}

/// What the engine faults in what the page shows: rule, place, and what would be right.
fn faults_in(page: &Page, scheme: &str) -> Vec<String> {
    let features = json!([
        { "name": "prefers-color-scheme", "value": scheme },
        // What fades has no colour yet.
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    page.browser.devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
    let run = format!(
        "if (!window.axe) {{ {} }}
        const result = await axe.run(document, {{ resultTypes: ['violations'] }});
        return result.violations.flatMap(fault => fault.nodes.map(node =>
            `${{fault.id}} at ${{node.target.join(' ')}}: ${{node.failureSummary}}`))",
        engine()
    );
    let faults = page.browser.run(&run, &[]);
    let faults: Vec<Value> = faults.as_array().expect("a list").clone();
    faults.iter().map(|fault| fault.as_str().unwrap_or_default().replace('\n', " ")).collect()
}

/// The engine, from where `./scripts/test` keeps it.
fn engine() -> String {
    let file = env::var_os("AXE").expect("AXE names no axe.min.js: run ./scripts/test");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
