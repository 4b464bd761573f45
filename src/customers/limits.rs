//! How credit limits are written.

use crate::encode::{Row, Slot};
use crate::recipe::Parameters;
use crate::steps::Steps;

/// Up to how many limits a recipe's are written beforehand: few enough to stay in a core's nearest cache.
const MOST: u32 = 1_000;

/// Writes the credit limits of one recipe.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    steps: Steps,
    /// `45000,` for every limit, or nothing if there are many.
    written: Box<[Slot<16>]>,
}

impl Limits {
    /// Of a recipe with these parameters.
    pub(super) fn new(parameters: &Parameters) -> Limits {
        let (range, step) = (parameters.credit_limit, parameters.credit_limit_step);
        let steps = Steps::new(range.min, range.max, step);
        let slot = |limit: u32| Slot::new(&[limit.to_string().as_bytes(), b","]);
        let all = (range.min..=range.max).step_by(step as usize);
        let written = if steps.all() < MOST { all.map(slot).collect() } else { Box::default() };
        Limits { steps, written }
    }

    /// Writes a limit, which is one of the recipe's, with the comma behind it.
    #[inline]
    pub(super) fn put(&self, row: &mut Row<'_>, limit: u32) {
        if let Some(slot) = self.written.get(self.steps.of(limit) as usize) {
            row.put_slot(slot);
        } else {
            row.number(limit);
            row.put(b",", 1);
        }
    }
}
