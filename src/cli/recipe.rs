//! The recipe that options give: by a link, or by parameters as of a day.

use super::error::Error;
use crate::date::Date;
use crate::link::Link;
use crate::recipe::{Parameter, Parameters, Recipe, RecipeVersion};

/// What a link says, or the link to the recipe with these parameters.
pub(super) fn link(text: Option<&str>, given: &[(Parameter, String)]) -> Result<Link, Error> {
    match text {
        Some(_) if !given.is_empty() => {
            let parameters = given.iter().map(|(parameter, _)| *parameter).collect();
            Err(Error::LinkAndParameters(parameters))
        }
        Some(text) => Link::read(text).map_err(Error::Link),
        None => recipe(given).map(Link::from),
    }
}

/// The recipe with these parameters; as of today, if no day is given.
pub(super) fn recipe(given: &[(Parameter, String)]) -> Result<Recipe, Error> {
    let as_of_given = given.iter().any(|(parameter, _)| *parameter == Parameter::AsOf);
    let as_of = if as_of_given { Date::LATEST } else { today()? };
    amended(Parameters::defaults(RecipeVersion::LATEST, as_of), given)
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
