//! The options as they are typed, with their help. Whether their values make sense is for the
//! recipe and the order to say: parameters stay text here, and `Parameter::read` alone reads it.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::date::Date;
use crate::number::thousands;
use crate::recipe::{EmailDomains, Parameter, Parameters, Recipe, Segment, Span};

/// Segmented, seeded, validated synthetic customers as CSV: the same options make the same bytes,
/// on every machine and in the browser.
#[derive(Debug, Parser)]
#[command(name = "segmint", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  segmint generate-customers --count 1000 --output data/customers.csv
  segmint generate-customers --as-of 2026-01-01 --output - | gzip > customers.csv.gz
  segmint generate-customers --count 5000 --rows 2501-5000 --no-header --output second-half.csv";

#[derive(Debug, Subcommand)]
enum Command {
    /// Mints customers, reads them back, and reports on what was read.
    #[command(after_help = EXAMPLES)]
    GenerateCustomers(Options),
}

/// The options of `generate-customers`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The parameters of the recipe.
    #[command(flatten, next_help_heading = "The customers")]
    pub(super) parameters: ParameterOptions,

    /// Where the CSV goes: a file, which appears whole or not at all (folders are made for it),
    /// or - for standard output, and then the report goes to standard error.
    #[arg(long, value_name = "FILE", default_value = "customers.csv", help_heading = "The file")]
    pub(super) output: PathBuf,

    /// Only these rows of the data set, counted from 1, both ends included, as in
    /// 1000001-2000000. Ranges made apart concatenate to the whole. [default: all]
    #[arg(
        long,
        value_name = "FIRST-LAST",
        allow_negative_numbers = true,
        help_heading = "The file"
    )]
    pub(super) rows: Option<String>,

    /// Leave the header line out.
    #[arg(long, help_heading = "The file")]
    pub(super) no_header: bool,

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

/// The form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Options {
    /// Reads the arguments, the program's own name first.
    ///
    /// # Errors
    /// What clap does not understand, and requests for help.
    pub(super) fn read(
        arguments: impl IntoIterator<Item = OsString>,
    ) -> Result<Options, clap::Error> {
        let CommandLine { command: Command::GenerateCustomers(options) } =
            CommandLine::try_parse_from(arguments)?;
        Ok(options)
    }
}

fn threads(text: &str) -> Result<NonZero<usize>, String> {
    text.parse::<NonZero<usize>>()
        .ok()
        .filter(|threads| threads.get() <= 1024)
        .ok_or_else(|| "must be a whole number from 1 to 1,024".to_owned())
}

/// The parameters that were given, each with its text: one option for every [`Parameter`].
#[derive(Debug)]
pub(super) struct ParameterOptions(pub(super) Vec<(Parameter, String)>);

impl Args for ParameterOptions {
    fn augment_args(command: clap::Command) -> clap::Command {
        command.args(Parameter::ALL.map(argument))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ParameterOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |parameter: Parameter| {
            let text = matches.get_one::<String>(parameter.key())?;
            Some((parameter, text.clone()))
        };
        Ok(Self(Parameter::ALL.into_iter().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The option's name, without its dashes.
pub(super) fn option(parameter: Parameter) -> String {
    parameter.key().replace('_', "-")
}

fn argument(parameter: Parameter) -> Arg {
    let default = match parameter {
        Parameter::AsOf => "today".to_owned(),
        other => other.write(&Parameters::defaults(Date::from_unix_days(0))),
    };
    Arg::new(parameter.key())
        .long(option(parameter))
        .value_name(value_name(parameter))
        .help(format!("{} [default: {default}]", help(parameter)))
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

    #[test]
    fn the_help_states_every_default() {
        let mut command = CommandLine::command();
        let generate = command.find_subcommand_mut("generate-customers");
        let help = generate.map(|generate| generate.render_help().to_string()).unwrap_or_default();
        let words: Vec<&str> = help.split_whitespace().collect();
        let help = words.join(" ");
        let defaults = Parameters::defaults(Date::LATEST);
        for parameter in Parameter::ALL {
            let default = match parameter {
                Parameter::AsOf => "today".to_owned(),
                other => other.write(&defaults),
            };
            let (_, rest) =
                help.split_once(&format!("--{} <", option(parameter))).unwrap_or_default();
            let (_, stated) = rest.split_once("[default: ").unwrap_or_default();
            assert!(stated.starts_with(&format!("{default}]")), "{parameter}: {rest}");
        }
    }
}
