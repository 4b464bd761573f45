//! What can go wrong on the command line, said in one line for a person, and the exit codes.

use std::io;
use std::process::ExitCode;

use clap::error::ErrorKind;
use thiserror::Error;

use super::console::tell;
use super::input::Source;
use super::output::Destination;
use crate::fingerprint::first_difference;
use crate::format::{TableName, Unsayable};
use crate::link::LinkError;
use crate::recipe::ParameterError;
use crate::shell::option;
use crate::table::NotInVersion;
use crate::tables::TableId;

/// The exit code that shells have for a program whose reader has left: 128 and the number of the signal
/// that it gets.
const READER_GONE: u8 = 141;

/// Why nothing, or not the whole file, was made.
#[derive(Debug, Error)]
pub(super) enum Error {
    /// Options that clap does not understand, or a request for help.
    #[error("{}", first_words(.0))]
    Options(#[from] clap::Error),
    /// Parameters out of their limits.
    #[error("{}", lines(.0))]
    Parameters(Vec<ParameterError>),
    /// A link that is not understood.
    #[error("--link: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Link(Vec<LinkError>),
    /// A link, which says all parameters, and parameters beside it.
    #[error("--link says the whole recipe, so it cannot be given together with {}", options(.0))]
    LinkAndParameters(Vec<String>),
    /// A link with a fingerprint, and the wish to take none.
    #[error(
        "--link says a SHA-256 that the file is checked against, so it cannot be given together with \
         --no-fingerprint"
    )]
    Unchecked,
    /// A table that the version of the recipe does not have.
    #[error(transparent)]
    Table(#[from] NotInVersion),
    /// A command that there is not.
    #[error("there is no command {name:?}; there are {known}")]
    NoCommand {
        /// What was asked for.
        name: String,
        /// All there are.
        known: String,
    },
    /// A file of customers that is not there.
    #[error(
        "--customers {0}: there is no such file. This is the file of the customers who made the transactions; a range \
         of customers is an option of segmint generate-transactions"
    )]
    NoCustomersFile(Source),
    /// A file that is to be checked beside itself.
    #[error("{0} cannot be both the transactions and their customers")]
    BesideItself(Source),
    /// Customers beside customers.
    #[error("--customers is for a file of transactions, and {0} is one of customers")]
    NothingBeside(Source),
    /// The customers of customers.
    #[error("--customers is for transactions, and this loads customers: say --of transactions")]
    NoReference,
    /// A name of the one table where the other is meant, as far as anybody can tell.
    #[error(
        "{option} {name} is only a name, and this {does} {made}: for {named}, {way}",
        made = .made.word(), named = .named.word()
    )]
    OtherName {
        /// The option.
        option: &'static str,
        /// What was given.
        name: String,
        /// What is done.
        does: &'static str,
        /// The table that it is done with.
        made: TableId,
        /// The table of this name.
        named: TableId,
        /// How one comes to that.
        way: String,
    },
    /// Transactions in the table of the customers whom they refer to.
    #[error(
        "--table {0}: the transactions refer to the customers, which are in the table of that name; say another name \
         with --table, or where the customers are with --customers"
    )]
    OwnReference(TableName),
    /// A link with the fingerprint of another table than is made.
    #[error(
        "--link says the SHA-256 of {}, and this makes {}, which cannot be checked against it: leave sha256=... \
         out of the link, or make both tables with segmint generate",
        .said.word(), .made.word()
    )]
    OtherTable {
        /// The table of the link.
        said: TableId,
        /// The table that is made.
        made: TableId,
    },
    /// One name for two tables.
    #[error(
        "--table names one table of a database, and these are two: they are named customers and transactions"
    )]
    TwoTables,
    /// Parameters of a data set without the others that tell it from all data sets.
    #[error("to compare the file with a data set, give {} as well, or a --link", options(.0))]
    HalfARecipe(Vec<String>),
    /// A range of rows or customers that the data set does not have.
    #[error(
        "--{option} {text:?}: must be a range within 1-{count}, the {option} of the data set, smaller end first{hint}"
    )]
    Rows {
        /// The option, which says what is counted.
        option: &'static str,
        /// What was given.
        text: String,
        /// How many there are.
        count: u32,
        /// What may be meant, behind a semicolon; or nothing.
        hint: String,
    },
    /// An answer key of no known form.
    #[error("--answer-key {0}: the name must end in .csv or .ndjson")]
    KeyForm(Destination),
    /// An answer key where the file goes.
    #[error("--answer-key {0}: the file itself goes there")]
    KeyInPlace(Destination),
    /// A report that would go into the file that it is about.
    #[error("{0} is also where the report goes, so it would be read as a part of it")]
    ReportInPlace(Source),
    /// A name that ends in what no format has.
    #[error(
        "--output {destination}: no format ends in {ending:?}. Known are {known}; or say the format \
         with --format, and the compression with --compress"
    )]
    Ending {
        /// The file.
        destination: Destination,
        /// What its name ends in.
        ending: String,
        /// What there is.
        known: &'static str,
    },
    /// An option that is for another format.
    #[error("{option} is for {only}, and the file is {format}")]
    OtherFormat {
        /// The option.
        option: &'static str,
        /// The format that it is for.
        only: &'static str,
        /// The format of the file.
        format: &'static str,
    },
    /// More rows in a statement than the database takes.
    #[error(
        "--batch {rows}: a statement for {database} has {most} rows at most, because it takes 1 MB"
    )]
    LargeBatch {
        /// The rows.
        rows: u32,
        /// The database.
        database: &'static str,
        /// The most there may be.
        most: u32,
    },
    /// A compression that is for another format.
    #[error("--compress {way}: {format} can be compressed with {ways}")]
    OtherCompression {
        /// The compression.
        way: &'static str,
        /// What it does not go with.
        format: &'static str,
        /// What does.
        ways: &'static str,
    },
    /// A clock in a year that no file can hold.
    #[error("today's date is out of range, say another day with --as-of")]
    Clock,
    /// The destination took no bytes, or not all.
    #[error("cannot write {destination}: {source}")]
    Write {
        /// Where they should have gone.
        destination: Destination,
        /// Why they did not.
        source: io::Error,
    },
    /// The format has no words for a row.
    #[error("{0}")]
    Unsayable(#[from] Unsayable),
    /// A file that was to be judged could not be read, or not to its end.
    #[error("cannot read {file}: {source}")]
    Read {
        /// Which file.
        file: Source,
        /// Why not.
        source: io::Error,
    },
    /// Nobody took the report.
    #[error("cannot print the report: {0}")]
    Report(#[source] io::Error),
    /// The rows that were made break rules where they were not to, or do not where they were to, so
    /// the file did not take its place.
    #[error(
        "{findings} findings more or less than the faults that were asked for, so {destination} cannot be trusted and was not written"
    )]
    Invalid {
        /// How many findings there are too many or too few.
        findings: u64,
        /// Where the file should have gone.
        destination: Destination,
    },
    /// The table is not that of the link's fingerprint.
    #[error(
        "these are NOT the sender's {}: the link says SHA-256 {expected}, they have {sha256}, which \
         differs from digit {digit} on. Either the link was changed on its way, or the sender has another version of Segmint than \
         this one, {version}. {}",
        .table.word(),
        consequence(.destination.as_ref()),
        digit = first_difference(.expected, .sha256).unwrap_or_default(),
        version = env!("CARGO_PKG_VERSION")
    )]
    Foreign {
        /// Which table it is.
        table: TableId,
        /// What the link says.
        expected: String,
        /// What they have.
        sha256: String,
        /// Where they should have gone, if anywhere.
        destination: Option<Destination>,
    },
}

impl Error {
    /// Tells the person and gives the exit code: 2 for a request that makes no sense and for a file
    /// that cannot be read, 1 for what failed otherwise, 0 for a request for help. Nothing is told, with
    /// the code that shells have for it, of a reader that has left.
    pub(super) fn report(&self) -> ExitCode {
        if let Error::Options(asked) = self
            && wants_the_whole_text(asked)
        {
            // Nobody is there to be told that nobody reads the help.
            let _ = asked.print();
            return ExitCode::from(u8::from(asked.use_stderr()) * 2);
        }
        if self.is_reader_gone() {
            return ExitCode::from(READER_GONE);
        }
        for line in self.to_string().lines() {
            tell(line);
        }
        match self {
            Error::Options(_)
            | Error::Parameters(_)
            | Error::Link(_)
            | Error::LinkAndParameters(_)
            | Error::Unchecked
            | Error::Table(_)
            | Error::NoReference
            | Error::OtherName { .. }
            | Error::OwnReference(_)
            | Error::NoCommand { .. }
            | Error::NoCustomersFile(_)
            | Error::BesideItself(_)
            | Error::NothingBeside(_)
            | Error::OtherTable { .. }
            | Error::TwoTables
            | Error::HalfARecipe(_)
            | Error::Rows { .. }
            | Error::KeyForm(_)
            | Error::KeyInPlace(_)
            | Error::ReportInPlace(_)
            | Error::Ending { .. }
            | Error::OtherFormat { .. }
            | Error::LargeBatch { .. }
            | Error::OtherCompression { .. }
            | Error::Read { .. } => ExitCode::from(2),
            Error::Clock
            | Error::Write { .. }
            | Error::Unsayable(_)
            | Error::Report(_)
            | Error::Invalid { .. }
            | Error::Foreign { .. } => ExitCode::FAILURE,
        }
    }
}

impl Error {
    /// Whether all that happened is that whoever read standard output has left, as `head` does.
    fn is_reader_gone(&self) -> bool {
        match self {
            Error::Write { destination: Destination::Stdout, source } | Error::Report(source) => {
                source.kind() == io::ErrorKind::BrokenPipe
            }
            _ => false,
        }
    }
}

fn wants_the_whole_text(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// What clap says before it repeats the usage, in one line.
fn first_words(error: &clap::Error) -> String {
    let text = error.to_string();
    let words = text.strip_prefix("error: ").unwrap_or(&text);
    let before_usage = words.split("\nUsage:").next().unwrap_or(words);
    let before_help = before_usage.split("\nFor more information").next().unwrap_or(words);
    let lines: Vec<&str> =
        before_help.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("; ").replace(":; ", ": ")
}

/// What became of customers that are not the sender's.
fn consequence(destination: Option<&Destination>) -> String {
    match destination {
        Some(Destination::Stdout) => "Do not use what went to standard output.".to_owned(),
        Some(place) => format!("{place} was not written."),
        None => "No link was printed.".to_owned(),
    }
}

/// Options by their names.
fn options(names: &[String]) -> String {
    let names = names.iter().map(|name| format!("--{name}"));
    names.collect::<Vec<_>>().join(", ")
}

/// One line for each fault, with the parameter under the name that was typed.
fn lines(faults: &[ParameterError]) -> String {
    let lines: Vec<String> = faults
        .iter()
        .map(|ParameterError { parameter, value, limit }| {
            format!("--{} {value:?}: {limit}", option(*parameter))
        })
        .collect();
    lines.join("\n")
}
