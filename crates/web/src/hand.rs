//! One worker as the page sees it: started, written to, and stopped when it is let go.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker};

use super::dom::{Listener, Trouble};
use super::protocol::{self, Errand, Parcel};

#[wasm_bindgen]
extern "C" {
    /// The address of the glue that this module was started with.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: String;
}

/// What starts a worker, before it has the module.
const BOOT: &str = include_str!("../../../www/worker.js");

/// What a worker said, or that it can say no more.
pub(super) enum Letter {
    /// A reply.
    Parcel(Box<Parcel>),
    /// The worker is lost, and why.
    Lost(String),
}

/// Takes letters, each with the number of the worker that it is from.
pub(super) type LetterBox = Rc<dyn Fn(u32, Letter)>;

/// Where workers come from.
pub(super) struct Agency {
    letters: LetterBox,
    /// The address of the boot script, good for as long as the page lives.
    boot: String,
    hired: u32,
}

impl Agency {
    /// Workers from here write to this letter box.
    pub(super) fn open(letters: LetterBox) -> Result<Agency, Trouble> {
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let boot = Blob::new_with_str_sequence_and_options(&Array::of1(&BOOT.into()), &kind)?;
        let boot = Url::create_object_url_with_blob(&boot)?;
        Ok(Agency { letters, boot, hired: 0 })
    }

    /// Starts a worker. It says when it is ready, and hears nothing before.
    pub(super) fn hire(&mut self) -> Result<Hand, Trouble> {
        self.hired += 1;
        Hand::start(self.hired, &self.boot, &self.letters)
    }
}

/// One worker. Dropped, it stops at once.
pub(super) struct Hand {
    /// No other worker of this page has or had this number.
    pub(super) number: u32,
    worker: Worker,
    _listeners: [Listener; 3],
}

impl Hand {
    fn start(number: u32, boot: &str, letters: &LetterBox) -> Result<Hand, Trouble> {
        let worker = Worker::new(boot)?;
        let post = |read: fn(JsValue) -> Letter| {
            let letters = Rc::clone(letters);
            move |event: web_sys::Event| letters(number, read(event.into()))
        };
        let listeners = [
            Listener::new(&worker, "message", post(read_message))?,
            Listener::new(
                &worker,
                "messageerror",
                post(|_| {
                    Letter::Lost(
                        "a worker's message did not survive its way to the page".to_owned(),
                    )
                }),
            )?,
            Listener::new(&worker, "error", post(read_error))?,
        ];
        let message = GLUE.with(|glue| protocol::boot_message(glue, &wasm_bindgen::module()))?;
        worker.post_message(&message)?;
        Ok(Hand { number, worker, _listeners: listeners })
    }

    /// Writes to the worker.
    pub(super) fn give(&self, errand: &Errand) -> Result<(), Trouble> {
        let (message, transfer) = errand.pack().map_err(JsValue::from)?;
        Ok(self.worker.post_message_with_transfer(&message, &transfer)?)
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn read_message(event: JsValue) -> Letter {
    match Parcel::unpack(&event.unchecked_into::<MessageEvent>().data()) {
        Ok(parcel) => Letter::Parcel(Box::new(parcel)),
        Err(garbled) => Letter::Lost(format!("a worker's message was not understood: {garbled}")),
    }
}

fn read_error(event: JsValue) -> Letter {
    let message = event.dyn_into::<ErrorEvent>().map(|event| event.message()).unwrap_or_default();
    Letter::Lost(if message.is_empty() {
        "a worker could not be started".to_owned()
    } else {
        message
    })
}
