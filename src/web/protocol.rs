//! What page and worker say to each other: one enum for each direction, and how they cross.
//! Nothing of the page's layout, nothing of the pool's order.

use js_sys::{Array, BigUint64Array, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use crate::plan::Rows;
use crate::validate::Examination;

/// Page to worker. A recipe travels as the text of its link.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// Mint these rows and read them back.
    Mint {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// The recipe.
        link: String,
        /// The rows.
        rows: Rows,
        /// Whether the bytes are wanted, or only what they showed.
        keep: bool,
    },
    /// Write these rows for a reader's eye.
    Show {
        /// The recipe.
        link: String,
        /// The rows.
        rows: Rows,
    },
}

/// Worker to page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The worker can take orders.
    Ready,
    /// A chunk has been minted; its bytes travel beside the message if they were wanted.
    Minted {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// How many rows were minted.
        rows: u32,
        /// How many bytes they are.
        bytes: u32,
        /// What the bytes showed.
        examination: Box<Examination>,
    },
    /// Rows for a reader's eye.
    Shown {
        /// The recipe.
        link: String,
        /// The rows.
        rows: Rows,
        /// Their lines.
        csv: String,
    },
    /// The worker could not do as told.
    Failed {
        /// Why.
        message: String,
    },
}

/// A message could not be written or understood: page and worker are out of step.
pub(super) type Garbled = serde_wasm_bindgen::Error;

impl Order {
    /// As a message.
    pub(super) fn pack(&self) -> Result<JsValue, Garbled> {
        self.serialize(&SERIALIZER)
    }

    /// From a message.
    pub(super) fn unpack(message: JsValue) -> Result<Order, Garbled> {
        serde_wasm_bindgen::from_value(message)
    }
}

/// Whole numbers of 64 bits cross as `BigInt`, which does not round them.
const SERIALIZER: Serializer = Serializer::new().serialize_large_number_types_as_bigints(true);

const REPLY: &str = "reply";
const CSV: &str = "csv";
const EMAILS: &str = "emails";

/// A reply with what is too large for serde: buffers that change hands without a copy.
pub(super) struct Parcel {
    /// The reply.
    pub(super) reply: Reply,
    /// The bytes of a minted chunk.
    pub(super) csv: Option<Uint8Array>,
}

impl Parcel {
    /// A reply with nothing beside it.
    pub(super) fn bare(reply: Reply) -> Parcel {
        Parcel { reply, csv: None }
    }

    /// As a message, and the buffers to transfer with it.
    pub(super) fn pack(&self) -> Result<(JsValue, Array), Garbled> {
        let (message, transfer) = (Object::new(), Array::new());
        let put = |key: &str, value: &JsValue| Reflect::set(&message, &key.into(), value);
        put(REPLY, &self.reply.serialize(&SERIALIZER)?)?;
        if let Some(csv) = &self.csv {
            put(CSV, csv)?;
            transfer.push(&csv.buffer());
        }
        if let Reply::Minted { examination, .. } = &self.reply {
            let emails = BigUint64Array::from(examination.emails.as_slice());
            put(EMAILS, &emails)?;
            transfer.push(&emails.buffer());
        }
        Ok((message.into(), transfer))
    }

    /// From a message.
    pub(super) fn unpack(message: &JsValue) -> Result<Parcel, Garbled> {
        let take = |key: &str| Reflect::get(message, &key.into());
        let mut reply = serde_wasm_bindgen::from_value(take(REPLY)?)?;
        if let Reply::Minted { examination, .. } = &mut reply {
            examination.emails = take(EMAILS)?.unchecked_into::<BigUint64Array>().to_vec();
        }
        Ok(Parcel { reply, csv: take(CSV)?.dyn_into().ok() })
    }
}

/// What a worker needs to begin: the page's glue and its compiled module.
pub(super) fn boot_message(glue: &str, module: &JsValue) -> Result<Object, JsValue> {
    let message = Object::new();
    Reflect::set(&message, &"glue".into(), &glue.into())?;
    Reflect::set(&message, &"module".into(), module)?;
    Ok(message)
}
