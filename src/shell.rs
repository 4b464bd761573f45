//! Commands as a shell reads them back: what the page and the command line offer to be typed again.

use std::borrow::Cow;

use crate::recipe::{Parameter, Parameters};

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

/// The command that makes the data set with these parameters, on any day.
#[must_use]
pub fn generation(parameters: &Parameters) -> String {
    let options = Parameter::spelled_out(parameters)
        .map(|(parameter, text)| format!(" {}", given(parameter, &text)));
    std::iter::once("segmint generate-customers".to_owned()).chain(options).collect()
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
}
