//! What the customers of each segment are like: how old they are and which credit limits they have. Counts that
//! merge, and what people are told of them.

#![allow(clippy::cast_precision_loss, reason = "means for people; sums stay far below 2^53")]

use serde::{Deserialize, Serialize};

use super::people::{AGE, CLASSES, EMPLOYMENT, PeopleCounts};
use crate::customers::targets::AGE_GROUP_NAMES;
use crate::recipe::{Parameters, SEGMENTS, Segment, Span};
use crate::statistics::add_all;

/// Ages and credit limits of customers whose segment is known, as far as they are within the recipe's ranges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SegmentCounts {
    youngest: u32,
    /// Rows by age, then segment.
    ages: Vec<u64>,
    /// Rows by class of credit limits, then segment.
    limits: Vec<u64>,
    /// By segment, the sum of steps above the smallest credit limit.
    steps: [u64; SEGMENTS],
}

/// What the customers of each segment are like. All of it is of rows whose values are within the ranges.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SegmentProfiles {
    /// The youngest age that is asked for.
    pub age_min: u32,
    /// The oldest.
    pub age_max: u32,
    /// The lowest credit limit that is asked for, in dollars.
    pub credit_limit_min: u32,
    /// The highest.
    pub credit_limit_max: u32,
    /// The segments.
    pub segments: Vec<SegmentProfile>,
    /// The employment of each group of ages.
    pub employment_by_age: Vec<AgeGroup>,
}

/// What the customers of a segment are like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentProfile {
    /// The segment.
    pub segment: String,
    /// Their mean age in years; nothing if there are none.
    pub mean_age: Option<f64>,
    /// The mean of their credit limits in dollars; nothing if there are none.
    pub mean_credit_limit: Option<f64>,
    /// How many there are of each age, from the youngest to the oldest.
    pub ages: Vec<u64>,
    /// How many there are in each class of credit limits, from the lowest up.
    pub credit_limits: Vec<u64>,
}

/// The employment of people of some ages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgeGroup {
    /// The ages: `35 to 44`.
    pub ages: String,
    /// How many are of each employment status, in the order of the statuses.
    pub employments: Vec<u64>,
}

impl SegmentCounts {
    /// Counts of nobody yet, of these ages and of credit limits up to this class.
    pub(super) fn new(age: Span, last_class: u32) -> SegmentCounts {
        SegmentCounts {
            youngest: age.min,
            ages: vec![0; SEGMENTS * ((age.max - age.min) as usize + 1)],
            limits: vec![0; SEGMENTS * (last_class as usize + 1)],
            steps: [0; SEGMENTS],
        }
    }

    /// Counts a row: its segment, its age within the range, and of a credit limit within the range the steps
    /// above the smallest and the class.
    #[inline]
    pub(super) fn add(
        &mut self,
        segment: Option<usize>,
        age: Option<u32>,
        limit: Option<(u32, u32)>,
    ) {
        let Some(segment) = segment else { return };
        if let Some(age) = age {
            self.ages[(age - self.youngest) as usize * SEGMENTS + segment] += 1;
        }
        if let Some((steps, class)) = limit {
            self.limits[class as usize * SEGMENTS + segment] += 1;
            self.steps[segment] += u64::from(steps);
        }
    }

    /// Counts so many rows of a segment and an age within the range.
    pub(super) fn add_age(&mut self, segment: usize, age: u32, rows: u64) {
        self.ages[(age - self.youngest) as usize * SEGMENTS + segment] += rows;
    }

    /// Counts so many rows of a segment and a class of credit limits.
    pub(super) fn add_limit(&mut self, segment: usize, class: u32, rows: u64) {
        self.limits[class as usize * SEGMENTS + segment] += rows;
    }

    /// Adds steps above the smallest credit limit, of rows of a segment.
    pub(super) fn add_steps(&mut self, segment: usize, steps: u64) {
        self.steps[segment] += steps;
    }

    /// Adds the counts of other rows of the same recipe.
    pub(super) fn merge(&mut self, other: &SegmentCounts) {
        add_all(&mut self.ages, &other.ages);
        add_all(&mut self.limits, &other.limits);
        add_all(&mut self.steps, &other.steps);
    }

    /// What is told of them.
    pub(super) fn profiles(
        &self,
        people: &PeopleCounts,
        parameters: &Parameters,
    ) -> SegmentProfiles {
        let Parameters { age, credit_limit, credit_limit_step, .. } = *parameters;
        let of = |counts: &[u64], segment: usize| -> Vec<u64> {
            counts.iter().skip(segment).step_by(SEGMENTS).copied().collect()
        };
        let profile = |segment: usize| {
            let [ages, limits] = [&self.ages, &self.limits].map(|counts| of(counts, segment));
            let [of_age, of_limit]: [u64; 2] = [&ages, &limits].map(|counts| counts.iter().sum());
            let years: u64 = (u64::from(age.min)..).zip(&ages).map(|(age, rows)| age * rows).sum();
            let mean = |sum: f64, rows: u64| (rows > 0).then(|| sum / rows as f64);
            let steps = mean(self.steps[segment] as f64, of_limit);
            SegmentProfile {
                segment: Segment::ALL[segment].name().to_owned(),
                mean_age: mean(years as f64, of_age),
                mean_credit_limit: steps.map(|steps| {
                    f64::from(credit_limit.min) + steps * f64::from(credit_limit_step)
                }),
                ages,
                credit_limits: limits,
            }
        };
        let employments = people.pairs((AGE, EMPLOYMENT));
        let groups = AGE_GROUP_NAMES.iter().zip(employments.chunks(CLASSES[EMPLOYMENT]));
        let group = |(ages, employments): (&&str, &[u64])| AgeGroup {
            ages: (*ages).to_owned(),
            employments: employments.to_vec(),
        };
        SegmentProfiles {
            age_min: age.min,
            age_max: age.max,
            credit_limit_min: credit_limit.min,
            credit_limit_max: credit_limit.max,
            segments: (0..SEGMENTS).map(profile).collect(),
            employment_by_age: groups.map(group).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_exact_and_what_is_not_known_is_left_out() {
        let mut parameters = Parameters::defaults(
            crate::recipe::RecipeVersion::V2,
            crate::date::Date::from_unix_days(20_000),
        );
        parameters.age = Span::new(30, 32);
        let mut counts = SegmentCounts::new(parameters.age, 2);
        let mut other = counts.clone();
        counts.add(Some(1), Some(30), Some((4, 0)));
        counts.add(Some(1), Some(32), None);
        counts.add(None, Some(31), Some((5, 1)));
        other.add(Some(1), Some(32), Some((9, 2)));
        other.add(Some(4), None, None);
        counts.merge(&other);
        let profiles = counts.profiles(&PeopleCounts::new(45, false), &parameters);
        let profile = &profiles.segments[1];
        assert_eq!((&*profile.ages, &*profile.credit_limits), (&[1, 0, 2][..], &[1, 0, 1][..]));
        assert_eq!(profile.mean_age, Some(94.0 / 3.0));
        assert_eq!(profile.mean_credit_limit, Some(5000.0 + 6.5 * 1000.0));
        let nobody = &profiles.segments[4];
        assert_eq!((nobody.mean_age, nobody.mean_credit_limit), (None, None));
        assert_eq!(profiles.employment_by_age.len(), AGE_GROUP_NAMES.len());
    }
}
