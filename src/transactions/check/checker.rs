//! Reads transactions in the order of their file and holds them against the rules.

use serde::{Deserialize, Serialize};

use super::bounds::Bounds;
use super::customers::Customers;
use super::desk::Desk;
use super::expected::Piece;
use super::month::Month;
use crate::customers::check::Criteria;
use crate::date::Date;
use crate::decode::{self, Advance, Reader};
use crate::findings::{Findings, Rule};
use crate::transactions::COLUMNS;
use crate::transactions::statistics::Statistics;

/// What one piece of a file showed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PieceReport {
    /// How many lines the piece has.
    pub(super) lines: u64,
    /// How many rows end in CR LF or CR, and the line of the first.
    pub(super) crlf: (u64, u64),
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

/// Which field of a row belongs to which column.
pub(crate) type Layout = decode::Layout<COLUMNS>;

/// Holds transactions against criteria, in the order of their file: what a customer's rows show together is known
/// once all of them have passed.
#[derive(Debug)]
pub struct Checker {
    reader: Reader<COLUMNS>,
    pub(super) desk: Desk,
}

impl Checker {
    /// A checker of rows in our own form, of these customers.
    #[must_use]
    pub fn new(criteria: &Criteria, customers: Customers) -> Checker {
        Checker::of_layout(criteria, Layout::contract(), customers)
    }

    /// A checker of rows of this layout.
    #[must_use]
    pub fn of_layout(criteria: &Criteria, layout: Layout, customers: Customers) -> Checker {
        let has = layout.positions.map(|position| position.is_some());
        let bounds = criteria.dated.then(|| Bounds::new(&criteria.recipe));
        let today = criteria.today.unwrap_or(Date::LATEST);
        let desk = Desk {
            last_day: bounds.as_ref().map_or(today, |bounds| bounds.window().1),
            bounds,
            customers,
            examples: criteria.examples,
            has,
            line: 0,
            is_faulty: false,
            month: Month::default(),
            passing: None,
            findings: Findings::new(criteria.examples),
            statistics: Statistics::of(criteria),
        };
        Checker { reader: Reader::new(layout), desk }
    }

    /// Reads whole customers without header; the first row is on line `first_line`.
    pub fn check(&mut self, bytes: &[u8], first_line: u64) -> PieceReport {
        self.check_piece(bytes, first_line, true).0
    }

    /// Reads as many whole rows as there are in the next piece of a file, and says how far it came; see
    /// [`Reader::read`]. At the `end`, the last customer has passed.
    pub fn check_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (PieceReport, Advance) {
        let desk = &mut self.desk;
        let advance = self.reader.read_into(bytes, end, &mut Piece { desk, first_line });
        let desk = &mut self.desk;
        if end {
            desk.pass();
        }
        let (rows, lines) = self.reader.take_carriage_returns();
        let piece = PieceReport {
            lines: advance.lines,
            crlf: (rows, first_line + lines),
            findings: std::mem::replace(&mut desk.findings, Findings::new(desk.examples)),
            statistics: desk.statistics.take(),
        };
        (piece, advance)
    }
}

impl PieceReport {
    /// Whether there is an example of a row on this line that breaks `rule`.
    pub(crate) fn shows(&self, rule: Rule, line: u64) -> bool {
        self.findings.examples(rule).binary_search_by_key(&line, |example| example.line).is_ok()
    }

    /// Keeps so many examples of each finding, the first.
    pub(crate) fn shorten(&mut self, examples: u32) {
        self.findings.shorten(examples);
    }

    /// The same, so many lines further down.
    pub(crate) fn moved(mut self, lines: u64) -> PieceReport {
        self.findings.move_down(lines);
        self.crlf.1 += lines;
        self
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.statistics.rows
    }
}
