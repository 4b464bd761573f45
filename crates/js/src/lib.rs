//! What JavaScript may call: a recipe judged, the rows of a table generated piece by piece, a file checked
//! piece by piece. Promises, streams and signals are for `segmint.js`, which people import; nothing of the page.
//!
//! - `recipe`: what is asked for, as a link or as parameters. `refusal`: what is wrong with it.
//! - `generation`: rows of either table, and the report on them. `check`: the report on a file.

mod check;
mod generation;
mod recipe;
mod refusal;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// As `JSON.parse` would make it.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
