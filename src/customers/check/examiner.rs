//! Reads a piece of a file row by row and holds every row against the rules that it can keep or break on
//! its own.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::criteria::Criteria;
use super::ids::IdRun;
use super::people::{People, Row};
use super::reasons;
use super::values::{calendar_day, id_number, is_missing, whole_number};
use crate::customers::known::Known;
use crate::customers::schema::{COLUMNS, Field};
use crate::customers::statistics::{Month, Statistics};
use crate::customers::values;
use crate::customers::windows::compact;
use crate::decode::{self, Advance, Reader, Record, Unreadable};
use crate::excerpt::excerpt;
use crate::findings::{Example, Findings, Lines, Rule};
use crate::number::thousands;
use crate::recipe::{SEGMENTS, Segment, Span};

/// What one piece of a file showed.
///
/// It crosses from a worker to the page with `serde`; the address hashes, eight bytes a row, travel
/// beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Examination {
    /// A 64-bit hash of the address of every row, 0 where there is none.
    #[serde(skip)]
    pub emails: Vec<u64>,
    pub(super) lines: Lines,
    pub(super) ids: Vec<IdRun>,
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

/// Which field of a row belongs to which column.
type Layout = decode::Layout<COLUMNS>;

/// The fields of a row.
pub(super) type Fields<'a> = decode::Fields<'a, COLUMNS>;

/// Holds rows against criteria.
#[derive(Debug)]
pub struct Examiner {
    reader: Reader<COLUMNS>,
    bounds: Bounds,
}

/// What the criteria ask of a row, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    criteria: Criteria,
    age: Span,
    credit_limit: Span,
    credit_limit_step: u32,
    /// First and last day of the account window as `yyyymmdd`, which compares like the date.
    window: Span,
    premium_allowed: [bool; SEGMENTS],
    /// What only recipes of people ask; from there on the window depends on the person.
    pub(super) people: Option<People>,
    /// Where names and places are looked for, if they are.
    pub(super) known: Option<&'static Known>,
    /// Which columns the file has.
    has: [bool; COLUMNS],
}

impl Examiner {
    /// An examiner of rows in our own form.
    #[must_use]
    pub fn new(criteria: &Criteria) -> Examiner {
        Examiner::of_layout(criteria, Layout::contract())
    }

    /// An examiner of rows of this layout.
    #[must_use]
    pub fn of_layout(criteria: &Criteria, layout: Layout) -> Examiner {
        let bounds = Bounds::new(criteria, &layout);
        Examiner { reader: Reader::new(layout), bounds }
    }

    /// The same, leaving all reading to `csv-core`: the slow twin that tests and benchmarks hold
    /// the scan against.
    #[must_use]
    pub fn without_scan(criteria: &Criteria, layout: Layout) -> Examiner {
        let bounds = Bounds::new(criteria, &layout);
        Examiner { reader: Reader::without_scan(layout), bounds }
    }

    /// Reads whole rows without header; the first of them is on line `first_line` of the file.
    pub fn examine(&mut self, bytes: &[u8], first_line: u64) -> Examination {
        self.examine_piece(bytes, first_line, true).0
    }

    /// Whether what comes next is the rest of a line that is not read any more.
    #[cfg(feature = "cli")]
    pub(crate) fn is_within_line(&self) -> bool {
        self.reader.is_within_line()
    }

    /// Reads as many whole rows as there are in a piece of a file, and says how far it came; see
    /// [`Reader::read`].
    pub fn examine_piece(
        &mut self,
        bytes: &[u8],
        first_line: u64,
        end: bool,
    ) -> (Examination, Advance) {
        let mut piece = Piece {
            bounds: &self.bounds,
            line: first_line,
            row: 0,
            examination: Examination::of_nothing(&self.bounds.criteria),
        };
        let advance = self.reader.read(bytes, end, |lines, record| {
            piece.line = first_line + lines;
            match record {
                Record::Row(fields) => piece.row(&fields),
                Record::Unreadable(why, text) => piece.unreadable(why, text),
                Record::Blank => piece.blank(),
            }
        });
        (piece.examination, advance)
    }
}

impl Examination {
    /// An examination in which no row has been read yet.
    pub(super) fn of_nothing(criteria: &Criteria) -> Examination {
        Examination {
            emails: Vec::new(),
            lines: Lines::default(),
            ids: Vec::new(),
            findings: Findings::new(criteria.examples),
            statistics: Statistics::new(&criteria.recipe, criteria.window()),
        }
    }

    /// Whether there is an example of a row on this line that breaks `rule`.
    pub(crate) fn shows(&self, rule: Rule, line: u64) -> bool {
        self.findings.examples(rule).binary_search_by_key(&line, |example| example.line).is_ok()
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
            window: window.map_or(Span::new(0, u32::MAX), |(first, last)| {
                Span::new(compact(first), compact(last))
            }),
            people,
            known: Statistics::knows_names(&criteria.recipe, criteria.window()).then(Known::get),
            premium_allowed: parameters.premium.map(|share| share > 0),
            has: layout.positions.map(|position| position.is_some()),
            criteria: criteria.clone(),
        }
    }
}

/// A piece of a file under examination.
pub(super) struct Piece<'a> {
    pub(super) bounds: &'a Bounds,
    /// The line of what is read at the moment.
    line: u64,
    /// How many rows there have been.
    row: u32,
    pub(super) examination: Examination,
}

impl Piece<'_> {
    #[cold]
    fn unreadable(&mut self, why: Unreadable, text: &[u8]) {
        self.count_row();
        self.examination.emails.push(0);
        let line = self.line;
        self.examination.findings.add(Rule::RowReadable, || Example {
            line,
            value: excerpt(text),
            reason: why.to_string(),
            ..Example::default()
        });
        self.row += 1;
    }

    #[cold]
    fn blank(&mut self) {
        let line = self.line;
        let example = || Example { line, ..Example::default() };
        self.examination.findings.add(Rule::BlankLine, example);
    }

    #[inline]
    fn count_row(&mut self) {
        self.examination.statistics.rows += 1;
        self.examination.lines.note(self.row, self.line);
    }

    #[cold]
    pub(super) fn broken(
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
    #[inline(always)]
    fn present(&mut self, fields: &Fields<'_>, column: Field) -> bool {
        let present = !is_missing(fields[column.position()]);
        if !present {
            self.missing(fields, column);
        }
        present
    }

    #[cold]
    fn missing(&mut self, fields: &Fields<'_>, column: Field) {
        if self.bounds.has[column.position()] {
            self.broken(Rule::RequiredValue, column, fields[column.position()], String::new);
        }
    }

    /// Looks a required value up in the list of those that are known, breaking `rule` if it is not
    /// there.
    #[inline]
    fn known<'k>(
        &mut self,
        fields: &Fields<'_>,
        column: Field,
        rule: Rule,
        find: impl Fn(&[u8]) -> Option<usize>,
        list: impl IntoIterator<Item = &'k str>,
    ) -> Option<usize> {
        let found = find(fields[column.position()]);
        if found.is_none() && self.present(fields, column) {
            let reason =
                || reasons::nearly(fields[column.position()], list).unwrap_or_default().to_owned();
            self.broken(rule, column, fields[column.position()], reason);
        }
        found
    }

    #[inline]
    fn row(&mut self, fields: &Fields<'_>) {
        self.count_row();
        if !self.id(fields) {
            return;
        }
        for column in [Field::FirstName, Field::LastName, Field::City] {
            self.present(fields, column);
        }
        self.email(fields);
        let age = self.age(fields);
        let state =
            self.known(fields, Field::State, Rule::StateKnown, values::state, values::STATES);
        if let Some(state) = state {
            self.examination.statistics.states[state] += 1;
        }
        let employment = self.known(
            fields,
            Field::Employment,
            Rule::EmploymentKnown,
            values::employment,
            values::EMPLOYMENTS,
        );
        if let Some(employment) = employment {
            self.examination.statistics.employments[employment] += 1;
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
                self.header_again();
                return false;
            }
            if self.present(fields, Field::Id) {
                self.broken(Rule::IdFormat, Field::Id, text, || reasons::no_id(text).to_owned());
            }
            return true;
        };
        match self.examination.ids.last_mut() {
            Some(run)
                if id.checked_sub(run.first) == Some(run.rows)
                    && self.row - run.row == run.rows =>
            {
                run.rows += 1;
            }
            _ => self.examination.ids.push(IdRun { row: self.row, first: id, rows: 1 }),
        }
        true
    }

    /// A header in the middle, as it stands where files were joined.
    #[cold]
    fn header_again(&mut self) {
        self.examination.emails.push(0);
        let line = self.line;
        self.examination.findings.add(Rule::RowReadable, || Example {
            line,
            column: Field::Id.name().to_owned(),
            value: Field::Id.name().to_owned(),
            reason: "the header again; files that were joined?".to_owned(),
        });
        self.row += 1;
    }

    #[inline]
    fn email(&mut self, fields: &Fields<'_>) {
        let email = fields[Field::Email.position()];
        let present = self.present(fields, Field::Email);
        let address = Address::read(email);
        self.examination.emails.push(if present { address.hash } else { 0 });
        if present && !address.is_whole {
            self.broken(Rule::EmailFormat, Field::Email, email, String::new);
        }
    }

    /// Returns the age if it is within the range.
    #[inline]
    fn age(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields[Field::Age.position()];
        if let Some(age) = whole_number(text) {
            self.examination.statistics.age(age);
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
        self.examination.statistics.credit_limit(limit);
        let Span { min, max } = self.bounds.credit_limit;
        if self.bounds.credit_limit.contains(limit) {
            let above = limit - min;
            let step = self.bounds.credit_limit_step;
            let steps = above / step;
            if steps * step != above {
                let reason =
                    || format!("not {} plus a multiple of {}", thousands(min), thousands(step));
                self.broken(Rule::CreditLimitStep, Field::CreditLimit, text, reason);
                self.examination.statistics.credit_limit_astray(limit);
            }
            self.examination.statistics.credit_limit_steps(steps);
            (steps * step == above).then_some(steps)
        } else {
            let reason = || format!("not within {} to {}", thousands(min), thousands(max));
            self.broken(Rule::CreditLimitRange, Field::CreditLimit, text, reason);
            self.examination.statistics.credit_limit_astray(limit);
            None
        }
    }

    /// Returns the day as `yyyymmdd`, if it is one.
    #[inline]
    fn opened(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let text = fields[Field::Opened.position()];
        let Some((year, month, day)) = calendar_day(text) else {
            if self.present(fields, Field::Opened) {
                let reason = || reasons::no_day(text).to_owned();
                self.broken(Rule::AccountDate, Field::Opened, text, reason);
            }
            return None;
        };
        let compact = year * 10_000 + month * 100 + day;
        self.examination.statistics.opened(Month::new(year, month));
        if !self.bounds.window.contains(compact) {
            self.outside_window(text, compact);
        }
        Some(compact)
    }

    #[cold]
    fn outside_window(&mut self, text: &[u8], compact: u32) {
        self.examination.statistics.opened_astray(compact);
        let window = self.bounds.criteria.window();
        self.broken(Rule::AccountWindow, Field::Opened, text, || {
            window.map_or(String::new(), |(first, last)| format!("not within {first} to {last}"))
        });
    }

    /// Card, segment and decline type, which depend on each other; returns the first two.
    #[inline]
    fn standing(&mut self, fields: &Fields<'_>) -> (Option<usize>, Option<usize>) {
        let card = self.known(fields, Field::Card, Rule::CardKnown, values::card, values::CARDS);
        let segments = Segment::ALL.map(Segment::name);
        let segment =
            self.known(fields, Field::Segment, Rule::SegmentKnown, values::segment, segments);
        if let Some(card) = card {
            self.examination.statistics.cards[card] += 1;
        }
        if let Some(segment) = segment {
            self.examination.statistics.segments[segment] += 1;
            if card == Some(1) {
                self.examination.statistics.premium[segment] += 1;
                if !self.bounds.premium_allowed[segment] {
                    let reason = || format!("none in {}", segments[segment]);
                    self.broken(
                        Rule::PremiumAllowed,
                        Field::Card,
                        fields[Field::Card.position()],
                        reason,
                    );
                }
            }
        }
        self.decline(fields, segment);
        (card, segment)
    }

    #[inline]
    fn decline(&mut self, fields: &Fields<'_>, segment: Option<usize>) {
        let text = fields[Field::DeclineType.position()];
        let decline = values::decline(text);
        if let Some(decline) = decline {
            self.examination.statistics.declines[decline] += 1;
        } else if !is_missing(text) {
            let reason = || reasons::nearly(text, values::DECLINES).unwrap_or_default().to_owned();
            self.broken(Rule::DeclineKnown, Field::DeclineType, text, reason);
            return;
        }
        let declining = segment.map(|segment| segment == Segment::Declining as usize);
        if declining.is_some_and(|declining| declining != decline.is_some())
            && self.bounds.has[Field::DeclineType.position()]
        {
            let reason = || match segment.map(|segment| Segment::ALL[segment].name()) {
                Some(name) if decline.is_some() => format!("set for {name}"),
                _ => "missing for Declining".to_owned(),
            };
            self.broken(Rule::DeclineOnlyForDeclining, Field::DeclineType, text, reason);
        }
    }
}
