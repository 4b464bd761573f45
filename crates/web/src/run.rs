//! One run: the chunks of a recipe handed out, taken back in any order and folded in the order
//! of the file. Nothing of workers, nothing of the page.

use std::collections::{BTreeMap, BTreeSet};

use js_sys::ArrayBuffer;

use super::dom::Trouble;
use super::packaging::Packaging;
use super::pool::orders_at_a_time;
use super::protocol::{Errand, Order};
use super::sink::Sink;
use segmint::customers::dirt::Outcome;
use segmint::customers::{Accumulator, CustomersReport, PartitionReport};
use segmint::data_set::DataSet;
use segmint::link::Link;
use segmint::number::thousands;
use segmint::plan::{BLOCK_ROWS, PartitionSize, Rows};
use segmint::recipe::Recipe;
use segmint::table::Accumulate;
use segmint::validate::Report;

/// Up to this many rows a run starts by itself.
pub(super) const LIVE_ROWS: u32 = 1_000_000;

/// Up to this many rows a run is over before anybody looks.
pub(super) const QUICK_ROWS: u32 = 100_000;

/// How many chunks more than the workers can have may be on their way into the file: enough for the
/// sink never to wait, few enough for memory not to notice.
const AHEAD: usize = 4;

/// One run of one recipe.
pub(super) struct Run {
    number: u32,
    recipe: Recipe,
    packaging: Packaging,
    link: String,
    chunks: Box<dyn ExactSizeIterator<Item = Rows>>,
    handed_out: u32,
    all: u32,
    /// How many chunks a worker has at a time.
    orders: usize,
    /// How many chunks may be under way at a time.
    window: usize,
    /// Chunks that were lost with their worker, and wait to be handed out again.
    lost: Vec<(u32, Rows)>,
    /// Chunks that a worker was lost over.
    blamed: BTreeSet<u32>,
    early: BTreeMap<u32, Minted>,
    folded: u32,
    accumulator: Accumulator,
    progress: Progress,
    sink: Sink,
}

/// How far a run has come.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    /// Rows minted, read back and folded.
    pub(super) rows: u64,
    /// Their bytes.
    pub(super) bytes: u64,
}

/// A chunk that came back.
pub(super) struct Minted {
    /// How many rows were minted.
    pub(super) rows: u64,
    /// How many bytes they are.
    pub(super) bytes: u32,
    /// What they showed, and which faults they were given.
    pub(super) reading: Box<PartitionReport>,
    /// A buffer that begins with the bytes, if they were wanted.
    pub(super) buffer: Option<ArrayBuffer>,
}

/// What a run that is over leaves.
pub(super) struct Yield {
    /// The recipe that was run.
    pub(super) recipe: Recipe,
    /// The report on every row.
    pub(super) report: Report,
    /// What was injected into the rows, and what was found of it.
    pub(super) outcome: Outcome,
    /// The sink, which has taken every chunk.
    pub(super) sink: Sink,
    /// The bytes of the file.
    pub(super) bytes: u64,
}

impl Run {
    /// A run of this recipe in this form into this sink, by so many workers, with a number that no other run of
    /// this page has.
    pub(super) fn new(
        number: u32,
        recipe: Recipe,
        packaging: Packaging,
        sink: Sink,
        workers: usize,
    ) -> Run {
        let blocks = blocks_in_a_chunk(recipe.parameters().count);
        let data_set = DataSet::customers(recipe.clone());
        let chunks = data_set.partitions(PartitionSize::Blocks(blocks));
        let orders = orders_at_a_time(blocks * BLOCK_ROWS);
        Run {
            number,
            link: Link::from(recipe.clone()).to_string(),
            accumulator: data_set.accumulator(),
            recipe,
            packaging,
            handed_out: 0,
            all: chunks.len() as u32,
            orders,
            window: workers * orders + AHEAD,
            chunks: Box::new(chunks),
            lost: Vec::new(),
            blamed: BTreeSet::new(),
            early: BTreeMap::new(),
            folded: 0,
            progress: Progress::default(),
            sink,
        }
    }

    /// The number of this run.
    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// The recipe of this run.
    pub(super) fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// How many chunks a worker has at a time.
    pub(super) fn orders(&self) -> usize {
        self.orders
    }

    /// How far it has come.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// Where its bytes go.
    pub(super) fn sink(&mut self) -> &mut Sink {
        &mut self.sink
    }

    /// Takes back a chunk, and folds every chunk whose turn has come.
    pub(super) fn take_back(&mut self, chunk: u32, minted: Minted) -> Result<(), Trouble> {
        self.early.insert(chunk, minted);
        while let Some(minted) = self.early.remove(&self.folded) {
            self.folded += 1;
            self.progress.rows += minted.rows;
            self.progress.bytes += u64::from(minted.bytes);
            self.accumulator.add(*minted.reading);
            if let Some(buffer) = minted.buffer {
                self.sink.take(buffer, minted.bytes)?;
            }
        }
        Ok(())
    }

    /// Has a chunk made again that was lost with its worker.
    ///
    /// # Errors
    /// If the worker was at work on it, and it is not the first that is lost over it.
    pub(super) fn make_again(
        &mut self,
        chunk: u32,
        rows: Rows,
        was_at_work: bool,
        why: &str,
    ) -> Result<(), Trouble> {
        if was_at_work && !self.blamed.insert(chunk) {
            let [first, last] = [rows.first, rows.last].map(thousands);
            return Err(Trouble::Refused(format!(
                "Rows {first} to {last} could not be made, in two workers: {why}"
            )));
        }
        self.lost.push((chunk, rows));
        Ok(())
    }

    /// Whether every chunk has been folded and the sink is done with it.
    pub(super) fn is_over(&self) -> bool {
        self.folded == self.all && self.sink.backlog() == 0
    }

    /// What the run leaves. Meant for a run that [is over](Run::is_over).
    pub(super) fn finish(self) -> Yield {
        let CustomersReport { report, outcome } = self.accumulator.report();
        Yield { outcome, report, recipe: self.recipe, sink: self.sink, bytes: self.progress.bytes }
    }

    /// Gives the run up.
    pub(super) fn into_sink(self) -> Sink {
        self.sink
    }

    /// Whether another chunk may be under way. A slow sink slows the workers.
    fn has_room(&self) -> bool {
        (self.handed_out - self.folded) as usize + self.sink.backlog() < self.window
    }

    /// The next chunk that is to be made.
    fn next_chunk(&mut self) -> Option<(u32, Rows)> {
        if let Some(lost) = self.lost.pop() {
            return Some(lost);
        }
        let rows = self.has_room().then(|| self.chunks.next())??;
        self.handed_out += 1;
        Some((self.handed_out - 1, rows))
    }
}

/// The errands that are to be done now.
impl Iterator for Run {
    type Item = Errand;

    fn next(&mut self) -> Option<Errand> {
        let (chunk, rows) = self.next_chunk()?;
        let order = Order::Mint {
            run: self.number,
            chunk,
            link: self.link.clone(),
            rows,
            file: Rows::all(&self.recipe),
            packaging: self.packaging,
            keep: self.sink.wants_bytes(),
        };
        Some(match self.sink.spare() {
            Some(spare) => Errand::with(order, spare),
            None => Errand::bare(order),
        })
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
