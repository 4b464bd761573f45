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
pub struct LoadScript {
    table: TableId,
    source: Source,
}

/// What a script is made of.
#[derive(Clone, Debug)]
enum Source {
    /// All that it takes.
    Kit(Box<Kit>),
    /// A link, of which the command makes the script.
    Link(String),
}

impl LoadScript {
    /// What loads this data set. Its rows are counted for that.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn of(chosen: &Chosen) -> Result<LoadScript, NotInVersion> {
        let table = chosen.table();
        let source = if table == TableId::Transactions && chosen.customers() > COUNTED {
            Source::Link(format!("#{}", chosen.link()))
        } else {
            Source::Kit(Box::new(Kit::new(table, chosen.recipe().clone())?))
        };
        Ok(LoadScript { table, source })
    }

    /// The name under which it is saved, if it is here.
    #[must_use]
    pub fn file_name(&self, target: Target) -> Option<String> {
        let is_here = matches!(self.source, Source::Kit(_));
        is_here.then(|| target.script_name(self.table.schema()))
    }

    /// The command that runs it, once it is saved.
    #[must_use]
    pub fn run_command(&self, target: Target) -> String {
        target.run_command(self.table.schema())
    }

    /// Its text for this target.
    #[must_use]
    pub fn text(&self, target: Target) -> String {
        match &self.source {
            Source::Kit(kit) => kit.script(target),
            Source::Link(link) => {
                let (word, link) = (target.word(), shell::word(link));
                let name = target.script_name(self.table.schema());
                format!(
                    "# The script holds the number of rows, which takes a while to count: the command does.\n\
                    segmint loader {word} --link {link} > {name}\n"
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

    fn of(link: &str) -> LoadScript {
        let Link { recipe, table, .. } = Link::parse(link).unwrap();
        LoadScript::of(&Chosen::new(recipe, table).unwrap()).unwrap()
    }

    fn text(link: &str, target: Target) -> String {
        of(link).text(target)
    }

    #[test]
    fn every_script_has_a_name_and_the_command_that_runs_it() {
        let script = of("v=2&seed=7&count=300&as_of=2026-11-23&table=transactions");
        for target in Target::ALL {
            let (name, command) = (script.file_name(target).unwrap(), script.run_command(target));
            assert!(
                name.starts_with("load_transactions.") && command.ends_with(&name),
                "{command}"
            );
            let text = script.text(target);
            assert!(target == Target::S3 || text.contains(&command), "{text}");
        }
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
        let command = format!(
            "\nsegmint loader duckdb --link '#{link}&table=transactions' > load_transactions.sql\n"
        );
        assert!(script.ends_with(&command), "{script}");
        let script = of(&format!("{link}&table=transactions"));
        assert_eq!(script.file_name(Target::DuckDb), None, "it is not here");
        assert!(script.run_command(Target::DuckDb).ends_with(" < load_transactions.sql"));
    }
}
