//! The finished file: its bytes as a download, and its fingerprint. Nothing of how it came about.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Crypto, Url};

use super::dom::{window, Trouble};
use crate::fingerprint::Hasher;
use crate::mint::HEADER;

/// A file that can be downloaded for as long as this value lives.
pub(super) struct File {
    url: String,
}

impl File {
    /// Makes a file of the header and the parts.
    pub(super) fn of(parts: &[Uint8Array]) -> Result<File, Trouble> {
        let sequence: Array = std::iter::once(JsValue::from(HEADER))
            .chain(parts.iter().map(JsValue::from))
            .collect();
        let kind = BlobPropertyBag::new();
        kind.set_type("text/csv;charset=utf-8");
        let blob = Blob::new_with_buffer_source_sequence_and_options(&sequence, &kind)?;
        Ok(File { url: Url::create_object_url_with_blob(&blob)? })
    }

    /// Where the browser finds it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}

/// The SHA-256 of header and parts, as `sha256sum` prints it. The browser's own is many times
/// faster than ours, but only pages from a secure origin have it.
pub(super) async fn fingerprint(parts: Vec<Uint8Array>) -> Result<String, Trouble> {
    let crypto = window()?.crypto()?;
    if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
        let mut hasher = Hasher::new();
        hasher.update(HEADER.as_bytes());
        parts.iter().for_each(|part| hasher.update(&part.to_vec()));
        return Ok(hasher.finish());
    }
    digest(&crypto, parts).await
}

async fn digest(crypto: &Crypto, parts: Vec<Uint8Array>) -> Result<String, Trouble> {
    let header = Uint8Array::from(HEADER.as_bytes());
    let length = parts.iter().map(Uint8Array::length).sum::<u32>() + header.length();
    let whole = Uint8Array::new_with_length(length);
    let mut at = 0;
    // Each part can be let go as soon as it is copied.
    for part in std::iter::once(header).chain(parts) {
        whole.set(&part, at);
        at += part.length();
    }
    let promise = crypto.subtle().digest_with_str_and_buffer_source("SHA-256", &whole)?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await?.unchecked_into());
    Ok(digest.to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}
