//! What is said on standard error: a line at a time.

use std::io::Write;

/// One line on standard error, with the name of the program before it.
pub(super) fn tell(message: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    tell_line(&format!("{red}segmint:{red:#} {message}"));
}

/// One line on standard error. If that is closed, there is nobody left to tell.
pub(super) fn tell_line(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
