//! Settings that are set with one press, shares that are made to add up, and how one goes back from each step.

use serde_json::json;

use crate::page::{Page, visit};

const PEOPLE: &str = "#v=2&seed=7&count=300&as_of=2026-11-23";

fn pressed(page: &Page) -> String {
    let script = "return [...document.querySelectorAll('#presets [aria-pressed=true]')]
        .map(button => button.dataset.preset).join()";
    page.string(script, &[])
}

#[test]
fn presets_and_all_that_is_pressed_can_be_taken_back_one_by_one() {
    visit(PEOPLE, |page| {
        page.settle();
        let first = page.link();
        let entries = || page.browser.run("return history.length", &[]).as_u64().unwrap();
        let before = entries();
        assert_eq!(pressed(page), "");
        page.browser.click("[data-preset=fixture]");
        page.settle_on("#v=2&seed=7&count=100&as_of=2026-11-23");
        assert_eq!(pressed(page), "fixture");
        assert_eq!(page.value("#count"), "100");
        let fixture = page.link();
        // In quick succession, right after what is typed.
        page.fill("#count", "101");
        page.settle_on(&fixture.replace("=100", "=101"));
        assert_eq!(pressed(page), "");
        page.browser.click("[data-preset=dirty]");
        page.wait("all faults are asked for", || page.link().contains("dirt="));
        page.settle();
        let dirty = page.link();
        page.browser.click("[data-preset=overlap]");
        page.wait("transactions show", || page.link().ends_with("&table=transactions"));
        page.settle();
        assert_eq!(pressed(page), "overlap");
        page.wait("each is an entry", || entries() == before + 4);
        for (link, count, preset) in [
            (dirty, "1000", "dirty"),
            (fixture.replace("=100", "=101"), "101", ""),
            (fixture.clone(), "100", "fixture"),
            (first, "300", ""),
        ] {
            page.browser.back();
            page.settle_on(&link);
            assert_eq!((page.value("#count").as_str(), pressed(page).as_str()), (count, preset));
        }
        page.browser.run("history.forward()", &[]);
        page.settle_on(&fixture);
        assert_eq!(pressed(page), "fixture");
    });
}

#[test]
fn nothing_is_written_over_an_entry_that_the_reader_has_just_gone_to() {
    visit(PEOPLE, |page| {
        page.settle();
        let entries = || page.browser.run("return history.length", &[]).as_u64().unwrap();
        let before = entries();
        // The address is another one while what was pressed is still to be written, and nobody has told the page.
        let elsewhere = PEOPLE.replace("seed=7", "seed=8");
        let script = "document.querySelector('[data-preset=dirty]').click();
            history.pushState(null, '', arguments[0])";
        page.browser.run(script, &[&elsewhere]);
        page.wait("it is made", || page.value("#count") == "1000");
        page.settle();
        page.browser.click("[data-preset=fixture]");
        page.settle_on("#v=2&seed=7&count=100&as_of=2026-11-23");
        assert_eq!(entries(), before + 2);
        page.browser.back();
        page.settle_on(&elsewhere);
        assert_eq!(page.value("#seed"), "8");
    });
}

#[test]
fn on_a_phone_what_comes_of_a_preset_is_told_beside_it_and_leads_there() {
    visit(PEOPLE, |page| {
        let desk = json!({ "width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        page.browser.devtools("Emulation.setDeviceMetricsOverride", &desk);
        page.settle();
        assert!(!page.shows(".to-result"), "a desk shows the result beside the settings");
        let phone = json!({ "width": 375, "height": 812, "deviceScaleFactor": 2, "mobile": true });
        page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
        page.browser.run("location.reload()", &[]);
        page.settle();
        assert_eq!(page.text("#news"), "300 customers");
        page.browser.click("[data-preset=dirty]");
        page.wait("it is told", || page.text("#news") == "1,000 customers");
        let in_sight =
            "const { top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
            return top > -1 && bottom < innerHeight + 1";
        for place in [".to-result", "[data-preset=dirty]"] {
            assert_eq!(page.browser.run(in_sight, &[place]), json!(true), "{place}");
        }
        let focused = "return document.activeElement.dataset.preset";
        assert_eq!(page.string(focused, &[]), "dirty", "the focus stays");
        page.browser.click(".to-result");
        page.wait("the result has the focus", || {
            page.string("return document.activeElement.id", &[]) == "results"
        });
        assert_eq!(page.browser.run(in_sight, &["#summary"]), json!(true));
    });
}

#[test]
fn shares_that_do_not_add_up_are_made_to_with_one_press() {
    visit(PEOPLE, |page| {
        page.settle();
        page.fill("#weights-0", "55");
        page.wait("it is told", || page.shows("#weights-error") && page.shows("#balance"));
        assert_eq!(page.text("#weights-sum"), "140 %");
        page.browser.click("#balance");
        page.wait("they add up", || page.text("#weights-sum") == "100 %");
        page.settle();
        assert!(page.link().contains("weights=39.3,28.6,17.9,7.1,7.1"), "{}", page.link());
        assert!(!page.shows("#balance") && !page.shows("#weights-error"));
        assert_eq!(page.browser.run("return document.activeElement.id", &[]), json!("weights-0"));
        page.browser.back();
        page.settle_on(PEOPLE);
        assert_eq!(page.value("#weights-0"), "15");
    });
}
