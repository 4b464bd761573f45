//! A row of which something is not as expected: every value is held against the rules, and what is amiss is told.

use super::address::Address;
use super::ids::{IdRun, NO_DIGITS, digits_of};
use super::names;
use super::people::{People, Row};
use super::piece::{Fields, Piece};
use super::swallowed::Sprawl;
use crate::check::reasons;
use crate::check::values::{
    id_number, is_missing, is_placeholder, stands_for_nothing, whole_number,
};
use crate::customers::schema::Field;
use crate::customers::statistics::{KnownTexts, Person};
use crate::customers::values;
use crate::findings::{Example, Rule};
use crate::number::thousands;
use crate::preview_value::preview_value;
use crate::recipe::Span;

impl Piece<'_> {
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

    /// Counts the customer of a row, and judges what only people keep.
    pub(super) fn people(&mut self, fields: &Fields<'_>, row: &Row) {
        let text = |field: Field| fields[field.position()];
        let city = text(Field::City);
        let known = match self.bounds.known {
            Some(known) => {
                let state = row.state.filter(|_| !is_missing(city));
                KnownTexts {
                    state,
                    place: state.and_then(|state| known.places.find(city, state)),
                    first_name: known.first_names.find(text(Field::FirstName), 0),
                    last_name: known.last_names.find(text(Field::LastName), 0),
                }
            }
            None => KnownTexts::default(),
        };
        self.report.statistics.person(&Person {
            age: row.age,
            employment: row.employment,
            segment: row.segment,
            steps: row.steps,
            known,
        });
        let Some(people) = &self.bounds.people else { return };
        if let (Some(state), None) = (known.state, known.place) {
            self.broken(Rule::CityInState, Field::City, city, || people.why_astray(city, state));
        }
        if let Some(rule) = people.broken_by_day(row) {
            self.opened_amiss(people, rule, text(Field::Opened), row);
        }
        if people.is_below_median(row) {
            let limit = text(Field::CreditLimit);
            self.broken(Rule::PremiumLimit, Field::CreditLimit, limit, || people.why_below(row));
        }
    }

    #[cold]
    fn opened_amiss(&mut self, people: &People, rule: Rule, text: &[u8], row: &Row) {
        let statistics = &mut self.report.statistics;
        match (rule, row.opened) {
            (Rule::AccountWindow, Some(day)) => statistics.opened_astray(day),
            (Rule::NewAccountWindow, Some(day)) => statistics.new_astray(day),
            _ => {}
        }
        self.broken(rule, Field::Opened, text, || people.why_not_on(rule, row));
    }
}
