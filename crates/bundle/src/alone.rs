//! The whole page as one file that asks for nothing: the glue as a `data:` address, because on `file:` no worker
//! can import any other, and the module packed, as text. `www/boot.js` takes them from there.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lol_html::html_content::ContentType;

use crate::boot;
use crate::document::{change, remove_all};
use crate::inline::Inline;
use crate::site::{GLUE, MODULE, STYLE, Site};
use crate::{Error, weight};

/// Makes the file of the hosted page, in which this script stands.
pub(crate) fn page(site: &Site, boot: &Inline) -> Result<String, Error> {
    let style = Inline::style(site, &STYLE)?;
    let glue = BASE64_STANDARD.encode(site.bytes(&site.name(&GLUE)?)?);
    let module = BASE64_STANDARD.encode(weight::packed(&site.bytes(&site.name(&MODULE)?)?)?);

    // No link to the glue: WebKit preloads what a link names, and then refuses it on file:.
    let data = format!(
        "<script type=\"text/plain\" id=\"glue\">data:text/javascript;base64,{glue}</script>\
        <script type=\"text/plain\" id=\"module\">{module}</script>"
    );
    let policy = policy(&style, boot);
    // What only the hosted page has says so itself.
    let page = remove_all(&site.page, "[data-hosted]")?;
    let page = remove_all(&page, "link[rel=modulepreload], link[rel=preload]")?;
    let page = change(&page, "meta[http-equiv=Content-Security-Policy]", |meta| {
        Ok(meta.set_attribute("content", &policy)?)
    })?;
    let page = change(&page, STYLE.selector, |link| {
        link.replace(&format!("<style>{}</style>", style.0), ContentType::Html);
        Ok(())
    })?;
    let page = change(&page, boot::IN_PAGE, |script| {
        let inline = format!("<script type=\"module\">{}</script>", boot.0);
        script.replace(&inline, ContentType::Html);
        Ok(())
    })?;
    // Last, so that there is a page to look at while it is read.
    change(&page, "body", |body| {
        body.append(&data, ContentType::Html);
        Ok(())
    })
}

/// A policy that lets nothing in or out: what runs is in the file and is named by its fingerprint, but for the glue,
/// which page and workers import. `'strict-dynamic'` would let that in without `data:`, but not in Chromium.
fn policy(style: &Inline, boot: &Inline) -> String {
    let (style, boot) = (style.source(), boot.source());
    format!(
        "default-src 'none'; script-src {boot} data: 'wasm-unsafe-eval'; worker-src blob:; \
        style-src {style}; img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boot::take_in;
    use crate::site::example;

    #[test]
    fn everything_is_inside_and_named_by_the_policy() {
        let (_folder, mut site) = example("p { margin: 0 }");
        let boot = take_in(&mut site).unwrap();
        let page = page(&site, &boot).unwrap();
        assert!(!page.contains("./") && !page.contains("manifest"), "{page}");
        assert!(page.contains("<style>p { margin: 0 }</style>"), "{page}");
        assert!(page.contains(">data:text/javascript;base64,Z2x1ZQ==<"), "{page}");
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        let source = "script-src 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='";
        assert!(page.contains(source), "{page}");
    }

    #[test]
    fn a_text_that_would_end_early_is_refused() {
        let (_folder, mut site) = example("p::after { content: '</STYLE>' }");
        let boot = take_in(&mut site).unwrap();
        let page = page(&site, &boot);
        assert!(matches!(page, Err(Error::EndsEarly { end: "</style", .. })), "{page:?}");
    }

    #[test]
    fn a_page_without_a_part_is_refused() {
        let (_folder, mut site) = example("");
        let boot = take_in(&mut site).unwrap();
        site.page = site.page.replace("modulepreload", "other");
        let page = page(&site, &boot);
        assert!(matches!(page, Err(Error::Unfit { found: 0, .. })), "{page:?}");
    }
}
