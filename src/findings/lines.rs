//! On which line of the file each row begins.

use serde::{Deserialize, Serialize};

/// The lines of some rows: where one is not on the line after the row before, a mark says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines(Vec<Mark>);

/// From this row on, every row is on the line after the row before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    row: u32,
    line: u64,
}

impl Lines {
    /// Notes that row `row`, which is the next, is on `line`.
    #[inline]
    pub(crate) fn note(&mut self, row: u32, line: u64) {
        let follows =
            self.0.last().is_some_and(|mark| line - mark.line == u64::from(row - mark.row));
        if !follows {
            self.0.push(Mark { row, line });
        }
    }

    /// Adds the lines of later rows, before which there were so many.
    pub(crate) fn append(&mut self, rows_before: u32, later: &Lines) {
        for mark in &later.0 {
            self.note(rows_before + mark.row, mark.line);
        }
    }

    /// The line of a row that was noted.
    pub(crate) fn of(&self, row: u32) -> u64 {
        let marks = self.0.partition_point(|mark| mark.row <= row);
        marks.checked_sub(1).map_or(0, |at| self.0[at].line + u64::from(row - self.0[at].row))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_line() {
        let noted = [2, 3, 4, 9, 10, 13, 14, 15];
        let mut lines = Lines::default();
        for (row, &line) in (0..).zip(&noted) {
            lines.note(row, line);
        }
        assert_eq!(lines.0.len(), 3);
        let mut parts = Lines::default();
        for part in [0..3, 3..6, 6..8] {
            let mut later = Lines::default();
            for (row, &line) in (0..).zip(&noted[part.clone()]) {
                later.note(row, line);
            }
            parts.append(part.start as u32, &later);
        }
        assert_eq!(parts, lines);
        for (row, line) in (0..).zip(noted) {
            assert_eq!(lines.of(row), line);
        }
    }
}
