//! Recipes by chance.

use proptest::prelude::*;
use segmint::date::Date;
use segmint::recipe::{
    Amount, Dirt, EmailDomains, FaultKind, Parameters, Recipe, RecipeVersion, SEGMENTS, Segment,
    Shares, Span, Spending,
};

/// Weights that add up to the whole, zeros and a single segment of everything included.
fn weights() -> impl Strategy<Value = [u16; SEGMENTS]> {
    let cuts = prop_oneof![Just(0_u16), Just(1000), 0..=1000_u16];
    [cuts.clone(), cuts.clone(), cuts.clone(), cuts].prop_map(|mut cuts| {
        cuts.sort_unstable();
        let [a, b, c, d] = cuts;
        [a, b - a, c - b, d - c, 1000 - d]
    })
}

fn share() -> impl Strategy<Value = u16> {
    prop_oneof![Just(0_u16), Just(1000), 0..=1000_u16]
}

fn span(limits: Span) -> impl Strategy<Value = Span> {
    (limits.min..=limits.max, limits.min..=limits.max)
        .prop_map(|(a, b)| Span::new(a.min(b), a.max(b)))
}

/// Smallest credit limit, step and number of steps.
fn credit_limits() -> impl Strategy<Value = (Span, u32)> {
    (0..=1_000_000_000_u32, 1..=1_000_000_000_u32, 0..100_u32).prop_map(|(min, step, steps)| {
        let steps = steps.min((1_000_000_000 - min) / step);
        (Span::new(min, min + steps * step), step)
    })
}

prop_compose! {
    /// A recipe without dirt.
    pub fn recipe()(
        count in prop_oneof![1..5_u32, 990..1010_u32, 1..4000_u32],
        seed in any::<u64>(),
        as_of in -25_567 + 36_500..2_932_896_i32,
        weights in weights(),
        premium in [share(), share(), share(), share(), share()],
        gradual in share(),
        age in span(Recipe::AGES),
        (credit_limit, credit_limit_step) in credit_limits(),
        opened in span(Recipe::OPENED),
        example in any::<bool>(),
    ) -> Recipe {
        let as_of = Date::from_unix_days(as_of);
        let domains = if example { EmailDomains::Example } else { EmailDomains::Free };
        Recipe::new(Parameters {
            version: RecipeVersion::V1,
            count, seed, as_of, weights, premium, gradual, age, credit_limit, credit_limit_step,
            opened, new_account_age: Span::new(100, 175), domains, spending: Spending::DEFAULT, dirt: Dirt::NONE,
        }).unwrap()
    }
}

/// What a decline leaves: never so little that no range of dollars could be enough.
fn decline() -> impl Strategy<Value = Shares> {
    prop::collection::vec(10..=1000_u16, 1..=Shares::MOST).prop_map(|shares| Shares::new(&shares))
}

/// For each segment a smallest and a largest value within limits that are known later.
fn ends() -> impl Strategy<Value = [(u32, u32); SEGMENTS]> {
    any::<[(u32, u32); SEGMENTS]>()
}

/// The range between two of the values within these limits.
fn between((a, b): (u32, u32), limits: Span) -> Span {
    let [a, b] = [a, b].map(|end| limits.min + end % (limits.max - limits.min + 1));
    Span::new(a.min(b), a.max(b))
}

prop_compose! {
    /// How customers may spend: no more payments than ids can count, a dollar at least for each.
    pub fn spending()(
        months in Spending::MONTHS.min..=Spending::MONTHS.max,
        payments in ends(),
        dollars in ends(),
        declined in share(),
        (gradual_decline, sudden_decline) in (decline(), decline()),
        growth in share(),
        overlap in share(),
    ) -> Spending {
        let most = Spending::PAYMENTS.max.min(Spending::MOST_PAYMENTS / months);
        let payments = payments.map(|ends| between(ends, Span::new(Spending::PAYMENTS.min, most)));
        let shares = gradual_decline.list().iter().chain(sudden_decline.list());
        let least = shares.copied().min().unwrap();
        let dollars = std::array::from_fn(|at| {
            let share = if Segment::ALL[at] == Segment::Declining { least } else { 1000 };
            let enough = (payments[at].max * 1000).div_ceil(u32::from(share)) * 100 / 94 + 2;
            between(dollars[at], Span::new(enough, Spending::DOLLARS.max))
        });
        Spending { months, payments, dollars, declined, gradual_decline, sudden_decline, growth, overlap }
    }
}

/// A recipe of either version, without dirt.
pub fn recipe_of_any_version() -> impl Strategy<Value = Recipe> {
    let new = (span(Recipe::NEW_ACCOUNT_AGES), spending(), any::<bool>());
    (recipe(), new).prop_map(|(recipe, (new, spending, is_newer))| {
        if !is_newer {
            return recipe;
        }
        let newer = super::people::with(&recipe, new);
        Recipe::new(Parameters { spending, ..newer.parameters().clone() }).unwrap()
    })
}

/// How many rows of a small data set get a fault.
fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        4 => Just(Amount::NONE),
        2 => (0..60_u32).prop_map(Amount::Rows),
        1 => (0..2_000_u32).prop_map(Amount::Rows),
        2 => (0..60_u16).prop_map(Amount::Share),
    ]
}

/// A recipe with as much of the dirt as it has room for.
pub fn dirty_recipe() -> impl Strategy<Value = Recipe> {
    (recipe_of_any_version(), prop::collection::vec(amount(), FaultKind::COUNT)).prop_map(
        |(clean, amounts)| {
            FaultKind::ALL.into_iter().zip(amounts).fold(clean, |recipe, (flaw, amount)| {
                let parameters = recipe.parameters().clone();
                let dirt = parameters.dirt.clone().with(flaw, amount);
                Recipe::new(Parameters { dirt, ..parameters }).unwrap_or(recipe)
            })
        },
    )
}
