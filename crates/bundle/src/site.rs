//! The folder of a built site: its files, those that `index.html` names, and those that a first visit brings.
//! Nothing of what is made of them.

use std::fs;
use std::path::PathBuf;

use crate::{Error, document};

/// The page as it is hosted.
const PAGE: &str = "index.html";

/// The page as one file, which nobody gets unasked.
pub(crate) const ALONE: &str = "segmint.html";

/// What a host shows where it has no page: the name that hosts look for.
pub(crate) const NOT_FOUND: &str = "404.html";

/// What some hosts read, and nobody gets.
const HEADERS: &str = "_headers";

/// A built site.
pub(crate) struct Site {
    folder: PathBuf,
    /// What the hosted page holds.
    pub(crate) page: String,
}

/// A file that the page names.
pub(crate) struct Part {
    /// What finds the element that names it.
    pub(crate) selector: &'static str,
    attribute: &'static str,
}

/// The style sheet.
pub(crate) const STYLE: Part = Part { selector: "link[rel=stylesheet]", attribute: "href" };
/// What JavaScript and the module say to each other through.
pub(crate) const GLUE: Part = Part { selector: "link[rel=modulepreload]", attribute: "href" };
/// The WebAssembly module.
pub(crate) const MODULE: Part = Part { selector: "link[rel=preload][as=fetch]", attribute: "href" };
/// The script that starts the page.
pub(crate) const BOOT: Part = Part { selector: "script[src*='/boot-']", attribute: "src" };

impl Site {
    /// The site in this folder.
    pub(crate) fn open(folder: PathBuf) -> Result<Site, Error> {
        let mut site = Site { folder, page: String::new() };
        site.page = site.text(PAGE)?;
        Ok(site)
    }

    /// The name of a file that the page names.
    pub(crate) fn name(&self, part: &Part) -> Result<String, Error> {
        let address = document::attribute(&self.page, part.selector, part.attribute)?;
        Ok(address.trim_start_matches("./").to_owned())
    }

    /// The names of all files that a first visit brings, in order.
    pub(crate) fn first_visit(&self) -> Result<Vec<String>, Error> {
        let entries = fs::read_dir(&self.folder)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|reason| Error::File { path: self.folder.clone(), reason })?;
        let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> =
            names.filter(|name| ![ALONE, HEADERS, NOT_FOUND].contains(&&**name)).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Changes the hosted page.
    pub(crate) fn turn_page(&mut self, page: String) -> Result<(), Error> {
        self.page = page;
        self.write(PAGE, &self.page)
    }

    /// What a file holds.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.folder.join(name);
        fs::read(&path).map_err(|reason| Error::File { path, reason })
    }

    /// What a text file holds.
    pub(crate) fn text(&self, name: &str) -> Result<String, Error> {
        let path = self.folder.join(name);
        fs::read_to_string(&path).map_err(|reason| Error::File { path, reason })
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.folder.join(name);
        fs::remove_file(&path).map_err(|reason| Error::File { path, reason })
    }

    /// Writes a file, in the place of another one of its name if there is one.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|reason| Error::File { path, reason })
    }
}

/// A site with this style sheet, and the folder that it lives in.
#[cfg(test)]
pub(crate) fn example(style: &str) -> (tempfile::TempDir, Site) {
    let page = "<!doctype html><html><head>\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">\
        <link rel=\"manifest\" href=\"x\" data-hosted>\
        <script src=\"./boot-1.js\"></script>\
        <link rel=\"stylesheet\" href=\"./style-1.css\">\
        <script type=\"module\" src=\"./offline-1.js\" data-hosted></script>\
        <link rel=\"modulepreload\" href=\"./glue-1.js\">\
        <link rel=\"preload\" as=\"fetch\" href=\"./module-1.wasm\"></head><body></body></html>";
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (PAGE, page),
        ("style-1.css", style),
        ("boot-1.js", "start()"),
        ("offline-1.js", "register()"),
        ("glue-1.js", "glue"),
        ("module-1.wasm", "module"),
        ("service-worker.js", "serve()"),
        ("_headers", "/*"),
        (
            NOT_FOUND,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">\
            <script>go()</script>",
        ),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let site = Site::open(folder.path().into()).unwrap();
    (folder, site)
}
