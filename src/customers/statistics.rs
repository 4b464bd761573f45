//! Counts over the rows of a file of customers, which merge exactly because they are integers, and their
//! summary for people. Only the summary divides.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

mod evidence;
mod model;
mod pairs;
mod people;

pub use evidence::{Association, Deviation, NameShare, StatePlaces};
pub(crate) use people::Person;

use serde::{Deserialize, Serialize};

use self::model::{Model, Steps};
use self::people::PeopleCounts;
use crate::customers::schema::Field;
use crate::customers::values::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::date::Date;
use crate::facts::Facts;
use crate::number::thousands;
use crate::recipe::{Parameters, Recipe, RecipeVersion, SEGMENTS, Segment, Span, WHOLE};
use crate::statistics::{Bar, Counts, Distribution, add_all, joined};

/// How many classes the histogram of credit limits has at most.
const CREDIT_LIMIT_CLASSES: u32 = 50;

/// How many classes account months have at most; beyond it they are counted by year or decade.
const MONTH_CLASSES: u32 = 1500;

/// A month of the calendar, counted from January of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Month(u32);

impl Month {
    pub(crate) const fn new(year: u32, month: u32) -> Month {
        Month(year * 12 + month - 1)
    }
}

/// The name of the class of so many months that begins with `month`: `2023-07`, `2023`, `2020 to
/// 2029`.
fn months_name(month: u32, months: u32) -> String {
    let year = month / 12;
    match months {
        1 => format!("{year:04}-{:02}", month % 12 + 1),
        12 => format!("{year:04}"),
        more => format!("{year:04} to {:04}", year + more / 12 - 1),
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
    /// The recipe's range.
    credit_limit_bounds: Span,
    /// The largest step that leads from the recipe's smallest credit limit to all there are.
    credit_limit_step: u32,
    /// First and last account date outside the recipe's window, as `yyyymmdd`.
    opened_astray: Option<Span>,
    /// First and last account date of new customers outside theirs.
    new_astray: Option<Span>,
    people: PeopleCounts,
}

impl Statistics {
    /// Whether names and places are looked for. In data sets of version 1 none are expected, and those made
    /// by it are not looked through for what they cannot have; a file without recipe could be of any version.
    pub(crate) fn knows_names(recipe: &Recipe, window: Option<(Date, Date)>) -> bool {
        window.is_none() || recipe.version() >= RecipeVersion::V2
    }

    /// Counts of nothing yet, for data sets of `recipe` whose accounts were opened from the first
    /// day of `window` to the last, or at any time.
    pub(crate) fn new(recipe: &Recipe, window: Option<(Date, Date)>) -> Statistics {
        let parameters = recipe.parameters();
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
            ages: Counts::within(parameters.age.min, parameters.age.max),
            credit_limit_classes: Counts::within(0, steps / class_width),
            class_width,
            months: window.map_or_else(Counts::growing, |(first, last)| {
                Counts::within(month(first), month(last))
            }),
            credit_limits: 0,
            credit_limit_sum: 0,
            credit_limit_min: u32::MAX,
            credit_limit_max: 0,
            credit_limit_bounds: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
            opened_astray: None,
            new_astray: None,
            people: PeopleCounts::new(steps, Statistics::knows_names(recipe, window)),
        }
    }

    /// Counts an age.
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

    /// Notes a credit limit that is not a whole number of steps above the smallest, or out of the
    /// range.
    #[cold]
    pub(crate) fn credit_limit_astray(&mut self, limit: u32) {
        let Span { min, max } = self.credit_limit_bounds;
        self.credit_limit_step = gcd(self.credit_limit_step, limit.abs_diff(min));
        let classes = &mut self.credit_limit_classes;
        classes.below += u64::from(limit < min);
        classes.above += u64::from(limit > max);
    }

    /// Notes an account date outside the recipe's window, as `yyyymmdd`.
    #[cold]
    pub(crate) fn opened_astray(&mut self, compact: u32) {
        self.opened_astray = Some(joined(self.opened_astray, Span::new(compact, compact)));
    }

    /// Counts what belongs together in a customer.
    #[inline]
    pub(crate) fn person(&mut self, person: &Person) {
        self.people.add(person);
    }

    /// Notes an account date of a new customer outside the window of new accounts, as `yyyymmdd`.
    #[cold]
    pub(crate) fn new_astray(&mut self, compact: u32) {
        self.new_astray = Some(joined(self.new_astray, Span::new(compact, compact)));
    }

    /// Counts the month of an account date.
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
        self.credit_limit_step = gcd(self.credit_limit_step, other.credit_limit_step);
        if let Some(astray) = other.opened_astray {
            self.opened_astray = Some(joined(self.opened_astray, astray));
        }
        if let Some(astray) = other.new_astray {
            self.new_astray = Some(joined(self.new_astray, astray));
        }
        self.people.merge(&other.people);
    }

    /// The smallest and the largest age.
    pub(crate) fn age_range(&self) -> Option<Span> {
        self.ages.range()
    }

    /// The smallest and the largest credit limit, and the step that leads from one to the other
    /// by way of all others.
    pub(crate) fn credit_limit_range(&self) -> Option<(Span, u32)> {
        (self.credit_limits > 0).then(|| {
            let range = Span::new(self.credit_limit_min, self.credit_limit_max);
            (range, self.credit_limit_step)
        })
    }

    /// First and last account date outside the recipe's window, as `yyyymmdd`.
    pub(crate) fn opened_outside(&self) -> Option<Span> {
        self.opened_astray
    }

    /// The same of new customers and their window.
    pub(crate) fn new_opened_outside(&self) -> Option<Span> {
        self.new_astray
    }

    /// The summary, with the recipe's targets beside what is there. Unless the recipe is the one of the
    /// rows, and not just where they begin to be asked of, nothing is expected of them beyond that.
    pub(crate) fn summary(&self, recipe: &Recipe, is_given: bool) -> Summary {
        let parameters = recipe.parameters();
        let rows = self.rows;
        let share = |per_mille: u16| f64::from(per_mille) * 100.0 / f64::from(WHOLE);
        let segment = |at: usize| Segment::ALL[at].name().to_owned();
        let expected_premium: f64 = (parameters.weights.iter().zip(parameters.premium))
            .map(|(&weight, premium)| share(weight) * share(premium) / 100.0)
            .sum();
        let declining = self.segments[Segment::Declining as usize];
        let any = self.credit_limits > 0;
        let steps = Steps { all: steps(parameters), in_class: self.class_width };
        let model = is_given.then(|| Model::new(recipe, steps));
        let people = model.as_ref().filter(|_| recipe.version() >= RecipeVersion::V2);
        // Without a reference date nobody knows when people were born.
        let dated = people.filter(|_| self.is_dated());
        let declared = |names: &[&str], counts: &[u64], shares: &[f64]| {
            let bar = |((name, &count), share): ((&&str, _), &f64)| {
                Bar::new(*name, count, rows, Some(share * 100.0))
            };
            Distribution(names.iter().zip(counts).zip(shares).map(bar).collect())
        };
        let associations = evidence::associations(&self.people, model.as_ref());
        let looks_like = evidence::looks_like(&self.people, &associations);
        // People without a recipe are not held against even shares.
        let is_even = is_given || looks_like != Some(RecipeVersion::V2);
        let uniform = |names: &[&str], counts: &[u64]| {
            let target = is_even.then_some(100.0 / names.len() as f64);
            let bar = |(name, &count): (&&str, _)| Bar::new(*name, count, rows, target);
            Distribution(names.iter().zip(counts).map(bar).collect())
        };
        let (places_in_their_state, cities_of_states) = self.people.in_their_state();
        let facts = Facts::get();
        Summary {
            total_customers: rows,
            unique_customer_ids: 0,
            emails_compared: 0,
            emails_all_compared: false,
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
            employment_distribution: match people {
                Some(model) => declared(&EMPLOYMENTS, &self.employments, &model.employments),
                None => uniform(&EMPLOYMENTS, &self.employments),
            },
            decline_type_distribution: DECLINES
                .iter()
                .zip([share(parameters.gradual), 100.0 - share(parameters.gradual)])
                .zip(self.declines)
                .map(|((&name, target), count)| Bar::new(name, count, declining, Some(target)))
                .collect(),
            state_distribution: match people {
                Some(model) => declared(&STATES, &self.states, &model.states),
                None => uniform(&STATES, &self.states),
            },
            age_distribution: self.ages.bars(rows, &|age| age.to_string()),
            credit_limit_distribution: self
                .credit_limit_classes
                .bars(rows, &|class| self.class_name(class, parameters)),
            account_month_distribution: self.account_months(),
            looks_like_version: looks_like.map(RecipeVersion::number),
            places_in_their_state,
            cities_of_states,
            associations,
            deviations: model
                .as_ref()
                .map_or_else(Vec::new, |model| self.deviations(model, parameters)),
            top_places: evidence::places(&self.people, people),
            top_first_names: evidence::names(
                &self.people.first_names,
                rows,
                &|at| &facts.given_names[at].name,
                &|at| dated.map(|model| (model.first_names[at], model.first_name_ages[at])),
            ),
            top_last_names: evidence::names(
                &self.people.last_names,
                rows,
                &|at| &facts.surnames[at].name,
                &|at| people.map(|model| (model.last_names[at], model.mean_age)),
            ),
        }
    }

    /// Whether account dates have a window, which takes a reference date.
    const fn is_dated(&self) -> bool {
        !self.months.grows
    }

    /// How far each column that is drawn is off its target.
    fn deviations(&self, model: &Model, parameters: &Parameters) -> Vec<Deviation> {
        let facts = Facts::get();
        let (numbers, shares): (Vec<u32>, Vec<f64>) = model.months.iter().copied().unzip();
        let opened: Vec<u64> = numbers.iter().map(|&month| self.months.of(month)).collect();
        let first_name = evidence::deviation(
            Field::FirstName,
            &self.people.first_names.rows,
            &model.first_names,
            &|at| facts.given_names[at].name.clone(),
        );
        let opened =
            evidence::deviation(Field::Opened, &opened, &shares, &|at| months_name(numbers[at], 1));
        [
            first_name.filter(|_| self.is_dated()),
            evidence::deviation(
                Field::LastName,
                &self.people.last_names.rows,
                &model.last_names,
                &|at| facts.surnames[at].name.clone(),
            ),
            evidence::deviation(Field::Age, &self.ages.each, &model.ages, &|at| {
                (parameters.age.min + at as u32).to_string()
            }),
            evidence::deviation(Field::State, &self.states, &model.states, &|at| {
                STATES[at].to_owned()
            }),
            evidence::deviation(Field::City, &self.people.places, &model.places, &|at| {
                let place = &facts.places[at];
                let state = String::from_utf8_lossy(&facts.states[place.state].code).into_owned();
                format!("{}, {state}", place.name)
            }),
            evidence::deviation(Field::Employment, &self.employments, &model.employments, &|at| {
                EMPLOYMENTS[at].to_owned()
            }),
            evidence::deviation(
                Field::CreditLimit,
                &self.credit_limit_classes.each,
                &model.limits,
                &|at| self.class_name(at as u32, parameters),
            ),
            opened.filter(|_| self.is_dated()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// By month, or by year or decade where there is no window and the months would be too many.
    fn account_months(&self) -> Distribution {
        if !self.months.grows {
            return self.months.bars(self.rows, &|month| months_name(month, 1));
        }
        let Some(run) = self.months.run() else { return Distribution(Vec::new()) };
        let classes = |months: u32| run.max / months - run.min / months + 1;
        let fitting = [1, 12].into_iter().find(|&months| classes(months) <= MONTH_CLASSES);
        let months = fitting.unwrap_or(120);
        let mut counts = vec![0; classes(months) as usize];
        for (month, count) in (self.months.first..).zip(&self.months.each) {
            if run.contains(month) {
                counts[(month / months - run.min / months) as usize] += count;
            }
        }
        let named = (run.min / months..).map(|class| months_name(class * months, months));
        named.zip(counts).map(|(name, count)| Bar::new(name, count, self.rows, None)).collect()
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

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How many steps there are from the smallest credit limit to the largest.
fn steps(parameters: &Parameters) -> u32 {
    (parameters.credit_limit.max - parameters.credit_limit.min) / parameters.credit_limit_step
}

/// The statistics of a report, named as the reference names them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// How many rows there are.
    pub total_customers: u64,
    /// How many different ids they have.
    pub unique_customer_ids: u64,
    /// How many rows were compared for addresses that repeat; see
    /// [`FileCheck::EMAILS_COMPARED`](crate::validate::FileCheck::EMAILS_COMPARED).
    pub emails_compared: u64,
    /// Whether these are all: if not, there may be duplicate addresses that nobody has seen.
    pub emails_all_compared: bool,
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
    /// Which version of the recipe the rows look like, by their cities and by what age says of employment;
    /// nothing if they look like neither.
    pub looks_like_version: Option<u32>,
    /// How many rows have a city that is a place of their state.
    pub places_in_their_state: u64,
    /// How many rows have a city and a state.
    pub cities_of_states: u64,
    /// How strongly columns are associated.
    pub associations: Vec<Association>,
    /// How far columns that are drawn are off their targets; none where there is no recipe.
    pub deviations: Vec<Deviation>,
    /// The places that most customers live in, by state.
    pub top_places: Vec<StatePlaces>,
    /// The twenty most frequent given names; none unless the facts know nine in ten.
    pub top_first_names: Vec<NameShare>,
    /// The twenty most frequent surnames; none unless the facts know nine in ten.
    pub top_last_names: Vec<NameShare>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_months_have_names() {
        let month = Month::new(2023, 7).0;
        assert_eq!(months_name(month, 1), "2023-07");
        assert_eq!(months_name(month / 12 * 12, 12), "2023");
        assert_eq!(months_name(month / 120 * 120, 120), "2020 to 2029");
    }
}
