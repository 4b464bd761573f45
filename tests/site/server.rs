//! A static web server on a free port, with a log: the built site, or any folder, below a path, as a project page has
//! it, with the headers that are recommended for it.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Where the site lives on the server: not at its root, so that an address from the root is found out.
const BASE: &str = "/docs/segmint/";

/// Where the script of a test lies beside the page.
const INSTRUMENTS: &str = "instruments.js";

/// Who may use what a site serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Pages of every origin, and frames without any, as on most hosts of static sites.
    Anyone,
    /// Its own pages only, which is what a server says by saying nothing.
    OwnPages,
}

/// The served site. Dropped, or stopped, it is no longer there.
pub(crate) struct Site {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    runtime: Mutex<Option<Runtime>>,
}

impl Site {
    /// Serves `dist/`, with a script that runs before the page's own if there is one.
    pub(crate) fn serve(instruments: &str) -> Site {
        Site::serve_to(Access::Anyone, instruments)
    }

    /// Serves `dist/` to these pages.
    pub(crate) fn serve_to(access: Access, instruments: &str) -> Site {
        Site::of(&dist(), access, instruments)
    }

    /// Serves this folder, with a script that runs before that of its first page if there is one.
    pub(crate) fn of(folder: &Path, access: Access, instruments: &str) -> Site {
        let (folder, instruments): (PathBuf, Arc<str>) = (folder.into(), instruments.into());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&requests);
        let router = Router::new().fallback(async move |url: Uri| {
            log.lock().unwrap().push(url.to_string());
            let mut answer = answer(&url.to_string(), &folder, &instruments);
            let headers = answer.headers_mut();
            match access {
                Access::Anyone => {
                    let anyone = HeaderValue::from_static("*");
                    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, anyone);
                }
                Access::OwnPages => {
                    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
                }
            }
            answer
        });
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let listener = runtime.block_on(free).expect("a free port");
        let address = listener.local_addr().expect("its address");
        runtime.spawn(async move { axum::serve(listener, router).await });
        Site { address, requests, runtime: Mutex::new(Some(runtime)) }
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        self.origin() + BASE
    }

    /// Ends the server and every connection to it.
    pub(crate) fn stop(&self) {
        drop(self.runtime.lock().unwrap().take());
    }

    /// The paths asked for so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// The built site.
pub(crate) fn dist() -> PathBuf {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    assert!(dist.join("index.html").exists(), "dist/ holds no site: run ./scripts/test");
    dist
}

fn answer(url: &str, folder: &Path, instruments: &str) -> Response {
    if let Some((media_type, bytes)) = content(url, folder, instruments) {
        let headers = AppendHeaders(headers(url, folder));
        return ([(header::CONTENT_TYPE, media_type)], headers, bytes).into_response();
    }
    // As hosts of static sites do.
    let page = fs::read(folder.join("404.html")).ok().filter(|_| url.starts_with(BASE));
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::NOT_FOUND, headers, page.unwrap_or_default()).into_response()
}

/// What the file `_headers` asks for at this address, if the folder has one: below a path, or a path with `*` for
/// its end, the headers, indented.
fn headers(url: &str, folder: &Path) -> Vec<(String, String)> {
    let path = url.split('?').next().unwrap_or_default().replacen(BASE, "/", 1);
    let mut applies = false;
    let mut headers = Vec::new();
    for line in fs::read_to_string(folder.join("_headers")).unwrap_or_default().lines() {
        if line.starts_with('/') {
            applies = line.strip_suffix('*').map_or(line == path, |start| path.starts_with(start));
        } else if applies && let Some((name, value)) = line.split_once(": ") {
            headers.push((name.trim().to_lowercase(), value.to_owned()));
        }
    }
    headers
}

fn content(url: &str, folder: &Path, instruments: &str) -> Option<(&'static str, Vec<u8>)> {
    let file = file_of(url, folder)?;
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

fn file_of(url: &str, folder: &Path) -> Option<PathBuf> {
    let path = url.split('?').next()?.strip_prefix(BASE)?;
    let inside = !path.split('/').any(|part| part == "..");
    let page = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    inside.then(|| folder.join(format!("{path}{page}")))
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
