//! Where the site and its source will be, which no build knows by itself: `SEGMINT_SITE` and `SEGMINT_SOURCE` say it. The
//! page then leads to its documentation and source, and others show it with a picture where a link to it is shared.

use lol_html::html_content::ContentType;

use crate::Error;
use crate::document::{change, change_all};

/// The picture that stands for the page.
const PICTURE: &str = "icon-maskable-512.png";

/// The page with these addresses in it, as far as they are known.
pub(crate) fn name(page: &str, site: Option<&str>, source: Option<&str>) -> Result<String, Error> {
    let mut page = page.to_owned();
    if let Some(source) = source.map(|source| source.trim_end_matches('/')) {
        for (selector, address) in [
            ("[data-source]", source.to_owned()),
            ("[data-docs]", format!("{source}/tree/main/docs")),
        ] {
            page = change_all(&page, selector, |link| {
                link.remove_attribute("hidden");
                link.set_attribute("href", &address)?;
                Ok(())
            })?;
        }
        page = change(&page, "#install", |install| {
            let command = format!("cargo install --locked --git {source}");
            install.set_inner_content(&command, ContentType::Text);
            Ok(())
        })?;
    }
    if let Some(site) = site.map(|site| site.trim_end_matches('/')) {
        page = change(&page, "head", |head| {
            for (property, address) in
                [("url", format!("{site}/")), ("image", format!("{site}/{PICTURE}"))]
            {
                let address = address.replace('&', "&amp;").replace('"', "&quot;");
                let meta = format!("<meta property=\"og:{property}\" content=\"{address}\">\n");
                head.append(&meta, ContentType::Html);
            }
            Ok(())
        })?;
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head></head><body><a data-source hidden>S</a><a data-docs hidden>D</a>\
        <a data-source hidden>S</a><code id=\"install\">x</code></body></html>";

    #[test]
    fn what_is_not_known_is_left_out() {
        assert_eq!(name(PAGE, None, None).unwrap(), PAGE);
    }

    #[test]
    fn a_known_source_is_led_to_and_a_known_site_has_a_picture() {
        let source = name(PAGE, None, Some("https://git.example/a/b/")).unwrap();
        assert_eq!(source.matches("href=\"https://git.example/a/b\"").count(), 2);
        assert!(source.contains("href=\"https://git.example/a/b/tree/main/docs\""), "{source}");
        assert!(
            source.contains("cargo install --locked --git https://git.example/a/b<"),
            "{source}"
        );
        assert!(!source.contains("hidden"), "{source}");
        let site = name(PAGE, Some("https://site.example/?a=1&b"), None).unwrap();
        assert!(site.contains("og:url\" content=\"https://site.example/?a=1&amp;b/\""), "{site}");
        assert!(site.contains("/icon-maskable-512.png\">"), "{site}");
    }
}
