//! Numbers, sizes and times as people read them. Nothing of the DOM, nothing of the recipe.

use js_sys::Number;

use segmint::number::thousands;
use segmint::validate::Report;

/// A number with so many decimals: the browser writes them as well as Rust, which would bring 20 kB
/// for it.
pub(super) fn fixed(number: f64, decimals: u8) -> String {
    // Refused for more than a hundred decimals only.
    Number::from(number).to_fixed(decimals).map(String::from).unwrap_or_default()
}

/// A count of things, with the right form of the word: `1 row`, `2 rows`.
pub(super) fn counted(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", thousands(number))
}

/// A size in decimal units, three digits that count: `6.35 MB`.
pub(super) fn size(bytes: f64) -> String {
    let units = ["kB", "MB", "GB"];
    let mut scaled = bytes / 1e3;
    let mut unit = 0;
    while scaled >= 999.5 && unit + 1 < units.len() {
        scaled /= 1e3;
        unit += 1;
    }
    let decimals = if scaled < 9.995 { 2 } else { u8::from(scaled < 99.95) };
    format!("{} {}", fixed(scaled, decimals), units[unit])
}

/// A time: `18 ms`, `1.24 s`, `3 min 5 s`.
pub(super) fn duration(milliseconds: f64) -> String {
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
pub(super) fn countdown(seconds: f64) -> String {
    if seconds < 90.0 {
        format!("{} s", fixed(seconds.ceil(), 0))
    } else {
        format!("{} min", fixed(seconds / 60.0, 0))
    }
}

/// A share in percent, two decimals: `15.00 %`.
pub(super) fn share(percent: f64) -> String {
    format!("{} %", fixed(percent, 2))
}

/// A target in percent, which a recipe knows to one decimal: `15 %`, `12.5 %`.
pub(super) fn target(percent: f64) -> String {
    let text = fixed(percent, 1);
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}

/// A difference of shares in percentage points, with its sign: `+0.25`, `−0.10`, `0.00`.
pub(super) fn variance(points: f64) -> String {
    let rounded = fixed(points.abs(), 2);
    match points {
        _ if rounded == "0.00" => rounded,
        _ if points < 0.0 => format!("\u{2212}{rounded}"),
        _ => format!("+{rounded}"),
    }
}

/// How many rules were broken: `errors against 4 rules, warnings against 1`.
pub(super) fn broken(report: &Report) -> String {
    let (errors, warnings) = (report.errors.len() as u64, report.warnings.len() as u64);
    match (errors, warnings) {
        (0, 0) => "no errors, no warnings".to_owned(),
        (0, _) => format!("no errors, warnings against {}", counted(warnings, "rule")),
        (_, 0) => format!("errors against {}, no warnings", counted(errors, "rule")),
        _ => format!("errors against {}, warnings against {warnings}", counted(errors, "rule")),
    }
}

/// What a report comes to: `valid, no errors, warnings against 2 rules`.
pub(super) fn validity(report: &Report) -> String {
    let validity = if report.is_valid { "valid" } else { "not valid" };
    format!("{validity}, {}", broken(report))
}
