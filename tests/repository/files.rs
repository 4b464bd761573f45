//! Every file that is kept, or would be with the next `git add`, is one that a rule below knows.

use std::path::Path;

use super::output;

/// Files of these names at the root.
const ROOT: [&str; 14] = [
    ".gitignore",
    "BENCHMARKS.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "NOTICE",
    "README.md",
    "Trunk.toml",
    "clippy.toml",
    "index.html",
    "rustfmt.toml",
    "webdriver.json",
];

/// Folders, and what the names of the files in there end in, at any depth. An empty ending is that of
/// a name without one.
const FOLDERS: [(&str, &[&str]); 13] = [
    (".cargo", &["toml"]),
    (".ci", &[""]),
    (".github/workflows", &["yml"]),
    ("benches", &["rs", "js", "py"]),
    ("crates", &["rs", "toml", "js", "mjs", "ts", "json", "md", "py", "pyi", "typed"]),
    ("data", &["csv", "md"]),
    ("docs", &["md", "html", "css", "js", "toml", "yml", "sql"]),
    ("scripts", &["", "sh", "rs", "toml", "py"]),
    ("src", &["rs", "sql", "sh", "py", "js", "ts", "json", "txt", "bin"]),
    // What a fuzz target was fed has a name of its content.
    ("tests/fuzz/corpus", &[""]),
    ("tests/fuzz", &["rs", "toml", "lock", "dict", "gitattributes", "gitignore"]),
    ("tests", &["rs", "mjs", "txt", "json", "csv", "py"]),
    ("www", &["", "html", "js", "css", "svg", "png", "webmanifest"]),
];

/// Folders that tools make, wherever they are.
const MADE: [&str; 6] = ["target", "dist", "node_modules", "__pycache__", ".venv", "pkg"];

/// Whether a file at this path, from the root, is of a kind that is kept.
fn is_known(path: &str) -> bool {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    if folders.iter().any(|folder| MADE.contains(folder)) {
        return false;
    }
    // Of a name that begins with a dot the rest is an ending.
    let ending = match name.rsplit_once('.') {
        Some((_, ending)) => ending,
        None => "",
    };
    let folder = FOLDERS.iter().find(|(folder, _)| Path::new(path).starts_with(folder));
    folder.map_or(ROOT.contains(&path), |(_, endings)| endings.contains(&ending))
}

#[test]
fn every_file_is_of_a_kind_that_is_kept() {
    let listed = output("git", &["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let files: Vec<&str> = listed.split_terminator('\0').collect();
    assert!(files.contains(&"Cargo.toml"), "{files:?}");
    let stray: Vec<&&str> = files.iter().filter(|path| !is_known(path)).collect();
    assert!(stray.is_empty(), "remove these, or name their kind in {}: {stray:#?}", file!());
}

#[test]
fn what_tools_and_editors_leave_behind_is_known_for_it() {
    for stray in [
        "isolate-0xe9c004d0000-15936-v8.log",
        "v8.log",
        "customers.csv",
        "Cargo.toml.orig",
        "Cargo.lock.rej",
        "perf.data",
        "core",
        "nohup.out",
        "default_12345_0.profraw",
        "mutants.out/log/baseline.log",
        "node_modules/typescript/package.json",
        "tests/api/node_modules/a/index.mjs",
        "src/lib.rs.orig",
        "src/lib.rs~",
        "src/.lib.rs.swp",
        "src/.DS_Store",
        "src/notes.md",
        "src/isolate-0xe9c004d0000-15936-v8.log",
        "tests/fuzz/corpus/reader/crash.log",
        "tests/fuzz/artifacts/reader/crash-0d0d93c9",
        "tests/loading/__pycache__/check.rs",
        "tests/loading/customers.db",
        "www/style.css.map",
        "docs/examples/mkdocs/site.tar.gz",
        "somewhere/new.rs",
    ] {
        assert!(!is_known(stray), "{stray}");
    }
}

#[test]
fn every_rule_knows_a_file() {
    let listed = output("git", &["ls-files", "-z"]);
    for name in ROOT {
        assert!(listed.split('\0').any(|path| path == name), "there is no {name}");
    }
}
