//! How far a run is that takes a while, and what its rows show so far.

use segmint::number::thousands;
use segmint::tables::TableId;

use super::super::common::Common;
use super::{Generating, Stage};
use crate::browser::Browser;
use crate::fingerprint::{Fingerprint, Summary};
use crate::refusal::Refusal;
use crate::run::Run;
use crate::tables::TableReport;
use crate::words;

impl<B: Browser> Generating<B> {
    /// Shows how far the run is, if there is one that its reader watches.
    pub(super) fn show_progress(&self, common: &mut Common<B>) {
        let Some(run) = self.watched() else { return };
        let (done, all) = (run.done() as f64, run.chosen().customers().into());
        common.show_progress(done, all, |pace| match run.chosen().table() {
            TableId::Customers => {
                format!("{} rows", thousands((pace / 1e4).round() as u64 * 10_000))
            }
            TableId::Transactions => format!("{} customers", words::about(pace as u64)),
        });
    }

    /// Shows what the rows show that are there so far, while its reader watches.
    pub(in crate::session) fn show_so_far(&self, common: &mut Common<B>) -> Result<(), Refusal> {
        let Some(run) = self.watched().filter(|run| run.done() > 0) else { return Ok(()) };
        let report = run.report();
        match &report {
            TableReport::Customers(known) => common.browser.show_report(&known.report)?,
            TableReport::Transactions(known) => common.browser.show_spending(&known.report, "")?,
        }
        let (chosen, customers) = (run.chosen(), run.done());
        let of = format!(
            "{} of {}",
            thousands(customers),
            words::counted(chosen.customers().into(), "customer")
        );
        let heading = match chosen.table() {
            TableId::Customers => of,
            TableId::Transactions => {
                format!("{}, {of}", words::counted(report.rows(customers), chosen.thing()))
            }
        };
        common.browser.show_summary(&Summary {
            heading,
            part: None,
            bytes: run.bytes() as f64,
            milliseconds: common.waited(),
            validity: report.validity(),
            goes_on: true,
            fingerprint: Fingerprint::Unmade,
        });
        Ok(())
    }

    fn watched(&self) -> Option<&Run<B>> {
        match &self.stage {
            Stage::Running(run) if !run.is_live() => Some(run),
            _ => None,
        }
    }
}
