//! Who pays: what the table of customers says of each, read from its bytes as well.

use crate::check::values::id_number;
use crate::customers::{self, Generator, values};
use crate::date::Date;
use crate::decode::{Layout, Reader, Record};
use crate::plan::{BLOCK_ROWS, Rows};
use crate::recipe::{Dirt, Parameters, Recipe};
use crate::table::Generate;

/// What is known of a customer, as far as it can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// The position of the segment.
    pub segment: Option<u8>,
    /// Whether a decline is gradual.
    pub gradual: bool,
    /// The day on which the account was opened.
    pub opened: Option<Date>,
}

impl Account {
    /// What a row of the table of customers says.
    pub(crate) fn of(segment: &[u8], decline_type: &[u8], opened: &[u8]) -> Account {
        Account {
            segment: values::segment(segment).map(|position| position as u8),
            gradual: decline_type == b"gradual",
            opened: Date::parse(opened).ok(),
        }
    }
}

/// The customers of whom transactions are checked.
#[derive(Debug)]
pub enum Customers {
    /// Any that have an id.
    Unknown,
    /// Those of a recipe.
    OfRecipe(Box<RecipeCustomers>),
}

impl Customers {
    /// The customers of a recipe, without faults: made block by block as they are asked for, and read back.
    #[must_use]
    pub fn of(recipe: &Recipe) -> Customers {
        Customers::OfRecipe(Box::new(RecipeCustomers::new(recipe)))
    }

    /// Whether there is a customer with this number.
    pub(super) fn exists(&self, number: u32) -> bool {
        match self {
            Customers::Unknown => number > 0,
            Customers::OfRecipe(customers) => (1..=customers.count).contains(&number),
        }
    }

    /// The customer with this number; nothing if there is none.
    pub(super) fn find(&mut self, number: u32) -> Option<Account> {
        match self {
            Customers::Unknown => (number > 0).then(Account::default),
            Customers::OfRecipe(customers) => customers.find(number),
        }
    }
}

/// The customers of a recipe, a block at a time.
#[derive(Debug)]
pub struct RecipeCustomers {
    generator: Generator,
    reader: Reader<{ customers::COLUMNS }>,
    count: u32,
    csv: Vec<u8>,
    /// The number before the first of the block.
    before: u32,
    block: Vec<Account>,
}

impl RecipeCustomers {
    fn new(recipe: &Recipe) -> RecipeCustomers {
        let parameters = Parameters { dirt: Dirt::NONE, ..recipe.parameters().clone() };
        let clean = match Recipe::new(parameters) {
            Ok(clean) => clean,
            Err(faults) => unreachable!("a recipe without its faults is one: {faults:?}"),
        };
        RecipeCustomers {
            generator: Generator::new(&clean),
            reader: Reader::new(Layout::contract()),
            count: clean.parameters().count,
            csv: Vec::new(),
            before: 0,
            block: Vec::new(),
        }
    }

    fn find(&mut self, number: u32) -> Option<Account> {
        if !(1..=self.count).contains(&number) {
            return None;
        }
        let at = |before: u32| (number - 1).checked_sub(before).map(|at| at as usize);
        if let Some(account) = at(self.before).and_then(|at| self.block.get(at)) {
            return Some(*account);
        }
        self.read((number - 1) / BLOCK_ROWS * BLOCK_ROWS);
        at(self.before).and_then(|at| self.block.get(at)).copied()
    }

    /// Makes the block behind this customer, and reads it back.
    fn read(&mut self, before: u32) {
        let last = self.count.min(before + BLOCK_ROWS);
        let rows = Rows { first: u64::from(before) + 1, last: last.into() };
        self.generator.write(rows, &mut self.csv);
        self.block.clear();
        self.before = before;
        let block = &mut self.block;
        self.reader.read(&self.csv, true, |_, record| {
            let Record::Row(fields) = record else { return };
            let [id, .., opened, segment, decline_type] = fields;
            if id_number(id) == Some(before + 1 + block.len() as u32) {
                block.push(Account::of(segment, decline_type, opened));
            }
        });
    }
}
