//! The assembly line: threads take chunks on demand, mint and read them back side by side, and
//! hand them on in the order of the rows. Memory is one buffer a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::order::Order;
use super::output::Output;
use super::progress::Progress;
use super::turnstile::Turnstile;
use crate::dirt::{Outcome, Tally};
use crate::fingerprint::Hasher;
use crate::mint::{HEADER, Mint, Minted};
use crate::plan::Rows;
use crate::validate::{Criteria, Inspection, Report};

/// Blocks in a chunk: half a megabyte of CSV, which stays in a core's cache while it is minted,
/// read back and written.
const CHUNK_BLOCKS: u32 = 4;

/// What came off the line.
pub(super) struct Assembled {
    /// Where the bytes went, all written.
    pub(super) output: Output,
    /// What was read back from them.
    pub(super) report: Report,
    /// What was injected into them, and whether exactly that was found.
    pub(super) outcome: Outcome,
    /// Their SHA-256, if it was asked for.
    pub(super) sha256: Option<String>,
}

/// Mints the rows of `order` into `output`.
///
/// # Errors
/// The first failure to write; nothing is written after it.
pub(super) fn assemble(
    order: &Order,
    mut output: Output,
    progress: &Progress,
) -> io::Result<Assembled> {
    let mut hasher = order.fingerprint.then(Hasher::new);
    if order.header {
        output.write(HEADER.as_bytes())?;
        if let Some(hasher) = &mut hasher {
            hasher.update(HEADER.as_bytes());
        }
    }
    let chunks = order.rows.chunks(CHUNK_BLOCKS);
    let threads = order.threads.get().min(chunks.len());
    let line = Line {
        order,
        chunks: Mutex::new(chunks.enumerate()),
        output: Turnstile::new(output),
        hasher: hasher.map(Turnstile::new),
        readings: Turnstile::new(Readings {
            inspection: Inspection::new(&Criteria::of(order.recipe.clone())),
            tally: Tally::before(order.rows),
        }),
        progress,
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|| line.work());
        }
        line.work();
    });
    let output = line.output.into_inner()?;
    let Ok(Readings { inspection, tally }) = line.readings.into_inner();
    let sha256 = line.hasher.map(|hasher| {
        let Ok(hasher) = hasher.into_inner();
        hasher.finish()
    });
    let report = inspection.report();
    Ok(Assembled { output, outcome: tally.outcome(&report), report, sha256 })
}

/// What is known of the rows so far.
struct Readings {
    inspection: Inspection,
    tally: Tally,
}

/// The line's stations. Each has a door of its own, so that one thread writes while another
/// hashes and the others mint.
struct Line<'a, Chunks> {
    order: &'a Order,
    chunks: Mutex<Chunks>,
    output: Turnstile<Output, io::Error>,
    hasher: Option<Turnstile<Hasher, Infallible>>,
    readings: Turnstile<Readings, Infallible>,
    progress: &'a Progress,
}

impl<Chunks: Iterator<Item = (usize, Rows)>> Line<'_, Chunks> {
    /// Makes chunks until there are none left, or writing fails, here or in another thread.
    fn work(&self) {
        let mut mint = Mint::new(&self.order.recipe);
        let mut csv = Vec::new();
        while let Some((turn, rows)) = self.next_chunk() {
            let minted = mint.mint(rows, &mut csv);
            if self.hand_on(turn, &csv, minted).is_break() {
                return;
            }
            self.progress.advance(rows.count().into());
        }
    }

    fn next_chunk(&self) -> Option<(usize, Rows)> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    fn hand_on(&self, turn: usize, csv: &[u8], minted: Minted) -> ControlFlow<()> {
        self.output.pass(turn, |output| output.write(csv))?;
        if let Some(hasher) = &self.hasher {
            hasher.pass(turn, |hasher| {
                hasher.update(csv);
                Ok(())
            })?;
        }
        self.readings.pass(turn, |readings| {
            readings.inspection.absorb(minted.examination);
            readings.tally.append(minted.tally);
            Ok(())
        })
    }
}
