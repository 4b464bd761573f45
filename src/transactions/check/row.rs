//! What a row keeps or breaks on its own, and beside the row before.

use super::desk::{Desk, Fields};
use super::month::Month;
use super::passing::Passing;
use crate::check::reasons;
use crate::check::values::{
    calendar_day, four_digits, id_number, is_placeholder, stands_for_nothing,
};
use crate::date::Date;
use crate::findings::{Example, Rule};
use crate::preview_value::preview_value;
use crate::transactions::schema::Field;
use crate::transactions::statistics::Cell;
use crate::transactions::values::{
    self, CATEGORY_NAMES, CHANNELS, NoAmount, STATUSES, transaction_id,
};

/// Whose a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// It is none.
    NoRow,
    /// Of nobody that is known, or of somebody who has passed already.
    Nobody,
    /// Of the customer who passes.
    Passing,
}

impl Desk {
    #[inline(never)]
    pub(super) fn row(&mut self, fields: &Fields<'_>) {
        self.statistics.rows += 1;
        self.is_faulty = false;
        let whose = self.ids(fields);
        if whose == Whose::NoRow {
            return;
        }
        let date = self.date(fields, whose);
        let cents = self.amount(fields);
        let category = self.category(fields);
        let channel =
            self.known(fields, Field::Channel, Rule::ChannelKnown, values::channel, &CHANNELS);
        let status =
            self.known(fields, Field::Status, Rule::StatusKnown, values::status, &STATUSES);
        let statistics = &mut self.statistics;
        if let Some(channel) = channel {
            statistics.channels[channel] += 1;
        }
        if let Some(status) = status {
            statistics.statuses[status] += 1;
        }
        if let Some(date) = date {
            statistics.day(date);
        }
        if let Some(cents) = cents {
            statistics.amount(cents);
        }
        let (Some(cents), Some(date)) = (cents, date) else {
            if let Some(passing) = &mut self.passing {
                passing.is_faulty |= self.is_faulty;
            }
            return;
        };
        match self.passing.as_deref_mut().filter(|_| whose == Whose::Passing) {
            Some(passing) => {
                passing.is_faulty |= self.is_faulty;
                let first = self.bounds.as_ref().map(|bounds| bounds.first);
                passing.spend(date, cents, category, first);
            }
            None => {
                if let Some(category) = category {
                    self.statistics.category(category, None, Cell { rows: 1, cents });
                }
            }
        }
    }

    /// Reads both ids, and moves on to the next customer if this is one.
    #[inline]
    fn ids(&mut self, fields: &Fields<'_>) -> Whose {
        let [id, customer] = [Field::Id, Field::Customer].map(|field| fields[field.position()]);
        if let Some(passing) = &self.passing
            && customer == passing.id.as_bytes()
            && let Some((b"TXN", of)) = id.split_first_chunk::<3>()
            && let Some((of, nth)) = of.split_first_chunk::<8>()
            && *of == passing.id.as_bytes()[4..]
            && let Ok(nth) = nth.try_into()
            && let Some(nth) = four_digits(nth)
        {
            self.number(id, nth);
            return Whose::Passing;
        }
        self.other_ids(fields, id, customer)
    }

    /// The same, where the ids are not simply those of the customer who passes.
    #[inline(never)]
    fn other_ids(&mut self, fields: &Fields<'_>, id: &[u8], customer: &[u8]) -> Whose {
        if id == Field::Id.name().as_bytes() {
            self.no_row(id, "the header again; files that were joined?");
            return Whose::NoRow;
        }
        if fields.iter().all(|field| stands_for_nothing(field)) {
            self.no_row(b"", "nothing but separators");
            return Whose::NoRow;
        }
        let (named, number) = (transaction_id(id), id_number(customer));
        if named.is_none() && self.present(fields, Field::Id) {
            let reason = || no_transaction_id(id).to_owned();
            self.broken(Rule::TransactionIdFormat, Field::Id, id, reason);
        }
        if number.is_none() && self.present(fields, Field::Customer) {
            let reason = || reasons::no_id(customer).to_owned();
            self.broken(Rule::IdFormat, Field::Customer, customer, reason);
        }
        let of = named.map(|(of, _)| of);
        let now = self.passing.as_deref().map(|passing| passing.number);
        let owner = match number {
            Some(number) if !self.customers.exists(number) => {
                self.broken(Rule::CustomerExists, Field::Customer, customer, String::new);
                of.filter(|&of| self.customers.exists(of))
            }
            Some(number) if of.is_some_and(|of| of != number) => {
                let reason = || format!("the customer is {}", preview_value(customer));
                self.broken(Rule::TransactionOwner, Field::Id, id, reason);
                // One of the ids is wrong. A row stays with the customer who passes, if one of them is theirs and
                // the other not that of the next.
                let stays = of == now && now.is_some_and(|now| now + 1 != number);
                if stays { of } else { Some(number) }
            }
            Some(number) => Some(number),
            None => of.filter(|&of| self.customers.exists(of)),
        };
        let is_mixed = number.is_some() && of.is_some() && number != of;
        let owner = owner.and_then(|owner| self.turn_to(owner, customer));
        if let Some((_, nth)) = named.filter(|_| owner.is_some() && !is_mixed) {
            self.number(id, nth);
        }
        if owner.is_some() { Whose::Passing } else { Whose::Nobody }
    }

    /// Makes this the customer who passes, if it is not; nothing if customers like that have passed already.
    fn turn_to(&mut self, number: u32, text: &[u8]) -> Option<u32> {
        if let Some(passing) = &self.passing {
            if passing.number == number {
                return Some(number);
            }
            if passing.number > number {
                let before = passing.number;
                let reason = || format!("follows CUST{before:08}");
                self.broken(Rule::TransactionOrder, Field::Customer, text, reason);
                return None;
            }
        }
        let account = self.customers.find(number)?;
        self.pass();
        self.passing = Some(Box::new(Passing::new(number, account, self.line)));
        Some(number)
    }

    /// Holds the number of a transaction among its customer's against those before.
    #[inline]
    fn number(&mut self, id: &[u8], nth: u32) {
        let Some(passing) = &mut self.passing else { return };
        let is_new = passing.see(nth);
        let follows = nth > passing.last_number;
        if is_new && follows {
            passing.last_number = nth;
        } else {
            let (last, number) = (passing.last_number, passing.number);
            let reason = || format!("follows TXN{number:08}{last:04}");
            match nth {
                0 => self.broken(Rule::TransactionIdFormat, Field::Id, id, || {
                    "numbers begin with 0001".to_owned()
                }),
                _ if !is_new => self.broken(Rule::TransactionIdUnique, Field::Id, id, String::new),
                _ => self.broken(Rule::TransactionOrder, Field::Id, id, reason),
            }
        }
    }

    /// Returns the day if it is within the window.
    #[inline]
    fn date(&mut self, fields: &Fields<'_>, whose: Whose) -> Option<Date> {
        let text = fields[Field::Date.position()];
        let date = calendar_day(text).and_then(|(year, month, day)| {
            let date = Date::from_civil(year as u16, month as u8, day as u8)?;
            self.month = Month::of(text, date, (month, day));
            Some(date)
        });
        let Some(date) = date else {
            if self.present(fields, Field::Date) {
                self.broken(Rule::TransactionDate, Field::Date, text, || reasons::no_day(text));
            }
            return None;
        };
        let first = self.bounds.as_ref().map_or(Date::EARLIEST, |bounds| bounds.first);
        if date < first || date > self.last_day {
            self.broken(Rule::TransactionWindow, Field::Date, text, || {
                if date < first { "before the window" } else { "still to come" }.to_owned()
            });
            return None;
        }
        let passing = self.passing.as_deref_mut().filter(|_| whose == Whose::Passing);
        let Some(passing) = passing else { return Some(date) };
        if let Some(opened) = passing.account.opened.filter(|&opened| date < opened) {
            let reason = || format!("the account was opened on {opened}");
            self.broken(Rule::TransactionAfterOpening, Field::Date, text, reason);
            return Some(date);
        }
        if date < passing.last_date {
            let last = passing.last_date;
            self.broken(Rule::TransactionOrder, Field::Date, text, || format!("follows {last}"));
        } else {
            passing.last_date = date;
        }
        Some(date)
    }

    #[inline]
    fn amount(&mut self, fields: &Fields<'_>) -> Option<u64> {
        let text = fields[Field::Amount.position()];
        match values::cents(text) {
            Ok(cents) => return Some(cents),
            Err(why) if self.present(fields, Field::Amount) => {
                let rule = match why {
                    NoAmount::Form => Rule::AmountFormat,
                    NoAmount::Range => Rule::AmountRange,
                };
                self.broken(rule, Field::Amount, text, || no_amount(text).to_owned());
            }
            Err(_) => {}
        }
        None
    }

    /// Returns the category if it is known.
    #[inline]
    fn category(&mut self, fields: &Fields<'_>) -> Option<usize> {
        let name = fields[Field::Merchant.position()];
        let home = values::merchant(name);
        if home.is_none() && self.present(fields, Field::Merchant) {
            let reason =
                || if is_placeholder(name) { "stands for no value" } else { "" }.to_owned();
            self.broken(Rule::MerchantKnown, Field::Merchant, name, reason);
        }
        let category = self.known(
            fields,
            Field::Category,
            Rule::CategoryKnown,
            |text| values::category(text, home),
            &CATEGORY_NAMES,
        )?;
        if let Some(home) = home.filter(|&home| home != category) {
            let reason =
                || format!("of {}, not of {}", CATEGORY_NAMES[home], CATEGORY_NAMES[category]);
            self.broken(Rule::MerchantOfCategory, Field::Merchant, name, reason);
        }
        Some(category)
    }

    /// Looks a required value up in the list of those that are known, breaking `rule` if it is not there.
    #[inline]
    fn known(
        &mut self,
        fields: &Fields<'_>,
        column: Field,
        rule: Rule,
        find: impl Fn(&[u8]) -> Option<usize>,
        list: &'static [&'static str],
    ) -> Option<usize> {
        let text = fields[column.position()];
        let found = find(text);
        if found.is_none() && self.present(fields, column) {
            let reason = || {
                let nearly = reasons::nearly(text, list.iter().copied());
                let placeholder = is_placeholder(text).then_some("stands for no value");
                nearly.or(placeholder).unwrap_or_default().to_owned()
            };
            self.broken(rule, column, text, reason);
        }
        found
    }

    /// Whether a value is there, which is a rule for every column. Nothing is asked of a column that the file does
    /// not have: that has been told once.
    #[cold]
    fn present(&mut self, fields: &Fields<'_>, column: Field) -> bool {
        let text = fields[column.position()];
        let present = !stands_for_nothing(text);
        if !present && self.has[column.position()] {
            self.broken(Rule::RequiredValue, column, text, String::new);
        }
        present
    }

    /// What has the fields of a row and is none.
    #[cold]
    fn no_row(&mut self, id: &[u8], reason: &str) {
        let line = self.line;
        self.findings.add(Rule::RowReadable, || Example {
            line,
            column: if id.is_empty() { String::new() } else { Field::Id.name().to_owned() },
            value: preview_value(id),
            reason: reason.to_owned(),
        });
    }
}

/// Why a text is no id of a transaction.
fn no_transaction_id(text: &[u8]) -> &'static str {
    let trimmed = text.trim_ascii();
    match text.get(..3) {
        _ if trimmed != text => "white space around it",
        Some(b"TXN") if text[3..].iter().all(u8::is_ascii_digit) => "not twelve digits",
        Some(b"TXN") => "more than digits after TXN",
        Some(head) if head.eq_ignore_ascii_case(b"TXN") => "TXN in another case",
        _ => "does not begin with TXN",
    }
}

/// Why a text is no amount.
fn no_amount(text: &[u8]) -> &'static str {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let fraction = digits.iter().position(|&byte| byte == b'.').map(|at| digits.len() - at - 1);
    let is_number = digits.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    match fraction {
        _ if text.trim_ascii() != text => "white space around it",
        _ if !is_number => "not a number of dollars and cents",
        Some(2) if digits.len() > 1 + 2 && digits.starts_with(b"0") && digits[1] != b'.' => {
            "leading zeros"
        }
        Some(2) if digits.len() > 10 + 3 => "too large",
        Some(2) if text.len() > digits.len() => "negative",
        Some(2) => "below 1.00",
        Some(3..) => "more than two digits behind the point",
        _ => "not two digits behind the point",
    }
}
