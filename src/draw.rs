//! The only door to randomness. Nothing else in the crate touches a generator.
//!
//! Two sources, both pure functions of recipe version, seed and position, so that any row can be
//! made without those before it:
//!
//! - a [`Stream`] of 64-bit words per block and purpose: xoshiro256++ (Blackman and Vigna,
//!   "Scrambled linear pseudorandom number generators", 2021), as the `rand` crate documents it;
//! - a [`Permutation`] of number pairs, for values that must not repeat, and [`Permutations`], one
//!   for every key.
//!
//! All are keyed through the finaliser of splitmix64 (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", 2014). Words become bounded numbers by multiplying and keeping
//! the high half; the low half is the fraction from which the next number is taken. That is the
//! few lines of sampling that a library may change in a minor release and this one may not. Where
//! choices have weights, an [`Alias`] table says which.

mod alias;
mod permutation;

pub use alias::Alias;
pub use permutation::{Permutation, Rounds};

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// What a stream is for. Each purpose has streams of its own, so that a parameter which changes
/// the draws of one leaves the values of the other as they were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The values of the columns.
    Values = 1,
    /// The order of segments, cards and decline types within a block.
    Order = 2,
    /// The pairing of names and domains in recipe version 1; who a customer is in version 2.
    Names = 3,
    /// Which rows of a block get which fault, and what stands there then.
    Faults = 4,
    /// In which blocks the faults lie of which there is a fixed number; the position is the kind.
    Spread = 5,
    /// Which form an address has, in recipe version 2.
    Addresses = 6,
    /// What a customer buys; the position is the customer's number.
    Transactions = 7,
    /// Which transactions of a block are declined.
    Declined = 8,
    /// Which customers of a block have which fault in a transaction.
    TransactionFaults = 9,
}

/// The golden ratio in 64 bits: splitmix64's increment.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// splitmix64's finaliser: a bijection on 64 bits in which every input bit reaches every output bit.
const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// The keys by their index: splitmix64 from a state that depends on version, seed, purpose and position.
///
/// Each argument passes through [`mix`] before the next joins, so that neighbouring seeds and
/// neighbouring positions have nothing in common.
fn keys(version: u32, seed: u64, purpose: Purpose, position: u32) -> impl Fn(u64) -> u64 {
    let state = state(version, seed, purpose, position);
    move |index| key(state, index)
}

/// The state from which [`keys`] begin.
const fn state(version: u32, seed: u64, purpose: Purpose, position: u32) -> u64 {
    let state = mix(mix((version as u64).wrapping_mul(GOLDEN)) ^ seed);
    mix(state ^ (((purpose as u64) << 32) | position as u64).wrapping_mul(GOLDEN))
}

/// The key at this index.
const fn key(state: u64, index: u64) -> u64 {
    mix(state.wrapping_add((index + 1).wrapping_mul(GOLDEN)))
}

/// An endless stream of independent 64-bit words.
#[derive(Clone, Debug)]
pub struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream for one purpose at one position (a block number).
    #[must_use]
    pub fn new(version: u32, seed: u64, purpose: Purpose, position: u32) -> Stream {
        let key = keys(version, seed, purpose, position);
        let mut state = [0; 32];
        for (bytes, index) in state.chunks_exact_mut(8).zip(0..) {
            bytes.copy_from_slice(&key(index).to_le_bytes());
        }
        Stream(Xoshiro256PlusPlus::from_seed(state))
    }

    /// The next word.
    #[inline]
    pub fn word(&mut self) -> Word {
        Word(self.0.next_u64())
    }
}

/// Words that are asked for by their index, in any order: splitmix64 itself.
#[derive(Clone, Debug)]
pub struct Indexed {
    state: u64,
}

impl Indexed {
    /// The words for one purpose at one position.
    #[must_use]
    pub const fn new(version: u32, seed: u64, purpose: Purpose, position: u32) -> Indexed {
        Indexed { state: state(version, seed, purpose, position) }
    }

    /// The word at this index.
    #[inline]
    #[must_use]
    pub const fn word(&self, index: u64) -> Word {
        Word(key(self.state, index))
    }
}

/// 64 random bits, read as a fraction of one and used up from the top.
///
/// Each [`take`](Word::take) multiplies the fraction by the number of choices: the whole part is
/// the choice, what remains is the fraction for the next. The bias of a choice is at most the
/// product of all numbers of choices so far over 2^64.
#[derive(Clone, Copy, Debug)]
pub struct Word(u64);

impl Word {
    /// A number below `choices`.
    #[inline]
    pub fn take(&mut self, choices: u32) -> u32 {
        let choices = u64::from(choices);
        let whole = if cfg!(target_family = "wasm") {
            // The high half of a 64 by 32 bit product in two multiplications: here there is no wider one.
            let high = (self.0 >> 32) * choices;
            let low = (self.0 & 0xffff_ffff) * choices;
            (high + (low >> 32)) >> 32
        } else {
            ((u128::from(self.0) * u128::from(choices)) >> 64) as u64
        };
        self.0 = self.0.wrapping_mul(choices);
        whole as u32
    }

    /// Two fractions of 32 bits, upper half first: one multiplication a choice, for small ranges.
    #[inline]
    #[must_use]
    pub const fn halves(self) -> (Half, Half) {
        (Half((self.0 >> 32) as u32), Half(self.0 as u32))
    }
}

/// 32 random bits, used like a [`Word`]; the bias is the product of choices over 2^32.
#[derive(Clone, Copy, Debug)]
pub struct Half(u32);

impl Half {
    /// A number below `choices`.
    #[inline]
    pub fn take(&mut self, choices: u32) -> u32 {
        let product = u64::from(self.0) * u64::from(choices);
        self.0 = product as u32;
        (product >> 32) as u32
    }
}

/// A keyed bijection on pairs for every key of 64 bits, on as many pairs as the caller has.
///
/// The same network as a [`Permutation`] in four rounds, which must do where each key is used a few
/// times: what it must not do is to repeat a pair, and no round does.
#[derive(Clone, Copy, Debug)]
pub struct Permutations {
    base: u64,
}

impl Permutations {
    /// The permutations of one data set.
    #[must_use]
    pub fn new(version: u32, seed: u64) -> Permutations {
        Permutations { base: keys(version, seed, Purpose::Addresses, 0)(0) }
    }

    /// The pair that `pair` becomes under this key. Both its numbers must be below those of `sizes`.
    #[inline]
    #[must_use]
    pub fn pair(self, key: u64, pair: (u32, u32), sizes: (u32, u32)) -> (u32, u32) {
        let key = mix(self.base ^ key);
        let (mut left, mut right) = pair;
        left = shift(left, hash(key, right), sizes.0);
        right = shift(right, hash(key.rotate_left(16), left), sizes.1);
        left = shift(left, hash(key.rotate_left(32), right), sizes.0);
        right = shift(right, hash(key.rotate_left(48), left), sizes.1);
        (left, right)
    }
}

/// A keyed hash of a half, 32 bits of it: two multiplications with a fold between them.
///
/// The second multiplier is the one that Degski found for `x ^= x >> 32; x *= M`, both times.
#[inline]
const fn hash(key: u64, half: u32) -> u32 {
    let product = key.wrapping_add(half as u64).wrapping_mul(GOLDEN);
    ((product ^ (product >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// `value` moved on by a share of `size`, around the circle of `size` values.
#[inline]
fn shift(value: u32, share: u32, size: u32) -> u32 {
    let moved = value + ((u64::from(share) * u64::from(size)) >> 32) as u32;
    // What would be below zero is beyond all others.
    moved.min(moved.wrapping_sub(size))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words that recipe version 1 stands on. If one of these changes, every link in
    /// circulation means other customers.
    #[test]
    fn values_are_stable() {
        let mut stream = Stream::new(1, 42, Purpose::Values, 0);
        assert_eq!(
            [stream.word().0, stream.word().0, stream.word().0],
            [0xf943_4770_4cee_0cb3, 0x5861_7ede_7b1f_756f, 0x34ff_ea31_7fd6_ccd3]
        );
    }

    #[test]
    fn a_word_is_used_from_the_top() {
        let mut word = Word(0xffff_ffff_ffff_ffff);
        assert_eq!([word.take(10), word.take(10), word.take(1)], [9, 9, 0]);
        let mut word = Word(0x8000_0000_0000_0000);
        assert_eq!([word.take(4), word.take(1_000_000_001)], [2, 0]);
        let mut half = Word(0x4000_0000_c000_0000).halves();
        assert_eq!([half.0.take(4), half.1.take(4)], [1, 3]);
    }

    #[test]
    fn take_agrees_with_the_wide_product() {
        let mut stream = Stream::new(1, 7, Purpose::Order, 3);
        for choices in [1, 2, 3, 1000, 36_501, 1_000_000_001, u32::MAX] {
            let mut word = stream.word();
            let product = u128::from(word.0) * u128::from(choices);
            assert_eq!(u128::from(word.take(choices)), product >> 64);
            assert_eq!(word.0, product as u64);
        }
    }

    /// The pairs that recipe version 2 stands on, as above.
    #[test]
    fn permutations_are_stable() {
        let permutations = Permutations::new(2, 42);
        let pair = |key| permutations.pair(key, (0, 0), (900, 900));
        assert_eq!([0, 1, u64::MAX].map(pair), [(589, 108), (741, 182), (544, 793)]);
    }

    /// Words by their index are splitmix64 itself, whose first words from 0 are published.
    #[test]
    fn words_by_their_index_are_those_of_splitmix64() {
        let words = [0, 1, 2].map(|index| Indexed { state: 0 }.word(index).0);
        assert_eq!(words, [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f]);
        let indexed = Indexed::new(2, 42, Purpose::Declined, 7);
        assert_eq!(indexed.word(3).0, keys(2, 42, Purpose::Declined, 7)(3));
    }

    #[test]
    fn every_permutation_meets_every_pair_once() {
        let permutations = Permutations::new(2, 42);
        for sizes @ (a, b) in [(1, 1), (3, 3), (9, 9), (9, 90), (47, 30)] {
            let all: Vec<_> = (0..a).flat_map(|x| (0..b).map(move |y| (x, y))).collect();
            for key in [0, 1, 0x1234_5678_9abc_def0] {
                let mut pairs: Vec<_> =
                    all.iter().map(|&pair| permutations.pair(key, pair, sizes)).collect();
                pairs.sort_unstable();
                assert_eq!(pairs, all);
            }
        }
    }

    #[test]
    fn purposes_positions_and_seeds_have_streams_of_their_own() {
        let first = |seed, purpose, position| Stream::new(1, seed, purpose, position).word().0;
        let mut words = vec![
            first(42, Purpose::Values, 0),
            first(42, Purpose::Values, 1),
            first(42, Purpose::Order, 0),
            first(43, Purpose::Values, 0),
            Stream::new(2, 42, Purpose::Values, 0).word().0,
        ];
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), 5);
    }
}
