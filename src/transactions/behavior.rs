//! How a customer spends: payments and dollars of every period, and where the dollars go.
//!
//! What is drawn of a customer, in this order: payments, level and shares, the dollars' way around the level,
//! bills, favorites. Payments come first, so that they can be counted without the rest.

use super::accounts::{Account, Opened};
use super::declared::{
    CATEGORIES, FAVORITES, GROWTH_PERIODS, NOISE, OWN_PART, OWN_SHARE, PARTS, PAYMENTS_OFF,
    SECOND_PART,
};
use super::merchants::Merchants;
use crate::draw::{Stream, Word};
use crate::recipe::{PERIOD_DAYS, SEGMENTS, Segment, Spending, WHOLE};

/// The most periods that a recipe may have.
pub(super) const MOST_PERIODS: usize = 60;

/// Growth is counted in units of 2^-20.
const GROWTH: u32 = 20;

/// The most periods that growth is counted for: those of an account of a year.
const MOST_GROWTH: usize = 13;

/// A level is drawn as one of so many points of its range.
const LEVELS: u32 = 1 << 20;

/// How the customers of a recipe behave.
#[derive(Clone, Debug)]
pub(super) struct Behaviors {
    spending: Spending,
    /// What the dollars of the first period have grown to, by periods since.
    growth: [u64; MOST_GROWTH],
}

/// One period of a customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Period {
    /// How many payments.
    pub(super) payments: u32,
    /// On how many days at its end the account was open.
    pub(super) open: u32,
    /// How many cents they come to.
    pub(super) cents: u64,
}

/// How one customer behaves.
#[derive(Clone, Debug)]
pub(super) struct Behavior {
    pub(super) periods: [Period; MOST_PERIODS],
    /// The part that tells the customer's own segment.
    pub(super) own: usize,
    /// The share of each part in the dollars of a period, per mille.
    pub(super) shares: [u32; PARTS],
    /// On which day of a period each bill is paid.
    pub(super) bills: [u32; 2],
    /// The favourite merchants of each category, by popularity.
    pub(super) favorites: [[u8; FAVORITES.len()]; CATEGORIES],
}

impl Behaviors {
    /// The behaviors of these parameters.
    pub(super) fn new(spending: Spending) -> Behaviors {
        let more = u64::from(WHOLE + spending.growth);
        let mut growth = [1 << GROWTH; MOST_GROWTH];
        for at in 1..MOST_GROWTH {
            growth[at] = growth[at - 1] * more / u64::from(WHOLE);
        }
        Behaviors { spending, growth }
    }

    /// How many periods there are.
    pub(super) const fn months(&self) -> u32 {
        self.spending.months
    }

    /// How many transactions a customer has, whose stream is at its beginning.
    pub(super) fn count(&self, account: &Account, stream: &mut Stream) -> u32 {
        let mut periods = [Period::default(); MOST_PERIODS];
        self.draw_payments(account, stream, &mut periods);
        periods.iter().map(|period| period.payments).sum()
    }

    /// Draws the payments of every period, as many words for every account.
    #[inline]
    fn draw_payments(
        &self,
        account: &Account,
        stream: &mut Stream,
        periods: &mut [Period; MOST_PERIODS],
    ) {
        /// With more from one word, the choices would not be even.
        const PERIODS_A_WORD: usize = 12;
        let range = self.spending.payments[account.segment];
        let own = range.min + stream.word().take(range.max - range.min + 1);
        let periods = &mut periods[..self.spending.months as usize];
        let mut before_last = self.spending.months;
        for periods in periods.chunks_mut(PERIODS_A_WORD) {
            let mut word = stream.word();
            for period in periods {
                before_last -= 1;
                let off = word.take(2 * PAYMENTS_OFF + 1);
                let full = (own + off).saturating_sub(PAYMENTS_OFF).clamp(range.min, range.max);
                let open = open_days(account.opened, before_last);
                let payments = if open == 0 { 0 } else { (full * open / PERIOD_DAYS).max(1) };
                *period = Period { payments, open, cents: 0 };
            }
        }
    }

    /// Draws how a customer behaves, whose stream is at its beginning.
    pub(super) fn draw(&self, account: &Account, stream: &mut Stream) -> Behavior {
        let mut periods = [Period::default(); MOST_PERIODS];
        self.draw_payments(account, stream, &mut periods);
        let mut word = stream.word();
        let (level, share) = (word.take(LEVELS), word.take(u32::from(WHOLE)));
        let mut word = stream.word();
        let bills = [word.take(PERIOD_DAYS), word.take(PERIOD_DAYS)];
        // Any of the other four.
        let other = word.take(SEGMENTS as u32 - 1) as usize;
        let other = other + usize::from(other >= account.segment);
        let merchants = Merchants::get();
        let favorites = std::array::from_fn(|_| {
            let (first, second) = stream.word().halves();
            let (third, _) = stream.word().halves();
            [first, second, third].map(|half| merchants.popularity.pick(half) as u8)
        });
        let own = Kind { segment: account.segment, level: self.level(account.segment, level) };
        let other =
            account.blended.then(|| Kind { segment: other, level: self.level(other, level) });
        self.draw_dollars(account, own, other, stream, &mut periods);
        let shares = match other {
            None => shares(own.segment, share),
            Some(other) => {
                let (own, other) = (shares(own.segment, share), shares(other.segment, share));
                let [first, second] =
                    [0, 1].map(|part: usize| u32::midpoint(own[part], other[part]));
                [first, second, u32::from(WHOLE) - first - second]
            }
        };
        Behavior { periods, own: OWN_PART[own.segment], shares, bills, favorites }
    }

    /// The dollars of every period in which there are payments.
    fn draw_dollars(
        &self,
        account: &Account,
        own: Kind,
        other: Option<Kind>,
        stream: &mut Stream,
        periods: &mut [Period; MOST_PERIODS],
    ) {
        /// With more from one word, the choices would not be even.
        const PERIODS_A_WORD: usize = 6;
        let mut before_last = self.spending.months;
        for periods in periods[..self.spending.months as usize].chunks_mut(PERIODS_A_WORD) {
            let mut word = stream.word();
            for period in periods {
                before_last -= 1;
                let noise = around_the_level(&mut word);
                let full = self.shaped(own, account, before_last);
                let full = other.map_or(full, |other| {
                    u64::midpoint(full, self.shaped(other, account, before_last))
                });
                let full = full * u64::from(noise) / u64::from(WHOLE);
                let open = full * u64::from(period.open) / u64::from(PERIOD_DAYS);
                period.cents = open.max(u64::from(period.payments) * 100);
            }
        }
    }

    /// The level of a customer in cents: so far up in the range of the segment.
    fn level(&self, segment: usize, level: u32) -> u64 {
        let range = self.spending.dollars[segment];
        let width = u64::from(range.max - range.min) * 100;
        u64::from(range.min) * 100 + width * u64::from(level) / u64::from(LEVELS - 1)
    }

    /// The cents of a period, before they vary around the level.
    fn shaped(&self, kind: Kind, account: &Account, before_last: u32) -> u64 {
        let spending = &self.spending;
        if kind.segment == Segment::Declining as usize {
            let left =
                if account.gradual { spending.gradual_decline } else { spending.sudden_decline };
            kind.level * u64::from(left.before_last(before_last)) / u64::from(WHOLE)
        } else if kind.segment == Segment::NewAndGrowing as usize {
            let first = match account.opened {
                Some(opened) if account.segment == kind.segment => opened.before_last,
                _ => GROWTH_PERIODS,
            };
            let grown =
                self.growth[(first.saturating_sub(before_last) as usize).min(MOST_GROWTH - 1)];
            (kind.level * grown) >> GROWTH
        } else {
            kind.level
        }
    }
}

/// A segment's way of spending, with a level.
#[derive(Clone, Copy, Debug)]
struct Kind {
    segment: usize,
    level: u64,
}

/// On how many days of a period the account was open.
#[inline]
fn open_days(opened: Option<Opened>, before_last: u32) -> u32 {
    match opened {
        Some(opened) if opened.before_last > before_last => PERIOD_DAYS,
        Some(opened) if opened.before_last == before_last => opened.days,
        _ => 0,
    }
}

/// What a period's dollars are of the level, per mille.
#[inline]
fn around_the_level(word: &mut Word) -> u32 {
    u32::from(WHOLE) - NOISE + word.take(2 * NOISE + 1)
}

/// The share of each part of someone so far up in the range of the segment's own share.
fn shares(segment: usize, share: u32) -> [u32; PARTS] {
    let range = OWN_SHARE[segment];
    let own = range.min + (range.max - range.min) * share / u32::from(WHOLE - 1);
    let (second, of_rest) = SECOND_PART[segment];
    let rest = u32::from(WHOLE) - own;
    let mut shares = [rest - rest * of_rest / u32::from(WHOLE); PARTS];
    shares[OWN_PART[segment]] = own;
    shares[second] = rest * of_rest / u32::from(WHOLE);
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_whole_and_within_their_range() {
        for segment in 0..SEGMENTS {
            for share in [0, 1, 500, 999] {
                let shares = shares(segment, share);
                assert_eq!(shares.iter().sum::<u32>(), 1000);
                assert!(OWN_SHARE[segment].contains(shares[OWN_PART[segment]]));
            }
            assert_eq!(shares(segment, 0)[OWN_PART[segment]], OWN_SHARE[segment].min);
            assert_eq!(shares(segment, 999)[OWN_PART[segment]], OWN_SHARE[segment].max);
        }
    }

    #[test]
    fn growth_is_six_fifths_and_the_next_six_fifths_of_that() {
        let growth = Behaviors::new(Spending::DEFAULT).growth;
        assert_eq!(growth[0], 1 << 20);
        // 1.2, 1.44 and 2.48832 times 2^20, rounded down at every step.
        assert_eq!([growth[1], growth[2], growth[5]], [1_258_291, 1_509_949, 2_609_190]);
        let most = Behaviors::new(Spending { growth: WHOLE, ..Spending::DEFAULT }).growth;
        // The largest level that a recipe may have still fits.
        assert!(most[12].checked_mul(100_000_000).is_some());
    }
}
