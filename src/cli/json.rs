//! The report for programs, as JSON. Nothing in it depends on when or how fast.

use serde::Serialize;

use super::check::Checked;
use super::error::Error;
use super::generate_request::GenerateRequest;
use super::input::Source;
use super::output::Destination;
use super::pipeline::Generated;
use super::validate_request::ValidateRequest;
use crate::document::{ComparisonForm, CriteriaForm, DirtForm, FingerprintForm, RecipeForm};
use crate::plan::Rows;
use crate::validate::{FileForm, Report};

/// The document on customers that were made, with a line feed at its end.
pub(super) fn generated(request: &GenerateRequest, generated: &Generated) -> Result<String, Error> {
    let document = Document {
        report: &generated.report,
        recipe: request.recipe.parameters().into(),
        link: generated.link(request),
        output: path(&request.destination),
        answer_key: request.answer_key.as_ref().map(|key| path(&key.destination)),
        rows: request.rows,
        header: request.header && request.format.has_header(),
        format: request.format.format(),
        compression: request.format.compression(),
        bytes: generated.bytes,
        sha256: generated.sha256.as_deref(),
        fingerprint: generated.fingerprints(request).map(FingerprintForm::of),
        dirt: DirtForm::of(request.recipe.parameters(), &generated.outcome),
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
pub(super) fn validated(request: &ValidateRequest, checked: &Checked) -> Result<String, Error> {
    let ValidateRequest { source, criteria, data_set, sha256, .. } = request;
    write(&Judgement {
        report: &checked.report,
        file: match source {
            Source::Stdin => "-".to_owned(),
            Source::Path(path) => path.display().to_string(),
        },
        bytes: checked.bytes,
        form: checked.form,
        criteria: criteria.into(),
        comparison: data_set.as_ref().zip(checked.verdict.as_ref()).map(ComparisonForm::of),
        fingerprint: sha256.as_deref().zip(checked.sha256.as_deref()).map(FingerprintForm::of),
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
    /// Its format, compression and delimiter.
    #[serde(flatten)]
    form: FileForm,
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
