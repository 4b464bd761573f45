//! One run: the chunks of a table, or of a part of it, handed out, taken back in any order and folded in the order
//! of the file. Nothing of who makes them.

use std::collections::{BTreeMap, BTreeSet};

use segmint::number::thousands;
use segmint::plan::{BLOCK_ROWS, PartitionSize, Rows};
use segmint::table::Table;
use segmint::tables::TableId;
use segmint::transactions::Transactions;

use crate::browser::{Browser, Enclosed, Piece, Task};
use crate::chosen::Chosen;
use crate::chosen::LIVE_ROWS;
use crate::output_format::OutputFormat;
use crate::protocol::ToWorker;
use crate::refusal::Refusal;
use crate::sink::Sink;
use crate::tables::{ChunkReport, TableAccumulator, TableReport};
use crate::workers::orders_at_a_time;

/// Up to this many rows a run is over before anybody looks.
pub const QUICK_ROWS: u32 = 100_000;

/// How many chunks more than the workers can have may be on their way into the file: enough for the
/// sink never to wait, few enough for memory not to notice.
const AHEAD: usize = 4;

/// About how many transactions the core puts into a partition.
const PURCHASES_IN_A_CHUNK: u32 = 10_000;

/// One run of one data set.
pub struct Run<B: Browser> {
    number: u32,
    chosen: Chosen,
    /// The customers whose rows it makes.
    customers: Rows,
    format: OutputFormat,
    link: String,
    plan: Plan,
    /// Chunks that came before their turn.
    early: BTreeMap<u32, Chunk<B>>,
    folded: u32,
    accumulator: TableAccumulator,
    /// Customers whose rows have been generated, read back and folded.
    done: u64,
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
    /// Of how many customers rows were generated.
    pub customers: u64,
    /// How many bytes of the file they are.
    pub bytes: u32,
    /// What they showed, and which faults they were given.
    pub generated: ChunkReport,
    /// A buffer that begins with the bytes, if they were wanted.
    pub buffer: Option<B::Buffer>,
}

/// What a run that is over leaves.
pub struct RunResult<B: Browser> {
    /// The data set that was run.
    pub chosen: Chosen,
    /// The customers whose rows were made.
    pub customers: Rows,
    /// What is known of every row.
    pub accumulator: TableAccumulator,
    /// The sink, which has taken every chunk.
    pub sink: Sink<B>,
    /// The bytes of the file.
    pub bytes: u64,
}

impl<B: Browser> Run<B> {
    /// A run of these customers of a data set, in this form, into this sink, by so many workers, with a number
    /// that no other run of this page has.
    ///
    /// # Errors
    /// If the recipe does not have the table.
    pub fn new(
        number: u32,
        chosen: Chosen,
        customers: Rows,
        format: OutputFormat,
        sink: Sink<B>,
        workers: usize,
    ) -> Result<Run<B>, Refusal> {
        let accumulator = TableAccumulator::of(chosen.recipe(), chosen.table(), customers);
        Ok(Run {
            number,
            link: chosen.link().to_string(),
            plan: Plan::of(&chosen, customers, workers),
            accumulator: accumulator.map_err(|error| Refusal(error.to_string()))?,
            chosen,
            customers,
            format,
            early: BTreeMap::new(),
            folded: 0,
            done: 0,
            bytes: 0,
            sink,
        })
    }

    /// The number of this run.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The data set.
    #[must_use]
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Whether it starts by itself, and nobody waits for it.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.chosen.is_live() || self.customers != Rows::all(self.chosen.recipe())
    }

    /// Whether it is over before anybody looks, so that all is drawn at once.
    #[must_use]
    pub fn is_quick(&self) -> bool {
        match self.chosen.table() {
            TableId::Customers => self.chosen.customers() <= QUICK_ROWS,
            TableId::Transactions => self.is_live(),
        }
    }

    /// How many chunks a worker has at a time.
    #[must_use]
    pub fn at_a_time(&self) -> usize {
        self.plan.at_a_time
    }

    /// Of how many customers the rows have been generated, read back and folded.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done
    }

    /// How many bytes their rows have.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What is known of their rows.
    #[must_use]
    pub fn report(&self) -> TableReport {
        self.accumulator.report()
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
            file: self.customers,
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
            self.done += chunk.customers;
            self.bytes += u64::from(chunk.bytes);
            if !self.accumulator.add(chunk.generated) {
                return Err(Refusal("rows of another table came".to_owned()));
            }
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
                "The rows of customers {first} to {last} could not be made, in two workers: {why}"
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
        let Run { accumulator, chosen, customers, sink, bytes, .. } = self;
        RunResult { chosen, customers, accumulator, sink, bytes }
    }

    /// Gives the run up.
    #[must_use]
    pub fn into_sink(self) -> Sink<B> {
        self.sink
    }
}

impl Plan {
    fn of(chosen: &Chosen, customers: Rows, workers: usize) -> Plan {
        let (size, rows) = match chosen.table() {
            TableId::Customers => {
                let blocks = blocks_in_a_chunk(chosen.customers());
                (PartitionSize::Blocks(blocks), blocks * BLOCK_ROWS)
            }
            TableId::Transactions => {
                (Transactions::partition_size(chosen.recipe()), PURCHASES_IN_A_CHUNK)
            }
        };
        let chunks = customers.partitions(size);
        let at_a_time = orders_at_a_time(rows);
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
