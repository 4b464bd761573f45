//! Each parameter's key and its one text form, the same in a link, a command and the form.

use std::fmt;

use super::fault::{Fault, Limit, percent};
use super::{Dirt, EmailDomains, Parameters, Recipe, SEGMENTS, Span};
use crate::date::Date;

/// A parameter of the recipe, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Parameter {
    /// How many customers.
    Count,
    /// The seed.
    Seed,
    /// The reference date.
    AsOf,
    /// The share of each segment.
    Weights,
    /// The share of Premium cards in each segment.
    Premium,
    /// The share of gradual decline in Declining.
    Gradual,
    /// The range of ages.
    Age,
    /// The range of credit limits.
    CreditLimit,
    /// The step between credit limits.
    CreditLimitStep,
    /// How many years ago accounts were opened.
    Opened,
    /// How many days ago new accounts were opened, from version 2 on.
    NewAccountAge,
    /// Where the mail addresses live.
    Domains,
    /// How many rows get which fault.
    Dirt,
}

impl Parameter {
    /// Every parameter, in the order in which links and commands write them.
    pub const ALL: [Parameter; 13] = [
        Parameter::Seed,
        Parameter::Count,
        Parameter::AsOf,
        Parameter::Weights,
        Parameter::Premium,
        Parameter::Gradual,
        Parameter::Age,
        Parameter::CreditLimit,
        Parameter::CreditLimitStep,
        Parameter::Opened,
        Parameter::NewAccountAge,
        Parameter::Domains,
        Parameter::Dirt,
    ];

    /// The name: a link's key and, with `-` for `_`, the command's option.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Parameter::Count => "count",
            Parameter::Seed => "seed",
            Parameter::AsOf => "as_of",
            Parameter::Weights => "weights",
            Parameter::Premium => "premium",
            Parameter::Gradual => "gradual",
            Parameter::Age => "age",
            Parameter::CreditLimit => "credit_limit",
            Parameter::CreditLimitStep => "credit_limit_step",
            Parameter::Opened => "opened",
            Parameter::NewAccountAge => "new_account_age",
            Parameter::Domains => "domains",
            Parameter::Dirt => "dirt",
        }
    }

    /// The parameter with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|parameter| parameter.key() == key)
    }

    /// Reads this parameter's text form into `parameters`.
    ///
    /// # Errors
    /// A [`Fault`] if the text is not of the parameter's form; `parameters` stays as it was. Whether
    /// the value keeps its limits is for [`Recipe::new`](super::Recipe::new) to say.
    pub fn read(self, text: &str, parameters: &mut Parameters) -> Result<(), Fault> {
        let fault = |limit| Fault { parameter: self, value: text.to_owned(), limit };
        match self {
            Parameter::Count => parameters.count = whole(text, Recipe::COUNTS).map_err(fault)?,
            Parameter::Seed => parameters.seed = digits(text).ok_or(fault(Limit::Seed))?,
            Parameter::AsOf => {
                parameters.as_of = text.parse::<Date>().map_err(|_| fault(Limit::Date))?;
            }
            Parameter::Weights => parameters.weights = five_percents(text).map_err(fault)?,
            Parameter::Premium => parameters.premium = five_percents(text).map_err(fault)?,
            Parameter::Gradual => parameters.gradual = per_mille(text).map_err(fault)?,
            Parameter::Age => parameters.age = span(text, Recipe::AGES).map_err(fault)?,
            Parameter::CreditLimit => {
                parameters.credit_limit = span(text, Recipe::CREDIT_LIMITS).map_err(fault)?;
            }
            Parameter::CreditLimitStep => {
                parameters.credit_limit_step =
                    whole(text, Recipe::CREDIT_LIMIT_STEPS).map_err(fault)?;
            }
            Parameter::Opened => parameters.opened = span(text, Recipe::OPENED).map_err(fault)?,
            Parameter::NewAccountAge => {
                parameters.new_account_age = span(text, Recipe::NEW_ACCOUNT_AGES).map_err(fault)?;
            }
            Parameter::Domains => {
                parameters.domains = [EmailDomains::Free, EmailDomains::Example]
                    .into_iter()
                    .find(|domains| domains.word() == text)
                    .ok_or(fault(Limit::Domains))?;
            }
            Parameter::Dirt => parameters.dirt = Dirt::read(text).map_err(fault)?,
        }
        Ok(())
    }

    /// This parameter of `parameters` in its text form, which [`Parameter::read`] reads back.
    #[must_use]
    pub fn write(self, parameters: &Parameters) -> String {
        let span = |Span { min, max }| format!("{min}-{max}");
        let shares =
            |shares: &[u16; SEGMENTS]| shares.map(|share| percent(u32::from(share))).join(",");
        match self {
            Parameter::Count => parameters.count.to_string(),
            Parameter::Seed => parameters.seed.to_string(),
            Parameter::AsOf => parameters.as_of.to_string(),
            Parameter::Weights => shares(&parameters.weights),
            Parameter::Premium => shares(&parameters.premium),
            Parameter::Gradual => percent(u32::from(parameters.gradual)),
            Parameter::Age => span(parameters.age),
            Parameter::CreditLimit => span(parameters.credit_limit),
            Parameter::CreditLimitStep => parameters.credit_limit_step.to_string(),
            Parameter::Opened => span(parameters.opened),
            Parameter::NewAccountAge => span(parameters.new_account_age),
            Parameter::Domains => parameters.domains.word().to_owned(),
            Parameter::Dirt => parameters.dirt.to_string(),
        }
    }

    /// Whether links and commands write this parameter even at its default, so that a default
    /// that differs from reader to reader (today) or that people want to see is never guessed.
    #[must_use]
    pub const fn always_written(self) -> bool {
        matches!(self, Parameter::Seed | Parameter::Count | Parameter::AsOf)
    }

    /// The parameters that a link or a command must spell out, each with its text.
    pub fn spelled_out(parameters: &Parameters) -> impl Iterator<Item = (Parameter, String)> {
        let defaults = Parameters::defaults(parameters.version, parameters.as_of);
        Parameter::ALL.into_iter().filter_map(move |parameter| {
            let text = parameter.write(parameters);
            let differs = text != parameter.write(&defaults);
            (parameter.always_written() || differs).then_some((parameter, text))
        })
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Digits and nothing else: `str::parse` would let a sign through.
pub(super) fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// A whole number. One too large for its type is told by the limit that it breaks.
fn whole(text: &str, Span { min, max }: Span) -> Result<u32, Limit> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Limit::WholeNumber);
    }
    text.parse().map_err(|_| Limit::Between { min, max })
}

fn span(text: &str, limits: Span) -> Result<Span, Limit> {
    let (min, max) = text.split_once('-').ok_or(Limit::Range)?;
    let end = |text| {
        whole(text, limits).map_err(|limit| match limit {
            Limit::WholeNumber => Limit::Range,
            other => other,
        })
    };
    Ok(Span { min: end(min)?, max: end(max)? })
}

/// A percentage with at most one decimal, as per mille.
pub(super) fn per_mille(text: &str) -> Result<u16, Limit> {
    let (units, tenths) = text.split_once('.').unwrap_or((text, "0"));
    let units: u16 = digits(units).ok_or(Limit::PercentText)?;
    let tenths: u16 = digits(tenths).filter(|_| tenths.len() == 1).ok_or(Limit::PercentText)?;
    units.checked_mul(10).and_then(|units| units.checked_add(tenths)).ok_or(Limit::Percentage)
}

fn five_percents(text: &str) -> Result<[u16; SEGMENTS], Limit> {
    let shares: Vec<u16> = text.split(',').map(per_mille).collect::<Result<_, _>>()?;
    shares.try_into().map_err(|_| Limit::FivePercents)
}
