//! The files of a browser that remembers: of the reader's, and on disk.

use std::cell::RefCell;
use std::rc::Rc;

use crate::protocol::Access;

/// A file on disk that is being made.
pub(super) struct Saved {
    pub(super) access: Access,
    /// Whether it is being written, has been kept, or has gone.
    pub(super) fate: Rc<RefCell<&'static str>>,
    pub(super) is_kept: bool,
}

impl Saved {
    pub(super) fn new(access: Access) -> (Saved, Rc<RefCell<&'static str>>) {
        let fate = Rc::new(RefCell::new("open"));
        (Saved { access, fate: Rc::clone(&fate), is_kept: false }, fate)
    }
}

impl Drop for Saved {
    fn drop(&mut self) {
        // What is in the storage is there for as long as somebody needs it.
        let stays = self.is_kept && self.access == Access::Stream;
        *self.fate.borrow_mut() = if stays { "kept" } else { "gone" };
    }
}

/// A file of the reader's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Rc<Vec<u8>>,
    pub(super) size: f64,
}

impl File {
    pub(super) fn new(name: &str, bytes: &[u8]) -> File {
        File { name: name.to_owned(), bytes: Rc::new(bytes.to_vec()), size: bytes.len() as f64 }
    }
}
