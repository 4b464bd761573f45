//! What is told of a row or a value that is not as usual. All of it is rare, so nothing here is fast.

use super::examiner::{Fields, Piece};
use super::swallowed::{Sprawl, Stretch};
use super::values::{is_placeholder, stands_for_nothing};
use super::{names, reasons};
use crate::customers::schema::Field;
use crate::decode::Unreadable;
use crate::excerpt::excerpt;
use crate::findings::{Example, Rule};

impl Piece<'_> {
    #[cold]
    pub(super) fn unreadable(&mut self, why: Unreadable, text: &[u8]) {
        self.count_row();
        self.examination.emails.push(0);
        let line = self.line;
        self.examination.findings.add(Rule::RowReadable, || Example {
            line,
            value: excerpt(text),
            reason: reasons::unreadable(why, text, line),
            ..Example::default()
        });
        self.row += 1;
    }

    #[cold]
    pub(super) fn blank(&mut self) {
        let line = self.line;
        let example = || Example { line, ..Example::default() };
        self.examination.findings.add(Rule::BlankLine, example);
    }

    #[cold]
    pub(super) fn broken(
        &mut self,
        rule: Rule,
        column: Field,
        value: &[u8],
        reason: impl FnOnce() -> String,
    ) {
        if let Some(sprawl) = Sprawl::of(value) {
            self.sprawling(column, value, sprawl);
        }
        let placeholder = || "stands for no value".to_owned();
        let known = is_placeholder(value);
        self.tell(rule, column, value, || if known { placeholder() } else { reason() });
    }

    /// A value that is as large as rows, or holds some.
    pub(super) fn sprawling(&mut self, column: Field, value: &[u8], sprawl: Sprawl) {
        let (row, first) = (self.row, self.line);
        let rule = if sprawl.rows > 0 { Rule::RowsSwallowed } else { Rule::ValueSprawling };
        if sprawl.rows == 0 && sprawl.lines > 0 {
            let stretch = Stretch { row, first, last: first + sprawl.lines };
            self.examination.stretches.push(stretch);
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
        let line = self.line;
        self.examination.findings.add(rule, || Example {
            line,
            column: column.name().to_owned(),
            value: excerpt(value),
            reason: reason(),
        });
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

    /// What has the fields of a row and is none: a header in the middle, as it stands where files were
    /// joined, or separators alone.
    #[cold]
    pub(super) fn no_row(&mut self, id: &[u8], reason: &str) {
        self.examination.emails.push(0);
        let line = self.line;
        self.examination.findings.add(Rule::RowReadable, || Example {
            line,
            column: if id.is_empty() { String::new() } else { Field::Id.name().to_owned() },
            value: excerpt(id),
            reason: reason.to_owned(),
        });
        self.row += 1;
    }

    /// A name or a city that is not of the plain form.
    #[cold]
    pub(super) fn odd_name(&mut self, fields: &Fields<'_>, column: Field) {
        let text = fields[column.position()];
        // Of the three, one at least is not plain.
        if names::is_common(text) || !self.present(fields, column) {
            return;
        }
        if let Some(sprawl) = Sprawl::of(text) {
            self.sprawling(column, text, sprawl);
        } else if is_placeholder(text) {
            self.tell(Rule::ValuePlaceholder, column, text, String::new);
        } else {
            for (rule, reason) in names::oddities(text) {
                self.tell(rule, column, text, || reason.to_owned());
            }
        }
    }

    /// A day outside the window, or one at the turn of a year. Returns whether the contract has the year.
    #[cold]
    pub(super) fn odd_day(&mut self, text: &[u8], compact: u32) -> bool {
        let within = self.bounds.window.contains(compact);
        if compact < 1900_01_01 {
            let reason = || "not a year from 1900 to 9999".to_owned();
            self.broken(Rule::AccountDate, Field::Opened, text, reason);
            return false;
        }
        if self.bounds.dated {
            self.outside_window(text, compact);
        } else if reasons::STAND_INS.contains(&compact) {
            let reason = || "stands for no day in many systems".to_owned();
            self.broken(Rule::AccountPlausible, Field::Opened, text, reason);
        } else if !within {
            let reason = || "still to come".to_owned();
            self.broken(Rule::AccountPlausible, Field::Opened, text, reason);
        }
        true
    }

    pub(super) fn outside_window(&mut self, text: &[u8], compact: u32) {
        self.examination.statistics.opened_astray(compact);
        let window = self.bounds.criteria.window();
        self.broken(Rule::AccountWindow, Field::Opened, text, || {
            window.map_or(String::new(), |(first, last)| {
                let more = reasons::STAND_INS.contains(&compact);
                let more = if more { "; stands for no day in many systems" } else { "" };
                format!("not within {first} to {last}{more}")
            })
        });
    }

    /// Whether a text that is no decline type is meant for one; a placeholder is told.
    #[cold]
    pub(super) fn is_decline(&mut self, text: &[u8]) -> bool {
        if is_placeholder(text) {
            self.tell(Rule::ValuePlaceholder, Field::DeclineType, text, String::new);
        }
        !is_placeholder(text)
    }
}
