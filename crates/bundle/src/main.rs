//! Finishes a build of the site. Trunk runs this when it has built one (`[[hooks]]` in Trunk.toml), in the
//! folder that `TRUNK_STAGING_DIR` names, before it becomes `dist/`.
//!
//! - `site`: the folder, and the files that `index.html` names.
//! - `document`: changes to an HTML document, each in one place.
//! - `style`: the style sheet, shortened.
//! - `boot`: the script that starts the page, in the page; `inline`: what stands in a document.
//! - `offline`: what the hosted page needs to open without network.
//! - `not_found`: what a host shows where it has no page.
//! - `origin`: where site and source will be, if that is known.
//! - `alone`: the whole page as one file, `segmint.html`.
//! - `weight`: what a first visit, and that one file, weigh.
//!
//! Nothing here knows what the page does.

mod alone;
mod boot;
mod document;
mod inline;
mod not_found;
mod offline;
mod origin;
mod site;
mod style;
mod weight;

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, io};

use lol_html::errors::RewritingError;
use thiserror::Error;

use site::{ALONE, Site};

/// What keeps the build from being finished.
#[derive(Debug, Error)]
enum Error {
    /// Somebody else than trunk has started this.
    #[error("TRUNK_STAGING_DIR is not set: trunk runs this, as Trunk.toml says")]
    NoStagingDir,
    /// A file cannot be read or written.
    #[error("{}: {reason}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: io::Error,
    },
    /// A file cannot be compressed.
    #[error("compressing failed: {0}")]
    Packing(io::Error),
    /// `index.html` and this code do not fit together.
    #[error("index.html has {found} of {selector} where one was expected")]
    Unfit {
        /// What was looked for.
        selector: &'static str,
        /// How many there are.
        found: usize,
    },
    /// Put into a document, it would end before its end.
    #[error("{name} holds {end}, and would end there if it stood in a document")]
    EndsEarly {
        /// Which file.
        name: String,
        /// What it must not hold.
        end: &'static str,
    },
    /// The document is not understood.
    #[error("index.html: {0}")]
    Document(#[from] RewritingError),
}

fn main() -> ExitCode {
    match finish() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The site could not be finished: {error}");
            ExitCode::FAILURE
        }
    }
}

fn finish() -> Result<(), Error> {
    let folder = env::var_os("TRUNK_STAGING_DIR").ok_or(Error::NoStagingDir)?;
    let mut site = Site::open(folder.into())?;
    let known = |name| env::var(name).ok().filter(|address| !address.is_empty());
    let (address, source) = (known("SEGMINT_SITE"), known("SEGMINT_SOURCE"));
    let page = origin::name(&site.page, address.as_deref(), source.as_deref())?;
    site.turn_page(page)?;
    not_found::equip(&site)?;
    style::shorten(&site)?;
    let boot = boot::take_in(&mut site)?;
    if env::var_os("SEGMINT_DEVELOPMENT").is_some() {
        offline::do_without(&mut site)?;
    } else {
        offline::equip(&mut site)?;
    }
    site.write(ALONE, &alone::page(&site, &boot)?)?;
    weight::tell(&site)
}
