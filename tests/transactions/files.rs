//! Files of transactions, ours or a stranger's: what breaks each rule, beside which customers.

use std::collections::BTreeSet;
use std::io::Write;

use segmint::comparison::{Comparison, DifferenceKind, Form, Verdict};
use segmint::customers;
use segmint::customers::check::Criteria;
use segmint::data_set::DataSet;
use segmint::findings::{Finding, Rule};
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Segment};
use segmint::tables::TableId;
use segmint::transactions::check::{Account, CustomerIds, Customers, FileCustomers, Report};
use segmint::transactions::{Field, SCHEMA};
use segmint::validate::{
    CustomersDelivery, CustomersFile, Delivery, Judged, NoCustomers, judge_any,
};

use super::{parameters, recipe};

fn base() -> Recipe {
    recipe(parameters(60, 9))
}

fn file(recipe: &Recipe) -> String {
    let mut csv = Vec::new();
    DataSet::transactions(recipe.clone()).unwrap().write(&mut csv, |_| ()).unwrap();
    String::from_utf8(csv).unwrap()
}

fn criteria() -> Criteria {
    Criteria::of(base())
}

fn report(judged: Judged) -> Report {
    match judged {
        Judged::Transactions(report) => *report,
        Judged::Customers(report) => panic!("no transactions: {:?}", report.errors),
    }
}

/// What is found, read whole and brought in pieces.
fn judged(file: &str, criteria: &Criteria, customers: impl Fn() -> Customers) -> Report {
    let (whole, form) = judge_any(file.as_bytes(), criteria, customers(), |_| ()).unwrap();
    for size in [977, 70_001] {
        let mut delivery = Delivery::new(criteria, customers());
        file.as_bytes().chunks(size).for_each(|piece| delivery.take(piece));
        assert_eq!(delivery.judge(), (whole.clone(), form));
    }
    report(whole)
}

fn of_recipe(file: &str) -> Report {
    judged(file, &criteria(), || Customers::of(&base()))
}

/// The customers of a file, as whoever reads it hands them on.
fn of_file(csv: &str, sorted: bool) -> Customers {
    let mut ids = CustomerIds::default();
    let rows: Vec<(u32, Account)> = csv
        .lines()
        .skip(1)
        .map(|line| {
            let fields: Vec<&[u8]> = line.split(',').map(str::as_bytes).collect();
            let number = line[4..12].parse().unwrap();
            ids.note(number);
            (number, Account::of(fields[11], fields[12], fields[10]))
        })
        .collect();
    let known = if sorted { rows } else { Vec::new() };
    Customers::OfFile(Box::new(FileCustomers::new(ids, known.into_iter())))
}

/// The customers of a file that is brought in pieces of this size.
fn brought(file: &[u8], size: usize) -> Result<(CustomersFile, Customers), NoCustomers> {
    let mut delivery = CustomersDelivery::new();
    file.chunks(size).for_each(|piece| delivery.take(piece));
    delivery.end()
}

fn customers_csv() -> String {
    let mut csv = Vec::new();
    DataSet::customers(base()).write(&mut csv, |_| ()).unwrap();
    String::from_utf8(csv).unwrap()
}

/// The file with the value of a column on one line replaced; the header is line 1.
fn with(line: usize, column: Field, value: &str) -> String {
    let mut lines: Vec<String> = file(&base()).lines().map(str::to_owned).collect();
    let mut fields: Vec<&str> = lines[line - 1].split(',').collect();
    fields[column.position()] = value;
    lines[line - 1] = fields.join(",");
    lines.join("\n") + "\n"
}

fn value(line: usize, column: Field) -> String {
    let file = file(&base());
    let row = file.lines().nth(line - 1).unwrap().split(',').nth(column.position()).unwrap();
    row.to_owned()
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings().map(|finding| finding.rule).collect()
}

/// The line of the first row of a customer of this segment, and of the last.
fn rows_of(segment: Segment) -> (usize, usize) {
    let customers = customers_csv();
    let customer = customers.lines().find(|line| line.contains(segment.name())).unwrap();
    let id = &customer[..12];
    let file = file(&base());
    let lines: Vec<usize> =
        (1..).zip(file.lines()).filter(|(_, line)| line.contains(id)).map(|(at, _)| at).collect();
    (lines[0], *lines.last().unwrap())
}

#[test]
fn a_file_of_the_recipe_is_valid_beside_any_customers() {
    let file = file(&base());
    let beside_recipe = of_recipe(&file);
    assert_eq!(rules(&beside_recipe), []);
    let customers = customers_csv();
    let beside_file = judged(&file, &criteria(), || of_file(&customers, true));
    assert_eq!(beside_file, beside_recipe);
    // Without an order, customers are known to exist, and that is all.
    let existing = judged(&file, &criteria(), || of_file(&customers, false));
    assert_eq!((rules(&existing), existing.statistics.matrix), (Vec::new(), None));
    let unknown = judged(&file, &Criteria::default(), || Customers::Unknown);
    assert_eq!((rules(&unknown), unknown.statistics.segments), (Vec::new(), Vec::new()));
    assert_eq!(unknown.statistics.amount, beside_recipe.statistics.amount);
}

#[test]
fn customers_can_be_brought_in_pieces() {
    let (file, csv) = (file(&base()), customers_csv());
    let beside_recipe = of_recipe(&file);
    let lines: Vec<&str> = csv.lines().collect();
    let semicolons = csv.replace(',', ";");
    let turned: String = [lines[0]]
        .iter()
        .chain(lines[1..].iter().rev())
        .fold(String::new(), |text, line| text + line + "\n");
    // More than is read at a time, in one line.
    let long = format!("{csv}{}\n", "x".repeat(2_000_000));
    for size in [977, 70_001, usize::MAX] {
        for text in [&csv, &semicolons, &long] {
            let (found, customers) = brought(text.as_bytes(), size).unwrap();
            assert_eq!(found, CustomersFile { rows: 60, in_order: true });
            let (report, _) = judge_any(file.as_bytes(), &criteria(), customers, |_| ()).unwrap();
            assert_eq!(self::report(report), beside_recipe);
        }
        let (found, customers) = brought(turned.as_bytes(), size).unwrap();
        assert_eq!(found, CustomersFile { rows: 60, in_order: false });
        let (report, _) = judge_any(file.as_bytes(), &criteria(), customers, |_| ()).unwrap();
        let report = self::report(report);
        assert_eq!((rules(&report), report.statistics.matrix), (Vec::new(), None));
    }
    let few = lines[..31].join("\n");
    let (_, customers) = brought(few.as_bytes(), 977).unwrap();
    let (report, _) = judge_any(file.as_bytes(), &criteria(), customers, |_| ()).unwrap();
    assert_eq!(rules(&self::report(report)), [Rule::CustomerExists]);
}

#[test]
fn what_is_no_table_of_customers_is_not_taken_for_one() {
    let without = customers_csv().replacen("customer_id", "number", 1);
    for (text, why) in [
        (file(&base()), NoCustomers::OtherTable),
        ("x".repeat(2_000_000), NoCustomers::OtherTable),
        (String::new(), NoCustomers::OtherTable),
        (without, NoCustomers::WithoutIds),
    ] {
        assert_eq!(brought(text.as_bytes(), 70_001).unwrap_err(), why);
    }
    let cut = br#"[{"customer_id": "CUST00000001", "age": 40}, {"cust"#;
    assert!(matches!(brought(cut, 10), Err(NoCustomers::Damaged(_))));
}

#[test]
fn every_rule_of_a_row_is_broken_by_one_value() {
    let (line, last) = rows_of(Segment::NewAndGrowing);
    let (middle, other) = (line + 5, value(rows_of(Segment::Declining).0, Field::Customer));
    let id = value(middle, Field::Id);
    let mut broken = BTreeSet::new();
    for (column, text, rule, reason) in [
        (Field::Id, "TXN1", Rule::TransactionIdFormat, "not twelve digits"),
        (Field::Id, &id.to_lowercase(), Rule::TransactionIdFormat, "TXN in another case"),
        (
            Field::Id,
            &format!("{}0000", &id[..11]),
            Rule::TransactionIdFormat,
            "numbers begin with 0001",
        ),
        (Field::Id, &value(middle - 2, Field::Id), Rule::TransactionIdUnique, ""),
        (Field::Id, &format!("TXN{}0001", &other[4..]), Rule::TransactionOwner, ""),
        (Field::Customer, "CUST00000000", Rule::CustomerExists, ""),
        (Field::Customer, "CUST00000061", Rule::CustomerExists, ""),
        (Field::Customer, "17", Rule::IdFormat, "does not begin with CUST"),
        (Field::Customer, "", Rule::RequiredValue, ""),
        (Field::Date, "2026-02-30", Rule::TransactionDate, "no such day"),
        (Field::Date, "2026-11-23", Rule::TransactionWindow, "still to come"),
        (Field::Date, "2025-05-31", Rule::TransactionWindow, "before the window"),
        (Field::Date, "2025-06-03", Rule::TransactionAfterOpening, ""),
        (Field::Amount, "12.345", Rule::AmountFormat, "more than two digits behind the point"),
        (Field::Amount, "12,50", Rule::RowReadable, ""),
        (Field::Amount, "$12.50", Rule::AmountFormat, "not a number of dollars and cents"),
        (Field::Amount, "12", Rule::AmountFormat, "not two digits behind the point"),
        (Field::Amount, "012.50", Rule::AmountFormat, "leading zeros"),
        (Field::Amount, "0.00", Rule::AmountRange, "below 1.00"),
        (Field::Amount, "-12.50", Rule::AmountRange, "negative"),
        (Field::Amount, "99999999999.00", Rule::AmountRange, "too large"),
        (Field::Merchant, "Acme", Rule::MerchantKnown, ""),
        (Field::Category, "Fuel", Rule::CategoryKnown, ""),
        (Field::Category, "travel", Rule::CategoryKnown, "in another case"),
        (Field::Channel, "Phone", Rule::ChannelKnown, ""),
        (Field::Channel, "N/A", Rule::ChannelKnown, "stands for no value"),
        (Field::Status, "pending", Rule::StatusKnown, ""),
        (Field::Status, "NULL", Rule::RequiredValue, ""),
    ] {
        let report = of_recipe(&with(middle, column, text));
        let [finding] = &report.findings().collect::<Vec<_>>()[..] else {
            panic!("{text}: {:?}", rules(&report))
        };
        assert_eq!((finding.rule, finding.rows), (rule, 1), "{text}");
        let example = &finding.examples[0];
        assert_eq!(example.line, middle as u64, "{text}");
        assert!(reason.is_empty() || example.reason == reason, "{text}: {}", example.reason);
        broken.insert(rule);
    }
    // A merchant of another category, and a day before the row before.
    let (home, mut others) = (value(middle, Field::Category), 2..400);
    let other = others.find(|&line| value(line, Field::Category) != home).unwrap();
    let merchant = value(other, Field::Merchant);
    let travel = with(middle, Field::Merchant, &merchant);
    let late = value(last, Field::Date);
    for (file, rule) in [
        (travel, Rule::MerchantOfCategory),
        (with(middle, Field::Date, &late), Rule::TransactionOrder),
    ] {
        let report = of_recipe(&file);
        assert!(rules(&report).contains(&rule), "{rule}: {:?}", report.errors);
        broken.insert(rule);
    }
    let customers = [Rule::TransactionsComplete, Rule::PeriodPayments, Rule::PeriodDollars];
    let of_rows = Rule::ALL.into_iter().filter(|rule| rule.is_of_transactions());
    let left: Vec<Rule> = of_rows.filter(|rule| !broken.contains(rule)).collect();
    assert_eq!(left, customers);
}

#[test]
fn what_a_customers_rows_show_together_is_judged() {
    let find = |report: &Report, rule: Rule| -> Option<Finding> {
        report.findings().find(|finding| finding.rule == rule).cloned()
    };
    let (first, last) = rows_of(Segment::BudgetConscious);
    let customer = value(first, Field::Customer);
    // A row less: its number is missing, and the month may have too few payments.
    let mut lines: Vec<String> = file(&base()).lines().map(str::to_owned).collect();
    lines.remove(first + 3);
    let report = of_recipe(&(lines.join("\n") + "\n"));
    let missing = find(&report, Rule::TransactionsComplete).unwrap();
    assert_eq!((missing.rows, &*missing.examples[0].value), (1, &*customer));
    assert!(missing.examples[0].reason.starts_with("1 missing of "));
    // The month without all of its rows: too few payments.
    let month = value(first, Field::Date);
    let after: segmint::date::Date = month.parse().unwrap();
    let kept: Vec<String> = (1..)
        .zip(file(&base()).lines())
        .filter(|(at, line)| {
            let date = line.split(',').nth(2).unwrap();
            !(first..=last).contains(at)
                || date.parse::<segmint::date::Date>().unwrap() > after.plus_days(20)
        })
        .map(|(_, line)| line.to_owned())
        .collect();
    let report = of_recipe(&(kept.join("\n") + "\n"));
    let payments = find(&report, Rule::PeriodPayments).unwrap();
    assert_eq!(payments.examples[0].value, customer);
    assert!(
        payments.examples[0]
            .reason
            .contains(" in month 1 instead of 15 to 30, as Budget-Conscious")
    );
    // Far more dollars than the segment spends.
    let report = of_recipe(&with(first, Field::Amount, "5000.00"));
    let dollars = find(&report, Rule::PeriodDollars).unwrap();
    assert_eq!((dollars.rows, dollars.examples[0].line), (1, first as u64));
    // With a fault in a row, nothing is asked of the whole.
    let spoiled = with(first, Field::Amount, "5000.000");
    assert_eq!(rules(&of_recipe(&spoiled)), [Rule::AmountFormat]);
}

#[test]
fn rows_out_of_order_are_told_and_judged_no_further() {
    let text = file(&base());
    let mut lines: Vec<&str> = text.lines().collect();
    // The first row of the second customer goes to the end.
    let second = lines.iter().position(|line| line.contains(",CUST00000002,")).unwrap();
    let moved = lines.remove(second);
    lines.push(moved);
    let report = of_recipe(&(lines.join("\n") + "\n"));
    let found = rules(&report);
    assert!(found.contains(&Rule::TransactionOrder), "{found:?}");
    let order = report.errors.iter().find(|error| error.rule == Rule::TransactionOrder).unwrap();
    assert_eq!((order.rows, order.examples[0].line), (1, text.lines().count() as u64));
    assert_eq!(order.examples[0].reason, "follows CUST00000060");
}

#[test]
fn columns_in_another_order_or_by_other_names_are_read() {
    let text = file(&base());
    let turned: String = text
        .lines()
        .map(|line| {
            let mut fields: Vec<&str> = line.split(',').collect();
            fields.swap(0, 7);
            fields.join(";") + "\n"
        })
        .collect();
    let report = of_recipe(&turned);
    assert_eq!(rules(&report), [Rule::HeaderOrder, Rule::Delimiter]);
    let (one, other) = (of_recipe(&text).statistics, report.statistics);
    assert_eq!(one, other);
    let renamed = text.replacen("transaction_amount", "Amount", 1);
    assert_eq!(rules(&of_recipe(&renamed)), [Rule::HeaderColumns]);
    let without = text.lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned() + "\n");
    let report = of_recipe(&without.collect::<String>());
    assert_eq!(rules(&report), [Rule::HeaderColumns]);
    assert_eq!(report.errors[0].examples[0].column, "status");
}

#[test]
fn a_file_is_held_against_the_table_of_its_recipe() {
    let text = file(&base());
    let compared = |file: &[u8]| {
        let verdict = |size: usize| {
            let mut comparison = Comparison::new(&base());
            file.chunks(size).for_each(|piece| comparison.read(piece));
            comparison.verdict()
        };
        let whole = verdict(usize::MAX);
        assert_eq!(verdict(1_013), whole);
        whole
    };
    assert_eq!(compared(text.as_bytes()), Verdict::Identical);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    for (file, form) in [
        (text.replace('\n', "\r\n").into_bytes(), Form::CarriageReturns),
        (format!("\u{feff}{text}").into_bytes(), Form::ByteOrderMark),
        (text.trim_end().as_bytes().to_vec(), Form::NoLineFeed),
        (packed.finish().unwrap(), Form::Gzip),
    ] {
        assert_eq!(compared(&file), Verdict::SameRows(vec![form]));
    }
    let difference = |file: &str| match compared(file.as_bytes()) {
        Verdict::Differs(difference) => difference,
        verdict => panic!("{verdict}"),
    };
    let other = difference(&with(12_345, Field::Channel, "Phone"));
    let was = value(12_345, Field::Channel);
    assert_eq!((other.line, other.row, other.kind), (12_345, Some(12_344), DifferenceKind::Value));
    assert_eq!(
        (other.column.as_deref(), &*other.found, other.expected),
        (Some("channel"), "Phone", was)
    );
    let lines = text.lines().count() as u64;
    let longer = difference(&format!("{text}TXN1\n"));
    assert_eq!((longer.line, longer.kind), (lines + 1, DifferenceKind::FileGoesOn));
    let whole: Vec<&str> = text.lines().take(500).collect();
    let cut = difference(&(whole.join("\n") + "\nTXN0000"));
    assert_eq!((cut.line, cut.kind, &*cut.found), (501, DifferenceKind::Line, "TXN0000"));
    let shorter = difference(&(text.lines().take(100).collect::<Vec<_>>().join("\n") + "\n"));
    assert_eq!(
        (shorter.line, shorter.row, shorter.kind),
        (101, Some(100), DifferenceKind::FileEnds)
    );
    let header = difference(&text.replacen("status", "state", 1));
    assert_eq!((header.line, header.row, &*header.found), (1, None, "state"));
}

#[test]
fn the_header_says_which_table_a_file_is_of() {
    let of = |header: &str| {
        judge_any(header.as_bytes(), &criteria(), Customers::Unknown, |_| ()).unwrap().0.table()
    };
    assert_eq!(of(&SCHEMA.header()), TableId::Transactions);
    assert_eq!(of(&customers::SCHEMA.header()), TableId::Customers);
    assert_eq!(of("customer_id,amount,merchant\n"), TableId::Transactions);
    assert_eq!(of("customer_id,state\n"), TableId::Customers);
    let none = judge_any(&b"x,y\n1,2\n"[..], &criteria(), Customers::Unknown, |_| ()).unwrap().0;
    let why = none.unreadable().unwrap();
    assert!(why.contains("customers is named") && why.contains("transactions is named"), "{why}");
}

#[test]
fn version_1_has_no_transactions_to_be_held_against() {
    let old = recipe(Parameters::defaults(RecipeVersion::V1, super::as_of()));
    let report = judged(&file(&base()), &Criteria::of(old.clone()), || Customers::of(&old));
    let why = report.unreadable().unwrap();
    assert_eq!(why, "transactions need recipe version 2, this is a recipe of version 1");
}
