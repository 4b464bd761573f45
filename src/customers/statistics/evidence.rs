//! Evidence that rows are what the recipe describes, for people: how strongly columns are associated, how
//! far each is off its target and how far chance would have it, which places and names there are.

#![allow(clippy::cast_precision_loss, reason = "shares for people; sums stay far below 2^53")]
#![allow(clippy::cast_sign_loss, reason = "no count is negative")]

use serde::{Deserialize, Serialize};

use super::model::Model;
use super::pairs::Table;
use super::people::{AGE, CLASSES, EMPLOYMENT, LIMIT, NameCount, Names, PeopleCounts, SEGMENT};
use crate::customers::known::state_positions;
use crate::customers::schema::Field;
use crate::customers::values::STATES;
use crate::facts::Facts;
use crate::number::largest;
use crate::recipe::RecipeVersion;
use crate::statistics::{Bar, Distribution};

/// How many names are told of.
const TOP_NAMES: usize = 20;

/// How many places of a state.
const TOP_PLACES: usize = 5;

/// Of a value of which fewer rows are expected, chance says little: such values are taken together.
const FEWEST: f64 = 5.0;

/// How strongly two columns are associated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Association {
    /// The names of the columns.
    pub columns: [String; 2],
    /// How many rows have both.
    pub rows: u64,
    /// Cramér's V, 0 for independent and 1 for determined, corrected for what chance makes of so few rows
    /// (Bergsma 2013), but that of states and cities as it is. Ages are in seven groups, limits in tenths of
    /// the range; cities that are no place of their state are taken for one. Nothing if there are too few
    /// rows or values to tell.
    pub cramers_v: Option<f64>,
    /// The same by the recipe, where there is one.
    pub declared: Option<f64>,
}

/// How far a column is off its target: the value that is furthest off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    /// The name of the column.
    pub column: String,
    /// How many values were compared. Those of which fewer than five rows are expected are taken for
    /// one.
    pub values: u64,
    /// How many rows.
    pub rows: u64,
    /// The value that is furthest off.
    pub value: String,
    /// How many rows have it.
    pub count: u64,
    /// Their share in percent.
    pub percent: f64,
    /// The share that the recipe lets expect.
    pub target_percent: f64,
    /// How far it is off, in percentage points.
    pub variance: f64,
    /// How far chance alone brings this value off: the standard deviation, in percentage points.
    pub expected_variance: f64,
    /// How far it is off in standard deviations, without sign.
    pub deviations: f64,
    /// How far chance alone brings the furthest of so many values off, on average.
    pub expected_deviations: f64,
}

/// The places of a state that most customers live in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatePlaces {
    /// The two letters.
    pub state: String,
    /// How many rows have a city that is a place of the state.
    pub rows: u64,
    /// How many have another.
    pub elsewhere: u64,
    /// The first five places, in percent of `rows`.
    pub top: Distribution,
}

/// A name, and who bears it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameShare {
    /// The name.
    pub name: String,
    /// How many rows of which the age is known have it.
    pub count: u64,
    /// Their share in percent, of rows with a name that the facts know.
    pub percent: f64,
    /// The share that the recipe lets expect, if it does.
    pub target_percent: Option<f64>,
    /// Their mean age.
    pub mean_age: f64,
    /// The mean age that the recipe lets expect, if it does.
    pub target_mean_age: Option<f64>,
}

/// The six pairs. Without a model nothing is declared.
pub(super) fn associations(counts: &PeopleCounts, model: Option<&Model>) -> Vec<Association> {
    let columns = [
        (AGE, Field::Age),
        (EMPLOYMENT, Field::Employment),
        (SEGMENT, Field::Segment),
        (LIMIT, Field::CreditLimit),
    ];
    let field = |column: usize| columns[column].1;
    let pair = |(one, other): (usize, usize)| {
        let observed = counts.pairs((one, other));
        let observed = Table::dense(CLASSES[other], observed.iter().map(|&rows| rows as f64));
        let strength = observed.corrected();
        association([field(one), field(other)], (&observed, strength), model, &|model| {
            let declared = margin(&model.joint, (one, other))?;
            Table::dense(CLASSES[other], declared.into_iter()).exact()
        })
    };
    let pairs =
        [(AGE, EMPLOYMENT), (AGE, LIMIT), (SEGMENT, LIMIT), (SEGMENT, AGE), (EMPLOYMENT, LIMIT)];
    let mut associations: Vec<Association> = pairs.into_iter().map(pair).collect();
    let rows: Vec<f64> = counts.places.iter().map(|&rows| rows as f64).collect();
    // The correction presumes that every cell can be filled; of a city nearly none can.
    let observed = cities(&rows, &counts.elsewhere);
    let strength = observed.exact();
    associations.push(association(
        [Field::State, Field::City],
        (&observed, strength),
        model,
        &|model| cities(Some(&model.places).filter(|places| !places.is_empty())?, &[]).exact(),
    ));
    associations
}

/// Where a version declares nothing to depend on anything, the strength is none.
fn association(
    columns: [Field; 2],
    (observed, cramers_v): (&Table, Option<f64>),
    model: Option<&Model>,
    declared: &dyn Fn(&Model) -> Option<f64>,
) -> Association {
    Association {
        columns: columns.map(|column| column.name().to_owned()),
        rows: observed.total() as u64,
        cramers_v,
        declared: model.map(|model| declared(model).unwrap_or(0.0)),
    }
}

/// Two columns of the model's joint table; nothing where it declares none.
fn margin(joint: &[f64], (one, other): (usize, usize)) -> Option<Vec<f64>> {
    if joint.is_empty() {
        return None;
    }
    let mut table = vec![0.0; CLASSES[one] * CLASSES[other]];
    for (cell, chance) in joint.iter().enumerate() {
        let mut rest = cell;
        let mut classes = [0; 4];
        for (class, most) in classes.iter_mut().zip(CLASSES).rev() {
            *class = rest % most;
            rest /= most;
        }
        table[classes[one] * CLASSES[other] + classes[other]] += chance;
    }
    Some(table)
}

/// States by names of cities: several states may have a place of one name. Last are cities that are no
/// place of their state.
fn cities(places: &[f64], elsewhere: &[u64]) -> Table {
    let facts = Facts::get();
    let states = state_positions(facts);
    // Places stand in the order of their names.
    let mut name = 0;
    let mut cells = Vec::with_capacity(places.len() + elsewhere.len());
    for (at, (place, &rows)) in facts.places.iter().zip(places).enumerate() {
        name += usize::from(at > 0 && facts.places[at - 1].name != place.name);
        cells.push((states[place.state], name, rows));
    }
    cells.extend((0..).zip(elsewhere).map(|(state, &rows)| (state, name + 1, rows as f64)));
    Table::new((STATES.len(), name + 2), cells.into_iter())
}

/// The value of a column that is furthest off its target: counts, shares that make a whole, names. Nothing
/// if there are too few rows or values to tell.
pub(super) fn deviation(
    column: Field,
    counts: &[u64],
    shares: &[f64],
    name: &dyn Fn(usize) -> String,
) -> Option<Deviation> {
    let rows: u64 = counts.iter().sum();
    let all = rows as f64;
    let mut compared = Vec::new();
    let mut rest = (0, 0.0);
    for (at, (&count, &share)) in counts.iter().zip(shares).enumerate() {
        if share * all >= FEWEST {
            compared.push((Some(at), count, share));
        } else {
            rest = (rest.0 + count, rest.1 + share);
        }
    }
    if rest.1 * all >= FEWEST {
        compared.push((None, rest.0, rest.1));
    }
    let deviations = |count: u64, share: f64| {
        (count as f64 - share * all).abs() / (all * share * (1.0 - share)).sqrt()
    };
    let values = compared.len() as u64;
    let open = compared.into_iter().filter(|(.., share)| *share < 1.0);
    let (at, count, share) = open
        .max_by(|one, other| deviations(one.1, one.2).total_cmp(&deviations(other.1, other.2)))?;
    let percent = count as f64 * 100.0 / all;
    Some(Deviation {
        column: column.name().to_owned(),
        values,
        rows,
        value: at.map_or_else(|| "all others".to_owned(), name),
        count,
        percent,
        target_percent: share * 100.0,
        variance: percent - share * 100.0,
        expected_variance: (share * (1.0 - share) / all).sqrt() * 100.0,
        deviations: deviations(count, share),
        expected_deviations: furthest_of(values),
    })
}

/// How far the furthest of so many values is off on average, in standard deviations: the mean of the
/// largest of so many independent standard normal variables without their signs, integrated numerically
/// at powers of two, and between them on straight lines.
fn furthest_of(values: u64) -> f64 {
    const AT_POWERS_OF_TWO: [f64; 14] = [
        0.798, 1.128, 1.465, 1.783, 2.077, 2.347, 2.596, 2.828, 3.044, 3.248, 3.442, 3.626, 3.802,
        3.971,
    ];
    let last = AT_POWERS_OF_TWO.len() - 1;
    let power = values.max(1).ilog2() as usize;
    if power >= last {
        return AT_POWERS_OF_TWO[last];
    }
    let (below, above) = (AT_POWERS_OF_TWO[power], AT_POWERS_OF_TWO[power + 1]);
    let beyond = (values.max(1) as f64) / (1_u64 << power) as f64 - 1.0;
    below + (above - below) * beyond
}

/// The places of each state that most customers live in; only of states that anybody lives in.
pub(super) fn places(counts: &PeopleCounts, model: Option<&Model>) -> Vec<StatePlaces> {
    if counts.places.is_empty() {
        return Vec::new();
    }
    let facts = Facts::get();
    let states = state_positions(facts);
    let shares = model.map(|model| &model.places).filter(|places| !places.is_empty());
    let mut places_of = vec![Vec::new(); STATES.len()];
    for (at, place) in facts.places.iter().enumerate() {
        places_of[states[place.state]].push(at);
    }
    let of_state = |(state, code): (usize, &&str)| {
        let places: &[usize] = &places_of[state];
        let count = |&place: &usize| counts.places[place];
        let rows = places.iter().map(count).sum();
        let all = shares.map(|shares| places.iter().map(|&place| shares[place]).sum::<f64>());
        let bar = |place: usize| {
            let target = shares.zip(all).map(|(shares, all)| shares[place] * 100.0 / all);
            Bar::new(facts.places[place].name.clone(), counts.places[place], rows, target)
        };
        let order = largest(TOP_PLACES, places.iter().map(count)).into_iter();
        let lived_in = order.map(|at| places[at]).filter(|place| count(place) > 0);
        StatePlaces {
            state: (*code).to_owned(),
            rows,
            elsewhere: counts.elsewhere[state],
            top: lived_in.map(bar).collect(),
        }
    };
    let all = STATES.iter().enumerate().map(of_state);
    all.filter(|state| state.rows + state.elsewhere > 0).collect()
}

/// The names that most customers of so many rows bear. `target` is the share of each and the mean age of those
/// who bear it. Nothing unless the facts know the names of nine in ten rows: the most frequent may be among the
/// others.
pub(super) fn names<'a>(
    counts: &Names,
    rows: u64,
    name: &dyn Fn(usize) -> &'a str,
    target: &dyn Fn(usize) -> Option<(f64, f64)>,
) -> Vec<NameShare> {
    let counts = counts.counts();
    let all: u64 = counts.iter().map(|name| name.rows).sum();
    if all * 10 < rows * 9 {
        return Vec::new();
    }
    let share = |at: usize| {
        let (NameCount { rows: count, years }, target) = (counts[at], target(at));
        NameShare {
            name: name(at).to_owned(),
            count,
            percent: count as f64 * 100.0 / all as f64,
            target_percent: target.map(|(share, _)| share * 100.0),
            mean_age: years as f64 / count as f64,
            target_mean_age: target.map(|(_, age)| age),
        }
    };
    let borne = largest(TOP_NAMES, counts.iter().map(|name| name.rows)).into_iter();
    borne.filter(|&at| counts[at].rows > 0).map(share).collect()
}

/// Which version of the recipe the rows look like: 2 if nine of ten cities are places of their state; 1 if
/// not one in ten is and age says nothing of employment. Nothing if neither, or too few rows to tell.
pub(super) fn looks_like(
    counts: &PeopleCounts,
    associations: &[Association],
) -> Option<RecipeVersion> {
    let (places, cities) = counts.in_their_state();
    let employment = associations.first().and_then(|pair| pair.cramers_v);
    if cities == 0 {
        None
    } else if places * 10 >= cities * 9 {
        Some(RecipeVersion::V2)
    } else if places * 10 < cities && employment.is_some_and(|v| v < 0.2) {
        Some(RecipeVersion::V1)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_that_is_furthest_off_is_told_in_standard_deviations() {
        let name = |at: usize| at.to_string();
        let told = deviation(Field::Age, &[30, 50, 20], &[0.3, 0.4, 0.3], &name).unwrap();
        assert_eq!((told.value.as_str(), told.count, told.values), ("2", 20, 3));
        assert!((told.variance + 10.0).abs() < 1e-9 && (told.target_percent - 30.0).abs() < 1e-9);
        assert!((told.expected_variance - 4.583).abs() < 1e-3);
        assert!((told.deviations - 2.182).abs() < 1e-3);
        assert!((told.expected_deviations - 1.2965).abs() < 1e-3);
        // Too few to be told apart.
        let rare = deviation(Field::Age, &[90, 8, 2], &[0.94, 0.03, 0.03], &name).unwrap();
        assert_eq!((rare.value.as_str(), rare.count, rare.values), ("all others", 10, 2));
        assert_eq!(deviation(Field::Age, &[0, 0], &[0.5, 0.5], &name), None);
        assert_eq!(deviation(Field::Age, &[9], &[1.0], &name), None, "one value is never off");
    }

    #[test]
    fn of_more_values_one_is_further_off() {
        let expected = [1, 2, 3, 4, 51, 4_253, 1 << 40].map(furthest_of);
        assert!(expected.is_sorted());
        assert!((expected[4] - 2.495).abs() < 1e-3, "{expected:?}");
    }
}
