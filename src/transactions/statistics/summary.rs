//! What transactions hold, for people and programs: the only place that divides.

use serde::{Deserialize, Serialize};

use super::{CLASSES, Cell, Statistics};
use crate::customers::check::Criteria;
use crate::date::Date;
use crate::number::thousands;
use crate::recipe::{PERIOD_DAYS, SEGMENTS, Segment};
use crate::statistics::{Bar, Distribution};
use crate::transactions::check::Targets;
use crate::transactions::values::{CATEGORY_NAMES, CHANNELS, STATUSES};

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What the rows of a file hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many rows there are.
    pub total_transactions: u64,
    /// How many customers have any.
    pub total_customers: u64,
    /// What all amounts come to.
    pub total_dollars: f64,
    /// The smallest, the mean and the largest amount, if there is one.
    pub amount: Option<AmountRange>,
    /// How many rows are of each class of amounts.
    pub amounts: Distribution,
    /// How many rows are of each category.
    pub categories: Distribution,
    /// How many rows are of each channel.
    pub channels: Distribution,
    /// How many rows are of each status.
    pub statuses: Distribution,
    /// How many rows are of each day of the week.
    pub weekdays: Distribution,
    /// What each segment spends; nothing if nobody's segment is known.
    pub segments: Vec<SegmentSpending>,
    /// The segments that the five rules find, if they can be asked.
    pub matrix: Option<Matrix>,
}

/// Amounts in dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AmountRange {
    /// The smallest.
    pub min: f64,
    /// The mean.
    pub mean: f64,
    /// The largest.
    pub max: f64,
}

/// What the customers of a segment spend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentSpending {
    /// The segment.
    pub segment: String,
    /// How many transactions they have.
    pub transactions: u64,
    /// What these come to.
    pub dollars: f64,
    /// Month by month; nothing if it is not known when the months are.
    pub months: Vec<Month>,
    /// Category by category.
    pub categories: Vec<Share>,
}

/// A statement period, which is called a month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Month {
    /// The first day.
    pub first: String,
    /// How many customers of the segment have a transaction in it.
    pub customers: u64,
    /// How many transactions there are.
    pub transactions: u64,
    /// What these come to.
    pub dollars: f64,
    /// Dollars of each of these customers, on the average.
    pub dollars_per_customer: Option<f64>,
    /// What the recipe makes them spend on the average in a whole month.
    pub target: Option<f64>,
}

/// What goes to a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// The category.
    pub category: String,
    /// How many transactions.
    pub transactions: u64,
    /// What they come to.
    pub dollars: f64,
    /// The share of the segment's dollars, in percent.
    pub percent: f64,
}

/// Customers by the segment that they have and by the one that the five rules find.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// The names of the segments, of rows and columns.
    pub segments: Vec<String>,
    /// For each segment that customers have, how many are found as each.
    pub customers: Vec<Vec<u64>>,
    /// How many customers are found as what they are, in percent.
    pub found_again_percent: f64,
}

impl Statistics {
    /// The summary of rows that were held against these criteria.
    pub(crate) fn summary(&self, criteria: &Criteria) -> Summary {
        let of = |names: &[&str], counts: &[u64]| -> Distribution {
            let all: u64 = counts.iter().sum();
            names
                .iter()
                .zip(counts)
                .map(|(name, &count)| Bar::new(*name, count, all, None))
                .collect()
        };
        let categories =
            self.categories.map(|segments| segments.iter().map(|cell| cell.rows).sum());
        let Cell { rows, cents } = self.spent;
        Summary {
            total_transactions: self.rows,
            total_customers: self.customers,
            total_dollars: dollars(cents),
            amount: (rows > 0).then(|| AmountRange {
                min: dollars(self.range.0),
                mean: (dollars(cents) * 100.0 / rows as f64).round() / 100.0,
                max: dollars(self.range.1),
            }),
            amounts: {
                let names: Vec<String> = (0..CLASSES.len()).map(class).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                of(&names, &self.amounts)
            },
            categories: of(&CATEGORY_NAMES, &categories),
            channels: of(&CHANNELS, &self.channels),
            statuses: of(&STATUSES, &self.statuses),
            weekdays: of(&WEEKDAYS, &self.weekdays),
            segments: self.segments(criteria),
            matrix: self.matrix(),
        }
    }

    fn segments(&self, criteria: &Criteria) -> Vec<SegmentSpending> {
        let parameters = criteria.recipe.parameters();
        let first = |period: usize| -> Date {
            let back = (self.periods.len() - period) as u32 * PERIOD_DAYS;
            parameters.as_of.minus_days(back)
        };
        let targets = Targets::of(criteria);
        let segment = |at: usize| {
            let cells = self.categories.map(|segments| segments[at]);
            let mut all = Cell::default();
            for cell in cells {
                all.add(cell);
            }
            let month = |(period, segments): (usize, &[super::PeriodCell; SEGMENTS])| {
                let super::PeriodCell { customers, spent } = segments[at];
                let each = dollars(spent.cents) / customers as f64;
                Month {
                    first: first(period).to_string(),
                    customers,
                    transactions: spent.rows,
                    dollars: dollars(spent.cents),
                    dollars_per_customer: (customers > 0).then(|| (each * 100.0).round() / 100.0),
                    target: targets.of_month(at, period),
                }
            };
            let share = |(name, cell): (&&str, &Cell)| Share {
                category: (*name).to_owned(),
                transactions: cell.rows,
                dollars: dollars(cell.cents),
                percent: percent(cell.cents, all.cents),
            };
            SegmentSpending {
                segment: Segment::ALL[at].name().to_owned(),
                transactions: all.rows,
                dollars: dollars(all.cents),
                months: self.periods.iter().enumerate().map(month).collect(),
                categories: CATEGORY_NAMES.iter().zip(&cells).map(share).collect(),
            }
        };
        let segments: Vec<SegmentSpending> = (0..SEGMENTS).map(segment).collect();
        let is_known = segments.iter().any(|segment| segment.transactions > 0);
        if is_known { segments } else { Vec::new() }
    }

    fn matrix(&self) -> Option<Matrix> {
        let all: u64 = self.matrix.iter().flatten().sum();
        let again = (0..SEGMENTS).map(|segment| self.matrix[segment][segment]).sum();
        (all > 0).then(|| Matrix {
            segments: Segment::ALL.map(|segment| segment.name().to_owned()).to_vec(),
            customers: self.matrix.iter().map(|found| found.to_vec()).collect(),
            found_again_percent: percent(again, all),
        })
    }
}

fn dollars(cents: u64) -> f64 {
    cents as f64 / 100.0
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// The name of a class of amounts.
fn class(at: usize) -> String {
    let from = CLASSES[at] / 100;
    match CLASSES.get(at + 1) {
        Some(to) => format!("{} to {}", thousands(from), thousands(to / 100)),
        None => format!("{} or more", thousands(from)),
    }
}
