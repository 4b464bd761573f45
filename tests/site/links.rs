//! The links in `tests/fixtures/links`, opened in the browser: what was marked on its way leads to its recipe, and
//! of what is not understood nothing is used.

use segmint::link::Link;
use serde_json::json;

use super::fixtures::{Fixture, KEPT, MENDED, REFUSED, fixtures};
use crate::page::{Page, visit};

#[test]
fn links_in_circulation_make_the_senders_file() {
    visit("", |page| {
        for Fixture { name, link, .. } in fixtures(KEPT) {
            open(page, &link);
            page.settle();
            assert_eq!(page.link(), link, "{name}");
            let told = page.text("#verdict");
            assert_eq!(told, "Identical to the sender\u{2019}s data set.", "{name}");
        }
    });
}

#[test]
fn links_that_were_marked_lead_to_their_recipe_and_are_mended_in_the_address_bar() {
    visit("", |page| {
        for Fixture { name, link, means, .. } in fixtures(MENDED) {
            open(page, &link);
            page.wait(name, || page.state() == "fresh" || page.shows("#notice"));
            assert!(!page.shows("#notice"), "{name}: {}", page.text("#notice"));
            assert_eq!(page.link(), format!("#{}", means.unwrap()), "{name}");
        }
    });
}

#[test]
fn links_that_are_not_understood_are_told_and_nothing_of_them_is_used() {
    visit("", |page| {
        for Fixture { name, link, .. } in fixtures(REFUSED) {
            open(page, &link);
            page.wait(name, || page.shows("#notice"));
            let sent = page.link();
            // Of a whole address the browser takes its own part, so what is wrong may be less.
            let faults = Link::read(&sent[1..]).unwrap_err();
            let lines = "return [...document.querySelectorAll('#notice-faults li')].map(line => line.textContent)";
            let told: Vec<String> = serde_json::from_value(page.browser.run(lines, &[])).unwrap();
            let expected: Vec<String> = faults.iter().map(ToString::to_string).collect();
            assert_eq!(told, expected, "{name}");
            assert_eq!(page.text("#notice-link"), sent, "{name}: the link stays visible");
            assert_eq!(page.state(), "idle", "{name}");
            assert_eq!(page.text("#summary-rows"), "\u{2013}", "{name}: nothing is generated");
            assert_eq!(page.text("#summary-sha256"), "\u{2013}", "{name}");
            assert!(page.table("#preview").is_empty(), "{name}");
            let defaults = ["#count", "#seed", "#weights-0"].map(|field| page.value(field));
            assert_eq!(defaults, ["50000", "42", "15"], "{name}: nothing is half applied");
            let offered = "return document.querySelector('#download').hasAttribute('href')";
            assert_eq!(page.browser.run(offered, &[]), json!(false), "{name}");
        }
    });
}

/// Opens the page afresh with this fragment, or with that of this address.
fn open(page: &Page, text: &str) {
    let fragment = match text.split_once('#') {
        Some((address, fragment)) if !address.contains('&') => fragment,
        _ => text,
    };
    // A browser drops these from what it is given, and gets them from others as addresses have them.
    let breaks = [('\n', "%0A"), ('\r', "%0D"), ('\t', "%09")];
    let fragment = breaks
        .iter()
        .fold(fragment.to_owned(), |text, (character, escape)| text.replace(*character, escape));
    page.browser.open("about:blank");
    page.browser.open(&format!("{}#{fragment}", page.site.url()));
}
