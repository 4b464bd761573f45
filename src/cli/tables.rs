//! What the command line has to know of each table.

use super::error::Error;
use super::generate_request::GenerateRequest;
use super::output_format::OutputFormat;
use super::progress::ProgressDisplay;
use crate::customers::{Customers, CustomersReport};
use crate::data_set::DataSet;
use crate::dirt::{DirtReport, Injected};
use crate::format::{Format, RowLayout};
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::table::{Accumulate, Generate, NotInVersion, Table};
use crate::tables::TableId;
use crate::transactions::{RowGenerator, Transactions, TransactionsReport};

/// A table that the pipeline can make.
pub(super) trait CommandTable: Table<Accumulator: Send> + Sync {
    /// How its rows stand to these customers.
    ///
    /// # Errors
    /// If the recipe's version does not have the table.
    fn layout(recipe: &Recipe, customers: Rows) -> Result<RowLayout, NotInVersion>;

    /// Notes a fault of a partition, before which the file has so many rows, in the answer key, as it is in the file
    /// of this request.
    fn note(request: &GenerateRequest, fault: &Fault<Self>, before: u64, key: &mut Vec<u8>);

    /// What is known of rows that were made.
    fn report(report: <Self::Accumulator as Accumulate>::Report) -> TableReport;
}

/// A fault that was noted: what stands there without it, and with it.
pub(super) struct Fault<T: Table + ?Sized> {
    pub(super) injection: <T::Generator as Generate>::Injection,
    pub(super) clean: Vec<u8>,
    pub(super) faulty: Vec<u8>,
}

/// What is known of rows that were made, of whichever table.
pub(super) enum TableReport {
    Customers(Box<CustomersReport>),
    Transactions(Box<TransactionsReport>),
}

impl TableReport {
    /// What was injected, and whether exactly that was found.
    pub(super) fn outcome(&self) -> &DirtReport {
        match self {
            TableReport::Customers(made) => &made.outcome,
            TableReport::Transactions(made) => &made.outcome,
        }
    }
}

impl CommandTable for Customers {
    fn layout(_: &Recipe, _: Rows) -> Result<RowLayout, NotInVersion> {
        Ok(RowLayout::OneEach)
    }

    fn note(request: &GenerateRequest, fault: &Fault<Self>, _: u64, key: &mut Vec<u8>) {
        let GenerateRequest { format, rows, header, .. } = request;
        let row = fault.injection.row;
        let line = |format: &Format| format.line(Customers::SCHEMA, row, *rows, *header);
        write_fault(request, &fault.injection, line_of(format, line), fault, key);
    }

    fn report(report: CustomersReport) -> TableReport {
        TableReport::Customers(Box::new(report))
    }
}

impl CommandTable for Transactions {
    fn layout(recipe: &Recipe, customers: Rows) -> Result<RowLayout, NotInVersion> {
        let first = RowGenerator::new(recipe)?.first_with_rows(customers);
        Ok(RowLayout::AnyNumber { first })
    }

    fn note(request: &GenerateRequest, fault: &Fault<Self>, before: u64, key: &mut Vec<u8>) {
        let GenerateRequest { format, header, .. } = request;
        let injection = fault.injection.behind(before);
        // Statements of SQL end with a partition, so the line of a row in them is not known.
        let line = match format {
            OutputFormat::Text { format: Format::Sql(_), .. } => None,
            _ => line_of(format, |format| {
                let file = Rows { first: 1, last: injection.row };
                format.line(Transactions::SCHEMA, injection.row, file, *header)
            }),
        };
        write_fault(request, &injection, line, fault, key);
    }

    fn report(report: TransactionsReport) -> TableReport {
        TableReport::Transactions(Box::new(report))
    }
}

/// The line of a file of this format, if it has lines.
fn line_of(format: &OutputFormat, line: impl FnOnce(&Format) -> u64) -> Option<u64> {
    match format {
        OutputFormat::Text { format, .. } => Some(line(format)),
        OutputFormat::Parquet(_) => None,
    }
}

/// Writes the line of a fault that is on this line of the file.
fn write_fault<T: Table>(
    request: &GenerateRequest,
    injection: &impl Injected,
    line: Option<u64>,
    Fault { clean, faulty, .. }: &Fault<T>,
    key: &mut Vec<u8>,
) {
    let Some(asked) = &request.answer_key else { return };
    let OutputFormat::Text { format, .. } = &request.format else {
        asked.form.write_at(injection, line, clean, faulty, key);
        return;
    };
    let is_row = injection.column().is_none();
    let [clean, faulty] = [clean, faulty].map(|plain| format.written(plain, is_row));
    asked.form.write_at(injection, line, &clean, &faulty, key);
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
