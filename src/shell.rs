//! Commands as a shell reads them back: what the page and the command line offer to be typed again.

use std::borrow::Cow;
use std::path::Path;

use crate::preview_value::printable;
use crate::recipe::{Parameter, Parameters, RecipeVersion};
use crate::tables::TableId;

/// The name of the option for a parameter, without its dashes.
#[must_use]
pub fn option(parameter: Parameter) -> String {
    parameter.key().replace('_', "-")
}

/// The option that gives a parameter this value, which is in the parameter's text form: nothing in
/// there is special to a shell.
#[must_use]
pub fn given(parameter: Parameter, text: &str) -> String {
    format!("--{} {text}", option(parameter))
}

/// The option for a version of the recipe.
#[must_use]
pub fn version(version: RecipeVersion) -> String {
    format!("--recipe-version {version}")
}

/// The command that makes this table of these parameters, on any day.
#[must_use]
pub fn generation(table: TableId, parameters: &Parameters) -> String {
    let options = Parameter::spelled_out(parameters)
        .filter(|(parameter, _)| table.depends_on(*parameter))
        .map(|(parameter, text)| format!(" {}", given(parameter, &text)));
    let command = format!("segmint generate-{} {}", table.word(), version(parameters.version));
    std::iter::once(command).chain(options).collect()
}

/// `text` as one word.
#[must_use]
pub fn word(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
    }
}

/// A path as one word that no option is taken for, whatever bytes it has. What a terminal would obey, and
/// what is no text, is written as codes that `printf` makes bytes of.
#[must_use]
pub fn path(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let bytes = match bytes.first() {
        Some(b'-') => [b"./", bytes].concat(),
        _ => bytes.to_vec(),
    };
    match str::from_utf8(&bytes) {
        Ok(text) if printable(text) == text => word(text).into_owned(),
        // What a command prints loses the line feeds at its end.
        Ok(text) if text.ends_with('\n') => word(text).into_owned(),
        _ => {
            format!("\"$(printf '{}')\"", bytes.iter().map(|&byte| code(byte)).collect::<String>())
        }
    }
}

/// What `printf` makes this byte of.
fn code(byte: u8) -> String {
    match byte {
        b'%' => "%%".to_owned(),
        b' '..=b'~' if !b"'\\".contains(&byte) => char::from(byte).to_string(),
        other => format!("\\{other:03o}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_part_or_change_them() {
        for plain in ["customers.csv", "a/b-c_d.csv", "20,20,20,20,20", "2026-11-23"] {
            assert_eq!(word(plain), plain);
        }
        assert_eq!(word(""), "''");
        assert_eq!(word("my file.csv"), "'my file.csv'");
        assert_eq!(word("#v=1&seed=42"), "'#v=1&seed=42'");
        assert_eq!(word("it's $(id).csv"), r"'it'\''s $(id).csv'");
    }

    #[test]
    fn options_have_hyphens() {
        assert_eq!(given(Parameter::CreditLimitStep, "500"), "--credit-limit-step 500");
    }

    #[test]
    fn paths_are_words_whatever_their_bytes() {
        for (name, typed) in [
            ("a.csv", "a.csv"),
            ("it's mine.csv", r"'it'\''s mine.csv'"),
            ("-x.csv", "./-x.csv"),
            ("-", "./-"),
            ("\u{1b}[31m'50%'\\.csv", r#""$(printf '\033[31m\04750%%\047\134.csv')""#),
            ("\u{202e}vsc.x", r#""$(printf '\342\200\256vsc.x')""#),
            ("x\n", "'x\n'"),
        ] {
            assert_eq!(path(Path::new(name)), typed);
        }
    }
}
