//! What page and worker say to each other: one enum for each direction. How they cross, and what goes beside them,
//! is for others.

use segmint::comparison::Verdict;
use segmint::customers::dirt::AnswerKey;
use segmint::plan::Rows;
use segmint::validate::{FileForm, Judged};
use serde::{Deserialize, Serialize};

use crate::answer_key::KeyEntry;
use crate::check::Terms;
use crate::output_format::OutputFormat;
use crate::row_finder::{Found, Part, Place};
use crate::shown_rows::RowFault;

/// Page to worker. A data set travels as the text of its link, which names the table, too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Generate the rows of these customers and read them back. A buffer that is enclosed takes the bytes.
    Generate {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// The data set.
        link: String,
        /// The customers.
        rows: Rows,
        /// The customers of the whole file.
        file: Rows,
        /// The form of the file.
        format: OutputFormat,
        /// Whether the bytes are wanted, or only what they showed.
        keep: bool,
    },
    /// Write the rows of these customers for a reader's eye.
    Show {
        /// The data set.
        link: String,
        /// The customers.
        rows: Rows,
    },
    /// Look through a part of the rows for those that a filter takes.
    Find {
        /// The data set.
        link: String,
        /// The filter.
        filter: String,
        /// The part.
        part: Part,
    },
    /// Read the enclosed file, and report on it.
    Check {
        /// The run that this is.
        run: u32,
        /// The recipe that the file is compared with, byte for byte, if there is one.
        link: Option<String>,
        /// What the file is held against.
        terms: Terms,
        /// Whether the fingerprint is wanted.
        fingerprint: bool,
    },
    /// Write the answer key of this data set.
    AnswerKey {
        /// The run whose key it is.
        run: u32,
        /// The data set.
        link: String,
        /// Its form.
        form: AnswerKey,
    },
    /// Find the first faults of this data set.
    FirstFaults {
        /// The run whose faults they are.
        run: u32,
        /// The data set.
        link: String,
    },
    /// Take the fingerprint of the enclosed file.
    HashFile {
        /// The run that this is.
        run: u32,
    },
    /// Take the fingerprint of what the enclosed buffer begins with.
    HashBuffer {
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
pub enum Access {
    /// As a stream, which every handle has; what is not closed is no file.
    Stream,
    /// In place, which only files in the browser's own storage have: several times faster.
    InPlace {
        /// How many bytes there must be room for, or it is refused at once.
        room: f64,
    },
}

/// Worker to page.
#[derive(Debug, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker can take orders.
    Ready,
    /// A chunk has been generated; the enclosed buffer begins with its bytes if they were wanted.
    Generated {
        /// The run that this belongs to.
        run: u32,
        /// Which chunk of the run this is, from 0.
        chunk: u32,
        /// Of how many customers.
        customers: u64,
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
        /// The data set.
        link: String,
        /// The customers.
        rows: Rows,
        /// Their lines.
        csv: String,
        /// The faults in them.
        faults: Vec<RowFault>,
    },
    /// A part of the rows has been looked through.
    Found {
        /// The data set.
        link: String,
        /// The filter.
        filter: String,
        /// Where the part began.
        from: Place,
        /// What came of it.
        found: Found,
    },
    /// So much of a file has been read.
    Read {
        /// The run that this belongs to.
        run: u32,
        /// How many bytes so far.
        bytes: u64,
    },
    /// A file has been read to its end.
    Checked {
        /// The run that this was.
        run: u32,
        /// What was found out.
        judged: Judged,
        /// In what form it came.
        form: FileForm,
        /// How the file compares with the recipe's data set, if there is a recipe.
        verdict: Option<Verdict>,
        /// The fingerprint, if it was wanted.
        sha256: Option<String>,
    },
    /// An answer key, which is enclosed as a blob.
    AnswerKey {
        /// The run whose key it is.
        run: u32,
        /// Its form.
        form: AnswerKey,
    },
    /// The first faults of a data set.
    FirstFaults {
        /// The run whose faults they are.
        run: u32,
        /// The faults, from the top of the file down.
        entries: Vec<KeyEntry>,
    },
    /// The fingerprint of a file is known; if it was in a buffer, that is enclosed and free.
    Hashed {
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

impl FromWorker {
    /// Whether this is what comes of an order, and the worker is ready for the next.
    #[must_use]
    pub fn ends_order(&self) -> bool {
        match self {
            FromWorker::Generated { .. }
            | FromWorker::Unsayable { .. }
            | FromWorker::Shown { .. }
            | FromWorker::Found { .. }
            | FromWorker::Checked { .. }
            | FromWorker::AnswerKey { .. }
            | FromWorker::FirstFaults { .. }
            | FromWorker::Hashed { .. }
            | FromWorker::Unreadable { .. } => true,
            FromWorker::Ready
            | FromWorker::Read { .. }
            | FromWorker::Opened
            | FromWorker::Written
            | FromWorker::Saved
            | FromWorker::Unwritable { .. }
            | FromWorker::Failed { .. } => false,
        }
    }
}
