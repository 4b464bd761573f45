//! Segmint in the browser: what is the page in a window and a worker in a worker.
//!
//! Everything here attaches behaviour to `index.html`; markup and style live there, the rules of the data in the
//! core, and what the page decides in `segmint_page`. What happens goes one way:
//!
//! | room | what lives there |
//! | --- | --- |
//! | `events` | everything that can happen, and where it is heard |
//! | `page` | brings together the session, which decides, and the browser |
//! | `browser` | carries out what the session decides |
//! | `status_panel`, `notice` | how things stand, what went wrong |
//! | `loss_question` | asks before a finished file is lost |
//! | `share_menu` | what can be given to others, and what is copied |
//! | `embed` | the lean view in a frame of another document |
//! | `form` | the fields of the recipe, and faults beside them |
//! | `presets` | settings that are set with one press |
//! | `output_fields` | how the file is wanted, and the scripts that load it |
//! | `intake` | where a file comes in, and what it is held against |
//! | `address` | the recipe in the address bar |
//! | `view_choice` | which table is shown, or that a file is |
//! | `theme`, `guide` | light or dark; how all this works |
//! | `results`, `findings`, `dirt_table`, `breakdown`, `charts`, `evidence`, `spending`, `preview` | what is shown |
//! | `pick` | what in the results can be chosen to see its rows |
//! | `download`, `save_file` | a finished file as a download, a file on disk that is being made |
//! | `worker_handle` | one worker as the page sees it |
//! | `messages` | how messages cross between page and worker |
//! | `worker` | the other end: generates and reads back, reads a file, or writes one |
//! | `clock` | the day on the reader's clock |
//! | `dom` | typed elements, listeners and timers that end with their value |

// JavaScript's numbers are f64; what is counted here stays far below 2^53 and never below zero.
#![allow(clippy::cast_precision_loss, clippy::cast_sign_loss)]

mod address;
mod breakdown;
mod browser;
mod charts;
mod clock;
mod dirt_table;
mod dom;
mod download;
mod embed;
mod events;
mod evidence;
mod findings;
mod form;
mod guide;
mod intake;
mod loss_question;
mod messages;
mod notice;
mod output_fields;
mod page;
mod pick;
mod presets;
mod preview;
mod results;
mod save_file;
mod share_menu;
mod spending;
mod status_panel;
mod theme;
mod view_choice;
mod worker;
mod worker_handle;

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
