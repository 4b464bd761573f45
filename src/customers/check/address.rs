//! The form of a mail address and a hash of it, in one pass over sixteen bytes at a time.

use crate::decode::Window;
use crate::decode::lanes::Lanes;

/// What there is to say of a text that should be a mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Whether it is `local@domain.tld`: one `@`; before it words of the characters of RFC 5322's atoms,
    /// with a dot between two of them; behind it at least two labels that neither begin nor end with a
    /// hyphen; at most 254 bytes (RFC 5321). Letters may be of any script.
    pub(super) is_whole: bool,
    /// A hash of all its bytes, never 0.
    ///
    /// Among a million different addresses two share a hash with a probability of 3 in 10^8, and
    /// the worst of it would be one warning too many.
    pub(super) hash: u64,
}

impl Address {
    #[inline]
    pub(super) fn read(text: &[u8]) -> Address {
        // A letter, of which nothing comes.
        let mut padded = [b'x'; 16];
        let (mut places, mut hash) = (Places::default(), text.len() as u64);
        for (offset, bytes) in sixteens(text, &mut padded) {
            places.add(bytes, offset);
            hash = hashed(hash, bytes);
        }
        let is_whole = places.are_whole(text.len()) || is_whole_and_odd(text);
        Address { is_whole, hash: hash.max(1) }
    }

    /// The hash and the length of an address that is whole, is in this place of a window and ends with a comma. Nothing
    /// where anything else stands, or what others have to look at.
    #[inline]
    pub(super) fn of_window(window: Window<'_>, at: u8) -> Option<(u64, u8)> {
        let [first, second] = [window.bytes(at), window.bytes(at.wrapping_add(16))];
        let mut places = Places::default();
        places.add(first, 0);
        places.add(second, 16);
        // What is odd first is the comma: most addresses are of 17 to 31 bytes.
        let len = places.odd.trailing_zeros() as u8;
        if !(17..32).contains(&len) || !places.before(len).are_whole(len.into()) {
            return Address::of_other(window, at);
        }
        if window.byte(at.wrapping_add(len)) != b',' {
            return None;
        }
        let last = window.bytes(at.wrapping_add(len).wrapping_sub(16));
        Some((hashed(hashed(len.into(), first), last).max(1), len))
    }

    /// The same of a shorter or longer one, or one in which anything is odd.
    #[cold]
    fn of_other(window: Window<'_>, at: u8) -> Option<(u64, u8)> {
        let text = window.field(at, Address::MOST_IN_WINDOW)?;
        let Address { is_whole, hash } = Address::read(text);
        (is_whole && text.is_ascii()).then_some((hash, text.len() as u8))
    }

    /// How many bytes an address has in a window at most.
    pub(super) const MOST_IN_WINDOW: usize = 64;
}

/// A hash that has seen sixteen bytes more.
#[inline]
fn hashed(hash: u64, bytes: &[u8; 16]) -> u64 {
    bytes.as_chunks::<8>().0.iter().fold(hash, |hash, word| {
        let product = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 29)
    })
}

/// The text in pieces of sixteen bytes with their offsets. The last piece ends with the text and
/// may repeat some of the piece before; a shorter text is padded.
#[inline]
fn sixteens<'a>(
    text: &'a [u8],
    padded: &'a mut [u8; 16],
) -> impl Iterator<Item = (usize, &'a [u8; 16])> {
    let last = if let Some(last) = text.last_chunk() {
        (text.len() - 16, last)
    } else {
        padded[..text.len()].copy_from_slice(text);
        (0, &*padded)
    };
    (0..).step_by(16).zip(text.as_chunks().0).chain([last])
}

/// Where the parts of a text of up to 64 bytes meet: a bit for each byte.
#[derive(Clone, Copy, Default)]
struct Places {
    ats: u64,
    dots: u64,
    hyphens: u64,
    /// What few addresses have, or none.
    odd: u64,
}

impl Places {
    #[inline]
    fn add(&mut self, bytes: &[u8; 16], offset: usize) {
        let lanes = Lanes::new(bytes);
        // Beyond 64 bytes nobody asks.
        let offset = offset & 63;
        let [ats, dots, hyphens] = [b'@', b'.', b'-'].map(|mark| lanes.equal(mark));
        // Below the letters there is little that is common but digits and these. What is beyond ASCII is below
        // everything.
        let digits = lanes.below(b':') ^ lanes.below(b'0');
        let odd = lanes.below(b'A') ^ digits ^ ats ^ dots ^ hyphens;
        self.ats |= ats.bits() << offset;
        self.dots |= dots.bits() << offset;
        self.hyphens |= hyphens.bits() << offset;
        self.odd |= odd.bits() << offset;
    }

    /// Those of the first bytes alone, less than 64.
    #[inline]
    fn before(self, len: u8) -> Places {
        let those = (1 << (len & 63)) - 1;
        let Places { ats, dots, hyphens, odd } = self;
        Places { ats: ats & those, dots: dots & those, hyphens: hyphens & those, odd: odd & those }
    }

    /// Whether a text of so many bytes is an address without anything odd in it.
    #[inline]
    #[allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]
    fn are_whole(self, len: usize) -> bool {
        let Places { ats, dots, hyphens, odd } = self;
        // Where no dot may be: at the ends, beside another, and beside the `@`.
        let ends = 1 | 1_u64 << (len.wrapping_sub(1) & 63);
        let astray = dots & (ends | dots << 1 | ats << 1 | ats >> 1);
        // A later bit is a larger number: a dot behind the `@`, no hyphens there, and the `@` behind the first byte.
        (odd | astray | ats & ats.wrapping_sub(1) == 0)
            & (dots > ats)
            & (hyphens < ats)
            & (ats > 1)
            & (len <= 64)
    }
}

/// The same for a text of any length, with anything in it.
#[cold]
fn is_whole_and_odd(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|&byte| byte == b'@') else { return false };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let is_word = |word: &[u8]| !word.is_empty() && word.iter().all(|&byte| is_of_atoms(byte));
    let is_label = |label: &[u8]| {
        let is_hyphenated = label.starts_with(b"-") || label.ends_with(b"-");
        !label.is_empty() && !is_hyphenated && label.iter().all(|&byte| is_of_labels(byte))
    };
    text.len() <= MOST_BYTES
        && local.split(|&byte| byte == b'.').all(is_word)
        && domain.contains(&b'.')
        && domain.split(|&byte| byte == b'.').all(is_label)
}

/// How long an address may be: RFC 5321, section 4.5.3.1.3, without the brackets of a path.
const MOST_BYTES: usize = 254;

/// Whether a byte may stand before the `@`: controls, spaces, quotes, brackets, commas, colons and
/// semicolons may not. Square brackets and backslashes are let through, which nobody writes.
const fn is_of_atoms(byte: u8) -> bool {
    !matches!(byte, 0..=b' ' | b'"' | b'(' | b')' | b',' | b':' | b';' | b'<' | b'>' | b'@')
}

/// Whether a byte may stand behind the `@`. Underscores and the like are let through, as some systems do.
const fn is_of_labels(byte: u8) -> bool {
    !matches!(byte, 0..=b',' | b'/' | b':'..=b'@')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use super::*;

    /// Both ways, which must agree where both can tell.
    fn is_whole(text: &str) -> bool {
        let whole = Address::read(text.as_bytes()).is_whole;
        assert_eq!(is_whole_and_odd(text.as_bytes()), whole, "{text}");
        whole
    }

    #[test]
    fn addresses_have_a_form() {
        for text in [
            "a@b.c",
            "danielle.johnson@yahoo.com",
            "x.y2@example.org",
            "a@b.c.d",
            "é@ü.de",
            "a+b@x.com",
            "-a-@x-y.com",
            "o'brien/x=1@x.com",
        ] {
            assert!(is_whole(text), "{text}");
        }
        for text in [
            "",
            "@",
            "a@b",
            "a.b",
            "@b.c",
            "a@.c",
            "a@b.",
            "a@b.c.",
            "a@@b.c",
            "a@b@c.d",
            "a b@c.d",
            "a@b. c",
            "a\tb@c.d",
            "a@b.c\r",
            "\n\na@b.c",
            "a@b\u{1f}.c",
            "a@b..com",
            "a..b@x.com",
            ".a@x.com",
            "a.@x.com",
            "a@-x.com",
            "a@x-.com",
            "a@x.-com",
            "a@x.com-",
            "mailto:a@x.com",
            "a,b@x.com",
            "a@x.com;b",
            "<a@x.com>",
            "\"a\"@x.com",
            "a(b)@x.com",
            "a@x.com/",
            "a@x.com?subject",
        ] {
            assert!(!is_whole(text), "{text}");
        }
    }

    #[test]
    fn an_address_in_a_window_is_the_same() {
        for len in 0..80 {
            for tail in
                ["@b.c", "@b-c.d", "@b.", ".x@b.c", "+x@b.c", "é@b.c", "@b.c\n", "@@b.c", "\"@b.c"]
            {
                let text = "x".repeat(len) + tail;
                let row = format!("12345{text},37,CA{}", ",@".repeat(150));
                let window = Window::new(row.as_bytes()).unwrap();
                let Address { is_whole, hash } = Address::read(text.as_bytes());
                let fits = text.len() <= Address::MOST_IN_WINDOW && text.is_ascii();
                let expected = (is_whole && fits).then_some((hash, text.len() as u8));
                assert_eq!(Address::of_window(window, 5), expected, "{text}");
            }
        }
    }

    #[test]
    fn the_form_does_not_depend_on_the_length() {
        for len in 1..300 {
            for tail in
                ["@b.c", "@bc", "@b.", "@b.c d", "@@b.c", "", ".@b.c", "@-b.c", "@b-.c", "@b..c"]
            {
                is_whole(&("x".repeat(len) + tail));
            }
            assert_eq!(is_whole(&("x".repeat(len) + "@b.c")), len + 4 <= MOST_BYTES);
        }
    }

    #[test]
    fn hashes_see_every_byte_and_the_length() {
        for text in ["a@b.c", "danielle.johnson@yahoo.com", "sixteen@bytes.co"] {
            let reference = Address::read(text.as_bytes()).hash;
            for at in 0..text.len() {
                let mut other = text.as_bytes().to_vec();
                other[at] ^= 1;
                assert_ne!(Address::read(&other).hash, reference);
            }
            assert_ne!(Address::read(format!("{text}\0").as_bytes()).hash, reference);
        }
    }
}
