//! Links that are in circulation, and what may have happened to them. What a link means today it means for ever:
//! lines may be added to `tests/fixtures/links` and are never changed; if a test here fails, the change is at
//! fault. On the page the same links are opened by `tests/site`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

mod common;
#[path = "common/fixtures.rs"]
mod fixtures;

use common::file_of;
use fixtures::{Fixture, KEPT, MENDED, REFUSED, WRAPPED, fixtures};
use segmint::fingerprint::Hasher;
use segmint::link::{Link, mend};
use segmint::share;

#[test]
fn what_segmint_writes_stays_as_it_is_and_makes_the_same_file() {
    for Fixture { name, link, .. } in fixtures(KEPT) {
        let read = Link::parse(&link).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        assert_eq!(format!("#{read}"), link, "{name}");
        assert_eq!(Link::read(&link).as_ref(), Ok(&read), "{name}");
        let mut hasher = Hasher::new();
        hasher.update(file_of(&read.recipe).as_bytes());
        assert_eq!(Some(hasher.finish()), read.sha256, "{name}");
    }
}

#[test]
fn what_happened_to_a_link_is_mended() {
    for Fixture { name, link, means, .. } in [fixtures(MENDED), fixtures(WRAPPED)].concat() {
        let means = means.unwrap();
        let read = Link::read(&link).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        assert_eq!(read.to_string(), means, "{name}");
        assert_eq!(Link::parse(&means), Ok(read), "{name}");
        assert_eq!(mend(&mend(&link)), mend(&link), "{name}");
    }
}

#[test]
fn what_segmint_carries_a_link_in_is_read_back() {
    for Fixture { link, .. } in fixtures(KEPT) {
        let link = Link::parse(&link).unwrap();
        for page in
            ["https://example.org/segmint/", "file:///C:/a%20(1).html", "https://a.org/?b=\"&c"]
        {
            for text in [
                share::address(page, &link),
                share::markdown(page, &link),
                share::frame(page, &link),
            ] {
                assert_eq!(Link::read(&text).as_ref(), Ok(&link), "{text}");
            }
        }
    }
}

#[test]
fn an_address_carries_a_link_or_none() {
    let link = "v=1&seed=42&count=1000&as_of=2026-11-23";
    let read = Ok(Link::parse(link).unwrap());
    for address in [
        format!("https://example.org/#{link}"),
        format!("https://example.org/?{link}"),
        format!("https://example.org/?embed&{link}#"),
        format!("https://example.org/segmint/%23{link}"),
    ] {
        assert_eq!(Link::in_address(&address).as_ref(), Some(&read), "{address}");
    }
    for address in ["https://example.org/", "https://example.org/?workers=4&utm_source=v", "a/#"] {
        assert_eq!(Link::in_address(address), None, "{address}");
    }
    assert!(Link::in_address("https://example.org/?v=1&seed=7").is_some_and(|read| read.is_err()));
    assert!(Link::in_address("https://example.org/#colour=red").is_some_and(|read| read.is_err()));
}

#[test]
fn what_is_not_understood_is_told_in_words() {
    for Fixture { name, link, told, .. } in fixtures(REFUSED) {
        let Err(faults) = Link::read(&link) else { panic!("{name} is understood") };
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(faults.len(), told.len(), "{name}: {faults:#?}");
        for (fault, words) in faults.iter().zip(told) {
            assert!(fault.contains(&words), "{name}: {fault} has not {words}");
        }
    }
}

#[test]
fn a_text_beyond_all_links_is_told_before_anything_is_made_of_it() {
    let faults = Link::read(&"&".repeat(1 << 24)).unwrap_err();
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["16,777,216 bytes are too many for a link, which has at most 4,096"]);
}
