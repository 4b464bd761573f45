//! What JavaScript may call: a recipe judged, its rows generated piece by piece, a file checked piece by
//! piece. Promises, streams and signals are for `segmint.js`, which people import; nothing of the page.

use js_sys::Uint8Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use segmint::comparison::Comparison;
use segmint::customers::{Accumulator, Customers, CustomersReport, Generator};
use segmint::data_set::DataSet;
use segmint::date::Date;
use segmint::document::{
    ComparisonForm, CriteriaForm, DirtForm, FingerprintForm, JudgedForm, RecipeForm,
};
use segmint::fingerprint::Hasher;
use segmint::link::{Link, LinkError};
use segmint::number::thousands;
use segmint::plan::Rows;
use segmint::recipe::{Parameter, ParameterError, Parameters, Recipe, RecipeVersion};
use segmint::table::{Accumulate, Generate};
use segmint::tables::TableId;
use segmint::transactions::check;
use segmint::validate::{Criteria, Delivery, FileForm, Report};

/// A recipe that has been judged.
#[wasm_bindgen]
pub struct RecipeHandle(Recipe);

#[wasm_bindgen]
impl RecipeHandle {
    /// The recipe of a link: a whole address, or what stands behind its `#`.
    ///
    /// # Errors
    /// What is wrong with it, as a list.
    #[wasm_bindgen(js_name = ofLink)]
    pub fn of_link(text: &str) -> Result<RecipeHandle, JsValue> {
        read_link(text).map(|link| RecipeHandle(link.recipe))
    }

    /// The recipe with these parameters, each in its text form; as of `today`, unless they say
    /// another day.
    ///
    /// # Errors
    /// What is wrong with them, as a list.
    #[wasm_bindgen(js_name = ofParameters)]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned")]
    pub fn of_parameters(
        keys: Vec<String>,
        texts: Vec<String>,
        today: String,
    ) -> Result<RecipeHandle, JsValue> {
        let is_known = |parameter: &Parameter| !parameter.is_of_transactions();
        let said = pairs(&keys, &texts, |key| Parameter::from_key(key).filter(is_known))?;
        let mut given = vec![(Parameter::AsOf, today)];
        given.extend(said.given);
        amended(said.version.unwrap_or(RecipeVersion::LATEST), &given).map(RecipeHandle)
    }

    /// How many rows its data set has.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn count(&self) -> u32 {
        self.0.parameters().count
    }
}

/// Rows of a data set on their way.
#[wasm_bindgen]
pub struct Generation {
    data_set: DataSet<Customers>,
    header: bool,
    generator: Generator,
    partitions: Box<dyn Iterator<Item = Rows>>,
    accumulator: Accumulator,
    hasher: Option<Hasher>,
    csv: Vec<u8>,
    /// How many bytes have been handed out.
    bytes: u64,
}

#[wasm_bindgen]
impl Generation {
    /// The rows from `first` to `last`, counted from 1, with or without a header and a SHA-256.
    ///
    /// # Errors
    /// If the data set has no such rows, as a list.
    #[wasm_bindgen(constructor)]
    pub fn new(
        recipe: &RecipeHandle,
        first: f64,
        last: f64,
        header: bool,
        fingerprint: bool,
    ) -> Result<Generation, JsValue> {
        let rows = rows(first, last, recipe.count())?;
        let data_set = DataSet::customers(recipe.0.clone()).range(rows);
        Ok(Generation {
            header,
            generator: data_set.generator(),
            partitions: Box::new(data_set.partitions(data_set.partition_size())),
            accumulator: data_set.accumulator(),
            hasher: fingerprint.then(Hasher::new),
            csv: Vec::new(),
            bytes: 0,
            data_set,
        })
    }

    /// The next piece of the file, read back; nothing at its end.
    #[allow(clippy::should_implement_trait, reason = "it is JavaScript that iterates")]
    pub fn next(&mut self) -> Option<Uint8Array> {
        if self.header && self.bytes == 0 {
            self.csv.splice(.., self.data_set.header().bytes());
        } else {
            let partition = self.partitions.next()?;
            self.accumulator.add(self.generator.generate(partition, &mut self.csv));
        }
        self.bytes += self.csv.len() as u64;
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&self.csv);
        }
        Some(Uint8Array::from(&self.csv[..]))
    }

    /// What is known of the file, which has been handed out to its end.
    ///
    /// # Errors
    /// If JavaScript has no place for it.
    pub fn report(&self) -> Result<JsValue, JsValue> {
        let sha256 = self.hasher.clone().map(Hasher::finish);
        let (recipe, rows) = (self.data_set.recipe(), self.data_set.rows());
        let whole = self.header && rows == Rows::all(recipe);
        let sha256_of_whole = sha256.clone().filter(|_| whole);
        let link = Link { sha256: sha256_of_whole, ..Link::from(recipe.clone()) };
        let CustomersReport { report, outcome } = self.accumulator.report();
        to_js(&GenerationReport {
            report: &report,
            recipe: recipe.parameters().into(),
            link: link.to_string(),
            rows,
            header: self.header,
            bytes: self.bytes,
            sha256,
            dirt: DirtForm::of(&recipe.parameters().dirt.of_customers(), &outcome),
        })
    }
}

/// What a file is held against.
#[wasm_bindgen]
pub struct CheckTerms {
    criteria: Criteria,
    /// The data set that it may be, byte for byte, and the SHA-256 of the sender's file.
    link: Option<Link>,
}

#[wasm_bindgen]
impl CheckTerms {
    /// The recipe of a link: a whole address, or what stands behind its `#`.
    ///
    /// # Errors
    /// What is wrong with it, as a list.
    #[wasm_bindgen(js_name = ofLink)]
    pub fn of_link(text: &str) -> Result<CheckTerms, JsValue> {
        let link = read_link(text)?;
        let criteria = Criteria { today: today(), ..Criteria::of(link.recipe.clone()) };
        Ok(CheckTerms { criteria, link: Some(link) })
    }

    /// The defaults with these targets and ranges instead; any day, unless they say one.
    ///
    /// # Errors
    /// What is wrong with them, as a list.
    #[wasm_bindgen(js_name = ofParameters)]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses from JavaScript is owned")]
    pub fn of_parameters(keys: Vec<String>, texts: Vec<String>) -> Result<CheckTerms, JsValue> {
        // What tells a data set from others is for a link, which has all of it.
        let is_term = |parameter: &Parameter| {
            !parameter.is_of_transactions()
                && !matches!(
                    parameter,
                    Parameter::Seed | Parameter::Count | Parameter::Domains | Parameter::Dirt
                )
        };
        let said = pairs(&keys, &texts, |key| Parameter::from_key(key).filter(is_term))?;
        let Said { version, given } = said;
        let dated = given.iter().any(|(parameter, _)| *parameter == Parameter::AsOf);
        // As on the command line: without a day nothing is asked that only one version has.
        let undated = Criteria::default().recipe.version();
        let version = version.unwrap_or(if dated { RecipeVersion::LATEST } else { undated });
        Ok(CheckTerms {
            criteria: Criteria { dated, today: today(), ..Criteria::of(amended(version, &given)?) },
            link: None,
        })
    }
}

/// A file that is being checked.
#[wasm_bindgen]
pub struct Check {
    terms: CheckTerms,
    delivery: Delivery,
    comparison: Option<Comparison>,
    hasher: Option<Hasher>,
    bytes: u64,
}

#[wasm_bindgen]
impl Check {
    /// Nothing has been brought yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(terms: CheckTerms) -> Check {
        let link = terms.link.as_ref();
        Check {
            delivery: Delivery::new(
                &terms.criteria,
                link.map_or(check::Customers::Unknown, |link| check::Customers::of(&link.recipe)),
            ),
            comparison: link.map(|link| Comparison::new(&link.recipe)),
            hasher: link.and_then(|link| link.sha256.as_ref()).map(|_| Hasher::new()),
            bytes: 0,
            terms,
        }
    }

    /// Takes the next piece of the file.
    pub fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        if let Some(comparison) = &mut self.comparison {
            comparison.read(bytes);
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.delivery.take(bytes);
    }

    /// What is known of the file, which has come to its end.
    ///
    /// # Errors
    /// If JavaScript has no place for it.
    pub fn report(self) -> Result<JsValue, JsValue> {
        let Check { terms: CheckTerms { criteria, link }, delivery, comparison, hasher, bytes } =
            self;
        let verdict = comparison.map(Comparison::verdict);
        let sha256 = hasher.map(Hasher::finish);
        let link = link.as_ref();
        let expected = link.and_then(|link| link.sha256.as_deref());
        let (judged, form) = delivery.judge();
        to_js(&CheckReport {
            table: judged.table(),
            report: JudgedForm(&judged),
            form,
            bytes,
            criteria: (&criteria).into(),
            comparison: link.map(|link| &link.recipe).zip(verdict.as_ref()).map(ComparisonForm::of),
            fingerprint: expected.zip(sha256.as_deref()).map(FingerprintForm::of),
        })
    }
}

/// As the command line's report has it, but for where the file went.
#[derive(Serialize)]
struct GenerationReport<'a> {
    #[serde(flatten)]
    report: &'a Report,
    recipe: RecipeForm,
    link: String,
    rows: Rows,
    header: bool,
    bytes: u64,
    sha256: Option<String>,
    dirt: Option<DirtForm<'a>>,
}

/// As the command line's report has it, but for where the file came from.
#[derive(Serialize)]
struct CheckReport<'a> {
    table: TableId,
    #[serde(flatten)]
    report: JudgedForm<'a>,
    bytes: u64,
    /// Its format, compression and delimiter.
    #[serde(flatten)]
    form: FileForm,
    criteria: CriteriaForm,
    comparison: Option<ComparisonForm<'a>>,
    fingerprint: Option<FingerprintForm<'a>>,
}

/// What is wrong with what was asked for.
#[derive(Serialize)]
struct Wrong {
    /// The name of the parameter, if it has to do with one.
    parameter: Option<String>,
    /// What was given for it.
    value: Option<String>,
    /// What it had to keep.
    limit: Option<String>,
    /// All of it in a sentence.
    message: String,
}

impl From<&ParameterError> for Wrong {
    fn from(fault: &ParameterError) -> Wrong {
        Wrong {
            parameter: Some(fault.parameter.key().to_owned()),
            value: Some(fault.value.clone()),
            limit: Some(fault.limit.to_string()),
            message: fault.to_string(),
        }
    }
}

impl From<&LinkError> for Wrong {
    fn from(fault: &LinkError) -> Wrong {
        let parameter = match fault {
            LinkError::Parameter(fault) => return fault.into(),
            LinkError::UnknownKey(key) | LinkError::Repeated(key) => Some(key.clone()),
            LinkError::Missing(key) => Some((*key).to_owned()),
            LinkError::UnknownVersion(_) => Some(VERSION_KEYS[0].to_owned()),
            _ => None,
        };
        Wrong { parameter, value: None, limit: None, message: fault.to_string() }
    }
}

/// The day where this runs, by its own clock; nothing if the calendar does not have it.
fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    let (year, month, day) = (now.get_full_year(), now.get_month() + 1, now.get_date());
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

fn read_link(text: &str) -> Result<Link, JsValue> {
    Link::read(text).map_err(|faults| refusal(&faults))
}

/// What parameters say.
struct Said {
    /// The version of the recipe, if they say one.
    version: Option<RecipeVersion>,
    /// Those that are given, each in its text form.
    given: Vec<(Parameter, String)>,
}

/// The names that the version has: that of reports, and that of the command's option.
const VERSION_KEYS: [&str; 2] = ["version", "recipe_version"];

/// The parameters with these keys, as far as they are known.
fn pairs(
    keys: &[String],
    texts: &[String],
    known: impl Fn(&str) -> Option<Parameter>,
) -> Result<Said, JsValue> {
    let (mut version, mut given, mut faults) = (None, Vec::new(), Vec::new());
    for (key, text) in keys.iter().zip(texts) {
        if VERSION_KEYS.contains(&key.as_str()) {
            match RecipeVersion::ALL.into_iter().find(|version| version.to_string() == *text) {
                Some(_) if version.is_some() => faults.push(LinkError::Repeated(key.clone())),
                Some(said) => version = Some(said),
                None => faults.push(LinkError::UnknownVersion(text.clone())),
            }
        } else if let Some(parameter) = known(key) {
            given.push((parameter, text.clone()));
        } else {
            faults.push(LinkError::UnknownKey(key.clone()));
        }
    }
    if faults.is_empty() { Ok(Said { version, given }) } else { Err(refusal(&faults)) }
}

/// The defaults of a version with these parameters in place of those of the same name.
fn amended(version: RecipeVersion, given: &[(Parameter, String)]) -> Result<Recipe, JsValue> {
    // The day is that of the criteria without one, on which nothing depends.
    let as_of = Criteria::default().recipe.parameters().as_of;
    let defaults = Parameters::defaults(version, as_of);
    Recipe::amended(defaults, given).map_err(|faults| refusal(&faults))
}

/// These rows, if the data set has them.
fn rows(first: f64, last: f64, count: u32) -> Result<Rows, JsValue> {
    let row = |number: f64| {
        let whole = number.fract() == 0.0 && 1.0 <= number && number <= f64::from(count);
        #[allow(clippy::cast_sign_loss, reason = "it is at least 1")]
        whole.then_some(number as u64)
    };
    match (row(first), row(last)) {
        (Some(first), Some(last)) if first <= last => Ok(Rows { first, last }),
        _ => {
            let value = format!("{first}-{last}");
            let limit =
                format!("must be a range within 1 to {}, smaller end first", thousands(count));
            let message = format!("rows = {value:?}: {limit}");
            let parameter = Some("rows".to_owned());
            Err(list(&[Wrong { parameter, value: Some(value), limit: Some(limit), message }]))
        }
    }
}

/// Faults for the caller.
fn refusal<'a, ParameterError>(faults: &'a [ParameterError]) -> JsValue
where
    Wrong: From<&'a ParameterError>,
{
    list(&faults.iter().map(Wrong::from).collect::<Vec<_>>())
}

fn list(wrong: &[Wrong]) -> JsValue {
    to_js(&wrong).unwrap_or_else(|error| error)
}

/// As `JSON.parse` would make it.
fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
