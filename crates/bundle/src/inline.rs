//! What stands within a document in place of a file of its own.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::site::{Part, Site};

/// A text between the tags of an element that ends where the text says so.
pub(crate) struct Inline(pub(crate) String);

impl Inline {
    /// Reads a part that is a script.
    pub(crate) fn script(site: &Site, part: &Part) -> Result<Inline, Error> {
        // Behind the second, the end of a script means something else.
        Inline::read(site, part, &["</script", "<!--"])
    }

    /// Reads a part that is a style sheet.
    pub(crate) fn style(site: &Site, part: &Part) -> Result<Inline, Error> {
        Inline::read(site, part, &["</style"])
    }

    /// Reads a part that holds none of these `ends`.
    fn read(site: &Site, part: &Part, ends: &[&'static str]) -> Result<Inline, Error> {
        let name = site.name(part)?;
        let text = site.text(&name)?;
        let lower = text.to_ascii_lowercase();
        match ends.iter().find(|end| lower.contains(**end)) {
            Some(end) => Err(Error::EndsEarly { name, end }),
            None => Ok(Inline(text)),
        }
    }

    /// How a policy names it (Content Security Policy Level 3, section 2.3.1).
    pub(crate) fn source(&self) -> String {
        format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(&self.0)))
    }
}
