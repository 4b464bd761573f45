//! The finished file: its bytes as a download. Nothing of how it came about.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::dom::Trouble;
use super::place::Place;
use crate::mint::HEADER;

/// A file that can be downloaded for as long as this value lives.
pub(super) struct File {
    url: String,
    /// Where it lies, if that is not in memory.
    _place: Option<Place>,
}

impl File {
    /// The bytes of a file: the header and the parts. To offer them waits until the browser has them.
    pub(super) fn bytes(parts: &[Uint8Array]) -> Result<Blob, Trouble> {
        let sequence: Array =
            std::iter::once(JsValue::from(HEADER)).chain(parts.iter().map(JsValue::from)).collect();
        Ok(Blob::new_with_buffer_source_sequence_and_options(&sequence, &csv())?)
    }

    /// A file of these bytes.
    pub(super) fn of(bytes: &Blob) -> Result<File, Trouble> {
        File::offer(bytes, None)
    }

    /// A file in this site's storage.
    pub(super) fn of_stored(stored: &web_sys::File, place: Place) -> Result<File, Trouble> {
        File::offer(stored, Some(place))
    }

    /// A file of these bytes, wherever the browser keeps them.
    pub(super) fn of_blob(blob: &Blob) -> Result<File, Trouble> {
        File::offer(blob, None)
    }

    /// Makes a file of this text.
    pub(super) fn of_text(text: &str) -> Result<File, Trouble> {
        let sequence = Array::of1(&text.into());
        File::offer(&Blob::new_with_str_sequence_and_options(&sequence, &csv())?, None)
    }

    fn offer(blob: &Blob, place: Option<Place>) -> Result<File, Trouble> {
        Ok(File { url: Url::create_object_url_with_blob(blob)?, _place: place })
    }

    /// Where the browser finds it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

fn csv() -> BlobPropertyBag {
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv;charset=utf-8");
    kind
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}
