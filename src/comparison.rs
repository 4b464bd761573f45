//! Whether a file is byte for byte the data set of a recipe, and if not, which row is the first
//! that differs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::customers::{COLUMNS, Generator, SCHEMA};
use crate::data_set::{DataSet, PARTITION_BLOCKS};
use crate::excerpt::excerpt;
use crate::number::thousands;
use crate::plan::{PartitionSize, Rows};
use crate::recipe::Recipe;
use crate::table::Generate;

/// How many bytes of a line that differs are kept: more than any line of a data set has.
const KEPT_BYTES: usize = 512;

/// Compares a file, as it comes in, with the data set of a recipe.
pub struct Comparison {
    generator: Generator,
    partitions: Box<dyn Iterator<Item = Rows> + Send>,
    /// The part of the data set that the file has come to: the header or some rows.
    expected: Vec<u8>,
    /// How many of its bytes the file has had too.
    agreed: usize,
    /// The line that it begins on.
    line: u64,
    /// The file's line that differs from the expected one, as far as it has come.
    differing: Option<Differing>,
}

/// A line that differs.
struct Differing {
    text: Vec<u8>,
    is_whole: bool,
}

/// How a file compares with the data set of a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every byte is the same.
    Identical,
    /// Not every byte is.
    Differs(Difference),
}

/// The first difference between a file and the data set of a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The line, counted from 1.
    pub line: u64,
    /// The row of the data set, counted from 1; nothing for the header, and where the data set has
    /// no such row.
    pub row: Option<u64>,
    /// How they differ.
    pub kind: Kind,
    /// The first column that differs, if just its value does.
    pub column: Option<String>,
    /// What the data set has there: the column's value, or the line. Empty if the data set has no
    /// such row.
    pub expected: String,
    /// What the file has there; empty if it has ended.
    pub found: String,
}

/// The kinds of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The line begins with a byte order mark.
    ByteOrderMark,
    /// The line ends in CR LF.
    LineEnd,
    /// The line is the last and has no line feed.
    NoLineFeed,
    /// One value, the first that differs.
    Value,
    /// The line as a whole.
    Line,
    /// The file has ended and the data set has not.
    FileEnds,
    /// The data set has ended and the file has not.
    FileGoesOn,
}

impl fmt::Display for Difference {
    /// The difference in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { line, row, kind, column, expected, found } = self;
        let line = thousands(*line);
        let place = match row {
            Some(row) => format!("row {} (line {line})", thousands(*row)),
            None => format!("line {line}"),
        };
        let what = match kind {
            Kind::FileEnds => return write!(f, "the file ends before {place}"),
            Kind::FileGoesOn => {
                return write!(
                    f,
                    "the file goes on with {place} after the last row of the data set"
                );
            }
            Kind::ByteOrderMark => "it begins with a byte order mark".to_owned(),
            Kind::LineEnd => "it ends in CR LF instead of LF".to_owned(),
            Kind::NoLineFeed => "it is the last and has no line feed".to_owned(),
            // Bytes that are no text tell a reader nothing.
            Kind::Line if found.contains(char::REPLACEMENT_CHARACTER) || found.contains("\\u{") => {
                "it is not text".to_owned()
            }
            Kind::Value | Kind::Line => {
                let subject = column.as_deref().unwrap_or("it");
                format!("{subject} is \"{found}\" instead of \"{expected}\"")
            }
        };
        write!(f, "{place} is the first that differs, {what}")
    }
}

impl Comparison {
    /// A comparison with the data set of `recipe`, for which nothing has been read yet.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Comparison {
        let data_set = DataSet::customers(recipe.clone());
        Comparison {
            generator: data_set.generator(),
            partitions: Box::new(data_set.partitions(PartitionSize::Blocks(PARTITION_BLOCKS))),
            expected: data_set.header().into_bytes(),
            agreed: 0,
            line: 1,
            differing: None,
        }
    }

    /// Compares what comes next in the file. Costs next to nothing once a difference is known.
    pub fn read(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if let Some(differing) = &mut self.differing {
                differing.read(bytes);
                return;
            }
            if self.agreed == self.expected.len() && !self.generate_next() {
                self.differing = Some(Differing { text: Vec::new(), is_whole: false });
                continue;
            }
            let expected = &self.expected[self.agreed..];
            let len = expected.len().min(bytes.len());
            let (next, rest) = bytes.split_at(len);
            bytes = rest;
            if next == &expected[..len] {
                self.agreed += len;
                continue;
            }
            let same = next.iter().zip(expected).take_while(|(one, other)| one == other).count();
            self.agreed += same;
            let begun = self.expected[self.line_start()..self.agreed].to_vec();
            let mut differing = Differing { text: begun, is_whole: false };
            differing.read(&next[same..]);
            self.differing = Some(differing);
        }
    }

    /// The verdict on all that has been read.
    #[must_use]
    pub fn verdict(mut self) -> Verdict {
        let ended = self.agreed == self.expected.len() && !self.generate_next();
        match self.differing.take() {
            None if ended => Verdict::Identical,
            None => {
                let found = self.expected[self.line_start()..self.agreed].to_vec();
                let kind = match &found[..] {
                    [] => Kind::FileEnds,
                    line if line == self.expected_line() => Kind::NoLineFeed,
                    _ => Kind::Line,
                };
                self.differs(kind, None, &found)
            }
            Some(Differing { text, .. }) if ended => self.differs(Kind::FileGoesOn, None, &text),
            Some(Differing { text, .. }) => {
                let kind = if text.strip_prefix(b"\xef\xbb\xbf") == Some(self.expected_line()) {
                    Kind::ByteOrderMark
                } else if text.strip_suffix(b"\r") == Some(self.expected_line()) {
                    Kind::LineEnd
                } else {
                    match differing_column(self.expected_line(), &text) {
                        Some(column) => return self.differs(Kind::Value, Some(column), &text),
                        None => Kind::Line,
                    }
                };
                self.differs(kind, None, &text)
            }
        }
    }

    /// Goes on to the next rows of the data set. `false` if there are none.
    fn generate_next(&mut self) -> bool {
        let Some(rows) = self.partitions.next() else { return false };
        self.generator.write(rows, &mut self.expected);
        self.agreed = 0;
        self.line = rows.first + 1;
        true
    }

    fn line_start(&self) -> usize {
        let agreed = &self.expected[..self.agreed];
        agreed.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1)
    }

    /// The line of the data set that the file has come to, without its line feed.
    fn expected_line(&self) -> &[u8] {
        let rest = &self.expected[self.line_start()..];
        rest.split(|&byte| byte == b'\n').next().unwrap_or_default()
    }

    fn differs(&self, kind: Kind, column: Option<usize>, found: &[u8]) -> Verdict {
        let before = self.expected[..self.line_start()].iter().filter(|&&byte| byte == b'\n');
        let line = self.line + before.count() as u64;
        let expected = self.expected_line();
        let (expected, found) = match column {
            Some(column) => (field(expected, column), field(found, column)),
            None => (expected, found),
        };
        let row = line - 1;
        Verdict::Differs(Difference {
            line,
            row: (row > 0 && kind != Kind::FileGoesOn).then_some(row),
            kind,
            column: column.map(|column| SCHEMA.columns[column].name.to_owned()),
            expected: excerpt(expected),
            found: excerpt(found),
        })
    }
}

impl Differing {
    fn read(&mut self, bytes: &[u8]) {
        let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
        if !self.is_whole {
            let room = KEPT_BYTES.saturating_sub(self.text.len());
            self.text.extend_from_slice(&line[..line.len().min(room)]);
            self.is_whole = line.len() < bytes.len();
        }
    }
}

/// The first of the columns whose values differ, if both lines have all.
fn differing_column(one: &[u8], other: &[u8]) -> Option<usize> {
    let columns = |line: &[u8]| line.split(|&byte| byte == b',').count();
    if columns(one) != COLUMNS || columns(other) != COLUMNS {
        return None;
    }
    (0..COLUMNS).find(|&column| field(one, column) != field(other, column))
}

fn field(line: &[u8], column: usize) -> &[u8] {
    line.split(|&byte| byte == b',').nth(column).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::HEADER;
    use crate::date::Date;
    use crate::recipe::{Parameters, RecipeVersion};

    fn recipe() -> Recipe {
        let parameters = Parameters {
            count: 5_500,
            ..Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(0))
        };
        match Recipe::new(parameters) {
            Ok(recipe) => recipe,
            Err(faults) => panic!("{faults:?}"),
        }
    }

    fn file() -> Vec<u8> {
        let (mut rows, mut file) = (Vec::new(), HEADER.as_bytes().to_vec());
        Generator::new(&recipe()).write(Rows::all(&recipe()), &mut rows);
        file.append(&mut rows);
        file
    }

    fn compared(file: &[u8]) -> Verdict {
        let verdict = |pieces: &[&[u8]]| {
            let mut comparison = Comparison::new(&recipe());
            for piece in pieces {
                comparison.read(piece);
            }
            comparison.verdict()
        };
        let whole = verdict(&[file]);
        let pieces: Vec<&[u8]> = file.chunks(1_013).collect();
        assert_eq!(verdict(&pieces), whole);
        whole
    }

    #[track_caller]
    fn difference(file: &[u8]) -> Difference {
        match compared(file) {
            Verdict::Differs(difference) => difference,
            Verdict::Identical => panic!("identical"),
        }
    }

    /// Where the line begins that counts from 1.
    fn start_of(file: &[u8], line: usize) -> usize {
        let ends = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        ends.map(|(at, _)| at + 1).nth(line - 2).unwrap_or_default()
    }

    #[test]
    fn the_data_set_itself_is_identical() {
        assert_eq!(compared(&file()), Verdict::Identical);
    }

    #[test]
    fn the_first_value_that_differs_is_named() {
        for line in [2, 3, 4_001, 4_002, 5_501] {
            let mut file = file();
            let at = start_of(&file, line) + "CUST0000000".len();
            file[at] = b'x';
            // What comes later does not matter.
            let later = start_of(&file, 5_501) + "CUST".len();
            file[later] = b'x';
            let found = difference(&file);
            assert_eq!((found.line, found.row), (line as u64, Some(line as u64 - 1)));
            assert_eq!((found.kind, found.column.as_deref()), (Kind::Value, Some("customer_id")));
            assert!(found.found.ends_with('x') && found.expected.starts_with("CUST0000"));
        }
    }

    #[test]
    fn other_forms_of_the_same_rows_are_told() {
        let text = String::from_utf8(file()).unwrap_or_default();
        let marked = difference(format!("\u{feff}{text}").as_bytes());
        assert_eq!((marked.kind, marked.line, marked.row), (Kind::ByteOrderMark, 1, None));
        let crlf = difference(text.replace('\n', "\r\n").as_bytes());
        assert_eq!((crlf.kind, crlf.line), (Kind::LineEnd, 1));
        let open = difference(text.trim_end().as_bytes());
        assert_eq!((open.kind, open.line, open.row), (Kind::NoLineFeed, 5_501, Some(5_500)));
        let quoted = difference(text.replacen("customer_id", "\"customer_id\"", 1).as_bytes());
        assert_eq!((quoted.kind, &quoted.found[..]), (Kind::Value, "\"customer_id\""));
        let ragged = difference(text.replacen("\nCUST00000002,", "\nCUST00000002,,", 1).as_bytes());
        assert_eq!((ragged.kind, ragged.line), (Kind::Line, 3));
    }

    #[test]
    fn files_that_end_sooner_or_later_are_told() {
        let file = file();
        for line in [1, 2, 4_002] {
            let begun = if line == 1 { 0 } else { start_of(&file, line) };
            let short = difference(&file[..begun]);
            let row = line.checked_sub(2).map(|row| row as u64 + 1);
            assert_eq!((short.kind, short.line, short.row), (Kind::FileEnds, line as u64, row));
            assert!(short.found.is_empty() && !short.expected.is_empty());
        }
        let cut = difference(&file[..start_of(&file, 3) + 20]);
        assert_eq!((cut.kind, cut.line), (Kind::Line, 3));
        let long = difference(&[&file[..], b"CUST00005501,a\nb"].concat());
        assert_eq!((long.kind, long.line, long.row), (Kind::FileGoesOn, 5_502, None));
        assert_eq!((&long.found[..], &long.expected[..]), ("CUST00005501,a", ""));
    }
}
