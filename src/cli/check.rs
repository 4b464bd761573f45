//! How a file is checked: one thread at a time reads a piece and, as long as no quotes are about,
//! checks it while the others read on. What came of the pieces is put together in the order of
//! the file, so that the answer does not depend on the threads. Memory is one piece a thread.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::customers_file::CustomersFile;
use super::ordered::Ordered;
use super::progress::ProgressDisplay;
use super::unpacked::Unpacked;
use super::validate_request::ValidateRequest;
use crate::comparison::{Comparison, Verdict};
use crate::customers::COLUMNS;
use crate::decode::Layout;
use crate::fingerprint::Hasher;
use crate::tables::TableId;
use crate::transactions::check::{self as transactions, Customers};
use crate::validate::{
    Checker, Compression, Criteria, FileCheck, FileForm, FileFormat, FileLayout, Judged, Opening,
    PieceReport, Reading,
};

/// What is known of a file that has been read.
pub(super) struct Checked {
    pub(super) report: Judged,
    /// The file of customers beside which transactions were checked.
    pub(super) customers: Option<CustomersFile>,
    /// How it compares with the data set that it may be.
    pub(super) verdict: Option<Verdict>,
    /// Its SHA-256, if there is one of such a table to compare it with.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
    /// How the file comes.
    pub(super) form: FileForm,
}

/// Reads `source` to its end and checks it.
///
/// # Errors
/// The first failure to read.
pub(super) fn check(
    request: &ValidateRequest,
    beside: Option<Customers>,
    source: impl Read + Send,
    file: Option<File>,
    progress: &ProgressDisplay,
) -> io::Result<Checked> {
    let seen =
        Mutex::new(Seen { bytes: 0, hasher: request.sha256.as_ref().map(|_| Hasher::new()) });
    let observed = Observed { source, seen: &seen, progress };
    let Unpacked { bytes, form } = Unpacked::of(Box::new(observed), file)?;
    let comparison = request.data_set.as_ref();
    let comparison = comparison.map(|recipe| Comparison::new(recipe).of_form(form));
    let mut compared = Compared { source: bytes, comparison };
    let (report, form) = report(request, beside, &mut compared, form)?;
    if request.sha256.is_some() {
        // What is no CSV was not read to its end.
        io::copy(&mut compared, &mut io::sink())?;
    }
    let verdict = compared.comparison.map(Comparison::verdict);
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    let table = report.table();
    Ok(Checked {
        report,
        customers: None,
        verdict,
        sha256: seen.hasher.take().map(Hasher::finish).filter(|_| request.table == table),
        bytes: seen.bytes,
        form,
    })
}

/// Checks a file of any table. Transactions are checked by one thread, since what a customer's rows show together is
/// known only once all have passed.
fn report(
    request: &ValidateRequest,
    beside: Option<Customers>,
    source: impl Read + Send,
    form: FileForm,
) -> io::Result<(Judged, FileForm)> {
    let ValidateRequest { criteria, threads, .. } = request;
    let opening =
        if form.format == FileFormat::Parquet { Opening::of_csv(form) } else { Opening::new() };
    let (mut reading, beginning) =
        Reading::begin(source, opening, criteria.examples, &TableId::ALL)?;
    let packed = |known: FileForm| match form.compression {
        Compression::None => known,
        compression => FileForm { compression, ..known },
    };
    if let Some(FileLayout::Transactions(layout)) = reading.layout() {
        let mut file_check = transactions::FileCheck::new(criteria);
        beginning.begin(&mut file_check);
        let of_recipe = || request.data_set.as_ref().map(Customers::of);
        let customers = beside.or_else(of_recipe).unwrap_or(Customers::Unknown);
        let mut checker = transactions::Checker::of_layout(criteria, layout, customers);
        reading.check_all(&mut checker, &mut file_check, |_| ())?;
        reading.conclude(&mut file_check);
        let report = Judged::Transactions(Box::new(file_check.report()));
        return Ok((report, packed(reading.form())));
    }
    let mut file_check = FileCheck::new(criteria);
    beginning.begin(&mut file_check);
    let Some(FileLayout::Customers(layout)) = reading.layout() else {
        let report = Judged::Customers(Box::new(file_check.report()));
        return Ok((report, packed(reading.form())));
    };
    let workers = Workers {
        criteria,
        pieces: Mutex::new(Pieces {
            reading,
            checker: Checker::of_layout(criteria, layout.clone()),
            turn: 0,
            failure: None,
        }),
        layout,
        file_check: Ordered::new(file_check),
    };
    thread::scope(|scope| {
        for _ in 1..threads.get() {
            scope.spawn(|| workers.work());
        }
        workers.work();
    });
    let pieces = workers.pieces.into_inner().unwrap_or_else(PoisonError::into_inner);
    let Ok(mut file_check) = workers.file_check.into_inner();
    if let Some(failure) = pieces.failure {
        return Err(failure);
    }
    pieces.reading.conclude(&mut file_check);
    let report = Judged::Customers(Box::new(file_check.report()));
    Ok((report, packed(pieces.reading.form())))
}

/// What the threads share.
struct Workers<'a, R> {
    criteria: &'a Criteria,
    layout: Layout<COLUMNS>,
    pieces: Mutex<Pieces<R>>,
    file_check: Ordered<FileCheck, Infallible>,
}

/// The file, which one thread at a time takes from.
struct Pieces<R> {
    reading: Reading<R>,
    /// Checks what depends on the piece before.
    checker: Checker,
    /// How many pieces have been taken.
    turn: usize,
    failure: Option<io::Error>,
}

/// A piece that was taken.
enum Taken {
    /// To be checked; it begins on this line.
    Whole(u64),
    /// It depended on the piece before, so it has been checked already.
    Checked(Box<PieceReport>),
}

impl<R: Read + Send> Workers<'_, R> {
    /// Checks pieces until there are none left or reading fails, here or in another thread.
    fn work(&self) {
        let mut checker = Checker::of_layout(self.criteria, self.layout.clone());
        let mut piece = Vec::new();
        loop {
            let taken = self.pieces.lock().unwrap_or_else(PoisonError::into_inner).take(&mut piece);
            let Some((turn, taken)) = taken else { return };
            let piece_report = match taken {
                Taken::Whole(first_line) => checker.check(&piece, first_line),
                Taken::Checked(piece_report) => *piece_report,
            };
            let flow = self.file_check.in_turn(turn, |file_check| {
                file_check.absorb(piece_report);
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
        let taken = if let Some(first_line) = self.reading.detach(&self.checker, piece) {
            Taken::Whole(first_line)
        } else {
            let (piece_report, _) = self.reading.check(&mut self.checker, piece);
            Taken::Checked(Box::new(piece_report))
        };
        self.turn += 1;
        Some((self.turn - 1, taken))
    }
}

/// What is known of the bytes of a file.
struct Seen {
    bytes: u64,
    hasher: Option<Hasher>,
}

/// A source that is looked at as it is read.
struct Observed<'a, R> {
    source: R,
    seen: &'a Mutex<Seen>,
    progress: &'a ProgressDisplay,
}

impl<R: Read> Read for Observed<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hasher) = &mut seen.hasher {
            hasher.update(&buffer[..read]);
        }
        seen.bytes += read as u64;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

/// A source that is compared with a data set as it is read.
struct Compared<R> {
    source: R,
    comparison: Option<Comparison>,
}

impl<R: Read> Read for Compared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        if let Some(comparison) = &mut self.comparison {
            comparison.read(&buffer[..read]);
        }
        Ok(read)
    }
}
