//! The address bar: what it says, read, and the recipe, written into its fragment. What of an address is a link is for
//! `segmint_page::address` to say, what follows from it for the session.

use std::cell::RefCell;
use std::rc::Rc;

use segmint_page::address::{self, Entry};
use web_sys::Window;

use crate::dom::{Timer, Trouble};

/// The shortest time between two writes: browsers throttle pages that write faster.
const PAUSE_MS: i32 = 300;

/// How long a reader who edits has to rest for what comes then to be an entry of its own in the history.
const REST_MS: f64 = 1_500.0;

/// The fragment of this page's address.
pub(crate) struct Address {
    window: Window,
    /// What to write when the pause is over; a timer is running while there is one.
    pause: Rc<RefCell<Pause>>,
}

#[derive(Default)]
struct Pause {
    waiting: Option<(String, Entry)>,
    timer: Option<Timer>,
    /// When something was written that the reader had edited, if that was the last.
    edited: Option<f64>,
}

impl Address {
    /// The address of this window.
    pub(crate) fn of(window: &Window) -> Address {
        Address { window: window.clone(), pause: Rc::default() }
    }

    /// All of it.
    pub(crate) fn whole(&self) -> Result<String, Trouble> {
        Ok(self.window.location().href()?)
    }

    /// The fragment without its `#`; empty when there is none.
    pub(crate) fn fragment(&self) -> Result<String, Trouble> {
        let hash = self.window.location().hash()?;
        Ok(hash.strip_prefix('#').unwrap_or(&hash).to_owned())
    }

    /// The address of the page as others are given it.
    pub(crate) fn shared(&self) -> Result<String, Trouble> {
        Ok(address::shared(&self.whole()?))
    }

    /// Writes the fragment: at once, or, right after another write, at the end of the pause. What a reader edits without
    /// a rest is one entry in the history.
    pub(crate) fn write(&self, fragment: &str, entry: Entry) -> Result<(), Trouble> {
        let mut pause = self.pause.borrow_mut();
        let now = js_sys::Date::now();
        let entry = match entry {
            Entry::New if pause.edited.is_some_and(|edited| now - edited < REST_MS) => Entry::Same,
            entry => entry,
        };
        pause.edited = match entry {
            Entry::New => Some(now),
            Entry::Same => pause.edited.map(|_| now),
        };
        if pause.timer.is_some() {
            let is_new = matches!(pause.waiting, Some((_, Entry::New)));
            pause.waiting = Some((fragment.to_owned(), if is_new { Entry::New } else { entry }));
            return Ok(());
        }
        drop(pause);
        write(&self.window, fragment, entry)?;
        self.rest()
    }

    /// Forgets a write that still waits: the address has been changed by its reader.
    pub(crate) fn yield_to_reader(&self) {
        let mut pause = self.pause.borrow_mut();
        pause.waiting = None;
        pause.edited = None;
    }

    fn rest(&self) -> Result<(), Trouble> {
        let (window, pause) = (self.window.clone(), Rc::clone(&self.pause));
        let timer = Timer::after(PAUSE_MS, move || {
            let waiting = pause.borrow_mut().waiting.take();
            if let Some((fragment, entry)) = waiting
                && let Err(trouble) = write(&window, &fragment, entry)
            {
                web_sys::console::warn_1(&trouble.to_string().into());
            }
            // The timer owns this very closure: it goes in a later turn, not while it runs.
            let pause = Rc::clone(&pause);
            wasm_bindgen_futures::spawn_local(async move { pause.borrow_mut().timer = None });
        })?;
        self.pause.borrow_mut().timer = Some(timer);
        Ok(())
    }
}

/// A link in the query or the path moves into the fragment by this.
fn write(window: &Window, fragment: &str, entry: Entry) -> Result<(), Trouble> {
    let state = wasm_bindgen::JsValue::NULL;
    let whole = window.location().href()?;
    let url = format!("{}#{fragment}", address::home(&whole));
    if url == whole {
        return Ok(());
    }
    let history = window.history()?;
    match entry {
        Entry::Same => history.replace_state_with_url(&state, "", Some(&url))?,
        Entry::New => history.push_state_with_url(&state, "", Some(&url))?,
    }
    Ok(())
}
