//! A file of the reader's under examination, and what is said of it in words. Nothing of the page.

use web_sys::File;

use super::dom::Trouble;
use super::pool::Pool;
use super::protocol::{Against, Errand, Order, Terms};
use segmint::comparison::Verdict;
use segmint::link::Link;
use segmint::recipe::{Parameter, Parameters, Recipe, percent};
use segmint::shell;
use segmint::validate::Criteria;

/// A file that the reader wants examined.
#[derive(Clone)]
pub(super) struct Subject {
    file: File,
    /// How many files were dropped with it, itself included.
    pub(super) dropped: u32,
}

impl Subject {
    /// This file, the first of so many.
    pub(super) fn new(file: File, dropped: u32) -> Subject {
        Subject { file, dropped }
    }

    /// Its name, without a path.
    pub(super) fn name(&self) -> String {
        self.file.name()
    }

    /// Its size.
    pub(super) fn bytes(&self) -> f64 {
        self.file.size()
    }

    /// The name of a file for what was found in it.
    pub(super) fn findings_name(&self) -> String {
        let name = self.name();
        let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
        format!("{stem}-findings.csv")
    }
}

/// One reading of a file, from its beginning to its end.
pub(super) struct Examination {
    /// The number of this run.
    pub(super) run: u32,
    /// The size of the file.
    pub(super) bytes: f64,
    /// Whether the reader has been told how far it has come.
    pub(super) is_told: bool,
    /// What is still to be handed to a worker.
    errand: Option<Errand>,
    worker: Option<u32>,
}

impl Examination {
    /// A reading that waits for a worker.
    pub(super) fn new(run: u32, subject: &Subject, order: Order) -> Examination {
        let errand = Some(Errand::with(order, subject.file.clone()));
        Examination { run, bytes: subject.bytes(), is_told: false, errand, worker: None }
    }

    /// Hands it to a worker, if it waits for one and one is ready.
    pub(super) fn give(&mut self, pool: &mut Pool) -> Result<(), Trouble> {
        if let Some(errand) = &self.errand {
            self.worker = pool.give_urgent(errand)?;
            if self.worker.is_some() {
                self.errand = None;
            }
        }
        Ok(())
    }

    /// Ends it at once.
    pub(super) fn stop(self, pool: &mut Pool) -> Result<(), Trouble> {
        self.worker.map_or(Ok(()), |worker| pool.let_go(worker).map(drop))
    }
}

/// The command that examines a file likewise.
pub(super) fn command(
    name: &str,
    recipe: Option<&Recipe>,
    sha256: Option<&str>,
    terms: Terms,
) -> String {
    // What begins with a dash would be taken for an option.
    let dash = if name.starts_with('-') { "./" } else { "" };
    let mut words =
        vec!["segmint validate".to_owned(), shell::word(&format!("{dash}{name}")).into_owned()];
    match (recipe, terms.against, terms.dated) {
        (Some(recipe), Against::Recipe, true) => {
            let link = Link { recipe: recipe.clone(), sha256: sha256.map(str::to_owned) };
            words.push(format!("--link {}", shell::word(&format!("#{link}"))));
        }
        (Some(recipe), Against::Recipe, false) => {
            words.extend(judging_options(recipe.parameters()));
        }
        (Some(recipe), Against::Defaults, true) => {
            let as_of = Parameter::AsOf.write(recipe.parameters());
            words.push(shell::given(Parameter::AsOf, &as_of));
        }
        _ => {}
    }
    if terms.tolerance != Criteria::TOLERANCE {
        words.push(format!("--tolerance {}", percent(terms.tolerance.into())));
    }
    words.join(" ")
}

/// The options for what decides whether a file of any day is valid, as far as it is no default.
fn judging_options(parameters: &Parameters) -> impl Iterator<Item = String> {
    let defaults = Parameters::defaults(parameters.version, parameters.as_of);
    Parameter::ALL.into_iter().filter_map(move |parameter| {
        // A seed or a count would ask for a comparison, and without a day no account has an age.
        let text = parameter.write(parameters);
        let asked = !parameter.always_written()
            && !matches!(parameter, Parameter::Domains | Parameter::Opened)
            && text != parameter.write(&defaults);
        asked.then(|| shell::given(parameter, &text))
    })
}

/// Whether a file is the data set of the recipe, in words.
pub(super) fn told(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Identical => "Yes, byte for byte.".to_owned(),
        Verdict::SameRows(_) => format!("Yes, but {verdict}."),
        Verdict::Differs(difference) => format!("No: {difference}."),
    }
}
