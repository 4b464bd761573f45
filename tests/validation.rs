//! Files of every kind, judged: each rule broken and kept by one row, broken files, random
//! mutations, and pieces that end anywhere.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::io::{self, Read};

use common::{customers, defaults, file_of};
use proptest::prelude::*;
use segmint::customers::{COLUMNS, HEADER};
use segmint::decode::{Layout, ROW_BYTES};
use segmint::recipe::{Parameters, Recipe, Segment};
use segmint::transactions::check::Customers;
use segmint::validate::{
    Checker, Criteria, Delivery, FileCheck, Finding, Judged, Mismatch, Report, Rule, Severity,
    validate, validate_with,
};

/// A data set in which every value occurs, Premium cards in two segments.
fn recipe() -> Recipe {
    let premium = [300, 0, 0, 0, 100];
    Recipe::new(Parameters { count: 1000, premium, ..defaults() }).unwrap()
}

fn judged_by(file: impl AsRef<[u8]>, criteria: &Criteria) -> Report {
    validate(file.as_ref(), criteria, |_| ()).unwrap()
}

/// The report on a file that should be the data set of [`recipe`].
fn judged(file: impl AsRef<[u8]>) -> Report {
    judged_by(file, &Criteria::of(recipe()))
}

/// The lines of the valid file, the header first.
fn lines() -> Vec<String> {
    file_of(&recipe()).lines().map(str::to_owned).collect()
}

fn text(lines: &[String]) -> String {
    lines.iter().flat_map(|line| [line, "\n"]).collect()
}

fn column(name: &str) -> usize {
    HEADER.trim_end().split(',').position(|column| column == name).unwrap()
}

/// The valid file with the field of one column on one line replaced; the header is line 1.
fn with(line: usize, name: &str, value: &str) -> String {
    let mut lines = lines();
    set(&mut lines[line - 1], name, value);
    text(&lines)
}

fn set(line: &mut String, name: &str, value: &str) {
    let mut fields: Vec<&str> = line.split(',').collect();
    fields[column(name)] = value;
    *line = fields.join(",");
}

fn get<'a>(line: &'a str, name: &str) -> &'a str {
    line.split(',').nth(column(name)).unwrap()
}

/// The first line whose column has this value.
fn line_with(name: &str, value: &str) -> usize {
    1 + lines().iter().position(|line| get(line, name) == value).unwrap()
}

/// Turns so many Stable Mid-Spenders into Budget-Conscious and New & Growing, half each.
fn moved(rows: usize) -> String {
    let mut lines = lines();
    let stable =
        lines.iter_mut().filter(|line| get(line, "customer_segment").starts_with("Stable"));
    for (place, line) in stable.take(rows).enumerate() {
        let segment = ["Budget-Conscious", "New & Growing"][place % 2];
        set(line, "customer_segment", segment);
    }
    text(&lines)
}

/// What breaks a rule, and how many other rules it cannot help breaking.
struct Break {
    file: String,
    line: u64,
    column: &'static str,
    besides: &'static [Rule],
}

impl Break {
    fn of(line: usize, column: &'static str, file: String) -> Break {
        Break { file, line: line as u64, column, besides: &[] }
    }

    /// One field replaced.
    fn field(line: usize, column: &'static str, value: &str) -> Break {
        Break::of(line, column, with(line, column, value))
    }
}

/// So many of the valid file's rows as JSON.
fn objects(rows: usize) -> String {
    let lines = lines();
    let names: Vec<&str> = lines[0].split(',').collect();
    let object = |line: &String| {
        let pairs = names.iter().zip(line.split(','));
        let pairs: Vec<String> =
            pairs.map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        format!("{{{}}}", pairs.join(","))
    };
    let objects: Vec<String> = lines[1..=rows].iter().map(object).collect();
    format!("[{}]\n", objects.join(",\n"))
}

/// A file of so many rows, as a sheet has them.
fn sheet(rows: u32) -> String {
    file_of(&Recipe::new(Parameters { count: rows, ..recipe().parameters().clone() }).unwrap())
}

/// The valid file, with just this rule broken once.
fn broken(rule: Rule) -> Break {
    let valid = text(&lines());
    let edited = |edit: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines();
        edit(&mut lines);
        text(&lines)
    };
    match rule {
        Rule::FileReadable => Break::of(1, "", valid.replace(',', "~")),
        Rule::HeaderColumns => Break::of(1, "city", valid.replacen("city", "town", 1)),
        Rule::HeaderKnown => {
            let more =
                |lines: &mut Vec<String>| lines.iter_mut().for_each(|line| *line += ",notes");
            Break::of(1, "notes", edited(&more))
        }
        Rule::HeaderOrder => Break::of(
            1,
            "state",
            edited(&|lines| {
                for line in lines {
                    let mut fields: Vec<&str> = line.split(',').collect();
                    fields.swap(column("age"), column("state"));
                    *line = fields.join(",");
                }
            }),
        ),
        Rule::ByteOrderMark => Break::of(1, "", format!("\u{feff}{valid}")),
        Rule::LineEnds => Break::of(1, "", valid.replace('\n', "\r\n")),
        Rule::FileWhole => {
            let objects = &objects(1000)[..];
            Break::of(0, "", objects.trim_end().trim_end_matches(']').to_owned())
        }
        Rule::HeaderNames => Break::of(1, "CITY", valid.replacen("city", "CITY", 1)),
        Rule::Delimiter => Break::of(1, "", valid.replace(',', ";")),
        Rule::RowsCut => Break::of(0, "", sheet(1_048_575)),
        Rule::RowsSwallowed => {
            let other = "\nCUST00000009,x,x,x,x,x,x,x,x,x,x,x,";
            Break::field(9, "first_name", &format!("\"Ann{other}\""))
        }
        Rule::ValueSprawling => Break::field(9, "city", "\"East\nDonald\""),
        Rule::ValuePlaceholder => Break::field(9, "first_name", "N/A"),
        Rule::NameControl => Break::field(9, "last_name", "Yo\u{7}ung"),
        Rule::NameDigits => Break::field(9, "city", "East Donald 2"),
        Rule::NameMarkup => Break::field(9, "city", "<b>East Donald"),
        Rule::NameFormula => Break::field(9, "city", "=East"),
        Rule::NameSpace => Break::field(9, "city", "East Donald "),
        Rule::NameMojibake => Break::field(9, "first_name", "JosÃ©"),
        Rule::AccountPlausible => Break::field(9, "account_open_date", "1970-01-01"),
        Rule::RowsPresent => Break::of(2, "", HEADER.to_owned()),
        Rule::BlankLine => Break::of(7, "", edited(&|lines| lines.insert(6, String::new()))),
        Rule::RowReadable => Break::of(9, "", edited(&|lines| lines[8] += ",")),
        Rule::RequiredValue => Break::field(9, "first_name", "NULL"),
        Rule::IdFormat => Break::field(9, "customer_id", "CUST0000008"),
        Rule::IdUnique => Break {
            besides: &[Rule::IdSequential],
            ..Break::field(1001, "customer_id", "CUST00000017")
        },
        Rule::IdSequential => Break::field(1001, "customer_id", "CUST00001001"),
        Rule::EmailFormat => Break::field(9, "email", "danielle.johnson"),
        Rule::EmailUnique => Break::field(9, "email", get(&lines()[2], "email")),
        Rule::AgeRange => Break::field(9, "age", "76"),
        Rule::StateKnown => Break::field(9, "state", "PR"),
        Rule::EmploymentKnown => Break::field(9, "employment_status", "Student"),
        Rule::CardKnown => Break::field(9, "card_type", "Gold"),
        Rule::CreditLimitRange => Break::field(9, "credit_limit", "51000"),
        Rule::CreditLimitStep => Break::field(9, "credit_limit", "5001"),
        Rule::AccountDate => Break::field(9, "account_open_date", "2023-02-29"),
        Rule::AccountWindow => Break::field(9, "account_open_date", "2021-11-23"),
        Rule::SegmentKnown => {
            let line = line_with("customer_segment", "Budget-Conscious");
            Break::field(line, "customer_segment", "Budget Conscious")
        }
        Rule::PremiumAllowed => {
            let line = line_with("customer_segment", "Budget-Conscious");
            Break::field(line, "card_type", "Premium")
        }
        Rule::DeclineKnown => {
            Break::field(line_with("decline_type", "sudden"), "decline_type", "slow")
        }
        Rule::DeclineOnlyForDeclining => {
            Break::field(line_with("decline_type", "sudden"), "decline_type", "")
        }
        Rule::SegmentShare => Break::of(0, "customer_segment", moved(51)),
        rule => panic!("{rule} is for recipe version 2"),
    }
}

/// The valid file, changed so that this rule is nearly broken.
fn kept(rule: Rule) -> String {
    let valid = text(&lines());
    let budget = line_with("customer_segment", "Budget-Conscious");
    let growing = line_with("customer_segment", "New & Growing");
    match rule {
        // Quoted names are names.
        Rule::FileReadable | Rule::HeaderColumns | Rule::HeaderKnown | Rule::HeaderOrder => {
            let quoted: Vec<String> =
                HEADER.trim_end().split(',').map(|name| format!("\"{name}\"")).collect();
            valid.replacen(HEADER.trim_end(), &quoted.join(","), 1)
        }
        Rule::ByteOrderMark | Rule::LineEnds | Rule::BlankLine => {
            with(2, "first_name", "\"Danielle\"")
        }
        Rule::FileWhole => objects(1000),
        Rule::HeaderNames => valid.replacen("city", "\"city\"", 1),
        Rule::Delimiter | Rule::RowsSwallowed => {
            with(9, "email", "a;b|c@d.e").replace("a;b|", "ab")
        }
        Rule::RowsPresent => text(&lines()[..2]),
        Rule::RowsCut => sheet(1_048_574),
        Rule::ValueSprawling => with(9, "city", &"x".repeat(254)),
        Rule::ValuePlaceholder => with(9, "last_name", "Null"),
        Rule::NameControl => with(9, "last_name", "Zoë O’Brien"),
        Rule::NameDigits => with(9, "city", "Saint-Louis"),
        Rule::NameMarkup => with(9, "city", "Lee & Sons"),
        Rule::NameFormula => with(9, "city", "East-Donald"),
        Rule::NameSpace => with(9, "city", "St. Louis"),
        Rule::NameMojibake => with(9, "first_name", "Zoë"),
        Rule::AccountPlausible => with(9, "account_open_date", "2022-01-01"),
        Rule::RowReadable => valid.trim_end().to_owned(),
        Rule::RequiredValue => with(9, "first_name", "Null"),
        Rule::IdFormat | Rule::IdUnique | Rule::IdSequential => {
            // Any eight digits, as long as they go on one by one.
            valid.replace("CUST0000", "CUST9990")
        }
        Rule::EmailFormat => with(9, "email", "a+b@c.d"),
        Rule::EmailUnique => with(9, "email", &format!("x{}", get(&lines()[2], "email"))),
        Rule::AgeRange => with(9, "age", "75"),
        Rule::StateKnown => with(9, "state", "DC"),
        Rule::EmploymentKnown => with(9, "employment_status", "Self-Employed"),
        Rule::CardKnown => with(line_with("card_type", "Premium"), "card_type", "Standard"),
        Rule::CreditLimitRange | Rule::CreditLimitStep => with(9, "credit_limit", "50000"),
        Rule::AccountDate => with(9, "account_open_date", "2024-02-29"),
        Rule::AccountWindow => with(9, "account_open_date", "2021-11-24"),
        Rule::SegmentKnown => with(budget, "customer_segment", "Stable Mid-Spenders"),
        Rule::PremiumAllowed => with(growing, "card_type", "Premium"),
        Rule::DeclineKnown => with(line_with("decline_type", "sudden"), "decline_type", "gradual"),
        Rule::DeclineOnlyForDeclining => with(budget, "decline_type", "null"),
        Rule::SegmentShare => moved(50),
        rule => panic!("{rule} is for recipe version 2"),
    }
}

/// The rules of both versions; `tests/dirt.rs` breaks those of version 2 alone.
fn rules() -> impl Iterator<Item = Rule> {
    let of_version_2 =
        [Rule::CityInState, Rule::PremiumLimit, Rule::AccountOfAdult, Rule::NewAccountWindow];
    let of_customers = Rule::ALL.into_iter().filter(|rule| !rule.is_of_transactions());
    of_customers.filter(move |rule| !of_version_2.contains(rule))
}

#[test]
fn every_rule_is_broken_by_one_row_and_found_there() {
    for rule in rules() {
        let Break { file, line, column, besides } = broken(rule);
        // What a window would say comes first.
        let dated = !matches!(rule, Rule::AccountPlausible);
        let report = judged_by(&file, &Criteria { dated, ..Criteria::of(recipe()) });
        let found: Vec<&Finding> =
            report.findings().filter(|found| !besides.contains(&found.rule)).collect();
        // Without rows there is nothing else to find.
        let [finding] = found[..] else { panic!("{rule}: {found:?}") };
        assert_eq!((finding.rule, finding.rows), (rule, 1), "{finding:?}");
        let [example] = &finding.examples[..] else { panic!("{rule}: {finding:?}") };
        assert_eq!((example.line, &example.column[..]), (line, column), "{rule}");
        let findings = report.findings().count();
        assert_eq!(findings, 1 + besides.len(), "{rule}: {report:?}");
        let grave = report.errors.iter().any(|error| error.rule == rule);
        assert_eq!(grave, rule.severity() == Severity::Error, "{rule}");
    }
}

#[test]
fn every_rule_is_kept_by_what_nearly_breaks_it() {
    for rule in rules() {
        let file = kept(rule);
        assert_ne!(file, text(&lines()), "{rule}");
        let report = judged(&file);
        let small = rule == Rule::RowsPresent;
        let found: Vec<&Finding> = report
            .findings()
            .filter(|found| !(small && found.rule == Rule::SegmentShare))
            .collect();
        assert!(found.is_empty(), "{rule}: {found:?}");
        assert!(report.is_valid);
    }
}

#[test]
fn a_file_of_the_reference_is_valid_on_any_day() {
    // The sample rows in the reference's own document.
    let sample = "\
CUST00000001,Danielle,Johnson,danielle.johnson@yahoo.com,65,AK,East Donald,Employed,Standard,44000,2022-12-27,Stable Mid-Spenders,
CUST00000002,Curtis,Yang,curtis.yang@hotmail.com,58,FL,New Roberttown,Employed,Standard,13000,2021-05-16,Budget-Conscious,
CUST00000003,Clayton,Hall,clayton.hall@hotmail.com,45,PA,New Jamesside,Retired,Standard,39000,2022-12-30,Budget-Conscious,
";
    let report = judged_by(HEADER.to_owned() + sample, &Criteria::default());
    assert!(report.is_valid, "{:?}", report.errors);
    // Three rows cannot hold the shares of five segments.
    assert!(report.warnings.iter().all(|warning| warning.rule == Rule::SegmentShare));
    assert_eq!(report.statistics.total_customers, 3);
    let months = &report.statistics.account_month_distribution.0;
    assert_eq!((&months[0].name[..], months[0].count), ("2021-05", 1));
    assert_eq!(months.last().map(|bar| (&bar.name[..], bar.count)), Some(("2022-12", 2)));
    assert_eq!(months.len(), 20);
}

#[test]
fn without_a_day_account_dates_have_no_window() {
    let file = with(9, "account_open_date", "1904-02-29");
    let undated = Criteria { dated: false, ..Criteria::of(recipe()) };
    assert!(judged_by(&file, &undated).is_valid);
    assert!(!judged(&file).is_valid);
    let impossible = with(9, "account_open_date", "1900-02-29");
    assert!(!judged_by(&impossible, &undated).is_valid);
}

/// The one error that a broken file has: its rule, line and reason.
fn why_broken(file: &[u8]) -> (Rule, u64, String) {
    let report = judged(file);
    assert!(!report.is_valid);
    let [error] = &report.errors[..] else { panic!("{:?}", report.errors) };
    (error.rule, error.examples[0].line, error.examples[0].reason.clone())
}

#[test]
fn what_is_no_csv_is_told_what_it_is() {
    let valid = text(&lines());
    let utf16 =
        |order: fn(u16) -> [u8; 2]| valid.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let files: [(Vec<u8>, u64, &str); 21] = [
        (vec![], 1, "the file is empty"),
        (b"\n\r\n\n".to_vec(), 4, "nothing but blank lines"),
        (b"PK\x03\x04\x14\0".to_vec(), 1, "a zip archive or a workbook"),
        (b"BZh9".to_vec(), 1, "packed with bzip2"),
        (vec![0; 1000], 1, "NUL bytes alone"),
        ([&b"customer_id"[..], &[0; 500]].concat(), 1, "NUL bytes, which text"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), 1, "a PNG image"),
        (b"PAR1".to_vec(), 1, "a Parquet file"),
        ([b"\xff\xfe".to_vec(), utf16(u16::to_le_bytes)].concat(), 1, "text in UTF-16"),
        ([b"\xfe\xff".to_vec(), utf16(u16::to_be_bytes)].concat(), 1, "text in UTF-16"),
        (utf16(u16::to_le_bytes), 1, "text in UTF-16"),
        (b"customer_id,\0\n".to_vec(), 1, "NUL bytes"),
        (b"customer_id,\xff\n".to_vec(), 1, "not text in UTF-8"),
        (b"[\"customer_id\", 1]".to_vec(), 1, "JSON"),
        (b" [1]".repeat(ROW_BYTES), 1, "JSON"),
        (format!("sep=,\n{valid}").into(), 1, "a line before the header"),
        (b"<!doctype html>".to_vec(), 1, "HTML"),
        (valid.replace('\n', "\r").into(), 1, "lines that end in CR alone"),
        (valid[HEADER.len()..].into(), 1, "the first line is a row already"),
        (
            b"name,town\nAnn,Rome\n".to_vec(),
            1,
            "none of the thirteen columns of customers is named: customer_id, first_name",
        ),
        (vec![b'x'; ROW_BYTES * 3], 1, "no end of the header"),
    ];
    for (file, line, reason) in files {
        let found = why_broken(&file);
        assert_eq!((found.0, found.1), (Rule::FileReadable, line), "{reason}");
        assert!(found.2.contains(reason), "{found:?}");
    }
    assert_eq!(why_broken(HEADER.trim_end().as_bytes()).0, Rule::RowsPresent);
}

#[test]
fn columns_are_told_by_name() {
    let tell = |header: &str| {
        let report = judged(text(&lines()).replacen(HEADER.trim_end(), header, 1));
        let of = |rule| {
            let finding = report.findings().find(|finding| finding.rule == rule);
            finding.map_or(vec![], |finding| finding.examples.clone())
        };
        let places = |rule| -> Vec<(String, String)> {
            of(rule).into_iter().map(|example| (example.column, example.reason)).collect()
        };
        (places(Rule::HeaderColumns), places(Rule::HeaderKnown))
    };
    let pair = |column: &str, reason: &str| (column.to_owned(), reason.to_owned());

    let renamed = HEADER.trim_end().replacen("customer_id", "Customer ID", 1);
    let meant = "missing; \"Customer ID\" is taken for it";
    assert_eq!(tell(&renamed), (vec![pair("customer_id", meant)], vec![]));

    let repeated = HEADER.trim_end().replacen("city", "age", 1);
    let twice = "duplicate: it is there 2 times, and the first is checked";
    assert_eq!(tell(&repeated), (vec![pair("age", twice), pair("city", "missing")], vec![]));
    // A second byte order mark is part of the name.
    let marked = format!("\u{feff}\u{feff}{}", HEADER.trim_end());
    let meant = "missing; \"\\u{feff}customer_id\" is taken for it";
    assert_eq!(tell(&marked), (vec![pair("customer_id", meant)], vec![]));
    // Case says nothing.
    assert_eq!(tell(&HEADER.trim_end().to_uppercase()), (vec![], vec![]));
}

#[test]
fn what_joining_and_cutting_leave_is_told() {
    let valid = text(&lines());
    let (rule, line, reason) = why_broken((valid.clone() + &valid[..HEADER.len()]).as_bytes());
    assert_eq!((rule, line), (Rule::RowReadable, 1002));
    assert!(reason.starts_with("the header again"), "{reason}");
    let cut = valid.trim_end().rfind(',').unwrap() - 30;
    let (rule, line, reason) = why_broken(&valid.as_bytes()[..cut]);
    assert_eq!((rule, line), (Rule::RowReadable, 1001));
    assert!(reason.ends_with("on the last line; the file may be cut off"), "{reason}");
    let unnamed = format!(",{}\n", valid.trim_end().replace('\n', "\n0,"));
    let warning = &judged(&unnamed).warnings[0];
    assert_eq!(warning.examples[0].reason, "column 1 has no name; the index of a data frame?");
}

#[test]
fn what_a_file_lacks_is_not_told_row_by_row() {
    for name in HEADER.trim_end().split(',') {
        let mut lines = lines();
        for line in &mut lines {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.remove(column(name));
            *line = fields.join(",");
        }
        let report = judged(text(&lines));
        let found: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
        assert_eq!(found, [Rule::HeaderColumns], "{name}");
        assert_eq!(report.statistics.total_customers, 1000);
    }
}

#[test]
fn every_spelling_of_a_number_has_its_reason() {
    for (name, value, reason) in [
        ("age", "+44", "a sign"),
        ("age", "-44", "a sign"),
        ("age", " 44", "white space around it"),
        ("age", "044", "leading zeros"),
        ("age", "44.0", "a decimal point"),
        ("age", "４４", "digits beyond ASCII"),
        ("credit_limit", "5e4", "an exponent"),
        ("credit_limit", "\"50,000\"", "grouped digits"),
        ("credit_limit", "99999999999999999999", "too large"),
        ("account_open_date", "2023-02-30", "no such day"),
        ("account_open_date", "2023-13-01", "no such day"),
        ("account_open_date", "23-01-01", "not YYYY-MM-DD"),
        ("account_open_date", "２０２３-01-01", "not YYYY-MM-DD"),
        ("customer_id", "CUST٠٠٠٠٠٠٠٨", "digits beyond ASCII"),
        ("state", "ca", "in another case"),
        ("state", " CA", "white space around it"),
    ] {
        let (_, line, found) = why_broken(with(9, name, value).as_bytes());
        assert_eq!((line, &found[..]), (9, reason), "{value}");
    }
}

#[test]
fn lines_are_counted_through_quotes_and_blanks() {
    let mut lines = lines();
    set(&mut lines[2], "city", "\"East\n\nDonald\"");
    lines.insert(5, String::new());
    set(&mut lines[9], "age", "200");
    set(&mut lines[1000], "age", "201");
    let email = get(&lines[1], "email").to_owned();
    set(&mut lines[20], "email", &email);
    let report = judged(text(&lines));
    let [error] = &report.errors[..] else { panic!("{:?}", report.errors) };
    assert_eq!(error.examples.iter().map(|example| example.line).collect::<Vec<_>>(), [12, 1003]);
    let [blank, sprawling, repeated] = &report.warnings[..] else {
        panic!("{:?}", report.warnings)
    };
    assert_eq!((sprawling.rule, sprawling.examples[0].line), (Rule::ValueSprawling, 3));
    assert_eq!((blank.rule, blank.examples[0].line), (Rule::BlankLine, 8));
    let example = &repeated.examples[0];
    assert_eq!((repeated.rule, example.line), (Rule::EmailUnique, 23));
    assert_eq!(example.reason, "the address of line 2");
}

#[test]
fn tolerance_and_examples_are_as_asked() {
    let criteria = Criteria { tolerance: 51, ..Criteria::of(recipe()) };
    assert!(judged_by(moved(51), &criteria).warnings.is_empty());
    let criteria = Criteria { tolerance: 0, ..Criteria::of(recipe()) };
    assert!(judged_by(text(&lines()), &criteria).warnings.is_empty());
    assert_eq!(judged_by(moved(1), &criteria).warnings[0].rows, 2);

    let file = text(&lines()).replace(",Standard,", ",Bronze,");
    for examples in [0, 1, 7, Criteria::MOST_EXAMPLES] {
        let report = judged_by(&file, &Criteria { examples, ..Criteria::of(recipe()) });
        let error = &report.errors[0];
        assert_eq!(error.examples.len(), (examples as usize).min(error.rows as usize));
    }
}

#[test]
fn the_report_says_when_the_recipe_is_the_mismatch() {
    let other = Recipe::new(Parameters {
        weights: [200; 5],
        premium: [300, 100, 0, 0, 0],
        age: segmint::recipe::Span::new(18, 90),
        credit_limit: segmint::recipe::Span::new(1_000, 90_500),
        credit_limit_step: 500,
        opened: segmint::recipe::Span::new(1, 7),
        ..customers(20_000, 7).parameters().clone()
    })
    .unwrap();
    let report = judged_by(file_of(&other), &Criteria::of(customers(20_000, 7)));
    assert!(!report.is_valid);
    let found: Vec<(&str, &str)> = report
        .mismatches
        .iter()
        .map(|Mismatch { parameter, file, .. }| (&parameter[..], &file[..]))
        .collect();
    assert_eq!(
        found,
        [
            ("weights", "20,20,20,20,20"),
            ("premium", "30,10,0,0,0"),
            ("age", "18-90"),
            ("credit_limit", "1000-90500"),
            ("credit_limit_step", "500"),
            ("opened", "1-7"),
        ]
    );
    // One bad row is the data's fault.
    assert_eq!(judged(with(9, "age", "90")).mismatches, []);
}

/// Hands out a file in pieces of these sizes, again and again.
struct Trickle<'a> {
    bytes: &'a [u8],
    sizes: std::iter::Cycle<std::slice::Iter<'a, usize>>,
}

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = *self.sizes.next().unwrap();
        let size = size.min(buffer.len()).min(self.bytes.len());
        let (piece, rest) = self.bytes.split_at(size);
        buffer[..size].copy_from_slice(piece);
        self.bytes = rest;
        Ok(size)
    }
}

#[test]
fn large_files_read_the_same_in_any_pieces() {
    // Long enough for several pieces, with quotes, blank lines and bad rows across their ends.
    let mut file = HEADER.to_owned();
    for (place, line) in file_of(&customers(20_000, 3)).lines().skip(1).enumerate() {
        let mut line = line.to_owned();
        match place % 97 {
            0 => set(&mut line, "city", "\"New\nYork, \"\"NY\"\"\""),
            1 => line += "\r",
            2 => line += "\n",
            3 => set(&mut line, "first_name", "José"),
            4 => line += ",",
            5 => set(&mut line, "age", "17"),
            _ => {}
        }
        file += &(line + "\n");
    }
    let criteria = Criteria::of(customers(20_000, 3));
    let whole = judged_by(&file, &criteria);
    let body = &file.as_bytes()[HEADER.len()..];
    let mut file_check = FileCheck::new(&criteria);
    file_check.absorb(Checker::new(&criteria).check(body, 2));
    assert_eq!(file_check.report(), whole);
    let slow = |layout: Layout<COLUMNS>| Checker::without_scan(&criteria, layout);
    assert_eq!(validate_with(file.as_bytes(), &criteria, slow, |_| ()).unwrap(), whole);
    for sizes in [&[1_usize, 7, 100_000][..], &[524_287], &[65_536, 3]] {
        let trickle = Trickle { bytes: file.as_bytes(), sizes: sizes.iter().cycle() };
        assert_eq!(validate(trickle, &criteria, |_| ()).unwrap(), whole);
    }
    for sizes in [&[1_usize, 7, 100_000][..], &[524_287], &[524_288], &[3_000_000]] {
        let mut delivery = Delivery::new(&criteria, Customers::Unknown);
        let (mut rest, mut sizes) = (file.as_bytes(), sizes.iter().cycle());
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
            delivery.take(piece);
            rest = after;
        }
        assert_eq!(delivery.judge().0, Judged::Customers(Box::new(whole.clone())));
    }
    let mut read = 0;
    validate(file.as_bytes(), &criteria, |bytes| read += bytes).unwrap();
    assert_eq!(read, body.len() as u64);
}

#[test]
fn a_line_of_a_gigabyte_is_one_finding() {
    let valid = file_of(&customers(1000, 42));
    let lines: Vec<&str> = valid.split_inclusive('\n').collect();
    let (before, after) = (lines[..11].concat(), lines[12..].concat());
    let long = io::repeat(b'x').take(1 << 30);
    let file = before.as_bytes().chain(long).chain(&b"\n"[..]).chain(after.as_bytes());
    let report = validate(file, &Criteria::of(customers(1000, 42)), |_| ()).unwrap();
    let [error] = &report.errors[..] else { panic!("{:?}", report.errors) };
    assert_eq!((error.rule, error.rows, error.examples[0].line), (Rule::RowReadable, 1, 12));
    assert_eq!(report.warnings, []);
    assert_eq!(report.statistics.total_customers, 1000);

    let header = io::repeat(b',').take(1 << 30);
    let report = validate(header, &Criteria::default(), |_| ()).unwrap();
    assert_eq!(report.errors[0].rule, Rule::FileReadable);
}

#[test]
fn what_the_source_says_is_handed_on() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("unplugged"))
        }
    }
    let file = text(&lines());
    let source = file.as_bytes().chain(Broken);
    let error = validate(source, &Criteria::default(), |_| ()).unwrap_err();
    assert_eq!(error.to_string(), "unplugged");
}

/// Whether a value keeps all rules of its column, asked in the plainest words.
fn is_harmless(name: &str, value: &str, line: &str, others: &[String]) -> bool {
    let segment = get(line, "customer_segment");
    let missing = ["", "NULL", "null"].contains(&value);
    let number = || {
        let plain = value.parse::<u64>().ok()?;
        (plain.to_string() == value).then_some(plain)
    };
    match name {
        "customer_id" => value == get(line, name),
        "first_name" | "last_name" | "city" => {
            let placeholder =
                ["nan", "na", "nil", "none", "unknown", "missing", "*", ".", "...", "?"];
            let spaced = value.trim() != value || value.contains("  ");
            // Two to eight letters or digits, perhaps behind a number sign, between an ampersand and a semicolon.
            let entity = value.split('&').skip(1).any(|rest| {
                let name =
                    rest.split_once(';').map(|(name, _)| name.strip_prefix('#').unwrap_or(name));
                name.is_some_and(|name| {
                    (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric())
                })
            });
            let odd = |c: char| c.is_ascii_digit() || matches!(c, '<' | '>');
            !missing
                && !placeholder.contains(&value)
                && !spaced
                && !entity
                && !value.starts_with(['=', '+', '-', '@'])
                && !value.contains(odd)
        }
        "email" => {
            let Some((local, domain)) = value.split_once('@') else { return false };
            let labels: Vec<&str> = domain.split('.').collect();
            let atom = |c: char| !" \"(),:;<>@".contains(c);
            let word = |word: &str| !word.is_empty() && word.chars().all(atom);
            let label = |label: &str| {
                let edge = label.starts_with('-') || label.ends_with('-');
                word(label) && !edge && !label.contains(|c| "!#$%&'*+/=?".contains(c))
            };
            let unique = !others.iter().any(|other| other != line && get(other, name) == value);
            local.split('.').all(word)
                && labels.len() > 1
                && labels.into_iter().all(label)
                && unique
        }
        "age" => number().is_some_and(|age| (22..=75).contains(&age)),
        "state" => value.len() == 2 && others.iter().skip(1).any(|other| get(other, name) == value),
        "employment_status" => {
            ["Employed", "Self-Employed", "Retired", "Unemployed"].contains(&value)
        }
        "card_type" => {
            let allowed = ["High-Value Travelers", "New & Growing"].contains(&segment);
            value == "Standard" || value == "Premium" && allowed
        }
        "credit_limit" => number()
            .is_some_and(|limit| (5_000..=50_000).contains(&limit) && limit.is_multiple_of(1_000)),
        "account_open_date" => value.parse::<segmint::date::Date>().is_ok_and(|date| {
            let day = |text: &str| text.parse::<segmint::date::Date>().unwrap();
            (day("2021-11-24")..=day("2024-11-23")).contains(&date)
        }),
        "customer_segment" => {
            let known = Segment::ALL.iter().any(|one| one.name() == value);
            let premium = get(line, "card_type") == "Premium";
            let allowed = !premium || ["High-Value Travelers", "New & Growing"].contains(&value);
            known && allowed && (value == "Declining") == (segment == "Declining")
        }
        "decline_type" => match segment {
            "Declining" => ["gradual", "sudden"].contains(&value),
            _ => missing,
        },
        other => panic!("{other}"),
    }
}

/// Values that somebody may write by mistake, without commas, quotes and line ends.
fn value() -> impl Strategy<Value = String> {
    let file = lines();
    let field = (1..file.len(), 0..13_usize)
        .prop_map(move |(line, column)| file[line].split(',').nth(column).unwrap().to_owned());
    prop_oneof![
        4 => field,
        1 => Just(String::new()),
        1 => Just("NULL".to_owned()),
        2 => "[0-9]{1,6}",
        1 => "[0-9+ .eE-]{1,8}",
        1 => "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        1 => "[a-z@. ]{1,12}",
        1 => "[ -!#-+.-~é京]{1,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutation_is_found_or_harmless(line in 2..=1001_usize, column in 0..13_usize, value in value()) {
        let name = HEADER.trim_end().split(',').nth(column).unwrap();
        let lines = lines();
        let report = judged(with(line, name, &value));
        let harmless = is_harmless(name, &value, &lines[line - 1], &lines);
        let found: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
        prop_assert_eq!(found.is_empty(), harmless, "{} {:?}: {:?}", name, value, found);
        // Of two rows with the same address, the second is told.
        let repeats = found == [Rule::EmailUnique];
        let mut examples = report.findings().flat_map(|finding| &finding.examples);
        let at_the_line = repeats || examples.any(|one| one.line == line as u64);
        prop_assert!(harmless || at_the_line, "{:?}", report.errors);
    }

    #[test]
    fn pieces_may_end_anywhere(
        edits in prop::collection::vec((0..4_000_usize, "[\",\n\ra\0é]{0,3}"), 0..6),
        cuts in prop::collection::vec(1..2_000_usize, 1..5),
    ) {
        let mut file = text(&lines()[..31])[HEADER.len()..].to_owned();
        for (at, edit) in &edits {
            let at = (0..=*at.min(&file.len())).rev().find(|&at| file.is_char_boundary(at)).unwrap();
            file.insert_str(at, edit);
        }
        let criteria = Criteria::of(recipe());
        let report = |checker: &mut Checker, cuts: &[usize]| {
            let mut file_check = FileCheck::new(&criteria);
            let (mut start, mut line, mut end) = (0, 2, 0);
            for cut in cuts.iter().cycle() {
                end = (end + cut).min(file.len());
                let at_end = end == file.len();
                let piece = &file.as_bytes()[start..end];
                let (piece_report, read) = checker.check_piece(piece, line, at_end);
                file_check.absorb(piece_report);
                start += read.bytes;
                line += read.lines;
                if at_end {
                    break;
                }
            }
            assert_eq!(start, file.len());
            file_check.report()
        };
        let whole = report(&mut Checker::new(&criteria), &[file.len()]);
        prop_assert_eq!(&report(&mut Checker::new(&criteria), &cuts), &whole);
        let slow = &mut Checker::without_scan(&criteria, Layout::contract());
        prop_assert_eq!(&report(slow, &cuts), &whole);
    }
}
