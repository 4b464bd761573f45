//! Every state of the page at the widths of a desk, a small desk, one that is enlarged, and a phone, in light and dark:
//! nothing is wider than its place, no text is cut, none stands on another. It is measured, not compared pixel by pixel;
//! what it looks like is kept in `target/screenshots` for whoever wants to look.

use std::path::PathBuf;
use std::{fs, thread, time};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use crate::browser::Engine;
use crate::checking::{Files, with_other_name};
use crate::made_by_command_line;
use crate::page::{Page, visit_in};

/// A name, an address, and how one comes to the state from there.
type State = (&'static str, &'static str, fn(&Page));

const CUSTOMERS: &str = "#v=2&seed=42&count=50000&as_of=2026-11-23";
const FEW_TRANSACTIONS: &str = "#v=2&seed=42&count=300&as_of=2026-11-23&table=transactions";
const MANY_TRANSACTIONS: &str = "#v=2&seed=42&count=50000&as_of=2026-11-23&table=transactions";
const DIRTY: &str =
    "#v=2&seed=42&count=1000&as_of=2026-11-23&dirt=missing_value:5,duplicate_id:3,ragged_row:4";
/// A little of everything, in the first rows, too.
const EVERY_FAULT: &str = "#v=2&seed=42&count=1000&as_of=2026-11-23&dirt=missing_value:9,duplicate_id:9,\
    malformed_id:9,malformed_email:9,duplicate_email:9,unknown_state:60,unknown_segment:60,ragged_row:9";
const SENT: &str = "#v=2&seed=42&count=1000&as_of=2026-11-23\
    &sha256=0000000000000000000000000000000000000000000000000000000000000000";
const LARGE: &str = "#v=2&seed=42&count=30000000&as_of=2026-11-23";

const STATES: &[State] = &[
    ("customers", CUSTOMERS, Page::settle),
    ("version-1", "#v=1&seed=42&count=50000&as_of=2026-11-23", Page::settle),
    ("transactions", FEW_TRANSACTIONS, Page::settle),
    ("part-of-transactions", MANY_TRANSACTIONS, Page::settle),
    ("dirty", DIRTY, Page::settle),
    ("everything-open", CUSTOMERS, open_all),
    ("transactions-open", FEW_TRANSACTIONS, open_all),
    ("dirty-open", DIRTY, open_all),
    ("faulty-form", CUSTOMERS, |page| {
        page.settle();
        for (field, wrong) in [("#count", "0"), ("#seed", "many"), ("#weights-0", "16")] {
            page.fill(field, wrong);
        }
        page.wait("the faults show", || page.shows("#weights-error") && page.state() == "stale");
    }),
    ("large", LARGE, |page| page.wait("it waits", || page.shows("#generate"))),
    ("running", LARGE, |page| {
        // Where the file goes has to be known first.
        page.wait_for_offer("The file is written");
        page.generate();
        page.wait("rows are told of", || page.text("#summary-validity").contains("so far"));
        assert!(
            page.string("return document.title", &[]).contains(" % "),
            "the title has the percentage"
        );
        assert!(page.shows("#locked"), "the form says that it is locked");
        assert_ne!(page.text("#segments tbody td"), "\u{2013}", "the tables fill");
    }),
    ("no-file-yet", CUSTOMERS, |page| {
        page.settle();
        page.browser.click("#view-check");
    }),
    ("example-checked", CUSTOMERS, |page| {
        page.settle();
        page.browser.click("#view-check");
        page.browser.click("#example");
        page.wait("it is checked", || page.shows("#findings-table") && page.state() == "fresh");
    }),
    ("changed-file-of-a-sender", SENT, |page| {
        page.settle();
        let files = Files::new();
        let made = made_by_command_line(SENT.split("&sha256").next().expect("a link"));
        page.check(&files.write("theirs.csv", &with_other_name(&made, 16)));
        assert!(page.text("#summary-validity").ends_with("first difference in line 17"));
    }),
    ("filter", CUSTOMERS, |page| {
        page.settle();
        page.browser.click("#segments .pick");
        page.wait("its rows show", || page.shows("#rows-all"));
    }),
    ("every-fault", EVERY_FAULT, |page| {
        page.settle();
        page.browser.run("document.querySelector('#faults').open = true", &[]);
    }),
    ("answer-key", EVERY_FAULT, |page| {
        page.settle();
        page.browser.run("document.querySelector('#harvest-fold').open = true", &[]);
        page.browser.click("#key-fold summary");
        page.wait("it is listed", || page.table("#key-table").len() == 10);
    }),
    ("unreadable-file", CUSTOMERS, |page| {
        page.settle();
        let files = Files::new();
        page.check(&files.write("notes.csv", b"hello\nworld\n"));
        assert_eq!(page.text("#summary-rows"), "No header");
    }),
    ("sharing", CUSTOMERS, |page| {
        page.settle();
        page.browser.click("#share");
    }),
    ("guide", CUSTOMERS, |page| {
        page.settle();
        page.browser.click("#help");
    }),
];

/// Width and height. The third is a small desk at 200 %.
const SCREENS: [(u32, u32); 4] = [(1440, 900), (1024, 800), (640, 450), (375, 812)];

fn open_all(page: &Page) {
    page.settle();
    let open = "for (const section of document.querySelectorAll('details')) section.open = true";
    page.browser.run(open, &[]);
}

/// What is wrong with what is seen, in words.
const MEASURE: &str = r"
    const faults = [];
    const wide = innerWidth >= 1440, phone = innerWidth < 640;
    const name = element => {
        const id = element.closest('[id]')?.id ?? '';
        return `${element.tagName.toLowerCase()} in #${id} (${element.textContent.trim().slice(0, 40)})`;
    };
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) faults.push(`the page is ${over} px too wide`);
    const seen = element => element.checkVisibility({ visibilityProperty: true })
        && !element.closest('.unseen, .skip') && getComputedStyle(element).clipPath === 'none';
    // Code is long, and scrolls in its place; so does the table of rows where a screen is no desk.
    const scrolls = element => element.closest('pre, #command, #script, #run-script')
        || (!wide && !phone && element.closest('#rows .scroll'));
    for (const place of document.querySelectorAll('.scroll')) {
        const more = place.scrollWidth - place.clientWidth;
        if (more > 1 && seen(place) && !scrolls(place)) faults.push(`${more} px too wide: ${place.ariaLabel}`);
    }
    for (const table of document.querySelectorAll('table')) {
        const place = table.closest('.sheet, .recipe, dialog');
        if (!place || !seen(table) || scrolls(table)) continue;
        const more = table.getBoundingClientRect().right - place.getBoundingClientRect().right;
        if (more > 0) faults.push(`a table sticks out: ${name(table)}`);
    }
    const lines = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const node = walk.currentNode, element = node.parentElement;
        if (!node.data.trim() || !seen(element) || element.closest('option, title, style, script, template, pre')) continue;
        const modal = document.querySelector('dialog[open]');
        if (modal && !modal.contains(element)) continue;
        const style = getComputedStyle(element);
        if (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && !scrolls(element)) {
            faults.push(`text is cut: ${name(element)}`);
        }
        const range = document.createRange();
        range.selectNodeContents(node);
        // What is scrolled out of its place is not seen.
        const place = element.closest('.scroll')?.getBoundingClientRect();
        for (const box of range.getClientRects()) {
            const top = Math.max(box.top + 3, place?.top ?? -Infinity);
            const bottom = Math.min(box.bottom - 3, place?.bottom ?? Infinity);
            if (box.width > 4 && bottom - top > 2 && !scrolls(element)) {
                lines.push({ element, left: box.left + 1, right: box.right - 1, top, bottom });
            }
        }
    }
    lines.sort((one, other) => one.top - other.top);
    for (let at = 0; at < lines.length; at += 1) {
        for (let next = at + 1; next < lines.length && lines[next].top < lines[at].bottom; next += 1) {
            const [one, other] = [lines[at], lines[next]];
            const sticks = element => element.closest('#findings-table thead');
            if (one.left < other.right && other.left < one.right && one.element !== other.element
                && !sticks(one.element) && !sticks(other.element)) {
                faults.push(`text on text: ${name(one.element)} and ${name(other.element)}`);
            }
        }
    }
    return [...new Set(faults)].slice(0, 12);
";

#[test]
fn nothing_is_cut_too_wide_or_on_top_of_another() {
    let pictures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
    fs::create_dir_all(&pictures).unwrap();
    let mut faults = Vec::new();
    for (name, address, reach) in STATES {
        // A large file goes where nobody has to be asked.
        visit_in(Engine::Chromium, address, "delete window.showSaveFilePicker;", |page| {
            reach(page);
            for (width, height) in SCREENS {
                let screen = json!({
                    "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 640
                });
                page.browser.devtools("Emulation.setDeviceMetricsOverride", &screen);
                for scheme in ["light", "dark"] {
                    let features = json!([
                        { "name": "prefers-color-scheme", "value": scheme },
                        { "name": "prefers-reduced-motion", "value": "reduce" },
                    ]);
                    page.browser
                        .devtools("Emulation.setEmulatedMedia", &json!({ "features": features }));
                    // Long enough for the screen to be drawn anew.
                    thread::sleep(time::Duration::from_millis(120));
                    let found = page.browser.run(MEASURE, &[]);
                    let found = found.as_array().expect("a list");
                    faults.extend(
                        found.iter().map(|fault| format!("{name}, {width} px, {scheme}: {fault}")),
                    );
                    let picture = json!({ "captureBeyondViewport": true });
                    let picture = page.browser.devtools("Page.captureScreenshot", &picture);
                    let picture =
                        BASE64_STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
                    fs::write(pictures.join(format!("{name}-{width}-{scheme}.png")), picture)
                        .unwrap();
                }
            }
        });
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_sticks_out_is_found() {
    visit_in(Engine::Chromium, CUSTOMERS, "", |page| {
        page.settle();
        let harm = "const title = document.querySelector('#segments-title');
            title.style.whiteSpace = 'nowrap';
            title.textContent = 'far too long '.repeat(60);
            const size = document.querySelector('#summary-size');
            size.style.marginLeft = '-6rem';
            const time = document.querySelector('#summary-time');
            time.style.cssText = 'display: block; width: 1rem; overflow: hidden; white-space: nowrap'";
        page.browser.run(harm, &[]);
        let found = page.browser.run(MEASURE, &[]).to_string();
        for fault in ["the page is", "text on text", "text is cut"] {
            assert!(found.contains(fault), "{fault}: {found}");
        }
    });
}
