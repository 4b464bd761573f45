//! What a customer's period may hold: payments and cents, by segment, decline type and day of opening. Worked out
//! here once more on purpose.

#![allow(clippy::cast_precision_loss, reason = "targets for people; cents stay far below 2^53")]

use super::customers::Account;
use crate::customers::check::Criteria;
use crate::date::Date;
use crate::recipe::{PERIOD_DAYS, Recipe, SEGMENTS, Segment, Spending};

/// A whole, in the thousandths that shares are counted in.
const WHOLE: u64 = 1000;

/// Of somebody who behaves half like New & Growing, growth is counted from so many periods before the last.
const BLENDED_GROWTH: u32 = 5;

/// The most periods that growth is counted for.
const MOST_GROWTH: u32 = 12;

/// The smallest and the largest number of something.
pub(super) type Range = (u64, u64);

/// The periods of a recipe, and what they may hold.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    as_of: Date,
    pub(super) first: Date,
    spending: Spending,
}

/// What one period of a customer may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PeriodBounds {
    pub(super) payments: Range,
    pub(super) cents: Range,
}

impl Bounds {
    /// The bounds of a recipe.
    pub(super) fn new(recipe: &Recipe) -> Bounds {
        let parameters = recipe.parameters();
        let spending = parameters.spending;
        let first = parameters.as_of.minus_days(spending.months * PERIOD_DAYS);
        Bounds { as_of: parameters.as_of, first, spending }
    }

    /// How many periods there are.
    pub(super) fn months(&self) -> usize {
        self.spending.months as usize
    }

    /// The first and the last day of the window.
    pub(super) fn window(&self) -> (Date, Date) {
        (self.first, self.as_of.minus_days(1))
    }

    /// What a period may hold, of an account of this segment that was opened on this day; periods count from 0.
    pub(super) fn of_period(
        &self,
        segment: usize,
        account: &Account,
        period: usize,
    ) -> PeriodBounds {
        let before_last = self.spending.months - 1 - period as u32;
        // The days from the opening to the day before the reference date, and those of them in later periods.
        let days = account.opened.map_or(i64::MAX, |opened| {
            i64::from(self.as_of.unix_days()) - i64::from(opened.unix_days())
        });
        let open = (days - i64::from(before_last * PERIOD_DAYS))
            .clamp(0, PERIOD_DAYS.into())
            .cast_unsigned();
        if open == 0 {
            return PeriodBounds { payments: (0, 0), cents: (0, 0) };
        }
        let opened_before_last =
            u32::try_from((days - 1) / i64::from(PERIOD_DAYS)).unwrap_or(u32::MAX);
        let part = |whole: u64| whole * open / u64::from(PERIOD_DAYS);
        let payments = self.spending.payments[segment];
        let payments = (part(payments.min.into()).max(1), part(payments.max.into()).max(1));
        let (least, most) = self.full(segment, account, opened_before_last, before_last);
        let noise = u64::from(Spending::NOISE);
        let cents = (part(least * (WHOLE - noise) / WHOLE), part(most * (WHOLE + noise) / WHOLE));
        PeriodBounds { payments, cents }
    }

    /// The cents of a whole period before they vary: of the segment, and where segments overlap, of it and of half
    /// of it and half of any other.
    fn full(&self, segment: usize, account: &Account, opened: u32, before_last: u32) -> Range {
        let own = self.shaped(segment, account.gradual, opened, before_last);
        if self.spending.overlap == 0 {
            return own;
        }
        (0..SEGMENTS).filter(|&other| other != segment).fold(own, |(least, most), other| {
            let other = self.shaped(other, account.gradual, BLENDED_GROWTH, before_last);
            (least.min(u64::midpoint(own.0, other.0)), most.max(u64::midpoint(own.1, other.1)))
        })
    }

    /// The cents of a whole period of a segment, whose shape is a decline or, from an opening so many periods
    /// before the last, growth.
    fn shaped(&self, segment: usize, gradual: bool, opened: u32, before_last: u32) -> Range {
        let dollars = self.spending.dollars[segment];
        let (least, most) = (u64::from(dollars.min) * 100, u64::from(dollars.max) * 100);
        if segment == Segment::Declining as usize {
            let spending = &self.spending;
            let shares = if gradual { &spending.gradual_decline } else { &spending.sudden_decline };
            let left = u64::from(shares.before_last(before_last));
            return (least * left / WHOLE, most * left / WHOLE);
        }
        if segment == Segment::NewAndGrowing as usize {
            let periods = opened.saturating_sub(before_last).min(MOST_GROWTH);
            let grown = (0..periods).fold(1 << 20, |grown: u64, _| {
                grown * (WHOLE + u64::from(self.spending.growth)) / WHOLE
            });
            return ((least * grown) >> 20, (most * grown) >> 20);
        }
        (least, most)
    }

    /// The dollars that a segment's customers spend in a period on the average.
    fn target(&self, recipe: &Recipe, segment: usize, period: usize) -> Option<f64> {
        let others = (0..SEGMENTS).filter(|&other| other != segment);
        let own = self.mean(recipe, segment, period)?;
        let overlap = f64::from(self.spending.overlap) / WHOLE as f64;
        if overlap == 0.0 {
            return Some(own);
        }
        let mean = |other: usize| {
            let before_last = self.spending.months - 1 - period as u32;
            let (least, most) = self.shaped(other, false, BLENDED_GROWTH, before_last);
            (least + most) as f64 / 200.0
        };
        let others = others.map(mean).sum::<f64>() / (SEGMENTS - 1) as f64;
        Some(own * (1.0 - overlap) + f64::midpoint(own, others) * overlap)
    }

    fn mean(&self, recipe: &Recipe, segment: usize, period: usize) -> Option<f64> {
        let before_last = self.spending.months - 1 - period as u32;
        let mean = |gradual: bool, opened: u32| {
            let (least, most) = self.shaped(segment, gradual, opened, before_last);
            (least + most) as f64 / 200.0
        };
        let parameters = recipe.parameters();
        if segment == Segment::NewAndGrowing as usize {
            let ages = parameters.new_account_age;
            let spent: Vec<f64> = (ages.min.max(1)..=ages.max)
                .filter_map(|age| {
                    let open = age.saturating_sub(before_last * PERIOD_DAYS).min(PERIOD_DAYS);
                    let part = f64::from(open) / f64::from(PERIOD_DAYS);
                    (open > 0).then(|| mean(false, (age - 1) / PERIOD_DAYS) * part)
                })
                .collect();
            return (!spent.is_empty()).then(|| spent.iter().sum::<f64>() / spent.len() as f64);
        }
        let gradual = f64::from(parameters.gradual) / WHOLE as f64;
        Some(mean(true, 0) * gradual + mean(false, 0) * (1.0 - gradual))
    }
}

/// What the customers of a segment spend on the average, for the eye of people; nothing is judged by it.
#[derive(Clone, Debug)]
pub(crate) struct Targets(Option<(Recipe, Bounds)>);

impl Targets {
    /// The targets of criteria whose day is known; otherwise there are none.
    pub(crate) fn of(criteria: &Criteria) -> Targets {
        Targets(criteria.dated.then(|| (criteria.recipe.clone(), Bounds::new(&criteria.recipe))))
    }

    /// Dollars of a customer in a month, counted from 0. Nothing for New & Growing before any account of it can be
    /// open.
    pub(crate) fn of_month(&self, segment: usize, month: usize) -> Option<f64> {
        let (recipe, bounds) = self.0.as_ref()?;
        bounds.target(recipe, segment, month)
    }
}
