//! The parameters of a recipe as options, one for each, with their help.

use std::marker::PhantomData;

use clap::{Arg, ArgMatches, Args, FromArgMatches};

use crate::cli::recipe::Given;
use crate::date::Date;
use crate::number::thousands;
use crate::recipe::{
    EmailDomains, FaultKind, PERIOD_DAYS, Parameter, Parameters, Recipe, RecipeVersion, Segment,
    Shares, Span, Spending,
};
use crate::shell::option;

/// What the parameters of a recipe are given for, which decides what holds without them.
pub(in crate::cli) trait Purpose: Send + Sync + 'static {
    /// What holds where this parameter is not given, for the help.
    fn default_of(parameter: Parameter) -> String;

    /// Whether it can be given.
    fn has(parameter: Parameter) -> bool {
        !parameter.is_of_transactions()
    }
}

/// Customers are to be made.
#[derive(Debug)]
pub(in crate::cli) enum Generating {}

/// A whole data set is meant, with both its tables.
#[derive(Debug)]
pub(in crate::cli) enum Linking {}

/// A file is to be judged.
#[derive(Debug)]
pub(in crate::cli) enum Validating {}

impl Purpose for Generating {
    fn default_of(parameter: Parameter) -> String {
        match parameter {
            Parameter::AsOf => "today".to_owned(),
            other => other.write(&Parameters::defaults(RecipeVersion::LATEST, Date::EARLIEST)),
        }
    }
}

impl Purpose for Linking {
    fn default_of(parameter: Parameter) -> String {
        Generating::default_of(parameter)
    }

    fn has(_: Parameter) -> bool {
        true
    }
}

impl Purpose for Validating {
    fn default_of(parameter: Parameter) -> String {
        match parameter {
            Parameter::AsOf => "any day, so dates have no limits".to_owned(),
            Parameter::Seed | Parameter::Count => "no comparison byte by byte".to_owned(),
            Parameter::Premium => {
                format!("{}; only whether it is 0 matters here", Generating::default_of(parameter))
            }
            Parameter::Gradual | Parameter::Domains | Parameter::Dirt => {
                format!("{}; only for comparing byte by byte", Generating::default_of(parameter))
            }
            other => Generating::default_of(other),
        }
    }
}

/// What was given of a recipe: one option for its version, and one for every [`Parameter`] of the
/// purpose.
#[derive(Debug)]
pub(in crate::cli) struct ParameterOptions<P> {
    pub(in crate::cli) given: Given,
    purpose: PhantomData<P>,
}

impl<P: Purpose> Args for ParameterOptions<P> {
    fn augment_args(command: clap::Command) -> clap::Command {
        let parameters = Parameter::ALL.into_iter().filter(|&parameter| P::has(parameter));
        command.arg(version_argument()).args(parameters.map(argument::<P>))
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
        let parameters = Parameter::ALL.into_iter().filter(|&parameter| P::has(parameter));
        let parameters = parameters.filter_map(given).collect();
        let version = matches.get_one::<RecipeVersion>(VERSION).copied();
        Ok(Self { given: Given { version, parameters }, purpose: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The name of the option for the version.
const VERSION: &str = "recipe-version";

fn version_argument() -> Arg {
    let known = |text: &str| {
        let version = text.parse().ok().and_then(RecipeVersion::from_number);
        version.ok_or_else(|| {
            format!("must be {}", RecipeVersion::ALL.map(|v| v.to_string()).join(" or "))
        })
    };
    Arg::new(VERSION).long(VERSION).value_name("N").value_parser(known).help(format!(
        "Version of the recipe: 1, every column uniform and independent, or 2, people who could \
         exist [default: {}]",
        RecipeVersion::LATEST
    ))
}

fn argument<P: Purpose>(parameter: Parameter) -> Arg {
    Arg::new(parameter.key())
        .long(option(parameter))
        .value_name(value_name(parameter))
        .help(format!("{} [default: {}]", help(parameter), P::default_of(parameter)))
}

const fn value_name(parameter: Parameter) -> &'static str {
    match parameter {
        Parameter::Count | Parameter::Seed | Parameter::Months => "N",
        Parameter::AsOf => "YYYY-MM-DD",
        Parameter::Weights | Parameter::Premium => "%,%,%,%,%",
        Parameter::Gradual | Parameter::Declined | Parameter::Growth | Parameter::Overlap => "%",
        Parameter::GradualDecline | Parameter::SuddenDecline => "%,...",
        Parameter::Payments | Parameter::Dollars => "MIN-MAX,...",
        Parameter::Age | Parameter::CreditLimit | Parameter::Opened | Parameter::NewAccountAge => {
            "MIN-MAX"
        }
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
            format!("Number that picks one of many data sets alike, 0 to {}", thousands(u64::MAX))
        }
        Parameter::AsOf => {
            "The reference date: accounts were opened so many years before it, and transactions end the \
             day before it; the clock has no say"
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
            "Share of Declining customers who decline gradually in percent, 0 to 100 in steps of 0.1; \
             the others decline suddenly"
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
        Parameter::NewAccountAge => format!(
            "How long before --as-of the accounts of {} were opened, in days, within {}; from recipe \
             version {} on",
            Segment::NewAndGrowing.name(),
            within(Recipe::NEW_ACCOUNT_AGES),
            RecipeVersion::V2
        ),
        Parameter::Domains => {
            let choice = |domains: EmailDomains| {
                format!("{} ({})", domains.word(), domains.domains().join(", "))
            };
            format!(
                "Domains of the mail addresses: {} or {}; the latter are reserved, so that no test can \
                 mail a person",
                choice(EmailDomains::Free),
                choice(EmailDomains::Example)
            )
        }
        Parameter::Months => format!(
            "How many months of transactions, of {PERIOD_DAYS} days each, {}; the last ends the day \
             before --as-of. This option and the next seven are for transactions, from recipe version {} on",
            within(Spending::MONTHS),
            RecipeVersion::V2
        ),
        Parameter::Payments => format!(
            "Payments a customer makes in a month, a range for each segment in the same order, within {}; \
             with --months at most {} a customer",
            within(Spending::PAYMENTS),
            thousands(Spending::MOST_PAYMENTS)
        ),
        Parameter::Dollars => format!(
            "Dollars a customer spends in a month, a range for each segment in the same order, within {}: for \
             {} before the decline, for {} in the first month; at least a dollar per payment",
            within(Spending::DOLLARS),
            Segment::Declining.name(),
            Segment::NewAndGrowing.name()
        ),
        Parameter::Declined => {
            "Share of payments that are declined in percent, 0 to 100 in steps of 0.1".to_owned()
        }
        Parameter::GradualDecline => decline("gradual"),
        Parameter::SuddenDecline => decline("sudden"),
        Parameter::Growth => format!(
            "How much more {} spends in each later month than in the one before in percent, 0 to 100 \
             in steps of 0.1",
            Segment::NewAndGrowing.name()
        ),
        Parameter::Overlap => "Share of each segment whose customers behave half like another segment, in percent, \
                               0 to 100 in steps of 0.1"
            .to_owned(),
        Parameter::Dirt => format!(
            "Faults to put in on purpose: kinds, each with a number of rows or a percentage in steps of \
             0.1, as in missing_value:120,duplicate_id:0.5pct; a row has one fault at most. Kinds: {}",
            FaultKind::ALL.map(FaultKind::id).join(", ")
        ),
    }
}

fn decline(kind: &str) -> String {
    format!(
        "What is left of the dollars in the last months of a {kind} decline in percent, the last month \
         last: 1 to {} shares, 0 to 100 in steps of 0.1",
        Shares::MOST
    )
}
