//! The rows of recipe version 2: customers who could exist, block by block.
//!
//! A block is drawn in two steps. [`RowGenerator::people`] draws who its customers are: segment and
//! card, age, and a name of that age; and counts who shares a name, because addresses are told apart
//! by it. [`RowGenerator::customers`] draws the rest, each from what it depends on:
//!
//! ```text
//! segment ─┬─► age ─┬─► first name ─┐
//!          │        ├─► employment ─┼─► credit limit        last name ─► address
//!          └────────┴─► account date                        state and place
//! ```
//!
//! - `declared`: the figures that no source gives. What has a source is in [`facts`](crate::facts).
//! - `tables`: the facts as weights to draw by and texts to write.
//! - `ages`, `accounts`, `limits`: what depends on the recipe's ranges.
//! - `names`: who shares a name; `address`: which form an address has.
//! - `encode`: how a customer is written; `columns`: the same column by column.
//!
//! Which draw feeds which column never depends on a parameter. All is in integers.

mod accounts;
mod address;
mod ages;
mod columns;
pub mod declared;
mod encode;
mod limits;
mod names;
mod tables;

pub use address::Form;
pub use encode::Encoder;
pub use names::Name;

use self::accounts::Windows;
use self::address::{Addresses, Choice};
use self::ages::Age;
use self::limits::Limits;
use self::names::{Person, count_repeats};
use self::tables::Tables;
use super::version::{ROW_BOUND, RowFacts, Version};
use crate::columns::Columns;
use crate::customers::segments::{Packed, Quota, Standing, Urn};
use crate::date::Date;
use crate::draw::{Alias, Permutations, Purpose, Stream, Word};
use crate::encode::Digits;
use crate::plan::BLOCK_ROWS;
use crate::recipe::{Recipe, SEGMENTS, Segment};

/// The number of this version in the key of every random stream.
const NUMBER: u32 = 2;

/// How recipe version 2 makes its rows.
#[derive(Clone, Debug)]
pub struct Version2 {
    rows: RowGenerator,
    encoder: Encoder,
    /// The first day on which anybody opened an account, counted from 1970-01-01.
    first_day: i32,
}

impl Version for Version2 {
    type Row = Drawn;
    type Block = People;

    fn new(recipe: &Recipe) -> Version2 {
        let rows = RowGenerator::new(recipe);
        let first_day = rows.windows.all().0.unix_days();
        Version2 { rows, encoder: Encoder::new(recipe), first_day }
    }

    fn segments(&self, block: u32) -> [u32; SEGMENTS] {
        self.rows.segments(block)
    }

    fn premium(&self, block: u32) -> [u32; SEGMENTS] {
        self.rows.premium(block)
    }

    #[inline]
    fn block(&self, block: u32) -> People {
        self.rows.people(block)
    }

    #[inline]
    fn rows(&self, block: &People, each: impl FnMut(&[Drawn])) {
        self.rows.batches(block, each);
    }

    #[inline]
    fn write(&self, row: &Drawn, window: &mut [u8; ROW_BOUND]) -> usize {
        self.encoder.write(row, window)
    }

    #[inline]
    fn write_beside(
        &self,
        row: &Drawn,
        window: &mut [u8; ROW_BOUND],
        columns: &mut Columns,
    ) -> usize {
        let (len, address) = self.encoder.write_marking(row, window);
        let opened = self.first_day + i32::from(row.opened);
        columns::push(columns, row, (self.rows.credit_limit(row), opened), (window, address));
        len
    }

    fn columns() -> Columns {
        columns::empty()
    }

    #[inline]
    fn number(row: &Drawn) -> u32 {
        row.number
    }

    #[inline]
    fn facts(&self, row: &Drawn) -> RowFacts {
        let Standing { segment, premium, .. } = row.standing.standing();
        RowFacts { number: row.number, segment, premium, credit_limit: self.rows.credit_limit(row) }
    }

    fn email(&self, block: &People, number: u32) -> Vec<u8> {
        self.encoder.email(block.name(number))
    }
}

/// One row, as drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// The row, counted from 1.
    pub number: u32,
    /// Who it is and how to write to them.
    pub name: Name,
    /// Age in years.
    pub age: u32,
    /// Position in [`Facts::places`](crate::facts::Facts::places), which says the state, too.
    pub place: u32,
    /// Position among the employment statuses.
    pub employment: u32,
    /// Credit limit in dollars.
    pub credit_limit: u32,
    /// Days from the first day on which anybody opened an account to the one of this customer.
    pub opened: u32,
    /// Segment, card and decline type.
    pub standing: Standing,
}

/// One row as it waits to be written: what the encoder looks up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Drawn {
    /// The row, counted from 1, and as eight digits.
    number: u32,
    digits: u64,
    person: Person,
    form: Choice,
    /// Steps of the credit limit above the least.
    limit: u32,
    opened: u16,
    place: u16,
    /// In years.
    age: u8,
    /// The employment, and in the lowest bit whether the card is Premium.
    work: u8,
    standing: Packed,
}

impl Drawn {
    /// Position among the employment statuses.
    fn employment(&self) -> u32 {
        u32::from(self.work >> 1)
    }
}

/// How many rows are drawn before they are written: so few that they stay in a core's nearest cache.
const BATCH: usize = 200;

/// Draws the customers of one recipe.
#[derive(Clone, Debug)]
pub struct RowGenerator {
    recipe: Recipe,
    tables: &'static Tables,
    /// The ages, by segment.
    ages: [Alias; SEGMENTS],
    /// What depends on each age, from the youngest on.
    of_age: Box<[Age]>,
    windows: Windows,
    limits: Limits,
    permutations: Permutations,
}

impl RowGenerator {
    /// A row generator for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> RowGenerator {
        let parameters = recipe.parameters();
        RowGenerator {
            tables: Tables::get(),
            ages: ages::by_segment(parameters.age),
            of_age: ages::table(parameters),
            windows: Windows::new(recipe),
            limits: Limits::new(parameters),
            permutations: Permutations::new(NUMBER, parameters.seed),
            recipe: recipe.clone(),
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

    /// Calls `each` for every customer of a block, counted from 0, in row order.
    #[inline]
    pub fn block(&self, block: u32, each: impl FnMut(&Customer)) {
        self.customers(&self.people(block), each);
    }

    /// The day on which this customer's account was opened.
    #[must_use]
    pub const fn opened(&self, customer: &Customer) -> Date {
        self.windows.all().0.plus_days(customer.opened)
    }

    /// Draws who the customers of a block are, counted from 0.
    #[must_use]
    pub fn people(&self, block: u32) -> People {
        let parameters = self.recipe.parameters();
        let rows = BLOCK_ROWS.min(parameters.count - block * BLOCK_ROWS) as usize;
        let mut people = People {
            block,
            rows,
            addresses: Addresses::new(self.permutations, block),
            standings: [Packed::default(); BLOCK_ROWS as usize],
            persons: [Person::default(); BLOCK_ROWS as usize],
        };
        let mut order = Stream::new(NUMBER, parameters.seed, Purpose::Order, block);
        let mut urn = Urn::new(Quota::of_block(parameters, block));
        for standing in &mut people.standings[..rows] {
            *standing = urn.draw(order.word()).packed();
        }
        let mut words = Stream::new(NUMBER, parameters.seed, Purpose::Names, block);
        let persons = &mut people.persons[..rows];
        for (person, standing) in persons.iter_mut().zip(&people.standings) {
            let ((first, last), (age, _)) = (words.word().halves(), words.word().halves());
            let age = self.ages[standing.segment()].pick(age);
            let decade = self.of_age[age as usize].decade;
            *person = Person {
                first: self.tables.first_names[usize::from(decade)].pick(first) as u16,
                last: self.tables.surnames.pick(last) as u16,
                age: age as u16,
                repeat: 0,
            };
        }
        count_repeats(persons);
        people
    }

    /// Calls `each` for every customer of a block whose people were drawn, in row order.
    pub fn customers(&self, people: &People, mut each: impl FnMut(&Customer)) {
        self.batches(people, |batch| {
            for row in batch {
                each(&self.customer(people, row));
            }
        });
    }

    /// A row that was drawn, in full.
    fn customer(&self, people: &People, row: &Drawn) -> Customer {
        Customer {
            number: row.number,
            name: people.named(row.person),
            age: row.age.into(),
            place: row.place.into(),
            employment: row.employment(),
            credit_limit: self.credit_limit(row),
            opened: row.opened.into(),
            standing: row.standing.standing(),
        }
    }

    /// The credit limit of a row in dollars.
    #[inline]
    fn credit_limit(&self, row: &Drawn) -> u32 {
        let parameters = self.recipe.parameters();
        parameters.credit_limit.min + row.limit * parameters.credit_limit_step
    }

    /// Calls `each` for all customers of a block whose people were drawn, some at a time, in row order.
    ///
    /// As in version 1, forms and all else are drawn one after the other for many rows.
    ///
    /// Bias of a choice, at worst over all recipes: account date 2^-16, the others less than 2^-18
    /// of an equal share.
    #[inline]
    fn batches(&self, people: &People, mut each: impl FnMut(&[Drawn])) {
        let parameters = self.recipe.parameters();
        let mut words = Stream::new(NUMBER, parameters.seed, Purpose::Values, people.block);
        let mut digits = Digits::new(people.block * BLOCK_ROWS + 1);
        let mut batch = [Drawn::default(); BATCH];
        let persons = people.persons[..people.rows].chunks(BATCH);
        for (persons, standings) in persons.zip(people.standings.chunks(BATCH)) {
            let batch = &mut batch[..persons.len()];
            for ((row, &person), &standing) in batch.iter_mut().zip(persons).zip(standings) {
                row.person = person;
                row.standing = standing;
                row.form = people.addresses.choose(person.letters());
            }
            for row in &mut *batch {
                (row.number, row.digits) = digits.take();
                self.draw(row, [words.word(), words.word()]);
            }
            each(batch);
        }
    }

    /// One customer from the two words that every row uses, whatever the parameters; person, form and standing are
    /// drawn before.
    #[inline(always)]
    fn draw(&self, row: &mut Drawn, [first, second]: [Word; 2]) {
        let ((place, employment), (limit, opened)) = (first.halves(), second.halves());
        let years = row.person.age;
        let age = &self.of_age[usize::from(years)];
        let standing = row.standing;
        let new = standing.segment() == Segment::NewAndGrowing as usize;
        let employment = self.tables.employment[usize::from(age.employment)].pick(employment);
        row.place = self.tables.places.pick(place) as u16;
        row.age = age.years;
        row.work = (employment << 1) as u8 | u8::from(standing.premium());
        row.limit = self.limits.draw(age.limits, employment, standing, limit);
        row.opened = self.windows.draw(years, new, opened) as u16;
    }
}

/// Who the customers of one block are.
#[derive(Clone, Debug)]
pub struct People {
    block: u32,
    rows: usize,
    addresses: Addresses,
    standings: [Packed; BLOCK_ROWS as usize],
    persons: [Person; BLOCK_ROWS as usize],
}

impl People {
    /// The name of a row of this block, counted from 1 over the whole data set.
    #[must_use]
    pub fn name(&self, number: u32) -> Name {
        self.named(self.persons[((number - 1) % BLOCK_ROWS) as usize])
    }

    #[inline]
    fn named(&self, person: Person) -> Name {
        Name {
            first: u32::from(person.first),
            last: u32::from(person.last),
            repeat: u32::from(person.repeat),
            form: self.addresses.choose(person.letters()).form(),
        }
    }
}
