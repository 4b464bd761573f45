//! Reads a chunk row by row and holds every row against the rules that it can keep or break on
//! its own.

use serde::{Deserialize, Serialize};

use super::address::Address;
use super::findings::Findings;
use super::rules::Rule;
use crate::columns::{self, COLUMNS};
use crate::date::Date;
use crate::decode::{Fields, Reader};
use crate::recipe::{Recipe, SEGMENTS, Segment, Span};
use crate::statistics::{Month, Statistics};

/// What one chunk's bytes showed.
///
/// Everything but the address hashes crosses from a worker to the page with `serde`; they are
/// eight bytes a row and travel beside it as one buffer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Examination {
    /// A 64-bit hash of the address of every row, 0 where there is none.
    #[serde(skip)]
    pub emails: Vec<u64>,
    pub(super) first_line: u64,
    pub(super) ids: Vec<IdRun>,
    pub(super) findings: Findings,
    pub(super) statistics: Statistics,
}

/// Rows that follow each other with ids that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct IdRun {
    /// The line of the first row.
    pub(super) line: u64,
    /// Its id's number.
    pub(super) first: u32,
    /// How many rows.
    pub(super) rows: u32,
}

/// Holds rows against one recipe.
#[derive(Clone, Debug)]
pub struct Examiner {
    reader: Reader,
    criteria: Criteria,
}

/// What the recipe asks of a row.
#[derive(Clone, Debug)]
struct Criteria {
    recipe: Recipe,
    age: Span,
    credit_limit: Span,
    credit_limit_step: u32,
    /// First and last day of the account window as `yyyymmdd`, which compares like the date.
    window: Span,
    premium_allowed: [bool; SEGMENTS],
}

impl Examiner {
    /// An examiner for data sets of `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Examiner {
        let parameters = recipe.parameters();
        let (first, last) = recipe.account_window();
        let compact = |date: Date| {
            let (year, month, day) = date.civil();
            u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
        };
        Examiner {
            reader: Reader::default(),
            criteria: Criteria {
                recipe: recipe.clone(),
                age: parameters.age,
                credit_limit: parameters.credit_limit,
                credit_limit_step: parameters.credit_limit_step,
                window: Span::new(compact(first), compact(last)),
                premium_allowed: parameters.premium.map(|share| share > 0),
            },
        }
    }

    /// Reads whole lines without header; the first of them is line `first_line` of the file.
    pub fn examine(&mut self, bytes: &[u8], first_line: u64) -> Examination {
        let mut chunk = Chunk {
            criteria: &self.criteria,
            line: first_line,
            examination: Examination {
                emails: Vec::new(),
                first_line,
                ids: Vec::new(),
                findings: Findings::default(),
                statistics: Statistics::new(&self.criteria.recipe),
            },
        };
        self.reader.read(bytes, |row| {
            match row {
                Ok(fields) => chunk.row(&fields),
                Err((unreadable, text)) => chunk.unreadable(&unreadable.to_string(), text),
            }
            chunk.line += 1;
        });
        chunk.examination
    }
}

/// The positions of the columns.
mod column {
    pub(super) const ID: usize = 0;
    pub(super) const EMAIL: usize = 3;
    pub(super) const AGE: usize = 4;
    pub(super) const STATE: usize = 5;
    pub(super) const EMPLOYMENT: usize = 7;
    pub(super) const CARD: usize = 8;
    pub(super) const CREDIT_LIMIT: usize = 9;
    pub(super) const OPENED: usize = 10;
    pub(super) const SEGMENT: usize = 11;
    pub(super) const DECLINE: usize = 12;
}

/// A chunk under examination.
struct Chunk<'a> {
    criteria: &'a Criteria,
    line: u64,
    examination: Examination,
}

impl Chunk<'_> {
    #[cold]
    fn unreadable(&mut self, why: &str, text: &[u8]) {
        self.examination.statistics.rows += 1;
        self.examination.emails.push(0);
        let value = [why.as_bytes(), b": ", text].concat();
        self.examination.findings.add(Rule::RowReadable, self.line, "", &value);
    }

    #[cold]
    fn broken(&mut self, rule: Rule, column: usize, value: &[u8]) {
        self.examination.findings.add(rule, self.line, COLUMNS[column], value);
    }

    /// Whether the value is there, which is a rule for every column but the decline type.
    #[inline]
    fn present(&mut self, fields: &Fields<'_>, column: usize) -> bool {
        let present = !is_missing(fields[column]);
        if !present {
            self.broken(Rule::RequiredValue, column, fields[column]);
        }
        present
    }

    /// Looks a required value up, breaking `rule` if it is unknown.
    #[inline]
    fn known(
        &mut self,
        fields: &Fields<'_>,
        column: usize,
        rule: Rule,
        find: impl Fn(&[u8]) -> Option<usize>,
    ) -> Option<usize> {
        let found = find(fields[column]);
        if found.is_none() && self.present(fields, column) {
            self.broken(rule, column, fields[column]);
        }
        found
    }

    #[inline]
    fn row(&mut self, fields: &Fields<'_>) {
        self.examination.statistics.rows += 1;
        self.id(fields);
        for column in [1, 2, 6] {
            self.present(fields, column);
        }
        self.email(fields);
        self.age(fields);
        if let Some(state) = self.known(fields, column::STATE, Rule::StateKnown, columns::state) {
            self.examination.statistics.states[state] += 1;
        }
        let rule = Rule::EmploymentKnown;
        if let Some(employment) = self.known(fields, column::EMPLOYMENT, rule, columns::employment)
        {
            self.examination.statistics.employments[employment] += 1;
        }
        self.credit_limit(fields);
        self.opened(fields);
        self.standing(fields);
    }

    #[inline]
    fn id(&mut self, fields: &Fields<'_>) {
        let Some(id) = id_number(fields[column::ID]) else {
            if self.present(fields, column::ID) {
                self.broken(Rule::IdFormat, column::ID, fields[column::ID]);
            }
            return;
        };
        match self.examination.ids.last_mut() {
            Some(run)
                if id.checked_sub(run.first) == Some(run.rows)
                    && self.line - run.line == u64::from(run.rows) =>
            {
                run.rows += 1;
            }
            _ => self.examination.ids.push(IdRun { line: self.line, first: id, rows: 1 }),
        }
    }

    #[inline]
    fn email(&mut self, fields: &Fields<'_>) {
        let email = fields[column::EMAIL];
        let present = self.present(fields, column::EMAIL);
        let address = Address::read(email);
        self.examination.emails.push(if present { address.hash } else { 0 });
        if present && !address.is_whole {
            self.broken(Rule::EmailFormat, column::EMAIL, email);
        }
    }

    #[inline]
    fn age(&mut self, fields: &Fields<'_>) {
        match whole_number(fields[column::AGE]) {
            Some(age) if self.criteria.age.contains(age) => {
                self.examination.statistics.age(age);
            }
            _ => {
                if self.present(fields, column::AGE) {
                    self.broken(Rule::AgeRange, column::AGE, fields[column::AGE]);
                }
            }
        }
    }

    #[inline]
    fn credit_limit(&mut self, fields: &Fields<'_>) {
        let text = fields[column::CREDIT_LIMIT];
        let Some(limit) = whole_number(text) else {
            if self.present(fields, column::CREDIT_LIMIT) {
                self.broken(Rule::CreditLimitRange, column::CREDIT_LIMIT, text);
            }
            return;
        };
        if self.criteria.credit_limit.contains(limit) {
            let above = limit - self.criteria.credit_limit.min;
            let steps = above / self.criteria.credit_limit_step;
            if steps * self.criteria.credit_limit_step != above {
                self.broken(Rule::CreditLimitStep, column::CREDIT_LIMIT, text);
            }
            self.examination.statistics.credit_limit_steps(steps);
        } else {
            self.broken(Rule::CreditLimitRange, column::CREDIT_LIMIT, text);
        }
        self.examination.statistics.credit_limit(limit);
    }

    #[inline]
    fn opened(&mut self, fields: &Fields<'_>) {
        let text = fields[column::OPENED];
        let Some((year, month, day)) = calendar_day(text) else {
            if self.present(fields, column::OPENED) {
                self.broken(Rule::AccountDate, column::OPENED, text);
            }
            return;
        };
        if self.criteria.window.contains(year * 10_000 + month * 100 + day) {
            self.examination.statistics.opened(Month::new(year, month));
        } else {
            self.broken(Rule::AccountWindow, column::OPENED, text);
        }
    }

    /// Card, segment and decline type, which depend on each other.
    #[inline]
    fn standing(&mut self, fields: &Fields<'_>) {
        let card = self.known(fields, column::CARD, Rule::CardKnown, columns::card);
        let segment = self.known(fields, column::SEGMENT, Rule::SegmentKnown, columns::segment);
        if let Some(card) = card {
            self.examination.statistics.cards[card] += 1;
        }
        if let Some(segment) = segment {
            self.examination.statistics.segments[segment] += 1;
            if card == Some(1) {
                self.examination.statistics.premium[segment] += 1;
                if !self.criteria.premium_allowed[segment] {
                    self.broken(Rule::PremiumAllowed, column::CARD, fields[column::CARD]);
                }
            }
        }

        let text = fields[column::DECLINE];
        let decline = columns::decline(text);
        if let Some(decline) = decline {
            self.examination.statistics.declines[decline] += 1;
        } else if !is_missing(text) {
            self.broken(Rule::DeclineKnown, column::DECLINE, text);
            return;
        }
        let declining = segment.map(|segment| segment == Segment::Declining as usize);
        if declining.is_some_and(|declining| declining != decline.is_some()) {
            self.broken(Rule::DeclineOnlyForDeclining, column::DECLINE, text);
        }
    }
}

/// The number of an id `CUST########`.
#[inline]
fn id_number(text: &[u8]) -> Option<u32> {
    let &[b'C', b'U', b'S', b'T', ref digits @ ..] = text else { return None };
    eight_digits(digits.try_into().ok()?)
}

/// The number that eight digits write.
#[inline]
fn eight_digits(text: [u8; 8]) -> Option<u32> {
    const EVERY_BYTE: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(text);
    // Digits are 0x30 to 0x39: the high half is 3, and stays 3 when 6 is added.
    let high_halves = (word | word.wrapping_add(EVERY_BYTE * 6)) & (EVERY_BYTE * 0xf0);
    if high_halves != EVERY_BYTE * 0x30 || word & (EVERY_BYTE * 0xf0) != EVERY_BYTE * 0x30 {
        return None;
    }
    // Ones and tens, then pairs, then fours come together side by side; the first digit is in the
    // lowest byte.
    let pairs =
        (word - EVERY_BYTE * 0x30).wrapping_mul(10 * 0x100 + 1) >> 8 & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100 * 0x1_0000 + 1) >> 16 & 0x0000_ffff_0000_ffff;
    Some((fours.wrapping_mul(10_000 * 0x1_0000_0000 + 1) >> 32) as u32)
}

/// A whole number as the contract writes it: digits, no sign, no leading zeros, at most
/// 4,294,967,295.
#[inline]
fn whole_number(text: &[u8]) -> Option<u32> {
    let canonical = match text {
        [] => false,
        [b'0'] => true,
        [first, ..] => *first != b'0' && text.len() <= 10,
    };
    if !canonical {
        return None;
    }
    let (number, all_digits) = text.iter().fold((0, true), |(number, all_digits), &byte| {
        let digit = byte.wrapping_sub(b'0');
        (number * 10 + u64::from(digit), all_digits && digit < 10)
    });
    u32::try_from(number).ok().filter(|_| all_digits)
}

/// Year, month and day of a text `YYYY-MM-DD` that the calendar has.
#[inline]
fn calendar_day(text: &[u8]) -> Option<(u32, u32, u32)> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = eight_digits([y1, y2, y3, y4, m1, m2, d1, d2])?;
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

#[inline]
fn is_missing(text: &[u8]) -> bool {
    matches!(text, b"" | b"NULL" | b"null")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_cust_and_eight_digits() {
        assert_eq!(id_number(b"CUST00000001"), Some(1));
        assert_eq!(id_number(b"CUST99999999"), Some(99_999_999));
        for text in
            ["CUST0000001", "CUST000000001", "cust00000001", "CUST0000000x", "CUST+0000001", ""]
        {
            assert_eq!(id_number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_canonical() {
        assert_eq!(whole_number(b"0"), Some(0));
        assert_eq!(whole_number(b"1000000000"), Some(1_000_000_000));
        assert_eq!(whole_number(b"4294967295"), Some(u32::MAX));
        for text in
            ["", "4294967296", "99999999999", "007", "00", "+5", "-5", "5.0", "5e3", " 5", "5 "]
        {
            assert_eq!(whole_number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn calendar_days_agree_with_the_calendar() {
        for year in [1899, 1900, 2000, 2023, 2024] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    let expected = text.parse::<Date>().ok().map(|_| (year, month, day));
                    assert_eq!(calendar_day(text.as_bytes()), expected, "{text}");
                }
            }
        }
        assert_eq!(calendar_day(b"2024-1-01"), None);
        assert_eq!(calendar_day(b"2024-01-0a"), None);
    }
}
