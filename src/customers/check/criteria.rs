//! What a file is held against.

use crate::customers::windows;
use crate::date::Date;
use crate::recipe::{Parameters, Recipe, RecipeVersion, WHOLE};

/// What a file is held against, and how much is told of what breaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// The targets and ranges.
    pub recipe: Recipe,
    /// Whether the recipe's reference date is the file's, so that account dates have a window.
    pub dated: bool,
    /// The day on which the file is judged, if that is known: without a reference date, no account of a
    /// file was opened after it.
    pub today: Option<Date>,
    /// How far a segment's share may be off its target before it is worth a warning, per mille;
    /// at most [`WHOLE`].
    pub tolerance: u16,
    /// How many examples a finding shows.
    pub examples: u32,
}

impl Criteria {
    /// The tolerance unless another is asked for: 5 percentage points, the reference's.
    pub const TOLERANCE: u16 = WHOLE / 20;

    /// How many examples a finding shows unless another number is asked for.
    pub const EXAMPLES: u32 = 5;

    /// The most examples that may be asked for; with all rules broken they take about 10 MB.
    pub const MOST_EXAMPLES: u32 = 1000;

    /// Data sets of this recipe.
    #[must_use]
    pub const fn of(recipe: Recipe) -> Criteria {
        Criteria {
            recipe,
            dated: true,
            today: None,
            tolerance: Criteria::TOLERANCE,
            examples: Criteria::EXAMPLES,
        }
    }

    /// Data sets with these targets and ranges, made on any day.
    #[must_use]
    pub const fn of_any_day(recipe: Recipe) -> Criteria {
        Criteria { dated: false, ..Criteria::of(recipe) }
    }

    /// The days on which anybody may have opened an account, first and last, if there is a limit.
    #[must_use]
    pub fn window(&self) -> Option<(Date, Date)> {
        self.dated.then(|| windows::all(&self.recipe))
    }

    /// Whether the recipe is the one of the rows, and not just where ranges and targets come from as long
    /// as nobody names another.
    pub(super) fn is_given(&self) -> bool {
        self.dated || self.recipe.version() >= RecipeVersion::V2
    }
}

impl Default for Criteria {
    /// Data sets of the default recipe, made on any day.
    fn default() -> Criteria {
        // A day whose account window lies within the calendar, and that nothing depends on.
        match Recipe::new(Parameters::defaults(RecipeVersion::V1, Date::LATEST)) {
            Ok(recipe) => Criteria::of_any_day(recipe),
            Err(faults) => unreachable!("the defaults are a recipe: {faults:?}"),
        }
    }
}
