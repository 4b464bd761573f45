//! What page and worker say to each other: one enum for each direction, and how they cross.
//! Nothing of the page's layout, nothing of the pool's order.

use js_sys::{Array, ArrayBuffer, BigUint64Array, Object, Reflect, Uint8Array};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::exception;
use super::packaging::Packaging;
use segmint::comparison::Verdict;
use segmint::customers::PartitionReport;
use segmint::customers::dirt::AnswerKey;
use segmint::plan::Rows;
use segmint::recipe::{Parameters, Recipe};
use segmint::validate::{Criteria, Report};

/// Page to worker. A recipe travels as the text of its link.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// Mint these rows and read them back. A buffer that is enclosed takes the bytes.
    Mint {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// The recipe.
        link: String,
        /// The rows.
        rows: Rows,
        /// The rows of the whole file.
        file: Rows,
        /// The form of the file.
        packaging: Packaging,
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
    /// Read the enclosed file, and report on it.
    Examine {
        /// The run that this is.
        run: u32,
        /// The recipe that the file is compared with, byte for byte, if there is one.
        link: Option<String>,
        /// What the file is held against.
        terms: Terms,
        /// Whether the fingerprint is wanted.
        fingerprint: bool,
    },
    /// Write the answer key of this recipe.
    Key {
        /// The run whose key it is.
        run: u32,
        /// The recipe.
        link: String,
        /// Its form.
        form: AnswerKey,
    },
    /// Take the fingerprint of the enclosed file.
    Fingerprint {
        /// The run that this is.
        run: u32,
    },
    /// Take the fingerprint of what the enclosed buffer begins with.
    Digest {
        /// The run that this belongs to.
        run: u32,
        /// How much of the buffer.
        bytes: u32,
    },
    /// Open the enclosed handle for a new file.
    Open {
        /// How to write to it.
        access: Access,
    },
    /// Write what the enclosed buffer begins with, behind what was written before.
    Write {
        /// How much of the buffer.
        bytes: u32,
    },
    /// Close the file, and see that it holds what was written.
    Close,
}

/// How a worker writes to a file.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Access {
    /// As a stream, which every handle has; what is not closed is no file.
    Stream,
    /// In place, which only files in the browser's own storage have: several times faster.
    InPlace {
        /// How many bytes there must be room for, or it is refused at once.
        room: f64,
    },
}

/// What a file is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Terms {
    /// Whose targets and ranges count.
    pub(super) against: Against,
    /// Whether the recipe's reference date is the file's, so that account dates have a window.
    pub(super) dated: bool,
    /// How far a segment's share may be off its target, per mille.
    pub(super) tolerance: u16,
}

/// Whose targets and ranges count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Against {
    /// Those of the defaults.
    Defaults,
    /// Those of the recipe in the form.
    Recipe,
}

/// How many examples of each rule are asked for: the download has them all.
const EXAMPLES: u32 = 100;

impl Terms {
    /// Whether these terms mean nothing without a recipe.
    pub(super) fn need_recipe(self) -> bool {
        self.dated || self.against == Against::Recipe
    }

    /// The criteria that these terms mean beside this recipe; nothing if they need one and there is
    /// none, or if the defaults would reach back beyond the calendar on its reference date.
    pub(super) fn criteria(self, recipe: Option<&Recipe>) -> Option<Criteria> {
        let criteria = match (self.against, self.dated) {
            (Against::Defaults, false) => Criteria::default(),
            (Against::Defaults, true) => {
                let Parameters { version, as_of, .. } = *recipe?.parameters();
                let defaults = Parameters::defaults(version, as_of);
                Criteria::of(Recipe::new(defaults).ok()?)
            }
            (Against::Recipe, dated) => Criteria { dated, ..Criteria::of(recipe?.clone()) },
        };
        Some(Criteria { tolerance: self.tolerance, examples: EXAMPLES, ..criteria })
    }
}

/// Worker to page.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The worker can take orders.
    Ready,
    /// A chunk has been minted; the enclosed buffer begins with its bytes if they were wanted.
    Minted {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// How many rows were minted.
        rows: u64,
        /// How many bytes of the file they are.
        bytes: u32,
    },
    /// The format of the file has no words for a row, which is no fault of the worker.
    Unsayable {
        /// The run that this belongs to.
        run: u32,
        /// What it has no words for.
        message: String,
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
    /// So much of a file has been read.
    Read {
        /// The run that this belongs to.
        run: u32,
        /// How many bytes so far.
        bytes: u64,
    },
    /// A file has been read to its end.
    Examined {
        /// The run that this was.
        run: u32,
        /// What was found out.
        report: Box<Report>,
        /// How the file compares with the recipe's data set, if there is a recipe.
        verdict: Option<Verdict>,
        /// The fingerprint, if it was wanted.
        sha256: Option<String>,
    },
    /// An answer key, which is enclosed as a blob.
    Keyed {
        /// The run whose key it is.
        run: u32,
        /// Its form.
        form: AnswerKey,
    },
    /// The fingerprint of a file is known; if it was in a buffer, that is enclosed and free.
    Fingerprinted {
        /// The run that this was.
        run: u32,
        /// 64 hexadecimal digits.
        sha256: String,
    },
    /// A file could not be read to its end, which is no fault of the worker.
    Unreadable {
        /// The run that this was.
        run: u32,
        /// Why, for people.
        message: String,
    },
    /// A file is open.
    Opened,
    /// A piece has been written; its buffer is enclosed and free.
    Written,
    /// The file is closed and holds what was written; it is enclosed.
    Saved,
    /// The file could not be opened, written or closed, which is no fault of the worker.
    Unwritable {
        /// Why, for people.
        message: String,
    },
    /// The worker could not do as told.
    Failed {
        /// Why.
        message: String,
    },
}

/// A message could not be written or understood: page and worker are out of step.
#[derive(Debug, Error)]
pub(super) enum Garbled {
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

const ORDER: &str = "order";
const REPLY: &str = "reply";
const ENCLOSED: &str = "enclosed";
const MINTED: &str = "minted";
const EMAILS: &str = "emails";

/// An order, and what is not for bytes: a buffer, a file or a handle, as the order says.
pub(super) struct Errand {
    /// The order.
    pub(super) order: Order,
    /// What goes with it. A buffer changes hands without a copy.
    pub(super) enclosed: Option<JsValue>,
}

impl Errand {
    /// An order with nothing beside it.
    pub(super) fn bare(order: Order) -> Errand {
        Errand { order, enclosed: None }
    }

    /// An order with this beside it.
    pub(super) fn with(order: Order, enclosed: impl Into<JsValue>) -> Errand {
        Errand { order, enclosed: Some(enclosed.into()) }
    }

    /// As a message, and the buffers to transfer with it.
    pub(super) fn pack(&self) -> Result<(JsValue, Array), Garbled> {
        let message = Object::new();
        Reflect::set(&message, &ORDER.into(), &to_bytes(&self.order)?.into())?;
        let transfer = enclose(&message, self.enclosed.as_ref())?;
        Ok((message.into(), transfer))
    }

    /// From a message.
    pub(super) fn unpack(message: &JsValue) -> Result<Errand, Garbled> {
        let order = from_bytes(&Reflect::get(message, &ORDER.into())?)?;
        Ok(Errand { order, enclosed: enclosed(message)? })
    }
}

/// A reply, and what is not for its bytes.
pub(super) struct Parcel {
    /// The reply.
    pub(super) reply: Reply,
    /// What goes with it. A buffer changes hands without a copy.
    pub(super) enclosed: Option<JsValue>,
    /// What is known of minted rows.
    pub(super) minted: Option<Box<PartitionReport>>,
}

impl Parcel {
    /// A reply with nothing beside it.
    pub(super) fn bare(reply: Reply) -> Parcel {
        Parcel { reply, enclosed: None, minted: None }
    }

    /// A reply with this beside it.
    pub(super) fn with(reply: Reply, enclosed: impl Into<JsValue>) -> Parcel {
        Parcel { enclosed: Some(enclosed.into()), ..Parcel::bare(reply) }
    }

    /// As a message, and the buffers to transfer with it.
    pub(super) fn pack(&self) -> Result<(JsValue, Array), Garbled> {
        let message = Object::new();
        Reflect::set(&message, &REPLY.into(), &to_bytes(&self.reply)?.into())?;
        let transfer = enclose(&message, self.enclosed.as_ref())?;
        if let Some(minted) = &self.minted {
            let bytes = to_bytes(minted)?;
            let emails = BigUint64Array::from(minted.examination.emails.as_slice());
            Reflect::set(&message, &MINTED.into(), &bytes)?;
            Reflect::set(&message, &EMAILS.into(), &emails)?;
            transfer.push(&bytes.buffer());
            transfer.push(&emails.buffer());
        }
        Ok((message.into(), transfer))
    }

    /// From a message.
    pub(super) fn unpack(message: &JsValue) -> Result<Parcel, Garbled> {
        let take = |key: &str| Reflect::get(message, &key.into());
        let reply = from_bytes(&take(REPLY)?)?;
        let bytes = take(MINTED)?;
        let minted = if bytes.is_undefined() {
            None
        } else {
            let mut minted: Box<PartitionReport> = from_bytes(&bytes)?;
            minted.examination.emails = take(EMAILS)?.unchecked_into::<BigUint64Array>().to_vec();
            Some(minted)
        };
        Ok(Parcel { reply, enclosed: enclosed(message)?, minted })
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
fn enclose(message: &Object, enclosed: Option<&JsValue>) -> Result<Array, Garbled> {
    let transfer = Array::new();
    if let Some(enclosed) = enclosed {
        Reflect::set(message, &ENCLOSED.into(), enclosed)?;
        if enclosed.is_instance_of::<ArrayBuffer>() {
            transfer.push(enclosed);
        }
    }
    Ok(transfer)
}

fn enclosed(message: &JsValue) -> Result<Option<JsValue>, Garbled> {
    let enclosed = Reflect::get(message, &ENCLOSED.into())?;
    Ok((!enclosed.is_undefined()).then_some(enclosed))
}

/// What a worker needs to begin: the page's glue and its compiled module.
pub(super) fn boot_message(glue: &str, module: &JsValue) -> Result<Object, JsValue> {
    let message = Object::new();
    Reflect::set(&message, &"glue".into(), &glue.into())?;
    Reflect::set(&message, &"module".into(), module)?;
    Ok(message)
}
