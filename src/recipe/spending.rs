//! What determines the transactions of a data set, beside what determines its customers.

use super::{SEGMENTS, Span};

/// Days of a statement period, which people call a month here: every month has as many.
pub const PERIOD_DAYS: u32 = 30;

/// How customers spend, from version 2 of the recipe on.
///
/// All shares are per mille of [`WHOLE`](super::WHOLE).
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
        self.list().iter().rev().nth(periods as usize).copied().unwrap_or(super::WHOLE)
    }
}
