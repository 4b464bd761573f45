//! How many customers of a block get which fault: exact, and for every block without those before it.

use crate::draw::{Purpose, Stream};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{Amount, Dirt, FaultKind, Parameters, Recipe};

/// How many rows get each kind of fault.
pub(crate) type Quota = [u32; FaultKind::COUNT];

/// The quotas of all blocks of a recipe.
#[derive(Clone, Debug)]
pub(crate) struct Quotas {
    count: u32,
    amounts: [Amount; FaultKind::COUNT],
    /// For each kind where its first fault lies, in parts of `count`; see [`phase`].
    phases: Quota,
}

impl Quotas {
    pub(crate) fn new(recipe: &Recipe, dirt: &Dirt) -> Quotas {
        let parameters = recipe.parameters();
        let amounts = FaultKind::ALL.map(|flaw| dirt.of(flaw));
        Quotas {
            count: parameters.count,
            amounts,
            phases: FaultKind::ALL.map(|flaw| match dirt.of(flaw) {
                Amount::Rows(rows) => phase(flaw, rows, parameters),
                Amount::Share(_) => 0,
            }),
        }
    }

    /// The quota of a block, counted from 0.
    ///
    /// A full block holds shares exactly. Of a number of rows it holds what a running floor gives
    /// it, and the last block, if it is not full, what is left: the part that is due to it, rounded
    /// down.
    pub(crate) fn of_block(&self, block: u32) -> Quota {
        let few = self.count - block * BLOCK_ROWS;
        std::array::from_fn(|flaw| match self.amounts[flaw] {
            amount if few < BLOCK_ROWS => amount.in_last_block(few, self.count),
            Amount::Share(share) => share.into(),
            Amount::Rows(rows) => {
                let before = |block: u32| {
                    let part = u64::from(rows) * u64::from(block) * u64::from(BLOCK_ROWS);
                    (part + u64::from(self.phases[flaw])) / u64::from(self.count)
                };
                (before(block + 1) - before(block)) as u32
            }
        })
    }
}

/// What a running floor of `rows` faults in `count` rows begins with.
///
/// Any number below `count` gives the exact total. Drawing it keeps kinds of few faults from all
/// lying in the same blocks. It is not below the remainder of what is due to the last block, so
/// that exactly the whole part of that is left for it.
fn phase(flaw: FaultKind, rows: u32, parameters: &Parameters) -> u32 {
    let Parameters { version, seed, count, .. } = *parameters;
    let due = u64::from(rows) * u64::from(count % BLOCK_ROWS);
    let remainder = (due % u64::from(count)) as u32;
    let mut word = Stream::new(version.number(), seed, Purpose::Spread, flaw as u32).word();
    remainder + word.take(count - remainder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use crate::recipe::RecipeVersion;

    fn quotas(count: u32, seed: u64, amount: Amount) -> Vec<u32> {
        let dirt = Dirt::NONE.with(FaultKind::WrongCase, amount);
        let defaults = Parameters::defaults(RecipeVersion::V1, Date::from_unix_days(20_000));
        let recipe = Recipe::new(Parameters { count, seed, dirt, ..defaults }).unwrap();
        let quotas = Quotas::new(&recipe, &recipe.parameters().dirt);
        let blocks = 0..count.div_ceil(BLOCK_ROWS);
        blocks.map(|block| quotas.of_block(block)[FaultKind::WrongCase as usize]).collect()
    }

    #[test]
    fn numbers_are_exact_for_every_count_and_seed() {
        for (count, seed) in [(1001, 1), (1999, 2), (5000, 3), (12_345, 4), (99_999, 5)] {
            for rows in [1, 2, 7, 500, count / 3, count / 1000 * 999] {
                let each = quotas(count, seed, Amount::Rows(rows));
                assert_eq!(each.iter().sum::<u32>(), rows, "{rows} in {count}");
                let due = u64::from(rows) * 1000;
                let (least, most) = (due / u64::from(count), due.div_ceil(u64::from(count)));
                let full = count / BLOCK_ROWS;
                assert!(
                    each.iter()
                        .take(full as usize)
                        .all(|&faults| { (least..=most).contains(&u64::from(faults)) })
                );
                if !count.is_multiple_of(BLOCK_ROWS) {
                    let few = u64::from(count % BLOCK_ROWS);
                    assert_eq!(
                        each.last().copied().map(u64::from),
                        Some(u64::from(rows) * few / u64::from(count))
                    );
                }
            }
        }
    }

    #[test]
    fn a_single_fault_lies_anywhere() {
        let block = |seed| quotas(20_000, seed, Amount::Rows(1)).iter().position(|&n| n == 1);
        let mut blocks: Vec<_> = (0..200).map(block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        assert_eq!(blocks.len(), 20);
    }

    #[test]
    fn shares_are_the_same_in_every_full_block() {
        assert_eq!(quotas(3_500, 1, Amount::Share(5)), [5, 5, 5, 2]);
        assert_eq!(quotas(999, 1, Amount::Share(1)), [0]);
    }
}
