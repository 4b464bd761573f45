//! The result of a validation, shaped as the reference's: `is_valid`, `errors`, `warnings`,
//! `statistics`.

use serde::{Deserialize, Serialize};

use super::broken::{Broken, Example, Findings};
use super::mismatch::Mismatch;
use super::rules::{Rule, Severity};

/// What was found out about a file, with the statistics `S` of its table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report<S> {
    /// Whether there is no error; there may be warnings.
    pub is_valid: bool,
    /// Rules broken that the data must keep.
    pub errors: Vec<Finding>,
    /// Rules broken that the data should keep.
    pub warnings: Vec<Finding>,
    /// Where the file says something else than the recipe, and a recipe could say so too; only
    /// what has to do with errors and warnings.
    pub mismatches: Vec<Mismatch>,
    /// What the rows hold.
    pub statistics: S,
}

/// A rule that rows break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// What is wrong, for people.
    pub message: String,
    /// How many rows break it, or how many of what [`Rule::unit`] says.
    pub rows: u64,
    /// The first few.
    pub examples: Vec<Example>,
}

impl<S> Report<S> {
    pub(crate) fn new(findings: &Findings, mismatches: Vec<Mismatch>, statistics: S) -> Report<S> {
        let of = |severity| -> Vec<Finding> {
            let broken = findings.in_order().filter(|broken| broken.rule.severity() == severity);
            broken.map(Finding::of).collect()
        };
        let errors = of(Severity::Error);
        Report {
            is_valid: errors.is_empty(),
            errors,
            warnings: of(Severity::Warning),
            mismatches,
            statistics,
        }
    }

    /// Why the file cannot be read at all, if it cannot: then there is nothing else to say of it.
    #[must_use]
    pub fn unreadable(&self) -> Option<&str> {
        let error = self.errors.iter().find(|error| error.rule == Rule::FileReadable)?;
        Some(error.examples.first().map_or(&*error.message, |example| &example.reason))
    }

    /// Errors, then warnings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.errors.iter().chain(&self.warnings)
    }
}

impl Finding {
    fn of(broken: &Broken) -> Finding {
        let Broken { rule, rows, examples } = broken;
        Finding {
            rule: *rule,
            message: rule.message().to_owned(),
            rows: *rows,
            examples: examples.clone(),
        }
    }
}
