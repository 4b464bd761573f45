//! Numbers, sizes and times as people read them. Nothing of the recipe.

use segmint::customers::dirt::DirtReport;
use segmint::findings::Report;
pub use segmint::number::fixed;
use segmint::number::{tenths, thousands};
use segmint::recipe::Segment;

/// A day as YYYY-MM-DD that no line breaks.
#[must_use]
pub fn unbroken(day: &str) -> String {
    day.replace('-', "\u{2011}")
}

/// A dash for what is not there.
pub const NONE: &str = "\u{2013}";

/// How much of a fingerprint is shown.
const SHOWN_DIGITS: usize = 12;

/// A count of things, with the right form of the word: `1 row`, `2 rows`.
#[must_use]
pub fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(number))
}

/// About how many, three digits that count: `27,500,000`.
#[must_use]
pub fn about(number: u64) -> String {
    let step = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(2));
    thousands((number + step / 2) / step * step)
}

/// A size in decimal units, three digits that count: `6.35 MB`.
#[must_use]
pub fn size(bytes: f64) -> String {
    let units = ["kB", "MB", "GB"];
    let mut scaled = bytes / 1e3;
    let mut unit = 0;
    while scaled >= 999.5 && unit + 1 < units.len() {
        scaled /= 1e3;
        unit += 1;
    }
    let decimals = if scaled < 9.995 { 2 } else { u32::from(scaled < 99.95) };
    format!("{} {}", fixed(scaled, decimals), units[unit])
}

/// A time: `18 ms`, `1.24 s`, `3 min 5 s`.
#[must_use]
pub fn duration(milliseconds: f64) -> String {
    let seconds = milliseconds / 1e3;
    if milliseconds < 999.5 {
        format!("{} ms", fixed(milliseconds, 0))
    } else if seconds < 60.0 {
        format!("{} s", fixed(seconds, 2))
    } else {
        format!("{} min {} s", fixed((seconds / 60.0).floor(), 0), fixed(seconds % 60.0, 0))
    }
}

/// A time that is left, no finer than it is known: `3 s`, `2 min`.
#[must_use]
pub fn countdown(seconds: f64) -> String {
    if seconds < 90.0 {
        format!("{} s", fixed(seconds.ceil(), 0))
    } else {
        format!("{} min", fixed(seconds / 60.0, 0))
    }
}

/// A share in percent, two decimals: `15.00 %`.
#[must_use]
pub fn share(percent: f64) -> String {
    format!("{} %", fixed(percent, 2))
}

/// The shares of a whole in percent, two decimals, so that what is shown adds up to what they do.
#[must_use]
pub fn shares(percents: &[f64]) -> Vec<String> {
    let tenfold: Vec<f64> = percents.iter().map(|percent| percent * 10.0).collect();
    let hundredths = tenths(&tenfold).into_iter();
    hundredths.map(|share| format!("{}.{:02} %", share / 100, share % 100)).collect()
}

/// A target in percent, which a recipe knows to one decimal: `15 %`, `12.5 %`.
#[must_use]
pub fn target(percent: f64) -> String {
    let text = fixed(percent, 1);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// A difference of shares in percentage points, with its sign: `+0.25`, `−0.10`, `0.00`.
#[must_use]
pub fn variance(points: f64) -> String {
    let rounded = fixed(points.abs(), 2);
    match points {
        _ if rounded == "0.00" => rounded,
        _ if points < 0.0 => format!("\u{2212}{rounded}"),
        _ => format!("+{rounded}"),
    }
}

/// As much of a fingerprint as is shown.
#[must_use]
pub fn beginning(sha256: &str) -> String {
    format!("{}\u{2026}", sha256.get(..SHOWN_DIGITS).unwrap_or(sha256))
}

/// How many rules that must be kept were broken, and how many that should be.
#[must_use]
pub fn rules_broken<S>(report: &Report<S>) -> (u64, u64) {
    (report.errors.len() as u64, report.warnings.len() as u64)
}

/// How many rules were broken: `4 rules failed, 1 warning`.
#[must_use]
pub fn broken((errors, warnings): (u64, u64)) -> String {
    let warnings = match warnings {
        0 => "no warnings".to_owned(),
        some => counted(some, "warning"),
    };
    match errors {
        0 => format!("no errors, {warnings}"),
        some => format!("{} failed, {warnings}", counted(some, "rule")),
    }
}

/// What a report comes to: `valid, no errors, 2 warnings`.
#[must_use]
pub fn validity(is_valid: bool, rules_broken: (u64, u64)) -> String {
    let validity = if is_valid { "valid" } else { "not valid" };
    format!("{validity}, {}", broken(rules_broken))
}

/// What the customers of a segment are like, in a few words; nothing of what is no segment.
#[must_use]
pub fn segment(name: &str) -> &'static str {
    match Segment::ALL.into_iter().find(|segment| segment.name() == name) {
        Some(Segment::HighValueTravelers) => "spend most, much of it on travel",
        Some(Segment::StableMidSpenders) => "spend steadily, on everything",
        Some(Segment::BudgetConscious) => "spend little, mostly on necessities",
        Some(Segment::Declining) => "spend less and less",
        Some(Segment::NewAndGrowing) => "opened lately, spend more each month",
        None => "",
    }
}

/// Whether exactly the faults put in were found.
#[must_use]
pub fn dirt_verdict(outcome: &DirtReport) -> String {
    let injected = counted(outcome.injected(), "fault");
    if outcome.is_exact() {
        format!("{injected} put in, exactly these found.")
    } else {
        format!(
            "{injected} put in; {} more or fewer found than expected.",
            thousands(outcome.astray())
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_have_the_unit_that_suits_them() {
        assert_eq!(
            [127.0, 6_350_000.0, 99_960.0, 999_499.0, 1.27e9, 1e13].map(size),
            ["0.13 kB", "6.35 MB", "100 kB", "999 kB", "1.27 GB", "10000 GB"]
        );
        assert_eq!(
            [18.2, 999.4, 999.5, 1_240.0, 185_000.0].map(duration),
            ["18 ms", "999 ms", "1.00 s", "1.24 s", "3 min 5 s"]
        );
        assert_eq!(
            [0, 7, 123, 1_234, 27_489_123].map(about),
            ["0", "7", "123", "1,230", "27,500,000"]
        );
        assert_eq!(
            [0.1, 2.5, 89.0, 91.0, 600.0].map(countdown),
            ["1 s", "3 s", "89 s", "2 min", "10 min"]
        );
    }

    #[test]
    fn every_segment_is_described_and_nothing_else() {
        for segment in Segment::ALL {
            assert!(super::segment(segment.name()).starts_with(['s', 'o']), "{segment:?}");
        }
        assert_eq!(super::segment("Other"), "");
    }

    #[test]
    fn shares_have_signs_and_decimals_where_they_say_something() {
        assert_eq!([15.0, 12.5].map(target), ["15 %", "12.5 %"]);
        assert_eq!(share(14.996), "15.00 %");
        let third = 100.0 / 3.0;
        assert_eq!(shares(&[third; 3]), ["33.34 %", "33.33 %", "33.33 %"]);
        // Each alone would be 16.67 %, and all together 100.02 %.
        let sixths = shares(&[100.0 / 6.0; 6]);
        assert_eq!(sixths[3..], ["16.67 %", "16.66 %", "16.66 %"]);
        assert_eq!(shares(&[15.0, 40.0, 25.0, 10.0, 10.0])[0], "15.00 %");
        assert_eq!([0.254, -0.1, -0.004].map(variance), ["+0.25", "\u{2212}0.10", "0.00"]);
        assert_eq!([1, 2_000].map(|rows| counted(rows, "row")), ["1 row", "2,000 rows"]);
    }
}
