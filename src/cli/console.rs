//! What goes to the standard streams besides data: reports, what a command was asked to print, and one
//! line at a time for what went wrong.

use std::io::{self, Write};

use super::place::is_stdout_closed;
use crate::preview_value::printable;

/// Where a report goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error, where standard output is taken by data.
    Stderr,
}

/// Prints a part of a report. A reader that has seen enough is none of its failures.
///
/// # Errors
/// If it cannot be written.
pub(super) fn report(stream: Stream, text: &str) -> io::Result<()> {
    let printed = match stream {
        Stream::Stdout => write(anstream::stdout(), text),
        Stream::Stderr => write(anstream::stderr(), text),
    };
    match printed {
        Err(broken) if broken.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed,
    }
}

/// Prints what was asked for.
///
/// # Errors
/// If it cannot be written, or there is no standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    if is_stdout_closed() {
        return Err(io::Error::other("standard output is closed"));
    }
    write(io::stdout(), text)
}

fn write(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// One line on standard error, with the name of the program before it. What a terminal would obey in it
/// is escaped: names and values come from anywhere.
pub(super) fn tell(message: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    tell_line(&format!("{red}segmint:{red:#} {}", printable(message)));
}

/// One line on standard error. If that is closed, there is nobody left to tell.
pub(super) fn tell_line(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
