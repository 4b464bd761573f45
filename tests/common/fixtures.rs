//! The links in `tests/fixtures/links`: blocks of lines, the first of which says what is special.

#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

/// Links as Segmint writes them.
pub const KEPT: &str = include_str!("../fixtures/links/kept.txt");
/// Links that were marked on their way.
pub const MENDED: &str = include_str!("../fixtures/links/mended.txt");
/// Links in what carries them.
pub const WRAPPED: &str = include_str!("../fixtures/links/wrapped.txt");
/// Links that are not understood.
pub const REFUSED: &str = include_str!("../fixtures/links/refused.txt");

/// A link and what is known of it.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// What is special about it, or happened to it.
    pub name: &'static str,
    /// As it came.
    pub link: String,
    /// What it means, as Segmint writes it, if it means anything.
    pub means: Option<String>,
    /// Words of each fault, in their order.
    pub told: Vec<String>,
}

/// All links of such a text.
pub fn fixtures(text: &'static str) -> Vec<Fixture> {
    let blocks = text.split("\n\n").map(|block| block.trim_matches('\n'));
    blocks.filter(|block| !block.is_empty() && !block.starts_with('#')).map(fixture).collect()
}

fn fixture(block: &'static str) -> Fixture {
    let (name, lines) = block.split_once('\n').unwrap_or_else(|| panic!("no link: {block:?}"));
    let mut fixture = Fixture { name, link: String::new(), means: None, told: Vec::new() };
    for line in lines.lines() {
        match line.trim_start().split_once(' ') {
            Some(("link", text)) => fixture.link = unescaped(text),
            Some(("means", text)) => fixture.means = Some(unescaped(text)),
            Some(("told", text)) => fixture.told.push(unescaped(text)),
            _ => panic!("{name}: {line:?}"),
        }
    }
    fixture
}

/// `\n` as a line feed, and so on.
fn unescaped(text: &str) -> String {
    let mut characters = text.chars();
    let mut plain = String::new();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('\\') => '\\',
                Some('u') => {
                    let number: String = characters.by_ref().take_while(|&c| c != '}').collect();
                    let number = u32::from_str_radix(number.trim_start_matches('{'), 16).unwrap();
                    char::from_u32(number).unwrap()
                }
                other => panic!("{text:?}: \\{other:?}"),
            },
            other => other,
        });
    }
    plain
}
