//! What is generated at its reader's word, since it takes a while: a place for the file first, and then a run that can be
//! watched.

use segmint::plan::Rows;

use super::super::common::Common;
use super::{Generating, Stage};
use crate::browser::Browser;
use crate::chosen::Chosen;
use crate::output_format::OutputFormat;
use crate::panel::State;
use crate::refusal::Refusal;
use crate::save_target::SaveTarget;
use crate::sink::{FileWriter, Sink};
use crate::wish::Wish;

impl<B: Browser> Generating<B> {
    /// Generates a large data set at its reader's word, which a browser takes for leave to ask for a
    /// file.
    pub(in crate::session) fn begin_asked(
        &mut self,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        let (Stage::Waiting, Ok(chosen), Some(known)) =
            (&self.stage, &wish.chosen, self.capabilities)
        else {
            return Ok(());
        };
        common.note_change();
        common.browser.hide_notice();
        match known.target(chosen, wish.format) {
            SaveTarget::Picked => {
                let run = self.expect_file(common)?;
                common.browser.pick_file(run, wish.table, wish.format)
            }
            SaveTarget::Stored { needed, .. } => {
                let run = self.expect_file(common)?;
                common.browser.store_file(run, needed);
                Ok(())
            }
            SaveTarget::Memory => {
                let sink = self.memory(chosen, wish.format);
                self.begin_large(chosen, wish.format, sink, common)
            }
            SaveTarget::Nowhere { .. } => {
                self.begin_large(chosen, wish.format, Sink::Nothing, common)
            }
        }
    }

    fn expect_file(&mut self, common: &mut Common<B>) -> Result<u32, Refusal> {
        let run = common.next_run()?;
        self.stage = Stage::Placing(run);
        common.panel.say("Waiting for a place for the file: this browser may be asking you.");
        Ok(run)
    }

    /// There is a place for the file, or its reader wants none.
    pub(in crate::session) fn place(
        &mut self,
        run: u32,
        file: Result<Option<B::SaveFile>, Refusal>,
        wish: &Wish,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        match (&self.stage, &wish.chosen) {
            (Stage::Placing(placing), Ok(chosen)) if *placing == run => {
                self.stage = Stage::Waiting;
                common.note_change();
                let Some(file) = file? else {
                    common.panel.say("No file was chosen, so nothing was generated.");
                    return common.announce("No file was chosen.");
                };
                common.panel.is_locked = true;
                let (number, worker) = common.workers.start_apart(&mut common.browser)?;
                let writer = Box::new(FileWriter::new(number, worker, file));
                self.begin_large(chosen, wish.format, Sink::File(writer), common)
            }
            _ => Ok(()),
        }
    }

    /// Begins a run that its reader can watch.
    fn begin_large(
        &mut self,
        chosen: &Chosen,
        format: OutputFormat,
        sink: Sink<B>,
        common: &mut Common<B>,
    ) -> Result<(), Refusal> {
        common.panel.say("");
        common.announce("Generating.")?;
        let all = Rows::all(chosen.recipe());
        self.begin(chosen, all, format, sink, State::Running, common)
    }
}
