//! The pipeline that makes a file: threads take partitions on demand, make them, read them back and encode
//! them in the format of the file side by side. What comes in the order of the rows, whichever thread is free
//! does for all: one writes, another hashes. Memory is a few partitions a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::io;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use super::assembly_line::{AssemblyLine, Step};
use super::encoding::{ChunkEncoder, EncodedChunk, EncodingError, FileEncoder};
use super::error::Error;
use super::generate_request::GenerateRequest;
use super::made::Generated;
use super::output::Output;
use super::progress::ProgressDisplay;
use super::tables::{CommandTable, Fault};
use crate::columns::Columns;
use crate::customers::{self, Customers};
use crate::data_set::DataSet;
use crate::decode::line_feeds;
use crate::fingerprint::Hasher;
use crate::plan::Rows;
use crate::table::{Accumulate, Generate};
use crate::tables::TableId;
use crate::transactions::{self, Transactions};

/// The files of a run, all written and not yet in their places.
pub(super) struct Files {
    /// The data set.
    pub(super) output: Output,
    /// The answer key, if there is one.
    pub(super) key: Option<Output>,
}

/// The stage in which chunks are written, and what is known of them is folded. In the one behind it they are
/// hashed.
const WRITE: usize = 0;
const STAGES: usize = 2;

/// How many more chunks than threads are under way. A thread that another program keeps from its processor for
/// a while should not hold up the others at once.
const AHEAD: usize = 6;

/// Makes the rows of `request` in `files`, and the answer key beside them.
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
            run_table::<Customers, { customers::COLUMNS }>(request, files, progress)
        }
        TableId::Transactions => {
            run_table::<Transactions, { transactions::COLUMNS }>(request, files, progress)
        }
    }
}

fn run_table<T: CommandTable, const N: usize>(
    request: &GenerateRequest,
    files: Files,
    progress: ProgressDisplay,
) -> Result<(Files, Generated), Error> {
    let Files { mut output, mut key } = files;
    let not_written = |failure| request.not_written(failure);
    let mut hasher = request.fingerprint.then(Hasher::new);
    let encoder = FileEncoder::new(request).map_err(not_written)?;
    output.write(encoder.opening()).map_err(not_written)?;
    if let Some(hasher) = &mut hasher {
        hasher.update(encoder.opening());
    }
    if let (Some(asked), Some(key), true) = (&request.answer_key, &mut key, request.header) {
        let header = asked.form.header();
        key.write(header.as_bytes()).map_err(|failure| asked.not_written(failure))?;
    }
    let data_set = DataSet::<T>::new(request.recipe.clone())?.range(request.rows);
    let rows_of_block = T::rows_of_block(&request.recipe);
    let size = request.format.partition_size(data_set.partition_size(), rows_of_block);
    let partitions = data_set.partitions(size);
    let threads = request.threads.get().min(partitions.len());
    let layout = T::layout(&request.recipe, request.rows)?;
    let mut encoders: Vec<ChunkEncoder<N>> = (0..threads)
        .map(|_| ChunkEncoder::new(request, layout))
        .collect::<io::Result<_>>()
        .map_err(not_written)?;
    let chunks = (0..threads + AHEAD).map(|_| Chunk::new()).collect();
    let accumulator = data_set.accumulator();
    let pipeline = Pipeline {
        request,
        line: AssemblyLine::new(partitions, chunks),
        outlet: Mutex::new(Outlet { encoder, output, key, rows: 0, accumulator }),
        hasher: hasher.map(Mutex::new),
        failure: Mutex::new(None),
        data_set,
        progress: &progress,
    };
    thread::scope(|scope| {
        let own = encoders.pop();
        for encoder in encoders {
            scope.spawn(|| pipeline.work(encoder));
        }
        if let Some(encoder) = own {
            pipeline.work(encoder);
        }
    });
    if let Some(failure) = pipeline.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(failure);
    }
    let outlet = pipeline.outlet.into_inner().unwrap_or_else(PoisonError::into_inner);
    let Outlet { encoder, mut output, key, accumulator, .. } = outlet;
    let closing = encoder.finish().map_err(not_written)?;
    output.write(&closing).map_err(not_written)?;
    let sha256 = pipeline.hasher.map(|hasher| {
        let mut hasher = hasher.into_inner().unwrap_or_else(PoisonError::into_inner);
        hasher.update(&closing);
        hasher.finish()
    });
    let report = T::report(accumulator.report());
    let files = Files { output, key };
    let (bytes, took) = (files.output.bytes(), progress.end());
    Ok((files, Generated { report, sha256, bytes, took }))
}

/// What the threads share. In each stage there is one of them at a time, so that nobody waits for a lock.
struct Pipeline<'a, T: CommandTable, Partitions: Iterator> {
    request: &'a GenerateRequest,
    data_set: DataSet<T>,
    line: AssemblyLine<Partitions, Chunk<T>, STAGES>,
    outlet: Mutex<Outlet<T>>,
    hasher: Option<Mutex<Hasher>>,
    /// What ended the run before its time.
    failure: Mutex<Option<Error>>,
    progress: &'a ProgressDisplay,
}

/// A partition on its way into the file, or room for one.
struct Chunk<T: CommandTable> {
    /// Its rows as plain CSV, then in the format of the file, then what came of them in the file.
    bytes: Vec<u8>,
    customers: u64,
    made: Vec<Made<T>>,
    /// What it was encoded as. It fails when its turn has come.
    encoded: Result<EncodedChunk, EncodingError>,
}

/// What is known of a partition that was made.
struct Made<T: CommandTable> {
    rows: u64,
    faults: Vec<Fault<T>>,
    report: <T::Generator as Generate>::PartitionReport,
}

/// Where encoded chunks become a file, noted faults an answer key, and what is known of them a report.
struct Outlet<T: CommandTable> {
    encoder: FileEncoder,
    output: Output,
    key: Option<Output>,
    /// How many rows have been written to the file.
    rows: u64,
    accumulator: T::Accumulator,
}

impl<T: CommandTable, Partitions: Iterator<Item = Rows>> Pipeline<'_, T, Partitions> {
    /// Takes part until nothing is left to do, or something fails, here or in another thread.
    fn work<const N: usize>(&self, mut encoder: ChunkEncoder<N>) {
        let mut generator = self.data_set.generator();
        let mut columns = encoder.is_columnar().then(|| generator.columns());
        while let Some(step) = self.line.next() {
            match step {
                Step::Make(turn, rows, mut chunk) => {
                    self.make(rows, &mut generator, columns.as_mut(), &mut chunk);
                    chunk.encoded = encoder.encode(&mut chunk.bytes, columns.as_ref(), rows);
                    self.line.made(turn, chunk);
                }
                Step::Pass(WRITE, mut chunk) => {
                    // Let go before the next may come in.
                    let taken = lock(&self.outlet).take(self.request, &mut chunk);
                    match taken {
                        Ok(rows) => {
                            let bytes = chunk.bytes.len() as u64;
                            self.progress.advance_by_rows(chunk.customers, rows, bytes);
                            self.line.passed(WRITE, chunk);
                        }
                        Err(failure) => {
                            lock(&self.failure).get_or_insert(failure);
                            self.line.stop();
                        }
                    }
                }
                Step::Pass(stage, chunk) => {
                    if let Some(hasher) = &self.hasher {
                        lock(hasher).update(&chunk.bytes);
                    }
                    self.line.passed(stage, chunk);
                }
            }
        }
    }

    /// Makes the rows of a chunk.
    fn make(
        &self,
        rows: Rows,
        generator: &mut T::Generator,
        mut columns: Option<&mut Columns>,
        chunk: &mut Chunk<T>,
    ) {
        if let Some(columns) = &mut columns {
            columns.clear(rows.first + 1);
        }
        // What becomes a row group goes through a core's cache in parts.
        let size = columns.as_ref().map(|_| self.data_set.partition_size());
        let parts = size.map_or(vec![rows], |size| rows.partitions(size).collect());
        let Chunk { bytes, customers, made, .. } = chunk;
        *customers = rows.count();
        made.clear();
        made.extend(
            parts
                .into_iter()
                .map(|part| self.make_part(part, generator, bytes, columns.as_deref_mut())),
        );
    }

    fn make_part(
        &self,
        rows: Rows,
        generator: &mut T::Generator,
        csv: &mut Vec<u8>,
        columns: Option<&mut Columns>,
    ) -> Made<T> {
        let mut faults = Vec::new();
        let mut note =
            |injection: &<T::Generator as Generate>::Injection, clean: &[u8], faulty: &[u8]| {
                if self.request.answer_key.is_some() {
                    faults.push(Fault {
                        injection: *injection,
                        clean: clean.to_vec(),
                        faulty: faulty.to_vec(),
                    });
                }
            };
        let report = match columns {
            Some(columns) => generator.generate_columns(rows, csv, columns, &mut note),
            None => generator.generate_noting(rows, csv, &mut note),
        };
        Made { rows: line_feeds(csv), faults, report }
    }
}

impl<T: CommandTable> Chunk<T> {
    fn new() -> Chunk<T> {
        Chunk { bytes: Vec::new(), customers: 0, made: Vec::new(), encoded: Ok(EncodedChunk::Text) }
    }
}

impl<T: CommandTable> Outlet<T> {
    /// Takes the next chunk, whose bytes are then those of the file. Returns how many rows it has.
    fn take(&mut self, request: &GenerateRequest, chunk: &mut Chunk<T>) -> Result<u64, Error> {
        let Chunk { bytes, made, encoded, .. } = chunk;
        let encoded = mem::replace(encoded, Ok(EncodedChunk::Text));
        self.write(encoded, bytes).map_err(|failure| failure.told(request))?;
        let before = self.rows;
        let mut lines = Vec::new();
        for Made { rows, faults, report } in made.drain(..) {
            for fault in &faults {
                T::note(request, fault, self.rows, &mut lines);
            }
            self.rows += rows;
            self.accumulator.add(report);
        }
        if let (Some(key), Some(asked)) = (&mut self.key, &request.answer_key) {
            key.write(&lines).map_err(|failure| asked.not_written(failure))?;
        }
        Ok(self.rows - before)
    }

    fn write(
        &mut self,
        encoded: Result<EncodedChunk, EncodingError>,
        bytes: &mut Vec<u8>,
    ) -> Result<(), EncodingError> {
        self.encoder.append(encoded?, bytes)?;
        Ok(self.output.write(bytes)?)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
