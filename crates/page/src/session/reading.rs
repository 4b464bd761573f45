//! From the reader to a recipe: what the address says, and what the form does.

use segmint::recipe::{Parameter, Parameters, Recipe, RecipeVersion};
use segmint::tables::TableId;

use super::Session;
use crate::address::{Entry, link, said};
use crate::browser::Browser;
use crate::chosen::Chosen;
use crate::form::sprinkled;
use crate::plain_sha256::PlainSha256;
use crate::preset::Preset;
use crate::refusal::Refusal;
use crate::wish::{Mode, Obstacle};

impl<B: Browser> Session<B> {
    /// Reads what the address of the page says.
    pub(super) fn read_address(&mut self, address: &str) -> Result<(), Refusal> {
        self.common.note_change();
        match link(address) {
            None => self.start_over(Entry::Same),
            Some(Ok(link)) => {
                let (recipe, table, expected) = PlainSha256::in_link(link);
                self.wish.table = table;
                self.common.browser.write_form(recipe.parameters());
                if asks_its_own(recipe.parameters()) {
                    self.common.browser.choose_recipe_terms();
                }
                self.wish.expected = expected;
                self.wish.is_linked = true;
                self.take_up(recipe, Entry::Same)
            }
            Some(Err(faults)) => {
                self.abandon()?;
                self.forget_recipe(Obstacle::Link);
                let defaults = self.defaults();
                self.common.browser.write_form(&defaults);
                self.common.browser.show_nothing(None)?;
                self.answer()?;
                self.common.announce("This link is not understood; nothing is done with it.")?;
                let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
                self.common.browser.show_bad_link(said(address), &faults)
            }
        }
    }

    /// Writes the defaults into the form.
    pub(super) fn start_over(&mut self, entry: Entry) -> Result<(), Refusal> {
        let defaults = self.defaults();
        self.common.browser.write_form(&defaults);
        self.wish.table = TableId::default();
        self.read_form_into(entry)
    }

    /// Turns to this table of the same recipe.
    pub(super) fn choose_table(&mut self, table: TableId) -> Result<(), Refusal> {
        let is_turned = self.wish.mode == Mode::Check;
        if table == self.wish.table {
            return if is_turned { self.turn(Mode::Generate) } else { Ok(()) };
        }
        if is_turned {
            self.abandon()?;
            self.show_mode(Mode::Generate)?;
        }
        self.wish.table = table;
        self.read_form()
    }

    /// Shows this customer in the other table.
    pub(super) fn cross(&mut self, customer: u32) -> Result<(), Refusal> {
        self.preview.seek(customer);
        self.choose_table(match self.wish.table {
            TableId::Customers => TableId::Transactions,
            TableId::Transactions => TableId::Customers,
        })
    }

    /// Makes these settings the page's, with the seed and the reference date that there are.
    pub(super) fn choose_preset(&mut self, preset: Preset) -> Result<(), Refusal> {
        let before = self.settings.clone().unwrap_or_else(|| self.defaults());
        self.common.browser.write_form(&preset.parameters(&before));
        self.wish.table = preset.table().unwrap_or(self.wish.table);
        self.read_form()
    }

    /// Takes so few customers that all their rows are made at once.
    pub(super) fn take_fewer(&mut self) -> Result<(), Refusal> {
        let Some(few) = self.wish.chosen().and_then(Chosen::fewer) else { return Ok(()) };
        self.common.browser.write_field(Parameter::Count, few.recipe().parameters());
        self.read_form()
    }

    /// The parameters of a new data set, as of the day that it is now.
    pub(super) fn defaults(&self) -> Parameters {
        Parameters::defaults(RecipeVersion::LATEST, self.common.browser.today())
    }

    /// Puts a little of all dirt of the table into the form, or takes all out.
    pub(super) fn change_dirt(&mut self, some: bool) -> Result<(), Refusal> {
        let mut clean = self.defaults();
        let browser = &mut self.common.browser;
        if some && let Ok(recipe) = browser.read_form() {
            // That of the other table stays.
            let dirt = &recipe.parameters().dirt;
            clean.dirt = match self.wish.table {
                TableId::Customers => dirt.of_transactions(),
                TableId::Transactions => dirt.of_customers(),
            };
        }
        browser.write_field(Parameter::Dirt, &clean);
        if some && let Ok(clean) = browser.read_form() {
            let dirty = sprinkled(clean.parameters(), self.wish.table);
            browser.write_field(Parameter::Dirt, &dirty);
        }
        self.read_form()
    }

    /// Reads the form, which the reader has changed.
    pub(super) fn read_form(&mut self) -> Result<(), Refusal> {
        self.read_form_into(Entry::New)
    }

    pub(super) fn read_form_into(&mut self, entry: Entry) -> Result<(), Refusal> {
        self.common.note_change();
        self.common.browser.hide_notice();
        match self.common.browser.read_form() {
            Ok(recipe) => {
                self.wish.expected = None;
                self.wish.is_linked = false;
                self.take_up(recipe, entry)
            }
            Err(faults) => {
                self.abandon()?;
                self.forget_recipe(Obstacle::Faults);
                if self.wish.mode == Mode::Generate {
                    self.common.browser.outdate();
                }
                self.answer()?;
                let named =
                    faults.iter().map(|fault| format!("{}: {}", fault.parameter, fault.limit));
                self.common.announce(named.collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// Makes this recipe the page's.
    fn take_up(&mut self, recipe: Recipe, entry: Entry) -> Result<(), Refusal> {
        self.abandon()?;
        self.common.browser.hide_notice();
        self.choose(recipe)?;
        self.answer()?;
        // The workers begin while the page is written.
        self.feed()?;
        self.show_choice(entry)
    }

    /// Makes the wanted table of this recipe the data set that the page is about.
    fn choose(&mut self, recipe: Recipe) -> Result<(), Refusal> {
        if TableId::Transactions.judge(&recipe).is_err() {
            // An earlier version makes customers alone, whatever was looked at before.
            self.wish.table = TableId::Customers;
        }
        let chosen = Chosen::new(recipe, self.wish.table);
        let chosen = chosen.map_err(|error| Refusal(error.to_string()))?;
        self.settings = Some(chosen.recipe().parameters().clone());
        self.preview.look_at(&chosen);
        self.wish.chosen = Ok(chosen);
        Ok(())
    }

    /// Shows which data set the page is about.
    fn show_choice(&mut self, entry: Entry) -> Result<(), Refusal> {
        let Ok(chosen) = &self.wish.chosen else { return Ok(()) };
        let browser = &mut self.common.browser;
        let is_choice = TableId::Transactions.judge(chosen.recipe()).is_ok();
        browser.write_table(self.wish.table, is_choice);
        let link = PlainSha256::link(chosen, self.wish.expected.as_ref());
        browser.write_address(&link, entry)?;
        browser.show_scripts(Some(chosen));
        browser.show_preset(Preset::of(chosen.recipe().parameters()));
        browser.show_window(&self.preview);
        Ok(())
    }

    /// Turns to the table that the reader's file is of, so that the form shows what such a file depends on. A
    /// fingerprint in the link is of the table that the link names: then that stays.
    pub(super) fn follow_file(&mut self, table: Option<TableId>) -> Result<(), Refusal> {
        let Some(table) = table.filter(|&table| table != self.wish.table) else { return Ok(()) };
        let Some(recipe) = self.wish.recipe().cloned() else { return Ok(()) };
        if self.wish.expected.is_some() || table.judge(&recipe).is_err() {
            return Ok(());
        }
        self.wish.table = table;
        // One who goes back does not come to the same file beside the other table.
        self.choose(recipe)?;
        self.show_choice(Entry::Same)?;
        if let Some(terms) = self.common.browser.read_terms() {
            self.checking.show_command(terms, &self.wish, &mut self.common);
        }
        Ok(())
    }

    fn forget_recipe(&mut self, obstacle: Obstacle) {
        self.wish.chosen = Err(obstacle);
        self.wish.expected = None;
        self.wish.is_linked = false;
        self.preview.look_away();
        self.common.browser.show_window(&self.preview);
        self.common.browser.show_scripts(None);
        self.common.browser.show_preset(None);
        self.common.panel.withhold_command();
    }
}

/// Whether rows are to keep other ranges and shares than the defaults, so that a file of them would not keep those.
fn asks_its_own(parameters: &Parameters) -> bool {
    let &Parameters { version, count, seed, as_of, domains, .. } = parameters;
    let Parameters { spending, dirt, .. } = parameters.clone();
    let defaults = Parameters::defaults(version, as_of);
    *parameters != Parameters { count, seed, domains, spending, dirt, ..defaults }
}
