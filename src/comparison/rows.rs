//! A file row by row beside the data set, from the first byte on that differs: which rows are the same in
//! another form or place, which differ, are missing or new.

use super::form::{Form, Forms};
use super::strays::{Strays, digest};
use super::{Difference, DifferenceKind, Verdict, excerpts};
use crate::customers::{COLUMNS, Generator, SCHEMA};
use crate::data_set::DataSet;
use crate::decode::{Layout, ROW_BYTES, Reader, Record, delimited_reader, line_end};
use crate::plan::Rows;
use crate::preview_value::preview_value;
use crate::recipe::Recipe;
use crate::table::Generate;
use crate::validate::{FileForm, Opening};

/// How many rows of the data set are made at a time.
const AT_A_TIME: u64 = 4_000;

/// How far ahead an id may be for the rows before it to be taken for missing.
const FAR: u64 = 100_000;

/// How many columns have to be the same for two rows to be one that was changed: more than half.
const ALIKE: usize = COLUMNS / 2 + 1;

/// What is between the fields of files.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The comparison of a file's rows.
pub(super) struct RowComparison {
    opening: Opening,
    reader: Option<Reader<COLUMNS>>,
    delimiter: u8,
    /// What has come and has not been read.
    waiting: Vec<u8>,
    opened: Vec<u8>,
    beside: Beside,
}

/// The rows of the data set, beside which those of the file are held.
struct Beside {
    expected: Expected,
    /// The row that should come next.
    next: u64,
    /// The line of the file that is read.
    line: u64,
    forms: Forms,
    /// Rows of both sides that are not beside each other.
    strays: Strays,
    /// How many rows differ from the one in their place.
    changed: u64,
    /// The first of them.
    first: Option<Difference>,
    /// The header, if that is another.
    header: Option<Difference>,
}

/// Rows of the data set, some at a time.
struct Expected {
    generator: Generator,
    count: u64,
    csv: Vec<u8>,
    rows: Rows,
    /// Where each of them begins.
    starts: Vec<usize>,
}

impl RowComparison {
    /// From the beginning of a file.
    pub(super) fn of_file(recipe: &Recipe) -> RowComparison {
        RowComparison {
            opening: Opening::new(),
            reader: None,
            delimiter: b',',
            waiting: Vec::new(),
            opened: Vec::new(),
            beside: Beside {
                expected: Expected::new(recipe),
                next: 1,
                line: 1,
                forms: Forms::default(),
                strays: Strays::default(),
                changed: 0,
                first: None,
                header: None,
            },
        }
    }

    /// From this row on, under a header and rows that are byte for byte the data set's.
    pub(super) fn of_rows(recipe: &Recipe, row: u64) -> RowComparison {
        let mut comparison = RowComparison::of_file(recipe);
        comparison.opening = Opening::of_csv(FileForm::default());
        comparison.reader = Some(Reader::new(Layout::contract()));
        comparison.beside.next = row;
        comparison.beside.line = row + 1;
        comparison
    }

    /// Compares what comes next in the file.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(ROW_BYTES) {
            self.opening.take(piece, &mut self.opened);
            self.waiting.append(&mut self.opened);
            // A row and a header fit, so that what is left is the beginning of the next.
            if self.waiting.len() > 2 * ROW_BYTES {
                self.read_waiting(false);
            }
        }
    }

    /// The verdict on the file, which has come to its end.
    pub(super) fn verdict(mut self, form: FileForm) -> Verdict {
        self.opening.end(&mut self.opened);
        self.waiting.append(&mut self.opened);
        let ends = self.waiting.is_empty() || self.waiting.ends_with(b"\n");
        self.read_waiting(true);
        let mut beside = self.beside;
        if !ends {
            beside.forms.note(Form::NoLineFeed);
        }
        beside.forms.note_file(self.opening.form());
        beside.forms.note_file(form);
        beside.verdict()
    }

    fn read_waiting(&mut self, end: bool) {
        if self.beside.header.is_some() {
            self.waiting.clear();
            return;
        }
        let mut bytes = std::mem::take(&mut self.waiting);
        let header = if self.reader.is_none() { self.read_header(&bytes) } else { 0 };
        let Some(reader) = &mut self.reader else { return };
        let rest = &bytes[header..];
        if memchr::memchr(b'"', rest).is_some() {
            self.beside.forms.note(Form::Quotes);
        }
        let (first, delimiter) = (self.beside.line, self.delimiter);
        let advance = reader.read(rest, end, |lines, record| {
            self.beside.line = first + lines;
            self.beside.record(record, delimiter);
        });
        self.beside.line = first + advance.lines;
        if reader.take_carriage_returns().0 > 0 {
            self.beside.forms.note(Form::CarriageReturns);
        }
        bytes.drain(..header + advance.bytes);
        self.waiting = bytes;
    }

    /// Reads the header; returns how many bytes it has.
    fn read_header(&mut self, bytes: &[u8]) -> usize {
        let forms = &mut self.beside.forms;
        let mut at = 0;
        if bytes.starts_with(b"\xef\xbb\xbf") {
            forms.note(Form::ByteOrderMark);
            at = 3;
        }
        loop {
            let (length, lines) = line_end(&bytes[at..]);
            if length == 0 {
                break;
            }
            forms.note(Form::BlankLines);
            at += length;
            self.beside.line += lines;
        }
        let rest = &bytes[at..];
        let (text, end) = rest.split_at(memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()));
        let (length, lines) = line_end(end);
        let found = DELIMITERS.iter().find_map(|&delimiter| {
            let names = names(text, delimiter);
            let position = |column: &str| names.iter().position(|name| name == column);
            let positions: Vec<Option<usize>> = SCHEMA.names().map(position).collect();
            let positions = <[Option<usize>; COLUMNS]>::try_from(positions).ok()?;
            let is_whole = positions.iter().all(Option::is_some);
            is_whole.then_some(Layout { fields: names.len(), positions, delimiter })
        });
        let Some(layout) = found else {
            self.beside.header = Some(header_difference(text, self.beside.line));
            return 0;
        };
        if memchr::memchr(b'"', text).is_some() {
            forms.note(Form::Quotes);
        }
        if end.starts_with(b"\r") {
            forms.note(Form::CarriageReturns);
        }
        if layout.delimiter != b',' {
            forms.note(Form::Delimiter);
        }
        if !layout.positions.is_sorted() {
            forms.note(Form::ColumnOrder);
        }
        if layout.fields > COLUMNS {
            forms.note(Form::ExtraColumns);
        }
        self.delimiter = layout.delimiter;
        self.reader = Some(Reader::new(layout));
        self.beside.line = self.opening.first_row_line().unwrap_or(self.beside.line + lines);
        at + text.len() + length
    }
}

impl Beside {
    fn record(&mut self, record: Record<'_, COLUMNS>, delimiter: u8) {
        let row: Vec<&[u8]> = match record {
            Record::Blank => return self.forms.note(Form::BlankLines),
            Record::Row(fields) => fields.to_vec(),
            Record::Unreadable(_, text) => text.split(|&byte| byte == delimiter).collect(),
        };
        let mut alike = self.alike(&row);
        if alike < row.len().max(COLUMNS)
            && alike < ALIKE
            && let Some(id) = row.first().and_then(|id| number(id))
            && self.next < id
            && id <= self.expected.count
            && id - self.next <= FAR
        {
            while self.next < id {
                self.pass();
            }
            alike = self.alike(&row);
        }
        let is_known = self.next <= self.expected.count;
        let is_same = is_known && self.expected.fields(self.next).len() == row.len();
        if is_same && alike == row.len() {
            self.note_nulls(&row);
            self.next += 1;
        } else if is_known
            && (alike >= ALIKE || row.first().and_then(|id| number(id)) == Some(self.next))
        {
            self.changed += 1;
            if self.first.is_none() {
                self.first = Some(self.difference(&row));
            }
            self.next += 1;
        } else {
            // Without an id, it is in the place of the next.
            let in_place = is_known && row.first().and_then(|id| number(id)).is_none();
            let difference = self.difference(&row);
            self.strays.found(digest(&row), difference);
            if in_place {
                self.pass();
            }
        }
    }

    /// In how many columns a row is the one that should come next.
    fn alike(&mut self, row: &[&[u8]]) -> usize {
        if self.next > self.expected.count {
            return 0;
        }
        let expected = self.expected.fields(self.next);
        expected.iter().zip(row).filter(|(one, other)| is_same(one, other)).count()
    }

    /// The next row of the data set is not in its place.
    fn pass(&mut self) {
        let (row, line) = (self.next, self.line);
        let fields = self.expected.fields(row);
        self.strays.missing(digest(&fields), row, line);
        self.next += 1;
    }

    fn note_nulls(&mut self, row: &[&[u8]]) {
        if row.last().is_some_and(|value| is_null(value)) {
            let expected = self.expected.fields(self.next);
            if expected.last().is_some_and(|value| value.is_empty()) {
                self.forms.note(Form::Nulls);
            }
        }
    }

    /// How a row differs from the one that should come next.
    fn difference(&mut self, row: &[&[u8]]) -> Difference {
        let is_known = self.next <= self.expected.count;
        let expected = if is_known { self.expected.fields(self.next) } else { Vec::new() };
        let whole = expected.len() == COLUMNS && row.len() == COLUMNS;
        let alike = expected.iter().zip(row).filter(|(one, other)| is_same(one, other)).count();
        let is_one = alike >= ALIKE || expected.first() == row.first();
        let column = if whole && is_one {
            expected.iter().zip(row).position(|(one, other)| !is_same(one, other))
        } else {
            None
        };
        let (one, other) = match column {
            Some(column) => (expected[column].to_vec(), row[column].to_vec()),
            None => (expected.join(&b','), row.join(&b',')),
        };
        let (expected, found) = excerpts(&one, &other);
        Difference {
            line: self.line,
            row: is_known.then_some(self.next),
            kind: match column {
                _ if !is_known => DifferenceKind::FileGoesOn,
                Some(_) => DifferenceKind::Value,
                None => DifferenceKind::Line,
            },
            column: column.map(|column| SCHEMA.columns[column].name.to_owned()),
            expected,
            found,
            ..Difference::default()
        }
    }

    fn verdict(mut self) -> Verdict {
        if let Some(difference) = self.header {
            return Verdict::Differs(Difference { forms: self.forms.list(), ..difference });
        }
        // What stands elsewhere in the file may be what is still to come.
        let last = self.expected.count.min(self.next + self.strays.count() + FAR);
        while self.strays.count() > 0 && self.next <= last {
            self.pass();
        }
        let line = self.line;
        let ends_before = (self.next <= self.expected.count).then_some(self.next);
        let rest = ends_before.map_or(0, |next| self.expected.count - next + 1);
        let outcome = self.strays.settle();
        if outcome.moved > 0 {
            self.forms.note(Form::RowOrder);
        }
        let missing = outcome.missing + rest;
        if self.changed + missing + outcome.new == 0 {
            return Verdict::SameRows(self.forms.list());
        }
        let at_end = ends_before.map(|row| Difference {
            line,
            row: Some(row),
            kind: DifferenceKind::FileEnds,
            expected: preview_value(&self.expected.fields(row).join(&b',')),
            ..Difference::default()
        });
        let gone = outcome.first_missing.map(|(row, line)| Difference {
            line,
            row: Some(row),
            kind: if line == self.line {
                DifferenceKind::FileEnds
            } else {
                DifferenceKind::RowMissing
            },
            expected: preview_value(&self.expected.fields(row).join(&b',')),
            ..Difference::default()
        });
        let all = [self.first, outcome.first_new, gone, at_end];
        let first = all.into_iter().flatten().min_by_key(|difference| difference.line);
        Verdict::Differs(Difference {
            changed: self.changed,
            missing,
            new: outcome.new,
            is_exact: outcome.is_exact,
            forms: self.forms.list(),
            ..first.unwrap_or_default()
        })
    }
}

impl Expected {
    fn new(recipe: &Recipe) -> Expected {
        Expected {
            generator: DataSet::customers(recipe.clone()).generator(),
            count: recipe.parameters().count.into(),
            csv: Vec::new(),
            rows: Rows { first: 1, last: 0 },
            starts: Vec::new(),
        }
    }

    /// The fields of a row of the data set.
    fn fields(&mut self, row: u64) -> Vec<&[u8]> {
        if !(self.rows.first..=self.rows.last).contains(&row) {
            let first = (row - 1) / AT_A_TIME * AT_A_TIME + 1;
            self.rows = Rows { first, last: self.count.min(first + AT_A_TIME - 1) };
            self.generator.write(self.rows, &mut self.csv);
            let ends = memchr::memchr_iter(b'\n', &self.csv);
            self.starts = std::iter::once(0).chain(ends.map(|end| end + 1)).collect();
        }
        let at = (row - self.rows.first) as usize;
        let line = &self.csv[self.starts[at]..self.starts[at + 1] - 1];
        line.split(|&byte| byte == b',').collect()
    }
}

/// The names in a header.
fn names(text: &[u8], delimiter: u8) -> Vec<String> {
    let (mut values, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
    let mut csv = delimited_reader(delimiter);
    let (_, _, written, fields) = csv.read_record(text, &mut values, &mut ends);
    let (_, _, _, more) = csv.read_record(b"\n", &mut values[written..], &mut ends[fields..]);
    let ends = &ends[..fields + more];
    let starts = std::iter::once(&0).chain(ends);
    let name = |(&start, &end): (&usize, &usize)| {
        String::from_utf8_lossy(&values[start..end]).into_owned()
    };
    starts.zip(ends).map(name).collect()
}

/// How a header differs that lacks a column.
fn header_difference(text: &[u8], line: u64) -> Difference {
    let header: Vec<&str> = SCHEMA.names().collect();
    let found = names(text, b',');
    let column = header.iter().zip(&found).position(|(one, other)| one != other);
    let column = column.filter(|_| found.len() == COLUMNS);
    let (one, other) = match column {
        Some(column) => (header[column].into(), found[column].clone().into_bytes()),
        None => (header.join(",").into_bytes(), text.to_vec()),
    };
    let (expected, found) = excerpts(&one, &other);
    let kind = match column {
        _ if text.is_empty() => DifferenceKind::FileEnds,
        Some(_) => DifferenceKind::Value,
        None => DifferenceKind::Line,
    };
    let column = column.map(|column| header[column].to_owned());
    Difference { line, kind, column, expected, found, ..Difference::default() }
}

/// Whether two values are the same, but for how no value is written.
fn is_same(expected: &[u8], found: &[u8]) -> bool {
    expected == found || expected.is_empty() && is_null(found)
}

fn is_null(value: &[u8]) -> bool {
    matches!(value, b"NULL" | b"null" | br"\N")
}

/// The number of an id.
fn number(id: &[u8]) -> Option<u64> {
    let digits = id.strip_prefix(b"CUST").filter(|digits| digits.len() == 8)?;
    let all = digits.iter().all(u8::is_ascii_digit);
    str::from_utf8(digits).ok().filter(|_| all)?.parse().ok().filter(|&number| number > 0)
}
