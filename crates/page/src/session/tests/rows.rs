//! Certain rows are wanted: they are searched for, page by page, until anything else is chosen; faults are marked.

use segmint::data_set::DataSet;
use segmint::link::Link;

use super::*;

const PEOPLE: &str = "v=2&seed=7&count=3000&as_of=2026-11-23";
const PAYMENTS: &str = "v=2&seed=7&count=60&as_of=2026-11-23&months=12&table=transactions";

/// The lines of the customers' file that hold this.
fn lines(link: &str, text: &str) -> Vec<String> {
    let mut csv = Vec::new();
    let data_set = DataSet::customers(Link::read(link).unwrap().recipe);
    data_set.write(&mut csv, |_| ()).map(drop).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    csv.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
}

fn shown(page: &mut Page) -> Vec<String> {
    page.0.browser().rows.lines().map(str::to_owned).collect()
}

#[test]
fn rows_of_a_segment_are_shown_page_by_page_and_then_all_again() {
    let mut page = Page::open(PEOPLE);
    page.work();
    let wanted = lines(PEOPLE, ",Declining,");
    page.0.on(Event::RowsWanted("customer_segment=Declining".to_owned()));
    page.work();
    assert_eq!(shown(&mut page), wanted[..20]);
    assert_eq!(page.0.browser().revealed.as_deref(), Some("Declining"));
    assert!(
        page.said().starts_with("Declining: matching rows 1\u{2013}20; searched "),
        "{}",
        page.said()
    );
    assert_eq!(page.state(), State::Fresh, "the file is as it was");
    page.0.on(Event::Moved(Move::On));
    page.work();
    assert_eq!(shown(&mut page), wanted[20..40]);
    page.0.on(Event::Moved(Move::Back));
    page.work();
    assert_eq!(shown(&mut page), wanted[..20]);
    // Another data set has such rows, too.
    page.edit(Parameters { seed: 8, ..Link::read(PEOPLE).unwrap().recipe.parameters().clone() });
    page.work();
    assert_eq!(shown(&mut page), lines(&PEOPLE.replace("seed=7", "seed=8"), ",Declining,")[..20]);
    page.0.on(Event::AllRowsWanted);
    page.work();
    assert!(shown(&mut page)[0].starts_with("CUST00000001,"));
    assert_eq!((page.0.browser().revealed.clone(), &*page.said()), (None, "All rows are shown."));
}

#[test]
fn anything_else_that_is_chosen_ends_a_search() {
    let mut page = Page::large(99_999_999, PICKER);
    page.work();
    page.0.on(Event::RowsWanted("age=1000".to_owned()));
    assert!(page.work_once() && page.work_once());
    assert!(page.0.browser().range.starts_with("searching: no matching row, "));
    page.0.on(Event::RowsWanted("state=CA".to_owned()));
    page.work();
    assert_eq!(shown(&mut page).len(), 20);
    assert!(page.0.browser().range.starts_with("matching rows 1\u{2013}20; searched "));
    page.0.on(Event::RowsWanted("age=1000".to_owned()));
    assert!(page.work_once());
    page.0.on(Event::Moved(Move::To("50".to_owned())));
    page.work();
    assert!(shown(&mut page)[0].starts_with("CUST00000050,"));
    page.0.on(Event::RowsWanted("age=1000".to_owned()));
    page.0.on(Event::Turned(Mode::Check));
    page.work();
    assert_eq!(page.0.browser().work_left(), 0);
}

#[test]
fn what_is_rare_is_looked_for_no_further_than_the_reader_allows() {
    let mut page = Page::large(99_999_999, PICKER);
    page.work();
    page.0.on(Event::RowsWanted("age=1000".to_owned()));
    assert_eq!(page.work(), 50);
    assert_eq!(
        page.said(),
        "age 1000: no matching row; searched 2,000,000 of 99,999,999 customers so far."
    );
    page.0.on(Event::MoreWanted);
    assert!(page.work_once());
    page.0.on(Event::AllRowsWanted);
    page.work();
    assert_eq!(shown(&mut page).len(), 20);
}

#[test]
fn a_line_is_gone_to_in_either_table() {
    let mut page = Page::open(PEOPLE);
    page.work();
    page.0.on(Event::RowsWanted("line=1502".to_owned()));
    page.work();
    assert!(shown(&mut page)[0].starts_with("CUST00001501,"));
    let mut page = Page::open(PAYMENTS);
    page.work();
    page.0.on(Event::RowsWanted("line=1502".to_owned()));
    page.work();
    let mut csv = Vec::new();
    let data_set = DataSet::transactions(Link::read(PAYMENTS).unwrap().recipe).unwrap();
    data_set.write(&mut csv, |_| ()).map(drop).unwrap();
    let line = str::from_utf8(&csv).unwrap().lines().nth(1_501).unwrap();
    assert_eq!(shown(&mut page), [line]);
    // What the other table has none of is no filter of this one.
    page.0.on(Event::RowsWanted("age=37".to_owned()));
    assert_eq!((page.work(), shown(&mut page).len()), (0, 1));
}

#[test]
fn faults_are_marked_in_rows_that_are_shown_and_in_those_that_are_found() {
    let dirty = format!("{PEOPLE}&dirt=unknown_state:1500");
    let mut page = Page::open(&dirty);
    page.work();
    let marked = (Some(5), "unknown state".to_owned());
    assert!(page.0.browser().row_faults.contains(&marked));
    page.0.on(Event::RowsWanted("age=22-75".to_owned()));
    page.work();
    let faults = page.0.browser().row_faults.clone();
    assert!(!faults.is_empty() && faults.iter().all(|fault| *fault == marked), "{faults:?}");
}

#[test]
fn who_goes_to_a_customer_in_the_other_table_sees_all_that_they_buy() {
    let mut page = Page::open(PEOPLE);
    page.work();
    page.0.on(Event::RowsWanted("customer_segment=Declining".to_owned()));
    page.work();
    page.0.on(Event::CustomerAsked(41));
    page.work();
    assert!(shown(&mut page)[0].starts_with("TXN000000410001,"));
    assert_eq!(page.0.browser().focused_rows, Some(TableId::Transactions));
}
