//! Who pays: what the table of customers says of each, read from its bytes as well.

use crate::check::values::id_number;
use std::fmt;

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
    /// What a row of the table of customers says: its segment, decline type and day of opening.
    #[must_use]
    pub fn of(segment: &[u8], decline_type: &[u8], opened: &[u8]) -> Account {
        Account {
            segment: values::segment(segment).map(|position| position as u8),
            gradual: decline_type == b"gradual",
            opened: Date::parse(opened).ok(),
        }
    }

    /// Whose row of the table of customers this is, and what it says of them; nothing if it has no id.
    pub(crate) fn of_row(fields: &[&[u8]; customers::COLUMNS]) -> Option<(u32, Account)> {
        let [id, .., opened, segment, decline_type] = fields;
        Some((id_number(id)?, Account::of(segment, decline_type, opened)))
    }
}

/// The customers of whom transactions are checked.
#[derive(Debug)]
pub enum Customers {
    /// Any that have an id.
    Unknown,
    /// Those of a recipe.
    OfRecipe(Box<RecipeCustomers>),
    /// Those of a file.
    OfFile(Box<FileCustomers>),
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
            Customers::OfFile(customers) => customers.ids.has(number),
        }
    }

    /// The customer with this number; nothing if there is none.
    pub(super) fn find(&mut self, number: u32) -> Option<Account> {
        match self {
            Customers::Unknown => (number > 0).then(Account::default),
            Customers::OfRecipe(customers) => customers.find(number),
            Customers::OfFile(customers) => customers.find(number),
        }
    }
}

/// Ids of customers, a bit for each that there can be: 12.5 MB, however many there are.
#[derive(Clone, Debug)]
pub struct CustomerIds(Vec<u64>);

impl Default for CustomerIds {
    fn default() -> CustomerIds {
        CustomerIds(vec![0; 100_000_000 / 64])
    }
}

impl CustomerIds {
    /// Notes an id.
    pub fn note(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    /// Whether an id was noted.
    #[must_use]
    pub fn has(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// The customers of a file: which there are, and what it says of them if they are in the order of their ids.
pub struct FileCustomers {
    ids: CustomerIds,
    rows: Box<dyn Iterator<Item = (u32, Account)> + Send>,
    /// The row that was read last.
    last: Option<(u32, Account)>,
}

impl fmt::Debug for FileCustomers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileCustomers").field("last", &self.last).finish_non_exhaustive()
    }
}

impl FileCustomers {
    /// Customers with these ids. `rows` are what is known of them, in the order of the ids; none, if the file has
    /// another order.
    #[must_use]
    pub fn new(
        ids: CustomerIds,
        rows: impl Iterator<Item = (u32, Account)> + Send + 'static,
    ) -> FileCustomers {
        FileCustomers { ids, rows: Box::new(rows), last: None }
    }

    /// Moves on to a customer, who comes after those who were asked for before.
    fn find(&mut self, number: u32) -> Option<Account> {
        if !self.ids.has(number) {
            return None;
        }
        while self.last.is_none_or(|(last, _)| last < number) {
            match self.rows.next() {
                Some(row) => self.last = Some(row),
                None => return Some(Account::default()),
            }
        }
        let found = self.last.filter(|(last, _)| *last == number);
        Some(found.map_or_else(Account::default, |(_, account)| account))
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
            if let Some((number, account)) = Account::of_row(&fields)
                && number == before + 1 + block.len() as u32
            {
                block.push(account);
            }
        });
    }
}
