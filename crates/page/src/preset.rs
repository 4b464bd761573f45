//! Settings that people need, each set with one press: the whole of them but the seed and the reference date.

use segmint::recipe::{Parameters, RecipeVersion, Spending};
use segmint::tables::TableId;

use crate::form::sprinkled;

/// Settings that people need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// A hundred customers, for a test that is to be quick.
    Fixture,
    /// The defaults: as many customers as the reference has.
    Reference,
    /// A million customers, to see what a system bears.
    LoadTest,
    /// A thousand customers with a little of every fault, for the tests of a pipeline.
    Dirty,
    /// Customers of whom half behave half like those of another segment, for classifiers that are not to be perfect.
    Overlap,
}

impl Preset {
    /// All of them.
    pub const ALL: [Preset; 5] =
        [Preset::Fixture, Preset::Reference, Preset::LoadTest, Preset::Dirty, Preset::Overlap];

    /// The word for it, as in the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Preset::Fixture => "fixture",
            Preset::Reference => "reference",
            Preset::LoadTest => "load-test",
            Preset::Dirty => "dirty",
            Preset::Overlap => "overlap",
        }
    }

    /// The preset of this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.word() == word)
    }

    /// The settings, with the seed and the reference date of these.
    #[must_use]
    pub fn parameters(self, before: &Parameters) -> Parameters {
        let defaults = Parameters::defaults(RecipeVersion::LATEST, before.as_of);
        let defaults = Parameters { seed: before.seed, ..defaults };
        let of = |count| Parameters { count, ..defaults.clone() };
        match self {
            Preset::Fixture => of(100),
            Preset::Reference => defaults,
            Preset::LoadTest => of(1_000_000),
            Preset::Dirty => {
                TableId::ALL.iter().fold(of(1_000), |dirtier, table| sprinkled(&dirtier, *table))
            }
            Preset::Overlap => {
                Parameters { spending: Spending { overlap: 500, ..Spending::DEFAULT }, ..of(1_000) }
            }
        }
    }

    /// The table that it is about, if it is about one alone.
    #[must_use]
    pub const fn table(self) -> Option<TableId> {
        match self {
            Preset::Overlap => Some(TableId::Transactions),
            _ => None,
        }
    }

    /// The preset whose settings these are.
    #[must_use]
    pub fn of(parameters: &Parameters) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.parameters(parameters) == *parameters)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{FaultKind, Recipe};

    use super::*;

    fn before() -> Parameters {
        let as_of = "2026-11-23".parse().unwrap();
        let defaults = Parameters::defaults(RecipeVersion::V1, as_of);
        Parameters { seed: 7, count: 5, weights: [200; 5], ..defaults }
    }

    #[test]
    fn every_preset_is_a_recipe_of_its_own_that_keeps_seed_and_date() {
        for preset in Preset::ALL {
            let parameters = preset.parameters(&before());
            assert_eq!((parameters.seed, parameters.as_of), (7, before().as_of));
            assert_eq!(parameters.weights, [150, 400, 250, 100, 100]);
            assert!(Recipe::new(parameters.clone()).is_ok(), "{preset:?}");
            assert_eq!(Preset::of(&parameters), Some(preset));
            assert_eq!(Preset::from_word(preset.word()), Some(preset));
            let other = Parameters { seed: 8, ..parameters.clone() };
            assert_eq!(Preset::of(&other), Some(preset), "whatever the seed");
            assert_eq!(Preset::of(&Parameters { count: 7, ..parameters }), None);
        }
        assert_eq!(Preset::of(&before()), None);
        assert_eq!(Preset::from_word("huge"), None);
    }

    #[test]
    fn a_little_of_every_fault_is_of_both_tables() {
        let dirty = Preset::Dirty.parameters(&before());
        let kinds: Vec<FaultKind> = dirty.dirt.amounts().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, FaultKind::of_version(RecipeVersion::LATEST).collect::<Vec<_>>());
        assert_eq!(Preset::Overlap.parameters(&before()).spending.overlap, 500);
        assert_eq!(Preset::Overlap.table(), Some(TableId::Transactions));
    }
}
