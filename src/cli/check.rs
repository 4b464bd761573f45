//! How a file is checked: one thread at a time reads a piece and, as long as no quotes are about,
//! checks it while the others read on. What came of the pieces is put together in the order of
//! the file, so that the answer does not depend on the threads. Memory is one piece a thread.

use std::convert::Infallible;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::ordered::Ordered;
use super::progress::ProgressDisplay;
use super::validate_request::ValidateRequest;
use crate::comparison::{Comparison, Verdict};
use crate::customers::COLUMNS;
use crate::decode::Layout;
use crate::fingerprint::Hasher;
use crate::validate::{Criteria, Examination, Examiner, Inspection, Reading, Report};

/// What is known of a file that has been read.
pub(super) struct Checked {
    pub(super) report: Report,
    /// How it compares with the data set that it may be.
    pub(super) verdict: Option<Verdict>,
    /// Its SHA-256, if there is one to compare it with.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
}

/// Reads `source` to its end and checks it.
///
/// # Errors
/// The first failure to read.
pub(super) fn check(
    request: &ValidateRequest,
    source: impl Read + Send,
    progress: &ProgressDisplay,
) -> io::Result<Checked> {
    let mut observed = Observed {
        source,
        bytes: 0,
        comparison: request.data_set.as_ref().map(Comparison::new),
        hasher: request.sha256.as_ref().map(|_| Hasher::new()),
        progress,
    };
    let report = report(&request.criteria, request.threads, &mut observed)?;
    if observed.hasher.is_some() {
        // What is no CSV was not read to its end.
        io::copy(&mut observed, &mut io::sink())?;
    }
    Ok(Checked {
        report,
        verdict: observed.comparison.map(Comparison::verdict),
        sha256: observed.hasher.map(Hasher::finish),
        bytes: observed.bytes,
    })
}

fn report(
    criteria: &Criteria,
    threads: NonZero<usize>,
    source: impl Read + Send,
) -> io::Result<Report> {
    let (reading, inspection) = Reading::begin(source, criteria)?;
    let Some(layout) = reading.layout() else { return Ok(inspection.report()) };
    let workers = Workers {
        criteria,
        pieces: Mutex::new(Pieces {
            reading,
            examiner: Examiner::of_layout(criteria, layout.clone()),
            turn: 0,
            failure: None,
        }),
        layout,
        inspection: Ordered::new(inspection),
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(|| workers.work());
        }
        workers.work();
    });
    let failure = workers.pieces.into_inner().unwrap_or_else(PoisonError::into_inner).failure;
    let Ok(inspection) = workers.inspection.into_inner();
    failure.map_or_else(|| Ok(inspection.report()), Err)
}

/// What the threads share.
struct Workers<'a, R> {
    criteria: &'a Criteria,
    layout: Layout<COLUMNS>,
    pieces: Mutex<Pieces<R>>,
    inspection: Ordered<Inspection, Infallible>,
}

/// The file, which one thread at a time takes from.
struct Pieces<R> {
    reading: Reading<R>,
    /// Checks what depends on the piece before.
    examiner: Examiner,
    /// How many pieces have been taken.
    turn: usize,
    failure: Option<io::Error>,
}

/// A piece that was taken.
enum Taken {
    /// To be checked; it begins on this line.
    Whole(u64),
    /// It depended on the piece before, so it has been checked already.
    Checked(Box<Examination>),
}

impl<R: Read + Send> Workers<'_, R> {
    /// Checks pieces until there are none left or reading fails, here or in another thread.
    fn work(&self) {
        let mut examiner = Examiner::of_layout(self.criteria, self.layout.clone());
        let mut piece = Vec::new();
        loop {
            let taken = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).take(&mut piece);
            let Some((turn, taken)) = taken else { return };
            let examination = match taken {
                Taken::Whole(first_line) => examiner.examine(&piece, first_line),
                Taken::Checked(examination) => *examination,
            };
            let flow = self.inspection.in_turn(turn, |inspection| {
                inspection.absorb(examination);
                Ok(())
            });
            if flow.is_break() {
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
            Taken::Checked(Box::new(examination))
        };
        self.turn += 1;
        Some((self.turn - 1, taken))
    }
}

/// A source that is looked at as it is read.
struct Observed<'a, R> {
    source: R,
    bytes: u64,
    comparison: Option<Comparison>,
    hasher: Option<Hasher>,
    progress: &'a ProgressDisplay,
}

impl<R: Read> Read for Observed<'_, R> {
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
