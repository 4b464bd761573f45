//! Buffers that are done with and used again: fresh memory costs more than what is done in it.

use crate::browser::Browser;

/// Of larger runs no more than this is kept, neither of the pieces nor of the whole.
const KEPT_BYTES: u32 = 1 << 24;

/// Buffers that are done with.
pub struct BufferPool<B: Browser> {
    pieces: Vec<B::Buffer>,
    whole: Option<B::Buffer>,
}

impl<B: Browser> BufferPool<B> {
    /// Takes back the buffer of a whole.
    pub fn put_whole(&mut self, buffer: B::Buffer) {
        self.whole = (B::capacity(&buffer) <= KEPT_BYTES).then_some(buffer);
    }

    /// A buffer for a whole of about so many bytes.
    pub fn take_whole(&mut self, bytes: u32) -> B::Buffer {
        let kept = self.whole.take().filter(|kept| B::capacity(kept) >= bytes);
        // Data sets differ in length: what is used again should be long enough for all.
        kept.unwrap_or_else(|| B::allocate(bytes + bytes / 16))
    }

    /// Takes back the buffer of a piece, if it is worth it.
    pub fn put_piece(&mut self, buffer: B::Buffer) {
        let kept = self.pieces.iter().map(B::capacity).sum::<u32>();
        if kept + B::capacity(&buffer) <= KEPT_BYTES {
            self.pieces.push(buffer);
        }
    }

    /// A buffer for a piece, if one is there.
    pub fn take_piece(&mut self) -> Option<B::Buffer> {
        self.pieces.pop()
    }
}

impl<B: Browser> Default for BufferPool<B> {
    fn default() -> BufferPool<B> {
        BufferPool { pieces: Vec::new(), whole: None }
    }
}
