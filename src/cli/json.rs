//! The report for programs, as JSON. Numbers are typed; the seed is text, because readers that
//! know only JavaScript's numbers would round it. Nothing in it depends on when or how fast.

use serde::{Serialize, Serializer};

use super::error::Error;
use super::examination::Answer;
use super::input::Source;
use super::inquiry::Inquiry;
use super::order::Order;
use super::output::Destination;
use super::receipt::Receipt;
use crate::comparison::{Difference, Verdict};
use crate::dirt::Outcome;
use crate::link::Link;
use crate::plan::Rows;
use crate::recipe::{Parameters, SEGMENTS, Segment, Span, VERSION};
use crate::validate::Report;

/// The document on customers that were made, with a line feed at its end.
pub(super) fn generated(order: &Order, receipt: &Receipt) -> Result<String, Error> {
    let document = Document {
        report: &receipt.report,
        recipe: order.recipe.parameters().into(),
        link: receipt.link(order),
        output: path(&order.destination),
        answer_key: order.key.as_ref().map(|key| path(&key.destination)),
        rows: order.rows,
        header: order.header && order.packing.has_header(),
        format: order.packing.format(),
        compression: order.packing.compression(),
        bytes: receipt.bytes,
        sha256: receipt.sha256.as_deref(),
        fingerprint: receipt.fingerprints(order).map(FingerprintForm::of),
        dirt: (!order.recipe.parameters().dirt.is_none())
            .then(|| DirtForm { outcome: &receipt.outcome, exact: receipt.outcome.is_exact() }),
    };
    write(&document)
}

fn path(destination: &Destination) -> String {
    match destination {
        Destination::Stdout => "-".to_owned(),
        Destination::Path(path) => path.display().to_string(),
    }
}

/// The document on a file that was judged, with a line feed at its end.
pub(super) fn validated(inquiry: &Inquiry, answer: &Answer) -> Result<String, Error> {
    let Inquiry { source, criteria, data_set, sha256, .. } = inquiry;
    let parameters = criteria.recipe.parameters();
    write(&Judgement {
        report: &answer.report,
        file: match source {
            Source::Stdin => "-".to_owned(),
            Source::Path(path) => path.display().to_string(),
        },
        bytes: answer.bytes,
        criteria: CriteriaForm {
            as_of: criteria.dated.then(|| parameters.as_of.to_string()),
            targets: parameters.into(),
            tolerance: percent(criteria.tolerance),
            examples: criteria.examples,
        },
        comparison: data_set.as_ref().zip(answer.verdict.as_ref()).map(|(recipe, verdict)| {
            ComparisonForm {
                link: Link::from(recipe.clone()).to_string(),
                identical: *verdict == Verdict::Identical,
                difference: match verdict {
                    Verdict::Identical => None,
                    Verdict::Differs(difference) => Some(difference),
                },
            }
        }),
        fingerprint: sha256.as_deref().zip(answer.sha256.as_deref()).map(FingerprintForm::of),
    })
}

fn write(document: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(document);
    Ok(text.map_err(|fault| Error::Report(fault.into()))? + "\n")
}

#[derive(Serialize)]
struct Judgement<'a> {
    #[serde(flatten)]
    report: &'a Report,
    file: String,
    /// How many bytes were read.
    bytes: u64,
    criteria: CriteriaForm,
    /// With the data set of the recipe, if one was given.
    comparison: Option<ComparisonForm<'a>>,
    /// With the sender's file, if the link says its SHA-256.
    fingerprint: Option<FingerprintForm<'a>>,
}

#[derive(Serialize)]
struct CriteriaForm {
    /// Nothing if account dates have no window.
    as_of: Option<String>,
    #[serde(flatten)]
    targets: TargetsForm,
    tolerance: f64,
    examples: u32,
}

#[derive(Serialize)]
struct ComparisonForm<'a> {
    link: String,
    identical: bool,
    difference: Option<&'a Difference>,
}

#[derive(Serialize)]
struct FingerprintForm<'a> {
    sha256: &'a str,
    expected: &'a str,
    identical: bool,
}

impl<'a> FingerprintForm<'a> {
    /// What was expected, and what it is.
    fn of((expected, sha256): (&'a str, &'a str)) -> FingerprintForm<'a> {
        FingerprintForm { sha256, expected, identical: sha256 == expected }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a Report,
    recipe: RecipeForm,
    link: String,
    output: String,
    answer_key: Option<String>,
    rows: Rows,
    header: bool,
    format: &'static str,
    compression: &'static str,
    bytes: u64,
    /// Of the file as it was written; only that of the plain CSV is in the link, too.
    sha256: Option<&'a str>,
    /// With the sender's file, if the link says its SHA-256 and this is the whole of it.
    fingerprint: Option<FingerprintForm<'a>>,
    /// What was injected and what was found of it, if the recipe has dirt.
    dirt: Option<DirtForm<'a>>,
}

#[derive(Serialize)]
struct DirtForm<'a> {
    #[serde(flatten)]
    outcome: &'a Outcome,
    /// Whether exactly what was injected was found.
    exact: bool,
}

/// A recipe with every parameter spelled out, under the names that links and options use.
#[derive(Serialize)]
struct RecipeForm {
    version: u32,
    seed: String,
    count: u32,
    as_of: String,
    #[serde(flatten)]
    targets: TargetsForm,
    domains: &'static str,
    dirt: String,
}

/// The parameters that rules ask for.
#[derive(Serialize)]
struct TargetsForm {
    weights: Shares,
    premium: Shares,
    gradual: f64,
    age: Span,
    credit_limit: Span,
    credit_limit_step: u32,
    opened: Span,
}

impl From<&Parameters> for RecipeForm {
    fn from(parameters: &Parameters) -> RecipeForm {
        RecipeForm {
            version: VERSION,
            seed: parameters.seed.to_string(),
            count: parameters.count,
            as_of: parameters.as_of.to_string(),
            targets: parameters.into(),
            domains: parameters.domains.word(),
            dirt: parameters.dirt.to_string(),
        }
    }
}

impl From<&Parameters> for TargetsForm {
    fn from(parameters: &Parameters) -> TargetsForm {
        TargetsForm {
            weights: Shares(parameters.weights),
            premium: Shares(parameters.premium),
            gradual: percent(parameters.gradual),
            age: parameters.age,
            credit_limit: parameters.credit_limit,
            credit_limit_step: parameters.credit_limit_step,
            opened: parameters.opened,
        }
    }
}

/// A share for each segment, as an object: name and percent.
struct Shares([u16; SEGMENTS]);

impl Serialize for Shares {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = Segment::ALL.map(Segment::name);
        serializer.collect_map(names.into_iter().zip(self.0.map(percent)))
    }
}

fn percent(per_mille: u16) -> f64 {
    f64::from(per_mille) / 10.0
}
