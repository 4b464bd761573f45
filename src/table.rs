//! What a table has to bring so that a [`DataSet`](crate::data_set::DataSet) can be made of it. Everything is
//! dispatched when the crate is compiled; nothing in a loop over rows is looked up.

use thiserror::Error;

use crate::columns::Columns;
use crate::plan::{BLOCK_ROWS, PartitionSize, Rows};
use crate::recipe::{Recipe, RecipeVersion};
use crate::schema::Schema;

/// A table that a recipe describes.
pub trait Table {
    /// The columns.
    const SCHEMA: &'static Schema;

    /// The version of the recipe from which on there is one.
    const SINCE: RecipeVersion;

    /// Makes partitions.
    type Generator: Generate;

    /// Folds what is known of partitions.
    type Accumulator: Accumulate<PartitionReport = <Self::Generator as Generate>::PartitionReport>;

    /// How large partitions are that stay in a core's cache while they are made, read back and written.
    fn partition_size(recipe: &Recipe) -> PartitionSize;

    /// About how many rows a block of customers has: one each, unless the table says otherwise.
    #[must_use]
    fn rows_of_block(_: &Recipe) -> u64 {
        BLOCK_ROWS.into()
    }

    /// A generator of the rows of a recipe that has the table. Each thread or worker has its own.
    fn generator(recipe: &Recipe) -> Self::Generator;

    /// An accumulator for these customers of the recipe, of whom nothing is known yet.
    fn accumulator(recipe: &Recipe, rows: Rows) -> Self::Accumulator;
}

/// A table that the version of a recipe does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{table} need recipe version {since}, this is a recipe of version {version}")]
pub struct NotInVersion {
    /// The name of the table.
    pub table: &'static str,
    /// The first version that has it.
    pub since: RecipeVersion,
    /// The version of the recipe.
    pub version: RecipeVersion,
}

impl NotInVersion {
    /// Refuses a recipe of a version before `since`, in which there is a table of this schema.
    pub(crate) fn judge(
        schema: &Schema,
        since: RecipeVersion,
        recipe: &Recipe,
    ) -> Result<(), NotInVersion> {
        let (table, version) = (schema.table, recipe.version());
        if version < since { Err(NotInVersion { table, since, version }) } else { Ok(()) }
    }
}

/// Makes partitions of a table.
pub trait Generate {
    /// A fault that a row is given.
    type Injection: Copy + Send;

    /// What is known of a partition that was made and read back.
    type PartitionReport: Send;

    /// Replaces `csv` with a partition, without header. `note` is told of every fault in the order of the
    /// rows: with the value, or the row, as it would be without, and as it is.
    ///
    /// The memory of `csv` is used again, which saves more time than making the rows takes.
    fn write_noting(&self, rows: Rows, csv: &mut Vec<u8>, note: &mut Note<'_, Self::Injection>);

    /// [`write_noting`](Generate::write_noting), and reads the bytes back.
    ///
    /// Lines in the result count from the header of the whole data set: row 1 is on line 2.
    fn generate_noting(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        note: &mut Note<'_, Self::Injection>,
    ) -> Self::PartitionReport;

    /// No rows, column by column, for [`write_columns`](Generate::write_columns) of this generator.
    fn columns(&self) -> Columns;

    /// [`write_noting`](Generate::write_noting), and adds the same rows to `columns`.
    fn write_columns(
        &self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Self::Injection>,
    );

    /// [`generate_noting`](Generate::generate_noting), and adds the same rows to `columns`.
    fn generate_columns(
        &mut self,
        rows: Rows,
        csv: &mut Vec<u8>,
        columns: &mut Columns,
        note: &mut Note<'_, Self::Injection>,
    ) -> Self::PartitionReport;

    /// The blocks among these rows in which any row has a fault.
    fn dirty_blocks(&self, rows: Rows) -> Box<dyn Iterator<Item = Rows> + '_>;

    /// Replaces `csv` with a partition, without header.
    fn write(&self, rows: Rows, csv: &mut Vec<u8>) {
        self.write_noting(rows, csv, &mut |_, _, _| ());
    }

    /// [`write`](Generate::write), and reads the bytes back.
    fn generate(&mut self, rows: Rows, csv: &mut Vec<u8>) -> Self::PartitionReport {
        self.generate_noting(rows, csv, &mut |_, _, _| ())
    }
}

/// Is told of a fault: the value, or the row, as it would be without, and as it is.
pub type Note<'a, Injection> = dyn FnMut(&Injection, &[u8], &[u8]) + 'a;

/// Folds what is known of partitions, in their order.
pub trait Accumulate {
    /// What is known of a partition.
    type PartitionReport;

    /// What is known of all of them.
    type Report;

    /// Adds the partition that follows.
    fn add(&mut self, partition: Self::PartitionReport);

    /// What is known so far.
    fn report(&self) -> Self::Report;
}
