//! The recipe that options give: by a link, or by parameters as of a day.

use super::error::Error;
use crate::date::Date;
use crate::link::Link;
use crate::recipe::{Parameter, Parameters, Recipe, RecipeVersion};
use crate::shell;
use crate::tables::TableId;

/// What was given of a recipe.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// The version.
    pub(super) version: Option<RecipeVersion>,
    /// Parameters, each with its text.
    pub(super) parameters: Vec<(Parameter, String)>,
}

impl Given {
    /// Whether this parameter was given.
    pub(super) fn has(&self, parameter: Parameter) -> bool {
        self.parameters.iter().any(|(one, _)| *one == parameter)
    }

    /// The options that were given, by their names.
    fn options(&self) -> Vec<String> {
        let version = self.version.map(|_| "recipe-version".to_owned());
        let parameters = self.parameters.iter().map(|(parameter, _)| shell::option(*parameter));
        version.into_iter().chain(parameters).collect()
    }
}

/// What a link says, or the link to the recipe that is given.
pub(super) fn link(text: Option<&str>, given: &Given) -> Result<Link, Error> {
    match text {
        Some(_) if !given.options().is_empty() => Err(Error::LinkAndParameters(given.options())),
        Some(text) => Link::read(text).map_err(Error::Link),
        None => recipe(given).map(Link::from),
    }
}

/// The same for a table, whichever the link names: a recipe is that of all its tables. Only a fingerprint
/// is of one.
pub(super) fn link_to(table: TableId, text: Option<&str>, given: &Given) -> Result<Link, Error> {
    let link = link(text, given)?;
    table.judge(&link.recipe)?;
    match link.sha256 {
        Some(_) if link.table != table => Err(Error::OtherTable { said: link.table, made: table }),
        _ => Ok(Link { table, ..link }),
    }
}

/// The recipe that is given; as of today, if no day is, and of the latest version, if none is.
pub(super) fn recipe(given: &Given) -> Result<Recipe, Error> {
    let as_of = if given.has(Parameter::AsOf) { Date::LATEST } else { today()? };
    let version = given.version.unwrap_or(RecipeVersion::LATEST);
    amended(Parameters::defaults(version, as_of), &given.parameters)
}

/// The recipe with these parameters in place of those of the same name.
pub(super) fn amended(
    parameters: Parameters,
    given: &[(Parameter, String)],
) -> Result<Recipe, Error> {
    Recipe::amended(parameters, given).map_err(Error::Parameters)
}

/// The day that it is for the person at this machine.
pub(super) fn today() -> Result<Date, Error> {
    let today = jiff::ZonedDateTime::now().date();
    let civil = (today.year().try_into(), today.month().try_into(), today.day().try_into());
    match civil {
        (Ok(year), Ok(month), Ok(day)) => Date::from_civil(year, month, day).ok_or(Error::Clock),
        _ => Err(Error::Clock),
    }
}
