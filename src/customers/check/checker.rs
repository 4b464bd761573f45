//! Reads a piece of a file row by row and holds every row against the rules that it can keep or break on
//! its own.

use super::bounds::{Bounds, Layout};
use super::criteria::Criteria;
use super::ids::NO_DIGITS;
use super::piece::Piece;
use super::piece_report::PieceReport;
use crate::customers::schema::COLUMNS;
use crate::customers::statistics::Tally;
use crate::decode::{Advance, Reader};

/// Holds rows against criteria.
#[derive(Debug)]
pub struct Checker {
    reader: Reader<COLUMNS>,
    bounds: Bounds,
    /// Counts of the rows of a piece that are as expected; of none between pieces.
    tally: Box<Tally>,
}

/// Most rows have more bytes than this, so that in so much of a piece there is one at most.
const SHORT_ROW: usize = 100;

impl Checker {
    /// A checker of rows in our own form.
    #[must_use]
    pub fn new(criteria: &Criteria) -> Checker {
        Checker::of_layout(criteria, Layout::contract())
    }

    /// A checker of rows of this layout.
    #[must_use]
    pub fn of_layout(criteria: &Criteria, layout: Layout) -> Checker {
        Checker::with(Reader::new, criteria, layout)
    }

    /// The same, leaving all reading to `csv-core`: the slow twin that tests and benchmarks hold
    /// the scan against.
    #[must_use]
    pub fn without_scan(criteria: &Criteria, layout: Layout) -> Checker {
        Checker::with(Reader::without_scan, criteria, layout)
    }

    fn with(reader: fn(Layout) -> Reader<COLUMNS>, criteria: &Criteria, layout: Layout) -> Checker {
        let bounds = Bounds::new(criteria, &layout);
        let tally = Box::new(Tally::new(&criteria.recipe));
        Checker { reader: reader(layout), bounds, tally }
    }

    /// Reads whole rows without header; the first of them is on line `first_line` of the file.
    pub fn check(&mut self, bytes: &[u8], first_line: u64) -> PieceReport {
        self.check_piece(bytes, first_line, true).0
    }

    /// Whether what comes next is the rest of a line that is not read any more.
    #[cfg(feature = "cli")]
    pub(crate) fn is_within_line(&self) -> bool {
        self.reader.is_within_line()
    }

    /// Reads as many whole rows as there are in a piece of a file, and says how far it came; see
    /// [`Reader::read`].
    pub fn check_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (PieceReport, Advance) {
        let mut piece = Piece {
            bounds: &self.bounds,
            first_line,
            line: first_line,
            row: 0,
            next_id: NO_DIGITS,
            report: PieceReport::of_nothing(&self.bounds.criteria),
            tally: &mut self.tally,
        };
        piece.report.emails.reserve(bytes.len() / SHORT_ROW);
        let advance = self.reader.read_into(bytes, end, &mut piece);
        let mut piece_report = piece.report;
        piece_report.statistics.absorb(&mut self.tally);
        let (rows, lines) = self.reader.take_carriage_returns();
        piece_report.crlf = (rows, first_line + lines);
        (piece_report, advance)
    }
}
