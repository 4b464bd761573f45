//! What the browser does to bytes by itself, in its own time: SHA-256 and gzip.

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use segmint::fingerprint::{Hasher, hex};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DedicatedWorkerGlobalScope, ReadableWritablePair, Response};

// What web-sys has only as unstable.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
}

/// The SHA-256 of bytes. The browser's own hashing is many times faster than ours, but only pages from a secure
/// origin have it.
pub(super) async fn sha256(
    scope: &DedicatedWorkerGlobalScope,
    bytes: &Uint8Array,
) -> Result<String, JsValue> {
    let crypto = scope.crypto()?;
    if Reflect::get(&crypto, &"subtle".into())?.is_undefined() {
        let mut hasher = Hasher::new();
        hasher.update(&bytes.to_vec());
        return Ok(hasher.finish());
    }
    let digest = crypto.subtle().digest_with_str_and_buffer_source("SHA-256", bytes)?;
    Ok(hex(&Uint8Array::new(&JsFuture::from(digest).await?).to_vec()))
}

/// These bytes as a member of a gzip file; members one after the other are the file of their bytes
/// one after the other (RFC 1952, section 2.2). The bytes have been copied when this returns.
pub(super) fn gzip(
    bytes: &[u8],
) -> Result<impl Future<Output = Result<ArrayBuffer, JsValue>> + use<>, JsValue> {
    let blob = Blob::new_with_buffer_source_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let compression = CompressionStream::new("gzip")?;
    let stream = blob.stream().pipe_through(compression.unchecked_ref::<ReadableWritablePair>());
    let member = Response::new_with_opt_readable_stream(Some(&stream))?.array_buffer()?;
    Ok(async move { Ok(JsFuture::from(member).await?.unchecked_into()) })
}
