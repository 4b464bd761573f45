//! The file of customers beside which transactions are checked: read twice, first for who there is, then row by row
//! as their transactions pass. Memory does not grow with it.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::input::{Input, Source};
use super::unpacked::Unpacked;
use crate::customers::{COLUMNS, Field};
use crate::decode::{Layout, Reader, Record};
use crate::tables::TableId;
use crate::transactions::check::{Account, CustomerIds, Customers, FileCustomers};
use crate::validate::{FileFormat, FileLayout, Opening, Reading};

/// A file of customers that was read once.
pub(super) struct CustomersFile {
    /// How many rows have an id.
    pub(super) rows: u64,
    /// Whether they are in the order of their ids. If not, nothing is known of customers but that they exist.
    pub(super) is_sorted: bool,
    /// What went wrong when it was read again.
    failure: Arc<Mutex<Option<io::Error>>>,
}

impl CustomersFile {
    /// Reads the file, and says of whom transactions are to be checked.
    ///
    /// # Errors
    /// If it cannot be read, or is no table of customers with ids.
    pub(super) fn read(source: &Source) -> io::Result<(CustomersFile, Customers)> {
        let mut ids = CustomerIds::default();
        let (mut rows, mut last, mut is_sorted) = (0, 0, true);
        for row in CustomerRows::open(source)? {
            let (number, _) = row?;
            rows += 1;
            is_sorted &= number > last;
            last = number;
            ids.note(number);
        }
        let failure = Arc::new(Mutex::new(None));
        let again = is_sorted.then(|| CustomerRows::open(source)).transpose()?;
        let told = Arc::clone(&failure);
        let known = again.into_iter().flatten().map_while(move |row| match row {
            Ok(row) => Some(row),
            Err(error) => {
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                None
            }
        });
        let customers = Customers::OfFile(Box::new(FileCustomers::new(ids, known)));
        Ok((CustomersFile { rows, is_sorted, failure }, customers))
    }

    /// What is known of it once the transactions have been checked.
    ///
    /// # Errors
    /// What went wrong on the way.
    pub(super) fn finish(self) -> io::Result<CustomersFile> {
        match self.failure.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => Ok(CustomersFile { failure: Arc::default(), ..self }),
        }
    }
}

/// The rows of a file of customers that have an id, one after the other.
struct CustomerRows {
    reading: Reading<Box<dyn Read + Send>>,
    reader: Reader<COLUMNS>,
    piece: Vec<u8>,
    waiting: VecDeque<(u32, Account)>,
}

impl CustomerRows {
    fn open(source: &Source) -> io::Result<CustomerRows> {
        let Input { bytes, file, .. } = Input::open(source)?;
        let Unpacked { bytes, form } = Unpacked::of(bytes, file)?;
        let opening =
            if form.format == FileFormat::Parquet { Opening::of_csv(form) } else { Opening::new() };
        let (reading, _) = Reading::begin(bytes, opening, 0, &TableId::ALL)?;
        let Some(FileLayout::Customers(layout)) = reading.layout() else {
            return Err(io::Error::other("not a table of customers"));
        };
        if !has_ids(&layout) {
            return Err(io::Error::other("without the column customer_id"));
        }
        let reader = Reader::new(layout);
        Ok(CustomerRows { reading, reader, piece: Vec::new(), waiting: VecDeque::new() })
    }

    /// Reads the next piece. `false` if there is none.
    fn read_on(&mut self) -> io::Result<bool> {
        if !self.reading.fill(&mut self.piece)? {
            let fault = self.reading.fault().map(str::to_owned);
            return fault.map_or(Ok(false), |fault| Err(io::Error::other(fault)));
        }
        let waiting = &mut self.waiting;
        self.reading.read_with(&self.piece, |piece, at_end| {
            self.reader.read(piece, at_end, |_, record| {
                let Record::Row(fields) = record else { return };
                waiting.extend(Account::of_row(&fields));
            })
        });
        Ok(true)
    }
}

fn has_ids(layout: &Layout<COLUMNS>) -> bool {
    layout.positions[Field::Id.position()].is_some()
}

impl Iterator for CustomerRows {
    type Item = io::Result<(u32, Account)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Some(Ok(row));
            }
            match self.read_on() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
