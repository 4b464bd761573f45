//! The counts of customers as a summary for people: shares, means, targets. Nothing else divides.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]

use serde::{Deserialize, Serialize};

use super::evidence::{self, Association, Deviation, NameShare, StatePlaces};
use super::model::{Model, Steps};
use super::segments::SegmentProfiles;
use super::{Statistics, steps};
use crate::customers::schema::Field;
use crate::customers::values::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::customers::windows::{self, Window};
use crate::date::Date;
use crate::facts::Facts;
use crate::number::thousands;
use crate::recipe::{Parameters, Recipe, RecipeVersion, SEGMENTS, Segment, WHOLE};
use crate::statistics::{Bar, Distribution};

/// How many classes account months have at most; beyond it they are counted by year or decade.
const MONTH_CLASSES: u32 = 1500;

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
    /// On how many days of each of these months the recipe has accounts opened; nothing where the reference date is
    /// not known.
    pub account_month_days: Vec<u32>,
    /// What the customers of each segment are like.
    pub segment_profiles: SegmentProfiles,
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

impl Statistics {
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
            account_month_days: self.account_days(recipe),
            segment_profiles: self.by_segment.profiles(&self.people, parameters),
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
            &self.people.first_names.rows(),
            &model.first_names,
            &|at| facts.given_names[at].name.clone(),
        );
        let opened =
            evidence::deviation(Field::Opened, &opened, &shares, &|at| months_name(numbers[at], 1));
        [
            first_name.filter(|_| self.is_dated()),
            evidence::deviation(
                Field::LastName,
                &self.people.last_names.rows(),
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

    /// For each month, on how many of its days accounts are opened.
    fn account_days(&self, recipe: &Recipe) -> Vec<u32> {
        if !self.is_dated() {
            return Vec::new();
        }
        let spans = windows::of(recipe);
        let first_day =
            |month: u32| Date::from_civil((month / 12) as u16, (month % 12 + 1) as u8, 1);
        let days = |month: u32| {
            let (Some(first), Some(next)) = (first_day(month), first_day(month + 1)) else {
                return 0;
            };
            let within = |&(opens, closes): &Window| {
                let from = first.max(opens).unix_days();
                let to = next.unix_days().min(closes.unix_days() + 1);
                u32::try_from(to - from).unwrap_or(0)
            };
            spans.iter().map(within).sum()
        };
        (self.months.first..).take(self.months.each.len()).map(days).collect()
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

#[cfg(test)]
mod tests {
    use super::super::Month;
    use super::*;

    #[test]
    fn classes_of_months_have_names() {
        let month = Month::new(2023, 7).0;
        assert_eq!(months_name(month, 1), "2023-07");
        assert_eq!(months_name(month / 12 * 12, 12), "2023");
        assert_eq!(months_name(month / 120 * 120, 120), "2020 to 2029");
    }
}
