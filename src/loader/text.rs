//! Words as shells, databases and Python read them, and the blanks of a script.

use crate::shell;

/// Fills the blanks of a script, which are words in braces. What fills them is not looked at again, so
/// it may hold anything. Braces around what is no blank stay.
pub(super) fn filled(script: &str, blanks: &[(&str, String)]) -> String {
    let mut text = String::with_capacity(2 * script.len());
    let mut rest = script;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        text += before;
        let blank = from[1..].split_once('}').and_then(|(word, after)| {
            blanks.iter().find(|(name, _)| *name == word).map(|(_, filling)| (filling, after))
        });
        rest = if let Some((filling, after)) = blank {
            text += filling;
            after
        } else {
            text.push('{');
            &from[1..]
        };
    }
    text + rest
}

/// Values in quotation marks with commas between them, on several lines if there are many.
pub(super) fn listed(values: &[&str], mark: char) -> String {
    const A_LINE: usize = 17;
    let mut list = String::new();
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            list.push(',');
        }
        list += match (place % A_LINE, values.len() > A_LINE) {
            (0, true) => "\n        ",
            _ if place > 0 => " ",
            _ => "",
        };
        list.push(mark);
        list += value;
        list.push(mark);
    }
    list
}

/// A file's name as programs take it that would read an option, or a command behind a bar, in its
/// first character.
pub(super) fn as_path(file: &str) -> String {
    if file.starts_with(['-', '|']) { format!("./{file}") } else { file.to_owned() }
}

/// One word of a shell on one line, as a comment wants it and as `bash` and `zsh` read it.
pub(super) fn word_on_a_line(text: &str) -> String {
    if text.contains(char::is_control) {
        format!("${}", escaped(text, '\''))
    } else {
        shell::word(text).into_owned()
    }
}

/// Text between these marks, in which a backslash begins an escape.
pub(super) fn escaped(text: &str, mark: char) -> String {
    let mut quoted = String::from(mark);
    for letter in text.chars() {
        match letter {
            '\n' => quoted += "\\n",
            '\r' => quoted += "\\r",
            '\t' => quoted += "\\t",
            '\\' => quoted += "\\\\",
            // Three digits, which every one of these languages ends there.
            control if control.is_ascii_control() => {
                let code = u32::from(control);
                quoted.push('\\');
                quoted.extend([code >> 6, code >> 3 & 7, code & 7].map(octal));
            }
            letter => {
                if letter == mark {
                    quoted.push('\\');
                }
                quoted.push(letter);
            }
        }
    }
    quoted.push(mark);
    quoted
}

/// A digit of base 8.
fn octal(digit: u32) -> char {
    char::from(b'0' + digit as u8)
}

/// Text of SQL, in which a backslash is one.
pub(super) fn sql_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A command of `sh` that writes the text of a file, on one line.
pub(super) fn reading(file: &str, is_gzipped: bool) -> String {
    let name = if file.contains(char::is_control) {
        // A shell of the standard has no other escapes than those of printf.
        let format = escaped(&file.replace('%', "%%"), '\'').replace("\\'", "'\\''");
        format!("\"$(printf {format})\"")
    } else {
        shell::word(file).into_owned()
    };
    format!("{} < {name}", if is_gzipped { "gunzip" } else { "cat" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_a_blank_is_not_looked_at_again() {
        let blanks = [("a", "{b}".to_owned()), ("b", "{a}".to_owned())];
        assert_eq!(filled("{a}{b} {c} {'a': {a}} {", &blanks), "{b}{a} {c} {'a': {b}} {");
    }

    #[test]
    fn words_stay_on_one_line() {
        assert_eq!(word_on_a_line("a b.csv"), "'a b.csv'");
        assert_eq!(word_on_a_line("a\n'b\\.csv"), r"$'a\n\'b\\.csv'");
        assert_eq!(escaped("\u{1b}\"", '"'), "\"\\033\\\"\"");
        assert_eq!(reading("it's.csv", true), r"gunzip < 'it'\''s.csv'");
        assert_eq!(reading("a\n%'.csv", false), r#"cat < "$(printf 'a\n%%'\''.csv')""#);
    }

    #[test]
    fn names_are_no_options() {
        assert_eq!(as_path("-c.csv"), "./-c.csv");
        assert_eq!(as_path("|c.csv"), "./|c.csv");
        assert_eq!(as_path("c.csv"), "c.csv");
    }
}
