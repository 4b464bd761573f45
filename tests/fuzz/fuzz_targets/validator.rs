//! Any bytes, validated in one go, from a source that gives a few bytes at a time, without the
//! scan, and in pieces: always the same report, and one that can be true.
//!
//! The input: what is done (a byte, see [`Form`]); how many examples a finding shows (a byte); how
//! much a read returns, in turn (four bytes, 0 for an interruption); how many cuts (a byte) and
//! where (two bytes each); the file.

#![no_main]
#![allow(clippy::unwrap_used, reason = "a fuzz target is to panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use segmint::customers::HEADER;
use segmint::date::Date;
use segmint::decode::{Advance, Layout};
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Span};
use segmint::statistics::Distribution;
use segmint::validate::{Checker, Criteria, FileCheck, Report, Rule, validate, validate_with};
use segmint_fuzz::{Content, Input, Verdict, line_feeds, swell, verdicts};

/// More than a piece that `validate` reads at a time.
const SEVERAL_PIECES: usize = 600_000;

/// The recipes to hold files against: the defaults, and one with other ranges.
static RECIPES: LazyLock<[Recipe; 2]> = LazyLock::new(|| {
    let defaults = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_780));
    let other = Parameters {
        weights: [0, 1000, 0, 0, 0],
        premium: [0, 0, 0, 0, 0],
        age: Span::new(45, 45),
        credit_limit: Span::new(7, 1_000_000_000 - 3),
        credit_limit_step: 10,
        opened: Span::new(0, 100),
        ..defaults.clone()
    };
    [defaults, other].map(|parameters| Recipe::new(parameters).unwrap())
});

/// What is done, a bit each.
struct Form(u8);

impl Form {
    /// The file begins with the header that it should have.
    fn has_header(&self) -> bool {
        self.0 & 1 == 0
    }

    fn is_dated(&self) -> bool {
        self.0 & 2 == 0
    }

    fn recipe(&self) -> &'static Recipe {
        &RECIPES[usize::from(self.0 & 4 != 0)]
    }

    /// A row may be too long. Rare, because it takes long.
    fn swells(&self) -> bool {
        self.0 & 0xf8 == 0xf8
    }

    /// The bytes come again and again. Rare, because it takes long.
    fn repeats(&self) -> bool {
        self.0 & 0xf8 == 0xf0
    }
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input(bytes);
    let form = Form(input.byte());
    let criteria = Criteria {
        dated: form.is_dated(),
        examples: [5, 0, 1, 1000][usize::from(input.byte() % 4)],
        ..Criteria::of(form.recipe().clone())
    };
    let sizes = input.bytes(4);
    let words = usize::from(input.byte() % 8) * 2;
    let mut words = Input(input.bytes(words));
    let rows = rows(&form, input);
    let header = if form.has_header() { HEADER.as_bytes() } else { b"" };
    let file = [header, &rows].concat();

    let source = |sizes| Dribble { rest: &file, sizes, turn: 0, gives_up: false };
    let report = report(&file[..], &criteria, &file);
    check(&report, &criteria, &file);
    assert_eq!(report, self::report(source(sizes), &criteria, &file), "in short reads");
    let checker = |layout| Checker::without_scan(&criteria, layout);
    assert_eq!(
        report,
        validate_with(source(sizes), &criteria, checker, |_| ()).unwrap(),
        "without the scan"
    );
    if file.len() < SEVERAL_PIECES / 2 {
        let broken = Dribble { gives_up: true, ..source(sizes) };
        assert!(validate(broken, &criteria, |_| ()).is_err(), "a source that gives up");
    }
    if form.has_header() {
        let cuts: BTreeSet<usize> =
            (0..words.0.len() / 2).map(|_| words.below(rows.len() + 1)).collect();
        let of_rows = without_absence(report.clone());
        for checker in [Checker::of_layout, Checker::without_scan] {
            let checker = checker(&criteria, Layout::contract());
            let in_pieces = in_pieces(checker, &criteria, &rows, &cuts);
            assert_eq!(of_rows, in_pieces, "cut at {cuts:?}");
        }
        Opinion::of(&verdicts(&rows, &Layout::contract()), &criteria).check(&report);
    }
});

/// What stands under the header.
fn rows(form: &Form, mut input: Input<'_>) -> Vec<u8> {
    if form.swells() {
        let mut how = Input(input.bytes(4));
        return swell(input.0, &mut how);
    }
    if form.repeats() && !input.0.is_empty() {
        return input.0.repeat(SEVERAL_PIECES / input.0.len() + 1);
    }
    input.0.to_vec()
}

/// The report, for which all bytes have to have been read.
fn report(source: impl Read, criteria: &Criteria, file: &[u8]) -> Report {
    let mut read = 0;
    let report = validate(source, criteria, |bytes| read += bytes).unwrap();
    // JSON may be shorter than the rows that it becomes.
    assert!(!file.starts_with(HEADER.as_bytes()) || read <= file.len() as u64);
    report
}

/// A source that gives a few bytes at a time.
struct Dribble<'a> {
    rest: &'a [u8],
    /// How many at a time, in turn; 0 for an interruption.
    sizes: &'a [u8],
    turn: usize,
    /// Whether there is an error where the end should be.
    gives_up: bool,
}

impl Read for Dribble<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let size = self.sizes.get(self.turn % 4).copied().unwrap_or(u8::MAX);
        self.turn += 1;
        if size == 0 && !self.turn.is_multiple_of(4) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.gives_up && self.rest.is_empty() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let size = usize::from(size.max(1)) * (1 + self.rest.len() / 4096);
        let room_len = room.len();
        let (now, rest) = self.rest.split_at(size.min(room_len).min(self.rest.len()));
        room[..now.len()].copy_from_slice(now);
        self.rest = rest;
        Ok(now.len())
    }
}

/// The report on rows under a good header, examined up to each cut in turn.
fn in_pieces(
    mut checker: Checker,
    criteria: &Criteria,
    rows: &[u8],
    cuts: &BTreeSet<usize>,
) -> Report {
    let mut file_check = FileCheck::new(criteria);
    let mut come = Advance { bytes: 0, lines: 2 };
    let pieces = cuts.iter().map(|&cut| (cut, false)).chain([(rows.len(), true)]);
    for (to, end) in pieces {
        let piece = &rows[come.bytes..to];
        let (piece_report, advance) = checker.check_piece(piece, come.lines, end);
        file_check.absorb(piece_report);
        come.bytes += advance.bytes;
        come.lines += advance.lines;
    }
    assert_eq!(come.bytes, rows.len());
    assert_eq!(come.lines, line_feeds(rows) + 2);
    file_check.report()
}

/// The report without a finding that there are no rows, which only a whole file can have.
fn without_absence(mut report: Report) -> Report {
    report.errors.retain(|finding| finding.rule != Rule::RowsPresent);
    report.is_valid = report.errors.is_empty();
    report
}

/// What holds for every report.
fn check(report: &Report, criteria: &Criteria, file: &[u8]) {
    assert_eq!(report.is_valid, report.errors.is_empty());
    let statistics = &report.statistics;
    assert!(statistics.total_customers >= statistics.unique_customer_ids);
    let last_line = line_feeds(file) + 1;
    let is_csv = file.starts_with(HEADER.as_bytes());
    let rules: Vec<Rule> = report.findings().map(|finding| finding.rule).collect();
    assert_eq!(rules.len(), rules.iter().collect::<BTreeSet<_>>().len());
    for finding in report.findings() {
        // What a header lacks is shown whole, if anything is.
        let whole = finding.rule == Rule::HeaderColumns && criteria.examples > 0;
        let most = if whole { u64::MAX } else { criteria.examples.into() };
        let shown = most.min(finding.rows);
        assert_eq!(finding.examples.len() as u64, shown, "{finding:?}");
        for example in &finding.examples {
            let lines = match finding.rule {
                Rule::SegmentShare | Rule::FileWhole | Rule::RowsCut => 0..=0,
                _ if is_csv => 1..=last_line,
                // Rows of JSON may share a line of the file.
                _ => 1..=u64::MAX,
            };
            assert!(lines.contains(&example.line), "{example:?} in {lines:?}");
            for text in [&example.column, &example.value, &example.reason] {
                assert!(text.chars().all(shows), "{text:?}");
                assert!(text.chars().count() < 1000, "{text}");
            }
        }
        let in_order = finding.examples.is_sorted_by_key(|example| example.line);
        assert!(in_order, "{finding:?}");
    }
}

/// Whether a screen shows the character where it stands.
fn shows(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What a naive reader says of some rows under a good header.
#[derive(Default)]
struct Opinion {
    rows: u64,
    readable: u64,
    ids: BTreeSet<u32>,
    /// The addresses so far.
    addresses: BTreeSet<Vec<u8>>,
    /// How often each rule is broken.
    broken: BTreeMap<Rule, u64>,
    /// How often each column has no value.
    missing: [u64; 13],
}

impl Opinion {
    fn of(verdicts: &[Verdict], criteria: &Criteria) -> Opinion {
        let mut opinion = Opinion::default();
        let mut last_id: Option<(u32, u64)> = None;
        for (_, content) in verdicts {
            let fields = match content {
                Content::Blank => {
                    opinion.breaks(Rule::BlankLine);
                    continue;
                }
                Content::Unreadable(..) => {
                    opinion.breaks(Rule::RowReadable);
                    opinion.rows += 1;
                    continue;
                }
                // A header in the middle.
                Content::Row(fields)
                    if fields[0] == b"customer_id"
                        || fields.iter().all(|field| is_missing(field)) =>
                {
                    opinion.breaks(Rule::RowReadable);
                    opinion.rows += 1;
                    continue;
                }
                Content::Row(fields) => fields,
            };
            let row = opinion.rows;
            opinion.rows += 1;
            opinion.readable += 1;
            for (column, field) in fields.iter().enumerate() {
                // Blanks are no way to say that there is no decline type.
                let blank = column == 12 && !matches!(&field[..], b"" | b"NULL" | b"null" | br"\N");
                opinion.missing[column] += u64::from(is_missing(field) && !blank);
            }
            match id(&fields[0]) {
                Some(id) => {
                    if let Some((last, last_row)) = last_id
                        && i128::from(id) - i128::from(last) != i128::from(row - last_row)
                    {
                        opinion.breaks(Rule::IdSequential);
                    }
                    last_id = Some((id, row));
                    if !opinion.ids.insert(id) {
                        opinion.breaks(Rule::IdUnique);
                    }
                }
                None if !is_missing(&fields[0]) => opinion.breaks(Rule::IdFormat),
                None => {}
            }
            if !is_missing(&fields[3]) {
                opinion.address(&fields[3]);
            }
            opinion.numbers(&fields[4], &fields[9], criteria);
        }
        opinion
    }

    fn address(&mut self, text: &[u8]) {
        let parts: Vec<&[u8]> = text.split(|&byte| byte == b'@').collect();
        let is_whole = match parts[..] {
            [local, domain] => {
                let words: Vec<&[u8]> = local.split(|&byte| byte == b'.').collect();
                let labels: Vec<&[u8]> = domain.split(|&byte| byte == b'.').collect();
                let is_word = |word: &[u8]| {
                    let odd = |byte: &u8| *byte <= b' ' || br#"(),:;<>""#.contains(byte);
                    !word.is_empty() && !word.iter().any(odd)
                };
                let is_label = |label: &[u8]| {
                    let hyphened = label.starts_with(b"-") || label.ends_with(b"-");
                    let odd = |byte: &u8| b"!#$%&'*+/=?".contains(byte);
                    is_word(label) && !hyphened && !label.iter().any(odd)
                };
                text.len() <= 254
                    && labels.len() > 1
                    && words.into_iter().all(is_word)
                    && labels.into_iter().all(is_label)
            }
            _ => false,
        };
        if !is_whole {
            self.breaks(Rule::EmailFormat);
        }
        if !self.addresses.insert(text.to_vec()) {
            self.breaks(Rule::EmailUnique);
        }
    }

    fn numbers(&mut self, age: &[u8], limit: &[u8], criteria: &Criteria) {
        let Parameters { age: ages, credit_limit: limits, credit_limit_step: step, .. } =
            criteria.recipe.parameters();
        if !is_missing(age) && number(age).is_none_or(|age| !ages.contains(age)) {
            self.breaks(Rule::AgeRange);
        }
        match number(limit) {
            Some(limit) if limits.contains(limit) => {
                if !(limit - limits.min).is_multiple_of(*step) {
                    self.breaks(Rule::CreditLimitStep);
                }
            }
            None if is_missing(limit) => {}
            _ => self.breaks(Rule::CreditLimitRange),
        }
    }

    fn breaks(&mut self, rule: Rule) {
        *self.broken.entry(rule).or_default() += 1;
    }

    /// Holds a report against it.
    fn check(&self, report: &Report) {
        let told = |rule| report.findings().find(|finding| finding.rule == rule);
        let told = |rule| told(rule).map_or(0, |finding| finding.rows);
        for rule in [
            Rule::BlankLine,
            Rule::RowReadable,
            Rule::IdFormat,
            Rule::IdUnique,
            Rule::IdSequential,
            Rule::EmailFormat,
            Rule::EmailUnique,
            Rule::AgeRange,
            Rule::CreditLimitRange,
            Rule::CreditLimitStep,
        ] {
            let expected = self.broken.get(&rule).copied().unwrap_or_default();
            assert_eq!(told(rule), expected, "{rule}");
        }
        assert_eq!(told(Rule::RequiredValue), self.missing[..12].iter().sum::<u64>());
        assert_eq!(told(Rule::RowsPresent), u64::from(self.rows == 0));

        let statistics = &report.statistics;
        assert_eq!(statistics.total_customers, self.rows);
        assert_eq!(statistics.unique_customer_ids, self.ids.len() as u64);
        assert_eq!(statistics.emails_compared, self.rows);
        let sum = |bars: &Distribution| bars.0.iter().map(|bar| bar.count).sum::<u64>();
        for (bars, rule, column) in [
            (&statistics.state_distribution, Rule::StateKnown, 5),
            (&statistics.employment_distribution, Rule::EmploymentKnown, 7),
            (&statistics.card_type_distribution, Rule::CardKnown, 8),
            (&statistics.account_month_distribution, Rule::AccountDate, 10),
            (&statistics.segment_distribution, Rule::SegmentKnown, 11),
        ] {
            let all = sum(bars) + told(rule) + self.missing[column];
            assert_eq!(all, self.readable, "{rule}");
        }
        // Of placeholders nobody knows here how many are decline types.
        let declines = sum(&statistics.decline_type_distribution);
        let all = declines + told(Rule::DeclineKnown) + self.missing[12];
        let placeholders = told(Rule::ValuePlaceholder);
        assert!((all..=all + placeholders).contains(&self.readable), "{all} {placeholders}");
    }
}

fn is_missing(field: &[u8]) -> bool {
    let is_blank = |c: char| {
        let unseen = matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}');
        c.is_whitespace() || c.is_control() || unseen
    };
    [&b"NULL"[..], b"null", br"\N"].contains(&field)
        || std::str::from_utf8(field).is_ok_and(|text| text.chars().all(is_blank))
}

fn id(field: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(field.strip_prefix(b"CUST")?).ok()?;
    let is_canonical = digits.len() == 8 && digits.chars().all(|digit| digit.is_ascii_digit());
    is_canonical.then(|| digits.parse().ok()).flatten()
}

fn number(field: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(field).ok()?;
    text.parse().ok().filter(|number: &u32| number.to_string() == text)
}
