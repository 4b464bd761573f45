//! The other table: what customers buy, chosen and shared, drawn, downloaded, and looked up customer by customer.

use std::fs;
use std::process::Command;

use segmint::data_set::DataSet;
use segmint::link::Link;
use serde_json::json;

use crate::browser::{Engine, key};
use crate::checking::{Files, column};
use crate::instruments::{NO_PICKER, NO_STORAGE, PICKER};
use crate::page::{PLAIN, Page, visit, visit_in};
use crate::{assert_same, assert_valid, made_by_command_line};

/// A table that is made at once.
const FEW: &str = "#v=2&seed=42&count=300&as_of=2026-11-23&table=transactions";

/// One whose first customers are made at once.
const MANY: &str = "#v=2&seed=42&count=2000&as_of=2026-11-23&table=transactions";

/// The file that the library makes of this link, and its SHA-256.
fn made_by_library(link: &str) -> (Vec<u8>, String) {
    let data_set = DataSet::transactions(Link::read(link).unwrap().recipe).unwrap();
    let mut csv = Vec::new();
    let written = data_set.write(&mut csv, |_| ()).unwrap();
    (csv, written.sha256)
}

/// Which table is shown as chosen.
fn chosen(page: &Page) -> String {
    page.string("return document.querySelector('[name=view]:checked').value", &[])
}

/// How many pixels wide and high a line is, by its place among them.
fn extent(page: &Page, line: &str) -> [f64; 2] {
    let script = "const box = document.querySelector(arguments[0]).getBBox();
        const frame = document.querySelector('#months_chart .lines').getBoundingClientRect();
        return [box.width * frame.width / 100, frame.height]";
    let found = page.browser.run(script, &[line]);
    serde_json::from_value(found).expect("two numbers")
}

#[test]
fn a_table_is_chosen_and_stays_in_the_link() {
    let customers = PLAIN.replace("v=1", "v=2");
    visit(&customers, |page| {
        page.settle();
        assert_eq!(chosen(page), "customers");
        assert!(
            page.shows("#board") && !page.shows("#purchases-board") && !page.shows("#spending")
        );
        page.browser.click("#view-transactions");
        page.settle_on(&format!("{customers}&table=transactions"));
        page.wait("its lines show", || page.shows("#months_chart"));
        assert!(!page.shows("#board") && page.shows("#purchases-board") && page.shows("#spending"));
        assert_eq!(page.table("#purchases")[0][0], "TXN000000010001");
        page.browser.click("#share");
        page.browser.click("#share-link");
        page.wait("the link is copied", || page.clipboard().ends_with("&table=transactions"));
        page.browser.click("#share-embed");
        page.wait("the frame is copied", || page.clipboard().contains("amp;table=transactions"));
        page.browser.back();
        page.settle_on(&customers);
        assert_eq!(chosen(page), "customers");
        assert!(page.shows("#board") && !page.shows("#purchases-board"));
    });
}

#[test]
fn version_1_says_why_it_has_no_transactions() {
    visit(FEW, |page| {
        page.settle();
        assert!(!page.shows("#table-note"));
        let choose = "const version = document.querySelector('#version');
            version.value = '1';
            version.dispatchEvent(new Event('input', { bubbles: true }))";
        page.browser.run(choose, &[]);
        page.settle_on("#v=1&seed=42&count=300&as_of=2026-11-23");
        assert_eq!(chosen(page), "customers");
        assert!(
            page.text("#table-note").contains("choose the realistic model"),
            "{}",
            page.text("#views")
        );
        let disabled = "return document.querySelector('#view-transactions').disabled";
        assert_eq!(page.browser.run(disabled, &[]), json!(true));
        assert!(page.shows("#board") && !page.shows("#spending"));
        let links = "return document.querySelectorAll('#preview .customer:not(:disabled)').length";
        assert_eq!(page.browser.run(links, &[]), json!(0), "nobody can be followed to nowhere");
    });
}

#[test]
fn lines_are_drawn_for_every_segment_and_told() {
    for engine in Engine::asked() {
        visit_in(engine, MANY, NO_PICKER, |page| {
            page.settle();
            for place in 1..=10 {
                let [width, height] =
                    extent(page, &format!("#months_chart .lines path:nth-child({place})"));
                assert!(
                    width > 40.0 && height > 100.0,
                    "{engine:?}: line {place} is {width} px wide"
                );
            }
            let told =
                "return document.querySelector('#months_chart svg').getAttribute('aria-label')";
            let told = page.string(told, &[]);
            assert!(
                told.contains("over 18 months from 2025-06-01. High-Value Travelers: $"),
                "{told}"
            );
            let spenders = page.table("#spenders_table");
            // Behind its name stands what a segment is.
            assert!(spenders[3][0].starts_with("Declining"), "{spenders:?}");
            assert!(spenders.iter().all(|row| row[5] == "100.0 %"), "{spenders:?}");
            assert!(page.text("#months_chart .marks").starts_with("$10,000"));
            page.browser.run("document.querySelector('#months_chart details').open = true", &[]);
            let months = page.table("#months_table");
            assert_eq!((months.len(), &months[0][0][..]), (18, "2025-06-01"));
            assert!(months[17][1].ends_with(" / $8,800"), "{:?}", months[17]);
            assert_eq!(page.table("#mix_table").len(), 10);
            let matrix = page.table("#matrix");
            for (at, row) in matrix.iter().enumerate() {
                let others = row[1..].iter().enumerate().filter(|(column, _)| *column != at);
                assert!(others.into_iter().all(|(_, cell)| cell == "0"), "{row:?}");
                assert_ne!(row[at + 1], "0", "{row:?}");
            }
            assert!(
                page.text("#found-again").contains("100.0 % of 36"),
                "{}",
                page.text("#found-again")
            );
            let part = page.text("#summary-part");
            assert!(part.contains("of 2,000 customers. The whole table has about 1,"), "{part}");
            assert_valid(page);
        });
    }
}

#[test]
fn a_small_table_is_the_file_of_the_library() {
    let (expected, sha256) = made_by_library(FEW);
    for engine in Engine::asked() {
        visit_in(engine, FEW, "", |page| {
            page.settle();
            assert_valid(page);
            assert!(!page.shows("#summary-part"));
            assert_eq!(page.fingerprint(), sha256);
            assert_same(&page.downloaded("#download", "transactions.csv"), &expected);
        });
    }
}

#[test]
fn the_whole_table_goes_into_the_picked_file() {
    let (expected, sha256) = made_by_library(MANY);
    visit_in(Engine::Chromium, MANY, PICKER, |page| {
        page.settle();
        page.wait("it says where", || page.text("#hint").contains("You choose the file"));
        assert!(
            page.text("#generate").starts_with("Generate about 1,"),
            "{}",
            page.text("#generate")
        );
        page.generate();
        page.wait("it is saved", || page.text("#hint").contains("Saved as"));
        page.wait("the fingerprint is known", || page.fingerprint() == sha256);
        assert_valid(page);
        assert!(!page.shows("#summary-part"));
        let size = page.browser.run("return (await window.picked.getFile()).size", &[]);
        assert_eq!(size, json!(expected.len()));
    });
}

#[test]
fn one_goes_to_a_customer_and_to_what_they_buy() {
    visit(FEW, |page| {
        page.settle();
        page.fill("#goto-row", "217");
        page.browser.press(&key::ENTER.to_string());
        page.wait("the customer shows", || page.table("#purchases")[0][1] == "CUST00000217");
        assert!(page.text("#preview-range").starts_with("customer 217 of 300: 1"));
        page.browser.click("#next");
        page.wait("the next rows show", || page.table("#purchases")[0][0] == "TXN000002170021");
        page.browser.click("#purchases .customer");
        page.settle_on(&FEW.replace("&table=transactions", ""));
        let in_sight = "const row = document.activeElement.closest('[data-sought]');
            const box = row?.getBoundingClientRect();
            return row !== null && box.top >= 0 && box.bottom <= innerHeight";
        page.wait("it has the focus, in sight", || page.browser.run(in_sight, &[]) == json!(true));
        let sought = "return document.querySelector('#preview [data-sought]')?.innerText ?? ''";
        page.wait("their own row shows", || page.string(sought, &[]).starts_with("CUST00000217"));
        page.browser.click("#preview [data-sought] .customer");
        page.settle_on(FEW);
        page.wait("what they buy", || page.table("#purchases")[0][0] == "TXN000002170001");
        page.fill("#goto-row", "301");
        page.browser.press(&key::ENTER.to_string());
        page.wait("it is told", || page.shows("#goto-error"));
        assert!(page.text("#goto-error").to_lowercase().contains("a customer from 1 to 300"));
    });
}

#[test]
fn what_is_asked_of_transactions_is_shown_beside_customers_too() {
    let link =
        FEW.replace("&table=transactions", "&months=12&payments=41-80,20-40,15-30,20-40,25-50");
    visit(&link, |page| {
        page.settle();
        assert!(page.text("#spending").contains("12 months"), "{}", page.text("#spending"));
        assert_eq!(
            (page.value("#months"), page.value("#payments-0")),
            ("12".into(), "41-80".into())
        );
        page.browser.click("#view-transactions");
        page.settle_on(&format!("{link}&table=transactions"));
        page.fill("#payments-0", "41");
        page.wait("the fault shows", || page.shows("#payments-error") && page.state() == "stale");
        let marked = "return [...document.querySelectorAll('[aria-invalid]')].map(one => one.id)";
        assert_eq!(page.browser.run(marked, &[]), json!(["payments-0"]));
        page.fill("#payments-0", "40-80");
        page.fill("#overlap", "100");
        page.settle_on(&FEW.replace("&table", "&months=12&overlap=100&table"));
        assert!(!page.text("#found-again").contains("100.0 %"), "{}", page.text("#found-again"));
    });
}

#[test]
fn a_table_that_has_no_place_is_refused_with_its_reason() {
    let link = MANY.replace("2000", "50000");
    visit_in(Engine::Chromium, &link, &format!("{NO_PICKER}{NO_STORAGE}"), |page| {
        page.settle();
        page.wait("it says why", || {
            page.text("#hint").contains("keep no file above 4,304,347 rows")
        });
        let part = page.text("#summary-part");
        assert!(part.contains("about 27,500,000 transactions, about 2.45 GB"), "{part}");
        // Its statistics can be had all the same, and left again for those of the part.
        page.generate();
        page.wait("it runs", || {
            page.state() == "running" && page.text("#hint").contains("customers/s")
        });
        page.browser.click("#cancel");
        page.settle();
        assert!(page.shows("#generate") && page.shows("#summary-part"));
    });
}

#[test]
fn a_frame_shows_the_lines_and_the_way_out_keeps_the_table() {
    visit(&format!("?embed{FEW}"), |page| {
        page.settle();
        page.wait("the lines show", || page.shows("#months_chart"));
        assert!(!page.shows("#mix_table") && !page.shows("#board") && !page.shows("#views"));
        assert_eq!(page.table("#purchases").len(), 5);
        let way_out = page.string("return document.querySelector('#way-out').href", &[]);
        assert!(
            way_out.ends_with("&table=transactions") && !way_out.contains("embed"),
            "{way_out}"
        );
    });
}

#[test]
fn a_phone_needs_no_sideways_scrolling() {
    visit(MANY, |page| {
        let phone = json!({ "width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": true });
        page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
        page.settle();
        let open =
            "for (const section of document.querySelectorAll('details')) section.open = true";
        page.browser.run(open, &[]);
        page.wait("there is something to generate", || page.shows("#generate"));
        let width = page.browser.run("return document.scrollingElement.scrollWidth", &[]);
        assert!(width.as_u64().unwrap() <= 375, "{width} px");
        let lines = extent(page, "#months_chart .lines path:nth-child(6)");
        assert!(lines[0] > 200.0 && lines[1] > 100.0, "{lines:?}");
    });
}

/// What the command makes of this recipe's transactions.
fn by_command(command: &str, link: &str, options: &[&str]) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_segmint"))
        .args(command.split(' '))
        .args(["--link", link])
        .args(options)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[test]
fn a_part_of_a_large_table_leads_to_a_file_that_is_made_at_once() {
    visit_in(Engine::Chromium, MANY, PICKER, |page| {
        page.wait("it says where the file goes", || {
            page.text("#hint").contains("You choose the file")
        });
        let offer = page.text("#fewer");
        assert!(offer.starts_with("Take 300 customers: about 16"), "{offer}");
        page.browser.click("#fewer");
        page.settle_on(&MANY.replace("=2000", "=300"));
        assert!(page.shows("#download") && !page.shows("#fewer") && !page.shows("#generate"));
        assert_eq!(page.value("#count"), "300");
        assert_eq!(page.string("return document.activeElement.id", &[]), "results");
        assert_same(&page.downloaded("#download", "transactions.csv"), &made_by_library(FEW).0);
    });
}

#[test]
fn the_script_that_loads_them_is_that_of_the_command() {
    visit(FEW, |page| {
        page.settle();
        for (position, target) in [(3, "duckdb"), (5, "pandas"), (1, "postgres")] {
            page.pick_option("#target", position);
            let expected = by_command(&format!("loader {target}"), FEW, &[]);
            let script = page.string("return document.querySelector('#script').textContent", &[]);
            assert_same(script.as_bytes(), &expected);
        }
        let script = page.text("#script");
        assert!(script.contains("REFERENCES customers"), "{script}");
        page.browser.click("#copy-script");
        page.wait("it is copied", || page.clipboard().contains("REFERENCES customers"));
        page.browser.click("#view-customers");
        page.settle_on(&FEW.replace("&table=transactions", ""));
        assert!(page.text("#script").contains("CREATE TABLE customers"));
    });
}

#[test]
fn a_file_of_transactions_is_known_and_its_spending_shown() {
    let files = Files::new();
    let (bytes, _) = made_by_library(FEW);
    let path = files.write("transactions.csv", &bytes);
    let customers = FEW.replace("&table=transactions", "");
    for engine in Engine::asked() {
        visit_in(engine, &customers, "", |page| {
            page.settle();
            page.check(&path);
            page.wait("the form follows it", || page.link() == FEW);
            assert!(page.shows("#purchases-board") && !page.shows("#recipe"));
            assert!(!page.shows("#board") && !page.shows("#rows") && !page.shows("#kit"));
            assert!(page.text("#comparison").contains("byte for byte"));
            assert_valid(page);
            let verdict = page.text("#findings-verdict");
            assert!(verdict.contains("Whose they are was not checked"), "{verdict}");
            assert!(page.text("#found-again").contains("segment is known"));
            assert!(!page.shows("#months_chart") && !page.shows("#matrix"));
            assert_eq!(page.table("#channel").len(), 3);

            page.presses("#dated");
            page.presses("#against-recipe");
            assert!(page.shows("#spending"), "the settings are those of such a file");
            let verdict = page.text("#findings-verdict");
            assert!(
                verdict.ends_with("Checked beside the customers of the settings."),
                "{verdict}"
            );
            assert_valid(page);
            assert!(page.shows("#months_chart") && page.table("#matrix").len() == 5);
            assert!(page.text("#found-again").contains("100.0 % of 300 customers"));
            let command = format!("segmint validate transactions.csv --link '{FEW}' --identical");
            assert_eq!(page.text("#command"), command);
            page.presses("#view-transactions");
            assert_eq!(chosen(page), "transactions");
        });
    }
}

#[test]
fn what_is_wrong_with_a_file_of_transactions_is_told() {
    let files = Files::new();
    let (bytes, _) = made_by_library(&format!("{FEW}&dirt=orphan_transaction:2,unknown_channel:3"));
    let path = files.write("spoilt.csv", &bytes);
    let customers = files.write("customers.csv", &made_by_command_line(PLAIN));
    visit(FEW, |page| {
        page.settle();
        page.browser.click("#view-check");
        page.browser.click("#dated");
        page.browser.click("#against-recipe");
        page.check(&path);
        assert!(page.text("#summary-validity").starts_with("not valid"));
        let rules = column(page, 1);
        let of = |rule| rules.iter().filter(|cell| cell.starts_with(rule)).count();
        let known = (of("customer_exists"), of("channel_known"));
        assert_eq!((known, rules.len()), ((2, 3), 5), "{rules:?}");
        assert!(page.text("#comparison").contains("is the first that differs"));
        assert!(page.shows("#purchases-board") && page.shows("#months_chart"));
        // And a file of customers after it is one of customers.
        page.check(&customers);
        assert!(page.shows("#board") && !page.shows("#purchases-board"));
        page.wait("the form follows it", || !page.link().contains("table="));
        assert_eq!(page.text("#summary-rows"), "50,000 rows");
    });
}

#[test]
fn transactions_get_faults_of_their_own_and_a_key() {
    visit(FEW, |page| {
        page.settle();
        assert!(!page.shows("#harvest"), "without dirt there is nothing to tell");
        page.browser.run("document.querySelector('#faults').open = true", &[]);
        assert!(page.shows("#dirt-orphan_transaction") && !page.shows("#dirt-unknown_state"));
        let width = "return document.querySelector('#dirt-unknown_channel').offsetWidth";
        let width = page.browser.run(width, &[]).as_u64().unwrap();
        assert!(width >= 70, "an amount like 0.5 % has {width} px");
        page.fill("#dirt-unknown_channel", "9");
        page.fill("#dirt-orphan_transaction", "8");
        let dirt = "dirt=orphan_transaction:8,unknown_channel:9";
        let link = FEW.replace("&table", &format!("&{dirt}&table"));
        page.settle_on(&link);
        let verdict = page.text("#harvest-verdict");
        assert!(verdict.contains("17 faults put in, exactly these found"), "{verdict}");
        assert!(page.text("#summary-validity").contains("exactly the faults asked for"));
        page.browser.click("#harvest-fold summary");
        assert_eq!(page.table("#harvest table")[0][1..], ["8", "8", "8"]);
        let folder = tempfile::tempdir().unwrap();
        for (button, name) in [("#key-csv", "answer-key.csv"), ("#key-ndjson", "answer-key.ndjson")]
        {
            let key = folder.path().join(name);
            let options = ["--quiet", "--output", "-", "--answer-key", key.to_str().unwrap()];
            by_command("generate-transactions", &link, &options);
            assert_same(&page.downloaded(button, name), &fs::read(&key).unwrap());
        }
        // What the link says of transactions is seen beside customers, and goes by the same button.
        page.browser.click("#view-customers");
        page.settle_on(&link.replace("&table=transactions", ""));
        assert!(page.shows("#dirt-orphan_transaction") && page.shows("#dirt-unknown_state"));
        assert!(!page.shows("#dirt-unknown_category") && !page.shows("#harvest"));
        let label = "return document.querySelector('#dirt-orphan_transaction').labels[0].innerText";
        assert_eq!(page.string(label, &[]), "orphan transaction (in transactions)");
        page.browser.click("#dirt-none");
        page.settle_on(&FEW.replace("&table=transactions", ""));
        assert!(!page.shows("#dirt-orphan_transaction"));
    });
}

#[test]
fn a_little_of_every_fault_is_found_and_the_key_waits_for_the_whole() {
    visit_in(Engine::Chromium, MANY, NO_PICKER, |page| {
        page.settle();
        page.browser.run("document.querySelector('#faults').open = true", &[]);
        page.browser.click("#dirt-some");
        page.wait("there is a little of everything", || page.link().contains("orphan_transaction"));
        page.settle();
        // A fault in a thousand customers need not be among the first of them.
        assert!((1..=11).contains(&page.table("#harvest table").len()));
        let verdict = page.text("#harvest-verdict");
        assert!(verdict.contains("exactly these found"), "{verdict}");
        let disabled = "return document.querySelector('#key-csv').matches('[disabled]')";
        assert_eq!(page.browser.run(disabled, &[]), json!(true));
        assert!(page.text("#key-hint").contains("with the whole table"));
    });
}
