//! The beginning of a file: whether it is a CSV at all, and which columns its header names.

use crate::customers::{COLUMNS, SCHEMA};
use crate::decode::{self, ROW_BYTES, line_feeds, row_reader};
use crate::excerpt::excerpt;
use crate::findings::{Example, Findings, Rule};

/// Where the columns of customers are.
pub(crate) type Layout = decode::Layout<COLUMNS>;

/// What the beginning of a file says about the rest.
#[derive(Debug)]
pub(super) struct Head {
    /// What was found on the way.
    pub(super) findings: Findings,
    /// Where the columns are; nothing if the file cannot be read.
    pub(super) layout: Option<Layout>,
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
const OTHER_DELIMITERS: [(char, &str); 3] =
    [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")];

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Head {
    /// Reads the beginning of a file: more than [`ROW_BYTES`] bytes, or all there are.
    pub(super) fn read(bytes: &[u8], findings: Findings) -> Head {
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
        head.read_header(&bytes[head.bytes..]);
        head
    }

    fn skip_blank_lines(&mut self, bytes: &[u8]) {
        loop {
            let length = match &bytes[self.bytes..] {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => return,
            };
            self.bytes += length;
            self.lines += 1;
            self.tell(Rule::BlankLine, self.lines, "", "");
        }
    }

    fn read_header(&mut self, rest: &[u8]) {
        let line = self.lines + 1;
        if rest.is_empty() {
            return self.refuse(line, rest, "nothing but blank lines");
        }
        let window = &rest[..rest.len().min(ROW_BYTES)];
        if window.contains(&b'\r') && !window.contains(&b'\n') {
            return self.refuse(line, window, "lines that end in CR alone; write LF instead");
        }
        let Some((names, length)) = header(window, window.len() < ROW_BYTES) else {
            if let Some(kind) = other_text(window) {
                return self.refuse(line, window, kind);
            }
            return self.refuse(line, window, "no end of the header within 65,536 bytes");
        };
        let text = &rest[..length];
        if names.iter().any(|name| name.contains(['\0', '\u{fffd}'])) {
            return self.refuse(line, text, "not text in UTF-8");
        }
        if let Some(why) = no_header(&names) {
            return self.refuse(line, text, &why);
        }
        if text.ends_with(b"\r\n") {
            self.tell(Rule::LineEnds, line, "", "");
        }
        self.bytes += length;
        self.lines += line_feeds(text);
        self.judge_columns(&names, line);
    }

    /// Finds each column of the contract, and tells of those that are not once there.
    fn judge_columns(&mut self, names: &[String], line: u64) {
        let positions: [Option<usize>; COLUMNS] =
            std::array::from_fn(|at| names.iter().position(|name| name == SCHEMA.columns[at].name));
        let is_unknown = |name: &str| SCHEMA.position(name).is_none();
        let unknown: Vec<&String> = names.iter().filter(|name| is_unknown(name)).collect();
        for (column, position) in SCHEMA.names().zip(positions) {
            let times = names.iter().filter(|name| *name == column).count();
            if position.is_none() {
                let meant = unknown.iter().find(|name| folded(name) == folded(column));
                let why = meant.map_or("missing".to_owned(), |name| {
                    format!("missing; {:?} may be meant", excerpt(name.as_bytes()))
                });
                self.tell(Rule::HeaderColumns, line, column, &why);
            } else if times > 1 {
                let why = format!("stands there {times} times; the first is checked");
                self.tell(Rule::HeaderColumns, line, column, &why);
            }
        }
        let numbered = (1..).zip(names).filter(|(_, name)| is_unknown(name));
        for (number, name) in numbered {
            let why = match name.trim() {
                "" => format!("column {number} has no name; the index of a data frame?"),
                trimmed if trimmed != name => format!("column {number}; white space around it"),
                _ => format!("column {number}"),
            };
            self.tell(Rule::HeaderKnown, line, &excerpt(name.as_bytes()), &why);
        }
        let found: Vec<usize> = positions.iter().flatten().copied().collect();
        if let Some(pair) = found.windows(2).find(|pair| pair[0] > pair[1]) {
            let why = format!("stands before {}", names[pair[0]]);
            self.tell(Rule::HeaderOrder, line, &names[pair[1]], &why);
        }
        self.layout = Some(Layout { fields: names.len(), positions });
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
            value: excerpt(text),
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
    let nuls = memchr::memchr_iter(0, sample).count();
    match nuls {
        0 => None,
        // Latin letters in UTF-16 have a NUL each.
        _ if sample.len() >= 8 && nuls * 3 > sample.len() => {
            Some("text in UTF-16; save it as UTF-8".to_owned())
        }
        _ => Some("NUL bytes, which text does not have".to_owned()),
    }
}

/// The names in a header and how many bytes it has, its line end included; nothing if it does not
/// end.
fn header(bytes: &[u8], is_whole: bool) -> Option<(Vec<String>, usize)> {
    let (mut text, mut ends) = (vec![0; ROW_BYTES + 1], vec![0; ROW_BYTES + 2]);
    let mut csv = row_reader();
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

/// Why these are not the names of a header of customers, if they are not.
fn no_header(names: &[String]) -> Option<String> {
    let known =
        |names: &[&str]| names.iter().filter(|name| SCHEMA.position(name).is_some()).count();
    let as_is: Vec<&str> = names.iter().map(String::as_str).collect();
    if known(&as_is) > 0 {
        return None;
    }
    let whole = names.join(",");
    for (delimiter, plural) in OTHER_DELIMITERS {
        let parted: Vec<&str> = whole.split(delimiter).map(|name| name.trim_matches('"')).collect();
        if known(&parted) > 1 {
            return Some(format!("columns separated by {plural} instead of commas"));
        }
    }
    if let Some(kind) = other_text(whole.as_bytes()) {
        return Some(kind.to_owned());
    }
    if whole.starts_with("sep=") || whole.starts_with('#') {
        return Some("a line before the header; remove it".to_owned());
    }
    if names.iter().any(|name| SCHEMA.names().any(|column| folded(column) == folded(name))) {
        // Renamed columns are told one by one.
        return None;
    }
    if names.len() == COLUMNS && names[0].starts_with("CUST") {
        return Some("no header: the first line is a row already".to_owned());
    }
    Some("no header: none of the thirteen columns is named".to_owned())
}

/// What kind of text this is, if not CSV.
fn other_text(text: &[u8]) -> Option<&'static str> {
    let first = text.trim_ascii_start().first()?;
    let other = OTHER_TEXTS.iter().find(|(character, _)| character == first);
    other.map(|(_, kind)| *kind)
}

/// A name without what people change in names: case, spaces, underscores, hyphens.
fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
