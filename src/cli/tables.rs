//! What the command line has to know of each table, and the only place where it asks which one it has before it.

use super::error::Error;
use super::generate_request::GenerateRequest;
use super::output_format::OutputFormat;
use super::pipeline::{self, Files, Generated};
use super::progress::ProgressDisplay;
use crate::customers::{self, Customers, CustomersReport};
use crate::data_set::DataSet;
use crate::format::RowLayout;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::table::{Accumulate, Generate, NotInVersion, Table};
use crate::tables::TableId;
use crate::transactions::{self, RowGenerator, Transactions, TransactionsReport};

/// A fault in a row of a table.
pub(super) type Injection<T> = <<T as Table>::Generator as Generate>::Injection;

/// A table that the pipeline can make.
pub(super) trait CommandTable: Table<Accumulator: Send> + Sync {
    /// How its rows stand to these customers.
    ///
    /// # Errors
    /// If the recipe's version does not have the table.
    fn layout(recipe: &Recipe, customers: Rows) -> Result<RowLayout, NotInVersion>;

    /// Notes a fault in the answer key, as it is in the file of this request.
    fn note(
        request: &GenerateRequest,
        injection: &Injection<Self>,
        clean: &[u8],
        faulty: &[u8],
        key: &mut Vec<u8>,
    );

    /// What is known of rows that were made.
    fn report(report: <Self::Accumulator as Accumulate>::Report) -> TableReport;
}

/// What is known of rows that were made, of whichever table.
pub(super) enum TableReport {
    Customers(CustomersReport),
    Transactions(TransactionsReport),
}

impl TableReport {
    /// How many findings there are too many or too few.
    pub(super) fn astray(&self) -> u64 {
        match self {
            TableReport::Customers(made) => made.outcome.astray(),
            // No row is given a fault.
            TableReport::Transactions(made) => {
                made.report.findings().map(|finding| finding.rows).sum()
            }
        }
    }
}

impl CommandTable for Customers {
    fn layout(_: &Recipe, _: Rows) -> Result<RowLayout, NotInVersion> {
        Ok(RowLayout::OneEach)
    }

    fn note(
        request: &GenerateRequest,
        injection: &Injection<Self>,
        clean: &[u8],
        faulty: &[u8],
        key: &mut Vec<u8>,
    ) {
        let Some(asked) = &request.answer_key else { return };
        let GenerateRequest { format, rows, header, .. } = request;
        let OutputFormat::Text { format, .. } = format else {
            asked.form.write_at(injection, None, clean, faulty, key);
            return;
        };
        let line = format.line(Customers::SCHEMA, injection.row, *rows, *header);
        let is_row = injection.column.is_none();
        let [clean, faulty] = [clean, faulty].map(|plain| format.written(plain, is_row));
        asked.form.write_at(injection, Some(line), &clean, &faulty, key);
    }

    fn report(report: CustomersReport) -> TableReport {
        TableReport::Customers(report)
    }
}

impl CommandTable for Transactions {
    fn layout(recipe: &Recipe, customers: Rows) -> Result<RowLayout, NotInVersion> {
        let first = RowGenerator::new(recipe)?.first_with_rows(customers);
        Ok(RowLayout::AnyNumber { first })
    }

    /// No row is given a fault, so there is none to note.
    fn note(_: &GenerateRequest, _: &Injection<Self>, _: &[u8], _: &[u8], _: &mut Vec<u8>) {}

    fn report(report: TransactionsReport) -> TableReport {
        TableReport::Transactions(report)
    }
}

/// Makes the rows of the table of `request` in `files`.
///
/// # Errors
/// The first failure; nothing is written after it.
pub(super) fn run(
    request: &GenerateRequest,
    files: Files,
    progress: ProgressDisplay,
) -> Result<(Files, Generated), Error> {
    match request.table {
        TableId::Customers => {
            pipeline::run::<Customers, { customers::COLUMNS }>(request, files, progress)
        }
        TableId::Transactions => {
            pipeline::run::<Transactions, { transactions::COLUMNS }>(request, files, progress)
        }
    }
}

/// The progress of making the table for so many customers.
pub(super) fn progress(table: TableId, customers: u64, seen: bool) -> ProgressDisplay {
    match table {
        TableId::Customers => ProgressDisplay::of_customers(customers, seen),
        TableId::Transactions => ProgressDisplay::of_transactions(customers, seen),
    }
}

/// The SHA-256 of the recipe's plain CSV of the table, which is made for that alone.
///
/// # Errors
/// If the recipe's version does not have the table.
pub(super) fn fingerprint(table: TableId, recipe: &Recipe) -> Result<String, Error> {
    fn of<T: Table>(recipe: &Recipe) -> Result<String, Error> {
        let data_set = DataSet::<T>::new(recipe.clone())?;
        let progress = ProgressDisplay::of_customers(data_set.rows().count(), true);
        let sha256 = data_set.fingerprint(|customers| progress.advance(customers));
        progress.end();
        Ok(sha256)
    }
    match table {
        TableId::Customers => of::<Customers>(recipe),
        TableId::Transactions => of::<Transactions>(recipe),
    }
}
