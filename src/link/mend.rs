//! What mail programs, chats and word processors do to a link on its way, undone. Text comes in
//! and text goes out; what it means is told elsewhere.
//!
//! A link is written in small letters, digits and `= & , . - _` alone. So nothing is ever taken
//! for one thing that could be another: what stands for one of these is that one, what only
//! surrounds or breaks a text is nothing, and whatever else there is stays, to be told as a fault.

use super::escapes::{without_entities, without_percent_signs};
use super::wrapping::{
    CLOSING, OPENING, address_before_words, address_in_query, address_in_tag,
    address_of_proofpoint, behind_the_address, target_in_markdown, without_trackers,
};
use super::{FINGERPRINT_KEY, is_key};
use crate::preview_value::is_invisible;

/// Each undoes one thing, wherever it stands. None makes a text longer, so they come to an end.
///
/// What wraps a link goes before the link's own escapes: those say where it ends.
const RULES: [fn(&str) -> String; 16] = [
    |text| address_in_tag(text).to_owned(),
    |text| target_in_markdown(text).to_owned(),
    |text| address_before_words(text).to_owned(),
    without_entities,
    in_plain_characters,
    without_quoted_signs,
    in_fewer_lines,
    |text| address_of_proofpoint(text).unwrap_or_else(|| text.to_owned()),
    |text| address_in_query(text).to_owned(),
    without_trackers,
    without_percent_signs,
    before_the_directive,
    without_soft_break,
    without_spaces,
    behind_the_address,
    without_surroundings,
];

/// The text of a link without what happened to it on its way. No rule has anything to do in what
/// comes out, so mending it again changes nothing.
///
/// ```
/// # use segmint::link::mend;
/// assert_eq!(mend("<https://example.org/#v%3D1&amp;seed=4\n2>."), "v=1&seed=42");
/// ```
#[must_use]
pub fn mend(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(better) = better(&text) {
        text = better;
    }
    text
}

/// What the first rule makes of it that has something to do.
fn better(text: &str) -> Option<String> {
    RULES.iter().map(|rule| rule(text)).find(|mended| mended != text)
}

/// Dashes and full-width characters as what was typed, without what is invisible and without the
/// backslashes of Markdown.
fn in_plain_characters(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let mut mended = String::with_capacity(text.len());
    while let Some(character) = characters.next() {
        let escapes =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes && !is_invisible(character) {
            mended.push(plain(character));
        }
    }
    mended
}

fn plain(character: char) -> char {
    match character {
        // Hyphens, dashes, the minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        // Unicode's full-width forms of `!` to `~`, in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xff01 + u32::from('!')).unwrap_or(character)
        }
        other => other,
    }
}

/// `v=3D1` as `v=1`: the equals sign of mail in quoted-printable (RFC 2045, section 6.7). A
/// fingerprint may begin with these digits, so it alone says nothing.
fn without_quoted_signs(text: &str) -> String {
    let others = text.replace(&format!("{FINGERPRINT_KEY}=3D"), "");
    if others.contains("=3D") { text.replace("=3D", "=") } else { text.to_owned() }
}

/// Lines that a mail program has parted, marks of a quotation before them or not, as one. A break
/// after an equals sign stays.
fn in_fewer_lines(text: &str) -> String {
    let quotation = |character: char| character.is_whitespace() || character == '>';
    let mut lines = text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}']).map(str::trim);
    let mut mended = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        if mended.ends_with('=') {
            mended.push('\n');
        }
        mended.push_str(line.trim_start_matches(quotation));
    }
    mended
}

/// The first break after an equals sign: one that belongs to a key stays, the mark of a soft line
/// break in quoted-printable goes.
fn without_soft_break(text: &str) -> String {
    let Some((before, behind)) = text.split_once("=\n") else { return text.to_owned() };
    let key = before.rsplit(['&', '#']).next().unwrap_or_default();
    let key: String = key.split_whitespace().collect();
    let value = behind.split('&').next().unwrap_or_default();
    let has_sign = value.replace("=\n", "").contains('=');
    let sign = if is_key(key.trim_start_matches(OPENING)) && !has_sign { "=" } else { "" };
    format!("{before}{sign}{behind}")
}

/// Without white space. Between two digits it stays: they may have been one number or two.
fn without_spaces(text: &str) -> String {
    let parts: Vec<String> = text.split('&').map(without_spaces_within).collect();
    parts.join("&")
}

fn without_spaces_within(part: &str) -> String {
    let together: String = part.split_whitespace().collect();
    // The number of its digits is known, so it is one.
    if together.strip_prefix(FINGERPRINT_KEY).is_some_and(|rest| rest.starts_with('=')) {
        return together;
    }
    let mut mended = String::with_capacity(part.len());
    for word in part.split_whitespace() {
        let is_digit = |character: char| character.is_ascii_digit();
        if mended.ends_with(is_digit) && word.starts_with(is_digit) {
            mended.push(' ');
        }
        mended.push_str(word);
    }
    mended
}

/// Without the directive that browsers add to a "link to highlight" (URL Fragment Text Directives,
/// section 3.1); it is no part of the fragment, and its equals sign is no key's.
///
/// Its mark is found before white space goes elsewhere, so white space may be within it.
fn before_the_directive(text: &str) -> String {
    let is_mark = |&(at, _): &(usize, &str)| {
        let behind = text[at + 1..].trim_start().strip_prefix('~');
        behind.is_some_and(|behind| behind.trim_start().starts_with(':'))
    };
    let mark = text.match_indices(':').find(is_mark);
    mark.map_or(text, |(at, _)| &text[..at]).to_owned()
}

/// Without the brackets, quotes and punctuation of the text around. Dots that say that there was
/// more stay.
fn without_surroundings(text: &str) -> String {
    let mut mended = text.trim_start_matches(OPENING);
    while let Some(shorter) = mended.strip_suffix(CLOSING) {
        if shorter.ends_with('.') && mended.ends_with('.') {
            break;
        }
        mended = shorter;
    }
    mended.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "v=1&seed=42&count=50000&as_of=2026-11-23";

    #[test]
    fn a_link_as_it_is_written_needs_no_mending() {
        assert_eq!(better(LINK), None);
    }

    #[test]
    fn a_sign_at_the_end_of_a_line_is_a_keys_or_a_soft_break() {
        for (broken, whole) in [
            ("as_of=\n2026", "as_of=2026"),
            ("as_of=2026-=\n11", "as_of=2026-11"),
            ("as_=\nof=2026", "as_of=2026"),
            ("credit_limit=\n_step=5", "credit_limit_step=5"),
            ("as_of==\n2026", "as_of=2026"),
            ("as _of =\n2026", "as_of=2026"),
            ("as_of=20=\n26-=\n11", "as_of=2026-11"),
            ("as_of=\n20=\n26", "as_of=2026"),
        ] {
            assert_eq!(mend(broken), whole, "{broken:?}");
        }
    }

    /// Every rule is tried again after every other, so what nests must not multiply.
    #[test]
    fn what_is_wrapped_a_hundred_times_is_mended_at_once() {
        for (open, close) in
            [("<v=1&seed=2|", ">"), ("[v=1&seed=2](", ")"), ("<a href='v=1&seed=2'>", "")]
        {
            let text = open.repeat(100) + LINK + &close.repeat(100);
            assert_eq!(mend(&mend(&text)), mend(&text));
        }
    }

    #[test]
    fn spaces_between_two_digits_stay() {
        assert_eq!(mend("seed = 4 2"), "seed=4 2");
        assert_eq!(mend("seed=4\u{a0} 2 &count= 5"), "seed=4 2&count=5");
        assert_eq!(mend("2026- 11 -23"), "2026-11-23");
        assert_eq!(mend("sha256=12 34 ab"), "sha256=1234ab");
    }

    #[test]
    fn punctuation_goes_and_an_omission_stays() {
        for (marked, bare) in [
            ("<v=1>.", "v=1"),
            ("**v=1**!", "v=1"),
            ("v=1.)", "v=1"),
            ("v=1...", "v=1..."),
            ("v=1…", "v=1…"),
            ("v=1&", "v=1"),
            ("&v=1&&seed=2&", "v=1&seed=2"),
            ("age=22-", "age=22-"),
        ] {
            assert_eq!(mend(marked), bare);
        }
    }
}
