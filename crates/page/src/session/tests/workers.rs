//! What workers do, with the core that the real ones have.

use segmint::fingerprint::Hasher;
use segmint::link::Link;
use segmint::validate::judge_any;

use super::browser::FakeBrowser;
use super::files::File;
use crate::answer_key;
use crate::browser::{Answer, Enclosed, Task};
use crate::protocol::{FromWorker, ToWorker};
use crate::row_finder::RowFinder;
use crate::tables::{TableGenerator, TableTranscoder};

/// Does what a worker does.
pub(super) fn carry_out(
    browser: &mut FakeBrowser,
    _: u32,
    task: Task<FakeBrowser>,
) -> Answer<FakeBrowser> {
    let bare = |message| Answer { message, enclosed: None, generated: None };
    let recipe = |link: &str| Link::parse(link).unwrap().recipe;
    let generator = |link: &str| TableGenerator::of(Link::parse(link).unwrap()).unwrap();
    match (task.message, task.enclosed) {
        (ToWorker::Generate { run, chunk, link, rows, file, format, keep }, _) => {
            let mut csv = Vec::new();
            let generated = Some(generator(&link).generate(rows, &mut csv));
            let link = Link::parse(&link).unwrap();
            let mut transcoder = TableTranscoder::new(&link, format, file).unwrap();
            let bytes = match transcoder.transcode(&csv, rows) {
                Ok(text) => text.to_vec(),
                Err(unsayable) => {
                    return bare(FromWorker::Unsayable { run, message: unsayable.to_string() });
                }
            };
            let (customers, len) = (rows.count(), bytes.len() as u32);
            let message = FromWorker::Generated { run, chunk, customers, bytes: len };
            Answer { message, enclosed: keep.then_some(Enclosed::Buffer(bytes)), generated }
        }
        (ToWorker::Show { link, rows }, _) => {
            let mut csv = Vec::new();
            let faults = generator(&link).write(rows, &mut csv);
            bare(FromWorker::Shown { link, rows, csv: String::from_utf8(csv).unwrap(), faults })
        }
        (ToWorker::Find { link, filter, part }, _) => {
            let mut finder = RowFinder::new(Link::parse(&link).unwrap(), &filter).unwrap();
            let found = finder.look(&part, &mut Vec::new());
            bare(FromWorker::Found { link, filter, from: part.from, found })
        }
        (ToWorker::Check { run, link, terms, fingerprint }, Some(Enclosed::File(file))) => {
            let recipe = link.as_deref().map(recipe);
            let criteria = terms.criteria(recipe.as_ref()).unwrap();
            let customers = terms.customers(recipe.as_ref());
            let judged = judge_any(&file.bytes[..], &criteria, customers, |_| ());
            let (judged, form) = judged.unwrap();
            let verdict = recipe.map(|recipe| {
                let mut comparison = segmint::comparison::Comparison::new(&recipe);
                comparison.read(&file.bytes);
                comparison.verdict()
            });
            let sha256 = fingerprint.then(|| sha256(&file.bytes));
            bare(FromWorker::Checked { run, judged, form, verdict, sha256 })
        }
        (ToWorker::AnswerKey { run, link, form }, _) => {
            let mut key = Vec::new();
            let written = answer_key::write(Link::parse(&link).unwrap(), form, |part| {
                key.extend_from_slice(part);
                Ok(())
            });
            written.unwrap();
            Answer {
                message: FromWorker::AnswerKey { run, form },
                enclosed: Some(Enclosed::Blob(key)),
                generated: None,
            }
        }
        (ToWorker::FirstFaults { run, link }, _) => {
            let entries = answer_key::first(Link::parse(&link).unwrap(), 20).unwrap();
            bare(FromWorker::FirstFaults { run, entries })
        }
        (ToWorker::HashFile { run }, Some(Enclosed::File(file))) => {
            bare(FromWorker::Hashed { run, sha256: sha256(&file.bytes) })
        }
        (ToWorker::HashBuffer { run, bytes }, Some(Enclosed::Buffer(buffer))) => Answer {
            message: FromWorker::Hashed { run, sha256: sha256(&buffer[..bytes as usize]) },
            enclosed: Some(Enclosed::Buffer(buffer)),
            generated: None,
        },
        (ToWorker::Open { .. }, Some(Enclosed::Handle(()))) => bare(FromWorker::Opened),
        (ToWorker::Write { bytes }, Some(Enclosed::Buffer(buffer))) => {
            browser.written.extend_from_slice(&buffer[..bytes as usize]);
            Answer {
                message: FromWorker::Written,
                enclosed: Some(Enclosed::Buffer(buffer)),
                generated: None,
            }
        }
        (ToWorker::Close, _) => Answer {
            message: FromWorker::Saved,
            enclosed: Some(Enclosed::File(File::new("mine.csv", &browser.written))),
            generated: None,
        },
        (message, _) => unreachable!("{message:?} came without what it is about"),
    }
}

/// The SHA-256 of these bytes.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finish()
}
