//! The script that loads a table somewhere, or the command that prints it where that takes too long here.

use segmint::loader::{Kit, Target};
use segmint::shell;
use segmint::table::NotInVersion;
use segmint::tables::TableId;

use crate::chosen::Chosen;

/// Of up to so many customers transactions are counted here, which a script must know: for a tenth of a second.
const COUNTED: u32 = 500_000;

/// What loads a table of a recipe.
#[derive(Clone, Debug)]
pub enum LoadScript {
    /// All that a script takes.
    Kit(Box<Kit>),
    /// There is a link to what the command makes the script of.
    Command(String),
}

impl LoadScript {
    /// What loads this data set. Its rows are counted for that.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn of(chosen: &Chosen) -> Result<LoadScript, NotInVersion> {
        if chosen.table() == TableId::Transactions && chosen.customers() > COUNTED {
            return Ok(LoadScript::Command(format!("#{}", chosen.link())));
        }
        let kit = Kit::new(chosen.table(), chosen.recipe().clone())?;
        Ok(LoadScript::Kit(Box::new(kit)))
    }

    /// Its text for this target.
    #[must_use]
    pub fn text(&self, target: Target) -> String {
        match self {
            LoadScript::Kit(kit) => kit.script(target),
            LoadScript::Command(link) => {
                let (word, link) = (target.word(), shell::word(link));
                format!(
                    "# The script holds the number of rows, which takes a while to count: the command does.\n\
                    segmint loader {word} --link {link}\n"
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::link::Link;

    use super::*;

    fn text(link: &str, target: Target) -> String {
        let Link { recipe, table, .. } = Link::parse(link).unwrap();
        LoadScript::of(&Chosen::new(recipe, table).unwrap()).unwrap().text(target)
    }

    #[test]
    fn either_table_has_a_script() {
        let link = "v=2&seed=7&count=300&as_of=2026-11-23";
        assert!(text(link, Target::Postgres).contains("CREATE TABLE customers"));
        let script = text(&format!("{link}&table=transactions"), Target::Postgres);
        assert!(script.contains("CREATE TABLE transactions"), "{script}");
        assert!(script.contains("REFERENCES customers"), "{script}");
    }

    #[test]
    fn what_takes_long_to_count_is_for_the_command() {
        let link = "v=2&seed=7&count=1000000&as_of=2026-11-23";
        assert!(text(link, Target::DuckDb).contains("CREATE TABLE customers"));
        let script = text(&format!("{link}&table=transactions"), Target::DuckDb);
        let command = format!("\nsegmint loader duckdb --link '#{link}&table=transactions'\n");
        assert!(script.ends_with(&command), "{script}");
    }
}
