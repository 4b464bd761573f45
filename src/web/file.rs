//! The finished file: its bytes as a download, and its fingerprint. Nothing of how it came about.

use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Url};

use super::dom::{Trouble, window};
use super::place::Place;
use crate::fingerprint::{Hasher, hex};

/// A file that can be downloaded for as long as this value lives.
pub(super) struct File {
    url: String,
    /// Where it lies, if that is not in memory.
    _place: Option<Place>,
}

impl File {
    /// Makes a file of this type of the parts.
    pub(super) fn of(parts: &[Uint8Array], kind: &str) -> Result<File, Trouble> {
        let sequence: Array = parts.iter().collect();
        let kind = bag(kind);
        File::offer(&Blob::new_with_buffer_source_sequence_and_options(&sequence, &kind)?, None)
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

/// Takes fingerprints, in a buffer that is used again: fresh memory costs more than copying.
#[derive(Default)]
pub(super) struct Inkpad {
    buffer: Option<Uint8Array>,
}

/// A buffer larger than this is not kept.
const KEPT_BYTES: u32 = 1 << 24;

impl Inkpad {
    /// The SHA-256 of the parts, as `sha256sum` prints it. The work is under way when this
    /// returns, and waits for nobody.
    ///
    /// The browser's own hashing is many times faster than ours, but only pages from a secure
    /// origin have it.
    pub(super) fn fingerprint(
        &mut self,
        parts: Vec<Uint8Array>,
    ) -> Result<impl Future<Output = Result<String, Trouble>> + use<>, Trouble> {
        let crypto = window()?.crypto()?;
        let digest = if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
            Digest::Known(own_digest(&parts))
        } else {
            let whole = self.join(parts);
            // The browser takes its copy before it returns: the buffer is free again.
            Digest::Promised(crypto.subtle().digest_with_str_and_buffer_source("SHA-256", &whole)?)
        };
        Ok(async move {
            match digest {
                Digest::Known(digest) => Ok(digest),
                Digest::Promised(promise) => {
                    let digest = JsFuture::from(promise).await?;
                    Ok(hex(&Uint8Array::new(&digest).to_vec()))
                }
            }
        })
    }

    /// The parts in one piece.
    fn join(&mut self, parts: Vec<Uint8Array>) -> Uint8Array {
        let length = parts.iter().map(Uint8Array::length).sum();
        let kept = self.buffer.take().filter(|buffer| buffer.length() >= length);
        let buffer = kept.unwrap_or_else(|| Uint8Array::new_with_length(length));
        let mut at = 0;
        // Each part can be let go as soon as it is copied.
        for part in parts {
            buffer.set(&part, at);
            at += part.length();
        }
        let whole = buffer.subarray(0, length);
        self.buffer = (buffer.length() <= KEPT_BYTES).then_some(buffer);
        whole
    }
}

/// A digest that is known, or that the browser has promised.
enum Digest {
    Known(String),
    Promised(Promise),
}

fn own_digest(parts: &[Uint8Array]) -> String {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.update(&part.to_vec());
    }
    hasher.finish()
}
