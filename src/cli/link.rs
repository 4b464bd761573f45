//! The command that prints a link: a recipe in, a line out.

use std::process::ExitCode;

use super::console;
use super::error::Error;
use super::options::{LinkForm, LinkOptions};
use super::recipe::{link, link_to};
use super::tables::fingerprint;
use crate::link::Link;
use crate::share;

/// Prints the link that the options ask for.
///
/// # Errors
/// What is no recipe, or none that has the table, a fingerprint in a link that the table does not have, and
/// when nobody takes the line.
pub(super) fn print(options: &LinkOptions) -> Result<ExitCode, Error> {
    let (text, given) = (options.link.as_deref(), &options.parameters.given);
    let mut link = match options.table {
        Some(table) => link_to(table, text, given)?,
        None => link(text, given)?,
    };
    if options.sha256 {
        let (table, sha256) = (link.table, fingerprint(link.table, &link.recipe)?);
        match link.sha256 {
            Some(expected) if expected != sha256 => {
                return Err(Error::Foreign { table, expected, sha256, destination: None });
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
