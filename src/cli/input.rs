//! Where a file to be judged comes from. Knows nothing of what it holds.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::place::{is_input_output, is_standard_output};
use crate::preview_value::printable;

/// The file that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input, written `-`.
    Stdin,
    /// A file or a device.
    Path(PathBuf),
}

impl From<PathBuf> for Source {
    fn from(path: PathBuf) -> Source {
        if path.as_os_str() == "-" { Source::Stdin } else { Source::Path(path) }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Stdin => f.write_str("standard input"),
            Source::Path(path) => f.write_str(&printable(&path.to_string_lossy())),
        }
    }
}

impl Source {
    /// Whether what is printed goes into this very file, so that it would be read as a part of it.
    pub(super) fn is_output(&self) -> bool {
        match self {
            Source::Stdin => is_input_output(),
            Source::Path(path) => path.is_file() && is_standard_output(path),
        }
    }
}

/// An open source.
pub(super) struct Input {
    /// Its bytes.
    pub(super) bytes: Box<dyn Read + Send>,
    /// How many there are, if that is known.
    pub(super) length: Option<u64>,
    /// The file, if it can be read from anywhere in it.
    pub(super) file: Option<File>,
}

impl Input {
    /// Opens `source`.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(super) fn open(source: &Source) -> io::Result<Input> {
        let path = match source {
            Source::Stdin => {
                return Ok(Input { bytes: Box::new(io::stdin()), length: None, file: None });
            }
            Source::Path(path) => path,
        };
        let file = File::open(path)?;
        let found = file.metadata()?;
        if found.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let length = found.is_file().then_some(found.len());
        let again = if found.is_file() { Some(File::open(path)?) } else { None };
        Ok(Input { bytes: Box::new(file), length, file: again })
    }
}
