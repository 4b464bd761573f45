//! The rules that only people have, from recipe version 2 on: a place is of its state, nobody opened an
//! account under age, a new customer's account is new, a Premium card's limit is at or above its median.
//!
//! Each is judged by values that are right by themselves: of an age out of the range no date follows. Where
//! such a value is missing, a date has to lie in the window of some customer who could stand there.

use crate::customers::known::Known;
use crate::customers::statistics::{Counted, STANDINGS};
use crate::customers::targets::{AGE_GROUPS, age_group, median, median_step};
use crate::customers::values::{CARDS, EMPLOYMENTS, STATES};
use crate::customers::windows::{self, compact, joined};
use crate::findings::Rule;
use crate::number::thousands;
use crate::recipe::{Parameters, Recipe, RecipeVersion, SEGMENTS, Segment, Span};

use super::criteria::Criteria;

/// What of a row could be read and is right by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Row {
    /// Within the recipe's range.
    pub(super) age: Option<u32>,
    pub(super) state: Option<usize>,
    pub(super) employment: Option<usize>,
    pub(super) card: Option<usize>,
    /// On a step of the recipe's range: how many steps above the smallest.
    pub(super) steps: Option<u32>,
    /// A day of the calendar, as `yyyymmdd`.
    pub(super) opened: Option<u32>,
    pub(super) segment: Option<usize>,
}

/// What a recipe of version 2 asks of the rows beyond what version 1 asks.
#[derive(Clone, Debug)]
pub(super) struct People {
    parameters: Parameters,
    /// Nothing, if nobody knows the reference date.
    windows: Option<Windows>,
    /// The steps from which on a Premium card's limits are, by group of ages, segment and employment.
    premium: [[[u32; EMPLOYMENTS.len()]; SEGMENTS]; AGE_GROUPS],
    known: &'static Known,
}

/// When accounts may have been opened; all days as `yyyymmdd`.
#[derive(Clone, Debug)]
struct Windows {
    /// By age from the youngest on; last for those of whom no age is known.
    of_age: Box<[OfAge]>,
}

/// When people of one age may have opened an account.
#[derive(Clone, Copy, Debug)]
struct OfAge {
    /// The first day on which they are of age.
    adult: u32,
    /// For the accounts of all others, for new ones, and where nobody knows which.
    windows: [Span; 3],
}

impl People {
    /// What these criteria ask; nothing if their recipe is of version 1.
    pub(super) fn new(criteria: &Criteria) -> Option<People> {
        if criteria.recipe.version() < RecipeVersion::V2 {
            return None;
        }
        let parameters = criteria.recipe.parameters();
        let range = parameters.credit_limit;
        let steps = (range.max - range.min) / parameters.credit_limit_step;
        let premium = std::array::from_fn(|group| {
            std::array::from_fn(|segment| {
                std::array::from_fn(|employment| {
                    median_step(median(group, segment, employment), steps)
                })
            })
        });
        Some(People {
            parameters: parameters.clone(),
            windows: criteria.dated.then(|| Windows::new(&criteria.recipe)),
            premium,
            known: Known::get(),
        })
    }

    /// Whether the city is no place of the state, which is known.
    #[inline]
    pub(super) fn is_astray(&self, city: &[u8], state: usize) -> bool {
        self.known.places.find(city, state).is_none()
    }

    /// The rule that the day breaks on which the account was opened, if it does.
    #[inline]
    pub(super) fn broken_by_day(&self, row: &Row) -> Option<Rule> {
        let (OfAge { adult, windows }, window) = self.windows.as_ref()?.of(&self.parameters, row);
        let opened = row.opened?;
        if opened < adult {
            Some(Rule::AccountOfAdult)
        } else if windows[window].contains(opened) {
            None
        } else if window == NEW {
            Some(Rule::NewAccountWindow)
        } else {
            Some(Rule::AccountWindow)
        }
    }

    /// Whether a row of which every value is known keeps the rules of days and limits.
    #[inline]
    pub(super) fn is_kept(&self, row: &Counted, opened: u32) -> bool {
        let Counted { age, employment, card, steps, standing, .. } = *row;
        let (segment, _) = STANDINGS[standing];
        let is_due = self.windows.as_ref().is_none_or(|Windows { of_age }| {
            let OfAge { adult, windows } = &of_age[(age - self.parameters.age.min) as usize];
            let window = windows[usize::from(segment == Segment::NewAndGrowing as usize)];
            (opened >= *adult) & window.contains(opened)
        });
        is_due && (card != PREMIUM || steps >= self.premium[age_group(age)][segment][employment])
    }

    /// Whether a Premium card's limit is below the step of its median. Where a segment has no Premium
    /// cards, that is said already.
    #[inline]
    pub(super) fn is_below_median(&self, row: &Row) -> bool {
        row.card == Some(PREMIUM) && self.premium(row).is_some_and(|(steps, least)| steps < least)
    }

    /// The steps of a Premium card, and the least that it may have.
    fn premium(&self, row: &Row) -> Option<(u32, u32)> {
        let segment = row.segment.filter(|&segment| self.parameters.premium[segment] > 0)?;
        Some((row.steps?, self.premium[age_group(row.age?)][segment][row.employment?]))
    }

    /// Why a city is astray, in words.
    pub(super) fn why_astray(&self, city: &[u8], state: usize) -> String {
        let elsewhere = (0..STATES.len()).filter(|&other| !self.is_astray(city, other));
        let elsewhere: Vec<&str> = elsewhere.map(|other| STATES[other]).collect();
        match &elsewhere[..] {
            [] => format!("none of {}", STATES[state]),
            states => format!("a place of {}, not of {}", listed(states), STATES[state]),
        }
    }

    /// Why a day breaks this rule, in words.
    pub(super) fn why_not_on(&self, rule: Rule, row: &Row) -> String {
        let Some(windows) = &self.windows else { return String::new() };
        let (OfAge { adult, windows }, window) = windows.of(&self.parameters, row);
        let day = |day: u32| format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100);
        if let (Rule::AccountOfAdult, Some(age)) = (rule, row.age) {
            return format!("not of age before {} at {age}", day(adult));
        }
        let Span { min, max } = windows[window];
        format!("not within {} to {}", day(min), day(max))
    }

    /// Why a Premium card's limit is too low, in words.
    pub(super) fn why_below(&self, row: &Row) -> String {
        self.premium(row).map_or(String::new(), |(_, least)| {
            let Parameters { credit_limit, credit_limit_step, .. } = self.parameters;
            let least = credit_limit.min + least * credit_limit_step;
            format!("the median of such customers is ${}", thousands(least))
        })
    }
}

/// Positions among the windows of an age.
const NEW: usize = 1;
const EITHER: usize = 2;

/// The position of Premium among the cards.
const PREMIUM: usize = CARDS.len() - 1;

impl Windows {
    fn new(recipe: &Recipe) -> Windows {
        let span = |(first, last)| Span::new(compact(first), compact(last));
        let mut of_age: Vec<OfAge> = windows::of_ages(recipe)
            .into_iter()
            .map(|windows::OfAge { adult, others, new }| OfAge {
                adult: compact(adult),
                windows: [others, new, joined(others, new)].map(span),
            })
            .collect();
        let first = of_age[0];
        let windows = of_age.iter().fold(first.windows, |all, one| {
            std::array::from_fn(|at| {
                let (all, one) = (all[at], one.windows[at]);
                Span::new(all.min.min(one.min), all.max.max(one.max))
            })
        });
        of_age.push(OfAge { adult: 0, windows });
        Windows { of_age: of_age.into() }
    }

    /// What holds for a row, and the position of the window that is its own.
    #[inline]
    fn of(&self, parameters: &Parameters, row: &Row) -> (OfAge, usize) {
        let last = self.of_age.len() - 1;
        let at = row.age.map_or(last, |age| (age - parameters.age.min) as usize);
        let new = |segment| usize::from(segment == Segment::NewAndGrowing as usize);
        (self.of_age[at], row.segment.map_or(EITHER, new))
    }
}

/// `OH`, `OH and TX`, `OH, TX and 3 others`.
fn listed(states: &[&str]) -> String {
    match states {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, more] => format!("{one}, {other} and {more}"),
        [one, other, more @ ..] => format!("{one}, {other} and {} others", more.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(age: Span, as_of: &str) -> Recipe {
        let defaults = Parameters::defaults(RecipeVersion::V2, as_of.parse().unwrap());
        Recipe::new(Parameters { age, ..defaults }).unwrap()
    }

    #[test]
    fn adulthood_comes_first_and_what_is_unknown_could_be_anything() {
        let recipe = recipe(Span::new(18, 40), "2026-11-23");
        let people = People::new(&Criteria::of(recipe)).unwrap();
        let rule = |age: Option<u32>, segment: Option<usize>, opened| {
            let row = Row { age, segment, opened: Some(opened), ..Row::default() };
            people.broken_by_day(&row)
        };
        let (others, new) = (Some(1), Some(4));
        assert_eq!(rule(Some(40), others, 2021_11_24), None);
        assert_eq!(rule(Some(40), others, 2021_11_23), Some(Rule::AccountWindow));
        assert_eq!(rule(Some(40), others, 2024_11_23), None);
        assert_eq!(rule(Some(40), others, 2024_11_24), Some(Rule::AccountWindow));
        assert_eq!(rule(Some(40), new, 2026_06_01), None);
        assert_eq!(rule(Some(40), new, 2026_05_31), Some(Rule::NewAccountWindow));
        assert_eq!(rule(Some(40), new, 2026_08_15), None);
        assert_eq!(rule(Some(40), new, 2026_08_16), Some(Rule::NewAccountWindow));
        // Of age in 2023, and in this year.
        assert_eq!(rule(Some(21), others, 2022_12_31), Some(Rule::AccountOfAdult));
        assert_eq!(rule(Some(21), others, 2023_01_01), None);
        assert_eq!(rule(Some(18), others, 2025_12_31), Some(Rule::AccountOfAdult));
        assert_eq!(rule(Some(18), others, 2026_11_23), None);
        assert_eq!(rule(Some(18), others, 2026_11_24), Some(Rule::AccountWindow));
        assert_eq!(rule(Some(18), new, 2026_08_16), Some(Rule::NewAccountWindow));
        assert_eq!(rule(None, others, 2021_11_24), None);
        assert_eq!(rule(None, others, 2026_11_23), None);
        assert_eq!(rule(None, others, 2021_11_23), Some(Rule::AccountWindow));
        assert_eq!(rule(Some(40), None, 2026_06_01), None);
        assert_eq!(rule(Some(40), None, 2026_08_16), Some(Rule::AccountWindow));
    }

    #[test]
    fn premium_begins_at_the_step_of_the_median() {
        let people = People::new(&Criteria::of_any_day(recipe(Span::new(22, 75), "2026-11-23")));
        let people = people.unwrap();
        // 0.42 x 1.55 of 45 steps.
        let row = |steps| Row {
            age: Some(60),
            employment: Some(1),
            card: Some(1),
            steps: Some(steps),
            segment: Some(0),
            ..Row::default()
        };
        assert!(people.is_below_median(&row(28)) && !people.is_below_median(&row(29)));
        assert_eq!(people.why_below(&row(28)), "the median of such customers is $34,000");
        assert!(!people.is_below_median(&Row { card: Some(0), ..row(28) }), "Standard");
        assert!(!people.is_below_median(&Row { segment: Some(1), ..row(0) }), "none there");
        assert!(!people.is_below_median(&Row { age: None, ..row(0) }));
        assert_eq!(people.broken_by_day(&Row { opened: Some(1), ..row(0) }), None, "any day");
    }

    #[test]
    fn cities_are_told_where_they_are() {
        let recipe = recipe(Span::new(22, 75), "2026-11-23");
        let people = People::new(&Criteria::of(recipe)).unwrap();
        let state = |code: &str| STATES.iter().position(|one| *one == code).unwrap();
        assert!(!people.is_astray(b"Fontana", state("CA")));
        assert!(people.is_astray(b"Fontana", state("OR")));
        assert_eq!(people.why_astray(b"Fontana", state("OR")), "a place of CA, not of OR");
        assert_eq!(people.why_astray(b"Port Coralie", state("LA")), "none of LA");
        assert!(People::new(&Criteria::default()).is_none(), "version 1 has cities of its own");
    }
}
