//! Any text, read as a link: a recipe that is written and read back as itself, or faults in words.
//! Mending comes to an end, and finds nothing more to do in what it has mended. Links that are understood
//! are wrapped as mail programs, chats and authors do, once and twice, and mean what they meant.
//!
//! Read as a number of each parameter, it is one that is read back as itself, digit by digit.
//!
//! The input: the text. Bytes that are no text are taken for the character that stands for such.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use libfuzzer_sys::fuzz_target;
use segmint::link::{Link, mend};
use segmint::recipe::Parameter;
use segmint::share;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mended = mend(&text);
    assert_eq!(mend(&mended), mended, "mended twice");
    assert!(mended.len() <= text.len(), "nothing is added");

    for parameter in Parameter::ALL {
        check_number(parameter, &text);
    }

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

/// A number that is read is written in one way, which is read as itself, and nothing of it is made up.
fn check_number(parameter: Parameter, text: &str) {
    let Ok(number) = parameter.number(text) else { return };
    assert_eq!(parameter.number(&number).as_ref(), Ok(&number), "{parameter}: {text:?}");
    let is_number = !matches!(parameter, Parameter::AsOf | Parameter::Domains);
    if is_number {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let (read, given) = (digits(&number), digits(text));
        let without_zeros = |text: &str| text.replace('0', "");
        assert_eq!(without_zeros(&read), without_zeros(&given), "{parameter}: {text:?}");
        // Between digits there is what parts thousands, or one decimal mark.
        assert!(!text.contains('.') || number.contains('.') || text.contains(".0"), "{text:?}");
    }
}

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
        format!("https://example.org/segmint/?embed&{written}&utm_source=mail&"),
        format!("https://example.org/segmint/%23{written}"),
    ] {
        assert_eq!(Link::read(&carried).as_ref(), Ok(link), "{carried}");
    }
    let page = "https://example.org/segmint/";
    let address = share::address(page, link);
    for (wrapped, wrap) in WRAPPINGS.iter().map(|wrap| (wrap(&address), wrap)) {
        assert_eq!(Link::read(&wrapped).as_ref(), Ok(link), "{wrapped}");
        for outer in WRAPPINGS.iter().take(2) {
            let twice = outer(&wrap(&address));
            if twice.len() <= 4096 && !wrapped.contains(['<', '[']) {
                assert_eq!(Link::read(&twice).as_ref(), Ok(link), "{twice}");
            }
        }
    }
    for text in [share::markdown(page, link), share::frame(page, link)] {
        assert_eq!(Link::read(&text).as_ref(), Ok(link), "{text}");
    }
}

/// What others make of an address.
const WRAPPINGS: [fn(&str) -> String; 7] = [
    |address| {
        let address = escaped(address);
        format!(
            "https://eur01.safelinks.protection.outlook.com/?url={address}&data=05%7C02&sdata=a%2Bv%3D&reserved=0"
        )
    },
    |address| format!("https://www.google.com/url?q={}&sa=D&usg=AOv", escaped(address)),
    |address| {
        let address = escaped(address).replace('-', "%2D").replace('_', "%5F");
        let address = address.replace("%2F", "_").replace('%', "-");
        format!("https://urldefense.proofpoint.com/v2/url?u={address}&d=Dw&c=x_y&s=a-b&e=")
    },
    |address| format!("https://urldefense.com/v3/__{}__;Iw!!DZ3f!a-B$", address.replace('#', "*")),
    |address| format!("<{}|the data>", address.replace('&', "&amp;")),
    |address| format!("[the data]({address} \"of v=1\")."),
    |address| format!("<a href=\"{}\" title=\"data\">data</a>", address.replace('&', "&amp;")),
];

/// Every character that is not a letter, a digit or `-._~`, as addresses have it.
fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(escape).collect()
}
