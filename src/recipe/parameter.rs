//! Each parameter's key and its text form, the same in a link, a command and the form: one in which it is
//! written, and numbers in it read as people write them.

use std::fmt;
use std::str::FromStr;

use super::fault::{Limit, ParameterError, percent};
use super::{Amount, Dirt, EmailDomains, Parameters, Recipe, SEGMENTS, Span};
use crate::date::Date;
use crate::number;

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

    /// Reads this parameter's text form into `parameters`. Numbers may stand in it as people write
    /// them: `1,500` and `1 500` are 1500, `$500` is 500 where dollars are meant, `12,5 %` is 12.5
    /// where shares are. Where a comma parts the numbers of a list, a semicolon can, so that they may
    /// have commas themselves.
    ///
    /// # Errors
    /// A [`ParameterError`] if the text is not of the parameter's form; `parameters` stays as it was. Whether
    /// the value keeps its limits is for [`Recipe::new`](super::Recipe::new) to say.
    pub fn read(self, text: &str, parameters: &mut Parameters) -> Result<(), ParameterError> {
        let fault = |limit| ParameterError { parameter: self, value: text.to_owned(), limit };
        match self {
            Parameter::Count => {
                parameters.count = self.whole(text, Recipe::COUNTS).map_err(fault)?;
            }
            Parameter::Seed => {
                parameters.seed = whole(text).ok_or(fault(Limit::Seed))?;
            }
            Parameter::AsOf => {
                parameters.as_of = text.trim().parse::<Date>().map_err(|_| fault(Limit::Date))?;
            }
            Parameter::Weights => parameters.weights = five_percents(text).map_err(fault)?,
            Parameter::Premium => parameters.premium = five_percents(text).map_err(fault)?,
            Parameter::Gradual => parameters.gradual = per_mille(text).map_err(fault)?,
            Parameter::Age => parameters.age = self.span(text, Recipe::AGES).map_err(fault)?,
            Parameter::CreditLimit => {
                parameters.credit_limit = self.span(text, Recipe::CREDIT_LIMITS).map_err(fault)?;
            }
            Parameter::CreditLimitStep => {
                parameters.credit_limit_step =
                    self.whole(text, Recipe::CREDIT_LIMIT_STEPS).map_err(fault)?;
            }
            Parameter::Opened => {
                parameters.opened = self.span(text, Recipe::OPENED).map_err(fault)?;
            }
            Parameter::NewAccountAge => {
                parameters.new_account_age =
                    self.span(text, Recipe::NEW_ACCOUNT_AGES).map_err(fault)?;
            }
            Parameter::Domains => {
                parameters.domains = [EmailDomains::Free, EmailDomains::Example]
                    .into_iter()
                    .find(|domains| domains.word() == text.trim())
                    .ok_or(fault(Limit::Domains))?;
            }
            Parameter::Dirt => parameters.dirt = Dirt::read(text).map_err(fault)?,
        }
        Ok(())
    }

    /// One number of this parameter, as a person writes it into a field of its own, in the form that
    /// [`write`](Parameter::write) has for it: of a range one end, of shares one, of dirt the amount of
    /// one kind. Joined by what stands between them in the text form, they are read back by
    /// [`read`](Parameter::read).
    ///
    /// ```
    /// # use segmint::recipe::{Limit, Parameter};
    /// assert_eq!(Parameter::Count.number("50 000").as_deref(), Ok("50000"));
    /// assert_eq!(Parameter::CreditLimit.number("$5,000").as_deref(), Ok("5000"));
    /// assert_eq!(Parameter::Weights.number("12,5 %").as_deref(), Ok("12.5"));
    /// assert_eq!(Parameter::Dirt.number("0,5 %").as_deref(), Ok("0.5pct"));
    /// assert_eq!(Parameter::Count.number("1.000"), Err(Limit::WholeNumber));
    /// ```
    ///
    /// What is no number (a date, a word) stays as it is, without white space around it.
    ///
    /// # Errors
    /// The [`Limit`] that tells of the parameter's form. Whether the number keeps its own limits is
    /// not judged here, except that a share is at most 6,553.5 %.
    pub fn number(self, text: &str) -> Result<String, Limit> {
        match self {
            Parameter::Weights | Parameter::Premium | Parameter::Gradual => {
                per_mille(text).map(|share| percent(u32::from(share)))
            }
            Parameter::Dirt => Amount::read(text).map(|amount| amount.to_string()),
            Parameter::AsOf | Parameter::Domains => Ok(text.trim().to_owned()),
            _ => self.digits(text).ok_or(self.form()),
        }
    }

    /// The limit that a text breaks which is not of this parameter's form.
    #[must_use]
    pub const fn form(self) -> Limit {
        match self {
            Parameter::Count | Parameter::CreditLimitStep => Limit::WholeNumber,
            Parameter::Seed => Limit::Seed,
            Parameter::AsOf => Limit::Date,
            Parameter::Weights | Parameter::Premium => Limit::FivePercents,
            Parameter::Gradual => Limit::PercentText,
            Parameter::Age
            | Parameter::CreditLimit
            | Parameter::Opened
            | Parameter::NewAccountAge => Limit::Range,
            Parameter::Domains => Limit::Domains,
            Parameter::Dirt => Limit::DirtText,
        }
    }

    /// The digits of a whole number of this parameter.
    fn digits(self, text: &str) -> Option<String> {
        match self {
            Parameter::CreditLimit | Parameter::CreditLimitStep => number::dollars(text),
            _ => number::digits(text),
        }
    }

    /// A whole number. One too large for its type is told by the limit that it breaks.
    fn whole(self, text: &str, Span { min, max }: Span) -> Result<u32, Limit> {
        let digits = self.digits(text).ok_or(self.form())?;
        digits.parse().map_err(|_| Limit::Between { min, max })
    }

    /// A range of whole numbers, with a hyphen between its ends or what a word processor makes of one.
    fn span(self, text: &str, limits: Span) -> Result<Span, Limit> {
        let hyphen = ['-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'];
        let (min, max) = text.split_once(hyphen).ok_or(self.form())?;
        Ok(Span { min: self.whole(min, limits)?, max: self.whole(max, limits)? })
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

/// A whole number, if the text is one and its type can hold it.
pub(super) fn whole<T: FromStr>(text: &str) -> Option<T> {
    number::digits(text)?.parse().ok()
}

/// A percentage with at most one decimal, as per mille.
pub(super) fn per_mille(text: &str) -> Result<u16, Limit> {
    let (units, tenth) = number::units_and_tenths(text).ok_or(Limit::PercentText)?;
    let units: Option<u16> = units.parse().ok();
    let share = units.and_then(|units| units.checked_mul(10)?.checked_add(tenth));
    share.ok_or(Limit::Percentage)
}

fn five_percents(text: &str) -> Result<[u16; SEGMENTS], Limit> {
    let separator = if text.contains(';') { ';' } else { ',' };
    let shares: Vec<u16> = text.split(separator).map(per_mille).collect::<Result<_, _>>()?;
    shares.try_into().map_err(|_| Limit::FivePercents)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::RecipeVersion;

    /// What a parameter's text form is once this text was read.
    fn reread(parameter: Parameter, text: &str) -> Result<String, Limit> {
        let mut parameters = Parameters::defaults(RecipeVersion::V1, Date::EARLIEST);
        let read = parameter.read(text, &mut parameters).map_err(|fault| fault.limit);
        read.map(|()| parameter.write(&parameters))
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (parameter, text, written) in [
            (Parameter::Count, "50,000", "50000"),
            (Parameter::Count, "50\u{a0}000", "50000"),
            (Parameter::Count, "1_000", "1000"),
            (Parameter::Seed, "18,446,744,073,709,551,615", "18446744073709551615"),
            (Parameter::AsOf, " 2026-11-23 ", "2026-11-23"),
            (Parameter::Weights, "20, 20, 20, 20, 20 %", "20,20,20,20,20"),
            (Parameter::Weights, "12,5; 37,5; 0; 50; 0", "12.5,37.5,0,50,0"),
            (Parameter::Premium, "30 %,0.5%,0,0,0", "30,0.5,0,0,0"),
            (Parameter::Gradual, "12,5 %", "12.5"),
            (Parameter::Age, "30 \u{2013} 40", "30-40"),
            (Parameter::CreditLimit, "$5,000 - $50,000", "5000-50000"),
            (Parameter::CreditLimitStep, "$1,000", "1000"),
            (Parameter::Opened, " 1-3", "1-3"),
            (Parameter::Domains, " example ", "example"),
            (
                Parameter::Dirt,
                "missing_value: 1,200, ragged_row: 0,5 %",
                "missing_value:1200,ragged_row:0.5pct",
            ),
        ] {
            assert_eq!(reread(parameter, text).as_deref(), Ok(written), "{text}");
        }
    }

    #[test]
    fn what_could_be_a_decimal_mark_is_told_in_the_parameters_words() {
        for (parameter, text, limit) in [
            (Parameter::Count, "1,5", Limit::WholeNumber),
            (Parameter::Count, "50,00", Limit::WholeNumber),
            (Parameter::Count, "1.000", Limit::WholeNumber),
            (Parameter::Count, "0,500", Limit::WholeNumber),
            (Parameter::Count, "$500", Limit::WholeNumber),
            (Parameter::Count, "50k", Limit::WholeNumber),
            (Parameter::Count, "5,000,000,000", Limit::Between { min: 1, max: 99_999_999 }),
            (Parameter::Seed, "1.5", Limit::Seed),
            (Parameter::Weights, "12,5,37,5,0,50,0", Limit::FivePercents),
            (Parameter::Gradual, "1,500", Limit::PercentText),
            (Parameter::Gradual, "9999", Limit::Percentage),
            (Parameter::Age, "22,5-75", Limit::Range),
            (Parameter::Opened, "-1-5", Limit::Range),
            (Parameter::CreditLimitStep, "1.000", Limit::WholeNumber),
        ] {
            assert_eq!(reread(parameter, text), Err(limit), "{text}");
        }
    }

    #[test]
    fn a_number_in_a_field_of_its_own_has_the_form_of_the_whole_text() {
        for (parameter, text, number) in [
            (Parameter::Age, " 22 ", Ok("22")),
            (Parameter::CreditLimit, "$50,000", Ok("50000")),
            (Parameter::Weights, "12,5 %", Ok("12.5")),
            (Parameter::Weights, "12,50", Err(Limit::PercentText)),
            (Parameter::Dirt, "0,5 %", Ok("0.5pct")),
            (Parameter::Dirt, "1,5", Err(Limit::DirtAmount)),
            (Parameter::Opened, "2-5", Err(Limit::Range)),
            (Parameter::Domains, " free", Ok("free")),
        ] {
            assert_eq!(parameter.number(text), number.map(str::to_owned), "{text}");
        }
    }
}
