//! The bytes of a run that are kept in memory, and the buffers that are used again for the next: fresh
//! memory costs more than what is done in it. Nothing of workers, nothing of the page.

use js_sys::{ArrayBuffer, Uint8Array};

/// Of larger runs no more than this is kept, neither of the pieces nor of the whole.
const KEPT_BYTES: u32 = 1 << 24;

/// Buffers that are done with.
#[derive(Default)]
pub(super) struct Stock {
    pieces: Vec<ArrayBuffer>,
    whole: Option<ArrayBuffer>,
}

impl Stock {
    /// Takes back the buffer of a whole.
    pub(super) fn put_whole(&mut self, buffer: ArrayBuffer) {
        self.whole = (buffer.byte_length() <= KEPT_BYTES).then_some(buffer);
    }

    fn take_whole(&mut self, bytes: u32) -> ArrayBuffer {
        let kept = self.whole.take().filter(|kept| kept.byte_length() >= bytes);
        // Data sets differ in length: what is used again should be long enough for all.
        kept.unwrap_or_else(|| ArrayBuffer::new(bytes + bytes / 16))
    }
}

/// The pieces of a file, in order.
#[derive(Default)]
pub(super) struct Memory {
    parts: Vec<Uint8Array>,
    stock: Stock,
}

impl Memory {
    /// No pieces yet, and buffers for them.
    pub(super) fn new(stock: Stock) -> Memory {
        Memory { parts: Vec::new(), stock }
    }

    /// Takes the next piece: so many bytes at the beginning of a buffer.
    pub(super) fn take(&mut self, buffer: &ArrayBuffer, bytes: u32) {
        self.parts.push(Uint8Array::new_with_byte_offset_and_length(buffer, 0, bytes));
    }

    /// A buffer for a piece.
    pub(super) fn spare(&mut self) -> Option<ArrayBuffer> {
        self.stock.pieces.pop()
    }

    /// The pieces.
    pub(super) fn parts(&self) -> &[Uint8Array] {
        &self.parts
    }

    /// All pieces in one, at the beginning of a buffer, and how many bytes they are.
    pub(super) fn whole(&mut self) -> (ArrayBuffer, u32) {
        let bytes = self.parts.iter().map(Uint8Array::length).sum();
        let buffer = self.stock.take_whole(bytes);
        let whole = Uint8Array::new(&buffer);
        let mut at = 0;
        for part in &self.parts {
            whole.set(part, at);
            at += part.length();
        }
        (buffer, bytes)
    }

    /// Lets the pieces go, and keeps their buffers as far as they are worth it.
    pub(super) fn into_stock(self) -> Stock {
        let Memory { parts, mut stock } = self;
        let mut bytes = stock.pieces.iter().map(ArrayBuffer::byte_length).sum::<u32>();
        let buffers = parts.iter().map(Uint8Array::buffer).take_while(|buffer| {
            bytes += buffer.byte_length();
            bytes <= KEPT_BYTES
        });
        stock.pieces.extend(buffers);
        stock
    }
}
