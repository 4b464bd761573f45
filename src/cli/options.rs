//! The options as they are typed, with their help. Whether their values make sense is for the
//! recipe and the requests to say: `parameters` stay text here, and `Parameter::read` alone reads it.
//! `values` reads all others, and `hints` says what was probably meant by an option that there is not. `examples` stand below the help.

mod examples;
mod hints;
mod parameters;
mod values;

pub(super) use values::processors;

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use self::examples::{
    BOTH_EXAMPLES, COMPLETIONS_EXAMPLES, FIRST_STEPS, GENERATE_EXAMPLES, LINK_EXAMPLES,
    LOADER_EXAMPLES, MAN_EXAMPLES, TRANSACTIONS_EXAMPLES, VALIDATE_EXAMPLES,
};
use self::parameters::{Generating, Linking, ParameterOptions, Validating};
use self::values::{
    customers_table, examples, folder, loadable, page_address, table, target, threads, tolerance,
};
use super::output_format::OutputFormatOptions;
use crate::format::TableName;
use crate::loader::Target;
use crate::tables::TableId;
use crate::validate::Criteria;

/// Generates synthetic credit-card customers and their transactions, and checks such files. The same
/// options make the same bytes, on every machine and in the browser.
#[derive(Debug, Parser)]
#[command(
    name = "segmint", version, long_version = WITH_SOURCES, arg_required_else_help = true,
    max_term_width = 100, after_help = FIRST_STEPS
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What `--version` says, where `-V` says the version alone: whose facts the customers are drawn from.
const WITH_SOURCES: &str = concat!(env!("CARGO_PKG_VERSION"), "\n\n", include_str!("../../NOTICE"));

/// What is asked of the program.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Generates customers, checks every row, and reports on them.
    #[command(after_help = GENERATE_EXAMPLES)]
    GenerateCustomers(GenerateOptions),
    /// Generates what customers buy: a table of transactions that joins the customers by their id.
    /// The same recipe makes both tables.
    #[command(after_help = TRANSACTIONS_EXAMPLES)]
    GenerateTransactions(TransactionsOptions),
    /// Generates both tables, customers and transactions, into a folder: both files appear, or neither.
    #[command(after_help = BOTH_EXAMPLES)]
    Generate(BothOptions),
    /// Prints the link to a data set, for the page and for --link.
    #[command(after_help = LINK_EXAMPLES)]
    Link(LinkOptions),
    /// Prints a script that loads the plain CSV of a data set into a database or a data frame, with types
    /// and constraints from the recipe.
    #[command(after_help = LOADER_EXAMPLES)]
    Loader(LoaderOptions),
    /// Checks a file of customers or transactions, whoever made it, and reports what is wrong with it.
    #[command(after_help = VALIDATE_EXAMPLES)]
    Validate(ValidateOptions),
    /// Prints the completions for a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(CompletionsOptions),
    /// Prints the manual page of the program or of one command, for man.
    #[command(after_help = MAN_EXAMPLES)]
    Man(ManOptions),
}

/// The options of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsOptions {
    /// The shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub(super) shell: Shell,
}

/// The options of `man`.
#[derive(Debug, Args)]
pub(super) struct ManOptions {
    /// The command whose page is printed. [default: the program as a whole]
    #[arg(value_name = "COMMAND")]
    pub(super) command: Option<String>,
}

/// The options of `generate-customers`.
#[derive(Debug, Args)]
pub(super) struct GenerateOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions<Generating>,

    /// The whole recipe as a link, or the part behind its #. If the link says the SHA-256 of the
    /// sender's file, the file is put in place only if it is identical.
    #[arg(long, value_name = "LINK", help_heading = "The customers")]
    pub(super) link: Option<String>,

    /// The file to write, which appears whole or not at all (missing folders are created), or - for
    /// standard output; then the report goes to standard error. [default:
    /// customers.csv, or the ending of the format]
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) output: Option<PathBuf>,

    /// A second file that lists the faults of --dirt, one a line: row, line, column, kind, the value
    /// before and after, and the rules it breaks. Its name ends in .csv or .ndjson.
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) answer_key: Option<PathBuf>,

    /// A range: only these rows of the data set, counted from 1, both ends included, as in
    /// 1001-2000. For how many customers there are, use --count. Ranges made separately can be
    /// joined with cat, as CSV without header or as NDJSON. [default: all]
    #[arg(long, value_name = "FIRST-LAST", help_heading = "The file")]
    pub(super) rows: Option<String>,

    /// Leave out the header line of a CSV and of its answer key.
    #[arg(long, help_heading = "The file")]
    pub(super) no_header: bool,

    /// The format of the file, and how it is made.
    #[command(flatten)]
    pub(super) run: RunOptions,
}

/// The options of `generate-transactions`.
#[derive(Debug, Args)]
pub(super) struct TransactionsOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,

    /// The whole recipe as a link, or the part behind its #, whichever of its tables it names. If it
    /// says the SHA-256 of the sender's transactions, the file is put in place only if it is identical.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// The file to write, which appears whole or not at all (missing folders are created), or - for
    /// standard output; then the report goes to standard error. [default:
    /// transactions.csv, or the ending of the format]
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) output: Option<PathBuf>,

    /// A second file that lists the faults of --dirt, one a line: row, line, column, kind, the value
    /// before and after, and the rule it breaks. Its name ends in .csv or .ndjson.
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) answer_key: Option<PathBuf>,

    /// A range: only what these customers buy, counted from 1, both ends included, as in 1001-2000. For
    /// how many customers there are, use --count. Ranges made separately can be joined with cat, as
    /// CSV without header or as NDJSON. [default: all]
    #[arg(long, value_name = "FIRST-LAST", help_heading = "The file")]
    pub(super) customers: Option<String>,

    /// Leave out the header line of a CSV and of its answer key.
    #[arg(long, help_heading = "The file")]
    pub(super) no_header: bool,

    /// The format of the file, and how it is made.
    #[command(flatten)]
    pub(super) run: RunOptions,
}

/// The options of `generate`.
#[derive(Debug, Args)]
pub(super) struct BothOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,

    /// The whole recipe as a link, or the part behind its #. If it says the SHA-256 of one of the
    /// sender's tables, both files are put in place only if that one is identical.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// The folder for customers.csv and transactions.csv (or the ending of the format). It is created if
    /// it does not exist.
    #[arg(long, value_name = "FOLDER", default_value = ".", value_parser = folder, help_heading = "The files")]
    pub(super) output: PathBuf,

    /// The format of the files, and how they are made.
    #[command(flatten)]
    pub(super) run: RunOptions,
}

/// How a file is made and told of, whichever table it holds.
#[derive(Debug, Args)]
pub(super) struct RunOptions {
    /// The format of the file.
    #[command(flatten)]
    pub(super) format: OutputFormatOptions,

    /// How to report.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportForm::Text, help_heading = "The report")]
    pub(super) report: ReportForm,

    /// No report and no progress, only errors.
    #[arg(long, conflicts_with = "report", help_heading = "The report")]
    pub(super) quiet: bool,

    /// Do not compute the fingerprint (SHA-256) of the file, which takes about a fifth of the work, and more on a
    /// processor without instructions for it.
    #[arg(long, help_heading = "The report")]
    pub(super) no_fingerprint: bool,

    /// How many threads, 1 to 1024; the bytes are the same with any number. [default: one per processor]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = "The work")]
    pub(super) threads: Option<NonZero<usize>>,
}

/// The options of `link`.
#[derive(Debug, Args)]
pub(super) struct LinkOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,

    /// The whole recipe as a link, or the part behind its #, however it was mangled on
    /// its way: it is printed in its proper form.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// Which table it names, customers or transactions. [default: that of --link; otherwise customers]
    #[arg(long, value_name = "TABLE", value_parser = table, help_heading = "The link")]
    pub(super) table: Option<TableId>,

    /// The address of a page, which is put before the #.
    #[arg(long, value_name = "URL", value_parser = page_address, required_if_eq_any = [("form", "markdown"), ("form", "embed")], help_heading = "The link")]
    pub(super) base: Option<String>,

    /// Add the fingerprint (SHA-256) of the table's file, so that whoever opens the link sees whether their
    /// file is the same. The table is generated for that, but not saved.
    #[arg(long, help_heading = "The link")]
    pub(super) sha256: bool,

    /// How the link is printed.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = LinkForm::Link, help_heading = "The link")]
    pub(super) form: LinkForm,
}

/// The text that carries a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LinkForm {
    /// Nothing but the link.
    Link,
    /// A link in Markdown.
    Markdown,
    /// A frame in HTML, with the page's view for documentation.
    Embed,
}

/// The options of `loader`.
#[derive(Debug, Args)]
pub(super) struct LoaderOptions {
    /// What loads it: snowflake, postgres, sqlite, duckdb, bigquery, pandas, polars or s3.
    #[arg(value_name = "TARGET", value_parser = target)]
    pub(super) target: Target,

    /// Which table of the recipe is loaded, customers or transactions. [default: that of --link; otherwise
    /// customers]
    #[arg(long, value_name = "TABLE", value_parser = table)]
    pub(super) of: Option<TableId>,

    /// The name of the table, perhaps with its schema; in BigQuery in the dataset segmint unless the name
    /// has one. Data frames and object stores have none. [default: customers or transactions]
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<TableName>,

    /// With --of transactions, the name of the table (or data frame) of customers that they refer to by a
    /// foreign key. It must be loaded first; in SQLite and DuckDB into the same file. Without it, a data
    /// frame is not compared with any. [default: customers, in the schema of --table]
    #[arg(long, value_name = "NAME", value_parser = customers_table)]
    pub(super) customers: Option<TableName>,

    /// The path of the CSV on the machine where the script runs, perhaps compressed, as in
    /// customers.csv.gz. [default: customers.csv or transactions.csv]
    #[arg(long, value_name = "FILE", value_parser = loadable)]
    pub(super) file: Option<String>,

    /// The whole recipe as a link, or the part behind its #.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,
}

/// The options of `validate`.
#[derive(Debug, Args)]
pub(super) struct ValidateOptions {
    /// The file (CSV, JSON, NDJSON or Parquet, compressed or not), or - for standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// For transactions: the file of the customers who made them, which says who exists, since when, and in
    /// which segment. [default: the customers of the recipe, if a whole one is given]
    #[arg(long, value_name = "FILE", help_heading = "What to check it against")]
    pub(super) customers: Option<PathBuf>,

    /// The targets and ranges.
    #[command(flatten, next_help_heading = "What to check it against")]
    pub(super) parameters: ParameterOptions<Validating>,

    /// The whole recipe as a link, or the part behind its #. The file is then compared with
    /// that data set byte by byte, as with --seed, --count and --as-of together, and with the SHA-256
    /// in the link if there is one.
    #[arg(long, value_name = "LINK", help_heading = "What to check it against")]
    pub(super) link: Option<String>,

    /// How far a segment's share may be off its target without a warning, in percentage points, 0 to
    /// 100 in steps of 0.1.
    #[arg(long, value_name = "POINTS", default_value = "5", value_parser = tolerance, help_heading = "What to check it against")]
    pub(super) tolerance: u16,

    /// Also exit with 1 if the file is not byte for byte the data set of the recipe, or not the
    /// sender's file.
    #[arg(long, help_heading = "What to check it against")]
    pub(super) identical: bool,

    /// How to report.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportForm::Text, help_heading = "The report")]
    pub(super) report: ReportForm,

    /// How many examples to show of each finding, 0 to 1000.
    #[arg(long, value_name = "N", default_value_t = Criteria::EXAMPLES, value_parser = examples, help_heading = "The report")]
    pub(super) examples: u32,

    /// No report and no progress, only the exit code and errors.
    #[arg(long, conflicts_with = "report", help_heading = "The report")]
    pub(super) quiet: bool,

    /// How many threads, 1 to 1024; the report is the same with any number. [default: one per processor]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = "The work")]
    pub(super) threads: Option<NonZero<usize>>,
}

/// The form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportForm {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Command {
    /// Reads the arguments, the program's own name first.
    ///
    /// # Errors
    /// What clap does not understand, and requests for help.
    pub(super) fn read(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Command, clap::Error> {
        let arguments = joined(arguments);
        let command =
            arguments.get(1).and_then(|word| word.to_str()).unwrap_or_default().to_owned();
        CommandLine::try_parse_from(arguments)
            .map(|line| line.command)
            .map_err(|error| hints::with_hint(error, &command))
    }

    /// All commands and options as they are defined.
    pub(super) fn definitions() -> clap::Command {
        CommandLine::command()
    }
}

/// The arguments, with a value that begins with a minus sign and a digit joined to the option before
/// it: so that `--opened -1-5` is told the limit of its parameter, not taken for two options.
fn joined(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::new();
    for argument in arguments {
        let is_negative = matches!(argument.as_encoded_bytes(), [b'-', b'0'..=b'9', ..]);
        match joined.last_mut() {
            Some(option) if is_negative && is_bare_option(option) => {
                option.push("=");
                option.push(argument);
            }
            _ => joined.push(argument),
        }
    }
    joined
}

/// Whether this is `--option` without a value.
fn is_bare_option(argument: &OsString) -> bool {
    let bytes = argument.as_encoded_bytes();
    bytes.len() > 2 && bytes.starts_with(b"--") && !bytes.contains(&b'=')
}

#[cfg(test)]
mod tests {
    use super::parameters::Purpose;
    use super::*;
    use crate::recipe::Parameter;
    use crate::shell::option;

    #[test]
    fn clap_finds_no_contradiction() {
        CommandLine::command().debug_assert();
    }

    fn states_its_defaults<P: Purpose>(subcommand: &str) {
        let mut command = CommandLine::command();
        let help = command
            .find_subcommand_mut(subcommand)
            .map(|command| command.render_help().to_string())
            .unwrap_or_default();
        let words: Vec<&str> = help.split_whitespace().collect();
        let help = words.join(" ");
        for parameter in Parameter::ALL {
            let stated = help.split_once(&format!("--{} <", option(parameter)));
            assert_eq!(stated.is_some(), P::has(parameter), "{subcommand}: {parameter}");
            let Some((_, rest)) = stated else { continue };
            let (_, stated) = rest.split_once("[default: ").unwrap_or_default();
            let default = P::default_of(parameter);
            assert!(stated.starts_with(&format!("{default}]")), "{parameter}: {rest}");
        }
    }

    #[test]
    fn the_help_states_every_default() {
        states_its_defaults::<Generating>("generate-customers");
        states_its_defaults::<Linking>("generate-transactions");
        states_its_defaults::<Linking>("generate");
        states_its_defaults::<Linking>("link");
        states_its_defaults::<Linking>("loader");
        states_its_defaults::<Validating>("validate");
    }
}
