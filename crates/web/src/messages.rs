//! How messages cross between page and worker: as bytes, with what is not for bytes beside them. What they say is for
//! `segmint_page::protocol`.

use js_sys::{Array, ArrayBuffer, BigUint64Array, Object, Reflect, Uint8Array};
use segmint_page::protocol::{FromWorker, ToWorker};
use segmint_page::tables::ChunkReport;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};

use crate::dom::exception;

/// A message could not be written or understood: page and worker are out of step.
#[derive(Debug, Error)]
pub(crate) enum Garbled {
    /// Beside its bytes.
    #[error("{0}")]
    Object(String),
    /// In its bytes.
    #[error("{0}")]
    Bytes(#[from] postcard::Error),
}

impl From<JsValue> for Garbled {
    fn from(error: JsValue) -> Garbled {
        Garbled::Object(exception(&error))
    }
}

impl From<Garbled> for JsValue {
    fn from(garbled: Garbled) -> JsValue {
        js_sys::Error::new(&garbled.to_string()).into()
    }
}

const MESSAGE: &str = "message";
const ENCLOSED: &str = "enclosed";
const GENERATED: &str = "generated";
const EMAILS: &str = "emails";

/// A message to a worker, and what is not for bytes: a buffer, a file or a handle, as the message says.
pub(crate) struct TaskMessage {
    /// What is to be done.
    pub(crate) message: ToWorker,
    /// What goes with it. A buffer changes hands without a copy.
    pub(crate) enclosed: Option<JsValue>,
}

impl TaskMessage {
    /// As a message, and the buffers to transfer with it.
    pub(crate) fn pack(&self) -> Result<(JsValue, Array), Garbled> {
        let object = Object::new();
        Reflect::set(&object, &MESSAGE.into(), &to_bytes(&self.message)?.into())?;
        let transfer = enclose(&object, self.enclosed.as_ref())?;
        Ok((object.into(), transfer))
    }

    /// From a message.
    pub(crate) fn unpack(object: &JsValue) -> Result<TaskMessage, Garbled> {
        let message = from_bytes(&Reflect::get(object, &MESSAGE.into())?)?;
        Ok(TaskMessage { message, enclosed: enclosed(object)? })
    }
}

/// A message from a worker, and what is not for its bytes.
pub(crate) struct AnswerMessage {
    /// What has been done.
    pub(crate) message: FromWorker,
    /// What goes with it. A buffer changes hands without a copy.
    pub(crate) enclosed: Option<JsValue>,
    /// What is known of rows that were generated.
    pub(crate) generated: Option<ChunkReport>,
}

impl AnswerMessage {
    /// A message with nothing beside it.
    pub(crate) fn bare(message: FromWorker) -> AnswerMessage {
        AnswerMessage { message, enclosed: None, generated: None }
    }

    /// A message with this beside it.
    pub(crate) fn with(message: FromWorker, enclosed: impl Into<JsValue>) -> AnswerMessage {
        AnswerMessage { enclosed: Some(enclosed.into()), ..AnswerMessage::bare(message) }
    }

    /// That the worker could not do as told.
    pub(crate) fn failed(message: String) -> AnswerMessage {
        AnswerMessage::bare(FromWorker::Failed { message })
    }

    /// As a message, and the buffers to transfer with it.
    pub(crate) fn pack(&self) -> Result<(JsValue, Array), Garbled> {
        let object = Object::new();
        Reflect::set(&object, &MESSAGE.into(), &to_bytes(&self.message)?.into())?;
        let transfer = enclose(&object, self.enclosed.as_ref())?;
        if let Some(generated) = &self.generated {
            let bytes = to_bytes(generated)?;
            Reflect::set(&object, &GENERATED.into(), &bytes)?;
            transfer.push(&bytes.buffer());
            if let ChunkReport::Customers(generated) = generated {
                let emails = BigUint64Array::from(generated.piece_report.emails.as_slice());
                Reflect::set(&object, &EMAILS.into(), &emails)?;
                transfer.push(&emails.buffer());
            }
        }
        Ok((object.into(), transfer))
    }

    /// From a message.
    pub(crate) fn unpack(object: &JsValue) -> Result<AnswerMessage, Garbled> {
        let take = |key: &str| Reflect::get(object, &key.into());
        let message = from_bytes(&take(MESSAGE)?)?;
        let bytes = take(GENERATED)?;
        let generated = if bytes.is_undefined() {
            None
        } else {
            let mut generated: ChunkReport = from_bytes(&bytes)?;
            if let ChunkReport::Customers(generated) = &mut generated {
                generated.piece_report.emails =
                    take(EMAILS)?.unchecked_into::<BigUint64Array>().to_vec();
            }
            Some(generated)
        };
        Ok(AnswerMessage { message, enclosed: enclosed(object)?, generated })
    }
}

/// As bytes, which cross at once and are read by little code.
fn to_bytes(value: &impl Serialize) -> Result<Uint8Array, Garbled> {
    Ok(Uint8Array::from(postcard::to_allocvec(value)?.as_slice()))
}

fn from_bytes<T: DeserializeOwned>(bytes: &JsValue) -> Result<T, Garbled> {
    Ok(postcard::from_bytes(&Uint8Array::new(bytes).to_vec())?)
}

/// Puts what goes with a message into it, and says what of that is to be transferred.
fn enclose(object: &Object, enclosed: Option<&JsValue>) -> Result<Array, Garbled> {
    let transfer = Array::new();
    if let Some(enclosed) = enclosed {
        Reflect::set(object, &ENCLOSED.into(), enclosed)?;
        if enclosed.is_instance_of::<ArrayBuffer>() {
            transfer.push(enclosed);
        }
    }
    Ok(transfer)
}

fn enclosed(object: &JsValue) -> Result<Option<JsValue>, Garbled> {
    let enclosed = Reflect::get(object, &ENCLOSED.into())?;
    Ok((!enclosed.is_undefined()).then_some(enclosed))
}
