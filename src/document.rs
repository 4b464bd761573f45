//! What reports say of a recipe, of criteria and of comparisons, as documents for programs: the same from the
//! command line and to JavaScript. Numbers are typed; the seed is text, because readers that know only
//! JavaScript's numbers would round it.

use serde::{Serialize, Serializer};

use crate::comparison::{Difference, Form, Verdict};
use crate::dirt::DirtReport;
use crate::inspection::Inspected;
use crate::link::{Link, LinkError};
use crate::recipe::{
    self, Dirt, ParameterError, Parameters, Recipe, RecipeVersion, SEGMENTS, Segment, Span,
    Spending,
};
use crate::table::NotInVersion;
use crate::tables::TableId;
use crate::validate::{Criteria, FileForm, Judged, NoCustomers};

/// A file that was checked.
#[derive(Serialize)]
pub struct CheckForm<'a> {
    /// Which table it has.
    pub table: TableId,
    /// What was found in it.
    #[serde(flatten)]
    pub report: JudgedForm<'a>,
    /// Where it is.
    #[serde(skip_serializing_if = "FilePlace::is_untold")]
    pub file: FilePlace,
    /// How many bytes were read.
    pub bytes: u64,
    /// Its format, compression and delimiter.
    #[serde(flatten)]
    pub form: FileForm,
    /// The table of customers beside which transactions were checked, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customers: Option<CustomersForm>,
    /// What it was held against.
    pub criteria: CriteriaForm,
    /// With the data set of the recipe, if one was given.
    pub comparison: Option<ComparisonForm<'a>>,
    /// With the sender's file, if the link says its SHA-256.
    pub fingerprint: Option<FingerprintForm<'a>>,
}

/// A table of customers beside which transactions were checked.
#[derive(Serialize)]
pub struct CustomersForm {
    /// Where it is.
    #[serde(skip_serializing_if = "FilePlace::is_untold")]
    pub file: FilePlace,
    /// How many of its rows have an id.
    pub rows: u64,
    /// Whether it is in the order of its ids; if not, segments and accounts are not known.
    pub in_order: bool,
}

/// Where a file is, for those who know files by their places.
#[derive(Serialize)]
#[serde(untagged)]
pub enum FilePlace {
    /// There are no places.
    Untold,
    /// Nowhere: it is in memory.
    Memory,
    /// There.
    Path(String),
}

/// Something that can be wrong with what was asked for.
pub trait Fault {
    /// What is told of it to those who call the version of a recipe by this name.
    fn form(&self, version: &str) -> FaultForm;
}

/// What is wrong with something that was asked for.
#[derive(Debug, Default, Serialize)]
pub struct FaultForm {
    /// The name of the parameter, if it has to do with one.
    pub parameter: Option<String>,
    /// What was given for it.
    pub value: Option<String>,
    /// What it had to keep.
    pub limit: Option<String>,
    /// All of it in a sentence.
    pub message: String,
}
/// The name of the option, and of the key of links, that says which table is meant.
const TABLE: &str = "table";

/// What a file was held against.
#[derive(Serialize)]
pub struct CriteriaForm {
    /// Nothing if account dates have no window.
    as_of: Option<String>,
    #[serde(flatten)]
    targets: TargetsForm,
    tolerance: f64,
    examples: u32,
}

/// How a file compares with the data set of a recipe.
#[derive(Serialize)]
pub struct ComparisonForm<'a> {
    link: String,
    /// Byte for byte.
    identical: bool,
    /// The rows, if not the bytes.
    same_rows: bool,
    /// In which ways they are written.
    forms: &'a [Form],
    difference: Option<&'a Difference>,
}

/// How the SHA-256 of a file compares with that of the sender's.
#[derive(Serialize)]
pub struct FingerprintForm<'a> {
    sha256: &'a str,
    expected: &'a str,
    identical: bool,
}

/// What was found out about a file of any table: the fields of its report.
pub struct JudgedForm<'a>(pub &'a Judged);

impl Serialize for JudgedForm<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Judged::Customers(report) => report.serialize(serializer),
            Judged::Transactions(report) => report.serialize(serializer),
        }
    }
}

/// What was injected, and what was found of it.
#[derive(Serialize)]
pub struct DirtForm<'a> {
    #[serde(flatten)]
    outcome: &'a DirtReport,
    /// Whether exactly what was injected was found.
    exact: bool,
}

/// A recipe with every parameter spelled out, under the names that links and options use.
#[derive(Serialize)]
pub struct RecipeForm {
    version: u32,
    seed: String,
    count: u32,
    as_of: String,
    #[serde(flatten)]
    targets: TargetsForm,
    domains: &'static str,
    dirt: String,
    /// Of documents on transactions alone.
    #[serde(flatten)]
    spending: Option<SpendingForm>,
}

/// The parameters that only transactions have.
#[derive(Serialize)]
struct SpendingForm {
    months: u32,
    payments: Spans,
    dollars: Spans,
    declined: f64,
    gradual_decline: Vec<f64>,
    sudden_decline: Vec<f64>,
    growth: f64,
    overlap: f64,
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
    /// Of version 2 alone, in which there are new accounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    new_account_age: Option<Span>,
}

impl<'a> From<&'a Inspected> for CheckForm<'a> {
    fn from(inspected: &'a Inspected) -> CheckForm<'a> {
        let Inspected { criteria, link, judged, form, bytes, customers, verdict, sha256 } =
            inspected;
        let expected = link.as_ref().and_then(|link| link.sha256.as_deref());
        let recipe = link.as_ref().map(|link| &link.recipe);
        CheckForm {
            table: judged.table(),
            report: JudgedForm(judged),
            file: FilePlace::Untold,
            bytes: *bytes,
            form: *form,
            customers: customers.map(|file| CustomersForm {
                file: FilePlace::Untold,
                rows: file.rows,
                in_order: file.in_order,
            }),
            criteria: criteria.into(),
            comparison: recipe.zip(verdict.as_ref()).map(ComparisonForm::of),
            fingerprint: expected.zip(sha256.as_deref()).map(FingerprintForm::of),
        }
    }
}

impl FilePlace {
    fn is_untold(&self) -> bool {
        matches!(self, FilePlace::Untold)
    }
}

impl Fault for ParameterError {
    fn form(&self, _: &str) -> FaultForm {
        FaultForm {
            parameter: Some(self.parameter.key().to_owned()),
            value: Some(self.value.clone()),
            limit: Some(self.limit.to_string()),
            message: self.to_string(),
        }
    }
}

impl Fault for NotInVersion {
    fn form(&self, _: &str) -> FaultForm {
        FaultForm {
            parameter: Some(TABLE.to_owned()),
            value: Some(self.table.to_owned()),
            limit: Some(format!("needs recipe version {}", self.since)),
            message: self.to_string(),
        }
    }
}

impl Fault for NoCustomers {
    fn form(&self, _: &str) -> FaultForm {
        FaultForm {
            parameter: Some("customers".to_owned()),
            message: format!("customers: {self}"),
            ..FaultForm::default()
        }
    }
}

impl Fault for LinkError {
    fn form(&self, version: &str) -> FaultForm {
        let (parameter, value) = match self {
            LinkError::Parameter(fault) => return fault.form(version),
            LinkError::Table(fault) => return fault.form(version),
            LinkError::UnknownKey(key) | LinkError::Repeated(key) => (Some(&**key), None),
            LinkError::Missing(key) => (Some(*key), None),
            LinkError::UnknownVersion(text) => (Some(version), Some(text)),
            LinkError::UnknownTable(word) => (Some(TABLE), Some(word)),
            LinkError::Fingerprint(text) => (Some("sha256"), Some(text)),
            LinkError::TooLong(_) | LinkError::NotAPair(_) => (None, None),
        };
        FaultForm {
            parameter: parameter.map(str::to_owned),
            value: value.cloned(),
            limit: None,
            message: self.to_string(),
        }
    }
}

impl From<&Criteria> for CriteriaForm {
    fn from(criteria: &Criteria) -> CriteriaForm {
        let parameters = criteria.recipe.parameters();
        CriteriaForm {
            as_of: criteria.dated.then(|| parameters.as_of.to_string()),
            targets: parameters.into(),
            tolerance: percent(criteria.tolerance),
            examples: criteria.examples,
        }
    }
}

impl<'a> ComparisonForm<'a> {
    /// With this recipe, and what came of it.
    #[must_use]
    pub fn of((recipe, verdict): (&Recipe, &'a Verdict)) -> ComparisonForm<'a> {
        ComparisonForm {
            link: Link::from(recipe.clone()).to_string(),
            identical: *verdict == Verdict::Identical,
            same_rows: !matches!(verdict, Verdict::Differs(_)),
            forms: match verdict {
                Verdict::Identical => &[],
                Verdict::SameRows(forms) => forms,
                Verdict::Differs(difference) => &difference.forms,
            },
            difference: match verdict {
                Verdict::Identical | Verdict::SameRows(_) => None,
                Verdict::Differs(difference) => Some(difference),
            },
        }
    }
}

impl<'a> FingerprintForm<'a> {
    /// What was expected, and what it is.
    #[must_use]
    pub fn of((expected, sha256): (&'a str, &'a str)) -> FingerprintForm<'a> {
        FingerprintForm { sha256, expected, identical: sha256 == expected }
    }
}

impl<'a> DirtForm<'a> {
    /// Of a table that was given these faults; nothing, if there are none.
    #[must_use]
    pub fn of(dirt: &Dirt, outcome: &'a DirtReport) -> Option<DirtForm<'a>> {
        (!dirt.is_none()).then(|| DirtForm { outcome, exact: outcome.is_exact() })
    }
}

impl From<&Parameters> for RecipeForm {
    fn from(parameters: &Parameters) -> RecipeForm {
        RecipeForm {
            version: parameters.version.number(),
            seed: parameters.seed.to_string(),
            count: parameters.count,
            as_of: parameters.as_of.to_string(),
            targets: parameters.into(),
            domains: parameters.domains.word(),
            dirt: parameters.dirt.to_string(),
            spending: None,
        }
    }
}

impl RecipeForm {
    /// With the parameters of what customers buy.
    #[must_use]
    pub fn with_spending(parameters: &Parameters) -> RecipeForm {
        let spending = &parameters.spending;
        RecipeForm { spending: Some(spending.into()), ..parameters.into() }
    }
}

impl From<&Spending> for SpendingForm {
    fn from(spending: &Spending) -> SpendingForm {
        let percents =
            |shares: &recipe::Shares| shares.list().iter().copied().map(percent).collect();
        SpendingForm {
            months: spending.months,
            payments: Spans(spending.payments),
            dollars: Spans(spending.dollars),
            declined: percent(spending.declined),
            gradual_decline: percents(&spending.gradual_decline),
            sudden_decline: percents(&spending.sudden_decline),
            growth: percent(spending.growth),
            overlap: percent(spending.overlap),
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
            new_account_age: (parameters.version >= RecipeVersion::V2)
                .then_some(parameters.new_account_age),
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

/// A range for each segment, as an object.
struct Spans([Span; SEGMENTS]);

impl Serialize for Spans {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names = Segment::ALL.map(Segment::name);
        serializer.collect_map(names.into_iter().zip(self.0))
    }
}

fn percent(per_mille: u16) -> f64 {
    f64::from(per_mille) / 10.0
}
