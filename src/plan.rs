//! How a data set divides: rows into blocks, which are drawn as a whole, and chunks of blocks,
//! which one worker makes. Nothing here knows what a row holds.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::recipe::Recipe;

/// Rows in a block: the smallest stretch that holds every share exactly, shares being per mille.
pub const BLOCK_ROWS: u32 = 1000;

/// A range of rows of a data set, counted from 1 as in the id, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The first row.
    pub first: u32,
    /// The last row, not before the first.
    pub last: u32,
}

impl Rows {
    /// All rows of the recipe's data set.
    #[must_use]
    pub const fn all(recipe: &Recipe) -> Rows {
        Rows { first: 1, last: recipe.parameters().count }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn count(self) -> u32 {
        self.last - self.first + 1
    }

    /// The blocks that these rows lie in, counted from 0.
    #[must_use]
    pub const fn blocks(self) -> Range<u32> {
        (self.first - 1) / BLOCK_ROWS..(self.last - 1) / BLOCK_ROWS + 1
    }

    /// Cuts the range at block borders into chunks of `blocks` blocks, in order. The first and the
    /// last chunk are as short as the range makes them.
    #[must_use]
    pub fn chunks(self, blocks: u32) -> impl ExactSizeIterator<Item = Rows> + Clone {
        let all = self.blocks();
        let blocks = blocks.max(1);
        (0..all.len().div_ceil(blocks as usize)).map(move |chunk| {
            let start = all.start + chunk as u32 * blocks;
            let end = all.end.min(start + blocks);
            Rows {
                first: self.first.max(start * BLOCK_ROWS + 1),
                last: self.last.min(end * BLOCK_ROWS),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunks(first: u32, last: u32, blocks: u32) -> Vec<(u32, u32)> {
        Rows { first, last }.chunks(blocks).map(|rows| (rows.first, rows.last)).collect()
    }

    #[test]
    fn chunks_cut_at_block_borders() {
        assert_eq!(chunks(1, 1, 1), [(1, 1)]);
        assert_eq!(chunks(1, 2500, 1), [(1, 1000), (1001, 2000), (2001, 2500)]);
        assert_eq!(chunks(999, 4001, 2), [(999, 2000), (2001, 4000), (4001, 4001)]);
        assert_eq!(chunks(5, 6, 50), [(5, 6)]);
        assert_eq!(chunks(99_999_001, 99_999_999, 7), [(99_999_001, 99_999_999)]);
    }

    #[test]
    fn chunks_cover_every_row_once() {
        for blocks in 1..5 {
            let rows = Rows { first: 1234, last: 9876 };
            let chunks = rows.chunks(blocks);
            assert_eq!(chunks.clone().map(Rows::count).sum::<u32>(), rows.count());
            assert_eq!(chunks.len(), chunks.count());
        }
    }
}
