//! The report for programs, as JSON. Nothing in it depends on when or how fast.

use serde::Serialize;

use super::error::Error;
use super::examination::Answer;
use super::input::Source;
use super::inquiry::Inquiry;
use super::order::Order;
use super::output::Destination;
use super::receipt::Receipt;
use crate::document::{ComparisonForm, CriteriaForm, DirtForm, FingerprintForm, RecipeForm};
use crate::plan::Rows;
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
        dirt: DirtForm::of(order.recipe.parameters(), &receipt.outcome),
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
    write(&Judgement {
        report: &answer.report,
        file: match source {
            Source::Stdin => "-".to_owned(),
            Source::Path(path) => path.display().to_string(),
        },
        bytes: answer.bytes,
        criteria: criteria.into(),
        comparison: data_set.as_ref().zip(answer.verdict.as_ref()).map(ComparisonForm::of),
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
