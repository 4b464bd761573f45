//! Where the separators of the plain form stand: the places of all commas and line feeds of a piece, sixteen bytes at
//! a time, and whether anything in it is not of that form.

use super::lanes::Lanes;

/// Writes down the places of all commas and line feeds, of which as many count as were found. Nothing if there is
/// anything but printable ASCII without quotes, and line feeds.
pub(super) fn find(bytes: &[u8], places: &mut Vec<u32>) -> Option<Found> {
    let mut found = Found::default();
    let (blocks, rest) = bytes.as_chunks::<64>();
    let mut base = 0;
    for block in blocks {
        found.add(block, base, places);
        base += 64;
    }
    // Spaces fill the last block up: plain, and no separators.
    let last = std::array::from_fn(|at| rest.get(at).copied().unwrap_or(b' '));
    found.add(&last, base, places);
    (found.odd.bits() == 0).then_some(found)
}

/// What was found so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    /// How many commas and line feeds.
    pub(super) separators: usize,
    pub(super) line_feeds: usize,
    /// What the plain form does not have.
    odd: Lanes,
}

impl Found {
    /// Adds what is in a block, of which the first byte is in the place `base`.
    #[inline(always)]
    fn add(&mut self, block: &[u8; 64], base: u32, places: &mut Vec<u32>) {
        let Marks { mut separators, line_feeds } = Marks::of(block, &mut self.odd);
        self.line_feeds += line_feeds.count_ones() as usize;
        if places.len() < self.separators + 64 {
            grow(places, self.separators + 64);
        }
        // Eight at a time without asking whether there are as many: the excess is overwritten
        // by the next block, and a block rarely needs a second round.
        let free = &mut places[self.separators..self.separators + 64];
        self.separators += separators.count_ones() as usize;
        for eight in free.as_chunks_mut::<8>().0 {
            for place in eight {
                // The top bit is for the excess: without it a processor has to ask first.
                *place = base + (separators | 1 << 63).trailing_zeros();
                separators &= separators.wrapping_sub(1);
            }
            if separators == 0 {
                break;
            }
        }
    }
}

/// Makes room for twice as many places as are needed next.
#[cold]
#[inline(never)]
fn grow(places: &mut Vec<u32>, needed: usize) {
    places.resize(needed * 2, 0);
}

/// What stands where in a block: a bit for each byte, the first in the lowest bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    /// Commas and line feeds.
    separators: u64,
    line_feeds: u64,
}

impl Marks {
    /// The marks of a block. What the plain form does not have is added to `odd`.
    #[inline]
    fn of(block: &[u8; 64], odd: &mut Lanes) -> Marks {
        let mut marks = Marks { separators: 0, line_feeds: 0 };
        for (part, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let lanes = Lanes::new(bytes);
            let line_feeds = lanes.equal(b'\n');
            marks.separators |= (lanes.equal(b',') | line_feeds).bits() << (part * 16);
            marks.line_feeds |= line_feeds.bits() << (part * 16);
            *odd |= (lanes.unprintable() ^ line_feeds) | lanes.equal(b'"');
        }
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_every_byte_at_every_place() {
        for byte in 0..=u8::MAX {
            for at in 0..64 {
                let mut block = [b'x'; 64];
                block[at] = byte;
                let mut odd = Lanes::default();
                let marks = Marks::of(&block, &mut odd);
                assert_eq!(marks.separators, u64::from(matches!(byte, b',' | b'\n')) << at);
                assert_eq!(marks.line_feeds, u64::from(byte == b'\n') << at);
                let plain = matches!(byte, b' '..=b'~' | b'\n') && byte != b'"';
                assert_eq!(odd.bits() == 0, plain);
            }
        }
    }
}
