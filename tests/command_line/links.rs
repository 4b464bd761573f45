//! Links that are printed and read.

use std::fs;

use predicates::prelude::*;
use predicates::str::{contains, is_empty};
use serde_json::Value;

use crate::runs::{AS_OF, csv, folder, generate, names, one_line, printed, segmint, sha256};

#[test]
fn a_link_makes_the_same_bytes() {
    let options = ["--count", "2500", "--seed", "7", "--weights", "20,20,20,20,20"];
    let expected = csv(&options);
    let link = printed(&[&["link"], &AS_OF[..], &options].concat());
    assert_eq!(link, "#v=2&seed=7&count=2500&as_of=2026-11-23&weights=20,20,20,20,20\n");
    let whole = format!("https://example.org/segmint/{}", link.trim_end());
    let escaped = whole.replace('&', "&amp;").replace('=', "%3D").replace("as_of", "as_\nof");
    for link in [link.trim_end(), &link[1..], &whole, &format!("<{escaped}>.")] {
        let made = printed(&["generate-customers", "--link", link, "--output", "-", "--quiet"]);
        assert!(made == expected, "{link}");
    }
}

#[test]
fn a_link_stands_alone_and_is_understood_as_a_whole() {
    let folder = folder();
    for command in ["generate-customers", "link"] {
        for (options, words) in [
            (
                &["--link", "v=1", "--age", "20-30", "--seed", "1"][..],
                "--link says the whole recipe, so it cannot be given together with --seed, --age",
            ),
            (&["--link", "#v=9&seed=1&count=1&as_of=2026-11-23"], "--link: recipe version \"9\""),
            (
                &["--link", "#v=2&seed=1&count=1&as_of=2026-11-23&colour=red"],
                "--link: unknown parameter \"colour\"",
            ),
        ] {
            segmint(&folder, &[&[command], options].concat())
                .assert()
                .code(2)
                .stdout(is_empty())
                .stderr(one_line().and(contains(words)));
        }
    }
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_link_with_a_fingerprint_is_checked_before_the_file_takes_its_place() {
    let folder = folder();
    let link = printed(&["link", "--count", "1000", "--as-of", "2026-11-23", "--sha256"]);
    let link = link.trim_end();
    let sha256 = sha256(csv(&["--count", "1000"]));
    assert!(link.ends_with(&format!("&sha256={sha256}")), "{link}");
    segmint(&folder, &["generate-customers", "--link", link])
        .assert()
        .success()
        .stdout(contains(format!("✓ Identical to the sender's file: SHA-256 {sha256}\n")))
        .stdout(contains("Successfully saved to customers.csv"));
    fs::write(folder.path().join("customers.csv"), "what was there").unwrap();

    let wrong = link.replace("seed=42", "seed=43");
    let words = format!("NOT the sender's customers: the link says SHA-256 {sha256}, they have ");
    segmint(&folder, &["generate-customers", "--link", &wrong])
        .assert()
        .code(1)
        .stdout(contains("! NOT the sender's file\n").and(contains("Successfully").not()))
        .stderr(one_line().and(contains(&words)).and(contains("customers.csv was not written.")));
    let kept = fs::read_to_string(folder.path().join("customers.csv")).unwrap();
    assert_eq!(kept, "what was there");
    segmint(&folder, &["generate-customers", "--link", &wrong, "--quiet", "--output", "-"])
        .assert()
        .code(1)
        .stderr(one_line().and(contains(&words)).and(contains("Do not use what went to")));
    segmint(&folder, &["link", "--link", &wrong, "--sha256"])
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr(one_line().and(contains(&words)).and(contains("No link was printed.")));

    for (link, identical) in [(link, true), (&wrong, false)] {
        let arguments = ["generate-customers", "--link", link, "--report", "json"];
        let output = segmint(&folder, &arguments).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["fingerprint"]["identical"], identical);
        assert_eq!(document["fingerprint"]["expected"], sha256);
        assert_eq!(document["fingerprint"]["sha256"], document["sha256"]);
    }
}

#[test]
fn fingerprints_that_begin_alike_are_told_apart() {
    let folder = folder();
    let sha256 = sha256(csv(&["--count", "1000"]));
    let last = if sha256.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &sha256[..63]);
    let link = format!("#v=2&seed=42&count=1000&as_of=2026-11-23&sha256={wrong}");
    let mark = format!("\n{}^ digit 64 is the first that differs\n", " ".repeat(27 + 63));
    segmint(&folder, &["generate-customers", "--link", &link])
        .assert()
        .code(1)
        .stdout(contains(&mark))
        .stderr(one_line().and(contains("which differs from digit 64 on")));
    generate(&folder, &["--count", "1000"]).assert().success();
    segmint(&folder, &["validate", "customers.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains(&mark));
}

#[test]
fn a_link_is_read_as_it_was_delivered() {
    let link = "#v=2&seed=42&count=1000&as_of=2026-11-23";
    let frame = printed(&["link", "--link", link, "--base", "https://a.org/", "--form", "embed"]);
    let safe = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fa.org%2F%2523v%3D2%26seed\
                %3D42%26count%3D1000%26as_of%3D2026-11-23&data=05%7C02&sdata=x%3D&reserved=0";
    let query = "https://a.org/?v=2&seed=42&count=1,000&as_of=2026-11-23&utm_source=mail";
    for text in [frame.trim_end(), safe, query] {
        assert_eq!(printed(&["link", "--link", text]), format!("{link}\n"), "{text}");
    }
}

#[test]
fn a_fingerprint_that_cannot_be_checked_is_told() {
    let folder = folder();
    let link = format!("#v=2&seed=42&count=2000&as_of=2026-11-23&sha256={}", "0".repeat(64));
    segmint(&folder, &["generate-customers", "--link", &link, "--no-fingerprint"])
        .assert()
        .code(2)
        .stderr(one_line().and(contains("together with --no-fingerprint")));
    for part in [&["--rows", "1-1000"][..], &["--no-header"]] {
        segmint(&folder, &[&["generate-customers", "--link", &link], part].concat())
            .assert()
            .success()
            .stdout(contains("! Not compared with the sender's file, of which this is a part\n"));
    }
}

#[test]
fn a_link_is_printed_for_other_texts() {
    let link = "#v=2&seed=42&count=1000&as_of=2026-11-23";
    let page = "https://example.org/segmint/";
    let print = |options: &[&str]| printed(&[&["link", "--link", link], options].concat());
    assert_eq!(print(&["--base", page]), format!("{page}{link}\n"));
    assert_eq!(
        print(&["--base", page, "--form", "markdown"]),
        format!("[1,000 synthetic customers, seed 42]({page}{link})\n")
    );
    let frame = print(&["--base", page, "--form", "embed"]);
    assert!(frame.starts_with(&format!("<iframe src=\"{page}?embed#v=2&amp;seed=42")), "{frame}");
    // As it came, and as Segmint writes it.
    let marked = "<v=2&amp;count=1000&seed=42\n&as_of=2026-11-23&age=22-75>.";
    assert_eq!(printed(&["link", "--link", marked]), format!("{link}\n"));
    let known = format!("{link}&sha256={}", "0".repeat(64));
    assert_eq!(printed(&["link", "--link", &known]), format!("{known}\n"), "is taken on trust");

    for (options, words) in [
        (&["--form", "markdown"][..], "--base"),
        (&["--base", "https://example.org/#x"], "must be an address without a fragment"),
        (&["--count", "0"], "--count \"0\": must be between 1 and"),
    ] {
        segmint(&folder(), &[&["link"], options].concat())
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(contains(words));
    }
}

#[test]
fn the_links_of_the_help_are_links() {
    for command in ["generate-customers", "link", "validate"] {
        let help = printed(&[command, "--help"]);
        let mut links = 0;
        for (at, _) in help.match_indices("--link '") {
            let link = help[at + 8..].split('\'').next().unwrap();
            assert!(printed(&["link", "--link", link]).starts_with("#v=2&"), "{link}");
            links += 1;
        }
        assert!(links > 0, "{command}");
    }
}

/// What only transactions have is printed by the one command that shows it, and stays in a link wherever it goes.
#[test]
fn a_link_says_what_customers_buy() {
    let options =
        ["--months", "12", "--dollars", "$6,000-12,000;2000-4500;400-1200;2000-4000;400-1,200"];
    let options = [&options[..], &["--sudden-decline", "50 %", "--overlap", "12.5"]].concat();
    let link = printed(&[&["link"], &AS_OF[..], &["--count", "1000"], &options].concat());
    let said = "#v=2&seed=42&count=1000&as_of=2026-11-23&months=12\
                &dollars=6000-12000,2000-4500,400-1200,2000-4000,400-1200&sudden_decline=50&overlap=12.5\n";
    assert_eq!(link, said);
    let link = link.trim_end();

    let made = |options: &[&str]| {
        printed(&[&["generate-customers", "--quiet", "--output", "-"], options].concat())
    };
    assert!(made(&["--link", link]) == csv(&["--count", "1000"]), "customers are the same");
    let folder = folder();
    let mut report = segmint(&folder, &["generate-customers", "--report", "json", "--link", link]);
    let report = report.assert().success().get_output().stdout.clone();
    let report: Value = serde_json::from_slice(&report).unwrap();
    let told = report["link"].as_str().unwrap();
    assert!(told.starts_with(&link[1..]), "{told}");
    assert!(report["recipe"].get("months").is_none());
    // The commands that make and check customers have no such options.
    segmint(&folder, &["validate", "customers.csv", "--link", link, "--identical"])
        .assert()
        .success()
        .stdout(contains("--months").not());
    for command in [&["generate-customers"][..], &["validate", "customers.csv"]] {
        segmint(&folder, &[command, &["--months", "12"]].concat())
            .assert()
            .code(2)
            .stderr(contains("unexpected argument '--months'"));
    }
    let loader = printed(&["loader", "duckdb", "--link", link]);
    assert!(loader.contains("segmint generate-customers") && !loader.contains("--months"));
}

#[test]
fn what_customers_cannot_buy_is_told() {
    for (options, words) in [
        (&["--months", "61"][..], "--months \"61\": must be between 1 and 60"),
        (&["--payments", "40-80,20-40,15-30,20-40"], "must be five ranges"),
        (
            &["--months", "60", "--payments", "40-80,20-40,15-30,20-40,25-200"],
            "New & Growing could make 12,000 payments in all months together, a customer can make 9,999",
        ),
        (
            &["--gradual-decline", "90,1"],
            "Declining could have only $9.40 in a month for 40 payments, each needs at least $1.00",
        ),
        (&["--recipe-version", "1", "--growth", "10"], "needs recipe version 2"),
    ] {
        segmint(&folder(), &[&["link"], options].concat())
            .assert()
            .code(2)
            .stdout(is_empty())
            .stderr(contains(words));
    }
}
