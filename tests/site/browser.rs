//! A headless browser of one's own, spoken to through `WebDriver` (<https://www.w3.org/TR/webdriver2/>).
//!
//! The protocol is a handful of JSON posts; what the tests need beyond it (logs, emulation, permissions) is
//! chromedriver's own, so a general client would not be any shorter. Every failure of the protocol panics.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::http::Response;
use ureq::{Agent, Body};

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
    /// As `WebKitGTK` has it: without a headless mode, so it gets a screen of its own.
    WebKit,
}

impl Engine {
    /// Those that the variable `ENGINES` names, as in `ENGINES=chromium,firefox,webkit`; without it Chromium.
    pub(crate) fn asked() -> Vec<Engine> {
        let asked = env::var("ENGINES").unwrap_or_else(|_| "chromium".to_owned());
        let known = |name: &str| match name {
            "chromium" => Engine::Chromium,
            "firefox" => Engine::Firefox,
            "webkit" => Engine::WebKit,
            other => panic!("no tests for {other}"),
        };
        asked.split(',').map(known).collect()
    }

    /// The driver: the variable that names it, and its command.
    const fn driver(self) -> (&'static str, &'static str) {
        match self {
            Engine::Chromium => ("CHROMEDRIVER", "chromedriver"),
            Engine::Firefox => ("GECKODRIVER", "geckodriver"),
            Engine::WebKit => ("WEBKITDRIVER", "WebKitWebDriver"),
        }
    }
}

/// One session in one browser; both end with it.
pub(crate) struct Browser {
    pub(crate) engine: Engine,
    _driver: Driver,
    agent: Agent,
    /// The address of the session.
    session: String,
}

impl Browser {
    /// Starts a browser that saves what it downloads in `downloads`. A driver that cannot be spoken to, as one whose port
    /// somebody else has taken meanwhile, is started again.
    pub(crate) fn start(engine: Engine, downloads: &Path) -> Browser {
        const TRIES: usize = 5;
        let config = Agent::config_builder().http_status_as_error(false).build();
        let agent = Agent::new_with_config(config);
        let capabilities =
            json!({ "capabilities": { "alwaysMatch": capabilities(engine, downloads) } });
        for _ in 0..TRIES {
            let driver = Driver::start(engine, downloads);
            let session = format!("http://127.0.0.1:{}/session", driver.port);
            match agent.post(&session).send_json(&capabilities) {
                Ok(response) => {
                    let opened = answer(&capabilities.to_string(), response);
                    let id = opened["sessionId"].as_str().expect("a session id");
                    let session = format!("{session}/{id}");
                    return Browser { engine, _driver: driver, agent, session };
                }
                Err(error) => eprintln!("{engine:?} is started again: {error}"),
            }
        }
        panic!("no driver of {engine:?} answers, {TRIES} times");
    }

    /// Opens an address and waits for the page's `load`.
    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    /// From here on everything happens in this frame of the document.
    pub(crate) fn enter(&self, selector: &str) {
        let frame = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        self.post("/frame", &json!({ "id": frame }));
    }

    /// From here on everything happens in the document around all frames.
    pub(crate) fn leave_frames(&self) {
        self.post("/frame", &json!({ "id": null }));
    }

    /// Goes back in the history.
    pub(crate) fn back(&self) {
        self.post("/back", &json!({}));
    }

    /// The tabs there are.
    pub(crate) fn tabs(&self) -> Vec<String> {
        serde_json::from_value(self.get("/window/handles")).expect("names of tabs")
    }

    /// From here on everything happens in this tab.
    pub(crate) fn turn_to(&self, tab: &str) {
        self.post("/window", &json!({ "handle": tab }));
    }

    /// Runs the body of a JavaScript function in the page and returns what it returns, awaited.
    pub(crate) fn run(&self, body: &str, arguments: &[&str]) -> Value {
        // Chromium awaits by itself.
        let script = format!("return (async function () {{ {body} }}).apply(null, arguments)");
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Opens another tab and turns to it; gives the one that was open and the new one.
    pub(crate) fn open_tab(&self) -> [String; 2] {
        let handle = |value: &Value| value.as_str().expect("a handle").to_owned();
        let before = handle(&self.get("/window"));
        let after = handle(&self.post("/window/new", &json!({ "type": "tab" }))["handle"]);
        self.turn_to(&after);
        [before, after]
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

    fn get(&self, path: &str) -> Value {
        let response = self.agent.get(format!("{}{path}", self.session)).call();
        answer(path, response.expect("the driver answers"))
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let response = self.agent.post(format!("{}{path}", self.session)).send_json(body);
        answer(&format!("{path} {body}"), response.expect("the driver answers"))
    }
}

/// What the driver has to say to `command`.
fn answer(command: &str, mut response: Response<Body>) -> Value {
    let answer: Value = response.body_mut().read_json().expect("the driver answers in JSON");
    assert!(answer["value"]["error"].is_null(), "{command}: {}", answer["value"]["message"]);
    answer["value"].clone()
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Ends the browser; the driver, which is told nothing by this, ends at once after it.
        let _ = self.agent.delete(&self.session).call();
    }
}

/// A driver, and the screen that its browser is on if it needs one. They end with it, in this order.
struct Driver {
    _process: Process,
    _screen: Option<Process>,
    /// The browser's profile and what the page stores: gigabytes, which no browser removes when it is told to end.
    _scratch: TempDir,
    port: u16,
}

impl Driver {
    fn start(engine: Engine, downloads: &Path) -> Driver {
        let (variable, command) = engine.driver();
        let program = env::var_os(variable).unwrap_or_else(|| command.into());
        let scratch = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(program);
        command.env("TMPDIR", scratch.path());
        let (process, screen, port) = match engine {
            Engine::Chromium => {
                let (process, port) = Process::start_telling(
                    command.arg("--port=0"),
                    "started successfully on port ",
                );
                (process, None, port)
            }
            Engine::Firefox => {
                let (process, port) =
                    Process::start_telling(command.arg("--port=0"), "Listening on 127.0.0.1:");
                (process, None, port)
            }
            Engine::WebKit => {
                let (screen, display) =
                    Process::start_telling(Command::new("Xvfb").args(SCREEN), "");
                // It takes no port of its own choice, and saves where the desktop says.
                let port = free_port();
                fs::write(
                    downloads.join("user-dirs.dirs"),
                    format!("XDG_DOWNLOAD_DIR={:?}\n", downloads.display().to_string()),
                )
                .expect("the folder for downloads");
                command.arg(format!("--port={port}"));
                command.env("DISPLAY", format!(":{display}")).env("XDG_CONFIG_HOME", downloads);
                let process = Process::start(&mut command);
                wait_for(port);
                (process, Some(screen), port)
            }
        };
        Driver { _process: process, _screen: screen, _scratch: scratch, port }
    }
}

/// What a screen is started with: a free number, told to standard output, and room for the page.
const SCREEN: [&str; 5] = ["-displayfd", "1", "-screen", "0", "1280x1000x24"];

/// A process that ends with this value.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Process {
        let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let program = command.get_program().display();
        Process(started.unwrap_or_else(|error| panic!("{program}: {error}: run ./scripts/test")))
    }

    /// Starts it, and waits for the number behind this text. A driver that is to choose a port takes one that is free
    /// as IPv4, and ends at once if somebody has it as IPv6: then it is started again.
    fn start_telling(command: &mut Command, before: &str) -> (Process, u16) {
        const TRIES: usize = 5;
        let told = (0..TRIES).find_map(|_| {
            let mut process = Process::start(command);
            let number = process.number_after(before)?;
            Some((process, number))
        });
        let program = command.get_program().display();
        told.unwrap_or_else(|| panic!("{program} told no number, {TRIES} times"))
    }

    /// The number behind this text in the first lines that it prints, unless it ends before; the rest is read away lest
    /// it waits for a reader.
    fn number_after(&mut self, before: &str) -> Option<u16> {
        let mut lines = BufReader::new(self.0.stdout.take().expect("a pipe")).lines();
        let number = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split_once(before)?.1.trim_end_matches('.').parse().ok())?;
        thread::spawn(move || lines.for_each(drop));
        Some(number)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// Waits until somebody listens on this port.
fn wait_for(port: u16) {
    for _ in 0..500 {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("nobody listens on port {port}");
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
        Engine::WebKit => json!({}),
    }
}
