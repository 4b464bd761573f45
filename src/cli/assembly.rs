//! The assembly line: threads take chunks on demand, mint and read them back side by side, and
//! hand them on in the order of the rows. Memory is one buffer a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::error::Error;
use super::order::{Key, Order};
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
pub(super) const CHUNK_BLOCKS: u32 = 4;

/// What came off the line.
pub(super) struct Assembled {
    /// Where the bytes went, all written.
    pub(super) output: Output,
    /// Where the answer key went, if there is one.
    pub(super) key: Option<Output>,
    /// What was read back from them.
    pub(super) report: Report,
    /// What was injected into them, and whether exactly that was found.
    pub(super) outcome: Outcome,
    /// Their SHA-256, if it was asked for.
    pub(super) sha256: Option<String>,
}

/// Mints the rows of `order` into `output`, and their faults into `key`.
///
/// # Errors
/// The first failure to write; nothing is written after it.
pub(super) fn assemble(
    order: &Order,
    mut output: Output,
    mut key: Option<Output>,
    progress: &Progress,
) -> Result<Assembled, Error> {
    let mut hasher = order.fingerprint.then(Hasher::new);
    if order.header {
        output.write(HEADER.as_bytes()).map_err(|failure| order.not_written(failure))?;
        if let Some(hasher) = &mut hasher {
            hasher.update(HEADER.as_bytes());
        }
        if let (Some(asked), Some(key)) = (&order.key, &mut key) {
            let header = asked.form.header();
            key.write(header.as_bytes()).map_err(|failure| asked.not_written(failure))?;
        }
    }
    let chunks = order.rows.chunks(CHUNK_BLOCKS);
    let threads = order.threads.get().min(chunks.len());
    let line = Line {
        order,
        chunks: Mutex::new(chunks.enumerate()),
        output: Turnstile::new(output),
        key: order.key.as_ref().zip(key.map(Turnstile::new)),
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
    let output = line.output.into_inner().map_err(|failure| order.not_written(failure))?;
    let key =
        line.key.map(|(asked, key)| key.into_inner().map_err(|failure| asked.not_written(failure)));
    let Ok(Readings { inspection, tally }) = line.readings.into_inner();
    let sha256 = line.hasher.map(|hasher| {
        let Ok(hasher) = hasher.into_inner();
        hasher.finish()
    });
    let report = inspection.report();
    Ok(Assembled { output, key: key.transpose()?, outcome: tally.outcome(&report), report, sha256 })
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
    key: Option<(&'a Key, Turnstile<Output, io::Error>)>,
    hasher: Option<Turnstile<Hasher, Infallible>>,
    readings: Turnstile<Readings, Infallible>,
    progress: &'a Progress,
}

impl<Chunks: Iterator<Item = (usize, Rows)>> Line<'_, Chunks> {
    /// Makes chunks until there are none left, or writing fails, here or in another thread.
    fn work(&self) {
        let mut mint = Mint::new(&self.order.recipe);
        let (mut csv, mut key) = (Vec::new(), Vec::new());
        while let Some((turn, rows)) = self.next_chunk() {
            key.clear();
            let minted = match &self.key {
                Some((asked, _)) => {
                    mint.mint_noting(rows, &mut csv, &mut |injection, clean, faulty| {
                        asked.form.write(injection, clean, faulty, &mut key);
                    })
                }
                None => mint.mint(rows, &mut csv),
            };
            if self.hand_on(turn, &csv, &key, minted).is_break() {
                return;
            }
            self.progress.advance(rows.count().into());
        }
    }

    fn next_chunk(&self) -> Option<(usize, Rows)> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    fn hand_on(&self, turn: usize, csv: &[u8], key: &[u8], minted: Minted) -> ControlFlow<()> {
        self.output.pass(turn, |output| output.write(csv))?;
        if let Some((_, output)) = &self.key {
            output.pass(turn, |output| output.write(key))?;
        }
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
