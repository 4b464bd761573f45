//! The options as they are typed, with their help. Whether their values make sense is for the
//! recipe and the requests to say: `parameters` stay text here, and `Parameter::read` alone reads it.
//! `values` reads all others.

mod parameters;
mod values;

pub(super) use values::processors;

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use self::parameters::{Generating, Linking, ParameterOptions, Validating};
use self::values::{examples, folder, loadable, page_address, table, target, threads, tolerance};
use super::output_format::OutputFormatOptions;
use crate::format::TableName;
use crate::loader::Target;
use crate::tables::TableId;
use crate::validate::Criteria;

/// Segmented, seeded, validated synthetic customers as CSV: the same options make the same bytes,
/// on every machine and in the browser.
#[derive(Debug, Parser)]
#[command(name = "segmint", version, long_version = WITH_SOURCES, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What `--version` says, where `-V` says the version alone: whose facts the customers are drawn from.
const WITH_SOURCES: &str = concat!(env!("CARGO_PKG_VERSION"), "\n\n", include_str!("../../NOTICE"));

const GENERATE_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --count 1000 --output data/customers.csv
  segmint generate-customers --output customers.csv.gz
  segmint generate-customers --count 1000000 --output customers.parquet
  segmint generate-customers --format sql --table staging.customers --output - | psql
  segmint generate-customers --bom --crlf --delimiter semicolon --output for-excel.csv
  segmint generate-customers --dirt missing_value:120,ragged_row:0.5pct --answer-key key.csv
  segmint generate-customers --count 5000 --rows 2501-5000 --no-header --output second-half.csv
  segmint generate-customers --link '#v=2&seed=42&count=50000&as_of=2026-01-01'

Exit code: 0 if the file is in its place, 1 if it could not be made or is not the one of the SHA-256 in the
link, 2 if the options make no sense.";

const TRANSACTIONS_EXAMPLES: &str = "\
Examples:
  segmint generate-transactions --count 1000 --as-of 2026-01-01
  segmint generate-transactions --count 1000 --months 12 --overlap 25 --output data/transactions.parquet
  segmint generate-transactions --customers 2501-5000 --no-header --output part.csv
  segmint generate-transactions --link '#v=2&seed=42&count=1000&as_of=2026-01-01' --output - | gzip > t.csv.gz

A link to the customers is a link to what they buy, too; but the SHA-256 in a link is of the table that the link
names, and a link with that of the customers is refused here: segmint generate makes both, and compares the one.

Exit code: 0 if the file is in its place, 1 if it could not be made or is not the one of the SHA-256 in the
link, 2 if the options make no sense.";

const BOTH_EXAMPLES: &str = "\
Examples:
  segmint generate --count 1000 --as-of 2026-01-01 --output data
  segmint generate --format parquet --output data
  segmint generate --link '#v=2&seed=42&count=1000&as_of=2026-01-01' --compress gzip

Exit code: 0 if both files are in their place, 1 if one could not be made or is not the one of the SHA-256 in
the link, and then neither is, 2 if the options make no sense.";

const LINK_EXAMPLES: &str = "\
Examples:
  segmint link --count 1000 --as-of 2026-01-01
  segmint link --sha256 --base https://example.org/segmint/
  segmint link --table transactions --count 1000 --as-of 2026-01-01 --months 12
  segmint link --link '#v=2&seed=42&count=50&as_of=2026-01-01' --base https://example.org/ --form embed";

const VALIDATE_EXAMPLES: &str = "\
Examples:
  segmint validate customers.csv
  segmint validate transactions.csv --customers customers.csv
  segmint validate export.csv --weights 20,20,20,20,20 --age 18-90 --tolerance 2.5
  segmint validate customers.csv --link '#v=2&seed=42&count=50000&as_of=2026-01-01' --identical
  gunzip < customers.csv.gz | segmint validate - --report json

Exit code: 0 if the file is valid (there may be warnings), 1 if it is not or is no CSV at all, 2 if it
could not be opened or read to its end.";

const LOADER_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --as-of 2026-01-01 --output customers.csv
  segmint loader postgres --as-of 2026-01-01 --table staging.customers | psql
  segmint loader postgres --as-of 2026-01-01 --of transactions --customers staging.customers | psql
  segmint loader duckdb --link '#v=2&seed=42&count=50000&as_of=2026-01-01' > load.sql
  segmint generate-customers --as-of 2026-01-01 --output - | aws s3 cp - s3://bucket/customers/customers.csv";

/// What is asked of the program.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Mints customers, reads them back, and reports on what was read.
    #[command(after_help = GENERATE_EXAMPLES)]
    GenerateCustomers(GenerateOptions),
    /// Mints what customers buy: a table of transactions that joins theirs by the id of the
    /// customer. The same recipe makes both.
    #[command(after_help = TRANSACTIONS_EXAMPLES)]
    GenerateTransactions(TransactionsOptions),
    /// Mints both tables into a folder, customers and transactions: both files appear, or neither.
    #[command(after_help = BOTH_EXAMPLES)]
    Generate(BothOptions),
    /// Prints the link to a data set, for the page and for --link.
    #[command(after_help = LINK_EXAMPLES)]
    Link(LinkOptions),
    /// Prints a script that loads the plain CSV of a data set: a table with types and constraints, and
    /// the statement that reads the file. The recipe says what the constraints are.
    #[command(after_help = LOADER_EXAMPLES)]
    Loader(LoaderOptions),
    /// Reads a file of customers or transactions, whoever made it, and reports whether it keeps the contract.
    #[command(after_help = VALIDATE_EXAMPLES)]
    Validate(ValidateOptions),
}

/// The options of `generate-customers`.
#[derive(Debug, Args)]
pub(super) struct GenerateOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions<Generating>,

    /// The whole recipe as a link, or what stands behind its #. If the link says the SHA-256 of the
    /// sender's file, the file is put in place only if it is identical.
    #[arg(long, value_name = "LINK", help_heading = "The customers")]
    pub(super) link: Option<String>,

    /// Where the data go: a file, which appears whole or not at all (folders are made for it),
    /// or - for standard output, and then the report goes to standard error. [default:
    /// customers.csv, or the ending of the format]
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) output: Option<PathBuf>,

    /// Where the answer key goes, beside the file: a line for each fault of --dirt with its row, line,
    /// column and kind, the value without it and with it, and the rules that it breaks. The name ends
    /// in .csv or .ndjson.
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) answer_key: Option<PathBuf>,

    /// Only these rows of the data set, counted from 1, both ends included, as in
    /// 1000001-2000000. Ranges made apart concatenate to the whole, as CSV without header and as
    /// NDJSON. [default: all]
    #[arg(long, value_name = "FIRST-LAST", help_heading = "The file")]
    pub(super) rows: Option<String>,

    /// Leave the header line of a CSV out, and that of its answer key.
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

    /// The whole recipe as a link, or what stands behind its #, whichever of its tables it names. If it
    /// says the SHA-256 of the sender's transactions, the file is put in place only if it is identical.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// Where the data go: a file, which appears whole or not at all (folders are made for it),
    /// or - for standard output, and then the report goes to standard error. [default:
    /// transactions.csv, or the ending of the format]
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) output: Option<PathBuf>,

    /// Where the answer key goes, beside the file: a line for each fault of --dirt with its row, line,
    /// column and kind, the value without it and with it, and the rule that it breaks. The name ends
    /// in .csv or .ndjson.
    #[arg(long, value_name = "FILE", help_heading = "The file")]
    pub(super) answer_key: Option<PathBuf>,

    /// Only what these customers buy, counted from 1, both ends included, as in 1001-2000. Ranges made
    /// apart concatenate to the whole, as CSV without header and as NDJSON. [default: all]
    #[arg(long, value_name = "FIRST-LAST", help_heading = "The file")]
    pub(super) customers: Option<String>,

    /// Leave the header line of a CSV out, and that of its answer key.
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

    /// The whole recipe as a link, or what stands behind its #. If it says the SHA-256 of one of the
    /// sender's tables, both files are put in place only if that one is identical.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// The folder for customers.csv and transactions.csv, or with the ending of the format; it is made if
    /// there is none.
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

    /// Leave the SHA-256 of the file out, which takes longer than all the rest.
    #[arg(long, help_heading = "The report")]
    pub(super) no_fingerprint: bool,

    /// How many threads, 1 to 1024; the bytes do not depend on it. [default: one a processor]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = "The work")]
    pub(super) threads: Option<NonZero<usize>>,
}

/// The options of `link`.
#[derive(Debug, Args)]
pub(super) struct LinkOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,

    /// The whole recipe as a link, or what stands behind its #, as it came: it is printed as
    /// Segmint writes it.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// Which table it names, customers or transactions. [default: that of --link; otherwise customers]
    #[arg(long, value_name = "TABLE", value_parser = table, help_heading = "The link")]
    pub(super) table: Option<TableId>,

    /// The address of a page, which is put before the #.
    #[arg(long, value_name = "URL", value_parser = page_address, required_if_eq_any = [("form", "markdown"), ("form", "embed")], help_heading = "The link")]
    pub(super) base: Option<String>,

    /// Add the SHA-256 of the table's file, so that whoever opens the link is told that it is the same. The
    /// table is made for it, and goes nowhere.
    #[arg(long, help_heading = "The link")]
    pub(super) sha256: bool,

    /// What carries the link.
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

    /// The name that the table gets, perhaps with its schema; in BigQuery in the dataset segmint unless it names
    /// one. Data frames and object stores have none. [default: customers or transactions]
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<TableName>,

    /// The table whose customers the transactions are of, for their foreign key; it is there before them, and
    /// in SQLite and DuckDB in the same file. Of a data frame the name, and there no customer is looked up without
    /// it. [default: customers, in the schema of --table]
    #[arg(long, value_name = "NAME")]
    pub(super) customers: Option<TableName>,

    /// The path of the CSV as whoever runs the script sees it, perhaps compressed as in
    /// customers.csv.gz. [default: customers.csv or transactions.csv]
    #[arg(long, value_name = "FILE", value_parser = loadable)]
    pub(super) file: Option<String>,

    /// The whole recipe as a link, or what stands behind its #.
    #[arg(long, value_name = "LINK", help_heading = "The data set")]
    pub(super) link: Option<String>,

    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The data set")]
    pub(super) parameters: ParameterOptions<Linking>,
}

/// The options of `validate`.
#[derive(Debug, Args)]
pub(super) struct ValidateOptions {
    /// The CSV, or - for standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// Of transactions: the table of customers whose they are, which says who exists, since when, and in which
    /// segment. [default: the customers of the whole recipe, if one is given]
    #[arg(long, value_name = "FILE", help_heading = "What it is held against")]
    pub(super) customers: Option<PathBuf>,

    /// The targets and ranges.
    #[command(flatten, next_help_heading = "What it is held against")]
    pub(super) parameters: ParameterOptions<Validating>,

    /// The whole recipe as a link, or what stands behind its #. As with --seed, --count and --as-of
    /// together, the file is compared with that data set byte by byte, and with the SHA-256 in the
    /// link if there is one.
    #[arg(long, value_name = "LINK", help_heading = "What it is held against")]
    pub(super) link: Option<String>,

    /// How far a segment's share may be off its target before there is a warning, in percentage
    /// points, 0 to 100 in steps of 0.1.
    #[arg(long, value_name = "POINTS", default_value = "5", value_parser = tolerance, help_heading = "What it is held against")]
    pub(super) tolerance: u16,

    /// Exit with 1, too, if the file is not byte for byte the data set of the whole recipe, or not
    /// the sender's file.
    #[arg(long, help_heading = "What it is held against")]
    pub(super) identical: bool,

    /// How to report.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportForm::Text, help_heading = "The report")]
    pub(super) report: ReportForm,

    /// How many places a finding shows, 0 to 1000.
    #[arg(long, value_name = "N", default_value_t = Criteria::EXAMPLES, value_parser = examples, help_heading = "The report")]
    pub(super) examples: u32,

    /// No report and no progress, only the exit code and errors.
    #[arg(long, conflicts_with = "report", help_heading = "The report")]
    pub(super) quiet: bool,

    /// How many threads, 1 to 1024; the report does not depend on it. [default: one a processor]
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
        CommandLine::try_parse_from(joined(arguments)).map(|line| line.command)
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
    use clap::CommandFactory;

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
