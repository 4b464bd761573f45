//! The examples of documents with the page in a frame, or with the JavaScript module: built as their README says, and
//! opened.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::json;
use tempfile::TempDir;

use crate::browser::Engine;
use crate::page::{COMPLAINTS, PLAIN, Page};
use crate::server::{Access, Site};
use crate::{assert_same, assert_valid, made_by_command_line, sha256, succeed};

/// The lines that give a frame its height, as every example has them.
const LISTENER: &str = include_str!("../../docs/examples/mkdocs/docs/frames.js");

/// A copy of one example, with what has been built where its README puts it.
struct Example(TempDir);

impl Example {
    fn copy(name: &str, built: &str, place: &str) -> Example {
        let folder = tempfile::tempdir().unwrap();
        copy(&root().join("docs/examples").join(name), folder.path());
        copy(&root().join(built), &folder.path().join(place));
        Example(folder)
    }

    /// Opens this part of it, whose first page has one frame, and sees that the frame generates and is as high as it asks.
    fn open(&self, part: &str, engine: Engine) {
        let page = Page::serve(engine, Access::OwnPages, "");
        let document = Site::of(&self.0.path().join(part), Access::OwnPages, COMPLAINTS);
        page.browser.open(&document.url());
        page.browser.run("document.querySelector('iframe').scrollIntoView()", &[]);
        let loaded =
            "return !!document.querySelector('iframe').contentDocument?.querySelector('#results')";
        page.wait("the frame is loaded", || page.browser.run(loaded, &[]) == json!(true));
        page.browser.enter("iframe");
        page.settle();
        assert_valid(&page);
        assert_same(&page.download(), &made_by_command_line(PLAIN));
        let fits =
            "return innerHeight === document.documentElement.scrollHeight && innerHeight > 400
            && innerHeight === Math.ceil(document.documentElement.getBoundingClientRect().height)";
        page.wait("the frame is as high as it asks", || page.browser.run(fits, &[]) == json!(true));
        page.browser.leave_frames();
        assert_eq!(page.complaints(), Vec::<String>::new(), "in the console");
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap_or_else(|error| panic!("{}: {error}", from.display())) {
        let from = entry.unwrap().path();
        let to = to.join(from.file_name().unwrap());
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

#[test]
fn the_plain_page_holds_the_data_set() {
    for engine in Engine::asked() {
        Example::copy("plain", "dist", "segmint").open("", engine);
    }
}

#[test]
fn the_book_of_mkdocs_holds_the_data_set() {
    let example = Example::copy("mkdocs", "dist", "docs/segmint");
    let program = env::var_os("MKDOCS").unwrap_or_else(|| "mkdocs".into());
    let built = Command::new(&program).args(["build", "--strict"]).current_dir(&example.0).output();
    succeed(built.unwrap_or_else(|error| {
        panic!("{}: {error}: run ./scripts/test", PathBuf::from(&program).display())
    }));
    for engine in Engine::asked() {
        example.open("site", engine);
    }
}

#[test]
fn the_page_with_the_javascript_module_mints_and_judges() {
    let example = Example::copy("javascript", "target/js", "segmint");
    // The example says no version, so it has the latest.
    let bytes = made_by_command_line(&PLAIN.replace("v=1", "v=2"));
    let broken = String::from_utf8(bytes.clone()).unwrap().replacen(",LA,", ",XX,", 1);
    let file = example.0.path().join("broken.csv");
    fs::write(&file, broken).unwrap();
    for engine in Engine::asked() {
        let page = Page::serve(engine, Access::OwnPages, "");
        let document = Site::of(example.0.path(), Access::OwnPages, COMPLAINTS);
        page.browser.open(&document.url());
        let told = format!("{} bytes, SHA-256 {}", bytes.len(), sha256(&bytes));
        let text = |selector: &str| {
            page.string("return document.querySelector(arguments[0]).textContent", &[selector])
        };
        page.wait("it has generated", || text("#told") == told);
        assert!(text("#segments").contains("Declining5000"), "{}", text("#segments"));
        page.wait("it has shown transactions", || text("#categories").contains("Utilities"));
        page.browser.upload("#file", &file);
        page.wait("it has judged", || text("#judged").contains("state"));
        assert_eq!(page.complaints(), Vec::<String>::new(), "in the console");
    }
}

#[test]
fn all_examples_listen_alike() {
    let (_, lines) = LISTENER.split_once('\n').expect("a comment and the lines");
    let lines: Vec<_> = lines.trim().lines().map(str::trim).collect();
    for place in
        ["docs/embedding.md", "docs/examples/plain/index.html", "docs/examples/mdbook/frames.js"]
    {
        let text = fs::read_to_string(root().join(place)).unwrap();
        let text: Vec<_> = text.lines().map(str::trim).collect();
        assert!(text.windows(lines.len()).any(|window| window == lines), "{place}");
    }
}
