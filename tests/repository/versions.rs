//! One version for all that is released together, and one of each library that two crates share.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Crates that nobody is given: they build what is, or measure it.
const TOOLS: [&str; 3] = ["bundle", "facts", "instructions"];

/// What a manifest says behind this key, in its first line of that.
fn said<'a>(manifest: &'a str, key: &str) -> Option<&'a str> {
    manifest.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('='))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn what_is_released_together_has_one_version() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("crates")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let manifest = read(format!("crates/{name}/Cargo.toml"));
        let version = said(&manifest, "version.workspace").or(said(&manifest, "version"));
        let expected = if TOOLS.contains(&&name[..]) { "\"0.0.0\"" } else { "true" };
        assert_eq!(version.map(str::trim), Some(expected), "{name}");
    }
    // The wheel has that of its crate, which the tests of it compare with ours.
    let project = read("crates/python/pyproject.toml");
    assert_eq!(said(&project, "dynamic").map(str::trim), Some("[\"version\"]"));
    let package: Value = serde_json::from_str(&read("crates/js/package.json")).unwrap();
    let version = package.get("version").and_then(Value::as_str);
    assert!(version.is_none_or(|version| version == env!("CARGO_PKG_VERSION")), "{version:?}");
}

#[test]
fn the_python_package_has_the_cores_version_of_arrow() {
    let version = |manifest: &str| -> Vec<String> {
        let lines = manifest.lines().filter(|line| line.starts_with("arrow-"));
        lines.map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
    };
    let (core, python) = (version(&read("Cargo.toml")), version(&read("crates/python/Cargo.toml")));
    assert_eq!((core.len(), python.len()), (3, 2));
    assert!(core.iter().chain(&python).all(|version| *version == core[0]), "{core:?} {python:?}");
}

#[test]
fn the_wheel_is_built_by_the_maturin_that_the_scripts_install() {
    let project = read("crates/python/pyproject.toml");
    let maturin = said(&project, "requires").unwrap().split('"').nth(1).unwrap();
    assert!(read("scripts/tools.sh").contains(&format!("'{maturin}'")), "{maturin}");
}
