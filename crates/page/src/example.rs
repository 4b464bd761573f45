//! A small file for those who want to see what becomes of one, and have none at hand.

use segmint::customers::SCHEMA;
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::table::Generate;
use segmint::tables::TableId;

use crate::form::sprinkled;

/// What it is called.
pub const NAME: &str = "example.csv";

/// How many customers it has.
const CUSTOMERS: u32 = 200;

/// Its bytes: customers, some of whom have a fault.
#[must_use]
pub fn csv() -> Vec<u8> {
    let mut parameters = Parameters {
        count: CUSTOMERS,
        ..Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST)
    };
    parameters.as_of = Date::from_unix_days(20_000);
    let recipe = Recipe::new(sprinkled(&parameters, TableId::Customers));
    let mut file = SCHEMA.header().into_bytes();
    if let Ok(recipe) = recipe {
        let all = Rows::all(&recipe);
        let mut rows = Vec::new();
        DataSet::customers(recipe).generator().write(all, &mut rows);
        file.extend(rows);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_rows_of_which_some_have_faults() {
        let file = String::from_utf8_lossy(&csv()).into_owned();
        assert!(file.lines().count() > CUSTOMERS as usize, "{}", file.lines().count());
        let ids = file.lines().skip(1).map(|row| row.split(',').next().unwrap_or_default());
        let mut ids: Vec<&str> = ids.collect();
        ids.sort_unstable();
        assert!(ids.windows(2).any(|pair| pair[0] == pair[1]), "an id is there twice");
    }
}
