//! What recipe version 2 declares where no public body counts, as checks and statistics know it: written
//! out here once more on purpose, from `docs/model.md`, because a second opinion that asked the generator
//! would be none. Medians of credit limits are in millionths of the range.

use crate::recipe::SEGMENTS;

/// Nobody opens an account before the year in which they reach this age.
pub(crate) const ADULT: u32 = 18;

/// How many groups of ages credit limits depend on.
pub(crate) const AGE_GROUPS: usize = 7;

/// How many employment statuses there are.
const EMPLOYMENTS: usize = 4;

/// The whole range of credit limits, in the unit of medians.
pub(crate) const RANGE: u64 = 1_000_000;

/// The names of the groups.
pub(crate) const AGE_GROUP_NAMES: [&str; AGE_GROUPS] =
    ["18 to 24", "25 to 29", "30 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over"];

/// The group of an age: 18 to 24, 25 to 29, 30 to 34, 35 to 44, 45 to 54, 55 to 64, 65 and over.
#[inline]
pub(crate) const fn age_group(age: u32) -> usize {
    match age {
        0..=24 => 0,
        25..=29 => 1,
        30..=34 => 2,
        35..=44 => 3,
        45..=54 => 4,
        55..=64 => 5,
        _ => 6,
    }
}

/// How much more or less often each segment has people of an age than the population has, in
/// hundredths.
pub(crate) const fn tilt(age: u32) -> [u32; SEGMENTS] {
    match age {
        0..=25 => [50, 90, 110, 80, 220],
        26..=34 => [80, 100, 110, 90, 160],
        35..=50 => [130, 100, 100, 100, 70],
        51..=65 => [130, 100, 95, 115, 35],
        _ => [70, 100, 95, 110, 35],
    }
}

/// The median of the credit limits of a group of ages, a segment and an employment status.
#[inline]
pub(crate) const fn median(group: usize, segment: usize, employment: usize) -> u64 {
    /// In hundredths of the range.
    const OF_AGE: [u64; AGE_GROUPS] = [10, 18, 26, 33, 38, 40, 38];
    /// In hundredths of that.
    const OF_SEGMENT: [u64; SEGMENTS] = [155, 100, 55, 90, 60];
    /// In hundredths of that.
    const OF_EMPLOYMENT: [u64; EMPLOYMENTS] = [100, 105, 95, 50];
    OF_AGE[group] * OF_SEGMENT[segment] * OF_EMPLOYMENT[employment]
}

/// The step nearest to a median, counted from the smallest credit limit of a range of so many steps;
/// halves up.
pub(crate) const fn median_step(median: u64, steps: u32) -> u32 {
    ((2 * median * steps as u64 + RANGE) / (2 * RANGE)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::v2::declared::{AGE_TILT, LIMIT_GROUPS, TILT_GROUPS, limit_median};

    /// Two tables that were written down apart.
    #[test]
    fn figures_are_those_that_rows_are_drawn_by() {
        for age in 18..=120 {
            assert_eq!(age_group(age), LIMIT_GROUPS.of(age), "{age}");
            assert_eq!(tilt(age), AGE_TILT[TILT_GROUPS.of(age)], "{age}");
        }
        for group in 0..AGE_GROUPS {
            for segment in 0..SEGMENTS {
                for employment in 0..EMPLOYMENTS {
                    let declared = u64::from(limit_median(group, segment, employment));
                    assert_eq!(median(group, segment, employment), declared);
                }
            }
        }
    }

    #[test]
    fn steps_are_the_nearest() {
        let nearest = [(0, 45), (77_500, 45), (500_000, 1), (499_999, 1), (651_000, 45)]
            .map(|(median, steps)| median_step(median, steps));
        assert_eq!(nearest, [0, 3, 1, 0, 29]);
        assert_eq!(median_step(651_000, 1_000_000_000), 651_000_000);
    }
}
