//! JSON -> CSV: objects one after the other, or in an array, become rows; the names of the first one's
//! members are the header. Nothing is known of what they mean.

use super::form::FileFormat;
use crate::decode::ROW_BYTES;

/// Makes rows of JSON as it comes.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub(super) struct JsonRows {
    /// The object that has not ended, or what is no object.
    text: Vec<u8>,
    /// How many brackets are open in it.
    depth: u32,
    within_string: bool,
    escaped: bool,
    /// What came before the first object: if there is none, this is no table.
    before: Vec<u8>,
    is_array: bool,
    /// Whether the array has ended.
    closed: bool,
    /// The names of the members of the first object.
    names: Vec<Vec<u8>>,
    /// The line, counted from 1, and that of the first object.
    line: u64,
    first_line: Option<u64>,
    /// Whether this turned out to be no table, and is handed on as it is.
    given_up: bool,
}

impl JsonRows {
    pub(super) fn new() -> JsonRows {
        JsonRows {
            text: Vec::new(),
            depth: 0,
            within_string: false,
            escaped: false,
            before: Vec::new(),
            is_array: false,
            closed: false,
            names: Vec::new(),
            line: 1,
            first_line: None,
            given_up: false,
        }
    }

    pub(super) fn format(&self) -> FileFormat {
        match (self.given_up, self.is_array) {
            (true, _) => FileFormat::Csv,
            (_, true) => FileFormat::Json,
            (_, false) => FileFormat::Ndjson,
        }
    }

    /// The line of the first object.
    pub(super) fn first_row_line(&self) -> Option<u64> {
        self.first_line.filter(|_| !self.given_up)
    }

    /// Takes what comes next; appends the rows that have become whole.
    pub(super) fn take(&mut self, bytes: &[u8], csv: &mut Vec<u8>) {
        if self.given_up {
            csv.extend_from_slice(bytes);
            return;
        }
        for (at, &byte) in bytes.iter().enumerate() {
            self.next(byte, csv);
            if self.given_up {
                csv.extend_from_slice(&bytes[at + 1..]);
                return;
            }
        }
    }

    /// The file has come to its end.
    pub(super) fn end(&mut self, csv: &mut Vec<u8>) -> Result<(), &'static str> {
        if self.given_up {
            return Ok(());
        }
        if self.names.is_empty() {
            self.give_up(csv);
            return Ok(());
        }
        if !self.text.is_empty() {
            self.broken(csv);
            return Err("the JSON breaks off within an object");
        }
        if self.is_array && !self.closed {
            return Err("the JSON breaks off: its array is never closed");
        }
        Ok(())
    }

    fn next(&mut self, byte: u8, csv: &mut Vec<u8>) {
        self.line += u64::from(byte == b'\n');
        if self.names.is_empty() {
            self.before.push(byte);
        }
        if self.depth == 0 {
            return self.between(byte, csv);
        }
        self.text.push(byte);
        if self.within_string {
            (self.within_string, self.escaped) = match byte {
                _ if self.escaped => (true, false),
                b'\\' => (true, true),
                b'"' => (false, false),
                _ => (true, false),
            };
        } else {
            match byte {
                b'"' => self.within_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
        }
        if self.depth == 0 {
            self.object(csv);
        } else if self.text.len() > ROW_BYTES {
            self.depth = 0;
            self.within_string = false;
            if self.names.is_empty() { self.give_up(csv) } else { self.broken(csv) }
        }
    }

    /// A byte between two objects.
    fn between(&mut self, byte: u8, csv: &mut Vec<u8>) {
        let begun = !self.text.is_empty();
        match byte {
            b'{' if !begun && !self.closed => {
                self.first_line.get_or_insert(self.line);
                self.text.push(byte);
                self.depth = 1;
            }
            // What is no object ends with its line.
            b'\n' if begun => self.broken(csv),
            b' ' | b'\t' | b'\r' | b'\n' if !begun => {}
            b',' if !begun && self.is_array && !self.closed => {}
            b'[' if self.first_line.is_none() && !self.is_array => self.is_array = true,
            b']' if !begun && self.is_array && !self.closed => self.closed = true,
            0xef | 0xbb | 0xbf if self.before.len() <= 3 => {}
            _ if self.names.is_empty() => self.give_up(csv),
            _ if self.text.len() < ROW_BYTES / 4 => self.text.push(byte),
            _ => {}
        }
    }

    /// An object is whole.
    fn object(&mut self, csv: &mut Vec<u8>) {
        let Some(members) = Members::read(&self.text) else {
            if self.names.is_empty() {
                self.give_up(csv);
            } else {
                self.broken(csv);
            }
            return;
        };
        if self.names.is_empty() {
            if members.is_empty() {
                return self.give_up(csv);
            }
            self.before = Vec::new();
            self.names = members.iter().map(|(name, _)| name.clone()).collect();
            write_row(self.names.iter(), csv);
        }
        let mut values = vec![Vec::new(); self.names.len()];
        for (at, (name, value)) in members.into_iter().enumerate() {
            // Nearly always in the same order.
            let place = if self.names.get(at) == Some(&name) {
                Some(at)
            } else {
                self.names.iter().position(|known| *known == name)
            };
            match place {
                Some(place) => values[place] = value,
                None => values.push(value),
            }
        }
        write_row(values.iter(), csv);
        self.text.clear();
    }

    /// What cannot be read becomes a row that cannot be read either.
    fn broken(&mut self, csv: &mut Vec<u8>) {
        let text = std::mem::take(&mut self.text);
        let text = text.trim_ascii();
        write_row([text[..text.len().min(ROW_BYTES / 4)].to_vec()].iter(), csv);
    }

    /// This is no table: it is handed on as it is, to be judged by others.
    fn give_up(&mut self, csv: &mut Vec<u8>) {
        csv.append(&mut self.before);
        self.text = Vec::new();
        self.given_up = true;
    }
}

/// Adds a row, each value in quotes where it has to be. A line feed within one becomes a carriage return:
/// it was none in the file, whose lines are counted.
fn write_row<'a>(values: impl Iterator<Item = &'a Vec<u8>>, csv: &mut Vec<u8>) {
    for (at, value) in values.enumerate() {
        if at > 0 {
            csv.push(b',');
        }
        if value.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            csv.push(b'"');
            for &byte in value {
                match byte {
                    b'"' => csv.extend_from_slice(b"\"\""),
                    b'\n' => csv.push(b'\r'),
                    byte => csv.push(byte),
                }
            }
            csv.push(b'"');
        } else {
            csv.extend_from_slice(value);
        }
    }
    csv.push(b'\n');
}

/// Reads the members of an object: names and values as text. Numbers and what is nested stay as they are
/// written; `null` is no text.
struct Members<'a> {
    rest: &'a [u8],
}

impl Members<'_> {
    fn read(text: &[u8]) -> Option<Vec<(Vec<u8>, Vec<u8>)>> {
        let mut members = Members { rest: text };
        members.expect(b'{')?;
        let mut pairs = Vec::new();
        if members.expect(b'}').is_some() {
            return members.rest.trim_ascii().is_empty().then_some(pairs);
        }
        loop {
            let name = members.string()?;
            members.expect(b':')?;
            pairs.push((name, members.value()?));
            if members.expect(b',').is_none() {
                members.expect(b'}')?;
                return members.rest.trim_ascii().is_empty().then_some(pairs);
            }
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.trim_ascii_start().strip_prefix(&[byte]).or_else(|| {
            self.rest = self.rest.trim_ascii_start();
            None
        })?;
        Some(())
    }

    fn value(&mut self) -> Option<Vec<u8>> {
        self.rest = self.rest.trim_ascii_start();
        match self.rest.first()? {
            b'"' => self.string(),
            b'{' | b'[' => self.nested(),
            _ => {
                let is_end =
                    |byte: &u8| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace();
                let len = self.rest.iter().position(is_end)?;
                let (word, rest) = self.rest.split_at(len);
                self.rest = rest;
                let known = matches!(word, b"null" | b"true" | b"false" | b"NaN");
                let number =
                    word.first().is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-');
                (known || number).then(|| if word == b"null" { Vec::new() } else { word.to_vec() })
            }
        }
    }

    /// An array or an object within, as it is written.
    fn nested(&mut self) -> Option<Vec<u8>> {
        let (mut depth, mut string, mut escaped) = (0_u32, false, false);
        for (at, byte) in self.rest.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if string => escaped = true,
                b'"' => string = !string,
                b'{' | b'[' if !string => depth += 1,
                b'}' | b']' if !string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let (text, rest) = self.rest.split_at(at + 1);
                self.rest = rest;
                return Some(text.to_vec());
            }
        }
        None
    }

    /// A string, without its escapes (RFC 8259, section 7).
    fn string(&mut self) -> Option<Vec<u8>> {
        self.expect(b'"')?;
        let mut text = Vec::new();
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'"' => return Some(text),
                b'\\' => {
                    let (&escape, rest) = self.rest.split_first()?;
                    self.rest = rest;
                    match escape {
                        b'"' | b'\\' | b'/' => text.push(escape),
                        b'b' => text.push(8),
                        b'f' => text.push(12),
                        b'n' => text.push(b'\n'),
                        b'r' => text.push(b'\r'),
                        b't' => text.push(b'\t'),
                        b'u' => {
                            let character = self.character()?;
                            text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                        }
                        _ => return None,
                    }
                }
                byte => text.push(byte),
            }
        }
    }

    /// The character of an escape, or of two that make a pair.
    fn character(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let Some(rest) = self.rest.strip_prefix(br"\u") else {
            return Some(char::REPLACEMENT_CHARACTER);
        };
        self.rest = rest;
        let second = self.four_digits()?;
        let code = 0x1_0000 + ((first - 0xd800) << 10) + second.wrapping_sub(0xdc00);
        let paired = (0xdc00..0xe000).contains(&second);
        Some(char::from_u32(code).filter(|_| paired).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_first_chunk::<4>()?;
        self.rest = rest;
        let all = digits.iter().all(u8::is_ascii_hexdigit);
        let text = str::from_utf8(digits).ok().filter(|_| all)?;
        u32::from_str_radix(text, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_in_pieces(json: &[u8], size: usize) -> (String, Result<(), &'static str>) {
        let (mut rows, mut csv) = (JsonRows::new(), Vec::new());
        json.chunks(size).for_each(|piece| rows.take(piece, &mut csv));
        let end = rows.end(&mut csv);
        (String::from_utf8_lossy(&csv).into_owned(), end)
    }

    fn csv(json: &str) -> String {
        let (csv, end) = csv_in_pieces(json.as_bytes(), 1 << 20);
        assert_eq!(end, Ok(()), "{json}");
        assert_eq!(csv_in_pieces(json.as_bytes(), 1).0, csv, "{json}");
        csv
    }

    #[test]
    fn objects_become_rows() {
        let expected = "a,b\n1,x\n2,\n";
        for json in [
            "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":null}\n",
            "[{\"a\":1,\"b\":\"x\"},{\"b\":null,\"a\":2}]",
            "[\n  {\n    \"a\": 1,\n    \"b\": \"x\"\n  },\n  {\"a\": 2}\n]\n",
            "\u{feff}{\"a\":1,\"b\":\"x\"} {\"a\":2}",
        ] {
            assert_eq!(csv(json), expected, "{json}");
        }
        assert_eq!(
            csv(r#"{"a":"\u00e9\ud83d\ude00\"\\\/\n","b":[1,{"c":"}"}]}"#),
            "a,b\n\"é😀\"\"\\/\r\",\"[1,{\"\"c\"\":\"\"}\"\"}]\"\n"
        );
        assert_eq!(csv("{\"a\":1}\n{\"a\":2,\"z\":3}\n"), "a\n1\n2,3\n");
    }

    #[test]
    fn what_is_no_object_is_a_row_that_cannot_be_read() {
        assert_eq!(
            csv("{\"a\":1,\"b\":2}\nnonsense\n{\"a\":3,\"b\":4}\n"),
            "a,b\n1,2\nnonsense\n3,4\n"
        );
        assert_eq!(
            csv("{\"a\":1,\"b\":2}\n{\"a\":x}\n"),
            "a,b\n1,2\n{\"a\":x}\n".replace("{\"a\":x}", "\"{\"\"a\"\":x}\"")
        );
    }

    #[test]
    fn what_is_no_table_is_handed_on() {
        for json in ["[1,2]", "{}", "[]", "[\"a\"]", "{\"a\":", "{\"a\" 1}"] {
            assert_eq!(csv(json), json);
        }
    }

    #[test]
    fn what_breaks_off_is_told() {
        for (json, expected) in [
            ("[{\"a\":1},{\"a\":2}", "a\n1\n2\n"),
            ("{\"a\":1}\n{\"a\":", "a\n1\n\"{\"\"a\"\":\"\n"),
        ] {
            let (csv, end) = csv_in_pieces(json.as_bytes(), 3);
            assert_eq!(csv, expected);
            assert!(end.is_err_and(|fault| fault.starts_with("the JSON breaks off")));
        }
    }
}
