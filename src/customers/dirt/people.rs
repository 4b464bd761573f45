//! What stands where something cannot be true of a person, from recipe version 2 on. Like all dirt it is made
//! with generation's own figures; checks have theirs.

use crate::customers::v2::declared::{EMPLOYMENTS, LIMIT_GROUPS, limit_median};
use crate::customers::version::RowFacts;
use crate::date::Date;
use crate::draw::Word;
use crate::facts::Facts;
use crate::recipe::{Parameters, Recipe};

/// From which age on people open accounts.
const ADULT: u32 = 18;

/// How far beyond the window a date lies at most: ten years.
pub(super) const ASTRAY_DAYS: u32 = 3_650;

/// From when on someone of this age is of age, and the first and the last day on which the account may
/// have been opened.
pub(super) fn window(recipe: &Recipe, age: u32, is_new: bool) -> (Date, (Date, Date)) {
    let as_of = recipe.parameters().as_of;
    let (year, ..) = as_of.civil();
    let Some(adult) = Date::from_civil((u32::from(year) + ADULT - age) as u16, 1, 1) else {
        unreachable!("every year up to 9999 has a first of January");
    };
    let (first, last) = if is_new { recipe.new_account_window() } else { recipe.account_window() };
    (adult, (first.max(adult), if last < adult { as_of } else { last }))
}

/// A day before someone is of age, of which a recipe with this fault has one for everybody.
pub(super) fn before(adult: Date, mut word: Word) -> Date {
    let days = adult.unix_days().saturating_sub(Date::EARLIEST.unix_days()).max(1);
    adult.minus_days(1 + word.take(days.unsigned_abs().min(ASTRAY_DAYS)))
}

/// A day before the window but not before the first on which the customer is of age, or a day after it.
/// There is one unless the window lasts until the end of the calendar.
pub(super) fn misdated(adult: Date, (first, last): (Date, Date), mut word: Word) -> Date {
    let days = |from: Date, to: Date| to.unix_days().abs_diff(from.unix_days()).min(ASTRAY_DAYS);
    let earliest = adult.max(Date::EARLIEST);
    let (before, after) = (days(earliest.min(first), first), days(last, Date::LATEST));
    let pick = word.take(before + after);
    if pick < before { first.minus_days(pick + 1) } else { last.plus_days(pick - before + 1) }
}

/// A place whose name no place of this state has.
pub(super) fn city_of_another(state: &[u8], mut word: Word) -> Vec<u8> {
    let facts = Facts::get();
    let places = &facts.places;
    let is_there = |name: &str| {
        // Places stand in the order of their names.
        let first = places.partition_point(|place| &*place.name < name);
        let named = places[first..].iter().take_while(|place| place.name == name);
        named.into_iter().any(|place| facts.states[place.state].code == state)
    };
    let at = word.take(places.len() as u32) as usize;
    let from_there = places[at..].iter().chain(&places[..at]);
    let mut others = from_there.filter(|place| !is_there(&place.name));
    match others.next() {
        Some(place) => place.name.clone().into_bytes(),
        None => unreachable!("no state has places of all names"),
    }
}

/// The step of the median of such customers' limits, counted from the smallest limit.
pub(super) fn median_step(
    parameters: &Parameters,
    age: u32,
    facts: RowFacts,
    employment: &[u8],
) -> u32 {
    let Some(employment) = EMPLOYMENTS.iter().position(|one| one.as_bytes() == employment) else {
        unreachable!("a clean row has one of the statuses");
    };
    let median = u64::from(limit_median(LIMIT_GROUPS.of(age), facts.segment, employment));
    let range = parameters.credit_limit;
    let steps = u64::from((range.max - range.min) / parameters.credit_limit_step);
    ((median * steps + 500_000) / 1_000_000) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};
    use crate::recipe::{RecipeVersion, SEGMENTS, Span};

    fn words() -> impl Iterator<Item = Word> {
        let mut stream = Stream::new(2, 42, Purpose::Faults, 0);
        (0..1000).map(move |_| stream.word())
    }

    #[test]
    fn under_age_is_before_adulthood_and_not_before_dates_begin() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (adult, least) in [("1909-01-01", "1900-01-01"), ("2010-01-01", "2000-01-01")] {
            let (adult, least) = (day(adult), day(least));
            let days: Vec<Date> = words().map(|word| before(adult, word)).collect();
            assert!(days.iter().all(|day| *day < adult && *day >= least), "{adult}");
        }
        assert!(words().all(|word| before(day("1900-01-02"), word) == Date::EARLIEST));
    }

    #[test]
    fn misdated_accounts_lie_on_both_sides_of_the_window_where_there_is_room() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let (first, last) = (day("2026-06-01"), day("2026-08-15"));
        for (adult, before) in [(day("1990-01-01"), true), (first, false)] {
            let days: Vec<Date> =
                words().map(|word| misdated(adult, (first, last), word)).collect();
            assert!(days.iter().all(|day| *day >= adult && (*day < first || *day > last)));
            assert_eq!(days.iter().any(|day| *day < first), before);
            assert!(days.iter().any(|day| *day > last));
        }
        let all = (day("9999-01-01"), day("9999-12-30"));
        assert!(words().all(|word| misdated(all.0, all, word) == Date::LATEST));
        let long_ago = (Date::EARLIEST, day("1900-01-02"));
        assert!(words().all(|word| misdated(day("1890-01-01"), long_ago, word) > long_ago.1));
    }

    #[test]
    fn cities_of_other_states_are_not_of_this_one() {
        let facts = Facts::get();
        for state in &facts.states {
            for word in words().take(100) {
                let city = String::from_utf8(city_of_another(&state.code, word)).unwrap();
                let mut places = facts.places.iter().filter(|place| place.name == city);
                assert!(places.all(|place| facts.states[place.state].code != state.code));
            }
        }
    }

    /// The fewest steps with which a recipe may ask for limits below the median.
    #[test]
    fn every_median_has_a_step_below_it() {
        let defaults = Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap());
        let least = |steps: u32| {
            let range = Parameters {
                credit_limit: Span::new(0, steps),
                credit_limit_step: 1,
                ..defaults.clone()
            };
            let facts = |segment| RowFacts { number: 1, segment, premium: true, credit_limit: 0 };
            let of = |age: u32, segment, employment: &str| {
                median_step(&range, age, facts(segment), employment.as_bytes())
            };
            let all = (18..=120).flat_map(|age| (0..SEGMENTS).map(move |segment| (age, segment)));
            all.flat_map(|(age, segment)| {
                EMPLOYMENTS.map(|employment| of(age, segment, employment))
            })
            .min()
        };
        assert_eq!(least(Recipe::STEPS_BELOW_MEDIAN), Some(1));
        assert_eq!(least(Recipe::STEPS_BELOW_MEDIAN - 1), Some(0));
    }
}
