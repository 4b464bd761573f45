//! The address of the page: what of it is the link that it was opened with, and what is the page's own. How it is
//! read and written is for others.

use segmint::link::{Link, LinkError};

/// What of a query the page itself is asked with.
const OWN_KEYS: [&str; 2] = ["embed", "workers"];

/// Where a link goes in the history of the reader's browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// In place of the one that is there: nothing has happened that a reader would want to take back.
    Same,
    /// Beside it, so that the reader can go back, unless the reader is still typing what is there.
    Typed,
    /// Beside it, so that the reader can go back.
    New,
}

/// The link that an address carries, if it carries any: behind its `#`, or in its query or its path.
///
/// # Errors
/// Those of [`Link::read`].
#[must_use]
pub fn link(address: &str) -> Option<Result<Link, Vec<LinkError>>> {
    let said = said(address);
    match said.strip_prefix('#') {
        Some(fragment) => Some(Link::read(fragment)),
        None => Link::in_address(said),
    }
}

/// What of an address is read as a link, for people to see: its fragment with the `#`, or all of it if it carries a
/// link in its query or its path. Empty if it carries none.
#[must_use]
pub fn said(address: &str) -> &str {
    let (page, fragment) = parts(address);
    match (says_link(page), fragment) {
        (false, Some(at)) => &address[at..],
        (false, None) => "",
        (true, _) => address,
    }
}

/// The address of the page itself, without any link: under any path, and with what the page is asked in its query.
#[must_use]
pub fn home(address: &str) -> String {
    let (page, _) = parts(address);
    if !says_link(page) {
        return page.to_owned();
    }
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let is_own = |part: &&str| OWN_KEYS.contains(&part.split('=').next().unwrap_or_default());
    let own: Vec<&str> = query.split('&').filter(is_own).collect();
    let mark = if own.is_empty() { "" } else { "?" };
    format!("{}{mark}{}", before_link(path), own.join("&"))
}

/// The address that others are given: that of the page itself, without a query. Nobody else has this disk, so a page
/// on it is known by its name alone.
#[must_use]
pub fn shared(address: &str) -> String {
    let home = home(address);
    let page = home.split('?').next().unwrap_or_default();
    if page.starts_with("file:") {
        page.rsplit('/').next().unwrap_or_default().to_owned()
    } else {
        page.to_owned()
    }
}

/// The address without its fragment, and where that begins, its `#` included, unless it is empty.
fn parts(address: &str) -> (&str, Option<usize>) {
    match address.find('#') {
        Some(at) => (&address[..at], Some(at).filter(|at| at + 1 < address.len())),
        None => (address, None),
    }
}

/// Whether an address without a fragment carries a link.
fn says_link(page: &str) -> bool {
    Link::in_address(page).is_some()
}

/// A path up to the link in it, if it carries one: an escaped `#` begins it.
fn before_link(path: &str) -> &str {
    let is_mark = |at: &usize| {
        let rest = path[*at..].trim_start_matches("%25").trim_start_matches("25");
        rest.starts_with("%23") || rest.starts_with("23")
    };
    let marks = path.match_indices('%').map(|(at, _)| at);
    marks.into_iter().find(is_mark).map_or(path, |at| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "v=1&seed=42&count=1000&as_of=2026-11-23";

    #[test]
    fn a_link_is_read_wherever_the_address_carries_it() {
        let page = "https://example.org/a/";
        for address in [
            format!("{page}#{LINK}"),
            format!("{page}?embed#{LINK}"),
            format!("{page}#https%3A%2F%2Fexample.org%2F#{}", LINK.replace('=', "%3D")),
            format!("{page}?{LINK}"),
            format!("{page}?workers=1&{LINK}"),
            format!("{page}?{LINK}#"),
            format!("{page}%23{LINK}"),
            format!("{page}index.html%2523{LINK}"),
            format!("{page}?v%3D1%26seed%3D42%26count%3D1000%26as_of%3D2026-11-23"),
        ] {
            let link = super::link(&address);
            assert_eq!(
                link.map(|link| link.map(|link| link.to_string())),
                Some(Ok(LINK.into())),
                "{address}"
            );
        }
        for bare in [page, "https://example.org/a/?embed", "https://example.org/a/?workers=3#"] {
            assert_eq!(said(bare), "", "{bare}");
        }
        assert_eq!(said("https://example.org/a/?workers=3#colour=red"), "#colour=red");
        // Two links in one address are none.
        let both = format!("{page}?{LINK}#{}", LINK.replace("42", "43"));
        assert!(matches!(super::link(&both), Some(Err(_))));
    }

    #[test]
    fn the_pages_own_address_has_no_link() {
        for (address, home) in [
            (format!("https://example.org/a/#{LINK}"), "https://example.org/a/"),
            (format!("https://example.org/a/?{LINK}"), "https://example.org/a/"),
            (
                format!("https://example.org/a/?embed&{LINK}&workers=2"),
                "https://example.org/a/?embed&workers=2",
            ),
            (format!("https://example.org/a/%23{LINK}"), "https://example.org/a/"),
            (
                format!("https://example.org/a/index.html%2523{LINK}"),
                "https://example.org/a/index.html",
            ),
            (
                format!("https://example.org/a/?workers=2#{LINK}"),
                "https://example.org/a/?workers=2",
            ),
            (format!("https://example.org/100%25/?{LINK}"), "https://example.org/100%25/"),
        ] {
            assert_eq!(super::home(&address), home, "{address}");
        }
    }

    #[test]
    fn nobody_is_given_a_path_on_this_disk() {
        assert_eq!(shared("file:///C:/Users/jo/segmint.html#v=1"), "segmint.html");
        assert_eq!(shared("https://example.org/a/?workers=1#v=1"), "https://example.org/a/");
    }
}
