//! What the share menu gives to others, and what they see.

use serde_json::json;

use super::{made_by_command_line, sha256};
use crate::browser::{Engine, key};
use crate::page::{PLAIN, Page, visit, visit_in};

/// A small recipe.
const SMALL: &str = "#v=1&seed=42&count=1000&as_of=2026-11-23";

/// A browser that allows no copying, as in a frame of another origin.
const NO_CLIPBOARD: &str = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));";

/// A page from an insecure origin.
const NOT_EVEN_A_CLIPBOARD: &str =
    "Object.defineProperty(navigator, 'clipboard', { value: undefined });";

#[test]
fn every_item_is_copied_and_says_so_itself() {
    // Neither query nor fragment of the page's address go into what is shared.
    visit(&format!("?workers=1{SMALL}"), |page| {
        settle_quietly(page);
        let address = page.site.url() + SMALL;
        let sha256 = sha256(&made_by_command_line(SMALL));
        page.browser.click("#share");
        let frame = format!(
            "<iframe src=\"{}?embed{}\" title=\"1,000 synthetic customers, seed 42\" width=\"100%\" height=\"800\" \
             loading=\"lazy\" sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\"></iframe>",
            page.site.url(),
            SMALL.replace('&', "&amp;"),
        );
        for (item, text) in [
            ("#share-link", address.clone()),
            ("#share-proof", format!("{address}&sha256={sha256}")),
            ("#share-markdown", format!("[1,000 synthetic customers, seed 42]({address})")),
            ("#share-embed", frame),
            (
                "#share-command",
                "segmint generate-customers --recipe-version 1 --seed 42 --count 1000 --as-of 2026-11-23".to_owned(),
            ),
        ] {
            page.browser.click(item);
            page.wait(&format!("{item} says that it is copied"), || marked(page) == [&item[1..]]);
            assert_eq!(page.text("#status"), "Copied.");
            assert!(!page.shows("#share-refuge"));
            assert_eq!(page.clipboard(), text, "{item}");
        }
    });
}

#[test]
fn a_copied_link_proves_itself_to_whoever_opens_it() {
    visit(SMALL, |page| {
        page.settle();
        page.browser.click("#share");
        page.browser.click("#share-proof");
        page.wait("it is copied", || marked(page) == ["share-proof"]);
        let link = page.clipboard();

        open(page, &link);
        page.settle();
        assert_eq!(page.text("#verdict"), "Identical to the sender\u{2019}s data set.");
        assert_eq!(same(page), "true");

        // A digit of the seed is lost on the way.
        open(page, &link.replace("seed=42", "seed=4"));
        page.settle();
        let told = page.text("#verdict");
        assert!(told.starts_with("NOT the sender\u{2019}s data set:"), "{told}");
        let this = &page.fingerprint()[..12];
        for words in ["ask for it again", "another version of Segmint", this] {
            assert!(told.contains(words), "{told}");
        }
        assert_eq!(same(page), "false");
        page.wait("those who hear the page are told", || page.text("#status").contains("NOT"));

        // What the reader changes is no longer the sender's.
        page.fill("#seed", "42");
        page.settle_on(SMALL);
        assert!(!page.shows("#verdict"));
    });
}

#[test]
fn the_keyboard_opens_uses_and_leaves_the_menu() {
    visit(SMALL, |page| {
        page.settle();
        let focused = || page.browser.run("return document.activeElement.id", &[]);
        let expanded = || {
            let script = "return document.querySelector('#share').getAttribute('aria-expanded')";
            page.browser.run(script, &[])
        };
        page.browser.run("document.querySelector('#share').focus()", &[]);
        assert_eq!((expanded(), page.shows("#share-menu")), (json!("false"), false));
        page.browser.press(&key::ENTER.to_string());
        assert_eq!((expanded(), page.shows("#share-menu")), (json!("true"), true));
        for item in ["share-link", "share-proof", "share-markdown", "share-embed", "share-command"]
        {
            page.browser.press(&key::TAB.to_string());
            assert_eq!(focused(), json!(item));
        }
        page.browser.press(" ");
        page.wait("it is copied", || marked(page) == ["share-command"]);
        page.browser.press(&key::ESCAPE.to_string());
        assert_eq!((expanded(), page.shows("#share-menu")), (json!("false"), false));
        assert_eq!(focused(), json!("share"));
        page.browser.press(&format!("{0}{0}", key::ENTER));
        assert_eq!((expanded(), page.shows("#share-menu")), (json!("false"), false));
    });
}

#[test]
fn where_copying_is_refused_the_text_is_shown_and_selected() {
    for instruments in [NO_CLIPBOARD, NOT_EVEN_A_CLIPBOARD] {
        visit_in(Engine::Chromium, SMALL, instruments, |page| {
            settle_quietly(page);
            page.browser.click("#share");
            for (item, begins) in [("#share-embed", "<iframe "), ("#share-link", "http://")] {
                page.browser.click(item);
                page.wait("the text is shown", || {
                    page.shows("#share-refuge") && page.value("#share-text").starts_with(begins)
                });
                let selected = "const field = document.activeElement;
                    return field.id === 'share-text' && field.readOnly
                        && field.selectionStart === 0 && field.selectionEnd === field.value.length";
                assert_eq!(page.browser.run(selected, &[]), json!(true), "{item}");
                assert!(page.text("#status").contains("does not allow copying"));
                assert!(marked(page).is_empty());
            }
            assert_eq!(page.value("#share-text"), page.site.url() + SMALL);
            let phone =
                json!({ "width": 375, "height": 800, "deviceScaleFactor": 2, "mobile": true });
            page.browser.devtools("Emulation.setDeviceMetricsOverride", &phone);
            let width = page.browser.run("return document.scrollingElement.scrollWidth", &[]);
            assert!(width.as_u64().unwrap() <= 375, "{width} px");
        });
    }
}

#[test]
fn nothing_is_shared_where_there_is_nothing_to_share() {
    visit(PLAIN, |page| {
        page.settle();
        page.browser.click("#share");
        page.fill("#count", "0");
        page.wait("the menu closes", || !page.shows("#share-menu"));
        assert!(disabled(page, "#share"));
        page.fill("#count", "1000");
        page.settle();
        assert!(!disabled(page, "#share"));

        // Known is the link before the file is made, its fingerprint after.
        page.fill("#count", "2000000");
        page.wait("it waits for its reader", || page.state() == "idle");
        page.browser.click("#share");
        assert!(disabled(page, "#share-proof") && !disabled(page, "#share-link"));

        page.browser.click("#view-check");
        page.wait("the menu closes", || !page.shows("#share-menu") && !page.shows("#share"));
    });
}

/// Waits until nothing more is to be told of the run, so that what is told is of the menu.
fn settle_quietly(page: &Page) {
    page.wait("the run is told", || page.text("#status").contains("generated"));
}

/// The ids of what says that it has been copied.
fn marked(page: &Page) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-copied]')].map(item => item.id)";
    serde_json::from_value(page.browser.run(script, &[])).unwrap()
}

fn disabled(page: &Page, selector: &str) -> bool {
    let script = "return document.querySelector(arguments[0]).disabled";
    page.browser.run(script, &[selector]) == json!(true)
}

/// What the verdict's colour stands for.
fn same(page: &Page) -> String {
    let script = "return document.querySelector('#verdict').dataset.same";
    page.browser.run(script, &[]).as_str().unwrap_or_default().to_owned()
}

/// Opens an address as if nothing had been open.
fn open(page: &Page, address: &str) {
    page.browser.open("about:blank");
    page.browser.open(address);
}
