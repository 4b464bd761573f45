//! What was found out about a file of any table, and what reading a file asks of a table's checks.

use serde::{Deserialize, Serialize};

use crate::customers::check as customers;
use crate::decode::Advance;
use crate::findings::{Finding, Findings, Rule};
use crate::tables::TableId;
use crate::transactions::check as transactions;

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Judged {
    /// Of customers, or of what cannot be read as a table.
    Customers(Box<customers::Report>),
    /// Of transactions.
    Transactions(Box<transactions::Report>),
}

impl Judged {
    /// Which table the file is of.
    #[must_use]
    pub const fn table(&self) -> TableId {
        match self {
            Judged::Customers(_) => TableId::Customers,
            Judged::Transactions(_) => TableId::Transactions,
        }
    }

    /// Whether there is no error; there may be warnings.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        match self {
            Judged::Customers(report) => report.is_valid,
            Judged::Transactions(report) => report.is_valid,
        }
    }

    /// Rules broken that the data must keep.
    #[must_use]
    pub fn errors(&self) -> &[Finding] {
        match self {
            Judged::Customers(report) => &report.errors,
            Judged::Transactions(report) => &report.errors,
        }
    }

    /// Why the file cannot be read at all, if it cannot.
    #[must_use]
    pub fn unreadable(&self) -> Option<&str> {
        match self {
            Judged::Customers(report) => report.unreadable(),
            Judged::Transactions(report) => report.unreadable(),
        }
    }
}

/// Checks the pieces of a file.
pub(crate) trait PieceChecker {
    /// What one piece shows.
    type PieceReport;

    /// Reads as many whole rows as there are in a piece, and says how far it came.
    fn check_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (Self::PieceReport, Advance);
}

/// Folds what the pieces of a file show.
pub(crate) trait FileUnderCheck {
    /// What one piece shows.
    type PieceReport;

    /// Adds what was found before the first row, and on which line that should stand.
    fn begin(&mut self, findings: Findings, first_row: Option<u64>);

    /// Adds the next piece.
    fn absorb(&mut self, piece_report: Self::PieceReport);

    /// Adds what is wrong with the file as a whole.
    fn note(&mut self, rule: Rule, reason: &str);
}

impl PieceChecker for customers::Checker {
    type PieceReport = customers::PieceReport;

    fn check_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (Self::PieceReport, Advance) {
        customers::Checker::check_piece(self, bytes, first_line, end)
    }
}

impl PieceChecker for transactions::Checker {
    type PieceReport = transactions::PieceReport;

    fn check_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (Self::PieceReport, Advance) {
        transactions::Checker::check_piece(self, bytes, first_line, end)
    }
}

impl FileUnderCheck for customers::FileCheck {
    type PieceReport = customers::PieceReport;

    fn begin(&mut self, findings: Findings, first_row: Option<u64>) {
        customers::FileCheck::begin(self, findings, first_row);
    }

    fn absorb(&mut self, piece_report: Self::PieceReport) {
        customers::FileCheck::absorb(self, piece_report);
    }

    fn note(&mut self, rule: Rule, reason: &str) {
        customers::FileCheck::note(self, rule, reason);
    }
}

impl FileUnderCheck for transactions::FileCheck {
    type PieceReport = transactions::PieceReport;

    fn begin(&mut self, findings: Findings, first_row: Option<u64>) {
        transactions::FileCheck::begin(self, findings, first_row);
    }

    fn absorb(&mut self, piece_report: Self::PieceReport) {
        transactions::FileCheck::absorb(self, piece_report);
    }

    fn note(&mut self, rule: Rule, reason: &str) {
        transactions::FileCheck::note(self, rule, reason);
    }
}
