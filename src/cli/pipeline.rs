//! The pipeline that makes a file: threads take partitions on demand, make them, read them back and encode
//! them in the format of the file side by side, and hand them on in the order of the rows. Memory is
//! a partition a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::encoding::{ChunkEncoder, EncodedChunk, EncodingError, FileEncoder};
use super::error::Error;
use super::generate_request::GenerateRequest;
use super::ordered::Ordered;
use super::output::Output;
use super::progress::ProgressDisplay;
use super::tables::{CommandTable, Fault, TableReport};
use crate::columns::Columns;
use crate::data_set::DataSet;
use crate::decode::line_feeds;
use crate::fingerprint::Hasher;
use crate::link::Link;
use crate::plan::Rows;
use crate::table::{Accumulate, Generate};

/// The files of a run, all written and not yet in their places.
pub(super) struct Files {
    /// The data set.
    pub(super) output: Output,
    /// The answer key, if there is one.
    pub(super) key: Option<Output>,
}

/// What a run made, for the report.
pub(super) struct Generated {
    /// What was read back from the rows.
    pub(super) report: TableReport,
    /// The SHA-256 of the bytes, if it was asked for.
    pub(super) sha256: Option<String>,
    /// How many bytes the file has.
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

impl Generated {
    /// The SHA-256 that the link says, and the one of the file, if it is the whole data set's.
    pub(super) fn fingerprints<'a>(
        &'a self,
        request: &'a GenerateRequest,
    ) -> Option<(&'a str, &'a str)> {
        let expected = request.expected.as_deref().filter(|_| request.is_whole())?;
        Some((expected, self.sha256.as_deref()?))
    }

    /// Whether the file may take its place: it is what it was to be, and no other than the sender's.
    pub(super) fn takes_place(&self, request: &GenerateRequest) -> bool {
        let is_foreign =
            self.fingerprints(request).is_some_and(|(expected, sha256)| expected != sha256);
        self.report.outcome().is_exact() && !is_foreign
    }

    /// The link to the table; with the fingerprint, if the file is the whole of its plain CSV.
    pub(super) fn link(&self, request: &GenerateRequest) -> String {
        let sha256 = self.sha256.clone().filter(|_| request.is_whole());
        Link { recipe: request.recipe.clone(), table: request.table, sha256 }.to_string()
    }
}

/// Makes the rows of `request` in `files`, and the answer key beside them.
///
/// # Errors
/// The first failure; nothing is written after it.
pub(super) fn run<T: CommandTable, const N: usize>(
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
    let pipeline = Pipeline {
        request,
        partitions: Mutex::new(partitions.enumerate()),
        outlet: Ordered::new(Outlet { encoder, output }),
        key: key.map(|output| Ordered::new(KeyOutlet { output, rows: 0 })),
        hasher: hasher.map(Ordered::new),
        accumulator: Ordered::new(data_set.accumulator()),
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
    let Outlet { encoder, mut output } =
        pipeline.outlet.into_inner().map_err(|failure| failure.told(request))?;
    let closing = encoder.finish().map_err(not_written)?;
    output.write(&closing).map_err(not_written)?;
    let key = request.answer_key.as_ref().zip(pipeline.key);
    let key =
        key.map(|(asked, key)| key.into_inner().map_err(|failure| asked.not_written(failure)));
    let Ok(accumulator) = pipeline.accumulator.into_inner();
    let sha256 = pipeline.hasher.map(|hasher| {
        let Ok(mut hasher) = hasher.into_inner();
        hasher.update(&closing);
        hasher.finish()
    });
    let report = T::report(accumulator.report());
    let key = key.transpose()?.map(|KeyOutlet { output, .. }| output);
    let files = Files { output, key };
    let (bytes, took) = (files.output.bytes(), progress.end());
    Ok((files, Generated { report, sha256, bytes, took }))
}

/// The stages. Each is ordered by itself, so that one thread writes while another hashes and the
/// others make partitions.
struct Pipeline<'a, T: CommandTable, Partitions> {
    request: &'a GenerateRequest,
    data_set: DataSet<T>,
    partitions: Mutex<Partitions>,
    outlet: Ordered<Outlet, EncodingError>,
    key: Option<Ordered<KeyOutlet, io::Error>>,
    hasher: Option<Ordered<Hasher, Infallible>>,
    accumulator: Ordered<T::Accumulator, Infallible>,
    progress: &'a ProgressDisplay,
}

/// What is known of a partition that was made.
struct Made<T: CommandTable> {
    rows: u64,
    faults: Vec<Fault<T>>,
    report: <T::Generator as Generate>::PartitionReport,
}

/// Where encoded chunks become a file.
struct Outlet {
    encoder: FileEncoder,
    output: Output,
}

/// Where noted faults become an answer key.
struct KeyOutlet {
    output: Output,
    /// How many rows have been written to the file.
    rows: u64,
}

impl<T: CommandTable, Partitions: Iterator<Item = (usize, Rows)>> Pipeline<'_, T, Partitions> {
    /// Makes partitions until there are none left, or something fails, here or in another thread.
    fn work<const N: usize>(&self, mut encoder: ChunkEncoder<N>) {
        let mut generator = self.data_set.generator();
        let mut columns = encoder.is_columnar().then(|| generator.columns());
        let (mut csv, mut spare) = (Vec::new(), Vec::new());
        while let Some((turn, rows)) = self.next_partition() {
            if let Some(columns) = &mut columns {
                columns.clear(rows.first + 1);
            }
            // What becomes a row group goes through a core's cache in parts.
            let size = columns.as_ref().map(|_| self.data_set.partition_size());
            let parts = size.map_or(vec![rows], |size| rows.partitions(size).collect());
            let made = parts
                .into_iter()
                .map(|part| self.make(part, &mut generator, &mut csv, columns.as_mut()));
            let made: Vec<Made<T>> = made.collect();
            let lines = made.iter().map(|made| made.rows).sum();
            let chunk = encoder.encode(&csv, columns.as_ref(), rows);
            let ControlFlow::Continue(bytes) = self.hand_on(turn, chunk, &mut spare, made) else {
                return;
            };
            self.progress.advance_by_rows(rows.count(), lines, bytes);
        }
    }

    /// Makes a partition.
    fn make(
        &self,
        rows: Rows,
        generator: &mut T::Generator,
        csv: &mut Vec<u8>,
        columns: Option<&mut Columns>,
    ) -> Made<T> {
        let mut faults = Vec::new();
        let mut note =
            |injection: &<T::Generator as Generate>::Injection, clean: &[u8], faulty: &[u8]| {
                if self.key.is_some() {
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

    fn next_partition(&self) -> Option<(usize, Rows)> {
        self.partitions.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    /// Hands a chunk on, or why there is none: that shuts the outlet when its turn has come. Returns how many
    /// bytes of the file came of it.
    fn hand_on<'a>(
        &self,
        turn: usize,
        chunk: Result<EncodedChunk<'a>, EncodingError>,
        spare: &'a mut Vec<u8>,
        made: Vec<Made<T>>,
    ) -> ControlFlow<(), u64> {
        let mut bytes: &[u8] = &[];
        self.outlet.in_turn(turn, |Outlet { encoder, output }| {
            bytes = encoder.append(chunk?, spare)?;
            Ok(output.write(bytes)?)
        })?;
        if let Some(key) = &self.key {
            key.in_turn(turn, |KeyOutlet { output, rows }| {
                let mut lines = Vec::new();
                for made in &made {
                    for fault in &made.faults {
                        T::note(self.request, fault, *rows, &mut lines);
                    }
                    *rows += made.rows;
                }
                output.write(&lines)
            })?;
        }
        if let Some(hasher) = &self.hasher {
            hasher.in_turn(turn, |hasher| {
                hasher.update(bytes);
                Ok(())
            })?;
        }
        self.accumulator.in_turn(turn, |accumulator| {
            for made in made {
                accumulator.add(made.report);
            }
            Ok(())
        })?;
        ControlFlow::Continue(bytes.len() as u64)
    }
}
