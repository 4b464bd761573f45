//! What took a while is not lost by a careless click, and nothing of it stays longer than it is wanted.

use serde_json::json;

use crate::browser::{Engine, key};
use crate::instruments::{NO_PICKER, NO_STORAGE};
use crate::page::{PLAIN, Page, visit_in};
use crate::{assert_valid, sha256};

/// Just above what comes by itself.
const LARGE: &str = "#v=1&seed=42&count=1000001&as_of=2026-11-23";

/// Finishes the large file, which then is in memory.
fn finish(page: &Page) -> String {
    page.wait_for_offer("press the button to start");
    page.generate();
    page.settle();
    page.fingerprint()
}

/// Whether the browser would ask before it closes the page.
fn is_guarded(page: &Page) -> bool {
    let leave = "const leaving = new Event('beforeunload', { cancelable: true });
        return !dispatchEvent(leaving)";
    page.browser.run(leave, &[]) == json!(true)
}

#[test]
fn a_finished_large_file_is_not_thrown_away_unasked() {
    let instruments = format!("{NO_PICKER}{NO_STORAGE}");
    for engine in Engine::asked() {
        visit_in(engine, LARGE, &instruments, |page| {
            assert!(!is_guarded(page), "there is nothing to lose yet");
            let fingerprint = finish(page);
            assert!(is_guarded(page), "the browser asks before it closes the page");
            let check = |what: &str| {
                page.keep_file();
                // Right after another write the address is written at the end of a pause.
                page.wait("the address is as it was", || page.link() == LARGE);
                assert_eq!((page.state(), page.link()), ("fresh".into(), LARGE.into()), "{what}");
                assert_eq!(page.fingerprint(), fingerprint, "{what}");
                assert_eq!(page.value("#count"), "1000001", "{what}");
                assert_eq!(page.value("#format"), "CSV", "{what}");
                assert_eq!(page.value("[name=view]:checked"), "customers", "{what}");
            };
            page.browser.click("#view-check");
            check("the other tab");
            let choose = "const format = document.querySelector('#format');
                format.selectedIndex = 3;
                format.dispatchEvent(new Event('change', { bubbles: true }))";
            page.browser.run(choose, &[]);
            check("a format");
            page.browser.run("location.hash = arguments[0]", &[PLAIN]);
            check("a hash that is changed by hand");
            let drop_file = "const cargo = new DataTransfer();
                cargo.items.add(new File(['a,b'], 'a.csv'));
                dispatchEvent(new DragEvent('drop', { dataTransfer: cargo, bubbles: true, cancelable: true }))";
            page.browser.run(drop_file, &[]);
            check("a file that is dropped");
            page.browser.run("document.querySelector('#count').focus()", &[]);
            page.browser.press(&format!("{}7", key::END));
            check("a key in a field");
            page.browser.click("#new-seed");
            page.wait("it asks", || page.shows("#loss"));
            page.browser.press(&key::ESCAPE.to_string());
            page.wait("it asks no more", || !page.shows("#loss"));
            assert_eq!(page.link(), LARGE, "Escape keeps the file");
            assert_eq!(sha256(&page.download()), fingerprint);

            page.browser.click("#new-seed");
            page.lose_file();
            page.wait("the seed is another", || page.link() != LARGE);
            assert!(!is_guarded(page));
            page.follow(PLAIN);
            page.settle_on(PLAIN);
            assert_valid(page);
        });
    }
}

#[test]
fn what_earlier_visits_left_is_cleared_at_start() {
    visit_in(Engine::Chromium, PLAIN, NO_PICKER, |page| {
        page.settle();
        let leave = "const root = await navigator.storage.getDirectory();
            const folder = await root.getDirectoryHandle('segmint', { create: true });
            await folder.getFileHandle('left.csv', { create: true })";
        page.browser.run(leave, &[]);
        page.browser.open("about:blank");
        // However few rows it is opened with.
        page.browser.open(&format!("{}{PLAIN}", page.site.url()));
        page.wait_for_empty_storage();
    });
}

#[test]
fn a_file_that_is_dropped_while_one_is_made_is_told_of() {
    visit_in(Engine::Chromium, &PLAIN.replace("50000", "99999999"), NO_PICKER, |page| {
        page.wait_for_offer("storage");
        page.generate();
        page.wait("it is under way", || page.state() == "running");
        let drop_file = "const cargo = new DataTransfer();
            cargo.items.add(new File(['a,b'], 'a.csv'));
            dispatchEvent(new DragEvent('drop', { dataTransfer: cargo, bubbles: true, cancelable: true }))";
        page.browser.run(drop_file, &[]);
        page.wait("it is told", || page.text("#notice").contains("was not taken"));
        assert_eq!(page.state(), "running");
        page.browser.click("#cancel");
        page.wait("it ends", || page.state() == "idle");
    });
}
