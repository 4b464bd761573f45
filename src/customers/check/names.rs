//! Names and cities: a fast test that nearly all of them pass, and what is odd about one that does not.

use crate::excerpt::is_invisible;
use crate::findings::Rule;

/// A byte in each of eight places.
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = EACH * 0x80;

/// Beginnings of what stands for no value although it is written like a name. `NaN` and `NaT` as three
/// letters are read: the middle one twice.
const DOUBTFUL: [[u8; 4]; 6] = [*b"None", *b"Unkn", *b"Miss", *b"Unde", *b"NaaN", *b"NaaT"];

/// Whether nothing can be odd about a name: 2 to 32 letters and spaces, first a large letter, then no
/// other, no space at the end. What is none of these may be a good name all the same: see [`oddities`].
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    let (first, last, odd) = match text.len() {
        8..=16 => match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
            (Some(first), Some(last)) => {
                let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
                (first, last, odd_bytes(first) | odd_bytes(last))
            }
            _ => return false,
        },
        4..=7 => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
                let word = first | last << 32;
                (word, word, odd_bytes(word))
            }
            _ => return false,
        },
        2..=3 => match (text.first_chunk::<2>(), text.last_chunk::<2>()) {
            (Some(first), Some(last)) => {
                let [first, last] = [first, last].map(|two| u64::from(u16::from_le_bytes(*two)));
                let word = (first | last << 16) * 0x1_0000_0001;
                (word, word, odd_bytes(word))
            }
            _ => return false,
        },
        17..=32 => match (text.as_chunks::<8>().0, text.as_rchunks::<8>().1) {
            ([one, two, ..], [.., three, four]) => {
                let words = [*one, *two, *three, *four].map(u64::from_le_bytes);
                (words[0], words[3], words.iter().fold(0, |odd, &word| odd | odd_bytes(word)))
            }
            _ => return false,
        },
        _ => return false,
    };
    // In ASCII, letters have the bit of 64; small letters and the space have that of 32.
    let begins = first & 0x2020 == 0x2000;
    let ends = last >> 62 & 1 == 1;
    let head = first as u32;
    let doubtful = DOUBTFUL.iter().any(|known| head == u32::from_le_bytes(*known));
    odd == 0 && begins && ends && !doubtful
}

/// The highest bit of every byte that is neither an ASCII letter nor a space.
#[inline]
const fn odd_bytes(word: u64) -> u64 {
    let seven = word & !HIGH;
    let small = seven | EACH * 0x20;
    // Sums of two numbers below 128 stay within their byte.
    let letters = (small + EACH * (0x80 - b'a' as u64)) & !(small + EACH * (0x7f - b'z' as u64));
    let spaces = !((seven ^ EACH * 0x20) + EACH * 0x7f);
    (word | !(letters | spaces)) & HIGH
}

/// What is odd about a text that is there, each with the rule that it breaks and a reason.
pub(super) fn oddities(text: &[u8]) -> Vec<(Rule, &'static str)> {
    // A readable row is UTF-8.
    let text = String::from_utf8_lossy(text);
    let has = |odd: fn(char) -> bool| text.chars().any(odd);
    let around = text.trim() != text;
    let within =
        text.contains("  ") || has(|c| c.is_whitespace() && !matches!(c, ' ' | '\n' | '\r' | '\t'));
    let tests = [
        (has(char::is_control), Rule::NameControl, "a control character"),
        (!has(char::is_control) && has(is_invisible), Rule::NameControl, "an invisible character"),
        (has(char::is_numeric), Rule::NameDigits, ""),
        (has(|c| matches!(c, '<' | '>')) || has_entity(&text), Rule::NameMarkup, ""),
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
    let listed = FROM_0X80.chars().position(|known| known == character);
    let code = u32::from(character);
    match listed {
        Some(place) => u8::try_from(0x80 + place).ok(),
        None => u8::try_from(code).ok().filter(|byte| *byte >= 0x80),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::check::values::{is_placeholder, stands_for_nothing};

    #[test]
    fn plain_names_are_plain_and_others_are_not() {
        for text in
            ["Al", "Amy", "Lena", "Danielle", "New Roberttown", "Xenia of the Long Long Plains"]
        {
            assert!(is_plain(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "A",
            "ANNA",
            "anna",
            " Anna",
            "Anna ",
            "Ann3",
            "O'Brien",
            "José",
            "None",
            "nan",
            "A,B",
            "Anna\n",
            "<b>",
            "=A",
            "Anna\u{7f}",
            "Lake Chargoggagoggmanchaugg",
            "@Anna",
            "An`a",
            "An{a",
        ] {
            let long = text.len() > 27;
            assert_eq!(is_plain(text.as_bytes()), text.starts_with("Lake") && !long, "{text}");
        }
    }

    #[test]
    fn what_is_plain_has_no_oddities() {
        for byte in 0..0x80 {
            for len in 1..40 {
                for at in 0..len {
                    let mut text = vec![b'a'; len];
                    text[0] = b'A';
                    text[at] = byte;
                    if is_plain(&text) {
                        assert!(oddities(&text).is_empty(), "{text:?}");
                        assert!(!stands_for_nothing(&text) && !is_placeholder(&text), "{text:?}");
                    }
                }
            }
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
