//! What the criteria ask of a row, ready to be compared.

use super::criteria::Criteria;
use super::people::People;
use crate::customers::known::Known;
use crate::customers::schema::COLUMNS;
use crate::customers::statistics::Statistics;
use crate::customers::windows::compact;
use crate::date::Date;
use crate::decode;
use crate::recipe::{SEGMENTS, Span};
use crate::steps::Steps;

/// Which field of a row belongs to which column.
pub(super) type Layout = decode::Layout<COLUMNS>;

/// What the criteria ask of a row, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) criteria: Criteria,
    pub(super) age: Span,
    pub(super) credit_limit: Span,
    pub(super) credit_limit_step: u32,
    pub(super) steps: Steps,
    /// First and last day of the account window as `yyyymmdd`, which compares like the date; without a
    /// reference date those of the calendar, up to today if that is known.
    pub(super) window: Span,
    /// Whether the window is the recipe's.
    pub(super) dated: bool,
    pub(super) premium_allowed: [bool; SEGMENTS],
    /// What only recipes of people ask; from there on the window depends on the person.
    pub(super) people: Option<People>,
    /// Where names and places are looked for, if they are.
    pub(super) known: Option<&'static Known>,
    /// Which columns the file has.
    pub(super) has: [bool; COLUMNS],
}

impl Bounds {
    pub(super) fn new(criteria: &Criteria, layout: &Layout) -> Bounds {
        let parameters = criteria.recipe.parameters();
        let people = People::new(criteria);
        let window = criteria.window().filter(|_| people.is_none());
        Bounds {
            age: parameters.age,
            credit_limit: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
            steps: {
                let Span { min, max } = parameters.credit_limit;
                Steps::new(min, max, parameters.credit_limit_step)
            },
            window: {
                let last = criteria.today.filter(|_| !criteria.dated).unwrap_or(Date::LATEST);
                let (first, last) = window.unwrap_or((Date::EARLIEST, last));
                Span::new(compact(first), compact(last))
            },
            dated: criteria.dated,
            people,
            known: Statistics::knows_names(&criteria.recipe, criteria.window()).then(Known::get),
            premium_allowed: parameters.premium.map(|share| share > 0),
            has: layout.positions.map(|position| position.is_some()),
            criteria: criteria.clone(),
        }
    }
}
