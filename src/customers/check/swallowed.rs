//! Rows that quotes have swallowed: what looks like rows within a value, and values far beyond what a
//! column holds.

use serde::{Deserialize, Serialize};

use crate::check::values::id_number;
use crate::customers::schema::COLUMNS;
use crate::number::thousands;

/// How many bytes a value may have before it is told: more than any name, place or address.
const LONG: usize = 254;

/// What is between the fields of rows.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What a value that goes beyond a line, or is as long as a row, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sprawl {
    /// How many line feeds.
    pub(super) lines: u64,
    /// How many of its lines look like rows.
    pub(super) rows: u64,
    /// Whether it has as many separators as a row.
    separated: bool,
}

/// A value that goes over several lines in a row of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stretch {
    /// The row, counted from 0 in its piece.
    pub(super) row: u32,
    /// The line on which the row begins, and the one on which the value ends.
    pub(super) first: u64,
    pub(super) last: u64,
}

impl Sprawl {
    /// What there is to tell of the value; nothing of one that could be a name or an address.
    pub(super) fn of(value: &[u8]) -> Option<Sprawl> {
        let separated = SEPARATORS.iter().any(|&separator| holds(value, separator) >= COLUMNS - 1);
        let broken = value.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        (separated || broken || value.len() > LONG).then(|| {
            let lines = value.split(|byte| matches!(byte, b'\n' | b'\r'));
            let rows = lines.skip(1).filter(|line| is_like_a_row(line)).count();
            Sprawl { lines: crate::decode::line_feeds(value), rows: rows as u64, separated }
        })
    }

    /// What is told of it, of a row that begins on this line.
    pub(super) fn reason(self, line: u64) -> String {
        let Sprawl { lines, rows, separated } = self;
        let (first, last) = (thousands(line), thousands(line + lines));
        let plural = if rows == 1 { "" } else { "s" };
        match (rows, lines) {
            (0, 0) if separated => "as many separators as a row has".to_owned(),
            (0, 0) => "far longer than a value of this column".to_owned(),
            (0, _) => format!("goes from line {first} to line {last}"),
            (rows, _) => format!(
                "a quote on line {first} is closed on line {last}: what looks like {} row{plural} is \
                 within",
                thousands(rows)
            ),
        }
    }
}

/// Whether a line of a value begins like a row, or has as many fields as one.
fn is_like_a_row(line: &[u8]) -> bool {
    let has_id = line.windows(12).any(|text| id_number(text).is_some());
    has_id || SEPARATORS.iter().any(|&separator| holds(line, separator) >= COLUMNS - 1)
}

fn holds(text: &[u8], byte: u8) -> usize {
    memchr::memchr_iter(byte, text).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_one_line_do_not_sprawl() {
        for value in ["", "Danielle", "St. Louis, Missouri", &"x".repeat(254)] {
            assert_eq!(Sprawl::of(value.as_bytes()), None, "{value}");
        }
    }

    #[test]
    fn rows_within_are_counted() {
        let row =
            "CUST00000007,A,B,a@b.co,44,CA,X,Employed,Standard,5000,2020-01-01,Declining,gradual";
        let value = format!("A,B,a@b.co\n{row}\n{row}\nCUST00000008,Ann");
        let sprawl = Sprawl::of(value.as_bytes());
        assert_eq!(sprawl, Some(Sprawl { lines: 3, rows: 3, separated: true }));
        let reason = sprawl.map(|sprawl| sprawl.reason(36)).unwrap_or_default();
        assert!(reason.starts_with("a quote on line 36 is closed on line 39"), "{reason}");
        for (value, lines) in [("East\nDonald", 1), ("a\r\n\r\nb", 2)] {
            let expected = Sprawl { lines, rows: 0, separated: false };
            assert_eq!(Sprawl::of(value.as_bytes()), Some(expected), "{value:?}");
        }
        let commas = Sprawl::of(",".repeat(12).as_bytes());
        assert_eq!(
            commas.map(|sprawl| sprawl.reason(2)).as_deref(),
            Some("as many separators as a row has")
        );
    }
}
