//! What took a while is not lost by a careless click, and what the reader changes can be taken back.

use super::*;
use crate::chosen::LIVE_ROWS;
use crate::preset::Preset;

/// A page with a finished large file that it alone has.
fn finished() -> Page {
    let mut page = Page::large(LIVE_ROWS + 1, Capabilities::default());
    page.0.on(Event::GenerateAsked);
    page.work();
    assert!(page.0.panel().is_losable && page.0.panel().guards_closing());
    page
}

#[test]
fn whoever_would_lose_a_large_file_is_asked_first() {
    let losses: [fn() -> Event<FakeBrowser>; 9] = [
        || Event::PresetChosen(Preset::Fixture),
        || Event::SeedProposed(8),
        || Event::BalanceAsked,
        || Event::StartedOver,
        || Event::DirtAsked(true),
        || Event::AddressChanged(format!("#{LINK}")),
        || Event::FormatChosen(OutputFormat { choice: 3, gzip: false }),
        || Event::Turned(Mode::Check),
        || Event::FileCame(files::File::new("a.csv", b""), 1),
    ];
    let mut page = finished();
    let address = page.0.browser().address.clone();
    let recipe = page.0.recipe().cloned();
    for loss in losses {
        page.0.on(loss());
        let question = page.0.browser().question.take().unwrap();
        assert!(question.contains("file of 1,000,001 customers"), "{question}");
        // The answer has all the time in the world.
        page.work();
        page.0.on(Event::LossAnswered(false));
        assert_eq!(page.0.recipe(), recipe.as_ref());
        assert_eq!(page.0.browser().form.as_ref().ok(), recipe.as_ref());
        assert_eq!((page.state(), &page.0.browser().address), (State::Fresh, &address));
        assert_eq!(page.0.panel().mode, Mode::Generate);
        assert!(page.0.browser().offered.is_some());
    }
    for loss in losses {
        let mut page = finished();
        page.0.on(loss());
        page.0.on(Event::LossAnswered(true));
        assert!(page.0.browser().offered.is_none() && !page.0.panel().guards_closing());
    }
}

#[test]
fn a_field_that_was_changed_is_put_back() {
    let mut page = finished();
    let before = page.0.recipe().unwrap().parameters().clone();
    page.edit(parameters(5));
    page.0.on(Event::LossAnswered(false));
    let form = page.0.browser().form.clone().unwrap();
    assert_eq!(form.parameters(), &before);
    // Nobody is asked for nothing.
    page.0.browser().question = None;
    page.edit(before);
    page.0.on(Event::FormatChosen(OutputFormat::PLAIN));
    let address = format!("#{}", page.0.browser().address);
    page.0.on(Event::AddressChanged(address));
    assert_eq!(page.0.browser().question, None);
    assert!(page.0.browser().offered.is_some());
    // An answer to nothing changes nothing.
    page.0.on(Event::LossAnswered(true));
    assert!(page.0.browser().offered.is_some());
}

#[test]
fn a_small_file_is_made_again_and_nobody_is_asked() {
    let mut page = Page::open(LINK);
    page.work();
    assert!(!page.0.panel().guards_closing());
    page.edit(parameters(5));
    assert_eq!(page.0.browser().question, None);
}

#[test]
fn edits_make_history_and_a_received_link_comes_back_with_its_fingerprint() {
    let received = format!("{LINK}&sha256={}", "ab".repeat(32));
    let mut page = Page::open(&received);
    assert!(page.0.browser().history.is_empty());
    page.edit(parameters(5));
    assert_eq!(page.0.browser().history, std::slice::from_ref(&received));
    assert!(page.0.panel().sender.is_none());
    page.0.on(Event::AddressChanged(format!("https://example.org/#{received}")));
    page.work();
    assert_eq!(page.0.browser().history.len(), 1);
    assert_eq!(page.0.panel().sender.as_ref().unwrap().same, Some(false));
}

#[test]
fn a_link_in_the_query_is_read_and_moves_to_the_fragment() {
    let mut page = Page::open(&format!("https://example.org/?{LINK}"));
    page.work();
    assert_eq!(page.0.browser().address, LINK);
    let mut page = Page::open("https://example.org/?v=9&seed=7");
    assert_eq!((page.state(), page.work()), (State::Idle, 0));
    let told = page.0.browser().bad_link.clone().unwrap();
    assert!(told.starts_with("https://example.org/?v=9&seed=7: "), "{told}");
}
