//! The other end of the pool: mints what it is told to and reads it back. Nothing of the page.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::protocol::{Order, Parcel, Reply};
use crate::link::Link;
use crate::mint::Mint;
use crate::plan::Rows;

/// Takes orders from now on, and says so.
pub(super) fn open(scope: &DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(|panic| {
        // What is not Send cannot be captured, but the scope is always at hand.
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            send(&scope, &Parcel::bare(Reply::Failed { message: panic.to_string() }));
        }
    }));
    let bench = RefCell::new(Bench::default());
    let post = scope.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let parcel = match Order::unpack(event.data()) {
            Ok(order) => bench.borrow_mut().carry_out(order),
            Err(garbled) => Err(garbled.to_string()),
        };
        let parcel = parcel.unwrap_or_else(|message| Parcel::bare(Reply::Failed { message }));
        send(&post, &parcel);
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    listen.forget();
    send(scope, &Parcel::bare(Reply::Ready));
}

fn send(scope: &DedicatedWorkerGlobalScope, parcel: &Parcel) {
    let sent = parcel
        .pack()
        .map_err(JsValue::from)
        .and_then(|(message, transfer)| scope.post_message_with_transfer(&message, &transfer));
    if let Err(error) = sent {
        wasm_bindgen::throw_val(error);
    }
}

/// What a worker keeps between orders: the mint of the latest recipe, and its buffer.
#[derive(Default)]
struct Bench {
    mint: Option<(String, Mint)>,
    csv: Vec<u8>,
}

impl Bench {
    fn carry_out(&mut self, order: Order) -> Result<Parcel, String> {
        match order {
            Order::Mint { run, chunk, link, rows, keep } => {
                let (mint, csv) = self.set_up(link)?;
                let examination = Box::new(mint.mint(rows, csv));
                let bytes = csv.len() as u32;
                let csv = keep.then(|| Uint8Array::from(csv.as_slice()));
                let rows = rows.count();
                Ok(Parcel { reply: Reply::Minted { run, chunk, rows, bytes, examination }, csv })
            }
            Order::Show { link, rows } => self.show(link, rows),
        }
    }

    fn show(&mut self, link: String, rows: Rows) -> Result<Parcel, String> {
        let (mint, csv) = self.set_up(link.clone())?;
        mint.write(rows, csv);
        let csv = String::from_utf8_lossy(csv).into_owned();
        Ok(Parcel::bare(Reply::Shown { link, rows, csv }))
    }

    /// The mint for this recipe, made anew only when the recipe changes, and the buffer.
    fn set_up(&mut self, link: String) -> Result<(&mut Mint, &mut Vec<u8>), String> {
        let known = self.mint.take().filter(|(known, _)| *known == link);
        let entry = if let Some(entry) = known {
            entry
        } else {
            let Link { recipe, .. } = Link::parse(&link).map_err(|faults| {
                faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            })?;
            (link, Mint::new(&recipe))
        };
        let (_, mint) = self.mint.insert(entry);
        Ok((mint, &mut self.csv))
    }
}
