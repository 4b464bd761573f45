//! A recipe as the fragment of a link, `#v=1&seed=42&count=50000&as_of=2026-11-23`, and back.
//!
//! The link is the one text form of a whole recipe: the page keeps it in the address bar and
//! hands it to its workers. Reading is strict: a link is understood as a whole or not at all.
//! `mend` first undoes what happened to a link on its way: `wrapping` takes it out of what carries
//! it, `escapes` gives characters back.

mod escapes;
mod mend;
mod wrapping;

pub use mend::mend;

use std::fmt;

use thiserror::Error;

use crate::date::Date;
use crate::number::thousands;
use crate::recipe::{Parameter, ParameterError, Parameters, Recipe, RecipeVersion};
use crate::table::NotInVersion;
use crate::tables::TableId;

const VERSION_KEY: &str = "v";
const TABLE_KEY: &str = "table";
const FINGERPRINT_KEY: &str = "sha256";

/// The most bytes that are read for a link: three times the longest that is ever written, because
/// escapes of escapes are long.
const LONGEST: usize = 4096;

/// What a link says: a recipe, one of its tables and, if the sender wanted it checked, the file's fingerprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The recipe.
    pub recipe: Recipe,
    /// The table that is meant; the recipe has it.
    pub table: TableId,
    /// The SHA-256 of the sender's file, 64 lower-case hexadecimal digits.
    pub sha256: Option<String>,
}

/// What can be wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// A text that is no link, whatever it says.
    #[error("{} bytes are too many for a link, which has at most {}", thousands(*.0), thousands(LONGEST as u64))]
    TooLong(u64),
    /// A part that is not `key=value`.
    #[error("{0:?} is not of the form key=value")]
    NotAPair(String),
    /// A key that this version does not know.
    #[error("unknown parameter {0:?}")]
    UnknownKey(String),
    /// A key that stands twice.
    #[error("parameter {0:?} stands twice")]
    Repeated(String),
    /// A version of the recipe that this build does not know.
    #[error(
        "recipe version {0:?} is not known here; this build makes {known}, a newer \
         Segmint may know more",
        known = known_versions()
    )]
    UnknownVersion(String),
    /// A link without a parameter that every link carries.
    #[error("parameter {0:?} is missing")]
    Missing(&'static str),
    /// A fingerprint that is none.
    #[error("sha256 = {0:?}: must be 64 hexadecimal digits")]
    Fingerprint(String),
    /// A word that names no table.
    #[error("table = {0:?}: must be customers or transactions")]
    UnknownTable(String),
    /// A table that the recipe does not have.
    #[error("table: {0}")]
    Table(#[from] NotInVersion),
    /// A parameter whose value cannot be.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
}

impl Link {
    /// Reads a link as it came: a whole address or what stands behind its `#`, marked by mail
    /// programs and chats as long as it still says one thing only. What [`Link`] displays is read
    /// as it is.
    ///
    /// # Errors
    /// Every [`LinkError`] found, in the text without those marks; then nothing of the link counts.
    pub fn read(text: &str) -> Result<Link, Vec<LinkError>> {
        if text.len() > LONGEST {
            return Err(vec![LinkError::TooLong(text.len() as u64)]);
        }
        Link::parse(&mend(text))
    }

    /// Reads the link that the address of a page carries: behind its `#`, where Segmint puts it, or in
    /// its query or path, where people and programs do (`?v=1&...`, `/%23v=1...`). Nothing if it
    /// carries none.
    ///
    /// # Errors
    /// Those of [`Link::read`].
    #[must_use]
    pub fn in_address(address: &str) -> Option<Result<Link, Vec<LinkError>>> {
        let (page, fragment) = address.split_once('#').unwrap_or((address, ""));
        let carries = !fragment.is_empty() || wrapping::says_version(page);
        carries.then(|| Link::read(address))
    }

    /// Reads a fragment, with or without its `#`, to the letter.
    ///
    /// # Errors
    /// Every [`LinkError`] found; then nothing of the link counts.
    pub fn parse(fragment: &str) -> Result<Link, Vec<LinkError>> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        // What a link leaves out is the default of its version, which is found first for that.
        let version = version(fragment);
        let known = version.clone().ok().flatten().unwrap_or(RecipeVersion::LATEST);
        let mut parameters = Parameters::defaults(known, Date::from_unix_days(0));
        let (mut table, mut sha256) = (TableId::default(), None);
        let mut faults = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for part in fragment.split('&') {
            let Some((key, value)) = part.split_once('=') else {
                faults.push(LinkError::NotAPair(part.to_owned()));
                continue;
            };
            if seen.contains(&key) {
                faults.push(LinkError::Repeated(key.to_owned()));
                continue;
            }
            seen.push(key);
            match (key, Parameter::from_key(key)) {
                (VERSION_KEY, _) => faults.extend(version.clone().err()),
                (TABLE_KEY, _) => match TableId::from_word(value) {
                    Some(said) => table = said,
                    None => faults.push(LinkError::UnknownTable(value.to_owned())),
                },
                (FINGERPRINT_KEY, _) if is_sha256(value) => {
                    sha256 = Some(value.to_ascii_lowercase());
                }
                (FINGERPRINT_KEY, _) => faults.push(LinkError::Fingerprint(value.to_owned())),
                (_, Some(parameter)) => {
                    faults
                        .extend(read(parameter, value, &mut parameters).err().map(LinkError::from));
                }
                (_, None) => faults.push(LinkError::UnknownKey(key.to_owned())),
            }
        }
        let always = Parameter::ALL.into_iter().filter(|parameter| parameter.always_written());
        let required = [VERSION_KEY].into_iter().chain(always.map(Parameter::key));
        let missing = required.filter(|key| !seen.contains(key)).map(LinkError::Missing);
        faults.extend(missing);
        if !faults.is_empty() {
            return Err(faults);
        }
        let recipe = Recipe::new(parameters)
            .map_err(|faults| faults.into_iter().map(LinkError::Parameter).collect::<Vec<_>>())?;
        table.judge(&recipe).map_err(|error| vec![LinkError::Table(error)])?;
        Ok(Link { recipe, table, sha256 })
    }
}

/// `versions 1 and 2`.
fn known_versions() -> String {
    let versions = RecipeVersion::ALL.map(|version| version.to_string());
    format!("versions {}", versions.join(" and "))
}

/// The version of the recipe that a fragment says, if it says any. It is read before all else: what the
/// parameters mean, and what holds without them, depends on it.
fn version(fragment: &str) -> Result<Option<RecipeVersion>, LinkError> {
    let pairs = fragment.split('&').filter_map(|part| part.split_once('='));
    let Some((_, said)) = pairs.into_iter().find(|(key, _)| *key == VERSION_KEY) else {
        return Ok(None);
    };
    let known = RecipeVersion::ALL.into_iter().find(|version| version.to_string() == said);
    known.map(Some).ok_or_else(|| LinkError::UnknownVersion(said.to_owned()))
}

/// Reads the value of a parameter. White space in it is nobody's number: whether it parts thousands or
/// ends the link, the text around a link does not say.
fn read(
    parameter: Parameter,
    value: &str,
    parameters: &mut Parameters,
) -> Result<(), ParameterError> {
    if value.contains(char::is_whitespace) {
        return Err(ParameterError { parameter, value: value.to_owned(), limit: parameter.form() });
    }
    parameter.read(value, parameters)
}

impl From<Recipe> for Link {
    fn from(recipe: Recipe) -> Link {
        Link { recipe, table: TableId::Customers, sha256: None }
    }
}

impl fmt::Display for Link {
    /// The fragment without its `#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION_KEY}={}", self.recipe.version())?;
        for (parameter, text) in Parameter::spelled_out(self.recipe.parameters()) {
            write!(f, "&{}={text}", parameter.key())?;
        }
        if self.table != TableId::default() {
            write!(f, "&{TABLE_KEY}={}", self.table.word())?;
        }
        match &self.sha256 {
            Some(sha256) => write!(f, "&{FINGERPRINT_KEY}={sha256}"),
            None => Ok(()),
        }
    }
}

/// Whether a link may have this key.
fn is_key(key: &str) -> bool {
    [VERSION_KEY, TABLE_KEY, FINGERPRINT_KEY].contains(&key) || Parameter::from_key(key).is_some()
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::{Amount, Dirt, EmailDomains, FaultKind, Limit, Shares, Span, Spending};

    const PLAIN: &str = "v=1&seed=42&count=50000&as_of=2026-11-23";

    #[test]
    fn the_defaults_make_a_short_link() {
        let as_of = "2026-11-23".parse::<Date>().unwrap();
        let recipe = Recipe::new(Parameters::defaults(RecipeVersion::V1, as_of)).unwrap();
        assert_eq!(Link::from(recipe.clone()).to_string(), PLAIN);
        assert_eq!(Link::parse(&format!("#{PLAIN}")), Ok(Link::from(recipe)));
    }

    #[test]
    fn every_parameter_travels() {
        let recipe = Recipe::new(Parameters {
            version: RecipeVersion::V1,
            count: 7,
            seed: u64::MAX,
            as_of: "2024-02-29".parse().unwrap(),
            weights: [125, 375, 0, 500, 0],
            premium: [1000, 1, 0, 999, 0],
            gradual: 5,
            age: Span::new(18, 120),
            credit_limit: Span::new(0, 1_000_000_000),
            credit_limit_step: 1,
            opened: Span::new(0, 100),
            new_account_age: Span::new(100, 175),
            domains: EmailDomains::Example,
            spending: Spending::DEFAULT,
            dirt: Dirt::NONE
                .with(FaultKind::WrongCase, Amount::Share(5))
                .with(FaultKind::DuplicateId, Amount::Rows(2)),
        })
        .unwrap();
        let sha256 = Some("0123456789abcdef".repeat(4));
        let link = Link { recipe, table: TableId::Customers, sha256 };
        assert_eq!(
            link.to_string(),
            "v=1&seed=18446744073709551615&count=7&as_of=2024-02-29&weights=12.5,37.5,0,50,0\
             &premium=100,0.1,0,99.9,0&gradual=0.5&age=18-120&credit_limit=0-1000000000\
             &credit_limit_step=1&opened=0-100&domains=example&dirt=duplicate_id:2,wrong_case:0.5pct&sha256=0123456789abcdef0123456789abcdef\
             0123456789abcdef0123456789abcdef"
        );
        assert_eq!(Link::parse(&link.to_string()), Ok(link));
    }

    #[test]
    fn what_customers_buy_travels() {
        let spending = Spending {
            months: 12,
            payments: [(1, 2), (3, 4), (5, 6), (7, 8), (9, 833)].map(|(a, b)| Span::new(a, b)),
            dollars: [(3, 9), (5, 9), (7, 9), (90, 1_000_000), (999, 1_000)]
                .map(|(a, b)| Span::new(a, b)),
            declined: 1,
            gradual_decline: Shares::new(&[905, 100]),
            sudden_decline: Shares::new(&[1000]),
            growth: 1000,
            overlap: 505,
        };
        let defaults = Parameters::defaults(RecipeVersion::V2, "2026-11-23".parse().unwrap());
        let link = Link::from(Recipe::new(Parameters { spending, ..defaults }).unwrap());
        let written = "v=2&seed=42&count=50000&as_of=2026-11-23&months=12\
                       &payments=1-2,3-4,5-6,7-8,9-833&dollars=3-9,5-9,7-9,90-1000000,999-1000\
                       &declined=0.1&gradual_decline=90.5,10&sudden_decline=100&growth=100&overlap=50.5";
        assert_eq!(link.to_string(), written);
        assert_eq!(mend(written), written);
        assert_eq!(Link::parse(written), Ok(link.clone()));
        let broken =
            written.replace("dollars=3-9", "dol=\n lars=3\u{2013}=\n9").replace('&', "&amp;");
        assert_eq!(Link::read(&format!("<{broken}>.")), Ok(link));
    }

    #[test]
    fn the_table_travels_if_it_is_not_that_of_customers() {
        let plain = PLAIN.replace("v=1", "v=2");
        let link = Link::parse(&format!("{plain}&table=transactions")).unwrap();
        assert_eq!(link.table, TableId::Transactions);
        assert_eq!(link.to_string(), format!("{plain}&table=transactions"));
        let customers = Link::parse(&format!("{plain}&table=customers"));
        assert_eq!(customers.map(|link| link.to_string()), Ok(plain));
    }

    #[test]
    fn what_is_not_understood_is_told() {
        let faults = |text: &str| Link::parse(text).unwrap_err();
        let table = |word: &str| faults(&format!("{PLAIN}&table={word}"));
        assert_eq!(table("visits"), [LinkError::UnknownTable("visits".into())]);
        assert_eq!(
            table("transactions")[0].to_string(),
            "table: transactions need recipe version 2, this is a recipe of version 1"
        );
        assert_eq!(
            faults(&format!("{PLAIN}&colour=red")),
            [LinkError::UnknownKey("colour".into())]
        );
        assert_eq!(faults(&format!("{PLAIN}&seed=43")), [LinkError::Repeated("seed".into())]);
        assert_eq!(faults(&format!("{PLAIN}&age")), [LinkError::NotAPair("age".into())]);
        assert_eq!(faults(&PLAIN.replace("v=1", "v=9")), [LinkError::UnknownVersion("9".into())]);
        assert_eq!(faults(&format!("{PLAIN}&sha256=12")), [LinkError::Fingerprint("12".into())]);
        assert_eq!(faults("count=5"), ["v", "seed", "as_of"].map(LinkError::Missing));
        assert_eq!(
            faults(&PLAIN.replace("50000", "0")),
            [LinkError::Parameter(ParameterError {
                parameter: Parameter::Count,
                value: "0".into(),
                limit: Limit::Between { min: 1, max: 99_999_999 },
            })]
        );
    }
}
