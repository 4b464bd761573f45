//! The rows of recipe version 1: the reference's model, every column uniform and independent of the
//! others.
//!
//! **Frozen.** Links to these bytes are in circulation; `tests/golden.rs` holds their digests. What would
//! change a byte is a version of its own beside this one.

mod columns;
mod encode;
mod names;
mod rows;
pub mod vocabulary;

pub use names::Name;
pub use rows::{City, Customer, Drawn, RowGenerator};

use self::encode::Encoder;
use super::segments::Standing;
use super::version::{ROW_BOUND, RowFacts, Version};
use crate::columns::Columns;
use crate::recipe::{Recipe, SEGMENTS};

/// The number of this version in the key of every random stream.
const NUMBER: u32 = 1;

/// How recipe version 1 makes its rows.
#[derive(Debug)]
pub struct Version1 {
    rows: RowGenerator,
    encoder: Encoder,
    /// The first day on which anybody opened an account, counted from 1970-01-01.
    first_day: i32,
}

impl Version for Version1 {
    type Row = Drawn;
    type Block = u32;

    fn new(recipe: &Recipe) -> Version1 {
        let first_day = recipe.account_window().0.unix_days();
        Version1 { rows: RowGenerator::new(recipe), encoder: Encoder::new(recipe), first_day }
    }

    fn segments(&self, block: u32) -> [u32; SEGMENTS] {
        self.rows.segments(block)
    }

    fn premium(&self, block: u32) -> [u32; SEGMENTS] {
        self.rows.premium(block)
    }

    /// Nothing: every row is drawn by itself.
    #[inline]
    fn block(&self, block: u32) -> u32 {
        block
    }

    #[inline]
    fn rows(&self, block: &u32, each: impl FnMut(&[Drawn])) {
        self.rows.batches(*block, each);
    }

    #[inline]
    fn write(&self, row: &Drawn, window: &mut [u8; ROW_BOUND]) -> usize {
        self.encoder.write(row, window)
    }

    #[inline]
    fn write_beside(
        &self,
        row: &Drawn,
        window: &mut [u8; ROW_BOUND],
        columns: &mut Columns,
    ) -> usize {
        let (len, places) = self.encoder.write_marking(row, window);
        let opened = self.first_day + i32::from(row.opened);
        columns::push(columns, row, (self.rows.credit_limit(row), opened), (window, &places));
        len
    }

    fn columns() -> Columns {
        columns::empty()
    }

    #[inline]
    fn number(row: &Drawn) -> u32 {
        row.number
    }

    #[inline]
    fn facts(&self, row: &Drawn) -> RowFacts {
        let Standing { segment, premium, .. } = row.standing.standing();
        RowFacts { number: row.number, segment, premium, credit_limit: self.rows.credit_limit(row) }
    }

    fn email(&self, _: &u32, number: u32) -> Vec<u8> {
        self.encoder.email(self.rows.name(number))
    }
}
