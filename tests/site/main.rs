//! End to end: the built site in headless Chromium, under a sub-path, against the command line.
//!
//! These tests need what cargo cannot make for them: the site that trunk builds, a browser and its driver. So
//! Cargo.toml keeps them out of a plain `cargo test`, and `./scripts/test` runs them all.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod accessibility;
mod addresses;
mod browser;
mod carrying;
mod checking;
mod criteria;
mod dirt;
mod embedding;
mod examples;
#[path = "../common/fixtures.rs"]
mod fixtures;
mod instruments;
mod layout;
mod links;
mod losing;
mod numbers;
mod packaging;
mod page;
mod people;
mod presets;
mod rows;
mod saving;
mod server;
mod share;
mod transactions;

use std::path::Path;
use std::process::{Command, Output};

use segmint::recipe::RecipeVersion;
use serde_json::json;
use sha2::{Digest, Sha256};

use browser::{Engine, key};
use instruments::PICKER;
use page::{PLAIN, Page, visit, visit_in};

/// A recipe that leaves no parameter at its default.
const CHANGED: &str = "#v=1&seed=18446744073709551615&count=12345&as_of=2024-02-29&weights=12.5,37.5,20,20.1,9.9\
    &premium=100,0.1,0,99.9,50&gradual=33.3&age=18-120&credit_limit=1500-99000&credit_limit_step=500&opened=0-40\
    &domains=example";

#[test]
fn the_page_opens_on_customers() {
    visit("", |page| {
        page.settle();
        assert!(page.text("#summary-rows").contains("50,000"), "{}", page.text("#summary"));
        assert_valid(page);
        assert!(page.text("#findings").len() < 200, "{}", page.text("#findings"));
        let segments = page.table("#segments");
        // Below its name stands what a segment is.
        let name = |row: &[String]| row[0].lines().next().unwrap_or_default().to_owned();
        let shares: Vec<_> = segments.iter().map(|row| (name(row), &row[1][..])).collect();
        assert_eq!(
            shares.iter().map(|(name, rows)| (&name[..], *rows)).collect::<Vec<_>>(),
            [
                ("High-Value Travelers", "7,500"),
                ("Stable Mid-Spenders", "20,000"),
                ("Budget-Conscious", "12,500"),
                ("Declining", "5,000"),
                ("New & Growing", "5,000"),
            ]
        );
        for row in segments {
            let variance = number(&row[2]) - number(&row[3]);
            assert!(variance.abs() < 1e-9, "target and actual: {row:?}");
        }
        assert_eq!(page.table("#preview")[0][0], "CUST00000001");
        // The date is today wherever the browser is, so only its shape is sure.
        let link = page.link();
        let latest = format!("#v={}&seed=42&count=50000&as_of=", RecipeVersion::LATEST);
        let as_of = link.strip_prefix(&latest).expect(&link);
        assert_eq!(as_of.parse::<segmint::date::Date>().unwrap().to_string(), as_of);
        assert_eq!(page.value("#as_of"), as_of);
    });
}

#[test]
fn a_changed_parameter_changes_results_and_link() {
    visit(PLAIN, |page| {
        page.settle();
        let before = page.fingerprint();
        page.fill("#count", "1000");
        page.settle_on(&PLAIN.replace("50000", "1000"));
        assert!(page.text("#summary-rows").contains("1,000"), "{}", page.text("#summary"));
        assert_valid(page);
        let fewer = page.fingerprint();
        assert_ne!(fewer, before);

        page.fill("#seed", "43");
        page.settle_on(&PLAIN.replace("50000", "1000").replace("=42", "=43"));
        assert_ne!(page.fingerprint(), fewer);

        page.browser.click("#new-seed");
        page.wait("the seed changes", || page.value("#seed") != "43");
        page.settle();
        // Right after another change the address is written at the end of a pause.
        let seed = format!("&seed={}&", page.value("#seed"));
        page.wait("the link has it", || page.link().contains(&seed));
    });
}

#[test]
fn an_error_stands_beside_its_field_until_it_is_mended() {
    visit(PLAIN, |page| {
        page.settle();
        for (field, error, wrong, words, right) in [
            ("#count", "#count-error", "0", "99,999,999", "50000"),
            ("#weights-0", "#weights-error", "16", "100", "15"),
            ("#age-min", "#age-error", "80", "", "22"),
            ("#seed", "#seed-error", "many", "", "42"),
        ] {
            assert!(!page.shows(error), "{error} before");
            page.fill(field, wrong);
            page.wait(&format!("{error} shows"), || page.shows(error));
            let told = page.text(error);
            assert!(told.split(' ').count() > 2 && told.contains(words), "{error}: {told}");
            let marked = page.browser.run(
                "return document.querySelector(arguments[0]).getAttribute('aria-invalid')",
                &[field],
            );
            assert_eq!(marked, json!("true"), "{field} is marked for a screen reader");
            assert_ne!(page.state(), "fresh", "with {field} = {wrong}");
            page.fill(field, right);
            page.settle_on(PLAIN);
            assert!(!page.shows(error), "{error} after");
        }
    });
}

#[test]
fn a_link_that_is_not_understood_is_told_and_not_half_applied() {
    for (link, words) in [
        (format!("{PLAIN}&colour=red"), "colour"),
        (PLAIN.replace("v=1", "v=9"), "version"),
        (PLAIN.replace("50000", "123456789"), "count"),
        (PLAIN.replace("2026-11-23", "2026-02-30"), "as_of"),
    ] {
        visit(&link, |page| {
            page.wait("the notice shows", || page.shows("#notice"));
            let notice = page.text("#notice");
            assert!(notice.contains(words), "{link}: {notice}");
            assert!(notice.contains(&link[1..]), "the rest of {link} stays visible: {notice}");
            assert_ne!(page.state(), "fresh", "{link}");
            let offered = "return document.querySelector('#download').hasAttribute('href')";
            assert_eq!(page.browser.run(offered, &[]), json!(false), "{link} offers no file");
            assert_eq!(page.link(), link, "the address bar keeps what was sent");
        });
    }
}

#[test]
fn a_link_fills_every_field() {
    visit(CHANGED, |page| {
        page.settle();
        for (field, value) in [
            ("#count", "12345"),
            ("#seed", "18446744073709551615"),
            ("#as_of", "2024-02-29"),
            ("#weights-0", "12.5"),
            ("#weights-1", "37.5"),
            ("#weights-2", "20"),
            ("#weights-3", "20.1"),
            ("#weights-4", "9.9"),
            ("#premium-0", "100"),
            ("#premium-1", "0.1"),
            ("#premium-2", "0"),
            ("#premium-3", "99.9"),
            ("#premium-4", "50"),
            ("#gradual", "33.3"),
            ("#age-min", "18"),
            ("#age-max", "120"),
            ("#credit_limit-min", "1500"),
            ("#credit_limit-max", "99000"),
            ("#credit_limit_step", "500"),
            ("#opened-min", "0"),
            ("#opened-max", "40"),
            ("[name=domains]:checked", "example"),
        ] {
            assert_eq!(page.value(field), value, "{field}");
        }
        assert_eq!(page.link(), CHANGED);
        assert!(page.text("#summary-rows").contains("12,345"), "{}", page.text("#summary"));
        assert_valid(page);
    });
}

#[test]
fn a_link_pasted_into_the_open_page_is_followed() {
    visit(PLAIN, |page| {
        page.settle();
        page.browser.run("window.same = true", &[]);
        page.browser.open(&(page.site.url() + CHANGED));
        page.wait("the form follows", || page.value("#count") == "12345");
        page.settle_on(CHANGED);
        assert_eq!(
            page.browser.run("return window.same", &[]),
            json!(true),
            "without loading again"
        );
        assert_eq!(page.fingerprint(), sha256(&made_by_command_line(CHANGED)));
    });
}

#[test]
fn the_download_is_the_file_of_the_command_line() {
    for link in [PLAIN, CHANGED] {
        let expected = made_by_command_line(link);
        visit(link, |page| {
            page.settle();
            assert_same(&page.download(), &expected);
            assert_eq!(page.fingerprint(), sha256(&expected), "{link}");
        });
    }
}

#[test]
fn a_form_filled_in_by_hand_is_the_same_recipe() {
    let link =
        "#v=1&seed=7&count=2500&as_of=2025-01-31&weights=20,40,25,5,10&gradual=12.5&age=30-40";
    visit(PLAIN, |page| {
        page.settle();
        for (field, text) in [
            ("#seed", "7"),
            ("#count", "2500"),
            ("#as_of", "2025-01-31"),
            ("#weights-0", "20"),
            ("#weights-3", "5"),
            ("#gradual", "12.5"),
            ("#age-min", "30"),
            ("#age-max", "40"),
        ] {
            page.fill(field, text);
        }
        page.settle_on(link);
        assert_same(&page.download(), &made_by_command_line(link));
    });
}

#[test]
fn the_copied_command_makes_the_same_file() {
    for link in [PLAIN, CHANGED] {
        visit(link, |page| {
            page.settle();
            page.browser.click("#copy-command");
            page.wait("the command is on the clipboard", || {
                page.clipboard().starts_with("segmint ")
            });
            let folder = tempfile::tempdir().unwrap();
            let built = Path::new(env!("CARGO_BIN_EXE_segmint")).parent().unwrap();
            let path = format!("{}:{}", built.display(), std::env::var("PATH").unwrap());
            let mut shell = Command::new("sh");
            shell.args(["-c", &page.clipboard()]).env("PATH", path).current_dir(&folder);
            succeed(shell.output().unwrap());
            let file = std::fs::read(folder.path().join("customers.csv")).unwrap();
            assert_eq!(page.fingerprint(), sha256(&file), "{}", page.clipboard());

            page.browser.click("#copy-sha256");
            page.wait("the fingerprint is on the clipboard", || page.clipboard() == sha256(&file));
        });
    }
}

#[test]
fn go_to_row_jumps_anywhere() {
    let link = PLAIN.replace("50000", "100000");
    let row = command_line(&link, &["--rows", "73204-73204", "--no-header", "--output", "-"]);
    visit(&link, |page| {
        page.settle();
        page.fill("#goto-row", "73204");
        page.browser.press(&key::ENTER.to_string());
        page.wait("the row shows", || page.table("#preview")[0][0] == "CUST00073204");
        let cells = page.table("#preview")[0].join(",") + "\n";
        assert_eq!(cells, String::from_utf8(row).unwrap());
    });
}

#[test]
fn a_large_data_set_waits_for_the_button_and_can_be_cancelled() {
    visit_in(Engine::Chromium, &PLAIN.replace("50000", "99999999"), PICKER, |page| {
        page.wait_for_offer("You choose the file");
        page.generate();
        page.wait("it runs", || page.state() == "running" && page.shows("#progress"));
        let progress = "const bar = document.querySelector('#progress'); return bar.value > 0 && bar.value < bar.max";
        page.wait("there is progress", || page.browser.run(progress, &[]) == json!(true));
        page.browser.click("#cancel");
        page.wait("it ends", || page.state() == "idle" && !page.shows("#progress"));
        assert!(page.shows("#generate"), "it can be started again");

        page.fill("#count", "2000");
        page.settle_on(&PLAIN.replace("50000", "2000"));
        assert_eq!(page.fingerprint(), sha256(&made_by_command_line(&page.link())));
    });
}

#[test]
fn nothing_is_asked_of_the_network_once_the_page_is_there() {
    visit(PLAIN, |page| {
        page.settle();
        page.wait_until_kept();
        let loaded = page.site.requests();
        assert!(loaded.iter().any(|path| path.contains(".wasm")), "{loaded:?}");
        assert!(!page.requests().is_empty(), "the browser's own log works");
        for count in ["1", "999", "150000", "1000000"] {
            page.fill("#count", count);
            page.settle_on(&PLAIN.replace("50000", count));
        }
        page.browser.click("#new-seed");
        page.settle();
        page.download();
        page.fill("#goto-row", "777777");
        page.browser.press(&key::ENTER.to_string());
        page.wait("the row shows", || page.table("#preview")[0][0] == "CUST00777777");
        assert_eq!(page.requests(), Vec::<String>::new(), "by the browser's log");
        assert_eq!(page.site.requests(), loaded, "by the server's log");
    });
}

#[test]
fn the_policy_lets_nothing_out() {
    visit(PLAIN, |page| {
        page.settle();
        let policy =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        let policy = page.browser.run(policy, &[]);
        assert!(policy.as_str().unwrap().contains("default-src 'none'"), "{policy}");

        let_nothing_out(page);
        let complaints = page.complaints();
        assert!(
            complaints.iter().all(|line| line.contains("Content Security Policy"))
                && !complaints.is_empty(),
            "{complaints:?}"
        );
        // The log lists what was refused, too; it is not for the check at the end.
        page.requests();
    });
}

#[test]
fn the_keyboard_alone_reaches_everything() {
    visit(PLAIN, |page| {
        page.settle();
        page.browser.run(
            "for (const section of document.querySelectorAll('form details')) section.open = true",
            &[],
        );
        reach_all_by_keyboard(page);

        page.browser.run("document.querySelector('#count').focus()", &[]);
        page.browser.press(&format!("{}1234", key::END));
        page.browser.press(&key::BACKSPACE.to_string().repeat(4));
        page.settle_on(PLAIN);
        page.browser.press(&key::BACKSPACE.to_string());
        page.settle_on(&PLAIN.replace("50000", "5000"));
        assert!(page.text("#summary-rows").contains("5,000"), "{}", page.text("#summary"));
        page.browser.run("document.querySelector('#download').focus()", &[]);
        let focused = page.browser.run("return document.activeElement.id", &[]);
        assert_eq!(focused, json!("download"));
    });
}

#[test]
fn a_phone_in_the_dark_needs_no_sideways_scrolling() {
    visit(PLAIN, |page| {
        let phone = json!({ "width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": true });
        page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
        for scheme in ["light", "dark"] {
            let media =
                json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            page.browser.devtools("Emulation.setEmulatedMedia", &media);
            page.settle();
            page.browser.run(
                "for (const section of document.querySelectorAll('details')) section.open = true",
                &[],
            );
            // Emulating a phone widens the window with what sticks out of it, so the width asked for counts.
            let width = page.browser.run("return document.scrollingElement.scrollWidth", &[]);
            assert!(width.as_u64().unwrap() <= 375, "{scheme}: {width} px");
            let ground = "return getComputedStyle(document.body).backgroundColor";
            let ground = page.browser.run(ground, &[]);
            assert_eq!(is_dark(ground.as_str().unwrap()), scheme == "dark", "{scheme}: {ground}");
        }
    });
}

/// Tries to send something to another origin, which would answer: only the policy stands between.
fn let_nothing_out(page: &Page) {
    let elsewhere = server::Site::serve("");
    let fetch =
        "return fetch(arguments[0], { mode: 'no-cors' }).then(() => 'sent', () => 'refused')";
    assert_eq!(page.browser.run(fetch, &[&elsewhere.url()]), json!("refused"));
    let picture = "return new Promise(done => {
        const picture = new Image();
        picture.onload = () => done('sent');
        picture.onerror = () => done('refused');
        picture.src = arguments[0];
    })";
    assert_eq!(page.browser.run(picture, &[&elsewhere.url()]), json!("refused"));
    let worker = "return new Promise(done => {
        const lines = `fetch('${arguments[0]}', { mode: 'no-cors' })
            .then(() => 'sent', () => 'refused').then(postMessage)`;
        const worker = new Worker(URL.createObjectURL(new Blob([lines])));
        worker.onmessage = message => done(message.data);
        worker.onerror = () => done('broken');
    })";
    assert_eq!(page.browser.run(worker, &[&elsewhere.url()]), json!("refused"));
    assert_eq!(elsewhere.requests(), Vec::<String>::new());
}

/// Walks through the page with the tab key: it comes to all that can be used, in the order in which it is
/// read, and shows where it is.
fn reach_all_by_keyboard(page: &Page) {
    // What can be used, in the order in which it is read; of radio buttons the chosen one stands for all.
    let usable = "return [...document.querySelectorAll('a[href], button, input, select, summary')]
        .filter(control => control.checkVisibility() && !control.disabled)
        .filter(control => control.type !== 'radio' || control.checked)
        .map(control => control.id || control.textContent.trim())";
    let usable = page.browser.run(usable, &[]);
    let focused = "const now = document.activeElement;
        return now.matches('a[href], button, input, select, summary') ? now.id || now.textContent.trim() : null";
    let marked = "const now = document.activeElement, style = getComputedStyle(now);
        return now === document.body || now.matches(':focus-visible')
            && (style.outlineStyle !== 'none' || style.boxShadow !== 'none')";
    let mut reached = Vec::new();
    for _ in 0..usable.as_array().unwrap().len() + 20 {
        page.browser.press(&key::TAB.to_string());
        let control = page.browser.run(focused, &[]);
        // A date has a stop for each of its parts.
        if !control.is_null() && reached.last() != Some(&control) {
            assert_eq!(page.browser.run(marked, &[]), json!(true), "{control} shows its focus");
            reached.push(control);
        }
        if reached.len() == usable.as_array().unwrap().len() {
            break;
        }
    }
    // Tabbing goes on from where the focus was, and round.
    let start = reached.iter().position(|control| *control == usable[0]).unwrap_or_default();
    reached.rotate_left(start);
    assert_eq!(json!(reached), usable);
}

/// The number that a cell such as `15.00 %` shows.
fn number(cell: &str) -> f64 {
    cell.trim_end_matches(" %").parse().expect(cell)
}

fn assert_valid(page: &Page) {
    let told = page.text("#summary-validity").to_lowercase();
    assert!(told.starts_with("valid"), "{told}");
}

/// Whether a colour `rgb(r, g, b)` is nearer to black than to white.
fn is_dark(colour: &str) -> bool {
    let parts =
        colour.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u32>().ok());
    parts.take(3).sum::<u32>() < 3 * 128
}

/// The file that the command line makes of this link.
fn made_by_command_line(link: &str) -> Vec<u8> {
    command_line(link, &["--output", "-"])
}

/// What the command line writes for this link and these options.
fn command_line(link: &str, options: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_segmint"));
    command.arg("generate-customers");
    for pair in link.trim_start_matches('#').split('&') {
        let (key, value) = pair.split_once('=').unwrap();
        let key = if key == "v" { "recipe_version" } else { key };
        command.arg(format!("--{}", key.replace('_', "-"))).arg(value);
    }
    succeed(command.args(options).output().unwrap())
}

fn succeed(output: Output) -> Vec<u8> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Like `assert_eq!`, without printing megabytes.
fn assert_same(actual: &[u8], expected: &[u8]) {
    let line = std::iter::zip(actual.split(|&b| b == b'\n'), expected.split(|&b| b == b'\n'))
        .position(|(actual, expected)| actual != expected);
    assert!(
        actual == expected,
        "{} bytes, expected {}; first line that differs: {line:?}",
        actual.len(),
        expected.len()
    );
}

fn sha256(bytes: &[u8]) -> String {
    let hex = |digit: u8| char::from_digit(u32::from(digit), 16).expect("four bits");
    Sha256::digest(bytes).iter().flat_map(|byte| [hex(byte >> 4), hex(byte & 15)]).collect()
}
