//! What shows whether rows are what the recipe describes, in the words of the page's tables.

use segmint::customers::statistics::{Association, Deviation, NameShare, StatePlaces, Summary};
use segmint::number::thousands;

use crate::words::{self, NONE, fixed};

/// A pair of columns, with the strength of association as it is and as the recipe declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// `age, credit_limit`
    pub columns: String,
    /// Of 1; nothing where it cannot be told.
    pub actual: Option<f64>,
    /// Of 1, where there is a recipe.
    pub declared: Option<f64>,
}

impl Pair {
    /// The pair as the page shows it.
    #[must_use]
    pub fn of(association: &Association) -> Pair {
        Pair {
            columns: association.columns.join(", "),
            actual: association.cramers_v,
            declared: association.declared,
        }
    }

    /// Its actual and its declared strength.
    #[must_use]
    pub fn texts(&self) -> [String; 2] {
        [self.actual, self.declared]
            .map(|strength| strength.map_or(NONE.to_owned(), |strength| fixed(strength, 3)))
    }
}

/// Each column with the value that is furthest off its target: value, actual share, target, how far it is off
/// and how far chance brings the furthest of so many, and where the target is from.
#[must_use]
pub fn deviations(statistics: &Summary) -> Vec<[String; 7]> {
    // Where no pair is declared to be associated, every column is drawn on its own.
    let independent = statistics.associations.iter().all(|pair| pair.declared == Some(0.0));
    statistics.deviations.iter().map(|off| deviation(off, independent)).collect()
}

fn deviation(off: &Deviation, independent: bool) -> [String; 7] {
    let sigmas = |deviations: f64| format!("{} σ", fixed(deviations, 1));
    [
        off.column.clone(),
        off.value.clone(),
        words::share(off.percent),
        words::share(off.target_percent),
        sigmas(off.deviations),
        sigmas(off.expected_deviations),
        origin(&off.column, independent).to_owned(),
    ]
}

/// A name: how many have it, their share, its target, their mean age and its target.
#[must_use]
pub fn name(name: &NameShare) -> [String; 6] {
    let age = |age: f64| fixed(age, 1);
    [
        name.name.clone(),
        thousands(name.count),
        words::share(name.percent),
        name.target_percent.map_or(NONE.to_owned(), words::share),
        age(name.mean_age),
        name.target_mean_age.map_or(NONE.to_owned(), age),
    ]
}

/// The state that most customers live in.
#[must_use]
pub fn fullest(states: &[StatePlaces]) -> Option<&str> {
    let rows = |places: &&StatePlaces| places.rows + places.elsewhere;
    states.iter().max_by_key(rows).map(|places| &*places.state)
}

/// How many customers live in places of the state.
#[must_use]
pub fn residents(places: &StatePlaces) -> String {
    let verb = if places.rows == 1 { "lives" } else { "live" };
    format!("where {} {verb}", words::counted(places.rows, "customer"))
}

/// The places of a state: how many live there, their share, its target.
#[must_use]
pub fn places(state: &StatePlaces) -> Vec<[String; 4]> {
    let row = |bar: &segmint::statistics::Bar| {
        [
            bar.name.clone(),
            thousands(bar.count),
            words::share(bar.percent),
            bar.target.map_or(NONE.to_owned(), words::share),
        ]
    };
    state.top.0.iter().map(row).collect()
}

/// Where the target of a column is from: a fact with its source, or declared, as `docs/model.md` has it.
fn origin(column: &str, independent: bool) -> &'static str {
    if independent {
        return "declared: every value as often as any other";
    }
    match column {
        "first_name" => "fact: births by decade (SSA)",
        "last_name" => "fact: 2010 census",
        "age" => "fact: people by age (SSA), tilted by segment as declared",
        "state" => "fact: 2020 census",
        "city" => "fact: places by population (GeoNames)",
        "employment_status" => "declared, shaped after a survey (BLS)",
        _ => "declared",
    }
}

#[cfg(test)]
mod tests {
    use segmint::statistics::Distribution;

    use super::*;

    #[test]
    fn pairs_have_three_decimals_and_a_dash_for_no_recipe() {
        let association = Association {
            columns: ["age", "credit_limit"].map(str::to_owned),
            rows: 7,
            cramers_v: Some(0.270_348),
            declared: None,
        };
        let pair = Pair::of(&association);
        assert_eq!(pair.columns, "age, credit_limit");
        assert_eq!(pair.texts(), ["0.270", "–"]);
        let pair = Pair::of(&Association { cramers_v: None, declared: Some(1.0), ..association });
        assert_eq!(pair.texts(), ["–", "1.000"]);
    }

    #[test]
    fn the_fullest_state_comes_first_and_says_how_many_live_there() {
        let places = |state: &str, rows| StatePlaces {
            state: state.to_owned(),
            rows,
            elsewhere: 0,
            top: Distribution(Vec::new()),
        };
        let states = [places("AL", 18), places("CA", 118), places("WY", 1)];
        assert_eq!(fullest(&states), Some("CA"));
        assert_eq!(fullest(&[]), None);
        assert_eq!(residents(&states[0]), "where 18 customers live");
        assert_eq!(residents(&states[2]), "where 1 customer lives");
    }

    #[test]
    fn deviations_say_whether_the_target_is_fact_or_declared() {
        let off = Deviation {
            column: "state".to_owned(),
            values: 51,
            rows: 50_000,
            value: "NM".to_owned(),
            count: 278,
            percent: 0.556,
            target_percent: 0.639,
            variance: -0.083,
            expected_variance: 0.036,
            deviations: 2.326,
            expected_deviations: 2.495,
        };
        let [column, value, actual, target, far, chance, origin] = deviation(&off, false);
        assert_eq!(
            [column, value, actual, target, far, chance],
            ["state", "NM", "0.56 %", "0.64 %", "2.3 σ", "2.5 σ"]
        );
        assert_eq!(origin, "fact: 2020 census");
        let [.., origin] = deviation(&off, true);
        assert!(origin.starts_with("declared"));
    }
}
