//! The fingerprint that a link carries: that of the plain CSV, by type. What is known of other files' is elsewhere.

use segmint::link::Link;
use segmint::recipe::Recipe;
use segmint::tables::TableId;

use crate::chosen::Chosen;
use crate::output_format::OutputFormat;

/// The SHA-256 of a table's plain CSV: what a link carries, and nothing else does. On the page nothing makes a
/// link with a fingerprint but [`link`](PlainSha256::link), so that of another form never gets into one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlainSha256(String);

impl PlainSha256 {
    /// That of a file that was generated in this form, if it is the plain CSV.
    #[must_use]
    pub fn of_generated(sha256: Option<&str>, format: OutputFormat) -> Option<PlainSha256> {
        sha256.filter(|_| format.is_plain()).map(|sha256| PlainSha256(sha256.to_owned()))
    }

    /// Takes a link apart: its recipe, the table, and the fingerprint of the sender's file, if it carries one.
    #[must_use]
    pub fn in_link(link: Link) -> (Recipe, TableId, Option<PlainSha256>) {
        (link.recipe, link.table, link.sha256.map(PlainSha256))
    }

    /// The link to this data set, with the fingerprint of its plain CSV if there is one.
    #[must_use]
    pub fn link(chosen: &Chosen, sha256: Option<&PlainSha256>) -> Link {
        let sha256 = sha256.map(|PlainSha256(sha256)| sha256.clone());
        Link { sha256, ..chosen.link() }
    }

    /// 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_plain_csv_has_a_fingerprint_for_a_link() {
        let known = "ab".repeat(32);
        let formats =
            (0..11).flat_map(|choice| [false, true].map(|gzip| OutputFormat { choice, gzip }));
        for format in formats {
            let sha256 = PlainSha256::of_generated(Some(&known), format);
            assert_eq!(sha256.is_some(), format == OutputFormat::PLAIN, "{format:?}");
        }
        assert_eq!(PlainSha256::of_generated(None, OutputFormat::PLAIN), None);
    }
}
