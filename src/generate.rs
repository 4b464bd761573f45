//! Recipe -> customers, block by block: what is drawn, not how it is written.
//!
//! A [`Customer`] is positions in the vocabulary and numbers; `encode` turns it into text. Which
//! draw feeds which column is fixed by the recipe's version and never depends on a parameter, so
//! changing the range of one column leaves every other column as it was.

mod names;
mod segments;
pub mod vocabulary;

pub use names::Name;
pub use segments::Standing;

use self::names::Names;
use self::segments::{Quota, Urn};
use self::vocabulary::choices;
use crate::draw::{Purpose, Stream, Word};
use crate::plan::BLOCK_ROWS;
use crate::recipe::{DAYS_PER_YEAR, Recipe, VERSION};

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
/// first-name suffix, last-name suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct City {
    /// The prefix, if the shape has one.
    pub prefix: Option<u32>,
    /// A first name, or a last name in the fourth shape.
    pub name: CityName,
    /// The suffix, if the shape has one.
    pub suffix: Option<u32>,
}

/// The name that a city is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityName {
    /// A position among the first names.
    First(u32),
    /// A position among the last names.
    Last(u32),
}

/// Draws the customers of one recipe.
#[derive(Clone, Debug)]
pub struct Generator {
    recipe: Recipe,
    names: Names,
    credit_limits: u32,
    days: u32,
}

impl Generator {
    /// A generator for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Generator {
        let parameters = recipe.parameters();
        Generator {
            recipe: recipe.clone(),
            names: Names::new(parameters.seed),
            credit_limits: (parameters.credit_limit.max - parameters.credit_limit.min)
                / parameters.credit_limit_step
                + 1,
            days: (parameters.opened.max - parameters.opened.min) * DAYS_PER_YEAR + 1,
        }
    }

    /// The customers of a block, counted from 0, in row order.
    #[inline]
    pub fn block(&self, block: u32) -> impl Iterator<Item = Customer> {
        let parameters = self.recipe.parameters();
        let rows = BLOCK_ROWS.min(parameters.count - block * BLOCK_ROWS);
        let mut values = Stream::new(VERSION, parameters.seed, Purpose::Values, block);
        let mut order = Stream::new(VERSION, parameters.seed, Purpose::Order, block);
        let mut urn = Urn::new(Quota::of_block(parameters, block));
        (0..rows).map(move |row| {
            let number = block * BLOCK_ROWS + row + 1;
            let standing = urn.draw(order.word());
            self.customer(number, [values.word(), values.word(), values.word()], standing)
        })
    }

    /// One customer from the three words that every row uses, whatever the parameters.
    ///
    /// Bias of a choice, at worst over all recipes: credit limit 2^-34, account date 2^-16, the
    /// others 2^-15 (a relative error of 0.003 %, far below what 10^8 rows could show).
    #[inline]
    fn customer(&self, number: u32, words: [Word; 3], standing: Standing) -> Customer {
        let parameters = self.recipe.parameters();
        let [mut limit, person, place] = words;
        let (mut person, mut opened) = person.halves();
        let (mut name, mut shape) = place.halves();
        Customer {
            number,
            name: self.names.name(number - 1),
            age: parameters.age.min + person.take(parameters.age.max - parameters.age.min + 1),
            state: person.take(choices::STATES),
            employment: person.take(choices::EMPLOYMENTS),
            city: {
                let form = shape.take(4);
                let prefix = shape.take(choices::CITY_PREFIXES);
                let suffix = shape.take(choices::CITY_SUFFIXES);
                City {
                    prefix: (form < 2).then_some(prefix),
                    name: if form == 3 {
                        CityName::Last(name.take(choices::LAST_NAMES))
                    } else {
                        CityName::First(name.take(choices::FIRST_NAMES))
                    },
                    suffix: (form != 1).then_some(suffix),
                }
            },
            credit_limit: parameters.credit_limit.min
                + limit.take(self.credit_limits) * parameters.credit_limit_step,
            opened: opened.take(self.days),
            standing,
        }
    }
}
