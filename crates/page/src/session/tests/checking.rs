//! From a file of the reader's to what is said of it.

use segmint::customers::{Generator, HEADER};
use segmint::recipe::Span;
use segmint::table::Generate;

use super::files::File;
use super::workers::sha256;
use super::*;
use crate::check::{Against, Terms};
use crate::fingerprint::Validity;
use crate::tone::Tone;

/// The data set with these parameters, as a file.
fn file(parameters: Parameters) -> File {
    let recipe = Recipe::new(parameters).unwrap();
    let mut rows = Vec::new();
    Generator::new(&recipe).write(Rows::all(&recipe), &mut rows);
    File::new("theirs.csv", &[HEADER.as_bytes(), &rows].concat())
}

fn sent() -> File {
    file(Parameters { seed: 7, ..parameters(2_000) })
}

fn large() -> File {
    File { size: 1e9, ..sent() }
}

/// A page that has been brought this file.
fn given(link: &str, file: File) -> Page {
    let mut page = Page::open(link);
    page.work();
    page.0.on(Event::FileCame(file, 1));
    page
}

#[test]
fn a_file_of_a_link_with_ranges_of_its_own_is_held_against_them() {
    let old = Parameters { age: Span { min: 80, max: 90 }, seed: 7, ..parameters(2_000) };
    let mut page = given(&format!("{LINK}&age=80-90"), file(old));
    page.work();
    let validity = page.0.browser().summary.clone().unwrap().validity.told(false);
    assert_eq!(validity, ("valid, and exactly the link\u{2019}s data set".into(), Tone::Good));
    assert_eq!(page.0.browser().terms.unwrap().against, Against::Recipe);
}

#[test]
fn a_file_is_checked_as_it_comes() {
    let mut page = given(&format!("{LINK}&sha256={}", sha256(&sent().bytes)), sent());
    let panel = page.0.panel();
    assert_eq!((panel.state, panel.mode_word()), (State::Updating, "check"));
    assert_eq!(panel.sha256, None);
    page.work();
    let panel = page.0.panel().clone();
    assert_eq!((panel.state, &*panel.hint), (State::Fresh, ""));
    let comparison = panel.comparison.unwrap();
    assert_eq!(comparison.text, "Exactly the sender\u{2019}s file, byte for byte.");
    assert_eq!((comparison.tone, panel.sender), (Some(Tone::Good), None), "one says it");
    let validity = page.0.browser().summary.clone().unwrap().validity.told(false);
    assert_eq!(validity, ("valid, and exactly the sender\u{2019}s file".into(), Tone::Good));
    assert_eq!(panel.sha256, Some(sha256(&sent().bytes)));
    assert!(panel.command.starts_with("segmint validate theirs.csv --link "));
    assert!(page.said().starts_with("theirs.csv: 2,000 rows, valid"), "{}", page.said());
    // Back to generating: nothing of the file stays.
    page.0.on(Event::Turned(Mode::Generate));
    let panel = page.0.panel();
    assert_eq!((&panel.comparison, &panel.sender, &panel.sha256), (&None, &None, &None));
    assert_eq!((panel.state, panel.mode_word()), (State::Updating, "generate"));
    assert!(page.0.browser().report.is_none());
    page.work();
    assert_eq!(page.state(), State::Fresh);
    // And to the file again, which is known still.
    page.0.on(Event::Turned(Mode::Check));
    page.work();
    assert!(page.0.panel().comparison.is_some());
}

#[test]
fn another_file_is_not_the_recipes() {
    let mut page = given(LINK, file(Parameters { seed: 8, ..parameters(2_000) }));
    page.work();
    let text = page.0.panel().comparison.clone().unwrap().text;
    assert!(text.starts_with("Not the link\u{2019}s data set: row 1 (line 2)"), "{text}");
    let validity = page.0.browser().summary.clone().unwrap().validity.told(false).0;
    assert!(validity.ends_with("not the link\u{2019}s data set: first difference in line 2"));
    assert!(page.0.panel().command.contains(" --link '#v="), "{}", page.0.panel().command);
    // What nobody sent is not said to be what the file should be.
    page.edit(parameters(1_999));
    page.work();
    let validity = page.0.browser().summary.clone().unwrap().validity;
    assert_eq!(validity, Validity::Valid);
    assert!(page.0.panel().promise.as_ref().unwrap().contains("the settings\u{2019} data set"));
    let told = |page: &Page| page.0.panel().comparison.clone().map(|comparison| comparison.text);
    assert!(
        told(&page).unwrap().starts_with("Not the settings\u{2019} data set"),
        "it was asked for"
    );
    // Where they were not chosen for it, a file is not held against them, unless it is nearly theirs.
    let plain = Terms { against: Against::Defaults, dated: false, tolerance: 50 };
    page.0.browser().terms = Some(plain);
    page.0.on(Event::TermsChanged);
    page.work();
    assert_eq!(told(&page), None);
    page.edit(Parameters { seed: 8, ..parameters(1_999) });
    page.work();
    assert!(told(&page).unwrap().contains("of all rows"), "{:?}", told(&page));
    // Without a fingerprint in the link nobody asks for one.
    assert_eq!((&page.0.panel().sha256, &page.0.panel().sender), (&None, &None));
    let mut page = given(LINK, File::new("cat.png", b"\x89PNG\0"));
    page.work();
    assert_eq!(page.0.panel().comparison, None);
    assert!(!page.0.browser().report.as_ref().unwrap().is_valid);
    let heading = page.0.browser().summary.clone().unwrap().heading.to_lowercase();
    assert!(heading.contains("png") || heading.contains("nul"), "{heading}");
    let said = page.said().to_lowercase();
    assert!(said.starts_with(&format!("cat.png: {heading}")), "{said}");
}

#[test]
fn a_file_is_told_by_its_form() {
    let told = |page: &Page| page.0.panel().file.as_ref().unwrap().told_form();
    let text = String::from_utf8(sent().bytes.to_vec()).unwrap();
    let mut page = given(LINK, File::new("theirs.csv", text.replace(',', ";").as_bytes()));
    assert_eq!(told(&page), None);
    page.work();
    assert_eq!(told(&page).unwrap(), "Read as CSV with semicolons.");
    page.0.on(Event::FileCame(File::new("cat.png", b"\x89PNG\0"), 1));
    page.work();
    assert_eq!(told(&page), None, "what cannot be read has no form");
}

#[test]
fn without_a_file_there_is_nothing_to_check() {
    let mut page = Page::open(LINK);
    page.0.on(Event::Turned(Mode::Check));
    assert_eq!((page.state(), page.0.panel().mode_word()), (State::Idle, "await"));
    assert_eq!(page.said(), "Choose a file to check.");
    assert_eq!(page.0.panel().command, "segmint validate");
    page.work();
    assert!(page.0.browser().report.is_none());
}

#[test]
fn a_large_file_waits_whenever_something_changes() {
    let mut page = given(LINK, large());
    page.work();
    assert_eq!(page.state(), State::Fresh);
    page.0.on(Event::TermsChanged);
    assert_eq!((page.state(), page.0.panel().again), (State::Idle, true));
    assert_eq!(page.0.panel().hint, "This file is large: press Check.");
    assert_eq!(page.work(), 0);
    page.0.on(Event::CheckAsked);
    assert_eq!((page.state(), page.0.panel().again), (State::Running, false));
    // Pressed twice, it is read once.
    page.0.on(Event::CheckAsked);
    assert_eq!(page.work(), 1);
    assert_eq!(page.state(), State::Fresh);
}

#[test]
fn a_reading_is_watched_and_can_be_cancelled() {
    let mut page = given(LINK, large());
    let work = page.0.browser().next_work().unwrap();
    let ToWorker::Check { run, .. } = work.task.message else { unreachable!() };
    page.0.browser().now = 2_000.0;
    page.answer(work.worker, FromWorker::Read { run, bytes: 500_000_000 }, None);
    assert_eq!((page.state(), page.0.panel().progress), (State::Running, 0.5));
    assert_eq!(page.0.panel().hint, "50 % \u{b7} 250 MB/s \u{b7} about 2 s left");
    page.0.on(Event::Cancelled);
    // It would go on reading to the end of the file.
    assert!(!page.seat(work.worker).is_taken());
    assert_eq!((page.state(), page.0.panel().again), (State::Idle, true));
    assert_eq!(page.said(), "Cancelled.");
    // What it has read comes too late.
    page.answer(work.worker, FromWorker::Read { run, bytes: 600_000_000 }, None);
    assert_eq!((page.state(), &*page.0.panel().hint), (State::Idle, "Cancelled."));
}

#[test]
fn a_file_that_has_gone_must_be_chosen_again() {
    let mut page = given(LINK, sent());
    let work = page.0.browser().next_work().unwrap();
    let ToWorker::Check { run, .. } = work.task.message else { unreachable!() };
    let message = "it is no longer there".to_owned();
    page.answer(work.worker, FromWorker::Unreadable { run, message }, None);
    assert_eq!((page.state(), page.0.panel().choose), (State::Failed, true));
    assert!(
        page.0.panel().hint.starts_with("theirs.csv could not be read: it is no longer there.")
    );
    page.0.on(Event::FileCame(sent(), 3));
    assert!(!page.0.panel().choose);
    assert_eq!(page.0.panel().file.as_ref().unwrap().dropped, 3);
    page.work();
    assert_eq!(page.state(), State::Fresh);
}

#[test]
fn a_file_is_checked_without_a_recipe_where_none_is_needed() {
    let mut page = given("v=9", sent());
    assert_eq!(page.state(), State::Idle);
    assert!(
        page.0.panel().hint.starts_with("The link is not understood, so there are no settings")
    );
    assert_eq!(page.work(), 0);
    page.0.browser().terms =
        Some(Terms { against: Against::Defaults, dated: false, tolerance: 50 });
    page.0.on(Event::TermsChanged);
    page.work();
    assert_eq!((page.state(), &page.0.panel().comparison), (State::Fresh, &None));
    assert_eq!(page.0.panel().command, "segmint validate theirs.csv");
    page.0.browser().terms = None;
    page.0.on(Event::TermsChanged);
    assert_eq!(page.state(), State::Stale);
    assert_eq!(page.0.panel().hint, "Fix the marked field to check the file.");
    assert!(page.0.browser().is_outdated);
}

#[test]
fn the_recipe_can_be_made_to_fit_the_file() {
    let ages = Parameters { seed: 7, age: Span::new(30, 40), ..parameters(5_000) };
    let mut page = given(LINK, file(ages));
    page.0.browser().terms = Some(Terms { against: Against::Recipe, dated: false, tolerance: 50 });
    page.0.on(Event::FitAsked);
    assert_eq!(page.0.recipe().unwrap().parameters().age, Span::new(22, 75));
    page.work();
    let narrower = Parameters { age: Span::new(50, 60), ..parameters(2_000) };
    page.edit(narrower);
    page.work();
    assert!(!page.0.browser().report.as_ref().unwrap().mismatches.is_empty());
    page.0.on(Event::FitAsked);
    page.work();
    assert_eq!(page.0.recipe().unwrap().parameters().age, Span::new(30, 40));
    assert!(page.0.browser().report.as_ref().unwrap().mismatches.is_empty());
}

#[test]
fn a_worker_that_is_lost_over_a_file_fails_the_check() {
    let mut page = given(LINK, sent());
    let worker = page.0.browser().next_work().unwrap().worker;
    page.0.on(Event::Lost(worker, "out of memory".to_owned()));
    assert_eq!((page.state(), page.0.panel().again), (State::Failed, true));
    assert_eq!(page.0.browser().complaints, ["Checking failed: out of memory"]);
    page.0.on(Event::CheckAsked);
    page.work();
    assert_eq!(page.state(), State::Fresh);
}
