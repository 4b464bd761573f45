//! A link as other texts carry it: behind the address of a page, in Markdown, in HTML. Knows texts
//! only; whose page it is and who takes the text is for others to know.

use crate::link::Link;
use crate::number::thousands;
use crate::tables::TableId;

/// The height of the frame until the page in it says how high it is, in pixels: what it shows
/// before anybody scrolls.
const FRAME_PIXELS: u32 = 800;

/// The link on the page at this address, which has no fragment.
#[must_use]
pub fn address(page: &str, link: &Link) -> String {
    format!("{page}#{link}")
}

/// The link in Markdown.
#[must_use]
pub fn markdown(page: &str, link: &Link) -> String {
    // A bracket in an address would end it.
    let page = page.replace('(', "%28").replace(')', "%29");
    format!("[{}]({})", title(link), address(&page, link))
}

/// A frame with the page's lean view, in HTML. The page in it may run, save files and open
/// the whole page in a tab, and nothing else: it is given no origin, so it can reach nothing of the
/// page around it.
#[must_use]
pub fn frame(page: &str, link: &Link) -> String {
    let query = if page.contains('?') { "&embed" } else { "?embed" };
    let source = address(&format!("{page}{query}"), link);
    let source = source.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        "<iframe src=\"{source}\" title=\"{}\" width=\"100%\" height=\"{FRAME_PIXELS}\" \
         loading=\"lazy\" sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\"></iframe>",
        title(link)
    )
}

/// What the link leads to, in characters that mean nothing to Markdown and HTML.
fn title(link: &Link) -> String {
    let parameters = link.recipe.parameters();
    let customers = if parameters.count == 1 { "customer" } else { "customers" };
    let table = match link.table {
        TableId::Customers => "",
        TableId::Transactions => "transactions of ",
    };
    let (count, seed) = (thousands(parameters.count), parameters.seed);
    format!("{table}{count} synthetic {customers}, seed {seed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "v=1&seed=7&count=50000&as_of=2026-11-23";

    #[test]
    fn the_link_is_the_fragment_of_each() {
        let link = Link::parse(LINK).unwrap();
        let page = "https://example.org/segmint/";
        assert_eq!(address(page, &link), format!("{page}#{LINK}"));
        assert_eq!(
            markdown(page, &link),
            format!("[50,000 synthetic customers, seed 7]({page}#{LINK})")
        );
        assert_eq!(
            frame(page, &link),
            "<iframe src=\"https://example.org/segmint/?embed#v=1&amp;seed=7&amp;count=50000&amp;\
             as_of=2026-11-23\" title=\"50,000 synthetic customers, seed 7\" width=\"100%\" \
             height=\"800\" loading=\"lazy\" sandbox=\"allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox\"></iframe>"
        );
    }

    #[test]
    fn a_title_tells_the_table() {
        let link = format!("{}&table=transactions", LINK.replace("v=1", "v=2"));
        let link = Link::parse(&link).unwrap();
        let shared = markdown("https://example.org/", &link);
        assert!(shared.starts_with("[transactions of 50,000 synthetic customers, seed 7]("));
    }

    #[test]
    fn odd_addresses_stay_within_their_marks() {
        let link = Link::parse(&LINK.replace("50000", "1")).unwrap();
        let page = "file:///C:/segmint%20(1).html";
        assert!(
            markdown(page, &link).starts_with(
                "[1 synthetic customer, seed 7](file:///C:/segmint%20%281%29.html#v=1&"
            )
        );
        let frame = frame("https://example.org/?a=\"&b", &link);
        assert!(
            frame.starts_with("<iframe src=\"https://example.org/?a=&quot;&amp;b&amp;embed#v=1&"),
            "{frame}"
        );
    }
}
