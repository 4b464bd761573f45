//! The fingerprint of bytes in memory, by the browser's own means where there are any.

use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

use crate::protocol::{Parcel, Reply};
use segmint::fingerprint::{Hasher, hex};

/// The SHA-256 of what a buffer begins with, and the buffer, in its own time.
pub(super) async fn digest(
    scope: DedicatedWorkerGlobalScope,
    run: u32,
    buffer: ArrayBuffer,
    bytes: u32,
) -> Result<Parcel, JsValue> {
    let view = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, bytes);
    let sha256 = sha256(&scope, &view).await?;
    Ok(Parcel::with(Reply::Fingerprinted { run, sha256 }, buffer))
}

/// The browser's own hashing is many times faster than ours, but only pages from a secure origin have
/// it.
async fn sha256(scope: &DedicatedWorkerGlobalScope, bytes: &Uint8Array) -> Result<String, JsValue> {
    let crypto = scope.crypto()?;
    if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
        let mut hasher = Hasher::new();
        hasher.update(&bytes.to_vec());
        return Ok(hasher.finish());
    }
    let digest = crypto.subtle().digest_with_str_and_buffer_source("SHA-256", bytes)?;
    Ok(hex(&Uint8Array::new(&JsFuture::from(digest).await?).to_vec()))
}
