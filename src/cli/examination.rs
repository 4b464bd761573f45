//! A file under examination: one thread at a time reads a piece and, as long as no quotes are about,
//! examines it while the others read on. What came of the pieces is put together in the order of
//! the file, so that the answer does not depend on the threads. Memory is one piece a thread.

use std::convert::Infallible;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::inquiry::Inquiry;
use super::progress::Progress;
use super::turnstile::Turnstile;
use crate::comparison::{Comparison, Verdict};
use crate::decode::Layout;
use crate::fingerprint::Hasher;
use crate::validate::{Criteria, Examination, Examiner, Inspection, Reading, Report};

/// What is known of a file that has been read.
pub(super) struct Answer {
    pub(super) report: Report,
    /// How it compares with the data set that it may be.
    pub(super) verdict: Option<Verdict>,
    /// Its SHA-256, if there is one to compare it with.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
}

/// Reads `source` to its end and answers the inquiry.
///
/// # Errors
/// The first failure to read.
pub(super) fn examine(
    inquiry: &Inquiry,
    source: impl Read + Send,
    progress: &Progress,
) -> io::Result<Answer> {
    let mut witness = Witness {
        source,
        bytes: 0,
        comparison: inquiry.data_set.as_ref().map(Comparison::new),
        hasher: inquiry.sha256.as_ref().map(|_| Hasher::new()),
        progress,
    };
    let report = report(&inquiry.criteria, inquiry.threads, &mut witness)?;
    if witness.hasher.is_some() {
        // What is no CSV was not read to its end.
        io::copy(&mut witness, &mut io::sink())?;
    }
    Ok(Answer {
        report,
        verdict: witness.comparison.map(Comparison::verdict),
        sha256: witness.hasher.map(Hasher::finish),
        bytes: witness.bytes,
    })
}

fn report(
    criteria: &Criteria,
    threads: NonZero<usize>,
    source: impl Read + Send,
) -> io::Result<Report> {
    let (reading, inspection) = Reading::begin(source, criteria)?;
    let Some(layout) = reading.layout() else { return Ok(inspection.report()) };
    let table = Table {
        criteria,
        pieces: Mutex::new(Pieces {
            reading,
            examiner: Examiner::of_layout(criteria, layout.clone()),
            turn: 0,
            failure: None,
        }),
        layout,
        inspection: Turnstile::new(inspection),
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(|| table.work());
        }
        table.work();
    });
    let failure = table.pieces.into_inner().unwrap_or_else(PoisonError::into_inner).failure;
    let Ok(inspection) = table.inspection.into_inner();
    failure.map_or_else(|| Ok(inspection.report()), Err)
}

/// Where the threads sit.
struct Table<'a, R> {
    criteria: &'a Criteria,
    layout: Layout,
    pieces: Mutex<Pieces<R>>,
    inspection: Turnstile<Inspection, Infallible>,
}

/// The file, which one thread at a time takes from.
struct Pieces<R> {
    reading: Reading<R>,
    /// Examines what depends on the piece before.
    examiner: Examiner,
    /// How many pieces have been taken.
    turn: usize,
    failure: Option<io::Error>,
}

/// A piece that was taken.
enum Taken {
    /// To be examined; it begins on this line.
    Whole(u64),
    /// It depended on the piece before, so it has been examined already.
    Examined(Box<Examination>),
}

impl<R: Read + Send> Table<'_, R> {
    /// Examines pieces until there are none left or reading fails, here or in another thread.
    fn work(&self) {
        let mut examiner = Examiner::of_layout(self.criteria, self.layout.clone());
        let mut piece = Vec::new();
        loop {
            let taken = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).take(&mut piece);
            let Some((turn, taken)) = taken else { return };
            let examination = match taken {
                Taken::Whole(first_line) => examiner.examine(&piece, first_line),
                Taken::Examined(examination) => *examination,
            };
            let passed = self.inspection.pass(turn, |inspection| {
                inspection.absorb(examination);
                Ok(())
            });
            if passed.is_break() {
                return;
            }
        }
    }
}

impl<R: Read> Pieces<R> {
    fn take(&mut self, piece: &mut Vec<u8>) -> Option<(usize, Taken)> {
        if self.failure.is_some() {
            return None;
        }
        match self.reading.fill(piece) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(failure) => {
                self.failure = Some(failure);
                return None;
            }
        }
        let taken = if let Some(first_line) = self.reading.detach(&self.examiner, piece) {
            Taken::Whole(first_line)
        } else {
            let (examination, _) = self.reading.examine(&mut self.examiner, piece);
            Taken::Examined(Box::new(examination))
        };
        self.turn += 1;
        Some((self.turn - 1, taken))
    }
}

/// A source that is looked at as it is read.
struct Witness<'a, R> {
    source: R,
    bytes: u64,
    comparison: Option<Comparison>,
    hasher: Option<Hasher>,
    progress: &'a Progress,
}

impl<R: Read> Read for Witness<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let bytes = &buffer[..read];
        if let Some(comparison) = &mut self.comparison {
            comparison.read(bytes);
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.bytes += read as u64;
        self.progress.advance(read as u64);
        Ok(read)
    }
}
