//! The other table: chosen, shown by a part of it, made whole, and left for its customers.

use segmint::data_set::DataSet;
use segmint::link::Link;
use segmint::recipe::FaultKind;
use segmint::validate::Criteria;

use super::files::{File, Saved};
use super::workers::sha256;
use super::*;
use crate::check::{Against, Terms};
use crate::fingerprint::Validity;
use crate::panel::Download;
use crate::protocol::Access;

const FEW: &str = "v=2&seed=7&count=60&as_of=2026-11-23&months=12&table=transactions";
const MANY: &str = "v=2&seed=7&count=400&as_of=2026-11-23&table=transactions";

/// The file that the library makes of this link, and its SHA-256.
fn file(link: &str) -> (Vec<u8>, String) {
    let data_set = DataSet::transactions(Link::read(link).unwrap().recipe).unwrap();
    let mut csv = Vec::new();
    let written = data_set.write(&mut csv, |_| ()).unwrap();
    (csv, written.sha256)
}

#[test]
fn a_small_table_comes_whole_and_by_itself() {
    let mut page = Page::open(FEW);
    page.work();
    let (expected, fingerprint) = file(FEW);
    assert_eq!((page.state(), page.0.panel().download), (State::Fresh, Download::Ready));
    assert_eq!(page.0.panel().sha256, Some(fingerprint.clone()));
    let command = "segmint generate-transactions --recipe-version 2 --seed 7 --count 60 \
        --as-of 2026-11-23 --months 12";
    assert_eq!(page.0.panel().command, command);
    let shared = page.0.shared(Shared::LinkWithFingerprint, "https://example.org/");
    assert_eq!(shared, Some(format!("https://example.org/#{FEW}&sha256={fingerprint}")));
    let browser = page.0.browser();
    let (offered, name) = browser.offered.clone().unwrap();
    assert!(offered == expected && name == "transactions.csv");
    assert_eq!((&*browser.address, browser.table), (FEW, (TableId::Transactions, true)));
    let summary = browser.summary.clone().unwrap();
    let rows = str::from_utf8(&expected).unwrap().lines().skip(1).count() as u64;
    let told = crate::words::counted(rows, "transaction");
    assert_eq!((summary.heading, summary.part), (told, None));
    let report = browser.spending.clone().unwrap();
    assert!(report.is_valid && browser.report.is_none());
    assert_eq!(report.statistics.total_transactions, rows);
    assert_eq!(browser.rows.lines().count(), 20);
    assert!(browser.rows.starts_with("TXN000000010001,CUST00000001,"));
    // Of another's data set it is said.
    let mut page = Page::open(&format!("{FEW}&sha256={}", "ab".repeat(32)));
    page.work();
    assert_eq!(page.0.panel().sender.as_ref().unwrap().same, Some(false));
}

#[test]
fn transactions_come_in_every_format() {
    let (expected, _) = file(FEW);
    let rows = str::from_utf8(&expected).unwrap().lines().skip(1).count();
    for (choice, name, begins, ends) in [
        (2, "transactions.csv", "\u{feff}transaction_id;customer_id;", "\r\n"),
        (3, "transactions.ndjson", "{\"transaction_id\":\"TXN000000010001\",", "}\n"),
        (4, "transactions.json", "[\n{\"transaction_id\"", "}\n]\n"),
        (5, "transactions.sql", "BEGIN;\nINSERT INTO transactions (", ");\nCOMMIT;\n"),
    ] {
        let mut page = Page::open(FEW);
        page.0.on(Event::FormatChosen(OutputFormat { choice, gzip: false }));
        page.work();
        let (offered, offered_name) = page.0.browser().offered.clone().unwrap();
        let text = String::from_utf8(offered).unwrap();
        assert_eq!(offered_name, name);
        assert!(text.starts_with(begins) && text.ends_with(ends), "{name}: {}", &text[..80]);
        assert_eq!(text.matches("TXN").count(), rows, "{name}");
        assert!(page.0.panel().command.starts_with("segmint generate-transactions "));
        assert!(page.0.panel().plain_sha256.is_none());
    }
}

#[test]
fn so_few_customers_are_offered_that_their_rows_are_made_at_once() {
    let mut page = Page::open(MANY);
    page.work();
    page.0.on(Event::CapabilitiesFound(PICKER));
    page.0.on(Event::FewerAsked);
    page.work();
    let panel = page.0.panel();
    assert_eq!((page.state(), panel.download), (State::Fresh, Download::Ready));
    assert_eq!((&panel.fewer, &panel.generate), (&None, &None));
    assert_eq!(page.0.browser().address, MANY.replace("=400", "=300"));
    let before = page.0.browser().address.clone();
    page.0.on(Event::FewerAsked);
    page.work();
    assert_eq!(page.0.browser().address, before, "there is nothing to ask for");
}

#[test]
fn a_large_table_is_shown_by_its_first_customers_until_all_is_asked_for() {
    let mut page = Page::open(MANY);
    page.work();
    let summary = page.0.browser().summary.clone().unwrap();
    let part = summary.part.unwrap();
    assert!(part.starts_with("Shown: every row of the first 36"), "{part}");
    assert!(part.contains("of 400 customers. The whole table has about 2"), "{part}");
    assert!(page.said().ends_with("Generate makes the whole table."), "{}", page.said());
    let report = page.0.browser().spending.clone().unwrap();
    assert!(report.is_valid && report.statistics.total_customers < 400);
    assert_eq!((page.state(), page.0.panel().download), (State::Fresh, Download::Hidden));
    assert_eq!((&page.0.panel().sha256, &page.0.panel().plain_sha256), (&None, &None));
    page.0.on(Event::CapabilitiesFound(PICKER));
    let (text, is_ready) = page.0.panel().generate.clone().unwrap();
    assert!(
        is_ready && text.starts_with("Generate about 2") && text.contains("into a file"),
        "{text}"
    );
    assert_eq!(page.state(), State::Fresh);
    let fewer = page.0.panel().fewer.clone().unwrap();
    assert!(fewer.starts_with("Take 300 customers: about 1"), "{fewer}");

    page.0.on(Event::GenerateAsked);
    let run = page.0.browser().asked.unwrap();
    let (saved, fate) = Saved::new(Access::Stream);
    page.0.on(Event::Placed(run, Ok(Some(saved))));
    page.answer(3, FromWorker::Ready, None);
    assert_eq!(page.state(), State::Running);
    page.work();
    let (expected, fingerprint) = file(MANY);
    assert!(page.0.browser().written == expected);
    assert_eq!((*fate.borrow(), page.state()), ("kept", State::Fresh));
    assert_eq!(page.0.panel().sha256, Some(fingerprint));
    let browser = page.0.browser();
    assert_eq!(browser.summary.clone().unwrap().part, None);
    assert_eq!(browser.spending.clone().unwrap().statistics.total_customers, 400);
    assert_eq!(sha256(&browser.written), sha256(&expected));
}

#[test]
fn the_senders_file_is_compared_with_the_whole_table() {
    let mut page = Page::open(&format!("{MANY}&sha256={}", "ab".repeat(32)));
    page.work();
    let sender = page.0.panel().sender.clone().unwrap();
    assert_eq!(sender.same, None);
    assert!(sender.text.contains("once the whole table is made"), "{}", sender.text);
}

#[test]
fn who_gives_up_the_whole_has_the_part_again() {
    let mut page = Page::open(MANY);
    page.work();
    page.0.on(Event::CapabilitiesFound(Capabilities { picker: false, free: None }));
    page.0.on(Event::GenerateAsked);
    assert_eq!(page.state(), State::Running);
    assert!(page.work_once() && page.work_once());
    let hint = page.0.panel().hint.clone();
    assert!(hint.contains(" customers/s"), "{hint}");
    page.0.on(Event::Cancelled);
    page.work();
    assert_eq!(page.state(), State::Fresh);
    assert!(page.0.browser().summary.clone().unwrap().part.is_some());
    assert!(page.0.panel().generate.is_some());
}

#[test]
fn one_goes_from_a_customer_to_their_transactions_and_back() {
    let mut page = Page::open(&FEW.replace("&table=transactions", ""));
    page.work();
    page.0.on(Event::CustomerAsked(41));
    page.work();
    assert_eq!(page.0.browser().address, FEW);
    assert!(page.0.browser().rows.starts_with("TXN000000410001,CUST00000041,"));
    assert_eq!(page.0.browser().focused_rows, Some(TableId::Transactions));
    page.0.on(Event::CustomerAsked(41));
    page.work();
    let browser = page.0.browser();
    assert_eq!(browser.focused_rows, Some(TableId::Customers));
    assert!(browser.rows.contains("\nCUST00000060,") && browser.rows.starts_with("CUST00000041,"));
    assert_eq!((&browser.spending, browser.history.len()), (&None, 2));
    assert_eq!(browser.address, FEW.replace("&table=transactions", ""));
}

#[test]
fn an_earlier_version_has_customers_alone() {
    let mut page = Page::open(FEW);
    page.work();
    page.edit(parameters(50));
    page.work();
    let browser = page.0.browser();
    assert_eq!(browser.table, (TableId::Customers, false));
    assert_eq!(browser.address, "v=1&seed=42&count=50&as_of=2026-11-23");
    assert!(browser.report.is_some() && browser.spending.is_none());
    // Nothing is chosen that is not there.
    page.0.on(Event::TableChosen(TableId::Transactions));
    page.work();
    assert_eq!(page.0.browser().table, (TableId::Customers, false));
}

/// The kinds of faults in the form.
fn kinds(page: &mut Page) -> Vec<FaultKind> {
    page.0.recipe().unwrap().parameters().dirt.amounts().map(|(flaw, _)| flaw).collect()
}

#[test]
fn transactions_get_faults_of_their_own_and_a_key() {
    let mut page = Page::open(FEW);
    page.work();
    page.0.on(Event::DirtAsked(true));
    page.work();
    let all = kinds(&mut page);
    assert!(all.len() == 11 && all.iter().all(|flaw| flaw.is_of_transactions()), "{all:?}");
    let dirt = page.0.browser().dirt.clone().unwrap();
    assert_eq!((dirt.injected(), dirt.is_exact()), (11, true));
    assert_eq!(page.0.browser().summary.clone().unwrap().validity, Validity::Dirty);
    assert!(page.said().contains("11 faults put in, exactly these found."), "{}", page.said());
    page.0.on(Event::KeyAsked(AnswerKey::Csv));
    page.work();
    let key = String::from_utf8(page.0.browser().key.clone().unwrap()).unwrap();
    assert_eq!(key.lines().count(), 12);
    assert!(key.contains(",unknown_channel,"), "{key}");
    // They stay when one turns to the customers, who have none of them.
    page.0.on(Event::TableChosen(TableId::Customers));
    page.work();
    assert_eq!(kinds(&mut page).len(), 11);
    assert_eq!(page.0.browser().dirt.clone().unwrap().injected(), 0);
    page.0.on(Event::DirtAsked(true));
    page.work();
    assert_eq!(kinds(&mut page).len(), 33);
    assert_eq!(page.0.browser().dirt.clone().unwrap().injected(), 22);
    page.0.on(Event::DirtAsked(false));
    page.work();
    assert_eq!(kinds(&mut page), []);
}

#[test]
fn the_key_comes_with_the_whole_table() {
    let mut page = Page::open(&format!("{MANY}&dirt=unknown_channel:100"));
    page.work();
    let dirt = page.0.browser().dirt.clone().unwrap();
    assert!(dirt.is_exact() && dirt.injected() > 0 && dirt.injected() < 100, "{dirt:?}");
    assert_eq!(page.0.browser().key_hint, "The answer key comes with the whole table.");
    page.0.on(Event::KeyAsked(AnswerKey::Csv));
    page.work();
    assert_eq!(page.0.browser().key, None);
    page.0.on(Event::CapabilitiesFound(Capabilities { picker: false, free: None }));
    page.0.on(Event::GenerateAsked);
    page.work();
    page.0.on(Event::KeyAsked(AnswerKey::Ndjson));
    page.work();
    let key = String::from_utf8(page.0.browser().key.clone().unwrap()).unwrap();
    assert_eq!(key.lines().count(), 100);
}

/// A page that has been brought this file, to be held against the defaults of any day.
fn given(link: &str, bytes: &[u8]) -> Page {
    let mut page = Page::open(link);
    page.work();
    page.0.browser().terms = Some(Terms { against: Against::Defaults, dated: false, ..WHOLE });
    page.0.on(Event::FileCame(File::new("theirs.csv", bytes), 1));
    page.work();
    page
}

const WHOLE: Terms =
    Terms { against: Against::Recipe, dated: true, tolerance: Criteria::TOLERANCE };

#[test]
fn a_file_is_known_by_its_header_and_the_form_follows_it() {
    let (bytes, _) = file(FEW);
    let mut page = given(&FEW.replace("&table=transactions", ""), &bytes);
    assert_eq!(page.state(), State::Fresh);
    let comparison = page.0.panel().comparison.clone().unwrap();
    assert_eq!(comparison.text, "Exactly the link\u{2019}s data set, byte for byte.");
    let command = format!("segmint validate theirs.csv --link '#{FEW}' --identical");
    assert_eq!(page.0.panel().command, command);
    let browser = page.0.browser();
    assert_eq!((&*browser.address, browser.table), (FEW, (TableId::Transactions, true)));
    // Nobody asked for it, and nobody has to go back over it.
    assert!(browser.history.is_empty());
    let found = browser.spending.clone().unwrap();
    assert!(found.is_valid && found.statistics.segments.is_empty() && browser.report.is_none());
    assert!(browser.note.starts_with(" Whose they are was not checked"), "{}", browser.note);

    browser.terms = Some(WHOLE);
    page.0.on(Event::TermsChanged);
    page.work();
    assert_eq!(
        page.0.panel().command,
        format!("segmint validate theirs.csv --link '#{FEW}' --identical")
    );
    let browser = page.0.browser();
    let found = browser.spending.clone().unwrap();
    assert!(found.is_valid && found.statistics.matrix.is_some());
    assert_eq!(browser.note, " Checked beside the customers of the settings.");
    let rows = crate::words::counted(found.statistics.total_transactions, "row");
    assert_eq!(rows, browser.summary.clone().unwrap().heading);

    // To generate is to generate that table, and a file of customers leads back.
    page.0.on(Event::Turned(Mode::Generate));
    page.work();
    assert!(page.0.browser().offered.as_ref().unwrap().0 == bytes);
    page.0.on(Event::FileCame(File::new("a.csv", segmint::customers::HEADER.as_bytes()), 1));
    page.work();
    assert!(page.0.browser().report.is_some() && page.0.browser().spending.is_none());
    assert_eq!(page.0.browser().table.0, TableId::Customers);
}

#[test]
fn a_spoilt_file_is_told_of() {
    let (bytes, _) = file(&format!("{FEW}&dirt=orphan_transaction:2"));
    let mut page = given(FEW, &bytes);
    assert!(!page.0.browser().spending.clone().unwrap().is_valid, "no recipe has customer 0");
    page.0.browser().terms = Some(WHOLE);
    page.0.on(Event::TermsChanged);
    page.work();
    let found = page.0.browser().spending.clone().unwrap();
    assert_eq!(found.errors.iter().map(|error| error.rows).sum::<u64>(), 2, "{:?}", found.errors);
    assert!(page.said().contains("not valid, 1 rule failed"), "{}", page.said());
    let text = page.0.panel().comparison.clone().unwrap().text;
    assert!(text.starts_with("Not the link\u{2019}s data set: row "), "{text}");
}

#[test]
fn a_link_with_a_fingerprint_stays_what_it_is() {
    let (bytes, fingerprint) = file(FEW);
    let link = FEW.replace("&table=transactions", &format!("&sha256={fingerprint}"));
    let mut page = given(&link, &bytes);
    assert!(page.0.browser().spending.is_some());
    let browser = page.0.browser();
    assert_eq!((&*browser.address, browser.table.0), (&*link, TableId::Customers));
    // Version 1 has no such table to turn to.
    let mut page = given(LINK, &bytes);
    assert!(page.0.browser().spending.is_some());
    let browser = page.0.browser();
    assert_eq!((&*browser.address, browser.table), (LINK, (TableId::Customers, false)));
}
