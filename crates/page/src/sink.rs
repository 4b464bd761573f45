//! Where the bytes of a run go, piece by piece in the order of the file: nowhere, into memory, or through a worker of
//! their own into a file. What made them is for others.

use std::collections::VecDeque;

use crate::browser::{Answer, Browser, Enclosed, Piece, Task};
use crate::buffer_pool::BufferPool;
use crate::protocol::{FromWorker, ToWorker};
use crate::refusal::Refusal;

/// Where the bytes of a run go.
pub enum Sink<B: Browser> {
    /// Nowhere: what they showed is all that is wanted.
    Nothing,
    /// Into memory.
    Memory(Memory<B>),
    /// Into a file.
    File(Box<FileWriter<B>>),
}

impl<B: Browser> Sink<B> {
    /// Whether bytes are wanted at all.
    #[must_use]
    pub fn wants_bytes(&self) -> bool {
        !matches!(self, Sink::Nothing)
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// If the worker that writes cannot be written to.
    pub fn take(&mut self, piece: Piece<B::Buffer>, browser: &mut B) -> Result<(), Refusal> {
        match self {
            Sink::Nothing => Ok(()),
            Sink::Memory(memory) => {
                memory.take(piece);
                Ok(())
            }
            Sink::File(writer) => writer.take(piece, browser),
        }
    }

    /// How many pieces it has taken that are not done with.
    #[must_use]
    pub fn backlog(&self) -> usize {
        match self {
            Sink::File(writer) => writer.waiting.len() + writer.at_work,
            _ => 0,
        }
    }

    /// A buffer that is done with.
    pub fn spare(&mut self) -> Option<B::Buffer> {
        match self {
            Sink::File(writer) => writer.spares.pop(),
            Sink::Memory(memory) => memory.buffers.take_piece(),
            Sink::Nothing => None,
        }
    }

    /// The worker that writes, if this is a file.
    pub fn writer(&mut self) -> Option<&mut FileWriter<B>> {
        match self {
            Sink::File(writer) => Some(writer),
            _ => None,
        }
    }
}

/// A file in memory: one buffer, into which each piece is copied as it comes, so that its own is free for the next.
pub struct Memory<B: Browser> {
    whole: Piece<B::Buffer>,
    buffers: BufferPool<B>,
}

impl<B: Browser> Memory<B> {
    /// Nothing yet of a file of about so many bytes, and buffers for its pieces.
    #[must_use]
    pub fn new(mut buffers: BufferPool<B>, about: u32) -> Memory<B> {
        let buffer = buffers.take_whole(about);
        Memory { whole: Piece { buffer, bytes: 0 }, buffers }
    }

    fn take(&mut self, piece: Piece<B::Buffer>) {
        let at = self.whole.bytes;
        let bytes = at.saturating_add(piece.bytes);
        if bytes > B::capacity(&self.whole.buffer) {
            // Twice as large, so that this is seldom.
            let mut larger = B::allocate(bytes.saturating_mul(2));
            B::copy(&self.whole, &mut larger, 0);
            self.whole.buffer = larger;
        }
        B::copy(&piece, &mut self.whole.buffer, at);
        self.whole.bytes = bytes;
        self.buffers.put_piece(piece.buffer);
    }

    /// The file, at the beginning of a buffer, and the buffers of its pieces.
    #[must_use]
    pub fn into_whole(self) -> (Piece<B::Buffer>, BufferPool<B>) {
        (self.whole, self.buffers)
    }

    /// Lets the file go, and keeps the buffers as far as they are worth it.
    #[must_use]
    pub fn into_buffers(self) -> BufferPool<B> {
        let Memory { whole, mut buffers } = self;
        buffers.put_whole(whole.buffer);
        buffers
    }
}

/// A worker that writes a file, as the page sees it.
pub struct FileWriter<B: Browser> {
    number: u32,
    worker: B::Worker,
    file: B::SaveFile,
    is_open: bool,
    /// What waits for the file to be open.
    waiting: VecDeque<Piece<B::Buffer>>,
    /// How many pieces the worker has and has not answered.
    at_work: usize,
    spares: Vec<B::Buffer>,
}

impl<B: Browser> FileWriter<B> {
    /// Has this worker write this file.
    #[must_use]
    pub fn new(number: u32, worker: B::Worker, file: B::SaveFile) -> FileWriter<B> {
        FileWriter {
            number,
            worker,
            file,
            is_open: false,
            waiting: VecDeque::new(),
            at_work: 0,
            spares: Vec::new(),
        }
    }

    /// The worker's number.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Hears the worker; a file that is closed and whole is what it is all for.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn hear(&mut self, answer: Answer<B>, browser: &mut B) -> Result<Option<B::File>, Refusal> {
        match (answer.message, answer.enclosed) {
            (FromWorker::Ready, _) => {
                let message = ToWorker::Open { access: B::access(&self.file) };
                let enclosed = Some(Enclosed::Handle(B::handle(&self.file)));
                browser.post(&self.worker, Task { message, enclosed })?;
            }
            (FromWorker::Opened, _) => {
                self.is_open = true;
                while let Some(piece) = self.waiting.pop_front() {
                    self.write(piece, browser)?;
                }
            }
            (FromWorker::Written, enclosed) => {
                self.at_work = self.at_work.saturating_sub(1);
                if let Some(Enclosed::Buffer(buffer)) = enclosed {
                    self.spares.push(buffer);
                }
            }
            (FromWorker::Saved, Some(Enclosed::File(file))) => {
                B::keep(&mut self.file);
                return Ok(Some(file));
            }
            (FromWorker::Saved, _) => {
                return Err(Refusal("The file was saved, but did not come back.".to_owned()));
            }
            (FromWorker::Unwritable { message } | FromWorker::Failed { message }, _) => {
                return Err(Refusal(format!("The file could not be written: {message}")));
            }
            _ => {}
        }
        Ok(None)
    }

    /// Closes the file; the worker says when it is whole.
    ///
    /// # Errors
    /// If the worker cannot be written to.
    pub fn close(&mut self, browser: &mut B) -> Result<(), Refusal> {
        browser.post(&self.worker, Task { message: ToWorker::Close, enclosed: None })
    }

    /// Lets the worker go.
    #[must_use]
    pub fn into_file(self) -> B::SaveFile {
        self.file
    }

    fn take(&mut self, piece: Piece<B::Buffer>, browser: &mut B) -> Result<(), Refusal> {
        if self.is_open {
            self.write(piece, browser)
        } else {
            self.waiting.push_back(piece);
            Ok(())
        }
    }

    fn write(&mut self, piece: Piece<B::Buffer>, browser: &mut B) -> Result<(), Refusal> {
        self.at_work += 1;
        let Piece { buffer, bytes } = piece;
        let enclosed = Some(Enclosed::Buffer(buffer));
        browser.post(&self.worker, Task { message: ToWorker::Write { bytes }, enclosed })
    }
}
