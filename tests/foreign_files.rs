//! Files as other tools and people leave them: rows swallowed by quotes, values that are none, other
//! headers, delimiters, packings.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::io::Write;

use common::{customers, defaults, file_of};
use flate2::Compression as Level;
use flate2::write::GzEncoder;
use segmint::customers::HEADER;
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::transactions::check::Customers;
use segmint::validate::{
    Compression, Criteria, Delivery, FileFormat, Finding, Judged, Report, Rule, judge, validate,
};

/// A file of 1,000 rows of recipe version 1.
fn base() -> String {
    file_of(&customers(1000, 5))
}

/// The report on a file that was made on a day that nobody knows, judged on a day in 2026.
fn judged(file: impl AsRef<[u8]>) -> Report {
    let criteria = Criteria { today: Some("2026-11-27".parse().unwrap()), ..Criteria::default() };
    validate(file.as_ref(), &criteria, |_| ()).unwrap()
}

/// The base file with the field of one column on one line replaced; the header is line 1.
fn with(line: usize, name: &str, value: &str) -> String {
    let mut lines: Vec<String> = base().lines().map(str::to_owned).collect();
    let at = HEADER.trim_end().split(',').position(|column| column == name).unwrap();
    let mut fields: Vec<&str> = lines[line - 1].split(',').collect();
    fields[at] = value;
    lines[line - 1] = fields.join(",");
    lines.join("\n") + "\n"
}

fn finding(report: &Report, rule: Rule) -> Option<&Finding> {
    report.findings().find(|finding| finding.rule == rule)
}

/// What is found in the base file with this value on line 9: the rules.
fn rules_of(name: &str, value: &str) -> Vec<Rule> {
    judged(with(9, name, value)).findings().map(|finding| finding.rule).collect()
}

#[test]
fn rows_swallowed_by_quotes_are_told_with_both_lines() {
    let mut lines: Vec<String> = base().lines().map(str::to_owned).collect();
    lines[35] = lines[35].replacen(',', ",\"", 1);
    let second = lines[103].match_indices(',').nth(1).unwrap().0;
    lines[103].insert(second, '"');
    let report = judged(lines.join("\n") + "\n");
    assert_eq!(report.statistics.total_customers, 932);
    assert!(!report.is_valid);
    let found = finding(&report, Rule::RowsSwallowed).unwrap();
    assert_eq!((found.rows, found.examples[0].line), (1, 36));
    let told = "a quote on line 36 is closed on line 104: what looks like 68 rows is within";
    assert_eq!(found.examples[0].reason, told);
}

#[test]
fn ids_missing_behind_a_long_value_are_rows_lost() {
    let mut lines: Vec<String> = base().lines().map(str::to_owned).collect();
    // The rest of one row and the head of another are gone, so that nothing looks like a row.
    lines[40] = lines[40].replacen(',', ",\"lost\nand found\",", 1);
    let field = lines[40].rfind(",\"lost").unwrap();
    let after: Vec<String> = lines[40][field + 18..].split(',').map(str::to_owned).collect();
    lines[40] = format!("{}{}", &lines[40][..field + 18], after[1..].join(","));
    lines.drain(41..44);
    let report = judged(lines.join("\n") + "\n");
    let found = finding(&report, Rule::RowsSwallowed).unwrap();
    let told = "a value goes from line 41 to line 42, and 3 ids are missing behind it";
    assert_eq!((found.examples[0].line, &found.examples[0].reason[..]), (41, told));
    assert!(!report.is_valid);
}

#[test]
fn values_as_large_as_rows_are_a_warning() {
    for (value, reason) in [
        ("\"East\nDonald\"".to_owned(), "goes from line 9 to line 10"),
        (format!("\"{}\"", ",".repeat(12)), "as many separators as a row has"),
        ("x".repeat(255), "far longer than a value of this column"),
    ] {
        let report = judged(with(9, "city", &value));
        assert!(report.is_valid);
        let found = finding(&report, Rule::ValueSprawling).unwrap();
        assert_eq!((found.examples[0].line, &found.examples[0].reason[..]), (9, reason));
        assert_eq!(report.findings().count(), 1);
    }
    // Where rows cannot be read, the lines are told too.
    let open = base().replacen(",Employed,", ",\"Employed,", 1);
    let report = judged(open);
    assert!(!report.is_valid && finding(&report, Rule::RowReadable).is_some());
}

#[test]
fn values_that_are_none_are_missing_or_placeholders() {
    for value in [" ", "\t", "\u{a0}", "\u{3000}", "\u{2003}\u{2003}", "\u{200b}", r"\N", "NULL"] {
        assert_eq!(rules_of("first_name", value), [Rule::RequiredValue], "{value:?}");
    }
    for value in ["N/A", "None", "nan", "NaN", "#N/A", "#REF!", "-", "?", "<NA>", "NaT", "unknown"]
    {
        assert_eq!(rules_of("last_name", value), [Rule::ValuePlaceholder], "{value:?}");
    }
    for value in ["Null", "Nan", "Li", "O'Brien", "Zoë", "Mary Ann", "Jean-Luc", "St. Louis"] {
        assert_eq!(rules_of("last_name", value), [], "{value:?}");
    }
    // Where a form is asked for, a placeholder breaks it, and says why.
    let report = judged(with(9, "age", "N/A"));
    assert_eq!(report.errors[0].rule, Rule::AgeRange);
    assert_eq!(report.errors[0].examples[0].reason, "stands for no value");
}

#[test]
fn names_and_cities_have_no_more_than_names() {
    for (value, rule) in [
        ("Dan\u{7}iel", Rule::NameControl),
        ("Dan1el", Rule::NameDigits),
        ("<b>Daniel</b>", Rule::NameMarkup),
        ("=Daniel", Rule::NameFormula),
        ("Daniel ", Rule::NameSpace),
        ("JosÃ©", Rule::NameMojibake),
    ] {
        for column in ["first_name", "last_name", "city"] {
            assert_eq!(rules_of(column, value), [rule], "{column} {value:?}");
        }
        assert!(judged(with(9, "city", value)).is_valid);
    }
}

#[test]
fn addresses_that_no_mail_reaches_are_refused() {
    for value in ["a@b..com", "a@-x.com", "mailto:a@x.com", "\"a,b@x.com\"", "a@x", ".a@x.com"] {
        assert_eq!(rules_of("email", value), [Rule::EmailFormat], "{value}");
    }
    for value in ["a+b@x.com", "a_b-c@x-y.co.uk", "é@ü.de"] {
        assert_eq!(rules_of("email", value), [], "{value}");
    }
}

#[test]
fn days_are_doubted_without_a_reference_date_too() {
    for (value, rule) in [
        ("1899-12-31", Rule::AccountDate),
        ("0001-01-01", Rule::AccountDate),
        ("1900-01-01", Rule::AccountPlausible),
        ("1970-01-01", Rule::AccountPlausible),
        ("9999-12-31", Rule::AccountPlausible),
        ("2026-11-28", Rule::AccountPlausible),
    ] {
        assert_eq!(rules_of("account_open_date", value), [rule], "{value}");
    }
    for value in ["1904-02-29", "2026-11-27", "2020-01-01", "2022-12-31"] {
        assert_eq!(rules_of("account_open_date", value), [], "{value}");
    }
    // With one, the window is enough.
    let dated = Criteria::of(customers(1000, 5));
    let report = validate(with(9, "account_open_date", "1970-01-01").as_bytes(), &dated, |_| ());
    let report = report.unwrap();
    assert_eq!(report.errors[0].rule, Rule::AccountWindow);
    assert!(report.errors[0].examples[0].reason.ends_with("; stands for no day in many systems"));
    assert_eq!(report.findings().count(), 1);
}

#[test]
fn a_spreadsheets_dates_are_told_by_their_form() {
    for (value, form) in [
        ("11/5/2023", "a date as a spreadsheet shows it, M/D/YYYY or D/M/YYYY"),
        ("10.10.2021", "a date as a spreadsheet shows it, D.M.YYYY"),
        ("45235", "a spreadsheet's number of a day, 2023-11-05"),
    ] {
        let report = judged(with(9, "account_open_date", value));
        assert_eq!(report.findings().count(), 1);
        assert_eq!(report.errors[0].examples[0].reason, form, "{value}");
    }
}

#[test]
fn a_row_of_nothing_but_commas_is_one_finding() {
    let file = base() + &",".repeat(12) + "\n" + &",".repeat(12) + "\n";
    let report = judged(&file);
    let [error] = &report.errors[..] else { panic!("{:?}", report.errors) };
    assert_eq!((error.rule, error.rows), (Rule::RowReadable, 2));
    assert_eq!(error.examples[0].line, 1002);
    assert_eq!(error.examples[0].reason, "nothing but separators");
}

#[test]
fn carriage_returns_under_a_header_without_are_told() {
    let rows = base()[HEADER.len()..].replace('\n', "\r\n");
    let report = judged(format!("{HEADER}{rows}"));
    let warning = finding(&report, Rule::LineEnds).unwrap();
    assert_eq!((warning.rows, warning.examples[0].line), (1, 2));
    assert_eq!(warning.examples[0].reason, "1,000 rows end so, and the header does not");
    // Beginning anywhere.
    let some = base();
    let at = some.match_indices('\n').nth(699).unwrap().0;
    let report = judged(format!("{}\r{}", &some[..at], &some[at..]));
    let warning = finding(&report, Rule::LineEnds).unwrap();
    assert_eq!((warning.examples[0].line, report.findings().count()), (700, 1));
    // All over is told once.
    let report = judged(base().replace('\n', "\r\n"));
    assert_eq!((finding(&report, Rule::LineEnds).unwrap().rows, report.findings().count()), (1, 1));
}

#[test]
fn foreign_headers_are_guessed_and_what_is_there_is_judged() {
    let foreign =
        "ID,First,Surname,E-Mail,AGE,State Code,Town,Employment,Card,Limit,Opened,Segment,Decline";
    let bad = with(9, "age", "17").replacen(HEADER.trim_end(), foreign, 1);
    let report = judged(&bad);
    let columns = finding(&report, Rule::HeaderColumns).unwrap();
    assert_eq!((columns.rows, columns.examples.len()), (12, 12));
    assert_eq!(columns.examples[0].reason, "missing; \"ID\" is taken for it");
    assert_eq!(finding(&report, Rule::HeaderNames).unwrap().examples[0].column, "AGE");
    assert_eq!(finding(&report, Rule::AgeRange).unwrap().examples[0].line, 9);
    assert_eq!(report.statistics.unique_customer_ids, 1000);
    // What is no header of customers names all thirteen.
    let report = judged("name,town\nAnn,Rome\n");
    let why = report.unreadable().unwrap();
    assert!(HEADER.trim_end().split(',').all(|name| why.contains(name)), "{why}");
    // Case is no difference but a warning.
    let report = judged(base().replacen(HEADER.trim_end(), &HEADER.trim_end().to_uppercase(), 1));
    assert!(report.is_valid);
    assert_eq!(finding(&report, Rule::HeaderNames).unwrap().rows, 13);
}

#[test]
fn as_many_lines_as_excel_has_are_told() {
    let cut = file_of(&customers(1_048_575, 5));
    let report = judged(&cut);
    assert!(report.is_valid);
    let found: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
    assert_eq!(found, [Rule::RowsCut]);
    assert!(!report.statistics.emails_all_compared);
    // Not where as many rows are asked for.
    let dated = Criteria::of(customers(1_048_575, 5));
    assert_eq!(validate(cut.as_bytes(), &dated, |_| ()).unwrap().findings().count(), 0);
}

#[test]
fn files_of_ours_have_no_warnings() {
    let mut version_2 = Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap());
    version_2.count = 20_000;
    for parameters in [Parameters { count: 20_000, ..defaults() }, version_2] {
        let recipe = Recipe::new(parameters).unwrap();
        let today = Some("2026-11-23".parse().unwrap());
        for dated in [true, false] {
            let criteria = Criteria { dated, today, ..Criteria::of(recipe.clone()) };
            let report = validate(file_of(&recipe).as_bytes(), &criteria, |_| ()).unwrap();
            assert_eq!(report.findings().collect::<Vec<_>>(), Vec::<&Finding>::new());
            assert!(report.statistics.emails_all_compared);
        }
    }
}

#[test]
fn without_a_reference_date_nobody_has_an_account_from_tomorrow() {
    for version in [RecipeVersion::V1, RecipeVersion::V2] {
        let mut parameters = Parameters::defaults(version, "2026-11-23".parse().unwrap());
        parameters.count = 1000;
        let recipe = Recipe::new(parameters).unwrap();
        let file = file_of(&recipe);
        let row = file.lines().nth(7).unwrap();
        let opened = row.split(',').nth(10).unwrap();
        let later = file.replacen(row, &row.replacen(opened, "2026-11-24", 1), 1);
        for (today, expected) in [
            (Some("2026-11-23"), vec![Rule::AccountPlausible]),
            (Some("2026-11-24"), Vec::new()),
            (None, Vec::new()),
        ] {
            let today = today.map(|day| day.parse().unwrap());
            let criteria = Criteria { today, ..Criteria::of_any_day(recipe.clone()) };
            let report = validate(later.as_bytes(), &criteria, |_| ()).unwrap();
            let found: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
            assert_eq!(found, expected, "version {version}, judged on {today:?}");
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Level::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The base file as JSON objects, one on each line.
fn objects() -> Vec<String> {
    let names: Vec<&str> = HEADER.trim_end().split(',').collect();
    let object = |line: &str| {
        let pairs: Vec<String> = (names.iter().zip(line.split(',')))
            .map(|(name, value)| match value {
                "" => format!("\"{name}\":null"),
                _ if ["age", "credit_limit"].contains(name) => format!("\"{name}\":{value}"),
                _ => format!("\"{name}\":\"{value}\""),
            })
            .collect();
        format!("{{{}}}", pairs.join(","))
    };
    base().lines().skip(1).map(object).collect()
}

#[test]
fn every_form_that_we_write_is_read() {
    let plain = base();
    let ndjson = objects().join("\n") + "\n";
    let json = format!("[{}]\n", objects().join(",\n"));
    let (one, other) = plain.split_at(plain.len() / 2);
    let members = [gzip(one.as_bytes()), gzip(other.as_bytes())].concat();
    let nulls = plain.replace(",\n", ",\\N\n");
    let forms: [(Vec<u8>, FileFormat, Compression, &[Rule]); 10] = [
        (plain.clone().into(), FileFormat::Csv, Compression::None, &[]),
        (nulls.into(), FileFormat::Csv, Compression::None, &[]),
        (plain.replace(',', ";").into(), FileFormat::Csv, Compression::None, &[Rule::Delimiter]),
        (plain.replace(',', "\t").into(), FileFormat::Csv, Compression::None, &[Rule::Delimiter]),
        (plain.replace(',', "|").into(), FileFormat::Csv, Compression::None, &[Rule::Delimiter]),
        (
            format!("\u{feff}{}", plain.replace('\n', "\r\n")).into(),
            FileFormat::Csv,
            Compression::None,
            &[Rule::ByteOrderMark, Rule::LineEnds],
        ),
        (gzip(plain.as_bytes()), FileFormat::Csv, Compression::Gzip, &[]),
        (members, FileFormat::Csv, Compression::Gzip, &[]),
        (ndjson.clone().into(), FileFormat::Ndjson, Compression::None, &[]),
        (gzip(json.as_bytes()), FileFormat::Json, Compression::Gzip, &[]),
    ];
    let expected = judged(&plain).statistics;
    for (file, format, compression, rules) in forms {
        let criteria = Criteria::default();
        let (report, form) = judge(&file[..], &criteria, |_| ()).unwrap();
        let found: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
        assert_eq!(found, rules, "{form:?}");
        assert_eq!((form.format, form.compression), (format, compression));
        assert_eq!(report.statistics, expected);
        for size in [1_000, 100_000] {
            let mut delivery = Delivery::new(&criteria, Customers::Unknown);
            file.chunks(size).for_each(|piece| delivery.take(piece));
            let judged = Judged::Customers(Box::new(report.clone()));
            assert_eq!(delivery.judge(), (judged, form));
        }
    }
}

#[test]
fn lines_of_other_forms_are_those_of_the_file() {
    let mut objects = objects();
    objects[6] = objects[6].replacen("\"age\":", "\"age\":1", 1);
    for (file, line) in [
        (objects.join("\n"), 7),
        (format!("[\n{}\n]\n", objects.join(",\n")), 8),
        (format!("[{}]\n", objects.join(",\n")), 7),
    ] {
        let report = judged(&file);
        assert_eq!(report.errors.len(), 1, "{:?}", report.errors);
        assert_eq!(
            (report.errors[0].rule, report.errors[0].examples[0].line),
            (Rule::AgeRange, line)
        );
    }
    objects[6] = "no object".to_owned();
    let report = judged(objects.join("\n"));
    assert_eq!((report.errors[0].rule, report.errors[0].examples[0].line), (Rule::RowReadable, 7));
}

#[test]
fn what_breaks_off_is_not_whole() {
    let packed = gzip(base().as_bytes());
    let mut damaged = packed.clone();
    let at = damaged.len() - 6;
    damaged[at] ^= 1;
    let json = format!("[{}", objects().join(",\n"));
    for (file, reason) in [
        (&packed[..packed.len() / 2], "the gzip breaks off"),
        (&damaged, "the gzip is damaged"),
        (json.as_bytes(), "the JSON breaks off"),
    ] {
        let report = judged(file);
        let found = finding(&report, Rule::FileWhole).unwrap();
        assert!(found.examples[0].reason.starts_with(reason), "{found:?}");
        assert!(!report.is_valid && report.statistics.total_customers > 0);
    }
}

#[test]
fn nul_bytes_are_not_another_encoding() {
    for (file, reason) in [
        (vec![0; 4096], "NUL bytes alone; the file was perhaps never written to its end"),
        ([HEADER.trim_end().as_bytes(), &[0; 600]].concat(), "NUL bytes, which text does not have"),
    ] {
        assert_eq!(judged(file).unreadable(), Some(reason));
    }
}
