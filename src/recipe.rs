//! Everything that determines a data set: the parameters, their defaults and limits.
//!
//! Text enters through [`Parameter::read`], values are judged once by [`Recipe::new`], and from
//! then on a [`Recipe`] that exists is valid. Nothing in here knows a clock: whoever makes a
//! recipe says what day `as_of` is.

mod dirt;
mod fault;
mod fault_kind;
mod parameter;
mod spending;
mod version;

pub use dirt::{Amount, Dirt};
pub use fault::percent;
pub use fault::{Limit, ParameterError};
pub use fault_kind::FaultKind;
pub use parameter::Parameter;
pub use spending::{PERIOD_DAYS, Shares, Spending};
pub use version::RecipeVersion;

use serde::{Deserialize, Serialize};

use crate::date::Date;

/// How many segments there are.
pub const SEGMENTS: usize = 5;

/// Customers in a block: the smallest stretch that holds every share exactly, shares being per mille.
pub const BLOCK_ROWS: u32 = WHOLE as u32;

/// Days in a year, as the reference counts them for the age of an account.
pub const DAYS_PER_YEAR: u32 = 365;

/// The whole, in the unit of every share: per mille, so 0.1 % is the resolution.
pub const WHOLE: u16 = 1000;

/// A behavioural segment, in the order of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// Spends much, travels; the only segment with Premium cards by default.
    HighValueTravelers,
    /// The broad middle.
    StableMidSpenders,
    /// Spends little.
    BudgetConscious,
    /// Spends less and less, gradually or suddenly: the only segment with a decline type.
    Declining,
    /// Opened lately, spends more and more.
    NewAndGrowing,
}

impl Segment {
    /// All segments in the order of the contract.
    pub const ALL: [Segment; SEGMENTS] = [
        Segment::HighValueTravelers,
        Segment::StableMidSpenders,
        Segment::BudgetConscious,
        Segment::Declining,
        Segment::NewAndGrowing,
    ];

    /// The name as it stands in the file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Segment::HighValueTravelers => "High-Value Travelers",
            Segment::StableMidSpenders => "Stable Mid-Spenders",
            Segment::BudgetConscious => "Budget-Conscious",
            Segment::Declining => "Declining",
            Segment::NewAndGrowing => "New & Growing",
        }
    }
}

/// Where the mail addresses live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmailDomains {
    /// `gmail.com`, `yahoo.com`, `hotmail.com`, as the reference has them.
    Free,
    /// `example.com`, `example.net`, `example.org`: reserved by RFC 2606, nobody's mailbox.
    Example,
}

impl EmailDomains {
    /// How many domains each choice has.
    pub const COUNT: usize = 3;

    /// The domains of this choice, in the order of the contract.
    #[must_use]
    pub const fn domains(self) -> [&'static str; Self::COUNT] {
        match self {
            EmailDomains::Free => ["gmail.com", "yahoo.com", "hotmail.com"],
            EmailDomains::Example => ["example.com", "example.net", "example.org"],
        }
    }

    /// The word for this choice in a link, an option and the form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            EmailDomains::Free => "free",
            EmailDomains::Example => "example",
        }
    }
}

/// A range with both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The smallest value.
    pub min: u32,
    /// The largest value.
    pub max: u32,
}

impl Span {
    /// Both ends included.
    #[must_use]
    pub const fn new(min: u32, max: u32) -> Span {
        Span { min, max }
    }

    /// Whether `value` lies within.
    #[must_use]
    pub const fn contains(self, value: u32) -> bool {
        self.min <= value && value <= self.max
    }
}

/// The parameters of a recipe as plain values, judged by nobody yet.
///
/// All shares are per mille of [`WHOLE`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// Which bytes all others stand for.
    pub version: RecipeVersion,
    /// How many customers: 1 to 99,999,999.
    pub count: u32,
    /// The seed: any number of 64 bits.
    pub seed: u64,
    /// The day from which the age of an account is counted.
    pub as_of: Date,
    /// The share of each segment; together exactly [`WHOLE`].
    pub weights: [u16; SEGMENTS],
    /// The share of Premium cards within each segment.
    pub premium: [u16; SEGMENTS],
    /// The share of gradual decline within Declining; the rest is sudden.
    pub gradual: u16,
    /// Age in years, within 18 to 120.
    pub age: Span,
    /// Credit limit in dollars, within 0 to 1,000,000,000.
    pub credit_limit: Span,
    /// The step between credit limits in dollars, at least 1; divides the span.
    pub credit_limit_step: u32,
    /// How long before `as_of` an account was opened, in years of 365 days, within 0 to 100.
    pub opened: Span,
    /// How long before `as_of` a new customer's account was opened, in days, within 1 to 365: of those in
    /// New & Growing, from version 2 on. Version 1 knows no new accounts and has the default.
    pub new_account_age: Span,
    /// Where the mail addresses live.
    pub domains: EmailDomains,
    /// How customers spend, from version 2 on. Version 1 knows no transactions and has the default.
    pub spending: Spending,
    /// How many rows get which fault.
    pub dirt: Dirt,
}

impl Parameters {
    /// The defaults of a version, which are frozen with it, as of the given day. Those of version 1 are
    /// the reference's.
    #[must_use]
    pub const fn defaults(version: RecipeVersion, as_of: Date) -> Parameters {
        Parameters {
            version,
            count: 50_000,
            seed: 42,
            as_of,
            weights: [150, 400, 250, 100, 100],
            premium: [300, 0, 0, 0, 0],
            gradual: 700,
            age: Span::new(22, 75),
            credit_limit: Span::new(5_000, 50_000),
            credit_limit_step: 1_000,
            opened: Span::new(2, 5),
            new_account_age: Span::new(100, 175),
            domains: match version {
                RecipeVersion::V1 => EmailDomains::Free,
                RecipeVersion::V2 => EmailDomains::Example,
            },
            spending: Spending::DEFAULT,
            dirt: Dirt::NONE,
        }
    }
}

/// A valid recipe: every parameter within its limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe(Parameters);

impl Recipe {
    /// How many customers a recipe may ask for: as many as eight digits in the id can count.
    pub const COUNTS: Span = Span::new(1, 99_999_999);
    /// The ages that a recipe may ask for, in years.
    pub const AGES: Span = Span::new(18, 120);
    /// The credit limits that a recipe may ask for, in dollars.
    pub const CREDIT_LIMITS: Span = Span::new(0, 1_000_000_000);
    /// The steps between credit limits that a recipe may ask for, in dollars.
    pub const CREDIT_LIMIT_STEPS: Span = Span::new(1, 1_000_000_000);
    /// How long before `as_of` an account may have been opened, in years.
    pub const OPENED: Span = Span::new(0, 100);
    /// How long before `as_of` a new account may have been opened, in days.
    pub const NEW_ACCOUNT_AGES: Span = Span::new(1, 365);

    /// With so many steps from the smallest credit limit to the largest, every median of version 2 is a step
    /// above the smallest, so that there are limits below it: the least median is at 2.75 % of the range,
    /// and half a step is rounded up.
    pub const STEPS_BELOW_MEDIAN: u32 = 19;

    /// Judges the parameters.
    ///
    /// # Errors
    /// Every [`ParameterError`], not just the first, each naming its parameter, the value and the limit.
    pub fn new(parameters: Parameters) -> Result<Recipe, Vec<ParameterError>> {
        let faults: Vec<ParameterError> = Parameter::ALL
            .into_iter()
            .filter_map(|parameter| {
                let limit = broken_limit(parameter, &parameters)?;
                Some(ParameterError { parameter, value: parameter.write(&parameters), limit })
            })
            .collect();
        if faults.is_empty() { Ok(Recipe(parameters)) } else { Err(faults) }
    }

    /// Judges these parameters with the ones that are given as text in place of those of the same
    /// name.
    ///
    /// # Errors
    /// Every [`ParameterError`] of the texts; if they have none, of the parameters.
    pub fn amended(
        mut parameters: Parameters,
        given: &[(Parameter, String)],
    ) -> Result<Recipe, Vec<ParameterError>> {
        let faults: Vec<_> = given
            .iter()
            .filter_map(|(parameter, text)| parameter.read(text, &mut parameters).err())
            .collect();
        if faults.is_empty() { Recipe::new(parameters) } else { Err(faults) }
    }

    /// Which bytes the parameters stand for.
    #[must_use]
    pub const fn version(&self) -> RecipeVersion {
        self.0.version
    }

    /// The parameters, all within their limits.
    #[must_use]
    pub const fn parameters(&self) -> &Parameters {
        &self.0
    }

    /// The first and the last day that a new account may have been opened on, for customers of New & Growing
    /// from version 2 on, unless they were under age then.
    #[must_use]
    pub const fn new_account_window(&self) -> (Date, Date) {
        new_window(&self.0)
    }

    /// The first and the last day that an account may have been opened on.
    #[must_use]
    pub const fn account_window(&self) -> (Date, Date) {
        window(&self.0)
    }
}

const fn window(parameters: &Parameters) -> (Date, Date) {
    let Span { min, max } = parameters.opened;
    (
        parameters.as_of.minus_days(max * DAYS_PER_YEAR),
        parameters.as_of.minus_days(min * DAYS_PER_YEAR),
    )
}

const fn new_window(parameters: &Parameters) -> (Date, Date) {
    let Span { min, max } = parameters.new_account_age;
    (parameters.as_of.minus_days(max), parameters.as_of.minus_days(min))
}

/// The limit that `parameter` breaks, if it does.
fn broken_limit(parameter: Parameter, p: &Parameters) -> Option<Limit> {
    if p.version < parameter.since() {
        let defaults = Parameters::defaults(p.version, p.as_of);
        let differs = parameter.write(p) != parameter.write(&defaults);
        return differs.then_some(Limit::SinceVersion(parameter.since()));
    }
    match parameter {
        Parameter::Count => within(Span::new(p.count, p.count), Recipe::COUNTS),
        Parameter::Seed | Parameter::Domains => None,
        Parameter::AsOf => {
            // A span that is itself out of limits is told at its own field.
            let windows = [
                within(p.opened, Recipe::OPENED).is_none().then(|| window(p)),
                (p.version >= RecipeVersion::V2)
                    .then(|| within(p.new_account_age, Recipe::NEW_ACCOUNT_AGES).is_none())
                    .and_then(|is_known| is_known.then(|| new_window(p))),
            ];
            let is_outside =
                |(first, last): &(Date, Date)| *first < Date::EARLIEST || *last > Date::LATEST;
            windows.iter().flatten().any(is_outside).then_some(Limit::AccountYears)
        }
        Parameter::Weights => broken_share(&p.weights).or_else(|| {
            let sum = p.weights.iter().map(|&weight| u32::from(weight)).sum();
            (sum != u32::from(WHOLE)).then_some(Limit::SumIsWhole { sum })
        }),
        Parameter::Premium => broken_share(&p.premium),
        Parameter::Gradual => broken_share(&[p.gradual]),
        Parameter::Age => within(p.age, Recipe::AGES),
        Parameter::CreditLimit => within(p.credit_limit, Recipe::CREDIT_LIMITS),
        Parameter::CreditLimitStep => {
            let step = p.credit_limit_step;
            let Some(span) = p.credit_limit.max.checked_sub(p.credit_limit.min) else {
                // Told at the range's own field.
                return None;
            };
            within(Span::new(step, step), Recipe::CREDIT_LIMIT_STEPS)
                .or_else(|| (!span.is_multiple_of(step)).then_some(Limit::DividesSpan { span }))
        }
        Parameter::Opened => within(p.opened, Recipe::OPENED),
        Parameter::NewAccountAge => within(p.new_account_age, Recipe::NEW_ACCOUNT_AGES),
        Parameter::Months
        | Parameter::Payments
        | Parameter::Dollars
        | Parameter::Declined
        | Parameter::GradualDecline
        | Parameter::SuddenDecline
        | Parameter::Growth
        | Parameter::Overlap => Spending::broken_limit(parameter, p),
        Parameter::Dirt => {
            // Of a data set that cannot be, nobody knows what it has room for.
            let judged = [Parameter::Count, Parameter::Weights];
            let known = judged.into_iter().all(|parameter| broken_limit(parameter, p).is_none());
            known.then(|| Dirt::broken_limit(p)).flatten()
        }
    }
}

/// The limit that a range breaks, if it does.
fn within(span: Span, limits: Span) -> Option<Limit> {
    if span.min > span.max {
        Some(Limit::MinAboveMax)
    } else if limits.contains(span.min) && limits.contains(span.max) {
        None
    } else {
        Some(Limit::Between { min: limits.min, max: limits.max })
    }
}

fn broken_share(shares: &[u16]) -> Option<Limit> {
    shares.iter().any(|&share| share > WHOLE).then_some(Limit::Percentage)
}
