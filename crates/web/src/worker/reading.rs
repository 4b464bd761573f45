//! A file of the reader's, read once from its beginning to its end: for a report, a comparison, a fingerprint.

use std::io;

use segmint::comparison::Comparison;
use segmint::fingerprint::Hasher;
use segmint::transactions::check::Customers;
use segmint::validate::{Criteria, judge_any};
use segmint_page::protocol::FromWorker;
use web_sys::File;

use super::answers::Answers;
use super::source::Source;
use crate::messages::AnswerMessage;

/// The shortest time between two messages of how far a file has been read.
const PROGRESS_MS: f64 = 100.0;

/// Tells the page now and then how far a file has been read.
pub(super) struct Progress {
    answers: Answers,
    run: u32,
    read: u64,
    told: f64,
}

impl Progress {
    /// Of this run, of which nothing has been read yet.
    pub(super) fn new(answers: &Answers, run: u32) -> Progress {
        Progress { answers: answers.clone(), run, read: 0, told: js_sys::Date::now() }
    }

    fn advance(&mut self, bytes: u64) {
        self.read += bytes;
        let now = js_sys::Date::now();
        if now - self.told >= PROGRESS_MS {
            self.told = now;
            self.answers
                .say(&AnswerMessage::bare(FromWorker::Read { run: self.run, bytes: self.read }));
        }
    }

    /// Whatever hinders reading is between the browser and the file.
    fn end(&self, message: io::Result<FromWorker>) -> AnswerMessage {
        AnswerMessage::bare(message.unwrap_or_else(|error| FromWorker::Unreadable {
            run: self.run,
            message: error.to_string(),
        }))
    }
}

/// Reads a file for its fingerprint.
pub(super) fn hash(file: File, mut progress: Progress) -> AnswerMessage {
    let run = progress.run;
    let sha256 = fingerprint(file, &mut progress);
    progress.end(sha256.map(|sha256| FromWorker::Hashed { run, sha256 }))
}

fn fingerprint(file: File, progress: &mut Progress) -> io::Result<String> {
    let mut hasher = Hasher::new();
    let mut source = Source::open(file, |slice| {
        hasher.update(slice);
        progress.advance(slice.len() as u64);
    })?;
    io::copy(&mut source, &mut io::sink())?;
    drop(source);
    Ok(hasher.finish())
}

/// Reads a file for the report, the comparison and, if it is wanted, the fingerprint.
pub(super) fn check(
    file: File,
    comparison: Option<Comparison>,
    (criteria, customers): (&Criteria, Customers),
    fingerprint: bool,
    mut progress: Progress,
) -> AnswerMessage {
    let hasher = fingerprint.then(Hasher::new);
    let checked = read(file, comparison, (criteria, customers), hasher, &mut progress);
    progress.end(checked)
}

fn read(
    file: File,
    mut comparison: Option<Comparison>,
    (criteria, customers): (&Criteria, Customers),
    mut hasher: Option<Hasher>,
    progress: &mut Progress,
) -> io::Result<FromWorker> {
    let run = progress.run;
    let is_hashed = hasher.is_some();
    let mut source = Source::open(file, |slice| {
        if let Some(comparison) = &mut comparison {
            comparison.read(slice);
        }
        if let Some(hasher) = &mut hasher {
            hasher.update(slice);
        }
    })?;
    let advance = |bytes| progress.advance(bytes);
    let (judged, form) = judge_any(&mut source, criteria, customers, advance)?;
    if is_hashed {
        // What is no CSV is not read to its end for a report.
        io::copy(&mut source, &mut io::sink())?;
    }
    drop(source);
    let verdict = comparison.map(Comparison::verdict);
    let sha256 = hasher.map(Hasher::finish);
    Ok(FromWorker::Checked { run, judged, form, verdict, sha256 })
}
