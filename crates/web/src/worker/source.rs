//! A file of the reader's as a stream of bytes, for a worker: a slice at a time, so that memory does
//! not grow with the file. Nothing of what the bytes mean.

use std::io::{self, Read};

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{File, FileReaderSync, MessageChannel, MessagePort};

/// How many bytes are asked of the browser at a time: enough that asking costs nothing.
const SLICE_BYTES: f64 = 4_194_304.0;

/// A file as a stream. Whatever is read of it is shown to `witness` first.
pub(super) struct Source<W> {
    file: File,
    reader: FileReaderSync,
    drain: Drain,
    /// Where the next slice begins.
    at: f64,
    slice: Vec<u8>,
    /// How much of the slice has been handed out.
    used: usize,
    witness: W,
}

impl<W: FnMut(&[u8])> Source<W> {
    /// The file from its beginning.
    pub(super) fn open(file: File, witness: W) -> io::Result<Source<W>> {
        let reader = FileReaderSync::new().map_err(|error| refused(&error))?;
        let drain = Drain::open().map_err(|error| refused(&error))?;
        Ok(Source { file, reader, drain, at: 0.0, slice: Vec::new(), used: 0, witness })
    }

    /// Takes the next slice in place of the last; an empty one at the end of the file.
    fn next_slice(&mut self) -> io::Result<()> {
        let end = (self.at + SLICE_BYTES).min(self.file.size());
        let bytes = self
            .file
            .slice_with_f64_and_f64(self.at, end)
            .and_then(|slice| self.reader.read_as_array_buffer(&slice))
            .map_err(|error| refused(&error))?;
        let view = Uint8Array::new(&bytes);
        self.slice.resize(view.length() as usize, 0);
        view.copy_to(&mut self.slice);
        self.drain.take(&bytes);
        self.used = 0;
        self.at = end;
        (self.witness)(&self.slice);
        Ok(())
    }
}

impl<W: FnMut(&[u8])> Read for Source<W> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.used == self.slice.len() && self.at < self.file.size() {
            self.next_slice()?;
        }
        let waiting = &self.slice[self.used..];
        let len = waiting.len().min(room.len());
        room[..len].copy_from_slice(&waiting[..len]);
        self.used += len;
        Ok(len)
    }
}

/// Gives buffers' memory back at once. In its own time a browser would let hundreds of megabytes of
/// slices pile up; what is posted to nobody is freed with the message.
struct Drain {
    port: MessagePort,
}

impl Drain {
    fn open() -> Result<Drain, JsValue> {
        let channel = MessageChannel::new()?;
        channel.port2().close();
        Ok(Drain { port: channel.port1() })
    }

    fn take(&self, buffer: &JsValue) {
        // A buffer that stays is a matter of memory only.
        let _ = self.port.post_message_with_transferable(&JsValue::NULL, &Array::of1(buffer));
    }
}

/// What hinders the browser, told by the name of its exception.
fn refused(error: &JsValue) -> io::Error {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    io::Error::other(match name.as_deref() {
        Some("NotFoundError") => "it is no longer there, or it is a folder".to_owned(),
        Some("NotReadableError") => "it has been changed, moved or locked since it was chosen, it \
            is a folder, or this browser may not read it"
            .to_owned(),
        Some("NotAllowedError" | "SecurityError") => "this browser may not read it".to_owned(),
        Some(name) => name.to_owned(),
        None => format!("{error:?}"),
    })
}
