//! Settings that are set with one press, each a step in the history that can be taken back.

use segmint::recipe::RecipeVersion;

use super::*;
use crate::preset::Preset;

const PEOPLE: &str = "v=2&seed=7&count=300&as_of=2026-11-20";

#[test]
fn a_preset_sets_all_but_seed_and_date_and_is_marked_while_the_settings_are_its() {
    let mut page = Page::open(PEOPLE);
    page.work();
    assert_eq!(page.0.browser().preset, None);
    page.0.on(Event::PresetChosen(Preset::Fixture));
    page.work();
    let browser = page.0.browser();
    assert_eq!(
        (browser.preset, &*browser.address),
        (Some(Preset::Fixture), "v=2&seed=7&count=100&as_of=2026-11-20")
    );
    page.0.on(Event::SeedProposed(8));
    assert_eq!(page.0.browser().preset, Some(Preset::Fixture));
    let before = page.0.recipe().unwrap().parameters().clone();
    page.edit(Parameters { count: 101, ..before });
    assert_eq!(page.0.browser().preset, None);
    // What is about transactions shows them.
    page.0.on(Event::PresetChosen(Preset::Overlap));
    page.work();
    let browser = page.0.browser();
    assert_eq!((browser.preset, browser.table.0), (Some(Preset::Overlap), TableId::Transactions));
    assert!(browser.address.contains("overlap=50"), "{}", browser.address);
}

#[test]
fn a_preset_mends_a_form_with_faults_and_keeps_what_was_there_before_them() {
    let mut page = Page::open(PEOPLE);
    page.work();
    page.edit(Parameters { count: 0, ..Parameters::defaults(RecipeVersion::V2, today()) });
    assert_eq!((page.state(), page.0.browser().preset), (State::Stale, None));
    page.0.on(Event::PresetChosen(Preset::Reference));
    page.work();
    assert_eq!(page.0.browser().address, "v=2&seed=7&count=50000&as_of=2026-11-20");
    page.edit(Parameters { count: 0, ..Parameters::defaults(RecipeVersion::V2, today()) });
    page.0.on(Event::BalanceAsked);
    assert_eq!(page.0.recipe().unwrap().version(), RecipeVersion::V1);
}

#[test]
fn each_step_can_be_taken_back() {
    let mut page = Page::open(PEOPLE);
    page.work();
    for step in [
        || Event::PresetChosen(Preset::Fixture),
        || Event::SeedProposed(8),
        || Event::PresetChosen(Preset::Dirty),
    ] {
        page.0.on(step());
        page.work();
    }
    let history = page.0.browser().history.clone();
    assert_eq!(history.len(), 3);
    assert_eq!(history[0], PEOPLE);
    assert!(history[2].starts_with("v=2&seed=8&count=100&"), "{history:?}");
    // Going back is no step.
    page.0.on(Event::AddressChanged(format!("#{}", history[2])));
    page.work();
    let browser = page.0.browser();
    assert_eq!((browser.history.len(), browser.preset), (3, Some(Preset::Fixture)));
    assert_eq!(
        (&*browser.address, browser.form.as_ref().unwrap().parameters().count),
        (&*history[2], 100)
    );
}
