//! The command that prints a link: a recipe in, a line out.

use std::process::ExitCode;

use super::console;
use super::error::Error;
use super::options::{LinkForm, LinkOptions};
use super::progress::ProgressDisplay;
use super::recipe::link;
use crate::data_set::DataSet;
use crate::link::Link;
use crate::recipe::Recipe;
use crate::share;

/// Prints the link that the options ask for.
///
/// # Errors
/// What is no recipe, a fingerprint in a link that the customers do not have, and when nobody takes
/// the line.
pub(super) fn print(options: &LinkOptions) -> Result<ExitCode, Error> {
    let mut link = link(options.link.as_deref(), &options.parameters.given)?;
    if options.sha256 {
        let sha256 = fingerprint(&link.recipe);
        match link.sha256 {
            Some(expected) if expected != sha256 => {
                return Err(Error::Foreign { expected, sha256, destination: None });
            }
            _ => link.sha256 = Some(sha256),
        }
    }
    let text = carried(&link, options.base.as_deref().unwrap_or_default(), options.form);
    console::print(&(text + "\n")).map_err(Error::Report)?;
    Ok(ExitCode::SUCCESS)
}

fn carried(link: &Link, base: &str, form: LinkForm) -> String {
    match form {
        LinkForm::Link => share::address(base, link),
        LinkForm::Markdown => share::markdown(base, link),
        LinkForm::Embed => share::frame(base, link),
    }
}

/// The SHA-256 of the recipe's file, which is made and goes nowhere.
fn fingerprint(recipe: &Recipe) -> String {
    let data_set = DataSet::customers(recipe.clone());
    let progress = ProgressDisplay::of_customers(data_set.rows().count(), true);
    let sha256 = data_set.fingerprint(|customers| progress.advance(customers));
    progress.end();
    sha256
}
