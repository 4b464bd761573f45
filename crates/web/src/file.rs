//! The finished file: its bytes as a download. Nothing of how it came about.

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};

use super::dom::Trouble;
use super::place::Place;

/// A file that can be downloaded for as long as this value lives.
pub(super) struct File {
    url: String,
    /// Where it lies, if that is not in memory.
    _place: Option<Place>,
}

impl File {
    /// The bytes of a file of this type, made of the parts. To offer them waits until the browser has
    /// them.
    pub(super) fn bytes(parts: &[Uint8Array], kind: &str) -> Result<Blob, Trouble> {
        let sequence: Array = parts.iter().collect();
        Ok(Blob::new_with_buffer_source_sequence_and_options(&sequence, &bag(kind))?)
    }

    /// A file of these bytes, wherever the browser keeps them.
    pub(super) fn of(bytes: &Blob) -> Result<File, Trouble> {
        File::offer(bytes, None)
    }

    /// A file in this site's storage.
    pub(super) fn of_stored(stored: &web_sys::File, place: Place) -> Result<File, Trouble> {
        File::offer(stored, Some(place))
    }

    /// Makes a CSV of this text.
    pub(super) fn of_text(text: &str) -> Result<File, Trouble> {
        let sequence = Array::of1(&text.into());
        let kind = bag("text/csv");
        File::offer(&Blob::new_with_str_sequence_and_options(&sequence, &kind)?, None)
    }

    fn offer(blob: &Blob, place: Option<Place>) -> Result<File, Trouble> {
        Ok(File { url: Url::create_object_url_with_blob(blob)?, _place: place })
    }

    /// Where the browser finds it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn bag(kind: &str) -> BlobPropertyBag {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    bag
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}
