//! What page and worker say to each other: one enum for each direction, and how they cross.
//! Nothing of the page's layout, nothing of the pool's order.

use js_sys::{Array, BigUint64Array, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use crate::comparison::Verdict;
use crate::plan::Rows;
use crate::recipe::{Parameters, Recipe};
use crate::validate::{Criteria, Examination, Report};

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
    /// Read the file that travels beside the message, and report on it.
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
                let defaults = Parameters::defaults(recipe?.parameters().as_of);
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
    /// A file could not be read to its end, which is no fault of the worker.
    Unreadable {
        /// The run that this was.
        run: u32,
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
pub(super) type Garbled = serde_wasm_bindgen::Error;

/// Whole numbers of 64 bits cross as `BigInt`, which does not round them.
const SERIALIZER: Serializer = Serializer::new().serialize_large_number_types_as_bigints(true);

const ORDER: &str = "order";
const FILE: &str = "file";
const REPLY: &str = "reply";
const CSV: &str = "csv";
const EMAILS: &str = "emails";

/// An order with what is not for serde: a file of the reader's, which crosses as a handle.
pub(super) struct Errand {
    /// The order.
    pub(super) order: Order,
    /// The file that is to be examined.
    pub(super) file: Option<File>,
}

impl Errand {
    /// An order with nothing beside it.
    pub(super) fn bare(order: Order) -> Errand {
        Errand { order, file: None }
    }

    /// As a message.
    pub(super) fn pack(&self) -> Result<JsValue, Garbled> {
        let message = Object::new();
        Reflect::set(&message, &ORDER.into(), &self.order.serialize(&SERIALIZER)?)?;
        if let Some(file) = &self.file {
            Reflect::set(&message, &FILE.into(), file)?;
        }
        Ok(message.into())
    }

    /// From a message.
    pub(super) fn unpack(message: &JsValue) -> Result<Errand, Garbled> {
        let take = |key: &str| Reflect::get(message, &key.into());
        let order = serde_wasm_bindgen::from_value(take(ORDER)?)?;
        Ok(Errand { order, file: take(FILE)?.dyn_into().ok() })
    }
}

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
