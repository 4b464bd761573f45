//! The tests of the system that Segmint re-implements, each by its name there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use std::collections::BTreeSet;

use common::{Record, customers, file_of, records, records_of, report_of};
use segmint::customers::HEADER;
use segmint::plan::Rows;
use segmint::recipe::Segment;
use segmint::validate::{Checker, Criteria, FileCheck, Report};

/// The 50 states and DC, from the Postal Service.
const STATES: &str = "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO \
                      MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";

fn generated() -> Vec<Record> {
    records_of(&customers(1000, 42))
}

#[test]
fn test_generates_correct_row_count() {
    for count in [1, 100, 1000, 5000] {
        assert_eq!(records_of(&customers(count, 42)).len(), count as usize);
    }
}

#[test]
fn test_customer_id_format() {
    for row in generated() {
        let digits = row.customer_id.strip_prefix("CUST").unwrap();
        assert_eq!(digits.len(), 8);
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
    }
}

#[test]
fn test_customer_id_sequential() {
    for (number, row) in (1..).zip(generated()) {
        assert_eq!(row.customer_id, format!("CUST{number:08}"));
    }
}

#[test]
fn test_segment_distribution() {
    let rows = records_of(&customers(50_000, 42));
    let expected = [7_500, 20_000, 12_500, 5_000, 5_000];
    for (segment, expected) in Segment::ALL.into_iter().zip(expected) {
        let in_segment = rows.iter().filter(|row| row.customer_segment == segment.name());
        assert_eq!(in_segment.count(), expected, "{}", segment.name());
    }
}

#[test]
fn test_no_null_required_fields() {
    let file = file_of(&customers(1000, 42));
    for line in file.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        assert!(fields[..12].iter().all(|field| !field.is_empty() && *field != "NULL"), "{line}");
    }
}

#[test]
fn test_credit_limit_ranges() {
    for row in generated() {
        assert!((5_000..=50_000).contains(&row.credit_limit));
        assert!(row.credit_limit.is_multiple_of(1_000));
    }
}

#[test]
fn test_email_format() {
    for row in generated() {
        let (local, domain) = row.email.split_once('@').unwrap();
        let (first, last) = local.split_once('.').unwrap();
        assert!([first, last].iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(["gmail.com", "yahoo.com", "hotmail.com"].contains(&domain));
        assert_eq!(first, row.first_name.to_ascii_lowercase());
    }
}

#[test]
fn test_reproducibility() {
    let recipe = customers(1000, 42);
    assert_eq!(file_of(&recipe), file_of(&recipe.clone()));
    assert_ne!(file_of(&recipe), file_of(&customers(1000, 43)));
}

#[test]
fn test_decline_type_only_for_declining_segment() {
    for row in generated() {
        match &row.customer_segment[..] {
            "Declining" => assert!(["gradual", "sudden"].contains(&&row.decline_type[..])),
            _ => assert_eq!(row.decline_type, ""),
        }
    }
}

#[test]
fn test_age_range() {
    let ages: BTreeSet<u32> =
        records_of(&customers(10_000, 42)).iter().map(|row| row.age).collect();
    assert!(ages.iter().copied().eq(22..=75));
}

#[test]
fn test_card_type_values() {
    let cards: BTreeSet<String> = generated().into_iter().map(|row| row.card_type).collect();
    assert!(cards.iter().eq(["Premium", "Standard"]));
}

#[test]
fn test_state_values() {
    let states: BTreeSet<String> =
        records_of(&customers(10_000, 42)).into_iter().map(|row| row.state).collect();
    assert!(states.iter().map(|state| &state[..]).eq(STATES.split(' ').collect::<BTreeSet<_>>()));
}

#[test]
fn test_premium_card_distribution() {
    let rows = records_of(&customers(50_000, 42));
    let premium: Vec<_> = rows.iter().filter(|row| row.card_type == "Premium").collect();
    assert!(premium.iter().all(|row| row.customer_segment == "High-Value Travelers"));
    assert_eq!(premium.len(), 7_500 * 30 / 100);
}

/// The report on a file whose rows somebody may have edited.
fn validated(file: &str) -> Report {
    let recipe = customers(1000, 42);
    let criteria = Criteria::of(recipe.clone());
    let mut file_check = FileCheck::new(&criteria);
    file_check.absorb(Checker::new(&criteria).check(&file.as_bytes()[HEADER.len()..], 2));
    file_check.report()
}

/// The valid file with one line edited; lines count from 1 and include the header.
fn edited(line: usize, edit: impl Fn(&mut Vec<String>)) -> String {
    let mut lines: Vec<String> = file_of(&customers(1000, 42)).lines().map(str::to_owned).collect();
    let mut fields: Vec<String> = lines[line - 1].split(',').map(str::to_owned).collect();
    edit(&mut fields);
    lines[line - 1] = fields.join(",");
    lines.join("\n") + "\n"
}

/// The report with exactly one error or warning, which is one row, and where it is.
#[track_caller]
fn assert_only(report: &Report, rule: &str, line: u64, column: &str) {
    let mut found = report.errors.iter().chain(&report.warnings);
    let finding = found.next().unwrap_or_else(|| panic!("{rule} was not found"));
    assert_eq!((finding.rule.id(), finding.rows), (rule, 1), "{finding:?}");
    assert_eq!(found.next(), None);
    assert_eq!((finding.examples[0].line, &finding.examples[0].column[..]), (line, column));
}

#[test]
fn test_validation_passes_for_valid_data() {
    let report = validated(&file_of(&customers(1000, 42)));
    assert!(report.is_valid);
    assert_eq!((report.errors, report.warnings), (vec![], vec![]));
}

#[test]
fn test_validation_fails_for_duplicate_ids() {
    let file = edited(18, |fields| "CUST00000003".clone_into(&mut fields[0]));
    let report = validated(&file);
    assert!(!report.is_valid);
    let [error] = &report.errors[..] else { panic!("{:?}", report.errors) };
    assert_eq!((error.rule.id(), error.rows, error.examples[0].line), ("id_unique", 1, 18));
    // The id is out of order, and so is the one that follows it.
    let [warning] = &report.warnings[..] else { panic!("{:?}", report.warnings) };
    assert_eq!((warning.rule.id(), warning.rows), ("id_sequential", 2));
    assert_eq!(report.statistics.unique_customer_ids, 999);
}

#[test]
fn test_validation_fails_for_null_required_fields() {
    for column in 0..12 {
        for missing in ["", "NULL", "null"] {
            let report = validated(&edited(7, |fields| missing.clone_into(&mut fields[column])));
            assert!(!report.is_valid);
            let header = HEADER.trim_end().split(',').nth(column).unwrap();
            assert_only(&report, "required_value", 7, header);
        }
    }
    assert!(records(&file_of(&customers(1000, 42))).iter().any(|row| row.decline_type.is_empty()));
}

#[test]
fn test_validation_detects_invalid_customer_id_format() {
    for id in ["CUST1", "cust00000004", "CUST000000004", "CUST0000000A", "00000004"] {
        let report = validated(&edited(5, |fields| id.clone_into(&mut fields[0])));
        assert_only(&report, "id_format", 5, "customer_id");
    }
}

#[test]
fn test_validation_detects_invalid_credit_limits() {
    for limit in ["4000", "51000", "-5000", "5000.00", "many", "999999999999"] {
        let report = validated(&edited(9, |fields| limit.clone_into(&mut fields[9])));
        assert_only(&report, "credit_limit_range", 9, "credit_limit");
    }
    let report = validated(&edited(9, |fields| "5500".clone_into(&mut fields[9])));
    assert_only(&report, "credit_limit_step", 9, "credit_limit");
}

type Value<'a> = &'a dyn Fn(&Record) -> String;

#[test]
fn test_validation_includes_statistics() {
    let report = report_of(&customers(50_000, 42));
    let statistics = &report.statistics;
    assert_eq!(statistics.total_customers, 50_000);
    assert_eq!(statistics.unique_customer_ids, 50_000);
    assert_eq!(statistics.credit_limit_min, Some(5_000));
    assert_eq!(statistics.credit_limit_max, Some(50_000));

    let rows = records_of(&customers(50_000, 42));
    let sum: f64 = rows.iter().map(|row| f64::from(row.credit_limit)).sum();
    assert_eq!(statistics.credit_limit_avg, Some(sum / 50_000.0));
    let count =
        |of: Value<'_>, name: &str| rows.iter().filter(|row| of(row) == name).count() as u64;
    let distributions: [(_, Value<'_>); 8] = [
        (&statistics.segment_distribution, &|row| row.customer_segment.clone()),
        (&statistics.card_type_distribution, &|row| row.card_type.clone()),
        (&statistics.employment_distribution, &|row| row.employment_status.clone()),
        (&statistics.decline_type_distribution, &|row| row.decline_type.clone()),
        (&statistics.state_distribution, &|row| row.state.clone()),
        (&statistics.age_distribution, &|row| row.age.to_string()),
        (&statistics.credit_limit_distribution, &|row| format!("${},000", row.credit_limit / 1000)),
        (&statistics.account_month_distribution, &|row| row.account_open_date[..7].to_owned()),
    ];
    for (distribution, of) in distributions {
        assert!(distribution.0.len() > 1);
        for bar in &distribution.0 {
            assert_eq!(bar.count, count(of, &bar.name), "{}", bar.name);
        }
    }
}

#[test]
fn test_validation_warns_on_segment_distribution_deviation() {
    let mut file = HEADER.to_owned();
    for line in file_of(&customers(1000, 42)).lines().skip(1) {
        let line = line.replace("Stable Mid-Spenders", "New & Growing");
        file += &(line + "\n");
    }
    let report = validated(&file);
    assert!(report.is_valid);
    let [warning] = &report.warnings[..] else { panic!("{:?}", report.warnings) };
    assert_eq!((warning.rule.id(), warning.rows), ("segment_share", 2));
}

#[test]
fn test_validation_detects_invalid_email_format() {
    for email in ["danielle", "danielle@yahoo", "@yahoo.com", "a b@yahoo.com", "a@b@yahoo.com"] {
        let report = validated(&edited(3, |fields| email.clone_into(&mut fields[3])));
        assert_only(&report, "email_format", 3, "email");
    }
}

#[test]
fn the_other_rules_are_found_too() {
    let broken = |column: usize, value: &str| {
        validated(&edited(2, |fields| value.clone_into(&mut fields[column])))
    };
    assert_only(&broken(4, "21"), "age_range", 2, "age");
    assert_only(&broken(4, "76"), "age_range", 2, "age");
    assert_only(&broken(4, "+30"), "age_range", 2, "age");
    assert_only(&broken(5, "XX"), "state_known", 2, "state");
    assert_only(&broken(5, "ca"), "state_known", 2, "state");
    assert_only(&broken(7, "Student"), "employment_known", 2, "employment_status");
    assert_only(&broken(8, "Gold"), "card_known", 2, "card_type");
    assert_only(&broken(10, "2023-02-29"), "account_date", 2, "account_open_date");
    assert_only(&broken(10, "2021-11-23"), "account_window", 2, "account_open_date");
    assert_only(&broken(10, "2024-11-24"), "account_window", 2, "account_open_date");
    assert_only(&broken(11, "Whales"), "segment_known", 2, "customer_segment");
    assert_only(&broken(12, "slow"), "decline_known", 2, "decline_type");
    assert_only(&broken(12, "gradual"), "decline_only_for_declining", 2, "decline_type");
    let mail = |fields: &mut Vec<String>| "nelle.schamberger@gmail.com".clone_into(&mut fields[3]);
    assert_only(&validated(&edited(90, mail)), "email_unique", 90, "email");
    assert_only(&validated(&edited(4, |fields| fields.truncate(12))), "row_readable", 4, "");

    let line_of = |wanted: &str| {
        let file = file_of(&customers(1000, 42));
        file.lines().position(|line| line.contains(wanted)).unwrap() + 1
    };
    let declining = line_of("Declining");
    let report = validated(&edited(declining, |fields| fields[12].clear()));
    assert_only(&report, "decline_only_for_declining", declining as u64, "decline_type");
    let budget = line_of("Budget-Conscious");
    let report = validated(&edited(budget, |fields| "Premium".clone_into(&mut fields[8])));
    assert_only(&report, "premium_allowed", budget as u64, "card_type");
}

#[test]
fn the_edges_of_every_range_are_within() {
    for (column, value) in
        [(4, "22"), (4, "75"), (9, "5000"), (9, "50000"), (10, "2021-11-24"), (10, "2024-11-23")]
    {
        let report = validated(&edited(2, |fields| value.clone_into(&mut fields[column])));
        assert_eq!((report.errors, report.warnings), (vec![], vec![]), "{value}");
    }
}

#[test]
fn findings_merge_over_chunks_with_their_lines() {
    let recipe = customers(1000, 42);
    let file = edited(800, |fields| "CUST00000003".clone_into(&mut fields[0]));
    let body = &file[HEADER.len()..];
    let half = body.match_indices('\n').nth(499).unwrap().0 + 1;
    let criteria = Criteria::of(recipe.clone());
    let mut file_check = FileCheck::new(&criteria);
    let mut checker = Checker::new(&criteria);
    file_check.absorb(checker.check(&body.as_bytes()[..half], 2));
    file_check.absorb(checker.check(&body.as_bytes()[half..], 502));
    assert_eq!(file_check.report(), validated(&file));
    assert_eq!(Rows::all(&recipe).count(), 1000);
}
