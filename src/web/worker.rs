//! The other end of the pool: mints what it is told to and reads it back, or reads a file of the
//! reader's. Nothing of the page.

use std::cell::RefCell;

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use super::protocol::{Errand, Order, Parcel, Reply};
use super::source::Source;
use crate::comparison::Comparison;
use crate::fingerprint::Hasher;
use crate::link::Link;
use crate::mint::Mint;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::validate::{Criteria, validate};

/// The shortest time between two messages of how far a file has been read.
const PROGRESS_MS: f64 = 100.0;

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
        let parcel = match Errand::unpack(&event.data()) {
            Ok(errand) => bench.borrow_mut().carry_out(&post, errand),
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
    fn carry_out(
        &mut self,
        scope: &DedicatedWorkerGlobalScope,
        Errand { order, file }: Errand,
    ) -> Result<Parcel, String> {
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
            Order::Examine { run, link, terms, fingerprint } => {
                let file = file.ok_or("an examination came without its file")?;
                let recipe = link.as_deref().map(recipe_of).transpose()?;
                let criteria = terms
                    .criteria(recipe.as_ref())
                    .ok_or("an examination came without its recipe")?;
                let comparison = recipe.as_ref().map(Comparison::new);
                let progress = |bytes| send(scope, &Parcel::bare(Reply::Read { run, bytes }));
                let examined = examine(run, file, comparison, &criteria, fingerprint, progress);
                // Whatever hinders reading is between the browser and the file.
                Ok(Parcel::bare(
                    examined.unwrap_or_else(|error| Reply::Unreadable {
                        run,
                        message: error.to_string(),
                    }),
                ))
            }
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
            let mint = Mint::new(&recipe_of(&link)?);
            (link, mint)
        };
        let (_, mint) = self.mint.insert(entry);
        Ok((mint, &mut self.csv))
    }
}

/// The recipe of a link that the page wrote.
fn recipe_of(link: &str) -> Result<Recipe, String> {
    let link = Link::parse(link)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok(link.recipe)
}

/// Reads a file once, from beginning to end, for the report, the comparison and the fingerprint.
fn examine(
    run: u32,
    file: File,
    mut comparison: Option<Comparison>,
    criteria: &Criteria,
    fingerprint: bool,
    progress: impl Fn(u64),
) -> std::io::Result<Reply> {
    let mut hasher = fingerprint.then(Hasher::new);
    let mut source = Source::open(file, |slice| {
        if let Some(comparison) = &mut comparison {
            comparison.read(slice);
        }
        if let Some(hasher) = &mut hasher {
            hasher.update(slice);
        }
    })?;
    let (mut read, mut told) = (0, js_sys::Date::now());
    let report = validate(&mut source, criteria, |bytes| {
        read += bytes;
        let now = js_sys::Date::now();
        if now - told >= PROGRESS_MS {
            told = now;
            progress(read);
        }
    })?;
    if fingerprint {
        // What is no CSV is not read to its end for a report.
        std::io::copy(&mut source, &mut std::io::sink())?;
    }
    drop(source);
    let verdict = comparison.map(Comparison::verdict);
    Ok(Reply::Examined {
        run,
        report: Box::new(report),
        verdict,
        sha256: hasher.map(Hasher::finish),
    })
}
