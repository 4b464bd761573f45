//! The folder of a built site: its files, and those that `index.html` names. Nothing of what is made of them.

use std::fs;
use std::path::PathBuf;

use crate::{Error, document};

/// A built site.
pub(crate) struct Site {
    folder: PathBuf,
    /// The page as it is hosted.
    pub(crate) page: String,
}

/// A file that the page names: its selector there, and the attribute.
pub(crate) struct Part(pub(crate) &'static str, &'static str);

/// The style sheet.
pub(crate) const STYLE: Part = Part("link[rel=stylesheet]", "href");
/// What JavaScript and the module say to each other through.
pub(crate) const GLUE: Part = Part("link[rel=modulepreload]", "href");
/// The WebAssembly module.
pub(crate) const MODULE: Part = Part("link[rel=preload][as=fetch]", "href");
/// The script that starts the page.
pub(crate) const BOOT: Part = Part("script[src*='/boot-']", "src");

impl Site {
    /// The site in this folder.
    pub(crate) fn open(folder: PathBuf) -> Result<Site, Error> {
        let mut site = Site { folder, page: String::new() };
        site.page = site.text("index.html")?;
        Ok(site)
    }

    /// The name of a file that the page names.
    pub(crate) fn name(&self, part: &Part) -> Result<String, Error> {
        let address = document::attribute(&self.page, part.0, part.1)?;
        Ok(address.trim_start_matches("./").to_owned())
    }

    /// The names of all files, in order.
    pub(crate) fn names(&self) -> Result<Vec<String>, Error> {
        let entries = fs::read_dir(&self.folder)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|reason| Error::File { path: self.folder.clone(), reason })?;
        let mut names: Vec<String> =
            entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        Ok(names)
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

    /// Writes a file, in the place of another one of its name if there is one.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|reason| Error::File { path, reason })
    }
}
