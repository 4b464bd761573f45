//! What stands in a faulty row: one value of a clean row is replaced, or its commas do not match.
//!
//! No faulty value begins like a formula, and none holds a comma, a quote or a line feed: a file
//! with dirt opens as safely as one without, and only rows that are meant to be ragged are.

use std::ops::Range;

use super::draws::Draw;
use super::people;
use super::{Injection, Spoiler};
use crate::customers::schema::Field;
use crate::customers::version::{ROW_BOUND, RowFacts};
use crate::date::Date;
use crate::draw::Word;
use crate::recipe::{FaultKind, Parameters, RecipeVersion, Segment, Span};

/// The largest age that anybody is given.
const OLDEST: u32 = 199;

/// Days that no year has.
const NO_DAYS: [&str; 10] =
    ["02-30", "02-31", "04-31", "06-31", "09-31", "11-31", "01-32", "13-01", "00-15", "12-00"];

/// Codes that are no state: territories, provinces of Canada, and nothing at all.
const NO_STATES: [&str; 10] = ["AS", "GU", "MP", "PR", "VI", "AB", "BC", "ON", "QC", "XX"];

/// Names that are no segment.
const NO_SEGMENTS: [&str; 8] =
    ["Students", "Seniors", "Small Business", "Dormant", "VIP", "Other", "Unknown", "Segment 6"];

/// What stands for no value.
const NO_VALUES: [&str; 3] = ["", "NULL", "null"];

const REQUIRED: [Field; 12] = [
    Field::Id,
    Field::FirstName,
    Field::LastName,
    Field::Email,
    Field::Age,
    Field::State,
    Field::City,
    Field::Employment,
    Field::Card,
    Field::CreditLimit,
    Field::Opened,
    Field::Segment,
];

/// Where white space around the value breaks a rule. The last may be empty, like in the next two.
const SPACED: [Field; 10] = [
    Field::Id,
    Field::Email,
    Field::Age,
    Field::State,
    Field::Employment,
    Field::Card,
    Field::CreditLimit,
    Field::Opened,
    Field::Segment,
    Field::DeclineType,
];

/// Where another case breaks a rule.
const CASED: [Field; 6] =
    [Field::Id, Field::State, Field::Employment, Field::Card, Field::Segment, Field::DeclineType];

/// Where a letter that is not what it was breaks a rule.
const LETTERED: [Field; 4] = [Field::Employment, Field::Card, Field::Segment, Field::DeclineType];

/// What is done to a row.
pub(crate) struct Edit {
    /// The fault.
    pub(crate) injection: Injection,
    /// Which bytes of the row are replaced.
    pub(crate) range: Range<usize>,
    /// What stands there instead.
    pub(crate) faulty: Vec<u8>,
}

impl Spoiler {
    /// What a draw does to a row, whose bytes these are, with their line feed. `email` finds the
    /// address of another row.
    pub(crate) fn edit(
        &self,
        draw: Draw,
        facts: RowFacts,
        row: &[u8],
        email: &dyn Fn(u32) -> Vec<u8>,
    ) -> Edit {
        let Draw { flaw, mut word, source } = draw;
        let fields = Fields::of(row);
        let is_of_people = self.recipe.version() >= RecipeVersion::V2;
        let is_new = is_of_people && facts.segment == Segment::NewAndGrowing as usize;
        let mut injection =
            Injection { row: facts.number.into(), flaw, column: None, source: None, is_new };
        if flaw == FaultKind::RaggedRow {
            let range = 0..row.len() - 1;
            return Edit { injection, faulty: fields.ragged(&row[range.clone()], word), range };
        }
        let declines = facts.segment == Segment::Declining as usize;
        let column = column(flaw, declines, &mut word);
        injection.column = Some(column);
        injection.source = matches!(flaw, FaultKind::DuplicateId | FaultKind::DuplicateEmail)
            .then_some(source.into());
        let range = fields.range(column);
        let clean = &row[range.clone()];
        let parameters = self.recipe.parameters();
        let faulty = match flaw {
            FaultKind::MissingValue => one_of(&NO_VALUES, word),
            FaultKind::DuplicateId => format!("CUST{source:08}").into_bytes(),
            FaultKind::MalformedId => malformed_id(clean, word),
            FaultKind::MalformedEmail => malformed_email(clean, word),
            FaultKind::DuplicateEmail => email(source),
            FaultKind::CreditLimitOutOfRange => {
                out_of_range(parameters, word).to_string().into_bytes()
            }
            FaultKind::CreditLimitOffStep => {
                off_step(parameters, facts.credit_limit, word).to_string().into_bytes()
            }
            FaultKind::AgeOutOfRange => age(parameters.age, word).to_string().into_bytes(),
            FaultKind::UnknownState => one_of(&NO_STATES, word),
            FaultKind::UnknownSegment => one_of(&NO_SEGMENTS, word),
            FaultKind::MisplacedPremium => b"Premium".to_vec(),
            FaultKind::MisplacedDeclineType if declines => one_of(&NO_VALUES, word),
            FaultKind::MisplacedDeclineType => one_of(&["gradual", "sudden"], word),
            FaultKind::ImpossibleDate => [&clean[..5], &one_of(&NO_DAYS, word)].concat(),
            FaultKind::DateOutOfWindow | FaultKind::MisdatedNewAccount if is_of_people => {
                let (adult, window) = people::window(&self.recipe, fields.age(row), is_new);
                people::misdated(adult, window, word).iso().to_vec()
            }
            FaultKind::DateOutOfWindow | FaultKind::MisdatedNewAccount => {
                astray(self.recipe.account_window(), word).iso().to_vec()
            }
            FaultKind::AccountBeforeAdult => {
                let (adult, _) = people::window(&self.recipe, fields.age(row), is_new);
                people::before(adult, word).iso().to_vec()
            }
            FaultKind::CityOfAnotherState => {
                people::city_of_another(&row[fields.range(Field::State)], word)
            }
            FaultKind::PremiumBelowMedian => {
                let employment = &row[fields.range(Field::Employment)];
                let most = people::median_step(parameters, fields.age(row), facts, employment);
                let limit =
                    parameters.credit_limit.min + word.take(most) * parameters.credit_limit_step;
                limit.to_string().into_bytes()
            }
            FaultKind::StrayWhiteSpace => spaced(clean, word),
            FaultKind::WrongCase => recased(clean, word),
            FaultKind::Mojibake => mojibake(clean, word),
            _ => {
                unreachable!("the row as a whole was dealt with above, and customers have no other")
            }
        };
        Edit { injection, range, faulty }
    }
}

impl Edit {
    /// Carries the edit out on a row of so many bytes. Returns how many it has then.
    pub(crate) fn apply(&self, window: &mut [u8; ROW_BOUND], len: usize) -> usize {
        let Edit { range, faulty, .. } = self;
        let behind = range.start + faulty.len();
        window.copy_within(range.end..len, behind);
        window[range.start..behind].copy_from_slice(faulty);
        behind + len - range.end
    }
}

/// Where the fields of a clean row end: it has no quotes.
struct Fields([usize; 13]);

impl Fields {
    fn of(row: &[u8]) -> Fields {
        let mut ends = [0; 13];
        let separators = (0..).zip(row).filter(|(_, byte)| matches!(byte, b',' | b'\n'));
        for (end, (at, _)) in ends.iter_mut().zip(separators) {
            *end = at;
        }
        Fields(ends)
    }

    fn range(&self, column: Field) -> Range<usize> {
        let Fields(ends) = self;
        let before = (column as usize).checked_sub(1);
        before.map_or(0, |before| ends[before] + 1)..ends[column as usize]
    }

    /// The age of a clean row.
    fn age(&self, row: &[u8]) -> u32 {
        row[self.range(Field::Age)].iter().fold(0, |age, digit| age * 10 + u32::from(digit - b'0'))
    }

    /// The row, without line feed, with a comma lost or one too many, or cut off.
    fn ragged(&self, row: &[u8], mut word: Word) -> Vec<u8> {
        let Fields(ends) = self;
        let way = word.take(3);
        let comma = ends[word.take(12) as usize];
        let (before, behind) = (&row[..comma], &row[comma + 1..]);
        match way {
            0 => [before, behind].concat(),
            1 => before.to_vec(),
            _ => [before, b",,", behind].concat(),
        }
    }
}

fn column(flaw: FaultKind, declines: bool, word: &mut Word) -> Field {
    let mut draw = |columns: &[Field]| {
        // Without a decline type there is nothing in the last of them.
        let filled = columns.len() - usize::from(!declines);
        columns[word.take(filled as u32) as usize]
    };
    match flaw {
        FaultKind::StrayWhiteSpace => draw(&SPACED),
        FaultKind::WrongCase => draw(&CASED),
        FaultKind::Mojibake => draw(&LETTERED),
        FaultKind::MissingValue => REQUIRED[word.take(REQUIRED.len() as u32) as usize],
        FaultKind::DuplicateId | FaultKind::MalformedId => Field::Id,
        FaultKind::MalformedEmail | FaultKind::DuplicateEmail => Field::Email,
        FaultKind::CreditLimitOutOfRange
        | FaultKind::CreditLimitOffStep
        | FaultKind::PremiumBelowMedian => Field::CreditLimit,
        FaultKind::CityOfAnotherState => Field::City,
        FaultKind::AgeOutOfRange => Field::Age,
        FaultKind::UnknownState => Field::State,
        FaultKind::UnknownSegment => Field::Segment,
        FaultKind::MisplacedPremium => Field::Card,
        FaultKind::MisplacedDeclineType => Field::DeclineType,
        FaultKind::ImpossibleDate
        | FaultKind::DateOutOfWindow
        | FaultKind::AccountBeforeAdult
        | FaultKind::MisdatedNewAccount => Field::Opened,
        _ => unreachable!("a ragged row is not of one column, and customers have no other kind"),
    }
}

fn one_of(texts: &[&str], mut word: Word) -> Vec<u8> {
    texts[word.take(texts.len() as u32) as usize].as_bytes().to_vec()
}

fn malformed_id(id: &[u8], mut word: Word) -> Vec<u8> {
    let (letters, digits) = id.split_at(4);
    match word.take(4) {
        0 => id[..id.len() - 1].to_vec(),
        1 => [letters, b"0", digits].concat(),
        2 => [letters, b"-", digits].concat(),
        _ => [&id[..id.len() - 1], b"O"].concat(),
    }
}

/// In each way different addresses stay different, so that none seems to stand twice.
fn malformed_email(email: &[u8], mut word: Word) -> Vec<u8> {
    let at = email.iter().position(|&byte| byte == b'@').unwrap_or(0);
    let dot = email.iter().rposition(|&byte| byte == b'.').unwrap_or(0);
    let joined = |place: usize, text: &[u8]| [&email[..place], text, &email[place + 1..]].concat();
    match word.take(4) {
        0 => joined(at, b""),
        1 => joined(at, b"@@"),
        2 => joined(at, b" at "),
        _ => joined(dot, b""),
    }
}

/// A credit limit below or above the range; above there is always room.
fn out_of_range(parameters: &Parameters, mut word: Word) -> u32 {
    let Span { min, max } = parameters.credit_limit;
    if min > 0 && word.take(2) == 0 { word.take(min) } else { max + 1 + word.take(max.max(999)) }
}

/// A credit limit between the clean one and a neighbour.
fn off_step(parameters: &Parameters, limit: u32, mut word: Word) -> u32 {
    let step = parameters.credit_limit_step;
    let below = if limit == parameters.credit_limit.max { limit - step } else { limit };
    below + 1 + word.take(step - 1)
}

fn age(Span { min, max }: Span, mut word: Word) -> u32 {
    let age = word.take(min + OLDEST - max);
    if age < min { age } else { max + 1 + age - min }
}

/// A day before or after the window, as far as the years 1900 to 9999 go.
pub(super) fn astray((first, last): (Date, Date), mut word: Word) -> Date {
    let days =
        |from: Date, to: Date| to.unix_days().abs_diff(from.unix_days()).min(people::ASTRAY_DAYS);
    let (before, after) = (days(Date::EARLIEST, first), days(last, Date::LATEST));
    let pick = word.take(before + after);
    if pick < before { first.minus_days(pick + 1) } else { last.plus_days(pick - before + 1) }
}

fn spaced(value: &[u8], mut word: Word) -> Vec<u8> {
    let (before, after): (&[u8], &[u8]) = match word.take(4) {
        0 => (b" ", b""),
        1 => (b"", b" "),
        2 => (b"", b"  "),
        _ => (b" ", b" "),
    };
    [before, value, after].concat()
}

fn recased(value: &[u8], mut word: Word) -> Vec<u8> {
    let (lower, upper) = (value.to_ascii_lowercase(), value.to_ascii_uppercase());
    let (one, other) = if word.take(2) == 0 { (lower, upper) } else { (upper, lower) };
    if one == value { other } else { one }
}

/// The value with a mark on one of its vowels, written as UTF-8 and read as ISO 8859-1: two
/// characters, the first of them Ã.
fn mojibake(value: &[u8], mut word: Word) -> Vec<u8> {
    let vowels = (0..).zip(value).filter_map(|(at, letter)| Some((at, marked(*letter)?)));
    let vowels: Vec<(usize, &str)> = vowels.collect();
    let (at, marked) = vowels[word.take(vowels.len() as u32) as usize];
    [&value[..at], marked.as_bytes(), &value[at + 1..]].concat()
}

/// A vowel with a diaeresis, as it looks when its two bytes are taken for two characters.
const fn marked(vowel: u8) -> Option<&'static str> {
    match vowel {
        b'a' => Some("Ã¤"),
        b'e' => Some("Ã«"),
        b'i' => Some("Ã¯"),
        b'o' => Some("Ã¶"),
        b'u' => Some("Ã¼"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};

    fn words() -> impl Iterator<Item = Word> {
        let mut stream = Stream::new(1, 42, Purpose::Faults, 0);
        (0..1000).map(move |_| stream.word())
    }

    #[test]
    fn mojibake_is_what_a_wrong_encoding_makes_of_a_mark() {
        for (vowel, letter) in [(b'a', 'ä'), (b'e', 'ë'), (b'i', 'ï'), (b'o', 'ö'), (b'u', 'ü')]
        {
            let read_wrongly: String = letter.to_string().bytes().map(char::from).collect();
            assert_eq!(marked(vowel), Some(&read_wrongly[..]));
        }
    }

    #[test]
    fn dates_stay_within_the_calendar_and_outside_the_window() {
        for (first, last) in [
            (Date::EARLIEST, Date::EARLIEST),
            (Date::LATEST.minus_days(1), Date::LATEST),
            (Date::from_unix_days(0), Date::from_unix_days(1_000)),
        ] {
            let days: Vec<Date> = words().map(|word| astray((first, last), word)).collect();
            assert!(days.iter().all(|day| (Date::EARLIEST..=Date::LATEST).contains(day)));
            assert!(days.iter().all(|day| *day < first || *day > last));
            assert_eq!(days.iter().any(|day| *day < first), first > Date::EARLIEST);
            assert_eq!(days.iter().any(|day| *day > last), last < Date::LATEST);
        }
    }

    #[test]
    fn ages_lie_on_both_sides_of_every_range() {
        for span in [Span::new(18, 120), Span::new(120, 120), Span::new(18, 18)] {
            let ages: Vec<u32> = words().map(|word| age(span, word)).collect();
            assert!(ages.iter().all(|&age| !span.contains(age) && age <= OLDEST));
            assert!(
                ages.iter().any(|&age| age < span.min) && ages.iter().any(|&age| age > span.max)
            );
        }
    }
}
