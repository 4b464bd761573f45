//! What carries a data set to somebody else. What each text says is for `segmint::share` to say.

use segmint::share;

use crate::chosen::Chosen;
use crate::plain_sha256::PlainSha256;

/// What carries a data set to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Nothing but the link.
    Link,
    /// The link with the fingerprint of the plain CSV.
    LinkWithFingerprint,
    /// A link in Markdown.
    Markdown,
    /// A frame in HTML.
    Frame,
    /// The command that makes the same file.
    Command,
}

impl Shared {
    /// The text of it, for a page at this address.
    #[must_use]
    pub fn text(
        self,
        page: &str,
        chosen: &Chosen,
        sha256: Option<&PlainSha256>,
        command: &str,
    ) -> String {
        let link = PlainSha256::link(chosen, None);
        match self {
            Shared::Link => share::address(page, &link),
            Shared::LinkWithFingerprint => share::address(page, &PlainSha256::link(chosen, sha256)),
            Shared::Markdown => share::markdown(page, &link),
            Shared::Frame => share::frame(page, &link),
            Shared::Command => command.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::recipe::{Parameters, Recipe, RecipeVersion};
    use segmint::tables::TableId;

    use super::*;
    use crate::output_format::OutputFormat;

    #[test]
    fn only_who_asks_for_it_gives_the_fingerprint_away() {
        let recipe =
            Recipe::new(Parameters::defaults(RecipeVersion::V1, "2026-11-23".parse().unwrap()))
                .unwrap();
        let chosen = Chosen::new(recipe, TableId::Customers).unwrap();
        let sha256 = "ab".repeat(32);
        let plain = PlainSha256::of_generated(Some(&sha256), OutputFormat::PLAIN).unwrap();
        let text = |shared: Shared| {
            shared.text("https://example.org/", &chosen, Some(&plain), "segmint generate-customers")
        };
        let link = "https://example.org/#v=1&seed=42&count=50000&as_of=2026-11-23";
        assert_eq!(text(Shared::Link), link);
        assert_eq!(text(Shared::LinkWithFingerprint), format!("{link}&sha256={sha256}"));
        assert!(text(Shared::Markdown).ends_with(&format!("]({link})")));
        assert!(
            text(Shared::Frame).starts_with("<iframe src=\"https://example.org/?embed#v=1&amp;")
        );
        assert_eq!(text(Shared::Command), "segmint generate-customers");
    }
}
