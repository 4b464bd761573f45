//! CSV bytes -> fields, knowing nothing of what the fields mean or who wrote them.
//!
//! There are three ways to read a row, and each row goes the first that can. Who takes the rows may know what should
//! stand there, and reads it from left to right in a window at the row's beginning. A line without quotes, or with quotes
//! around whole fields alone, is cut at its commas, which are found sixteen bytes at a time. Everything else is read by
//! `csv-core`, which knows all of CSV. Where two can read, they read the same.

mod full;
pub(crate) mod lanes;
mod line;
mod window;

use thiserror::Error;

use self::full::FullReader;
pub(crate) use self::full::{delimited_reader, row_reader};
use self::line::Line;
pub(crate) use self::window::{TakeRows, Window};
use crate::number::thousands;

/// How many bytes a row may have, its line end included. A customer takes about 127; what goes on
/// for longer is not a row, and memory must not grow with it.
pub const ROW_BYTES: usize = 1 << 16;

/// The fields of a row of `N` columns, in the order of the table's schema. A column that the file does
/// not have is empty.
pub type Fields<'a, const N: usize> = [&'a [u8]; N];

/// Which field of a row belongs to which of a table's `N` columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout<const N: usize> {
    /// How many fields a row has.
    pub fields: usize,
    /// For each column of the table the position of its field, counted from 0.
    pub positions: [Option<usize>; N],
    /// What is between two fields: a comma, or another byte of ASCII.
    pub delimiter: u8,
}

impl<const N: usize> Layout<N> {
    /// All columns in the order of the schema, and no others.
    #[must_use]
    pub fn contract() -> Layout<N> {
        Layout { fields: N, positions: std::array::from_fn(Some), delimiter: b',' }
    }
}

/// What stands on one line, or on several where a quoted field holds line feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record<'a, const N: usize> {
    /// A row.
    Row(Fields<'a, N>),
    /// What cannot be read as a row, why, and its bytes.
    Unreadable(Unreadable, &'a [u8]),
    /// Nothing.
    Blank,
}

/// Why bytes cannot be read as a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Another number of fields than the header has.
    #[error("{found} field{} instead of {expected}", if *found == 1 { "" } else { "s" })]
    FieldCount {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Fewer fields than the header has, on a last line that does not end.
    #[error("{found} field{} instead of {expected} on the last line; the file may be cut off", if *found == 1 { "" } else { "s" })]
    CutOff {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A byte 0, which text does not have.
    #[error("holds a NUL byte")]
    Nul,
    /// Bytes that are not UTF-8.
    #[error("is not UTF-8")]
    Utf8,
    /// No end within [`ROW_BYTES`].
    #[error("no end within {} bytes; perhaps a quote is never closed", thousands(ROW_BYTES as u64))]
    TooLong,
    /// The file ends within quotes.
    #[error("a quote is never closed")]
    OpenQuote,
}

/// How far a [`Reader`] has come in the bytes it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advance {
    /// How many bytes were read. The others are the beginning of a row that goes on.
    pub bytes: usize,
    /// How many line feeds were among them.
    pub lines: u64,
}

/// Reads rows of one layout; keeps its memory from piece to piece.
#[derive(Debug)]
pub struct Reader<const N: usize> {
    /// Whether rows may be read by other ways than `csv-core`.
    scans: bool,
    full: FullReader<N>,
}

impl<const N: usize> Reader<N> {
    /// A reader of rows of this layout.
    #[must_use]
    pub fn new(layout: Layout<N>) -> Reader<N> {
        Reader { scans: layout == Layout::contract(), full: FullReader::new(layout) }
    }

    /// A reader that leaves everything to `csv-core`: the slow twin that the other ways are measured
    /// against.
    #[must_use]
    pub fn without_scan(layout: Layout<N>) -> Reader<N> {
        Reader { scans: false, ..Reader::new(layout) }
    }

    /// Whether what comes next is the rest of a line that is not read any more.
    #[cfg(feature = "cli")]
    pub(crate) fn is_within_line(&self) -> bool {
        self.full.is_within_line()
    }

    /// How many rows of the last [`read`](Reader::read) ended in CR LF, and how many line feeds were
    /// before the first of them.
    pub(crate) fn take_carriage_returns(&mut self) -> (u64, u64) {
        std::mem::take(&mut self.full.carriage_returns)
    }

    /// Reads as many whole rows of `bytes` as there are; calls `each` for everything that stands
    /// there, with the number of line feeds before it.
    ///
    /// `bytes` begin where the last call ended, and are at most 4 GiB. The last row needs no line
    /// feed if this is the `end` of the file; otherwise give more than [`ROW_BYTES`] bytes, so that
    /// a row fits.
    #[inline]
    pub fn read(
        &mut self,
        bytes: &[u8],
        end: bool,
        mut each: impl FnMut(u64, Record<'_, N>),
    ) -> Advance {
        self.read_into(bytes, end, &mut each)
    }

    /// [`read`](Reader::read) for those who look at rows in a window.
    #[inline]
    pub(crate) fn read_into(
        &mut self,
        bytes: &[u8],
        end: bool,
        taker: &mut impl TakeRows<N>,
    ) -> Advance {
        let mut at = Advance { bytes: 0, lines: 0 };
        loop {
            if self.scans && !self.full.is_within_line() {
                at = self.read_plain(bytes, at, taker);
            }
            let each = |lines, record: Record<'_, N>| taker.record(lines, record);
            match self.full.step(&bytes[at.bytes..], end, at.lines, each) {
                Some(step) => {
                    at.bytes += step.bytes;
                    at.lines += step.lines;
                }
                None => return at,
            }
        }
    }

    /// Reads lines of the plain form from this place on, up to the first that is not.
    #[inline]
    fn read_plain(
        &mut self,
        bytes: &[u8],
        mut at: Advance,
        taker: &mut impl TakeRows<N>,
    ) -> Advance {
        loop {
            let rest = &bytes[at.bytes..];
            let expected = Window::new(rest).map_or(0, |window| taker.expected(at.lines, window));
            at.bytes += if expected > 0 {
                if rest[..expected].ends_with(b"\r\n") {
                    self.full.note_carriage_return(at.lines);
                }
                expected
            } else {
                let Some(line) = Line::cut(rest) else { return at };
                taker.record(at.lines, Record::Row(line.fields));
                if line.has_carriage_return {
                    self.full.note_carriage_return(at.lines);
                }
                line.bytes
            };
            at.lines += 1;
        }
    }
}

/// How many bytes there are up to the last line feed and with it.
#[cfg(feature = "cli")]
fn whole_lines(bytes: &[u8]) -> usize {
    memchr::memrchr(b'\n', bytes).map_or(0, |last| last + 1)
}

/// How many line feeds there are.
pub(crate) fn line_feeds(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

/// The line end at the beginning, if one is there: how many bytes it has, and how many line feeds.
pub(crate) fn line_end(bytes: &[u8]) -> (usize, u64) {
    match bytes {
        [b'\r', b'\n', ..] => (2, 1),
        [b'\n', ..] => (1, 1),
        [b'\r', ..] => (1, 0),
        _ => (0, 0),
    }
}

/// How many bytes at the beginning can be read without knowing what comes before and after them,
/// if any can: whole lines in which there is no quote that could hold a line feed.
#[cfg(feature = "cli")]
pub(crate) fn self_contained(bytes: &[u8]) -> Option<usize> {
    let len = whole_lines(bytes);
    (len > 0 && memchr::memchr(b'"', &bytes[..len]).is_none()).then_some(len)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use proptest::prelude::*;

    use super::*;

    /// As many as customers have.
    const COLUMNS: usize = 13;

    /// What stands in the text: its line, counted from 0, and the fields, or why there are none.
    type Verdict = (u64, Result<Vec<String>, Option<Unreadable>>);

    fn noted(line: u64, record: Record<'_, COLUMNS>) -> Verdict {
        let text = |field: &&[u8]| String::from_utf8_lossy(field).into_owned();
        let content = match record {
            Record::Row(fields) => Ok(fields.iter().map(text).collect()),
            Record::Unreadable(why, _) => Err(Some(why)),
            Record::Blank => Err(None),
        };
        (line, content)
    }

    fn read_with(mut reader: Reader<COLUMNS>, bytes: &[u8]) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        let advance = reader.read(bytes, true, |line, record| verdicts.push(noted(line, record)));
        let lines = line_feeds(bytes);
        assert_eq!(advance, Advance { bytes: bytes.len(), lines });
        verdicts
    }

    /// Reads with and without the scan, which must agree.
    fn read(bytes: &[u8]) -> Vec<Verdict> {
        let verdicts = read_with(Reader::new(Layout::contract()), bytes);
        assert_eq!(verdicts, read_with(Reader::without_scan(Layout::contract()), bytes));
        verdicts
    }

    /// Line and number of fields, or why there are none.
    fn outline(bytes: &[u8]) -> Vec<(u64, Result<usize, Option<Unreadable>>)> {
        let verdicts = read(bytes).into_iter();
        verdicts.map(|(line, content)| (line, content.map(|fields| fields.len()))).collect()
    }

    const fn count(found: usize) -> Unreadable {
        Unreadable::FieldCount { found, expected: COLUMNS }
    }

    #[test]
    fn rows_are_cut_at_their_separators() {
        let row: Vec<String> = (0..13).map(|field| "x".repeat(field * 3 % 7)).collect();
        let text = format!("{}\n", row.join(","));
        for rows in [0, 1, 2, 100] {
            let expected: Vec<Verdict> = (0..rows).map(|line| (line, Ok(row.clone()))).collect();
            assert_eq!(read(text.repeat(rows as usize).as_bytes()), expected);
        }
        let separators = ",".repeat(12) + "\n";
        assert_eq!(read(separators.repeat(50).as_bytes()).len(), 50);
    }

    const GOOD: &str = "a,b,c,d,e,f,g,h,i,j,k,l,m";

    #[test]
    fn every_bad_line_gets_its_own_verdict() {
        let text = format!("{GOOD}\na,b\n{GOOD},n\n\n{GOOD}\n{GOOD}\0\n{GOOD}");
        assert_eq!(
            outline(text.as_bytes()),
            [
                (0, Ok(13)),
                (1, Err(Some(count(2)))),
                (2, Err(Some(count(14)))),
                (3, Err(None)),
                (4, Ok(13)),
                (5, Err(Some(Unreadable::Nul))),
                (6, Ok(13)),
            ]
        );
        let text = [GOOD.as_bytes(), b"\xff\n", GOOD.as_bytes(), "é\n".as_bytes()].concat();
        assert_eq!(outline(&text), [(0, Err(Some(Unreadable::Utf8))), (1, Ok(13))]);
    }

    #[test]
    fn a_missing_and_a_surplus_field_do_not_cancel_out() {
        let text = "1,2,3,4,5,6,7,8,9,10,11,12\n1,2,3,4,5,6,7,8,9,10,11,12,13,14\n";
        assert_eq!(
            outline(text.as_bytes()),
            [(0, Err(Some(count(12)))), (1, Err(Some(count(14))))]
        );
    }

    #[test]
    fn quotes_hold_commas_quotes_and_line_feeds() {
        let text = "\"a,\"\"b\"\"\r\n\nc\",,,,,,,,,,,,\"\"\n".to_owned() + GOOD + "\n";
        let rows = read(text.as_bytes());
        assert_eq!(rows.len(), 2);
        let (line, fields) = &rows[0];
        assert_eq!((*line, fields.as_ref().unwrap()[0].as_str()), (0, "a,\"b\"\r\n\nc"));
        assert_eq!(rows[1].0, 3);
    }

    #[test]
    fn every_line_end_ends_a_line() {
        let crlf = format!("{GOOD}\r\n\r\n{GOOD}\r\n");
        assert_eq!(outline(crlf.as_bytes()), [(0, Ok(13)), (1, Err(None)), (2, Ok(13))]);
        // Lines are counted by their line feeds.
        let cr = format!("{GOOD}\r{GOOD}\n{GOOD}\r");
        assert_eq!(outline(cr.as_bytes()), [(0, Ok(13)), (0, Ok(13)), (1, Ok(13))]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_where_it_opens() {
        let text = format!("{GOOD}\n\"{GOOD}\n{GOOD}\n");
        assert_eq!(outline(text.as_bytes()), [(0, Ok(13)), (1, Err(Some(Unreadable::OpenQuote)))]);
    }

    #[test]
    fn what_is_too_long_is_skipped_to_the_end_of_its_line() {
        let fitting = "x".repeat(ROW_BYTES - 13) + &",".repeat(12) + "\n";
        assert_eq!(outline(fitting.as_bytes()), [(0, Ok(13))]);
        for long in [ROW_BYTES - 12, ROW_BYTES * 3] {
            let text = format!("{GOOD}\n{}{}\n{GOOD}\n", "x".repeat(long), ",".repeat(12));
            let too_long = Err(Some(Unreadable::TooLong));
            assert_eq!(outline(text.as_bytes()), [(0, Ok(13)), (1, too_long), (2, Ok(13))]);
        }
        let lines = format!("{GOOD}\n").repeat(3 * ROW_BYTES / GOOD.len());
        let open = format!("\"{lines}");
        let rows = outline(open.as_bytes());
        assert_eq!(rows[0], (0, Err(Some(Unreadable::TooLong))));
        assert_eq!(rows[1], (ROW_BYTES as u64 / (GOOD.len() as u64 + 1) + 1, Ok(13)));
    }

    #[test]
    fn the_layout_puts_fields_in_order() {
        let positions: [Option<usize>; COLUMNS] =
            std::array::from_fn(|column| [Some(2), None, Some(0)].get(column).copied().flatten());
        let reader = Reader::new(Layout { fields: 3, positions, delimiter: b',' });
        let rows = read_with(reader, b"x,y,z\n1,2\n\"a,\",b,c\n");
        let fields = |row: usize| rows[row].1.as_ref().map(|fields| fields[..4].join("|"));
        assert_eq!(fields(0), Ok("z||x|".to_owned()));
        assert_eq!(fields(1), Err(&Some(Unreadable::FieldCount { found: 2, expected: 3 })));
        assert_eq!(fields(2), Ok("c||a,|".to_owned()));
    }

    #[test]
    fn pieces_end_anywhere() {
        let text = format!(
            "{GOOD}\n\n\"a\"\"\nb\",,,,,,,,,,,,\r\n{GOOD}\r{GOOD}\n1,2\r\n\r\n{GOOD}é\n\"{GOOD}"
        );
        let whole = read(text.as_bytes());
        for cut in 0..=text.len() {
            let mut reader = Reader::<COLUMNS>::new(Layout::contract());
            let mut verdicts = Vec::new();
            let mut lines = 0;
            let first = &text.as_bytes()[..cut];
            let advance =
                reader.read(first, false, |line, record| verdicts.push(noted(line, record)));
            lines += advance.lines;
            let rest = &text.as_bytes()[advance.bytes..];
            reader.read(rest, true, |line, record| verdicts.push(noted(lines + line, record)));
            assert_eq!(verdicts, whole, "cut at {cut}");
        }
    }

    /// Reads in pieces that end at these places, and says what rows ended in carriage returns, too.
    fn read_in_pieces(
        mut reader: Reader<COLUMNS>,
        bytes: &[u8],
        cuts: &[usize],
    ) -> (Vec<Verdict>, Vec<u64>) {
        let (mut verdicts, mut carriage_returns) = (Vec::new(), Vec::new());
        let mut at = Advance { bytes: 0, lines: 0 };
        for cut in cuts.iter().copied().chain([bytes.len()]) {
            let piece = &bytes[at.bytes..cut.clamp(at.bytes, bytes.len())];
            let end = cut == bytes.len();
            let advance = reader.read(piece, end, |line, record| {
                verdicts.push(noted(at.lines + line, record));
            });
            let (rows, first) = reader.take_carriage_returns();
            carriage_returns.extend((rows > 0).then_some(at.lines + first));
            at.bytes += advance.bytes;
            at.lines += advance.lines;
        }
        assert_eq!(at, Advance { bytes: bytes.len(), lines: line_feeds(bytes) });
        (verdicts, carriage_returns)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is odd, each row is read as it is by `csv-core`, and so are those around it.
        #[test]
        fn edits_are_read_the_same_with_and_without_the_scan(
            edits in prop::collection::vec(
                (0..12_000_usize, prop::sample::select(vec![
                    &b"\""[..], b"\"\"", b"\",\n\"", b"\n", b"\r", b"\r\n", b"\n\n", b",", b"\0", b"\t", b"\x7f",
                    "\u{e9}".as_bytes(), "\u{4eac}".as_bytes(), b"\xff", b"\xc3", b"\xa9", b"",
                ]), 0..4_usize),
                0..12,
            ),
            is_crlf: bool,
            is_quoted: bool,
            mut cuts in prop::collection::vec(0..13_000_usize, 0..6),
        ) {
            let end = if is_crlf { "\r\n" } else { "\n" };
            let quote = if is_quoted { "\"" } else { "" };
            let line = |line: usize| {
                let fields = format!("{line},Zo\u{eb},{},d,,f,g,h,i,j,k,l,m", "x".repeat(line));
                format!("{quote}{}{quote}{end}", fields.replace(',', &format!("{quote},{quote}")))
            };
            let mut text: Vec<u8> = (0..200).map(line).collect::<String>().into_bytes();
            for (at, put, taken) in edits {
                let at = at.min(text.len());
                drop(text.splice(at..(at + taken).min(text.len()), put.iter().copied()));
            }
            cuts.retain(|cut| *cut < text.len());
            cuts.sort_unstable();
            let [scan, twin] = [Reader::new, Reader::without_scan].map(|reader| reader(Layout::contract()));
            let (verdicts, carriage_returns) = read_in_pieces(scan, &text, &cuts);
            prop_assert_eq!(&(verdicts.clone(), carriage_returns), &read_in_pieces(twin, &text, &cuts));
            prop_assert_eq!(verdicts, read(&text));
        }
    }
}
