//! A period's dollars as payments: parts first, then payments of each part, then the order of days.
//!
//! Every payment gets 100 cents; what is left of its part's cents is divided by weights, each
//! payment getting what the sum of weights so far moves the floor by. So parts and period come to exactly their
//! cents.

use super::behavior::{Behavior, Period};
use super::calendar::Calendar;
use super::declared::{
    CATEGORY_AMOUNTS, FAVORITES, FAVORITES_OF, MERCHANTS, PART_AMOUNTS, PART_CATEGORIES, PARTS,
    UTILITIES,
};
use super::merchants::Merchants;
use crate::draw::{Half, Stream};
use crate::facts::Facts;
use crate::recipe::{PERIOD_DAYS, WHOLE};

/// Cents that every payment has.
const LEAST_CENTS: u64 = 100;

/// Sums of weights are divided in units of 2^-20.
const UNITS: u32 = 20;

/// Shares of dollars are multiplied by this before they are divided by [`PART_AMOUNTS`]: by a multiple of all of them,
/// so that nothing is rounded.
const PRECISION: u32 = 65;

/// The part of necessities, in which the bills are.
const NECESSITIES: usize = 1;

/// A payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Payment {
    /// The amount.
    pub(super) cents: u64,
    /// Weight of the amount in its part.
    weight: u32,
    /// Position among the merchants, by category and popularity.
    pub(super) merchant: u16,
    /// Position among the channels.
    pub(super) channel: u8,
    /// The day of the period, counted from its first.
    pub(super) day: u8,
}

/// Divides periods into payments. What an earlier period left is used again.
#[derive(Debug, Default)]
pub(super) struct Payments {
    drawn: Vec<Payment>,
    ordered: Vec<Payment>,
}

impl Payments {
    /// The payments of a period, in the order of their days.
    #[inline]
    pub(super) fn of_period(
        &mut self,
        calendar: &Calendar,
        number: u32,
        period: &Period,
        behavior: &Behavior,
        stream: &mut Stream,
    ) -> &[Payment] {
        let merchants = Merchants::get();
        self.drawn.clear();
        let counts = counts(period.payments, behavior);
        let mut cents = period.cents;
        let mut payments_left = period.payments;
        let mut of_day = [0_u16; PERIOD_DAYS as usize + 1];
        for (part, &count) in counts.iter().enumerate() {
            if count == 0 {
                continue;
            }
            payments_left -= count;
            let of_part = part_cents(
                period.cents * u64::from(behavior.shares[part]) / u64::from(WHOLE),
                cents,
                count,
                payments_left,
            );
            cents -= of_part;
            let bills = if part == NECESSITIES { bills(count) } else { 0 };
            let begin = self.drawn.len();
            let mut sum = 0;
            for at in 0..count {
                let payment = if at < bills {
                    bill(behavior, merchants, at as usize, period.open, stream)
                } else {
                    let day = stream.word();
                    let other = stream.word();
                    let (day, category) = day.halves();
                    let day = calendar.draw(number, period.open, day);
                    let (merchant, amount) = other.halves();
                    payment(behavior, merchants, part, [category, merchant, amount], day)
                };
                sum += u64::from(payment.weight);
                of_day[usize::from(payment.day) + 1] += 1;
                self.drawn.push(payment);
            }
            divide(&mut self.drawn[begin..], of_part, sum);
        }
        // Counted, then put in their places: ties stay in the order in which they were drawn.
        for day in 1..of_day.len() {
            of_day[day] += of_day[day - 1];
        }
        self.ordered.resize(self.drawn.len(), Payment::default());
        for payment in &self.drawn {
            let place = &mut of_day[usize::from(payment.day)];
            self.ordered[usize::from(*place)] = *payment;
            *place += 1;
        }
        &self.ordered
    }
}

/// Gives every payment its share of these cents by weight, at least the least.
#[inline]
fn divide(payments: &mut [Payment], cents: u64, weights: u64) {
    let Some((last, others)) = payments.split_last_mut() else { return };
    let rest = cents - LEAST_CENTS * (others.len() as u64 + 1);
    let a_weight = (rest << UNITS) / weights;
    let (mut sum, mut given) = (0, 0);
    for payment in others {
        sum += u64::from(payment.weight);
        let up_to = (sum * a_weight) >> UNITS;
        payment.cents = LEAST_CENTS + up_to - given;
        given = up_to;
    }
    last.cents = LEAST_CENTS + rest - given;
}

/// The cents of a part: those asked for, as far as they hold the payments of it and leave enough for the
/// others, and all that are left where nothing comes after.
#[inline]
fn part_cents(asked: u64, left: u64, payments: u32, later: u32) -> u64 {
    if later == 0 {
        return left;
    }
    let least = LEAST_CENTS * u64::from(payments);
    asked.clamp(least, (left - LEAST_CENTS * u64::from(later)).max(least))
}

/// How many payments each part has: by its share of dollars, and fewer where they are larger. Every part has one
/// where there are as many; of two, one is of the segment's own part.
fn counts(payments: u32, behavior: &Behavior) -> [u32; PARTS] {
    let own = behavior.own;
    let mut counts = [0; PARTS];
    match payments {
        0 => {}
        1 => counts[own] = 1,
        2 => {
            counts[own] = 1;
            counts[PARTS - 1] = 1;
        }
        _ => {
            let weight = |part: usize| behavior.shares[part] * PRECISION / PART_AMOUNTS[part];
            let sum: u32 = (0..PARTS).map(weight).sum();
            let mut left = payments;
            for (part, count) in counts.iter_mut().enumerate().take(PARTS - 1) {
                let later = (PARTS - 1 - part) as u32;
                *count = (payments * weight(part) / sum).clamp(1, left - later);
                left -= *count;
            }
            counts[PARTS - 1] = left;
        }
    }
    counts
}

/// How many of the payments for necessities are bills.
const fn bills(payments: u32) -> u32 {
    match payments {
        0 | 1 => 0,
        2 | 3 => 1,
        _ => 2,
    }
}

/// A bill: the same merchant on the same day of every period, if the account is open then.
#[inline]
fn bill(
    behavior: &Behavior,
    merchants: &Merchants,
    at: usize,
    open: u32,
    stream: &mut Stream,
) -> Payment {
    let day = PERIOD_DAYS - open + behavior.bills[at] % open;
    let merchant = usize::from(behavior.favorites[UTILITIES][at]);
    let (_, amount) = stream.word().halves();
    written(merchants, UTILITIES, merchant, amount, day)
}

#[inline]
fn payment(
    behavior: &Behavior,
    merchants: &Merchants,
    part: usize,
    [category, mut merchant, amount]: [Half; 3],
    day: u32,
) -> Payment {
    let category = merchants.categories[part].pick(category) as usize;
    let category = PART_CATEGORIES[part][category];
    let taste = merchant.take(FAVORITES_OF);
    let rank = match FAVORITES.iter().position(|&up_to| taste < up_to) {
        Some(favorite) => behavior.favorites[category][favorite],
        None => merchants.popularity.pick(merchant) as u8,
    };
    written(merchants, category, usize::from(rank), amount, day)
}

/// A payment of this category and merchant on this day, with a weight and a channel of its own.
#[inline]
fn written(
    merchants: &Merchants,
    category: usize,
    rank: usize,
    mut amount: Half,
    day: u32,
) -> Payment {
    let spread = Facts::get().spread[amount.take(1024) as usize];
    let channel = amount.take(100);
    let (online, store) = merchants.channels[category];
    Payment {
        cents: 0,
        weight: CATEGORY_AMOUNTS[category] * (spread >> 10),
        merchant: (category * MERCHANTS + rank) as u16,
        channel: u8::from(channel >= online) + u8::from(channel >= store),
        day: day as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_hold_their_payments_and_leave_enough() {
        assert_eq!(part_cents(5_000, 10_000, 3, 4), 5_000);
        assert_eq!(part_cents(0, 10_000, 3, 4), 300);
        assert_eq!(part_cents(9_900, 10_000, 3, 4), 9_600);
        assert_eq!(part_cents(1, 700, 3, 4), 300);
        assert_eq!(part_cents(1, 700, 3, 0), 700);
    }

    #[test]
    fn payments_come_to_exactly_the_cents_of_their_part() {
        for weights in [[1, 1, 1], [1, 50, 1_000], [262_143, 3, 70_000]] {
            for cents in [300, 301, 12_345, 434_000_000_000] {
                let mut payments = weights.map(|weight| Payment { weight, ..Payment::default() });
                divide(&mut payments, cents, weights.iter().map(|&weight| u64::from(weight)).sum());
                assert_eq!(payments.iter().map(|payment| payment.cents).sum::<u64>(), cents);
                assert!(payments.iter().all(|payment| payment.cents >= 100));
            }
        }
    }
}
