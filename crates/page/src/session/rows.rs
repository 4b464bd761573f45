//! From the reader to the rows that they see: the window is moved, or certain rows are searched for.

use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::tables::TableId;

use super::Session;
use crate::browser::Browser;
use crate::filter::Filter;
use crate::preview::Move;
use crate::refusal::Refusal;
use crate::row_finder::{Found, Place};
use crate::wish::Mode;

impl<B: Browser> Session<B> {
    pub(super) fn move_preview(&mut self, to: &Move) -> Result<(), Refusal> {
        if !self.preview.has_recipe() {
            return Ok(());
        }
        let fault = self.preview.go(to).err();
        let is_moved = fault.is_none();
        self.common.browser.show_row_fault(fault);
        if is_moved {
            self.common.browser.show_window(&self.preview);
        }
        if self.preview.search().is_some() {
            return Ok(());
        }
        let Rows { first, last } = self.preview.rows();
        self.common.announce(match self.preview.table() {
            TableId::Customers => format!("Rows {} to {}.", thousands(first), thousands(last)),
            TableId::Transactions => format!("Transactions of customer {}.", thousands(first)),
        })
    }

    /// Shows those rows alone that a filter takes. A line of customers is gone to, where its neighbours are seen.
    pub(super) fn show_only(&mut self, text: &str) -> Result<(), Refusal> {
        let table = self.wish.table;
        if self.wish.mode != Mode::Generate || !self.preview.has_recipe() {
            return Ok(());
        }
        let Some(filter) = Filter::read(text, table) else {
            self.common.browser.note(&format!("{text} is no filter of {}", table.word()));
            return Ok(());
        };
        match filter.line() {
            Some(line) if table == TableId::Customers => {
                self.move_preview(&Move::To((line - 1).to_string()))?;
            }
            _ => {
                self.preview.show_only(filter);
                self.common.browser.show_window(&self.preview);
            }
        }
        self.common.browser.reveal_rows(&self.preview);
        Ok(())
    }

    /// The filter that takes the rows which are shown, if they are not all.
    #[must_use]
    pub fn filter(&self) -> Option<&str> {
        self.preview.search().map(|search| search.filter().text())
    }

    /// Shows all rows again.
    pub(super) fn show_all(&mut self) -> Result<(), Refusal> {
        self.preview.show_all();
        self.common.browser.show_window(&self.preview);
        self.common.browser.leave_rows();
        self.common.announce("All rows are shown.")
    }

    /// Looks further for the rows that are wanted.
    pub(super) fn look_further(&mut self) {
        self.preview.look_further();
        self.common.browser.show_window(&self.preview);
    }

    /// A part of the data set has been looked through.
    pub(super) fn take_found(
        &mut self,
        link: &str,
        filter: &str,
        from: Place,
        found: Found,
    ) -> Result<(), Refusal> {
        if !self.preview.take_found(link, filter, from, found) {
            return Ok(());
        }
        let told = self.preview.search().map(|search| search.filter().told());
        self.common.announce(format!("{}: {}.", told.unwrap_or_default(), self.preview.range()))
    }
}
