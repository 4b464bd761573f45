//! Counts of the rows of a piece that are as expected. Of such a row every value is known and within its range, so a
//! few small tables say all that [`Statistics`] does; they are added to it once the piece has been read.

use super::Statistics;
use super::people::Tenths;
use crate::customers::targets::age_group;
use crate::recipe::{Recipe, Span};

/// Segments and decline types: as the segments are, and behind them the other kind of those that decline.
pub(crate) const STANDINGS: [(usize, Option<usize>); 6] =
    [(0, None), (1, None), (2, None), (3, Some(0)), (4, None), (3, Some(1))];

/// How many standings there is room for.
const ROOM: usize = 8;

/// How many cells a table has, a power of two so that nobody has to ask whether a place is in it.
const CELLS: usize = 1024;

/// The same of the joint table.
const JOINT_CELLS: usize = 2048;

/// What is counted of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    /// Of two digits.
    pub(crate) age: u32,
    /// Position among the states.
    pub(crate) state: usize,
    /// Position among the employment statuses.
    pub(crate) employment: usize,
    /// Position among the cards.
    pub(crate) card: usize,
    /// The credit limit, in steps above the smallest.
    pub(crate) steps: u32,
    /// Position in [`STANDINGS`].
    pub(crate) standing: usize,
}

/// Counts of rows that are as expected.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    /// By age and standing.
    ages: [u32; CELLS],
    /// By class of credit limits, standing and card.
    limits: [u32; CELLS],
    /// By group of ages, employment, standing and tenth of the range of limits.
    joint: [u32; JOINT_CELLS],
    states: [u32; 64],
    /// By standing, the sum of steps above the smallest credit limit.
    steps: [u64; ROOM],
    /// The fewest steps and the most, the wrong way round if there are no rows.
    range: (u32, u32),
    tenths: Tenths,
    class_width: u32,
    credit_limit: Span,
    credit_limit_step: u32,
}

/// The group of every age of two digits.
static AGE_GROUP: [u8; 128] = {
    let mut groups = [0; 128];
    let mut age = 0;
    while age < groups.len() {
        groups[age] = age_group(age as u32) as u8;
        age += 1;
    }
    groups
};

impl Tally {
    /// Counts of nothing yet, for data sets of `recipe`.
    pub(crate) fn new(recipe: &Recipe) -> Tally {
        let parameters = recipe.parameters();
        let steps = super::steps(parameters);
        Tally {
            ages: [0; CELLS],
            limits: [0; CELLS],
            joint: [0; JOINT_CELLS],
            states: [0; 64],
            steps: [0; ROOM],
            range: NOTHING,
            tenths: Tenths::of(steps),
            class_width: super::class_width(steps),
            credit_limit: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
        }
    }

    /// Counts a row.
    #[inline]
    pub(crate) fn add(&mut self, row: &Counted) {
        let Counted { age, state, employment, card, steps, standing } = *row;
        let group = usize::from(AGE_GROUP[age as usize % AGE_GROUP.len()]);
        let class = super::class_of(steps, self.class_width) as usize;
        let tenth = self.tenths.part(steps);
        self.ages[(age as usize * ROOM + standing) % CELLS] += 1;
        self.limits[((class * ROOM + standing) * 2 + card) % CELLS] += 1;
        self.joint[joint_cell([group, employment, standing, tenth]) % JOINT_CELLS] += 1;
        self.states[state % 64] += 1;
        self.steps[standing % ROOM] += u64::from(steps);
        let (least, most) = &mut self.range;
        (*least, *most) = (steps.min(*least), steps.max(*most));
    }
}

/// The range of nothing.
const NOTHING: (u32, u32) = (u32::MAX, 0);

/// The classes of each column of the joint table.
const CLASSES: [usize; 4] = [7, 4, STANDINGS.len(), 10];
const _: () = assert!(CLASSES[0] * CLASSES[1] * CLASSES[2] * CLASSES[3] <= JOINT_CELLS);
// A place beyond a table would count where another belongs.
const _: () = assert!(super::CREDIT_LIMIT_CLASSES as usize * ROOM * 2 <= CELLS);
const _: () = assert!(STANDINGS.len() <= ROOM && 100 * ROOM <= CELLS);

/// The place of a cell in the joint table, of which the last column runs fastest.
#[inline]
const fn joint_cell([group, employment, standing, tenth]: [usize; 4]) -> usize {
    ((group * CLASSES[1] + employment) * CLASSES[2] + standing) * CLASSES[3] + tenth
}

/// The places of a table that hold any rows, with how many.
fn filled(cells: &[u32]) -> impl Iterator<Item = (usize, u64)> {
    cells.iter().enumerate().filter(|(_, rows)| **rows > 0).map(|(at, rows)| (at, u64::from(*rows)))
}

impl Statistics {
    /// Adds the rows of a tally, in which there are none from then on.
    pub(crate) fn absorb(&mut self, tally: &mut Tally) {
        if tally.range == NOTHING {
            return;
        }
        for (cell, rows) in filled(&tally.ages) {
            let (age, (segment, decline)) = ((cell / ROOM) as u32, STANDINGS[cell % ROOM]);
            self.rows += rows;
            self.credit_limits += rows;
            self.segments[segment] += rows;
            if let Some(decline) = decline {
                self.declines[decline] += rows;
            }
            self.ages.add_rows(age, rows);
            self.by_segment.add_age(segment, age, rows);
        }
        for (cell, rows) in filled(&tally.limits) {
            let (class, card) = ((cell / ROOM / 2) as u32, cell % 2);
            let (segment, _) = STANDINGS[cell / 2 % ROOM];
            self.cards[card] += rows;
            self.premium[segment] += rows * card as u64;
            self.credit_limit_classes.add_rows(class, rows);
            self.by_segment.add_limit(segment, class, rows);
        }
        for (cell, rows) in filled(&tally.joint) {
            let [of_standing, tenth] = [cell / CLASSES[3], cell % CLASSES[3]];
            let [of_employment, standing] = [of_standing / CLASSES[2], of_standing % CLASSES[2]];
            let [group, employment] = [of_employment / CLASSES[1], of_employment % CLASSES[1]];
            self.employments[employment] += rows;
            self.people.add_rows([group, employment, STANDINGS[standing].0, tenth], rows);
        }
        for (state, rows) in filled(&tally.states) {
            self.states[state] += rows;
        }
        for ((segment, _), steps) in STANDINGS.into_iter().zip(tally.steps) {
            self.by_segment.add_steps(segment, steps);
        }
        let (all, (least, most)) = (tally.rows(), tally.range);
        let limit = |steps: u32| tally.credit_limit.min + steps * tally.credit_limit_step;
        self.credit_limit_min = self.credit_limit_min.min(limit(least));
        self.credit_limit_max = self.credit_limit_max.max(limit(most));
        let steps: u64 = tally.steps.iter().sum();
        self.credit_limit_sum +=
            u64::from(tally.credit_limit.min) * all + u64::from(tally.credit_limit_step) * steps;
        tally.clear();
    }
}

impl Tally {
    fn rows(&self) -> u64 {
        self.states.iter().map(|rows| u64::from(*rows)).sum()
    }

    fn clear(&mut self) {
        self.ages.fill(0);
        self.limits.fill(0);
        self.joint.fill(0);
        self.states.fill(0);
        self.steps.fill(0);
        self.range = NOTHING;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use super::*;
    use crate::customers::statistics::Person;
    use crate::date::Date;
    use crate::recipe::{Parameters, RecipeVersion};

    #[test]
    fn a_tally_says_what_counting_row_by_row_says() {
        for step in [1, 10, 1_000, 10_000] {
            let defaults = Parameters::defaults(RecipeVersion::V2, Date::from_unix_days(20_000));
            let credit_limit = Span::new(100, 100_100);
            let recipe =
                Recipe::new(Parameters { credit_limit, credit_limit_step: step, ..defaults })
                    .unwrap();
            let (mut tally, mut slow) = (Tally::new(&recipe), Statistics::new(&recipe, None));
            let mut fast = slow.clone();
            for row in 0..5_000_u32 {
                let number = |many: u32| (row.wrapping_mul(2_654_435_761) >> 7) / 3 % many;
                let standing = number(STANDINGS.len() as u32) as usize;
                let counted = Counted {
                    age: 22 + number(54),
                    state: number(51) as usize,
                    employment: number(4) as usize,
                    card: number(2) as usize,
                    steps: number(100_000 / step + 1),
                    standing,
                };
                tally.add(&counted);
                let Counted { age, state, employment, card, steps, .. } = counted;
                let (segment, decline) = STANDINGS[standing];
                slow.rows += 1;
                slow.age(age);
                slow.states[state] += 1;
                slow.employments[employment] += 1;
                slow.cards[card] += 1;
                slow.premium[segment] += card as u64;
                slow.segments[segment] += 1;
                if let Some(decline) = decline {
                    slow.declines[decline] += 1;
                }
                slow.credit_limit(100 + steps * step);
                slow.credit_limit_steps(steps);
                slow.person(&Person {
                    age: Some(age),
                    employment: Some(employment),
                    segment: Some(segment),
                    steps: Some(steps),
                    ..Person::default()
                });
                // Two pieces.
                if row % 3_000 == 2_999 {
                    fast.absorb(&mut tally);
                }
            }
            fast.absorb(&mut tally);
            assert_eq!(fast, slow);
            fast.absorb(&mut tally);
            assert_eq!(fast, slow, "nothing is left");
        }
    }
}
