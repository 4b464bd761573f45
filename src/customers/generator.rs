//! A partition's whole way through one worker: made, given its faults, read back.

use serde::{Deserialize, Serialize};

use super::COLUMNS;
use super::check::{Checker, Criteria, FileCheck, PieceReport, Report};
use super::dirt::{DirtReport, Draw, Injection, Spoiler, Tally};
use super::v1::Version1;
use super::v2::Version2;
use super::version::{ROW_BOUND, RowFacts, Version};
use crate::columns::Columns;
use crate::plan::{PartitionSize, Rows};
use crate::recipe::{Recipe, RecipeVersion};
use crate::table::{Accumulate, Generate, Note};

/// The bytes of a typical row; a first guess for memory, nothing depends on it.
const TYPICAL_ROW: usize = 128;

/// Makes room for some rows behind the first `len` bytes. What an earlier use left there is as good as zeros, and for
/// more than that it grows a little at a time, because zeros are written for nothing.
#[cold]
fn grow(csv: &mut Vec<u8>, len: usize) {
    csv.resize(len + 32 * ROW_BOUND, 0);
}

/// Makes partitions of one recipe, of whichever version it is.
#[derive(Debug)]
pub enum Generator {
    /// Of version 1.
    V1(Box<VersionGenerator<Version1>>),
    /// Of version 2.
    V2(Box<VersionGenerator<Version2>>),
}

/// The rows of a batch that lie before those, and those that are among them.
fn among<V: Version>(batch: &[V::Row], rows: Rows) -> (&[V::Row], &[V::Row]) {
    let Some(first) = batch.first() else { return (batch, batch) };
    let place =
        |number: u64| (number.saturating_sub(V::number(first).into()) as usize).min(batch.len());
    let (before, others) = batch.split_at(place(rows.first));
    (before, &others[..place(rows.last + 1) - before.len()])
}

impl Generator {
    /// A generator for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> Generator {
        match recipe.version() {
            RecipeVersion::V1 => Generator::V1(Box::new(VersionGenerator::new(recipe))),
            RecipeVersion::V2 => Generator::V2(Box::new(VersionGenerator::new(recipe))),
        }
    }
}

impl Generate for Generator {
    type Injection = Injection;
    type PartitionReport = PartitionReport;

    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_, Injection>) {
        match self {
            Generator::V1(generator) => generator.write_noting(rows, csv, note),
            Generator::V2(generator) => generator.write_noting(rows, csv, note),
        }
    }

    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        match self {
            Generator::V1(generator) => generator.generate_noting(rows, csv, note),
            Generator::V2(generator) => generator.generate_noting(rows, csv, note),
        }
    }

    fn columns(&self) -> Columns {
        match self {
            Generator::V1(generator) => generator.columns(),
            Generator::V2(generator) => generator.columns(),
        }
    }

    fn write_columns(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) {
        match self {
            Generator::V1(generator) => generator.write_columns(rows, csv, columns, note),
            Generator::V2(generator) => generator.write_columns(rows, csv, columns, note),
        }
    }

    fn generate_columns(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        match self {
            Generator::V1(generator) => generator.generate_columns(rows, csv, columns, note),
            Generator::V2(generator) => generator.generate_columns(rows, csv, columns, note),
        }
    }

    fn dirty_blocks(&self, rows: Rows) -> Box<dyn Iterator<Item = Rows> + '_> {
        match self {
            Generator::V1(generator) => generator.dirty_blocks(rows),
            Generator::V2(generator) => generator.dirty_blocks(rows),
        }
    }
}

/// Makes partitions of one recipe of version `V`.
#[derive(Debug)]
pub struct VersionGenerator<V> {
    version: V,
    spoiler: Option<Spoiler>,
    checker: Checker,
}

/// What happens to the rows of version `V` beside being written as CSV.
trait Beside<V: Version> {
    /// Writes a row, as [`Version::write`] does.
    fn write(&mut self, version: &V, row: &V::Row, window: &mut [u8; ROW_BOUND]) -> usize;

    /// In place of the last row comes this one.
    fn replace(&mut self, row: &[u8]);
}

/// Nothing.
impl<V: Version> Beside<V> for () {
    #[inline]
    fn write(&mut self, version: &V, row: &V::Row, window: &mut [u8; ROW_BOUND]) -> usize {
        version.write(row, window)
    }

    fn replace(&mut self, _: &[u8]) {}
}

/// They are kept in columns, too.
impl<V: Version> Beside<V> for Columns {
    #[inline]
    fn write(&mut self, version: &V, row: &V::Row, window: &mut [u8; ROW_BOUND]) -> usize {
        version.write_beside(row, window, self)
    }

    fn replace(&mut self, row: &[u8]) {
        self.truncate(self.rows() - 1);
        self.read::<COLUMNS>(row);
    }
}

/// What is known of rows that were generated.
#[derive(Debug, Serialize, Deserialize)]
pub struct PartitionReport {
    /// What was read back from their bytes.
    pub piece_report: PieceReport,
    /// Which faults they were given.
    pub tally: Tally,
}

impl PartitionReport {
    /// Leaves out what nobody asks of rows that have so many before them in their file, so that it need not be sent:
    /// the addresses, which are compared among the first rows alone.
    pub fn shorten_behind(&mut self, rows: u64) {
        self.piece_report.forget_emails_behind(rows);
    }
}

/// Folds what is known of the partitions of a recipe, in their order.
#[derive(Clone, Debug)]
pub struct Accumulator {
    file_check: FileCheck,
    tally: Tally,
}

/// What is known of a table of customers that was generated.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomersReport {
    /// What was read back from the bytes.
    pub report: Report,
    /// What was injected into the rows, and whether exactly that was found.
    pub outcome: DirtReport,
}

impl Accumulator {
    /// An accumulator for these rows of `recipe`, of which nothing is known yet.
    #[must_use]
    pub fn new(recipe: &Recipe, rows: Rows) -> Accumulator {
        Accumulator {
            file_check: FileCheck::new(&Criteria::of(recipe.clone())),
            tally: Tally::before(rows),
        }
    }
}

impl Accumulate for Accumulator {
    type PartitionReport = PartitionReport;
    type Report = CustomersReport;

    fn add(&mut self, PartitionReport { piece_report, tally }: PartitionReport) {
        self.file_check.absorb(piece_report);
        self.tally.append(tally);
    }

    fn report(&self) -> CustomersReport {
        let report = self.file_check.report();
        CustomersReport { outcome: self.tally.outcome(&report), report }
    }
}

impl<V: Version> VersionGenerator<V> {
    /// A generator for `recipe`.
    #[must_use]
    pub fn new(recipe: &Recipe) -> VersionGenerator<V> {
        // Of rows with faults every finding is looked for.
        let criteria = Criteria { examples: u32::MAX, ..Criteria::of(recipe.clone()) };
        VersionGenerator {
            version: V::new(recipe),
            spoiler: Spoiler::new(recipe),
            checker: Checker::new(&criteria),
        }
    }

    /// [`make`](Self::make), and reads the bytes back.
    #[inline]
    fn make_and_read_back(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        beside: &mut impl Beside<V>,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        let mut injections = Vec::new();
        self.make(rows, csv, beside, &mut |injection, clean, faulty| {
            injections.push(*injection);
            note(injection, clean, faulty);
        });
        self.read_back(rows, csv, &injections)
    }

    /// Makes partitions; what is to be done with each row beside being written as CSV, `beside` says.
    #[inline]
    fn make(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        beside: &mut impl Beside<V>,
        note: &mut Note<'_, Injection>,
    ) {
        csv.reserve((rows.count() as usize * TYPICAL_ROW).saturating_sub(csv.len()));
        let mut len = 0;
        for block in rows.blocks() {
            let mut draws =
                self.spoiler.as_ref().and_then(|spoiler| spoiler.block(block, &self.version));
            let block = self.version.block(block);
            self.version.rows(&block, |batch| {
                let (before, mut wanted) = among::<V>(batch, rows);
                if let Some(draws) = &mut draws {
                    for row in before {
                        draws.next(self.version.facts(row));
                    }
                }
                while !wanted.is_empty() {
                    if csv.len() < len + ROW_BOUND {
                        grow(csv, len);
                    }
                    let mut rest = &mut csv[len..];
                    while let [row, others @ ..] = wanted
                        && let Some(window) = rest.first_chunk_mut()
                    {
                        let mut written = beside.write(&self.version, row, window);
                        if let Some(draws) = &mut draws {
                            let facts = self.version.facts(row);
                            if let Some(draw) = draws.next(facts) {
                                written = self.spoil(&block, draw, facts, window, written, note);
                                beside.replace(&window[..written]);
                            }
                        }
                        len += written;
                        rest = &mut rest[written..];
                        wanted = others;
                    }
                }
            });
        }
        csv.truncate(len);
    }

    /// What is known of rows that were made with these faults.
    fn read_back(&mut self, rows: Rows, csv: &[u8], injections: &[Injection]) -> PartitionReport {
        let mut piece_report = self.checker.check(csv, rows.first + 1);
        let tally = Tally::of(rows, injections, &piece_report);
        piece_report.shorten(Criteria::EXAMPLES);
        PartitionReport { piece_report, tally }
    }

    /// Gives a row of so many bytes its fault. Returns how many it has then.
    #[cold]
    fn spoil(
        &self,
        block: &V::Block,
        draw: Draw,
        facts: RowFacts,
        window: &mut [u8; ROW_BOUND],
        len: usize,
        note: &mut Note<'_, Injection>,
    ) -> usize {
        let Some(spoiler) = &self.spoiler else { return len };
        let edit = spoiler.edit(draw, facts, &window[..len], &|row| self.version.email(block, row));
        note(&edit.injection, &window[edit.range.clone()], &edit.faulty);
        edit.apply(window, len)
    }
}

impl<V: Version> Generate for VersionGenerator<V> {
    type Injection = Injection;
    type PartitionReport = PartitionReport;

    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Injection>,
    ) -> PartitionReport {
        self.make_and_read_back(rows, csv, &mut (), note)
    }

    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_, Injection>) {
        self.make(rows, csv, &mut (), note);
    }

    fn columns(&self) -> Columns {
        V::columns()
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

    fn dirty_blocks(&self, rows: Rows) -> Box<dyn Iterator<Item = Rows> + '_> {
        let blocks = rows.blocks().zip(rows.partitions(PartitionSize::Blocks(1)));
        let dirty = self.spoiler.iter().flat_map(move |spoiler| {
            let is_dirty = |block| spoiler.block(block, &self.version).is_some();
            blocks.clone().filter(move |(block, _)| is_dirty(*block))
        });
        Box::new(dirty.map(|(_, rows)| rows))
    }
}
