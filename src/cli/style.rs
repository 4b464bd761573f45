//! How reports for people look on a terminal.

use anstyle::{AnsiColor, Style};

/// The title of a table.
pub(super) const HEADING: Style = Style::new().bold();
/// What is as it should be.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// What somebody should look at.
pub(super) const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
/// What is wrong.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// What only explains the rest.
pub(super) const ASIDE: Style = Style::new().dimmed();
