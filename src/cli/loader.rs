//! The command that prints what loads a data set somewhere.

use std::io::{self, Write};
use std::process::ExitCode;

use super::error::Error;
use super::inquiry::read_link;
use super::options::LoaderOptions;
use super::order::recipe;
use crate::loader::Kit;

/// Prints the script.
///
/// # Errors
/// Parameters that cannot be, a link that is not understood, both of them, and nobody who takes what
/// is printed.
pub(super) fn print(options: LoaderOptions) -> Result<ExitCode, Error> {
    let given = &options.parameters.given;
    let recipe = match &options.link {
        Some(_) if !given.is_empty() => {
            let parameters = given.iter().map(|(parameter, _)| *parameter).collect();
            return Err(Error::LinkAndParameters(parameters));
        }
        Some(link) => read_link(link)?.recipe,
        None => recipe(given)?,
    };
    let kit = Kit { recipe, table: options.table.unwrap_or_default(), file: options.file };
    let script = kit.script(options.target);
    match io::stdout().write_all(script.as_bytes()) {
        Err(broken) if broken.kind() != io::ErrorKind::BrokenPipe => Err(Error::Report(broken)),
        _ => Ok(ExitCode::SUCCESS),
    }
}
