//! Numbers for people, as all reports write them: dollars, and tables of shares.

use std::fmt::{self, Write};

use super::style::{ASIDE, HEADING};
use crate::number::{tenths, thousands};
use crate::statistics::{Bar, Distribution};

/// How wide the first column of a table is, which has the names of its lines.
pub(super) const WIDTH: usize = 26;

/// The head of a table whose first column is so wide.
pub(super) fn write_heading(
    text: &mut String,
    title: &str,
    width: usize,
    head: &str,
) -> fmt::Result {
    let title = format!("{title}:");
    writeln!(text, "\n  {HEADING}{title:<width$}{HEADING:#}{ASIDE}{head}{ASIDE:#}")
}

/// A table: how many of what, which share, and beside a target how far it is missed.
pub(super) fn write_distribution(
    text: &mut String,
    title: &str,
    of_what: &str,
    Distribution(bars): &Distribution,
) -> fmt::Result {
    let head = if bars.iter().any(|bar| bar.target.is_some()) {
        format!("{:>9}{:>9}{:>10}", "actual", "target", "variance")
    } else {
        format!("{:>9}", "actual")
    };
    write_heading(text, title, WIDTH, &format!("{of_what:>12}{head}"))?;
    // Shares that stand together add up to what they are together.
    let percents: Vec<f64> = bars.iter().map(|bar| bar.percent).collect();
    bars.iter().zip(tenths(&percents)).try_for_each(|(bar, tenths)| write_bar(text, bar, tenths))
}

/// A line of a table, with the share in tenths of a percent.
fn write_bar(text: &mut String, bar: &Bar, tenths: u32) -> fmt::Result {
    let percent = f64::from(tenths) / 10.0;
    write!(text, "    {:<24}{:>12}{percent:>8.1}%", bar.name, thousands(bar.count))?;
    if let Some(target) = bar.target {
        write!(text, "{target:>8.1}%{:>9}%", signed(percent - target))?;
    }
    writeln!(text)
}

/// Dollars with their cents: `27,589.76`.
pub(super) fn cents(dollars: f64) -> String {
    let text = format!("{dollars:.2}");
    match text.split_once('.') {
        Some((whole, cents)) => match whole.parse::<u64>() {
            Ok(whole) => format!("{}.{cents}", thousands(whole)),
            Err(_) => text,
        },
        None => text,
    }
}

/// With its sign, and none for what rounds to nothing.
fn signed(variance: f64) -> String {
    let text = format!("{variance:+.1}");
    if text == "+0.0" || text == "-0.0" { "0.0".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_and_variances_are_written_for_people() {
        assert_eq!([0.0, 27_589.756, 999.999].map(cents), ["0.00", "27,589.76", "1,000.00"]);
        assert_eq!([0.04, -0.04, 1.25, -3.0].map(signed), ["0.0", "0.0", "+1.2", "-3.0"]);
    }
}
