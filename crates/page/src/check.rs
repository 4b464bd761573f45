//! A file of the reader's, what it is held against, and what is said of it in words.

use segmint::recipe::{Parameter, Parameters, Recipe, percent};
use segmint::shell;
use segmint::transactions::check::Customers;
use segmint::validate::{Compression, Criteria, FileForm, FileFormat};
use serde::{Deserialize, Serialize};

use crate::plain_sha256::PlainSha256;
use crate::wish::Wish;

/// How many examples of each rule are asked for: the download has them all.
const EXAMPLES: u32 = 100;

/// What a file is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whose targets and ranges count.
    pub against: Against,
    /// Whether the recipe's reference date is the file's, so that account dates have a window.
    pub dated: bool,
    /// How far a segment's share may be off its target, per mille.
    pub tolerance: u16,
}

/// Whose targets and ranges count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Against {
    /// Those of the defaults.
    Defaults,
    /// Those of the recipe in the form.
    Recipe,
}

impl Terms {
    /// Whether these terms mean nothing without a recipe.
    #[must_use]
    pub fn need_recipe(self) -> bool {
        self.dated || self.against == Against::Recipe
    }

    /// The criteria that these terms mean beside this recipe; nothing if they need one and there is
    /// none, or if the defaults would reach back beyond the calendar on its reference date.
    #[must_use]
    pub fn criteria(self, recipe: Option<&Recipe>) -> Option<Criteria> {
        let criteria = match (self.against, self.dated) {
            (Against::Defaults, false) => Criteria::default(),
            (Against::Defaults, true) => {
                let Parameters { version, as_of, .. } = *recipe?.parameters();
                let defaults = Parameters::defaults(version, as_of);
                Criteria::of(Recipe::new(defaults).ok()?)
            }
            (Against::Recipe, dated) => Criteria { dated, ..Criteria::of(recipe?.clone()) },
        };
        Some(Criteria { tolerance: self.tolerance, examples: EXAMPLES, ..criteria })
    }

    /// Whether a file is held against all that the recipe says, its customers too.
    #[must_use]
    pub fn are_whole(self) -> bool {
        self.dated && self.against == Against::Recipe
    }

    /// The customers beside whom transactions are checked.
    #[must_use]
    pub fn customers(self, recipe: Option<&Recipe>) -> Customers {
        let recipe = recipe.filter(|_| self.are_whole());
        recipe.map_or(Customers::Unknown, Customers::of)
    }

    /// Who these are, in words that stand behind others.
    #[must_use]
    pub fn told_customers(self) -> &'static str {
        if self.are_whole() {
            " Checked beside the customers of the settings."
        } else {
            " Whose they are was not checked: for that, choose the settings and their reference date."
        }
    }
}

/// What is said of a file that the reader brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCard {
    /// Its name, without a path.
    pub name: String,
    /// How many files were dropped with it, itself included.
    pub dropped: u32,
    /// How it comes; nothing until it has been read, or if it cannot be.
    pub form: Option<FileForm>,
}

impl FileCard {
    /// What is said of the files that were dropped with it, if there were any.
    #[must_use]
    pub fn others(&self) -> Option<String> {
        let dropped = self.dropped;
        (dropped > 1).then(|| format!("Only the first of {dropped} files is checked."))
    }

    /// What it was read as, once that is known.
    #[must_use]
    pub fn told_form(&self) -> Option<String> {
        let FileForm { format, compression, delimiter } = self.form?;
        let format = match (format, delimiter) {
            (FileFormat::Csv, Some(',')) => "CSV with commas",
            (FileFormat::Csv, Some(';')) => "CSV with semicolons",
            (FileFormat::Csv, Some('\t')) => "CSV with tabs",
            (FileFormat::Csv, Some('|')) => "CSV with vertical bars",
            (FileFormat::Csv, _) => "CSV",
            (FileFormat::Json, _) => "JSON",
            (FileFormat::Ndjson, _) => "NDJSON",
            (FileFormat::Parquet, _) => "Parquet",
        };
        let packed = match compression {
            Compression::None => "",
            Compression::Gzip => ", packed with gzip",
            Compression::Zstd => ", packed with zstd",
        };
        Some(format!("Read as {format}{packed}."))
    }

    /// The name of a file for what was found in it.
    #[must_use]
    pub fn findings_name(&self) -> String {
        let stem = self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem);
        format!("{stem}-findings.csv")
    }
}

/// The command that checks a file likewise. One that may be what a link was opened for is compared with that, too.
#[must_use]
pub fn command(name: &str, wish: &Wish, terms: Terms) -> String {
    // What begins with a dash would be taken for an option.
    let dash = if name.starts_with('-') { "./" } else { "" };
    let mut words =
        vec!["segmint validate".to_owned(), shell::word(&format!("{dash}{name}")).into_owned()];
    let is_compared = wish.is_linked || terms.are_whole();
    match (wish.chosen(), terms.against, terms.dated) {
        (Some(chosen), ..) if is_compared => {
            let link = PlainSha256::link(chosen, wish.expected.as_ref());
            words.push(format!("--link {}", shell::word(&format!("#{link}"))));
            // What somebody sent is to be that and nothing else, which a script sees by the exit code.
            if wish.is_linked {
                words.push("--identical".to_owned());
            }
        }
        (Some(chosen), Against::Recipe, false) => {
            words.extend(judging_options(chosen.recipe().parameters()));
        }
        (Some(chosen), Against::Defaults, true) => {
            let as_of = Parameter::AsOf.write(chosen.recipe().parameters());
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
    Parameter::of_customers().filter_map(move |parameter| {
        // A seed or a count would ask for a comparison, and without a day no account has an age.
        let text = parameter.write(parameters);
        let asked = !parameter.always_written()
            && !matches!(parameter, Parameter::Domains | Parameter::Opened)
            && text != parameter.write(&defaults);
        asked.then(|| shell::given(parameter, &text))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{RecipeVersion, Span};

    use super::*;
    use crate::chosen::Chosen;

    const PLAIN: Terms =
        Terms { against: Against::Defaults, dated: false, tolerance: Criteria::TOLERANCE };

    fn recipe(as_of: &str) -> Recipe {
        let parameters = Parameters::defaults(RecipeVersion::V1, as_of.parse().unwrap());
        Recipe::new(Parameters { age: Span::new(18, 30), ..parameters }).unwrap()
    }

    #[test]
    fn terms_that_need_a_recipe_mean_nothing_without_one() {
        assert!(!PLAIN.need_recipe());
        assert_eq!(PLAIN.criteria(None).unwrap().examples, EXAMPLES);
        for terms in [Terms { dated: true, ..PLAIN }, Terms { against: Against::Recipe, ..PLAIN }] {
            assert!(terms.need_recipe());
            assert!(terms.criteria(None).is_none());
        }
        let recipe = recipe("2026-11-23");
        let criteria = |terms: Terms| terms.criteria(Some(&recipe)).unwrap();
        let defaults = criteria(Terms { dated: true, tolerance: 7, ..PLAIN });
        assert!(defaults.dated);
        assert_eq!(defaults.tolerance, 7);
        assert_eq!(defaults.recipe.parameters().age, Span::new(22, 75));
        let own = criteria(Terms { against: Against::Recipe, ..PLAIN });
        assert!(!own.dated);
        assert_eq!(own.recipe.parameters().age, Span::new(18, 30));
    }

    #[test]
    fn defaults_that_reach_back_beyond_the_calendar_are_no_criteria() {
        let parameters = Parameters::defaults(RecipeVersion::V1, "1901-01-01".parse().unwrap());
        let early = Recipe::new(Parameters { opened: Span::new(0, 1), ..parameters }).unwrap();
        let terms = Terms { dated: true, ..PLAIN };
        assert!(terms.criteria(Some(&early)).is_none());
    }

    #[test]
    fn the_command_says_what_the_file_is_held_against() {
        let chosen = Ok(Chosen::of_customers(recipe("2026-11-23")));
        let wish = Wish { chosen, ..Wish::none() };
        let command = |name: &str, terms| command(name, &wish, terms);
        assert_eq!(command("a.csv", PLAIN), "segmint validate a.csv");
        assert_eq!(command("-a b.csv", PLAIN), "segmint validate './-a b.csv'");
        let terms = Terms { tolerance: 25, dated: true, ..PLAIN };
        let expected = "segmint validate a.csv --as-of 2026-11-23 --tolerance 2.5";
        assert_eq!(command("a.csv", terms), expected);
        let terms = Terms { against: Against::Recipe, ..PLAIN };
        assert_eq!(command("a.csv", terms), "segmint validate a.csv --age 18-30");
        let linked = command("a.csv", Terms { dated: true, ..terms });
        assert!(linked.starts_with("segmint validate a.csv --link '#v=1&"), "{linked}");
        // Whoever was sent a link wants to know whether the file is its.
        let sent = super::command("a.csv", &Wish { is_linked: true, ..wish.clone() }, PLAIN);
        assert_eq!(sent, format!("{linked} --identical"));
    }

    #[test]
    fn a_file_is_told_by_its_form() {
        let told = |format, compression, delimiter| {
            let form = Some(FileForm { format, compression, delimiter });
            FileCard { name: "a".to_owned(), dropped: 1, form }.told_form().unwrap()
        };
        let csv = |delimiter| told(FileFormat::Csv, Compression::None, Some(delimiter));
        assert_eq!(csv(','), "Read as CSV with commas.");
        assert_eq!(csv(';'), "Read as CSV with semicolons.");
        assert_eq!(csv('\t'), "Read as CSV with tabs.");
        assert_eq!(csv('|'), "Read as CSV with vertical bars.");
        let packed = told(FileFormat::Ndjson, Compression::Gzip, None);
        assert_eq!(packed, "Read as NDJSON, packed with gzip.");
    }

    #[test]
    fn a_file_has_a_name_for_what_was_found_in_it() {
        let card = |name: &str, dropped| FileCard { name: name.to_owned(), dropped, form: None };
        assert_eq!(card("a.b.csv", 1).findings_name(), "a.b-findings.csv");
        assert_eq!(card("a", 1).findings_name(), "a-findings.csv");
        assert_eq!(card("a", 1).others(), None);
        assert_eq!(card("a", 3).others().unwrap(), "Only the first of 3 files is checked.");
    }
}
