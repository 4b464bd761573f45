//! Which rows of a block get which fault: drawn row by row, so that every row but the first has the
//! same chance and every quota is met exactly.

use super::quotas::{Quota, Quotas};
use crate::customers::version::RowFacts;
use crate::draw::{Purpose, Stream, Word};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{Flaw, Recipe, SEGMENTS};

/// Decides on the faults of one recipe's rows.
#[derive(Clone, Debug)]
pub struct Spoiler {
    pub(super) recipe: Recipe,
    quotas: Quotas,
    /// In which segments a Premium card would be misplaced.
    without_premium: [bool; SEGMENTS],
}

impl Spoiler {
    /// A spoiler for `recipe`; nothing if that has no dirt.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Option<Spoiler> {
        let parameters = recipe.parameters();
        (!parameters.dirt.is_none()).then(|| Spoiler {
            recipe: recipe.clone(),
            quotas: Quotas::new(recipe),
            without_premium: parameters.premium.map(|share| share == 0),
        })
    }

    /// The draws of a block, counted from 0, with so many rows in each segment; nothing if all its rows
    /// stay clean.
    #[must_use]
    pub fn block(&self, block: u32, segments: [u32; SEGMENTS]) -> Option<Draws<'_>> {
        let quota = self.quotas.of_block(block);
        let faults = quota.iter().sum::<u32>();
        let parameters = self.recipe.parameters();
        let segments = segments.into_iter().zip(self.without_premium);
        (faults > 0).then(|| Draws {
            spoiler: self,
            stream: Stream::new(
                parameters.version.number(),
                parameters.seed,
                Purpose::Faults,
                block,
            ),
            rows: BLOCK_ROWS.min(parameters.count - block * BLOCK_ROWS),
            premium: quota[Flaw::MisplacedPremium as usize],
            without_premium: segments.filter(|(_, without)| *without).map(|(rows, _)| rows).sum(),
            others: faults - quota[Flaw::MisplacedPremium as usize],
            quota,
            clean: Vec::new(),
        })
    }
}

/// The faults of a block that are not drawn yet, and the rows that they are for.
#[derive(Clone, Debug)]
pub struct Draws<'a> {
    spoiler: &'a Spoiler,
    stream: Stream,
    /// Rows to come.
    rows: u32,
    /// Misplaced Premium cards to come.
    premium: u32,
    /// Rows to come in segments without Premium cards.
    without_premium: u32,
    /// Other faults to come.
    others: u32,
    /// Of each kind; of misplaced Premium cards, all.
    quota: Quota,
    /// The rows so far that stay clean.
    clean: Vec<u32>,
}

/// A fault that was drawn.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    /// The kind.
    pub(super) flaw: Flaw,
    /// Decides on the column and on what stands there.
    pub(super) word: Word,
    /// An earlier row of the block that stays clean.
    pub(super) source: u32,
}

impl Draws<'_> {
    /// The fault of the next row, if it gets one. Must see all rows of the block in their order.
    pub fn next(&mut self, row: RowFacts) -> Option<Draw> {
        let without_premium = self.spoiler.without_premium[row.segment];
        // The first row stays clean: there has to be one whose id and address can be repeated.
        let flaw = if self.clean.is_empty() { None } else { self.flaw(without_premium) };
        self.rows -= 1;
        self.without_premium -= u32::from(without_premium);
        let Some(flaw) = flaw else {
            self.clean.push(row.number);
            return None;
        };
        let mut word = self.stream.word();
        let source = self.clean[word.take(self.clean.len() as u32) as usize];
        Some(Draw { flaw, word, source })
    }

    /// Misplaced Premium cards are drawn among the rows that can have them, all other faults among
    /// the rows that are then left.
    fn flaw(&mut self, without_premium: bool) -> Option<Flaw> {
        let mut word = self.stream.word();
        if without_premium && word.take(self.without_premium) < self.premium {
            self.premium -= 1;
            return Some(Flaw::MisplacedPremium);
        }
        if word.take(self.rows - self.premium) >= self.others {
            return None;
        }
        let mut pick = word.take(self.others);
        self.others -= 1;
        let kinds = Flaw::ALL.into_iter().filter(|flaw| *flaw != Flaw::MisplacedPremium);
        for flaw in kinds {
            let left = &mut self.quota[flaw as usize];
            if pick < *left {
                *left -= 1;
                return Some(flaw);
            }
            pick -= *left;
        }
        unreachable!("the quotas of all kinds add up to the faults to come");
    }
}
