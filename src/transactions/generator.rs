//! A partition's whole way through one worker: made, given its faults, and read back beside its customers.

use serde::{Deserialize, Serialize};

use super::check::{Checker, Customers, FileCheck, PieceReport, Report};
use super::columns::{self, Beside};
use super::dirt::{Draw, Injection, Spoiler, Tally};
use super::rows::{Owned, RowGenerator};
use crate::columns::Columns;
use crate::customers::check::Criteria;
use crate::dirt::DirtReport;
use crate::plan::{BLOCK_ROWS, PartitionSize, Rows};
use crate::recipe::Recipe;
use crate::table::{Accumulate, Generate, NotInVersion, Note};

/// Makes partitions of one recipe's transactions, and reads them back.
#[derive(Debug)]
pub struct Generator {
    rows: RowGenerator,
    spoiler: Option<Spoiler>,
    checker: Checker,
}

/// What is known of transactions that were generated.
#[derive(Debug, Serialize, Deserialize)]
pub struct PartitionReport {
    /// What was read back from their bytes.
    pub piece_report: PieceReport,
    /// Which faults they were given.
    pub tally: Tally,
}

/// Folds what is known of the partitions of a recipe, in their order.
#[derive(Clone, Debug)]
pub struct Accumulator {
    file_check: FileCheck,
    tally: Tally,
}

/// What is known of transactions that were generated.
#[derive(Clone, Debug, PartialEq)]
pub struct TransactionsReport {
    /// What was read back from the bytes.
    pub report: Report,
    /// What was injected into the rows, and whether exactly that was found.
    pub outcome: DirtReport,
}

impl Generator {
    /// A generator for `recipe`.
    ///
    /// # Errors
    /// If the recipe's version knows no transactions.
    pub fn new(recipe: &Recipe) -> Result<Generator, NotInVersion> {
        // Of rows with faults every finding is looked for.
        let criteria = Criteria { examples: u32::MAX, ..Criteria::of(recipe.clone()) };
        Ok(Generator {
            rows: RowGenerator::new(recipe)?,
            spoiler: Spoiler::new(recipe),
            checker: Checker::new(&criteria, Customers::of(recipe)),
        })
    }

    /// [`make`](Self::make), and reads the bytes back.
    #[inline]
    fn make_and_read_back(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        beside: &mut impl Beside,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        let mut injections = Vec::new();
        self.make(rows, csv, beside, &mut |injection, clean, faulty| {
            injections.push(*injection);
            note(injection, clean, faulty);
        });
        self.read_back(csv, &injections)
    }

    /// Makes partitions; what is to be done with each row beside being written as CSV, `beside` says.
    fn make(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        beside: &mut impl Beside,
        note: &mut Note<'_, Injection>,
    ) {
        let Some(spoiler) = &self.spoiler else {
            self.rows.write_each(rows, csv, beside, |_, _, _, _, len| len);
            return;
        };
        // The faults of the block that the rows have come to.
        let mut draws: Option<(u32, Vec<Option<Draw>>)> = None;
        let mut before = beside.rows();
        self.rows.write_each(rows, csv, beside, |owned, beside, csv, start, len| {
            let Owned { account, block, rows } = owned;
            let of_customer = std::mem::replace(&mut before, beside.rows());
            let (number, of_block) = draws
                .take()
                .filter(|(number, _)| *number == block.number)
                .unwrap_or_else(|| (block.number, spoiler.block(block.number, &block.accounts)));
            let at = (account.number - 1) % BLOCK_ROWS;
            let draw = of_block[at as usize];
            draws = Some((number, of_block));
            let edit = draw.and_then(|draw| spoiler.edit(draw, account, &csv[start..len]));
            let Some(edit) = edit else { return len };
            let clean = start + edit.range.start..start + edit.range.end;
            note(&edit.injection.behind(rows), &csv[clean], &edit.faulty);
            let len = edit.apply(csv, start, len);
            beside.replace(of_customer, &csv[start..len]);
            before = beside.rows();
            len
        });
    }

    /// What is known of rows that were made with these faults.
    fn read_back(&mut self, csv: &[u8], injections: &[Injection]) -> PartitionReport {
        let mut piece_report = self.checker.check(csv, 2);
        let tally = Tally::of(injections, &piece_report);
        piece_report.shorten(Criteria::EXAMPLES);
        PartitionReport { piece_report, tally }
    }
}

impl Generate for Generator {
    type Injection = Injection;
    type PartitionReport = PartitionReport;

    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_, Injection>) {
        self.make(rows, csv, &mut (), note);
    }

    fn columns(&self) -> Columns {
        columns::empty()
    }

    fn write_columns(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) {
        self.make(rows, csv, columns, note);
    }

    fn generate_columns(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        self.make_and_read_back(rows, csv, columns, note)
    }

    /// Lines in the result count from the first row, as if a header were before it.
    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        self.make_and_read_back(rows, csv, &mut (), note)
    }

    fn dirty_blocks(&self, rows: Rows) -> Box<dyn Iterator<Item = Rows> + '_> {
        let blocks = rows.blocks().zip(rows.partitions(PartitionSize::Blocks(1)));
        let dirty = self.spoiler.iter().flat_map(move |spoiler| {
            blocks.clone().filter(move |(block, _)| spoiler.is_dirty(*block))
        });
        Box::new(dirty.map(|(_, rows)| rows))
    }
}

impl Accumulator {
    /// An accumulator for transactions of `recipe`, of which nothing is known yet.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Accumulator {
        let file_check = FileCheck::new(&Criteria::of(recipe.clone()));
        Accumulator { file_check, tally: Tally::nothing() }
    }
}

impl Accumulate for Accumulator {
    type PartitionReport = PartitionReport;
    type Report = TransactionsReport;

    fn add(&mut self, PartitionReport { piece_report, tally }: PartitionReport) {
        self.tally.append(&tally);
        let before = self.file_check.rows();
        self.file_check.absorb(piece_report.moved(before));
    }

    fn report(&self) -> TransactionsReport {
        let report = self.file_check.report();
        TransactionsReport { outcome: self.tally.outcome(&report), report }
    }
}
