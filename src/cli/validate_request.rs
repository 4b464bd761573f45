//! What is asked about a file, judged as a whole: a request that exists can be answered.

use std::num::NonZero;

use super::error::Error;
use super::input::Source;
use super::options::{ReportForm, ValidateOptions, processors};
use super::recipe::{Given, amended, link, recipe, today};
use crate::link::Link;
use crate::recipe::{Parameter, Parameters, Recipe};
use crate::shell;
use crate::tables::TableId;
use crate::validate::{Criteria, Mismatch};

/// Which file, what it is held against, and how to tell of it.
pub(super) struct ValidateRequest {
    pub(super) source: Source,
    /// The table of customers beside which transactions are checked.
    pub(super) customers: Option<Source>,
    pub(super) criteria: Criteria,
    /// The data set that the file may be, byte for byte; if a whole recipe was given.
    pub(super) data_set: Option<Recipe>,
    /// Whether the file is asked to be that data set.
    pub(super) identical: bool,
    /// The table that the link names.
    pub(super) table: TableId,
    /// The SHA-256 of the sender's file of that table, if a link says it.
    pub(super) sha256: Option<String>,
    /// The form of the report, if there shall be one.
    pub(super) report: Option<ReportForm>,
    pub(super) threads: NonZero<usize>,
}

impl ValidateRequest {
    /// Judges the options.
    ///
    /// # Errors
    /// Parameters that cannot be, a link that is not understood, both a link and parameters, or half
    /// of what tells a data set from others.
    pub(super) fn from_options(options: ValidateOptions) -> Result<ValidateRequest, Error> {
        let given = &options.parameters.given;
        let has = |parameter| given.has(parameter);
        let half = has(Parameter::Seed) || has(Parameter::Count) || options.identical;
        let whole = [Parameter::Seed, Parameter::Count, Parameter::AsOf];
        let missing = whole.into_iter().filter(|&parameter| !has(parameter));
        let missing: Vec<String> = missing.map(shell::option).collect();
        let mut table = TableId::default();
        let (recipe, dated, whole, sha256) = match &options.link {
            Some(_) => {
                let Link { recipe, table: named, sha256 } = link(options.link.as_deref(), given)?;
                table = named;
                (recipe, true, true, sha256)
            }
            None if half && !missing.is_empty() => return Err(Error::HalfARecipe(missing)),
            None if has(Parameter::AsOf) => (recipe(given)?, true, missing.is_empty(), None),
            None => (undated(given)?, false, false, None),
        };
        let criteria = Criteria {
            dated,
            today: today().ok(),
            tolerance: options.tolerance,
            examples: options.examples,
            ..Criteria::of(recipe.clone())
        };
        Ok(ValidateRequest {
            source: options.file.into(),
            customers: options.customers.map(Source::from),
            criteria,
            data_set: whole.then_some(recipe),
            identical: options.identical,
            table,
            sha256,
            report: (!options.quiet).then_some(options.report),
            threads: options.threads.unwrap_or_else(processors),
        })
    }

    /// The options that tell this request's criteria from those that hold without options.
    pub(super) fn criteria_in_words(&self) -> String {
        let options = self.options(Parameter::write);
        if options.is_empty() { "the defaults".to_owned() } else { options.join(" ") }
    }

    /// The command that asks the same with the values that fit the file.
    pub(super) fn command_with(&self, mismatches: &[Mismatch]) -> String {
        let fitting = |parameter: Parameter, parameters: &Parameters| {
            let other = mismatches.iter().find(|other| other.parameter == parameter.key());
            other.map_or_else(|| parameter.write(parameters), |other| other.file.clone())
        };
        let file = match &self.source {
            Source::Stdin => "-".to_owned(),
            Source::Path(path) => shell::path(path),
        };
        let options = self.options(fitting).into_iter();
        let words = ["segmint validate".to_owned(), file].into_iter().chain(options);
        words.collect::<Vec<_>>().join(" ")
    }

    fn options(&self, text: impl Fn(Parameter, &Parameters) -> String) -> Vec<String> {
        let parameters = self.criteria.recipe.parameters();
        let defaults = Parameters::defaults(parameters.version, parameters.as_of);
        let wanted = |parameter: Parameter| {
            let text = text(parameter, parameters);
            let differs = match parameter {
                Parameter::Seed | Parameter::Count => self.data_set.is_some(),
                Parameter::AsOf => self.criteria.dated,
                other => text != other.write(&defaults),
            };
            differs.then(|| shell::given(parameter, &text))
        };
        // Without a day nothing is asked that the versions do not have in common.
        let version = self.criteria.dated.then(|| shell::version(parameters.version));
        version.into_iter().chain(Parameter::of_customers().filter_map(wanted)).collect()
    }
}

/// The default targets and ranges with these parameters instead, for files made on any day.
fn undated(given: &Given) -> Result<Recipe, Error> {
    let mut parameters = Criteria::default().recipe.parameters().clone();
    if let Some(version) = given.version {
        parameters = Parameters::defaults(version, parameters.as_of);
    }
    amended(parameters, &given.parameters)
}
