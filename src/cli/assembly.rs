//! The assembly line: threads take chunks on demand, mint them, read them back and press them into
//! the format of the file side by side, and hand them on in the order of the rows. Memory is a chunk
//! a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::error::Error;
use super::order::{Key, Order};
use super::output::Output;
use super::press::{Binding, Failure, Press, Sheet};
use super::progress::Progress;
use super::turnstile::Turnstile;
use crate::dirt::{Outcome, Tally};
use crate::fingerprint::Hasher;
use crate::mint::{Mint, Minted};
use crate::plan::Rows;
use crate::validate::{Criteria, Inspection, Report};

/// What came off the line.
pub(super) struct Assembled {
    /// Where the bytes went, all written.
    pub(super) output: Output,
    /// Where the answer key went, if there is one.
    pub(super) key: Option<Output>,
    /// What was read back from the rows.
    pub(super) report: Report,
    /// What was injected into them, and whether exactly that was found.
    pub(super) outcome: Outcome,
    /// The SHA-256 of the bytes, if it was asked for.
    pub(super) sha256: Option<String>,
}

/// Mints the rows of `order` into `output`, and their faults into `key`.
///
/// # Errors
/// The first failure; nothing is written after it.
pub(super) fn assemble(
    order: &Order,
    mut output: Output,
    mut key: Option<Output>,
    progress: &Progress,
) -> Result<Assembled, Error> {
    let not_written = |failure| order.not_written(failure);
    let mut hasher = order.fingerprint.then(Hasher::new);
    let binding = Binding::new(&order.packing, order.threads).map_err(not_written)?;
    output.write(binding.opening()).map_err(not_written)?;
    if let Some(hasher) = &mut hasher {
        hasher.update(binding.opening());
    }
    if let (Some(asked), Some(key), true) = (&order.key, &mut key, order.header) {
        let header = asked.form.header();
        key.write(header.as_bytes()).map_err(|failure| asked.not_written(failure))?;
    }
    let chunks = order.rows.chunks(order.packing.chunk_blocks());
    let threads = order.threads.get().min(chunks.len());
    let mut presses: Vec<Press> =
        (0..threads).map(|_| Press::new(order)).collect::<io::Result<_>>().map_err(not_written)?;
    let line = Line {
        order,
        chunks: Mutex::new(chunks.enumerate()),
        outlet: Turnstile::new(Outlet { binding, output }),
        key: order.key.as_ref().zip(key.map(Turnstile::new)),
        hasher: hasher.map(Turnstile::new),
        readings: Turnstile::new(Readings {
            inspection: Inspection::new(&Criteria::of(order.recipe.clone())),
            tally: Tally::before(order.rows),
        }),
        progress,
    };
    thread::scope(|scope| {
        let own = presses.pop();
        for press in presses {
            scope.spawn(|| line.work(press));
        }
        if let Some(press) = own {
            line.work(press);
        }
    });
    let Outlet { binding, mut output } =
        line.outlet.into_inner().map_err(|failure| failure.told(order))?;
    let closing = binding.finish().map_err(not_written)?;
    output.write(&closing).map_err(not_written)?;
    let key =
        line.key.map(|(asked, key)| key.into_inner().map_err(|failure| asked.not_written(failure)));
    let Ok(Readings { inspection, tally }) = line.readings.into_inner();
    let sha256 = line.hasher.map(|hasher| {
        let Ok(mut hasher) = hasher.into_inner();
        hasher.update(&closing);
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
    outlet: Turnstile<Outlet, Failure>,
    key: Option<(&'a Key, Turnstile<Output, io::Error>)>,
    hasher: Option<Turnstile<Hasher, Infallible>>,
    readings: Turnstile<Readings, Infallible>,
    progress: &'a Progress,
}

/// Where sheets are bound and written.
struct Outlet {
    binding: Binding,
    output: Output,
}

impl<Chunks: Iterator<Item = (usize, Rows)>> Line<'_, Chunks> {
    /// Makes chunks until there are none left, or something fails, here or in another thread.
    fn work(&self, mut press: Press) {
        let mut mint = Mint::new(&self.order.recipe);
        let (mut csv, mut key, mut spare) = (Vec::new(), Vec::new(), Vec::new());
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
            let sheet = press.press(&csv, rows);
            if self.hand_on(turn, sheet, &mut spare, &key, minted).is_break() {
                return;
            }
            self.progress.advance(rows.count().into());
        }
    }

    fn next_chunk(&self) -> Option<(usize, Rows)> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner).next()
    }

    /// Hands a sheet on, or why there is none: that shuts the outlet when its turn has come.
    fn hand_on<'a>(
        &self,
        turn: usize,
        sheet: Result<Sheet<'a>, Failure>,
        spare: &'a mut Vec<u8>,
        key: &[u8],
        minted: Minted,
    ) -> ControlFlow<()> {
        let mut bytes: &[u8] = &[];
        self.outlet.pass(turn, |Outlet { binding, output }| {
            bytes = binding.bind(sheet?, spare)?;
            Ok(output.write(bytes)?)
        })?;
        if let Some((_, output)) = &self.key {
            output.pass(turn, |output| output.write(key))?;
        }
        if let Some(hasher) = &self.hasher {
            hasher.pass(turn, |hasher| {
                hasher.update(bytes);
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
