//! Figures that fit together where no public source gives one: declared, not measured. Each is part
//! of recipe version 2, and is shown as a target beside what came out. `docs/model.md` has them all.

use crate::recipe::SEGMENTS;

/// Groups of ages that have something in common: the age from which on each begins, but for the
/// first.
#[derive(Clone, Copy, Debug)]
pub struct AgeGroups<const GROUPS: usize>([u32; GROUPS]);

impl<const GROUPS: usize> AgeGroups<GROUPS> {
    /// The position of the group of this age.
    #[must_use]
    pub fn of(self, age: u32) -> usize {
        self.0.iter().filter(|&&begin| begin <= age).count()
    }
}

/// The groups of [`AGE_TILT`]: 18 to 25, 26 to 34, 35 to 50, 51 to 65, 66 and over.
pub const TILT_GROUPS: AgeGroups<4> = AgeGroups([26, 35, 51, 66]);

/// How much more or less often each segment has people of an age than the population has, in
/// hundredths: by group of ages, then by segment.
pub const AGE_TILT: [[u32; SEGMENTS]; 5] = [
    [50, 90, 110, 80, 220],
    [80, 100, 110, 90, 160],
    [130, 100, 100, 100, 70],
    [130, 100, 95, 115, 35],
    [70, 100, 95, 110, 35],
];

/// The groups of [`LIMIT_OF_AGE`]: 18 to 24, 25 to 29, 30 to 34, 35 to 44, 45 to 54, 55 to 64, 65
/// and over.
pub const LIMIT_GROUPS: AgeGroups<6> = AgeGroups([25, 30, 35, 45, 55, 65]);

/// Where in the range of credit limits the median lies, in hundredths of the range: by group of
/// ages.
pub const LIMIT_OF_AGE: [u32; 7] = [10, 18, 26, 33, 38, 40, 38];

/// By what that is multiplied for each segment, in hundredths.
pub const LIMIT_OF_SEGMENT: [u32; SEGMENTS] = [155, 100, 55, 90, 60];

/// The employment statuses, in the order of every table of them.
pub const EMPLOYMENTS: [&str; 4] = ["Employed", "Self-Employed", "Retired", "Unemployed"];

/// By what that is multiplied for each employment status, in hundredths: employed, self-employed,
/// retired, unemployed.
pub const LIMIT_OF_EMPLOYMENT: [u32; 4] = [100, 105, 95, 50];

/// The median of the credit limits of a group of ages, a segment and an employment status, in
/// millionths of the range.
#[must_use]
pub const fn limit_median(group: usize, segment: usize, employment: usize) -> u32 {
    LIMIT_OF_AGE[group] * LIMIT_OF_SEGMENT[segment] * LIMIT_OF_EMPLOYMENT[employment]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_in_the_groups_that_the_tables_name() {
        let begin_and_end = [(18, 25), (26, 34), (35, 50), (51, 65), (66, 120)];
        for (group, (begin, end)) in begin_and_end.into_iter().enumerate() {
            assert_eq!([TILT_GROUPS.of(begin), TILT_GROUPS.of(end)], [group; 2]);
        }
        let begin_and_end = [(18, 24), (25, 29), (30, 34), (35, 44), (45, 54), (55, 64), (65, 120)];
        for (group, (begin, end)) in begin_and_end.into_iter().enumerate() {
            assert_eq!([LIMIT_GROUPS.of(begin), LIMIT_GROUPS.of(end)], [group; 2]);
        }
    }
}
