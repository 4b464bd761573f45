//! A whole file, piece by piece, whatever its size. Where the bytes come from is the caller's
//! business.

use std::io::{self, Read};

use super::form::{FileForm, FileFormat};
use super::head::{FileLayout, Head};
use super::judged::{FileUnderCheck, Judged, PieceChecker};
use super::opening::{Opening, PACKED_BYTES};
use crate::customers::COLUMNS;
use crate::customers::check::{Checker, Criteria, FileCheck, Report};
use crate::decode::{Advance, Layout};
use crate::findings::{Findings, Rule};
use crate::tables::TableId;
use crate::transactions;
use crate::transactions::check::Customers;

/// How many bytes are read at a time: they stay in a core's cache while they are examined.
pub(super) const PIECE_BYTES: usize = 1 << 19;

/// Reads a file to its end and reports on it. Calls `advance` after each piece with its number of
/// bytes.
///
/// Memory does not grow with the file: a piece, 12.5 MB for ids that are out of order, 16 MB for
/// the addresses that are compared.
///
/// # Errors
/// What the source says. Whatever the bytes are, there is a report.
pub fn validate(
    source: impl Read,
    criteria: &Criteria,
    advance: impl FnMut(u64),
) -> io::Result<Report> {
    judge(source, criteria, advance).map(|(report, _)| report)
}

/// [`validate`], which says in what form the file came, too. A file packed with gzip is unpacked, if this
/// was built with that feature, and JSON is read as the rows that its objects are.
///
/// # Errors
/// What the source says.
pub fn judge(
    source: impl Read,
    criteria: &Criteria,
    advance: impl FnMut(u64),
) -> io::Result<(Report, FileForm)> {
    let checker = |layout| Checker::of_layout(criteria, layout);
    judge_with(source, criteria, checker, advance)
}

/// [`validate`] with a checker of the caller's choice.
///
/// # Errors
/// What the source says.
pub fn validate_with(
    source: impl Read,
    criteria: &Criteria,
    checker: impl FnOnce(Layout<COLUMNS>) -> Checker,
    advance: impl FnMut(u64),
) -> io::Result<Report> {
    judge_with(source, criteria, checker, advance).map(|(report, _)| report)
}

fn judge_with(
    source: impl Read,
    criteria: &Criteria,
    checker: impl FnOnce(Layout<COLUMNS>) -> Checker,
    advance: impl FnMut(u64),
) -> io::Result<(Report, FileForm)> {
    let (mut reading, head) =
        Reading::begin(source, Opening::new(), criteria.examples, &[TableId::Customers])?;
    let mut file_check = FileCheck::new(criteria);
    head.begin(&mut file_check);
    if let Some(FileLayout::Customers(layout)) = reading.layout() {
        reading.check_all(&mut checker(layout), &mut file_check, advance)?;
    }
    reading.conclude(&mut file_check);
    Ok((file_check.report(), reading.form()))
}

/// [`judge`] for a file of any table, which its header says. Transactions are checked beside these customers.
///
/// # Errors
/// What the source says.
pub fn judge_any(
    source: impl Read,
    criteria: &Criteria,
    customers: Customers,
    advance: impl FnMut(u64),
) -> io::Result<(Judged, FileForm)> {
    let (mut reading, head) =
        Reading::begin(source, Opening::new(), criteria.examples, &TableId::ALL)?;
    let judged = match reading.layout() {
        Some(FileLayout::Transactions(layout)) => {
            let mut file_check = transactions::check::FileCheck::new(criteria);
            head.begin(&mut file_check);
            let mut checker = transactions::check::Checker::of_layout(criteria, layout, customers);
            reading.check_all(&mut checker, &mut file_check, advance)?;
            reading.conclude(&mut file_check);
            Judged::Transactions(Box::new(file_check.report()))
        }
        other => {
            let mut file_check = FileCheck::new(criteria);
            head.begin(&mut file_check);
            if let Some(FileLayout::Customers(layout)) = other {
                let mut checker = Checker::of_layout(criteria, layout);
                reading.check_all(&mut checker, &mut file_check, advance)?;
            }
            reading.conclude(&mut file_check);
            Judged::Customers(Box::new(file_check.report()))
        }
    };
    Ok((judged, reading.form()))
}

/// Where the bytes of a file come from.
pub(crate) trait Source {
    /// What can go wrong.
    type Error;

    /// Appends so many bytes to `piece`, or all that are left, and says how many those are.
    fn append(&mut self, room: u64, piece: &mut Vec<u8>) -> Result<u64, Self::Error>;
}

impl<R: Read> Source for R {
    type Error = io::Error;

    fn append(&mut self, room: u64, piece: &mut Vec<u8>) -> io::Result<u64> {
        Ok(self.take(room).read_to_end(piece)? as u64)
    }
}

/// A file that is being read.
#[derive(Debug)]
pub(crate) struct Reading<R> {
    source: R,
    /// What becomes of its bytes before they are read.
    opening: Opening,
    /// Where the columns are; nothing if the file cannot be read.
    layout: Option<FileLayout>,
    /// Bytes that have come from the source and have not been examined.
    waiting: Vec<u8>,
    /// The line that they begin on.
    line: u64,
    /// Whether the source has no more.
    at_end: bool,
}

/// What the beginning of a file said.
#[derive(Debug)]
pub(crate) struct Beginning {
    findings: Findings,
    /// The line on which the first row should stand, if the file can be read.
    first_row: Option<u64>,
}

impl Beginning {
    /// Begins a check with it.
    pub(crate) fn begin(self, file_check: &mut impl FileUnderCheck) {
        file_check.begin(self.findings, self.first_row);
    }
}

impl<R: Source> Reading<R> {
    /// Reads the header of a file of one of these tables, of which so many examples of each finding are told.
    pub(crate) fn begin(
        source: R,
        opening: Opening,
        examples: u32,
        tables: &[TableId],
    ) -> Result<(Self, Beginning), R::Error> {
        let mut reading =
            Reading { source, opening, layout: None, waiting: Vec::new(), line: 1, at_end: false };
        let mut piece = Vec::new();
        reading.fill(&mut piece)?;
        let head = Head::read(&piece, Findings::new(examples), tables);
        reading.waiting = piece.split_off(head.bytes);
        reading.line += head.lines;
        if let Some(line) = reading.opening.first_row_line() {
            reading.line = line;
        }
        reading.layout = head.layout;
        let first_row = reading.layout.is_some().then_some(reading.line);
        Ok((reading, Beginning { findings: head.findings, first_row }))
    }

    /// Checks all that is left. Calls `advance` after each piece with its number of bytes.
    pub(crate) fn check_all<C: PieceChecker>(
        &mut self,
        checker: &mut C,
        file_check: &mut impl FileUnderCheck<PieceReport = C::PieceReport>,
        mut advance: impl FnMut(u64),
    ) -> Result<(), R::Error> {
        let mut piece = Vec::new();
        while self.fill(&mut piece)? {
            let (piece_report, bytes) = self.check(checker, &piece);
            file_check.absorb(piece_report);
            advance(bytes);
        }
        Ok(())
    }

    /// Where the bytes come from.
    pub(super) fn source(&mut self) -> &mut R {
        &mut self.source
    }

    /// Where the columns are; nothing if the file cannot be read.
    pub(crate) fn layout(&self) -> Option<FileLayout> {
        self.layout.clone()
    }

    /// Replaces `piece` with what comes next. `false` if nothing does.
    pub(crate) fn fill(&mut self, piece: &mut Vec<u8>) -> Result<bool, R::Error> {
        piece.clear();
        piece.append(&mut self.waiting);
        if !self.at_end {
            if self.opening.is_plain() {
                self.fill_plain(piece)?;
            } else {
                self.fill_opened(piece)?;
            }
        }
        Ok(!piece.is_empty())
    }

    fn fill_plain(&mut self, piece: &mut Vec<u8>) -> Result<(), R::Error> {
        let room = PIECE_BYTES.saturating_sub(piece.len()) as u64;
        let read = self.source.append(room, piece)?;
        self.at_end = read < room;
        Ok(())
    }

    /// The same for a file whose bytes are not those of its rows.
    fn fill_opened(&mut self, piece: &mut Vec<u8>) -> Result<(), R::Error> {
        let mut packed = Vec::with_capacity(PACKED_BYTES);
        while piece.len() < PIECE_BYTES {
            packed.clear();
            let read = self.source.append(PACKED_BYTES as u64, &mut packed)?;
            self.opening.take(&packed, piece);
            if read < PACKED_BYTES as u64 {
                self.opening.end(piece);
                self.at_end = true;
                return Ok(());
            }
            if self.opening.is_plain() {
                return self.fill_plain(piece);
            }
        }
        Ok(())
    }

    /// In what form the file comes, as far as that is known.
    pub(crate) fn form(&self) -> FileForm {
        let delimiter = self.layout.as_ref().map(|layout| char::from(layout.delimiter()));
        let form = self.opening.form();
        FileForm { delimiter: delimiter.filter(|_| form.format == FileFormat::Csv), ..form }
    }

    /// What is wrong with the file as a whole, once it has been read.
    #[cfg(feature = "cli")]
    pub(crate) fn fault(&self) -> Option<&str> {
        self.opening.fault()
    }

    /// Adds what is wrong with the file as a whole, once it has been read.
    pub(crate) fn conclude(&self, file_check: &mut impl FileUnderCheck) {
        conclude(&self.opening, file_check);
    }

    /// Examines the piece that was filled last; what is no whole row yet comes again.
    pub(crate) fn check<C: PieceChecker>(
        &mut self,
        checker: &mut C,
        piece: &[u8],
    ) -> (C::PieceReport, u64) {
        let (piece_report, read) = checker.check_piece(piece, self.line, self.at_end);
        self.advance(piece, read);
        (piece_report, read.bytes as u64)
    }

    /// Reads the piece that was filled last without checking it; what is no whole row yet comes again.
    pub(crate) fn read_with(&mut self, piece: &[u8], read: impl FnOnce(&[u8], bool) -> Advance) {
        let read = read(piece, self.at_end);
        self.advance(piece, read);
    }

    fn advance(&mut self, piece: &[u8], read: Advance) {
        self.line += read.lines;
        self.waiting.extend_from_slice(&piece[read.bytes..]);
    }

    /// Shortens the piece that was filled last to what any checker can read, and says on which line
    /// it begins; the rest comes again. Nothing if only `checker` can, which has seen all before it.
    #[cfg(feature = "cli")]
    pub(crate) fn detach(&mut self, checker: &Checker, piece: &mut Vec<u8>) -> Option<u64> {
        if checker.is_within_line() {
            return None;
        }
        let bytes = crate::decode::self_contained(piece)?;
        self.waiting.extend_from_slice(&piece[bytes..]);
        piece.truncate(bytes);
        let first_line = self.line;
        self.line += crate::decode::line_feeds(piece);
        Some(first_line)
    }
}

/// Adds what is wrong with a file as a whole.
pub(super) fn conclude(opening: &Opening, file_check: &mut impl FileUnderCheck) {
    if let Some(fault) = opening.fault() {
        file_check.note(Rule::FileWhole, fault);
    }
}
