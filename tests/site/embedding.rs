//! The page in a frame of another document: of another origin, sandboxed, narrow, dark, not in sight.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::browser::Engine;
use crate::page::{COMPLAINTS, PLAIN, Page};
use crate::server::{Access, Site};
use crate::{assert_same, assert_valid, is_dark, made_by_command_line, sha256};

/// What a frame needs for everything that the page can do.
const SANDBOX: &str =
    "sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\"";

/// Keeps what the window listens to, and how many workers there are.
const WATCH: &str = "
    window.heard = [];
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (name, ...rest) {
        if (this === window) window.heard.push(name);
        return listen.call(this, name, ...rest);
    };
    window.workers = 0;
    window.Worker = class extends Worker {
        constructor(...all) {
            super(...all);
            window.workers += 1;
        }
    };
";

/// The page in a frame of a document from another origin.
struct Frame {
    page: Page,
    /// The address of the document around it.
    url: String,
    _host: Site,
    _folder: TempDir,
}

impl Frame {
    /// Opens a document with a frame of these attributes, which holds the page at this address, and enters the frame.
    fn open(engine: Engine, attributes: &str, address: &str) -> Frame {
        Frame::open_below(engine, Access::Anyone, "", attributes, address)
    }

    /// The same below some content of the document.
    fn open_below(
        engine: Engine,
        access: Access,
        content: &str,
        attributes: &str,
        address: &str,
    ) -> Frame {
        // What frames write to the console is not in every browser's log.
        let page = Page::serve(engine, access, &format!("{COMPLAINTS}{WATCH}"));
        let folder = tempfile::tempdir().unwrap();
        let source = page.site.url() + address;
        let document = format!(
            "<!doctype html>
            <html lang=en>
            <meta name=color-scheme content='light dark'>
            <title>Host</title>
            <link rel=icon href=data:,>
            {content}
            <iframe id=frame title=Customers {attributes} src='{}'></iframe>
            <script>
                window.told = [];
                addEventListener('message', ({{ source, data }}) =>
                    window.told.push([source === document.querySelector('iframe').contentWindow, data]));
            </script>",
            source.replace('&', "&amp;"),
        );
        fs::write(folder.path().join("index.html"), document).unwrap();
        let host = Site::of(folder.path(), Access::OwnPages, "");
        // Another site altogether, which another port alone is not.
        let url = host.url().replace("127.0.0.1", "localhost");
        page.browser.open(&url);
        page.browser.enter("iframe");
        Frame { page, url, _host: host, _folder: folder }
    }

    /// Does something in the document around the frame.
    fn around<T>(&self, act: impl FnOnce() -> T) -> T {
        self.page.browser.leave_frames();
        let done = act();
        self.page.browser.enter("iframe");
        done
    }

    /// What the document around the frame was told: whether by the frame, and what.
    fn told(&self) -> Vec<(bool, Value)> {
        let told = self.around(|| self.page.browser.run("return window.told", &[]));
        serde_json::from_value(told).unwrap()
    }

    /// The height that the frame told last.
    fn height(&self) -> u64 {
        self.told().last().map_or(0, |(_, message)| message["height"].as_u64().unwrap())
    }

    /// Gives the frame this size, as the document around it does.
    fn resize(&self, width: u64, height: u64) {
        let resize = "const [width, height] = arguments;
            Object.assign(document.querySelector('iframe').style, { width: width + 'px', height: height + 'px' })";
        let [width, height] = [width, height].map(|length| length.to_string());
        self.around(|| self.page.browser.run(resize, &[&width, &height]));
    }

    fn assert_no_complaints(&self) {
        let complaints = self.page.browser.run("return window.complaints", &[]);
        assert_eq!(complaints, json!([]), "in the console of the frame");
    }
}

/// Whether the page works in a sandboxed frame without an origin. Its own style and scripts are not its own there to
/// `WebKit`: the policy of a document without an origin lets in nothing of `'self'`.
fn works_in_a_sandbox(engine: Engine) -> bool {
    engine != Engine::WebKit
}

#[test]
fn a_frame_of_another_origin_holds_the_data_set_and_little_else() {
    for engine in Engine::asked() {
        let frame = Frame::open(engine, "width=700 height=900", &format!("?embed{PLAIN}"));
        let page = &frame.page;
        page.settle();
        assert_valid(page);
        assert_eq!(page.table("#segments")[0][1], "7,500");
        assert_eq!(page.table("#preview").len(), 5);
        for hidden in ["#recipe", "#views", "#model", "#card_type", "footer", "#permits", ".bare"] {
            let shown = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
            assert_eq!(page.browser.run(shown, &[hidden]), json!(false), "{hidden}");
        }
        let file = made_by_command_line(PLAIN);
        assert_eq!(page.fingerprint(), sha256(&file));
        assert_same(&page.download(), &file);
        assert!(page.text("#permits").contains("allow-downloads"), "in case nothing happened");
        frame.assert_no_complaints();
    }
}

#[test]
fn a_sandboxed_frame_mints_and_downloads() {
    let file = made_by_command_line(PLAIN);
    for engine in Engine::asked() {
        for has_origin in [false, true] {
            let tokens = if has_origin {
                "allow-scripts allow-downloads allow-same-origin"
            } else {
                "allow-scripts allow-downloads"
            };
            let sandbox = format!("width=700 height=900 sandbox='{tokens}'");
            let frame = Frame::open(engine, &sandbox, &format!("?embed{PLAIN}"));
            let page = &frame.page;
            assert_eq!(page.string("return window.origin", &[]) != "null", has_origin);
            if !has_origin && !works_in_a_sandbox(engine) {
                page.wait("it is told", || page.text(".bare").contains("segmint.html"));
                continue;
            }
            page.settle();
            assert_valid(page);
            assert_eq!(page.fingerprint(), sha256(&file), "{tokens}");
            assert_same(&page.download(), &file);
            frame.assert_no_complaints();
        }
    }
}

#[test]
fn a_sandboxed_frame_asks_before_it_mints_many_rows() {
    let link = PLAIN.replace("50000", "1100000");
    for engine in Engine::asked().into_iter().filter(|&engine| works_in_a_sandbox(engine)) {
        let frame = Frame::open(engine, &format!("height=900 {SANDBOX}"), &format!("?embed{link}"));
        let page = &frame.page;
        page.wait_for_offer("press the button to start");
        assert!(!page.shows("#download"));
        page.generate();
        page.settle();
        assert_valid(page);
        assert_eq!(page.download().len(), made_by_command_line(&link).len());
        frame.assert_no_complaints();
    }
}

#[test]
fn a_frame_tells_its_height_and_nothing_else_and_hears_nothing() {
    for engine in Engine::asked() {
        let address = format!("?embed&workers=1{PLAIN}");
        let frame = Frame::open(engine, "width=900 height=50 scrolling=auto", &address);
        let page = &frame.page;
        page.settle();
        let scrolls =
            "const page = document.scrollingElement; return page.scrollHeight > page.clientHeight";
        let fits = || {
            frame.resize(900, frame.height());
            page.browser.run(scrolls, &[]) == json!(false)
        };
        assert_eq!(page.browser.run(scrolls, &[]), json!(true), "it is too low at first");
        page.wait("the frame fits", fits);

        let wide = frame.height();
        frame.resize(320, wide);
        page.wait("a narrow frame is higher", || frame.height() > wide);
        frame.resize(900, 3000);
        page.wait("it gets lower, whatever the frame's height", || frame.height() == wide);

        let told = frame.told();
        let heights: Vec<_> = told.iter().map(|(_, message)| &message["height"]).collect();
        assert!(heights.windows(2).all(|pair| pair[0] != pair[1]), "only changes: {heights:?}");
        for (from_frame, message) in &told {
            assert!(from_frame, "{message}");
            assert_eq!(*message, json!({ "segmint": "height", "height": message["height"] }));
        }
        let heard: Vec<String> =
            serde_json::from_value(page.browser.run("return window.heard", &[])).unwrap();
        assert!(heard.contains(&"hashchange".to_owned()), "{heard:?}");
        assert!(!heard.iter().any(|name| name == "message" || name == "drop"), "{heard:?}");
        assert_eq!(page.browser.run("return window.onmessage", &[]), json!(null));
        frame.assert_no_complaints();
    }
}

#[test]
fn a_frame_out_of_sight_costs_nothing_until_it_is_seen() {
    for engine in Engine::asked() {
        let far = "<p style='height: 5000px'>Long before the frame.</p>";
        let frame =
            Frame::open_below(engine, Access::Anyone, far, "width=700", &format!("?embed{PLAIN}"));
        let page = &frame.page;
        page.wait("it tells its height", || frame.height() > 300);
        assert_eq!(page.browser.run("return window.workers", &[]), json!(0));
        assert_eq!(page.state(), "idle");
        let before = frame.height();
        frame.around(|| page.browser.run("document.querySelector('iframe').scrollIntoView()", &[]));
        page.settle();
        assert_valid(page);
        let after = frame.height();
        assert!(before.abs_diff(after) < 60, "the document hardly moves: {before} to {after} px");
        frame.assert_no_complaints();
    }
}

#[test]
fn a_narrow_frame_in_the_dark_shows_the_ground_it_stands_on() {
    for engine in Engine::asked() {
        for scheme in ["light", "dark"] {
            let attributes = format!("height=700 style='width: 320px; color-scheme: {scheme}'");
            let frame = Frame::open(engine, &attributes, &format!("?embed{PLAIN}"));
            let page = &frame.page;
            page.settle();
            let width = page.browser.run("return document.scrollingElement.scrollWidth", &[]);
            assert!(width.as_u64().unwrap() <= 320, "{scheme}: {width} px");
            let ground = "return getComputedStyle(document.body).backgroundColor";
            assert_eq!(page.string(ground, &[]), "rgba(0, 0, 0, 0)", "{scheme}");
            let ink = "return getComputedStyle(document.body).color";
            let ink = page.string(ink, &[]);
            // WebKit tells a frame what the reader's system is like, which here is light.
            let is_light = scheme == "light" || engine == Engine::WebKit;
            assert_eq!(is_dark(&ink), is_light, "{scheme}: {ink}");
            frame.assert_no_complaints();
        }
    }
}

#[test]
fn the_way_out_leads_to_the_same_data_set_on_the_whole_page() {
    for engine in Engine::asked() {
        let link = PLAIN.replace("50000", "1234");
        let address = format!("?embed&workers=2{link}");
        let sandbox = if works_in_a_sandbox(engine) { SANDBOX } else { "" };
        let frame = Frame::open(engine, &format!("width=700 height=900 {sandbox}"), &address);
        let page = &frame.page;
        page.settle();
        let inside = page.fingerprint();
        let before = page.browser.tabs();
        page.browser.click("#way-out");
        page.wait("there is another tab", || page.browser.tabs().len() > before.len());
        frame.assert_no_complaints();
        let tabs = page.browser.tabs();
        let tab = tabs.iter().find(|tab| !before.contains(tab)).unwrap();
        page.browser.turn_to(tab);
        page.wait("the page is there", || {
            page.browser.run("return !!document.querySelector('#results')", &[]) == json!(true)
        });
        page.settle();
        let url = page.string("return location.href", &[]);
        assert_eq!(url, format!("{}?workers=2{link}", page.site.url()));
        assert!(page.shows("#recipe"));
        assert_eq!(page.fingerprint(), inside);
        assert_eq!(page.browser.run("return window.opener", &[]), json!(null));
        assert_ne!(page.string("return window.origin", &[]), "null", "it left the sandbox");
    }
}

#[test]
fn a_link_that_is_not_understood_is_told_in_the_frame() {
    for engine in Engine::asked() {
        let frame = Frame::open(engine, "height=900", "?embed#v=1&seed=x");
        let page = &frame.page;
        page.wait("it is told", || page.shows("#notice"));
        assert!(page.text("#notice").contains("seed"), "{}", page.text("#notice"));
        let out = "return document.querySelector('#way-out').href";
        assert_eq!(page.string(out, &[]), format!("{}#v=1&seed=x", page.site.url()));
        frame.assert_no_complaints();
    }
}

#[test]
fn a_frame_leaves_the_history_alone() {
    for engine in Engine::asked() {
        let frame = Frame::open(engine, "width=700 height=900", "?embed");
        let page = &frame.page;
        page.settle();
        assert_eq!(page.link(), "", "the default recipe is written nowhere");
        page.browser.click("#next");
        page.wait("the rows move", || page.table("#preview")[0][0] == "CUST00000006");
        let search = || page.string("return location.search", &[]);
        page.browser.open(&format!("{}?again", frame.url));
        page.browser.enter("iframe");
        page.settle();
        page.browser.leave_frames();
        assert_eq!(search(), "?again");
        page.browser.back();
        page.wait("one step leads back", || search().is_empty());
    }
}

#[test]
fn a_host_that_lets_nobody_in_is_told_in_a_sandboxed_frame() {
    for engine in Engine::asked().into_iter().filter(|&engine| works_in_a_sandbox(engine)) {
        let address = format!("?embed{PLAIN}");
        let frame = Frame::open_below(engine, Access::OwnPages, "", SANDBOX, &address);
        let page = &frame.page;
        page.wait("it is told", || page.shows("#notice"));
        let notice = page.text("#notice");
        assert!(notice.contains("Access-Control-Allow-Origin: *"), "{notice}");
    }
}
