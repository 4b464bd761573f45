//! What came of a request to make a table: what is known of its rows, and whether the file may take its place.

use std::time::Duration;

use super::error::Error;
use super::generate_request::GenerateRequest;
use super::tables::TableReport;
use crate::link::Link;

/// What came of a request.
pub(super) struct Made<'a> {
    pub(super) request: &'a GenerateRequest,
    pub(super) generated: Generated,
    /// Whether the file is in its place.
    pub(super) is_in_place: bool,
}

impl Made<'_> {
    /// Why the file could not take its place, if it could not.
    pub(super) fn fault(&self) -> Option<Error> {
        let Made { request, generated, .. } = self;
        let destination = request.destination.clone();
        match (generated.report.outcome().astray(), generated.fingerprints(request)) {
            (0, Some((expected, sha256))) if expected != sha256 => Some(Error::Foreign {
                table: request.table,
                expected: expected.to_owned(),
                sha256: sha256.to_owned(),
                destination: Some(destination),
            }),
            (0, _) => None,
            (findings, _) => Some(Error::Invalid { findings, destination }),
        }
    }
}

/// What a run made, for the report.
pub(super) struct Generated {
    /// What was read back from the rows.
    pub(super) report: TableReport,
    /// The SHA-256 of the bytes, if it was asked for.
    pub(super) sha256: Option<String>,
    /// How many bytes the file has.
    pub(super) bytes: u64,
    pub(super) took: Duration,
}

impl Generated {
    /// The SHA-256 that the link says, and the one of the file, if it is the whole data set's.
    pub(super) fn fingerprints<'a>(
        &'a self,
        request: &'a GenerateRequest,
    ) -> Option<(&'a str, &'a str)> {
        let expected = request.expected.as_deref().filter(|_| request.is_whole())?;
        Some((expected, self.sha256.as_deref()?))
    }

    /// Whether the file may take its place: it is what it was to be, and no other than the sender's.
    pub(super) fn takes_place(&self, request: &GenerateRequest) -> bool {
        let is_foreign =
            self.fingerprints(request).is_some_and(|(expected, sha256)| expected != sha256);
        self.report.outcome().is_exact() && !is_foreign
    }

    /// The link to the table; with the fingerprint, if the file is the whole of its plain CSV.
    pub(super) fn link(&self, request: &GenerateRequest) -> String {
        let sha256 = self.sha256.clone().filter(|_| request.is_whole());
        Link { recipe: request.recipe.clone(), table: request.table, sha256 }.to_string()
    }
}
