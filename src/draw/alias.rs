//! Weighted choice in constant time, by tables of integers.
//!
//! The method is Walker's ("An efficient method for generating discrete random variables with
//! general distributions", 1977), the tables are filled as Vose has it ("A linear algorithm for
//! generating random numbers with a given distribution", 1991): all choices get a bucket of the
//! same size, and what a light one leaves of its bucket is filled with a heavy one. Weights are
//! integers and are split without rounding; only the border within a bucket is rounded, down, to a
//! multiple of 2^-32. So the table is the same on every machine.

use std::collections::VecDeque;
use std::hint::select_unpredictable;

use super::Half;

/// The chance of each choice in proportion to its weight.
#[derive(Clone, Debug)]
pub struct Alias {
    buckets: Box<[Bucket]>,
}

/// A bucket: below the border lies the choice of its own position, above it the other.
///
/// Both in one word, the border in the upper half, because what is loaded at once is chosen from
/// without a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bucket(u64);

impl Bucket {
    const fn new(border: u32, other: u32) -> Bucket {
        Bucket((border as u64) << 32 | other as u64)
    }

    #[inline]
    const fn border(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline]
    const fn other(self) -> u32 {
        self.0 as u32
    }
}

impl Alias {
    /// A table for the choices 0 to `weights.len() - 1`.
    ///
    /// Both lists of work, of light and of heavy choices, begin in the order of the choices and are
    /// used from the front; a heavy one that has become light goes to the end of the other list.
    ///
    /// # Panics
    /// If no weight is above zero, or there are more than 2^32 - 1.
    #[must_use]
    pub fn new(weights: &[u64]) -> Alias {
        let bucket: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
        assert!(bucket > 0, "a choice needs a weight above zero");
        assert!(u32::try_from(weights.len()).is_ok(), "a choice is a number of 32 bits");
        let choices = weights.len() as u32;
        // In units in which a bucket is as large as the sum of all weights.
        let mut left: Vec<u128> =
            weights.iter().map(|&weight| u128::from(weight) * u128::from(choices)).collect();
        let (mut light, mut heavy): (VecDeque<u32>, VecDeque<u32>) =
            (0..choices).partition(|&choice| left[choice as usize] < bucket);
        let mut buckets: Box<[_]> =
            (0..choices).map(|choice| Bucket::new(u32::MAX, choice)).collect();
        // Nothing is lost to rounding: where one list is empty, all that is left fills its bucket.
        while let (Some(&lighter), Some(&heavier)) = (light.front(), heavy.front()) {
            let own = left[lighter as usize];
            let border = ((own << 32) / bucket) as u32;
            buckets[lighter as usize] = Bucket::new(border, heavier);
            light.pop_front();
            let rest = &mut left[heavier as usize];
            *rest -= bucket - own;
            if *rest < bucket {
                heavy.pop_front();
                light.push_back(heavier);
            }
        }
        Alias { buckets }
    }

    /// A choice.
    ///
    /// The chance of each is off by at most 2^-31 for every bucket that it lies in: next to nothing
    /// where it has one of its own, and at most the number of choices over 2^31 for one that fills
    /// all others. What has no weight is never chosen.
    #[inline]
    #[must_use]
    pub fn pick(&self, mut half: Half) -> u32 {
        let choice = half.take(self.buckets.len() as u32);
        let bucket = self.buckets[choice as usize];
        // A branch would be taken by chance, which no processor foresees.
        select_unpredictable(half.0 < bucket.border(), choice, bucket.other())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Purpose, Stream};
    use super::*;

    fn table(weights: &[u64]) -> Vec<(u32, u32)> {
        Alias::new(weights).buckets.iter().map(|bucket| (bucket.border(), bucket.other())).collect()
    }

    /// The tables that recipe version 2 stands on: if one of these changes, its links mean other
    /// customers.
    #[test]
    fn tables_are_stable() {
        const FULL: u32 = u32::MAX;
        assert_eq!(table(&[7]), [(FULL, 0)]);
        assert_eq!(table(&[1, 1, 1]), [(FULL, 0), (FULL, 1), (FULL, 2)]);
        assert_eq!(table(&[0, 5]), [(0, 1), (FULL, 1)]);
        // Buckets of 10, weights of 4, 8, 12 and 16: 0 is filled up by 2, which is then light, and
        // both 1 and 2 by 3.
        assert_eq!(
            table(&[1, 2, 3, 4]),
            [(0x6666_6666, 2), (0xcccc_cccc, 3), (0x9999_9999, 3), (FULL, 3)]
        );
    }

    /// And the choices.
    #[test]
    fn choices_are_stable() {
        let mut stream = Stream::new(2, 42, Purpose::Values, 0);
        let alias = Alias::new(&[1, 2, 3, 4, 0, 10, 7]);
        let picks: Vec<u32> = (0..16).map(|_| alias.pick(stream.word().halves().0)).collect();
        assert_eq!(picks, [5, 5, 2, 5, 6, 5, 5, 1, 1, 6, 3, 5, 3, 6, 5, 3]);
    }

    /// What the buckets hold of each choice, in units of 2^-32 of a bucket, is its weight.
    #[test]
    fn buckets_hold_every_weight() {
        let mut stream = Stream::new(2, 7, Purpose::Values, 0);
        for choices in [1, 2, 3, 10, 257, 4253] {
            let weights: Vec<u64> =
                (0..choices).map(|at| u64::from(stream.word().take(2 << (at % 30)))).collect();
            let sum: u64 = weights.iter().sum::<u64>() + 1;
            let weights: Vec<u64> = [weights, vec![1]].concat();
            let alias = Alias::new(&weights);
            let mut held = vec![0_u128; weights.len()];
            for (own, bucket) in alias.buckets.iter().enumerate() {
                held[own] += u128::from(bucket.border());
                held[bucket.other() as usize] += (1 << 32) - u128::from(bucket.border());
            }
            for (held, &weight) in held.into_iter().zip(&weights) {
                let exact = (u128::from(weight) * weights.len() as u128) << 32;
                // Every border is rounded down by less than one unit.
                let off = (held * u128::from(sum)).abs_diff(exact);
                assert!(off <= u128::from(sum) * weights.len() as u128, "{held} for {weight}");
                assert!(weight > 0 || held == 0);
            }
        }
    }

    #[test]
    #[should_panic(expected = "above zero")]
    fn no_weights_are_no_choice() {
        let _ = Alias::new(&[0, 0]);
    }
}
