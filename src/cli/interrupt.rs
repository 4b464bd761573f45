//! Requests of the system to stop: Ctrl-C, a request to end, a hang-up. Which one it was decides the
//! exit code, as shells have it.

use std::io;

/// Calls `stop` when the process is asked to stop, with the exit code that says so: 128 and the number
/// of the signal. It runs beside all other threads, even if they hang in a write.
///
/// # Errors
/// If the system does not tell.
#[cfg(unix)]
pub(super) fn watch(stop: impl Fn(i32) + Send + 'static) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Under `nohup` a run goes on when its terminal goes.
    let hang_up = (!is_ignored(SIGHUP)).then_some(SIGHUP);
    let mut signals = Signals::new([SIGINT, SIGTERM].into_iter().chain(hang_up))?;
    std::thread::Builder::new().name("interrupt".to_owned()).spawn(move || {
        for signal in &mut signals {
            stop(128 + signal);
        }
    })?;
    Ok(())
}

/// Whether the process was started with this signal ignored, as far as the system says.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Calls `stop` when the process is asked to stop, with the exit code that says so. The system does not
/// say by what.
///
/// # Errors
/// If the system does not tell.
#[cfg(not(unix))]
pub(super) fn watch(stop: impl Fn(i32) + Send + 'static) -> io::Result<()> {
    const INTERRUPTED: i32 = 130;
    ctrlc::set_handler(move || stop(INTERRUPTED)).map_err(io::Error::other)
}
