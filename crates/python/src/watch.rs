//! Whoever waits: is told how far the work has come, and may want it to end.

use std::time::{Duration, Instant};

use pyo3::prelude::*;

/// How often Python's lock is asked for: seldom enough to cost nothing, often enough for Ctrl-C.
const PACE: Duration = Duration::from_millis(50);

/// Tells a callback of the progress, and asks whether a signal came. Work runs without Python's lock, which is taken
/// for a moment here.
pub(crate) struct Watch {
    progress: Option<Py<PyAny>>,
    /// How much is done, and how much there is.
    done: u64,
    total: u64,
    asked: Instant,
}

impl Watch {
    /// Work of so much, of which nothing is done.
    pub(crate) fn new(progress: Option<Py<PyAny>>, total: u64) -> Watch {
        Watch { progress, done: 0, total, asked: Instant::now() }
    }

    /// So much more is done.
    ///
    /// # Errors
    /// What a signal's handler or the callback raises: the work shall end.
    pub(crate) fn advance(&mut self, more: u64) -> PyResult<()> {
        self.done += more;
        if self.asked.elapsed() < PACE && self.done < self.total {
            return Ok(());
        }
        self.asked = Instant::now();
        Python::attach(|py| {
            py.check_signals()?;
            match &self.progress {
                Some(progress) => progress.call1(py, (self.done, self.total)).map(|_| ()),
                None => Ok(()),
            }
        })
    }
}
