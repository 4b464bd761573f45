//! The form of a mail address and a hash of it, in one pass over sixteen bytes at a time.

use crate::decode::PlainRow;
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
        let is_whole = places.are_whole(text) || is_whole_and_odd(text);
        Address { is_whole, hash: hash.max(1) }
    }

    /// The same of a field. Most are of 17 to 31 bytes, which is both ends of sixteen bytes without a question in
    /// between.
    #[inline]
    pub(super) fn of_field<const N: usize>(row: &PlainRow<'_, N>, field: usize) -> Address {
        let (begin, len) = (row.begin(field), row.len(field));
        if !(17..32).contains(&len) {
            return Address::read(row.field(field));
        }
        let rest = len - 16;
        let [first, last] = [row.bytes(begin), row.bytes(begin.wrapping_add(rest))];
        let mut places = Places::default();
        places.add(first, 0);
        places.add(last, usize::from(rest));
        let hash = hashed(hashed(len.into(), first), last);
        let is_whole = places.are_whole(row.field(field)) || is_whole_and_odd(row.field(field));
        Address { is_whole, hash: hash.max(1) }
    }
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
    /// What is from `:` to `@`: of an address, the `@` alone.
    ats: u64,
    dots: u64,
    hyphens: u64,
    /// What few addresses have, or none.
    odd: Lanes,
}

impl Places {
    #[inline]
    fn add(&mut self, bytes: &[u8; 16], offset: usize) {
        let lanes = Lanes::new(bytes);
        // Beyond 64 bytes nobody asks.
        let offset = offset & 63;
        let (dots, hyphens) = (lanes.equal(b'.'), lanes.equal(b'-'));
        // What is beyond ASCII is below everything.
        let ats = lanes.below(b'A') ^ lanes.below(b':');
        self.ats |= ats.bits() << offset;
        self.dots |= dots.bits() << offset;
        self.hyphens |= hyphens.bits() << offset;
        // Below the digits there is little that is common but these two.
        self.odd |= lanes.below(b'0') ^ dots ^ hyphens;
    }

    /// Whether the text is an address without anything odd in it.
    #[inline]
    #[allow(clippy::needless_bitwise_bool, reason = "to be lazy is to ask")]
    fn are_whole(self, text: &[u8]) -> bool {
        let at = self.ats.trailing_zeros();
        let is_odd = text.len() > 64 || self.odd.bits() != 0 || !self.ats.is_power_of_two();
        if is_odd || text.get(at as usize) != Some(&b'@') {
            return false;
        }
        // Where no dot may be: at the ends, beside another, and beside the `@`.
        let ends = 1 | 1_u64 << ((text.len() - 1) & 63);
        let astray = self.dots & (ends | self.dots << 1 | self.ats << 1 | self.ats >> 1);
        let is_dotted = self.dots >> at != 0;
        let is_hyphened = self.hyphens >> at != 0;
        (at > 0) & is_dotted & (astray == 0) & !is_hyphened
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
