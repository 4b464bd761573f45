//! A static web server on a free port, with a log: the built site below a path, as a project page has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Request, Response, Server};

/// Where the site lives on the server: not at its root, so that an address from the root is found out.
const BASE: &str = "/docs/segmint/";

/// Where the script of a test lies beside the page.
const INSTRUMENTS: &str = "instruments.js";

/// The served site.
pub(crate) struct Site {
    server: Arc<Server>,
    requests: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves `dist/`, with a script that runs before the page's own if there is one.
    pub(crate) fn serve(instruments: &str) -> Site {
        let instruments: Arc<str> = instruments.into();
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
        assert!(dist.join("index.html").exists(), "dist/ holds no site: run ./scripts/test");
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let thread = {
            let (server, requests) = (Arc::clone(&server), Arc::clone(&requests));
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    requests.lock().unwrap().push(request.url().to_owned());
                    let (dist, instruments) = (dist.clone(), Arc::clone(&instruments));
                    // A browser may leave one answer unread until it has another.
                    thread::spawn(move || answer(request, &dist, &instruments));
                }
            })
        };
        Site { server, requests, thread: Some(thread) }
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.server.server_addr())
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        self.origin() + BASE
    }

    /// The paths asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(request: Request, dist: &Path, instruments: &str) {
    let content = content(request.url(), dist, instruments);
    // A browser that has gone away is no fault of the site.
    let _ = match content {
        Some((media_type, bytes)) => {
            let header = Header::from_bytes("Content-Type", media_type).expect("plain ASCII");
            request.respond(Response::from_data(bytes).with_header(header))
        }
        None => request.respond(Response::empty(404)),
    };
}

fn content(url: &str, dist: &Path, instruments: &str) -> Option<(&'static str, Vec<u8>)> {
    let file = file_of(url, dist)?;
    if file.ends_with(INSTRUMENTS) {
        return Some((media_type(&file), instruments.into()));
    }
    let bytes = fs::read(&file).ok()?;
    if !instruments.is_empty() && file.ends_with("index.html") {
        let page = String::from_utf8(bytes).ok()?;
        let script = format!("<head><script src=\"{INSTRUMENTS}\"></script>");
        return Some((media_type(&file), page.replacen("<head>", &script, 1).into()));
    }
    Some((media_type(&file), bytes))
}

fn file_of(url: &str, dist: &Path) -> Option<PathBuf> {
    let path = url.split('?').next()?.strip_prefix(BASE)?;
    let inside = !path.split('/').any(|part| part == "..");
    inside.then(|| dist.join(if path.is_empty() { "index.html" } else { path }))
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("json" | "webmanifest") => "application/json",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}
