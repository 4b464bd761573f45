//! What customers buy, for people: what is told before it is made, and what it holds.

use std::fmt::{self, Write};

use indicatif::DecimalBytes;

use super::figures::{WIDTH, cents, write_distribution, write_heading};
use super::generate_request::GenerateRequest;
use super::style::{ASIDE, HEADING};
use crate::number::{fixed, tenths, thousands};
use crate::plan::Rows;
use crate::transactions::RowGenerator;
use crate::transactions::statistics::{Matrix, Month, SegmentSpending, Summary};

/// Bytes of a row of the plain CSV, on the average with the defaults.
const ROW_BYTES: u64 = 89;

/// How many of the last months are shown: those in which customers decline.
const LAST_MONTHS: usize = 6;

/// What stands over a column for each segment, where there is no room for its name.
const SHORT: [&str; 5] = ["High-Value", "Stable", "Budget", "Declining", "New"];

/// What is told before transactions are made.
pub(super) fn generating(request: &GenerateRequest) -> String {
    let parameters = request.recipe.parameters();
    let Rows { first, last } = request.rows;
    let count = thousands(parameters.count);
    let customers = if request.rows == Rows::all(&request.recipe) {
        format!("{count} customers")
    } else {
        format!("customers {} to {} of {count}", thousands(first), thousands(last))
    };
    let about = estimate(request).map(|rows| {
        let (rows, bytes) = (rounded(rows), DecimalBytes(rows * ROW_BYTES));
        let what = if request.format.is_as_large_as_plain() { "" } else { " as CSV" };
        format!("about {} transactions, {bytes}{what}, of ", thousands(rows))
    });
    format!(
        "Generating {}{customers} with seed {} as of {}...\n",
        about.unwrap_or_else(|| "the transactions of ".to_owned()),
        parameters.seed,
        parameters.as_of,
    )
}

/// About how many rows there will be, if the recipe has any.
fn estimate(request: &GenerateRequest) -> Option<u64> {
    let rows = RowGenerator::new(&request.recipe).ok()?.estimate();
    let share = u128::from(rows) * u128::from(request.rows.count());
    u64::try_from(share / u128::from(request.recipe.parameters().count)).ok()
}

/// Three digits of a number, and zeros: as much as is known of an estimate.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(2));
    (number + unit / 2) / unit * unit
}

/// Writes what the rows hold.
pub(super) fn write(text: &mut String, statistics: &Summary) -> fmt::Result {
    writeln!(text, "{HEADING}Statistics:{HEADING:#}")?;
    writeln!(text, "  Total transactions: {}", thousands(statistics.total_transactions))?;
    writeln!(text, "  Customers with transactions: {}", thousands(statistics.total_customers))?;
    writeln!(text, "  Total dollars: ${}", cents(statistics.total_dollars))?;
    if let Some(amount) = &statistics.amount {
        writeln!(text, "  Amount range: ${} - ${}", cents(amount.min), cents(amount.max))?;
        writeln!(text, "  Average amount: ${}", cents(amount.mean))?;
    }
    let segments = &statistics.segments;
    if !segments.is_empty() {
        write_segments(text, segments)?;
        write_months(text, segments)?;
        write_categories(text, segments)?;
    }
    write_distribution(text, "Channel Distribution", "transactions", &statistics.channels)?;
    write_distribution(text, "Status Distribution", "transactions", &statistics.statuses)?;
    if let Some(matrix) = &statistics.matrix {
        write_matrix(text, matrix)?;
    }
    writeln!(text)
}

/// Rows and dollars of each segment, with their shares.
#[expect(clippy::cast_precision_loss, reason = "shares for people, of far fewer than 2^53 rows")]
fn write_segments(text: &mut String, segments: &[SegmentSpending]) -> fmt::Result {
    let head = format!("{:>14}{:>9}{:>20}{:>9}", "transactions", "share", "dollars", "share");
    write_heading(text, "Spending by Segment", WIDTH, &head)?;
    let rows = shares(segments.iter().map(|segment| segment.transactions as f64));
    let dollars = shares(segments.iter().map(|segment| segment.dollars));
    for ((segment, rows), dollars) in segments.iter().zip(rows).zip(dollars) {
        let (count, spent) = (thousands(segment.transactions), cents(segment.dollars));
        writeln!(text, "    {:<24}{count:>14}{rows:>8}%{spent:>20}{dollars:>8}%", segment.segment)?;
    }
    Ok(())
}

/// Dollars of a customer in each of the last months, by their first days, and below what the recipe makes of them.
fn write_months(text: &mut String, segments: &[SegmentSpending]) -> fmt::Result {
    let last = |segment: &SegmentSpending| -> Vec<Month> {
        segment.months[segment.months.len().saturating_sub(LAST_MONTHS)..].to_vec()
    };
    let Some(first) = segments.first().map(last).filter(|months| !months.is_empty()) else {
        return Ok(());
    };
    let months: Vec<String> = first.iter().map(|month| format!("{:>12}", month.first)).collect();
    write_heading(text, "Dollars a Customer", WIDTH, &months.concat())?;
    let line = |dollars: &mut dyn Iterator<Item = Option<f64>>| -> String {
        // A dash where nobody spends, or nothing is asked.
        let dollars = dollars.map(|dollars| dollars.map_or("\u{2013}".to_owned(), cents));
        dollars.map(|dollars| format!("{dollars:>12}")).collect::<Vec<_>>().concat()
    };
    for segment in segments {
        let months = last(segment);
        let actual = line(&mut months.iter().map(|month| month.dollars_per_customer));
        let target = line(&mut months.iter().map(|month| month.target));
        writeln!(text, "    {:<24}{actual}", segment.segment)?;
        writeln!(text, "    {ASIDE}  {:<22}{target}{ASIDE:#}", "target")?;
    }
    Ok(())
}

/// Which share of each segment's dollars goes to each category.
fn write_categories(text: &mut String, segments: &[SegmentSpending]) -> fmt::Result {
    write_heading(text, "Dollars by Category", WIDTH, &columns())?;
    let columns: Vec<Vec<String>> = segments
        .iter()
        .map(|segment| shares(segment.categories.iter().map(|share| share.dollars)))
        .collect();
    let categories = segments.iter().take(1).flat_map(|segment| &segment.categories);
    for (at, share) in categories.enumerate() {
        write!(text, "    {:<24}", share.category)?;
        for column in &columns {
            write!(text, "{:>11}%", column[at])?;
        }
        writeln!(text)?;
    }
    Ok(())
}

/// Customers by the segment that they have, line by line, and by the one that their behavior shows.
fn write_matrix(text: &mut String, matrix: &Matrix) -> fmt::Result {
    write_heading(text, "Segment from Behavior", WIDTH, &columns())?;
    for (segment, found) in matrix.segments.iter().zip(&matrix.customers) {
        write!(text, "    {segment:<24}")?;
        for &customers in found {
            write!(text, "{:>12}", thousands(customers))?;
        }
        writeln!(text)?;
    }
    let again = fixed(matrix.found_again_percent, 1);
    writeln!(text, "    {again}% of customers are found as what they are")
}

/// The heads of five columns.
fn columns() -> String {
    SHORT.map(|segment| format!("{segment:>12}")).concat()
}

/// Shares of these in percent, with one decimal, that add up to what they are together.
fn shares(parts: impl Iterator<Item = f64> + Clone) -> Vec<String> {
    let all: f64 = parts.clone().sum();
    let percents: Vec<f64> =
        parts.map(|part| if all > 0.0 { part * 100.0 / all } else { 0.0 }).collect();
    let tenths = tenths(&percents);
    tenths.into_iter().map(|tenths| format!("{}.{}", tenths / 10, tenths % 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimates_have_three_digits() {
        let numbers = [0, 7, 999, 1_234, 27_549_999, 55_000_000_000];
        assert_eq!(numbers.map(rounded), [0, 7, 999, 1_230, 27_500_000, 55_000_000_000]);
    }

    #[test]
    fn shares_add_up() {
        assert_eq!(shares([1.0, 1.0, 1.0].into_iter()), ["33.4", "33.3", "33.3"]);
        assert_eq!(shares([0.0, 0.0].into_iter()), ["0.0", "0.0"]);
    }
}
