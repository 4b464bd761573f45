//! What a row takes, as it was last written down.

use std::fmt;

use segmint::recipe::RecipeVersion;

use crate::cases::Case;

/// How far a count may be off, in per cent: another compiler, and instructions that the standard library picks by
/// the processor.
const TOLERANCE: f64 = 5.0;

/// The instructions of x86-64 that a row takes.
pub(crate) const RECORD: [(Case, u32); 8] = [
    (Case::Made(RecipeVersion::V1), 303),
    (Case::Made(RecipeVersion::V2), 614),
    (Case::ReadBack(RecipeVersion::V1), 1_075),
    (Case::ReadBack(RecipeVersion::V2), 1_622),
    (Case::TransactionsMade, 401),
    (Case::TransactionsReadBack, 851),
    (Case::Checked(RecipeVersion::V1), 778),
    (Case::Checked(RecipeVersion::V2), 1_017),
];

/// How a count compares with the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// As it was.
    Kept,
    /// More than it was.
    Lost,
    /// Less than it was, which the record does not hold yet.
    Gained,
}

impl Verdict {
    pub(crate) fn of(recorded: u32, now: f64) -> Verdict {
        let off = (now / f64::from(recorded) - 1.0) * 100.0;
        if off > TOLERANCE {
            Verdict::Lost
        } else if off < -TOLERANCE {
            Verdict::Gained
        } else {
            Verdict::Kept
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Kept => "",
            Verdict::Lost => "  slower than recorded",
            Verdict::Gained => "  faster than recorded: write it down",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_may_be_off_a_little() {
        assert_eq!([951.0, 1000.0, 1049.0].map(|now| Verdict::of(1000, now)), [Verdict::Kept; 3]);
        assert_eq!(Verdict::of(1000, 1051.0), Verdict::Lost);
        assert_eq!(Verdict::of(1000, 949.0), Verdict::Gained);
    }

    #[test]
    fn every_case_is_recorded() {
        assert_eq!(RECORD.map(|(case, _)| case), Case::ALL);
    }
}
