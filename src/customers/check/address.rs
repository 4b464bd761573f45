//! The form of a mail address and a hash of it, in one pass over sixteen bytes at a time.

use crate::decode::lanes::Lanes;

/// What there is to say of a text that should be a mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Whether it is `local@domain.tld`: one `@`, something before it, a dot within what is behind
    /// it, and no white space.
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
        let mut padded = [0; 16];
        let (mut places, mut hash) = (Places::default(), text.len() as u64);
        for (offset, bytes) in sixteens(text, &mut padded) {
            places.add(bytes, offset);
            for word in bytes.as_chunks::<8>().0 {
                let product =
                    (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                hash = product ^ (product >> 29);
            }
        }
        let is_whole =
            if text.len() <= 64 { places.are_whole(text.len()) } else { is_whole_and_long(text) };
        Address { is_whole, hash: hash.max(1) }
    }
}

/// The text in pieces of sixteen bytes with their offsets. The last piece ends with the text and
/// may repeat some of the piece before; a shorter text is padded with zeros.
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
#[derive(Clone, Copy, Debug, Default)]
struct Places {
    ats: u64,
    dots: u64,
    spaces: u64,
}

impl Places {
    #[inline]
    fn add(&mut self, bytes: &[u8; 16], offset: usize) {
        let lanes = Lanes::new(bytes);
        // Beyond 64 bytes nobody asks.
        let offset = offset & 63;
        self.ats |= lanes.equal(b'@').bits() << offset;
        self.dots |= lanes.equal(b'.').bits() << offset;
        self.spaces |= lanes.blank().bits() << offset;
    }

    #[inline]
    fn are_whole(self, len: usize) -> bool {
        if !self.ats.is_power_of_two() || self.spaces != 0 {
            return false;
        }
        let at = self.ats.trailing_zeros();
        let domain_dots = (self.dots >> at) >> 1;
        let domain_len = len as u32 - at - 1;
        let last = 1_u64.checked_shl(domain_len.wrapping_sub(1)).unwrap_or(0);
        at > 0 && domain_dots != 0 && domain_dots & (1 | last) == 0
    }
}

/// The same for a text of any length.
#[cold]
fn is_whole_and_long(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|&byte| byte == b'@') else { return false };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let dotted = domain.contains(&b'.') && !domain.starts_with(b".") && !domain.ends_with(b".");
    !local.is_empty()
        && dotted
        && !domain.contains(&b'@')
        && !text.iter().any(|&byte| is_blank(byte))
}

/// Whether a byte is white space or another control character. A readable row has no NUL.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, 1..=b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_form() {
        for text in ["a@b.c", "danielle.johnson@yahoo.com", "x.y2@example.org", "a@b.c.d", "é@ü.de"]
        {
            assert!(Address::read(text.as_bytes()).is_whole, "{text}");
            assert!(is_whole_and_long(text.as_bytes()), "{text}");
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
        ] {
            assert!(!Address::read(text.as_bytes()).is_whole, "{text}");
            assert!(!is_whole_and_long(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_form_does_not_depend_on_the_length() {
        for len in 1..200 {
            for tail in ["@b.c", "@bc", "@b.", "@b.c d", "@@b.c", ""] {
                let text = "x".repeat(len) + tail;
                let expected = is_whole_and_long(text.as_bytes());
                assert_eq!(Address::read(text.as_bytes()).is_whole, expected, "{text}");
            }
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
