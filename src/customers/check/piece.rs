//! A piece of a file under report, and how what is amiss in it is told.

use super::bounds::Bounds;
use super::ids::NO_DIGITS;
use super::piece_report::PieceReport;
use super::swallowed::{Sprawl, Stretch};
use crate::check::reasons;
use crate::check::values::{is_placeholder, stands_for_nothing};
use crate::customers::schema::{COLUMNS, Field};
use crate::customers::statistics::Tally;
use crate::decode::{self, Unreadable};
use crate::findings::{Example, Rule};
use crate::preview_value::preview_value;

/// The fields of a row.
pub(super) type Fields<'a> = decode::Fields<'a, COLUMNS>;

/// A piece of a file under report.
pub(super) struct Piece<'a> {
    pub(super) bounds: &'a Bounds,
    pub(super) first_line: u64,
    /// The line of what is read at the moment.
    pub(super) line: u64,
    /// How many rows there have been.
    pub(super) row: u32,
    /// The eight digits of the id that follows the one of the last row, or [`NO_DIGITS`].
    pub(super) next_id: u64,
    pub(super) report: PieceReport,
    pub(super) tally: &'a mut Tally,
}

impl Piece<'_> {
    #[cold]
    pub(super) fn unreadable(&mut self, why: Unreadable, text: &[u8]) {
        self.count_row();
        self.next_id = NO_DIGITS;
        self.report.emails.push(0);
        let line = self.line;
        self.report.findings.add(Rule::RowReadable, || Example {
            line,
            value: preview_value(text),
            reason: reasons::unreadable(why, text, line),
            ..Example::default()
        });
        self.row += 1;
    }

    #[cold]
    pub(super) fn blank(&mut self) {
        let line = self.line;
        let example = || Example { line, ..Example::default() };
        self.report.findings.add(Rule::BlankLine, example);
    }

    #[inline]
    pub(super) fn count_row(&mut self) {
        self.report.statistics.rows += 1;
        self.report.lines.note(self.row, self.line);
    }

    #[cold]
    pub(super) fn broken(
        &mut self,
        rule: Rule,
        column: Field,
        value: &[u8],
        reason: impl FnOnce() -> String,
    ) {
        let is_placeholder = self.note_form(column, value);
        let placeholder = || "stands for no value".to_owned();
        self.tell(rule, column, value, || if is_placeholder { placeholder() } else { reason() });
    }

    /// Notes a value that sprawls, and says whether it stands for none. Apart, for it is the same for every reason.
    #[inline(never)]
    fn note_form(&mut self, column: Field, value: &[u8]) -> bool {
        if let Some(sprawl) = Sprawl::of(value) {
            self.sprawling(column, value, sprawl);
        }
        is_placeholder(value)
    }

    /// A value that is as large as rows, or holds some.
    pub(super) fn sprawling(&mut self, column: Field, value: &[u8], sprawl: Sprawl) {
        let (row, first) = (self.row, self.line);
        let rule = if sprawl.rows > 0 { Rule::RowsSwallowed } else { Rule::ValueSprawling };
        if sprawl.rows == 0 && sprawl.lines > 0 {
            let stretch = Stretch { row, first, last: first + sprawl.lines };
            self.report.stretches.push(stretch);
        }
        self.tell(rule, column, value, || sprawl.reason(first));
    }

    pub(super) fn tell(
        &mut self,
        rule: Rule,
        column: Field,
        value: &[u8],
        reason: impl FnOnce() -> String,
    ) {
        self.report.findings.add_value(rule, self.line, column.name(), value, reason);
    }

    /// Whether the value is there, which is a rule for every column but the decline type. Nothing
    /// is asked of a column that the file does not have: that has been told once.
    #[cold]
    pub(super) fn present(&mut self, fields: &Fields<'_>, column: Field) -> bool {
        let present = !stands_for_nothing(fields[column.position()]);
        if !present && self.bounds.has[column.position()] {
            self.broken(Rule::RequiredValue, column, fields[column.position()], String::new);
        }
        present
    }

    /// Looks a required value up in the list of those that are known, breaking `rule` if it is not
    /// there.
    #[inline]
    pub(super) fn known(
        &mut self,
        fields: &Fields<'_>,
        column: Field,
        rule: Rule,
        find: impl Fn(&[u8]) -> Option<usize>,
        list: &'static [&'static str],
    ) -> Option<usize> {
        let found = find(fields[column.position()]);
        if found.is_none() && self.present(fields, column) {
            let reason = || {
                reasons::nearly(fields[column.position()], list.iter().copied())
                    .unwrap_or_default()
                    .to_owned()
            };
            self.broken(rule, column, fields[column.position()], reason);
        }
        found
    }
}
