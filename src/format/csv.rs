//! CSV in the forms that other programs ask for.

use super::quote;
use crate::decode::row_reader;
use crate::schema::Schema;
use crate::shell::word;

/// How a CSV is written. The default is the contract's own form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CsvForm {
    /// Whether a byte order mark comes before the header: Excel takes the file for UTF-8 then.
    pub bom: bool,
    /// Whether lines end in CR LF instead of LF.
    pub crlf: bool,
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// Whether every value is in quotes. No value is not, so that it can be told from empty text.
    pub quote_all: bool,
    /// What stands for no value.
    pub null: Null,
}

/// What stands between fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`, which Excel expects where the comma is for decimals.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Pipe,
}

/// What stands for no value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Null {
    /// Nothing.
    #[default]
    Empty,
    /// `NULL`
    Word,
    /// `\N`, as MySQL, Hive and Postgres' text format have it.
    Backslash,
}

impl Delimiter {
    /// All of them.
    pub const ALL: [Delimiter; 4] =
        [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe];

    /// The character.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }

    /// The word for it in an option.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Delimiter::Comma => "comma",
            Delimiter::Semicolon => "semicolon",
            Delimiter::Tab => "tab",
            Delimiter::Pipe => "pipe",
        }
    }
}

impl Null {
    /// All of them.
    pub const ALL: [Null; 3] = [Null::Empty, Null::Word, Null::Backslash];

    /// What stands in the file, and in the option.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Null::Empty => "",
            Null::Word => "NULL",
            Null::Backslash => r"\N",
        }
    }
}

impl CsvForm {
    /// The contract's own form.
    pub const PLAIN: CsvForm = CsvForm {
        bom: false,
        crlf: false,
        delimiter: Delimiter::Comma,
        quote_all: false,
        null: Null::Empty,
    };

    /// The options of the command line for what is not as usual.
    pub(super) fn options(self) -> Vec<String> {
        let flags = [(self.bom, "--bom"), (self.crlf, "--crlf"), (self.quote_all, "--quote-all")];
        let flags = flags.into_iter().filter(|(on, _)| *on).map(|(_, option)| option.to_owned());
        let delimiter = (self.delimiter != Delimiter::Comma)
            .then(|| format!("--delimiter {}", self.delimiter.word()));
        let null = (self.null != Null::Empty).then(|| format!("--null {}", word(self.null.text())));
        flags.chain(delimiter).chain(null).collect()
    }

    /// Appends the header.
    pub(super) fn open(self, schema: &Schema, text: &mut Vec<u8>) {
        if self.bom {
            text.extend_from_slice("\u{feff}".as_bytes());
        }
        self.row(schema.names().map(str::as_bytes), text);
    }

    /// Appends a row.
    pub(super) fn row<'a>(self, fields: impl IntoIterator<Item = &'a [u8]>, text: &mut Vec<u8>) {
        for (place, field) in fields.into_iter().enumerate() {
            if place > 0 {
                text.push(self.delimiter.byte());
            }
            self.field(field, text);
        }
        text.extend_from_slice(if self.crlf { b"\r\n" } else { b"\n" });
    }

    /// Appends a row of any number of fields, given in the plain form.
    pub(super) fn ragged_row(self, row: &[u8], text: &mut Vec<u8>) {
        let (mut values, mut ends) = (vec![0; row.len() + 1], vec![0; row.len() + 2]);
        let mut csv = row_reader();
        let (_, _, written, fields) = csv.read_record(row, &mut values, &mut ends);
        // Ends the row, which comes without its line end.
        let (_, _, _, more) = csv.read_record(b"\n", &mut values[written..], &mut ends[fields..]);
        let ends = &ends[..fields + more];
        let starts = std::iter::once(&0).chain(ends);
        self.row(starts.zip(ends).map(|(&start, &end)| &values[start..end]), text);
    }

    fn field(self, value: &[u8], text: &mut Vec<u8>) {
        if value.is_empty() {
            text.extend_from_slice(self.null.text().as_bytes());
        } else if self.quote_all || self.needs_quotes(value) {
            quote(value, b'"', text);
        } else {
            text.extend_from_slice(value);
        }
    }

    /// Whether a reader would part the value, or take it for something else.
    fn needs_quotes(self, value: &[u8]) -> bool {
        let delimiter = self.delimiter.byte();
        value.iter().any(|&byte| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n'))
            || value == self.null.text().as_bytes()
    }
}
