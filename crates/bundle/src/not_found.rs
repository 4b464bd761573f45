//! What a host shows where it has no page, `404.html`: it sends a link that came as a path where it belongs. It stands at
//! any address, so it names no other file.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::document::change;
use crate::site::{NOT_FOUND, Site};

/// Lets its script run, and nothing else.
pub(crate) fn equip(site: &Site) -> Result<(), Error> {
    let page = site.text(NOT_FOUND)?;
    let unfit = || Error::Unfit { selector: "script", found: page.matches("<script>").count() };
    let script = page.split_once("<script>").and_then(|(_, rest)| rest.split_once("</script>"));
    let (script, _) = script.filter(|_| page.matches("<script").count() == 1).ok_or_else(unfit)?;
    let source = BASE64_STANDARD.encode(Sha256::digest(script));
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{source}'; img-src data:; base-uri 'none'; form-action 'none'"
    );
    let page = change(&page, "meta[http-equiv=Content-Security-Policy]", |meta| {
        Ok(meta.set_attribute("content", &policy)?)
    })?;
    site.write(NOT_FOUND, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::example;

    #[test]
    fn its_script_is_named_by_the_policy() {
        let (_folder, site) = example("");
        equip(&site).unwrap();
        let page = site.text(NOT_FOUND).unwrap();
        // printf 'go()' | openssl dgst -sha256 -binary | base64
        let source = "script-src 'sha256-5KYv+PUboo5h+0+YAtGRPbwv5d/QxzHslP4YGnUaxRw='";
        assert!(page.contains(source), "{page}");
    }

    #[test]
    fn a_second_script_is_refused() {
        let (_folder, site) = example("");
        site.write(NOT_FOUND, "<script>a</script><script>b</script>").unwrap();
        assert!(matches!(equip(&site), Err(Error::Unfit { found: 2, .. })));
    }
}
