//! CSV bytes -> fields, knowing nothing of what the fields mean or who wrote them.
//!
//! Our own form of CSV has no quotes, so reading it is a scan for commas and line feeds. It goes in
//! two steps, because a loop that looks at one separator at a time waits for each: first all
//! separators of a chunk are found, eight bytes at a time, and their places written down; then the
//! rows are cut at those places. Bytes that are not of the plain form are read line by line
//! instead, so that every line gets its own verdict.

use thiserror::Error;

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
        if !is_plain(bytes) || !self.read_plain(bytes, &mut row) {
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
        let (separators, lines) = self.find_separators(bytes);
        // If there are thirteen separators a line and every thirteenth is a line feed, then all
        // line feeds are accounted for, and the others must be commas.
        let rows = separators.chunks_exact(COLUMNS);
        let all_rows = rows.remainder().is_empty()
            && rows.len() == lines
            && rows.clone().all(|row| bytes[row[COLUMNS - 1] as usize] == b'\n')
            && bytes.last().is_none_or(|&last| last == b'\n');
        if all_rows {
            let mut start = 0;
            for ends in rows {
                row(Ok(std::array::from_fn(|column| {
                    let end = ends[column] as usize;
                    let field = &bytes[start..end];
                    start = end + 1;
                    field
                })));
            }
        }
        all_rows
    }

    /// The places of all commas and line feeds, and how many line feeds there are.
    fn find_separators(&mut self, bytes: &[u8]) -> (&[u32], usize) {
        let (mut found, mut lines) = (0, 0);
        let (blocks, rest) = bytes.as_chunks::<64>();
        // Nothing is a separator in the zeros that fill the last block up.
        let last: [u8; 64] = std::array::from_fn(|at| rest.get(at).copied().unwrap_or(0));
        for (block, base) in blocks.iter().chain([&last]).zip((0..).step_by(64)) {
            let (commas, line_feeds) = (places(block, b','), places(block, b'\n'));
            lines += line_feeds.count_ones() as usize;
            let mut separators = commas | line_feeds;
            let next = found + separators.count_ones() as usize;
            // Eight at a time without asking whether there are as many: the excess is overwritten
            // by the next block, and a block rarely needs a second round.
            if self.separators.len() < found + 64 {
                self.separators.resize((found + 64) * 2, 0);
            }
            let mut places = self.separators[found..found + 64].chunks_exact_mut(8);
            while separators != 0
                && let Some(eight) = places.next()
            {
                for place in eight {
                    *place = base + separators.trailing_zeros();
                    separators &= separators.wrapping_sub(1);
                }
            }
            found = next;
        }
        (&self.separators[..found], lines)
    }
}

/// Whether there is nothing but printable ASCII without quotes, and line feeds.
fn is_plain(bytes: &[u8]) -> bool {
    // Without an early exit, so that the compiler looks at a vector of bytes at a time.
    bytes.iter().fold(true, |plain, &byte| plain & is_plain_byte(byte))
}

const fn is_plain_byte(byte: u8) -> bool {
    (byte == b'\n') | ((byte >= b' ') & (byte < 0x7f) & (byte != b'"'))
}

/// A bit for every byte of the block that is `wanted`, the first byte in the lowest bit.
#[inline]
fn places(block: &[u8; 64], wanted: u8) -> u64 {
    const LOW_BITS: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, _) = block.as_chunks::<8>();
    words.iter().enumerate().fold(0, |places, (at, word)| {
        let differing = u64::from_le_bytes(*word) ^ (u64::from(wanted) * 0x0101_0101_0101_0101);
        // The top bit of each byte is set where the byte is zero; nothing carries into another.
        let zero = !(((differing & LOW_BITS) + LOW_BITS) | differing | LOW_BITS);
        // Multiplying gathers the eight top bits in the top byte.
        places | (((zero >> 7).wrapping_mul(0x0102_0408_1020_4080)) >> 56) << (at * 8)
    })
}

/// Reads one line on its own.
fn read_line(line: &[u8]) -> Result<Fields<'_>, (Unreadable, &[u8])> {
    let Some(text) = line.strip_suffix(b"\n") else {
        return Err((Unreadable::NoLineFeed, line));
    };
    if !text.iter().copied().all(is_plain_byte) {
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
    fn places_are_exact_for_every_byte() {
        for wanted in [b',', b'\n'] {
            for byte in 0..=u8::MAX {
                for at in [0, 1, 7, 8, 31, 62, 63] {
                    let mut block = [wanted ^ 1; 64];
                    block[at] = byte;
                    assert_eq!(places(&block, wanted), u64::from(byte == wanted) << at);
                }
            }
            assert_eq!(places(&[wanted; 64], wanted), u64::MAX);
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
