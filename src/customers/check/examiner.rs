//! Reads a piece of a file row by row and holds every row against the rules that it can keep or break on
//! its own.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::criteria::Criteria;
use super::ids::IdRun;
use super::names;
use super::people::{People, Row};
use super::reasons;
use super::swallowed::Stretch;
use super::values::{calendar_day, id_number, is_missing, stands_for_nothing, whole_number};
use crate::customers::known::Known;
use crate::customers::schema::{COLUMNS, Field};
use crate::customers::statistics::{Month, Statistics};
use crate::customers::values;
use crate::customers::windows::compact;
use crate::date::Date;
use crate::decode::{self, Advance, Reader, Record};
use crate::findings::{Findings, Lines, Rule};
use crate::number::thousands;
use crate::recipe::{SEGMENTS, Segment, Span};

/// The segments by their names, in their order.
const SEGMENT_NAMES: [&str; SEGMENTS] = {
    let [one, two, three, four, five] = Segment::ALL;
    [one.name(), two.name(), three.name(), four.name(), five.name()]
};

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
    /// Values that go over several lines, and do not look as if rows were in them.
    pub(super) stretches: Vec<Stretch>,
    /// How many rows end in CR LF, and the line of the first.
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
pub struct Examiner {
    reader: Reader<COLUMNS>,
    bounds: Bounds,
}

/// What the criteria ask of a row, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) criteria: Criteria,
    age: Span,
    credit_limit: Span,
    credit_limit_step: u32,
    /// First and last day of the account window as `yyyymmdd`, which compares like the date; without a
    /// reference date those of the calendar, up to today if that is known.
    pub(super) window: Span,
    /// Whether the window is the recipe's.
    pub(super) dated: bool,
    premium_allowed: [bool; SEGMENTS],
    /// What only recipes of people ask; from there on the window depends on the person.
    pub(super) people: Option<People>,
    /// Where names and places are looked for, if they are.
    pub(super) known: Option<&'static Known>,
    /// Which columns the file has.
    pub(super) has: [bool; COLUMNS],
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
        let mut examination = piece.examination;
        let (rows, lines) = self.reader.take_carriage_returns();
        examination.crlf = (rows, first_line + lines);
        (examination, advance)
    }
}

impl Examination {
    /// An examination in which no row has been read yet.
    pub(super) fn of_nothing(criteria: &Criteria) -> Examination {
        Examination {
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
            window: {
                let last = criteria.today.filter(|_| people.is_none()).unwrap_or(Date::LATEST);
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

/// A piece of a file under examination.
pub(super) struct Piece<'a> {
    pub(super) bounds: &'a Bounds,
    /// The line of what is read at the moment.
    pub(super) line: u64,
    /// How many rows there have been.
    pub(super) row: u32,
    pub(super) examination: Examination,
}

impl Piece<'_> {
    #[inline]
    pub(super) fn count_row(&mut self) {
        self.examination.statistics.rows += 1;
        self.examination.lines.note(self.row, self.line);
    }

    /// Looks a required value up in the list of those that are known, breaking `rule` if it is not
    /// there.
    #[inline]
    fn known(
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

    #[inline]
    fn row(&mut self, fields: &Fields<'_>) {
        self.count_row();
        if !self.id(fields) {
            return;
        }
        let texts = [Field::FirstName, Field::LastName, Field::City];
        let [name, other, city] = texts.map(|column| fields[column.position()]);
        if !names::are_plain(name, other, city) {
            for column in texts {
                self.odd_name(fields, column);
            }
        }
        self.email(fields);
        let age = self.age(fields);
        let state =
            self.known(fields, Field::State, Rule::StateKnown, values::state, &values::STATES);
        if let Some(state) = state {
            self.examination.statistics.states[state] += 1;
        }
        let employment = self.known(
            fields,
            Field::Employment,
            Rule::EmploymentKnown,
            values::employment,
            &values::EMPLOYMENTS,
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

    #[inline]
    fn email(&mut self, fields: &Fields<'_>) {
        let email = fields[Field::Email.position()];
        let address = Address::read(email);
        let present = address.is_whole || self.present(fields, Field::Email);
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
                let reason = || reasons::no_day(text);
                self.broken(Rule::AccountDate, Field::Opened, text, reason);
            }
            return None;
        };
        let compact = year * 10_000 + month * 100 + day;
        let turn = !self.bounds.dated && matches!((month, day), (1, 1) | (12, 31));
        if (turn || !self.bounds.window.contains(compact)) && !self.odd_day(text, compact) {
            return None;
        }
        self.examination.statistics.opened(Month::new(year, month));
        Some(compact)
    }

    /// Card, segment and decline type, which depend on each other; returns the first two.
    #[inline]
    fn standing(&mut self, fields: &Fields<'_>) -> (Option<usize>, Option<usize>) {
        let card = self.known(fields, Field::Card, Rule::CardKnown, values::card, &values::CARDS);
        let segment =
            self.known(fields, Field::Segment, Rule::SegmentKnown, values::segment, &SEGMENT_NAMES);
        if let Some(card) = card {
            self.examination.statistics.cards[card] += 1;
        }
        if let Some(segment) = segment {
            self.examination.statistics.segments[segment] += 1;
            if card == Some(1) {
                self.examination.statistics.premium[segment] += 1;
                if !self.bounds.premium_allowed[segment] {
                    let reason = || format!("none in {}", SEGMENT_NAMES[segment]);
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
        } else if !is_missing(text) && self.is_decline(text) {
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
