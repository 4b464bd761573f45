//! Rows -> CSV bytes that have been read back: the whole way of a chunk through one worker.

use serde::{Deserialize, Serialize};

use crate::dirt::{Draw, Injection, Spoiler, Tally};
use crate::encode::{Encoder, ROW_BOUND};
use crate::generate::{Customer, Generator};
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
    spoiler: Option<Spoiler>,
    examiner: Examiner,
}

/// What is known of rows that were minted.
#[derive(Debug, Serialize, Deserialize)]
pub struct Minted {
    /// What was read back from their bytes.
    pub examination: Examination,
    /// Which faults they were given.
    pub tally: Tally,
}

/// Is told of every fault in the order of the rows: with the value, or the row, as it would be
/// without, and as it is.
pub type Note<'a> = dyn FnMut(&Injection, &[u8], &[u8]) + 'a;

impl Mint {
    /// A mint for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Mint {
        // Of rows with faults every finding is looked for.
        let criteria = Criteria { examples: u32::MAX, ..Criteria::of(recipe.clone()) };
        Mint {
            generator: Generator::new(recipe),
            encoder: Encoder::new(recipe),
            spoiler: Spoiler::new(recipe),
            examiner: Examiner::new(&criteria),
        }
    }

    /// Replaces `csv` with these rows, without header, and reads them back.
    ///
    /// Lines in the result count from the header of the whole data set: row 1 is on line 2. The
    /// memory of `csv` is used again, which saves more time than making the rows takes.
    pub fn mint(&mut self, rows: Rows, csv: &mut Vec<u8>) -> Minted {
        self.mint_noting(rows, csv, &mut |_, _, _| ())
    }

    /// [`mint`](Mint::mint), and tells of every fault.
    pub fn mint_noting(&mut self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_>) -> Minted {
        let mut injections = Vec::new();
        self.write_noting(rows, csv, &mut |injection, clean, faulty| {
            injections.push(*injection);
            note(injection, clean, faulty);
        });
        let mut examination = self.examiner.examine(csv, u64::from(rows.first) + 1);
        let tally = Tally::of(rows, &injections, &examination);
        examination.shorten(Criteria::EXAMPLES);
        Minted { examination, tally }
    }

    /// Replaces `csv` with these rows, without header.
    pub fn write(&self, rows: Rows, csv: &mut Vec<u8>) {
        self.write_noting(rows, csv, &mut |_, _, _| ());
    }

    /// [`write`](Mint::write), and tells of every fault.
    pub fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_>) {
        csv.reserve((rows.count() as usize * TYPICAL_ROW).saturating_sub(csv.len()));
        let mut len = 0;
        for block in rows.blocks() {
            // Room for a block of the longest rows; what an earlier use left is as good as zeros.
            let room = len + (BLOCK_ROWS as usize + 1) * ROW_BOUND;
            if csv.len() < room {
                csv.resize(room, 0);
            }
            let mut draws =
                self.spoiler.as_ref().and_then(|spoiler| spoiler.block(block, &self.generator));
            self.generator.block(block, |customer| {
                let Some(window) = csv[len..].first_chunk_mut() else {
                    unreachable!("there is room for every row of the block and one more");
                };
                let wanted = rows.first <= customer.number && customer.number <= rows.last;
                let mut row = self.encoder.write(customer, window);
                if let Some(draws) = &mut draws
                    && let Some(draw) = draws.next(customer)
                    && wanted
                {
                    row = self.spoil(draw, customer, window, row, note);
                }
                // A row that is not wanted is written over by the next.
                len += usize::from(wanted) * row;
            });
        }
        csv.truncate(len);
    }

    /// The blocks among these rows in which any row has a fault.
    pub fn dirty(&self, rows: Rows) -> impl Iterator<Item = Rows> {
        let blocks = rows.blocks().zip(rows.chunks(1));
        let dirty = self.spoiler.iter().flat_map(move |spoiler| {
            blocks.clone().filter(|(block, _)| spoiler.block(*block, &self.generator).is_some())
        });
        dirty.map(|(_, rows)| rows)
    }

    /// Gives a row of so many bytes its fault. Returns how many it has then.
    #[cold]
    fn spoil(
        &self,
        draw: Draw,
        customer: &Customer,
        window: &mut [u8; ROW_BOUND],
        len: usize,
        note: &mut Note<'_>,
    ) -> usize {
        let Some(spoiler) = &self.spoiler else { return len };
        let edit = spoiler.edit(draw, customer, &window[..len], |row| {
            self.encoder.email(self.generator.name(row))
        });
        note(&edit.injection, &window[edit.range.clone()], &edit.faulty);
        edit.apply(window, len)
    }
}
