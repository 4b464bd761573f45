//! A partition's whole way through one worker: made, and read back beside its customers.

use serde::{Deserialize, Serialize};

use super::check::{Checker, Customers, FileCheck, PieceReport, Report};
use super::rows::RowGenerator;
use crate::customers::check::Criteria;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::table::{Accumulate, Generate, NotInVersion, Note};

/// Makes partitions of one recipe's transactions, and reads them back.
#[derive(Debug)]
pub struct Generator {
    rows: RowGenerator,
    checker: Checker,
}

/// A fault in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injection {
    /// The row, counted from 1 in its partition.
    pub row: u64,
}

/// What is known of transactions that were generated.
#[derive(Debug, Serialize, Deserialize)]
pub struct PartitionReport {
    /// What was read back from their bytes.
    pub piece_report: PieceReport,
}

/// Folds what is known of the partitions of a recipe, in their order.
#[derive(Clone, Debug)]
pub struct Accumulator {
    file_check: FileCheck,
}

/// What is known of transactions that were generated.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionsReport {
    /// What was read back from the bytes.
    pub report: Report,
}

impl Generator {
    /// A generator for `recipe`.
    ///
    /// # Errors
    /// If the recipe's version knows no transactions.
    pub fn new(recipe: &Recipe) -> Result<Generator, NotInVersion> {
        let criteria = Criteria::of(recipe.clone());
        Ok(Generator {
            rows: RowGenerator::new(recipe)?,
            checker: Checker::new(&criteria, Customers::of(recipe)),
        })
    }
}

impl Generate for Generator {
    type Injection = Injection;
    type PartitionReport = PartitionReport;

    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, _: &mut Note<'_, Injection>) {
        self.rows.write(rows, csv);
    }

    /// Lines in the result count from the first row, as if a header were before it.
    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        self.write_noting(rows, csv, note);
        PartitionReport { piece_report: self.checker.check(csv, 2) }
    }

    fn dirty_blocks(&self, _: Rows) -> Box<dyn Iterator<Item = Rows> + '_> {
        Box::new(std::iter::empty())
    }
}

impl Accumulator {
    /// An accumulator for transactions of `recipe`, of which nothing is known yet.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Accumulator {
        Accumulator { file_check: FileCheck::new(&Criteria::of(recipe.clone())) }
    }
}

impl Accumulate for Accumulator {
    type PartitionReport = PartitionReport;
    type Report = TransactionsReport;

    fn add(&mut self, PartitionReport { piece_report }: PartitionReport) {
        let before = self.file_check.rows();
        self.file_check.absorb(piece_report.moved(before));
    }

    fn report(&self) -> TransactionsReport {
        TransactionsReport { report: self.file_check.report() }
    }
}
