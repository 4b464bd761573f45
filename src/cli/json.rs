//! The report for programs, as JSON. Nothing in it depends on when or how fast.

use serde::{Serialize, Serializer};

use super::check::Checked;
use super::error::Error;
use super::input::Source;
use super::made::Made;
use super::output::Destination;
use super::tables::TableReport;
use super::validate_request::ValidateRequest;
use crate::customers;
use crate::document::{
    CheckForm, ComparisonForm, CustomersForm, DirtForm, FilePlace, FingerprintForm, JudgedForm,
    RecipeForm,
};
use crate::findings;
use crate::plan::Rows;
use crate::transactions;

/// The document on one table that was made, or on each under its name, with a line feed at its end.
pub(super) fn generated(made: &[Made<'_>]) -> Result<String, Error> {
    match made {
        [one] => write(&TableDocument::of(one)),
        several => write(&Documents(several)),
    }
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
    write(&CheckForm {
        table: checked.report.table(),
        report: JudgedForm(&checked.report),
        file: FilePlace::Path(match source {
            Source::Stdin => "-".to_owned(),
            Source::Path(path) => path.display().to_string(),
        }),
        bytes: checked.bytes,
        form: checked.form,
        customers: checked.customers.as_ref().map(|file| CustomersForm {
            file: FilePlace::Path(
                request.customers.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
            rows: file.rows,
            in_order: file.is_sorted,
        }),
        criteria: criteria.into(),
        comparison: data_set.as_ref().zip(checked.verdict.as_ref()).map(ComparisonForm::of),
        fingerprint: sha256.as_deref().zip(checked.sha256.as_deref()).map(FingerprintForm::of),
    })
}

fn write(document: &impl Serialize) -> Result<String, Error> {
    let text = serde_json::to_string_pretty(document);
    Ok(text.map_err(|fault| Error::Report(fault.into()))? + "\n")
}

/// What was made of several tables, each under its name.
struct Documents<'a>(&'a [Made<'a>]);

impl Serialize for Documents<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let documents = self.0.iter();
        serializer
            .collect_map(documents.map(|made| (made.request.table.word(), TableDocument::of(made))))
    }
}

/// What was made of a table.
#[derive(Serialize)]
#[serde(untagged)]
enum TableDocument<'a> {
    Customers(Box<Document<'a, customers::statistics::Summary>>),
    Transactions(Box<Document<'a, transactions::statistics::Summary>>),
}

impl<'a> TableDocument<'a> {
    fn of(made: &'a Made<'a>) -> TableDocument<'a> {
        let parameters = made.request.recipe.parameters();
        match &made.generated.report {
            TableReport::Customers(report) => TableDocument::Customers(Box::new(Document {
                rows: Some(made.request.rows),
                ..Document::of(&report.report, parameters.into(), made)
            })),
            TableReport::Transactions(report) => TableDocument::Transactions(Box::new(Document {
                customers: Some(made.request.rows),
                ..Document::of(&report.report, RecipeForm::with_spending(parameters), made)
            })),
        }
    }
}

/// What was made of a table with the statistics `S`.
#[derive(Serialize)]
struct Document<'a, S> {
    #[serde(flatten)]
    report: &'a findings::Report<S>,
    recipe: RecipeForm,
    link: String,
    output: String,
    answer_key: Option<String>,
    /// The rows, where there is one for each customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Rows>,
    /// The customers, where there are any number of rows for each.
    #[serde(skip_serializing_if = "Option::is_none")]
    customers: Option<Rows>,
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

impl<'a, S> Document<'a, S> {
    /// What all tables have to say.
    fn of(
        report: &'a findings::Report<S>,
        recipe: RecipeForm,
        Made { request, generated, .. }: &'a Made<'a>,
    ) -> Document<'a, S> {
        Document {
            report,
            recipe,
            link: generated.link(request),
            output: path(&request.destination),
            answer_key: request.answer_key.as_ref().map(|key| path(&key.destination)),
            rows: None,
            customers: None,
            header: request.header && request.format.has_header(),
            format: request.format.format(),
            compression: request.format.compression(),
            bytes: generated.bytes,
            sha256: generated.sha256.as_deref(),
            fingerprint: generated.fingerprints(request).map(FingerprintForm::of),
            dirt: DirtForm::of(
                &request.table.dirt(request.recipe.parameters()),
                generated.report.outcome(),
            ),
        }
    }
}
