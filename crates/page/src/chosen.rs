//! The data set that the page is about: a recipe, one of its tables, and how much that is, which is told before
//! anything is made.

use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::{BLOCK_ROWS, Rows};
use segmint::recipe::{Dirt, Parameters, Recipe};
use segmint::table::NotInVersion;
use segmint::tables::TableId;
use segmint::transactions::RowGenerator;

use crate::output_format::OutputFormat;
use crate::words;

/// Up to this many customers their table is made by itself.
pub const LIVE_ROWS: u32 = 1_000_000;

/// Up to about so many transactions are made at once, before anybody asks: they take a second.
pub const PART_ROWS: u64 = 200_000;

/// Of so many customers transactions are counted for the estimate of all: right within one percent.
const COUNTED: u32 = 4 * BLOCK_ROWS;

/// The data set that the page is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    recipe: Recipe,
    table: TableId,
    rows: u64,
}

impl Chosen {
    /// This table of a recipe.
    ///
    /// # Errors
    /// If the recipe does not have it.
    pub fn new(recipe: Recipe, table: TableId) -> Result<Chosen, NotInVersion> {
        match table {
            TableId::Customers => Ok(Chosen::of_customers(recipe)),
            TableId::Transactions => {
                let rows = transactions(&recipe)?;
                Ok(Chosen { recipe, table, rows })
            }
        }
    }

    /// The customers of a recipe.
    #[must_use]
    pub fn of_customers(recipe: Recipe) -> Chosen {
        let rows = recipe.parameters().count.into();
        Chosen { recipe, table: TableId::Customers, rows }
    }

    /// The recipe.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Its table.
    #[must_use]
    pub fn table(&self) -> TableId {
        self.table
    }

    /// The link to it, without a fingerprint.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { table: self.table, ..Link::from(self.recipe.clone()) }
    }

    /// How many customers there are.
    #[must_use]
    pub fn customers(&self) -> u32 {
        self.recipe.parameters().count
    }

    /// How many rows the table has: of transactions, about.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// About how many bytes it has in this form.
    #[must_use]
    pub fn bytes(&self, format: OutputFormat) -> f64 {
        self.rows as f64 * format.bytes_a_row(self.table)
    }

    /// Whether it is made at once, whole, without being asked for.
    #[must_use]
    pub fn is_live(&self) -> bool {
        match self.table {
            TableId::Customers => self.customers() <= LIVE_ROWS,
            TableId::Transactions => self.rows <= PART_ROWS,
        }
    }

    /// Its first customers, whose rows are made at once where all would take a while; nothing if all are
    /// made, or none.
    #[must_use]
    pub fn part(&self) -> Option<Rows> {
        let is_cut = self.table == TableId::Transactions && !self.is_live();
        let customers = PART_ROWS * u64::from(self.customers()) / self.rows.max(1);
        is_cut.then(|| Rows { first: 1, last: customers.max(1) })
    }

    /// The same settings with so few customers, a round number, that all their rows are made at once and can be
    /// downloaded; nothing if those are too few for the settings, or all rows are made anyway.
    #[must_use]
    pub fn fewer(&self) -> Option<Chosen> {
        let most = u32::try_from(self.part()?.count()).ok()?;
        let place = 10_u32.pow(most.ilog10());
        let few = Parameters { count: most / place * place, ..self.recipe.parameters().clone() };
        let few = Chosen::new(Recipe::new(few).ok()?, self.table).ok()?;
        few.is_live().then_some(few)
    }

    /// What is said of the rows of these customers alone, and of the whole table.
    #[must_use]
    pub fn told_part(&self, customers: Rows, format: OutputFormat) -> String {
        format!(
            "Shown: every row of the first {} of {}. The whole table has {}, about {}.",
            thousands(customers.count()),
            words::counted(self.customers().into(), "customer"),
            self.amount(),
            words::size(self.bytes(format)),
        )
    }

    /// What a row is called.
    #[must_use]
    pub fn thing(&self) -> &'static str {
        match self.table {
            TableId::Customers => "customer",
            TableId::Transactions => "transaction",
        }
    }

    /// How many rows it has, in words.
    #[must_use]
    pub fn amount(&self) -> String {
        match self.table {
            TableId::Customers => words::counted(self.rows, self.thing()),
            TableId::Transactions => format!("about {} transactions", words::about(self.rows)),
        }
    }
}

/// About how many transactions the customers of a recipe have: as many as some thousand of them have, each.
fn transactions(recipe: &Recipe) -> Result<u64, NotInVersion> {
    let all = recipe.parameters().count;
    let counted = all.min(COUNTED);
    // The first customers spend as they do among all; there may be too few of them for the dirt.
    let few = Parameters { count: counted, dirt: Dirt::NONE, ..recipe.parameters().clone() };
    match Recipe::new(few) {
        Ok(few) => {
            let rows = RowGenerator::new(&few)?.estimate();
            Ok(rows * u64::from(all) / u64::from(counted))
        }
        Err(_) => Ok(RowGenerator::new(recipe)?.estimate()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::RecipeVersion;

    use super::*;

    fn chosen(count: u32, table: TableId) -> Chosen {
        let as_of = "2026-11-23".parse().unwrap();
        let parameters = Parameters { count, ..Parameters::defaults(RecipeVersion::V2, as_of) };
        Chosen::new(Recipe::new(parameters).unwrap(), table).unwrap()
    }

    #[test]
    fn what_takes_a_while_is_begun_with_its_first_customers() {
        let many = chosen(50_000, TableId::Transactions);
        assert_eq!(many.amount(), "about 27,500,000 transactions");
        let part = many.part().unwrap();
        assert_eq!((part.first, part.last), (1, 363));
        assert!(!many.is_live());
        let fewer = many.fewer().unwrap();
        assert!(fewer.is_live() && fewer.customers() == 300, "{}", fewer.customers());
        assert_eq!(fewer.recipe().parameters().seed, many.recipe().parameters().seed);
        let few = chosen(300, TableId::Transactions);
        assert!(few.is_live() && few.part().is_none() && few.fewer().is_none());
        let customers = chosen(LIVE_ROWS + 1, TableId::Customers);
        assert!(!customers.is_live() && customers.part().is_none());
        assert_eq!(customers.amount(), "1,000,001 customers");
    }

    #[test]
    fn version_1_has_no_transactions() {
        let as_of = "2026-11-23".parse().unwrap();
        let recipe = Recipe::new(Parameters::defaults(RecipeVersion::V1, as_of)).unwrap();
        assert!(Chosen::new(recipe.clone(), TableId::Transactions).is_err());
        assert!(Chosen::new(recipe, TableId::Customers).is_ok());
    }

    /// Within one percent, whatever is asked for.
    #[test]
    fn what_is_told_before_is_about_what_comes() {
        let three = chosen(8_000, TableId::Transactions);
        let rows = RowGenerator::new(three.recipe()).unwrap();
        let mut csv = Vec::new();
        let exact = rows.write(Rows::all(three.recipe()), &mut csv);
        assert!(three.rows().abs_diff(exact) * 100 < exact, "{} for {exact}", three.rows());
        let bytes = three.bytes(OutputFormat::PLAIN);
        assert!((bytes / csv.len() as f64 - 1.0).abs() < 0.02, "{bytes} for {}", csv.len());
    }
}
