//! Whether a file is byte for byte a table of a recipe, and if not, whether it has the same rows in another form,
//! or which row is the first that differs. Of customers it is told how many rows differ, too.

mod customers;
mod form;
mod rows;
mod strays;
mod transactions;

use std::fmt;

use serde::{Deserialize, Serialize};

use self::customers::CustomersComparison;
pub use self::form::Form;
use self::transactions::TransactionsComparison;
use crate::number::thousands;
use crate::preview_value::preview_value;
use crate::recipe::Recipe;
use crate::transactions::RowGenerator;
use crate::validate::{FileForm, Opening};

/// Compares a file, as it comes in, with the table of a recipe that it is of. Memory does not grow with either.
pub struct Comparison {
    recipe: Recipe,
    /// What the file was before it came here.
    form: FileForm,
    stage: Stage,
}

/// What has turned out so far.
enum Stage {
    /// Too little has come to tell the table: these bytes.
    Undecided(Vec<u8>),
    Customers(Box<CustomersComparison>),
    Transactions(Box<TransactionsComparison>),
}

/// How many bytes of a file tell its table, packed or not.
const TELLING_BYTES: usize = 4_096;

/// How a file compares with the data set of a recipe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every byte is the same.
    Identical,
    /// Every row is the same, written in these ways.
    SameRows(Vec<Form>),
    /// Not every row is.
    Differs(Difference),
}

/// The first difference between a file and the data set of a recipe, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The line of the file, counted from 1.
    pub line: u64,
    /// The row of the data set, counted from 1; nothing for the header, and where the data set has
    /// no such row.
    pub row: Option<u64>,
    /// How they differ.
    pub kind: DifferenceKind,
    /// The first column that differs, if just values do.
    pub column: Option<String>,
    /// What the data set has there: the column's value, or the line. Empty if the data set has no
    /// such row.
    pub expected: String,
    /// What the file has there; empty if it has ended.
    pub found: String,
    /// How many rows have other values than the data set's.
    pub changed: u64,
    /// How many rows of the data set the file does not have.
    pub missing: u64,
    /// How many rows of the file the data set does not have.
    pub new: u64,
    /// Whether these numbers are exact; if not, they are the least that it can be.
    pub is_exact: bool,
    /// In what ways the other rows are written, beside that.
    pub forms: Vec<Form>,
}

/// The kinds of difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// One value, the first that differs.
    Value,
    /// The line as a whole.
    #[default]
    Line,
    /// A row of the data set is not there.
    RowMissing,
    /// The file has ended and the data set has not.
    FileEnds,
    /// The data set has ended and the file has not.
    FileGoesOn,
}

impl fmt::Display for Verdict {
    /// The verdict in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Identical => f.write_str("byte for byte the same"),
            Verdict::SameRows(forms) => {
                write!(f, "the same rows, written differently: {}", listed(forms))
            }
            Verdict::Differs(difference) => difference.fmt(f),
        }
    }
}

impl fmt::Display for Difference {
    /// The difference in a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { line, row, kind, column, expected, found, .. } = self;
        let line = thousands(*line);
        let place = match row {
            Some(row) => format!("row {} (line {line})", thousands(*row)),
            None => format!("line {line}"),
        };
        match kind {
            DifferenceKind::FileEnds => write!(f, "the file ends before {place}")?,
            DifferenceKind::FileGoesOn => {
                write!(f, "the file goes on with {place} after the last row of the data set")?;
            }
            DifferenceKind::RowMissing => write!(f, "{place} is the first that is missing")?,
            // Bytes that are no text tell a reader nothing.
            DifferenceKind::Line
                if found.contains(char::REPLACEMENT_CHARACTER) || found.contains("\\u{") =>
            {
                write!(f, "{place} is the first that differs, it is not text")?;
            }
            DifferenceKind::Value | DifferenceKind::Line => {
                let subject = column.as_deref().unwrap_or("it");
                write!(
                    f,
                    "{place} is the first that differs, {subject} is \"{found}\" instead of \"{expected}\""
                )?;
            }
        }
        let least = if self.is_exact { "" } else { "at least " };
        let counts = [(self.changed, "changed"), (self.missing, "missing"), (self.new, "new")];
        let counts: Vec<String> = (counts.iter().filter(|(count, _)| *count > 0))
            .map(|(count, what)| format!("{} {what}", thousands(*count)))
            .collect();
        if !counts.is_empty() {
            write!(f, "; of all rows {least}{}", counts.join(", "))?;
        }
        if !self.forms.is_empty() {
            write!(f, "; the others are written {}", listed(&self.forms))?;
        }
        Ok(())
    }
}

fn listed(forms: &[Form]) -> String {
    forms.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Comparison {
    /// A comparison with a table of `recipe`, for which nothing has been read yet.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Comparison {
        Comparison {
            recipe: recipe.clone(),
            form: FileForm::default(),
            stage: Stage::Undecided(Vec::new()),
        }
    }

    /// The same for CSV that was made of a file of this form.
    #[must_use]
    pub fn of_form(self, form: FileForm) -> Comparison {
        Comparison { form, ..self }
    }

    /// Compares what comes next in the file.
    pub fn read(&mut self, bytes: &[u8]) {
        match &mut self.stage {
            Stage::Undecided(begun) => {
                begun.extend_from_slice(bytes);
                if begun.len() >= TELLING_BYTES {
                    self.decide();
                }
            }
            Stage::Customers(comparison) => comparison.read(bytes),
            Stage::Transactions(comparison) => comparison.read(bytes),
        }
    }

    /// The verdict on all that has been read.
    #[must_use]
    pub fn verdict(mut self) -> Verdict {
        self.decide();
        match self.stage {
            Stage::Transactions(comparison) => comparison.verdict(),
            Stage::Customers(comparison) => comparison.verdict(),
            Stage::Undecided(_) => Verdict::Identical,
        }
    }

    /// Decides on the table by what has come of the file, if that has not been done.
    fn decide(&mut self) {
        let Stage::Undecided(begun) = &mut self.stage else { return };
        let begun = std::mem::take(begun);
        let made = RowGenerator::new(&self.recipe).ok().filter(|_| is_of_transactions(&begun));
        self.stage = match made {
            Some(rows) => Stage::Transactions(Box::new(TransactionsComparison::new(
                &self.recipe,
                rows,
                self.form,
            ))),
            None => Stage::Customers(Box::new(CustomersComparison::new(&self.recipe, self.form))),
        };
        self.read(&begun);
    }
}

/// Whether a file that begins like this has a header of transactions.
fn is_of_transactions(begun: &[u8]) -> bool {
    let mut csv = Vec::new();
    Opening::new().take(begun, &mut csv);
    // What is not whole yet may be held back.
    let csv = if csv.is_empty() { begun } else { &csv };
    let header = csv.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(header);
    let has = |name: &str| header.contains(name);
    has("transaction_id") || has("transaction_amount")
}

/// Two values that differ, for people: where they begin alike for longer than is shown, from a little
/// before they part.
fn excerpts(expected: &[u8], found: &[u8]) -> (String, String) {
    let (one, other) = (preview_value(expected), preview_value(found));
    if one != other {
        return (one, other);
    }
    let same = expected.iter().zip(found).take_while(|(one, other)| one == other).count();
    let from = same.saturating_sub(10);
    let rest = |text: &[u8]| format!("…{}", preview_value(text.get(from..).unwrap_or_default()));
    (rest(expected), rest(found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::{Generator, HEADER};
    use crate::date::Date;
    use crate::plan::Rows;
    use crate::recipe::{Parameters, RecipeVersion};
    use crate::table::Generate;

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
            verdict => panic!("{verdict}"),
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
            assert_eq!(
                (found.kind, found.column.as_deref()),
                (DifferenceKind::Value, Some("customer_id"))
            );
            assert!(found.found.ends_with('x') && found.expected.starts_with("CUST0000"));
        }
    }

    #[test]
    fn ragged_rows_are_told() {
        let text = String::from_utf8(file()).unwrap_or_default();
        let ragged = difference(text.replacen("\nCUST00000002,", "\nCUST00000002,,", 1).as_bytes());
        assert_eq!((ragged.kind, ragged.line, ragged.changed), (DifferenceKind::Line, 3, 1));
    }

    #[test]
    fn two_texts_that_differ_are_never_shown_alike() {
        let (one, other) = excerpts(&[b'x'; 200], &[&[b'x'; 199][..], b"y"].concat());
        assert_ne!(one, other);
        assert_eq!(other, "…xxxxxxxxxxy");
    }

    #[test]
    fn files_that_end_sooner_or_later_are_told() {
        let file = file();
        for line in [1, 2, 4_002] {
            let begun = if line == 1 { 0 } else { start_of(&file, line) };
            let short = difference(&file[..begun]);
            let row = line.checked_sub(2).map(|row| row as u64 + 1);
            assert_eq!(
                (short.kind, short.line, short.row),
                (DifferenceKind::FileEnds, line as u64, row)
            );
            assert!(short.found.is_empty() && !short.expected.is_empty());
        }
        let cut = difference(&file[..start_of(&file, 3) + 20]);
        assert_eq!((cut.kind, cut.line), (DifferenceKind::Line, 3));
        let long = difference(&[&file[..], b"CUST00005501,a\nb"].concat());
        assert_eq!((long.kind, long.line, long.row), (DifferenceKind::FileGoesOn, 5_502, None));
        assert_eq!((&long.found[..], &long.expected[..]), ("CUST00005501,a", ""));
    }
}
