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
    /// Whether a decline would be gradual rather than sudden; means something only for Declining.
    pub gradual: bool,
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
    /// in the lowest.
    up_to: u64,
    quota: Quota,
}

/// One in each of four places of 16 bits.
const EACH: u64 = 0x0001_0001_0001_0001;

impl Urn {
    pub(crate) fn new(quota: Quota) -> Urn {
        const { assert!(SEGMENTS == 5 && BLOCK_ROWS < 1 << 15) };
        let (mut left, mut up_to) = (0, 0);
        for (place, rows) in quota.segments.into_iter().enumerate() {
            left += rows;
            // The last falls out at the upper end.
            up_to |= u64::from(left).unbounded_shl(16 * place as u32);
        }
        Urn { left, up_to, quota }
    }

    /// Takes a row out. The urn must not be empty.
    #[inline]
    pub(crate) fn draw(&mut self, mut word: Word) -> Standing {
        let pick = word.take(self.left);
        // The highest bit of each place that `pick` lies beyond stays set: all in one subtraction, none of which
        // borrows from the next place.
        let beyond = ((((u64::from(pick) * EACH) | (EACH << 15)) - self.up_to) >> 15) & EACH;
        let segment = beyond.count_ones() as usize;
        self.left -= 1;
        self.up_to -= EACH - beyond;

        let in_segment = self.quota.segments[segment];
        let premium = word.take(in_segment) < self.quota.premium[segment];
        let gradual = word.take(in_segment) < self.quota.gradual;
        self.quota.segments[segment] -= 1;
        self.quota.premium[segment] -= u32::from(premium);
        self.quota.gradual -= u32::from(gradual && segment == Segment::Declining as usize);
        Standing { segment, premium, gradual }
    }
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
