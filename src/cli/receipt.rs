//! What was made of an order, for the report.

use std::time::Duration;

use super::order::Order;
use crate::dirt::Outcome;
use crate::link::Link;
use crate::validate::Report;

/// What a run made, for the report.
pub(super) struct Receipt {
    pub(super) report: Report,
    /// What was injected, and whether exactly that was found: nothing, in clean rows.
    pub(super) outcome: Outcome,
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

impl Receipt {
    /// The SHA-256 that the link says, and the one of the file, if it is the whole data set's.
    pub(super) fn fingerprints<'a>(&'a self, order: &'a Order) -> Option<(&'a str, &'a str)> {
        let expected = order.expected.as_deref().filter(|_| order.is_whole())?;
        Some((expected, self.sha256.as_deref()?))
    }

    /// Whether the file may take its place: it is what it was to be, and no other than the sender's.
    pub(super) fn takes_place(&self, order: &Order) -> bool {
        let is_foreign =
            self.fingerprints(order).is_some_and(|(expected, sha256)| expected != sha256);
        self.outcome.is_exact() && !is_foreign
    }

    /// The link to the data set; with the fingerprint, if the file is the whole data set's
    /// plain CSV.
    pub(super) fn link(&self, order: &Order) -> String {
        let sha256 = self.sha256.clone().filter(|_| order.is_whole());
        Link { recipe: order.recipe.clone(), sha256 }.to_string()
    }
}
