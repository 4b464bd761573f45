//! Where the bytes of a run go, piece by piece in the order of the file. What made them, and where
//! on disk a file lies, is for others.

use std::collections::VecDeque;

use js_sys::ArrayBuffer;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::File;

use super::dom::Trouble;
use super::hand::Hand;
use super::memory::Memory;
use super::place::Place;
use super::protocol::{Errand, Order, Parcel, Reply};

/// Where the bytes of a run go.
pub(super) enum Sink {
    /// Nowhere: what they showed is all that is wanted.
    Nothing,
    /// Into memory.
    Memory(Memory),
    /// Into a file.
    File(Box<Writer>),
}

impl Sink {
    /// Whether bytes are wanted at all.
    pub(super) fn wants_bytes(&self) -> bool {
        !matches!(self, Sink::Nothing)
    }

    /// Takes the next piece: so many bytes at the beginning of a buffer.
    pub(super) fn take(&mut self, buffer: ArrayBuffer, bytes: u32) -> Result<(), Trouble> {
        match self {
            Sink::Nothing => Ok(()),
            Sink::Memory(memory) => {
                memory.take(&buffer, bytes);
                Ok(())
            }
            Sink::File(writer) => writer.take(buffer, bytes),
        }
    }

    /// How many pieces it has taken that are not done with.
    pub(super) fn backlog(&self) -> usize {
        match self {
            Sink::File(writer) => writer.waiting.len() + writer.at_work,
            _ => 0,
        }
    }

    /// A buffer that is done with.
    pub(super) fn spare(&mut self) -> Option<ArrayBuffer> {
        match self {
            Sink::File(writer) => writer.spares.pop(),
            Sink::Memory(memory) => memory.spare(),
            Sink::Nothing => None,
        }
    }

    /// The worker that writes, if this is a file.
    pub(super) fn writer(&mut self) -> Option<&mut Writer> {
        match self {
            Sink::File(writer) => Some(writer),
            _ => None,
        }
    }
}

/// A worker that writes a file, as the page sees it.
pub(super) struct Writer {
    hand: Hand,
    place: Place,
    is_open: bool,
    /// What waits for the file to be open.
    waiting: VecDeque<Piece>,
    /// How many pieces the worker has and has not answered.
    at_work: usize,
    spares: Vec<ArrayBuffer>,
}

struct Piece {
    buffer: ArrayBuffer,
    bytes: u32,
}

impl Writer {
    /// Has this worker write a file at this place.
    pub(super) fn new(hand: Hand, place: Place) -> Writer {
        Writer {
            hand,
            place,
            is_open: false,
            waiting: VecDeque::new(),
            at_work: 0,
            spares: Vec::new(),
        }
    }

    /// The worker's number.
    pub(super) fn number(&self) -> u32 {
        self.hand.number
    }

    /// Hears the worker; a file that is closed and whole is what it is all for.
    pub(super) fn hear(
        &mut self,
        Parcel { reply, enclosed, .. }: Parcel,
    ) -> Result<Option<File>, Trouble> {
        match reply {
            Reply::Ready => {
                let order = Order::Open { access: self.place.access() };
                self.hand.give(&Errand::with(order, self.place.handle().clone()))?;
            }
            Reply::Opened => {
                self.is_open = true;
                while let Some(piece) = self.waiting.pop_front() {
                    self.write(piece)?;
                }
            }
            Reply::Written => {
                self.at_work -= 1;
                self.spares.extend(enclosed.map(JsCast::unchecked_into::<ArrayBuffer>));
            }
            Reply::Saved => {
                self.place.keep();
                return Ok(enclosed.and_then(|file| file.dyn_into().ok()));
            }
            Reply::Unwritable { message } | Reply::Failed { message } => {
                return Err(Trouble::Refused(format!("The file could not be written: {message}")));
            }
            _ => {}
        }
        Ok(None)
    }

    /// Closes the file; the worker says when it is whole.
    pub(super) fn close(&mut self) -> Result<(), Trouble> {
        self.hand.give(&Errand::bare(Order::Close))
    }

    /// Lets the worker go.
    pub(super) fn into_place(self) -> Place {
        self.place
    }

    fn take(&mut self, buffer: ArrayBuffer, bytes: u32) -> Result<(), Trouble> {
        let piece = Piece { buffer, bytes };
        if self.is_open {
            self.write(piece)
        } else {
            self.waiting.push_back(piece);
            Ok(())
        }
    }

    fn write(&mut self, Piece { buffer, bytes }: Piece) -> Result<(), Trouble> {
        self.at_work += 1;
        self.hand.give(&Errand::with(Order::Write { bytes }, JsValue::from(buffer)))
    }
}
