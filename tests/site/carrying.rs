//! The site carried elsewhere: as one file on a disk or in a frame.

use std::fs;

use serde_json::json;

use crate::browser::Engine;
use crate::page::{PLAIN, Page, visit_at};
use crate::server::{Site, dist};
use crate::{assert_same, assert_valid, let_nothing_out, made_by_command_line, sha256};

/// The page as one file.
const ALONE: &str = "segmint.html";

/// Opens the one file from a disk, under the name that a browser gives to what it has downloaded before.
fn visit_on_disk(engine: Engine, fragment: &str, test: impl FnOnce(&Page)) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("segmint (1).html");
    fs::copy(dist().join(ALONE), &file).unwrap();
    let url = format!("file://{}{fragment}", file.to_str().unwrap().replace(' ', "%20"));
    visit_at(engine, Site::serve(""), &url, test);
}

/// Mints, validates and downloads; then mints something else.
fn use_page(page: &Page, link: &str) {
    page.settle();
    assert_valid(page);
    assert_eq!(page.link(), link);
    let expected = made_by_command_line(link);
    assert_eq!(page.fingerprint(), sha256(&expected));
    assert_same(&page.download(), &expected);

    let other = link.replace("&seed=", "&seed=9");
    page.follow(&other);
    page.settle_on(&other);
    assert_valid(page);
    assert_eq!(page.fingerprint(), sha256(&made_by_command_line(&other)));
    assert!(!page.shows("#notice"), "{}", page.text("#notice"));
}

#[test]
fn the_one_file_works_from_a_disk_and_asks_for_nothing() {
    for engine in Engine::asked() {
        visit_on_disk(engine, PLAIN, |page| {
            use_page(page, PLAIN);
            assert_eq!(page.site.requests(), Vec::<String>::new());
            if engine == Engine::Chromium {
                let requests = page.requests();
                assert_eq!(requests.len(), 1, "the file itself: {requests:?}");
                assert!(requests[0].starts_with("file:"), "{requests:?}");
            }
        });
    }
}

#[test]
fn the_one_file_works_in_a_sandboxed_frame_of_another_origin() {
    for engine in Engine::asked() {
        let (elsewhere, folder) = (Site::serve(""), tempfile::tempdir().unwrap());
        let url = elsewhere.url() + ALONE;
        let frame = format!(
            "<!doctype html><title>A chapter</title><link rel=icon href=\"data:,\"><iframe src=\"{url}{PLAIN}\" \
            sandbox=\"allow-scripts allow-downloads\" width=\"1000\" height=\"800\"></iframe>"
        );
        fs::write(folder.path().join("index.html"), frame).unwrap();
        let site = Site::serve_folder(folder.path(), "");
        let address = site.url();
        visit_at(engine, site, &address, |page| {
            page.browser.enter("iframe");
            let origin = page.browser.run("return self.origin", &[]);
            assert_eq!(origin, json!("null"), "nobody's origin");
            use_page(page, PLAIN);
            let asked = elsewhere.requests();
            assert_eq!(asked, [format!("/docs/segmint/{ALONE}")]);
        });
    }
}

#[test]
fn the_policy_of_the_one_file_lets_nothing_in_or_out() {
    visit_on_disk(Engine::Chromium, PLAIN, |page| {
        page.settle();
        let policy =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        let policy = page.browser.run(policy, &[]);
        let policy = policy.as_str().unwrap();
        for part in ["default-src 'none'", "connect-src 'none'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'self'"), "{policy}");
        let inline = "const script = document.createElement('script');
            script.textContent = 'window.isIn = true';
            document.head.append(script);
            return window.isIn === true";
        assert_eq!(page.browser.run(inline, &[]), json!(false), "a script that is put in");
        let_nothing_out(page);
        let complaints = page.complaints();
        assert!(complaints.len() >= 4, "{complaints:?}");
        assert!(
            complaints.iter().all(|line| line.contains("Content Security Policy")),
            "{complaints:?}"
        );
    });
}
