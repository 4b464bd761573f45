//! From a recipe to a file.

use std::collections::VecDeque;

use segmint::customers::{Generator, HEADER};
use segmint::recipe::{Amount, FaultKind};
use segmint::table::Generate;

use super::files::Saved;
use super::workers::sha256;
use super::*;
use crate::chosen::LIVE_ROWS;
use crate::fingerprint::{Fingerprint, Validity};
use crate::panel::Download;
use crate::protocol::Access;

/// The file of these parameters.
fn file(parameters: Parameters) -> Vec<u8> {
    let recipe = Recipe::new(parameters).unwrap();
    let mut rows = Vec::new();
    Generator::new(&recipe).write(Rows::all(&recipe), &mut rows);
    [HEADER.as_bytes(), &rows].concat()
}

/// A page on its way to a file that its reader picks.
fn picking(count: u32) -> (Page, u32) {
    let mut page = Page::large(count, PICKER);
    page.0.on(Event::GenerateAsked);
    let run = page.0.browser().asked.unwrap();
    (page, run)
}

/// The same, with the file, which is written as this says.
fn writing(access: Access) -> (Page, std::rc::Rc<std::cell::RefCell<&'static str>>) {
    let (mut page, run) = picking(LIVE_ROWS + 1);
    let (saved, fate) = Saved::new(access);
    page.0.on(Event::Placed(run, Ok(Some(saved))));
    // The third worker is the one that writes.
    page.answer(3, FromWorker::Ready, None);
    (page, fate)
}

/// What only transactions have stays in the address and out of the command that makes customers.
#[test]
fn what_customers_buy_stays_in_the_link() {
    let link = "v=2&seed=7&count=2000&as_of=2026-11-23&months=12&overlap=50";
    let mut page = Page::open(link);
    page.work();
    let plain =
        "segmint generate-customers --recipe-version 2 --seed 7 --count 2000 --as-of 2026-11-23";
    assert_eq!((page.state(), &*page.0.panel().command), (State::Fresh, plain));
    assert_eq!(page.0.browser().address, link);
}

#[test]
fn a_small_data_set_comes_by_itself() {
    let mut page = Page::open(LINK);
    assert_eq!(page.state(), State::Updating);
    page.work();
    let expected = file(Parameters { seed: 7, ..parameters(2_000) });
    assert_eq!((page.state(), page.0.panel().download), (State::Fresh, Download::Ready));
    assert_eq!(page.0.panel().sha256, Some(sha256(&expected)));
    assert_eq!(
        page.0.panel().command,
        "segmint generate-customers --recipe-version 1 --seed 7 --count 2000 --as-of 2026-11-23"
    );
    let browser = page.0.browser();
    assert_eq!(browser.offered, Some((expected.clone(), "customers.csv".to_owned())));
    assert_eq!(browser.address, LINK);
    assert!(browser.report.as_ref().unwrap().is_valid);
    let summary = browser.summary.clone().unwrap();
    assert_eq!((&*summary.heading, summary.validity), ("2,000 customers", Validity::Valid));
    assert_eq!(summary.bytes as usize, expected.len());
    assert_eq!(browser.rows.lines().count(), 20);
    assert_eq!(
        page.said(),
        "2,000 customers generated with seed 7, valid, no errors, no warnings.  "
    );
    let shared = page.0.shared(Shared::LinkWithFingerprint, "https://example.org/");
    assert_eq!(shared, Some(format!("https://example.org/#{LINK}&sha256={}", sha256(&expected))));
}

#[test]
fn chunks_may_come_in_any_order() {
    let mut page = Page::open("v=1&seed=7&count=60000&as_of=2026-11-23");
    let mut turn = VecDeque::from([false, true, true]);
    while page.0.browser().work_left() > 0 {
        turn.rotate_left(1);
        let browser = page.0.browser();
        let work = if turn[0] { browser.last_work() } else { browser.next_work() }.unwrap();
        let answer = workers::carry_out(page.0.browser(), work.worker, work.task);
        page.0.on(Event::Heard(work.worker, answer));
    }
    let (offered, _) = page.0.browser().offered.clone().unwrap();
    assert!(offered == file(Parameters { seed: 7, ..parameters(60_000) }));
}

#[test]
fn what_comes_of_an_earlier_recipe_comes_too_late() {
    let mut page = Page::open(LINK);
    assert!(page.work_once());
    page.edit(parameters(3_000));
    page.work();
    let (offered, _) = page.0.browser().offered.clone().unwrap();
    assert!(offered == file(parameters(3_000)));
    assert_eq!(page.0.browser().summary.clone().unwrap().heading, "3,000 customers");
    assert!(page.0.browser().rows.contains("CUST00000001"));
    // A new recipe withdraws the file of the old one at once.
    page.edit(parameters(4_000));
    assert_eq!((page.0.panel().download, &page.0.panel().sha256), (Download::Waiting, &None));
    assert_eq!(page.0.browser().offered, None);
}

#[test]
fn faults_are_told_and_nothing_is_generated() {
    let mut page = Page::open(LINK);
    page.work();
    page.edit(parameters(0));
    assert_eq!((page.state(), page.0.panel().download), (State::Stale, Download::Waiting));
    assert_eq!(page.0.panel().hint, "Fix the marked fields to generate again.");
    assert!(page.said().starts_with("count: must be"), "{}", page.said());
    assert!(page.0.browser().is_outdated);
    assert!(!page.0.panel().is_shareable);
    assert_eq!(page.0.shared(Shared::Link, "https://example.org/"), None);
    assert_eq!(page.work(), 0);
    page.edit(parameters(10));
    page.work();
    assert_eq!(page.state(), State::Fresh);
}

#[test]
fn nothing_is_used_of_a_link_that_is_not_understood() {
    let mut page = Page::open("v=9&seed=7");
    assert_eq!((page.state(), page.work()), (State::Idle, 0));
    assert!(page.0.browser().bad_link.clone().unwrap().starts_with("v=9&seed=7: "));
    assert_eq!(page.0.browser().address, "");
    assert!(page.0.recipe().is_none());
    // By now it is another day.
    let tomorrow = "2026-11-24".parse().unwrap();
    page.0.browser().today = tomorrow;
    page.0.on(Event::StartedOver);
    page.work();
    assert_eq!((page.state(), page.0.browser().bad_link.clone()), (State::Fresh, None));
    let defaults = Parameters::defaults(RecipeVersion::LATEST, tomorrow);
    assert_eq!(page.0.recipe().unwrap().parameters(), &defaults);
    assert!(page.0.browser().is_form_focused);
}

#[test]
fn the_senders_fingerprint_is_compared_unless_the_format_is_another() {
    let sha256 = sha256(&file(Parameters { seed: 7, ..parameters(2_000) }));
    for (expected, same) in [(sha256.clone(), true), ("ab".repeat(32), false)] {
        let mut page = Page::open(&format!("{LINK}&sha256={expected}"));
        page.work();
        assert_eq!(page.0.panel().sender.as_ref().unwrap().same, Some(same));
        assert_eq!(page.said().contains("NOT the sender"), !same);
        page.0.on(Event::FormatChosen(OutputFormat { choice: 3, gzip: false }));
        assert_eq!(page.0.panel().sender, None);
        page.work();
        assert_eq!(page.0.panel().sender.as_ref().unwrap().same, None);
        let (offered, name) = page.0.browser().offered.clone().unwrap();
        assert_eq!((offered[0], &*name), (b'{', "customers.ndjson"));
        // This file has a fingerprint, but none for a link.
        assert!(page.0.panel().sha256.is_some() && page.0.panel().plain_sha256.is_none());
        let shared = page.0.shared(Shared::LinkWithFingerprint, "https://example.org/");
        assert_eq!(shared, Some(format!("https://example.org/#{LINK}")));
    }
}

#[test]
fn a_large_data_set_waits_for_its_reader() {
    let link = format!("v=1&seed=7&count={}&as_of=2026-11-23", LIVE_ROWS + 1);
    let mut page = Page::open(&link);
    assert_eq!((page.state(), page.0.panel().download), (State::Idle, Download::Hidden));
    assert!(!page.0.panel().generate.clone().unwrap().1);
    // Where the file can go is not known yet.
    page.0.on(Event::GenerateAsked);
    assert_eq!((page.state(), page.0.browser().asked), (State::Idle, None));
    page.0.on(Event::CapabilitiesFound(PICKER));
    let offered = ("Generate 1,000,001 customers into a file\u{2026}".to_owned(), true);
    assert_eq!(page.0.panel().generate, Some(offered));
    // Only the rows for a reader's eye are made.
    assert_eq!(page.work(), 1);
    assert_eq!(page.0.browser().rows.lines().count(), 20);
}

#[test]
fn a_reader_who_picks_no_file_gets_none() {
    let (mut page, run) = picking(LIVE_ROWS + 1);
    page.0.on(Event::Placed(run + 1, Ok(None)));
    assert!(page.0.panel().hint.starts_with("Waiting for a place"));
    page.0.on(Event::Placed(run, Ok(None)));
    assert_eq!(page.0.panel().hint, "No file was chosen, so nothing was generated.");
    assert!(page.0.panel().generate.is_some() && !page.0.panel().is_locked);
    // Whoever refuses to be asked is told of.
    page.0.on(Event::GenerateAsked);
    let run = page.0.browser().asked.unwrap();
    page.0.on(Event::Placed(run, Err(Refusal("it may not".to_owned()))));
    assert_eq!((page.state(), page.0.panel().generate.is_some()), (State::Failed, true));
    assert_eq!(page.0.browser().complaints, ["Generating failed: it may not"]);
}

#[test]
fn a_picked_file_is_written_as_it_is_made_and_read_back() {
    let (mut page, fate) = writing(Access::Stream);
    assert_eq!(page.state(), State::Running);
    assert!(page.0.panel().is_locked && page.0.panel().generate.is_none());
    page.0.browser().now = 500.0;
    let mut told = String::new();
    while page.state() == State::Running && page.work_once() {
        if page.0.panel().hint.contains("about") {
            told.clone_from(&page.0.panel().hint);
        }
    }
    assert!(told.contains("rows/s") && told.contains(" left"), "{told}");
    assert_eq!((page.state(), &*page.0.panel().hint), (State::Fresh, "Saved as mine.csv."));
    assert_eq!(page.0.panel().download, Download::Hidden);
    assert!(!page.0.panel().is_locked);
    assert_eq!(page.0.browser().fingerprint, Some(Fingerprint::Taking(0)));
    page.work();
    assert_eq!(*fate.borrow(), "kept");
    assert!(!page.seat(3).is_taken());
    let written = page.0.browser().written.clone();
    assert!(written == file(Parameters { seed: 7, ..parameters(LIVE_ROWS + 1) }));
    assert_eq!(page.0.panel().sha256, Some(sha256(&written)));
    assert_eq!(page.said(), "The fingerprint is known. ");
}

#[test]
fn a_stored_file_is_on_offer_until_the_recipe_changes() {
    let (mut page, fate) = writing(Access::InPlace { room: 1.0 });
    page.work();
    assert_eq!((page.state(), page.0.panel().download), (State::Fresh, Download::Ready));
    assert!(page.0.panel().hint.starts_with("The file is in this browser"));
    assert_eq!(*fate.borrow(), "open");
    let (offered, _) = page.0.browser().offered.clone().unwrap();
    assert!(offered == file(Parameters { seed: 7, ..parameters(LIVE_ROWS + 1) }));
    page.edit(parameters(5));
    page.0.on(Event::LossAnswered(true));
    assert_eq!((page.0.browser().offered.clone(), *fate.borrow()), (None, "gone"));
}

#[test]
fn a_run_that_is_cancelled_leaves_nothing() {
    let (mut page, fate) = writing(Access::Stream);
    for _ in 0..7 {
        assert!(page.work_once());
    }
    // Nothing is lost by a careless click: a file that is dropped is not taken up.
    page.0.on(Event::FileCame(files::File::new("a.csv", b""), 1));
    assert_eq!(page.said(), "A file is being made: cancel that first, or wait until it is done.");
    let told = page.0.browser().complaints.concat();
    assert!(told.starts_with("This file was not taken: "), "{told}");
    page.0.on(Event::Cancelled);
    assert_eq!((page.state(), &*page.said()), (State::Idle, "Cancelled."));
    assert_eq!(*fate.borrow(), "gone");
    assert!(!page.0.panel().is_locked && page.0.panel().generate.is_some());
    assert!(!page.seat(3).is_taken());
    page.work();
    assert_eq!((page.state(), page.0.browser().report.is_none()), (State::Idle, true));
    // And there is nothing more to be cancelled.
    page.0.browser().announced.clear();
    page.0.on(Event::Cancelled);
    assert_eq!(page.said(), "");
}

#[test]
fn a_file_that_cannot_be_written_fails_the_run() {
    let full = || FromWorker::Unwritable { message: "the disk is full".to_owned() };
    let (mut page, fate) = writing(Access::Stream);
    page.work_once();
    page.answer(3, full(), None);
    assert_eq!((page.state(), *fate.borrow()), (State::Failed, "gone"));
    let told = "Generating failed: The file could not be written: the disk is full";
    assert_eq!(page.0.browser().complaints, [told]);
    assert!(page.0.panel().generate.is_some() && !page.0.panel().is_locked);
    // What the worker still says when it has been let go is of nobody's concern.
    page.answer(3, full(), None);
    assert_eq!(page.0.browser().complaints.len(), 1);

    let (mut page, fate) = writing(Access::Stream);
    page.0.on(Event::Lost(3, "out of memory".to_owned()));
    assert_eq!((page.state(), *fate.borrow()), (State::Failed, "gone"));
}

#[test]
fn without_room_for_a_file_only_what_it_shows_is_kept() {
    let mut page = Page::large(4_000_000, Capabilities::default());
    page.work();
    assert!(page.0.panel().hint.contains("no file above 3,000,000 rows"));
    page.0.on(Event::GenerateAsked);
    assert_eq!(page.state(), State::Running);
    assert!(!page.0.panel().is_locked);
    let mut kept = Vec::new();
    while let Some(work) = page.0.browser().next_work() {
        if let ToWorker::Generate { keep, .. } = work.task.message {
            kept.push(keep);
        }
    }
    // Two orders for each worker.
    assert_eq!(kept, [false; 4]);
}

#[test]
fn memory_takes_what_fits_it() {
    let mut page = Page::large(LIVE_ROWS + 1, Capabilities::default());
    assert!(page.0.panel().hint.starts_with("Above 1,000,000 rows"));
    page.0.on(Event::GenerateAsked);
    page.work();
    assert_eq!((page.state(), page.0.panel().download), (State::Fresh, Download::Ready));
    assert_eq!(page.0.browser().summary.clone().unwrap().heading, "1,000,001 customers");
}

/// What is there is shown each second, with how much of it there is; nobody changes the settings meanwhile.
#[test]
fn a_large_run_tells_what_it_has_so_far() {
    let mut page = Page::large(LIVE_ROWS + 1, Capabilities::default());
    page.0.on(Event::GenerateAsked);
    page.0.on(Event::Ticked);
    assert!(page.0.browser().report.is_none(), "nothing is there yet");
    for _ in 0..3 {
        assert!(page.work_once());
    }
    page.0.on(Event::Ticked);
    let (heading, goes_on) =
        page.0.browser().summary.clone().map(|it| (it.heading, it.goes_on)).unwrap();
    assert!(goes_on && heading.ends_with(" of 1,000,001 customers"), "{heading}");
    let rows = page.0.browser().report.as_ref().unwrap().statistics.total_customers;
    assert!(heading.starts_with(&segmint::number::thousands(rows)), "{heading}: {rows}");
    let panel = page.0.panel();
    assert!(panel.holds_settings());
    assert!(panel.title().unwrap().ends_with(" %"), "{:?}", panel.title());
    page.work();
    let panel = page.0.panel();
    assert!(!panel.holds_settings() && panel.title().is_none());
    assert!(!page.0.browser().summary.as_ref().unwrap().goes_on);
}

#[test]
fn a_format_without_words_for_a_row_is_told_of() {
    let mut page = Page::open(LINK);
    page.0.on(Event::FormatChosen(OutputFormat { choice: 4, gzip: false }));
    page.work();
    assert_eq!(page.state(), State::Fresh);
    let dirty = Parameters { ..parameters(2_000) };
    let dirt = dirty.dirt.clone().with(FaultKind::RaggedRow, Amount::Rows(2));
    page.edit(Parameters { dirt, ..dirty });
    page.work();
    assert_eq!(page.state(), State::Stale);
    assert!(page.0.panel().hint.starts_with("This format cannot hold these rows: line "));
    assert!(page.0.browser().is_outdated && page.0.browser().complaints.is_empty());
    page.0.on(Event::FormatChosen(OutputFormat::PLAIN));
    page.work();
    assert_eq!(page.state(), State::Fresh);
    assert_eq!(page.0.browser().summary.clone().unwrap().validity, Validity::Dirty);
    assert!(page.said().contains("exactly these found."), "{}", page.said());
}

#[test]
fn dirt_comes_by_the_button_and_goes_by_it() {
    let mut page = Page::open(LINK);
    page.0.on(Event::DirtAsked(true));
    page.work();
    let kinds = FaultKind::of_customers(RecipeVersion::V1).count();
    assert_eq!(page.0.browser().dirt.clone().unwrap().kinds.len(), kinds);
    page.0.on(Event::KeyAsked(AnswerKey::Csv));
    assert_eq!(page.0.browser().key_hint, "Being written.");
    page.work();
    let key = String::from_utf8(page.0.browser().key.clone().unwrap()).unwrap();
    assert!(key.starts_with("row,line,column,kind,") && key.lines().count() > kinds, "{key}");
    // Its first faults are listed, from the top of the file down.
    page.0.on(Event::KeyOpened);
    page.work();
    let lines: Vec<u64> = page.0.browser().key_entries.iter().map(|entry| entry.line).collect();
    assert!(!lines.is_empty() && lines.is_sorted(), "{lines:?}");
    page.0.browser().key_entries.clear();
    // The key of an earlier recipe is not handed over.
    page.0.on(Event::KeyOpened);
    page.0.on(Event::KeyAsked(AnswerKey::Csv));
    page.0.on(Event::DirtAsked(false));
    page.work();
    assert_eq!(page.0.browser().key, None);
    assert!(page.0.browser().key_entries.is_empty());
    assert_eq!(page.0.browser().dirt.clone().unwrap().kinds.len(), 0);
    page.0.on(Event::SeedProposed(99));
    assert_eq!(page.0.recipe().unwrap().parameters().seed, 99);
    // And while a run is under way there is nothing that a key could be of.
    page.0.browser().key_hint.clear();
    page.0.on(Event::KeyAsked(AnswerKey::Csv));
    assert_eq!(page.0.browser().key_hint, "");
}

#[test]
fn what_a_lost_worker_had_to_do_is_done_by_another() {
    let mut page = Page::open("v=1&seed=7&count=60000&as_of=2026-11-23");
    page.0.on(Event::Lost(1, "out of memory".to_owned()));
    assert!(!page.seat(1).is_taken());
    page.answer(3, FromWorker::Ready, None);
    page.work();
    assert_eq!(page.state(), State::Fresh);
    let (offered, _) = page.0.browser().offered.clone().unwrap();
    assert!(offered == file(Parameters { seed: 7, ..parameters(60_000) }));
}

#[test]
fn a_chunk_that_two_workers_are_lost_over_is_given_up() {
    let mut page = Page::open("v=1&seed=7&count=4000&as_of=2026-11-23");
    let worker = page.0.browser().next_work().unwrap().worker;
    page.0.on(Event::Lost(worker, "it broke".to_owned()));
    let worker = page.0.browser().next_work().unwrap().worker;
    page.0.on(Event::Lost(worker, "it broke".to_owned()));
    assert_eq!(page.state(), State::Failed);
    let told = "Generating failed: The rows of customers 1 to 4,000 could not be made, in two workers: it broke";
    assert_eq!(page.0.browser().complaints, [told]);
    assert_eq!(page.0.panel().hint, "The last run failed; change a field to try again.");
}

#[test]
fn a_browser_that_starts_no_workers_is_told_of() {
    let mut page = Page(Session::open(FakeBrowser::new(today()), 2, 20).unwrap());
    page.0.on(Event::AddressChanged(LINK.to_owned()));
    page.0.on(Event::Lost(1, "refused".to_owned()));
    assert_eq!(page.state(), State::Updating);
    page.0.on(Event::Lost(2, "refused".to_owned()));
    assert_eq!(page.state(), State::Failed);
    assert_eq!(
        page.0.browser().complaints,
        ["Generating failed: No worker could be started: refused"]
    );
    page.edit(parameters(10));
    assert_eq!(page.0.browser().complaints, ["Generating failed: no worker could be started"]);

    let mut browser = FakeBrowser::new(today());
    browser.is_exhausted = true;
    assert!(Session::open(browser, 2, 20).is_err());
}

#[test]
fn a_worker_that_falls_silent_is_missed() {
    let mut page = Page::open(LINK);
    assert_eq!(page.0.browser().ticks, 1);
    for _ in 0..10 {
        page.0.on(Event::Ticked);
    }
    assert_eq!(page.0.browser().ticks, 11);
    assert!(page.seat(1).is_taken() && page.seat(2).is_taken());
    page.0.on(Event::Ticked);
    assert!(!page.seat(1).is_taken() || !page.seat(2).is_taken());
    page.answer(3, FromWorker::Ready, None);
    page.work();
    assert_eq!(page.state(), State::Fresh);
    // Nobody is waited for any more.
    let ticks = page.0.browser().ticks;
    page.0.on(Event::Ticked);
    assert_eq!(page.0.browser().ticks, ticks);
}

#[test]
fn the_window_on_the_rows_moves() {
    let mut page = Page::open(LINK);
    page.work();
    page.0.on(Event::Moved(Move::To("1,500".to_owned())));
    page.work();
    assert!(page.0.browser().rows.starts_with("CUST00001500,"));
    assert_eq!(page.said(), "Rows 1,500 to 1,519.");
    page.0.on(Event::Moved(Move::To("2001".to_owned())));
    let told = Some("must be a row from 1 to 2,000".to_owned());
    assert_eq!(page.0.browser().row_fault, told);
    assert!(page.0.browser().rows.starts_with("CUST00001500,"));
    page.0.on(Event::Moved(Move::On));
    assert_eq!(page.0.browser().row_fault, None);
    page.work();
    assert!(page.0.browser().rows.starts_with("CUST00001520,"));
    page.0.on(Event::Moved(Move::Back));
    page.work();
    assert!(page.0.browser().rows.starts_with("CUST00001500,"));
}

#[test]
fn a_file_on_disk_that_cannot_be_read_back_can_be_asked_for_again() {
    let (mut page, _) = writing(Access::Stream);
    while page.state() == State::Running {
        assert!(page.work_once());
    }
    let run = page.0.browser().asked.unwrap() + 1;
    page.answer(1, FromWorker::Read { run, bytes: 64_000_000 }, None);
    assert!(matches!(page.0.browser().fingerprint, Some(Fingerprint::Taking(1..))));
    let work = page.0.browser().next_work().unwrap();
    let message = "it has gone".to_owned();
    page.answer(work.worker, FromWorker::Unreadable { run, message }, None);
    assert_eq!(page.0.browser().fingerprint, Some(Fingerprint::Untaken));
    assert_eq!(page.0.panel().hint, "The file could not be read back: it has gone.");
    page.0.on(Event::FingerprintAsked);
    page.work();
    assert!(page.0.panel().sha256.is_some());
    // Once it is known it is not taken again.
    page.0.on(Event::FingerprintAsked);
    assert_eq!(page.work(), 0);
}
