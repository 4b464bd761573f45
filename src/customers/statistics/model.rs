//! What a recipe lets expect of its rows: the share of every value, and of what belongs together. From the
//! facts and from what is declared, by code of its own.

#![allow(clippy::cast_precision_loss, reason = "shares for people")]
#![allow(clippy::cast_sign_loss, reason = "no limit is below its range")]

use super::people::{CLASSES, TENTHS, Tenths};
use crate::customers::known::state_positions;
use crate::customers::targets::{RANGE, age_group, median, tilt};
use crate::customers::values::{EMPLOYMENTS, STATES};
use crate::customers::windows::{self, OfAge, Window};
use crate::facts::{DECADES, FIRST_AGE, FIRST_DECADE, Facts};
use crate::recipe::{Parameters, Recipe, RecipeVersion, SEGMENTS, Segment, WHOLE};

/// The spread of credit limits is in units of 2^-16.
const SPREAD: f64 = 65_536.0;

/// Shares, each list together 1; of what is not declared an empty list.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// By age from the recipe's youngest on.
    pub(super) ages: Vec<f64>,
    pub(super) employments: [f64; EMPLOYMENTS.len()],
    /// In the order of [`STATES`].
    pub(super) states: Vec<f64>,
    /// In the order of [`Facts::places`].
    pub(super) places: Vec<f64>,
    /// In the order of [`Facts::given_names`].
    pub(super) first_names: Vec<f64>,
    /// The mean age of those who bear each name.
    pub(super) first_name_ages: Vec<f64>,
    /// In the order of [`Facts::surnames`].
    pub(super) last_names: Vec<f64>,
    /// The mean age of all.
    pub(super) mean_age: f64,
    /// By class of steps.
    pub(super) limits: Vec<f64>,
    /// Groups of ages, employment, segment, tenths of the range; the last runs fastest.
    pub(super) joint: Vec<f64>,
    /// Months from January of the year 0, ascending, with their shares.
    pub(super) months: Vec<(u32, f64)>,
}

/// How many steps there are in the range of credit limits, and in a class of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steps {
    pub(super) all: u32,
    pub(super) in_class: u32,
}

impl Model {
    /// What to expect of the rows of `recipe`, with limits counted in these classes.
    pub(super) fn new(recipe: &Recipe, steps: Steps) -> Model {
        match recipe.version() {
            RecipeVersion::V1 => Model::of_version_1(recipe, steps),
            RecipeVersion::V2 => Model::of_version_2(recipe, steps),
        }
    }

    /// Everything even and independent.
    fn of_version_1(recipe: &Recipe, steps: Steps) -> Model {
        let parameters = recipe.parameters();
        let ages = (parameters.age.max - parameters.age.min + 1) as usize;
        let classes = steps.all / steps.in_class + 1;
        let in_class = |class: u32| {
            let first = class * steps.in_class;
            f64::from((steps.all + 1 - first).min(steps.in_class)) / f64::from(steps.all + 1)
        };
        let mut months = Vec::new();
        spread(recipe.account_window(), 1.0, &mut months);
        Model {
            ages: vec![1.0 / ages as f64; ages],
            employments: [1.0 / EMPLOYMENTS.len() as f64; EMPLOYMENTS.len()],
            states: vec![1.0 / STATES.len() as f64; STATES.len()],
            places: Vec::new(),
            first_names: Vec::new(),
            first_name_ages: Vec::new(),
            last_names: Vec::new(),
            mean_age: f64::midpoint(f64::from(parameters.age.min), f64::from(parameters.age.max)),
            limits: (0..classes).map(in_class).collect(),
            joint: Vec::new(),
            months,
        }
    }

    fn of_version_2(recipe: &Recipe, steps: Steps) -> Model {
        let (parameters, facts) = (recipe.parameters(), Facts::get());
        let by_segment = ages_by_segment(parameters, facts);
        let ages: Vec<f64> =
            by_segment.iter().map(|segments| segments.iter().sum::<f64>()).collect();
        let mut groups = vec![[[0.0; SEGMENTS]; EMPLOYMENTS.len()]; CLASSES[0]];
        let mut employments = [0.0; EMPLOYMENTS.len()];
        for (age, segments) in (parameters.age.min..).zip(&by_segment) {
            let last = facts.employment.len() - 1;
            let shares = facts.employment[last.min((age - FIRST_AGE) as usize)];
            for (employment, share) in shares.into_iter().enumerate() {
                for (segment, of_age) in segments.iter().enumerate() {
                    let chance = of_age * f64::from(share) / f64::from(WHOLE);
                    groups[age_group(age)][employment][segment] += chance;
                    employments[employment] += chance;
                }
            }
        }
        let (limits, joint) = limits(parameters, facts, steps, &groups);
        let (first_names, first_name_ages) = first_names(parameters, facts, &ages);
        let numbered = (parameters.age.min..).zip(&ages);
        Model {
            mean_age: numbered.map(|(age, share)| f64::from(age) * share).sum(),
            employments,
            states: states(facts),
            places: places(facts),
            first_names,
            first_name_ages,
            last_names: shares(facts.surnames.iter().map(|name| f64::from(name.people))),
            limits,
            joint,
            months: months(recipe, &by_segment),
            ages,
        }
    }
}

/// Numbers as shares of their sum.
fn shares(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let numbers: Vec<f64> = numbers.collect();
    let all: f64 = numbers.iter().sum();
    numbers.into_iter().map(|number| number / all).collect()
}

/// The share of each age and segment; by age from the youngest on.
fn ages_by_segment(parameters: &Parameters, facts: &Facts) -> Vec<[f64; SEGMENTS]> {
    let people = |age: u32| {
        let at = (age - FIRST_AGE) as usize;
        let last = facts.ages.len() - 1;
        // Above 100 half as many a year older, at least one.
        let counted = facts.ages[at.min(last)] >> (at - at.min(last));
        f64::from(counted.max(1))
    };
    let weights: Vec<[f64; SEGMENTS]> = (parameters.age.min..=parameters.age.max)
        .map(|age| tilt(age).map(|tilt| people(age) * f64::from(tilt)))
        .collect();
    let all: [f64; SEGMENTS] =
        std::array::from_fn(|segment| weights.iter().map(|of_age| of_age[segment]).sum());
    let share = |segment: usize, weight: f64| {
        f64::from(parameters.weights[segment]) / f64::from(WHOLE) * weight / all[segment]
    };
    let of_age = |weights: &[f64; SEGMENTS]| std::array::from_fn(|at| share(at, weights[at]));
    weights.iter().map(of_age).collect()
}

/// The limits by class, and the joint table, of so many people by group of ages, employment and segment.
fn limits(
    parameters: &Parameters,
    facts: &Facts,
    steps: Steps,
    groups: &[[[f64; SEGMENTS]; EMPLOYMENTS.len()]],
) -> (Vec<f64>, Vec<f64>) {
    let tenths = Tenths::of(steps.all);
    let mut limits = vec![0.0; (steps.all / steps.in_class) as usize + 1];
    let mut joint = Vec::with_capacity(CLASSES.iter().product());
    let above = facts.spread.len() / 2;
    for (group, employments) in groups.iter().enumerate() {
        for (employment, segments) in employments.iter().enumerate() {
            for (segment, chance) in segments.iter().enumerate() {
                let median = median(group, segment, employment);
                let within = |point: &&u32| median * u64::from(**point) <= RANGE << 16;
                let points = facts.spread.iter().take_while(within).count();
                let premium = f64::from(parameters.premium[segment]) / f64::from(WHOLE);
                // Standard cards draw from all points, Premium cards from those above the median.
                let standard = chance * (1.0 - premium) / points as f64;
                let higher = standard + chance * premium / (points - above) as f64;
                let mut cells = [0.0; TENTHS];
                for (at, &point) in facts.spread[..points].iter().enumerate() {
                    let place = median as f64 / RANGE as f64 * (f64::from(point) / SPREAD);
                    let step = (place * f64::from(steps.all) + 0.5) as u32;
                    let weight = if at < above { standard } else { higher };
                    cells[tenths.part(step)] += weight;
                    limits[(step / steps.in_class) as usize] += weight;
                }
                joint.extend(cells);
            }
        }
    }
    (limits, joint)
}

/// The share of each given name, and the mean age of those who bear it.
fn first_names(parameters: &Parameters, facts: &Facts, ages: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (year, ..) = parameters.as_of.civil();
    let mut decades = [(0.0, 0.0); DECADES];
    for (age, share) in (parameters.age.min..).zip(ages) {
        let born = (u32::from(year) - age).saturating_sub(FIRST_DECADE) / 10;
        let (people, years) = &mut decades[(born as usize).min(DECADES - 1)];
        *people += share;
        *years += share * f64::from(age);
    }
    let births = |sex: usize, decade: usize| {
        facts.given_names.iter().map(|name| f64::from(name.births[sex][decade])).sum::<f64>()
    };
    let all: [[f64; DECADES]; 2] =
        std::array::from_fn(|sex| std::array::from_fn(|decade| births(sex, decade)));
    let of_name = |births: &[[u32; DECADES]; 2]| {
        let mut sums = (0.0, 0.0);
        for (decade, (people, years)) in decades.iter().enumerate() {
            let of_sex = |sex: usize| f64::from(births[sex][decade]) / all[sex][decade] / 2.0;
            let share = of_sex(0) + of_sex(1);
            sums = (sums.0 + people * share, sums.1 + years * share);
        }
        sums
    };
    let sums: Vec<(f64, f64)> =
        facts.given_names.iter().map(|name| of_name(&name.births)).collect();
    let mean = |&(people, years): &(f64, f64)| if people > 0.0 { years / people } else { 0.0 };
    (sums.iter().map(|sums| sums.0).collect(), sums.iter().map(mean).collect())
}

/// The share of each state, in the order of [`STATES`].
fn states(facts: &Facts) -> Vec<f64> {
    let mut people = vec![0.0; STATES.len()];
    for (state, position) in facts.states.iter().zip(state_positions(facts)) {
        people[position] = f64::from(state.people);
    }
    shares(people.into_iter())
}

/// The share of each place: that of its state, divided among the state's places by their population.
fn places(facts: &Facts) -> Vec<f64> {
    let mut in_state = vec![0.0; facts.states.len()];
    for place in &facts.places {
        in_state[place.state] += f64::from(place.people);
    }
    shares(facts.places.iter().map(|place| {
        f64::from(facts.states[place.state].people) * f64::from(place.people)
            / in_state[place.state]
    }))
}

/// The share of each month in which accounts were opened, of so many people by age and segment.
fn months(recipe: &Recipe, by_segment: &[[f64; SEGMENTS]]) -> Vec<(u32, f64)> {
    let mut months = Vec::new();
    for (OfAge { others, new, .. }, segments) in
        windows::of_ages(recipe).into_iter().zip(by_segment)
    {
        let of_new = segments[Segment::NewAndGrowing as usize];
        spread(new, of_new, &mut months);
        spread(others, segments.iter().sum::<f64>() - of_new, &mut months);
    }
    months
}

/// Adds a share that is even over the days of a window to their months.
fn spread((first, last): Window, share: f64, months: &mut Vec<(u32, f64)>) {
    let days = last.unix_days().abs_diff(first.unix_days()) + 1;
    let mut day = first;
    while day <= last {
        let (year, month, of_month) = day.civil();
        let number = u32::from(year) * 12 + u32::from(month) - 1;
        // The first of the next month is at most 31 days later, and no later month begins by then.
        let mut next = day.plus_days(28_u32.saturating_sub(u32::from(of_month)));
        while next <= last && next.civil().1 == month {
            next = next.plus_days(1);
        }
        let end = if next > last { last.plus_days(1) } else { next };
        let part = end.unix_days().abs_diff(day.unix_days());
        let part = share * f64::from(part) / f64::from(days);
        match months.binary_search_by_key(&number, |(month, _)| *month) {
            Ok(at) => months[at].1 += part,
            Err(at) => months.insert(at, (number, part)),
        }
        day = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Span;

    fn model(version: RecipeVersion, change: impl Fn(&mut Parameters)) -> Model {
        let mut parameters = Parameters::defaults(version, "2026-11-23".parse().unwrap());
        change(&mut parameters);
        let range = parameters.credit_limit;
        let all = (range.max - range.min) / parameters.credit_limit_step;
        let steps = Steps { all, in_class: (all + 1).div_ceil(50) };
        Model::new(&Recipe::new(parameters).unwrap(), steps)
    }

    #[test]
    fn shares_make_a_whole() {
        let all_ages = |parameters: &mut Parameters| {
            parameters.age = Span::new(18, 120);
            parameters.premium = [1000, 0, 500, 1, 999];
            (parameters.credit_limit, parameters.credit_limit_step) = (Span::new(0, 999_999), 1);
        };
        for model in [
            model(RecipeVersion::V1, |_| ()),
            model(RecipeVersion::V2, |_| ()),
            model(RecipeVersion::V2, all_ages),
        ] {
            let lists = [
                &model.ages,
                &model.states,
                &model.places,
                &model.first_names,
                &model.last_names,
                &model.limits,
                &model.joint,
                &model.employments.to_vec(),
                &model.months.iter().map(|(_, share)| *share).collect(),
            ];
            for list in lists.into_iter().filter(|list| !list.is_empty()) {
                assert!((list.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                assert!(list.iter().all(|share| *share >= 0.0));
            }
        }
    }

    #[test]
    fn months_have_their_days() {
        let mut months = Vec::new();
        let window = ("2023-12-31".parse().unwrap(), "2024-03-01".parse().unwrap());
        spread(window, 62.0, &mut months);
        let days: Vec<f64> = months.iter().map(|(_, days)| days.round()).collect();
        assert_eq!(days, [1.0, 31.0, 29.0, 1.0]);
    }
}
