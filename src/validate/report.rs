//! The result of a validation, shaped as the reference's: `is_valid`, `errors`, `warnings`,
//! `statistics`.

use serde::Serialize;

use super::findings::{Example, Findings};
use super::rules::Severity;
use crate::statistics::Summary;

/// What was found out about a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Whether there is no error; there may be warnings.
    pub is_valid: bool,
    /// Rules broken that the data must keep.
    pub errors: Vec<Finding>,
    /// Rules broken that the data should keep.
    pub warnings: Vec<Finding>,
    /// What the rows hold.
    pub statistics: Summary,
}

/// A rule that rows break.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's identifier.
    pub rule: &'static str,
    /// What is wrong, for people.
    pub message: &'static str,
    /// How many rows (or segments, for their shares) break it.
    pub rows: u64,
    /// The first few.
    pub examples: Vec<Example>,
}

impl Report {
    pub(super) fn new(findings: &Findings, statistics: Summary) -> Report {
        let of = |severity| {
            findings
                .in_order()
                .filter(|broken| broken.rule.severity() == severity)
                .map(|broken| Finding {
                    rule: broken.rule.id(),
                    message: broken.rule.message(),
                    rows: broken.rows,
                    examples: broken.examples.clone(),
                })
                .collect::<Vec<_>>()
        };
        let errors = of(Severity::Error);
        Report { is_valid: errors.is_empty(), errors, warnings: of(Severity::Warning), statistics }
    }
}
