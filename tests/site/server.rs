//! A static web server on a free port, with a log: the built site below a path, as a project page has it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Request, Response, Server};

/// Where the site lives on the server: not at its root, so that an address from the root is found out.
const BASE: &str = "/docs/segmint/";

/// The served site.
pub(crate) struct Site {
    server: Arc<Server>,
    requests: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// Serves `dist/`.
    pub(crate) fn serve() -> Site {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
        assert!(dist.join("index.html").exists(), "dist/ holds no site: run ./scripts/test");
        let server = Arc::new(Server::http("127.0.0.1:0").expect("a free port"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let thread = {
            let (server, requests) = (Arc::clone(&server), Arc::clone(&requests));
            thread::spawn(move || {
                for request in server.incoming_requests() {
                    requests.lock().unwrap().push(request.url().to_owned());
                    answer(request, &dist);
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

fn answer(request: Request, dist: &Path) {
    let file = file_of(request.url(), dist);
    // A browser that has gone away is no fault of the site.
    let _ = match file.and_then(|file| Some((media_type(&file), fs::read(&file).ok()?))) {
        Some((media_type, bytes)) => {
            let header = Header::from_bytes("Content-Type", media_type).expect("plain ASCII");
            request.respond(Response::from_data(bytes).with_header(header))
        }
        None => request.respond(Response::empty(404)),
    };
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
