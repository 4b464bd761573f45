//! Which rows of a block get which fault: drawn row by row, so that every row but the first has the
//! same chance and every quota is met exactly.

use crate::customers::version::{RowFacts, Version};
use crate::dirt::{Quota, Quotas};
use crate::draw::{Purpose, Stream, Word};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{FaultKind, Recipe, SEGMENTS, Segment};

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
        let dirt = parameters.dirt.of_customers();
        (!dirt.is_none()).then(|| Spoiler {
            recipe: recipe.clone(),
            quotas: Quotas::new(recipe, &dirt),
            without_premium: parameters.premium.map(|share| share == 0),
        })
    }

    /// The draws of a block, counted from 0, of this version; nothing if all its rows stay clean.
    #[must_use]
    pub fn block(&self, block: u32, version: &impl Version) -> Option<Draws<'_>> {
        let quota = self.quotas.of_block(block);
        let faults = quota.iter().sum::<u32>();
        let parameters = self.recipe.parameters();
        let (segments, premium) = (version.segments(block), version.premium(block));
        let without = segments.into_iter().zip(self.without_premium);
        let without: u32 = without.filter(|(_, without)| *without).map(|(rows, _)| rows).sum();
        let new = Segment::NewAndGrowing as usize;
        // Rows of both kinds that the first of them takes.
        let shared =
            u32::from(self.without_premium[new]) * quota[FaultKind::MisdatedNewAccount as usize];
        let of_some = OF_SOME_ROWS.map(|flaw| quota[flaw as usize]);
        (faults > 0).then(|| Draws {
            spoiler: self,
            stream: Stream::new(
                parameters.version.number(),
                parameters.seed,
                Purpose::Faults,
                block,
            ),
            rows: BLOCK_ROWS.min(parameters.count - block * BLOCK_ROWS),
            misdated: Kind {
                faults: quota[FaultKind::MisdatedNewAccount as usize],
                rows: segments[new] - premium[new],
            },
            below_median: Kind {
                faults: quota[FaultKind::PremiumBelowMedian as usize],
                rows: premium.iter().sum(),
            },
            misplaced: Kind {
                faults: quota[FaultKind::MisplacedPremium as usize],
                rows: without - shared,
            },
            others: faults - of_some.iter().sum::<u32>(),
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
    /// Of Standard cards in New & Growing.
    misdated: Kind,
    /// Of Premium cards.
    below_median: Kind,
    /// Of segments without Premium cards; rows that do not become misdated.
    misplaced: Kind,
    /// Other faults to come.
    others: u32,
    /// Of each kind; of those that only some rows can have, all.
    quota: Quota,
    /// The rows so far that stay clean.
    clean: Vec<u32>,
}

/// The kinds that only some rows can have.
const OF_SOME_ROWS: [FaultKind; 3] =
    [FaultKind::MisplacedPremium, FaultKind::MisdatedNewAccount, FaultKind::PremiumBelowMedian];

/// What is to come of a kind that only some rows can have.
#[derive(Clone, Copy, Debug)]
struct Kind {
    faults: u32,
    /// That can have it.
    rows: u32,
}

impl Kind {
    /// Whether a row gets it that can have it.
    fn strikes(&mut self, word: &mut Word) -> bool {
        let strikes = word.take(self.rows) < self.faults;
        self.faults -= u32::from(strikes);
        strikes
    }
}

/// A fault that was drawn.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    /// The kind.
    pub(super) flaw: FaultKind,
    /// Decides on the column and on what stands there.
    pub(super) word: Word,
    /// An earlier row of the block that stays clean.
    pub(super) source: u32,
}

impl Draws<'_> {
    /// The fault of the next row, if it gets one. Must see all rows of the block in their order.
    pub fn next(&mut self, row: RowFacts) -> Option<Draw> {
        let is_new = row.segment == Segment::NewAndGrowing as usize && !row.premium;
        let without_premium = self.spoiler.without_premium[row.segment];
        // The first row stays clean: there has to be one whose id and address can be repeated.
        let is_first = self.clean.is_empty();
        let flaw = if is_first { None } else { self.flaw(row, is_new, without_premium) };
        self.rows -= 1;
        self.misdated.rows -= u32::from(is_new);
        self.below_median.rows -= u32::from(row.premium);
        // What becomes misdated is not among these rows.
        let is_taken = flaw == Some(FaultKind::MisdatedNewAccount);
        self.misplaced.rows -= u32::from(without_premium && !is_taken);
        let Some(flaw) = flaw else {
            self.clean.push(row.number);
            return None;
        };
        let mut word = self.stream.word();
        let source = self.clean[word.take(self.clean.len() as u32) as usize];
        Some(Draw { flaw, word, source })
    }

    /// A kind that only some rows can have is drawn among these, all other faults among the rows that
    /// are then left. Which rows can have which does not overlap, but that Standard cards in New & Growing
    /// may be of a segment without Premium cards: so they come first.
    fn flaw(&mut self, row: RowFacts, is_new: bool, without_premium: bool) -> Option<FaultKind> {
        let mut word = self.stream.word();
        // Version 1 draws no word for kinds that it does not have.
        if is_new && self.misdated.faults > 0 && self.misdated.strikes(&mut word) {
            return Some(FaultKind::MisdatedNewAccount);
        }
        if row.premium && self.below_median.faults > 0 && self.below_median.strikes(&mut word) {
            return Some(FaultKind::PremiumBelowMedian);
        }
        if without_premium && self.misplaced.strikes(&mut word) {
            return Some(FaultKind::MisplacedPremium);
        }
        let of_some = [self.misdated, self.below_median, self.misplaced].map(|kind| kind.faults);
        if word.take(self.rows - of_some.iter().sum::<u32>()) >= self.others {
            return None;
        }
        let mut pick = word.take(self.others);
        self.others -= 1;
        let kinds = FaultKind::ALL.into_iter().filter(|flaw| !OF_SOME_ROWS.contains(flaw));
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
