//! Names and cities: a fast test that nearly all of them pass, and what is odd about one that does not.

use crate::findings::Rule;
use crate::preview_value::is_invisible;

/// Whether a name or a city is of the common form, with nothing odd in it: letters of Latin, spaces, apostrophes, hyphens
/// and dots. What is of none may be good all the same: see [`oddities`].
#[inline]
pub(super) fn is_common(text: &[u8]) -> bool {
    let [first, middle @ .., last] = text else { return false };
    (first.is_ascii_uppercase() || *first >= 0x80)
        && (last.is_ascii_lowercase() || *last >= 0x80)
        && text.len() <= 64
        && (middle.iter().all(u8::is_ascii_alphabetic) && (first | last).is_ascii()
            || are_words(text))
        && text != b"None"
}

/// Whether a text is letters of Latin with single spaces and marks between them.
#[inline(never)]
fn are_words(mut text: &[u8]) -> bool {
    loop {
        text = match text {
            [b'a'..=b'z' | b'A'..=b'Z' | b'\'' | b'-' | b'.', rest @ ..] => rest,
            [b' ', rest @ ..] if rest.first() != Some(&b' ') => rest,
            [first, second, rest @ ..] if is_latin([*first, *second]) => rest,
            rest => return rest.is_empty(),
        };
    }
}

/// Whether two bytes are a letter of Latin beyond ASCII, from À to ž, and none that a byte behind another letter looks
/// like in the wrong encoding: those are looked at by [`is_mojibake`].
const fn is_latin(bytes: [u8; 2]) -> bool {
    match bytes {
        [0xc3, 0x97 | 0xb7] | [0xc5, 0x92 | 0x93 | 0xa0 | 0xa1 | 0xb8 | 0xbd | 0xbe] => false,
        [0xc3..=0xc5, second] => matches!(second, 0x80..=0xbf),
        _ => false,
    }
}

/// What is odd about a text that is there, each with the rule that it breaks and a reason.
pub(super) fn oddities(text: &[u8]) -> Vec<(Rule, &'static str)> {
    // A readable row is UTF-8.
    let text = String::from_utf8_lossy(text);
    let [mut control, mut invisible, mut digit, mut markup, mut space] = [false; 5];
    for c in text.chars() {
        control |= c.is_control();
        invisible |= is_invisible(c);
        digit |= c.is_numeric();
        markup |= matches!(c, '<' | '>');
        space |= c.is_whitespace() && !matches!(c, ' ' | '\n' | '\r' | '\t');
    }
    let around = text.trim() != text;
    let within = space || text.contains("  ");
    let tests = [
        (control, Rule::NameControl, "a control character"),
        (!control && invisible, Rule::NameControl, "an invisible character"),
        (digit, Rule::NameDigits, ""),
        (markup || has_entity(&text), Rule::NameMarkup, ""),
        (text.starts_with(['=', '+', '-', '@']), Rule::NameFormula, ""),
        (around, Rule::NameSpace, "white space around it"),
        (within && !around, Rule::NameSpace, "more than a space between words"),
        (is_mojibake(&text), Rule::NameMojibake, ""),
    ];
    tests.into_iter().filter(|(is_so, ..)| *is_so).map(|(_, rule, reason)| (rule, reason)).collect()
}

/// Whether there is something like `&amp;` or `&#39;`.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        rest.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

/// Whether bytes of UTF-8 were read in another encoding, so that a letter became two or three
/// characters of Windows-1252, or was lost.
pub(super) fn is_mojibake(text: &str) -> bool {
    // What such a letter begins with, as a character of Windows-1252, or what is left of a lost one.
    if !text.contains(|c| matches!(c, '\u{c2}'..='\u{f4}' | char::REPLACEMENT_CHARACTER)) {
        return false;
    }
    let bytes: Vec<u8> = text.chars().map(|c| windows_1252(c).unwrap_or(0)).collect();
    let follow = |at: usize, count: usize| {
        let rest = bytes.get(at + 1..=at + count);
        rest.is_some_and(|rest| rest.iter().all(|byte| (0x80..=0xbf).contains(byte)))
    };
    text.contains(char::REPLACEMENT_CHARACTER)
        || bytes.iter().enumerate().any(|(at, byte)| match byte {
            0xc2..=0xdf => follow(at, 1),
            0xe0..=0xef => follow(at, 2),
            0xf0..=0xf4 => follow(at, 3),
            _ => false,
        })
}

/// The byte of a character in Windows-1252, beyond ASCII; the WHATWG's index, which has the controls of
/// ISO 8859-1 where Windows has nothing.
fn windows_1252(character: char) -> Option<u8> {
    const FROM_0X80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let code = u32::from(character);
    if code < 0x80 {
        return None;
    }
    match FROM_0X80.chars().position(|known| known == character) {
        Some(place) => u8::try_from(0x80 + place).ok(),
        None => u8::try_from(code).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::values::{is_placeholder, stands_for_nothing};

    /// All pairs of characters up to U+0250, and what Windows-1252 has beyond them, at every place of a name.
    #[test]
    fn what_is_common_has_no_oddities() {
        let others = "\u{c3}\u{a9}€‚„…†‡‰‹‘’“”•–—™›\u{200b}\u{fffd}\u{feff}\u{a0}";
        let all: Vec<char> = ('\u{1}'..'\u{250}').chain(others.chars()).collect();
        let mut common = 0;
        for &one in &all {
            for &other in &all {
                for text in
                    [format!("{one}{other}"), format!("A{one}{other}e"), format!("A{one} {other}")]
                {
                    if is_common(text.as_bytes()) {
                        common += 1;
                        assert!(oddities(text.as_bytes()).is_empty(), "{text:?}");
                        let nothing =
                            stands_for_nothing(text.as_bytes()) || is_placeholder(text.as_bytes());
                        assert!(!nothing, "{text:?}");
                    }
                }
            }
        }
        assert!(common > 50_000, "{common}");
        for text in
            ["José", "Zoë", "Łukasz", "Ôttó", "Þór", "Ñandú", "Müller-Lüdenscheidt", "Éa", "Aé"]
        {
            assert!(is_common(text.as_bytes()), "{text}");
        }
        for text in ["José ", "Jos\u{c3}\u{a9}", "Š\u{bd}", "京子", "JOSÉ3", "anna", "O’Brien"]
        {
            assert!(!is_common(text.as_bytes()), "{text}");
        }
        assert!(!is_common(b"A\xc3") && !is_common(b"A\xa9b") && !is_common(b"A\xc3\x28b"));
    }

    #[test]
    fn placeholders_are_not_common() {
        for text in crate::check::values::PLACEHOLDERS {
            assert!(!is_common(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn oddities_are_told_apart() {
        let rules = |text: &str| -> Vec<Rule> {
            oddities(text.as_bytes()).into_iter().map(|(rule, _)| rule).collect()
        };
        for (text, rule) in [
            ("Da\tniel", Rule::NameControl),
            ("Dan\u{200b}iel", Rule::NameControl),
            ("Dan1el", Rule::NameDigits),
            ("Dan٣el", Rule::NameDigits),
            ("<b>Daniel</b>", Rule::NameMarkup),
            ("O&#39;Brien", Rule::NameMarkup),
            ("A&amp;B", Rule::NameMarkup),
            ("=Daniel", Rule::NameFormula),
            (" Daniel", Rule::NameSpace),
            ("Daniel\u{a0}", Rule::NameSpace),
            ("Mary  Ann", Rule::NameSpace),
            ("JosÃ©", Rule::NameMojibake),
            ("Oâ€™Brien", Rule::NameMojibake),
            ("Jos\u{fffd}", Rule::NameMojibake),
        ] {
            assert!(rules(text).contains(&rule), "{text:?}: {:?}", rules(text));
        }
        for text in [
            "José",
            "Zoë",
            "Łukasz",
            "京子",
            "O'Brien",
            "O’Brien",
            "Jean-Luc",
            "St. Louis",
            "Lee & Sons",
            "Ñandú",
            "Müller-Lüdenscheidt",
            "François",
            "X Æ",
            "Ôttó",
            "Þór",
        ] {
            assert_eq!(rules(text), [], "{text}");
        }
    }
}
