//! The assembly line: threads take chunks on demand, mint them, read them back and press them into
//! the format of the file side by side, and hand them on in the order of the rows. Memory is a chunk
//! a thread, whatever the count.
//! What the bytes are written to, and who asked for them, stay outside.

use std::convert::Infallible;
use std::io;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::order::Order;
use super::output::Output;
use super::press::{Binding, Failure, Press, Sheet};
use super::progress::Progress;
use super::turnstile::Turnstile;
use crate::fingerprint::Hasher;
use crate::mint::Mint;
use crate::plan::Rows;
use crate::validate::{Criteria, Examination, Inspection, Report};

/// What came off the line.
pub(super) struct Assembled {
    /// Where the bytes went, all written.
    pub(super) output: Output,
    /// What was read back from the rows.
    pub(super) report: Report,
    /// The SHA-256 of the bytes, if it was asked for.
    pub(super) sha256: Option<String>,
}

/// Mints the rows of `order` into `output`.
///
/// # Errors
/// The first failure; nothing is written after it.
pub(super) fn assemble(
    order: &Order,
    mut output: Output,
    progress: &Progress,
) -> Result<Assembled, Failure> {
    let mut hasher = order.fingerprint.then(Hasher::new);
    let binding = Binding::new(&order.packing, order.threads)?;
    output.write(binding.opening())?;
    if let Some(hasher) = &mut hasher {
        hasher.update(binding.opening());
    }
    let chunks = order.rows.chunks(order.packing.chunk_blocks());
    let threads = order.threads.get().min(chunks.len());
    let mut presses: Vec<Press> =
        (0..threads).map(|_| Press::new(order)).collect::<io::Result<_>>()?;
    let line = Line {
        order,
        chunks: Mutex::new(chunks.enumerate()),
        outlet: Turnstile::new(Outlet { binding, output }),
        hasher: hasher.map(Turnstile::new),
        inspection: Turnstile::new(Inspection::new(&Criteria::of(order.recipe.clone()))),
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
    let Outlet { binding, mut output } = line.outlet.into_inner()?;
    let closing = binding.finish()?;
    output.write(&closing)?;
    let Ok(inspection) = line.inspection.into_inner();
    let sha256 = line.hasher.map(|hasher| {
        let Ok(mut hasher) = hasher.into_inner();
        hasher.update(&closing);
        hasher.finish()
    });
    Ok(Assembled { output, report: inspection.report(), sha256 })
}

/// The line's stations. Each has a door of its own, so that one thread writes while another
/// hashes and the others mint.
struct Line<'a, Chunks> {
    order: &'a Order,
    chunks: Mutex<Chunks>,
    outlet: Turnstile<Outlet, Failure>,
    hasher: Option<Turnstile<Hasher, Infallible>>,
    inspection: Turnstile<Inspection, Infallible>,
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
        let (mut csv, mut spare) = (Vec::new(), Vec::new());
        while let Some((turn, rows)) = self.next_chunk() {
            let examination = mint.mint(rows, &mut csv);
            let sheet = press.press(&csv, rows);
            if self.hand_on(turn, sheet, &mut spare, examination).is_break() {
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
        examination: Examination,
    ) -> ControlFlow<()> {
        let mut bytes: &[u8] = &[];
        self.outlet.pass(turn, |Outlet { binding, output }| {
            bytes = binding.bind(sheet?, spare)?;
            Ok(output.write(bytes)?)
        })?;
        if let Some(hasher) = &self.hasher {
            hasher.pass(turn, |hasher| {
                hasher.update(bytes);
                Ok(())
            })?;
        }
        self.inspection.pass(turn, |inspection| {
            inspection.absorb(examination);
            Ok(())
        })
    }
}
