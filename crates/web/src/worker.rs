//! The other end of the pool: mints what it is told to, reads it back and puts it into the form of
//! the file; hashes it; reads a file of the reader's, or writes one. Nothing of the page.

mod hashing;
mod writing;
mod zipping;

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent};

use self::writing::Writing;
use self::zipping::gzip;
use super::dom::exception;
use super::packaging::Packaging;
use super::protocol::{Errand, Order, Parcel, Reply};
use super::source::Source;
use segmint::comparison::Comparison;
use segmint::customers::dirt::AnswerKey;
use segmint::customers::{COLUMNS, Generator, SCHEMA};
use segmint::fingerprint::Hasher;
use segmint::format::{Transcoder, Unsayable};
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::recipe::Recipe;
use segmint::table::Generate;
use segmint::validate::{Criteria, validate};

/// The shortest time between two messages of how far a file has been read.
const PROGRESS_MS: f64 = 100.0;

/// How much of an answer key is put aside at a time.
const KEY_PART_BYTES: usize = 1 << 20;

/// Takes orders from now on, and says so.
pub(super) fn open(scope: &DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(|panic| {
        // What is not Send cannot be captured, but the scope is always at hand.
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            send(&scope, &Parcel::bare(Reply::Failed { message: panic.to_string() }));
        }
    }));
    let bench = RefCell::new(Bench {
        generator: None,
        csv: Vec::new(),
        press: None,
        latest: None,
        writing: Writing::new(scope),
    });
    let post = scope.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let parcel = match Errand::unpack(&event.data()) {
            Ok(errand) => bench.borrow_mut().carry_out(&post, errand),
            Err(garbled) => Err(garbled.to_string()),
        };
        let parcel = parcel.unwrap_or_else(|message| Some(Parcel::bare(Reply::Failed { message })));
        // Another comes in its own time.
        if let Some(parcel) = parcel {
            bench.borrow_mut().answer(&post, parcel);
        }
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

/// What a worker keeps between orders: the mint of the latest recipe and its buffer, what puts its
/// rows into the form of the file, and the file that it writes.
struct Bench {
    generator: Option<(String, Generator)>,
    csv: Vec<u8>,
    press: Option<(Packaging, Rows, Transcoder<COLUMNS>)>,
    /// The latest answer that takes its time, if there was one.
    latest: Option<Promise>,
    writing: Writing,
}

impl Bench {
    /// Does as told; the answer to what the browser does by itself comes later.
    fn carry_out(
        &mut self,
        scope: &DedicatedWorkerGlobalScope,
        Errand { order, enclosed }: Errand,
    ) -> Result<Option<Parcel>, String> {
        match order {
            Order::Mint { run, chunk, link, rows, file, packaging, keep } => {
                let (generator, csv) = self.set_up(link)?;
                let reading = Some(Box::new(generator.generate(rows, csv)));
                let text = match self.press(packaging, file, rows) {
                    Ok(text) => text,
                    Err(unsayable) => {
                        let message = unsayable.to_string();
                        return Ok(Some(Parcel::bare(Reply::Unsayable { run, message })));
                    }
                };
                let rows = rows.count();
                let minted = move |bytes, enclosed| {
                    let reply = Reply::Minted { run, chunk, rows, bytes };
                    Parcel { reply, enclosed, minted: reading }
                };
                if packaging.gzip && keep {
                    let member = gzip(text).map_err(|error| exception(&error))?;
                    self.answer_later(scope, async move {
                        let member = member.await?;
                        Ok(minted(member.byte_length(), Some(member.into())))
                    });
                    return Ok(None);
                }
                let spare = enclosed.map(JsCast::unchecked_into);
                let enclosed = keep.then(|| copy_out(text, spare).into());
                Ok(Some(minted(text.len() as u32, enclosed)))
            }
            Order::Show { link, rows } => self.show(link, rows).map(Some),
            Order::Examine { run, link, terms, fingerprint } => {
                let file = expect(enclosed)?;
                let recipe = link.as_deref().map(recipe_of).transpose()?;
                let criteria = terms
                    .criteria(recipe.as_ref())
                    .ok_or("an examination came without its recipe")?;
                let comparison = recipe.as_ref().map(Comparison::new);
                let progress = Progress::new(scope, run);
                let examined = examine(run, file, comparison, &criteria, fingerprint, progress);
                Ok(Some(read_or_not(run, examined)))
            }
            Order::Key { run, link, form } => {
                let blob = self.key(link, form)?;
                Ok(Some(Parcel::with(Reply::Keyed { run, form }, blob)))
            }
            Order::Fingerprint { run } => {
                let sha256 = fingerprint(expect(enclosed)?, Progress::new(scope, run));
                let reply = sha256.map(|sha256| Reply::Fingerprinted { run, sha256 });
                Ok(Some(read_or_not(run, reply)))
            }
            Order::Digest { run, bytes } => {
                let buffer = expect(enclosed)?;
                let parcel = hashing::digest(scope.clone(), run, buffer, bytes);
                self.answer_later(scope, parcel);
                Ok(None)
            }
            Order::Open { access } => {
                self.writing.open(expect(enclosed)?, access);
                Ok(None)
            }
            Order::Write { bytes } => {
                self.writing.write(expect(enclosed)?, bytes);
                Ok(None)
            }
            Order::Close => {
                self.writing.close();
                Ok(None)
            }
        }
    }

    /// The rows that have just been minted in the form of their file.
    fn press(&mut self, packaging: Packaging, file: Rows, rows: Rows) -> Result<&[u8], Unsayable> {
        let known = self.press.take().filter(|(one, all, _)| (*one, *all) == (packaging, file));
        let (_, _, transcoder) = self.press.insert(known.unwrap_or_else(|| {
            (packaging, file, Transcoder::new(packaging.format(), &SCHEMA, file, true))
        }));
        transcoder.transcode(&self.csv, rows)
    }

    /// Sends an answer, behind those before it that take their time: the page counts on their order.
    fn answer(&mut self, scope: &DedicatedWorkerGlobalScope, parcel: Parcel) {
        if self.latest.is_some() {
            self.answer_later(scope, async { Ok(parcel) });
        } else {
            send(scope, &parcel);
        }
    }

    /// Sends an answer once it is there, behind those before it.
    fn answer_later(
        &mut self,
        scope: &DedicatedWorkerGlobalScope,
        parcel: impl Future<Output = Result<Parcel, JsValue>> + 'static,
    ) {
        let (scope, before) = (scope.clone(), self.latest.take());
        self.latest = Some(future_to_promise(async move {
            if let Some(before) = before {
                JsFuture::from(before).await?;
            }
            let parcel = parcel
                .await
                .unwrap_or_else(|error| Parcel::bare(Reply::Failed { message: exception(&error) }));
            send(&scope, &parcel);
            Ok(JsValue::UNDEFINED)
        }));
    }

    fn show(&mut self, link: String, rows: Rows) -> Result<Parcel, String> {
        let (generator, csv) = self.set_up(link.clone())?;
        generator.write(rows, csv);
        let csv = String::from_utf8_lossy(csv).into_owned();
        Ok(Parcel::bare(Reply::Shown { link, rows, csv }))
    }

    /// The answer key of a recipe, of which this worker holds a part at a time.
    fn key(&mut self, link: String, form: AnswerKey) -> Result<Blob, String> {
        let recipe = recipe_of(&link)?;
        let (generator, csv) = self.set_up(link)?;
        let parts = Array::new();
        let mut key = form.header().into_bytes();
        for rows in generator.dirty_blocks(Rows::all(&recipe)) {
            generator.write_noting(rows, csv, &mut |injection, clean, faulty| {
                form.write(injection, clean, faulty, &mut key);
            });
            if key.len() >= KEY_PART_BYTES {
                parts.push(&blob_of(&key)?.into());
                key.clear();
            }
        }
        parts.push(&blob_of(&key)?.into());
        Blob::new_with_blob_sequence(&parts).map_err(|error| exception(&error))
    }

    /// The generator for this recipe, made anew only when the recipe changes, and the buffer.
    fn set_up(&mut self, link: String) -> Result<(&mut Generator, &mut Vec<u8>), String> {
        let known = self.generator.take().filter(|(known, _)| *known == link);
        let entry = if let Some(entry) = known {
            entry
        } else {
            let generator = Generator::new(&recipe_of(&link)?);
            (link, generator)
        };
        let (_, generator) = self.generator.insert(entry);
        Ok((generator, &mut self.csv))
    }
}

/// The recipe of a link that the page wrote.
fn recipe_of(link: &str) -> Result<Recipe, String> {
    let link = Link::parse(link)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    Ok(link.recipe)
}

/// Bytes as a blob, which is for the browser to keep, on disk if there are many.
fn blob_of(bytes: &[u8]) -> Result<Blob, String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_buffer_source_sequence(&parts).map_err(|error| exception(&error))
}

/// What must be enclosed with an order.
fn expect<T: JsCast>(enclosed: Option<JsValue>) -> Result<T, String> {
    let enclosed = enclosed.and_then(|enclosed| enclosed.dyn_into().ok());
    enclosed.ok_or_else(|| "an order came without what it is about".to_owned())
}

/// Copies bytes into a buffer that can be sent: into the spare one if it is large enough, for fresh
/// memory costs more than making the rows.
fn copy_out(csv: &[u8], spare: Option<ArrayBuffer>) -> ArrayBuffer {
    let bytes = csv.len() as u32;
    let buffer = match spare {
        Some(spare) if spare.byte_length() >= bytes => spare,
        // Chunks differ in length: what is used again should be long enough for all.
        Some(_) => ArrayBuffer::new(bytes + bytes / 16),
        None => ArrayBuffer::new(bytes),
    };
    Uint8Array::new_with_byte_offset_and_length(&buffer, 0, bytes).copy_from(csv);
    buffer
}

/// Whatever hinders reading is between the browser and the file.
fn read_or_not(run: u32, reply: std::io::Result<Reply>) -> Parcel {
    Parcel::bare(
        reply.unwrap_or_else(|error| Reply::Unreadable { run, message: error.to_string() }),
    )
}

/// Tells the page now and then how far a file has been read.
struct Progress<'a> {
    scope: &'a DedicatedWorkerGlobalScope,
    run: u32,
    read: u64,
    told: f64,
}

impl Progress<'_> {
    fn new(scope: &DedicatedWorkerGlobalScope, run: u32) -> Progress<'_> {
        Progress { scope, run, read: 0, told: js_sys::Date::now() }
    }

    fn advance(&mut self, bytes: u64) {
        self.read += bytes;
        let now = js_sys::Date::now();
        if now - self.told >= PROGRESS_MS {
            self.told = now;
            send(self.scope, &Parcel::bare(Reply::Read { run: self.run, bytes: self.read }));
        }
    }
}

/// Reads a file once, from beginning to end, for its fingerprint.
fn fingerprint(file: File, mut progress: Progress) -> std::io::Result<String> {
    let mut hasher = Hasher::new();
    let mut source = Source::open(file, |slice| {
        hasher.update(slice);
        progress.advance(slice.len() as u64);
    })?;
    std::io::copy(&mut source, &mut std::io::sink())?;
    drop(source);
    Ok(hasher.finish())
}

/// Reads a file once, from beginning to end, for the report, the comparison and the fingerprint.
fn examine(
    run: u32,
    file: File,
    mut comparison: Option<Comparison>,
    criteria: &Criteria,
    fingerprint: bool,
    mut progress: Progress,
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
    let report = validate(&mut source, criteria, |bytes| progress.advance(bytes))?;
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
