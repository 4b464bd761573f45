//! A file of transactions beside those of a recipe: byte for byte, and where they part, the first row that differs.

use super::form::{Form, Forms};
use super::{Difference, DifferenceKind, Verdict, excerpts};
use crate::plan::Rows;
use crate::preview_value::preview_value;
use crate::recipe::Recipe;
use crate::table::Table;
use crate::transactions::{COLUMNS, RowGenerator, SCHEMA, Transactions};
use crate::validate::{FileForm, Opening};

/// The most bytes of a line that are shown.
const SHOWN: usize = 1_024;

/// The comparison of a file of transactions.
pub(super) struct TransactionsComparison {
    opening: Opening,
    rows: RowGenerator,
    partitions: Box<dyn Iterator<Item = Rows> + Send>,
    /// The line of the table that comes next, and those behind it.
    expected: Vec<u8>,
    /// Where in these it begins.
    at: usize,
    /// The line of the file that has not ended.
    line: Vec<u8>,
    /// How many lines were the same.
    lines: u64,
    forms: Forms,
    difference: Option<Difference>,
    /// What the file was before it came here.
    form: FileForm,
}

impl TransactionsComparison {
    /// A comparison for which nothing has been read yet of a file that was of this form.
    pub(super) fn new(recipe: &Recipe, rows: RowGenerator, form: FileForm) -> Self {
        let size = Transactions::partition_size(recipe);
        TransactionsComparison {
            opening: Opening::new(),
            rows,
            partitions: Box::new(Rows::all(recipe).partitions(size)),
            expected: SCHEMA.header().into_bytes(),
            at: 0,
            line: Vec::new(),
            lines: 0,
            forms: Forms::default(),
            difference: None,
            form,
        }
    }

    /// Compares what comes next in the file.
    pub(super) fn read(&mut self, bytes: &[u8]) {
        let mut csv = Vec::new();
        self.opening.take(bytes, &mut csv);
        self.read_csv(&csv);
    }

    /// The verdict on all that has been read.
    pub(super) fn verdict(mut self) -> Verdict {
        let mut csv = Vec::new();
        self.opening.end(&mut csv);
        self.read_csv(&csv);
        if !self.line.is_empty() {
            self.forms.note(Form::NoLineFeed);
            self.compare_line();
        }
        if self.difference.is_none()
            && let Some(line) = self.next_line()
        {
            let expected = preview_value(&line);
            self.part(DifferenceKind::FileEnds, None, (expected, String::new()));
        }
        self.forms.note_file(self.opening.form());
        self.forms.note_file(self.form);
        let forms = self.forms.list();
        match self.difference {
            Some(difference) => Verdict::Differs(Difference { forms, ..difference }),
            None if forms.is_empty() => Verdict::Identical,
            None => Verdict::SameRows(forms),
        }
    }

    fn read_csv(&mut self, csv: &[u8]) {
        for part in csv.split_inclusive(|&byte| byte == b'\n') {
            if self.difference.is_some() {
                return;
            }
            if self.line.is_empty() && self.agrees(part) {
                continue;
            }
            // What goes on for longer than any row is another.
            let room = SHOWN.saturating_sub(self.line.len()).min(part.len());
            self.line.extend_from_slice(&part[..room]);
            if part.ends_with(b"\n") {
                if self.line.last() == Some(&b'\n') {
                    self.line.pop();
                }
                self.compare_line();
            }
        }
    }

    /// Whether this is a whole line and the next of the table, byte for byte; then goes on to that behind it.
    fn agrees(&mut self, line: &[u8]) -> bool {
        let is_next = line.ends_with(b"\n") && self.expected[self.at..].starts_with(line);
        if is_next {
            self.at += line.len();
            self.lines += 1;
        }
        is_next
    }

    /// Holds a line that has ended against the next of the table.
    fn compare_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if self.lines == 0 && line.starts_with(b"\xef\xbb\xbf") {
            self.forms.note(Form::ByteOrderMark);
            line.drain(..3);
        }
        if line.last() == Some(&b'\r') {
            self.forms.note(Form::CarriageReturns);
            line.pop();
        }
        let Some(expected) = self.next_line() else {
            let found = preview_value(&line);
            return self.part(DifferenceKind::FileGoesOn, None, (String::new(), found));
        };
        if expected == line {
            self.lines += 1;
            return;
        }
        let fields = |line: &[u8]| -> Vec<Vec<u8>> {
            line.split(|&byte| byte == b',').map(<[u8]>::to_vec).collect()
        };
        let (one, other) = (fields(&expected), fields(&line));
        let differs = one.iter().zip(&other).position(|(one, other)| one != other);
        match differs.filter(|_| one.len() == COLUMNS && other.len() == COLUMNS) {
            Some(column) => {
                let texts = excerpts(&one[column], &other[column]);
                let name = SCHEMA.columns[column].name.to_owned();
                self.part(DifferenceKind::Value, Some(name), texts);
            }
            None => self.part(DifferenceKind::Line, None, excerpts(&expected, &line)),
        }
    }

    /// The next line of the table, if there is one, and goes on to that behind it.
    fn next_line(&mut self) -> Option<Vec<u8>> {
        while self.at == self.expected.len() {
            self.rows.write(self.partitions.next()?, &mut self.expected);
            self.at = 0;
        }
        let rest = &self.expected[self.at..];
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        self.at += (end + 1).min(rest.len());
        Some(rest[..end].to_vec())
    }

    fn part(
        &mut self,
        kind: DifferenceKind,
        column: Option<String>,
        (expected, found): (String, String),
    ) {
        let line = self.lines + 1;
        let row = (self.lines > 0 && kind != DifferenceKind::FileGoesOn).then_some(self.lines);
        self.difference =
            Some(Difference { line, row, kind, column, expected, found, ..Difference::default() });
    }
}
