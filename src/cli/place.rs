//! Where paths lead, whatever they are written like: to which place, to which file, and whether that is
//! what standard output goes to.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf, absolute};

/// How many links that lead nowhere yet are followed; as many as Linux follows.
const LINKS: u32 = 40;

/// The place where a file at `path` is put: without `.` and `..`, and through links, even to a place
/// where there is nothing yet.
///
/// # Errors
/// If the working folder is not known.
pub(super) fn place(path: &Path) -> io::Result<PathBuf> {
    let mut place = PathBuf::new();
    follow(&absolute(path)?, &mut place, LINKS);
    Ok(place)
}

fn follow(path: &Path, place: &mut PathBuf, links: u32) {
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                place.pop();
            }
            other => place.push(other),
        }
        if let Ok(real) = place.canonicalize() {
            *place = real;
        } else if let (Ok(target), Some(links)) = (place.read_link(), links.checked_sub(1)) {
            place.pop();
            follow(&target, place, links);
        }
    }
}

/// Whether two paths lead to one file, or would if there were one.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let places = (place(one), place(other));
    matches!(places, (Ok(one), Ok(other)) if one == other) || is_same_file(one, other)
}

/// Whether a path leads to what standard output goes to, so that what is printed would stand among what
/// is written there. What is thrown away does not stand anywhere.
pub(super) fn is_standard_output(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| stdout_is(&found))
}

/// Whether standard input is the file that standard output goes to.
pub(super) fn is_input_output() -> bool {
    stdin_metadata().is_some_and(|found| found.is_file() && stdout_is(&found))
}

#[cfg(unix)]
fn is_same_file(one: &Path, other: &Path) -> bool {
    let identities = (fs::metadata(one), fs::metadata(other));
    matches!(identities, (Ok(one), Ok(other)) if identity(&one) == identity(&other))
}

#[cfg(unix)]
fn identity(found: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;

    (found.dev(), found.ino())
}

#[cfg(unix)]
fn stdout_is(found: &fs::Metadata) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::FileTypeExt;

    let stdout = metadata_of(io::stdout().as_fd());
    let is_bin = found.file_type().is_char_device() && !io::stdout().is_terminal();
    !is_bin && stdout.is_some_and(|stdout| identity(&stdout) == identity(found))
}

#[cfg(unix)]
fn stdin_metadata() -> Option<fs::Metadata> {
    use std::os::fd::AsFd;

    metadata_of(io::stdin().as_fd())
}

#[cfg(unix)]
fn metadata_of(stream: std::os::fd::BorrowedFd<'_>) -> Option<fs::Metadata> {
    fs::File::from(stream.try_clone_to_owned().ok()?).metadata().ok()
}

/// Whether the process was started without standard output. The runtime puts the null device in its
/// place, open for reading too, which nobody who throws output away does.
#[cfg(unix)]
pub(super) fn is_stdout_closed() -> bool {
    use std::os::fd::AsFd;

    let stdout = io::stdout();
    let flags = rustix::fs::fcntl_getfl(stdout.as_fd());
    let is_both = flags.is_ok_and(|flags| flags.contains(rustix::fs::OFlags::RDWR));
    let null = fs::metadata("/dev/null").map(|null| identity(&null));
    let found = metadata_of(stdout.as_fd()).map(|found| identity(&found));
    is_both && found.is_some() && null.ok() == found
}

#[cfg(not(unix))]
fn is_same_file(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn stdout_is(_: &fs::Metadata) -> bool {
    false
}

#[cfg(not(unix))]
fn stdin_metadata() -> Option<fs::Metadata> {
    None
}

#[cfg(not(unix))]
pub(super) fn is_stdout_closed() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_does_not_depend_on_how_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::write(at("there.csv"), "").unwrap();
        fs::create_dir(at("inner")).unwrap();
        for (one, other) in [
            ("there.csv", "./there.csv"),
            ("there.csv", "inner/../there.csv"),
            ("new.csv", "./inner/.././new.csv"),
            ("new/new.csv", "new/../new/./new.csv"),
        ] {
            assert!(is_same(&at(one), &at(other)), "{one} {other}");
        }
        for (one, other) in [("there.csv", "new.csv"), ("new.csv", "inner/new.csv")] {
            assert!(!is_same(&at(one), &at(other)), "{one} {other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_their_place() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::write(at("there.csv"), "").unwrap();
        fs::create_dir(at("inner")).unwrap();
        symlink("there.csv", at("link.csv")).unwrap();
        symlink("../new.csv", at("inner/dangling.csv")).unwrap();
        symlink("inner", at("folder")).unwrap();
        symlink("loop", at("loop")).unwrap();
        fs::hard_link(at("there.csv"), at("hard.csv")).unwrap();
        for (one, other) in [
            ("there.csv", "link.csv"),
            ("there.csv", "hard.csv"),
            ("new.csv", "inner/dangling.csv"),
            ("new.csv", "folder/dangling.csv"),
            ("inner/new.csv", "folder/new.csv"),
            ("new.csv", "folder/../new.csv"),
        ] {
            assert!(is_same(&at(one), &at(other)), "{one} {other}");
        }
        assert!(!is_same(&at("loop"), &at("new.csv")));
        assert_eq!(place(&at("inner/dangling.csv")).unwrap(), place(&at("new.csv")).unwrap());
    }
}
