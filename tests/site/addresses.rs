//! Where a link can stand in an address, and what the address becomes: read wherever it came, written behind the `#`,
//! kept in the history, and shared without anything that is only of this place.

use std::fs;

use serde_json::json;

use crate::browser::{Engine, key};
use crate::page::{PLAIN, Page, visit, visit_at, visit_in};
use crate::server::{Site, dist};
use crate::{made_by_command_line, sha256};

const SMALL: &str = "#v=1&seed=42&count=1000&as_of=2026-11-23";

#[test]
fn a_link_in_the_query_is_used_and_moves_behind_the_hash() {
    let link = &SMALL[1..];
    for engine in Engine::asked() {
        for (query, stays) in [
            (format!("?{link}"), ""),
            (format!("?utm_source=mail&{link}"), ""),
            (format!("?workers=1&{link}"), "?workers=1"),
        ] {
            visit_in(engine, &query, "", |page| {
                page.settle();
                let address = || page.string("return location.href", &[]);
                page.wait("it has moved", || address() == page.site.url() + stays + SMALL);
                assert_eq!(page.fingerprint(), sha256(&made_by_command_line(SMALL)), "{query}");
            });
        }
        visit_in(engine, "?v=9&seed=42", "", |page| {
            page.wait("it is told", || page.shows("#notice"));
            assert!(
                page.text("#notice-link").ends_with("?v=9&seed=42"),
                "{}",
                page.text("#notice")
            );
        });
    }
}

#[test]
fn a_link_that_came_as_a_path_is_sent_where_it_belongs() {
    let paths = [SMALL.replace('#', "%23"), SMALL.replace('#', "index.html%2523")];
    for engine in Engine::asked() {
        visit_in(engine, PLAIN, "", |page| {
            page.settle();
            page.wait_until_kept();
            let is_asked =
                |path: &str| page.site.requests().iter().any(|asked| asked.contains(path));
            // By the service worker, without the host.
            for path in &paths {
                page.browser.open(&format!("{}{path}", page.site.url()));
                page.settle_on(SMALL);
                assert!(!is_asked(path), "{path}");
            }
            // And by the host's own page, where there is none.
            let forget = "for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()";
            page.browser.run(forget, &[]);
            page.browser.open("about:blank");
            for path in &paths {
                page.browser.open(&format!("{}{path}", page.site.url()));
                page.wait("it has come home", || page.link() == SMALL);
                page.settle();
                page.browser.run(forget, &[]);
            }
            assert!(is_asked(&paths[0]));
            // The browser notes that the path itself has no page.
            page.complaints();
        });
    }
}

#[test]
fn back_leads_to_the_link_that_was_received_and_its_fingerprint() {
    let sent = format!("{SMALL}&sha256={}", sha256(&made_by_command_line(SMALL)));
    for engine in Engine::asked() {
        visit_in(engine, &sent, "", |page| {
            page.settle();
            assert!(page.text("#verdict").starts_with("Identical"));
            let entries = || page.browser.run("return history.length", &[]).as_u64().unwrap();
            let before = entries();
            // What is typed without a rest is one entry.
            let type_in = "const field = document.querySelector('#count');
                for (field.value of ['2', '23', '234', '2345'])
                    field.dispatchEvent(new Event('input', { bubbles: true }))";
            page.browser.run(type_in, &[]);
            page.settle_on(&SMALL.replace("1000", "2345"));
            assert_eq!(entries(), before + 1);
            assert!(!page.shows("#verdict"));
            page.browser.back();
            page.settle_on(&sent);
            page.wait("the verdict is back", || page.text("#verdict").starts_with("Identical"));
            assert_eq!(page.value("#count"), "1000");
        });
    }
}

#[test]
fn the_page_gives_nobody_a_path_on_this_disk() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("segmint.html");
    fs::copy(dist().join("segmint.html"), &file).unwrap();
    let url = format!("file://{}{SMALL}", file.to_str().unwrap());
    visit_at(Engine::Chromium, Site::serve(""), &url, |page| {
        page.settle();
        page.browser.run("navigator.clipboard.writeText = () => Promise.reject()", &[]);
        page.browser.click("#share");
        page.browser.click("#share-link");
        page.wait("the text is shown", || page.shows("#share-refuge"));
        assert_eq!(page.value("#share-text"), format!("segmint.html{SMALL}"));
    });
}

#[test]
fn the_hosted_page_says_what_to_do_when_it_is_opened_from_a_disk() {
    let url = format!("file://{}", dist().join("index.html").to_str().unwrap());
    visit_at(Engine::Chromium, Site::serve(""), &url, |page| {
        page.wait("it is told", || page.shows("#notice"));
        let notice = page.text("#notice");
        assert!(notice.contains("from a disk") && notice.contains("segmint.html"), "{notice}");
        page.complaints();
    });
}

#[test]
fn the_menu_closes_at_a_click_beside_it_and_the_defaults_keep_the_focus() {
    visit(SMALL, |page| {
        page.settle();
        page.browser.click("#share");
        assert!(page.shows("#share-menu"));
        page.browser.click("#results-title ~ #outcome #summary-rows");
        page.wait("the menu closes", || !page.shows("#share-menu"));
        page.browser.run("location.hash = 'v=9'", &[]);
        page.wait("it is told", || page.shows("#notice"));
        page.browser.run("document.querySelector('#start-over').focus()", &[]);
        page.browser.press(&key::ENTER.to_string());
        page.settle();
        assert_eq!(page.browser.run("return document.activeElement.id", &[]), json!("count"));
    });
}

#[test]
fn paper_is_white_and_text_follows_the_browsers_size() {
    visit(SMALL, |page| {
        page.settle();
        let media = json!({
            "media": "print",
            "features": [{ "name": "prefers-color-scheme", "value": "dark" }],
        });
        page.browser.devtools("Emulation.setEmulatedMedia", &media);
        let style = |what: &str| {
            page.string("return getComputedStyle(document.body)[arguments[0]]", &[what])
        };
        assert_eq!(
            (style("backgroundColor"), style("color")),
            ("rgb(255, 255, 255)".into(), "rgb(19, 32, 27)".into())
        );
        for (selector, shown) in
            [("#recipe", false), ("#download", false), ("#segments", true), ("#preview", true)]
        {
            assert_eq!(page.shows(selector), shown, "{selector}");
        }
        assert_eq!(style("fontSize"), "15px");
        let relative = "return [...document.styleSheets].flatMap(sheet => [...sheet.cssRules])
            .filter(rule => rule.selectorText === ':root' && rule.style.fontSize).map(rule => rule.style.fontSize).join()";
        assert_eq!(page.string(relative, &[]), "93.75%");
    });
}

/// Whether what is selected is this text.
fn is_selected(page: &Page, text: &str) -> bool {
    page.string("return getSelection().toString().trim()", &[]) == text
}

#[test]
fn where_copying_is_refused_the_whole_fingerprint_is_selected() {
    let refuse = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));";
    visit_in(Engine::Chromium, SMALL, refuse, |page| {
        page.settle();
        let whole = sha256(&made_by_command_line(SMALL));
        assert!(page.text("#summary-sha256").len() < 64);
        page.browser.click("#copy-sha256");
        page.wait("all of it is selected", || is_selected(page, &whole));
    });
}

#[test]
fn a_link_never_carries_the_fingerprint_of_another_form() {
    visit(SMALL, |page| {
        page.settle();
        page.browser.click("#share");
        let can_prove = || {
            page.browser.run("return !document.querySelector('#share-proof').disabled", &[])
                == json!(true)
        };
        assert!(can_prove());
        page.browser.click("#gzip");
        page.settle();
        page.browser.click("#share");
        assert!(
            page.shows("#share-menu") && !can_prove(),
            "a compressed file is not the plain CSV"
        );
        page.browser.click("#gzip");
        page.settle();
        assert!(can_prove());
    });
}
