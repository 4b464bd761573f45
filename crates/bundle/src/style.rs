//! The style sheet as it is sent: without what only those read who write it.

use crate::Error;
use crate::site::{STYLE, Site};

/// Takes comments and indentation out of the style sheet.
pub(crate) fn shorten(site: &Site) -> Result<(), Error> {
    let name = site.name(&STYLE)?;
    site.write(&name, &shortened(&site.text(&name)?))
}

fn shortened(style: &str) -> String {
    let bare = without_comments(style);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// What stands in quotes is no comment.
fn without_comments(style: &str) -> String {
    let (mut bare, mut rest) = (String::with_capacity(style.len()), style);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        bare.push_str(before);
        let len = match from.strip_prefix("/*") {
            Some(comment) => {
                rest = comment.split_once("*/").map_or("", |(_, behind)| behind);
                continue;
            }
            None if from.starts_with('/') => 1,
            None => quoted(from),
        };
        let (kept, behind) = from.split_at(len);
        bare.push_str(kept);
        rest = behind;
    }
    bare + rest
}

/// How many bytes a text in quotes has, with both of them: one behind a backslash is none.
fn quoted(from: &str) -> usize {
    let mut characters = from.char_indices();
    let quote = characters.next().map(|(_, quote)| quote);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if Some(character) == quote {
            return at + 1;
        }
    }
    from.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::example;

    #[test]
    fn comments_and_indentation_are_taken_out_and_nothing_else() {
        let style = "/* One. */\n\n@media print {\n  a::before {\n    content: \"/* it's \\\" */\"; /* two\n  lines */\n  \
            margin: calc(1px / 2);\n  }\n}\nb { background: url('x//*y') } /* open";
        let expected = "@media print {\na::before {\ncontent: \"/* it's \\\" */\";\nmargin: calc(1px / 2);\n}\n}\n\
            b { background: url('x//*y') }\n";
        let (_folder, site) = example(style);
        shorten(&site).unwrap();
        assert_eq!(site.text("style-1.css").unwrap(), expected);
    }
}
