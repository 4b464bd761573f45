//! How credit limits are written.

use crate::encode::{Row, Slot};
use crate::recipe::Parameters;

/// Up to how many limits a recipe's are written beforehand: few enough to stay in a core's nearest cache.
const MOST: u32 = 1_000;

/// Writes the credit limits of one recipe.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    least: u32,
    step: u32,
    /// `45000,` for every limit, or nothing if there are many.
    written: Box<[Slot<16>]>,
}

impl Limits {
    /// Of a recipe with these parameters.
    pub(super) fn new(parameters: &Parameters) -> Limits {
        let (range, step) = (parameters.credit_limit, parameters.credit_limit_step);
        let slot = |limit: u32| Slot::new(&[limit.to_string().as_bytes(), b","]);
        let all = (range.min..=range.max).step_by(step as usize);
        let few = (range.max - range.min) / step < MOST;
        let written = if few { all.map(slot).collect() } else { Box::default() };
        Limits { least: range.min, step, written }
    }

    /// Writes the limit that is so many steps above the least, with the comma behind it.
    #[inline]
    pub(super) fn put(&self, row: &mut Row<'_>, steps: u32) {
        if let Some(slot) = self.written.get(steps as usize) {
            row.put_slot(slot);
        } else {
            row.number(self.least + steps * self.step);
            row.put(b",", 1);
        }
    }
}
