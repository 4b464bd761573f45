//! The tables, where one is chosen while the page runs: what makes the chunks of one and reads them back, and what
//! folds them. What a table is, is for the core to say.

use segmint::customers::dirt::DirtReport;
use segmint::customers::{self, CustomersReport};
use segmint::data_set::DataSet;
use segmint::dirt::Injected;
use segmint::format::{RowLayout, Transcoder, Unsayable};
use segmint::link::Link;
use segmint::plan::Rows;
use segmint::recipe::Recipe;
use segmint::table::{Accumulate, Generate, NotInVersion};
use segmint::tables::TableId;
use segmint::transactions::{self, RowGenerator, TransactionsReport};
use serde::{Deserialize, Serialize};

use crate::fingerprint::Validity;
use crate::output_format::OutputFormat;
use crate::shown_rows::RowFault;
use crate::words;

/// Makes chunks of one table of a recipe, and reads them back.
pub enum TableGenerator {
    /// Of customers.
    Customers(Box<customers::Generator>),
    /// Of transactions.
    Transactions(Box<transactions::Generator>),
}

/// Puts the rows of one table into the form of their file.
pub enum TableTranscoder {
    /// Of customers.
    Customers(Box<Transcoder<{ customers::COLUMNS }>>),
    /// Of transactions.
    Transactions(Box<Transcoder<{ transactions::COLUMNS }>>),
}

/// What is known of a chunk that was made and read back.
#[derive(Debug, Serialize, Deserialize)]
pub enum ChunkReport {
    /// Of customers.
    Customers(Box<customers::PartitionReport>),
    /// Of transactions.
    Transactions(Box<transactions::PartitionReport>),
}

impl ChunkReport {
    /// Leaves out what nobody asks of a chunk that has so many customers before it in its file.
    pub fn shorten_behind(&mut self, customers: u64) {
        if let ChunkReport::Customers(report) = self {
            report.shorten_behind(customers);
        }
    }
}

/// Folds what is known of the chunks of one table, in their order.
pub enum TableAccumulator {
    /// Of customers.
    Customers(Box<customers::Accumulator>),
    /// Of transactions.
    Transactions(Box<transactions::Accumulator>),
}

/// What is known of a table that was made.
#[derive(Clone, Debug, PartialEq)]
pub enum TableReport {
    /// Of customers, and what became of the faults they were given.
    Customers(Box<CustomersReport>),
    /// Of transactions, and what became of the faults they were given.
    Transactions(Box<TransactionsReport>),
}

impl TableGenerator {
    /// For the table that this link names.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn of(link: Link) -> Result<TableGenerator, NotInVersion> {
        let Link { recipe, table, .. } = link;
        Ok(match table {
            TableId::Customers => {
                TableGenerator::Customers(Box::new(DataSet::customers(recipe).generator()))
            }
            TableId::Transactions => {
                TableGenerator::Transactions(Box::new(DataSet::transactions(recipe)?.generator()))
            }
        })
    }

    /// Replaces `csv` with what these customers have in the table, without header, and reads it back.
    pub fn generate(&mut self, customers: Rows, csv: &mut Vec<u8>) -> ChunkReport {
        match self {
            TableGenerator::Customers(generator) => {
                ChunkReport::Customers(Box::new(generator.generate(customers, csv)))
            }
            TableGenerator::Transactions(generator) => {
                ChunkReport::Transactions(Box::new(generator.generate(customers, csv)))
            }
        }
    }

    /// Replaces `csv` with what these customers have in the table, without header, and says which faults are in it.
    pub fn write(&self, customers: Rows, csv: &mut Vec<u8>) -> Vec<RowFault> {
        let mut faults = Vec::new();
        match self {
            TableGenerator::Customers(generator) => {
                generator.write_noting(customers, csv, &mut |injection, _, _| {
                    let at = (injection.row() - customers.first) as u32;
                    faults.push(fault(at, injection, TableId::Customers));
                });
            }
            TableGenerator::Transactions(generator) => {
                generator.write_noting(customers, csv, &mut |injection, _, _| {
                    let at = (injection.row() - 1) as u32;
                    faults.push(fault(at, injection, TableId::Transactions));
                });
            }
        }
        faults
    }
}

/// What was injected, in the row at this place of a table.
fn fault(at: u32, injection: &impl Injected, table: TableId) -> RowFault {
    RowFault::new(at, injection.kind(), injection.column(), table)
}

impl TableTranscoder {
    /// For a file in this form that has the rows of these customers in the table that this link names.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn new(
        link: &Link,
        format: OutputFormat,
        file: Rows,
    ) -> Result<TableTranscoder, NotInVersion> {
        let (format, schema) = (format.format(link.table), link.table.schema());
        Ok(match link.table {
            TableId::Customers => {
                TableTranscoder::Customers(Box::new(Transcoder::new(format, schema, file, true)))
            }
            TableId::Transactions => {
                let first = RowGenerator::new(&link.recipe)?.first_with_rows(file);
                let transcoder = Transcoder::new(format, schema, file, true);
                let transcoder = transcoder.with_layout(RowLayout::AnyNumber { first });
                TableTranscoder::Transactions(Box::new(transcoder))
            }
        })
    }

    /// What the rows of these customers are in the file, given their plain CSV without header.
    ///
    /// # Errors
    /// Rows that the format has no words for.
    pub fn transcode<'a>(
        &'a mut self,
        csv: &'a [u8],
        customers: Rows,
    ) -> Result<&'a [u8], Unsayable> {
        match self {
            TableTranscoder::Customers(transcoder) => transcoder.transcode(csv, customers),
            TableTranscoder::Transactions(transcoder) => transcoder.transcode(csv, customers),
        }
    }
}

impl TableAccumulator {
    /// For these customers of a recipe, of which nothing is known yet.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn of(
        recipe: &Recipe,
        table: TableId,
        customers: Rows,
    ) -> Result<TableAccumulator, NotInVersion> {
        let recipe = recipe.clone();
        Ok(match table {
            TableId::Customers => {
                let data_set = DataSet::customers(recipe).range(customers);
                TableAccumulator::Customers(Box::new(data_set.accumulator()))
            }
            TableId::Transactions => {
                let data_set = DataSet::transactions(recipe)?.range(customers);
                TableAccumulator::Transactions(Box::new(data_set.accumulator()))
            }
        })
    }

    /// Adds the chunk that follows; whether it is of this table.
    #[must_use]
    pub fn add(&mut self, chunk: ChunkReport) -> bool {
        match (self, chunk) {
            (TableAccumulator::Customers(accumulator), ChunkReport::Customers(chunk)) => {
                accumulator.add(*chunk);
            }
            (TableAccumulator::Transactions(accumulator), ChunkReport::Transactions(chunk)) => {
                accumulator.add(*chunk);
            }
            _ => return false,
        }
        true
    }

    /// What is known so far.
    #[must_use]
    pub fn report(&self) -> TableReport {
        match self {
            TableAccumulator::Customers(accumulator) => {
                TableReport::Customers(Box::new(accumulator.report()))
            }
            TableAccumulator::Transactions(accumulator) => {
                TableReport::Transactions(Box::new(accumulator.report()))
            }
        }
    }
}

impl TableReport {
    /// How many rows so many customers have in the table.
    #[must_use]
    pub fn rows(&self, customers: u64) -> u64 {
        match self {
            TableReport::Customers(_) => customers,
            TableReport::Transactions(known) => known.report.statistics.total_transactions,
        }
    }

    /// Whether the rows keep the rules.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        match self {
            TableReport::Customers(known) => known.report.is_valid,
            TableReport::Transactions(known) => known.report.is_valid,
        }
    }

    /// How the rows stand to the rules: with faults put in, to those that they were to break.
    #[must_use]
    pub fn validity(&self) -> Validity {
        let outcome = self.outcome();
        if outcome.injected() > 0 && outcome.is_exact() {
            Validity::Dirty
        } else {
            Validity::of(self.is_valid())
        }
    }

    /// What came of the faults that the rows were given.
    #[must_use]
    pub fn outcome(&self) -> &DirtReport {
        match self {
            TableReport::Customers(known) => &known.outcome,
            TableReport::Transactions(known) => &known.outcome,
        }
    }

    /// Whether exactly what was injected was found.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.outcome().is_exact()
    }

    /// How many rules that must be kept were broken, and how many that should be.
    #[must_use]
    pub fn broken(&self) -> (u64, u64) {
        match self {
            TableReport::Customers(known) => words::rules_broken(&known.report),
            TableReport::Transactions(known) => words::rules_broken(&known.report),
        }
    }
}
