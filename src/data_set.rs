//! The front door: a recipe and a table in; partitions, their bytes, a report and a fingerprint out.
//! Everything that makes rows comes in here, on one thread or on many.

use std::io::{self, Write};
use std::marker::PhantomData;

use crate::customers::Customers;
use crate::fingerprint::Hasher;
use crate::plan::{PartitionSize, Rows};
use crate::recipe::Recipe;
use crate::table::{Accumulate, Generate, NotInVersion, Table};
use crate::transactions::Transactions;

/// One table of a recipe, or a range of its customers.
///
/// A data set is a pure function of its recipe: not of the clock, the machine, the number of threads or the
/// size of the partitions.
///
/// On one thread, a data set [writes](DataSet::write) itself:
///
/// ```
/// use segmint::data_set::DataSet;
/// use segmint::link::Link;
///
/// let recipe = Link::read("v=1&seed=42&count=1000&as_of=2026-11-23").unwrap().recipe;
/// let mut csv = Vec::new();
/// let written = DataSet::customers(recipe).write(&mut csv, |_| ())?;
///
/// assert!(csv.starts_with(b"customer_id,first_name,"));
/// assert!(written.report.report.is_valid);
/// assert_eq!(written.report.report.statistics.total_customers, 1000);
/// assert_eq!(written.sha256.len(), 64);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// On many, each has a generator of its own, and whoever collects the partitions adds what is known of
/// them in their order:
///
/// ```
/// use std::thread;
///
/// use segmint::data_set::DataSet;
/// use segmint::link::Link;
/// use segmint::plan::PartitionSize;
/// use segmint::table::{Accumulate, Generate};
///
/// let recipe = Link::read("v=1&seed=42&count=3000&as_of=2026-11-23").unwrap().recipe;
/// let data_set = DataSet::customers(recipe);
/// let partitions: Vec<_> = data_set.partitions(PartitionSize::Blocks(1)).collect();
/// let made: Vec<_> = thread::scope(|scope| {
///     let threads: Vec<_> = partitions
///         .into_iter()
///         .map(|partition| {
///             let mut generator = data_set.generator();
///             scope.spawn(move || {
///                 let mut csv = Vec::new();
///                 let report = generator.generate(partition, &mut csv);
///                 (csv, report)
///             })
///         })
///         .collect();
///     threads.into_iter().map(|thread| thread.join().unwrap()).collect()
/// });
///
/// let mut accumulator = data_set.accumulator();
/// let mut csv = data_set.header().into_bytes();
/// for (rows, report) in made {
///     csv.extend(rows);
///     accumulator.add(report);
/// }
/// assert_eq!(csv.iter().filter(|&&byte| byte == b'\n').count(), 3001);
/// assert!(accumulator.report().report.is_valid);
/// ```
#[derive(Clone, Debug)]
pub struct DataSet<T> {
    recipe: Recipe,
    rows: Rows,
    table: PhantomData<T>,
}

/// What is known of a data set that was written.
#[derive(Clone, Debug)]
pub struct Written<R> {
    /// What was read back from the bytes.
    pub report: R,
    /// The SHA-256 of the bytes, as [`Hasher::finish`] has it.
    pub sha256: String,
}

impl DataSet<Customers> {
    /// The recipe's customers.
    #[must_use]
    pub fn customers(recipe: Recipe) -> DataSet<Customers> {
        DataSet::of(recipe)
    }
}

impl DataSet<Transactions> {
    /// What the recipe's customers buy.
    ///
    /// # Errors
    /// If the recipe's version knows customers alone.
    pub fn transactions(recipe: Recipe) -> Result<DataSet<Transactions>, NotInVersion> {
        DataSet::new(recipe)
    }
}

impl<T: Table> DataSet<T> {
    /// The recipe's table `T`.
    ///
    /// # Errors
    /// If the recipe's version does not have it.
    pub fn new(recipe: Recipe) -> Result<DataSet<T>, NotInVersion> {
        NotInVersion::judge(T::SCHEMA, T::SINCE, &recipe)?;
        Ok(DataSet::of(recipe))
    }

    fn of(recipe: Recipe) -> DataSet<T> {
        let rows = Rows::all(&recipe);
        DataSet { recipe, rows, table: PhantomData }
    }

    /// The rows of these customers alone, which must be the recipe's. Ranges that follow each other make
    /// the bytes of the whole.
    #[must_use]
    pub fn range(self, rows: Rows) -> DataSet<T> {
        DataSet { rows, ..self }
    }

    /// The recipe.
    #[must_use]
    pub const fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The customers that are asked for.
    #[must_use]
    pub const fn rows(&self) -> Rows {
        self.rows
    }

    /// The header line with its line feed.
    #[must_use]
    pub fn header(&self) -> String {
        T::SCHEMA.header()
    }

    /// The partitions, in order; each can be made alone.
    #[must_use]
    pub fn partitions(
        &self,
        size: PartitionSize,
    ) -> impl ExactSizeIterator<Item = Rows> + Clone + use<T> {
        self.rows.partitions(size)
    }

    /// How large partitions are unless somebody needs others.
    #[must_use]
    pub fn partition_size(&self) -> PartitionSize {
        T::partition_size(&self.recipe)
    }

    /// Makes partitions. Each thread or worker has its own.
    #[must_use]
    pub fn generator(&self) -> T::Generator {
        T::generator(&self.recipe)
    }

    /// Folds what is known of partitions, in their order.
    #[must_use]
    pub fn accumulator(&self) -> T::Accumulator {
        T::accumulator(&self.recipe, self.rows)
    }

    /// Writes the CSV with its header, reads it back, and calls `advance` after each partition with its
    /// number of customers. Memory is one partition, whatever the count.
    ///
    /// # Errors
    /// What `output` says; nothing is written after that.
    pub fn write(
        &self,
        mut output: impl Write,
        mut advance: impl FnMut(u64),
    ) -> io::Result<Written<<T::Accumulator as Accumulate>::Report>> {
        let (mut generator, mut accumulator) = (self.generator(), self.accumulator());
        let mut hasher = Hasher::new();
        let mut csv = self.header().into_bytes();
        hasher.update(&csv);
        output.write_all(&csv)?;
        for partition in self.partitions(self.partition_size()) {
            accumulator.add(generator.generate(partition, &mut csv));
            hasher.update(&csv);
            output.write_all(&csv)?;
            advance(partition.count());
        }
        Ok(Written { report: accumulator.report(), sha256: hasher.finish() })
    }

    /// The SHA-256 of the CSV with its header, which is made for that alone and not read back. Calls
    /// `advance` after each partition with its number of customers.
    pub fn fingerprint(&self, mut advance: impl FnMut(u64)) -> String {
        let generator = self.generator();
        let mut hasher = Hasher::new();
        let mut csv = self.header().into_bytes();
        hasher.update(&csv);
        for partition in self.partitions(self.partition_size()) {
            generator.write(partition, &mut csv);
            hasher.update(&csv);
            advance(partition.count());
        }
        hasher.finish()
    }
}
