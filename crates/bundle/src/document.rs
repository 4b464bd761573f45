//! Changes to an HTML document, each to elements that a selector finds. Nothing of any page in particular.

use lol_html::html_content::Element;
use lol_html::{HandlerResult, RewriteStrSettings, element, rewrite_str};

use crate::Error;

/// Changes the one element that the selector finds.
///
/// # Errors
///
/// When there is none, or more than one: then the document is not what this code was written for.
pub(crate) fn change(
    document: &str,
    selector: &'static str,
    mut how: impl FnMut(&mut Element) -> HandlerResult,
) -> Result<String, Error> {
    let mut found = 0;
    let changed = change_all(document, selector, |element| {
        found += 1;
        how(element)
    })?;
    if found == 1 { Ok(changed) } else { Err(Error::Unfit { selector, found }) }
}

/// Removes every element that the selector finds.
pub(crate) fn remove_all(document: &str, selector: &'static str) -> Result<String, Error> {
    change_all(document, selector, |element| {
        element.remove();
        Ok(())
    })
}

/// Changes every element that the selector finds.
pub(crate) fn change_all(
    document: &str,
    selector: &'static str,
    mut how: impl FnMut(&mut Element) -> HandlerResult,
) -> Result<String, Error> {
    let handler = element!(selector, |element| how(element));
    Ok(rewrite_str(document, RewriteStrSettings::new().append_element_content_handler(handler))?)
}

/// What this attribute of the one element says that the selector finds; empty when it is not there.
pub(crate) fn attribute(
    document: &str,
    selector: &'static str,
    name: &str,
) -> Result<String, Error> {
    let mut value = String::new();
    change(document, selector, |element| {
        value = element.get_attribute(name).unwrap_or_default();
        Ok(())
    })?;
    Ok(value)
}
