//! A worker's file: opened, written piece by piece, closed, and looked at once more before it is
//! said to be whole.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    File, FileReaderSync, FileSystemFileHandle, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle, FileSystemWritableFileStream,
};

use segmint_page::protocol::{Access, FromWorker};

use super::answers::Answers;
use crate::dom::exception;
use crate::messages::AnswerMessage;

/// The file that this worker writes, if it writes one.
#[derive(Clone)]
pub(super) struct Writing {
    answers: Answers,
    output: Rc<RefCell<Option<Output>>>,
}

/// A file that is open.
struct Output {
    handle: FileSystemFileHandle,
    channel: Channel,
    /// How many bytes it was given.
    bytes: u64,
    /// The last of them.
    last: u8,
}

enum Channel {
    Stream(FileSystemWritableFileStream),
    InPlace(FileSystemSyncAccessHandle),
}

impl Writing {
    pub(super) fn new(answers: &Answers) -> Writing {
        Writing { answers: answers.clone(), output: Rc::default() }
    }

    /// Opens a file.
    pub(super) fn open(&self, handle: FileSystemFileHandle, access: Access) {
        let output = Rc::clone(&self.output);
        self.answer(async move {
            let channel = match access {
                Access::Stream => Channel::Stream(
                    JsFuture::from(handle.create_writable()).await?.unchecked_into(),
                ),
                Access::InPlace { room } => {
                    let file: FileSystemSyncAccessHandle =
                        JsFuture::from(handle.create_sync_access_handle()).await?.unchecked_into();
                    // Nobody else knows whether there is room: what browsers tell of their quota is
                    // rounded. A file that is not written to takes none of the disk.
                    file.truncate_with_f64(room)?;
                    file.truncate_with_f64(0.0)?;
                    Channel::InPlace(file)
                }
            };
            *output.borrow_mut() = Some(Output { handle, channel, bytes: 0, last: 0 });
            Ok(AnswerMessage::bare(FromWorker::Opened))
        });
    }

    /// Writes what a buffer begins with.
    pub(super) fn write(&self, buffer: ArrayBuffer, bytes: u32) {
        let written = match &mut *self.output.borrow_mut() {
            Some(output) => output.write(&buffer, bytes),
            None => Err("no file is open".into()),
        };
        self.answer(async move {
            if let Some(promise) = written? {
                JsFuture::from(promise).await?;
            }
            Ok(AnswerMessage::with(FromWorker::Written, buffer))
        });
    }

    /// Closes the file.
    pub(super) fn close(&self) {
        let output = self.output.borrow_mut().take();
        self.answer(async move {
            let output = output.ok_or("no file is open")?;
            Ok(AnswerMessage::with(FromWorker::Saved, output.close().await?))
        });
    }

    /// Says what comes of this, in its own time.
    fn answer(&self, work: impl Future<Output = Result<AnswerMessage, JsValue>> + 'static) {
        let answers = self.answers.clone();
        spawn_local(async move {
            let reply = work.await.unwrap_or_else(|error| {
                AnswerMessage::bare(FromWorker::Unwritable { message: exception(&error) })
            });
            answers.say(&reply);
        });
    }
}

impl Output {
    /// Writes; a stream says later whether it has.
    fn write(
        &mut self,
        buffer: &ArrayBuffer,
        bytes: u32,
    ) -> Result<Option<js_sys::Promise>, JsValue> {
        let view = Uint8Array::new_with_byte_offset_and_length(buffer, 0, bytes);
        let promise = match &self.channel {
            Channel::Stream(stream) => Some(stream.write_with_js_u8_array(&view)?),
            Channel::InPlace(handle) => {
                let place = FileSystemReadWriteOptions::new();
                place.set_at(self.bytes as f64);
                let written = handle.write_with_js_u8_array_and_options(&view, &place)?;
                if written < f64::from(bytes) {
                    return Err("the disk is full".into());
                }
                None
            }
        };
        self.bytes += u64::from(bytes);
        if bytes > 0 {
            self.last = view.get_index(bytes - 1);
        }
        Ok(promise)
    }

    /// Closes the file, and reads its size and its last byte: browsers have said of files that they
    /// were written that could not be read.
    async fn close(self) -> Result<File, JsValue> {
        match self.channel {
            Channel::Stream(stream) => {
                JsFuture::from(stream.close()).await?;
            }
            // Whether it is on the disk or on its way there is for the system to know.
            Channel::InPlace(handle) => handle.close(),
        }
        let file: File = JsFuture::from(self.handle.get_file()).await?.unchecked_into();
        if file.size() as u64 != self.bytes {
            return Err("it is not as long as what was written".into());
        }
        let end = file.size();
        let last = file.slice_with_f64_and_f64(end - 1.0, end)?;
        let last = FileReaderSync::new()?.read_as_array_buffer(&last)?;
        if Uint8Array::new(&last).to_vec() != [self.last] {
            return Err("it does not end as it was written".into());
        }
        Ok(file)
    }
}
