//! Recipe -> customers, block by block: what is drawn, not how it is written.
//!
//! A [`Customer`] is positions in the vocabulary and numbers; `encode` turns it into text. Which
//! draw feeds which column is fixed by the recipe's version and never depends on a parameter, so
//! changing the range of one column leaves every other column as it was.

use super::NUMBER;
use super::names::{Name, Names};
use super::vocabulary::choices;
use crate::customers::segments::{Quota, Standing, Urn};
use crate::draw::{Half, Purpose, Stream, Word};
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
        let form = shape.take(4);
        let prefix = shape.take(choices::CITY_PREFIXES);
        let suffix = shape.take(choices::CITY_SUFFIXES);
        let (names, first) = match form {
            3 => (choices::LAST_NAMES, City::LAST_NAMES),
            _ => (choices::FIRST_NAMES, 0),
        };
        City {
            prefix: if form < 2 { prefix } else { City::NO_PREFIX },
            name: first + name.take(names),
            suffix: if form == 1 { City::NO_SUFFIX } else { suffix },
        }
    }
}

/// Draws the customers of one recipe.
#[derive(Clone, Debug)]
pub struct RowGenerator {
    recipe: Recipe,
    names: Names,
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
    ///
    /// Names and standings are drawn for the whole block first: three short loops, in each of
    /// which a processor can work on several rows at a time, are faster than one long.
    #[inline]
    pub fn block(&self, block: u32, mut each: impl FnMut(&Customer)) {
        let parameters = self.recipe.parameters();
        let before = block * BLOCK_ROWS;
        let rows = BLOCK_ROWS.min(parameters.count - before) as usize;

        let mut names = [Name::default(); BLOCK_ROWS as usize];
        for (name, index) in names[..rows].iter_mut().zip(before..) {
            *name = self.names.name(index);
        }
        let mut order = Stream::new(NUMBER, parameters.seed, Purpose::Order, block);
        let mut urn = Urn::new(Quota::of_block(parameters, block));
        let mut standings = [Standing::default(); BLOCK_ROWS as usize];
        for standing in &mut standings[..rows] {
            *standing = urn.draw(order.word());
        }
        let mut values = Stream::new(NUMBER, parameters.seed, Purpose::Values, block);
        for ((&name, &standing), number) in names[..rows].iter().zip(&standings).zip(before + 1..) {
            let words = [values.word(), values.word(), values.word()];
            each(&self.customer(number, name, standing, words));
        }
    }

    /// One customer from the three words that every row uses, whatever the parameters.
    ///
    /// Bias of a choice, at worst over all recipes: credit limit 2^-34, account date 2^-16, the
    /// others 2^-15 (a relative error of 0.003 %, far below what 10^8 rows could show).
    #[inline]
    fn customer(
        &self,
        number: u32,
        name: Name,
        standing: Standing,
        [mut limit, person, place]: [Word; 3],
    ) -> Customer {
        let parameters = self.recipe.parameters();
        let (mut person, mut opened) = person.halves();
        let (city_name, city_shape) = place.halves();
        // The age comes last of its three: how many ages there are must not move the others.
        let state = person.take(choices::STATES);
        let employment = person.take(choices::EMPLOYMENTS);
        Customer {
            number,
            name,
            age: parameters.age.min + person.take(self.ages),
            state,
            city: City::draw(city_name, city_shape),
            employment,
            credit_limit: parameters.credit_limit.min
                + limit.take(self.credit_limits) * parameters.credit_limit_step,
            opened: opened.take(self.days),
            standing,
        }
    }
}
