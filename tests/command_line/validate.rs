//! A file that is checked.

use std::fs;

use predicates::str::{contains, is_empty, starts_with};
use serde_json::Value;

use crate::runs::{edit, folder, folder_with_customers, generate, judgement, sha256, validate};

#[test]
fn a_valid_file_is_exit_code_0() {
    let folder = folder_with_customers();
    validate(&folder, &["customers.csv"])
        .assert()
        .success()
        .stderr(is_empty())
        .stdout(starts_with("Validating customers.csv against the defaults...\n"))
        .stdout(contains("✓ Read 3,000 customer records, "))
        .stdout(contains("  Total customers: 3,000\n"))
        .stdout(contains("✓ Validation passed"));
    validate(&folder, &["customers.csv", "--quiet"]).assert().success().stdout(is_empty());
}

#[test]
fn an_invalid_file_is_exit_code_1() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, " 44");
    validate(&folder, &["edited.csv"])
        .assert()
        .code(1)
        .stderr(is_empty())
        .stdout(contains("(age_range: 1 row)\n    line 7, age: \" 44\" (white space around it)\n"))
        .stdout(contains("✗ Validation failed: 1 rule failed"));
    validate(&folder, &["edited.csv", "--quiet"])
        .assert()
        .code(1)
        .stdout(is_empty())
        .stderr("segmint: edited.csv breaks 1 rule\n");
}

#[test]
fn a_file_that_cannot_be_read_is_exit_code_2() {
    let folder = folder();
    for (arguments, words) in [
        (&["none.csv"][..], "segmint: cannot read none.csv: "),
        (&["."], "segmint: cannot read .: "),
        (&[], "the following required arguments were not provided: <FILE>"),
        (&["-", "--tolerance", "100.1"], "must be 0 to 100 percentage points"),
        (&["-", "--examples", "1001"], "must be a whole number from 0 to 1,000"),
        (&["-", "--age", "9-200"], "--age \"9-200\": must be between 18 and 120"),
        (
            &["-", "--seed", "42"],
            "to compare the file with a data set, give --count, --as-of as well, or a --link",
        ),
        (&["-", "--identical"], "give --seed, --count, --as-of as well, or a --link"),
        (&["-", "--link", "v=9"], "--link: recipe version \"9\" is not known here"),
        (
            &["-", "--link", "v=1", "--age", "20-30", "--seed", "1"],
            "--link says the whole recipe, so it cannot be given together with --seed, --age",
        ),
    ] {
        validate(&folder, arguments).assert().code(2).stdout(is_empty()).stderr(contains(words));
    }
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = folder_with_customers();
    let text = fs::read(folder.path().join("customers.csv")).unwrap();
    let piped = validate(&folder, &["-", "--report", "json"]).write_stdin(text).output().unwrap();
    let piped: Value = serde_json::from_slice(&piped.stdout).unwrap();
    let mut named = judgement(&folder, &["customers.csv"]);
    assert_eq!((&piped["file"], &named["file"]), (&"-".into(), &"customers.csv".into()));
    named["file"] = "-".into();
    assert_eq!(piped, named);
    validate(&folder, &["-"])
        .write_stdin("")
        .assert()
        .code(1)
        .stdout(contains("line 1 (the file is empty)"));
}

#[test]
fn the_judgement_is_a_document_for_programs() {
    let folder = folder_with_customers();
    edit(&folder, 9, 8, "Gold");
    let document = judgement(&folder, &["edited.csv", "--tolerance", "2.5"]);
    assert_eq!(document["is_valid"], false);
    let error = &document["errors"][0];
    assert_eq!((&error["rule"], &error["rows"]), (&"card_known".into(), &1.into()));
    let example =
        serde_json::json!({ "line": 9, "column": "card_type", "value": "Gold", "reason": "" });
    assert_eq!(error["examples"], serde_json::json!([example]));
    assert_eq!(document["warnings"], serde_json::json!([]));
    assert_eq!(document["statistics"]["total_customers"], 3000);
    assert_eq!(document["criteria"]["as_of"], Value::Null);
    assert_eq!(document["criteria"]["tolerance"], 2.5);
    assert_eq!(document["criteria"]["weights"]["Declining"], 10.0);
    assert_eq!((&document["comparison"], &document["fingerprint"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_recipe_gives_dates_a_window() {
    let folder = folder_with_customers();
    validate(&folder, &["customers.csv", "--as-of", "2026-11-23"]).assert().success();
    validate(&folder, &["customers.csv", "--as-of", "2030-01-01"])
        .assert()
        .code(1)
        .stdout(contains("(account_window: 2,529 rows)"))
        .stdout(contains("(new_account_window: 300 rows)"))
        .stdout(contains("(account_of_adult: 171 rows)"));
}

#[test]
fn a_recipe_of_version_1_has_one_window() {
    let folder = folder();
    generate(&folder, &["--count", "3000", "--recipe-version", "1"]).assert().success();
    let of_version_1 = |options: &[&str]| {
        validate(&folder, &[&["customers.csv", "--recipe-version", "1"], options].concat()).assert()
    };
    of_version_1(&["--as-of", "2026-11-23"]).success();
    of_version_1(&["--as-of", "2030-01-01"])
        .code(1)
        .stdout(contains("(account_window: 3,000 rows)"))
        .stdout(contains("  opened              2-5                     5-9\n"))
        .stdout(contains(
            "  segmint validate customers.csv --recipe-version 1 --as-of 2030-01-01 --opened 5-9\n",
        ));
    of_version_1(&["--as-of", "2030-01-01", "--opened", "5-9"]).success();
}

#[test]
fn a_whole_recipe_is_compared_byte_by_byte() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let recipe = ["--seed", "42", "--count", "3000", "--as-of", "2026-11-23"];
    let link = "#v=2&seed=42&count=3000&as_of=2026-11-23";
    let with = |file: &'static str| [&[file][..], &recipe].concat();
    validate(&folder, &with("customers.csv"))
        .assert()
        .success()
        .stdout(contains(format!("✓ Byte for byte the data set of {link}\n")));
    validate(&folder, &with("edited.csv")).assert().success().stdout(contains(format!(
        "! Not the data set of {link}\n    row 6 (line 7) is the first that differs, age is \"44\" instead of "
    )));
    validate(&folder, &["customers.csv", "--link", "#v=2&seed=7&count=3000&as_of=2026-11-23"])
        .assert()
        .success()
        .stdout(contains("    row 1 (line 2) is the first that differs, first_name is "));
    let document = judgement(&folder, &["edited.csv", "--link", link]);
    assert_eq!(document["comparison"]["identical"], false);
    assert_eq!(document["comparison"]["difference"]["kind"], "value");
    assert_eq!(document["comparison"]["difference"]["row"], 6);
    let document = judgement(&folder, &["customers.csv", "--link", &link[1..]]);
    assert_eq!(document["comparison"]["identical"], true);
}

#[test]
fn a_file_that_must_be_the_data_set_is_exit_code_1_if_it_is_not() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let sha256 = sha256(fs::read(folder.path().join("customers.csv")).unwrap());
    let link = "#v=2&seed=42&count=3000&as_of=2026-11-23".to_owned();
    let (right, wrong) =
        (format!("{link}&sha256={sha256}"), format!("{link}&sha256={}", "0".repeat(64)));
    for (file, link, words) in [
        ("customers.csv", &link, vec![]),
        ("customers.csv", &right, vec![]),
        ("customers.csv", &wrong, vec!["customers.csv is not the sender's file"]),
        ("edited.csv", &link, vec!["edited.csv is not the data set of the recipe"]),
        (
            "edited.csv",
            &right,
            vec![
                "edited.csv is not the data set of the recipe",
                "edited.csv is not the sender's file",
            ],
        ),
    ] {
        let told: String = words.iter().flat_map(|words| ["segmint: ", words, "\n"]).collect();
        validate(&folder, &[file, "--link", link, "--identical", "--quiet"])
            .assert()
            .code(i32::from(!words.is_empty()))
            .stderr(told);
    }
    validate(&folder, &["customers.csv", "--link", &wrong])
        .assert()
        .success()
        .stdout(contains("The recipe makes exactly this file"));
}

#[test]
fn a_link_with_a_fingerprint_knows_the_senders_file() {
    let folder = folder_with_customers();
    edit(&folder, 7, 4, "44");
    let sha256 = sha256(fs::read(folder.path().join("customers.csv")).unwrap());
    let link = format!(
        "https://example.org/segmint/#v=2&seed=42&count=3000&as_of=2026-11-23&sha256={sha256}"
    );
    validate(&folder, &["customers.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains(format!("✓ Identical to the sender's file: SHA-256 {sha256}\n")));
    validate(&folder, &["edited.csv", "--link", &link])
        .assert()
        .success()
        .stdout(contains("! NOT the sender's file\n"));
    // What is no CSV is read to its end all the same.
    fs::write(folder.path().join("zip.csv"), [b"PK\x03\x04".to_vec(), vec![0; 2_000_000]].concat())
        .unwrap();
    let document = judgement(&folder, &["zip.csv", "--link", &link]);
    assert_eq!(document["bytes"], 2_000_004);
    assert_eq!(document["fingerprint"]["identical"], false);
}

#[test]
fn the_judgement_does_not_depend_on_threads() {
    let folder = folder();
    generate(&folder, &["--count", "40000", "--quiet"]).assert().success();
    let path = folder.path().join("customers.csv");
    let text = fs::read_to_string(&path).unwrap();
    // Quotes in the middle, so that pieces are taken both ways, and faults all over.
    let lines = text.lines().enumerate().map(|(place, line)| match place {
        place if place > 0 && place % 7_001 == 0 => line.replace(",Standard,", ",Gold,") + "\n",
        15_000..15_100 => format!("\"{}\n\"{}\n", &line[..12], &line[12..]),
        20_000 => "x".repeat(200_000) + "\n",
        _ => line.to_owned() + "\n",
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    let one = judgement(&folder, &["customers.csv", "--threads", "1", "--examples", "200"]);
    assert_eq!(one["errors"].as_array().map(Vec::len), Some(3));
    for threads in ["2", "5"] {
        let many = ["customers.csv", "--threads", threads, "--examples", "200"];
        assert_eq!(judgement(&folder, &many), one);
    }
}
