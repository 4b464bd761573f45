//! A headless browser of one's own, spoken to through `WebDriver` (<https://www.w3.org/TR/webdriver2/>).
//!
//! The protocol is a handful of JSON posts; what the tests need beyond it (logs, emulation, permissions) is
//! chromedriver's own, so a general client would not be any shorter. Every failure of the protocol panics.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

use serde_json::{Value, json};
use ureq::Agent;

/// The keys that have no character (`WebDriver`, section 17.4.2).
pub(crate) mod key {
    pub(crate) const RELEASE: char = '\u{E000}';
    pub(crate) const BACKSPACE: char = '\u{E003}';
    pub(crate) const TAB: char = '\u{E004}';
    pub(crate) const ENTER: char = '\u{E007}';
    pub(crate) const ESCAPE: char = '\u{E00C}';
    pub(crate) const CONTROL: char = '\u{E009}';
    pub(crate) const END: char = '\u{E010}';
}

/// The browsers that the page is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
}

impl Engine {
    /// Those that the variable `ENGINES` names, as in `ENGINES=chromium,firefox`; without it Chromium.
    pub(crate) fn asked() -> Vec<Engine> {
        let asked = env::var("ENGINES").unwrap_or_else(|_| "chromium".to_owned());
        let known = |name: &str| match name {
            "chromium" => Engine::Chromium,
            "firefox" => Engine::Firefox,
            other => panic!("no tests for {other}"),
        };
        asked.split(',').map(known).collect()
    }

    /// The driver: the variable that names it, its command, and what it says before its port.
    const fn driver(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver", "started successfully on port "),
            Engine::Firefox => ("GECKODRIVER", "geckodriver", "Listening on 127.0.0.1:"),
        }
    }
}

/// One session in one browser; both end with it.
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    driver: Child,
    agent: Agent,
    /// The address of the session.
    session: String,
}

impl Browser {
    /// Starts a browser that saves what it downloads in `downloads`.
    pub(crate) fn start(engine: Engine, downloads: &Path) -> Browser {
        let (variable, command, _) = engine.driver();
        let program = env::var_os(variable).unwrap_or_else(|| command.into());
        let mut driver = Command::new(&program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}: run ./scripts/test", program.display()));
        let port = port_of(engine, &mut driver);
        let config = Agent::config_builder().http_status_as_error(false).build();
        let mut browser = Browser {
            engine,
            driver,
            agent: Agent::new_with_config(config),
            session: format!("http://127.0.0.1:{port}/session"),
        };
        let capabilities =
            json!({ "capabilities": { "alwaysMatch": capabilities(engine, downloads) } });
        let session = browser.post("", &capabilities);
        let id = session["sessionId"].as_str().expect("a session id");
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    /// Opens an address and waits for the page's `load`.
    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    /// Runs the body of a JavaScript function in the page and returns what it returns, awaited.
    pub(crate) fn run(&self, body: &str, arguments: &[&str]) -> Value {
        // Chromium awaits by itself.
        let script = format!("return (async function () {{ {body} }}).apply(null, arguments)");
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Clicks the element, as a user does: where it is covered or out of sight for good, this fails.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Presses and releases keys, one after the other, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let strokes: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Puts `text` in place of what the field holds, as a user does with Ctrl+A and typing.
    pub(crate) fn replace(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        let keys = format!("{}a{}{text}", key::CONTROL, key::RELEASE);
        self.post(&format!("/element/{element}/value"), &json!({ "text": keys }));
    }

    /// Chooses a file in a field for files.
    pub(crate) fn upload(&self, selector: &str, path: &Path) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/value"), &json!({ "text": path }));
    }

    /// Sends a command of the `DevTools` protocol. Chromium only, as all that follows.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        self.post("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// What the page wrote to the console since the last call.
    pub(crate) fn console(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({ "type": "browser" }));
        let entries = entries.as_array().expect("a list").iter();
        entries.map(|entry| format!("{} {}", entry["level"], entry["message"])).collect()
    }

    /// The addresses that the page asked for since the last call, `blob:` and `data:` among them.
    pub(crate) fn requests(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({ "type": "performance" }));
        let entries = entries.as_array().expect("a list").iter();
        entries
            .filter_map(|entry| serde_json::from_str::<Value>(entry["message"].as_str()?).ok())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| {
                Some(event["message"]["params"]["request"]["url"].as_str()?.to_owned())
            })
            .collect()
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        let id = found.as_object().and_then(|object| object.values().next()?.as_str());
        id.expect("an element id").to_owned()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let mut response = self.agent.post(&url).send_json(body).expect("the driver answers");
        let answer: Value = response.body_mut().read_json().expect("the driver answers in JSON");
        assert!(
            answer["value"]["error"].is_null(),
            "{path} {body}: {}",
            answer["value"]["message"]
        );
        answer["value"].clone()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; the driver, which is told nothing by this, ends at once after it.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver chose, from its first lines; the rest is read away lest it waits for a reader.
fn port_of(engine: Engine, driver: &mut Child) -> u16 {
    let (_, _, before) = engine.driver();
    let mut lines = BufReader::new(driver.stdout.take().expect("a pipe")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once(before)?.1.trim_end_matches('.').parse().ok())
        .expect("the driver tells its port");
    thread::spawn(move || lines.for_each(drop));
    port
}

/// The capabilities of a browser: headless, with a place for downloads, and in Chromium with logs.
fn capabilities(engine: Engine, downloads: &Path) -> Value {
    match engine {
        Engine::Chromium => {
            let file = env::var_os("WASM_BINDGEN_TEST_WEBDRIVER_JSON")
                .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/webdriver.json").into());
            let text = fs::read(file).expect("the capabilities of the browser");
            let mut capabilities: Value = serde_json::from_slice(&text).expect("JSON");
            capabilities["goog:loggingPrefs"] = json!({ "browser": "ALL", "performance": "ALL" });
            capabilities["goog:chromeOptions"]["prefs"] = json!({
                "download.default_directory": downloads,
                "download.prompt_for_download": false,
            });
            capabilities
        }
        Engine::Firefox => {
            let mut options = json!({
                "args": ["-headless"],
                "prefs": {
                    "browser.download.dir": downloads,
                    "browser.download.folderList": 2,
                    "browser.download.useDownloadDir": true,
                },
            });
            // Debian's is called firefox-esr, which geckodriver does not look for.
            if let Ok(program) = env::var("FIREFOX") {
                options["binary"] = program.into();
            }
            json!({ "moz:firefoxOptions": options })
        }
    }
}
