//! Any text, read as a link: a recipe that is written and read back as itself, or faults in words.
//! Mending comes to an end, and finds nothing more to do in what it has mended.
//!
//! The input: the text. Bytes that are no text are taken for the character that stands for such.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use libfuzzer_sys::fuzz_target;
use segmint::link::{Link, mend};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mended = mend(&text);
    assert_eq!(mend(&mended), mended, "mended twice");
    assert!(mended.len() <= text.len(), "nothing is added");

    // To the letter, and as it came.
    let (strict, forgiving) = (Link::parse(&text), Link::read(&text));
    if text.len() <= 4096 {
        assert_eq!(forgiving, Link::parse(&mended));
    }
    if let Ok(strict) = &strict {
        assert_eq!(forgiving.as_ref(), Ok(strict), "a link that is one needs no mending");
    }
    match forgiving {
        Ok(link) => check(&link),
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(faults.iter().all(|fault| !fault.to_string().is_empty()));
        }
    }
});

/// A link is written in one way, which is read back, alone and where people put it.
fn check(link: &Link) {
    let written = link.to_string();
    assert_eq!(mend(&written), written);
    assert_eq!(Link::parse(&written).as_ref(), Ok(link));
    for carried in [
        format!("(https://example.org/?workers=4#{written})."),
        format!("#{}", written.replace('&', "&amp;")),
        format!("#{}", written.replace('=', "%253D").replace('_', "\\_")),
        format!("> #{}", written.replace('-', "\r\n> -").replace('=', "=\r\n> ")),
        written.replace('=', "=3D").replace('-', "=\n-"),
    ] {
        assert_eq!(Link::read(&carried).as_ref(), Ok(link), "{carried}");
    }
}
