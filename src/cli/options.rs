//! The options as they are typed, with their help. Whether their values make sense is for the
//! recipe and the order to say: parameters stay text here, and `Parameter::read` alone reads it.

use std::ffi::OsString;
use std::marker::PhantomData;
use std::num::NonZero;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use super::packing::PackingOptions;
use crate::date::Date;
use crate::format::TableName;
use crate::loader::Target;
use crate::number::thousands;
use crate::recipe::{EmailDomains, Flaw, Parameter, Parameters, Recipe, Segment, Span, WHOLE};
use crate::shell::option;
use crate::validate::Criteria;

/// Segmented, seeded, validated synthetic customers as CSV: the same options make the same bytes,
/// on every machine and in the browser.
#[derive(Debug, Parser)]
#[command(name = "segmint", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const GENERATE_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --count 1000 --output data/customers.csv
  segmint generate-customers --output customers.csv.gz
  segmint generate-customers --count 1000000 --output customers.parquet
  segmint generate-customers --format sql --table staging.customers --output - | psql
  segmint generate-customers --bom --crlf --delimiter semicolon --output for-excel.csv
  segmint generate-customers --dirt missing_value:120,ragged_row:0.5pct --answer-key key.csv
  segmint generate-customers --count 5000 --rows 2501-5000 --no-header --output second-half.csv
  segmint generate-customers --link '#v=1&seed=42&count=50000&as_of=2026-01-01'

Exit code: 0 if the file is in its place, 1 if it could not be made or is not the one of the SHA-256 in the
link, 2 if the options make no sense.";

const LINK_EXAMPLES: &str = "\
Examples:
  segmint link --count 1000 --as-of 2026-01-01
  segmint link --sha256 --base https://example.org/segmint/
  segmint link --link '#v=1&seed=42&count=50&as_of=2026-01-01' --base https://example.org/ --form embed";

const VALIDATE_EXAMPLES: &str = "\
Examples:
  segmint validate customers.csv
  segmint validate export.csv --weights 20,20,20,20,20 --age 18-90 --tolerance 2.5
  segmint validate customers.csv --link '#v=1&seed=42&count=50000&as_of=2026-01-01' --identical
  gunzip < customers.csv.gz | segmint validate - --report json

Exit code: 0 if the file is valid (there may be warnings), 1 if it is not or is no CSV at all, 2 if it
could not be opened or read to its end.";

const LOADER_EXAMPLES: &str = "\
Examples:
  segmint generate-customers --as-of 2026-01-01 --output customers.csv
  segmint loader postgres --as-of 2026-01-01 --table staging.customers | psql
  segmint loader duckdb --link '#v=1&seed=42&count=50000&as_of=2026-01-01' > load.sql
  segmint generate-customers --as-of 2026-01-01 --output - | aws s3 cp - s3://bucket/customers/customers.csv";

#[derive(Debug, Subcommand)]
enum Command {
    /// Mints customers, reads them back, and reports on what was read.
    #[command(after_help = GENERATE_EXAMPLES)]
    GenerateCustomers(GenerateOptions),
    /// Prints the link to a data set, for the page and for --link.
    #[command(after_help = LINK_EXAMPLES)]
    Link(LinkOptions),
    /// Prints a script that loads the plain CSV of a data set: a table with types and constraints, and
    /// the statement that reads the file. The recipe says what the constraints are.
    #[command(after_help = LOADER_EXAMPLES)]
    Loader(LoaderOptions),
    /// Reads a CSV of customers, whoever made it, and reports whether it keeps the contract.
    #[command(after_help = VALIDATE_EXAMPLES)]
    Validate(ValidateOptions),
}

/// What is asked of the program.
#[derive(Debug)]
pub(super) enum Request {
    /// To make customers.
    Generate(GenerateOptions),
    /// To print a link.
    Link(LinkOptions),
    /// To print what loads customers.
    Loader(LoaderOptions),
    /// To judge a file.
    Validate(ValidateOptions),
}

/// The options of `generate-customers`.
#[derive(Debug, Args)]
pub(super) struct GenerateOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions<Making>,

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
    #[arg(
        long,
        value_name = "FIRST-LAST",
        allow_negative_numbers = true,
        help_heading = "The file"
    )]
    pub(super) rows: Option<String>,

    /// Leave the header line of a CSV out, and that of its answer key.
    #[arg(long, help_heading = "The file")]
    pub(super) no_header: bool,

    /// The format of the file.
    #[command(flatten)]
    pub(super) packing: PackingOptions,

    /// How to report.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Text, help_heading = "The report")]
    pub(super) report: Form,

    /// No report and no progress, only errors.
    #[arg(long, conflicts_with = "report", help_heading = "The report")]
    pub(super) quiet: bool,

    /// Leave the SHA-256 of the file out, which takes longer than all the rest.
    #[arg(long, help_heading = "The report")]
    pub(super) no_fingerprint: bool,

    /// How many threads, 1 to 1024; the bytes do not depend on it. [default: one a processor]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = threads, help_heading = "The work")]
    pub(super) threads: Option<NonZero<usize>>,
}

/// The options of `link`.
#[derive(Debug, Args)]
pub(super) struct LinkOptions {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions<Making>,

    /// The whole recipe as a link, or what stands behind its #, as it came: it is printed as
    /// Segmint writes it.
    #[arg(long, value_name = "LINK", help_heading = "The customers")]
    pub(super) link: Option<String>,

    /// The address of a page, which is put before the #.
    #[arg(long, value_name = "URL", value_parser = page_address, required_if_eq_any = [("form", "markdown"), ("form", "embed")], help_heading = "The link")]
    pub(super) base: Option<String>,

    /// Add the SHA-256 of the file, so that whoever opens the link is told that it is the same. The
    /// customers are made for it, and go nowhere.
    #[arg(long, help_heading = "The link")]
    pub(super) sha256: bool,

    /// What carries the link.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Carrier::Link, help_heading = "The link")]
    pub(super) form: Carrier,
}

/// The text that carries a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Carrier {
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

    /// The table, perhaps with its schema; in BigQuery in the dataset segmint unless it names one. Data
    /// frames and object stores have none. [default: customers]
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<TableName>,

    /// The path of the CSV as whoever runs the script sees it, perhaps compressed as in
    /// customers.csv.gz.
    #[arg(long, value_name = "FILE", default_value = "customers.csv", value_parser = loadable)]
    pub(super) file: String,

    /// The whole recipe as a link, or what stands behind its #.
    #[arg(long, value_name = "LINK", help_heading = "The customers")]
    pub(super) link: Option<String>,

    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions<Making>,
}

/// The options of `validate`.
#[derive(Debug, Args)]
pub(super) struct ValidateOptions {
    /// The CSV, or - for standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// The targets and ranges.
    #[command(flatten, next_help_heading = "What it is held against")]
    pub(super) parameters: ParameterOptions<Judging>,

    /// The whole recipe as a link, or what stands behind its #. As with --seed, --count and --as-of
    /// together, the file is compared with that data set byte by byte, and with the SHA-256 in the
    /// link if there is one.
    #[arg(long, value_name = "LINK", help_heading = "What it is held against")]
    pub(super) link: Option<String>,

    /// How far a segment's share may be off its target before there is a warning, in percentage
    /// points, 0 to 100 in steps of 0.1.
    #[arg(long, value_name = "POINTS", default_value = "5", allow_negative_numbers = true, value_parser = tolerance, help_heading = "What it is held against")]
    pub(super) tolerance: u16,

    /// Exit with 1, too, if the file is not byte for byte the data set of the whole recipe, or not
    /// the sender's file.
    #[arg(long, help_heading = "What it is held against")]
    pub(super) identical: bool,

    /// How to report.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Text, help_heading = "The report")]
    pub(super) report: Form,

    /// How many places a finding shows, 0 to 1000.
    #[arg(long, value_name = "N", default_value_t = Criteria::EXAMPLES, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(..=i64::from(Criteria::MOST_EXAMPLES)), help_heading = "The report")]
    pub(super) examples: u32,

    /// No report and no progress, only the exit code and errors.
    #[arg(long, conflicts_with = "report", help_heading = "The report")]
    pub(super) quiet: bool,

    /// How many threads, 1 to 1024; the report does not depend on it. [default: one a processor]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = threads, help_heading = "The work")]
    pub(super) threads: Option<NonZero<usize>>,
}

/// The form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Request {
    /// Reads the arguments, the program's own name first.
    ///
    /// # Errors
    /// What clap does not understand, and requests for help.
    pub(super) fn read(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Request, clap::Error> {
        Ok(match CommandLine::try_parse_from(arguments)?.command {
            Command::GenerateCustomers(options) => Request::Generate(options),
            Command::Link(options) => Request::Link(options),
            Command::Loader(options) => Request::Loader(options),
            Command::Validate(options) => Request::Validate(options),
        })
    }
}

fn target(text: &str) -> Result<Target, String> {
    let found = Target::ALL.into_iter().find(|target| target.word() == text);
    found.ok_or_else(|| format!("must be one of {}", Target::ALL.map(Target::word).join(", ")))
}

fn threads(text: &str) -> Result<NonZero<usize>, String> {
    text.parse::<NonZero<usize>>()
        .ok()
        .filter(|threads| threads.get() <= 1024)
        .ok_or_else(|| "must be a whole number from 1 to 1,024".to_owned())
}

/// An address that a fragment can follow.
fn page_address(text: &str) -> Result<String, String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"#<>\"\\^`{|}".contains(&byte);
    if !text.is_empty() && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err("must be an address without a fragment, as in https://example.org/segmint/".to_owned())
    }
}

/// The name of a plain CSV, which is all that the scripts load.
fn loadable(name: &str) -> Result<String, String> {
    let is_plain = [".csv", ".csv.gz"].iter().any(|ending| name.ends_with(ending));
    let name = is_plain.then(|| name.to_owned());
    name.ok_or_else(|| "must end in .csv or .csv.gz: the scripts load the plain CSV".to_owned())
}

/// Percentage points as per mille.
fn tolerance(text: &str) -> Result<u16, String> {
    let mut parameters = Parameters::defaults(Date::EARLIEST);
    let read = Parameter::Gradual.read(text, &mut parameters).is_ok();
    let points = Some(parameters.gradual).filter(|&points| read && points <= WHOLE);
    points.ok_or_else(|| "must be 0 to 100 percentage points, in steps of 0.1".to_owned())
}

/// What the parameters of a recipe are given for, which decides what holds without them.
pub(super) trait Purpose: Send + Sync + 'static {
    /// What holds where this parameter is not given, for the help.
    fn default_of(parameter: Parameter) -> String;
}

/// A data set is to be made.
#[derive(Debug)]
pub(super) enum Making {}

/// A file is to be judged.
#[derive(Debug)]
pub(super) enum Judging {}

impl Purpose for Making {
    fn default_of(parameter: Parameter) -> String {
        match parameter {
            Parameter::AsOf => "today".to_owned(),
            other => other.write(&Parameters::defaults(Date::EARLIEST)),
        }
    }
}

impl Purpose for Judging {
    fn default_of(parameter: Parameter) -> String {
        match parameter {
            Parameter::AsOf => "any day, so account dates have no window".to_owned(),
            Parameter::Seed | Parameter::Count => {
                "not compared byte by byte with any data set".to_owned()
            }
            Parameter::Premium => {
                format!("{}; of a file only zero or more is asked", Making::default_of(parameter))
            }
            Parameter::Gradual | Parameter::Domains | Parameter::Dirt => {
                format!("{}; only for comparing byte by byte", Making::default_of(parameter))
            }
            other => Making::default_of(other),
        }
    }
}

/// The parameters that were given, each with its text: one option for every [`Parameter`].
#[derive(Debug)]
pub(super) struct ParameterOptions<P> {
    pub(super) given: Vec<(Parameter, String)>,
    purpose: PhantomData<P>,
}

impl<P: Purpose> Args for ParameterOptions<P> {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(Parameter::ALL.map(argument::<P>))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl<P: Purpose> FromArgMatches for ParameterOptions<P> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |parameter: Parameter| {
            let text = matches.get_one::<String>(parameter.key())?;
            Some((parameter, text.clone()))
        };
        let given = Parameter::ALL.into_iter().filter_map(given).collect();
        Ok(Self { given, purpose: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn argument<P: Purpose>(parameter: Parameter) -> Arg {
    Arg::new(parameter.key())
        .long(option(parameter))
        .value_name(value_name(parameter))
        .help(format!("{} [default: {}]", help(parameter), P::default_of(parameter)))
        // So that a number below zero is told its limit, not taken for an option.
        .allow_negative_numbers(true)
}

const fn value_name(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Count | Parameter::Seed => "N",
        Parameter::AsOf => "YYYY-MM-DD",
        Parameter::Weights | Parameter::Premium => "%,%,%,%,%",
        Parameter::Gradual => "%",
        Parameter::Age | Parameter::CreditLimit | Parameter::Opened => "MIN-MAX",
        Parameter::CreditLimitStep => "DOLLARS",
        Parameter::Domains => "NAME",
        Parameter::Dirt => "KIND:ROWS,...",
    }
}

/// What the parameter means, its unit and its limits.
fn help(parameter: Parameter) -> String {
    let within = |Span { min, max }| format!("{} to {}", thousands(min), thousands(max));
    match parameter {
        Parameter::Count => format!("How many customers, {}", within(Recipe::COUNTS)),
        Parameter::Seed => {
            format!("Which of the data sets of this kind, 0 to {}", thousands(u64::MAX))
        }
        Parameter::AsOf => {
            "The day from which the age of an account counts; it and not the clock decides the dates"
                .to_owned()
        }
        Parameter::Weights => format!(
            "Share of each segment in percent, 0 to 100 in steps of 0.1, together 100: {}",
            Segment::ALL.map(Segment::name).join(", ")
        ),
        Parameter::Premium => {
            "Share of Premium cards within each segment in percent, 0 to 100 in steps of 0.1, \
             segments in the same order"
                .to_owned()
        }
        Parameter::Gradual => {
            "Share of Declining that declines gradually in percent, 0 to 100 in steps of 0.1; the \
             rest declines suddenly"
                .to_owned()
        }
        Parameter::Age => format!("Age in years, within {}", within(Recipe::AGES)),
        Parameter::CreditLimit => {
            format!("Credit limit in dollars, within {}", within(Recipe::CREDIT_LIMITS))
        }
        Parameter::CreditLimitStep => format!(
            "Step between credit limits in dollars, {}; must divide the distance between the \
             smallest and the largest",
            within(Recipe::CREDIT_LIMIT_STEPS)
        ),
        Parameter::Opened => format!(
            "How long before --as-of accounts were opened, in years of 365 days, within {}",
            within(Recipe::OPENED)
        ),
        Parameter::Domains => {
            let choice = |domains: EmailDomains| {
                format!("{} ({})", domains.word(), domains.domains().join(", "))
            };
            format!(
                "Where the mail addresses live: {} or {}, which are reserved, so that no test can \
                 mail a person",
                choice(EmailDomains::Free),
                choice(EmailDomains::Example)
            )
        }
        Parameter::Dirt => format!(
            "How many rows get which fault: kinds, each with a number of rows or a percentage in \
             steps of 0.1, as in missing_value:120,duplicate_id:0.5pct; a row has one fault at most. \
             Kinds: {}",
            Flaw::ALL.map(Flaw::id).join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

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
            let (_, rest) =
                help.split_once(&format!("--{} <", option(parameter))).unwrap_or_default();
            let (_, stated) = rest.split_once("[default: ").unwrap_or_default();
            let default = P::default_of(parameter);
            assert!(stated.starts_with(&format!("{default}]")), "{parameter}: {rest}");
        }
    }

    #[test]
    fn the_help_states_every_default() {
        states_its_defaults::<Making>("generate-customers");
        states_its_defaults::<Making>("link");
        states_its_defaults::<Judging>("validate");
    }

    #[test]
    fn addresses_have_no_fragment() {
        for address in ["https://example.org/a/?b=1", "./", "file:///C:/segmint%20(1).html"] {
            assert_eq!(page_address(address).as_deref(), Ok(address));
        }
        for text in ["", "https://example.org/#", "a b", "a\"b", "é"] {
            assert!(page_address(text).is_err(), "{text}");
        }
    }

    #[test]
    fn scripts_load_the_plain_csv() {
        for name in ["customers.csv", "data/a b.csv.gz"] {
            assert_eq!(loadable(name), Ok(name.to_owned()));
        }
        for name in ["", "customers", "customers.csv.zst", "customers.parquet", "x.ndjson"] {
            assert!(loadable(name).is_err(), "{name}");
        }
    }

    #[test]
    fn tolerances_are_percentage_points() {
        assert_eq!(tolerance("5"), Ok(50));
        assert_eq!(tolerance("0.1"), Ok(1));
        assert_eq!(tolerance("100"), Ok(1000));
        for text in ["", "-1", "100.1", "5.05", "5%", "x"] {
            assert!(tolerance(text).is_err(), "{text}");
        }
    }
}
