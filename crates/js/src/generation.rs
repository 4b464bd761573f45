//! Rows of either table, generated piece by piece.

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use segmint::customers::{Customers, CustomersReport};
use segmint::data_set::DataSet;
use segmint::document::{DirtForm, FaultForm, RecipeForm};
use segmint::findings::Report;
use segmint::fingerprint::Hasher;
use segmint::link::{Link, LinkError};
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::table::{Accumulate, Generate, Table};
use segmint::tables::TableId;
use segmint::transactions::{Transactions, TransactionsReport};

use crate::recipe::{RecipeHandle, range_of};
use crate::refusal::{list, refusal};
use crate::to_js;

/// Rows of a table on their way.
#[wasm_bindgen]
pub struct Generation {
    making: Making,
    header: bool,
    hasher: Option<Hasher>,
    csv: Vec<u8>,
    /// How many bytes have been handed out.
    bytes: u64,
}

/// The table that is made.
enum Making {
    Customers(Box<TableMaking<Customers>>),
    Transactions(Box<TableMaking<Transactions>>),
}

/// What makes a table, or a range of its customers.
struct TableMaking<T: Table> {
    data_set: DataSet<T>,
    generator: T::Generator,
    partitions: Box<dyn Iterator<Item = Rows>>,
    accumulator: T::Accumulator,
}

impl<T: Table + 'static> TableMaking<T> {
    fn new(data_set: DataSet<T>) -> Box<TableMaking<T>> {
        Box::new(TableMaking {
            generator: data_set.generator(),
            partitions: Box::new(data_set.partitions(data_set.partition_size())),
            accumulator: data_set.accumulator(),
            data_set,
        })
    }

    /// Replaces `csv` with the next partition, read back. `false` if there is none.
    fn next(&mut self, csv: &mut Vec<u8>) -> bool {
        let Some(partition) = self.partitions.next() else { return false };
        self.accumulator.add(self.generator.generate(partition, csv));
        true
    }
}

#[wasm_bindgen]
impl Generation {
    /// The rows from `first` to `last`, counted from 1, or those of these customers; with or without a
    /// header and a SHA-256.
    ///
    /// # Errors
    /// If the data set has no such rows, as a list.
    #[wasm_bindgen(constructor)]
    pub fn new(
        recipe: &RecipeHandle,
        first: f64,
        last: f64,
        header: bool,
        fingerprint: bool,
    ) -> Result<Generation, JsValue> {
        let (of, table) = recipe.table();
        let range = range(range_of(table), first, last, of.parameters().count)?;
        let making = match table {
            TableId::Customers => {
                Making::Customers(TableMaking::new(DataSet::customers(of.clone()).range(range)))
            }
            TableId::Transactions => {
                let data_set = DataSet::transactions(of.clone())
                    .map_err(|fault| refusal(&[LinkError::Table(fault)]))?;
                Making::Transactions(TableMaking::new(data_set.range(range)))
            }
        };
        let hasher = fingerprint.then(Hasher::new);
        Ok(Generation { making, header, hasher, csv: Vec::new(), bytes: 0 })
    }

    /// The next piece of the file, read back; nothing at its end.
    #[allow(clippy::should_implement_trait, reason = "it is JavaScript that iterates")]
    pub fn next(&mut self) -> Option<Uint8Array> {
        if self.header && self.bytes == 0 {
            self.csv.splice(.., self.making.table().schema().header().bytes());
        } else if !self.making.next(&mut self.csv) {
            return None;
        }
        self.bytes += self.csv.len() as u64;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&self.csv);
        }
        Some(Uint8Array::from(&self.csv[..]))
    }

    /// What is known of the file, which has been handed out to its end.
    ///
    /// # Errors
    /// If JavaScript has no place for it.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        match &self.making {
            Making::Customers(making) => {
                let CustomersReport { report, outcome } = making.accumulator.report();
                let parameters = making.data_set.recipe().parameters();
                to_js(&GenerationReport {
                    rows: Some(making.data_set.rows()),
                    dirt: DirtForm::of(&parameters.dirt.of_customers(), &outcome),
                    ..self.document(&making.data_set, &report, parameters.into())
                })
            }
            Making::Transactions(making) => {
                let TransactionsReport { report, outcome } = making.accumulator.report();
                let parameters = making.data_set.recipe().parameters();
                to_js(&GenerationReport {
                    customers: Some(making.data_set.rows()),
                    dirt: DirtForm::of(&parameters.dirt.of_transactions(), &outcome),
                    ..self.document(
                        &making.data_set,
                        &report,
                        RecipeForm::with_spending(parameters),
                    )
                })
            }
        }
    }
}

impl Generation {
    /// What there is to say of any table.
    fn document<'a, T: Table, S>(
        &self,
        data_set: &DataSet<T>,
        report: &'a Report<S>,
        recipe: RecipeForm,
    ) -> GenerationReport<'a, S> {
        let table = self.making.table();
        let sha256 = self.hasher.clone().map(Hasher::finish);
        let whole = self.header && data_set.rows() == Rows::all(data_set.recipe());
        let sha256_of_whole = sha256.clone().filter(|_| whole);
        let link = Link { recipe: data_set.recipe().clone(), table, sha256: sha256_of_whole };
        GenerationReport {
            table,
            report,
            recipe,
            link: link.to_string(),
            rows: None,
            customers: None,
            header: self.header,
            bytes: self.bytes,
            sha256,
            dirt: None,
        }
    }
}

impl Making {
    const fn table(&self) -> TableId {
        match self {
            Making::Customers(_) => TableId::Customers,
            Making::Transactions(_) => TableId::Transactions,
        }
    }

    /// Replaces `csv` with the next partition, read back. `false` if there is none.
    fn next(&mut self, csv: &mut Vec<u8>) -> bool {
        match self {
            Making::Customers(making) => making.next(csv),
            Making::Transactions(making) => making.next(csv),
        }
    }
}

/// As the command line's report has it, but for the table and where the file went.
#[derive(Serialize)]
struct GenerationReport<'a, S> {
    table: TableId,
    #[serde(flatten)]
    report: &'a Report<S>,
    recipe: RecipeForm,
    link: String,
    /// The rows, where there is one for each customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Rows>,
    /// The customers, where there are any number of rows for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<Rows>,
    header: bool,
    bytes: u64,
    sha256: Option<String>,
    dirt: Option<DirtForm<'a>>,
}

/// These rows or customers, if the data set has them.
fn range(of: &str, first: f64, last: f64, count: u32) -> Result<Rows, JsValue> {
    let place = |number: f64| {
        let whole = number.fract() == 0.0 && 1.0 <= number && number <= f64::from(count);
        #[allow(clippy::cast_sign_loss, reason = "it is at least 1")]
        whole.then_some(number as u64)
    };
    match (place(first), place(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Rows { first, last }),
        _ => {
            let value = format!("{first}-{last}");
            let limit =
                format!("must be a range within 1 to {}, smaller end first", thousands(count));
            let message = format!("{of} = {value:?}: {limit}");
            let parameter = Some(of.to_owned());
            Err(list(&[FaultForm { parameter, value: Some(value), limit: Some(limit), message }]))
        }
    }
}
