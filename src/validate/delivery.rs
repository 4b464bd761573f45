//! A whole file that is brought, piece by piece, where nobody can wait for what comes next.

use std::collections::VecDeque;
use std::convert::Infallible;

use super::opening::{FileForm, Opening, PACKED_BYTES};
use super::reading::{PIECE_BYTES, Reading, Source, conclude};
use crate::customers::check::{Checker, Criteria, FileCheck, Report};

/// A file under delivery. Memory does not grow with the file, as with
/// [`validate`](super::validate).
#[derive(Debug)]
pub struct Delivery {
    criteria: Criteria,
    opening: Opening,
    /// What has been brought before the header could be read.
    brought: Brought,
    opened: Option<Opened>,
}

/// Bytes that have been brought and not read. There is nothing that could go wrong with them.
#[derive(Debug, Default)]
struct Brought(VecDeque<u8>);

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
    file_check: FileCheck,
    /// Nothing if the file cannot be read.
    checker: Option<Checker>,
    piece: Vec<u8>,
}

impl Delivery {
    /// Nothing has been brought yet of a file that is held against these criteria.
    #[must_use]
    pub fn new(criteria: &Criteria) -> Delivery {
        Delivery {
            criteria: criteria.clone(),
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

    /// What is known of the file, which has come to its end.
    #[must_use]
    pub fn report(self) -> Report {
        self.judge().0
    }

    /// [`report`](Delivery::report), which says in what form the file came, too.
    #[must_use]
    pub fn judge(mut self) -> (Report, FileForm) {
        let mut csv = Vec::new();
        self.opening.end(&mut csv);
        self.queue().extend(&csv);
        let form = self.opening.form();
        let opened = self.open();
        while opened.check() {}
        let delimiter = opened.reading.form().delimiter;
        let mut file_check = opened.file_check.clone();
        conclude(&self.opening, &mut file_check);
        (file_check.report(), FileForm { delimiter, ..form })
    }

    fn queue(&mut self) -> &mut VecDeque<u8> {
        match &mut self.opened {
            Some(opened) => &mut opened.reading.source().0,
            None => &mut self.brought.0,
        }
    }

    /// Reads the header, unless that has been done.
    fn open(&mut self) -> &mut Opened {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => Opened::begin(std::mem::take(&mut self.brought), &self.opening, &self.criteria),
        };
        self.opened.insert(opened)
    }
}

impl Opened {
    fn begin(brought: Brought, opening: &Opening, criteria: &Criteria) -> Opened {
        let known = opening.unpacked();
        let Ok((reading, file_check)) = Reading::begin_opened(brought, known, criteria);
        let checker = reading.layout().map(|layout| Checker::of_layout(criteria, layout));
        Opened { reading, file_check, checker, piece: Vec::new() }
    }

    /// Examines the next piece of what has been brought. `false` if there is none.
    fn check(&mut self) -> bool {
        let Some(checker) = &mut self.checker else {
            self.reading.source().0.clear();
            return false;
        };
        let Ok(is_filled) = self.reading.fill(&mut self.piece);
        if is_filled {
            let (piece_report, _) = self.reading.check(checker, &self.piece);
            self.file_check.absorb(piece_report);
        }
        is_filled
    }
}
