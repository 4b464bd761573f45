//! Data sets of recipe version 2, as text and as records.

use segmint::customers::HEADER;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe, RecipeVersion, Span};

use super::{Record, records};

/// How old new accounts are, if nothing else is asked for.
pub const NEW: Span = Span::new(100, 175);

/// The defaults of version 2 as of a day that never changes.
pub fn defaults() -> Parameters {
    Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap())
}

/// The recipe with these parameters and new accounts of this age, as version 2 has it: on no day on which
/// new accounts would lie before the calendar.
pub fn with(recipe: &Recipe, new_account_age: Span) -> Recipe {
    let parameters = recipe.parameters().clone();
    let as_of = parameters.as_of.max("1901-01-01".parse().unwrap());
    let version = RecipeVersion::V2;
    Recipe::new(Parameters { version, as_of, new_account_age, ..parameters }).unwrap()
}

/// One block of a recipe, without header.
pub fn block_of(recipe: &Recipe, new: Span, block: u32) -> String {
    let first = u64::from(block) * 1000 + 1;
    let last = (first + 999).min(recipe.parameters().count.into());
    super::rows_of(&with(recipe, new), Rows { first, last }, 1)
}

/// All rows of a recipe, without header.
pub fn rows_of(recipe: &Recipe, new: Span) -> String {
    super::rows_of(&with(recipe, new), Rows::all(recipe), 25)
}

/// The rows of a recipe.
pub fn records_of(recipe: &Recipe, new: Span) -> Vec<Record> {
    records(&(HEADER.to_owned() + &rows_of(recipe, new)))
}
