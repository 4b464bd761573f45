//! The answer key of a data set with dirt: a worker writes it when its reader asks, for it takes no longer than the
//! data set did.

use segmint::customers::dirt::AnswerKey;

use super::common::Common;
use crate::answer_key::KeyEntry;
use crate::browser::{Browser, Task};
use crate::chosen::Chosen;
use crate::protocol::ToWorker;
use crate::refusal::Refusal;

/// What is said while every worker has something to do.
const NONE_FREE: &str = "No worker is free; try again.";

/// Has the answer key of this data set written.
pub(super) fn ask<B: Browser>(
    form: AnswerKey,
    chosen: &Chosen,
    common: &mut Common<B>,
) -> Result<(), Refusal> {
    let (run, link) = (common.run(), chosen.link().to_string());
    let is_given = give(ToWorker::AnswerKey { run, link, form }, common)?;
    let text = if is_given { "Being written." } else { NONE_FREE };
    common.browser.say_of_key(text);
    common.announce(text)
}

/// Has the first faults of this data set found.
pub(super) fn list<B: Browser>(chosen: &Chosen, common: &mut Common<B>) -> Result<(), Refusal> {
    let (run, link) = (common.run(), chosen.link().to_string());
    if !give(ToWorker::FirstFaults { run, link }, common)? {
        common.browser.say_of_key(NONE_FREE);
    }
    Ok(())
}

/// They have been found; those of another run are of another recipe.
pub(super) fn show<B: Browser>(
    run: u32,
    entries: &[KeyEntry],
    common: &mut Common<B>,
) -> Result<(), Refusal> {
    if run == common.run() { common.browser.show_key(entries) } else { Ok(()) }
}

/// Hands this to a worker, if one is free.
fn give<B: Browser>(message: ToWorker, common: &mut Common<B>) -> Result<bool, Refusal> {
    let task = || Task { message, enclosed: None };
    Ok(common.workers.give_urgent(&mut common.browser, task)?.is_some())
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
