//! Credit limits: a median by age, segment and employment, and a spread around it that is even in
//! the logarithm.

use std::hint::select_unpredictable;

use super::declared::{LIMIT_OF_AGE, LIMIT_OF_EMPLOYMENT, limit_median};
use crate::customers::segments::Packed;
use crate::draw::Half;
use crate::facts::Facts;
use crate::recipe::{Parameters, SEGMENTS};

/// Medians are in units of a millionth of the range.
const MEDIANS: u64 = 1_000_000;

/// The spread is in units of 2^-16.
const SPREADS: u32 = 16;

/// Steps are counted in units of 2^-13: the finest in which the largest range times the largest
/// spread still fits 64 bits.
const STEPS: u32 = 13;

/// The credit limits of one recipe.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    spread: &'static [u32],
    /// The first point of the spread above the median: where Premium begins.
    above_median: u32,
    /// By group of ages, segment and employment, in powers of two, so that no position has to be asked whether it is
    /// one.
    medians: Box<[[[Median; EMPLOYMENTS]; 8]; 8]>,
}

const EMPLOYMENTS: usize = LIMIT_OF_EMPLOYMENT.len();

/// Where limits lie, and what is left out.
#[derive(Clone, Copy, Debug, Default)]
struct Median {
    /// In steps above the least limit, in units of 2^-13, rounded up.
    steps: u64,
    /// How many points of the spread do not lead beyond the largest limit.
    points: u32,
}

impl Limits {
    pub(super) fn new(parameters: &Parameters) -> Limits {
        let spread = &Facts::get().spread;
        let range = parameters.credit_limit;
        let steps = u64::from((range.max - range.min) / parameters.credit_limit_step);
        let median = |group, segment, employment| {
            let median = u64::from(limit_median(group, segment, employment));
            let within = |&&point: &&u32| median * u64::from(point) <= MEDIANS << SPREADS;
            Median {
                steps: ((median * steps) << STEPS).div_ceil(MEDIANS),
                points: spread.iter().filter(within).count() as u32,
            }
        };
        let mut medians = Box::new([[[Median::default(); EMPLOYMENTS]; 8]; 8]);
        for (group, of_group) in medians.iter_mut().enumerate().take(LIMIT_OF_AGE.len()) {
            for (segment, of_segment) in of_group.iter_mut().enumerate().take(SEGMENTS) {
                *of_segment = std::array::from_fn(|employment| median(group, segment, employment));
            }
        }
        Limits { spread, above_median: spread.len() as u32 / 2, medians }
    }

    /// A limit in steps above the least, on the step nearest to what the spread makes of the median.
    ///
    /// A Premium card draws from the upper half of the spread, so its limit is never below the step
    /// nearest to the median.
    #[inline]
    pub(super) fn draw(&self, group: u8, employment: u32, standing: Packed, mut half: Half) -> u32 {
        const { assert!(LIMIT_OF_AGE.len() <= 8 && SEGMENTS <= 8 && EMPLOYMENTS == 4) };
        let of_segment = &self.medians[usize::from(group) % 8][standing.segment() % 8];
        let median = of_segment[employment as usize % EMPLOYMENTS];
        // A branch would be taken by chance, which no processor foresees.
        let first = select_unpredictable(standing.premium(), self.above_median, 0);
        let point = first + half.take(median.points - first);
        let fine = median.steps * u64::from(self.spread[point as usize]);
        ((fine + (1 << (STEPS + SPREADS - 1))) >> (STEPS + SPREADS)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::segments::Standing;
    use crate::draw::{Purpose, Stream};
    use crate::recipe::{RecipeVersion, Span};

    fn limits(credit_limit: Span, credit_limit_step: u32) -> Limits {
        let defaults = Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap());
        Limits::new(&Parameters { credit_limit, credit_limit_step, ..defaults })
    }

    const RANGES: [(Span, u32); 7] = [
        (Span::new(5_000, 50_000), 1_000),
        (Span::new(0, 1_000_000_000), 1),
        (Span::new(0, 1_000_000_000), 1_000_000_000),
        (Span::new(7, 7), 1),
        (Span::new(1_000_000_000, 1_000_000_000), 5),
        (Span::new(0, 1), 1),
        (Span::new(3, 30), 27),
    ];

    /// Every point of every median, held to the definition in rational numbers.
    #[test]
    fn limits_are_the_median_times_the_spread_on_the_nearest_step() {
        for (range, step) in RANGES {
            let limits = limits(range, step);
            let count = u128::from((range.max - range.min) / step);
            for (group, segment, employment) in
                (0..7).flat_map(|g| (0..5).flat_map(move |s| (0..4).map(move |e| (g, s, e))))
            {
                let median = limits.medians[group][segment][employment];
                let exact = u128::from(limit_median(group, segment, employment));
                let whole = u128::from(MEDIANS) << SPREADS;
                for (point, &spread) in (0..).zip(limits.spread) {
                    assert_eq!(point < median.points, exact * u128::from(spread) <= whole);
                    if point >= median.points {
                        break;
                    }
                    let fine = median.steps * u64::from(spread);
                    let steps = (fine + (1 << 28)) >> 29;
                    assert!(u128::from(steps) <= count);
                    // At most half a step from the exact value, and next to nothing.
                    let off =
                        (u128::from(steps) * whole).abs_diff(exact * u128::from(spread) * count);
                    assert!(off <= whole / 2 + whole / 1000);
                }
            }
        }
    }

    #[test]
    fn premium_is_at_or_above_the_step_of_the_median() {
        let mut stream = Stream::new(2, 42, Purpose::Values, 0);
        for (range, step) in RANGES {
            let limits = limits(range, step);
            let count = u64::from((range.max - range.min) / step);
            for (group, segment, employment) in
                (0..7).flat_map(|g| (0..5).flat_map(move |s| (0..4).map(move |e| (g, s, e))))
            {
                let median = u64::from(limit_median(group, segment, employment as usize));
                let steps = (2 * median * count + MEDIANS) / (2 * MEDIANS);
                for premium in [true, false] {
                    let standing = Standing { segment, premium, gradual: false }.packed();
                    for _ in 0..100 {
                        let half = stream.word().halves().0;
                        let limit = u64::from(limits.draw(group as u8, employment, standing, half));
                        assert!(limit <= count);
                        assert!(!premium || limit >= steps);
                    }
                }
            }
        }
    }
}
