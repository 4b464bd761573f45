//! How old customers are, and what their age decides.

use super::declared::{AGE_TILT, LIMIT_GROUPS, TILT_GROUPS};
use crate::draw::Alias;
use crate::facts::{DECADES, FIRST_AGE, FIRST_DECADE, Facts};
use crate::recipe::{Parameters, SEGMENTS, Span};

/// What depends on an age.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    /// The age itself.
    pub(super) years: u8,
    /// The decade of birth, counted from the first that names are known for.
    pub(super) decade: u8,
    /// The position of the employment of this age.
    pub(super) employment: u8,
    /// The group of ages of the credit limit.
    pub(super) limits: u8,
}

/// What depends on each age that the recipe asks for.
pub(super) fn table(parameters: &Parameters) -> Box<[Age]> {
    let (year, ..) = parameters.as_of.civil();
    let last = Facts::get().employment.len() - 1;
    (parameters.age.min..=parameters.age.max)
        .map(|age| Age {
            years: age as u8,
            decade: decade(u32::from(year) - age) as u8,
            employment: last.min((age - FIRST_AGE) as usize) as u8,
            limits: LIMIT_GROUPS.of(age) as u8,
        })
        .collect()
}

/// The decade of a year of birth. Names of earlier years are those of the first decade, of later
/// years those of the last.
fn decade(year: u32) -> usize {
    ((year.saturating_sub(FIRST_DECADE) / 10) as usize).min(DECADES - 1)
}

/// The ages of each segment, as distances from the youngest that is asked for: so many as there are
/// people of that age, tilted as declared.
pub(super) fn by_segment(ages: Span) -> [Alias; SEGMENTS] {
    std::array::from_fn(|segment| {
        let weight =
            |age| u64::from(people(age)) * u64::from(AGE_TILT[TILT_GROUPS.of(age)][segment]);
        Alias::new(&(ages.min..=ages.max).map(weight).collect::<Vec<_>>())
    })
}

/// How many people there are of an age: above 100 half as many a year older, at least one.
fn people(age: u32) -> u32 {
    let counted = &Facts::get().ages;
    let position = (age - FIRST_AGE) as usize;
    let last = counted.len() - 1;
    match position.checked_sub(last) {
        None | Some(0) => counted[position],
        Some(beyond) => (counted[last] >> beyond).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_100_there_are_half_as_many_a_year_older() {
        assert_eq!([99, 100, 101, 102].map(people), [25_089, 16_812, 8_406, 4_203]);
        assert_eq!([114, 115, 120].map(people), [1, 1, 1]);
    }

    #[test]
    fn decades_are_clipped_to_those_that_are_known() {
        assert_eq!([1780, 1919, 1920, 1929, 1930].map(decade), [0, 0, 0, 0, 1]);
        assert_eq!([2000, 2009, 2010, 9981].map(decade), [8, 8, 8, 8]);
    }
}
