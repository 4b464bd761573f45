//! Which rows a reader wants to see: those with a value, or a value of a range, in a column. A filter is written as it
//! stands in the page, `column=value`, with `;` between several that must all hold. Where such rows are looked for is
//! for `row_finder`.

use segmint::date::Date;
use segmint::number::thousands;
use segmint::schema::ColumnKind;
use segmint::tables::TableId;

/// The days of the week, from Monday on, as `weekday` has them.
const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The column of the segment, which transactions are asked for by, too.
pub(crate) const SEGMENT: &str = "customer_segment";

/// Which rows of a table are wanted.
///
/// | written | rows with |
/// | --- | --- |
/// | `state=CA` | this value |
/// | `decline_type=` | no value |
/// | `age=37`, `age=22-30`, `age=22 to 30`, `age=below 22`, `age=above 75` | a number, or one of a range with both ends |
/// | `transaction_amount=5 to 10`, `transaction_amount=5000 or more` | an amount from 5.00 to 9.99 |
/// | `account_open_date=2023-07`, `account_open_date=2023..2024-06` | a day of that month, or of those |
/// | `weekday=Monday` | a transaction on that day of the week |
/// | `customer_segment=Declining` | this segment; of transactions, of a customer of this segment |
/// | `line=1234` | this line of the plain CSV, whose header is line 1 |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    text: String,
    conditions: Vec<Condition>,
}

/// A row that may be wanted.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Its line in the plain CSV.
    pub line: &'a str,
    /// Which row of the table it is, counted from 1.
    pub row: u64,
    /// The segment of its customer, where that is not in the line.
    pub segment: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    subject: Subject,
    wanted: Wanted,
    told: String,
}

/// What of a row is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// The column at this position.
    Column(usize),
    /// The segment of the customer, which is no column.
    Segment,
    /// Its line in the file.
    Line,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Text(String),
    /// In hundredths, both ends included.
    Number {
        from: i64,
        to: i64,
    },
    /// Between days, months or years, that are the beginnings of days as they are written.
    Days {
        from: Option<String>,
        to: Option<String>,
        /// Whether the ends themselves are wanted.
        is_closed: bool,
    },
    /// Counted from Monday.
    Weekday(i32),
}

impl Filter {
    /// The filter of this text for a table; nothing if it names no column, or no value that the column can have.
    #[must_use]
    pub fn read(text: &str, table: TableId) -> Option<Filter> {
        let conditions = text.split(';').map(|part| {
            let (name, value) = part.split_once('=')?;
            Condition::read(name.trim(), value.trim(), table)
        });
        let conditions = conditions.collect::<Option<Vec<_>>>()?;
        Some(Filter { text: text.to_owned(), conditions })
    }

    /// Whether the rows of this table can be asked for the same.
    #[must_use]
    pub fn is_of(&self, table: TableId) -> bool {
        Filter::read(&self.text, table).as_ref() == Some(self)
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// In words: `Declining`, `state CA`.
    #[must_use]
    pub fn told(&self) -> String {
        let told: Vec<&str> = self.conditions.iter().map(|one| one.told.as_str()).collect();
        told.join(", ")
    }

    /// The line that is asked for, if it is one.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.conditions.iter().find_map(|condition| match condition {
            Condition { subject: Subject::Line, wanted: Wanted::Number { from, .. }, .. } => {
                u64::try_from(from / 100).ok()
            }
            _ => None,
        })
    }

    /// Whether one has to know the segments of customers that are not in the rows.
    #[must_use]
    pub fn asks_of_customers(&self) -> bool {
        self.conditions.iter().any(|condition| condition.subject == Subject::Segment)
    }

    /// Whether customers of this segment can have rows that are wanted.
    #[must_use]
    pub fn takes_segment(&self, segment: &str) -> bool {
        let of_segment = self.conditions.iter().filter(|one| one.subject == Subject::Segment);
        of_segment.map(|condition| &condition.wanted).all(|wanted| wanted.takes(segment))
    }

    /// Whether this row is wanted.
    #[must_use]
    pub fn takes(&self, candidate: Candidate<'_>) -> bool {
        self.conditions.iter().all(|Condition { subject, wanted, .. }| match subject {
            Subject::Column(at) => {
                candidate.line.split(',').nth(*at).is_some_and(|value| wanted.takes(value))
            }
            Subject::Segment => candidate.segment.is_some_and(|segment| wanted.takes(segment)),
            Subject::Line => wanted.takes(&(candidate.row + 1).to_string()),
        })
    }
}

impl Condition {
    fn read(name: &str, value: &str, table: TableId) -> Option<Condition> {
        let schema = table.schema();
        if name == "line" {
            let line: u32 = value.parse().ok().filter(|line| *line > 1)?;
            let at = i64::from(line) * 100;
            let wanted = Wanted::Number { from: at, to: at };
            let told = format!("line {}", thousands(line));
            return Some(Condition { subject: Subject::Line, wanted, told });
        }
        if name == "weekday" {
            let (day, _) = (0..).zip(WEEKDAYS).find(|(_, day)| *day == value)?;
            let subject = Subject::Column(schema.position("transaction_date")?);
            let told = format!("on {value}s");
            return Some(Condition { subject, wanted: Wanted::Weekday(day), told });
        }
        let Some(at) = schema.position(name) else {
            let is_segment = name == SEGMENT && table == TableId::Transactions;
            let wanted = Wanted::Text(value.to_owned());
            let segment = Condition { subject: Subject::Segment, wanted, told: value.to_owned() };
            return is_segment.then_some(segment);
        };
        let wanted = match schema.columns[at].kind {
            ColumnKind::Text => Wanted::Text(value.to_owned()),
            _ if value.is_empty() => Wanted::Text(String::new()),
            ColumnKind::Integer => number(value, false)?,
            ColumnKind::Decimal { .. } => number(value, true)?,
            ColumnKind::Date => days(value)?,
        };
        let words = name.replace('_', " ");
        let told = match value {
            "" => format!("no {words}"),
            _ if name == SEGMENT => value.to_owned(),
            _ => format!("{words} {value}"),
        };
        Some(Condition { subject: Subject::Column(at), wanted, told })
    }
}

impl Wanted {
    /// Whether a value that was read from the rows is meant.
    fn takes(&self, value: &str) -> bool {
        match self {
            Wanted::Text(text) => value == text,
            Wanted::Number { from, to } => {
                hundredths(value).is_some_and(|number| (*from..=*to).contains(&number))
            }
            Wanted::Days { from, to, is_closed } => {
                let is_day = Date::parse(value.as_bytes()).is_ok();
                // A month is compared with the month of the day, a year with its year.
                let beginning = |end: &String| value.get(..end.len()).map(|value| value.cmp(end));
                let holds = |end: &Option<String>, is_beyond: fn(std::cmp::Ordering) -> bool| {
                    end.as_ref().is_none_or(|end| {
                        beginning(end)
                            .is_some_and(|order| is_beyond(order) || *is_closed && order.is_eq())
                    })
                };
                is_day
                    && holds(from, std::cmp::Ordering::is_gt)
                    && holds(to, std::cmp::Ordering::is_lt)
            }
            // 1970-01-01 was a Thursday.
            Wanted::Weekday(day) => Date::parse(value.as_bytes())
                .is_ok_and(|date| (date.unix_days() + 3).rem_euclid(7) == *day),
        }
    }
}

/// A number or a range of numbers, as they stand beside bars. Of decimals a range ends before its second number, as
/// classes of amounts do.
fn number(value: &str, is_decimal: bool) -> Option<Wanted> {
    let (from, to) = if let Some(end) = value.strip_prefix("below ") {
        (i64::MIN, hundredths(ends(end).0)? - 1)
    } else if let Some(end) = value.strip_prefix("above ") {
        (hundredths(ends(end).1)? + 1, i64::MAX)
    } else if let Some(from) =
        value.strip_suffix(" or more").or_else(|| value.strip_suffix(" and over"))
    {
        (hundredths(from)?, i64::MAX)
    } else {
        let (from, to) = ends(value);
        let (from, to, is_range) = (hundredths(from)?, hundredths(to)?, from != to);
        (from, to - i64::from(is_decimal && is_range))
    };
    (from <= to).then_some(Wanted::Number { from, to })
}

/// Both ends of a range, or the one number twice.
fn ends(value: &str) -> (&str, &str) {
    let parted = [" to ", "..", "-"].into_iter().find_map(|between| value.split_once(between));
    parted.unwrap_or((value, value))
}

/// A number of at most two decimals, perhaps with `$` before it and commas in it, in hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches('$').replace(',', "");
    let (units, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if units.is_empty() || !is_digits(units) || !is_digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let hundredths: i64 = format!("{decimals:0<2}").parse().ok()?;
    units.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

/// A day, a month or a year, or from one to another.
fn days(value: &str) -> Option<Wanted> {
    let day = |text: &str| {
        let rest = match text.len() {
            4 => "-01-01",
            7 => "-01",
            _ => "",
        };
        Date::parse(format!("{text}{rest}").as_bytes()).is_ok().then(|| Some(text.to_owned()))
    };
    let parted = || [" to ", ".."].into_iter().find_map(|between| value.split_once(between));
    if let Some(end) = value.strip_prefix("below ") {
        return Some(Wanted::Days { from: None, to: day(end)?, is_closed: false });
    }
    if let Some(end) = value.strip_prefix("above ") {
        return Some(Wanted::Days { from: day(end)?, to: None, is_closed: false });
    }
    let (from, to) = parted().unwrap_or((value, value));
    Some(Wanted::Days { from: day(from)?, to: day(to)?, is_closed: true })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use super::*;

    const CUSTOMER: &str = "CUST00000007,Linda,Ramirez,linda@example.com,37,TX,San Antonio,Retired,Standard,\
        21000,2023-07-02,New & Growing,";
    const PAYMENT: &str =
        "TXN000000070001,CUST00000007,2026-11-23,9.99,Kestrelby Market,Grocery,In-Store,approved";

    /// Whether this filter of a table takes its row above.
    fn takes(text: &str, table: TableId) -> Option<bool> {
        let line = if table == TableId::Customers { CUSTOMER } else { PAYMENT };
        let segment = (table == TableId::Transactions).then_some("Declining");
        let filter = Filter::read(text, table)?;
        Some(filter.takes(Candidate { line, row: 7, segment }))
    }

    #[test]
    fn values_and_ranges_are_compared_with_what_the_row_holds() {
        for (text, is_taken) in [
            ("customer_segment=New & Growing", true),
            ("customer_segment=Declining", false),
            ("state=TX", true),
            ("decline_type=", true),
            ("age=37", true),
            ("age=22-36", false),
            ("age=37 to 40", true),
            ("age=below 37", false),
            ("age=above 36", true),
            ("age=37 and over", true),
            ("age=65 and over", false),
            ("credit_limit=$20,000 to $21,000", true),
            ("credit_limit=$21,000", true),
            ("credit_limit=above $19,000 to $20,000", true),
            ("credit_limit=below $21,000 to $22,000", false),
            ("account_open_date=2023-07", true),
            ("account_open_date=2023", true),
            ("account_open_date=2020 to 2029", true),
            ("account_open_date=2023-07-03..2023-08", false),
            ("account_open_date=below 2023-07", false),
            ("account_open_date=above 2023-06", true),
            ("line=8", true),
            ("line=7", false),
            ("state=TX;age=37", true),
            ("state=TX;age=38", false),
        ] {
            assert_eq!(takes(text, TableId::Customers), Some(is_taken), "{text}");
        }
        for (text, is_taken) in [
            ("merchant_category=Grocery", true),
            ("status=declined", false),
            ("transaction_amount=5 to 10", true),
            ("transaction_amount=1 to 9.99", false),
            ("transaction_amount=9.99", true),
            ("transaction_amount=5,000 or more", false),
            ("weekday=Monday", true),
            ("weekday=Sunday", false),
            ("customer_segment=Declining", true),
            ("customer_segment=Budget-Conscious;channel=In-Store", false),
        ] {
            assert_eq!(takes(text, TableId::Transactions), Some(is_taken), "{text}");
        }
    }

    #[test]
    fn what_no_column_can_hold_is_no_filter() {
        for text in [
            "",
            "state",
            "height=180",
            "age=x",
            "age=-5",
            "age=30-22",
            "line=1",
            "line=0",
            "account_open_date=2023-13",
            "weekday=Monday",
            "state=TX;",
            "age=1.234",
        ] {
            assert_eq!(Filter::read(text, TableId::Customers), None, "{text}");
        }
        assert_eq!(Filter::read("weekday=Someday", TableId::Transactions), None);
        assert_eq!(Filter::read("age=22", TableId::Transactions), None);
    }

    #[test]
    fn what_was_spoilt_is_in_no_range() {
        let filter = |text| Filter::read(text, TableId::Customers).unwrap();
        let line = CUSTOMER.replace(",37,", ",NULL,").replace("2023-07-02", "2023-02-30");
        let candidate = Candidate { line: &line, row: 7, segment: None };
        assert!(!filter("age=0-1000").takes(candidate));
        assert!(!filter("account_open_date=2023").takes(candidate));
        // Nor is what a ragged row has not.
        assert!(
            !filter("decline_type=").takes(Candidate { line: "CUST00000007,Linda", ..candidate })
        );
    }

    #[test]
    fn a_filter_is_told_in_words() {
        for (text, told) in [
            ("customer_segment=Declining", "Declining"),
            ("state=CA", "state CA"),
            ("decline_type=", "no decline type"),
            ("account_open_date=2023-07", "account open date 2023-07"),
            ("line=12345", "line 12,345"),
            ("customer_segment=Declining;age=37", "Declining, age 37"),
        ] {
            assert_eq!(Filter::read(text, TableId::Customers).unwrap().told(), told);
        }
        let weekday = Filter::read("weekday=Monday", TableId::Transactions).unwrap();
        assert_eq!(weekday.told(), "on Mondays");
        assert_eq!(Filter::read("line=12", TableId::Customers).unwrap().line(), Some(12));
        assert_eq!(weekday.line(), None);
    }
}
