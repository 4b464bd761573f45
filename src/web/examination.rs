//! A file of the reader's under examination, and what is said of it in words. Nothing of the page.

use web_sys::File;

use super::dom::Trouble;
use super::pool::Pool;
use super::protocol::{Against, Errand, Order, Terms};
use crate::comparison::{Difference, Kind, Verdict};
use crate::link::Link;
use crate::number::thousands;
use crate::recipe::percent;
use crate::validate::Criteria;

/// A file that the reader wants examined.
#[derive(Clone)]
pub(super) struct Subject {
    file: File,
}

impl Subject {
    /// This file.
    pub(super) fn new(file: File) -> Subject {
        Subject { file }
    }

    /// Its name, without a path.
    pub(super) fn name(&self) -> String {
        self.file.name()
    }

    /// Its size.
    pub(super) fn bytes(&self) -> f64 {
        self.file.size()
    }
}

/// One reading of a file, from its beginning to its end.
pub(super) struct Examination {
    /// The number of this run.
    pub(super) run: u32,
    /// The size of the file.
    pub(super) bytes: f64,
    /// Whether the reader has been told how far it has come.
    pub(super) is_told: bool,
    /// What is still to be handed to a worker.
    errand: Option<Errand>,
    worker: Option<u32>,
}

impl Examination {
    /// A reading that waits for a worker.
    pub(super) fn new(run: u32, subject: &Subject, order: Order) -> Examination {
        let errand = Some(Errand { order, file: Some(subject.file.clone()) });
        Examination { run, bytes: subject.bytes(), is_told: false, errand, worker: None }
    }

    /// Hands it to a worker, if it waits for one and one is ready.
    pub(super) fn give(&mut self, pool: &mut Pool) -> Result<(), Trouble> {
        if let Some(errand) = &self.errand {
            self.worker = pool.give_urgent(errand)?;
            if self.worker.is_some() {
                self.errand = None;
            }
        }
        Ok(())
    }

    /// Ends it at once.
    pub(super) fn stop(self, pool: &mut Pool) -> Result<(), Trouble> {
        self.worker.map_or(Ok(()), |worker| pool.let_go(worker))
    }
}

/// The command that examines a file likewise.
pub(super) fn command(name: &str, link: &Link, terms: Terms) -> String {
    // What begins with a dash would be taken for an option.
    let dash = if name.starts_with('-') { "./" } else { "" };
    let mut words = vec!["segmint validate".to_owned(), quoted(&format!("{dash}{name}"))];
    if terms.against == Against::Recipe {
        words.extend(["--link".to_owned(), quoted(&format!("#{link}"))]);
    }
    if terms.tolerance != Criteria::TOLERANCE {
        words.extend(["--tolerance".to_owned(), percent(terms.tolerance.into())]);
    }
    words.join(" ")
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/+,:@%".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A verdict in words.
pub(super) fn told(verdict: &Verdict) -> String {
    let difference = match verdict {
        Verdict::Identical => {
            return "Byte for byte the data set of the recipe on the left.".to_owned();
        }
        Verdict::Differs(difference) => difference,
    };
    format!("Not the data set of the recipe on the left: {}.", how(difference))
}

fn how(difference: &Difference) -> String {
    let Difference { line, row, kind, column, expected, found } = difference;
    let line = thousands(*line);
    let place = match row {
        Some(row) => format!("row {} (line {line})", thousands(*row)),
        None => format!("line {line}"),
    };
    let first = format!("{place} is the first that differs");
    match kind {
        Kind::ByteOrderMark => format!("{first}, it begins with a byte order mark"),
        Kind::LineEnd => format!("{first}, it ends in CR LF instead of LF"),
        Kind::NoLineFeed => format!("{first}, it is the last and has no line feed"),
        Kind::Value => {
            let column = column.as_deref().unwrap_or_default();
            format!(
                "{first}, {column} is \u{201c}{found}\u{201d} instead of \u{201c}{expected}\u{201d}"
            )
        }
        // Bytes that are no text tell a reader nothing.
        Kind::Line if found.contains(char::REPLACEMENT_CHARACTER) || found.contains("\\u{") => {
            format!("{first}, and it is not text")
        }
        Kind::Line => {
            format!(
                "{first}, it reads \u{201c}{found}\u{201d} instead of \u{201c}{expected}\u{201d}"
            )
        }
        Kind::FileEnds => format!("the file ends before {place}, which the recipe goes on with"),
        Kind::FileGoesOn => {
            format!("the file goes on with {place} after the recipe\u{2019}s last row")
        }
    }
}
