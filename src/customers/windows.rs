//! When the accounts of a recipe may have been opened, as checks, statistics and loaders know it: worked
//! out here once more on purpose.

use super::targets::ADULT;
use crate::date::Date;
use crate::recipe::{Parameters, Recipe, RecipeVersion};

/// The first and the last day.
pub(crate) type Window = (Date, Date);

/// When people of one age may have opened an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfAge {
    /// The first day of the year in which they turn 18.
    pub(crate) adult: Date,
    /// Customers of all segments but New & Growing.
    pub(crate) others: Window,
    /// Customers of New & Growing.
    pub(crate) new: Window,
}

/// For each age of a recipe of version 2, from the youngest on. Adulthood comes first: a window that begins
/// before begins there, and one that ends before is from there to the reference date.
pub(crate) fn of_ages(recipe: &Recipe) -> Vec<OfAge> {
    let Parameters { as_of, age, .. } = *recipe.parameters();
    let (year, ..) = as_of.civil();
    let of_age = |age: u32| {
        let adult = new_year(u32::from(year) + ADULT - age);
        let moved = |(first, last): Window| {
            if last < adult { (adult, as_of) } else { (first.max(adult), last) }
        };
        let [others, new] = [recipe.account_window(), recipe.new_account_window()].map(moved);
        OfAge { adult, others, new }
    };
    (age.min..=age.max).map(of_age).collect()
}

/// The first and the last day on which anybody may have opened an account.
pub(crate) fn all(recipe: &Recipe) -> Window {
    if recipe.version() < RecipeVersion::V2 {
        return recipe.account_window();
    }
    let each = of_ages(recipe).into_iter().flat_map(|OfAge { others, new, .. }| [others, new]);
    each.reduce(joined).unwrap_or_else(|| recipe.account_window())
}

/// The stretches of days on which a recipe has accounts opened, whatever the age: one for all, and one for new
/// customers if it is apart.
pub(crate) fn of(recipe: &Recipe) -> Vec<Window> {
    let others = recipe.account_window();
    if recipe.version() < RecipeVersion::V2 {
        return vec![others];
    }
    let new = recipe.new_account_window();
    if new.0 <= others.1 && others.0 <= new.1 {
        vec![joined(others, new)]
    } else {
        vec![others, new]
    }
}

/// The smallest window with both in it.
pub(crate) fn joined(one: Window, other: Window) -> Window {
    (one.0.min(other.0), one.1.max(other.1))
}

/// `yyyymmdd`, which compares like the date.
pub(crate) fn compact(date: Date) -> u32 {
    let (year, month, day) = date.civil();
    u32::from(year) * 10_000 + u32::from(month) * 100 + u32::from(day)
}

/// 1 January.
fn new_year(year: u32) -> Date {
    match Date::from_civil(year as u16, 1, 1) {
        Some(date) => date,
        None => unreachable!("every year up to 9999 begins"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Span;

    #[test]
    fn stretches_that_meet_are_one() {
        let defaults = Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap());
        let of = |opened| of(&Recipe::new(Parameters { opened, ..defaults.clone() }).unwrap());
        let day = |text: &str| text.parse::<Date>().unwrap();
        let new = (day("2026-06-01"), day("2026-08-15"));
        assert_eq!(of(Span::new(2, 5)), [(day("2021-11-24"), day("2024-11-23")), new]);
        assert_eq!(of(Span::new(0, 1)), [(day("2025-11-23"), day("2026-11-23"))]);
    }

    #[test]
    fn all_days_are_those_of_the_youngest_and_the_oldest() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let of = |version, age| {
            let defaults = Parameters::defaults(version, day("2026-11-23"));
            all(&Recipe::new(Parameters { age, ..defaults }).unwrap())
        };
        let grown = Span::new(30, 40);
        let window = (day("2021-11-24"), day("2024-11-23"));
        assert_eq!(of(RecipeVersion::V1, grown), window);
        assert_eq!(of(RecipeVersion::V2, grown), (window.0, day("2026-08-15")));
        assert_eq!(
            of(RecipeVersion::V2, Span::new(18, 18)),
            (day("2026-01-01"), day("2026-11-23"))
        );
    }
}
