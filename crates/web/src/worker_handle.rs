//! One worker as the page sees it: started, written to, and stopped when it is let go.

use std::rc::Rc;

use js_sys::ArrayBuffer;
use segmint_page::browser::{Answer, Browser, Enclosed};
use segmint_page::session::Event;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ErrorEvent, File, MessageEvent, Worker};

use crate::dom::{Listener, Trouble};
use crate::messages::{AnswerMessage, TaskMessage};

// What `www/boot.js` has for the page, which starts workers before there is a page.
#[wasm_bindgen]
extern "C" {
    /// How many workers there are to be.
    #[wasm_bindgen(thread_local_v2, js_namespace = segmint, js_name = workers)]
    static WORKERS: u32;

    /// A worker that has what it needs to begin: one of the early ones, or a new one.
    #[wasm_bindgen(catch, js_namespace = segmint, js_name = takeWorker)]
    fn take_worker() -> Result<Worker, JsValue>;

    /// Dispatches again what this worker has said so far.
    #[wasm_bindgen(js_namespace = segmint, js_name = hearWorker)]
    fn hear_worker(worker: &Worker);
}

/// Why a worker is lost whose message cannot be read.
const UNREADABLE: &str = "a worker's message did not survive its way to the page";

/// As many workers as the machine has threads, within reason, or as many as the address asks for: `?workers=1`.
pub(crate) fn workers() -> u32 {
    WORKERS.with(|workers| *workers)
}

/// Tells a session what happened.
pub(crate) type TellSession<B> = Rc<dyn Fn(Event<B>)>;

/// One worker. Dropped, it stops at once.
pub(crate) struct WorkerHandle {
    worker: Worker,
    _listeners: [Listener; 3],
}

impl WorkerHandle {
    /// Starts a worker with this number. It says when it is ready, and hears nothing before.
    pub(crate) fn start<B>(number: u32, tell: &TellSession<B>) -> Result<WorkerHandle, Trouble>
    where
        B: Browser<Buffer = ArrayBuffer, Blob = Blob, File = File> + 'static,
    {
        let worker = take_worker()?;
        let hear = |read: fn(JsValue) -> Result<Answer<B>, String>| {
            let tell = Rc::clone(tell);
            move |event: web_sys::Event| {
                tell(match read(event.into()) {
                    Ok(answer) => Event::Heard(number, answer),
                    Err(why) => Event::Lost(number, why),
                });
            }
        };
        let listeners = [
            Listener::new(&worker, "message", hear(read_message))?,
            Listener::new(&worker, "messageerror", hear(|_| Err(UNREADABLE.to_owned())))?,
            Listener::new(&worker, "error", hear(|event| Err(read_error(event))))?,
        ];
        hear_worker(&worker);
        Ok(WorkerHandle { worker, _listeners: listeners })
    }

    /// Writes to the worker.
    pub(crate) fn post(&self, task: &TaskMessage) -> Result<(), Trouble> {
        let (message, transfer) = task.pack().map_err(JsValue::from)?;
        Ok(self.worker.post_message_with_transfer(&message, &transfer)?)
    }
}

impl Drop for WorkerHandle {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn read_message<B>(event: JsValue) -> Result<Answer<B>, String>
where
    B: Browser<Buffer = ArrayBuffer, Blob = Blob, File = File>,
{
    let AnswerMessage { message, enclosed, generated } =
        AnswerMessage::unpack(&event.unchecked_into::<MessageEvent>().data())
            .map_err(|garbled| format!("a worker's message was not understood: {garbled}"))?;
    Ok(Answer { message, enclosed: enclosed.and_then(read_enclosed), generated })
}

/// A file is a blob, too, and so it is looked for first.
fn read_enclosed<B>(enclosed: JsValue) -> Option<Enclosed<B>>
where
    B: Browser<Buffer = ArrayBuffer, Blob = Blob, File = File>,
{
    let enclosed = match enclosed.dyn_into::<File>() {
        Ok(file) => return Some(Enclosed::File(file)),
        Err(enclosed) => enclosed,
    };
    match enclosed.dyn_into::<Blob>() {
        Ok(blob) => Some(Enclosed::Blob(blob)),
        Err(enclosed) => enclosed.dyn_into().ok().map(Enclosed::Buffer),
    }
}

fn read_error(event: JsValue) -> String {
    let message = event.dyn_into::<ErrorEvent>().map(|event| event.message()).unwrap_or_default();
    if message.is_empty() { "a worker could not be started".to_owned() } else { message }
}
