//! All that is at hand while rows pass, and how what is amiss in one is told.

use super::bounds::Bounds;
use super::customers::Customers;
use super::month::Month;
use super::passing::Passing;
use crate::check::reasons;
use crate::date::Date;
use crate::decode::{self, Unreadable};
use crate::findings::{Example, Findings, Rule};
use crate::preview_value::preview_value;
use crate::transactions::COLUMNS;
use crate::transactions::schema::Field;
use crate::transactions::statistics::Statistics;

/// The fields of a row.
pub(super) type Fields<'a> = decode::Fields<'a, COLUMNS>;

/// All that is at hand while rows pass.
#[derive(Debug)]
pub(super) struct Desk {
    /// What a period may hold and when the window is; nothing of files that are of no known day.
    pub(super) bounds: Option<Bounds>,
    /// The last day that a transaction may have.
    pub(super) last_day: Date,
    pub(super) customers: Customers,
    pub(super) examples: u32,
    /// Which columns the file has.
    pub(super) has: [bool; COLUMNS],
    /// The line of the row that is read.
    pub(super) line: u64,
    /// Whether that row broke a rule.
    pub(super) is_faulty: bool,
    /// The month that was read last.
    pub(super) month: Month,
    /// The customer whose rows pass at the moment.
    pub(super) passing: Option<Box<Passing>>,
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

impl Desk {
    #[cold]
    pub(super) fn unreadable(&mut self, why: Unreadable, text: &[u8]) {
        self.statistics.rows += 1;
        let line = self.line;
        self.findings.add(Rule::RowReadable, || Example {
            line,
            value: preview_value(text),
            reason: reasons::unreadable(why, text, line),
            ..Example::default()
        });
        // Whose row it was nobody knows: most likely that of the customer who passes.
        if let Some(passing) = &mut self.passing {
            passing.is_faulty = true;
        }
    }

    #[cold]
    pub(super) fn blank(&mut self) {
        let line = self.line;
        self.findings.add(Rule::BlankLine, || Example { line, ..Example::default() });
    }

    /// A value of the row that is read breaks a rule.
    #[cold]
    pub(super) fn broken(
        &mut self,
        rule: Rule,
        column: Field,
        value: &[u8],
        reason: impl FnOnce() -> String,
    ) {
        self.is_faulty = true;
        self.findings.add_value(rule, self.line, column.name(), value, reason);
    }
}
