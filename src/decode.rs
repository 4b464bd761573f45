//! CSV bytes -> fields, knowing nothing of what the fields mean or who wrote them.
//!
//! Our own form of CSV has no quotes, so reading it is a scan for commas and line feeds. It goes in
//! two steps, because a loop that looks at one separator at a time waits for each: first all
//! separators of a chunk are found, eight bytes at a time, and their places written down; then the
//! rows are cut at those places. Bytes that are not of the plain form are read line by line
//! instead, so that every line gets its own verdict.

pub(crate) mod lanes;

use thiserror::Error;

use self::lanes::Lanes;

/// How many columns a row has.
pub const COLUMNS: usize = 13;

/// The fields of a row, in the order of the contract.
pub type Fields<'a> = [&'a [u8]; COLUMNS];

/// Why a line cannot be read as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Another number of fields than columns.
    #[error("{0} fields instead of {COLUMNS}")]
    FieldCount(usize),
    /// A byte that the plain form does not have: a quote, a control character, or a byte beyond
    /// ASCII.
    #[error("a quote, a control character or a byte beyond ASCII")]
    Byte,
    /// The last line has no line feed.
    #[error("no line feed at the end")]
    NoLineFeed,
}

/// Finds separators; keeps its memory from chunk to chunk.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// The place of every comma and line feed; only the first of them count, see
    /// [`find_separators`](Reader::find_separators).
    separators: Vec<u32>,
}

impl Reader {
    /// Calls `row` for every line of `bytes` in order, with its fields or with why it has none and
    /// its text.
    ///
    /// `bytes` are whole lines and at most 4 GiB.
    #[inline]
    pub fn read<'a>(
        &mut self,
        bytes: &'a [u8],
        mut row: impl FnMut(Result<Fields<'a>, (Unreadable, &'a [u8])>),
    ) {
        if !self.read_plain(bytes, &mut row) {
            bytes.split_inclusive(|&byte| byte == b'\n').map(read_line).for_each(row);
        }
    }

    /// Reads chunks in which every row has all its fields; returns whether this is one. If not,
    /// nothing was read.
    #[inline]
    fn read_plain<'a>(
        &mut self,
        bytes: &'a [u8],
        row: &mut impl FnMut(Result<Fields<'a>, (Unreadable, &'a [u8])>),
    ) -> bool {
        let Some(found) = self.find_separators(bytes) else { return false };
        // If there are thirteen separators a line and every thirteenth is a line feed, then all
        // line feeds are accounted for, and the others must be commas.
        let (rows, rest) = self.separators[..found.separators].as_chunks::<COLUMNS>();
        let all_rows = rest.is_empty()
            && rows.len() == found.line_feeds
            && rows.iter().all(|row| bytes[row[COLUMNS - 1] as usize] == b'\n')
            && bytes.last().is_none_or(|&last| last == b'\n');
        if all_rows {
            let mut start = 0;
            for ends in rows {
                row(Ok(ends.map(|end| {
                    let field = &bytes[start..end as usize];
                    start = end as usize + 1;
                    field
                })));
            }
        }
        all_rows
    }

    /// Writes down the places of all commas and line feeds. Nothing if there is anything but
    /// printable ASCII without quotes, and line feeds.
    fn find_separators(&mut self, bytes: &[u8]) -> Option<Found> {
        let mut found = Found { separators: 0, line_feeds: 0 };
        let mut odd = Lanes::default();
        let (blocks, rest) = bytes.as_chunks::<64>();
        // Spaces fill the last block up: plain, and no separators.
        let last: [u8; 64] = std::array::from_fn(|at| rest.get(at).copied().unwrap_or(b' '));
        for (block, base) in blocks.iter().chain([&last]).zip((0..).step_by(64)) {
            let Marks { mut separators, line_feeds } = Marks::of(block, &mut odd);
            found.line_feeds += line_feeds.count_ones() as usize;
            if self.separators.len() < found.separators + 64 {
                self.separators.resize((found.separators + 64) * 2, 0);
            }
            let next = found.separators + separators.count_ones() as usize;
            // Eight at a time without asking whether there are as many: the excess is overwritten
            // by the next block, and a block rarely needs a second round.
            let places = &mut self.separators[found.separators..found.separators + 64];
            for eight in places.as_chunks_mut::<8>().0 {
                for place in eight {
                    // The top bit is for the excess: without it a processor has to ask first.
                    *place = base + (separators | 1 << 63).trailing_zeros();
                    separators &= separators.wrapping_sub(1);
                }
                if separators == 0 {
                    break;
                }
            }
            found.separators = next;
        }
        (odd.bits() == 0).then_some(found)
    }
}

/// How many separators there are.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// Commas and line feeds.
    separators: usize,
    line_feeds: usize,
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

const fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte < 0x7f && byte != b'"'
}

/// Reads one line on its own.
fn read_line(line: &[u8]) -> Result<Fields<'_>, (Unreadable, &[u8])> {
    let Some(text) = line.strip_suffix(b"\n") else {
        return Err((Unreadable::NoLineFeed, line));
    };
    if !text.iter().copied().all(is_plain) {
        return Err((Unreadable::Byte, text));
    }
    let fields: Vec<&[u8]> = text.split(|&byte| byte == b',').collect();
    fields.try_into().map_err(|fields: Vec<_>| (Unreadable::FieldCount(fields.len()), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<Result<Vec<String>, Unreadable>> {
        let mut rows = Vec::new();
        Reader::default().read(bytes, |row| {
            rows.push(match row {
                Ok(fields) => {
                    Ok(fields.iter().map(|field| String::from_utf8_lossy(field).into()).collect())
                }
                Err((unreadable, _)) => Err(unreadable),
            });
        });
        rows
    }

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
                assert_eq!(odd.bits() != 0, !is_plain(byte) && byte != b'\n');
            }
        }
    }

    #[test]
    fn rows_are_cut_at_their_separators() {
        let row: Vec<String> = (0..13).map(|field| "x".repeat(field * 3 % 7)).collect();
        let text = format!("{}\n", row.join(","));
        for rows in [0, 1, 2, 100] {
            assert_eq!(read(text.repeat(rows).as_bytes()), vec![Ok(row.clone()); rows]);
        }
        let separators = ",".repeat(12) + "\n";
        assert_eq!(read(separators.repeat(50).as_bytes()).len(), 50);
    }

    #[test]
    fn every_bad_line_gets_its_own_verdict() {
        let good = "a,b,c,d,e,f,g,h,i,j,k,l,m";
        let text = format!("{good}\na,b\n{good},n\n{good}\n{good}\x00\n\"{good}\n{good}");
        let verdicts: Vec<_> =
            read(text.as_bytes()).into_iter().map(|row| row.map(|fields| fields.len())).collect();
        assert_eq!(
            verdicts,
            [
                Ok(13),
                Err(Unreadable::FieldCount(2)),
                Err(Unreadable::FieldCount(14)),
                Ok(13),
                Err(Unreadable::Byte),
                Err(Unreadable::Byte),
                Err(Unreadable::NoLineFeed),
            ]
        );
    }

    #[test]
    fn a_missing_and_a_surplus_field_do_not_cancel_out() {
        let text = "1,2,3,4,5,6,7,8,9,10,11,12\n1,2,3,4,5,6,7,8,9,10,11,12,13,14\n";
        assert_eq!(
            read(text.as_bytes()),
            [Err(Unreadable::FieldCount(12)), Err(Unreadable::FieldCount(14))]
        );
    }
}
