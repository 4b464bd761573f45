//! A whole file that is brought, piece by piece, where nobody can wait for what comes next.

use std::collections::VecDeque;
use std::convert::Infallible;

use super::form::FileForm;
use super::head::FileLayout;
use super::judged::{FileUnderCheck, Judged, PieceChecker};
use super::opening::{Opening, PACKED_BYTES};
use super::reading::{PIECE_BYTES, Reading, Source, conclude};
use crate::customers::check::{self, Criteria};
use crate::tables::TableId;
use crate::transactions;
use crate::transactions::check::Customers;

/// A file under delivery. Memory does not grow with the file, as with
/// [`validate`](super::validate).
#[derive(Debug)]
pub struct Delivery {
    criteria: Criteria,
    /// Of whom transactions are checked; nothing once the check has begun.
    customers: Option<Customers>,
    opening: Opening,
    /// What has been brought before the header could be read.
    brought: Brought,
    opened: Option<Opened>,
}

/// Bytes that have been brought and not read. There is nothing that could go wrong with them.
#[derive(Debug, Default)]
pub(super) struct Brought(pub(super) VecDeque<u8>);

impl Source for Brought {
    type Error = Infallible;

    fn append(&mut self, room: u64, piece: &mut Vec<u8>) -> Result<u64, Infallible> {
        let bytes = self.0.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let (front, back) = self.0.as_slices();
        let from_front = front.len().min(bytes);
        piece.extend_from_slice(&front[..from_front]);
        piece.extend_from_slice(&back[..bytes - from_front]);
        self.0.drain(..bytes);
        Ok(bytes as u64)
    }
}

/// A file whose header has been read.
#[derive(Debug)]
struct Opened {
    reading: Reading<Brought>,
    check: Check,
    piece: Vec<u8>,
}

/// The check of a file of some table.
#[derive(Debug)]
enum Check {
    /// There is no checker if the file cannot be read.
    Customers(Box<check::FileCheck>, Option<Box<check::Checker>>),
    Transactions(Box<transactions::check::FileCheck>, Box<transactions::check::Checker>),
}

impl Delivery {
    /// Nothing has been brought yet of a file that is held against these criteria; transactions are checked beside
    /// these customers.
    #[must_use]
    pub fn new(criteria: &Criteria, customers: Customers) -> Delivery {
        Delivery {
            criteria: criteria.clone(),
            customers: Some(customers),
            opening: Opening::new(),
            brought: Brought::default(),
            opened: None,
        }
    }

    /// Takes what comes next, however much that is.
    pub fn take(&mut self, bytes: &[u8]) {
        let mut csv = Vec::new();
        for piece in bytes.chunks(PACKED_BYTES) {
            self.opening.take(piece, &mut csv);
            self.queue().extend(&csv);
            csv.clear();
            // With less in the queue, a reading would take its end for that of the file.
            while self.queue().len() >= PIECE_BYTES {
                match &mut self.opened {
                    Some(opened) => {
                        opened.check();
                    }
                    None => {
                        self.open();
                    }
                }
            }
        }
    }

    /// What is known of the file, which has come to its end, and in what form it came.
    #[must_use]
    pub fn judge(mut self) -> (Judged, FileForm) {
        let mut csv = Vec::new();
        self.opening.end(&mut csv);
        self.queue().extend(&csv);
        let form = self.opening.form();
        let opened = self.open();
        while opened.check() {}
        let delimiter = opened.reading.form().delimiter;
        let judged = match &opened.check {
            Check::Customers(file_check, _) => {
                let mut file_check = file_check.clone();
                conclude(&self.opening, &mut *file_check);
                Judged::Customers(Box::new(file_check.report()))
            }
            Check::Transactions(file_check, _) => {
                let mut file_check = file_check.clone();
                conclude(&self.opening, &mut *file_check);
                Judged::Transactions(Box::new(file_check.report()))
            }
        };
        (judged, FileForm { delimiter, ..form })
    }

    fn queue(&mut self) -> &mut VecDeque<u8> {
        match &mut self.opened {
            Some(opened) => &mut opened.reading.source().0,
            None => &mut self.brought.0,
        }
    }

    /// Reads the header, unless that has been done.
    fn open(&mut self) -> &mut Opened {
        let opened = self.opened.take().unwrap_or_else(|| {
            let customers = self.customers.take().unwrap_or(Customers::Unknown);
            let brought = std::mem::take(&mut self.brought);
            Opened::begin(brought, &self.opening, &self.criteria, customers)
        });
        self.opened.insert(opened)
    }
}

impl Opened {
    fn begin(
        brought: Brought,
        opening: &Opening,
        criteria: &Criteria,
        customers: Customers,
    ) -> Opened {
        let known = opening.unpacked();
        let Ok((reading, head)) = Reading::begin(brought, known, criteria.examples, &TableId::ALL);
        let check = match reading.layout() {
            Some(FileLayout::Transactions(layout)) => {
                let mut file_check = transactions::check::FileCheck::new(criteria);
                head.begin(&mut file_check);
                let checker = transactions::check::Checker::of_layout(criteria, layout, customers);
                Check::Transactions(Box::new(file_check), Box::new(checker))
            }
            other => {
                let mut file_check = check::FileCheck::new(criteria);
                head.begin(&mut file_check);
                let checker = match other {
                    Some(FileLayout::Customers(layout)) => {
                        Some(Box::new(check::Checker::of_layout(criteria, layout)))
                    }
                    _ => None,
                };
                Check::Customers(Box::new(file_check), checker)
            }
        };
        Opened { reading, check, piece: Vec::new() }
    }

    /// Examines the next piece of what has been brought. `false` if there is none.
    fn check(&mut self) -> bool {
        let Opened { reading, check, piece } = self;
        match check {
            Check::Customers(_, None) => {
                reading.source().0.clear();
                false
            }
            Check::Customers(file_check, Some(checker)) => {
                examine(reading, &mut **checker, &mut **file_check, piece)
            }
            Check::Transactions(file_check, checker) => {
                examine(reading, &mut **checker, &mut **file_check, piece)
            }
        }
    }
}

fn examine<C: PieceChecker>(
    reading: &mut Reading<Brought>,
    checker: &mut C,
    file_check: &mut impl FileUnderCheck<PieceReport = C::PieceReport>,
    piece: &mut Vec<u8>,
) -> bool {
    let Ok(is_filled) = reading.fill(piece);
    if is_filled {
        let (piece_report, _) = reading.check(checker, piece);
        file_check.absorb(piece_report);
    }
    is_filled
}
