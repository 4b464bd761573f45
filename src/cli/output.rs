//! Where the bytes go: standard output, a device, or a file that appears whole or not at all.
//! Knows nothing of what the bytes mean.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{self, Path, PathBuf};

use super::part_file::PartFile;
use super::place::{is_standard_output, is_stdout_closed, place};
use crate::preview_value::printable;
use crate::shell;

/// Where the CSV is asked to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Standard output, written `-`, or as a path that leads there.
    Stdout,
    /// A file, or a device that exists.
    Path(PathBuf),
}

impl Destination {
    /// What this path says.
    pub(super) fn of(path: PathBuf) -> Destination {
        let is_stdout = path.as_os_str() == "-" || is_standard_output(&path);
        if is_stdout { Destination::Stdout } else { Destination::Path(path) }
    }

    /// What is typed for it in a shell.
    pub(super) fn typed(&self) -> String {
        match self {
            Destination::Stdout => "-".to_owned(),
            Destination::Path(path) => shell::path(path),
        }
    }

    /// Whether a person would see the CSV scroll by.
    pub(super) fn is_terminal(&self) -> bool {
        *self == Destination::Stdout && io::stdout().is_terminal()
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Destination::Stdout => f.write_str("standard output"),
            Destination::Path(path) => f.write_str(&printable(&path.to_string_lossy())),
        }
    }
}

/// An open destination. Dropped before it is finished, it leaves no file.
pub(super) struct Output {
    sink: Box<dyn Write + Send>,
    bytes: u64,
    part: Option<PartFile>,
}

impl Output {
    /// Opens `destination`; a file is begun in the folder of its final place.
    ///
    /// # Errors
    /// If it cannot be written, or is a folder.
    pub(super) fn open(destination: &Destination) -> io::Result<Output> {
        let path = match destination {
            // Nothing that is written to it is missed, so it has to be asked.
            Destination::Stdout if is_stdout_closed() => {
                return Err(io::Error::other("it is closed"));
            }
            Destination::Stdout => return Ok(Output::to(io::stdout(), None)),
            Destination::Path(path) => path,
        };
        let begun = match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                return Ok(Output::to(File::options().write(true).open(path)?, None));
            }
            // Through links, so that a link stays and the file behind it is replaced.
            Ok(found) => PartFile::begin(place(path)?, Some(found.permissions())),
            Err(_) if names_no_file(path) => Err(io::ErrorKind::IsADirectory.into()),
            Err(_) => PartFile::begin(place(path)?, None),
        };
        begun.map(|(file, part)| Output::to(file, Some(part)))
    }

    fn to(sink: impl Write + Send + 'static, part: Option<PartFile>) -> Output {
        Output { sink: Box::new(sink), bytes: 0, part }
    }

    /// Writes the next bytes, at once and whole: pieces are large, so nothing is gathered first.
    ///
    /// # Errors
    /// If not all of them could be written.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sink.write_all(bytes)?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// How many bytes were written so far.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Puts a file in its place. Returns how many bytes were written.
    ///
    /// # Errors
    /// If the last bytes could not be written, or the file could not take its place.
    pub(super) fn finish(mut self) -> io::Result<u64> {
        self.sink.flush()?;
        // Some systems do not rename a file that is open.
        drop(self.sink);
        if let Some(part) = self.part {
            part.take_place()?;
        }
        Ok(self.bytes)
    }
}

/// Whether a path that leads nowhere yet is written as a folder's.
fn names_no_file(path: &Path) -> bool {
    let text = path.to_string_lossy();
    path.file_name().is_none() || text.ends_with(path::is_separator)
}
