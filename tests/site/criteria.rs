//! What a checked file is held against: values that fit it, other days, and the day on the reader's clock.

use serde_json::json;

use crate::checking::{Files, column};
use crate::page::{PLAIN, visit};
use crate::{assert_valid, made_by_command_line};

#[test]
fn what_fits_the_file_goes_into_the_recipe() {
    let files = Files::new();
    let link = format!("{PLAIN}&weights=30,25,25,10,10&age=18-90");
    let path = files.write("customers.csv", &made_by_command_line(&link));
    visit(PLAIN, |page| {
        page.settle();
        page.check(&path);
        assert!(page.text("#summary-validity").starts_with("not valid"));
        let differing = page.table("#mismatches table");
        assert_eq!(differing[0], ["weights", "15,40,25,10,10", "30,25,25,10,10"]);
        assert_eq!(differing[1], ["age", "22-75", "18-90"]);
        page.browser.click("#fit");
        page.settle_on(&link);
        assert_valid(page);
        assert_eq!(page.value("[name=against]:checked"), "recipe");
        assert!(page.text("#comparison").contains("byte for byte"), "{}", page.text("#comparison"));
        assert!(!page.shows("#mismatches"));
        let focused = page.browser.run("return document.activeElement.id", &[]);
        assert_eq!(focused, json!("subject"), "what had the focus went away");
        assert_eq!(
            page.text("#command"),
            "segmint validate customers.csv --weights 30,25,25,10,10 --age 18-90"
        );
    });
}

#[test]
fn what_fits_a_file_of_another_day_makes_it_no_less_valid() {
    let files = Files::new();
    let made = PLAIN.replace("2026-11-23", "2024-02-29") + "&weights=30,25,25,10,10";
    let path = files.write("old.csv", &made_by_command_line(&made));
    visit(PLAIN, |page| {
        page.settle();
        page.check(&path);
        assert_valid(page);
        page.browser.click("#fit");
        page.settle_on(&format!("{PLAIN}&weights=30,25,25,10,10"));
        assert_valid(page);
        assert_eq!(page.value("[name=dated]:checked"), "any");
        page.presses("#dated");
        assert!(page.text("#summary-validity").starts_with("not valid"));
        assert!(page.text("#command").contains("--link '#v=1"), "{}", page.text("#command"));
        page.fill("#as_of", "2024-02-29");
        page.settle_on(&made);
        assert_valid(page);
        assert!(page.text("#comparison").contains("byte for byte"), "{}", page.text("#comparison"));
    });
}

#[test]
fn an_account_of_a_day_to_come_is_told_without_a_reference_date() {
    let files = Files::new();
    let made = PLAIN.replace("2026-11-23", "9998-01-01").replace("50000", "100");
    let path = files.write("to-come.csv", &made_by_command_line(&made));
    visit(PLAIN, |page| {
        page.settle();
        page.check(&path);
        let rules = column(page, 1);
        assert!(rules.iter().any(|rule| rule.starts_with("account_plausible")), "{rules:?}");
    });
}
