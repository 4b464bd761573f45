//! What determines the transactions of a data set, beside what determines its customers.

use super::fault::Limit;
use super::{Parameter, Parameters, SEGMENTS, Segment, Span, WHOLE, broken_share, within};

/// Days of a statement period, which people call a month here: every month has as many.
pub const PERIOD_DAYS: u32 = 30;

/// How customers spend, from version 2 of the recipe on.
///
/// All shares are per mille of [`WHOLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spending {
    /// How many periods of [`PERIOD_DAYS`] days there are, 1 to 60; the last ends the day before `as_of`.
    pub months: u32,
    /// How many payments a customer makes in a period, by segment, each 1 to 1,000.
    pub payments: [Span; SEGMENTS],
    /// How many dollars a customer spends in a period, by segment, each 1 to 1,000,000: before its decline in
    /// Declining, in its first period in New & Growing.
    pub dollars: [Span; SEGMENTS],
    /// The share of payments that are declined.
    pub declined: u16,
    /// What gradual decline leaves of the dollars in the last periods.
    pub gradual_decline: Shares,
    /// What sudden decline leaves of the dollars in the last periods.
    pub sudden_decline: Shares,
    /// How much more New & Growing spends in each later period than in the one before.
    pub growth: u16,
    /// The share of each segment that behaves half like itself and half like another.
    pub overlap: u16,
}

impl Spending {
    /// How many periods a recipe may ask for.
    pub const MONTHS: Span = Span::new(1, 60);
    /// How many payments in a period a recipe may ask for.
    pub const PAYMENTS: Span = Span::new(1, 1_000);
    /// How many dollars in a period a recipe may ask for.
    pub const DOLLARS: Span = Span::new(1, 1_000_000);
    /// How many payments a customer can make: as many as four digits in the id can count.
    pub const MOST_PAYMENTS: u32 = 9_999;
    /// How far a period's dollars are off a customer's level, at most, per mille.
    pub const NOISE: u16 = 60;

    /// The defaults, with which behaviour gives the segments back.
    pub const DEFAULT: Spending = Spending {
        months: 18,
        payments: [
            Span::new(40, 80),
            Span::new(20, 40),
            Span::new(15, 30),
            Span::new(20, 40),
            Span::new(25, 50),
        ],
        dollars: [
            Span::new(5_600, 12_000),
            Span::new(1_600, 4_500),
            Span::new(300, 1_200),
            Span::new(1_000, 4_000),
            Span::new(300, 1_200),
        ],
        declined: 30,
        gradual_decline: Shares::new(&[900, 800, 700, 600, 500, 400]),
        sudden_decline: Shares::new(&[400, 400]),
        growth: 200,
        overlap: 0,
    };

    /// The limit that `parameter`, which only transactions have, breaks in these parameters, if it does.
    pub(super) fn broken_limit(parameter: Parameter, parameters: &Parameters) -> Option<Limit> {
        let spending = &parameters.spending;
        let months = Span::new(spending.months, spending.months);
        match parameter {
            Parameter::Months => within(months, Spending::MONTHS),
            Parameter::Payments => spending.broken_payments().or_else(|| {
                within(months, Spending::MONTHS).is_none().then(|| spending.too_many())?
            }),
            Parameter::Dollars => {
                let broken =
                    spending.dollars.into_iter().find_map(|span| within(span, Spending::DOLLARS));
                // Told at the payments' own field.
                let known = spending.broken_payments().is_none();
                broken.or_else(|| known.then(|| spending.too_few())?)
            }
            Parameter::Declined => broken_share(&[spending.declined]),
            Parameter::GradualDecline => spending.gradual_decline.broken_limit(),
            Parameter::SuddenDecline => spending.sudden_decline.broken_limit(),
            Parameter::Growth => broken_share(&[spending.growth]),
            Parameter::Overlap => broken_share(&[spending.overlap]),
            _ => None,
        }
    }

    fn broken_payments(&self) -> Option<Limit> {
        self.payments.into_iter().find_map(|span| within(span, Spending::PAYMENTS))
    }

    /// The segment of whose customers one could make more payments than ids can count, if there is one.
    fn too_many(&self) -> Option<Limit> {
        let all = Segment::ALL.into_iter().zip(self.payments);
        let mut payments = all.map(|(segment, span)| (segment, span.max * self.months));
        let (segment, payments) = payments.find(|(_, most)| *most > Spending::MOST_PAYMENTS)?;
        Some(Limit::TooManyPayments { segment, payments })
    }

    /// The segment of whose customers one could have less than a dollar for each payment of a period, if
    /// there is one.
    ///
    /// There is no such limit above: see the test that no payment has too many digits.
    fn too_few(&self) -> Option<Limit> {
        let all = Segment::ALL.into_iter().zip(self.dollars).zip(self.payments);
        let mut cents = all.map(|((segment, dollars), payments)| {
            let whole = u64::from(WHOLE);
            let share = u64::from(self.least_share(segment)) * u64::from(WHOLE - Spending::NOISE);
            let cents = u64::from(dollars.min) * 100 * share / (whole * whole);
            (segment, cents, payments.max)
        });
        let (segment, cents, payments) =
            cents.find(|&(_, cents, payments)| cents < u64::from(payments) * 100)?;
        Some(Limit::TooFewDollars { segment, cents: cents as u32, payments })
    }

    /// The least share of its dollars that a customer of this segment has in a period.
    fn least_share(&self, segment: Segment) -> u16 {
        let lists = [&self.gradual_decline, &self.sudden_decline];
        let shares = lists.into_iter().flat_map(Shares::list).copied();
        let least = shares.filter(|_| segment == Segment::Declining).min();
        least.unwrap_or(WHOLE).min(WHOLE)
    }
}

/// A short list of shares, one for each of the last periods, the last period last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    shares: [u16; Shares::MOST],
    len: u8,
}

impl Shares {
    /// How many there are at most.
    pub const MOST: usize = 12;

    /// The first [`MOST`](Shares::MOST) of these shares.
    #[must_use]
    pub const fn new(list: &[u16]) -> Shares {
        let mut shares = [0; Shares::MOST];
        let mut len = 0;
        while len < list.len() && len < Shares::MOST {
            shares[len] = list[len];
            len += 1;
        }
        Shares { shares, len: len as u8 }
    }

    /// The shares, in their order.
    #[must_use]
    pub fn list(&self) -> &[u16] {
        &self.shares[..usize::from(self.len)]
    }

    /// The share that holds so many periods before the last; the whole before the first of the list.
    #[must_use]
    pub fn before_last(&self, periods: u32) -> u16 {
        self.list().iter().rev().nth(periods as usize).copied().unwrap_or(WHOLE)
    }

    fn broken_limit(&self) -> Option<Limit> {
        broken_share(self.list()).or_else(|| self.list().is_empty().then_some(Limit::PercentList))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;
    use crate::recipe::{ParameterError, Recipe, RecipeVersion};

    /// What is wrong with a recipe of this version with these texts.
    fn faults(version: RecipeVersion, texts: &[(Parameter, &str)]) -> Vec<(Parameter, Limit)> {
        let as_of = Date::from_unix_days(20_000);
        let texts: Vec<_> = texts.iter().map(|(one, text)| (*one, (*text).to_owned())).collect();
        let faults = Recipe::amended(Parameters::defaults(version, as_of), &texts).err();
        let told = |fault: ParameterError| (fault.parameter, fault.limit);
        faults.unwrap_or_default().into_iter().map(told).collect()
    }

    #[test]
    fn limits_are_told_and_their_ends_are_within() {
        let between = |Span { min, max }| Some(Limit::Between { min, max });
        for (parameter, text, limit) in [
            (Parameter::Months, "0", between(Spending::MONTHS)),
            (Parameter::Months, "1", None),
            (Parameter::Months, "60", None),
            (Parameter::Months, "61", between(Spending::MONTHS)),
            (Parameter::Payments, "0-1,1-1,1-1,1-1,1-1", between(Spending::PAYMENTS)),
            (Parameter::Payments, "1-1,1-1,1-1,1-1,1-1001", between(Spending::PAYMENTS)),
            (Parameter::Payments, "1-1,3-2,1-1,1-1,1-1", Some(Limit::MinAboveMax)),
            (
                Parameter::Dollars,
                "6000-6000,4000-4000,0-1,4000-4000,1000-1000",
                between(Spending::DOLLARS),
            ),
            (
                Parameter::Dollars,
                "6000-1000001,4000-4000,1000-1000,4000-4000,1000-1000",
                between(Spending::DOLLARS),
            ),
            (Parameter::Dollars, "6000-1000000,4000-4000,1000-1000,4000-4000,1000-1000", None),
            (
                Parameter::Dollars,
                "6000-5999,4000-4000,1000-1000,4000-4000,1000-1000",
                Some(Limit::MinAboveMax),
            ),
            (Parameter::Declined, "100", None),
            (Parameter::Declined, "100.1", Some(Limit::Percentage)),
            (Parameter::GradualDecline, "100,100,100,100,100,100,100,100,100,100,100,100", None),
            (Parameter::GradualDecline, "90,100.1", Some(Limit::Percentage)),
            (Parameter::SuddenDecline, "100.1", Some(Limit::Percentage)),
            (Parameter::Growth, "100", None),
            (Parameter::Growth, "0", None),
            (Parameter::Growth, "100.1", Some(Limit::Percentage)),
            (Parameter::Overlap, "100", None),
            (Parameter::Overlap, "200", Some(Limit::Percentage)),
        ] {
            let expected: Vec<_> = limit.map(|limit| (parameter, limit)).into_iter().collect();
            assert_eq!(faults(RecipeVersion::V2, &[(parameter, text)]), expected, "{text}");
        }
    }

    #[test]
    fn a_list_without_shares_is_none() {
        assert_eq!(Shares::new(&[]).broken_limit(), Some(Limit::PercentList));
    }

    #[test]
    fn version_1_knows_no_transactions() {
        for (parameter, text) in [
            (Parameter::Months, "12"),
            (Parameter::Payments, "41-80,20-40,15-30,20-40,25-50"),
            (Parameter::Dollars, "5601-12000,1600-4500,300-1200,1000-4000,300-1200"),
            (Parameter::Declined, "2.9"),
            (Parameter::GradualDecline, "90,80"),
            (Parameter::SuddenDecline, "40"),
            (Parameter::Growth, "0"),
            (Parameter::Overlap, "0.1"),
        ] {
            let since = Limit::SinceVersion(RecipeVersion::V2);
            assert_eq!(faults(RecipeVersion::V1, &[(parameter, text)]), [(parameter, since)]);
            assert_eq!(faults(RecipeVersion::V2, &[(parameter, text)]), []);
            let default = parameter.write(&Parameters::defaults(RecipeVersion::V1, Date::EARLIEST));
            assert_eq!(faults(RecipeVersion::V1, &[(parameter, &default)]), []);
        }
    }

    #[test]
    fn a_customer_has_as_many_payments_as_ids_can_count() {
        let most = |months, payments: &str| {
            let payments = format!("1-1,1-{payments},1-1,1-1,1-1");
            let rich = "9999-9999,9999-9999,9999-9999,9999-9999,9999-9999";
            faults(
                RecipeVersion::V2,
                &[
                    (Parameter::Months, months),
                    (Parameter::Payments, &payments),
                    (Parameter::Dollars, rich),
                ],
            )
        };
        assert_eq!(most("11", "909"), []);
        let limit =
            Limit::TooManyPayments { segment: Segment::StableMidSpenders, payments: 10_000 };
        assert_eq!(most("10", "1000"), [(Parameter::Payments, limit)]);
        assert_eq!(
            limit.to_string(),
            "Stable Mid-Spenders could make 10,000 payments in all months together, a customer can make 9,999"
        );
        // Of months that cannot be nothing is said but that.
        let months = Limit::Between { min: 1, max: 60 };
        assert_eq!(most("100", "1000"), [(Parameter::Months, months)]);
    }

    #[test]
    fn every_payment_has_a_dollar() {
        let with = |declining, share| {
            let dollars = format!("6000-6000,6000-6000,6000-6000,{declining},6000-6000");
            faults(
                RecipeVersion::V2,
                &[(Parameter::Dollars, &dollars), (Parameter::SuddenDecline, share)],
            )
        };
        // 40 payments of a dollar, behind a decline to 40 % and 6 % below it: 107 x 0.4 x 0.94 = 40.232.
        assert_eq!(with("107-107", "40"), []);
        let cents = 3_985;
        let limit = Limit::TooFewDollars { segment: Segment::Declining, cents, payments: 40 };
        assert_eq!(with("106-106", "40"), [(Parameter::Dollars, limit)]);
        assert_eq!(
            limit.to_string(),
            "Declining could have only $39.85 in a month for 40 payments, each needs at least $1.00"
        );
        // The smaller share of both declines counts.
        assert_eq!(with("106-106", "100"), [(Parameter::Dollars, limit)]);
        let none = Limit::TooFewDollars { segment: Segment::Declining, cents: 0, payments: 40 };
        assert_eq!(with("1000-1000", "0"), [(Parameter::Dollars, none)]);
    }

    /// Why no limit keeps amounts to the digits of DECIMAL(12, 2): the most dollars, doubled for as many periods
    /// as a new account can be old, and 6 % more.
    #[test]
    fn no_payment_has_too_many_digits() {
        let periods = Recipe::NEW_ACCOUNT_AGES.max.div_ceil(PERIOD_DAYS);
        assert_eq!(periods, 13);
        let cents = u64::from(Spending::DOLLARS.max) * 100 * 2_u64.pow(periods);
        let most = cents * u64::from(WHOLE + Spending::NOISE) / u64::from(WHOLE);
        assert!(most < 10_u64.pow(12), "{most}");
    }
}
