//! What a link may go through on its way without becoming another: everything that is forgiven, at
//! random.

#![allow(missing_docs, unreachable_pub, reason = "nothing here is public")]

use proptest::prelude::*;
use proptest::sample::Index;

/// How a program breaks long lines. A mail is written in one way from beginning to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wrapping {
    /// Anywhere, with what the program puts at the break.
    Plain,
    /// At the soft breaks of quoted-printable, whose other escapes have been undone.
    Soft,
    /// In quoted-printable, as it is sent.
    Quoted,
}

/// What happens at one place; in the order in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something stands before it.
    Before(&'static str),
    /// Something stands behind it.
    Behind(&'static str),
    /// A hyphen becomes another dash.
    Dash(char),
    /// A character becomes its full-width form.
    Wide,
    /// A space comes in, but not between two digits.
    Space(char),
    /// An ampersand is written as HTML has it.
    Entity,
    /// A character is written as addresses have it.
    Escape,
    /// A backslash before punctuation, as Markdown has it.
    Backslash,
    /// Something invisible comes in.
    Ghost(char),
    /// A line ends.
    Break(&'static str),
}

/// What happens, and where.
pub type Injury = (Kind, Index);

pub fn wrapping() -> impl Strategy<Value = Wrapping> {
    prop::sample::select(vec![Wrapping::Plain, Wrapping::Soft, Wrapping::Quoted])
}

pub fn injuries() -> impl Strategy<Value = Vec<Injury>> {
    let before = prop::sample::select(vec![
        "#",
        "<",
        "(",
        "**",
        "https://example.org/segmint/#",
        "<https://example.org/a-b/?workers=4#",
        "[customers](file:///C:/segmint.html#",
    ]);
    let behind = prop::sample::select(vec![
        ">",
        ").",
        ",",
        ".",
        "**",
        "\".",
        "'",
        "]",
        ";",
        ":",
        "!",
        "&gt;",
        "&quot;",
        "%22",
        "\u{201d}",
        "\u{ff09}",
        "/",
        ":~:text=50,000",
    ]);
    let dash =
        prop::sample::select(vec!['\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}', '\u{ff0d}']);
    let space = prop::sample::select(vec![' ', '\t', '\u{a0}', '\u{3000}']);
    let ghost =
        prop::sample::select(vec!['\u{ad}', '\u{200b}', '\u{200e}', '\u{2060}', '\u{feff}']);
    let line = prop::sample::select(vec!["\n", "\r\n", " \n", "\n> > ", "%0A", "&#10;"]);
    let kind = prop_oneof![
        dash.prop_map(Kind::Dash),
        Just(Kind::Wide),
        space.prop_map(Kind::Space),
        Just(Kind::Entity),
        Just(Kind::Escape),
        Just(Kind::Escape),
        Just(Kind::Backslash),
        ghost.prop_map(Kind::Ghost),
        line.prop_map(Kind::Break),
    ];
    let around = (prop::option::of(before), prop::option::of(behind));
    let within = prop::collection::vec((kind, any::<Index>()), 0..20);
    (around, within, any::<Index>()).prop_map(|((before, behind), mut injuries, anywhere)| {
        injuries.extend(before.map(|text| (Kind::Before(text), anywhere)));
        injuries.extend(behind.map(|text| (Kind::Behind(text), anywhere)));
        injuries.sort_by_key(|(kind, _)| *kind);
        injuries
    })
}

/// The link after all of that.
pub fn damaged(link: &str, wrapping: Wrapping, injuries: &[Injury]) -> String {
    let (late, early): (Vec<&Injury>, Vec<&Injury>) =
        injuries.iter().partition(|(kind, _)| matches!(kind, Kind::Break(_)));
    let mut text: Vec<char> = link.chars().collect();
    for (kind, place) in early {
        injure(&mut text, *kind, wrapping, *place);
    }
    if wrapping == Wrapping::Quoted {
        text = text.iter().collect::<String>().replace('=', "=3D").chars().collect();
    }
    for (kind, place) in late {
        injure(&mut text, *kind, wrapping, *place);
    }
    text.into_iter().collect()
}

fn injure(text: &mut Vec<char>, kind: Kind, wrapping: Wrapping, place: Index) {
    let at = place.index(text.len());
    let next = |wanted: char| (at..text.len()).find(|&place| text[place] == wanted);
    let (range, new): (std::ops::Range<usize>, String) = match kind {
        Kind::Before(before) => (0..0, before.to_owned()),
        Kind::Behind(behind) => (text.len()..text.len(), behind.to_owned()),
        Kind::Dash(dash) => match next('-') {
            Some(place) => (place..place + 1, dash.to_string()),
            None => return,
        },
        Kind::Wide if text[at].is_ascii_graphic() => {
            (at..at + 1, char::from_u32(u32::from(text[at]) + 0xfee0).unwrap().to_string())
        }
        Kind::Space(space) if !(at > 0 && is_digit(text[at - 1]) && is_digit(text[at])) => {
            (at..at, space.to_string())
        }
        Kind::Entity => match next('&') {
            Some(place) => (place..place + 1, "&amp;".to_owned()),
            None => return,
        },
        // Quoted-printable may end a line in the middle of an escape, which is not forgiven.
        Kind::Escape if wrapping == Wrapping::Plain => {
            let bytes = text[at].to_string().into_bytes();
            let escapes: Vec<String> = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
            (at..at + 1, escapes.concat())
        }
        Kind::Backslash if "_-.=&#".contains(text[at]) => (at..at, "\\".to_owned()),
        Kind::Ghost(ghost) => (at..at, ghost.to_string()),
        Kind::Break(line) => match wrapping {
            Wrapping::Plain => (at..at, line.to_owned()),
            Wrapping::Soft | Wrapping::Quoted if within_escape(text, at) => return,
            Wrapping::Soft | Wrapping::Quoted => (at..at, "=\n".to_owned()),
        },
        _ => return,
    };
    text.splice(range, new.chars());
}

/// Whether a line that ended here would part an equals sign of quoted-printable, or the end of
/// another line.
fn within_escape(text: &[char], at: usize) -> bool {
    let parts = |escape: &str, back: usize| {
        at >= back && text[at - back..].iter().copied().take(escape.len()).eq(escape.chars())
    };
    parts("=3D", 1) || parts("=3D", 2) || parts("=\n", 1)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&character)
}
