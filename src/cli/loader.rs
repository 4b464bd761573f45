//! The command that prints what loads a data set somewhere.

use std::process::ExitCode;

use super::console;
use super::error::Error;
use super::options::LoaderOptions;
use super::recipe::link;
use crate::link::Link;
use crate::loader::Kit;

/// Prints the script.
///
/// # Errors
/// Parameters that cannot be, a link that is not understood, both of them, and nobody who takes what
/// is printed.
pub(super) fn print(options: LoaderOptions) -> Result<ExitCode, Error> {
    let Link { recipe, .. } = link(options.link.as_deref(), &options.parameters.given)?;
    let kit = Kit { recipe, table: options.table.unwrap_or_default(), file: options.file };
    let script = kit.script(options.target);
    console::print(&script).map_err(Error::Report)?;
    Ok(ExitCode::SUCCESS)
}
