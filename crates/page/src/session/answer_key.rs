//! The answer key of a data set with dirt: a worker writes it when its reader asks, for it takes no longer than the
//! data set did.

use segmint::customers::dirt::AnswerKey;

use super::common::Common;
use crate::browser::{Browser, Refusal, Task};
use crate::chosen::Chosen;
use crate::protocol::ToWorker;

/// Has the answer key of this data set written.
pub(super) fn ask<B: Browser>(
    form: AnswerKey,
    chosen: &Chosen,
    common: &mut Common<B>,
) -> Result<(), Refusal> {
    let (run, link) = (common.run(), chosen.link().to_string());
    let message = ToWorker::AnswerKey { run, link, form };
    let task = || Task { message, enclosed: None };
    let worker = common.workers.give_urgent(&mut common.browser, task)?;
    let text = if worker.is_some() { "Being written." } else { "No worker is free; try again." };
    common.browser.say_of_key(text);
    common.announce(text)
}

/// An answer key has been written; one of another run is of another recipe.
pub(super) fn hand_over<B: Browser>(
    run: u32,
    form: AnswerKey,
    key: B::Blob,
    common: &mut Common<B>,
) -> Result<(), Refusal> {
    if run != common.run() {
        return Ok(());
    }
    common.browser.hand_over_key(form, key)?;
    common.announce("The answer key is downloaded.")
}
