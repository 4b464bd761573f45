//! A large file that took a while is not thrown away by a careless click: the reader is asked first, and what they
//! did waits for their answer.

use segmint::link::Link;
use segmint::tables::TableId;

use super::Session;
use super::event::Event;
use crate::address::{self, Entry};
use crate::browser::Browser;
use crate::chosen::Chosen;
use crate::plain_sha256::PlainSha256;
use crate::refusal::Refusal;

impl<B: Browser> Session<B> {
    /// The event that is to happen now: this one, or the one that waited for this answer; none if the reader is being
    /// asked, or wants the file.
    pub(super) fn unless_lost(&mut self, event: Event<B>) -> Result<Option<Event<B>>, Refusal> {
        match event {
            Event::LossAnswered(true) => Ok(self.asked.take()),
            Event::LossAnswered(false) => {
                if self.asked.take().is_some() {
                    self.restore()?;
                }
                Ok(None)
            }
            event if !self.loses(&event) => Ok(Some(event)),
            event if self.changes_nothing(&event) => Ok(None),
            event => {
                let text = self.what_is_lost();
                self.asked = Some(event);
                self.common.browser.ask_to_lose(&text);
                Ok(None)
            }
        }
    }

    /// Whether a file would be lost if this happened. While one is being made the form is out of reach, but not the
    /// address.
    fn loses(&self, event: &Event<B>) -> bool {
        let panel = &self.common.panel;
        match event {
            Event::AddressChanged(_) => panel.is_losable || panel.is_locked,
            Event::Turned(mode) => panel.is_losable && *mode != self.wish.mode,
            Event::Edited
            | Event::PresetChosen(_)
            | Event::BalanceAsked
            | Event::SeedProposed(_)
            | Event::StartedOver
            | Event::TableChosen(_)
            | Event::CustomerAsked(_)
            | Event::FormatChosen(_)
            | Event::FewerAsked
            | Event::DirtAsked(_)
            | Event::FileCame(..) => panel.is_losable,
            _ => false,
        }
    }

    /// Whether all would be as it is.
    fn changes_nothing(&mut self, event: &Event<B>) -> bool {
        match event {
            Event::Edited => self.common.browser.read_form().ok().as_ref() == self.wish.recipe(),
            Event::AddressChanged(address) => address::link(address) == self.link().map(Ok),
            Event::FormatChosen(format) => *format == self.wish.format,
            Event::TableChosen(table) => *table == self.wish.table,
            _ => false,
        }
    }

    /// The link of the recipe that there is, with the sender's fingerprint.
    fn link(&self) -> Option<Link> {
        let chosen = self.wish.chosen()?;
        Some(PlainSha256::link(chosen, self.wish.expected.as_ref()))
    }

    fn what_is_lost(&self) -> String {
        let amount = self.wish.chosen().map(Chosen::amount).unwrap_or_default();
        if self.common.panel.is_locked {
            format!("The file of {amount} is still being made, and this would end it.")
        } else {
            format!(
                "Only this page has the finished file of {amount}, and this would throw it away. \
                 If you want it, download it first, and wait until the download is done."
            )
        }
    }

    /// Puts back what the reader had changed.
    fn restore(&mut self) -> Result<(), Refusal> {
        let Some(link) = self.link() else { return Ok(()) };
        let browser = &mut self.common.browser;
        browser.write_form(link.recipe.parameters());
        browser.write_table(self.wish.table, TableId::Transactions.judge(&link.recipe).is_ok());
        browser.write_format(self.wish.format);
        browser.write_address(&link, Entry::Same)
    }
}
