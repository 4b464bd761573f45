//! The recipe in the address bar: the fragment, read and written, and what stands before it. What a link means is told by
//! `link`, what follows from it by `page`.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Window;

use crate::dom::{Timer, Trouble};

/// The shortest time between two writes: browsers throttle pages that write faster.
const PAUSE_MS: i32 = 300;

/// The fragment of this page's address.
pub(crate) struct Address {
    window: Window,
    /// What to write when the pause is over; a timer is running while there is one.
    pause: Rc<RefCell<Pause>>,
}

#[derive(Default)]
struct Pause {
    waiting: Option<String>,
    timer: Option<Timer>,
}

impl Address {
    /// The address of this window.
    pub(crate) fn of(window: &Window) -> Address {
        Address { window: window.clone(), pause: Rc::default() }
    }

    /// The fragment without its `#`; empty when there is none.
    pub(crate) fn fragment(&self) -> Result<String, Trouble> {
        let hash = self.window.location().hash()?;
        Ok(hash.strip_prefix('#').unwrap_or(&hash).to_owned())
    }

    /// The address of the page itself, without query and fragment: under any path, and on a disk.
    pub(crate) fn page(&self) -> Result<String, Trouble> {
        let href = self.window.location().href()?;
        Ok(href.split(['?', '#']).next().unwrap_or_default().to_owned())
    }

    /// Writes the fragment in place, leaving no entry in the history: at once, or, right after
    /// another write, at the end of the pause.
    pub(crate) fn replace(&self, fragment: &str) -> Result<(), Trouble> {
        if self.pause.borrow().timer.is_some() {
            self.pause.borrow_mut().waiting = Some(fragment.to_owned());
            return Ok(());
        }
        write(&self.window, fragment)?;
        self.rest()
    }

    /// Forgets a write that still waits: the address has been changed by its reader.
    pub(crate) fn yield_to_reader(&self) {
        self.pause.borrow_mut().waiting = None;
    }

    fn rest(&self) -> Result<(), Trouble> {
        let (window, pause) = (self.window.clone(), Rc::clone(&self.pause));
        let timer = Timer::after(PAUSE_MS, move || {
            let waiting = pause.borrow_mut().waiting.take();
            if let Some(fragment) = waiting
                && let Err(trouble) = write(&window, &fragment)
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

fn write(window: &Window, fragment: &str) -> Result<(), Trouble> {
    let state = wasm_bindgen::JsValue::NULL;
    let url = format!("#{fragment}");
    Ok(window.history()?.replace_state_with_url(&state, "", Some(&url))?)
}
