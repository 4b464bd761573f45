//! Segmint in the browser: what is the page in a window and a worker in a worker.
//!
//! Everything here attaches behaviour to `index.html`; markup, style and the rules of the data
//! live elsewhere. The way of the data goes one way:
//!
//! | room | what lives there |
//! | --- | --- |
//! | [`events`] | everything that can happen, and where it is heard |
//! | [`page`] | the one place that decides what follows |
//! | [`desk`], [`notice`] | how things stand, what went wrong |
//! | [`share`], [`clipboard`] | what can be given to others, what is copied |
//! | [`embed`] | the lean view in a frame of another document |
//! | [`form`] | fields <-> parameters, faults beside the fields |
//! | [`packaging`] | the form in which the file is wanted |
//! | [`kit`] | the scripts that load it |
//! | [`intake`] | where a file comes in, and what it is held against |
//! | [`address`] | the recipe in the address bar |
//! | [`hand`] | one worker as the page sees it |
//! | [`pool`] | the workers that mint, and how much each has to do |
//! | [`protocol`] | what page and worker say to each other |
//! | [`worker`] | the other end: mints and reads back, reads a file, or writes one |
//! | [`source`] | a file of the reader's as a stream of bytes |
//! | [`run`] | one run: chunks handed out, taken back, put in order |
//! | [`sink`] | where the bytes of a run go: into memory, or through a worker into a file |
//! | [`place`] | where a file on disk can be, and how the browser is asked for it |
//! | [`examination`] | one reading of a file of the reader's |
//! | [`memory`] | the bytes of a run that are kept in memory, and buffers for the next |
//! | [`file`](mod@file) | the finished file as a download |
//! | [`results`], [`findings`], [`harvest`], [`mismatches`], [`charts`], [`preview`] | what is shown |
//! | [`words`] | numbers, sizes and times as people read them |
//! | [`dom`] | typed elements, listeners and timers that end with their value |

// JavaScript's numbers are f64; what is counted here stays far below 2^53 and never below zero.
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)]

mod address;
mod charts;
mod clipboard;
mod desk;
mod dom;
mod embed;
mod events;
mod examination;
mod file;
mod findings;
mod form;
mod hand;
mod harvest;
mod intake;
mod kit;
mod memory;
mod mismatches;
mod notice;
mod packaging;
mod page;
mod place;
mod pool;
mod preview;
mod protocol;
mod results;
mod run;
mod share;
mod sink;
mod source;
mod words;
mod worker;

use wasm_bindgen::JsCast;
use web_sys::{DedicatedWorkerGlobalScope, Window};

/// Starts the page in a window, a worker in a worker's scope.
pub fn start() {
    let scope = js_sys::global();
    if let Some(window) = scope.dyn_ref::<Window>() {
        page::open(window);
    } else if let Ok(scope) = scope.dyn_into::<DedicatedWorkerGlobalScope>() {
        worker::open(&scope);
    }
}
