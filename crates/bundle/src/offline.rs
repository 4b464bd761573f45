//! What the hosted page needs to open without network: a service worker that knows the files of this build.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lol_html::html_content::ContentType;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::document::change;
use crate::site::Site;

/// The service worker, which never keeps itself: the browser does.
const WORKER: &str = "service-worker.js";

/// What has the browser start it.
const STARTER: &str = "script[src*='/offline-']";

/// Tells the service worker what to keep, and the page which build it is of.
pub(crate) fn equip(site: &mut Site) -> Result<(), Error> {
    let files: Vec<String> =
        site.first_visit()?.into_iter().filter(|name| name != WORKER).collect();
    let build = build(site, &files)?;
    // Out of the one file, which has no service worker.
    let mark = format!("<meta name=\"build\" content=\"{build}\" data-hosted>");
    let page = change(&site.page, "head", |head| {
        head.append(&mark, ContentType::Html);
        Ok(())
    })?;
    site.turn_page(page)?;
    tell_worker(site, &build, &files)
}

/// Leaves the page to its server: while it is worked on, a kept one would be a stale one. A service worker of an
/// earlier build is replaced by one that keeps nothing.
pub(crate) fn do_without(site: &mut Site) -> Result<(), Error> {
    let page = change(&site.page, STARTER, |script| {
        script.remove();
        Ok(())
    })?;
    site.turn_page(page)?;
    tell_worker(site, "none", &[])
}

fn tell_worker(site: &Site, build: &str, files: &[String]) -> Result<(), Error> {
    let script = site.text(WORKER)?;
    // Rust writes plain names as JavaScript does.
    site.write(WORKER, &format!("const build = {build:?};\nconst files = {files:?};\n{script}"))
}

/// A name that no other build has: of every file its name and what it holds, the service worker included.
fn build(site: &Site, files: &[String]) -> Result<String, Error> {
    let mut hasher = Sha256::new();
    for name in files.iter().map(String::as_str).chain([WORKER]) {
        let bytes = site.bytes(name)?;
        hasher.update(format!("{name} {}\n", bytes.len()));
        hasher.update(bytes);
    }
    Ok(BASE64_STANDARD.encode(hasher.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::example;

    #[test]
    fn page_and_service_worker_know_the_build_and_its_files() {
        let builds = ["p {}", "p { margin: 0 }"].map(|style| {
            let (_folder, mut site) = example(style);
            equip(&mut site).unwrap();
            let worker = site.text(WORKER).unwrap();
            let [first, second, script] = worker.lines().collect::<Vec<_>>()[..] else {
                panic!("{worker}")
            };
            let files = "[\"boot-1.js\", \"glue-1.js\", \"index.html\", \"module-1.wasm\", \
                \"offline-1.js\", \"style-1.css\"]";
            assert_eq!(second, format!("const files = {files};"));
            assert_eq!(script, "serve()");
            let build = first.split('"').nth(1).unwrap();
            assert!(site.text("index.html").unwrap().contains(build), "{build}");
            build.to_owned()
        });
        assert_ne!(builds[0], builds[1], "what is in the files counts");
    }

    #[test]
    fn while_the_page_is_worked_on_nothing_is_kept() {
        let (_folder, mut site) = example("");
        do_without(&mut site).unwrap();
        assert!(!site.text("index.html").unwrap().contains("offline"));
        let worker = site.text(WORKER).unwrap();
        assert_eq!(worker, "const build = \"none\";\nconst files = [];\nserve()");
    }
}
