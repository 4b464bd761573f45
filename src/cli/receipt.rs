//! What was made of an order, for the report.

use std::time::Duration;

use super::order::Order;
use crate::link::Link;
use crate::validate::Report;

/// What a run made, for the report.
pub(super) struct Receipt {
    pub(super) report: Report,
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

impl Receipt {
    /// The link to the data set; with the fingerprint, if the file is the whole data set's
    /// plain CSV.
    pub(super) fn link(&self, order: &Order) -> String {
        let sha256 = self.sha256.clone().filter(|_| order.is_whole());
        Link { recipe: order.recipe.clone(), sha256 }.to_string()
    }
}
