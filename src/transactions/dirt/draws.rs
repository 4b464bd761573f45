//! Which customers of a block have which fault in a transaction: drawn customer by customer, so that each has the same
//! chance and every quota is met exactly.

use crate::dirt::{Quota, Quotas};
use crate::draw::{Purpose, Stream, Word};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{FaultKind, Recipe, Segment};
use crate::transactions::accounts::Account;

/// The number of the version in the key of every random stream.
const NUMBER: u32 = 2;

/// Decides on the faults of one recipe's transactions.
#[derive(Clone, Debug)]
pub(crate) struct Spoiler {
    pub(super) recipe: Recipe,
    quotas: Quotas,
}

/// A fault that was drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draw {
    /// The kind.
    pub(super) flaw: FaultKind,
    /// Decides on the row and on what stands there.
    pub(super) word: Word,
}

impl Spoiler {
    /// A spoiler for `recipe`; nothing if its transactions have no dirt.
    pub(crate) fn new(recipe: &Recipe) -> Option<Spoiler> {
        let dirt = recipe.parameters().dirt.of_transactions();
        (!dirt.is_none())
            .then(|| Spoiler { recipe: recipe.clone(), quotas: Quotas::new(recipe, &dirt) })
    }

    /// Whether any customer of a block, counted from 0, has a fault.
    pub(crate) fn is_dirty(&self, block: u32) -> bool {
        self.quotas.of_block(block).iter().any(|&faults| faults > 0)
    }

    /// The faults of the customers of a block, in their order.
    pub(crate) fn block(&self, block: u32, accounts: &[Account]) -> Vec<Option<Draw>> {
        let mut quota = self.quotas.of_block(block);
        let seed = self.recipe.parameters().seed;
        let mut stream = Stream::new(NUMBER, seed, Purpose::TransactionFaults, block);
        let mut left = Left {
            new: accounts.iter().filter(|account| is_new(account)).count() as u32,
            all: accounts.len() as u32,
        };
        debug_assert!(left.all <= BLOCK_ROWS);
        let draw = |account: &Account| {
            let mut word = stream.word();
            let flaw = left.draw(is_new(account), &mut quota, &mut word)?;
            Some(Draw { flaw, word: stream.word() })
        };
        accounts.iter().map(draw).collect()
    }
}

/// Customers to come.
struct Left {
    /// Of New & Growing.
    new: u32,
    all: u32,
}

impl Left {
    /// The fault of the next customer. The kind that only New & Growing can have is drawn among these, all others
    /// among the customers that are then left.
    fn draw(&mut self, is_new: bool, quota: &mut Quota, word: &mut Word) -> Option<FaultKind> {
        const OF_NEW: usize = FaultKind::TransactionBeforeOpening as usize;
        let (new, all) = (self.new, self.all);
        self.new -= u32::from(is_new);
        self.all -= 1;
        if is_new && word.take(new) < quota[OF_NEW] {
            quota[OF_NEW] -= 1;
            return Some(FaultKind::TransactionBeforeOpening);
        }
        let of_new = quota[OF_NEW];
        let others: u32 = quota.iter().sum::<u32>() - of_new;
        if word.take(all - of_new) >= others {
            return None;
        }
        let mut pick = word.take(others);
        for flaw in FaultKind::ALL.into_iter().filter(|&flaw| flaw as usize != OF_NEW) {
            let left = &mut quota[flaw as usize];
            if pick < *left {
                *left -= 1;
                return Some(flaw);
            }
            pick -= *left;
        }
        unreachable!("the quotas of all kinds add up to the faults to come")
    }
}

fn is_new(account: &Account) -> bool {
    account.segment == Segment::NewAndGrowing as usize
}
