//! Each parameter's key and its text form, the same in a link, a command and the form: one in which it is
//! written, and numbers in it read as people write them.

use std::fmt;
use std::str::FromStr;

use super::fault::{Limit, ParameterError, percent};
use super::{
    Amount, Dirt, EmailDomains, Parameters, Recipe, RecipeVersion, SEGMENTS, Shares, Span, Spending,
};
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
    /// How many months of transactions there are.
    Months,
    /// How many payments a customer of each segment makes in a month.
    Payments,
    /// How many dollars a customer of each segment spends in a month.
    Dollars,
    /// The share of payments that are declined.
    Declined,
    /// What gradual decline leaves of the dollars in the last months.
    GradualDecline,
    /// What sudden decline leaves of the dollars in the last months.
    SuddenDecline,
    /// How much more New & Growing spends from month to month.
    Growth,
    /// The share of each segment that behaves half like another.
    Overlap,
    /// How many rows get which fault.
    Dirt,
}

impl Parameter {
    /// Every parameter, in the order in which links and commands write them.
    pub const ALL: [Parameter; 21] = [
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
        Parameter::Months,
        Parameter::Payments,
        Parameter::Dollars,
        Parameter::Declined,
        Parameter::GradualDecline,
        Parameter::SuddenDecline,
        Parameter::Growth,
        Parameter::Overlap,
        Parameter::Dirt,
    ];

    /// The parameters on which the table of customers depends, in the same order.
    pub fn of_customers() -> impl Iterator<Item = Parameter> {
        Parameter::ALL.into_iter().filter(|parameter| !parameter.is_of_transactions())
    }

    /// Whether only the table of transactions depends on this parameter.
    #[must_use]
    pub const fn is_of_transactions(self) -> bool {
        matches!(
            self,
            Parameter::Months
                | Parameter::Payments
                | Parameter::Dollars
                | Parameter::Declined
                | Parameter::GradualDecline
                | Parameter::SuddenDecline
                | Parameter::Growth
                | Parameter::Overlap
        )
    }

    /// The first version of the recipe that knows this parameter; in earlier ones it has its default.
    #[must_use]
    pub const fn since(self) -> RecipeVersion {
        match self {
            Parameter::NewAccountAge => RecipeVersion::V2,
            _ if self.is_of_transactions() => RecipeVersion::V2,
            _ => RecipeVersion::V1,
        }
    }

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
            Parameter::Months => "months",
            Parameter::Payments => "payments",
            Parameter::Dollars => "dollars",
            Parameter::Declined => "declined",
            Parameter::GradualDecline => "gradual_decline",
            Parameter::SuddenDecline => "sudden_decline",
            Parameter::Growth => "growth",
            Parameter::Overlap => "overlap",
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
        let spending = &mut parameters.spending;
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
            Parameter::Months => {
                spending.months = self.whole(text, Spending::MONTHS).map_err(fault)?;
            }
            Parameter::Payments => {
                spending.payments = self.five_spans(text, Spending::PAYMENTS).map_err(fault)?;
            }
            Parameter::Dollars => {
                spending.dollars = self.five_spans(text, Spending::DOLLARS).map_err(fault)?;
            }
            Parameter::Declined => spending.declined = per_mille(text).map_err(fault)?,
            Parameter::GradualDecline => spending.gradual_decline = shares(text).map_err(fault)?,
            Parameter::SuddenDecline => spending.sudden_decline = shares(text).map_err(fault)?,
            Parameter::Growth => spending.growth = per_mille(text).map_err(fault)?,
            Parameter::Overlap => spending.overlap = per_mille(text).map_err(fault)?,
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
            Parameter::Weights
            | Parameter::Premium
            | Parameter::Gradual
            | Parameter::Declined
            | Parameter::GradualDecline
            | Parameter::SuddenDecline
            | Parameter::Growth
            | Parameter::Overlap => per_mille(text).map(|share| percent(u32::from(share))),
            Parameter::Dirt => Amount::read(text).map(|amount| amount.to_string()),
            Parameter::AsOf | Parameter::Domains => Ok(text.trim().to_owned()),
            _ => self.digits(text).ok_or(self.form()),
        }
    }

    /// The limit that a text breaks which is not of this parameter's form.
    #[must_use]
    pub const fn form(self) -> Limit {
        match self {
            Parameter::Count | Parameter::CreditLimitStep | Parameter::Months => Limit::WholeNumber,
            Parameter::Seed => Limit::Seed,
            Parameter::AsOf => Limit::Date,
            Parameter::Weights | Parameter::Premium => Limit::FivePercents,
            Parameter::Gradual | Parameter::Declined | Parameter::Growth | Parameter::Overlap => {
                Limit::PercentText
            }
            Parameter::Payments | Parameter::Dollars => Limit::FiveRanges,
            Parameter::GradualDecline | Parameter::SuddenDecline => Limit::PercentList,
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
            Parameter::CreditLimit | Parameter::CreditLimitStep | Parameter::Dollars => {
                number::dollars(text)
            }
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

    /// A range of whole numbers for each segment.
    fn five_spans(self, text: &str, limits: Span) -> Result<[Span; SEGMENTS], Limit> {
        let spans: Vec<Span> =
            parts(text).map(|part| self.span(part, limits)).collect::<Result<_, _>>()?;
        spans.try_into().map_err(|_| Limit::FiveRanges)
    }

    /// This parameter of `parameters` in its text form, which [`Parameter::read`] reads back.
    #[must_use]
    pub fn write(self, parameters: &Parameters) -> String {
        let span = |Span { min, max }| format!("{min}-{max}");
        let share = |share: u16| percent(u32::from(share));
        let shares =
            |shares: &[u16]| shares.iter().map(|&one| share(one)).collect::<Vec<_>>().join(",");
        let spans = |spans: &[Span; SEGMENTS]| spans.map(span).join(",");
        let spending = &parameters.spending;
        match self {
            Parameter::Count => parameters.count.to_string(),
            Parameter::Seed => parameters.seed.to_string(),
            Parameter::AsOf => parameters.as_of.to_string(),
            Parameter::Weights => shares(&parameters.weights),
            Parameter::Premium => shares(&parameters.premium),
            Parameter::Gradual => share(parameters.gradual),
            Parameter::Age => span(parameters.age),
            Parameter::CreditLimit => span(parameters.credit_limit),
            Parameter::CreditLimitStep => parameters.credit_limit_step.to_string(),
            Parameter::Opened => span(parameters.opened),
            Parameter::NewAccountAge => span(parameters.new_account_age),
            Parameter::Domains => parameters.domains.word().to_owned(),
            Parameter::Months => spending.months.to_string(),
            Parameter::Payments => spans(&spending.payments),
            Parameter::Dollars => spans(&spending.dollars),
            Parameter::Declined => share(spending.declined),
            Parameter::GradualDecline => shares(spending.gradual_decline.list()),
            Parameter::SuddenDecline => shares(spending.sudden_decline.list()),
            Parameter::Growth => share(spending.growth),
            Parameter::Overlap => share(spending.overlap),
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
    let shares: Vec<u16> = parts(text).map(per_mille).collect::<Result<_, _>>()?;
    shares.try_into().map_err(|_| Limit::FivePercents)
}

/// As many percentages as a list of shares can have.
fn shares(text: &str) -> Result<Shares, Limit> {
    let shares: Vec<u16> = parts(text).map(per_mille).collect::<Result<_, _>>()?;
    if shares.len() > Shares::MOST { Err(Limit::PercentList) } else { Ok(Shares::new(&shares)) }
}

/// The parts of a list. Where semicolons part them, numbers may have commas themselves.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(if text.contains(';') { ';' } else { ',' })
}

#[cfg(test)]
mod tests;
