//! The other end: generates what it is told to, reads it back and puts it into the form of
//! the file; hashes it; reads a file of the reader's, or writes one. Nothing of the page.

mod answers;
mod bytes;
mod reading;
mod source;
mod writing;

use std::cell::RefCell;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use segmint::comparison::Comparison;
use segmint::customers::dirt::AnswerKey;
use segmint::format::Unsayable;
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::recipe::Recipe;
use segmint::validate::Criteria;
use segmint_page::answer_key;
use segmint_page::check::Terms;
use segmint_page::output_format::OutputFormat;
use segmint_page::protocol::{FromWorker, ToWorker};
use segmint_page::refusal::Refusal;
use segmint_page::row_finder::{Part, RowFinder};
use segmint_page::tables::{TableGenerator, TableTranscoder};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, File, MessageEvent};

use self::answers::Answers;
use self::bytes::{gzip, sha256};
use self::reading::Progress;
use self::writing::Writing;
use crate::clock::today;
use crate::dom::exception;
use crate::messages::{AnswerMessage, TaskMessage};

/// So many faults of an answer key are listed; the file has them all.
const SHOWN_FAULTS: usize = 10;

/// Takes orders from now on, and says so.
pub(crate) fn open(scope: &DedicatedWorkerGlobalScope) {
    std::panic::set_hook(Box::new(|panic| {
        // What is not Send cannot be captured, but the scope is always at hand.
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            Answers::new(&scope).say(&AnswerMessage::failed(panic.to_string()));
        }
    }));
    let answers = Answers::new(scope);
    let state = RefCell::new(WorkerState::new(&answers));
    let listen = {
        let answers = answers.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let reply = match TaskMessage::unpack(&event.data()) {
                // A worker that broke while it carried out an order has said so, and can do no other.
                Ok(task) => state
                    .try_borrow_mut()
                    .map_err(|_| "the worker is broken".to_owned())
                    .and_then(|mut state| state.carry_out(task)),
                Err(garbled) => Err(garbled.to_string()),
            };
            // Another comes in its own time.
            if let Some(reply) =
                reply.unwrap_or_else(|message| Some(AnswerMessage::failed(message)))
            {
                answers.answer(reply);
            }
        })
    };
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    listen.forget();
    answers.say(&AnswerMessage::bare(FromWorker::Ready));
}

/// What a worker keeps between orders.
struct WorkerState {
    answers: Answers,
    /// What makes the rows of the latest data set.
    generator: Option<(String, TableGenerator)>,
    csv: Vec<u8>,
    /// What finds rows of the latest data set and filter that were asked for.
    finder: Option<((String, String), RowFinder)>,
    /// What puts them into the form of the latest file.
    transcoder: Option<(FileOf, TableTranscoder)>,
    /// The file that it writes.
    writing: Writing,
}

/// A file: its data set, its form, and the customers that it has rows of.
#[derive(PartialEq)]
struct FileOf {
    link: String,
    format: OutputFormat,
    customers: Rows,
}

/// Rows to be generated: a chunk of a run.
struct Chunk {
    run: u32,
    number: u32,
    link: String,
    rows: Rows,
    file: Rows,
    format: OutputFormat,
    keep: bool,
}

impl WorkerState {
    fn new(answers: &Answers) -> WorkerState {
        WorkerState {
            answers: answers.clone(),
            generator: None,
            csv: Vec::new(),
            finder: None,
            transcoder: None,
            writing: Writing::new(answers),
        }
    }

    /// Does as told; the answer to what the browser does by itself comes later.
    fn carry_out(&mut self, task: TaskMessage) -> Result<Option<AnswerMessage>, String> {
        let TaskMessage { message, enclosed } = task;
        match message {
            ToWorker::Generate { run, chunk: number, link, rows, file, format, keep } => {
                let chunk = Chunk { run, number, link, rows, file, format, keep };
                return self.generate(chunk, enclosed.map(JsCast::unchecked_into));
            }
            ToWorker::Show { link, rows } => return self.show(link, rows).map(Some),
            ToWorker::Find { link, filter, part } => {
                return self.find(link, filter, &part).map(Some);
            }
            ToWorker::Check { run, link, terms, fingerprint } => {
                let progress = Progress::new(&self.answers, run);
                let file = expect(enclosed)?;
                return check(file, link.as_deref(), terms, fingerprint, progress).map(Some);
            }
            ToWorker::AnswerKey { run, link, form } => {
                let key = answer_key(&link, form)?;
                return Ok(Some(AnswerMessage::with(FromWorker::AnswerKey { run, form }, key)));
            }
            ToWorker::FirstFaults { run, link } => {
                let entries = answer_key::first(link_of(&link)?, SHOWN_FAULTS)
                    .map_err(|refusal| refusal.to_string())?;
                return Ok(Some(AnswerMessage::bare(FromWorker::FirstFaults { run, entries })));
            }
            ToWorker::HashFile { run } => {
                let progress = Progress::new(&self.answers, run);
                return Ok(Some(reading::hash(expect(enclosed)?, progress)));
            }
            ToWorker::HashBuffer { run, bytes } => {
                let (buffer, scope): (ArrayBuffer, _) =
                    (expect(enclosed)?, self.answers.scope().clone());
                self.answers.answer_later(async move {
                    let view = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, bytes);
                    let sha256 = sha256(&scope, &view).await?;
                    Ok(AnswerMessage::with(FromWorker::Hashed { run, sha256 }, buffer))
                });
            }
            ToWorker::Open { access } => self.writing.open(expect(enclosed)?, access),
            ToWorker::Write { bytes } => self.writing.write(expect(enclosed)?, bytes),
            ToWorker::Close => self.writing.close(),
        }
        Ok(None)
    }

    fn generate(
        &mut self,
        chunk: Chunk,
        spare: Option<ArrayBuffer>,
    ) -> Result<Option<AnswerMessage>, String> {
        let Chunk { run, number, link, rows, file, format, keep } = chunk;
        let (generator, csv) = self.set_up(link.clone())?;
        let mut generated = generator.generate(rows, csv);
        generated.shorten_behind(rows.first - file.first);
        let of = FileOf { link, format, customers: file };
        let text = match self.transcode(of, rows)? {
            Ok(text) => text,
            Err(unsayable) => {
                let message = unsayable.to_string();
                return Ok(Some(AnswerMessage::bare(FromWorker::Unsayable { run, message })));
            }
        };
        let customers = rows.count();
        let reply = move |bytes, enclosed| {
            let message = FromWorker::Generated { run, chunk: number, customers, bytes };
            AnswerMessage { message, enclosed, generated: Some(generated) }
        };
        if format.gzip && keep {
            let member = gzip(text).map_err(|error| exception(&error))?;
            self.answers.answer_later(async move {
                let member = member.await?;
                Ok(reply(member.byte_length(), Some(member.into())))
            });
            return Ok(None);
        }
        let enclosed = keep.then(|| copy_out(text, spare).into());
        Ok(Some(reply(text.len() as u32, enclosed)))
    }

    /// The rows that have just been generated in the form of their file, if it has words for them.
    fn transcode(&mut self, of: FileOf, rows: Rows) -> Result<Result<&[u8], Unsayable>, String> {
        let known = self.transcoder.take().filter(|(known, _)| *known == of);
        let entry = if let Some(entry) = known {
            entry
        } else {
            let transcoder = TableTranscoder::new(&link_of(&of.link)?, of.format, of.customers);
            (of, transcoder.map_err(|error| error.to_string())?)
        };
        let (_, transcoder) = self.transcoder.insert(entry);
        Ok(transcoder.transcode(&self.csv, rows))
    }

    fn show(&mut self, link: String, rows: Rows) -> Result<AnswerMessage, String> {
        let (generator, csv) = self.set_up(link.clone())?;
        let faults = generator.write(rows, csv);
        let csv = String::from_utf8_lossy(csv).into_owned();
        Ok(AnswerMessage::bare(FromWorker::Shown { link, rows, csv, faults }))
    }

    fn find(&mut self, link: String, filter: String, part: &Part) -> Result<AnswerMessage, String> {
        let of = (link, filter);
        let known = self.finder.take().filter(|(known, _)| *known == of);
        let entry = match known {
            Some(known) => known,
            None => (of.clone(), RowFinder::new(link_of(&of.0)?, &of.1)?),
        };
        let ((link, filter), finder) = self.finder.insert(entry);
        let found = finder.look(part, &mut self.csv);
        let (link, filter, from) = (link.clone(), filter.clone(), part.from);
        Ok(AnswerMessage::bare(FromWorker::Found { link, filter, from, found }))
    }

    /// What makes the rows of this data set, made anew only when that changes, and the buffer.
    fn set_up(&mut self, link: String) -> Result<(&mut TableGenerator, &mut Vec<u8>), String> {
        let known = self.generator.take().filter(|(known, _)| *known == link);
        let entry = if let Some(entry) = known {
            entry
        } else {
            let generator = TableGenerator::of(link_of(&link)?);
            (link, generator.map_err(|error| error.to_string())?)
        };
        let (_, generator) = self.generator.insert(entry);
        Ok((generator, &mut self.csv))
    }
}

fn check(
    file: File,
    link: Option<&str>,
    terms: Terms,
    fingerprint: bool,
    progress: Progress,
) -> Result<AnswerMessage, String> {
    let recipe = link.map(recipe_of).transpose()?;
    let criteria = terms.criteria(recipe.as_ref()).ok_or("a check came without its recipe")?;
    // As the command judges it: no account was opened on a day to come.
    let criteria = Criteria { today: Some(today()), ..criteria };
    let comparison = recipe.as_ref().map(Comparison::new);
    let customers = terms.customers(recipe.as_ref());
    Ok(reading::check(file, comparison, (&criteria, customers), fingerprint, progress))
}

/// The answer key of a data set, of which this worker holds a part at a time.
fn answer_key(link: &str, form: AnswerKey) -> Result<Blob, String> {
    let parts = Array::new();
    let written = answer_key::write(link_of(link)?, form, |part| {
        parts.push(&blob_of(part).map_err(Refusal)?.into());
        Ok(())
    });
    written.map_err(|refusal| refusal.to_string())?;
    Blob::new_with_blob_sequence(&parts).map_err(|error| exception(&error))
}

/// The recipe of a link that the page wrote.
fn recipe_of(link: &str) -> Result<Recipe, String> {
    Ok(link_of(link)?.recipe)
}

/// A link that the page wrote.
fn link_of(link: &str) -> Result<Link, String> {
    Link::parse(link)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
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
        _ => ArrayBuffer::new(bytes + bytes / 16),
    };
    Uint8Array::new_with_byte_offset_and_length(&buffer, 0, bytes).copy_from(csv);
    buffer
}
