//! How a data set divides: customers into blocks, which are drawn as a whole, and partitions, which one
//! worker makes. Nothing here knows what a row holds.

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use crate::recipe::BLOCK_ROWS;
use crate::recipe::Recipe;

/// A range of customers of a data set, counted from 1 as in the id, both ends included. Every customer
/// is one row of the table of customers, and any number of rows of a table that joins it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The first.
    pub first: u64,
    /// The last, not before the first.
    pub last: u64,
}

/// How large the partitions of a data set are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartitionSize {
    /// So many whole blocks of customers, at least one.
    Blocks(u32),
    /// At most so many customers of one block, at least one: for tables with many rows a customer.
    Customers(u32),
}

impl Rows {
    /// All customers of the recipe's data set.
    #[must_use]
    pub const fn all(recipe: &Recipe) -> Rows {
        Rows { first: 1, last: recipe.parameters().count as u64 }
    }

    /// How many there are.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.last - self.first + 1
    }

    /// Whether the customer with this number is among them.
    #[must_use]
    pub const fn contains(self, number: u64) -> bool {
        self.first <= number && number <= self.last
    }

    /// The blocks that these customers lie in, counted from 0.
    #[must_use]
    pub const fn blocks(self) -> Range<u32> {
        block_of(self.first)..block_of(self.last) + 1
    }

    /// Cuts the range into partitions, in order. Whole blocks are cut at the borders of blocks, so the
    /// first and the last partition are as short as the range makes them; so are parts of a block, and
    /// none of them lies in two blocks.
    #[must_use]
    pub fn partitions(self, size: PartitionSize) -> impl ExactSizeIterator<Item = Rows> + Clone {
        // Both sizes are a grid: parts of so many customers, and so many parts before the next border.
        let (part, border) = match size {
            PartitionSize::Blocks(blocks) => {
                let part = u64::from(blocks.max(1)) * u64::from(BLOCK_ROWS);
                (part, part)
            }
            PartitionSize::Customers(customers) => {
                (u64::from(customers.clamp(1, BLOCK_ROWS)), u64::from(BLOCK_ROWS))
            }
        };
        // A grid of blocks begins with the block of the first customer.
        let origin = u64::from(self.blocks().start) * u64::from(BLOCK_ROWS);
        let parts = border.div_ceil(part);
        // The cell of a customer, counted from the origin.
        let cell = move |number: u64| {
            let offset = number - 1 - origin;
            offset / border * parts + offset % border / part
        };
        let (first, last) = (cell(self.first), cell(self.last));
        let cells = (last - first + 1) as usize;
        (0..cells).map(move |at| {
            let cell = first + at as u64;
            let start = origin + cell / parts * border + cell % parts * part;
            let end = (start + part).min(origin + (cell / parts + 1) * border);
            Rows { first: self.first.max(start + 1), last: self.last.min(end) }
        })
    }
}

/// The block of a customer, counted from 0. A recipe has at most 100,000 of them.
const fn block_of(number: u64) -> u32 {
    ((number - 1) / BLOCK_ROWS as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partitions(first: u64, last: u64, size: PartitionSize) -> Vec<(u64, u64)> {
        Rows { first, last }.partitions(size).map(|rows| (rows.first, rows.last)).collect()
    }

    #[test]
    fn whole_blocks_are_cut_at_their_borders() {
        use PartitionSize::Blocks;
        assert_eq!(partitions(1, 1, Blocks(1)), [(1, 1)]);
        assert_eq!(partitions(1, 2500, Blocks(1)), [(1, 1000), (1001, 2000), (2001, 2500)]);
        assert_eq!(partitions(999, 4001, Blocks(2)), [(999, 2000), (2001, 4000), (4001, 4001)]);
        assert_eq!(partitions(1999, 4001, Blocks(2)), [(1999, 3000), (3001, 4001)]);
        assert_eq!(partitions(5, 6, Blocks(50)), [(5, 6)]);
        assert_eq!(partitions(5, 6, Blocks(0)), [(5, 6)]);
        assert_eq!(partitions(99_999_001, 99_999_999, Blocks(7)), [(99_999_001, 99_999_999)]);
    }

    #[test]
    fn parts_of_a_block_never_lie_in_two() {
        use PartitionSize::Customers;
        assert_eq!(partitions(1, 1, Customers(18)), [(1, 1)]);
        assert_eq!(partitions(1, 900, Customers(400)), [(1, 400), (401, 800), (801, 900)]);
        assert_eq!(
            partitions(399, 1401, Customers(400)),
            [(399, 400), (401, 800), (801, 1000), (1001, 1400), (1401, 1401)]
        );
        assert_eq!(partitions(7, 9, Customers(0)), [(7, 7), (8, 8), (9, 9)]);
        assert_eq!(partitions(1, 2000, Customers(u32::MAX)), [(1, 1000), (1001, 2000)]);
    }

    #[test]
    fn partitions_cover_every_customer_once() {
        let sizes = (1..5).map(PartitionSize::Blocks);
        for size in sizes.chain([1, 7, 333, 999, 1000, 2000].map(PartitionSize::Customers)) {
            let rows = Rows { first: 1234, last: 9876 };
            let partitions: Vec<Rows> = rows.partitions(size).collect();
            assert_eq!(partitions.len(), rows.partitions(size).len());
            let mut next = rows.first;
            for partition in partitions {
                assert_eq!(partition.first, next, "{size:?}");
                assert!(partition.last >= partition.first, "{size:?}");
                next = partition.last + 1;
            }
            assert_eq!(next, rows.last + 1, "{size:?}");
        }
    }
}
