//! Counts of what belongs together in people: age, employment, segment and limit of one row; places of a
//! state; names and how old those are who bear them. All in tables of fixed size, whatever the file.

use serde::{Deserialize, Serialize};

use crate::customers::targets::{AGE_GROUPS, age_group};
use crate::customers::values::{EMPLOYMENTS, STATES};
use crate::facts::Facts;
use crate::recipe::SEGMENTS;
use crate::statistics::add_all;

/// Into how many parts the range of credit limits is divided.
pub(super) const TENTHS: usize = 10;

/// The columns of the joint table with their numbers of classes; in each there is one more class, of rows
/// of which it is not known.
pub(super) const CLASSES: [usize; 4] = [AGE_GROUPS, EMPLOYMENTS.len(), SEGMENTS, TENTHS];

/// Columns of the joint table.
pub(super) const AGE: usize = 0;
pub(super) const EMPLOYMENT: usize = 1;
pub(super) const SEGMENT: usize = 2;
pub(super) const LIMIT: usize = 3;

/// How many cells the joint table has.
const CELLS: usize = (CLASSES[0] + 1) * (CLASSES[1] + 1) * (CLASSES[2] + 1) * (CLASSES[3] + 1);

/// No older age is taken for one.
const OLDEST: u32 = 199;

/// What is known of the customer of a row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Person {
    /// In years.
    pub(crate) age: Option<u32>,
    /// Position among the employment statuses.
    pub(crate) employment: Option<usize>,
    /// Position among the segments.
    pub(crate) segment: Option<usize>,
    /// The credit limit, in steps above the smallest.
    pub(crate) steps: Option<u32>,
    pub(crate) known: KnownTexts,
}

/// What is known of the names and the place of a customer.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownTexts {
    /// Position among the states, where there is a city, too.
    pub(crate) state: Option<usize>,
    /// Position among the places of the facts, of those of the state.
    pub(crate) place: Option<usize>,
    /// Position among the given names of the facts.
    pub(crate) first_name: Option<usize>,
    /// Position among the surnames of the facts.
    pub(crate) last_name: Option<usize>,
}

/// Counts of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PeopleCounts {
    pub(super) tenths: Tenths,
    /// Age, employment, segment, limit; the last runs fastest.
    joint: Vec<u64>,
    /// Rows of each place, in the order of [`Facts::places`].
    pub(super) places: Vec<u64>,
    /// By state, rows whose city is no place of it.
    pub(super) elsewhere: Vec<u64>,
    pub(super) first_names: Names,
    pub(super) last_names: Names,
}

/// How often each name occurs in rows of which the age is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Names(Vec<NameCount>);

/// How often a name occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct NameCount {
    pub(super) rows: u64,
    /// The sum of the ages.
    pub(super) years: u64,
}

/// In which part of a range a credit limit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tenths {
    /// Parts in a step, in units of 2^-56, rounded up.
    scale: u64,
}

impl Tenths {
    /// Of a range of so many steps.
    pub(super) fn of(steps: u32) -> Tenths {
        let parts = (TENTHS as u64) << 56;
        Tenths { scale: if steps == 0 { 0 } else { parts.div_ceil(u64::from(steps)) } }
    }

    /// The part of a limit so many steps above the smallest. The last is closed above.
    #[inline]
    pub(super) fn part(self, steps: u32) -> usize {
        let part = (u64::from(steps) * self.scale) >> 56;
        (part as usize).min(TENTHS - 1)
    }
}

impl Names {
    fn new(names: usize) -> Names {
        Names(vec![NameCount::default(); names])
    }

    /// By name.
    pub(super) fn counts(&self) -> &[NameCount] {
        &self.0
    }

    /// How many rows there are of each.
    pub(super) fn rows(&self) -> Vec<u64> {
        self.0.iter().map(|name| name.rows).collect()
    }

    #[inline(always)]
    fn add(&mut self, name: usize, age: u32) {
        let name = &mut self.0[name];
        name.rows += 1;
        name.years += u64::from(age);
    }

    fn merge(&mut self, other: &Names) {
        for (name, other) in self.0.iter_mut().zip(&other.0) {
            name.rows += other.rows;
            name.years += other.years;
        }
    }
}

impl PeopleCounts {
    /// Counts of nobody yet, with credit limits of so many steps; with tables of names and places or
    /// without.
    pub(super) fn new(steps: u32, with_names: bool) -> PeopleCounts {
        let [places, states, first_names, last_names] = if with_names {
            let facts = Facts::get();
            let (first_names, last_names) = (facts.given_names.len(), facts.surnames.len());
            [facts.places.len(), STATES.len(), first_names, last_names]
        } else {
            [0; 4]
        };
        PeopleCounts {
            tenths: Tenths::of(steps),
            joint: vec![0; CELLS],
            places: vec![0; places],
            elsewhere: vec![0; states],
            first_names: Names::new(first_names),
            last_names: Names::new(last_names),
        }
    }

    /// Counts a row, but not its names and its place.
    #[inline]
    pub(crate) fn add(&mut self, person: &Person) {
        let age = person.age.filter(|&age| age <= OLDEST);
        let classes = [
            age.map(age_group),
            person.employment,
            person.segment,
            person.steps.map(|steps| self.tenths.part(steps)),
        ];
        let cell = (classes.iter().zip(CLASSES))
            .fold(0, |cell, (class, classes)| cell * (classes + 1) + class.unwrap_or(classes));
        self.joint[cell] += 1;
    }

    /// Counts so many rows of these classes of the joint table.
    pub(super) fn add_rows(&mut self, classes: [usize; 4], rows: u64) {
        let cell =
            classes.iter().zip(CLASSES).fold(0, |cell, (class, most)| cell * (most + 1) + class);
        self.joint[cell] += rows;
    }

    /// Counts the names and the place of a row.
    #[inline]
    pub(crate) fn add_known(&mut self, known: &KnownTexts, age: Option<u32>) {
        match (known.state, known.place) {
            (_, Some(place)) => self.places[place] += 1,
            (Some(state), None) => self.elsewhere[state] += 1,
            (None, None) => {}
        }
        let age = age.filter(|&age| age <= OLDEST);
        let Some(age) = age else { return };
        if let Some(name) = known.first_name {
            self.first_names.add(name, age);
        }
        if let Some(name) = known.last_name {
            self.last_names.add(name, age);
        }
    }

    /// Adds the counts of other rows of the same recipe.
    pub(super) fn merge(&mut self, other: &PeopleCounts) {
        add_all(&mut self.joint, &other.joint);
        add_all(&mut self.places, &other.places);
        add_all(&mut self.elsewhere, &other.elsewhere);
        self.first_names.merge(&other.first_names);
        self.last_names.merge(&other.last_names);
    }

    /// How often each pair of classes of two columns occurs, of rows of which both are known; the classes
    /// of the second column run fastest.
    pub(super) fn pairs(&self, (one, other): (usize, usize)) -> Vec<u64> {
        let mut table = vec![0; CLASSES[one] * CLASSES[other]];
        for (cell, &rows) in self.joint.iter().enumerate() {
            let classes = classes_of(cell);
            if classes[one] < CLASSES[one] && classes[other] < CLASSES[other] {
                table[classes[one] * CLASSES[other] + classes[other]] += rows;
            }
        }
        table
    }

    /// How many rows have a city that is a place of their state, and how many have city and state.
    pub(super) fn in_their_state(&self) -> (u64, u64) {
        let places: u64 = self.places.iter().sum();
        (places, places + self.elsewhere.iter().sum::<u64>())
    }
}

/// The classes of a cell of the joint table.
fn classes_of(mut cell: usize) -> [usize; 4] {
    let mut classes = [0; 4];
    for (class, most) in classes.iter_mut().zip(CLASSES).rev() {
        *class = cell % (most + 1);
        cell /= most + 1;
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_equal_parts_of_the_range() {
        for all in [1, 9, 10, 45, 46, 45_000] {
            let tenths = Tenths::of(all);
            for steps in 0..=all {
                let expected = (steps * 10 / all).min(9) as usize;
                assert_eq!(tenths.part(steps), expected, "{steps} of {all}");
            }
        }
        assert_eq!(Tenths::of(0).part(0), 0);
        let widest = Tenths::of(1_000_000_000);
        assert_eq!([0, 99_999_900, 1_000_000_000].map(|steps| widest.part(steps)), [0, 0, 9]);
    }

    #[test]
    fn what_is_not_known_is_in_no_pair_and_parts_add_up() {
        let known =
            KnownTexts { state: Some(0), place: Some(7), first_name: Some(1), last_name: Some(2) };
        let row =
            Person { age: Some(30), employment: Some(3), segment: Some(4), steps: Some(45), known };
        let rows = [
            row,
            Person { age: None, ..row },
            Person { employment: None, known: KnownTexts { place: None, ..known }, ..row },
            Person {
                age: Some(OLDEST + 1),
                known: KnownTexts { state: None, place: None, ..known },
                ..row
            },
            Person { steps: Some(0), age: Some(65), ..row },
        ];
        let count = |rows: &[Person]| {
            let mut counts = PeopleCounts::new(45, true);
            for row in rows {
                counts.add(row);
                counts.add_known(&row.known, row.age);
            }
            counts
        };
        let whole = count(&rows);
        for cut in 0..=rows.len() {
            let mut merged = count(&rows[..cut]);
            merged.merge(&count(&rows[cut..]));
            assert_eq!(merged, whole);
        }
        let mut expected = vec![0; 28];
        (expected[2 * 4 + 3], expected[6 * 4 + 3]) = (1, 1);
        assert_eq!(whole.pairs((AGE, EMPLOYMENT)), expected);
        assert_eq!(whole.pairs((SEGMENT, LIMIT))[4 * 10..], [1, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
        assert_eq!(whole.in_their_state(), (3, 4));
        assert_eq!(whole.first_names.counts()[1], NameCount { rows: 3, years: 125 });
    }
}
