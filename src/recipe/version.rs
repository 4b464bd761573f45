//! The versions of the recipe: which bytes its parameters stand for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A version of the recipe. Once released, a version is frozen: an improvement that changes bytes is a
/// new version beside the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecipeVersion {
    /// The reference's model: every column uniform and independent of the others.
    V1,
    /// People who could exist: names of their age, places of their state, limits of their segment.
    V2,
}

impl RecipeVersion {
    /// All versions that this build knows, oldest first.
    pub const ALL: [RecipeVersion; 2] = [RecipeVersion::V1, RecipeVersion::V2];

    /// The version of a new data set, unless another is asked for.
    pub const LATEST: RecipeVersion = RecipeVersion::V2;

    /// The number, as `v=` has it in a link; part of every random stream's key.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            RecipeVersion::V1 => 1,
            RecipeVersion::V2 => 2,
        }
    }

    /// The version with this number, if this build knows it.
    #[must_use]
    pub fn from_number(number: u32) -> Option<RecipeVersion> {
        RecipeVersion::ALL.into_iter().find(|version| version.number() == number)
    }
}

impl fmt::Display for RecipeVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.number().fmt(f)
    }
}
