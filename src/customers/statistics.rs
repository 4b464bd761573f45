//! Counts over the rows of a file of customers, which merge exactly because they are integers. Only their
//! summary for people divides.

mod evidence;
mod model;
mod pairs;
mod people;
mod segments;
mod summary;
mod tally;

pub use evidence::{Association, Deviation, NameShare, StatePlaces};
pub(crate) use people::{KnownTexts, Person};
pub use segments::{AgeGroup, SegmentProfile, SegmentProfiles};
pub use summary::Summary;
pub(crate) use tally::{Counted, STANDINGS, Tally};

use serde::{Deserialize, Serialize};

use self::people::PeopleCounts;
use self::segments::SegmentCounts;
use crate::customers::values::{CARDS, DECLINES, EMPLOYMENTS, STATES};
use crate::date::Date;
use crate::recipe::{Parameters, Recipe, RecipeVersion, SEGMENTS, Span};
use crate::statistics::{Counts, add_all, joined};

/// How many classes the histogram of credit limits has at most.
const CREDIT_LIMIT_CLASSES: u32 = 50;

/// A month of the calendar, counted from January of the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Month(u32);

impl Month {
    pub(crate) const fn new(year: u32, month: u32) -> Month {
        Month(year * 12 + month - 1)
    }
}

/// Counts of everything that the report speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Statistics {
    pub(crate) rows: u64,
    pub(crate) segments: [u64; SEGMENTS],
    /// Premium cards in each segment.
    pub(crate) premium: [u64; SEGMENTS],
    pub(crate) cards: [u64; CARDS.len()],
    pub(crate) employments: [u64; EMPLOYMENTS.len()],
    pub(crate) declines: [u64; DECLINES.len()],
    pub(crate) states: Vec<u64>,
    ages: Counts,
    /// Classes of [`class_width`](Statistics::class_width) steps.
    credit_limit_classes: Counts,
    /// How many steps a class of credit limits is wide.
    class_width: u32,
    months: Counts,
    credit_limits: u64,
    credit_limit_sum: u64,
    credit_limit_min: u32,
    credit_limit_max: u32,
    /// The recipe's range.
    credit_limit_bounds: Span,
    /// The largest step that leads from the recipe's smallest credit limit to all there are.
    credit_limit_step: u32,
    /// First and last account date outside the recipe's window, as `yyyymmdd`.
    opened_astray: Option<Span>,
    /// First and last account date of new customers outside theirs.
    new_astray: Option<Span>,
    people: PeopleCounts,
    by_segment: SegmentCounts,
}

impl Statistics {
    /// Whether names and places are looked for. In data sets of version 1 none are expected, and those made
    /// by it are not looked through for what they cannot have; a file without recipe could be of any version.
    pub(crate) fn knows_names(recipe: &Recipe, window: Option<(Date, Date)>) -> bool {
        window.is_none() || recipe.version() >= RecipeVersion::V2
    }

    /// Counts of nothing yet, for data sets of `recipe` whose accounts were opened from the first
    /// day of `window` to the last, or at any time.
    pub(crate) fn new(recipe: &Recipe, window: Option<(Date, Date)>) -> Statistics {
        let parameters = recipe.parameters();
        let month = |date: Date| {
            let (year, month, _) = date.civil();
            Month::new(u32::from(year), u32::from(month)).0
        };
        let steps = steps(parameters);
        let class_width = class_width(steps);
        Statistics {
            rows: 0,
            segments: [0; SEGMENTS],
            premium: [0; SEGMENTS],
            cards: [0; CARDS.len()],
            employments: [0; EMPLOYMENTS.len()],
            declines: [0; DECLINES.len()],
            states: vec![0; STATES.len()],
            ages: Counts::within(parameters.age.min, parameters.age.max),
            credit_limit_classes: Counts::within(0, steps / class_width),
            class_width,
            months: window.map_or_else(Counts::growing, |(first, last)| {
                Counts::within(month(first), month(last))
            }),
            credit_limits: 0,
            credit_limit_sum: 0,
            credit_limit_min: u32::MAX,
            credit_limit_max: 0,
            credit_limit_bounds: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
            opened_astray: None,
            new_astray: None,
            people: PeopleCounts::new(steps, Statistics::knows_names(recipe, window)),
            by_segment: SegmentCounts::new(parameters.age, steps / class_width),
        }
    }

    /// Counts an age.
    #[inline]
    pub(crate) fn age(&mut self, age: u32) {
        self.ages.add(age);
    }

    /// Counts a credit limit, in dollars.
    #[inline]
    pub(crate) fn credit_limit(&mut self, limit: u32) {
        self.credit_limits += 1;
        self.credit_limit_sum += u64::from(limit);
        self.credit_limit_min = self.credit_limit_min.min(limit);
        self.credit_limit_max = self.credit_limit_max.max(limit);
    }

    /// Counts a credit limit within the recipe's range, in steps above the smallest.
    #[inline]
    pub(crate) fn credit_limit_steps(&mut self, steps: u32) {
        self.credit_limit_classes.add(self.class_of(steps));
    }

    /// The class of a credit limit so many steps above the smallest.
    #[inline]
    fn class_of(&self, steps: u32) -> u32 {
        class_of(steps, self.class_width)
    }

    /// Notes a credit limit that is not a whole number of steps above the smallest, or out of the
    /// range.
    #[cold]
    pub(crate) fn credit_limit_astray(&mut self, limit: u32) {
        let Span { min, max } = self.credit_limit_bounds;
        self.credit_limit_step = gcd(self.credit_limit_step, limit.abs_diff(min));
        let classes = &mut self.credit_limit_classes;
        classes.below += u64::from(limit < min);
        classes.above += u64::from(limit > max);
    }

    /// Notes an account date outside the recipe's window, as `yyyymmdd`.
    #[cold]
    pub(crate) fn opened_astray(&mut self, compact: u32) {
        self.opened_astray = Some(joined(self.opened_astray, Span::new(compact, compact)));
    }

    /// Counts what belongs together in a customer.
    #[inline]
    pub(crate) fn person(&mut self, person: &Person) {
        self.people.add(person);
        self.people.add_known(&person.known, person.age);
        let class = person.steps.map(|steps| (steps, self.class_of(steps)));
        self.by_segment.add(person.segment, person.age, class);
    }

    /// Counts what is known of the names and the place of a customer of this age, who is otherwise in a tally.
    #[inline]
    pub(crate) fn known(&mut self, known: &KnownTexts, age: u32) {
        self.people.add_known(known, Some(age));
    }

    /// Notes an account date of a new customer outside the window of new accounts, as `yyyymmdd`.
    #[cold]
    pub(crate) fn new_astray(&mut self, compact: u32) {
        self.new_astray = Some(joined(self.new_astray, Span::new(compact, compact)));
    }

    /// Counts the month of an account date.
    #[inline]
    pub(crate) fn opened(&mut self, month: Month) {
        self.months.add(month.0);
    }

    /// Adds the counts of other rows of the same recipe.
    pub(crate) fn merge(&mut self, other: &Statistics) {
        self.rows += other.rows;
        add_all(&mut self.segments, &other.segments);
        add_all(&mut self.premium, &other.premium);
        add_all(&mut self.cards, &other.cards);
        add_all(&mut self.employments, &other.employments);
        add_all(&mut self.declines, &other.declines);
        add_all(&mut self.states, &other.states);
        self.ages.merge(&other.ages);
        self.credit_limit_classes.merge(&other.credit_limit_classes);
        self.months.merge(&other.months);
        self.credit_limits += other.credit_limits;
        self.credit_limit_sum += other.credit_limit_sum;
        self.credit_limit_min = self.credit_limit_min.min(other.credit_limit_min);
        self.credit_limit_max = self.credit_limit_max.max(other.credit_limit_max);
        self.credit_limit_step = gcd(self.credit_limit_step, other.credit_limit_step);
        if let Some(astray) = other.opened_astray {
            self.opened_astray = Some(joined(self.opened_astray, astray));
        }
        if let Some(astray) = other.new_astray {
            self.new_astray = Some(joined(self.new_astray, astray));
        }
        self.people.merge(&other.people);
        self.by_segment.merge(&other.by_segment);
    }

    /// The smallest and the largest age.
    pub(crate) fn age_range(&self) -> Option<Span> {
        self.ages.range()
    }

    /// The smallest and the largest credit limit, and the step that leads from one to the other
    /// by way of all others.
    pub(crate) fn credit_limit_range(&self) -> Option<(Span, u32)> {
        (self.credit_limits > 0).then(|| {
            let range = Span::new(self.credit_limit_min, self.credit_limit_max);
            (range, self.credit_limit_step)
        })
    }

    /// First and last account date outside the recipe's window, as `yyyymmdd`.
    pub(crate) fn opened_outside(&self) -> Option<Span> {
        self.opened_astray
    }

    /// The same of new customers and their window.
    pub(crate) fn new_opened_outside(&self) -> Option<Span> {
        self.new_astray
    }
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// How many steps a class of credit limits is wide, where the largest is so many steps above the smallest.
fn class_width(steps: u32) -> u32 {
    (steps + 1).div_ceil(CREDIT_LIMIT_CLASSES)
}

/// The class of a credit limit so many steps above the smallest.
#[inline]
const fn class_of(steps: u32, class_width: u32) -> u32 {
    if class_width == 1 { steps } else { steps / class_width }
}

/// How many steps there are from the smallest credit limit to the largest.
fn steps(parameters: &Parameters) -> u32 {
    (parameters.credit_limit.max - parameters.credit_limit.min) / parameters.credit_limit_step
}
