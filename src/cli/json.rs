//! The report for programs, as JSON. Numbers are typed; the seed is text, because readers that
//! know only JavaScript's numbers would round it. Nothing in it depends on when or how fast.

use serde::{Serialize, Serializer};

use super::Receipt;
use super::error::Error;
use super::order::Order;
use super::output::Destination;
use crate::plan::Rows;
use crate::recipe::{Parameters, SEGMENTS, Segment, Span, VERSION};
use crate::validate::Report;

/// The document, with a line feed at its end.
pub(super) fn report(order: &Order, receipt: &Receipt) -> Result<String, Error> {
    let document = Document {
        report: &receipt.report,
        recipe: order.recipe.parameters().into(),
        link: receipt.link(order),
        output: match &order.destination {
            Destination::Stdout => "-".to_owned(),
            Destination::Path(path) => path.display().to_string(),
        },
        rows: order.rows,
        header: order.header,
        bytes: receipt.bytes,
        sha256: receipt.sha256.as_deref(),
    };
    let text = serde_json::to_string_pretty(&document);
    Ok(text.map_err(|fault| Error::Report(fault.into()))? + "\n")
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    report: &'a Report,
    recipe: RecipeForm,
    link: String,
    output: String,
    rows: Rows,
    header: bool,
    bytes: u64,
    sha256: Option<&'a str>,
}

/// A recipe with every parameter spelled out, under the names that links and options use.
#[derive(Serialize)]
struct RecipeForm {
    version: u32,
    seed: String,
    count: u32,
    as_of: String,
    weights: Shares,
    premium: Shares,
    gradual: f64,
    age: SpanForm,
    credit_limit: SpanForm,
    credit_limit_step: u32,
    opened: SpanForm,
    domains: &'static str,
}

impl From<&Parameters> for RecipeForm {
    fn from(parameters: &Parameters) -> RecipeForm {
        RecipeForm {
            version: VERSION,
            seed: parameters.seed.to_string(),
            count: parameters.count,
            as_of: parameters.as_of.to_string(),
            weights: Shares(parameters.weights),
            premium: Shares(parameters.premium),
            gradual: percent(parameters.gradual),
            age: parameters.age.into(),
            credit_limit: parameters.credit_limit.into(),
            credit_limit_step: parameters.credit_limit_step,
            opened: parameters.opened.into(),
            domains: parameters.domains.word(),
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

#[derive(Serialize)]
struct SpanForm {
    min: u32,
    max: u32,
}

impl From<Span> for SpanForm {
    fn from(Span { min, max }: Span) -> SpanForm {
        SpanForm { min, max }
    }
}
