//! A whole file of customers that is brought, piece by piece, before the transactions that are checked beside it.

use thiserror::Error;

use super::delivery::Brought;
use super::head::FileLayout;
use super::opening::{Opening, PACKED_BYTES};
use super::reading::{PIECE_BYTES, Reading};
use crate::customers::{COLUMNS, Field};
use crate::decode::{Reader, Record};
use crate::tables::TableId;
use crate::transactions::check::{Account, CustomerIds, Customers, FileCustomers};

/// A file of customers under delivery, in any form that a [`Delivery`](super::Delivery) may have.
///
/// It is brought once, so what it says is kept: 12.5 MB for the ids, and 16 bytes for each customer.
#[derive(Debug)]
pub struct CustomersDelivery {
    opening: Opening,
    /// What has been brought before the header could be read.
    brought: Brought,
    opened: Option<Opened>,
    known: Known,
}

/// What is known of a file of customers that has been brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomersFile {
    /// How many rows have an id.
    pub rows: u64,
    /// Whether they are in the order of their ids. If not, nothing is known of customers but that they exist.
    pub in_order: bool,
}

/// Why transactions cannot be checked beside a file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoCustomers {
    /// It is something else.
    #[error("not a table of customers")]
    OtherTable,
    /// Nobody can be found in it.
    #[error("without the column customer_id")]
    WithoutIds,
    /// It is not whole.
    #[error("{0}")]
    Damaged(String),
    /// What is to be checked beside it has customers itself.
    #[error("only beside a file of transactions, and this is one of customers")]
    BesideCustomers,
}

/// A file whose header has been read.
#[derive(Debug)]
struct Opened {
    reading: Reading<Brought>,
    reader: Result<Reader<COLUMNS>, NoCustomers>,
    piece: Vec<u8>,
}

/// Whom the rows have shown so far.
#[derive(Debug)]
struct Known {
    ids: CustomerIds,
    /// In the order of the ids; nobody once the rows are in another.
    accounts: Vec<(u32, Account)>,
    last: u32,
    file: CustomersFile,
}

impl Default for CustomersDelivery {
    fn default() -> CustomersDelivery {
        CustomersDelivery::new()
    }
}

impl CustomersDelivery {
    /// Nothing has been brought yet.
    #[must_use]
    pub fn new() -> CustomersDelivery {
        CustomersDelivery {
            opening: Opening::new(),
            brought: Brought::default(),
            opened: None,
            known: Known {
                ids: CustomerIds::default(),
                accounts: Vec::new(),
                last: 0,
                file: CustomersFile { rows: 0, in_order: true },
            },
        }
    }

    /// Takes what comes next, however much that is.
    pub fn take(&mut self, bytes: &[u8]) {
        let mut csv = Vec::new();
        for piece in bytes.chunks(PACKED_BYTES) {
            self.opening.take(piece, &mut csv);
            self.queue().0.extend(&csv);
            csv.clear();
            // With less in the queue, a reading would take its end for that of the file.
            while self.queue().0.len() >= PIECE_BYTES {
                if let Some(opened) = &mut self.opened {
                    opened.read_on(&mut self.known);
                } else {
                    let brought = std::mem::take(&mut self.brought);
                    self.opened = Some(Opened::begin(brought, &self.opening));
                }
            }
        }
    }

    /// Of whom transactions are to be checked, now that the file has come to its end.
    ///
    /// # Errors
    /// If it is no whole table of customers with ids.
    pub fn end(mut self) -> Result<(CustomersFile, Customers), NoCustomers> {
        let mut csv = Vec::new();
        self.opening.end(&mut csv);
        self.queue().0.extend(&csv);
        let CustomersDelivery { opening, brought, opened, mut known } = self;
        let mut opened = opened.unwrap_or_else(|| Opened::begin(brought, &opening));
        while opened.read_on(&mut known) {}
        opened.reader?;
        if let Some(fault) = opening.fault() {
            return Err(NoCustomers::Damaged(fault.to_owned()));
        }
        let Known { ids, accounts, file, .. } = known;
        let customers = FileCustomers::new(ids, accounts.into_iter());
        Ok((file, Customers::OfFile(Box::new(customers))))
    }

    fn queue(&mut self) -> &mut Brought {
        match &mut self.opened {
            Some(opened) => opened.reading.source(),
            None => &mut self.brought,
        }
    }
}

impl Opened {
    fn begin(brought: Brought, opening: &Opening) -> Opened {
        let Ok((reading, _)) = Reading::begin(brought, opening.unpacked(), 0, &TableId::ALL);
        let reader = match reading.layout() {
            Some(FileLayout::Customers(layout)) => layout.positions[Field::Id.position()]
                .map(|_| Reader::new(layout))
                .ok_or(NoCustomers::WithoutIds),
            _ => Err(NoCustomers::OtherTable),
        };
        Opened { reading, reader, piece: Vec::new() }
    }

    /// Reads the next piece of what has been brought. `false` if there is none.
    fn read_on(&mut self, known: &mut Known) -> bool {
        let Opened { reading, reader, piece } = self;
        let Ok(reader) = reader else {
            reading.source().0.clear();
            return false;
        };
        let Ok(is_filled) = reading.fill(piece);
        if is_filled {
            reading.read_with(piece, |piece, at_end| {
                reader.read(piece, at_end, |_, record| {
                    let Record::Row(fields) = record else { return };
                    if let Some((number, account)) = Account::of_row(&fields) {
                        known.note(number, account);
                    }
                })
            });
        }
        is_filled
    }
}

impl Known {
    fn note(&mut self, number: u32, account: Account) {
        self.ids.note(number);
        self.file.rows += 1;
        self.file.in_order &= number > self.last;
        self.last = number;
        if self.file.in_order {
            self.accounts.push((number, account));
        } else {
            self.accounts = Vec::new();
        }
    }
}
