//! The command that prints what loads a data set somewhere.

use std::process::ExitCode;

use super::console;
use super::error::Error;
use super::options::LoaderOptions;
use super::recipe::link;
use crate::link::Link;
use crate::loader::Kit;
use crate::recipe::Parameters;
use crate::tables::TableId;

/// Prints the script.
///
/// # Errors
/// Parameters that cannot be, a link that is not understood, both of them, a table that the recipe does not have,
/// customers of customers, names of the other table, and nobody who takes what is printed.
pub(super) fn print(options: LoaderOptions) -> Result<ExitCode, Error> {
    let Link { recipe, table, .. } = link(options.link.as_deref(), &options.parameters.given)?;
    let of = options.of.unwrap_or(table);
    if options.customers.is_some() && of != TableId::Transactions {
        return Err(Error::NoReference);
    }
    judge_names(of, &options)?;
    for line in faults(of, recipe.parameters()) {
        console::tell(&line);
    }
    let mut kit = Kit::new(of, recipe)?;
    kit.customers = options.customers;
    kit.table = options.table.unwrap_or(kit.table);
    kit.file = options.file.unwrap_or(kit.file);
    let script = kit.script(options.target);
    console::print(&script).map_err(Error::Report)?;
    Ok(ExitCode::SUCCESS)
}

/// Refuses what is named like the other table, unless it has been said which one is loaded, and one table for both.
fn judge_names(of: TableId, options: &LoaderOptions) -> Result<(), Error> {
    let LoaderOptions { table, file, customers, .. } = options;
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.split('.').next().unwrap_or(name).to_owned()
    };
    let table_word =
        table.as_ref().map(|table| ("--table", table.to_string(), table.last_part().to_owned()));
    let file_word = file.as_ref().map(|file| ("--file", file.clone(), stem(file)));
    for (option, name, word) in table_word.into_iter().chain(file_word) {
        let named = of.other_named(&word);
        if let (None, Some(named)) = (options.of, named) {
            let [one, other] = [of, named].map(TableId::word);
            let way = format!("say --of {other}, or --of {one} if that is meant");
            return Err(Error::OtherName { option, name, does: "loads", made: of, named, way });
        }
    }
    let Some(table) = table.as_ref().filter(|_| of == TableId::Transactions) else { return Ok(()) };
    let is_of_customers = match customers {
        Some(customers) => customers == table,
        None => of.other_named(table.last_part()).is_some(),
    };
    if is_of_customers { Err(Error::OwnReference(table.clone())) } else { Ok(()) }
}

/// What is to be known of a recipe with faults: what its script leaves out.
fn faults(of: TableId, parameters: &Parameters) -> Vec<String> {
    let has_faults = |table: TableId| !table.dirt(parameters).is_none();
    let text = has_faults(of).then(|| {
        let table = of.word();
        format!(
            "the {table} of this recipe have faults on purpose (--dirt), which break constraints: the script loads \
             all columns as text"
        )
    });
    let is_keyless = of == TableId::Transactions && has_faults(TableId::Customers);
    let keyless = is_keyless.then(|| {
        "the customers of this recipe have faults on purpose (--dirt): the script sets no foreign key to them".to_owned()
    });
    text.into_iter().chain(keyless).collect()
}
