//! What stands in a faulty transaction: one value of a clean row is replaced.
//!
//! No faulty value begins like a formula but a negative amount, and none holds a comma, a quote or a line feed.

use std::ops::Range;

use super::Injection;
use super::draws::{Draw, Spoiler};
use crate::date::Date;
use crate::draw::Word;
use crate::recipe::{FaultKind, PERIOD_DAYS};
use crate::transactions::accounts::Account;
use crate::transactions::declared::{CATEGORIES, CATEGORY_NAMES, MERCHANTS};
use crate::transactions::merchants;
use crate::transactions::schema::{COLUMNS, Field};

/// How far behind the window a date lies at most: ten years.
const ASTRAY_DAYS: u32 = 3_650;

/// Names that are no category.
const NO_CATEGORIES: [&str; 8] =
    ["Groceries", "Fuel", "Food", "Subscriptions", "Misc", "Other", "Unknown", "Category 11"];

/// Names that are no channel.
const NO_CHANNELS: [&str; 6] = ["Phone", "ATM", "Kiosk", "Mail", "Other", "Unknown"];

/// What is done to one of a customer's rows.
pub(crate) struct Edit {
    /// The fault; its row counts among the customer's.
    pub(crate) injection: Injection,
    /// Which bytes of the rows are replaced.
    pub(crate) range: Range<usize>,
    /// What stands there instead.
    pub(crate) faulty: Vec<u8>,
}

impl Edit {
    /// Carries the edit out on rows that begin at `start` and end at `len`; there is room behind them. Returns where
    /// they end then.
    pub(crate) fn apply(&self, csv: &mut [u8], start: usize, len: usize) -> usize {
        let range = start + self.range.start..start + self.range.end;
        let behind = range.start + self.faulty.len();
        csv.copy_within(range.end..len, behind);
        csv[range.start..behind].copy_from_slice(&self.faulty);
        behind + len - range.end
    }
}

impl Spoiler {
    /// What a draw does to the rows of a customer, whose bytes these are. Nothing where no row can have the fault: an
    /// earlier id needs a second row, an earlier day one that is not the first of all.
    pub(crate) fn edit(&self, draw: Draw, account: &Account, rows: &[u8]) -> Option<Edit> {
        let Draw { flaw, mut word } = draw;
        let rows = Rows::of(rows);
        let parameters = self.recipe.parameters();
        let first_day = self.first_day(account);
        let row = match flaw {
            FaultKind::DuplicateTransactionId => 1 + rows.pick(1, &mut word)?,
            FaultKind::TransactionOutOfOrder => {
                let has_room = |row: &usize| rows.date(row - 1) > first_day;
                let with_room: Vec<usize> = (1..rows.count()).filter(has_room).collect();
                with_room[below(with_room.len(), &mut word)?]
            }
            _ => rows.pick(0, &mut word)?,
        };
        let column = column(flaw);
        let range = rows.range(row, column);
        let clean = &rows.text[range.clone()];
        let faulty = match flaw {
            FaultKind::OrphanTransaction => b"CUST00000000".to_vec(),
            FaultKind::DuplicateTransactionId => {
                let earlier = below(row, &mut word)?;
                rows.text[rows.range(earlier, Field::Id)].to_vec()
            }
            FaultKind::TransactionIdOfAnother => {
                let other = 1 + word.take(parameters.count.max(2) - 1);
                let other = other + u32::from(other >= account.number);
                [format!("TXN{other:08}").as_bytes(), &clean[11..]].concat()
            }
            FaultKind::FutureTransaction => {
                let days = Date::LATEST.unix_days() - parameters.as_of.unix_days();
                let most = days.unsigned_abs().min(ASTRAY_DAYS);
                parameters.as_of.plus_days(word.take(most + 1)).iso().to_vec()
            }
            FaultKind::AmountNotPositive if word.take(2) == 0 => b"0.00".to_vec(),
            FaultKind::AmountNotPositive => [b"-", clean].concat(),
            FaultKind::AmountOfThreeDecimals => [clean, &[b'0' + word.take(10) as u8]].concat(),
            FaultKind::UnknownCategory => one_of(&NO_CATEGORIES, word),
            FaultKind::MerchantOfAnotherCategory => {
                let own = &rows.text[rows.range(row, Field::Category)];
                let own = CATEGORY_NAMES.iter().position(|name| name.as_bytes() == own)?;
                let other = word.take(CATEGORIES as u32 - 1) as usize;
                let other = other + usize::from(other >= own);
                merchants::name(other, word.take(MERCHANTS as u32) as usize).into_bytes()
            }
            FaultKind::UnknownChannel => one_of(&NO_CHANNELS, word),
            FaultKind::TransactionOutOfOrder => {
                let before = rows.date(row - 1);
                let days = before.unix_days().abs_diff(first_day.unix_days());
                before.minus_days(1 + word.take(days)).iso().to_vec()
            }
            FaultKind::TransactionBeforeOpening => {
                let window = self.window_start();
                let days = first_day.unix_days().abs_diff(window.unix_days());
                if days == 0 {
                    return None;
                }
                first_day.minus_days(1 + word.take(days)).iso().to_vec()
            }
            _ => unreachable!("customers' faults are not drawn for transactions"),
        };
        let injection = Injection { row: row as u64 + 1, flaw, column };
        Some(Edit { injection, range, faulty })
    }

    fn window_start(&self) -> Date {
        let parameters = self.recipe.parameters();
        parameters.as_of.minus_days(parameters.spending.months * PERIOD_DAYS)
    }

    /// The first day on which a customer may have a transaction.
    fn first_day(&self, account: &Account) -> Date {
        let opened = account.opened.map(|opened| {
            let days = opened.before_last * PERIOD_DAYS + opened.days;
            self.recipe.parameters().as_of.minus_days(days)
        });
        opened.map_or(self.window_start(), |opened| opened.max(self.window_start()))
    }
}

const fn column(flaw: FaultKind) -> Field {
    match flaw {
        FaultKind::OrphanTransaction => Field::Customer,
        FaultKind::DuplicateTransactionId | FaultKind::TransactionIdOfAnother => Field::Id,
        FaultKind::AmountNotPositive | FaultKind::AmountOfThreeDecimals => Field::Amount,
        FaultKind::UnknownCategory => Field::Category,
        FaultKind::MerchantOfAnotherCategory => Field::Merchant,
        FaultKind::UnknownChannel => Field::Channel,
        _ => Field::Date,
    }
}

fn one_of(texts: &[&str], mut word: Word) -> Vec<u8> {
    texts[word.take(texts.len() as u32) as usize].as_bytes().to_vec()
}

/// A number below this one, if there is one.
fn below(count: usize, word: &mut Word) -> Option<usize> {
    (count > 0).then(|| word.take(count as u32) as usize)
}

/// The clean rows of a customer: they have no quotes.
struct Rows<'a> {
    text: &'a [u8],
    /// Where each begins.
    starts: Vec<usize>,
}

impl<'a> Rows<'a> {
    fn of(text: &'a [u8]) -> Rows<'a> {
        let ends = memchr::memchr_iter(b'\n', text).map(|end| end + 1);
        let starts = std::iter::once(0).chain(ends).filter(|&start| start < text.len()).collect();
        Rows { text, starts }
    }

    fn count(&self) -> usize {
        self.starts.len()
    }

    /// One of all rows but so many, if there is one.
    fn pick(&self, without: usize, word: &mut Word) -> Option<usize> {
        below(self.count().saturating_sub(without), word)
    }

    fn range(&self, row: usize, column: Field) -> Range<usize> {
        let start = self.starts[row];
        let mut ends = [0; COLUMNS];
        let separators = (start..).zip(&self.text[start..]);
        let separators = separators.filter(|(_, byte)| matches!(byte, b',' | b'\n'));
        for (end, (at, _)) in ends.iter_mut().zip(separators) {
            *end = at;
        }
        let before = column.position().checked_sub(1);
        before.map_or(start, |before| ends[before] + 1)..ends[column.position()]
    }

    fn date(&self, row: usize) -> Date {
        match Date::parse(&self.text[self.range(row, Field::Date)]) {
            Ok(date) => date,
            Err(error) => unreachable!("a clean row has a date: {error}"),
        }
    }
}
