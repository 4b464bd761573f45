//! Rows -> CSV bytes that have been read back: the whole way of a chunk through one worker.

use crate::encode::{Encoder, ROW_BOUND};
use crate::generate::Generator;
use crate::plan::{BLOCK_ROWS, Rows};
use crate::recipe::Recipe;
use crate::validate::{Criteria, Examination, Examiner};

pub use crate::encode::HEADER;

/// The bytes of a typical row; a first guess for memory, nothing depends on it.
const TYPICAL_ROW: usize = 128;

/// Makes rows of one recipe. Each thread or worker has its own.
#[derive(Debug)]
pub struct Mint {
    generator: Generator,
    encoder: Encoder,
    examiner: Examiner,
}

impl Mint {
    /// A mint for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Mint {
        Mint {
            generator: Generator::new(recipe),
            encoder: Encoder::new(recipe),
            examiner: Examiner::new(&Criteria::of(recipe.clone())),
        }
    }

    /// Replaces `csv` with these rows, without header, and reads them back.
    ///
    /// Lines in the result count from the header of the whole data set: row 1 is on line 2. The
    /// memory of `csv` is used again, which saves more time than making the rows takes.
    pub fn mint(&mut self, rows: Rows, csv: &mut Vec<u8>) -> Examination {
        self.write(rows, csv);
        self.examiner.examine(csv, u64::from(rows.first) + 1)
    }

    /// Replaces `csv` with these rows, without header.
    pub fn write(&self, rows: Rows, csv: &mut Vec<u8>) {
        csv.reserve((rows.count() as usize * TYPICAL_ROW).saturating_sub(csv.len()));
        let mut len = 0;
        for block in rows.blocks() {
            // Room for a block of the longest rows; what an earlier use left is as good as zeros.
            let room = len + (BLOCK_ROWS as usize + 1) * ROW_BOUND;
            if csv.len() < room {
                csv.resize(room, 0);
            }
            self.generator.block(block, |customer| {
                let Some(window) = csv[len..].first_chunk_mut() else {
                    unreachable!("there is room for every row of the block and one more");
                };
                let wanted = rows.first <= customer.number && customer.number <= rows.last;
                // A row that is not wanted is written over by the next.
                len += usize::from(wanted) * self.encoder.write(customer, window);
            });
        }
        csv.truncate(len);
    }
}
