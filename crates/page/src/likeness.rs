//! How a checked file compares with the data set that it may be: that of the settings, of a link, or the sender's own file.
//! One line says it beside whether the file is valid, another in full. The comparison itself is for
//! `segmint::comparison`.

use segmint::comparison::{Difference, Verdict};
use segmint::number::thousands;
use segmint::recipe::Parameter;
use segmint::tables::TableId;

use crate::plain_sha256::PlainSha256;
use crate::tone::Tone;
use crate::wish::Wish;
use crate::words::{beginning, unbroken};

/// What a file is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// The data set of settings that nobody sent.
    Settings,
    /// The data set of a link that was opened.
    Link,
    /// The file whose fingerprint is in the link.
    Sender,
}

/// How it compares, as far as that belongs beside whether it is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Every byte is the same.
    Same,
    /// Every row is.
    SameRows,
    /// It differs, first in this line.
    Differs(u64),
}

/// How a checked file compares, in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Whether that is good news; nothing if it is neither good nor bad.
    pub tone: Option<Tone>,
    /// In words.
    pub text: String,
    /// What belongs into the line that says it all; nothing where nobody sent anything.
    pub likeness: Option<(Model, Likeness)>,
}

impl Model {
    /// What a file is compared with while this is wanted.
    #[must_use]
    pub fn of(wish: &Wish) -> Model {
        match (wish.is_linked, &wish.expected) {
            (_, Some(_)) => Model::Sender,
            (true, None) => Model::Link,
            (false, None) => Model::Settings,
        }
    }

    /// Its name in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Model::Settings => "the settings\u{2019} data set",
            Model::Link => "the link\u{2019}s data set",
            Model::Sender => "the sender\u{2019}s file",
        }
    }
}

impl Likeness {
    /// Of a file that is valid or not, in a few words, and whether that is good news.
    #[must_use]
    pub fn told(self, is_valid: bool, model: Model) -> (String, Tone) {
        let name = model.name();
        let tone = match (self, is_valid, model) {
            (Likeness::Differs(_), true, Model::Settings | Model::Link) => Tone::Mixed,
            (Likeness::Differs(_), ..) => Tone::Bad,
            (_, true, _) => Tone::Good,
            (_, false, _) => Tone::Mixed,
        };
        let validity = if is_valid { "valid" } else { "not valid" };
        let text = match self {
            Likeness::Differs(line) => {
                let but = if is_valid { "but" } else { "and" };
                format!(
                    "{validity}, {but} not {name}: first difference in line {}",
                    thousands(line)
                )
            }
            Likeness::Same if is_valid => format!("{validity}, and exactly {name}"),
            Likeness::Same => format!("{validity}, but exactly {name}"),
            Likeness::SameRows => format!("{validity}, the rows of {name} written differently"),
        };
        (text, tone)
    }
}

/// Whether a file of so many rows is the data set after all, but for some of them.
#[must_use]
pub fn is_close(verdict: &Verdict, rows: u64) -> bool {
    match verdict {
        Verdict::Identical | Verdict::SameRows(_) => true,
        Verdict::Differs(Difference { changed, new, .. }) => 2 * (changed + new) < rows,
    }
}

/// How a file of this table and fingerprint compares with what is wanted; nothing if there is nothing to compare with.
#[must_use]
pub fn compare(
    wish: &Wish,
    verdict: Option<&Verdict>,
    sha256: Option<&str>,
    table: TableId,
) -> Option<Comparison> {
    let model = Model::of(wish);
    match (&wish.expected, sha256) {
        (Some(expected), Some(sha256)) => {
            Some(with_sender(expected, verdict, sha256, (table, wish.table)))
        }
        _ => verdict.map(|verdict| with_data_set(model, verdict)),
    }
}

fn with_data_set(model: Model, verdict: &Verdict) -> Comparison {
    let name = model.name();
    let (likeness, text) = match verdict {
        Verdict::Identical => (Likeness::Same, format!("Exactly {name}, byte for byte.")),
        Verdict::SameRows(_) => (Likeness::SameRows, format!("Compared with {name}: {verdict}.")),
        Verdict::Differs(difference) => {
            (Likeness::Differs(difference.line), format!("Not {name}: {verdict}."))
        }
    };
    // Nobody said that it should be that of settings which nobody sent.
    let is_sent = model != Model::Settings;
    let tone = match likeness {
        Likeness::Same => Some(Tone::Good),
        Likeness::Differs(_) if is_sent => Some(Tone::Mixed),
        _ => None,
    };
    Comparison { tone, text, likeness: is_sent.then_some((model, likeness)) }
}

/// Compares a file with the sender's, of this fingerprint, by bytes and by rows.
fn with_sender(
    expected: &PlainSha256,
    verdict: Option<&Verdict>,
    sha256: &str,
    (table, of_link): (TableId, TableId),
) -> Comparison {
    let name = Model::Sender.name();
    let version = env!("CARGO_PKG_VERSION");
    let (tone, likeness, text) = match verdict {
        Some(Verdict::Differs(_)) if sha256 == expected.as_str() => (
            Some(Tone::Good),
            Some(Likeness::Same),
            format!(
                "Exactly {name}, byte for byte. This version of Segmint ({version}) makes other rows from the link: the \
                sender has another."
            ),
        ),
        _ if sha256 == expected.as_str() => {
            let text = format!("Exactly {name}, byte for byte.");
            (Some(Tone::Good), Some(Likeness::Same), text)
        }
        Some(verdict) if table != of_link => {
            let [held, linked] = [table, of_link].map(TableId::word);
            let text = format!(
                "This file holds {held}, and the fingerprint in the link is that of the {linked}. {}",
                with_data_set(Model::Link, verdict).text
            );
            (None, None, text)
        }
        Some(Verdict::Identical) => {
            let text = "The link makes exactly this file, so the fingerprint in it is wrong or from another version of \
                Segmint.";
            (None, None, text.to_owned())
        }
        Some(verdict @ Verdict::SameRows(_)) => {
            (None, Some(Likeness::SameRows), format!("Compared with {name}: {verdict}."))
        }
        Some(Verdict::Differs(difference)) => {
            let [theirs, this] = [expected.as_str(), sha256].map(digits);
            let text = format!(
                "NOT {name}: {difference}. The SHA-256 in the link begins with {theirs}, that of this file with {this}."
            );
            (Some(Tone::Bad), Some(Likeness::Differs(difference.line)), text)
        }
        None => {
            let theirs = digits(expected.as_str());
            (Some(Tone::Bad), None, format!("NOT {name}, whose SHA-256 begins with {theirs}."))
        }
    };
    Comparison { tone, text, likeness: likeness.map(|likeness| (Model::Sender, likeness)) }
}

/// So much of a fingerprint as is shown, in a sentence.
fn digits(sha256: &str) -> String {
    beginning(sha256).trim_end_matches('\u{2026}').to_owned()
}

/// What a file will be compared with, for who has not chosen one yet; nothing if that is nothing.
#[must_use]
pub fn promise(wish: &Wish) -> Option<String> {
    let chosen = wish.chosen()?;
    let model = Model::of(wish);
    let parameters = chosen.recipe().parameters();
    let [seed, as_of] =
        [Parameter::Seed, Parameter::AsOf].map(|parameter| parameter.write(parameters));
    let proof = match &wish.expected {
        Some(expected) => format!(", SHA-256 beginning with {}", digits(expected.as_str())),
        None => String::new(),
    };
    let (amount, name, as_of) = (chosen.amount(), model.name(), unbroken(&as_of));
    let how = match model {
        // Nobody asked whether it is that.
        Model::Settings => ". It is recognized if it is exactly or nearly",
        Model::Link | Model::Sender => ", and compared with",
    };
    Some(format!(
        "It is checked against the rules{how} {name}: {amount}, seed {seed}, as of {as_of}{proof}."
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

    use segmint::comparison::{Difference, DifferenceKind};
    use segmint::recipe::{Parameters, Recipe, RecipeVersion};

    use super::*;
    use crate::chosen::Chosen;
    use crate::output_format::OutputFormat;

    const TABLE: TableId = TableId::Customers;

    fn wish(is_linked: bool, expected: Option<&str>) -> Wish {
        let as_of = "2026-11-23".parse().unwrap();
        let recipe = Recipe::new(Parameters::defaults(RecipeVersion::LATEST, as_of)).unwrap();
        let expected = PlainSha256::of_generated(expected, OutputFormat::PLAIN);
        let chosen = Ok(Chosen::of_customers(recipe));
        Wish { chosen, expected, is_linked, ..Wish::none() }
    }

    fn differs() -> Verdict {
        let kind = DifferenceKind::RowMissing;
        Verdict::Differs(Difference { line: 17, row: Some(16), kind, ..Difference::default() })
    }

    #[test]
    fn who_sent_what_is_said_before_and_after() {
        let sha256 = "ab".repeat(32);
        let told = |wish: &Wish| {
            let verdict = differs();
            let compared = compare(wish, Some(&verdict), Some(&"cd".repeat(32)), TABLE).unwrap();
            (promise(wish).unwrap(), compared)
        };
        let (before, after) = told(&wish(false, None));
        assert!(before.contains("the settings\u{2019} data set: 50,000 customers, seed 42, as of"));
        assert!(after.text.starts_with("Not the settings\u{2019} data set: row 16 (line 17)"));
        assert_eq!((after.tone, after.likeness), (None, None));
        let (before, after) = told(&wish(true, None));
        assert!(before.contains("the link\u{2019}s data set: ") && !before.contains("sender"));
        assert_eq!(after.likeness, Some((Model::Link, Likeness::Differs(17))));
        let (before, after) = told(&wish(true, Some(&sha256)));
        assert!(
            before
                .ends_with("as of 2026\u{2011}11\u{2011}23, SHA-256 beginning with abababababab."),
            "{before}"
        );
        assert!(after.text.starts_with("NOT the sender\u{2019}s file: row 16 (line 17)"));
        assert_eq!(after.tone, Some(Tone::Bad));
        assert_eq!(after.likeness, Some((Model::Sender, Likeness::Differs(17))));
        assert_eq!(promise(&Wish::none()), None);
    }

    #[test]
    fn a_file_is_close_to_a_data_set_while_most_of_its_rows_are_the_same() {
        let differs = |changed, new| {
            Verdict::Differs(Difference { changed, new, missing: 900, ..Difference::default() })
        };
        assert!(is_close(&Verdict::Identical, 0) && is_close(&differs(1, 0), 3));
        assert!(!is_close(&differs(100, 100), 200) && !is_close(&differs(60, 40), 200));
    }

    #[test]
    fn one_line_says_both_whether_it_is_valid_and_whose_it_is() {
        let differs = Likeness::Differs(1_017);
        for (likeness, is_valid, model, text, tone) in [
            (
                differs,
                true,
                Model::Sender,
                "valid, but not the sender\u{2019}s file: first difference in line 1,017",
                Tone::Bad,
            ),
            (
                differs,
                false,
                Model::Link,
                "not valid, and not the link\u{2019}s data set: first difference in line 1,017",
                Tone::Bad,
            ),
            (
                Likeness::Same,
                true,
                Model::Sender,
                "valid, and exactly the sender\u{2019}s file",
                Tone::Good,
            ),
            (
                Likeness::Same,
                false,
                Model::Link,
                "not valid, but exactly the link\u{2019}s data set",
                Tone::Mixed,
            ),
            (
                Likeness::SameRows,
                true,
                Model::Sender,
                "valid, the rows of the sender\u{2019}s file written differently",
                Tone::Good,
            ),
        ] {
            assert_eq!(likeness.told(is_valid, model), (text.to_owned(), tone));
        }
        assert_eq!(differs.told(true, Model::Link).1, Tone::Mixed);
    }

    #[test]
    fn the_fingerprint_of_a_link_is_of_the_table_that_it_names() {
        let sha256 = "ab".repeat(32);
        let wish = wish(true, Some(&sha256));
        let other = "cd".repeat(32);
        let compared = |verdict: Verdict, sha256: &str, table| {
            compare(&wish, Some(&verdict), Some(sha256), table).unwrap()
        };
        let same = compared(Verdict::Identical, &sha256, TABLE);
        assert_eq!(same.likeness, Some((Model::Sender, Likeness::Same)));
        // The link makes these bytes, and yet they have another fingerprint.
        let wrong = compared(Verdict::Identical, &other, TABLE);
        assert_eq!((wrong.tone, wrong.likeness), (None, None));
        assert!(wrong.text.contains("the fingerprint in it is wrong"), "{}", wrong.text);
        let table = compared(Verdict::Identical, &other, TableId::Transactions);
        assert_eq!((table.tone, table.likeness), (None, None));
        assert!(table.text.ends_with("Exactly the link\u{2019}s data set, byte for byte."));
        let newer = compared(differs(), &sha256, TABLE);
        assert_eq!(newer.tone, Some(Tone::Good));
        assert!(newer.text.contains("the sender has another"), "{}", newer.text);
        let unreadable = super::compare(&wish, None, Some(&other), TABLE).unwrap();
        assert_eq!((unreadable.tone, unreadable.likeness), (Some(Tone::Bad), None));
    }
}
