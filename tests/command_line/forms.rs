//! `validate` reads what `generate-customers` writes.

use std::fs;

use predicates::str::contains;

use crate::runs::{edit, folder, folder_with_customers, generate, judgement, validate};

const LINK: &str = "#v=2&seed=42&count=3000&as_of=2026-11-23";

/// The options of the file that the link above is of.
const RECIPE: [&str; 3] = ["--count", "3000", "--quiet"];

#[test]
fn every_form_but_sql_is_valid_and_has_the_same_rows() {
    let folder = folder();
    for (name, options, format, compression) in [
        ("a.csv", &["--null", r"\N"][..], "csv", "none"),
        ("b.csv", &["--delimiter", "semicolon"], "csv", "none"),
        ("c.csv", &["--delimiter", "tab", "--bom", "--crlf"], "csv", "none"),
        ("d.csv", &["--delimiter", "pipe", "--quote-all"], "csv", "none"),
        ("e.csv.gz", &[], "csv", "gzip"),
        ("f.csv.zst", &[], "csv", "zstd"),
        ("g.ndjson", &[], "ndjson", "none"),
        ("h.json", &[], "json", "none"),
        ("i.json.gz", &[], "json", "gzip"),
        ("j.parquet", &[], "parquet", "none"),
    ] {
        let all = [&RECIPE[..], &["--output", name], options].concat();
        generate(&folder, &all).assert().success();
        let document = judgement(&folder, &[name, "--link", LINK]);
        assert_eq!(document["is_valid"], true, "{name}: {document}");
        assert_eq!(document["statistics"]["total_customers"], 3000, "{name}");
        assert_eq!(
            (&document["format"], &document["compression"]),
            (&format.into(), &compression.into())
        );
        let comparison = &document["comparison"];
        assert_eq!(
            (&comparison["identical"], &comparison["same_rows"]),
            (&false.into(), &true.into())
        );
        assert!(comparison["forms"].as_array().is_some_and(|forms| !forms.is_empty()), "{name}");
        // From standard input, too.
        let bytes = fs::read(folder.path().join(name)).unwrap();
        assert_eq!(document["bytes"], bytes.len());
        validate(&folder, &["-", "--quiet"]).write_stdin(bytes).assert().success();
    }
    validate(&folder, &["g.ndjson", "--link", LINK])
        .assert()
        .success()
        .stdout(contains("✓ Read 3,000 customer records from NDJSON, "))
        .stdout(contains("    the same rows, written differently: as JSON\n"));
}

#[test]
fn a_file_that_cannot_be_read_says_why_first() {
    let folder = folder();
    fs::write(folder.path().join("x.csv"), b"\x89PNG\r\n\x1a\n").unwrap();
    validate(&folder, &["x.csv"])
        .assert()
        .code(1)
        .stdout(contains("✗ x.csv cannot be read as a table: a PNG image\n"));
    validate(&folder, &["x.csv", "--quiet"])
        .assert()
        .code(1)
        .stderr("segmint: x.csv cannot be read as a table: a PNG image\n");
}

#[test]
fn changed_rows_are_counted_behind_other_line_ends() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let path = folder.path().join("edited.csv");
    let text = fs::read_to_string(&path).unwrap().replace('\n', "\r\n");
    fs::write(&path, text).unwrap();
    let version = judgement(&folder, &["edited.csv", "--link", LINK]);
    let difference = &version["comparison"]["difference"];
    assert_eq!(version["comparison"]["forms"][0], "carriage_returns");
    assert_eq!((&difference["row"], &difference["changed"]), (&6.into(), &1.into()));
}
