//! A file beside the data set of a recipe: the same rows in every other form, and rows that differ, counted.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;

use common::{customers, file_of};
use segmint::comparison::{Comparison, Difference, DifferenceKind, Form, Verdict};
use segmint::customers::HEADER;

fn base() -> String {
    file_of(&customers(5_500, 5))
}

fn compared(file: impl AsRef<[u8]>) -> Verdict {
    let verdict = |size: usize| {
        let mut comparison = Comparison::new(&customers(5_500, 5));
        file.as_ref().chunks(size).for_each(|piece| comparison.read(piece));
        comparison.verdict()
    };
    let whole = verdict(usize::MAX);
    assert_eq!(verdict(1_013), whole);
    whole
}

#[track_caller]
fn difference(file: impl AsRef<[u8]>) -> Difference {
    match compared(file) {
        Verdict::Differs(difference) => difference,
        verdict => panic!("{verdict}"),
    }
}

/// The lines with their columns changed.
fn with_columns(change: impl Fn(&mut Vec<&str>, bool)) -> String {
    let base = base();
    let line = |(at, line): (usize, &str)| {
        let mut fields: Vec<&str> = line.split(',').collect();
        change(&mut fields, at == 0);
        fields.join(",") + "\n"
    };
    base.lines().enumerate().map(line).collect()
}

#[test]
fn the_same_rows_written_differently_are_the_same_rows() {
    let base = base();
    let rows: Vec<&str> = base.lines().skip(1).collect();
    let quoted =
        with_columns(|fields, _| fields[1] = Box::leak(format!("\"{}\"", fields[1]).into()));
    let reversed: String =
        HEADER.to_owned() + &rows.iter().rev().flat_map(|row| [row, "\n"]).collect::<String>();
    let sorted = {
        let mut rows = rows.clone();
        rows.sort_by_key(|row| row.split(',').nth(3).map(str::to_owned));
        HEADER.to_owned() + &rows.iter().flat_map(|row| [row, "\n"]).collect::<String>()
    };
    for (file, forms) in [
        (base.replace('\n', "\r\n"), vec![Form::CarriageReturns]),
        (base.replacen('\n', "\r", 1), vec![Form::CarriageReturns]),
        (format!("{}\r", base.trim_end()), vec![Form::CarriageReturns, Form::NoLineFeed]),
        (base.replacen("\nCUST00000009", "\rCUST00000009", 1), vec![Form::CarriageReturns]),
        (format!("\r{base}"), vec![Form::BlankLines]),
        (format!("\u{feff}{base}"), vec![Form::ByteOrderMark]),
        (
            format!("\u{feff}{}", base.replace('\n', "\r\n")),
            vec![Form::ByteOrderMark, Form::CarriageReturns],
        ),
        (base.trim_end().to_owned(), vec![Form::NoLineFeed]),
        (quoted, vec![Form::Quotes]),
        (base.replace(',', ";"), vec![Form::Delimiter]),
        (base.replace(",\n", ",NULL\n"), vec![Form::Nulls]),
        (with_columns(|fields, _| fields.swap(4, 5)), vec![Form::ColumnOrder]),
        (
            with_columns(|fields, header| fields.push(if header { "notes" } else { "x" })),
            vec![Form::ExtraColumns],
        ),
        (reversed, vec![Form::RowOrder]),
        (sorted, vec![Form::RowOrder]),
    ] {
        let verdict = compared(&file);
        assert_eq!(verdict, Verdict::SameRows(forms));
        assert!(
            verdict.to_string().starts_with("the same rows, written differently: "),
            "{verdict}"
        );
    }
    assert_eq!(compared(base), Verdict::Identical);
}

/// The base file with the age of every such row another.
fn aged(is: impl Fn(usize) -> bool) -> String {
    let line = |(at, line): (usize, &str)| {
        let mut fields: Vec<&str> = line.split(',').collect();
        if is(at) {
            fields[4] = "99";
        }
        fields.join(",") + "\n"
    };
    base().lines().enumerate().map(line).collect()
}

#[test]
fn rows_that_differ_are_counted_whatever_the_form() {
    let edited = aged(|at| at > 0 && at % 200 == 24);
    let expected = edited.lines().skip(1).filter(|line| line.contains(",99,")).count() as u64;
    for file in [edited.clone(), edited.replace('\n', "\r\n"), edited.replace(',', ";")] {
        let found = difference(&file);
        assert_eq!((found.line, found.row, found.kind), (25, Some(24), DifferenceKind::Value));
        assert_eq!((found.column.as_deref(), &found.found[..]), (Some("age"), "99"));
        assert_eq!(
            (found.changed, found.missing, found.new, found.is_exact),
            (expected, 0, 0, true)
        );
    }
    let told = Verdict::Differs(difference(edited.replace('\n', "\r\n"))).to_string();
    assert!(told.contains("row 24 (line 25) is the first that differs"), "{told}");
    assert!(
        told.ends_with("; the others are written with lines that end in CR LF or CR"),
        "{told}"
    );
}

#[test]
fn rows_that_are_missing_new_or_moved_are_counted() {
    let base = base();
    let lines: Vec<&str> = base.split_inclusive('\n').collect();
    let without: String = [&lines[..9], &lines[12..]].concat().concat();
    let found = difference(&without);
    assert_eq!((found.kind, found.row, found.line), (DifferenceKind::RowMissing, Some(9), 10));
    assert_eq!((found.changed, found.missing, found.new), (0, 3, 0));

    let doubled: String = [&lines[..9], &lines[4..6], &lines[9..]].concat().concat();
    let found = difference(&doubled);
    assert_eq!((found.line, found.changed, found.missing, found.new), (10, 0, 0, 2));

    let short: String = lines[..100].concat();
    let found = difference(&short);
    assert_eq!(
        (found.kind, found.row, found.missing),
        (DifferenceKind::FileEnds, Some(100), 5_401)
    );

    let long = base.clone() + "CUST00005501,a\n";
    let found = difference(&long);
    assert_eq!((found.kind, found.row, found.new), (DifferenceKind::FileGoesOn, None, 1));

    // Turned round, with one row changed.
    let mut rows: Vec<String> = aged(|at| at == 77).lines().skip(1).map(str::to_owned).collect();
    rows.reverse();
    let turned = HEADER.to_owned() + &rows.iter().flat_map(|row| [row, "\n"]).collect::<String>();
    let found = difference(&turned);
    assert_eq!((found.changed + found.new, found.changed + found.missing), (1, 1));
    assert_eq!(found.forms, [Form::RowOrder]);
}

#[test]
fn headers_that_lack_a_column_are_told() {
    let found = difference(base().replacen("city", "town", 1));
    assert_eq!((found.line, found.row, found.kind), (1, None, DifferenceKind::Value));
    assert_eq!((found.column.as_deref(), &found.found[..]), (Some("city"), "town"));
    let found = difference("");
    assert_eq!((found.line, found.row, found.kind), (1, None, DifferenceKind::FileEnds));
}

#[test]
fn two_texts_that_differ_are_shown_where_they_part() {
    let long = "x".repeat(80);
    let file =
        base().replacen("customer_segment,decline_type", &format!("customer_segment,{long}"), 1);
    let found = difference(&file);
    assert_ne!(found.expected, found.found);
    let found = difference(base().replacen(",decline_type", "", 1));
    assert_ne!(found.expected, found.found);
}
