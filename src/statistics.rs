//! Counts over the rows of a file, which merge exactly because they are integers, and their
//! summary for people. Only the summary divides.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::columns::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::date::Date;
use crate::number::thousands;
use crate::recipe::{Parameters, Recipe, SEGMENTS, Segment, WHOLE};

/// How many classes the histogram of credit limits has at most.
const CREDIT_LIMIT_CLASSES: u32 = 50;

/// A month of the calendar, counted from January of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Month(u32);

impl Month {
    pub(crate) const fn new(year: u32, month: u32) -> Month {
        Month(year * 12 + month - 1)
    }

    fn name(self) -> String {
        format!("{:04}-{:02}", self.0 / 12, self.0 % 12 + 1)
    }
}

/// Counts of everything that the report speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Statistics {
    pub(crate) rows: u64,
    pub(crate) segments: [u64; SEGMENTS],
    /// Premium cards in each segment.
    pub(crate) premium: [u64; SEGMENTS],
    pub(crate) cards: [u64; CARDS.len()],
    pub(crate) employments: [u64; EMPLOYMENTS.len()],
    pub(crate) declines: [u64; DECLINES.len()],
    pub(crate) states: Vec<u64>,
    ages: Counts,
    /// Classes of [`class_width`](Statistics::class_width) steps.
    credit_limit_classes: Counts,
    /// How many steps a class of credit limits is wide.
    class_width: u32,
    months: Counts,
    credit_limits: u64,
    credit_limit_sum: u64,
    credit_limit_min: u32,
    credit_limit_max: u32,
}

/// How often each of a run of numbers occurs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Counts {
    first: u32,
    counts: Vec<u64>,
}

impl Counts {
    fn new(first: u32, last: u32) -> Counts {
        Counts { first, counts: vec![0; (last - first) as usize + 1] }
    }

    /// Counts `number` if it belongs here.
    #[inline]
    fn add(&mut self, number: u32) {
        if let Some(count) = self.counts.get_mut(number.wrapping_sub(self.first) as usize) {
            *count += 1;
        }
    }

    fn merge(&mut self, other: &Counts) {
        add_all(&mut self.counts, &other.counts);
    }
}

fn add_all(counts: &mut [u64], others: &[u64]) {
    for (count, other) in counts.iter_mut().zip(others) {
        *count += other;
    }
}

impl Statistics {
    /// Counts of nothing yet, for data sets of `recipe`.
    pub(crate) fn new(recipe: &Recipe) -> Statistics {
        let parameters = recipe.parameters();
        let (first, last) = recipe.account_window();
        let month = |date: Date| {
            let (year, month, _) = date.civil();
            Month::new(u32::from(year), u32::from(month)).0
        };
        let steps = steps(parameters);
        let class_width = (steps + 1).div_ceil(CREDIT_LIMIT_CLASSES);
        Statistics {
            rows: 0,
            segments: [0; SEGMENTS],
            premium: [0; SEGMENTS],
            cards: [0; CARDS.len()],
            employments: [0; EMPLOYMENTS.len()],
            declines: [0; DECLINES.len()],
            states: vec![0; STATES.len()],
            ages: Counts::new(parameters.age.min, parameters.age.max),
            credit_limit_classes: Counts::new(0, steps / class_width),
            class_width,
            months: Counts::new(month(first), month(last)),
            credit_limits: 0,
            credit_limit_sum: 0,
            credit_limit_min: u32::MAX,
            credit_limit_max: 0,
        }
    }

    /// Counts an age within the recipe's range.
    #[inline]
    pub(crate) fn age(&mut self, age: u32) {
        self.ages.add(age);
    }

    /// Counts a credit limit, in dollars.
    #[inline]
    pub(crate) fn credit_limit(&mut self, limit: u32) {
        self.credit_limits += 1;
        self.credit_limit_sum += u64::from(limit);
        self.credit_limit_min = self.credit_limit_min.min(limit);
        self.credit_limit_max = self.credit_limit_max.max(limit);
    }

    /// Counts a credit limit within the recipe's range, in steps above the smallest.
    #[inline]
    pub(crate) fn credit_limit_steps(&mut self, steps: u32) {
        let class = if self.class_width == 1 { steps } else { steps / self.class_width };
        self.credit_limit_classes.add(class);
    }

    /// Counts the month of an account date within the recipe's window.
    #[inline]
    pub(crate) fn opened(&mut self, month: Month) {
        self.months.add(month.0);
    }

    /// Adds the counts of other rows of the same recipe.
    pub(crate) fn merge(&mut self, other: &Statistics) {
        self.rows += other.rows;
        add_all(&mut self.segments, &other.segments);
        add_all(&mut self.premium, &other.premium);
        add_all(&mut self.cards, &other.cards);
        add_all(&mut self.employments, &other.employments);
        add_all(&mut self.declines, &other.declines);
        add_all(&mut self.states, &other.states);
        self.ages.merge(&other.ages);
        self.credit_limit_classes.merge(&other.credit_limit_classes);
        self.months.merge(&other.months);
        self.credit_limits += other.credit_limits;
        self.credit_limit_sum += other.credit_limit_sum;
        self.credit_limit_min = self.credit_limit_min.min(other.credit_limit_min);
        self.credit_limit_max = self.credit_limit_max.max(other.credit_limit_max);
    }

    /// The summary, with the recipe's targets beside what is there.
    pub(crate) fn summary(&self, recipe: &Recipe) -> Summary {
        let parameters = recipe.parameters();
        let rows = self.rows;
        let share = |per_mille: u16| f64::from(per_mille) * 100.0 / f64::from(WHOLE);
        let segment = |at: usize| Segment::ALL[at].name().to_owned();
        let expected_premium: f64 = (parameters.weights.iter().zip(parameters.premium))
            .map(|(&weight, premium)| share(weight) * share(premium) / 100.0)
            .sum();
        let declining = self.segments[Segment::Declining as usize];
        let uniform = |names: &[&str], counts: &[u64]| {
            let target = 100.0 / names.len() as f64;
            let bar = |(name, &count): (&&str, _)| Bar::new(*name, count, rows, Some(target));
            Distribution(names.iter().zip(counts).map(bar).collect())
        };
        let any = self.credit_limits > 0;
        Summary {
            total_customers: rows,
            unique_customer_ids: 0,
            emails_compared: 0,
            credit_limit_min: any.then_some(self.credit_limit_min),
            credit_limit_max: any.then_some(self.credit_limit_max),
            credit_limit_avg: any.then(|| self.credit_limit_sum as f64 / self.credit_limits as f64),
            segment_distribution: (0..SEGMENTS)
                .map(|at| {
                    let target = share(parameters.weights[at]);
                    Bar::new(segment(at), self.segments[at], rows, Some(target))
                })
                .collect(),
            card_type_distribution: CARDS
                .iter()
                .zip([100.0 - expected_premium, expected_premium])
                .zip(self.cards)
                .map(|((&name, target), count)| Bar::new(name, count, rows, Some(target)))
                .collect(),
            premium_distribution: (0..SEGMENTS)
                .map(|at| {
                    let target = share(parameters.premium[at]);
                    Bar::new(segment(at), self.premium[at], self.segments[at], Some(target))
                })
                .collect(),
            employment_distribution: uniform(&EMPLOYMENTS, &self.employments),
            decline_type_distribution: DECLINES
                .iter()
                .zip([share(parameters.gradual), 100.0 - share(parameters.gradual)])
                .zip(self.declines)
                .map(|((&name, target), count)| Bar::new(name, count, declining, Some(target)))
                .collect(),
            state_distribution: uniform(&STATES, &self.states),
            age_distribution: self.ages.bars(rows, |age| age.to_string()),
            credit_limit_distribution: self
                .credit_limit_classes
                .bars(rows, |class| self.class_name(class, parameters)),
            account_month_distribution: self.months.bars(rows, |month| Month(month).name()),
        }
    }

    /// `$5,000`, or `$5,000 to $9,000` where a class is wider than a step.
    fn class_name(&self, class: u32, parameters: &Parameters) -> String {
        let dollars = |step: u32| {
            let limit = parameters.credit_limit.min + step * parameters.credit_limit_step;
            format!("${}", thousands(limit))
        };
        let first = class * self.class_width;
        let last = (first + self.class_width - 1).min(steps(parameters));
        if first == last {
            dollars(first)
        } else {
            format!("{} to {}", dollars(first), dollars(last))
        }
    }
}

impl Counts {
    fn bars(&self, rows: u64, name: impl Fn(u32) -> String) -> Distribution {
        let named = (self.first..).zip(&self.counts);
        named.map(|(number, &count)| Bar::new(name(number), count, rows, None)).collect()
    }
}

/// How many steps there are from the smallest credit limit to the largest.
fn steps(parameters: &Parameters) -> u32 {
    (parameters.credit_limit.max - parameters.credit_limit.min) / parameters.credit_limit_step
}

/// The statistics of a report, named as the reference names them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// How many rows there are.
    pub total_customers: u64,
    /// How many different ids they have.
    pub unique_customer_ids: u64,
    /// How many rows were compared for addresses that repeat; see
    /// [`Inspection::EMAILS_COMPARED`](crate::validate::Inspection::EMAILS_COMPARED).
    pub emails_compared: u64,
    /// The smallest credit limit in dollars; nothing if no row has a readable one.
    pub credit_limit_min: Option<u32>,
    /// The largest.
    pub credit_limit_max: Option<u32>,
    /// The mean.
    pub credit_limit_avg: Option<f64>,
    /// Rows by segment.
    pub segment_distribution: Distribution,
    /// Rows by card type.
    pub card_type_distribution: Distribution,
    /// Premium cards by segment, in percent of the segment's rows.
    pub premium_distribution: Distribution,
    /// Rows by employment status.
    pub employment_distribution: Distribution,
    /// Rows by decline type, in percent of the rows in Declining.
    pub decline_type_distribution: Distribution,
    /// Rows by state.
    pub state_distribution: Distribution,
    /// Rows by age in years.
    pub age_distribution: Distribution,
    /// Rows by credit limit, in at most fifty classes.
    pub credit_limit_distribution: Distribution,
    /// Rows by the month in which the account was opened.
    pub account_month_distribution: Distribution,
}

/// A column's values or classes, in the order of the contract.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution(pub Vec<Bar>);

/// One value or class and how often it occurs.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The value, such as `Declining`, `CA`, `37` or `2023-07`.
    pub name: String,
    /// How many rows have it.
    pub count: u64,
    /// Their share in percent, 0 to 100.
    pub percent: f64,
    /// The share that the recipe asks for, where it asks for one.
    pub target: Option<f64>,
}

impl Bar {
    fn new(name: impl Into<String>, count: u64, of: u64, target: Option<f64>) -> Bar {
        let percent = if of == 0 { 0.0 } else { count as f64 * 100.0 / of as f64 };
        Bar { name: name.into(), count, percent, target }
    }

    /// How far the share is off its target, in percentage points.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        self.target.map(|target| self.percent - target)
    }
}

impl FromIterator<Bar> for Distribution {
    fn from_iter<T: IntoIterator<Item = Bar>>(bars: T) -> Distribution {
        Distribution(bars.into_iter().collect())
    }
}

impl Serialize for Distribution {
    /// An object from name to count and shares, as the reference's report has it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Share {
            count: u64,
            percent: f64,
            #[serde(skip_serializing_if = "Option::is_none")]
            target_percent: Option<f64>,
            #[serde(skip_serializing_if = "Option::is_none")]
            variance: Option<f64>,
        }
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for bar in &self.0 {
            let share = Share {
                count: bar.count,
                percent: bar.percent,
                target_percent: bar.target,
                variance: bar.variance(),
            };
            map.serialize_entry(&bar.name, &share)?;
        }
        map.end()
    }
}
