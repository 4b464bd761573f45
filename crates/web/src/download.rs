//! The finished file: its bytes as a download. Nothing of how it came about.

use js_sys::{Array, Uint8Array};
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::dom::Trouble;
use crate::save_file::SaveFile;

/// A file that can be downloaded for as long as this value lives.
pub(crate) struct Download {
    url: String,
    /// Where it lies, if that is not in memory.
    _save_file: Option<SaveFile>,
}

impl Download {
    /// The bytes of a file of this type.
    pub(crate) fn blob(bytes: &Uint8Array, media_type: &str) -> Result<Blob, Trouble> {
        let sequence = Array::of1(bytes);
        Ok(Blob::new_with_buffer_source_sequence_and_options(&sequence, &bag(media_type))?)
    }

    /// A file of these bytes, wherever the browser keeps them.
    pub(crate) fn of(bytes: &Blob) -> Result<Download, Trouble> {
        Download::offer(bytes, None)
    }

    /// A file in this site's storage.
    pub(crate) fn of_stored(
        stored: &web_sys::File,
        save_file: SaveFile,
    ) -> Result<Download, Trouble> {
        Download::offer(stored, Some(save_file))
    }

    /// Makes a file of this type of this text.
    pub(crate) fn of_text(text: &str, media_type: &str) -> Result<Download, Trouble> {
        let sequence = Array::of1(&text.into());
        let kind = bag(media_type);
        Download::offer(&Blob::new_with_str_sequence_and_options(&sequence, &kind)?, None)
    }

    fn offer(blob: &Blob, save_file: Option<SaveFile>) -> Result<Download, Trouble> {
        Ok(Download { url: Url::create_object_url_with_blob(blob)?, _save_file: save_file })
    }

    /// Where the browser finds it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

fn bag(kind: &str) -> BlobPropertyBag {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    bag
}

impl Drop for Download {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}
