//! A keyed bijection on pairs, and its rounds written out for who asks for many of them.

use wide::u16x8;

use super::{Purpose, hash, keys, shift};

/// Luby and Rackoff (1988) need four rounds for a pseudorandom permutation; the halves here are
/// small, so there are six.
const ROUNDS: usize = 6;

/// A keyed bijection on the pairs (left below `A`, right below `B`).
///
/// An additive Feistel network: each round adds to one half, modulo its size, a keyed hash of the
/// other. Every round can be undone, so the whole is a bijection on all `A * B` pairs, without a
/// table and without walking cycles (Black and Rogaway, "Ciphers with arbitrary finite domains",
/// 2002).
#[derive(Clone, Debug)]
pub struct Permutation<const A: u32, const B: u32> {
    keys: [u64; ROUNDS],
}

impl<const A: u32, const B: u32> Permutation<A, B> {
    /// How many pairs there are.
    pub const PAIRS: u32 = A * B;

    /// The permutation for one position (a cycle).
    #[must_use]
    pub fn new(version: u32, seed: u64, position: u32) -> Self {
        let key = keys(version, seed, Purpose::Names, position);
        Permutation { keys: std::array::from_fn(|round| key(round as u64)) }
    }

    /// The pair at `index`, which must be below [`PAIRS`](Permutation::PAIRS).
    #[inline]
    #[must_use]
    pub fn pair(&self, index: u32) -> (u32, u32) {
        let (mut left, mut right) = (index / B, index % B);
        for round in self.keys.chunks_exact(2) {
            left = shift(left, hash(round[0], right), A);
            right = shift(right, hash(round[1], left), B);
        }
        (left, right)
    }

    /// The same with its rounds written out.
    #[must_use]
    #[expect(clippy::large_stack_arrays, reason = "they move into their box at once")]
    pub fn rounds(&self) -> Box<Rounds<A, B>> {
        let mut rounds = Box::new(Rounds { of_right: [[0; _]; _], of_left: [[0; _]; _] });
        let tables = rounds.of_right.iter_mut().zip(&mut rounds.of_left);
        for (keys, (of_right, of_left)) in self.keys.chunks_exact(2).zip(tables) {
            for (share, right) in of_right.iter_mut().zip(0..B) {
                *share = shift(0, hash(keys[0], right), A) as u16;
            }
            for (share, left) in of_left.iter_mut().zip(0..A) {
                *share = shift(0, hash(keys[1], left), B) as u16;
            }
        }
        rounds
    }
}

/// Room for the sizes of both halves: powers of two, so that no index has to be asked whether it is in a table.
const LEFT: usize = 4096;
const RIGHT: usize = 2048;

/// A [`Permutation`] with its rounds written out: by how much each moves one half on, by the other half.
///
/// Eight pairs are looked up side by side, which takes a quarter of the instructions of hashing. To write all rounds
/// out takes as many as some thousand pairs.
#[derive(Debug)]
pub struct Rounds<const A: u32, const B: u32> {
    of_right: [[u16; RIGHT]; ROUNDS / 2],
    of_left: [[u16; LEFT]; ROUNDS / 2],
}

impl<const A: u32, const B: u32> Rounds<A, B> {
    /// The pairs at `index` and the seven that follow, halves apart. All must be below [`Permutation::PAIRS`]; beyond
    /// there are others than those of the permutation.
    #[inline]
    #[must_use]
    pub fn pairs(&self, index: u32) -> (u16x8, u16x8) {
        const NEXT: u16x8 = u16x8::new([0, 1, 2, 3, 4, 5, 6, 7]);
        const { assert!(A as usize <= LEFT && B as usize <= RIGHT && B >= 8) };
        let counted = u16x8::splat((index % B) as u16) + NEXT;
        let mut right = around(counted, B);
        // One less than what follows where the right half is as it was counted.
        let mut left = u16x8::splat((index / B) as u16 + 1) + right.simd_eq(counted);
        for (of_right, of_left) in self.of_right.iter().zip(&self.of_left) {
            left = around(left + look_up(of_right, right), A);
            right = around(right + look_up(of_left, left), B);
        }
        (left, right)
    }
}

/// Numbers below twice the size of a circle, on the circle: what would be below zero is beyond all others.
#[inline]
fn around(values: u16x8, size: u32) -> u16x8 {
    values.min(values - u16x8::splat(size as u16))
}

/// What stands in these places.
#[inline]
fn look_up<const SIZE: usize>(table: &[u16; SIZE], places: u16x8) -> u16x8 {
    const { assert!(SIZE.is_power_of_two()) };
    u16x8::new(places.to_array().map(|place| table[usize::from(place) % SIZE]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs that recipe version 1 stands on. If one of these changes, every link in circulation means other
    /// customers.
    #[test]
    fn pairs_are_stable() {
        let permutation = Permutation::<3007, 1422>::new(1, 42, 0);
        assert_eq!(
            [0, 1, 2].map(|index| permutation.pair(index)),
            [(2251, 1122), (2323, 601), (1335, 925)]
        );
    }

    #[test]
    fn rounds_are_those_of_the_permutation() {
        fn agree<const A: u32, const B: u32>() {
            let permutation = Permutation::<A, B>::new(1, 42, 3);
            let rounds = permutation.rounds();
            for index in (0..A * B - 7).step_by(5) {
                let (left, right) = rounds.pairs(index);
                for (at, pair) in (index..).zip(left.to_array().into_iter().zip(right.to_array())) {
                    assert_eq!((pair.0.into(), pair.1.into()), permutation.pair(at), "{at}");
                }
            }
        }
        agree::<3007, 1422>();
        agree::<4096, 8>();
        agree::<1, 2048>();
        agree::<30, 47>();
    }

    fn meets_every_pair_once<const A: u32, const B: u32>() {
        let permutation = Permutation::<A, B>::new(1, 42, 5);
        let mut pairs: Vec<_> = (0..A * B).map(|index| permutation.pair(index)).collect();
        pairs.sort_unstable();
        let all: Vec<_> = (0..A).flat_map(|x| (0..B).map(move |y| (x, y))).collect();
        assert_eq!(pairs, all);
    }

    #[test]
    fn a_permutation_meets_every_pair_once() {
        meets_every_pair_once::<1, 1>();
        meets_every_pair_once::<1, 9>();
        meets_every_pair_once::<13, 1>();
        meets_every_pair_once::<30, 47>();
        meets_every_pair_once::<47, 30>();
    }
}
