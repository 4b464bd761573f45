//! The beginning of a file: whether it is a CSV at all, of which table, and which columns its header names.

use super::columns::{Columns, Likeness};
use crate::customers;
use crate::decode::{Layout, ROW_BYTES, delimited_reader, line_end, line_feeds};
use crate::findings::{Example, Findings, Rule};
use crate::preview_value::preview_value;
use crate::tables::TableId;
use crate::transactions;

/// Where the columns of a file are, and of which table they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FileLayout {
    /// Customers.
    Customers(Layout<{ customers::COLUMNS }>),
    /// Transactions.
    Transactions(Layout<{ transactions::COLUMNS }>),
}

impl FileLayout {
    fn new(
        table: TableId,
        fields: usize,
        positions: &[Option<usize>],
        delimiter: u8,
    ) -> FileLayout {
        match table {
            TableId::Customers => FileLayout::Customers(layout(fields, positions, delimiter)),
            TableId::Transactions => FileLayout::Transactions(layout(fields, positions, delimiter)),
        }
    }

    /// What is between two fields.
    pub(crate) const fn delimiter(&self) -> u8 {
        match self {
            FileLayout::Customers(layout) => layout.delimiter,
            FileLayout::Transactions(layout) => layout.delimiter,
        }
    }
}

fn layout<const N: usize>(fields: usize, positions: &[Option<usize>], delimiter: u8) -> Layout<N> {
    let position = |column: usize| positions.get(column).copied().flatten();
    Layout { fields, positions: std::array::from_fn(position), delimiter }
}

/// What the beginning of a file says about the rest.
#[derive(Debug)]
pub(super) struct Head {
    /// What was found on the way.
    pub(super) findings: Findings,
    /// Where the columns are; nothing if the file cannot be read.
    pub(super) layout: Option<FileLayout>,
    /// How many bytes come before the first row.
    pub(super) bytes: usize,
    /// How many lines.
    pub(super) lines: u64,
}

/// Kinds of files that people drop by mistake, by how they begin.
const OTHER_KINDS: [(&[u8], &str); 16] = [
    (b"\xff\xfe\0\0", "text in UTF-32; save it as UTF-8"),
    (b"\xff\xfe", "text in UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "text in UTF-16; save it as UTF-8"),
    (b"PK\x03\x04", "a zip archive or a workbook; unpack it or export it as CSV"),
    (b"\x1f\x8b", "packed with gzip; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd; unpack it first"),
    (b"BZh", "packed with bzip2; unpack it first"),
    (b"\xfd7zXZ\0", "packed with xz; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "a workbook; export it as CSV"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file; export it as CSV"),
    (b"SQLite format 3\0", "an SQLite database; export the table as CSV"),
    (b"\x7fELF", "a program"),
];

/// Text that is no CSV, by its first character.
const OTHER_TEXTS: [(u8, &str); 3] =
    [(b'<', "HTML or XML, not CSV"), (b'{', "JSON, not CSV"), (b'[', "JSON, not CSV")];

/// Delimiters that other systems write instead of commas.
const DELIMITERS: [(u8, char, &str); 3] =
    [(b';', ';', "semicolons"), (b'\t', '\t', "tabs"), (b'|', '|', "vertical bars")];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Head {
    /// Reads the beginning of a file of one of these tables: more than [`ROW_BYTES`] bytes, or all there are.
    pub(super) fn read(bytes: &[u8], findings: Findings, tables: &[TableId]) -> Head {
        let mut head = Head { findings, layout: None, bytes: 0, lines: 0 };
        if let Some(why) = no_text(bytes) {
            // What is no text would be noise.
            head.refuse(1, b"", &why);
            return head;
        }
        if bytes.starts_with(BYTE_ORDER_MARK) {
            head.bytes = BYTE_ORDER_MARK.len();
            head.tell(Rule::ByteOrderMark, 1, "", "");
        }
        head.skip_blank_lines(bytes);
        head.read_header(&bytes[head.bytes..], tables);
        head
    }

    fn skip_blank_lines(&mut self, bytes: &[u8]) {
        loop {
            let (length, lines) = line_end(&bytes[self.bytes..]);
            if length == 0 {
                return;
            }
            self.tell(Rule::BlankLine, self.lines + 1, "", "");
            self.bytes += length;
            self.lines += lines;
        }
    }

    fn read_header(&mut self, rest: &[u8], tables: &[TableId]) {
        let line = self.lines + 1;
        if rest.is_empty() {
            return self.refuse(line, rest, "nothing but blank lines");
        }
        let window = &rest[..rest.len().min(ROW_BYTES)];
        if window.contains(&b'\r') && !window.contains(&b'\n') {
            return self.refuse(line, window, "lines that end in CR alone; write LF instead");
        }
        let is_whole = window.len() < ROW_BYTES;
        let Some(header) = likeliest_header(window, is_whole, tables) else {
            if let Some(kind) = other_text(window) {
                return self.refuse(line, window, kind);
            }
            return self.refuse(line, window, "no end of the header within 65,536 bytes");
        };
        let Header { names, delimiter, length, table } = header;
        let text = &rest[..length];
        if names.iter().any(|name| name.contains(['\0', '\u{fffd}'])) {
            return self.refuse(line, text, "not text in UTF-8");
        }
        if let Some(why) = no_header(&names, delimiter, table, tables) {
            return self.refuse(line, text, &why);
        }
        if text.strip_suffix(b"\n").unwrap_or(text).ends_with(b"\r") {
            self.tell(Rule::LineEnds, line, "", "");
        }
        self.bytes += length;
        self.lines += line_feeds(text);
        if let Some((_, _, plural)) = DELIMITERS.iter().find(|(byte, ..)| *byte == delimiter) {
            let why = format!("{plural} instead of commas");
            self.tell(Rule::Delimiter, line, "", &why);
        }
        self.judge_columns(&names, delimiter, line, table);
    }

    /// Finds each column of the contract, and tells of those that are not once there.
    fn judge_columns(&mut self, names: &[String], delimiter: u8, line: u64, table: TableId) {
        let columns = Columns::of(names, table);
        for (column, found) in table.schema().names().zip(&columns.found) {
            let times = names.iter().filter(|name| *name == column).count();
            match found {
                None => self.tell(Rule::HeaderColumns, line, column, "missing"),
                Some((at, Likeness::Guess)) => {
                    let why = format!(
                        "missing; \"{}\" is taken for it",
                        preview_value(names[*at].as_bytes())
                    );
                    self.tell(Rule::HeaderColumns, line, column, &why);
                }
                Some((at, Likeness::Case)) => {
                    let why = format!("taken for {column}");
                    self.tell(Rule::HeaderNames, line, &preview_value(names[*at].as_bytes()), &why);
                }
                Some(_) if times > 1 => {
                    let why =
                        format!("duplicate: it is there {times} times, and the first is checked");
                    self.tell(Rule::HeaderColumns, line, column, &why);
                }
                Some(_) => {}
            }
        }
        let positions: Vec<Option<usize>> =
            columns.found.iter().map(|found| found.map(|(at, _)| at)).collect();
        let is_unknown = |at: usize, name: &str| {
            !positions.contains(&Some(at)) && table.schema().position(name).is_none()
        };
        let unknown = names.iter().enumerate().filter(|(at, name)| is_unknown(*at, name));
        for (at, name) in unknown {
            let number = at + 1;
            let why = match name.trim() {
                "" => format!("column {number} has no name; the index of a data frame?"),
                trimmed if trimmed != name => format!("column {number}; white space around it"),
                _ => format!("column {number}"),
            };
            self.tell(Rule::HeaderKnown, line, &preview_value(name.as_bytes()), &why);
        }
        let found: Vec<usize> = positions.iter().flatten().copied().collect();
        if let Some(pair) = found.windows(2).find(|pair| pair[0] > pair[1]) {
            let [before, behind] = [pair[0], pair[1]].map(|at| preview_value(names[at].as_bytes()));
            let why = format!("it is before {before}");
            self.tell(Rule::HeaderOrder, line, &behind, &why);
        }
        self.layout = Some(FileLayout::new(table, names.len(), &positions, delimiter));
    }

    fn tell(&mut self, rule: Rule, line: u64, column: &str, reason: &str) {
        self.findings.add(rule, || Example {
            line,
            column: column.to_owned(),
            value: String::new(),
            reason: reason.to_owned(),
        });
    }

    /// The file cannot be read, and why.
    fn refuse(&mut self, line: u64, bytes: &[u8], why: &str) {
        let text = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        self.findings.add(Rule::FileReadable, || Example {
            line,
            column: String::new(),
            value: preview_value(text),
            reason: why.to_owned(),
        });
    }
}

/// Why the bytes are no text at all.
fn no_text(bytes: &[u8]) -> Option<String> {
    if bytes.is_empty() {
        return Some("the file is empty".to_owned());
    }
    if let Some((_, kind)) = OTHER_KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some((*kind).to_owned());
    }
    let first_line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let sample = &first_line[..first_line.len().min(ROW_BYTES)];
    let nuls =
        |parity: usize| sample.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let half = sample.len() / 2;
    match (even, odd) {
        (0, 0) => None,
        // Latin letters in UTF-16 have a NUL each, all of them before their letters or all behind.
        (0, many) | (many, 0) if sample.len() >= 8 && many * 3 > half * 2 => {
            Some("text in UTF-16; save it as UTF-8".to_owned())
        }
        _ if even + odd == sample.len() => {
            Some("NUL bytes alone; the file was perhaps never written to its end".to_owned())
        }
        _ => Some("NUL bytes, which text does not have".to_owned()),
    }
}

/// A header as it is read.
struct Header {
    names: Vec<String>,
    delimiter: u8,
    /// How many bytes, the line end included.
    length: usize,
    table: TableId,
}

/// The header by that delimiter, and of that table, which shows most columns of the contract; by commas, and of the
/// first table, if none shows more.
fn likeliest_header(bytes: &[u8], is_whole: bool, tables: &[TableId]) -> Option<Header> {
    let delimiters = [b','].into_iter().chain(DELIMITERS.map(|(byte, ..)| byte));
    let mut best: Option<(usize, Header)> = None;
    for delimiter in delimiters {
        let Some((names, length)) = header(bytes, is_whole, delimiter) else {
            if delimiter == b',' {
                return None;
            }
            continue;
        };
        for &table in tables {
            let count = Columns::of(&names, table).count();
            let is_better = best.as_ref().is_none_or(|(most, best)| {
                count > if best.delimiter == delimiter { *most } else { (*most).max(1) }
            });
            if is_better {
                best = Some((count, Header { names: names.clone(), delimiter, length, table }));
            }
        }
    }
    best.map(|(_, header)| header)
}

/// The names in a header and how many bytes it has, its line end included; nothing if it does not
/// end.
fn header(bytes: &[u8], is_whole: bool, delimiter: u8) -> Option<(Vec<String>, usize)> {
    let (mut text, mut ends) = (vec![0; ROW_BYTES + 1], vec![0; ROW_BYTES + 2]);
    let mut csv = delimited_reader(delimiter);
    let (result, mut length, written, mut fields) = csv.read_record(bytes, &mut text, &mut ends);
    if !matches!(result, csv_core::ReadRecordResult::Record) {
        // A header without rows may lack its line end.
        let (result, _, _, more) =
            csv.read_record(b"\n", &mut text[written..], &mut ends[fields..]);
        if !is_whole || !matches!(result, csv_core::ReadRecordResult::Record) {
            return None;
        }
        fields += more;
    } else if bytes[length..].starts_with(b"\n") && bytes[..length].ends_with(b"\r") {
        length += 1;
    }
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let names = starts.zip(&ends).take(fields);
    let names = names.map(|(start, &end)| String::from_utf8_lossy(&text[start..end]).into_owned());
    Some((names.collect(), length))
}

/// Why these are not the names of a header of a table, if they are not.
fn no_header(
    names: &[String],
    delimiter: u8,
    table: TableId,
    tables: &[TableId],
) -> Option<String> {
    let columns = Columns::of(names, table);
    let whole = names.join(",");
    if let Some(kind) = other_text(whole.as_bytes()).filter(|_| !columns.are_named()) {
        return Some(kind.to_owned());
    }
    if columns.are_telling() {
        return None;
    }
    if whole.starts_with("sep=") || whole.starts_with('#') {
        return Some("a line before the header; remove it".to_owned());
    }
    let is_whole = |table: &TableId| table.schema().columns.len() == names.len();
    let is_row = |text: &str| {
        let text = text.trim_matches('"');
        text.starts_with("CUST0") || text.starts_with("TXN0")
    };
    if is_row(&whole) && (tables.iter().any(is_whole) || delimiter == b',' && names.len() == 1) {
        return Some("no header: the first line is a row already".to_owned());
    }
    let columns = |table: &TableId| {
        let all: Vec<&str> = table.schema().names().collect();
        let number = if *table == TableId::Customers { "thirteen" } else { "eight" };
        format!("none of the {number} columns of {} is named: {}", table.word(), all.join(", "))
    };
    let all: Vec<String> = tables.iter().map(columns).collect();
    Some(format!("no header: {}", all.join("; ")))
}

/// What kind of text this is, if not CSV.
fn other_text(text: &[u8]) -> Option<&'static str> {
    let first = text.trim_ascii_start().first()?;
    let other = OTHER_TEXTS.iter().find(|(character, _)| character == first);
    other.map(|(_, kind)| *kind)
}
