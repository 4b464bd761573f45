//! A whole file that is brought, piece by piece, where nobody can wait for what comes next.

use std::collections::VecDeque;
use std::io;

use super::opening::{FileForm, Opening, PACKED_BYTES};
use super::reading::{PIECE_BYTES, Reading, conclude};
use crate::customers::check::{Criteria, Examiner, Inspection, Report};

/// A file under delivery. Memory does not grow with the file, as with
/// [`validate`](super::validate).
#[derive(Debug)]
pub struct Delivery {
    criteria: Criteria,
    opening: Opening,
    /// What has been brought before the header could be read.
    brought: VecDeque<u8>,
    opened: Option<Opened>,
}

/// A file whose header has been read.
#[derive(Debug)]
struct Opened {
    reading: Reading<VecDeque<u8>>,
    inspection: Inspection,
    /// Nothing if the file cannot be read.
    examiner: Option<Examiner>,
    piece: Vec<u8>,
}

impl Delivery {
    /// Nothing has been brought yet of a file that is held against these criteria.
    #[must_use]
    pub fn new(criteria: &Criteria) -> Delivery {
        Delivery {
            criteria: criteria.clone(),
            opening: Opening::new(),
            brought: VecDeque::new(),
            opened: None,
        }
    }

    /// Takes what comes next, however much that is.
    ///
    /// # Errors
    /// None, for memory can be read.
    pub fn take(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut csv = Vec::new();
        for piece in bytes.chunks(PACKED_BYTES) {
            self.opening.take(piece, &mut csv);
            self.queue().extend(&csv);
            csv.clear();
            // With less in the queue, a reading would take its end for that of the file.
            while self.queue().len() >= PIECE_BYTES {
                match &mut self.opened {
                    Some(opened) => {
                        opened.examine()?;
                    }
                    None => {
                        self.open()?;
                    }
                }
            }
        }
        Ok(())
    }

    /// What is known of the file, which has come to its end.
    ///
    /// # Errors
    /// None, for memory can be read.
    pub fn report(self) -> io::Result<Report> {
        self.judge().map(|(report, _)| report)
    }

    /// [`report`](Delivery::report), which says in what form the file came, too.
    ///
    /// # Errors
    /// None, for memory can be read.
    pub fn judge(mut self) -> io::Result<(Report, FileForm)> {
        let mut csv = Vec::new();
        self.opening.end(&mut csv);
        self.queue().extend(&csv);
        let form = self.opening.form();
        let opened = self.open()?;
        while opened.examine()? {}
        let delimiter = opened.reading.form().delimiter;
        let mut inspection = opened.inspection.clone();
        conclude(&self.opening, &mut inspection);
        Ok((inspection.report(), FileForm { delimiter, ..form }))
    }

    fn queue(&mut self) -> &mut VecDeque<u8> {
        match &mut self.opened {
            Some(opened) => opened.reading.source(),
            None => &mut self.brought,
        }
    }

    /// Reads the header, unless that has been done.
    fn open(&mut self) -> io::Result<&mut Opened> {
        let opened = match self.opened.take() {
            Some(opened) => opened,
            None => {
                Opened::begin(std::mem::take(&mut self.brought), &self.opening, &self.criteria)?
            }
        };
        Ok(self.opened.insert(opened))
    }
}

impl Opened {
    fn begin(brought: VecDeque<u8>, opening: &Opening, criteria: &Criteria) -> io::Result<Opened> {
        let known = opening.unpacked();
        let (reading, inspection) = Reading::begin_opened(brought, known, criteria)?;
        let examiner = reading.layout().map(|layout| Examiner::of_layout(criteria, layout));
        Ok(Opened { reading, inspection, examiner, piece: Vec::new() })
    }

    /// Examines the next piece of what has been brought. `false` if there is none.
    fn examine(&mut self) -> io::Result<bool> {
        let Some(examiner) = &mut self.examiner else {
            self.reading.source().clear();
            return Ok(false);
        };
        if !self.reading.fill(&mut self.piece)? {
            return Ok(false);
        }
        let (examination, _) = self.reading.examine(examiner, &self.piece);
        self.inspection.absorb(examination);
        Ok(true)
    }
}
