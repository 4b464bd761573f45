//! What the fuzz targets share: how they take their input apart, and an opinion of their own on
//! what a CSV says, which the readers of `segmint` are held against.
//!
//! `./scripts/test` runs every target for a while. For longer, with what it finds kept in a folder
//! of your own, and a crash in `tests/fuzz/artifacts`:
//!
//! ```text
//! cargo fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz \
//!     --sanitizer none --no-trace-compares reader /tmp/finds tests/fuzz/corpus/reader -- \
//!     -dict=tests/fuzz/customers.dict -max_len=4096 -max_total_time=600
//! ```
//!
//! Links have a dictionary of their own, `tests/fuzz/link.dict`, and begin with the links in
//! `tests/fixtures/links`. Their reader has been run to ten million inputs (`-runs` in place of the
//! time, `-max_len=512` for most of them), and nothing was found. On 2026-11-24 the reader of files
//! took 715,468 inputs and the validator 439,290, side by side, five minutes each: nothing either.
//!
//! No sanitizer, because there is no unsafe code to watch, and so the stable compiler will do. No
//! comparisons are traced, because `csv-core` makes thousands of them to build its tables for each
//! reader; the dictionary has the words instead. The corpus stays small if finds are merged into
//! it by edges alone: `-merge=1 -use_counters=0`.

#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a fuzz target is to panic")]
#![allow(
    clippy::naive_bytecount,
    reason = "an opinion of its own does not count as clever code does"
)]

use std::io::Read;

use segmint::customers::COLUMNS;
use segmint::decode::{Layout, ROW_BYTES, Record, Unreadable};

/// The beginning of a fuzz target's input, which says what is to be done with the rest. Once the
/// input is at an end, everything is 0.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a>(pub &'a [u8]);

impl<'a> Input<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// The next two bytes as a number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::from(u16::from_be_bytes([self.byte(), self.byte()])) % limit
    }

    /// The next so many bytes, or those there are.
    pub fn bytes(&mut self, most: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(most.min(self.0.len()));
        self.0 = rest;
        bytes
    }
}

/// What stands in a file and how many line feeds are before it.
pub type Verdict = (u64, Content);

/// An [`Entry`] that owns its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A row.
    Row(Box<[Vec<u8>; COLUMNS]>),
    /// What cannot be read as a row, why, and its bytes.
    Unreadable(Unreadable, Vec<u8>),
    /// Nothing.
    Blank,
}

impl From<Record<'_, COLUMNS>> for Content {
    fn from(entry: Record<'_, COLUMNS>) -> Content {
        match entry {
            Record::Row(fields) => Content::Row(Box::new(fields.map(<[u8]>::to_vec))),
            Record::Unreadable(why, text) => Content::Unreadable(why, text.to_vec()),
            Record::Blank => Content::Blank,
        }
    }
}

/// What stands in `bytes`, told by the `csv` crate, which cuts them into records, and by looking at
/// the bytes of each record and at those between records.
#[must_use]
pub fn verdicts(bytes: &[u8], layout: &Layout<COLUMNS>) -> Vec<Verdict> {
    let mut opinion = Opinion { bytes, layout, at: 0, line: 0, verdicts: Vec::new() };
    while opinion.at < bytes.len() {
        opinion.read_on();
    }
    opinion.verdicts
}

/// The opinion of the `csv` crate, while it is being formed.
struct Opinion<'a> {
    bytes: &'a [u8],
    layout: &'a Layout<COLUMNS>,
    /// What comes before has been read.
    at: usize,
    /// How many line feeds are in it.
    line: u64,
    verdicts: Vec<Verdict>,
}

impl Opinion<'_> {
    /// Reads to the end, or past the next row that is too long.
    fn read_on(&mut self) {
        let from = self.at;
        let mut reader = records(&self.bytes[from..]);
        let mut record = csv::ByteRecord::new();
        while reader.read_byte_record(&mut record).expect("it reads from memory") {
            // One byte of what it has read is ours.
            let mut end = from + reader.position().byte() as usize - 1;
            if self.bytes[..end].ends_with(b"\r") && self.bytes[end..].starts_with(b"\n") {
                end += 1;
            }
            self.blank_lines(end);
            let row = &self.bytes[self.at..end];
            let is_open = end == self.bytes.len() && is_open(row);
            let text = if is_open { row } else { without_end(row) };
            if text.len() >= ROW_BYTES {
                let head = without_end(&text[..ROW_BYTES]).to_vec();
                let rest = &self.bytes[self.at + ROW_BYTES..];
                let line_end = rest.iter().position(|&byte| byte == b'\n');
                let skipped = line_end.map_or(rest.len(), |last| last + 1);
                let end = self.at + ROW_BYTES + skipped;
                self.push(end, Content::Unreadable(Unreadable::TooLong, head));
                return;
            }
            let expected = self.layout.fields;
            let why = if is_open {
                Some(Unreadable::OpenQuote)
            } else if row.contains(&0) {
                Some(Unreadable::Nul)
            } else if std::str::from_utf8(row).is_err() {
                Some(Unreadable::Utf8)
            } else if record.len() < expected && !row.ends_with(b"\n") && !row.ends_with(b"\r") {
                Some(Unreadable::CutOff { found: record.len(), expected })
            } else if record.len() != expected {
                Some(Unreadable::FieldCount { found: record.len(), expected })
            } else {
                None
            };
            let field = |position: Option<usize>| position.map_or(&b""[..], |at| &record[at]);
            let content = match why {
                Some(why) => Content::Unreadable(why, without_end(row).to_vec()),
                None => Content::Row(Box::new(self.layout.positions.map(|at| field(at).to_vec()))),
            };
            self.push(end, content);
        }
        self.blank_lines(self.bytes.len());
    }

    /// Reads the blank lines that come next, which end before `limit`.
    fn blank_lines(&mut self, limit: usize) {
        loop {
            let length = match &self.bytes[self.at..limit] {
                [b'\r', b'\n', ..] => 2,
                [b'\r' | b'\n', ..] => 1,
                _ => return,
            };
            self.push(self.at + length, Content::Blank);
        }
    }

    /// Goes on to `end`, before which `content` stands.
    fn push(&mut self, end: usize, content: Content) {
        self.verdicts.push((self.line, content));
        self.line += line_feeds(&self.bytes[self.at..end]);
        self.at = end;
    }
}

/// The records of `bytes`, after a line feed: so that these are not the beginning of a file, where
/// a byte order mark would be skipped.
fn records(bytes: &[u8]) -> csv::Reader<impl Read + '_> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 12)
        .from_reader(b"\n".chain(bytes))
}

/// Whether a row at the end of a file ends within quotes: then nothing that follows begins another.
fn is_open(row: &[u8]) -> bool {
    let more = [row, b"\nx"].concat();
    records(&more).byte_records().count() == 1
}

fn without_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// How many line feeds there are.
#[must_use]
pub fn line_feeds(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// `bytes` with a run of one byte put in that is about as long as a row may be, as the input says.
pub fn swell(bytes: &[u8], input: &mut Input<'_>) -> Vec<u8> {
    let (at, len) = (input.below(bytes.len() + 1), input.below(256));
    let (before, after) = bytes.split_at(at);
    let run = vec![after.first().copied().unwrap_or(b'x'); ROW_BYTES - 128 + len];
    [before, &run, after].concat()
}
