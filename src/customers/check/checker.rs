//! Reads a piece of a file row by row and holds every row against the rules that it can keep or break on
//! its own.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::criteria::Criteria;
use super::emails::Emails;
use super::expected::{NO_DIGITS, digits_of};
use super::ids::IdRun;
use super::names;
use super::people::{People, Row};
use super::swallowed::{Sprawl, Stretch};
use crate::check::reasons;
use crate::check::values::{id_number, is_placeholder, stands_for_nothing, whole_number};
use crate::customers::known::Known;
use crate::customers::schema::{COLUMNS, Field};
use crate::customers::statistics::{Statistics, Tally};
use crate::customers::values;
use crate::customers::windows::compact;
use crate::date::Date;
use crate::decode::{self, Advance, Reader, Unreadable};
use crate::findings::{Example, Findings, Lines, Rule};
use crate::number::thousands;
use crate::preview_value::preview_value;
use crate::recipe::{SEGMENTS, Span};
use crate::steps::Steps;

/// What one piece of a file showed.
///
/// It crosses from a worker to the page with `serde`; the address hashes, eight bytes a row, travel
/// beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PieceReport {
    /// A 64-bit hash of the address of every row, 0 where there is none.
    #[serde(skip)]
    pub emails: Vec<u64>,
    pub(super) lines: Lines,
    pub(super) ids: Vec<IdRun>,
    /// Values that go over several lines, and do not look as if rows were in them.
    pub(super) stretches: Vec<Stretch>,
    /// How many rows end in CR LF or CR, and the line of the first.
    pub(super) crlf: (u64, u64),
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

/// Which field of a row belongs to which column.
type Layout = decode::Layout<COLUMNS>;

/// The fields of a row.
pub(super) type Fields<'a> = decode::Fields<'a, COLUMNS>;

/// Holds rows against criteria.
#[derive(Debug)]
pub struct Checker {
    reader: Reader<COLUMNS>,
    bounds: Bounds,
    /// Counts of the rows of a piece that are as expected; of none between pieces.
    tally: Box<Tally>,
}

/// What the criteria ask of a row, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) criteria: Criteria,
    pub(super) age: Span,
    credit_limit: Span,
    credit_limit_step: u32,
    pub(super) steps: Steps,
    /// First and last day of the account window as `yyyymmdd`, which compares like the date; without a
    /// reference date those of the calendar, up to today if that is known.
    pub(super) window: Span,
    /// Whether the window is the recipe's.
    pub(super) dated: bool,
    pub(super) premium_allowed: [bool; SEGMENTS],
    /// What only recipes of people ask; from there on the window depends on the person.
    pub(super) people: Option<People>,
    /// Where names and places are looked for, if they are.
    pub(super) known: Option<&'static Known>,
    /// Which columns the file has.
    pub(super) has: [bool; COLUMNS],
}

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

impl PieceReport {
    /// A report in which no row has been read yet.
    pub(super) fn of_nothing(criteria: &Criteria) -> PieceReport {
        PieceReport {
            emails: Vec::new(),
            lines: Lines::default(),
            ids: Vec::new(),
            stretches: Vec::new(),
            crlf: (0, 0),
            findings: Findings::new(criteria.examples),
            statistics: Statistics::new(&criteria.recipe, criteria.window()),
        }
    }

    /// Whether there is an example of a row on this line that breaks `rule`.
    pub(crate) fn shows(&self, rule: Rule, line: u64) -> bool {
        self.findings.examples(rule).binary_search_by_key(&line, |example| example.line).is_ok()
    }

    /// Forgets the addresses, if so many rows of the file come before these: they are compared among the first.
    pub(crate) fn forget_emails_behind(&mut self, rows: u64) {
        if rows >= Emails::COMPARED as u64 {
            self.emails = Vec::new();
        }
    }

    /// Keeps so many examples of each finding, the first.
    pub(crate) fn shorten(&mut self, examples: u32) {
        self.findings.shorten(examples);
    }
}

impl Bounds {
    fn new(criteria: &Criteria, layout: &Layout) -> Bounds {
        let parameters = criteria.recipe.parameters();
        let people = People::new(criteria);
        let window = criteria.window().filter(|_| people.is_none());
        Bounds {
            age: parameters.age,
            credit_limit: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
            steps: {
                let Span { min, max } = parameters.credit_limit;
                Steps::new(min, max, parameters.credit_limit_step)
            },
            window: {
                let last = criteria.today.filter(|_| !criteria.dated).unwrap_or(Date::LATEST);
                let (first, last) = window.unwrap_or((Date::EARLIEST, last));
                Span::new(compact(first), compact(last))
            },
            dated: criteria.dated,
            people,
            known: Statistics::knows_names(&criteria.recipe, criteria.window()).then(Known::get),
            premium_allowed: parameters.premium.map(|share| share > 0),
            has: layout.positions.map(|position| position.is_some()),
            criteria: criteria.clone(),
        }
    }
}

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

/// Most rows have more bytes than this, so that in so much of a piece there is one at most.
const SHORT_ROW: usize = 100;

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
    fn sprawling(&mut self, column: Field, value: &[u8], sprawl: Sprawl) {
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

    /// A row of which something is not as expected, or not of the plain form.
    #[inline(never)]
    pub(super) fn row(&mut self, fields: &Fields<'_>) {
        self.count_row();
        self.next_id = NO_DIGITS;
        if !self.id(fields) {
            return;
        }
        for column in [Field::FirstName, Field::LastName, Field::City] {
            if !names::is_common(fields[column.position()]) {
                self.odd_name(fields, column);
            }
        }
        self.email(fields);
        let age = self.age(fields);
        let state =
            self.known(fields, Field::State, Rule::StateKnown, values::state, &values::STATES);
        if let Some(state) = state {
            self.report.statistics.states[state] += 1;
        }
        let employment = self.known(
            fields,
            Field::Employment,
            Rule::EmploymentKnown,
            values::employment,
            &values::EMPLOYMENTS,
        );
        if let Some(employment) = employment {
            self.report.statistics.employments[employment] += 1;
        }
        let steps = self.credit_limit(fields);
        let opened = self.opened(fields);
        let (card, segment) = self.standing(fields);
        self.people(fields, &Row { age, state, employment, card, steps, opened, segment });
        self.row += 1;
    }

    /// Returns whether this is a row at all.
    #[inline]
    fn id(&mut self, fields: &Fields<'_>) -> bool {
        let text = fields[Field::Id.position()];
        let Some(id) = id_number(text) else {
            if text == Field::Id.name().as_bytes() {
                self.no_row(text, "the header again; files that were joined?");
                return false;
            }
            if fields.iter().all(|field| stands_for_nothing(field)) {
                self.no_row(b"", "nothing but separators");
                return false;
            }
            if self.present(fields, Field::Id) {
                self.broken(Rule::IdFormat, Field::Id, text, || reasons::no_id(text).to_owned());
            }
            return true;
        };
        match self.report.ids.last_mut() {
            Some(run)
                if id.checked_sub(run.first) == Some(run.rows)
                    && self.row - run.row == run.rows =>
            {
                run.rows += 1;
            }
            _ => self.report.ids.push(IdRun { row: self.row, first: id, rows: 1 }),
        }
        self.next_id = digits_of(id + 1);
        true
    }

    /// What has the fields of a row and is none: a header in the middle, as it stands where files were
    /// joined, or separators alone.
    #[cold]
    fn no_row(&mut self, id: &[u8], reason: &str) {
        self.report.emails.push(0);
        let line = self.line;
        self.report.findings.add(Rule::RowReadable, || Example {
            line,
            column: if id.is_empty() { String::new() } else { Field::Id.name().to_owned() },
            value: preview_value(id),
            reason: reason.to_owned(),
        });
        self.row += 1;
    }

    /// A name or a city that is not of the common form.
    #[cold]
    fn odd_name(&mut self, fields: &Fields<'_>, column: Field) {
        let text = fields[column.position()];
        if !self.present(fields, column) {
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

    #[inline]
    fn email(&mut self, fields: &Fields<'_>) {
        let email = fields[Field::Email.position()];
        let address = Address::read(email);
        let present = address.is_whole || self.present(fields, Field::Email);
        self.report.emails.push(if present { address.hash } else { 0 });
        if present && !address.is_whole {
            self.broken(Rule::EmailFormat, Field::Email, email, String::new);
        }
    }

    /// Returns the age if it is within the range.
    #[inline]
    fn age(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields[Field::Age.position()];
        if let Some(age) = whole_number(text) {
            self.report.statistics.age(age);
            if self.bounds.age.contains(age) {
                return Some(age);
            }
            let Span { min, max } = self.bounds.age;
            let reason = || format!("not within {min} to {max}");
            self.broken(Rule::AgeRange, Field::Age, text, reason);
        } else if self.present(fields, Field::Age) {
            let reason = || reasons::no_whole_number(text).to_owned();
            self.broken(Rule::AgeRange, Field::Age, text, reason);
        }
        None
    }

    /// Returns the steps above the smallest if the limit is on one within the range.
    #[inline]
    fn credit_limit(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields[Field::CreditLimit.position()];
        let Some(limit) = whole_number(text) else {
            if self.present(fields, Field::CreditLimit) {
                let reason = || reasons::no_whole_number(text).to_owned();
                self.broken(Rule::CreditLimitRange, Field::CreditLimit, text, reason);
            }
            return None;
        };
        self.report.statistics.credit_limit(limit);
        let Span { min, max } = self.bounds.credit_limit;
        if self.bounds.credit_limit.contains(limit) {
            let above = limit - min;
            let step = self.bounds.credit_limit_step;
            let steps = above / step;
            if steps * step != above {
                let reason =
                    || format!("not {} plus a multiple of {}", thousands(min), thousands(step));
                self.broken(Rule::CreditLimitStep, Field::CreditLimit, text, reason);
                self.report.statistics.credit_limit_astray(limit);
            }
            self.report.statistics.credit_limit_steps(steps);
            (steps * step == above).then_some(steps)
        } else {
            let reason = || format!("not within {} to {}", thousands(min), thousands(max));
            self.broken(Rule::CreditLimitRange, Field::CreditLimit, text, reason);
            self.report.statistics.credit_limit_astray(limit);
            None
        }
    }
}
