//! The page as its user meets it: fields, results, link, download; every wait ends or tells what it waited for.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::browser::{Browser, Engine};
use crate::server::{Access, Site};

/// The customers that most tests look at.
pub(crate) const PLAIN: &str = "#v=1&seed=42&count=50000&as_of=2026-11-23";

/// Longer than the slowest machine needs; reached by failures only.
const PATIENCE: Duration = Duration::from_mins(3);

/// The page in a browser of its own.
pub(crate) struct Page {
    /// The browser, for what only it can do.
    pub(crate) browser: Browser,
    /// The server that the page came from.
    pub(crate) site: Site,
    downloads: TempDir,
}

/// Opens the page in Chromium with this fragment, and when `test` is through, sees that nothing was amiss on the
/// side: no error or warning in the console, no request to another host.
pub(crate) fn visit(fragment: &str, test: impl FnOnce(&Page)) {
    visit_in(Engine::Chromium, fragment, "", |page| {
        test(page);
        let origin = page.site.origin();
        let abroad = page.requests().into_iter().filter(|url| !url.starts_with(&origin));
        assert_eq!(abroad.collect::<Vec<_>>(), Vec::<String>::new(), "asked of other hosts");
    });
}

/// Opens the page in this browser, after a script of the test's, and when `test` is through, sees that the page
/// complained of nothing.
pub(crate) fn visit_in(engine: Engine, address: &str, instruments: &str, test: impl FnOnce(&Page)) {
    // Only Chromium shows its console.
    let instruments = match engine {
        Engine::Chromium => instruments.to_owned(),
        Engine::Firefox | Engine::WebKit => format!("{COMPLAINTS}{instruments}"),
    };
    let site = Site::serve(&instruments);
    let url = site.url() + address;
    visit_at(engine, site, &url, test);
}

/// Opens this address in this browser, be it of the site or not, and when `test` is through, sees that the page
/// complained of nothing.
pub(crate) fn visit_at(engine: Engine, site: Site, url: &str, test: impl FnOnce(&Page)) {
    let page = Page::beside(engine, site);
    page.browser.open(url);
    test(&page);
    assert_eq!(page.complaints(), Vec::<String>::new(), "in the console");
}

/// Keeps what goes to the console and what is thrown.
pub(crate) const COMPLAINTS: &str = r"
    window.complaints = [];
    const complain = (...words) => window.complaints.push(words.join(' '));
    console.error = console.warn = complain;
    addEventListener('error', event => complain(event.message));
    addEventListener('unhandledrejection', event => complain(event.reason));
";

impl Page {
    /// Starts this browser and serves the page to these pages, with a script of the test's before its own, but opens
    /// nothing.
    pub(crate) fn serve(engine: Engine, access: Access, instruments: &str) -> Page {
        Page::beside(engine, Site::serve_to(access, instruments))
    }

    /// Starts this browser beside a site that is served.
    fn beside(engine: Engine, site: Site) -> Page {
        let downloads = tempfile::tempdir().expect("a folder");
        Page { browser: Browser::start(engine, downloads.path()), site, downloads }
    }

    /// Waits until `reached` holds; `goal` names it in a failure.
    pub(crate) fn wait(&self, goal: &str, mut reached: impl FnMut() -> bool) {
        let start = Instant::now();
        while !reached() {
            assert!(
                start.elapsed() < PATIENCE,
                "{:?} waited in vain until {goal}; state {}, hint {:?}, notice {:?}, link {}, console {:?}",
                self.browser.engine,
                self.state(),
                self.text("#hint"),
                self.text("#notice"),
                self.link(),
                self.complaints(),
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the results are those of the recipe in the form.
    pub(crate) fn settle(&self) {
        self.wait("the results are fresh", || self.state() == "fresh");
    }

    /// Waits until the page has come to this link and shows its results; keys on the way there have links, too.
    pub(crate) fn settle_on(&self, link: &str) {
        self.wait(&format!("the link is {link}"), || self.link() == link);
        self.settle();
    }

    /// Gives up the file that the page asks about.
    pub(crate) fn lose_file(&self) {
        self.wait("it asks", || self.shows("#loss"));
        self.browser.click("#loss-lose");
        self.wait("the question is gone", || !self.shows("#loss"));
    }

    /// Keeps the file that the page asks about.
    pub(crate) fn keep_file(&self) {
        self.wait("it asks", || self.shows("#loss"));
        self.browser.click("#loss-keep");
        self.wait("the question is gone", || !self.shows("#loss"));
    }

    /// fresh, updating, stale, idle, running or failed.
    pub(crate) fn state(&self) -> String {
        self.string("return document.querySelector('#results').dataset.state", &[])
    }

    /// The fragment in the address bar.
    pub(crate) fn link(&self) -> String {
        self.string("return location.hash", &[])
    }

    /// The element's text as the user sees it: none when it is hidden.
    pub(crate) fn text(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0]).innerText.trim()";
        self.string(script, &[selector])
    }

    /// Whether the user sees the element.
    pub(crate) fn shows(&self, selector: &str) -> bool {
        let script = "return document.querySelector(arguments[0]).checkVisibility()";
        self.browser.run(script, &[selector]) == json!(true)
    }

    /// The texts of a table's body, row by row.
    pub(crate) fn table(&self, selector: &str) -> Vec<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0] + ' > tbody > tr')]
            .map(row => [...row.cells].map(cell => cell.innerText.trim()))";
        serde_json::from_value(self.browser.run(script, &[selector])).expect("rows of texts")
    }

    /// What the field holds.
    pub(crate) fn value(&self, selector: &str) -> String {
        self.string("return document.querySelector(arguments[0]).value", &[selector])
    }

    /// Fills a field in, opening the section it is in.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let open = "const field = document.querySelector(arguments[0]);
            for (let box = field.closest('details'); box; box = box.parentElement.closest('details'))
                box.open = true;
            return field.type";
        if self.string(open, &[selector]) != "date" {
            return self.browser.replace(selector, text);
        }
        // The keys that a date field takes depend on the language of the browser.
        let set = "const field = document.querySelector(arguments[0]);
            field.value = arguments[1];
            for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }))";
        self.browser.run(set, &[selector, text]);
    }

    /// The SHA-256 that the page tells, in full.
    pub(crate) fn fingerprint(&self) -> String {
        let script = "const told = document.querySelector('#summary-sha256');
            return told.dataset.value || told.title || told.innerText";
        self.string(script, &[])
    }

    /// Clicks Download and waits for the file.
    pub(crate) fn download(&self) -> Vec<u8> {
        self.downloaded("#download", "customers.csv")
    }

    /// Clicks a link to a file of this name and waits for the file.
    pub(crate) fn downloaded(&self, selector: &str, name: &str) -> Vec<u8> {
        self.browser.click(selector);
        // WebKit gives what is under way the name of the whole, so it has to stay the same for a while.
        let looks = if self.browser.engine == Engine::WebKit { 25 } else { 0 };
        let file = self.downloads.path().join(name);
        let mut bytes = Vec::new();
        let mut unchanged = 0;
        self.wait("the download is there", || {
            let names = fs::read_dir(self.downloads.path()).expect("the folder");
            let under_way = names
                .filter_map(Result::ok)
                .filter_map(|entry| entry.path().extension().map(ToOwned::to_owned))
                .any(|extension| extension == "crdownload" || extension == "part");
            let read = fs::read(&file).unwrap_or_default();
            unchanged = if read == bytes { unchanged + 1 } else { 0 };
            bytes = read;
            !under_way && !bytes.is_empty() && unchanged >= looks
        });
        // The next of this name would have a number behind it.
        fs::remove_file(file).expect("the file can go");
        bytes
    }

    /// What stands on the clipboard.
    pub(crate) fn clipboard(&self) -> String {
        let permissions = json!({
            "origin": self.site.origin(),
            "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
        });
        self.browser.devtools("Browser.grantPermissions", &permissions);
        self.string("return navigator.clipboard.readText()", &[])
    }

    /// Errors and warnings in the console since the last call.
    pub(crate) fn complaints(&self) -> Vec<String> {
        if self.browser.engine != Engine::Chromium {
            // Where the tests' script is not, only what the page itself shows of its troubles is known.
            let lines = self.browser.run("return window.complaints?.splice(0) ?? []", &[]);
            return serde_json::from_value(lines).expect("texts");
        }
        let loud = |line: &String| line.contains("SEVERE") || line.contains("WARNING");
        self.browser.console().into_iter().filter(loud).collect()
    }

    /// The addresses asked for over a network since the last call.
    pub(crate) fn requests(&self) -> Vec<String> {
        let local = |url: &String| {
            ["blob:", "data:", "about:", "chrome:"].iter().any(|scheme| url.starts_with(scheme))
        };
        self.browser.requests().into_iter().filter(|url| !local(url)).collect()
    }

    /// The text that a script returns.
    pub(crate) fn string(&self, script: &str, arguments: &[&str]) -> String {
        self.browser.run(script, arguments).as_str().unwrap_or_default().to_owned()
    }
}
