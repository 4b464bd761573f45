//! What customers spend, as lines, tables and words: dollars a month by segment with their targets, shares of
//! categories, and the segments found again. Where they are shown is for others.

use segmint::number::thousands;
use segmint::transactions::statistics::{Matrix, Month, SegmentSpending, Summary};

use crate::words::{self, NONE, fixed};

/// How much of a picture's height a name takes.
const LABEL: f64 = 7.0;

/// Into how many steps the scale of a picture falls, at most.
const STEPS: f64 = 5.0;

/// Dollars that a customer spends in a month, by segment, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// A line for each segment.
    pub lines: Vec<Line>,
    /// The marks of the scale in dollars, from the top down to zero, at equal distances.
    pub marks: Vec<String>,
    /// The days on which the first month, the one in the middle and the last begin.
    pub days: [String; 3],
    /// All of it in words.
    pub described: String,
}

/// The line of a segment, in a square of 100 whose origin is at the top left.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The segment.
    pub segment: String,
    /// What was found, as a path.
    pub found: String,
    /// What the recipe describes, as a path.
    pub target: String,
    /// Dollars in the first and the last month, and what they were to be.
    pub told: String,
    /// How far down its name stands beside its end, so that no name stands on another.
    pub label_at: f64,
}

/// The picture of these months; nothing where none are known.
#[must_use]
pub fn picture(summary: &Summary) -> Option<Picture> {
    let months = &summary.segments.first()?.months;
    let days = [months.first()?, months.get(months.len() / 2)?, months.last()?];
    let all = summary.segments.iter().flat_map(|segment| &segment.months);
    let dollars = all.flat_map(|month| [month.dollars_per_customer, month.target]).flatten();
    let (step, steps) = scale(dollars.fold(0.0, f64::max));
    let top = step * f64::from(steps);
    let line = |segment: &SegmentSpending| Line {
        segment: segment.segment.clone(),
        found: path(&segment.months, top, |month| month.dollars_per_customer),
        target: path(&segment.months, top, |month| month.target),
        told: told(segment),
        label_at: end(&segment.months, top),
    };
    let mut lines: Vec<Line> = summary.segments.iter().map(line).collect();
    spread(&mut lines);
    let named = lines.iter().map(|line| format!("{}: {}", line.segment, line.told));
    let described = format!(
        "Dollars that a customer spends in a month, by segment, over {} from {}. {}.",
        words::counted(months.len() as u64, "month"),
        days[0].first,
        named.collect::<Vec<_>>().join("; "),
    );
    Some(Picture {
        lines,
        marks: (0..=steps).rev().map(|mark| dollars_of(step * f64::from(mark))).collect(),
        days: days.map(|month| month.first.clone()),
        described,
    })
}

/// The months as a table: the first day, then of each segment dollars found, and what they were to be.
#[must_use]
pub fn months(summary: &Summary) -> Vec<Vec<String>> {
    let count = summary.segments.first().map_or(0, |segment| segment.months.len());
    let row = |at: usize| {
        let months = summary.segments.iter().filter_map(move |segment| segment.months.get(at));
        let first = months.clone().next().map(|month| month.first.clone());
        let cells = months.map(|month| {
            let [found, target] = [month.dollars_per_customer, month.target]
                .map(|dollars| dollars.map_or(NONE.to_owned(), dollars_of));
            format!("{found} / {target}")
        });
        first.into_iter().chain(cells).collect()
    };
    (0..count).map(row).collect()
}

/// The categories, each with the share of every segment's dollars that goes to it, in percent.
#[must_use]
pub fn mix(summary: &Summary) -> Vec<(String, Vec<f64>)> {
    let Some(first) = summary.segments.first() else { return Vec::new() };
    let of_category = |(at, share): (usize, &segmint::transactions::statistics::Share)| {
        let all = summary.segments.iter().filter_map(|segment| segment.categories.get(at));
        (share.category.clone(), all.map(|share| share.percent).collect())
    };
    first.categories.iter().enumerate().map(of_category).collect()
}

/// The segments as a table: how many customers had a transaction in the last month, payments of a customer in a
/// month, dollars in the first and the last month, and how many customers are found again.
#[must_use]
pub fn spenders(summary: &Summary) -> Vec<Vec<String>> {
    let row = |(at, segment): (usize, &SegmentSpending)| {
        let known = segment.months.iter().filter(|month| month.dollars_per_customer.is_some());
        let dollars = |month: Option<&Month>| {
            month.and_then(|month| month.dollars_per_customer).map_or(NONE.to_owned(), dollars_of)
        };
        let (customers, payments) = known.clone().fold((0, 0), |(customers, payments), month| {
            (customers + month.customers, payments + month.transactions)
        });
        let payments = match customers {
            0 => NONE.to_owned(),
            some => fixed(payments as f64 / some as f64, 1),
        };
        let last = segment.months.last().map_or(0, |month| month.customers);
        let again = summary.matrix.as_ref().map_or(NONE.to_owned(), |matrix| {
            let all: u64 = matrix.customers[at].iter().sum();
            let found = matrix.customers[at][at];
            format!("{} %", fixed(found as f64 * 100.0 / all.max(1) as f64, 1))
        });
        vec![
            segment.segment.clone(),
            thousands(last),
            payments,
            dollars(known.clone().next()),
            dollars(segment.months.last()),
            again,
        ]
    };
    summary.segments.iter().enumerate().map(row).collect()
}

/// The matrix as a table: the segment that customers have, then how many are found as each.
#[must_use]
pub fn matrix(matrix: &Matrix) -> Vec<Vec<String>> {
    let rows = matrix.segments.iter().zip(&matrix.customers);
    let row = |(segment, found): (&String, &Vec<u64>)| {
        let found = found.iter().map(|&customers| thousands(customers));
        std::iter::once(segment.clone()).chain(found).collect()
    };
    rows.map(row).collect()
}

/// What comes of asking the rules for the segments, in words.
#[must_use]
pub fn found_again(summary: &Summary) -> String {
    let Some(matrix) = &summary.matrix else {
        if summary.segments.is_empty() {
            return "Nobody\u{2019}s segment is known.".to_owned();
        }
        return "With fewer than six months there is too little to tell segments by.".to_owned();
    };
    let customers: u64 = matrix.customers.iter().flatten().sum();
    format!(
        "From these rows alone, five rules tell the right segment of {} % of {}.",
        fixed(matrix.found_again_percent, 1),
        words::counted(customers, "customer"),
    )
}

/// How many customers there are, what all amounts come to, their mean, and their range.
#[must_use]
pub fn totals(summary: &Summary) -> [String; 4] {
    let amounts = summary.amount.map(|amount| {
        let range = format!("{} to {}", cents_of(amount.min), cents_of(amount.max));
        (cents_of(amount.mean), range)
    });
    let (mean, range) = amounts.unwrap_or((NONE.to_owned(), NONE.to_owned()));
    [thousands(summary.total_customers), dollars_of(summary.total_dollars), mean, range]
}

/// Dollars with their cents: `$1,234.50`.
fn cents_of(dollars: f64) -> String {
    let text = fixed(dollars, 2);
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let whole: u64 = whole.parse().unwrap_or_default();
    format!("${}.{cents}", thousands(whole))
}

/// Dollars without cents: `$8,790`.
fn dollars_of(dollars: f64) -> String {
    format!("${}", thousands(dollars.round() as u64))
}

/// `$2,512 at first, $1,010 at last, to be $1,000`.
fn told(segment: &SegmentSpending) -> String {
    let mut known = segment.months.iter().filter(|month| month.dollars_per_customer.is_some());
    let (first, last) = (known.next(), segment.months.last());
    let dollars = |month: Option<&Month>| {
        month.and_then(|month| month.dollars_per_customer).map_or(NONE.to_owned(), dollars_of)
    };
    let target = last.and_then(|month| month.target);
    let target = target.map(|target| format!(" (target {})", dollars_of(target)));
    let (first, last) = (dollars(first), dollars(last));
    format!("{first} at first, {last} at last{}", target.unwrap_or_default())
}

/// How far down a line ends.
fn end(months: &[Month], top: f64) -> f64 {
    let last = months.iter().rev().find_map(|month| month.dollars_per_customer);
    100.0 - 100.0 * last.unwrap_or(0.0) / top
}

/// Moves names apart that would stand on each other: down as far as needed, and back up from the ground.
fn spread(lines: &mut [Line]) {
    let mut order: Vec<&mut Line> = lines.iter_mut().collect();
    order.sort_by(|one, other| one.label_at.total_cmp(&other.label_at));
    for at in 1..order.len() {
        order[at].label_at = order[at].label_at.max(order[at - 1].label_at + LABEL);
    }
    let mut ground = 100.0;
    for line in order.into_iter().rev() {
        line.label_at = line.label_at.min(ground);
        ground = line.label_at - LABEL;
    }
}

/// A step that people count in, and how many of them reach this high.
fn scale(highest: f64) -> (f64, u32) {
    let least = (highest / STEPS).max(1.0);
    let mut magnitude = 1.0;
    while magnitude * 10.0 <= least {
        magnitude *= 10.0;
    }
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|step| step * magnitude);
    let step = steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * magnitude);
    (step, (highest / step).ceil().max(1.0) as u32)
}

/// A line through the months for which there are dollars, with gaps where there are none.
fn path(months: &[Month], top: f64, dollars: impl Fn(&Month) -> Option<f64>) -> String {
    let last = months.len().saturating_sub(1);
    let mut path = String::new();
    let mut pen = "M";
    for (place, month) in months.iter().enumerate() {
        let Some(dollars) = dollars(month) else {
            pen = "M";
            continue;
        };
        let left = if last == 0 { 50.0 } else { 100.0 * place as f64 / last as f64 };
        let down = 100.0 - 100.0 * dollars / top;
        path.extend([pen, &fixed(left, 2), " ", &fixed(down, 2)]);
        if pen == "M" {
            // A month alone is a dot.
            path.push_str("h0");
        }
        pen = "L";
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::data_set::DataSet;
    use segmint::link::Link;

    use super::*;

    fn summary(options: &str) -> Summary {
        let link = format!("v=2&seed=7&count=100&as_of=2026-11-23{options}");
        let data_set = DataSet::transactions(Link::read(&link).unwrap().recipe).unwrap();
        data_set.write(std::io::sink(), |_| ()).unwrap().report.report.statistics
    }

    #[test]
    fn lines_run_along_their_targets() {
        let summary = summary("");
        let picture = picture(&summary).unwrap();
        assert_eq!(picture.lines.len(), 5);
        assert_eq!(picture.days, ["2025-06-01", "2026-02-26", "2026-10-24"]);
        assert_eq!(picture.marks, ["$10,000", "$8,000", "$6,000", "$4,000", "$2,000", "$0"]);
        let travelers = &picture.lines[0];
        assert!(travelers.found.starts_with("M0.00 ") && travelers.found.contains("L100.00 "));
        assert_eq!(travelers.found.matches('L').count(), 17);
        // Nobody new has been there from the beginning.
        assert!(!picture.lines[4].found.starts_with("M0.00 "));
        assert!(
            picture.described.contains("over 18 months from 2025-06-01. High-Value Travelers: $")
        );
        for segment in &summary.segments[..3] {
            for month in &segment.months {
                let (found, target) = (month.dollars_per_customer.unwrap(), month.target.unwrap());
                assert!((found / target - 1.0).abs() < 0.3, "{}: {found}", segment.segment);
            }
        }
        let months = months(&summary);
        assert_eq!((months.len(), months[0].len()), (18, 6));
        assert!(months[0][1].contains(" / $"), "{:?}", months[0]);
    }

    #[test]
    fn shares_and_segments_are_told() {
        let summary = summary("");
        let mix = mix(&summary);
        assert_eq!(mix.len(), 10);
        for segment in 0..5 {
            let all: f64 = mix.iter().map(|(_, shares)| shares[segment]).sum();
            assert!((all - 100.0).abs() < 1e-6, "{all}");
        }
        let found = summary.matrix.as_ref().unwrap();
        let rows = matrix(found);
        assert_eq!(
            (rows.len(), &rows[1][0][..], &rows[1][2][..]),
            (5, "Stable Mid-Spenders", "40")
        );
        let told = found_again(&summary);
        assert!(told.ends_with("of 100.0 % of 100 customers."), "{told}");
        let [customers, all, mean, range] = totals(&summary);
        assert_eq!((&*customers, cents_of(1_234.5)), ("100", "$1,234.50".to_owned()));
        assert!(all.starts_with('$') && !all.contains('.') && mean.contains('.'), "{all} {mean}");
        assert!(range.starts_with('$') && range.contains(" to $"), "{range}");
    }

    #[test]
    fn few_months_are_a_dot_and_no_matrix() {
        let summary = summary("&months=1");
        let picture = picture(&summary).unwrap();
        assert!(
            picture.lines[0].found.starts_with("M50.00 ") && picture.lines[0].found.ends_with("h0")
        );
        assert_eq!(months(&summary).len(), 1);
        assert!(found_again(&summary).starts_with("With fewer than six months"));
        let unknown = Summary { segments: Vec::new(), matrix: None, ..summary };
        assert_eq!(found_again(&unknown), "Nobody\u{2019}s segment is known.");
    }

    #[test]
    fn scales_are_those_that_people_count_in() {
        for (highest, step, steps) in [
            (9_950.0, 2_000.0, 5),
            (1_100.0, 250.0, 5),
            (12.0, 2.5, 5),
            (0.0, 1.0, 1),
            (5.0, 1.0, 5),
        ] {
            assert_eq!(scale(highest), (step, steps), "{highest}");
        }
    }
}
