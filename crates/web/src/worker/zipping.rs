//! Compression by the browser's own gzip, which answers in its own time.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableWritablePair, Response};

// What web-sys has only as unstable.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
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
