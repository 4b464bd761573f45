//! The address bar: what it says, read, and the recipe, written into its fragment. What of an address is a link is for
//! `segmint_page::address` to say, what follows from it for the session.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use segmint_page::address::{self, Entry};
use web_sys::Window;

use crate::dom::{Timer, Trouble};

/// The shortest time between two writes: browsers throttle pages that write faster.
const PAUSE_MS: i32 = 300;

/// How long a write waits at most for what the address is of: a browser that shows another address takes longer over it
/// than most data sets take to be made, and the reader waits for those.
const HOLD_MS: i32 = 100;

/// How long a reader who types has to rest for what comes then to be an entry of its own in the history.
const REST_MS: f64 = 1_500.0;

/// So many writes wait at most; whoever holds a key down makes more than anybody would go back to.
const MOST_WAITING: usize = 3;

/// The fragment of this page's address.
pub(crate) struct Address {
    window: Window,
    /// What to write when the pause is over; a timer is running while there is one.
    pause: Rc<RefCell<Pause>>,
}

#[derive(Default)]
struct Pause {
    waiting: VecDeque<Write>,
    /// The address that those follow. Once it is another one, the reader has gone elsewhere in the history, whether the
    /// page has heard of it or not, and what waits would be written over what they went to.
    follows: String,
    timer: Option<Timer>,
    /// Whether that timer holds the first write back, and none was before.
    is_hold: bool,
    /// When something was written that the reader had typed, if that was the last.
    typed: Option<f64>,
}

struct Write {
    fragment: String,
    /// Whether it is an entry of its own in the history.
    is_new: bool,
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

    /// Writes the fragment: once it is [let go](Address::let_go), or, right after another write, at the end of the pause.
    /// What a reader types without a rest is one entry in the history; what they press is one each time.
    pub(crate) fn write(&self, fragment: &str, entry: Entry) -> Result<(), Trouble> {
        let whole = self.whole()?;
        let mut pause = self.pause.borrow_mut();
        if pause.waiting.is_empty() {
            pause.follows = whole;
        }
        let now = js_sys::Date::now();
        let is_typing = pause.typed.is_some_and(|typed| now - typed < REST_MS);
        pause.typed = match entry {
            Entry::Typed => Some(now),
            Entry::Same => pause.typed.map(|_| now),
            Entry::New => None,
        };
        let is_new = entry == Entry::New || entry == Entry::Typed && !is_typing;
        pause.wait(Write { fragment: fragment.to_owned(), is_new });
        if pause.timer.is_some() {
            return Ok(());
        }
        pause.is_hold = true;
        drop(pause);
        rest(&self.window, &self.pause, HOLD_MS)
    }

    /// What the address is of is there: a write need not be held back for it any longer.
    pub(crate) fn let_go(&self) -> Result<(), Trouble> {
        let is_hold = std::mem::take(&mut self.pause.borrow_mut().is_hold);
        if is_hold { rest(&self.window, &self.pause, 0) } else { Ok(()) }
    }

    /// Carries out what waits, before the history is used otherwise.
    fn catch_up(&self) -> Result<(), Trouble> {
        let mut pause = self.pause.borrow_mut();
        while !pause.waiting.is_empty() {
            pause.carry_out_next(&self.window)?;
        }
        Ok(())
    }

    /// Makes an entry in the history of rows that a filter takes, so that who goes back sees all rows again; of one filter
    /// after the other it is the last.
    pub(crate) fn enter_filter(&self, filter: &str) -> Result<(), Trouble> {
        self.catch_up()?;
        let history = self.window.history()?;
        let state = filter.into();
        if history.state()?.is_string() {
            history.replace_state_with_url(&state, "", None)?;
        } else {
            history.push_state_with_url(&state, "", None)?;
        }
        Ok(())
    }

    /// The filter of the entry in the history that the reader is at, if it is of one.
    pub(crate) fn filter(&self) -> Result<Option<String>, Trouble> {
        Ok(self.window.history()?.state()?.as_string())
    }

    /// Goes back to the entry before.
    pub(crate) fn go_back(&self) -> Result<(), Trouble> {
        self.catch_up()?;
        Ok(self.window.history()?.back()?)
    }

    /// Forgets the writes that still wait: the address has been changed by its reader.
    pub(crate) fn yield_to_reader(&self) {
        let mut pause = self.pause.borrow_mut();
        pause.waiting.clear();
        pause.typed = None;
    }
}

impl Pause {
    /// Has a write wait: in place of the one before, unless it is an entry of its own.
    fn wait(&mut self, write: Write) {
        let is_full = self.waiting.len() >= MOST_WAITING;
        match self.waiting.back_mut() {
            Some(last) if is_full || !write.is_new => last.fragment = write.fragment,
            _ => self.waiting.push_back(write),
        }
    }

    /// Carries out the write that came first, or forgets all of them if the address is no longer the one they follow.
    /// A link in the query or the path moves into the fragment by this.
    fn carry_out_next(&mut self, window: &Window) -> Result<(), Trouble> {
        let whole = window.location().href()?;
        if whole != self.follows {
            self.waiting.clear();
        }
        let Some(Write { fragment, is_new }) = self.waiting.pop_front() else { return Ok(()) };
        let url = format!("{}#{fragment}", address::home(&whole));
        if url == whole {
            return Ok(());
        }
        let history = window.history()?;
        let state = wasm_bindgen::JsValue::NULL;
        if is_new {
            history.push_state_with_url(&state, "", Some(&url))?;
        } else {
            history.replace_state_with_url(&state, "", Some(&url))?;
        }
        self.follows = window.location().href()?;
        Ok(())
    }
}

/// Waits so long, and then carries out the first of the writes that have come meanwhile.
fn rest(window: &Window, pause: &Rc<RefCell<Pause>>, milliseconds: i32) -> Result<(), Trouble> {
    let (owned, waiting) = (window.clone(), Rc::clone(pause));
    let timer = Timer::after(milliseconds, move || {
        // The timer owns this very closure: it goes in a later turn, not while it runs.
        let (window, pause) = (owned.clone(), Rc::clone(&waiting));
        wasm_bindgen_futures::spawn_local(async move {
            let written = {
                let mut pause = pause.borrow_mut();
                pause.timer = None;
                pause.is_hold = false;
                if pause.waiting.is_empty() {
                    return;
                }
                pause.carry_out_next(&window)
            };
            if let Err(trouble) = written.and_then(|()| rest(&window, &pause, PAUSE_MS)) {
                web_sys::console::warn_1(&trouble.to_string().into());
            }
        });
    })?;
    pause.borrow_mut().timer = Some(timer);
    Ok(())
}
