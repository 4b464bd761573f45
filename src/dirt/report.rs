//! What came of what was injected.

use serde::Serialize;

use crate::recipe::FaultKind;

/// What came of what was injected into a file, or into some rows of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DirtReport {
    /// The kinds that there are.
    pub kinds: Vec<FaultCount>,
    /// How often a rule is broken where nothing was injected.
    pub strays: u64,
}

/// What came of one kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FaultCount {
    /// The kind.
    pub kind: FaultKind,
    /// How many rows got it.
    pub injected: u64,
    /// How many findings must come of that. One for each, but: the id after an id of an earlier row
    /// may be out of sequence too, and what is repeated has to be in the rows, and among those that
    /// are compared.
    pub expected: u64,
    /// How many do.
    pub found: u64,
}

impl DirtReport {
    /// How many rows got a fault.
    #[must_use]
    pub fn injected(&self) -> u64 {
        self.kinds.iter().map(|kind| kind.injected).sum()
    }

    /// How many findings there are too many or too few.
    #[must_use]
    pub fn astray(&self) -> u64 {
        let off = self.kinds.iter().map(|kind| kind.expected.abs_diff(kind.found));
        off.sum::<u64>() + self.strays
    }

    /// Whether exactly what was injected was found.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.astray() == 0
    }
}
