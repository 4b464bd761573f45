//! The workers: hired at the start, kept warm, each with little to do at a time. Which orders
//! there are, and what replies mean, is for others to know.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Window, Worker};

use super::dom::{Listener, Trouble};
use super::protocol::{self, Errand, Order, Parcel};

#[wasm_bindgen]
extern "C" {
    /// The address of the glue that this module was started with.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static GLUE: String;
}

/// What starts a worker, before it has the module.
const BOOT: &str = include_str!("../../www/worker.js");

/// More workers than this are not faster: the page itself becomes the bound.
const MOST_WORKERS: u32 = 8;

/// One order at work and one in the letter box, so that no worker waits for the page.
const MOST_ORDERS: u32 = 2;

/// What a worker said, or that it can say no more.
pub(super) enum Letter {
    /// A reply.
    Parcel(Box<Parcel>),
    /// The worker is lost, and why.
    Lost(String),
}

/// Takes letters, each with the number of the worker that it is from.
pub(super) type LetterBox = Rc<dyn Fn(u32, Letter)>;

/// The workers.
pub(super) struct Pool {
    hands: Vec<Hand>,
    letters: LetterBox,
    /// The address of the boot script, good for as long as the page lives.
    boot: String,
    hired: u32,
}

/// One worker, and how much it has to do. Dropped, it stops at once.
struct Hand {
    number: u32,
    worker: Worker,
    ready: bool,
    orders: u32,
    _listeners: [Listener; 3],
}

impl Pool {
    /// Hires as many workers as the machine has cores, within reason.
    pub(super) fn hire(window: &Window, letters: LetterBox) -> Result<Pool, Trouble> {
        let cores = window.navigator().hardware_concurrency() as u32;
        let kind = BlobPropertyBag::new();
        kind.set_type("text/javascript");
        let boot = Blob::new_with_str_sequence_and_options(&Array::of1(&BOOT.into()), &kind)?;
        let boot = Url::create_object_url_with_blob(&boot)?;
        let mut pool = Pool { hands: Vec::new(), letters, boot, hired: 0 };
        for _ in 0..cores.clamp(1, MOST_WORKERS) {
            pool.hire_one()?;
        }
        Ok(pool)
    }

    /// How many workers there are.
    pub(super) fn size(&self) -> usize {
        self.hands.len()
    }

    fn hire_one(&mut self) -> Result<(), Trouble> {
        self.hired += 1;
        self.hands.push(Hand::hire(self.hired, &self.boot, &self.letters)?);
        Ok(())
    }

    /// Notes that a worker has said that it can take orders.
    pub(super) fn welcome(&mut self, number: u32) {
        if let Some(hand) = self.hand(number) {
            hand.ready = true;
        }
    }

    /// Notes that a worker has carried out an order.
    pub(super) fn credit(&mut self, number: u32) {
        if let Some(hand) = self.hand(number) {
            hand.orders = hand.orders.saturating_sub(1);
        }
    }

    /// Lets a worker go that is lost, or that is to stop at once, for it reads no mail while it
    /// works. One that had worked is replaced; one that never could would fail again.
    pub(super) fn let_go(&mut self, number: u32) -> Result<(), Trouble> {
        let Some(place) = self.hands.iter().position(|hand| hand.number == number) else {
            return Ok(());
        };
        if self.hands.swap_remove(place).ready { self.hire_one() } else { Ok(()) }
    }

    /// Gives an errand that should not wait to the worker with the least to do, and says which
    /// that is; nothing when no worker is ready.
    pub(super) fn give_urgent(&mut self, errand: &Errand) -> Result<Option<u32>, Trouble> {
        let ready = self.hands.iter_mut().filter(|hand| hand.ready);
        let idlest = ready.min_by_key(|hand| hand.orders);
        idlest.map(|hand| hand.give(errand).map(|()| hand.number)).transpose()
    }

    /// Gives orders as long as there are any and a worker has room for one.
    pub(super) fn give(&mut self, orders: &mut impl Iterator<Item = Order>) -> Result<(), Trouble> {
        let room = |hand: &&mut Hand| hand.ready && hand.orders < MOST_ORDERS;
        while let Some(hand) = self.hands.iter_mut().filter(room).min_by_key(|hand| hand.orders) {
            match orders.next() {
                Some(order) => hand.give(&Errand::bare(order))?,
                None => break,
            }
        }
        Ok(())
    }

    fn hand(&mut self, number: u32) -> Option<&mut Hand> {
        self.hands.iter_mut().find(|hand| hand.number == number)
    }
}

impl Hand {
    fn hire(number: u32, boot: &str, letters: &LetterBox) -> Result<Hand, Trouble> {
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
        Ok(Hand { number, worker, ready: false, orders: 0, _listeners: listeners })
    }

    fn give(&mut self, errand: &Errand) -> Result<(), Trouble> {
        self.worker.post_message(&errand.pack().map_err(JsValue::from)?)?;
        self.orders += 1;
        Ok(())
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
