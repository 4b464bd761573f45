//! A file of the reader's, checked on the page: chosen or dropped, whole or broken, large or gone.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::page::{PLAIN, Page, visit};
use crate::{assert_valid, command_line, made_by_command_line, reach_all_by_keyboard, sha256};

/// A folder with files for the page.
pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn new() -> Files {
        Files(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

impl Page {
    /// Turns to checking and chooses this file.
    fn choose(&self, path: &Path) {
        self.browser.click("#view-check");
        self.browser.upload("#file", path);
        let name = path.file_name().unwrap().to_str().unwrap();
        self.wait(&format!("the page is about {name}"), || {
            self.text("#subject") == format!("Checked file: {name}")
        });
    }

    /// Chooses this file and waits for what is said of it.
    pub(crate) fn check(&self, path: &Path) {
        self.choose(path);
        self.settle();
    }

    pub(crate) fn presses(&self, selector: &str) {
        self.browser.click(selector);
        self.settle();
    }
}

/// A column of the table of findings.
pub(crate) fn column(page: &Page, at: usize) -> Vec<String> {
    page.table("#findings-table").into_iter().map(|row| row[at].clone()).collect()
}

/// Fifty thousand customers, some of them spoilt.
fn broken() -> String {
    let file = String::from_utf8(made_by_command_line(PLAIN)).unwrap();
    let mut lines: Vec<String> = file.lines().map(str::to_owned).collect();
    let mut spoil = |line: usize, column: usize, value: &str| {
        let mut fields: Vec<&str> = lines[line - 1].split(',').collect();
        fields[column] = value;
        lines[line - 1] = fields.join(",");
    };
    spoil(4, 3, "=1+1");
    spoil(6, 4, "17");
    spoil(10, 4, "130");
    spoil(11, 4, "@SUM(A1)");
    spoil(100, 4, "9");
    spoil(21, 0, "CUST00000001");
    spoil(31, 9, "-500");
    spoil(32, 5, " CA ");
    spoil(41, 10, "2020-02-30");
    lines[50] += ",+1";
    lines.join("\n") + "\n"
}

#[test]
fn a_file_of_the_recipe_is_known_again() {
    let files = Files::new();
    let bytes = made_by_command_line(PLAIN);
    let path = files.write("customers.csv", &bytes);
    visit(PLAIN, |page| {
        page.settle();
        page.browser.click("#view-check");
        assert!(!page.shows("#summary") && !page.shows("#preview"), "there is no file yet");
        page.check(&path);
        assert_eq!(page.text("#summary-rows"), "50,000 rows");
        assert_valid(page);
        assert!(page.text("#comparison").contains("byte for byte"), "{}", page.text("#comparison"));
        assert!(page.text("#findings-verdict").contains("No errors, no warnings"));
        assert_eq!(page.text("#subject-form"), "Read as CSV with commas.");
        assert_eq!(page.table("#segments")[0][1], "7,500");
        assert!(page.shows("#segments-title") && !page.shows("#segments-title .press"));
        for generated in ["#download", "#preview", "#summary-sha256", "#findings-table", "#verdict"]
        {
            assert!(!page.shows(generated), "{generated}");
        }
        // Whoever opened a link wants to know whether the file is its.
        let command = format!("segmint validate customers.csv --link '{PLAIN}' --identical");
        assert_eq!(page.text("#command"), command);
        page.presses("#dated");
        page.presses("#against-recipe");
        assert_valid(page);
        assert_eq!(page.text("#command"), command);
        page.fill("#seed", "43");
        page.settle_on(&PLAIN.replace("=42", "=43"));
        assert!(page.text("#comparison").starts_with("Not the settings\u{2019} data set: row 1"));
        assert_eq!(page.text("#summary-validity"), "valid", "nobody sent those settings");
        let own = command.replace("=42", "=43");
        assert_eq!(page.text("#command"), own.trim_end_matches(" --identical"));
        page.presses("#against-defaults");
        assert_eq!(page.text("#command"), "segmint validate customers.csv --as-of 2026-11-23");
        page.presses("#undated");
        assert_eq!(page.text("#command"), "segmint validate customers.csv");
        assert!(!page.shows("#comparison"), "nobody asked whether it is another data set");

        page.presses("#view-customers");
        assert!(page.shows("#download") && page.shows("#preview") && !page.shows("#subject"));
        assert_ne!(page.fingerprint(), sha256(&bytes));
    });
}

#[test]
fn a_link_with_a_fingerprint_tells_whether_it_is_the_senders_file() {
    let files = Files::new();
    let bytes = made_by_command_line(PLAIN);
    let (same, other) = (files.write("same.csv", &bytes), files.write("other.csv", b"a,b\n1,2\n"));
    let changed = files.write("changed.csv", &with_other_name(&bytes, 73));
    let tone = |page: &Page| {
        let script = "return ['#summary-validity', '#comparison'].map(place =>
            document.querySelector(place).dataset).map(data => data.valid ?? data.same).join()";
        let tones = page.string(script, &[]);
        let (above, below) = tones.split_once(',').expect("two");
        assert_eq!(above, below, "one colour");
        above.to_owned()
    };
    let link = format!("{PLAIN}&sha256={}", sha256(&bytes));
    visit(&link, |page| {
        page.settle();
        page.check(&same);
        page.browser.click("#view-check");
        assert!(page.text("#promise").contains("the sender\u{2019}s file: 50,000 customers"));
        assert_eq!(page.text("#comparison"), "Exactly the sender\u{2019}s file, byte for byte.");
        assert_eq!(tone(page), "true");
        assert_eq!(page.fingerprint(), sha256(&bytes));
        page.check(&other);
        assert!(page.text("#comparison").starts_with("NOT the sender"));
        assert_eq!(page.fingerprint(), sha256(b"a,b\n1,2\n"));
        page.check(&changed);
        let told = page.text("#summary-validity");
        assert_eq!(told, "valid, but not the sender\u{2019}s file: first difference in line 74");
        assert!(!page.shows("#verdict"), "one line says it");
        assert_eq!(tone(page), "false");
        assert!(page.text("#command").ends_with(&format!("--link '{link}' --identical")));
        assert_eq!(page.link(), link);
    });
    visit(&format!("{PLAIN}&sha256={}", sha256(b"")), |page| {
        page.settle();
        page.check(&same);
        let told = page.text("#comparison");
        assert!(told.starts_with("The link makes exactly this file"), "{told}");
    });
}

#[test]
fn a_link_that_is_not_understood_hinders_no_check() {
    let files = Files::new();
    let path = files.write("customers.csv", &made_by_command_line(PLAIN));
    visit("#v=1&seed=x", |page| {
        page.wait("it is told", || page.shows("#notice"));
        page.check(&path);
        assert_valid(page);
        assert!(page.shows("#notice") && !page.shows("#comparison"));
        page.browser.click("#against-recipe");
        page.wait("it is refused", || page.state() == "idle");
        assert_eq!(page.text("#summary-validity"), "out of date");
    });
}

/// These customers, of whom the one of this row has another first name.
pub(crate) fn with_other_name(own: &[u8], row: usize) -> Vec<u8> {
    let mut changed = own.to_vec();
    let start =
        own.split_inclusive(|&byte| byte == b'\n').take(row).map(<[u8]>::len).sum::<usize>();
    changed[start + "CUST00000073,".len()] = b'Q';
    changed
}

#[test]
fn the_first_row_that_differs_is_named() {
    let files = Files::new();
    let own = made_by_command_line(PLAIN);
    let changed = files.write("changed.csv", &with_other_name(&own, 73));
    let longer = files.write("longer.csv", &made_by_command_line(&PLAIN.replace("50000", "50001")));
    visit(PLAIN, |page| {
        page.settle();
        page.check(&changed);
        assert_valid(page);
        let told = page.text("#comparison");
        assert!(told.contains("row 73 (line 74)") && told.contains("first_name"), "{told}");
        page.check(&longer);
        let told = page.text("#comparison");
        assert!(told.contains("line 50,002") && told.contains("last row"), "{told}");
    });
}

#[test]
fn findings_are_sorted_and_handed_on_without_a_formula() {
    let files = Files::new();
    let path = files.write("broken file.csv", broken().as_bytes());
    visit(PLAIN, |page| {
        page.settle();
        page.check(&path);
        assert!(page.text("#summary-validity").starts_with("not valid"));
        assert!(
            page.text("#findings-verdict").starts_with("7 rules failed"),
            "{}",
            page.text("#findings")
        );
        let command = format!("segmint validate 'broken file.csv' --link '{PLAIN}' --identical");
        assert_eq!(page.text("#command"), command);
        let rules = column(page, 1);
        assert!(rules.iter().any(|rule| rule.starts_with("age_range")), "{rules:?}");
        let values = column(page, 5);
        assert!(values.contains(&"\u{201c} CA \u{201d}".to_owned()), "{values:?}");

        let sorted = "return document.querySelector('#findings-table th:nth-child(4)').ariaSort";
        assert_eq!(page.browser.run(sorted, &[]), json!("none"));
        let lines = || -> Vec<u64> {
            let numbers = column(page, 3).into_iter();
            numbers.filter_map(|line| line.replace(',', "").parse().ok()).collect()
        };
        let head = "#findings-table th:nth-child(4) button";
        page.browser.click(head);
        let rising = lines();
        assert!(rising.is_sorted() && rising.contains(&4) && rising.contains(&100), "{rising:?}");
        assert_eq!(page.browser.run(sorted, &[]), json!("ascending"));
        page.browser.click(head);
        let falling = lines();
        assert!(falling.iter().rev().is_sorted() && falling.len() == rising.len(), "{falling:?}");
        assert_eq!(page.browser.run(sorted, &[]), json!("descending"));

        let csv = page.downloaded("#findings-download", "broken file-findings.csv");
        let mut reader = csv::Reader::from_reader(&csv[..]);
        assert_eq!(&reader.headers().unwrap()[6], "value");
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), column(page, 0).len());
        let values: Vec<&str> = records.iter().map(|record| &record[6]).collect();
        for guarded in ["'=1+1", "'@SUM(A1)", "'-500", " CA "] {
            assert!(values.contains(&guarded), "{guarded} in {values:?}");
        }
        let cells = records.iter().flat_map(csv::StringRecord::iter);
        let wild = cells.filter(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        assert_eq!(wild.collect::<Vec<_>>(), Vec::<&str>::new());
    });
}

#[test]
fn what_is_no_csv_is_told_and_shows_no_numbers() {
    let files = Files::new();
    let zip = files.write("customers.zip", b"PK\x03\x04\x14\0\0\0\x08\0\0\0!\0\x9f\x1c\n\xff\xfe");
    let wide: Vec<u8> =
        "customer_id,age\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = files.write("wide.csv", &[&[0xff, 0xfe], &wide[..]].concat());
    let empty = files.write("empty.csv", b"");
    visit(PLAIN, |page| {
        page.settle();
        for (path, why) in [(zip, "a zip"), (wide, "text in UTF-16"), (empty, "the file is empty")]
        {
            page.check(&path);
            assert!(page.text("#summary-validity").starts_with("not valid"));
            let heading = page.text("#summary-rows").to_lowercase();
            assert!(heading.starts_with(&why.to_lowercase()), "{heading}");
            assert!(column(page, 1)[0].starts_with("file_readable"), "{:?}", column(page, 1));
            assert!(!page.shows("#board") && !page.shows("#comparison"));
            assert!(!page.text("#results").contains("NaN"), "{}", page.text("#results"));
        }
    });
}

#[test]
fn a_large_file_can_be_cancelled_and_the_next_is_checked() {
    let files = Files::new();
    let large = files.path("large.csv");
    let link = PLAIN.replace("50000", "4000000");
    command_line(&link, &["--output", large.to_str().unwrap()]);
    let small = files.write("small.csv", &made_by_command_line(PLAIN));
    visit(PLAIN, |page| {
        page.settle();
        page.choose(&large);
        page.wait("it can be cancelled", || page.state() == "running" && page.shows("#cancel"));
        page.browser.click("#cancel");
        assert_eq!(page.state(), "idle");
        assert!(page.shows("#again") && !page.shows("#progress"));
        assert_eq!(page.text("#hint"), "Cancelled.");
        assert_eq!(page.text("#summary-validity"), "not checked yet");

        page.check(&small);
        assert_eq!(page.text("#summary-rows"), "50,000 rows");
        assert_valid(page);

        // Of this size nothing starts by itself but what was just chosen.
        page.check(&large);
        assert_eq!(page.text("#summary-rows"), "4,000,000 rows");
        assert!(page.text("#findings-verdict").contains("the first 1,000,000 rows"));
        page.fill("#tolerance", "4.5");
        page.wait("it waits", || page.state() == "idle" && page.shows("#again"));
        assert_eq!(page.text("#summary-rows"), "\u{2013}");
        page.presses("#again");
        assert_valid(page);
        let command =
            format!("segmint validate large.csv --link '{PLAIN}' --identical --tolerance 4.5");
        assert_eq!(page.text("#command"), command);
    });
}

#[test]
fn a_file_is_dropped_anywhere_on_the_page() {
    visit(PLAIN, |page| {
        page.settle();
        let drop = "const cargo = new DataTransfer();
            cargo.items.add(new File([arguments[0]], 'dropped.csv'));
            const event = kind => new DragEvent(kind,
                { dataTransfer: cargo, bubbles: true, cancelable: true });
            const target = document.querySelector('#count');
            const taken = !target.dispatchEvent(event('dragover'));
            target.dispatchEvent(event('drop'));
            return taken";
        let file = String::from_utf8(made_by_command_line(PLAIN)).unwrap();
        assert_eq!(page.browser.run(drop, &[&file]), json!(true), "the page takes files");
        page.wait("the page turns to it", || page.text("#subject") == "Checked file: dropped.csv");
        page.settle();
        assert_eq!(page.text("#summary-rows"), "50,000 rows");
        assert_valid(page);

        // Text that is dragged is none of the page's business.
        let text = "const cargo = new DataTransfer();
            cargo.setData('text/plain', '7');
            return document.querySelector('#count').dispatchEvent(
                new DragEvent('drop', { dataTransfer: cargo, bubbles: true, cancelable: true }))";
        assert_eq!(page.browser.run(text, &[]), json!(true));
        assert_eq!(page.text("#subject"), "Checked file: dropped.csv");
    });
}

#[test]
fn a_file_that_is_gone_is_told_and_the_page_goes_on() {
    let files = Files::new();
    let bytes = made_by_command_line(PLAIN);
    let (gone, here) = (files.write("gone.csv", &bytes), files.write("here.csv", &bytes));
    visit(PLAIN, |page| {
        page.settle();
        page.check(&gone);
        fs::remove_file(&gone).unwrap();
        page.fill("#tolerance", "3");
        page.wait("it is told", || page.state() == "failed");
        let hint = page.text("#hint");
        assert!(hint.contains("gone.csv could not be read"), "{hint}");
        assert_eq!(page.text("#summary-rows"), "\u{2013}", "nothing is known of it any more");
        assert!(hint.contains("choose it again"), "{hint}");
        assert!(!page.shows("#notice") && !page.shows("#again") && page.shows("#choose"));
        page.check(&here);
        assert_valid(page);
        page.presses("#view-customers");
        assert_valid(page);
    });
}

#[test]
fn a_file_needs_no_recipe_but_to_be_compared_with_it() {
    let files = Files::new();
    let path = files.write("customers.csv", &made_by_command_line(PLAIN));
    visit(PLAIN, |page| {
        page.settle();
        page.fill("#count", "0");
        page.wait("the fault shows", || page.shows("#count-error"));
        page.check(&path);
        assert_valid(page);
        assert!(!page.shows("#comparison") && !page.shows("#recipe"), "it takes no settings");
        assert_eq!(page.text("#command"), "segmint validate customers.csv");
        for needs_recipe in ["#against-recipe", "#dated"] {
            page.browser.click(needs_recipe);
            page.wait("it is refused", || page.state() == "stale");
            assert_eq!(page.text("#hint"), "Fix the marked fields to check the file.");
            assert!(page.shows("#count-error"), "the settings are there when they count");
            page.browser.click("#against-defaults");
        }
        page.presses("#undated");
        assert_valid(page);
        page.browser.click("#against-recipe");
        page.fill("#count", "50000");
        page.settle_on(PLAIN);
        assert_valid(page);
        assert!(page.text("#comparison").contains("byte for byte"), "{}", page.text("#comparison"));

        page.fill("#tolerance", "101");
        page.wait("the fault shows", || page.shows("#tolerance-error"));
        assert_eq!(page.state(), "stale");
        page.fill("#tolerance", "100");
        page.settle();
        assert_valid(page);
    });
}

#[test]
fn generated_and_checked_are_never_confused() {
    let files = Files::new();
    let path = files.write("seven.csv", &made_by_command_line(&PLAIN.replace("50000", "7")));
    visit(PLAIN, |page| {
        page.settle();
        // Whatever the reader could see between two turns of the page, written down.
        let watch = "const results = document.querySelector('#results');
            const seen = selector => document.querySelector(selector).checkVisibility();
            const text = selector => document.querySelector(selector).textContent;
            window.sights = [];
            new MutationObserver(() => window.sights.push({
                mode: results.dataset.mode, rows: text('#summary-rows'), ids: text('#unique-ids'),
                generated: seen('#download') || seen('#preview') || seen('#generate'),
                named: seen('#subject'), checked: seen('#intake') || seen('#comparison'),
            })).observe(results, { subtree: true, childList: true, attributes: true, characterData: true });";
        page.browser.run(watch, &[]);
        page.check(&path);
        page.presses("#view-customers");
        // Turning round in the middle of a run: its replies come late.
        page.fill("#count", "1000000");
        let turns = "const turn = view => document.querySelector('#view-' + view).click();
            for (let round = 0; round < 20; round += 1) {
                turn('customers');
                await new Promise(done => setTimeout(done, round * 5));
                turn('check');
                await new Promise(done => setTimeout(done, round * 2));
            }";
        page.browser.run(turns, &[]);
        page.settle();
        page.presses("#view-customers");
        let sights = page.browser.run("return window.sights", &[]);
        let sights = sights.as_array().unwrap();
        let of = |sight: &Value| {
            let known =
                |numbers: &[&str], key: &str| numbers.contains(&sight[key].as_str().unwrap());
            let (generated, checked) =
                (sight["generated"] == json!(true), sight["checked"] == json!(true));
            match sight["mode"].as_str().unwrap() {
                "generate" => {
                    !checked
                        && sight["named"] == json!(false)
                        && known(&["\u{2013}", "50,000 customers", "1,000,000 customers"], "rows")
                        && known(&["\u{2013}", "50,000", "1,000,000"], "ids")
                }
                _ => {
                    !generated
                        && known(&["\u{2013}", "7 rows"], "rows")
                        && known(&["\u{2013}", "7"], "ids")
                }
            }
        };
        let confused: Vec<&Value> = sights.iter().filter(|sight| !of(sight)).collect();
        assert!(confused.is_empty(), "{} of {}: {:?}", confused.len(), sights.len(), confused[0]);
        let seen = |rows: &str| sights.iter().any(|sight| sight["rows"] == json!(rows));
        assert!(seen("7 rows") && seen("1,000,000 customers"), "both were seen");
    });
}

#[test]
fn checking_needs_no_mouse_and_no_wide_screen() {
    let files = Files::new();
    let path = files.write(
        "a file with a very long name that no phone can show in one line.csv",
        broken().as_bytes(),
    );
    visit(PLAIN, |page| {
        page.settle();
        page.check(&path);
        reach_all_by_keyboard(page);
        let phone = json!({ "width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": true });
        page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
        let width = page.browser.run("return document.scrollingElement.scrollWidth", &[]);
        assert!(width.as_u64().unwrap() <= 375, "{width} px");
    });
}
