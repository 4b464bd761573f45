//! All of CSV, by `csv-core`, row by row: quotes, line feeds within them, every kind of line end.

use super::{Advance, Fields, Layout, ROW_BYTES, Record, Unreadable, line_feeds};

/// Reads rows of any form of CSV.
#[derive(Debug)]
pub(super) struct FullReader<const N: usize> {
    layout: Layout<N>,
    csv: csv_core::Reader,
    /// The text of the fields of a row, one after the other.
    text: Vec<u8>,
    /// Where each field ends in it.
    ends: Vec<usize>,
    /// Whether a row was too long, and its line has not ended yet.
    skips: bool,
    /// How many rows ended in CR LF or CR, and the line feeds before the first of them.
    pub(super) carriage_returns: (u64, u64),
}

/// What came of trying to read a row.
enum Attempt {
    /// A row of so many bytes and fields.
    Row { bytes: usize, fields: usize },
    /// Something else, of so many bytes.
    Unreadable { bytes: usize, why: Unreadable },
    /// The bytes are at an end before the row is.
    GoesOn,
}

impl<const N: usize> FullReader<N> {
    pub(super) fn new(layout: Layout<N>) -> FullReader<N> {
        FullReader {
            csv: delimited_reader(layout.delimiter),
            layout,
            text: Vec::new(),
            ends: Vec::new(),
            skips: false,
            carriage_returns: (0, 0),
        }
    }

    /// Whether what comes next is the rest of a line that is not read any more.
    pub(super) fn is_within_line(&self) -> bool {
        self.skips
    }

    /// Reads what stands at the beginning of `rest`, before which there were so many line feeds, and calls `each` for
    /// it. Nothing if there is nothing, or if it goes on beyond the end of what is known so far.
    pub(super) fn step(
        &mut self,
        rest: &[u8],
        end: bool,
        lines: u64,
        each: impl FnOnce(u64, Record<'_, N>),
    ) -> Option<Advance> {
        if rest.is_empty() {
            return None;
        }
        if self.skips {
            return Some(self.skip(rest));
        }
        let bytes = match line_end(rest, end)? {
            0 => match self.attempt(rest, end) {
                Attempt::GoesOn => return None,
                Attempt::Row { bytes, fields } => {
                    each(lines, self.record(&rest[..bytes], fields));
                    // `csv-core` does not wait for the line feed after a carriage return.
                    let half = rest[..bytes].ends_with(b"\r");
                    let whole = half && rest[bytes..].starts_with(b"\n");
                    if half {
                        self.note_carriage_return(lines);
                    }
                    bytes + usize::from(whole)
                }
                Attempt::Unreadable { bytes, why } => {
                    each(lines, Record::Unreadable(why, without_end(&rest[..bytes])));
                    bytes
                }
            },
            blank => {
                each(lines, Record::Blank);
                blank
            }
        };
        Some(Advance { bytes, lines: line_feeds(&rest[..bytes]) })
    }

    /// Notes a row that ends in CR LF or CR, before which there were so many line feeds.
    pub(super) fn note_carriage_return(&mut self, lines: u64) {
        let (rows, first) = &mut self.carriage_returns;
        if *rows == 0 {
            *first = lines;
        }
        *rows += 1;
    }

    /// Reads one row, which `rest` begins with.
    fn attempt(&mut self, rest: &[u8], end: bool) -> Attempt {
        let window = &rest[..rest.len().min(ROW_BYTES)];
        self.text.resize(ROW_BYTES + 1, 0);
        self.ends.resize(ROW_BYTES + 2, 0);
        let (result, bytes, written, fields) =
            self.csv.read_record(window, &mut self.text, &mut self.ends);
        if matches!(result, csv_core::ReadRecordResult::Record) {
            // A carriage return at the very end may be half of a line end.
            let undecided = bytes == rest.len() && rest.ends_with(b"\r") && !end;
            if undecided {
                start_over(&mut self.csv);
                return Attempt::GoesOn;
            }
            return Attempt::Row { bytes, fields };
        }
        if window.len() == ROW_BYTES {
            start_over(&mut self.csv);
            self.skips = true;
            return Attempt::Unreadable { bytes, why: Unreadable::TooLong };
        }
        let ended = end.then(|| {
            // Whether the file ends within quotes shows in what a line feed does.
            self.csv.read_record(b"\n", &mut self.text[written..], &mut self.ends[fields..])
        });
        start_over(&mut self.csv);
        match ended {
            None => Attempt::GoesOn,
            Some((csv_core::ReadRecordResult::Record, _, _, more)) => {
                Attempt::Row { bytes, fields: fields + more }
            }
            Some(_) => Attempt::Unreadable { bytes, why: Unreadable::OpenQuote },
        }
    }

    /// The row that was just read, if its bytes are text and its fields as many as they should be.
    fn record<'a>(&'a self, bytes: &'a [u8], fields: usize) -> Record<'a, N> {
        let why = if memchr::memchr(0, bytes).is_some() {
            Some(Unreadable::Nul)
        } else if std::str::from_utf8(bytes).is_err() {
            Some(Unreadable::Utf8)
        } else if fields < self.layout.fields && !bytes.ends_with(b"\n") && !bytes.ends_with(b"\r")
        {
            Some(Unreadable::CutOff { found: fields, expected: self.layout.fields })
        } else if fields != self.layout.fields {
            Some(Unreadable::FieldCount { found: fields, expected: self.layout.fields })
        } else {
            None
        };
        match why {
            Some(why) => Record::Unreadable(why, without_end(bytes)),
            None => Record::Row(self.fields()),
        }
    }

    /// The fields of the row that was just read, which has as many as the layout.
    fn fields(&self) -> Fields<'_, N> {
        let mut fields: Fields<'_, N> = [b""; N];
        for (field, position) in fields.iter_mut().zip(self.layout.positions) {
            if let Some(position) = position {
                let start = position.checked_sub(1).map_or(0, |before| self.ends[before]);
                *field = &self.text[start..self.ends[position]];
            }
        }
        fields
    }

    /// Goes on to the end of the line.
    fn skip(&mut self, rest: &[u8]) -> Advance {
        match memchr::memchr(b'\n', rest) {
            Some(last) => {
                self.skips = false;
                Advance { bytes: last + 1, lines: 1 }
            }
            None => Advance { bytes: rest.len(), lines: 0 },
        }
    }
}

/// A reader that expects a row, and not the beginning of a file, where it would skip a byte order
/// mark.
pub(crate) fn row_reader() -> csv_core::Reader {
    delimited_reader(b',')
}

/// The same for rows with another byte between their fields.
pub(crate) fn delimited_reader(delimiter: u8) -> csv_core::Reader {
    let mut csv = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    start_over(&mut csv);
    csv
}

/// Makes `csv` expect a row, and not the beginning of a file, where it would skip a byte order mark.
fn start_over(csv: &mut csv_core::Reader) {
    csv.reset();
    csv.read_record(b"\n", &mut [0; 1], &mut [0; 1]);
}

/// How many bytes at the beginning of `rest` end a line; nothing if that depends on what follows.
fn line_end(rest: &[u8], end: bool) -> Option<usize> {
    match rest {
        [b'\r', b'\n', ..] => Some(2),
        [b'\r'] if !end => None,
        [b'\r' | b'\n', ..] => Some(1),
        _ => Some(0),
    }
}

fn without_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}
