//! The rows: all columns in sight or one above the other, what a column or a mark says, and the rows of what was chosen
//! in the pictures.

use serde_json::{Value, json};

use crate::browser::key;
use crate::page::{Page, visit};

const PEOPLE: &str = "#v=2&seed=42&count=50000&as_of=2026-11-23";
const FAULTY: &str =
    "#v=2&seed=42&count=1000&as_of=2026-11-23&dirt=unknown_state:60,malformed_id:40";
const PAYMENTS: &str = "#v=2&seed=42&count=200&as_of=2026-11-23&table=transactions";

/// So wide are the results beside the settings in a window of 1,440 pixels, without the frame.
const ROOM: u64 = 1_076;

fn number(page: &Page, script: &str) -> u64 {
    page.browser.run(script, &[]).as_u64().unwrap()
}

/// In which part of the page the focus is.
fn place(page: &Page) -> String {
    page.string("return document.activeElement.closest('[id]').id", &[])
}

fn focused(page: &Page) -> String {
    page.string("return document.activeElement.id", &[])
}

#[test]
fn all_columns_fit_beside_the_settings_and_none_is_out_of_sight_on_a_phone() {
    visit(PEOPLE, |page| {
        page.settle();
        assert_eq!(page.table("#preview")[0].len(), 13);
        let width = number(page, "return document.querySelector('#preview').scrollWidth");
        assert!(width <= ROOM, "{width} px");
        let place = "return getComputedStyle(document.querySelector('#preview tbody th')).position";
        assert_eq!(page.string(place, &[]), "sticky");
    });
    for link in [FAULTY, PAYMENTS] {
        visit(link, |page| {
            let phone =
                json!({ "width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": true });
            page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
            page.browser.run("location.reload()", &[]);
            page.settle();
            let beyond = "const frame = document.querySelector('.preview').getBoundingClientRect();
                return [...document.querySelectorAll('.preview :is(th, td)')]
                    .filter(cell => cell.offsetWidth && cell.getBoundingClientRect().right > frame.right + 1).length";
            assert_eq!(number(page, beyond), 0, "{link}");
            let scrolls = "const frame = document.querySelector('.preview'); return frame.scrollWidth - frame.clientWidth";
            assert_eq!(number(page, scrolls), 0, "{link}");
        });
    }
}

#[test]
fn columns_and_marks_say_what_they_are() {
    visit(FAULTY, |page| {
        page.settle();
        let focus = "document.querySelector(arguments[0]).focus()";
        page.browser.run(focus, &["#preview th:nth-child(10) button"]);
        page.wait("the column is told", || page.text("#rows-note").starts_with("credit_limit: "));
        assert!(page.text("#rows-note").contains("whole number"));
        page.browser.run(focus, &["#preview tbody tr td .fault"]);
        page.wait("the fault is told", || {
            page.text("#rows-note") == "Fault injected here: unknown state"
        });
        let marked =
            "return document.querySelector('#preview td .fault').parentElement.dataset.column";
        assert_eq!(page.string(marked, &[]), "state");
        // The line of a finding leads to its row, where the mark is.
        page.browser.run("document.querySelector('#findings-frame').open = true", &[]);
        page.browser.click("#findings-table .line .pick");
        page.wait("its row shows", || {
            let sought = "return document.querySelector('#preview [data-sought] .fault') !== null";
            page.browser.run(sought, &[]) == Value::Bool(true)
        });
        assert_eq!(focused(page), "rows-title");
    });
}

#[test]
fn a_note_of_the_one_table_does_not_stay_beside_the_other() {
    visit(PAYMENTS, |page| {
        page.settle();
        page.browser
            .run("document.querySelector('#purchases th:nth-child(4) button').focus()", &[]);
        page.wait("the column is told", || {
            page.text("#rows-note").contains("transaction_amount: ")
        });
        page.browser.click("#purchases .customer");
        page.wait("the customer shows", || page.shows("#preview"));
        page.settle();
        // What is told of a column now is told of one that the pointer is on.
        assert!(!page.text("#rows-note").contains("transaction"), "{}", page.text("#rows-note"));
    });
}

#[test]
fn it_is_said_what_can_be_pressed_where_it_can() {
    for (link, places) in [
        (PEOPLE, ["#segments-title", "#age_chart figcaption", "#board .more > summary"]),
        (
            PAYMENTS,
            ["#spenders-title", "#shares h2", "#purchases-board .more:has(#found) > summary"],
        ),
    ] {
        visit(link, |page| {
            page.settle();
            for place in places {
                let told = page.text(place);
                assert!(page.shows(&format!("{place} .press")), "{place}: {told}");
                assert!(
                    told.contains("press ") && told.contains("for its rows"),
                    "{place}: {told}"
                );
            }
        });
    }
}

#[test]
fn what_is_chosen_in_the_results_shows_its_rows_and_there_is_a_way_back() {
    visit(PEOPLE, |page| {
        page.settle();
        let link = page.link();
        let all = |column: usize, value: &str| {
            let rows = page.table("#preview");
            rows.len() == 20 && rows.iter().all(|row| row[column] == value)
        };
        page.browser
            .run("document.querySelector('#segments [data-filter$=\"=Declining\"]').focus()", &[]);
        page.browser.press(&key::ENTER.to_string());
        page.wait("the rows of the segment show", || all(11, "Declining"));
        assert_eq!(
            (focused(page).as_str(), page.text("#rows-filter").as_str()),
            ("rows-all", "Declining")
        );
        assert!(page.text("#preview-range").starts_with("matching rows 1\u{2013}20; searched "));
        let first = page.table("#preview")[0][0].clone();
        page.browser.click("#next");
        page.wait("the next of them show", || {
            all(11, "Declining")
                && page.text("#preview-range").starts_with("matching rows 21\u{2013}40")
        });
        page.browser.click("#previous");
        page.wait("the first are back", || page.table("#preview")[0][0] == first);
        // A tile of the map, by the keyboard.
        page.browser
            .run("document.querySelector('#state_chart [data-filter=\"state=CA\"]').focus()", &[]);
        page.browser.press(" ");
        page.wait("the rows of the state show", || all(5, "CA"));
        // A bar, with the mouse: the first of all ages.
        let press = "const picture = document.querySelector('#age_chart svg'), { left, top } = picture.getBoundingClientRect();
            const at = { clientX: left + 2, clientY: top + 20, bubbles: true };
            for (const event of [new PointerEvent('pointermove', at), new MouseEvent('click', at)]) picture.dispatchEvent(event)";
        page.browser.run(press, &[]);
        page.wait("the rows of that age show", || all(4, "22"));
        page.browser.click("#rows-all");
        page.wait("all rows show", || page.table("#preview")[0][0] == "CUST00000001");
        page.wait("the bar has the focus again", || place(page) == "age_chart");
        assert!(!page.shows("#rows-all"));
        assert_eq!((page.link(), page.state()), (link, "fresh".to_owned()));
        // The ages of a group, in the picture of employment.
        page.browser.run(&press.replace("#age_chart", "#employment_chart"), &[]);
        page.wait("the rows of those ages show", || {
            page.text("#rows-filter") == "age 18 to 24"
                && page.table("#preview").iter().all(|row| ["22", "23", "24"].contains(&&*row[4]))
        });
        page.browser.click("#rows-all");
        page.wait("all rows show", || !page.shows("#rows-all"));
        // A file of the reader's has no rows here.
        page.browser.click("#view-check");
        let offered = "return [...document.querySelectorAll('#results [data-filter]')]
            .filter(element => element.checkVisibility()).length";
        page.wait("nothing is offered", || !page.shows("#rows") && number(page, offered) == 0);
    });
}

#[test]
fn a_filter_is_left_by_back_and_by_escape_and_one_is_where_one_was() {
    visit(PEOPLE, |page| {
        page.settle();
        let link = page.link();
        let choose = || {
            let focus = "document.querySelector('#segments [data-filter$=\"=Declining\"]').focus()";
            page.browser.run(focus, &[]);
            page.browser.press(&key::ENTER.to_string());
            page.wait("the rows show", || {
                page.shows("#rows-all") && page.table("#preview")[0][11] == "Declining"
            });
        };
        let is_left = || {
            page.wait("all rows show where one was", || {
                !page.shows("#rows-all")
                    && place(page) == "segments"
                    && page.table("#preview")[0][0] == "CUST00000001"
            });
            assert_eq!(page.link(), link);
        };
        choose();
        page.browser.run("history.back()", &[]);
        is_left();
        choose();
        page.browser.press(&key::ESCAPE.to_string());
        is_left();
        page.browser.run("history.forward()", &[]);
        page.wait("the rows are back", || page.text("#rows-filter") == "Declining");
        // Other settings have such rows, too, and are not lost with the filter.
        page.fill("#seed", "43");
        let other = link.replace("=42", "=43");
        page.settle_on(&other);
        page.browser.click("#rows-all");
        page.wait("all rows show", || !page.shows("#rows-all"));
        assert_eq!(page.link(), other);
        page.browser.run("history.back()", &[]);
        page.wait("the rows of before are back", || {
            page.link() == link && page.text("#rows-filter") == "Declining"
        });
    });
}

#[test]
fn the_first_faults_of_the_key_lead_to_their_rows() {
    let repeated = format!("{FAULTY},duplicate_id:3,misplaced_decline_type:9");
    for link in [&*repeated, &format!("{PAYMENTS}&dirt=unknown_channel:12")] {
        visit(link, |page| {
            page.settle();
            let is_customers = link == repeated;
            page.browser.click("#key-fold summary");
            page.wait("they are listed", || page.table("#key-table").len() == 10);
            let first = page.table("#key-table")[0].clone();
            page.browser.click("#key-table .pick");
            let column = if is_customers { first[2].clone() } else { "channel".to_owned() };
            page.wait("its row shows, marked", || {
                let marked = "return document.querySelector('.preview table:not([hidden]) [data-fault]')?.dataset.column
                    ?? document.querySelector('#purchases [data-fault]')?.dataset.column ?? ''";
                let lines = page.table(if is_customers { "#preview" } else { "#purchases" });
                page.string(marked, &[]) == column && (is_customers || lines.len() == 1)
            });
            page.browser.press(&key::ESCAPE.to_string());
            page.wait("the key has the focus again", || place(page) == "key-body");
            page.browser.click("#harvest-fold summary");
            assert_eq!(page.shows("#harvest-repeats"), is_customers, "why there are more");
            assert_eq!(page.shows("#stray-declines"), is_customers);
        });
    }
}

#[test]
fn a_key_and_what_it_does_are_told_where_a_bar_can_be_chosen() {
    visit(PEOPLE, |page| {
        page.settle();
        page.browser.run("document.querySelector('#employment').scrollIntoView()", &[]);
        page.browser.run("document.querySelector('#age_chart svg').focus()", &[]);
        page.browser.press(&key::TAB.to_string());
        page.browser.run("document.querySelector('#age_chart svg').focus()", &[]);
        page.wait("the keys are told", || page.text("#age_chart small").contains("Enter"));
        let framed = "return getComputedStyle(document.querySelector('#age_chart .frame')).stroke";
        assert_ne!(page.string(framed, &[]), "none");
        assert!(page.shows("#account-gap"), "why some months have no account");
        assert!(page.text("#segments tbody tr th").contains("travel"), "what a segment is");
    });
}

#[test]
fn on_a_phone_the_page_is_short_and_leads_to_the_settings() {
    for link in [PEOPLE, PAYMENTS] {
        visit(link, |page| {
            let phone =
                json!({ "width": 375, "height": 812, "deviceScaleFactor": 2, "mobile": true });
            page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
            page.browser.run("location.reload()", &[]);
            page.settle();
            // Half of what it was.
            let height = number(page, "return document.documentElement.scrollHeight");
            assert!(height <= 4_295 / 2, "{link}: {height} px");
            let bottom = "return Math.round(document.querySelector(arguments[0]).getBoundingClientRect().bottom)";
            let ends = |selector: &str| page.browser.run(bottom, &[selector]).as_u64().unwrap();
            assert!(ends("#download") < 812, "in the first screen");
            let link = page.link();
            page.browser.click(".to-settings");
            page.wait("the settings have the focus", || focused(page) == "recipe-title");
            assert_eq!(page.link(), link, "the fragment is the link's");
            page.browser.run("scrollTo(0, 0)", &[]);
            page.browser.click("#view-check");
            page.wait("a file can come", || page.shows("#intake"));
            assert!(ends(".drop") < 812);
        });
    }
}

#[test]
fn transactions_are_found_by_what_they_are() {
    visit(PAYMENTS, |page| {
        page.settle();
        page.browser.click("#payment_status [data-filter$=declined]");
        page.wait("declined payments show", || {
            let rows = page.table("#purchases");
            rows.len() == 20 && rows.iter().all(|row| row[7] == "declined")
        });
        page.browser.click("#mix_table [data-filter$=Airlines]");
        page.wait("flights show", || {
            page.table("#purchases").iter().all(|row| row[5] == "Airlines")
        });
        page.browser.click("#purchases .customer");
        page.wait("the customer shows", || page.shows("#preview") && !page.shows("#rows-all"));
    });
}

#[test]
fn what_is_rare_in_a_large_data_set_is_looked_for_as_far_as_is_allowed() {
    visit("#v=2&seed=42&count=99999999&as_of=2026-11-23", |page| {
        page.wait("it waits", || page.state() == "idle" && page.shows("#generate"));
        page.browser.run("document.querySelector('#board').dataset.filter = 'age=1000'; document.querySelector('#board').click()", &[]);
        page.wait("it asks", || page.shows("#rows-further"));
        assert!(page.text("#preview-range").starts_with("no matching row; searched 2,000,000 of "));
        page.browser.click("#rows-further");
        page.wait("it looks on", || {
            !page.shows("#rows-further") || !page.text("#preview-range").contains("2,000,000")
        });
        page.browser.click("#rows-all");
        page.wait("all rows show", || page.table("#preview").len() == 20);
    });
}
