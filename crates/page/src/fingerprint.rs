//! What is known of the SHA-256 of a file, how the file compares with the sender's, and the line that says it all.

use std::borrow::Cow;

use segmint::fingerprint::first_difference;

use crate::likeness::{Likeness, Model};
use crate::output_format::OutputFormat;
use crate::plain_sha256::PlainSha256;
use crate::tone::Tone;
use crate::words::beginning;

/// What is known of the fingerprint of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fingerprint {
    /// It is this.
    Known(String),
    /// It is being taken: so much of the file has been read, in percent.
    Taking(u8),
    /// It has not been taken, but could be.
    Untaken,
    /// There is no file.
    Absent,
    /// There is no file yet: only a part of the table has been made.
    Unmade,
}

impl Fingerprint {
    /// The fingerprint, if it is known.
    #[must_use]
    pub fn sha256(&self) -> Option<&str> {
        match self {
            Fingerprint::Known(sha256) => Some(sha256),
            _ => None,
        }
    }
}

/// How rows stand to the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// They keep them.
    Valid,
    /// They break them exactly as they were to.
    Dirty,
    /// They break them.
    Invalid,
    /// They do or do not, in a file that was compared with what somebody sent.
    Compared {
        /// Whether they keep them.
        is_valid: bool,
        /// What was sent.
        model: Model,
        /// How the file compares.
        likeness: Likeness,
    },
}

impl Validity {
    /// In words, and whether that is good news.
    #[must_use]
    pub fn told(self, goes_on: bool) -> (Cow<'static, str>, Tone) {
        let (text, tone) = match (self, goes_on) {
            (Validity::Valid, false) => ("valid", Tone::Good),
            (Validity::Valid, true) => ("valid so far", Tone::Good),
            (Validity::Dirty, false) => ("exactly the faults asked for", Tone::Good),
            (Validity::Dirty, true) => ("only faults asked for so far", Tone::Good),
            (Validity::Invalid, _) => ("not valid", Tone::Bad),
            (Validity::Compared { is_valid, model, likeness }, _) => {
                let (text, tone) = likeness.told(is_valid, model);
                return (text.into(), tone);
            }
        };
        (text.into(), tone)
    }

    /// Of a file, whoever made it.
    #[must_use]
    pub fn of(is_valid: bool) -> Validity {
        if is_valid { Validity::Valid } else { Validity::Invalid }
    }
}

/// The line that says it all.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How much it is, in words; of a file that cannot be read at all, why.
    pub heading: String,
    /// Of which part of the table they are, in words, if they are not all there is.
    pub part: Option<String>,
    /// Its size, header included.
    pub bytes: f64,
    /// From the change of a parameter until now.
    pub milliseconds: f64,
    /// How the rows stand to the rules.
    pub validity: Validity,
    /// Whether more rows are still to come.
    pub goes_on: bool,
    /// The fingerprint.
    pub fingerprint: Fingerprint,
}

/// How a file compares with the sender's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderVerdict {
    /// Whether they are the same, if that is known.
    pub same: Option<bool>,
    /// In words, with what can be done.
    pub text: String,
}

impl SenderVerdict {
    /// Compares a file that was generated with one of the `expected` fingerprint. One in another form than the plain CSV
    /// is not comparable.
    #[must_use]
    pub fn of(
        expected: &PlainSha256,
        fingerprint: &Fingerprint,
        format: OutputFormat,
    ) -> SenderVerdict {
        let expected = expected.as_str();
        let (same, text) = match fingerprint {
            _ if !format.is_plain() => (
                None,
                "Not compared with the sender\u{2019}s data set: the link has the fingerprint of the \
                 plain CSV."
                    .to_owned(),
            ),
            Fingerprint::Known(sha256) if sha256 == expected => {
                (Some(true), "Identical to the sender\u{2019}s data set.".to_owned())
            }
            Fingerprint::Known(sha256) => (
                Some(false),
                format!(
                    "NOT the sender\u{2019}s data set: the link says SHA-256 {}, this is {}: the \
                    link was changed on its way (ask for it again in one piece), or the sender has \
                    another version of Segmint (this one is {}).",
                    from_difference(expected, sha256),
                    from_difference(sha256, expected),
                    env!("CARGO_PKG_VERSION"),
                ),
            ),
            Fingerprint::Taking(_) => {
                (None, "Being compared with the sender\u{2019}s file.".to_owned())
            }
            Fingerprint::Unmade => (
                None,
                "Compared with the sender\u{2019}s file once the whole table is made.".to_owned(),
            ),
            Fingerprint::Untaken | Fingerprint::Absent => (
                None,
                "Not compared with the sender\u{2019}s file: no file is kept at this size."
                    .to_owned(),
            ),
        };
        SenderVerdict { same, text }
    }
}

/// As much of a fingerprint as shows that it is not the other: its beginning, and, if that is the same in both, where
/// they begin to differ.
fn from_difference(sha256: &str, other: &str) -> String {
    let begins = beginning(sha256);
    match first_difference(sha256, other) {
        Some(digit) if begins == beginning(other) => {
            let rest = sha256.get(digit - 1..).unwrap_or_default();
            format!("{begins} with {} at digit {digit}", beginning(rest))
        }
        _ => begins,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use super::*;

    fn senders(sha256: &str) -> PlainSha256 {
        PlainSha256::of_generated(Some(sha256), OutputFormat::PLAIN).unwrap()
    }

    #[test]
    fn a_difference_that_is_not_in_sight_is_shown() {
        let expected = "3d6bf4634737".to_owned() + &"ab".repeat(26);
        let mut other = expected.clone();
        other.replace_range(40..41, "0");
        let known = Fingerprint::Known(other);
        let senders = senders(&expected);
        let told = SenderVerdict::of(&senders, &known, OutputFormat::PLAIN);
        for words in [
            "says SHA-256 3d6bf4634737\u{2026} with abababababab\u{2026} at digit 41,",
            "this is 3d6bf4634737\u{2026} with 0bababababab\u{2026} at digit 41:",
        ] {
            assert!(told.text.contains(words), "{}", told.text);
        }
    }

    #[test]
    fn a_file_is_the_senders_only_if_its_fingerprint_is() {
        let (expected, other) = ("ab".repeat(32), "cd".repeat(32));
        let senders = senders(&expected);
        let same = |sha256: &str, format| {
            let fingerprint = Fingerprint::Known(sha256.to_owned());
            SenderVerdict::of(&senders, &fingerprint, format).same
        };
        let (plain, gzip) = (OutputFormat::PLAIN, OutputFormat { choice: 0, gzip: true });
        assert_eq!(same(&expected, plain), Some(true));
        assert_eq!(same(&other, plain), Some(false));
        assert_eq!(same(&expected, gzip), None);
        for fingerprint in
            [Fingerprint::Taking(7), Fingerprint::Untaken, Fingerprint::Absent, Fingerprint::Unmade]
        {
            let verdict = SenderVerdict::of(&senders, &fingerprint, plain);
            assert_eq!(verdict.same, None);
            assert_eq!(fingerprint.sha256(), None);
        }
    }
}
