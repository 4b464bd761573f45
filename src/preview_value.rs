//! A value for people to see: shortened, and with nothing in it that a screen cannot show.

/// How many characters of a value are shown, escapes included.
const SHOWN: usize = 60;

/// The beginning of `value`, with what is not printable written as an escape.
pub(crate) fn preview_value(value: &[u8]) -> String {
    // A character takes four bytes at most, so these bytes hold all that is shown.
    let head = &value[..value.len().min(SHOWN * 4 + 4)];
    let (mut shown, mut room) = (String::new(), SHOWN);
    for character in String::from_utf8_lossy(head).chars() {
        let printed = if is_printable(character) { character.into() } else { escape(character) };
        let Some(left) = room.checked_sub(printed.chars().count()) else {
            shown.push('…');
            break;
        };
        room = left;
        shown.push_str(&printed);
    }
    shown
}

/// All of a text, such as the name of a file, with what is not printable written as an escape: a
/// terminal would obey it.
pub(crate) fn printable(text: &str) -> String {
    let printed = |character| {
        if is_printable(character) { String::from(character) } else { escape(character) }
    };
    text.chars().map(printed).collect()
}

fn escape(character: char) -> String {
    character.escape_default().collect()
}

/// Whether a character shows as itself.
fn is_printable(character: char) -> bool {
    !character.is_control() && !is_invisible(character)
}

/// Whether nothing shows where this character stands, or it turns the direction of the text around
/// it.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_shown_is_escaped() {
        assert_eq!(preview_value(b"a\0b\tc\r\n\x1b[31m"), "a\\u{0}b\\tc\\r\\n\\u{1b}[31m");
        assert_eq!(preview_value("x\u{202e}y\u{feff}".as_bytes()), "x\\u{202e}y\\u{feff}");
        assert_eq!(preview_value(b"a\xffb"), "a\u{fffd}b");
        assert_eq!(preview_value("José, 京".as_bytes()), "José, 京");
    }

    #[test]
    fn a_text_keeps_its_length_and_loses_its_power() {
        assert_eq!(printable("it's 京.csv"), "it's 京.csv");
        assert_eq!(printable("\u{1b}[31m\u{9b}1m\n\u{202e}"), "\\u{1b}[31m\\u{9b}1m\\n\\u{202e}");
        assert_eq!(printable(&"x".repeat(1000)), "x".repeat(1000));
    }

    #[test]
    fn long_values_are_shortened_between_characters() {
        assert_eq!(preview_value("é".repeat(60).as_bytes()), "é".repeat(60));
        assert_eq!(preview_value("é".repeat(61).as_bytes()), "é".repeat(60) + "…");
        assert_eq!(preview_value(&vec![b'x'; 1 << 20]).chars().count(), 61);
    }
}
