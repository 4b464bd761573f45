//! One run: the chunks of a recipe handed out, taken back in any order and folded in the order
//! of the file. Nothing of who makes them.

use std::collections::{BTreeMap, BTreeSet};

use segmint::customers::dirt::DirtReport;
use segmint::customers::{Accumulator, Customers, CustomersReport, PartitionReport};
use segmint::data_set::DataSet;
use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::{BLOCK_ROWS, PartitionSize, Rows};
use segmint::recipe::Recipe;
use segmint::table::Accumulate;
use segmint::validate::Report;

use crate::browser::{Browser, Enclosed, Piece, Refusal, Task};
use crate::output_format::OutputFormat;
use crate::protocol::ToWorker;
use crate::save_target::LIVE_ROWS;
use crate::sink::Sink;
use crate::workers::orders_at_a_time;

/// Up to this many rows a run is over before anybody looks.
pub const QUICK_ROWS: u32 = 100_000;

/// How many chunks more than the workers can have may be on their way into the file: enough for the
/// sink never to wait, few enough for memory not to notice.
const AHEAD: usize = 4;

/// One run of one recipe.
pub struct Run<B: Browser> {
    number: u32,
    recipe: Recipe,
    format: OutputFormat,
    link: String,
    plan: Plan,
    /// Chunks that came before their turn.
    early: BTreeMap<u32, Chunk<B>>,
    folded: u32,
    accumulator: Accumulator,
    /// Rows generated, read back and folded.
    rows: u64,
    /// Their bytes.
    bytes: u64,
    sink: Sink<B>,
}

/// Which chunks are still to be handed out.
struct Plan {
    chunks: Box<dyn ExactSizeIterator<Item = Rows>>,
    all: u32,
    handed_out: u32,
    /// How many chunks a worker has at a time.
    at_a_time: usize,
    /// How many chunks may be under way at a time.
    window: usize,
    /// Chunks that were lost with their worker, and wait to be handed out again.
    lost: Vec<(u32, Rows)>,
    /// Chunks that a worker was lost over.
    blamed: BTreeSet<u32>,
}

/// A chunk that came back.
pub struct Chunk<B: Browser> {
    /// How many rows were generated.
    pub rows: u64,
    /// How many bytes of the file they are.
    pub bytes: u32,
    /// What they showed, and which faults they were given.
    pub generated: Box<PartitionReport>,
    /// A buffer that begins with the bytes, if they were wanted.
    pub buffer: Option<B::Buffer>,
}

/// What a run that is over leaves.
pub struct RunResult<B: Browser> {
    /// The recipe that was run.
    pub recipe: Recipe,
    /// The report on every row.
    pub report: Report,
    /// What was injected into the rows, and what was found of it.
    pub outcome: DirtReport,
    /// The sink, which has taken every chunk.
    pub sink: Sink<B>,
    /// The bytes of the file.
    pub bytes: u64,
}

impl<B: Browser> Run<B> {
    /// A run of this recipe in this form into this sink, by so many workers, with a number that no other run of
    /// this page has.
    #[must_use]
    pub fn new(
        number: u32,
        recipe: Recipe,
        format: OutputFormat,
        sink: Sink<B>,
        workers: usize,
    ) -> Run<B> {
        let data_set = DataSet::customers(recipe.clone());
        Run {
            number,
            link: Link::from(recipe.clone()).to_string(),
            plan: Plan::of(&data_set, workers),
            accumulator: data_set.accumulator(),
            recipe,
            format,
            early: BTreeMap::new(),
            folded: 0,
            rows: 0,
            bytes: 0,
            sink,
        }
    }

    /// The number of this run.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How many rows its data set has.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.recipe.parameters().count
    }

    /// How many chunks a worker has at a time.
    #[must_use]
    pub fn at_a_time(&self) -> usize {
        self.plan.at_a_time
    }

    /// How many rows have been generated, read back and folded.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Where its bytes go.
    pub fn sink(&mut self) -> &mut Sink<B> {
        &mut self.sink
    }

    /// The next thing to be done; nothing while enough is under way. A slow sink slows the workers.
    pub fn next_task(&mut self) -> Option<Task<B>> {
        let under_way = (self.plan.handed_out - self.folded) as usize + self.sink.backlog();
        let (chunk, rows) = self.plan.next(under_way)?;
        let message = ToWorker::Generate {
            run: self.number,
            chunk,
            link: self.link.clone(),
            rows,
            file: Rows::all(&self.recipe),
            format: self.format,
            keep: self.sink.wants_bytes(),
        };
        Some(Task { message, enclosed: self.sink.spare().map(Enclosed::Buffer) })
    }

    /// Takes back a chunk, and folds every chunk whose turn has come.
    ///
    /// # Errors
    /// If the sink refuses the bytes.
    pub fn take_back(
        &mut self,
        number: u32,
        chunk: Chunk<B>,
        browser: &mut B,
    ) -> Result<(), Refusal> {
        self.early.insert(number, chunk);
        while let Some(chunk) = self.early.remove(&self.folded) {
            self.folded += 1;
            self.rows += chunk.rows;
            self.bytes += u64::from(chunk.bytes);
            self.accumulator.add(*chunk.generated);
            if let Some(buffer) = chunk.buffer {
                self.sink.take(Piece { buffer, bytes: chunk.bytes }, browser)?;
            }
        }
        Ok(())
    }

    /// Has a chunk made again that was lost with its worker.
    ///
    /// # Errors
    /// If the worker was at work on it, and it is not the first that is lost over it.
    pub fn make_again(
        &mut self,
        chunk: u32,
        rows: Rows,
        was_at_work: bool,
        why: &str,
    ) -> Result<(), Refusal> {
        if was_at_work && !self.plan.blamed.insert(chunk) {
            let [first, last] = [rows.first, rows.last].map(thousands);
            return Err(Refusal(format!(
                "Rows {first} to {last} could not be made, in two workers: {why}"
            )));
        }
        self.plan.lost.push((chunk, rows));
        Ok(())
    }

    /// Whether every chunk has been folded and the sink is done with it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.folded == self.plan.all && self.sink.backlog() == 0
    }

    /// What the run leaves. Meant for a run that [is over](Run::is_over).
    #[must_use]
    pub fn finish(self) -> RunResult<B> {
        let CustomersReport { report, outcome } = self.accumulator.report();
        RunResult { outcome, report, recipe: self.recipe, sink: self.sink, bytes: self.bytes }
    }

    /// Gives the run up.
    #[must_use]
    pub fn into_sink(self) -> Sink<B> {
        self.sink
    }
}

impl Plan {
    fn of(data_set: &DataSet<Customers>, workers: usize) -> Plan {
        let blocks = blocks_in_a_chunk(data_set.recipe().parameters().count);
        let chunks = data_set.partitions(PartitionSize::Blocks(blocks));
        let at_a_time = orders_at_a_time(blocks * BLOCK_ROWS);
        Plan {
            all: chunks.len() as u32,
            chunks: Box::new(chunks),
            handed_out: 0,
            at_a_time,
            window: workers * at_a_time + AHEAD,
            lost: Vec::new(),
            blamed: BTreeSet::new(),
        }
    }

    /// The next chunk that is to be made while so many are under way.
    fn next(&mut self, under_way: usize) -> Option<(u32, Rows)> {
        if let Some(lost) = self.lost.pop() {
            return Some(lost);
        }
        let rows = (under_way < self.window).then(|| self.chunks.next())??;
        self.handed_out += 1;
        Some((self.handed_out - 1, rows))
    }
}

/// Small enough that every worker has its share, large enough that messages do not count.
fn blocks_in_a_chunk(count: u32) -> u32 {
    if count <= QUICK_ROWS {
        5
    } else if count <= LIVE_ROWS {
        25
    } else {
        16
    }
}
