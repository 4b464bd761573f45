//! What a link is wrapped in when it comes: addresses of services that watch where links lead,
//! Markdown, HTML, the marks of chats. Each rule finds the one place that says the link and takes it
//! out, escapes and all; where two places say one, it leaves the text as it is, to be told.

use super::escapes::{without_entities, without_percent_signs};
use super::{VERSION_KEY, is_key};

/// What may stand before a link in a text.
pub(super) const OPENING: &[char] =
    &['<', '(', '[', '{', '"', '\'', '`', '*', '_', '~', '|', '“', '‘', '„', '‚', '«', '‹'];

/// What may stand behind it.
pub(super) const CLOSING: &[char] = &[
    '>', ')', ']', '}', '"', '\'', '`', '*', '_', '~', '|', '”', '’', '“', '‘', '»', '›', '.', ',',
    ';', ':', '!', '?', '/', '\\', '#',
];

/// What watchers of links and mailings add to any address that they see. No parameter of a recipe
/// will ever have one of these names.
const TRACKERS: [&str; 27] = [
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_kx",
    "dclid",
    "fbclid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "hsctatracking",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "s_cid",
    "ttclid",
    "twclid",
    "vero_id",
    "wbraid",
    "yclid",
];

/// What the names of trackers begin with that come in families.
const TRACKER_FAMILIES: [&str; 4] = ["utm_", "mtm_", "pk_", "hsa_"];

/// What Outlook and Google put behind the address in theirs.
const REDIRECT_KEYS: [&str; 12] =
    ["cd", "data", "esrc", "opi", "rct", "reserved", "sa", "sdata", "source", "usg", "ust", "ved"];

/// What the page itself is asked in its query: how to look, and how many workers to have.
const PAGE_KEYS: [&str; 2] = ["embed", "workers"];

/// Whether the text says the version of a recipe somewhere, as every link does: `v=1`, escaped
/// or not.
pub(super) fn says_version(text: &str) -> bool {
    let mut text = text.to_owned();
    loop {
        let plain = without_percent_signs(&text);
        if plain == text {
            break;
        }
        text = plain;
    }
    let says = |at: usize| {
        let before = text[..at].chars().next_back();
        let behind = text[at + VERSION_KEY.len()..].trim_start().strip_prefix('=');
        !before.is_some_and(char::is_alphanumeric)
            && behind
                .is_some_and(|value| value.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    text.match_indices(VERSION_KEY).any(|(at, _)| says(at))
}

/// The address in the tag of an anchor or a frame.
pub(super) fn address_in_tag(text: &str) -> &str {
    // Keeps every byte in its place.
    let lower = text.to_ascii_lowercase();
    let is_tag = |name: &str| {
        let rest = |(at, _): (usize, &str)| lower[at + name.len()..].chars().next();
        lower.match_indices(name).any(|found| rest(found).is_some_and(char::is_whitespace))
    };
    let attribute = match (is_tag("<a"), is_tag("<iframe")) {
        (true, false) => "href=",
        (false, true) => "src=",
        _ => return text,
    };
    let mut places = lower.match_indices(attribute).filter(|&(at, _)| {
        lower[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_whitespace() || before == '"')
    });
    let (Some((at, _)), None) = (places.next(), places.next()) else { return text };
    let value = &text[at + attribute.len()..];
    // In quoted-printable the equals sign has its code behind it.
    let value = value.strip_prefix("3D").unwrap_or(value);
    let (value, behind) = match value.chars().next() {
        Some(mark @ ('"' | '\'')) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
        _ => value.split_at(value.find([' ', '>']).unwrap_or(value.len())),
    };
    let (attributes, words) = behind.split_once('>').unwrap_or((behind, ""));
    let (words, behind) = words.split_at(words.find('<').unwrap_or(words.len()));
    only(text, value, &[&text[..at], attributes, words, behind])
}

/// The target of a link in Markdown, without the words for it and without its title.
pub(super) fn target_in_markdown(text: &str) -> &str {
    let mut places = text.match_indices("](").chain(text.match_indices("]: "));
    let (Some((at, mark)), None) = (places.next(), places.next()) else { return text };
    let behind = text[at + mark.len()..].trim_start();
    let (target, behind) = if let Some(target) = behind.strip_prefix('<') {
        target.split_once('>').unwrap_or((target, ""))
    } else {
        let is_title =
            |&(at, _): &(usize, &str)| behind[at..].trim_start().starts_with(['"', '\'', '(', '“']);
        let title = behind.match_indices(char::is_whitespace).find(is_title);
        let end = title.map(|(at, _)| at).or_else(|| behind.find(')').filter(|_| mark == "]("));
        behind.split_at(end.unwrap_or(behind.len()))
    };
    // A line that ends behind the target in quoted-printable has a mark of its own there.
    let target = match target.strip_suffix('=') {
        Some(whole) if behind.starts_with(['\n', '\r']) => whole,
        _ => target,
    };
    only(text, target, &[&text[..at], behind])
}

/// The address of a chat's `<address|words>`.
pub(super) fn address_before_words(text: &str) -> &str {
    let Some((before, rest)) = text.split_once('<') else { return text };
    let Some((address, words)) = rest.split_once('|') else { return text };
    let Some((words, behind)) = words.split_once('>') else { return text };
    only(text, address, &[before, words, behind])
}

/// `inner`, if it says a link and nothing else of the text says another; otherwise the text. Words for a
/// link may be the link itself.
fn only<'a>(text: &'a str, inner: &'a str, others: &[&str]) -> &'a str {
    // Words may speak of versions; a link says its seed, too.
    let says_another =
        |other: &&str| says_version(other) && other.contains("seed") && bare(other) != bare(inner);
    if says_version(inner) && !others.iter().any(says_another) { inner } else { text }
}

/// A text without what may surround a link in it.
fn bare(text: &str) -> String {
    let surrounds = |character: char| {
        character.is_whitespace() || OPENING.contains(&character) || CLOSING.contains(&character)
    };
    without_entities(text).trim_matches(surrounds).to_owned()
}

/// The address that another one's query holds, as those of Outlook's Safe Links, Google and many
/// more do: escaped once more, so that it ends where the next parameter begins.
pub(super) fn address_in_query(text: &str) -> &str {
    let Some((before, query)) = text.split_once('?').filter(|(before, _)| !before.contains('#'))
    else {
        return text;
    };
    let end = query.find('#').unwrap_or(query.len());
    if says_version(before) || says_version(&query[end..]) {
        return text;
    }
    let mut values = query[..end].split('&').filter_map(|part| {
        let (key, value) = part.split_once('=')?;
        // What the page is asked is no address, whatever its hash sign is written as.
        let key = key.trim();
        let wraps = !is_key(key) && !PAGE_KEYS.contains(&key);
        (wraps && says_version(value)).then_some(value)
    });
    match (values.next(), values.next()) {
        // Where it is escaped only.
        (Some(value), None) if !says_raw_version(value) => value,
        _ => text,
    }
}

fn says_raw_version(text: &str) -> bool {
    text.contains(&format!("{VERSION_KEY}="))
}

/// The address in one of Proofpoint's, whose second version writes `_` for `/` and `-3D` for `=`, and
/// whose third has stars for some characters and says behind the address which ones.
pub(super) fn address_of_proofpoint(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let defended = lower.find("urldefense.")?;
    if let Some(at) = lower[defended..].find("/v2/url?") {
        let query = &text[defended + at + "/v2/url?".len()..];
        let mut values = query.split('&').filter_map(|part| part.strip_prefix("u="));
        let value = values.next().filter(|_| values.next().is_none())?;
        return Some(without_percent_signs(&value.replace('-', "%").replace('_', "/")));
    }
    let at = defended + lower[defended..].find("/v3/__")? + "/v3/__".len();
    let (address, behind) = text[at..].split_once("__;")?;
    let (starred, _) = behind.split_once('!')?;
    let starred = String::from_utf8(from_base64(starred)?).ok()?;
    let mut starred = starred.chars();
    if address.contains("**") {
        // Stars for several characters at once.
        return None;
    }
    let whole: Option<String> = address
        .chars()
        .map(|character| if character == '*' { starred.next() } else { Some(character) })
        .collect();
    whole.filter(|_| starred.next().is_none())
}

/// The bytes of a text in Base64 with the alphabet for addresses (RFC 4648, section 5), with or
/// without the signs that fill it up.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

/// What stands behind the `#` of an address; or behind its `?`, where the link was put by whoever
/// took the one for the other. Behind which of two nobody knows, nor which of two links is meant.
pub(super) fn behind_the_address(text: &str) -> String {
    let (address, fragment) = match text.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (text, None),
    };
    match (address.split_once('?').filter(|(_, query)| says_raw_version(query)), fragment) {
        // Nothing of a link, at most a place on the page.
        (Some((page, query)), None) if !says_version(page) => within_query(query),
        (Some((page, query)), Some(fragment)) if !says_version(page) && !fragment.contains('=') => {
            within_query(query)
        }
        (None, Some(fragment)) if !fragment.contains('#') && !begins_link(address) => {
            let wrapper = address.split_once('?').filter(|(_, query)| query.contains("://"));
            let added = |key: &str| wrapper.is_some() && REDIRECT_KEYS.contains(&key);
            without_parts(fragment, added)
        }
        _ => text.to_owned(),
    }
}

fn within_query(query: &str) -> String {
    without_parts(query, |key| PAGE_KEYS.contains(&key))
}

/// Whether a text begins with a parameter of a link.
fn begins_link(text: &str) -> bool {
    let key = text.trim_start_matches(OPENING).split('=').next();
    key.is_some_and(is_key)
}

/// Without what watchers of links added, and without the signs that part nothing.
pub(super) fn without_trackers(text: &str) -> String {
    let is_tracker = |key: &str| {
        let key = key.to_ascii_lowercase();
        TRACKERS.contains(&key.as_str())
            || TRACKER_FAMILIES.iter().any(|family| key.starts_with(family))
    };
    let begin = text.find(['#', '?']).map_or(0, |at| at + 1);
    let (address, rest) = text.split_at(begin);
    // What an address ends in stays, so that it is known for one.
    let parts: Vec<String> = rest.split('#').map(|part| without_parts(part, is_tracker)).collect();
    address.to_owned() + &parts.join("#")
}

/// The parts between the ampersands, without empty ones and those with such a key.
fn without_parts(text: &str, goes: impl Fn(&str) -> bool) -> String {
    let stays = |part: &&str| {
        let key = part.split('=').next().unwrap_or_default().trim();
        !part.trim().is_empty() && !goes(key)
    };
    let parts: Vec<&str> = text.split('&').filter(stays).collect();
    parts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipe::Parameter;

    #[test]
    fn no_parameter_has_the_name_of_a_tracker() {
        for key in Parameter::ALL.map(Parameter::key).into_iter().chain(["v", "table", "sha256"]) {
            assert_eq!(without_trackers(&format!("{key}=1")), format!("{key}=1"));
            assert!(!REDIRECT_KEYS.contains(&key) && !PAGE_KEYS.contains(&key), "{key}");
        }
    }

    #[test]
    fn every_link_says_its_version() {
        for text in ["v=1", "#v=1&seed=2", "a?v=1", "%23v%3D1", "%2523v%253D1%2526seed", "(v = 1)"]
        {
            assert!(says_version(text), "{text}");
        }
        for text in ["", "v", "v=", "v==", "rev=1", "av%3D1", "%76", "v=x", "seed=1"] {
            assert!(!says_version(text), "{text}");
        }
    }

    #[test]
    fn base64_is_read_with_either_alphabet() {
        for (text, bytes) in [
            ("", Some(&b""[..])),
            ("Iw", Some(b"#")),
            ("Iw==", Some(b"#")),
            ("IyY9", Some(b"#&=")),
            ("-_8", Some(b"\xfb\xff")),
            ("+/8", Some(b"\xfb\xff")),
            ("I w", None),
        ] {
            assert_eq!(from_base64(text).as_deref(), bytes, "{text}");
        }
    }

    #[test]
    fn a_text_that_says_two_links_stays() {
        let (one, other) = ("https://example.org/#v=1&seed=1", "https://example.org/#v=1&seed=2");
        for text in [
            format!("[{one}]({other})"),
            format!("<{one}|{other}>"),
            format!("<a href=\"{one}\">{other}</a>"),
            format!("<a href=\"{one}\" href=\"{other}\">"),
            format!("https://example.org/?url={}&q={}", escaped(one), escaped(other)),
            format!("https://example.org/?url={}#v=1", escaped(one)),
        ] {
            assert_eq!(target_in_markdown(&text), text);
            assert_eq!(address_before_words(&text), text);
            assert_eq!(address_in_tag(&text), text);
            assert_eq!(address_in_query(&text), text);
        }
        assert_eq!(target_in_markdown(&format!("[{one}]({one})")), one);
        assert_eq!(address_before_words(&format!("<{one}|{one}>")), one);
        assert_eq!(
            address_in_tag(&format!("<a href='{one}'>{}</a>", one.replace('&', "&amp;"))),
            one
        );
    }

    fn escaped(text: &str) -> String {
        let escape = |byte: u8| format!("%{byte:02X}");
        text.bytes().map(escape).collect()
    }
}
