//! What was asked for, judged as a whole: an order that exists can be carried out.

use std::borrow::Cow;
use std::num::NonZero;
use std::thread;

use super::error::Error;
use super::options::{Form, GenerateOptions};
use super::output::Destination;
use super::packing::Packing;
use crate::date::Date;
use crate::plan::Rows;
use crate::recipe::{Parameter, Parameters, Recipe};
use crate::shell;

/// What to make, where to put it, and how to tell of it.
pub(super) struct Order {
    pub(super) recipe: Recipe,
    /// The rows of the data set that are asked for.
    pub(super) rows: Rows,
    /// Whether a CSV begins with the header line.
    pub(super) header: bool,
    pub(super) packing: Packing,
    pub(super) destination: Destination,
    /// Whether to compute the SHA-256.
    pub(super) fingerprint: bool,
    /// The form of the report, if there shall be one.
    pub(super) report: Option<Form>,
    pub(super) threads: NonZero<usize>,
}

impl Order {
    /// Judges the options.
    ///
    /// # Errors
    /// Parameters and rows that cannot be, options that do not go with the format, and a clock that
    /// shows no day.
    pub(super) fn from_options(options: GenerateOptions) -> Result<Order, Error> {
        let recipe = recipe(&options.parameters.given)?;
        let rows = match &options.rows {
            Some(text) => rows(text, &recipe)?,
            None => Rows::all(&recipe),
        };
        let (packing, destination) = Packing::from_options(&options.packing, options.output)?;
        if options.no_header && !packing.has_header() {
            let (only, format) = ("csv", packing.format());
            return Err(Error::OtherFormat { option: "--no-header", only, format });
        }
        Ok(Order {
            recipe,
            rows,
            header: !options.no_header,
            packing,
            destination,
            fingerprint: !options.no_fingerprint,
            report: (!options.quiet).then_some(options.report),
            threads: options.threads.unwrap_or_else(processors),
        })
    }

    /// Whether this makes the data set's plain CSV as it is, not a part of it: what the fingerprint in
    /// a link is of.
    pub(super) fn is_whole(&self) -> bool {
        self.packing.is_plain() && self.header && self.rows == Rows::all(&self.recipe)
    }

    /// The command that makes the same bytes again, on any day.
    pub(super) fn command(&self) -> String {
        let mut words = vec![shell::generation(self.recipe.parameters())];
        if self.rows != Rows::all(&self.recipe) {
            words.push(format!("--rows {}-{}", self.rows.first, self.rows.last));
        }
        if !self.header {
            words.push("--no-header".to_owned());
        }
        words.extend(self.packing.options(&self.destination));
        let output = match &self.destination {
            Destination::Stdout => Cow::Borrowed("-"),
            Destination::Path(path) => path.to_string_lossy(),
        };
        words.push(format!("--output {}", shell::word(&output)));
        words.join(" ")
    }
}

/// How many threads there are room for.
pub(super) fn processors() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// The recipe with these parameters; as of today, if no day is given.
pub(super) fn recipe(given: &[(Parameter, String)]) -> Result<Recipe, Error> {
    let as_of_given = given.iter().any(|(parameter, _)| *parameter == Parameter::AsOf);
    let as_of = if as_of_given { Date::LATEST } else { today()? };
    amended(Parameters::defaults(as_of), given)
}

/// The recipe with these parameters in place of those of the same name.
pub(super) fn amended(
    mut parameters: Parameters,
    given: &[(Parameter, String)],
) -> Result<Recipe, Error> {
    let faults: Vec<_> = given
        .iter()
        .filter_map(|(parameter, text)| parameter.read(text, &mut parameters).err())
        .collect();
    if faults.is_empty() {
        Recipe::new(parameters).map_err(Error::Parameters)
    } else {
        Err(Error::Parameters(faults))
    }
}

/// The day that it is for the person at this machine.
fn today() -> Result<Date, Error> {
    let today = jiff::ZonedDateTime::now().date();
    let civil = (today.year().try_into(), today.month().try_into(), today.day().try_into());
    match civil {
        (Ok(year), Ok(month), Ok(day)) => Date::from_civil(year, month, day).ok_or(Error::Clock),
        _ => Err(Error::Clock),
    }
}

fn rows(text: &str, recipe: &Recipe) -> Result<Rows, Error> {
    let count = recipe.parameters().count;
    let end = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|row| digits && (1..=count).contains(row))
    };
    let ends = text.split_once('-').and_then(|(first, last)| Some((end(first)?, end(last)?)));
    match ends {
        Some((first, last)) if first <= last => Ok(Rows { first, last }),
        _ => Err(Error::Rows { text: text.to_owned(), count }),
    }
}
