//! What is counted.

use std::fs::File;
use std::hint::black_box;
use std::io::{self, Read, Seek, Write};

use segmint::customers::{Customers, HEADER};
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::recipe::{Parameters, Recipe, RecipeVersion};
use segmint::table::{Accumulate, Generate, Table};
use segmint::transactions::Transactions;
use segmint::validate::{Criteria, validate};

/// Work of which each row takes as long as any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Customers of a version, made.
    Made(RecipeVersion),
    /// Made, read back, and what is known of them added up.
    ReadBack(RecipeVersion),
    /// Transactions, made.
    TransactionsMade,
    /// Made, read back, and what is known of them added up.
    TransactionsReadBack,
    /// A file of customers of a version, checked.
    Checked(RecipeVersion),
}

impl Case {
    /// All of them.
    pub(crate) const ALL: [Case; 8] = [
        Case::Made(RecipeVersion::V1),
        Case::Made(RecipeVersion::V2),
        Case::ReadBack(RecipeVersion::V1),
        Case::ReadBack(RecipeVersion::V2),
        Case::TransactionsMade,
        Case::TransactionsReadBack,
        Case::Checked(RecipeVersion::V1),
        Case::Checked(RecipeVersion::V2),
    ];

    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        use RecipeVersion::{V1, V2};
        match self {
            Case::Made(V1) => "customers-v1-made",
            Case::Made(V2) => "customers-v2-made",
            Case::ReadBack(V1) => "customers-v1-made-and-read-back",
            Case::ReadBack(V2) => "customers-v2-made-and-read-back",
            Case::TransactionsMade => "transactions-made",
            Case::TransactionsReadBack => "transactions-made-and-read-back",
            Case::Checked(V1) => "customers-v1-checked",
            Case::Checked(V2) => "customers-v2-checked",
        }
    }

    /// The case of this name.
    pub(crate) fn named(name: &str) -> Option<Case> {
        Case::ALL.into_iter().find(|case| case.name() == name)
    }

    /// Few customers and many.
    pub(crate) const fn sizes(self) -> [u32; 2] {
        match self {
            Case::TransactionsMade | Case::TransactionsReadBack => [50, 250],
            _ => [20_000, 100_000],
        }
    }

    /// How many rows so many customers are.
    pub(crate) fn rows(self, customers: u32) -> u64 {
        if !matches!(self, Case::TransactionsMade | Case::TransactionsReadBack) {
            return customers.into();
        }
        let mut rows = 0;
        make(&transactions(customers), |csv| {
            rows += memchr::memchr_iter(b'\n', csv).count() as u64;
        });
        rows
    }

    /// The file that is read.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn input(self, customers: u32) -> io::Result<Option<File>> {
        let Case::Checked(version) = self else { return Ok(None) };
        let mut bytes = HEADER.as_bytes().to_vec();
        make(&DataSet::customers(recipe(version, customers)), |csv| bytes.extend_from_slice(csv));
        let mut file = tempfile::tempfile()?;
        file.write_all(&bytes)?;
        file.rewind()?;
        Ok(Some(file))
    }

    /// Does the work.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn run(self, customers: u32, input: impl Read) -> io::Result<()> {
        match self {
            Case::Made(version) => {
                make(&DataSet::customers(recipe(version, customers)), |csv| _ = black_box(csv));
            }
            Case::ReadBack(version) => {
                read_back::<Customers>(&DataSet::customers(recipe(version, customers)));
            }
            Case::TransactionsMade => make(&transactions(customers), |csv| _ = black_box(csv)),
            Case::TransactionsReadBack => read_back::<Transactions>(&transactions(customers)),
            Case::Checked(version) => {
                let criteria = Criteria::of(recipe(version, customers));
                drop(black_box(validate(input, &criteria, |_| ())?));
            }
        }
        Ok(())
    }
}

/// The recipe of so many customers, with all else as it is by default on a day that stays the same.
fn recipe(version: RecipeVersion, count: u32) -> Recipe {
    let defaults = Parameters::defaults(version, Date::from_unix_days(20_780));
    match Recipe::new(Parameters { count, ..defaults }) {
        Ok(recipe) => recipe,
        Err(errors) => panic!("the defaults are a recipe: {errors:?}"),
    }
}

fn transactions(customers: u32) -> DataSet<Transactions> {
    match DataSet::transactions(recipe(RecipeVersion::V2, customers)) {
        Ok(data_set) => data_set,
        Err(error) => unreachable!("version 2 has them: {error}"),
    }
}

/// Makes all partitions, one after the other, and hands each on.
fn make<T: Table>(data_set: &DataSet<T>, mut each: impl FnMut(&[u8])) {
    let (generator, mut csv) = (data_set.generator(), Vec::new());
    for partition in data_set.partitions(data_set.partition_size()) {
        generator.write(partition, &mut csv);
        each(&csv);
    }
}

/// Makes all partitions and reads them back.
fn read_back<T: Table>(data_set: &DataSet<T>) {
    let (mut generator, mut accumulator) = (data_set.generator(), data_set.accumulator());
    let mut csv = Vec::new();
    for partition in data_set.partitions(data_set.partition_size()) {
        accumulator.add(generator.generate(partition, &mut csv));
    }
    drop(black_box(accumulator.report()));
}
