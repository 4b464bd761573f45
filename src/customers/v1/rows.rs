//! Recipe -> customers, block by block: what is drawn, not how it is written.
//!
//! A [`Customer`] is positions in the vocabulary and numbers; `encode` turns it into text. Which
//! draw feeds which column is fixed by the recipe's version and never depends on a parameter, so
//! changing the range of one column leaves every other column as it was.

use super::NUMBER;
use super::names::{Name, Names};
use super::vocabulary::choices;
use crate::customers::segments::{Packed, Quota, Standing, Urn};
use crate::draw::{Half, Purpose, Stream, Word};
use crate::encode::Digits;
use crate::plan::BLOCK_ROWS;
use crate::recipe::{DAYS_PER_YEAR, Recipe, SEGMENTS};

/// One row, as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The row, counted from 1.
    pub number: u32,
    /// Who it is and how to write to them.
    pub name: Name,
    /// Age in years.
    pub age: u32,
    /// Position among the states.
    pub state: u32,
    /// The parts of the city's name.
    pub city: City,
    /// Position among the employment statuses.
    pub employment: u32,
    /// Credit limit in dollars.
    pub credit_limit: u32,
    /// Days from the first day of the account window to the day the account was opened.
    pub opened: u32,
    /// Segment, card and decline type.
    pub standing: Standing,
}

/// The parts of a city's name, as positions in their tables.
///
/// Faker's four English shapes, equally likely: prefix first-name suffix, prefix first-name,
/// first-name suffix, last-name suffix. What a shape lacks is a position of its own, so that
/// nobody has to ask which shape it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// Position among the prefixes, or [`City::NO_PREFIX`].
    pub prefix: u32,
    /// Position among the first names, or from [`City::LAST_NAMES`] on among the last names.
    pub name: u32,
    /// Position among the suffixes, or [`City::NO_SUFFIX`].
    pub suffix: u32,
}

impl City {
    /// No prefix.
    pub const NO_PREFIX: u32 = choices::CITY_PREFIXES;
    /// Where the last names begin.
    pub const LAST_NAMES: u32 = choices::FIRST_NAMES;
    /// No suffix.
    pub const NO_SUFFIX: u32 = choices::CITY_SUFFIXES;

    #[inline]
    fn draw(mut name: Half, mut shape: Half) -> City {
        // Choices one after the other are the same as one among all their combinations.
        let Shape { prefix, suffix, names, first } = SHAPES[shape.take(Shape::ALL as u32) as usize];
        City {
            prefix: prefix.into(),
            name: u32::from(first) + name.take(names.into()),
            suffix: suffix.into(),
        }
    }
}

/// What a city's name is put together from.
#[derive(Clone, Copy, Debug)]
struct Shape {
    prefix: u16,
    suffix: u16,
    /// Among how many names is chosen, and which of [`City::name`] is the first of them.
    names: u16,
    first: u16,
}

impl Shape {
    /// The combinations of four forms, the prefixes and the suffixes.
    const ALL: usize = (4 * choices::CITY_PREFIXES * choices::CITY_SUFFIXES) as usize;

    /// The shape at this position among all.
    const fn at(position: u32) -> Shape {
        let (rest, suffix) = (position / choices::CITY_SUFFIXES, position % choices::CITY_SUFFIXES);
        let (form, prefix) = (rest / choices::CITY_PREFIXES, rest % choices::CITY_PREFIXES);
        let (names, first) = match form {
            3 => (choices::LAST_NAMES, City::LAST_NAMES),
            _ => (choices::FIRST_NAMES, 0),
        };
        Shape {
            prefix: if form < 2 { prefix } else { City::NO_PREFIX } as u16,
            suffix: if form == 1 { City::NO_SUFFIX } else { suffix } as u16,
            names: names as u16,
            first: first as u16,
        }
    }
}

/// All of them.
static SHAPES: [Shape; Shape::ALL] = {
    let mut shapes = [Shape::at(0); _];
    let mut position = 0;
    while position < Shape::ALL {
        shapes[position] = Shape::at(position as u32);
        position += 1;
    }
    shapes
};

/// One row as it waits to be written: what the encoder looks up, in a third of a [`Customer`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn {
    /// The row, counted from 1, and as eight digits.
    pub(super) number: u32,
    pub(super) digits: u64,
    /// Steps of the credit limit above the least.
    pub(super) limit: u32,
    pub(super) opened: u16,
    pub(super) first: u16,
    pub(super) last: u16,
    /// [`City::name`].
    pub(super) city: u16,
    /// The state, and in the lowest three bits [`City::prefix`].
    pub(super) state_and_prefix: u16,
    /// [`City::suffix`], in two bits the employment, and in the lowest whether the card is Premium.
    pub(super) suffix_and_work: u8,
    pub(super) domain: u8,
    pub(super) again: u8,
    pub(super) age: u8,
    pub(super) standing: Packed,
}

impl Drawn {
    /// Who it is.
    pub(super) fn name(&self) -> Name {
        let Drawn { first, last, domain, again, .. } = *self;
        Name { first: first.into(), last: last.into(), domain: domain.into(), again: again.into() }
    }

    /// The parts of the city's name.
    pub(super) fn city(&self) -> City {
        City {
            prefix: u32::from(self.state_and_prefix & 7),
            name: self.city.into(),
            suffix: u32::from(self.suffix_and_work >> 3),
        }
    }

    /// Position among the states.
    pub(super) fn state(&self) -> u32 {
        u32::from(self.state_and_prefix >> 3)
    }

    /// Position among the employment statuses.
    pub(super) fn employment(&self) -> u32 {
        u32::from(self.suffix_and_work >> 1 & 3)
    }
}

/// How many rows are drawn before they are written: so few that they stay in a core's nearest cache.
const BATCH: usize = 200;

/// Draws the customers of one recipe.
#[derive(Debug)]
pub struct RowGenerator {
    recipe: Recipe,
    names: Names,
    age: u32,
    ages: u32,
    credit_limits: u32,
    days: u32,
}

impl RowGenerator {
    /// A row generator for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> RowGenerator {
        let parameters = recipe.parameters();
        RowGenerator {
            recipe: recipe.clone(),
            names: Names::new(parameters.seed),
            age: parameters.age.min,
            ages: parameters.age.max - parameters.age.min + 1,
            credit_limits: (parameters.credit_limit.max - parameters.credit_limit.min)
                / parameters.credit_limit_step
                + 1,
            days: (parameters.opened.max - parameters.opened.min) * DAYS_PER_YEAR + 1,
        }
    }

    /// How many rows of a block, counted from 0, are in each segment.
    #[must_use]
    pub fn segments(&self, block: u32) -> [u32; SEGMENTS] {
        Quota::of_block(self.recipe.parameters(), block).segments()
    }

    /// How many of them have Premium cards.
    #[must_use]
    pub fn premium(&self, block: u32) -> [u32; SEGMENTS] {
        Quota::of_block(self.recipe.parameters(), block).premium()
    }

    /// The name of a row, counted from 1.
    #[must_use]
    pub fn name(&self, number: u32) -> Name {
        self.names.name(number - 1)
    }

    /// Calls `each` for every customer of a block, counted from 0, in row order.
    pub fn block(&self, block: u32, mut each: impl FnMut(&Customer)) {
        self.batches(block, |batch| batch.iter().for_each(|row| each(&self.customer(row))));
    }

    /// A row that was drawn, in full.
    pub(super) fn customer(&self, row: &Drawn) -> Customer {
        Customer {
            number: row.number,
            name: row.name(),
            age: row.age.into(),
            state: row.state(),
            city: row.city(),
            employment: row.employment(),
            credit_limit: self.credit_limit(row),
            opened: row.opened.into(),
            standing: row.standing.standing(),
        }
    }

    /// The credit limit of a row in dollars.
    #[inline]
    pub(super) fn credit_limit(&self, row: &Drawn) -> u32 {
        let parameters = self.recipe.parameters();
        parameters.credit_limit.min + row.limit * parameters.credit_limit_step
    }

    /// Calls `each` for all customers of a block, counted from 0, some at a time, in row order.
    ///
    /// Names, standings and all else are drawn one after the other for many rows: short loops, in each of which a
    /// processor can work on several rows at a time and needs no more than its registers, are faster than one long.
    #[inline]
    pub(super) fn batches(&self, block: u32, mut each: impl FnMut(&[Drawn])) {
        let parameters = self.recipe.parameters();
        let begin = block * BLOCK_ROWS;
        let mut left = BLOCK_ROWS.min(parameters.count - begin) as usize;
        let names = self.names.block(block);
        let mut order = Stream::new(NUMBER, parameters.seed, Purpose::Order, block);
        let mut urn = Urn::new(Quota::of_block(parameters, block));
        let mut values = Stream::new(NUMBER, parameters.seed, Purpose::Values, block);

        let mut batch = [Drawn::default(); BATCH];
        let mut index = begin;
        while left > 0 {
            let rows = left.min(BATCH);
            let batch = &mut batch[..rows];
            names.fill(batch, index, |row, name| {
                row.first = name.first as u16;
                row.last = name.last as u16;
                row.domain = name.domain as u8;
                row.again = name.again as u8;
            });
            for row in &mut *batch {
                row.standing = urn.draw(order.word()).packed();
            }
            let mut digits = Digits::new(index + 1);
            for row in &mut *batch {
                (row.number, row.digits) = digits.take();
                self.draw(row, [values.word(), values.word(), values.word()]);
            }
            each(batch);
            index += rows as u32;
            left -= rows;
        }
    }

    /// One customer from the three words that every row uses, whatever the parameters; name and standing are drawn
    /// before.
    ///
    /// Bias of a choice, at worst over all recipes: credit limit 2^-34, account date 2^-16, the
    /// others 2^-15 (a relative error of 0.003 %, far below what 10^8 rows could show).
    #[inline]
    fn draw(&self, row: &mut Drawn, [mut limit, person, place]: [Word; 3]) {
        const { assert!(choices::CITY_PREFIXES < 8 && choices::EMPLOYMENTS == 4) };
        let (mut person, mut opened) = person.halves();
        let (city_name, city_shape) = place.halves();
        // The age comes last of its three: how many ages there are must not move the others.
        let state = person.take(choices::STATES);
        let employment = person.take(choices::EMPLOYMENTS);
        let City { prefix, name, suffix } = City::draw(city_name, city_shape);
        row.age = (self.age + person.take(self.ages)) as u8;
        row.state_and_prefix = (state << 3 | prefix) as u16;
        row.city = name as u16;
        row.suffix_and_work =
            (suffix << 3 | employment << 1) as u8 | u8::from(row.standing.premium());
        row.limit = limit.take(self.credit_limits);
        row.opened = opened.take(self.days) as u16;
    }
}
