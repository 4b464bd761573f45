//! How a run gets a place on disk for its file, and the fingerprint of what is there.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::{Page, Stage};
use crate::desk::Mode;
use crate::dom::{Listener, Trouble};
use crate::events::Event;
use crate::place::{Offers, Place, tidy};
use crate::protocol::{Errand, Order};
use crate::results::Fingerprint;
use crate::run::LIVE_ROWS;
use crate::sink::{Sink, Writer};
use segmint::recipe::Recipe;

/// Up to this many rows the fingerprint of a file on disk is taken unasked, by reading the file
/// back: hashing takes several times as long as all the rest, so it comes after it and nobody waits.
/// With a sender's fingerprint in the link it is always taken.
const UNASKED_ROWS: u64 = 10_000_000;

/// A file on disk that is whole, and how far its fingerprint is.
pub(super) struct Saved {
    run: u32,
    file: web_sys::File,
    step: Step,
}

enum Step {
    Unasked,
    /// Waits for a worker.
    Asked,
    /// This worker reads it.
    Reading(u32),
    Over,
}

impl Page {
    /// Offers to mint, and says where the file goes, as soon as that is known.
    pub(super) fn offer_mint(&mut self, recipe: &Recipe) {
        let spot = self.offers.map(|offers| offers.spot(recipe, self.packaging));
        self.desk.offer_mint(recipe.parameters().count, spot);
        // Room comes and goes.
        let tell = Rc::clone(&self.tell);
        spawn_local(async move { tell(Event::OffersFound(Offers::find().await)) });
    }

    pub(super) fn offers_found(&mut self, offers: Offers) {
        let first = self.offers.replace(offers).is_none();
        if first && offers.has_storage() {
            spawn_local(async {
                if let Err(trouble) = tidy().await {
                    web_sys::console::warn_1(&trouble.to_string().into());
                }
            });
        }
        if let (Stage::Waiting, Mode::Mint, Ok(recipe)) = (&self.stage, self.mode, &self.recipe)
            && recipe.parameters().count > LIVE_ROWS
        {
            self.desk
                .offer_mint(recipe.parameters().count, Some(offers.spot(recipe, self.packaging)));
        }
    }

    /// Asks the reader for a file.
    pub(super) fn pick_place(&mut self) -> Result<(), Trouble> {
        let picked = Place::pick(self.packaging)?;
        self.expect_place(picked)
    }

    /// Makes a file in this site's storage.
    pub(super) fn make_place(&mut self, needed: f64) -> Result<(), Trouble> {
        self.expect_place(async move { Place::store(needed).await.map(Some) })
    }

    fn expect_place(
        &mut self,
        place: impl Future<Output = Result<Option<Place>, Trouble>> + 'static,
    ) -> Result<(), Trouble> {
        let run = self.next_run()?;
        self.stage = Stage::Placing(run);
        self.desk.say("Waiting for a place for the file: this browser may be asking you.");
        let tell = Rc::clone(&self.tell);
        spawn_local(async move { tell(Event::Placed(run, place.await)) });
        Ok(())
    }

    /// There is a place for the file, or its reader wants none.
    pub(super) fn placed(
        &mut self,
        run: u32,
        place: Result<Option<Place>, Trouble>,
    ) -> Result<(), Trouble> {
        match (&self.stage, self.recipe.clone()) {
            (Stage::Placing(placing), Ok(recipe)) if *placing == run => {
                self.stage = Stage::Waiting;
                self.changed = self.now();
                let Some(place) = place? else {
                    self.desk.say("No file was chosen, so nothing was minted.");
                    return self.announce("No file was chosen.".to_owned());
                };
                self.lock()?;
                let writer = Writer::new(self.pool.hire_apart()?, place);
                self.begin_large(recipe, Sink::File(Box::new(writer)))
            }
            _ => Ok(()),
        }
    }

    /// The worker that writes a file, if there is one.
    pub(super) fn writer(&mut self) -> Option<&mut Writer> {
        match &mut self.stage {
            Stage::Running(run) => run.sink().writer(),
            Stage::Closing(closing) => closing.writer(),
            _ => None,
        }
    }

    /// Nothing of a file is lost by a careless click: the recipe is out of reach, and the browser
    /// asks before it closes the page.
    fn lock(&mut self) -> Result<(), Trouble> {
        self.desk.lock(true);
        let window = &self.window;
        self.guard = Some(Listener::new(window, "beforeunload", |event| event.prevent_default())?);
        Ok(())
    }

    pub(super) fn unlock(&mut self) {
        self.desk.lock(false);
        self.guard = None;
    }

    /// A file is on disk: its fingerprint is taken, or can be.
    pub(super) fn read_back(&mut self, run: u32, file: &web_sys::File, rows: u64) -> Fingerprint {
        let unasked = rows <= UNASKED_ROWS || self.expected.is_some();
        let (step, fingerprint) = if unasked {
            (Step::Asked, Fingerprint::Taking(0))
        } else {
            (Step::Unasked, Fingerprint::Untaken)
        };
        self.saved = Some(Saved { run, file: file.clone(), step });
        fingerprint
    }

    pub(super) fn fingerprint_asked(&mut self) -> Result<(), Trouble> {
        if let Some(saved) = &mut self.saved {
            saved.step = Step::Asked;
            self.results.show_fingerprint(&Fingerprint::Taking(0));
        }
        self.feed()
    }

    /// Hands the file to a worker, if it waits for one.
    pub(super) fn give_saved(&mut self) -> Result<(), Trouble> {
        if let Some(saved) = &mut self.saved
            && matches!(saved.step, Step::Asked)
        {
            let order = Order::Fingerprint { run: saved.run };
            let worker = self.pool.give_urgent(&Errand::with(order, saved.file.clone()))?;
            saved.step = worker.map_or(Step::Asked, Step::Reading);
        }
        Ok(())
    }

    /// So much of the file has been read back.
    pub(super) fn read_back_on(&mut self, run: u32, bytes: u64) {
        if let Some(saved) = &self.saved
            && saved.run == run
        {
            let percent = 100.0 * bytes as f64 / saved.file.size().max(1.0);
            self.results.show_fingerprint(&Fingerprint::Taking(percent.min(99.0) as u8));
        }
    }

    /// The file has been read back to its end.
    pub(super) fn has_read_back(&mut self, run: u32, sha256: &str) -> Result<(), Trouble> {
        match &mut self.saved {
            Some(saved) if saved.run == run => saved.step = Step::Over,
            _ => return Ok(()),
        }
        let fingerprint = Fingerprint::Known(sha256.to_owned());
        self.results.show_fingerprint(&fingerprint);
        let expected = self.expected.as_deref();
        let verdict = self.desk.compare(expected, &fingerprint, false, self.packaging);
        self.desk.offer_fingerprint(true);
        self.sha256 = fingerprint.sha256().map(str::to_owned);
        self.announce(format!("The fingerprint is known. {}", verdict.unwrap_or_default()))
    }

    /// Whether this is the file that cannot be read back, or whose reader was lost: it is said.
    pub(super) fn could_not_read_back(&mut self, run: u32, why: &str) -> Result<bool, Trouble> {
        match &mut self.saved {
            Some(saved) if saved.run == run => saved.step = Step::Unasked,
            _ => return Ok(false),
        }
        self.results.show_fingerprint(&Fingerprint::Untaken);
        let text = format!("The file could not be read back: {why}.");
        self.desk.say(&text);
        self.announce(text)?;
        Ok(true)
    }

    /// Lets go of the file that was saved, and of the worker that reads it.
    pub(super) fn forget_saved(&mut self) -> Result<(), Trouble> {
        if let Some(Saved { step: Step::Reading(worker), .. }) = self.saved.take() {
            self.pool.let_go(worker)?;
        }
        Ok(())
    }

    /// Offers to mint once more what could not be made, if it is large enough for that to be asked.
    pub(super) fn offered_again(&mut self) -> bool {
        match self.recipe.clone() {
            Ok(recipe) if self.mode == Mode::Mint && recipe.parameters().count > LIVE_ROWS => {
                self.offer_mint(&recipe);
                true
            }
            _ => false,
        }
    }
}
