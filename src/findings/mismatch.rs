//! Where a file says something else than the recipe it is held against, and what recipe would say
//! the same: so that nobody blames the data for the wrong recipe.

use serde::{Deserialize, Serialize};

/// A parameter that has another value in the recipe than in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mismatch {
    /// The parameter's key.
    pub parameter: String,
    /// What the recipe says, in the parameter's text form.
    pub recipe: String,
    /// What would fit the file.
    pub file: String,
}
