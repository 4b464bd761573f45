//! A line of the plain form, cut at its commas: no NUL, no quotes but around whole fields, and no carriage return but
//! before the line feed.

use super::lanes::Lanes;
use super::{Fields, ROW_BYTES};

/// A line that is a row of the plain form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a, const N: usize> {
    pub(super) fields: Fields<'a, N>,
    /// How many bytes it has, its end included.
    pub(super) bytes: usize,
    /// Whether it ends in CR LF.
    pub(super) has_carriage_return: bool,
}

impl<'a, const N: usize> Line<'a, N> {
    /// The line at the beginning of these bytes, if it is of the plain form, has `N` fields, is text, and ends.
    #[inline(never)]
    pub(super) fn cut(bytes: &'a [u8]) -> Option<Line<'a, N>> {
        let mut ends = Ends { places: [0; N], found: 0, all: Lanes::default(), quotes: 0 };
        let bytes = &bytes[..bytes.len().min(ROW_BYTES)];
        let (blocks, rest) = bytes.as_chunks::<64>();
        let mut bases = (0..).step_by(64);
        let end = blocks.iter().zip(&mut bases).find_map(|(block, base)| ends.find(block, base));
        let end = end.or_else(|| {
            // Spaces fill the last block up: plain, and no separators.
            let last = std::array::from_fn(|at| rest.get(at).copied().unwrap_or(b' '));
            bases.next().and_then(|base| ends.find(&last, base))
        })?;
        let has_carriage_return = match bytes.get(end as usize..)? {
            [b'\n', ..] => false,
            [b'\r', b'\n', ..] => true,
            _ => return None,
        };
        if ends.found != N - 1 {
            return None;
        }
        ends.places[N - 1] = end;
        let whole = &bytes[..end as usize];
        if ends.all.bits() != 0 && std::str::from_utf8(whole).is_err() {
            return None;
        }
        let mut fields = [&whole[..0]; N];
        if cut_at(&ends.places, whole, &mut fields, ends.quotes > 0) != ends.quotes {
            return None;
        }
        let bytes = end as usize + 1 + usize::from(has_carriage_return);
        Some(Line { fields, bytes, has_carriage_return })
    }
}

/// Cuts a line where its fields end, and takes the quotes off those that have one at either end, if there are any.
/// Says how many quotes that were: if the line has more, they are within fields.
#[inline(never)]
fn cut_at<'a>(ends: &[u32], line: &'a [u8], fields: &mut [&'a [u8]], has_quotes: bool) -> u32 {
    let (mut start, mut quotes) = (0, 0);
    for (&end, place) in ends.iter().zip(fields) {
        let end = end as usize;
        *place = match line.get(start..end).unwrap_or_default() {
            [b'"', text @ .., b'"'] if has_quotes => {
                quotes += 2;
                text
            }
            field => field,
        };
        start = end + 1;
    }
    quotes
}

/// Where the fields of a line end, as far as it has been looked through.
struct Ends<const N: usize> {
    places: [u32; N],
    /// How many; `N` stands for that and more, which are too many.
    found: usize,
    /// All bytes, one laid over the other: their highest bits say whether any is beyond ASCII.
    all: Lanes,
    /// How many quotes there are: behind an odd number no comma ends a field.
    quotes: u32,
}

impl<const N: usize> Ends<N> {
    /// Notes the commas of a block, of which the first byte is in the place `base`, up to what ends the plain form.
    /// Returns the place of that, if it is in the block.
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn find(&mut self, block: &[u8; 64], base: u32) -> Option<u32> {
        let Marks { mut commas, stops, quotes } = Marks::of(block, &mut self.all);
        // What stands before the first stop.
        let line = (stops & stops.wrapping_neg()).wrapping_sub(1);
        commas &= line;
        let is_open = self.quotes & 1 != 0;
        if quotes & line != 0 || is_open {
            commas &= !within(quotes, is_open);
            self.quotes += (quotes & line).count_ones();
        }
        while commas != 0 && self.found < N {
            self.places[self.found] = base + commas.trailing_zeros();
            self.found += 1;
            commas &= commas - 1;
        }
        (stops != 0).then(|| base + stops.trailing_zeros())
    }
}

/// The bytes from each quote up to the next, if quotes alone decide; and those up to the first, if one is open.
#[inline(never)]
fn within(quotes: u64, is_open: bool) -> u64 {
    // Each bit becomes the parity of itself and all below it.
    let parity = [1, 2, 4, 8, 16, 32].into_iter().fold(quotes, |bits, by| bits ^ bits << by);
    if is_open { !parity } else { parity }
}

/// What stands where in a block: a bit for each byte, the first in the lowest bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Marks {
    commas: u64,
    quotes: u64,
    /// Line ends, and what the plain form does not have.
    stops: u64,
}

impl Marks {
    /// The marks of a block, all bytes of which are laid over `all`.
    #[inline]
    fn of(block: &[u8; 64], all: &mut Lanes) -> Marks {
        let mut marks = Marks { commas: 0, quotes: 0, stops: 0 };
        for (part, bytes) in block.as_chunks::<16>().0.iter().enumerate() {
            let lanes = Lanes::new(bytes);
            let stops = lanes.equal(b'\n') | lanes.equal(b'\r') | lanes.equal(0);
            marks.commas |= lanes.equal(b',').bits() << (part * 16);
            marks.quotes |= lanes.equal(b'"').bits() << (part * 16);
            marks.stops |= stops.bits() << (part * 16);
            *all |= lanes;
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
                let mut all = Lanes::default();
                let marks = Marks::of(&block, &mut all);
                let stops = matches!(byte, b'\n' | b'\r' | 0);
                assert_eq!(marks.quotes, u64::from(byte == b'"') << at);
                assert_eq!(marks.commas, u64::from(byte == b',') << at);
                assert_eq!(marks.stops, u64::from(stops) << at);
                assert_eq!(all.bits() == 0, byte.is_ascii());
            }
        }
    }

    /// The line as its fields, its bytes, and whether a carriage return is before its end.
    fn cut(bytes: &[u8]) -> Option<([&[u8]; 3], usize, bool)> {
        let Line { fields, bytes, has_carriage_return } = Line::cut(bytes)?;
        Some((fields, bytes, has_carriage_return))
    }

    #[test]
    fn a_line_is_cut_wherever_its_ends_fall() {
        for len in (0..200).chain([ROW_BYTES - 4, ROW_BYTES - 3]) {
            let long = "x".repeat(len);
            let fits = len + 3 <= ROW_BYTES;
            let fields: [&[u8]; 3] = [long.as_bytes(), b"", b""];
            let text = format!("{long},,\n,,\"");
            assert_eq!(cut(text.as_bytes()), fits.then_some((fields, len + 3, false)));
            let text = format!("{long},,\r\n");
            let fits = len + 4 <= ROW_BYTES;
            assert_eq!(cut(text.as_bytes()), fits.then_some((fields, len + 4, true)));
            let text = format!(",é{long},\t\x7f\n");
            let middle = format!("é{long}");
            if len < 200 {
                let fields: [&[u8]; 3] = [b"", middle.as_bytes(), b"\t\x7f"];
                assert_eq!(cut(text.as_bytes()), Some((fields, len + 7, false)));
            }
        }
    }

    #[test]
    fn quotes_around_whole_fields_are_taken_off() {
        for len in 0..200 {
            let long = ",x".repeat(len);
            let fields: [&[u8]; 3] = [b"a", long.as_bytes(), b""];
            let text = format!("\"a\",\"{long}\",\"\"\n");
            assert_eq!(cut(text.as_bytes()), Some((fields, text.len(), false)));
            let fields: [&[u8]; 3] = [long.as_bytes(), b"a", b"b"];
            let text = format!("\"{long}\",a,b\r\n\"");
            assert_eq!(cut(text.as_bytes()), Some((fields, text.len() - 1, true)));
        }
    }

    #[test]
    fn everything_else_is_left_to_others() {
        for text in [
            &b""[..],
            b"\n",
            b"\r\n",
            b",,",
            b",\n",
            b",,,\n",
            b",,\r",
            b",,\r\r\n",
            b"\r,,\n",
            b",,\rx\n",
            b",\"\"\"\",\n",
            b",\"a\"\"b\",\n",
            b",a\"b\",\n",
            b",\"a\"b,\n",
            b"\",,\n",
            b"\"\n\",,\n",
            b",\",\n\"",
            b",\",\",\",\n",
            b",\0,\n",
            b",\xff,\n",
            b",\xc3,\xa9\n",
            b",,\xc3\n",
        ] {
            assert_eq!(cut(text), None, "{}", text.escape_ascii());
        }
        // What stands behind the line is nobody's business.
        assert!(cut(b",,\n\xff\"\r\0,,,").is_some());
    }
}
