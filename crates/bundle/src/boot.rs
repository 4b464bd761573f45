//! The script that starts the page, `www/boot.js`, put into the page: as a file it would run behind the first frame, and
//! all that it starts with it. It stands behind the links to what it needs, and before the style, for which scripts
//! behind it wait.

use lol_html::html_content::ContentType;

use crate::Error;
use crate::document::{change, remove_all};
use crate::inline::Inline;
use crate::site::{BOOT, GLUE, MODULE, Site};

/// What finds it in the page.
pub(crate) const IN_PAGE: &str = "script#boot";

/// What may run, in the policy of the page as it is written.
const OWN: &str = "script-src 'self'";

/// Puts the script into the page, which names it in its policy, and takes the file away.
pub(crate) fn take_in(site: &mut Site) -> Result<Inline, Error> {
    let boot = Inline::script(site, &BOOT)?;
    let [name, glue, module] = [&BOOT, &GLUE, &MODULE].map(|part| site.name(part));
    let (name, glue, module) = (name?, glue?, module?);
    let page = change(&site.page, "meta[http-equiv=Content-Security-Policy]", |meta| {
        let policy = meta.get_attribute("content").unwrap_or_default();
        let named = policy.replace(OWN, &format!("{OWN} {}", boot.source()));
        Ok(meta.set_attribute("content", &named)?)
    })?;
    if !page.contains(&boot.source()) {
        return Err(Error::Unfit { selector: OWN, found: 0 });
    }
    let page = remove_all(&page, "link[rel=modulepreload], link[rel=preload]")?;
    let start = format!(
        "<link rel=\"modulepreload\" href=\"./{glue}\" crossorigin=\"anonymous\">\
        <link rel=\"preload\" href=\"./{module}\" crossorigin=\"anonymous\" as=\"fetch\" type=\"application/wasm\">\
        <script id=\"boot\">{}</script>",
        boot.0
    );
    let page = change(&page, BOOT.selector, |script| {
        script.replace(&start, ContentType::Html);
        Ok(())
    })?;
    site.turn_page(page)?;
    site.remove(&name)?;
    Ok(boot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::example;

    #[test]
    fn it_stands_behind_what_it_needs_and_is_named_by_the_policy() {
        let (folder, mut site) = example("");
        take_in(&mut site).unwrap();
        let at =
            |part: &str| site.page.find(part).unwrap_or_else(|| panic!("{part}: {}", site.page));
        let parts = ["./glue-1.js", "./module-1.wasm", ">start()<", "./style-1.css"].map(at);
        assert!(parts.is_sorted(), "{}", site.page);
        // printf 'start()' | openssl dgst -sha256 -binary | base64
        let source = "script-src 'self' 'sha256-DIm7WJS6ZKDYe5qFLPy+h4JFI9Bol5QmYC57mt3Fb00='";
        assert!(site.page.contains(source), "{}", site.page);
        assert!(!site.page.contains("boot-1.js") && !folder.path().join("boot-1.js").exists());
    }

    #[test]
    fn a_policy_that_lets_in_no_script_is_refused() {
        let (_folder, mut site) = example("");
        site.page = site.page.replace("script-src", "style-src");
        assert!(matches!(take_in(&mut site), Err(Error::Unfit { selector: OWN, found: 0 })));
    }
}
