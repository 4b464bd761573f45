//! Where the bytes go: standard output, a device, or a file that appears whole or not at all.
//! Knows nothing of what the bytes mean.

use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, IsTerminal, Write};
use std::path::{self, Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::TempPath;

use super::console;

/// Exit code after a signal to stop: 128 and the number of the interrupt, as shells have it.
const INTERRUPTED: i32 = 130;

/// Where the CSV is asked to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Standard output, written `-`.
    Stdout,
    /// A file, or a device that exists.
    Path(PathBuf),
}

impl Destination {
    /// Whether a person would see the CSV scroll by.
    pub(super) fn is_terminal(&self) -> bool {
        *self == Destination::Stdout && io::stdout().is_terminal()
    }
}

impl From<PathBuf> for Destination {
    fn from(path: PathBuf) -> Destination {
        if path.as_os_str() == "-" { Destination::Stdout } else { Destination::Path(path) }
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Destination::Stdout => f.write_str("standard output"),
            Destination::Path(path) => path.display().fmt(f),
        }
    }
}

/// An open destination. Dropped before it is finished, it leaves no file.
pub(super) struct Output {
    sink: Box<dyn Write + Send>,
    bytes: u64,
    aside: Option<Aside>,
}

impl Output {
    /// Opens `destination`; a file is begun aside, in the folder of its final place.
    ///
    /// # Errors
    /// If it cannot be written, or is a folder.
    pub(super) fn open(destination: &Destination) -> io::Result<Output> {
        let path = match destination {
            Destination::Stdout => return Ok(Output::to(io::stdout(), None)),
            Destination::Path(path) => path,
        };
        let begun = match fs::metadata(path) {
            Ok(found) if found.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(found) if !found.is_file() => {
                return Ok(Output::to(File::options().write(true).open(path)?, None));
            }
            // Through links, so that a link stays and the file behind it is replaced.
            Ok(found) => Aside::begin(path.canonicalize()?, Some(found.permissions())),
            Err(_) if names_no_file(path) => Err(io::ErrorKind::IsADirectory.into()),
            Err(_) => Aside::begin(path.clone(), None),
        };
        begun.map(|(file, aside)| Output::to(file, Some(aside)))
    }

    fn to(sink: impl Write + Send + 'static, aside: Option<Aside>) -> Output {
        Output { sink: Box::new(sink), bytes: 0, aside }
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
        if let Some(aside) = self.aside {
            aside.take_place()?;
        }
        Ok(self.bytes)
    }
}

/// Whether a path that leads nowhere yet is written as a folder's.
fn names_no_file(path: &Path) -> bool {
    let text = path.to_string_lossy();
    path.file_name().is_none() || text.ends_with(path::is_separator)
}

/// A file under construction, and the place that it will take.
struct Aside {
    place: PathBuf,
    unfinished: Shared,
}

/// Shared with the interrupt handler. Empty before there is a file and after it took its place.
type Shared = Arc<Mutex<Option<Unfinished>>>;

/// What has to go if the file is never finished, in the order in which it goes.
struct Unfinished {
    file: TempPath,
    _folders: NewFolders,
}

impl Aside {
    /// Begins a file that will take `place`, with the permissions of the file that is there now.
    fn begin(place: PathBuf, permissions: Option<Permissions>) -> io::Result<(File, Aside)> {
        if permissions.as_ref().is_some_and(Permissions::readonly) {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the file there is read-only",
            ));
        }
        let unfinished = Shared::default();
        remove_on_interrupt(Arc::clone(&unfinished))?;
        let mut slot = lock(&unfinished);
        let folder = match place.parent() {
            Some(folder) if folder != "" => folder,
            _ => Path::new("."),
        };
        let folders = NewFolders::make(folder)?;
        let (file, path) = begin_file(folder)?.into_parts();
        *slot = Some(Unfinished { file: path, _folders: folders });
        drop(slot);
        let aside = Aside { place, unfinished };
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok((file, aside))
    }

    fn take_place(self) -> io::Result<()> {
        // Locked until the file is in its place, so that an interrupt comes before or after.
        let mut slot = lock(&self.unfinished);
        match slot.take() {
            Some(unfinished) => Ok(unfinished.file.persist(&self.place)?),
            None => Ok(()),
        }
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        lock(&self.unfinished).take();
    }
}

fn lock(unfinished: &Shared) -> MutexGuard<'_, Option<Unfinished>> {
    unfinished.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file of a name that nobody else has, with the permissions that the user's mask allows:
/// without being told, `tempfile` would keep it from everybody else.
fn begin_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".segmint-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Removes every unfinished file on Ctrl-C, a hang-up or a request to end, and leaves at once,
/// even if a thread hangs in a write.
fn remove_on_interrupt(unfinished: Shared) -> io::Result<()> {
    /// Of all files, for there is one handler.
    static ALL: Mutex<Vec<Shared>> = Mutex::new(Vec::new());
    let handler = || {
        let all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        // Locked to the end: from here on no file can take its place any more.
        let mut slots: Vec<_> = all.iter().map(lock).collect();
        let removed = slots.iter_mut().filter_map(|slot| slot.take()).count();
        let message = match removed {
            0 => "interrupted",
            _ => "interrupted, no file was written",
        };
        if io::stderr().is_terminal() {
            // Past the progress bar and the terminal's own `^C`.
            console::tell_line("");
        }
        console::tell(message);
        process::exit(INTERRUPTED);
    };
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if all.is_empty() {
        ctrlc::set_handler(handler).map_err(io::Error::other)?;
    }
    all.push(unfinished);
    Ok(())
}

/// Folders that were made for the file, deepest first. Those that are still empty when this is
/// dropped go again.
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    fn make(folder: &Path) -> io::Result<NewFolders> {
        let missing = folder.ancestors().take_while(|folder| !folder.exists());
        let folders = NewFolders(missing.map(Path::to_owned).collect());
        fs::create_dir_all(folder)?;
        Ok(folders)
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        for folder in &self.0 {
            // Fails where there is a file by now, and then it should.
            let _ = fs::remove_dir(folder);
        }
    }
}
