//! What a version of the recipe has to bring so that its rows can be generated, given faults and read
//! back like those of any other. It is chosen once for a partition and compiled in: nothing is looked
//! up in the loop over rows.

use super::{COLUMNS, SCHEMA};
use crate::columns::Columns;
use crate::recipe::{Recipe, SEGMENTS};

pub use crate::encode::ROW_BOUND;

/// How one version of the recipe makes the rows of customers.
pub trait Version {
    /// A row as it was drawn.
    type Row;

    /// What is drawn of a block as a whole, before its rows.
    type Block;

    /// The version's rows of this recipe.
    fn new(recipe: &Recipe) -> Self;

    /// How many rows of a block, counted from 0, are in each segment.
    fn segments(&self, block: u32) -> [u32; SEGMENTS];

    /// How many of them have Premium cards.
    fn premium(&self, block: u32) -> [u32; SEGMENTS];

    /// Draws a block, counted from 0.
    fn block(&self, block: u32) -> Self::Block;

    /// Calls `each` for all rows of a block, some at a time, in order.
    fn rows(&self, block: &Self::Block, each: impl FnMut(&[Self::Row]));

    /// Writes a row as CSV, with its line feed, at the beginning of `window`, and returns its length. What
    /// stands behind it in the window may be overwritten too.
    fn write(&self, row: &Self::Row, window: &mut [u8; ROW_BOUND]) -> usize;

    /// [`write`](Version::write), and adds the row to `columns`: read from its bytes, unless the version knows a shorter
    /// way.
    fn write_beside(
        &self,
        row: &Self::Row,
        window: &mut [u8; ROW_BOUND],
        columns: &mut Columns,
    ) -> usize {
        let len = self.write(row, window);
        columns.read::<COLUMNS>(&window[..len]);
        len
    }

    /// No rows, column by column, as [`write_beside`](Version::write_beside) adds to them.
    #[must_use]
    fn columns() -> Columns {
        Columns::of(&SCHEMA)
    }

    /// The row, counted from 1.
    fn number(row: &Self::Row) -> u32;

    /// What has to be known of a row to give it a fault.
    fn facts(&self, row: &Self::Row) -> RowFacts;

    /// The address of a row of this block, counted from 1 over the whole table, as it stands in the file.
    fn email(&self, block: &Self::Block, number: u32) -> Vec<u8>;
}

/// What has to be known of a row to give it a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowFacts {
    /// The row, counted from 1.
    pub number: u32,
    /// Position in [`Segment::ALL`](crate::recipe::Segment::ALL).
    pub segment: usize,
    /// Whether the card is Premium.
    pub premium: bool,
    /// Credit limit in dollars.
    pub credit_limit: u32,
}
