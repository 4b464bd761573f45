//! The commands that print what shells and `man` know of the program: completions and manual pages, made of the
//! definitions that the help is made of.

use std::process::ExitCode;

use clap_mangen::Man;

use super::console;
use super::error::Error;
use super::options::{Command, CompletionsOptions, ManOptions};

/// Prints the completions for a shell.
///
/// # Errors
/// When nobody takes them.
pub(super) fn print_completions(options: &CompletionsOptions) -> Result<ExitCode, Error> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Command::definitions(), "segmint", &mut script);
    print(&script)
}

/// Prints the manual page of the program or of one command.
///
/// # Errors
/// A command that there is not, and when nobody takes the page.
pub(super) fn print_page(options: &ManOptions) -> Result<ExitCode, Error> {
    let mut program = Command::definitions();
    program.build();
    let command = match &options.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| Error::NoCommand {
                name: name.clone(),
                known: program
                    .get_subcommands()
                    .map(clap::Command::get_name)
                    .collect::<Vec<_>>()
                    .join(", "),
            })?
        }
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Error::Report)?;
    print(&page)
}

fn print(text: &[u8]) -> Result<ExitCode, Error> {
    console::print(&String::from_utf8_lossy(text)).map_err(Error::Report)?;
    Ok(ExitCode::SUCCESS)
}
