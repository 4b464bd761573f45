//! A file that appears whole or not at all: it is begun beside its place under another name, and takes
//! the place at the end. Of a run that is stopped nothing is left; of one that was killed, the next
//! clears what was.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use super::console;
use super::interrupt;

/// What the names of unfinished files begin and end with; the rest is random.
const PREFIX: &str = ".segmint-";
const SUFFIX: &str = ".part";

/// A file under construction, and the place that it will take. Dropped before that, it leaves no file.
pub(super) struct PartFile {
    place: PathBuf,
    unfinished: Shared,
}

/// Shared with whoever stops the run. Empty before there is a file and after it took its place.
type Shared = Arc<Mutex<Option<Unfinished>>>;

/// What has to go if the file is never finished, in the order in which it goes.
struct Unfinished {
    file: TempPath,
    /// Keeps the file locked, by which other runs know that somebody works at it.
    _lock: Option<File>,
    _folders: NewFolders,
}

impl PartFile {
    /// Begins a file that will take `place`, with the permissions of the file that is there now. Returns
    /// it open for writing, too.
    ///
    /// # Errors
    /// If it cannot be begun there, or what is there must not be replaced.
    pub(super) fn begin(
        place: PathBuf,
        permissions: Option<Permissions>,
    ) -> io::Result<(File, PartFile)> {
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
        clear(folder);
        let (file, path) = begin_file(folder)?.into_parts();
        // Where a file that is open cannot be renamed, it cannot be locked to the end.
        let kept = cfg!(unix).then(|| file.try_clone()).transpose()?;
        *slot = Some(Unfinished { file: path, _lock: kept, _folders: folders });
        drop(slot);
        let part = PartFile { place, unfinished };
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok((file, part))
    }

    /// Puts the file, which has been written and closed, in its place.
    ///
    /// # Errors
    /// If it cannot go there.
    pub(super) fn take_place(self) -> io::Result<()> {
        // Locked until the file is in its place, so that an interrupt comes before or after.
        let mut slot = lock(&self.unfinished);
        match slot.take() {
            Some(Unfinished { file, _lock, _folders }) => Ok(file.persist(&self.place)?),
            None => Ok(()),
        }
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        lock(&self.unfinished).take();
    }
}

fn lock(unfinished: &Shared) -> MutexGuard<'_, Option<Unfinished>> {
    unfinished.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A locked file of a name that nobody else has, with the permissions that the user's mask allows:
/// without being told, `tempfile` would keep it from everybody else.
fn begin_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    loop {
        let file = builder.tempfile_in(folder)?;
        match file.as_file().try_lock() {
            // Before it was locked, another run may have taken it for one that was left.
            Ok(()) if !file.path().exists() => {}
            Err(TryLockError::WouldBlock) => {}
            // There are file systems without locks, and then nobody clears them.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Removes what killed runs have left in a folder: unfinished files that nobody has locked. What cannot
/// be removed stays, and does no harm.
fn clear(folder: &Path) {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_part = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(PREFIX) && name.ends_with(SUFFIX)
    };
    for path in names.map(|entry| entry.path()).filter(is_part) {
        let is_file = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
        let Some(file) = is_file.then(|| File::options().write(true).open(&path).ok()).flatten()
        else {
            continue;
        };
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Removes every unfinished file when the process is asked to stop, and leaves at once.
fn remove_on_interrupt(unfinished: Shared) -> io::Result<()> {
    /// Of all files, for the process is asked once.
    static ALL: Mutex<Vec<Shared>> = Mutex::new(Vec::new());
    let stop = |code| {
        let all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        // Locked to the end: from here on no file can take its place any more.
        let mut slots: Vec<_> = all.iter().map(lock).collect();
        // Folders that the first made go with the last.
        let removed = slots.iter_mut().rev().filter_map(|slot| slot.take()).count();
        let message = match removed {
            0 => "interrupted",
            _ => "interrupted, no file was written",
        };
        if io::stderr().is_terminal() {
            // Past the progress bar and the terminal's own `^C`.
            console::tell_line("");
        }
        console::tell(message);
        process::exit(code);
    };
    let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
    if all.is_empty() {
        interrupt::watch(stop)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<String> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_run_left_goes_and_what_another_works_at_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".segmint-abc123.part"), "half").unwrap();
        fs::write(folder.path().join(".segmint-abc123.csv"), "mine").unwrap();
        let (_open, other) = PartFile::begin(folder.path().join("other.csv"), None).unwrap();
        assert_eq!(names(folder.path()).len(), 2);
        let (file, part) = PartFile::begin(folder.path().join("one.csv"), None).unwrap();
        assert_eq!(names(folder.path()).len(), 3, "the other run's is locked");
        drop(file);
        part.take_place().unwrap();
        drop(other);
        assert_eq!(names(folder.path()), [".segmint-abc123.csv", "one.csv"]);
    }
}
