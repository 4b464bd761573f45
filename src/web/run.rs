//! One run: the chunks of a recipe handed out, taken back in any order and folded in the order
//! of the file. Nothing of workers, nothing of the page.

use std::collections::BTreeMap;

use js_sys::Uint8Array;

use super::protocol::Order;
use crate::link::Link;
use crate::plan::Rows;
use crate::recipe::Recipe;
use crate::validate::{Criteria, Examination, Inspection, Report};

/// Up to this many rows a run starts by itself.
pub(super) const LIVE_ROWS: u32 = 1_000_000;

/// Up to this many rows the file is kept for download: 381 MB. Chromium makes larger Blobs
/// without complaint and then cannot read them; 507 MB always worked.
pub(super) const KEPT_ROWS: u32 = 3_000_000;

/// One run of one recipe.
pub(super) struct Run {
    number: u32,
    recipe: Recipe,
    link: String,
    chunks: Box<dyn ExactSizeIterator<Item = Rows>>,
    handed_out: u32,
    all: u32,
    early: BTreeMap<u32, Minted>,
    folded: u32,
    inspection: Inspection,
    progress: Progress,
    parts: Vec<Uint8Array>,
}

/// How far a run has come.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress {
    /// Rows minted, read back and folded.
    pub(super) rows: u64,
    /// Their bytes, without the header.
    pub(super) bytes: u64,
}

/// A chunk that came back.
pub(super) struct Minted {
    /// How many rows were minted.
    pub(super) rows: u32,
    /// How many bytes they are.
    pub(super) bytes: u32,
    /// What they showed.
    pub(super) examination: Box<Examination>,
    /// The bytes, if they were wanted.
    pub(super) csv: Option<Uint8Array>,
}

/// What a run that is over leaves.
pub(super) struct Yield {
    /// The recipe that was run.
    pub(super) recipe: Recipe,
    /// The report on every row.
    pub(super) report: Report,
    /// The bytes of the chunks in the order of the file; none if they were not kept.
    pub(super) parts: Vec<Uint8Array>,
    /// The bytes of all rows, without the header.
    pub(super) bytes: u64,
}

impl Run {
    /// A run of this recipe, with a number that no other run of this page has.
    pub(super) fn new(number: u32, recipe: Recipe) -> Run {
        let chunks = Rows::all(&recipe).chunks(blocks_in_a_chunk(recipe.parameters().count));
        Run {
            number,
            link: Link::from(recipe.clone()).to_string(),
            inspection: Inspection::new(&Criteria::of(recipe.clone())),
            recipe,
            handed_out: 0,
            all: chunks.len() as u32,
            chunks: Box::new(chunks),
            early: BTreeMap::new(),
            folded: 0,
            progress: Progress::default(),
            parts: Vec::new(),
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

    /// How far it has come.
    pub(super) fn progress(&self) -> Progress {
        self.progress
    }

    /// Whether the bytes are kept for a file.
    pub(super) fn keeps(recipe: &Recipe) -> bool {
        recipe.parameters().count <= KEPT_ROWS
    }

    /// Takes back a chunk, and folds every chunk whose turn has come.
    pub(super) fn take_back(&mut self, chunk: u32, minted: Minted) {
        self.early.insert(chunk, minted);
        while let Some(minted) = self.early.remove(&self.folded) {
            self.folded += 1;
            self.progress.rows += u64::from(minted.rows);
            self.progress.bytes += u64::from(minted.bytes);
            self.inspection.absorb(*minted.examination);
            self.parts.extend(minted.csv);
        }
    }

    /// Whether every chunk has been folded.
    pub(super) fn is_over(&self) -> bool {
        self.folded == self.all
    }

    /// What the run leaves. Meant for a run that [is over](Run::is_over).
    pub(super) fn finish(self) -> Yield {
        Yield {
            report: self.inspection.report(),
            recipe: self.recipe,
            parts: self.parts,
            bytes: self.progress.bytes,
        }
    }
}

/// The orders that are still to be handed out.
impl Iterator for Run {
    type Item = Order;

    fn next(&mut self) -> Option<Order> {
        let rows = self.chunks.next()?;
        let chunk = self.handed_out;
        self.handed_out += 1;
        Some(Order::Mint {
            run: self.number,
            chunk,
            link: self.link.clone(),
            rows,
            keep: Run::keeps(&self.recipe),
        })
    }
}

/// Small enough that every worker has its share, large enough that messages do not count.
fn blocks_in_a_chunk(count: u32) -> u32 {
    match count {
        0..=100_000 => 5,
        100_001..=LIVE_ROWS => 25,
        _ => 50,
    }
}
