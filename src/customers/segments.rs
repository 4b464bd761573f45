//! Segment, card and decline type: exact quotas for every block, in an order drawn for it.

use crate::draw::Word;
use crate::number::descending;
use crate::plan::BLOCK_ROWS;
use crate::recipe::{Parameters, SEGMENTS, Segment, WHOLE};

/// What a customer's segment brings with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Position in [`Segment::ALL`].
    pub segment: usize,
    /// Whether the card is Premium rather than Standard.
    pub premium: bool,
    /// Whether a decline would be gradual rather than sudden; of the quota only for Declining.
    pub gradual: bool,
}

impl Standing {
    /// The same as a small number, for rows that wait to be written.
    #[inline]
    pub(crate) const fn packed(self) -> Packed {
        Packed((self.segment << 2) as u8 | (self.gradual as u8) << 1 | self.premium as u8)
    }
}

/// A [`Standing`] in a byte.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Packed(u8);

impl Packed {
    /// Position in [`Segment::ALL`].
    #[inline]
    pub(crate) const fn segment(self) -> usize {
        let Packed(bits) = self;
        (bits >> 2) as usize
    }

    /// Whether the card is Premium.
    #[inline]
    pub(crate) const fn premium(self) -> bool {
        let Packed(bits) = self;
        bits & 1 != 0
    }

    /// Segment and kind of decline, as a number below twice the number of segments.
    #[inline]
    pub(crate) const fn tail(self) -> usize {
        let Packed(bits) = self;
        (bits >> 1) as usize
    }

    /// What was packed.
    #[inline]
    pub(crate) const fn standing(self) -> Standing {
        let Packed(bits) = self;
        Standing { segment: (bits >> 2) as usize, gradual: bits & 2 != 0, premium: bits & 1 != 0 }
    }
}

/// How many rows of a block are what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    segments: [u32; SEGMENTS],
    premium: [u32; SEGMENTS],
    gradual: u32,
}

impl Quota {
    /// The quota of a block, counted from 0.
    ///
    /// A full block holds the weights exactly, the last is apportioned by largest remainder.
    /// Premium and gradual follow a running floor over the rows of their segment, so that the
    /// total up to the end of every block is within one of the exact share.
    pub(crate) fn of_block(parameters: &Parameters, block: u32) -> Quota {
        let rows = BLOCK_ROWS.min(parameters.count - block * BLOCK_ROWS);
        let segments = apportion(rows, &parameters.weights);
        let share = |segment: usize, share: u16| {
            let before = u64::from(block) * u64::from(parameters.weights[segment]);
            let after = before + u64::from(segments[segment]);
            let floor = |rows: u64| rows * u64::from(share) / u64::from(WHOLE);
            (floor(after) - floor(before)) as u32
        };
        Quota {
            segments,
            premium: std::array::from_fn(|segment| share(segment, parameters.premium[segment])),
            gradual: share(Segment::Declining as usize, parameters.gradual),
        }
    }

    /// How many rows are in each segment.
    pub(crate) const fn segments(&self) -> [u32; SEGMENTS] {
        self.segments
    }

    /// How many of them have Premium cards.
    pub(crate) const fn premium(&self) -> [u32; SEGMENTS] {
        self.premium
    }
}

/// `rows` divided by `weights` per mille: the floors, and the rows left over to the largest
/// remainders, ties in segment order.
fn apportion(rows: u32, weights: &[u16; SEGMENTS]) -> [u32; SEGMENTS] {
    let exact = weights.map(|weight| rows * u32::from(weight));
    let mut parts = exact.map(|exact| exact / u32::from(WHOLE));
    let by_remainder = descending(exact.map(|exact| u64::from(exact % u32::from(WHOLE))));
    let left_over = rows - parts.iter().sum::<u32>();
    for segment in by_remainder.into_iter().take(left_over as usize) {
        parts[segment] += 1;
    }
    parts
}

/// The rows of a block that are not drawn yet.
///
/// Drawing without putting back gives every order of the block the same chance, and uses one word
/// a row.
#[derive(Clone, Debug)]
pub(crate) struct Urn {
    left: u32,
    /// For each segment but the last, how many rows are left in it and in those before it: 16 bits each, the first
    /// in the lowest. Taken from 2^15, so that to add a number sets the highest bit where the number lies beyond.
    beyond: u64,
    /// What is left of each segment, and room for segments that there are not, so that no position has to be asked
    /// whether it is one.
    segments: [Left; 8],
}

/// How many rows of a segment are left, in the lowest 16 bits; how many of them with Premium cards, in the next;
/// and above that how many decline gradually, which is looked up for Declining alone.
type Left = u64;

/// One in each of four places of 16 bits.
const EACH: u64 = 0x0001_0001_0001_0001;

impl Urn {
    pub(crate) fn new(quota: Quota) -> Urn {
        const { assert!(SEGMENTS == 5 && BLOCK_ROWS < 1 << 15) };
        let (mut left, mut up_to, mut segments) = (0, 0, [0; _]);
        for (place, rows) in quota.segments.into_iter().enumerate() {
            left += rows;
            // The last falls out at the upper end.
            up_to |= u64::from(left).unbounded_shl(16 * place as u32);
            segments[place] = u64::from(rows) | u64::from(quota.premium[place]) << 16;
        }
        segments[Segment::Declining as usize] |= u64::from(quota.gradual) << 32;
        Urn { left, beyond: (EACH << 15) - up_to, segments }
    }

    /// Takes a row out. The urn must not be empty.
    #[inline]
    pub(crate) fn draw(&mut self, mut word: Word) -> Standing {
        let pick = word.take(self.left);
        // All in one addition, no place of which carries to the next.
        let beyond = ((u64::from(pick) * EACH + self.beyond) >> 15) & EACH;
        let segment = beyond.count_ones() as usize;
        self.left -= 1;
        self.beyond = self.beyond + EACH - beyond;

        let gradually = (self.segments[Segment::Declining as usize] >> 32) as u32;
        let left = &mut self.segments[segment % 8];
        let rows = u32::from(*left as u16);
        let premium = below(word.take(rows), u32::from((*left >> 16) as u16));
        let gradual = below(word.take(rows), gradually);
        // What wraps around below zero is never looked up.
        *left = left.wrapping_sub(1 + (u64::from(premium) << 16) + (u64::from(gradual) << 32));
        Standing { segment, premium: premium != 0, gradual: gradual != 0 }
    }
}

/// Whether a number is below another, 1 or 0: both are below 2^31, so that a difference below zero shows in the
/// highest bit.
#[inline]
const fn below(number: u32, other: u32) -> u32 {
    number.wrapping_sub(other) >> 31
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{Purpose, Stream};

    #[test]
    fn left_over_rows_go_to_the_largest_remainders_then_in_order() {
        assert_eq!(apportion(1000, &[150, 400, 250, 100, 100]), [150, 400, 250, 100, 100]);
        assert_eq!(apportion(1, &[150, 400, 250, 100, 100]), [0, 1, 0, 0, 0]);
        assert_eq!(apportion(1, &[200; 5]), [1, 0, 0, 0, 0]);
        assert_eq!(apportion(7, &[200; 5]), [2, 2, 1, 1, 1]);
        assert_eq!(apportion(3, &[0, 0, 0, 0, 1000]), [0, 0, 0, 0, 3]);
        assert_eq!(apportion(10, &[150, 400, 250, 100, 100]), [2, 4, 2, 1, 1]);
    }

    #[test]
    fn an_urn_gives_out_exactly_its_quota() {
        let quota = Quota {
            segments: [150, 400, 250, 100, 100],
            premium: [45, 0, 250, 50, 1],
            gradual: 70,
        };
        let mut urn = Urn::new(quota);
        let mut stream = Stream::new(1, 42, Purpose::Order, 0);
        let drawn: Vec<Standing> = (0..1000).map(|_| urn.draw(stream.word())).collect();
        for segment in 0..SEGMENTS {
            let rows = drawn.iter().filter(|standing| standing.segment == segment);
            assert_eq!(rows.clone().count() as u32, quota.segments[segment]);
            let premium = rows.clone().filter(|standing| standing.premium).count();
            assert_eq!(premium as u32, quota.premium[segment]);
        }
        let gradual = drawn.iter().filter(|standing| standing.segment == 3 && standing.gradual);
        assert_eq!(gradual.count(), 70);
    }
}
